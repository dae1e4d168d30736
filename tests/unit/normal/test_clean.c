/*
 * Washing looks at sixteen bytes together: what is odd must be found at each
 * place of values of each length.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "base/scoped.h"
#include "normal/clean.h"

enum { LEN_MAX = 50 };

static void odd_bytes_are_found_at_every_place(void **state)
{
    (void)state;
    static const struct {
        const char *odd, *becomes;
    } cases[] = { { "  ", " " },
                  { "\t", " " },
                  { "\x7f", "" },
                  { "\x01", "" },
                  { "\xe9", "\xc3\xa9" },
                  { "\xc2\xa0", " " },
                  { "\xc3\xa9", "\xc3\xa9" } };
    char before[LEN_MAX], behind[LEN_MAX];
    memset(before, 'a', sizeof(before));
    memset(behind, 'b', sizeof(behind));
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (int len = 0; len <= LEN_MAX; len++)
        for (int at = 0; at <= len; at++)
            for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
                char raw[LEN_MAX + 8], want[LEN_MAX + 8];
                bool falls_off = cases[c].becomes[0] == ' ' && (at == 0 || at == len);
                snprintf(raw, sizeof(raw), "%.*s%s%.*s", at, before, cases[c].odd, len - at, behind);
                snprintf(want, sizeof(want), "%.*s%s%.*s", at, before, falls_off ? "" : cases[c].becomes, len - at,
                         behind);
                enum finding finding = FINDING_NONE;
                check_text(clean_value(text_from(raw), 1000, false, &arena, &finding), text_from(want), raw);
                arena_reset(&arena);
            }
}

static void fillers_are_known_by_field(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        enum field field;
        bool is_filler;
    } cases[] = {
        { "n.v.t.", FIELD_PERSON_FAMILY, true },
        { "Nat", FIELD_PERSON_FAMILY, false },
        { "0612345", FIELD_PHONE, true },
        { "06123456", FIELD_PHONE, false },
        { "00-00-0000", FIELD_PERSON_BIRTHDATE, true },
        { "1-1-1900", FIELD_PERSON_BIRTHDATE, true },
        { "01-01-1901", FIELD_PERSON_BIRTHDATE, false },
        { "1234 XX", FIELD_ADDR_POSTCODE, true },
        { "1234 XY", FIELD_ADDR_POSTCODE, false },
        { "geen@geen.nl", FIELD_EMAIL, true },
        { "geen@geen.be", FIELD_EMAIL, false },
        { "vow", FIELD_ADDR_STREET, true },
        { "vos", FIELD_ADDR_STREET, false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (clean_is_filler_of(text_from(cases[i].value), cases[i].field) != cases[i].is_filler)
            fail_msg("'%s'", cases[i].value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_bytes_are_found_at_every_place),
        cmocka_unit_test(fillers_are_known_by_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
