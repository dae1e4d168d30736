/*
 * Records put one by one into a store that is there and was resolved:
 *
 *     bench_puts STORE_URL [PUTS [STEP]]
 *
 * It leaves the store with those records in it, so give it a copy; more puts show whether they stay as fast (puts.h).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>

#include "os/clock.h"
#include "os/threads.h"
#include "puts.h"

int main(int argc, char **argv)
{
    struct error err = ERROR_NONE;
    struct store *store = NULL;
    const struct job job = {
        .threads = threads_default(), .now_ms = clock_now_ms(), .country = "NL", .author = TEXT("bench")
    };
    size_t puts = argc > 2 ? strtoul(argv[2], NULL, 10) : PUTS_USUAL;
    if (argc < 2 || puts == 0) {
        fprintf(stderr, "use: bench_puts STORE_URL [PUTS [STEP]]\n");
        return 2;
    }
    if (store_open(argv[1], NULL, &store, &err) != STATUS_OK) {
        fprintf(stderr, "bench_puts: %s\n", err.message);
        return 1;
    }
    bench_puts(store, &job, argv[1], puts, argc > 3 ? argv[3] : NULL);
    store_close(&store);
    return 0;
}
