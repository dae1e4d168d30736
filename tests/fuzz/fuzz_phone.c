/* Any bytes as a phone cell; a valid number read again is itself. */
#include <stdlib.h>

#include "base/scoped.h"
#include "normal/phone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const countries[] = { "NL", "BE", "DE", "FR", "GB", "US", "" };
    if (size == 0 || size > 300)
        return 0;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct phone phones[PHONES_PER_CELL_MAX], again[PHONES_PER_CELL_MAX];
    size_t count = 0, again_count = 0;
    const char *country = countries[data[0] % 7];
    phone_read((struct text){ (const char *)data + 1, size - 1 }, country, &arena, phones, &count);
    if (count > PHONES_PER_CELL_MAX)
        abort();
    for (size_t i = 0; i < count; i++) {
        if (!phones[i].valid)
            continue;
        phone_read(phones[i].e164, country, &arena, again, &again_count);
        if (again_count != 1 || !text_equal(again[0].e164, phones[i].e164))
            abort();
    }
    return 0;
}
