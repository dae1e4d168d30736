#include "base/limits.h"
#include "base/scoped.h"
#include "lang/utf8.h"
#include "normal/organisation.h"
#include "test.h"

enum { ARENA_BYTES = 1 << 20 };

static const struct {
    const char *raw, *country, *name, *core, *form, *elf;
} names[] = {
    { "Bakkerij de Graan bv", "NL", "Bakkerij de Graan B.V.", "bakkerij graan", "B.V.", "54M6" },
    { "Bakkerij de Graan B. V.", "NL", "Bakkerij de Graan B.V.", "bakkerij graan", "B.V.", "54M6" },
    { "Bakkerij de Graan besloten vennootschap", "NL", "Bakkerij de Graan B.V.", "bakkerij graan", "B.V.", "54M6" },
    { "BAKKERIJ DE GRAAN B.V.", "NL", "Bakkerij De Graan B.V.", "bakkerij graan", "B.V.", "54M6" },
    { "bakkerij de gouden aar", "NL", "Bakkerij De Gouden Aar", "bakkerij gouden aar", "", "" },
    { "Stichting Voorbeeld", "NL", "Stichting Voorbeeld", "voorbeeld", "Stichting", "V44D" },
    { "St. Voorbeeldfonds", "NL", "Stichting Voorbeeldfonds", "voorbeeldfonds", "Stichting", "V44D" },
    { "J. Jansen & Zn. V.O.F.", "NL", "J. Jansen & Zn. V.O.F.", "j jansen", "V.O.F.", "62Y3" },
    { "VOF De Boer en Zonen", "NL", "V.O.F. De Boer en Zonen", "boer", "V.O.F.", "62Y3" },
    { "VvE De Linden", "NL", "VvE De Linden", "linden", "VvE", "GNXT" },
    { "Maatschap Fysiotherapie Jansen", "NL", "Maatschap Fysiotherapie Jansen", "fysiotherapie jansen", "Maatschap",
      "9AAK" },
    { "ABN AMRO BANK N.V.", "NL", "ABN Amro Bank N.V.", "abn amro bank", "N.V.", "B5PM" },
    { "Acme Holding Nederland B.V.", "NL", "Acme Holding Nederland B.V.", "acme", "B.V.", "54M6" },
    { "Holding B.V.", "NL", "Holding B.V.", "holding", "B.V.", "54M6" },
    { "De Vries Beheer BV i.o.", "NL", "De Vries Beheer B.V. i.o.", "vries", "B.V.", "54M6" },
    { "Jansen BV Utrecht", "NL", "Jansen B.V. Utrecht", "jansen utrecht", "B.V.", "54M6" },
    { "Peeters & Zonen NV", "BE", "Peeters & Zonen NV", "peeters", "NV", "R85P" },
    { "Immo Janssens BVBA", "BE", "Immo Janssens BVBA", "immo janssens", "BVBA", "N5NT" },
    { "Delhaize SRL", "BE", "Delhaize SRL", "delhaize", "SRL", "3W7E" },
    { "Rossi S.r.l.", "IT", "Rossi S.r.l.", "rossi", "S.r.l.", "OV32" },
    { "De Brug vzw", "BE", "De Brug VZW", "brug", "VZW", "W3WH" },
    { "VZW De Brug", "BE", "VZW De Brug", "brug", "VZW", "W3WH" },
    { "Dupont S.A.", "BE", "Dupont SA", "dupont", "SA", "R85P" },
    { "Dupont SA", "FR", "Dupont SA", "dupont", "SA", "QVPB" },
    { "Dupont SARL", "FR", "Dupont SARL", "dupont", "SARL", "" },
    { "Société Générale S.à r.l.", "LU", "Société Générale S.à r.l.", "societe generale", "S.à r.l.", "DVXS" },
    { "Müller GmbH & Co. KG", "DE", "Müller GmbH & Co. KG", "muller", "GmbH & Co. KG", "8Z6G" },
    { "Müller G.m.b.H.", "DE", "Müller GmbH", "muller", "GmbH", "2HBR" },
    { "Müller Verwaltungs-GmbH", "DE", "Müller Verwaltungs-GmbH", "muller verwaltungs", "GmbH", "2HBR" },
    { "Müller Bau-GmbH & Co. KG", "DE", "Müller Bau-GmbH & Co. KG", "muller bau", "GmbH & Co. KG", "8Z6G" },
    { "Gebrueder Müller", "DE", "Gebrueder Müller", "muller", "", "" },
    { "Acme (Holdings) Ltd", "GB", "Acme (Holdings) Ltd", "acme", "Ltd", "H0PO" },
    { "Müller GmbH", "AT", "Müller GmbH", "muller", "GmbH", "AXSB" },
    { "Test UG (haftungsbeschränkt)", "DE", "Test UG (haftungsbeschränkt)", "test", "UG (haftungsbeschränkt)", "63KS" },
    { "Siemens AG", "DE", "Siemens AG", "siemens", "AG", "6QQB" },
    { "Acme Ltd.", "GB", "Acme Ltd", "acme", "Ltd", "H0PO" },
    { "Acme Limited", "IE", "Acme Ltd", "acme", "Ltd", "MNQ7" },
    { "Acme plc", "GB", "Acme PLC", "acme", "PLC", "B6ES" },
    { "AT&T Inc.", "US", "AT&T Inc.", "at t", "Inc.", "" },
    { "Spółka Testowa Sp. z o.o.", "PL", "Spółka Testowa Sp. z o.o.", "spolka testowa", "Sp. z o.o.", "O7XB" },
    { "Vestas Wind A/S", "DK", "Vestas Wind A/S", "vestas wind", "A/S", "ZRPO" },
    { "Volvo AB", "SE", "Volvo AB", "volvo", "AB", "XJHM" },
    { "Nokia Oyj", "FI", "Nokia Oyj", "nokia", "Oyj", "K6VE" },
    { "R&D Consultancy B.V.", "NL", "R&D Consultancy B.V.", "r d consultancy", "B.V.", "54M6" },
    { "Dept. of Physics, Univ. of Hull", "GB", "Dept. of Physics, Univ. of Hull", "dept physics univ hull", "", "" },
    { "Universiteit van Amsterdam", "NL", "Universiteit van Amsterdam", "universiteit amsterdam", "", "" },
    { "Philips N.V. (Eindhoven)", "NL", "Philips N.V. (Eindhoven)", "philips eindhoven", "N.V.", "B5PM" },
    { "Jansen en Bakker Advocaten", "NL", "Jansen en Bakker Advocaten", "jansen bakker advocaten", "", "" },
    { "Jansen & Bakker Advocaten", "NL", "Jansen & Bakker Advocaten", "jansen bakker advocaten", "", "" },
    { "KLM", "NL", "KLM", "klm", "", "" },
    { "De Telegraaf", "NL", "De Telegraaf", "telegraaf", "", "" },
    { "De", "NL", "De", "de", "", "" },
    { "Coöperatie Univé U.A.", "NL", "Coöperatie Univé U.A.", "cooperatie unive", "U.A.", "NFFH" },
};

