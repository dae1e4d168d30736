/* Any bytes as a postcode of every country we know; a code read again is itself, whatever country it told. */
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "lang/places.h"
#include "normal/postcode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const countries[] = { "NL", "BE", "DE", "FR", "LU", "GB", "US", "PL", "PT", "SE", "CZ", "SK",
                                             "GR", "IE", "LV", "LT", "CA", "CH", "AT", "DK", "NO", "ES", "IT", "" };
    enum { COUNTRIES = sizeof(countries) / sizeof(countries[0]) };
    if (size > 200)
        return 0;
    struct text raw = { (const char *)data, size };
    for (size_t i = 0; i < COUNTRIES; i++) {
        struct postcode once, twice;
        enum finding finding = postcode_read(raw, countries[i], &once);
        if (!memchr(once.code, '\0', sizeof(once.code)))
            abort();
        if (finding != FINDING_NONE)
            continue;
        if (once.code[0] == '\0' || postcode_read(text_from(once.code), countries[i], &twice) != FINDING_NONE ||
            strcmp(once.code, twice.code) != 0)
            abort();
        place_has_postcode(raw, countries[i], text_from(once.code));
        places_of_postcode(countries[i], text_from(once.code));
    }
    const char *told = postcode_country(raw);
    struct postcode code;
    if (told[0] && (postcode_read(raw, told, &code) != FINDING_NONE || code.code[0] == '\0'))
        abort();
    struct postcode again;
    if (postcode_repair_nl(raw, &code) && postcode_read(text_from(code.code), "NL", &again) != FINDING_NONE)
        abort();
    return 0;
}
