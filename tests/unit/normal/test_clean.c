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

/* The first look lets nothing pass that stands in a list. */
static void every_filler_of_every_list_is_known(void **state)
{
    static const struct {
        enum field field;
        const char *words;
    } lists[] = {
        { FIELD_PERSON_FAMILY,
          "nvt nietvantoepassing onbekend unknown geen none null nil ntb nnb nietbekend notknown notavailable "
          "notapplicable tbd leeg empty blank test dummy xxx xxxx xxxxx xx zzz inconnu inconnue aucun aucune sansobjet "
          "unbekannt keine keiner keines entfaellt nan undefined nietopgegeven nietingevuld asdf qwerty geenidee "
          "weetniet vultin invullen volgt ntbepalen" },
        { FIELD_PERSON_BIRTHDATE, "01011900 111900 19000101 00000000 000000 0000 000 00 0 31129999 99991231 01010001 "
                                  "00010101 01011753 17530101 30121899 18991230 12301899 99999999 31122999" },
        { FIELD_PHONE, "0 00 000 0000 06 31 0031 123456 1234567890 0123456789 0612345" },
        { FIELD_ADDR_POSTCODE,
          "0000 0000aa 0000xx 0000zz 9999xx 9999zz 9999aa 1111xx 1234xx 00000 99999 000000 xxxxxx 0" },
        { FIELD_ADDR_STREET, "0 00 000 adresonbekend straatonbekend vow zwov" },
        { FIELD_EMAIL, "xx xxnl testtest testtestnl testtestcom geengeen geengeennl nvtnvt nvtnvtnl geenemail geenmail "
                       "noemail aaa aanl heeftgeenemail naamemailnl" },
        { FIELD_PHONE, "111111 2222222 33-33-33-33 99999999999" },
        { FIELD_CUSTOMER_NUMBER, "000000 9999999 XXXXXX" },
        { FIELD_PERSON_GIVEN, "- ? ... n/a n.a. N.B. --- n.v.t. ?? X.X.X" },
    };
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        struct text rest = text_from(lists[i].words), word;
        while (text_next(&rest, ' ', &word)) {
            char apart[64];
            snprintf(apart, sizeof(apart), "%.1s.%.*s", word.ptr, (int)word.len - 1, word.ptr + 1);
            if (!clean_is_filler_of(word, lists[i].field) || clean_look(word, lists[i].field) != CLEAN_FILLER ||
                (strlen(apart) <= 24 && lists[i].field != FIELD_EMAIL &&
                 !clean_is_filler_of(text_from(apart), lists[i].field)))
                fail_msg("'%.*s'", TEXT_ARG(word));
        }
    }
}

static void a_look_says_what_washing_would(void **state)
{
    static const char *const starts[] = { "",           "Jan", "nvt", "0612", "J. P",     "x",
                                          "1900-01-01", " a",  "b ",  "c  d", "\xc3\xa9", "\t" };
    static const enum field fields[] = { FIELD_PERSON_FAMILY, FIELD_PHONE, FIELD_ADDR_POSTCODE, FIELD_NOTE,
                                         FIELD_NONE };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    enum { STARTS = sizeof(starts) / sizeof(starts[0]) };
    for (size_t i = 0; i < STARTS * STARTS * STARTS; i++)
        for (size_t f = 0; f < sizeof(fields) / sizeof(fields[0]); f++) {
            char raw[64];
            snprintf(raw, sizeof(raw), "%s%s%s", starts[i % STARTS], starts[i / STARTS % STARTS],
                     starts[i / STARTS / STARTS]);
            enum clean_state state_of = clean_look(text_from(raw), fields[f]);
            enum finding finding = FINDING_NONE;
            struct text clean = clean_value(text_from(raw), 400, false, &arena, &finding);
            if (state_of == CLEAN_UNKNOWN)
                continue;
            check_text(clean, text_from(raw), raw);
            check_int(finding, FINDING_NONE, raw);
            check_int(clean_is_filler_of(clean, fields[f]), state_of == CLEAN_FILLER, raw);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_bytes_are_found_at_every_place),
        cmocka_unit_test(fillers_are_known_by_field),
        cmocka_unit_test(every_filler_of_every_list_is_known),
        cmocka_unit_test(a_look_says_what_washing_would),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