static void names_lose_form_and_filler_in_the_core(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct org_parse parse;
        arena_reset(&arena);
        org_name_parse(text_from(names[i].raw), names[i].country, &arena, &parse);
        check_text(parse.name.name, text_from(names[i].name), names[i].raw);
        check_text(parse.name.core, text_from(names[i].core), names[i].raw);
        check_text(parse.name.legal_form, text_from(names[i].form), names[i].raw);
        check_text(text_from(parse.name.elf), text_from(names[i].elf), names[i].raw);
    }
}

static void reading_what_was_shown_changes_nothing(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct org_parse first, again;
        arena_reset(&arena);
        org_name_parse(text_from(names[i].raw), names[i].country, &arena, &first);
        org_name_parse(first.name.name, names[i].country, &arena, &again);
        check_text(again.name.name, first.name.name, names[i].raw);
        check_text(again.name.core, first.name.core, names[i].raw);
        check_text(again.name.legal_form, first.name.legal_form, names[i].raw);
    }
}

static void clauses_are_taken_apart(void **state)
{
    static const struct {
        const char *raw, *name, *trade, *former, *department, *attention;
    } cases[] = {
        { "J. Bos h.o.d.n. 't Korenaartje", "J. Bos", "'t Korenaartje", "", "", "" },
        { "J. Bos t.h.o.d.n. 't Korenaartje", "J. Bos", "'t Korenaartje", "", "", "" },
        { "J. Bos handelend onder de naam Het Schildertje", "J. Bos", "Het Schildertje", "", "", "" },
        { "J. Bos h/o Het Schildertje", "J. Bos", "Het Schildertje", "", "", "" },
        { "Acme Ltd dba Coyote Tools", "Acme Ltd", "Coyote Tools", "", "", "" },
        { "Fa. Brokma v/h Gebr. Brokma", "Fa. Brokma", "", "Gebr. Brokma", "", "" },
        { "Brokma B.V., voorheen Gebr. Brokma", "Brokma B.V.", "", "Gebr. Brokma", "", "" },
        { "Bos B.V. afd. Inkoop", "Bos B.V.", "", "", "Inkoop", "" },
        { "Bos B.V. t.a.v. mw. A. de Wit", "Bos B.V.", "", "", "", "mw. A. de Wit" },
        { "Bos B.V. ter attentie van A. de Wit", "Bos B.V.", "", "", "", "A. de Wit" },
        { "Bos B.V. t.a.v. A. de Wit afdeling Inkoop", "Bos B.V.", "", "", "Inkoop", "A. de Wit" },
        { "VH Bouw", "VH Bouw", "", "", "", "" },
        { "TA Bouw", "TA Bouw", "", "", "", "" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct org_parse parse;
        org_name_parse(text_from(cases[i].raw), "NL", &arena, &parse);
        check_text(parse.name.name, text_from(cases[i].name), cases[i].raw);
        check_text(parse.name.trade_name, text_from(cases[i].trade), cases[i].raw);
        check_text(parse.name.former_name, text_from(cases[i].former), cases[i].raw);
        check_text(parse.name.department, text_from(cases[i].department), cases[i].raw);
        check_text(parse.name.attention, text_from(cases[i].attention), cases[i].raw);
    }
}

static void branch_and_state_are_seen(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    struct org_parse parse;
    org_name_parse(TEXT("Rabobank vestiging Utrecht"), "NL", &arena, &parse);
    check_text(parse.branch, TEXT("vestiging Utrecht"), "branch");
    static const struct {
        const char *raw, *core;
    } cores[] = {
        { "Rabobank vestiging Utrecht", "rabobank utrecht" },
        { "Rabobank Utrecht Branch", "rabobank utrecht" },
        { "Rabobank B.V. filiaal 12", "rabobank 12" },
        { "Rabobank hoofdkantoor", "rabobank hoofdkantoor" },
        { "Rabobank Head Office Utrecht", "rabobank utrecht hoofdkantoor" },
        { "Rabobank Zentrale GmbH", "rabobank zentrale" },
        { "Rabobank Zentrale", "rabobank hoofdkantoor" },
        { "De Groep vestiging Utrecht", "de groep utrecht" },
    };
    for (size_t i = 0; i < sizeof(cores) / sizeof(cores[0]); i++) {
        org_name_parse(text_from(cores[i].raw), "NL", &arena, &parse);
        check_text(parse.name.core, text_from(cores[i].core), cores[i].raw);
    }
    org_name_parse(TEXT("Zentrale Bakkerij"), "NL", &arena, &parse);
    check_text(parse.name.core, TEXT("zentrale bakkerij"), "a name may begin so");
    org_name_parse(TEXT("Bos B.V. i.o."), "NL", &arena, &parse);
    assert_true(parse.in_formation);
    org_name_parse(TEXT("Bos B.V. in liquidatie"), "NL", &arena, &parse);
    assert_true(parse.in_liquidation);
    check_text(parse.name.name, TEXT("Bos B.V."), "state is not in the name");
}

static void persons_and_organisations_are_told_apart(void **state)
{
    static const struct {
        const char *raw;
        bool organisation;
    } cases[] = {
        { "Gemeente IJsselstein", true },
        { "Notariskantoor mr. P. de Wit", true },
        { "Bakkerij de Vries", true },
        { "De Gouden Bakkerij", true },
        { "Jansen B.V.", true },
        { "J. Jansen Transport", true },
        { "Jansen & Zn.", true },
        { "Gebr. de Boer", true },
        { "Jansen & Bakker", true },
        { "3M", true },
        { "bol.com", true },
        { "Kapsalon Anja", true },
        { "Huisartsenpraktijk Bos", true },
        { "Schildersbedrijf Bos", true },
        { "Afdeling Inkoop", true },
        { "Kerk De Hoeksteen", true },
        { "Smith & Sons", true },
        { "Hotel de Zwaan", true },
        { "Müller GmbH", true },
        { "Peeters NV", true },
        { "dhr. P. Jansen", false },
        { "Mevr. A. Bakker", false },
        { "Fam. Bakker", false },
        { "P. School", false },
        { "J. van der Kerk", false },
        { "Jan Bakker", false },
        { "Bakker, Jan", false },
        { "J. & A. de Vries", false },
        { "Jan & Piet", false },
        { "Jansen, B.V.", false },
        { "B.V. Jansen", false },
        { "A.G. Bos", false },
        { "Bos A.G.", false },
        { "Hazewinkel", false },
        { "J. Hazewinkel", false },
        { "Van der Bank", false },
        { "Dhr. Bouw", false },
        { "de heer Schilder", false },
        { "Jan de Boer", false },
        { "Anna van Gansewinkel", false },
        { "", false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_int(org_test(text_from(cases[i].raw), "NL") >= 60, cases[i].organisation, cases[i].raw);
}

static void odd_values_are_findings(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ARENA_BYTES);
    struct org_parse parse;
    char raw[NAME_BYTES_MAX + 1];
    check_int(org_name_parse(TEXT(""), "NL", &arena, &parse), FINDING_EMPTY, "empty");
    check_int(org_name_parse(TEXT("nvt"), "NL", &arena, &parse), FINDING_PLACEHOLDER, "filler");
    memset(raw, 'a', sizeof(raw));
    check_int(org_name_parse((struct text){ raw, NAME_BYTES_MAX }, "NL", &arena, &parse), FINDING_REPAIRED,
              "at the limit");
    check_int(org_name_parse((struct text){ raw, NAME_BYTES_MAX + 1 }, "NL", &arena, &parse), FINDING_TOO_LONG,
              "above");
    assert_true(parse.name.name.len <= NAME_BYTES_MAX);
    org_name_parse(TEXT("\xff\xfe Bos \xc3"), "NL", &arena, &parse);
    assert_true(utf8_valid(parse.name.name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_lose_form_and_filler_in_the_core),
        cmocka_unit_test(reading_what_was_shown_changes_nothing),
        cmocka_unit_test(clauses_are_taken_apart),
        cmocka_unit_test(branch_and_state_are_seen),
        cmocka_unit_test(persons_and_organisations_are_told_apart),
        cmocka_unit_test(odd_values_are_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
