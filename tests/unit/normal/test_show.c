/*
 * Every parser as people try it (`klantbeeld normalise`): all that the kinds
 * promise comes out, and whatever goes in, a row comes back.
 */
#include "base/limits.h"
#include "base/scoped.h"
#include "normal/sector.h"
#include "normal/show.h"
#include "test.h"

static void sector_codes_have_one_form(void **state)
{
    static const struct {
        const char *raw, *code;
        enum finding finding;
    } cases[] = {
        { "62.01", "62.01", FINDING_NONE },
        { "6201", "62.01", FINDING_NONE },
        { "SBI 62010", "62.01.0", FINDING_NONE },
        { "SBI-code: 47.11.1", "47.11.1", FINDING_NONE },
        { "SBI 2008 62.01", "62.01", FINDING_NONE },
        { "J62.01", "62.01", FINDING_NONE },
        { "j.62.01", "62.01", FINDING_NONE },
        { "NACE-BEL 46.190", "46.19.0", FINDING_NONE },
        { "01.11 Teelt van granen", "01.11", FINDING_NONE },
        { "4711 - Supermarkten", "47.11", FINDING_NONE },
        { "55", "55", FINDING_NONE },
        { "551", "55.1", FINDING_NONE },
        { "99", "99", FINDING_NONE },
        { "", "", FINDING_EMPTY },
        { "Horeca", "", FINDING_NONE },
        { "A62.01", "", FINDING_MALFORMED },
        { "34.10", "", FINDING_MALFORMED },
        { "00", "", FINDING_MALFORMED },
        { "6", "", FINDING_MALFORMED },
        { "620100", "", FINDING_MALFORMED },
        { "62a", "", FINDING_MALFORMED },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char code[SECTOR_TEXT_MAX], again[SECTOR_TEXT_MAX];
        check_int(sector_read(text_from(cases[i].raw), code), cases[i].finding, cases[i].raw);
        check_text(text_from(code), text_from(cases[i].code), cases[i].raw);
        if (code[0]) {
            check_int(sector_read(text_from(code), again), FINDING_NONE, cases[i].raw);
            check_text(text_from(again), text_from(code), cases[i].raw);
            assert_true(sector_section(code) >= 'A' && sector_section(code) <= 'U');
        }
    }
}

static struct text cell_of(const struct show_kind *kind, const struct show_result *result, const char *column)
{
    for (size_t c = 0; c < show_columns_count(kind); c++)
        if (strcmp(kind->columns[c], column) == 0)
            return result->cells[c];
    return TEXT_EMPTY;
}

static void run_kind(const struct show_kind *kind, struct text text, const char *country, struct arena *arena,
                     struct show_result *ret)
{
    struct text inputs[SHOW_COLUMNS_MAX] = { 0 };
    *ret = (struct show_result){ .reasons_count = 0 };
    for (size_t c = 0; c < show_columns_count(kind); c++) {
        if (strcmp(kind->columns[c], kind->main_input) == 0)
            inputs[c] = text;
        if (strcmp(kind->columns[c], "today") == 0)
            inputs[c] = TEXT("2026-11-22");
        if (kind->inputs >> c & 1)
            ret->cells[c] = inputs[c];
    }
    kind->run(inputs, country, arena, ret);
}

static void each_kind_shows_its_parts(void **state)
{
    static const struct {
        const char *kind, *country, *raw, *column, *want;
    } cases[] = {
        { "organisation", "NL", "BAKKERIJ DE GRAAN B.V. h.o.d.n. 't Korenaartje t.a.v. mw. A. Bos", "core",
          "bakkerij graan" },
        { "organisation", "NL", "Bakkerij De Graan B.V. h.o.d.n. 't Korenaartje", "trade_name", "'t Korenaartje" },
        { "organisation", "NL", "Garage Jansen v/h Pietersen", "former_name", "Pietersen" },
        { "organisation", "NL", "Waterschap Rijn afd. Inkoop", "department", "Inkoop" },
        { "organisation", "NL", "Bakkerij Bos B.V. t.a.v. mw. A. Bos", "attention", "mw. A. Bos" },
        { "organisation", "NL", "Bakkerij Bos B.V.", "elf", "54M6" },
        { "organisation", "DE", "Müller GmbH & Co. KG", "legal_form", "GmbH & Co. KG" },
        { "organisation", "NL", "Bakkerij Bos vestiging Utrecht", "branch", "vestiging Utrecht" },
        { "date", "NL", "21-3-80", "date", "1980-03-21" },
        { "date", "NL", "29301", "date", "1980-03-21" },
        { "date", "US", "03/04/1980", "date", "1980-03-04" },
        { "date", "NL", "03/04/1980", "date", "1980-04-03" },
        { "date", "NL", "01-01-1900", "date", "" },
        { "number", "NL", "1.234,56", "number", "1234.56" },
        { "number", "GB", "1,234", "number", "1234" },
        { "web", "NL", "https://www.Bos.example/nl/?utm_source=x&id=2", "address", "bos.example/nl?id=2" },
        { "web", "NL", "https://www.tiktok.com/@bos/video/1", "profile", "tiktok:bos" },
        { "web", "NL", "https://www.facebook.com/profile.php?id=100012", "profile", "facebook:100012" },
        { "web", "NL", "linkedin-company:bos-bv", "profile", "linkedin-company:bos-bv" },
        { "sector", "NL", "J62.01", "section", "J" },
        { "address", "NL", "Rue de la Loi 16 bte 3, 1000 Bruxelles", "postcode", "1000" },
        { "address", "NL", "Rue de la Loi 16 bte 3, 1000 Bruxelles", "country", "BE" },
        { "name", "NL", "Mevr. Maes-Van den Bossche", "partner_surname", "Bossche" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct show_kind *kind = show_kind_find(text_from(cases[i].kind));
        struct show_result result;
        assert_non_null(kind);
        arena_reset(&arena);
        run_kind(kind, text_from(cases[i].raw), cases[i].country, &arena, &result);
        check_text(cell_of(kind, &result, cases[i].column), text_from(cases[i].want), cases[i].raw);
    }
}

/* A small generator of numbers, the same in every run. */
static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static void any_bytes_give_a_row_of_every_kind(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    uint64_t seed = 22;
    for (int round = 0; round < 3000; round++) {
        char bytes[80];
        size_t len = next_random(&seed) % sizeof(bytes);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(next_random(&seed) % 3 ? 32 + next_random(&seed) % 95 : next_random(&seed));
        for (const struct show_kind *kind = show_kinds; kind->name; kind++) {
            struct show_result result;
            arena_reset(&arena);
            run_kind(kind, (struct text){ bytes, len }, round % 2 ? "NL" : "BE", &arena, &result);
            assert_true(result.reasons_count <= SHOW_REASONS_MAX);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sector_codes_have_one_form),
        cmocka_unit_test(each_kind_shows_its_parts),
        cmocka_unit_test(any_bytes_give_a_row_of_every_kind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
