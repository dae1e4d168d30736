/* Any bytes as a number in both notations; what is read is plain, and reads back as itself. */
#include <stdlib.h>

#include "base/scoped.h"
#include "normal/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_plain(struct text number)
{
    size_t points = 0;
    for (size_t i = 0; i < number.len; i++) {
        char c = number.ptr[i];
        points += c == '.';
        if (!(c >= '0' && c <= '9') && c != '.' && !(c == '-' && i == 0))
            abort();
    }
    if (number.len == 0 || points > 1)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1000)
        return 0;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct text raw = { (const char *)data, size }, once, twice;
    number_is_scientific(raw);
    for (int comma = 0; comma < 2; comma++) {
        if (number_read(raw, comma, &arena, &once) != FINDING_NONE)
            continue;
        check_plain(once);
        if (number_read(once, false, &arena, &twice) != FINDING_NONE || !text_equal(once, twice))
            abort();
    }
    return 0;
}
