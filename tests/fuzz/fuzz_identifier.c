/* Any bytes as a number of every kind and a postcode of every country; a value read again is itself. */
#include <stdlib.h>

#include "base/scoped.h"
#include "normal/identifier.h"
#include "normal/postcode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const countries[] = { "NL", "BE", "DE", "FR", "LU", "GB", "US",
                                             "PL", "LV", "IE", "MT", "CZ", "PT", "" };
    if (size == 0 || size > 500)
        return 0;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct text raw = { (const char *)data + 1, size - 1 };
    const char *country = countries[data[0] % 14];
    for (int kind = IDENTIFIER_KVK; kind < IDENTIFIER_KINDS; kind++) {
        struct identifier once, twice;
        identifier_read((enum identifier_kind)kind, raw, country, &arena, &once);
        if (once.value.len == 0)
            continue;
        identifier_read((enum identifier_kind)kind, once.value, country, &arena, &twice);
        if (!text_equal(once.value, twice.value) || once.valid != twice.valid)
            abort();
    }
    struct postcode once, twice;
    if (postcode_read(raw, country, &once) == FINDING_NONE) {
        postcode_read(text_from(once.code), country, &twice);
        for (size_t i = 0; i < sizeof(once.code) && once.code[i]; i++)
            if (once.code[i] != twice.code[i])
                abort();
    }
    postcode_country(raw);
    postcode_repair_nl(raw, &once);
    char digits[12];
    national_number_be(raw, digits);
    return 0;
}
