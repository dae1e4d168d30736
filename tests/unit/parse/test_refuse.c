#include "parse/refuse.h"
#include "parse/rows.h"

/* 123456782 and 111222333 pass the 11-test; 85073003328 passes the Belgian one. Nobody's: made for this. */

static void headers_say_what_is_refused(void **state)
{
    static const struct {
        const char *header;
        enum refuse refuse;
    } cases[] = {
        { "BSN", REFUSE_WHOLE },
        { "bsn-nummer", REFUSE_WHOLE },
        { "BSN nr.", REFUSE_WHOLE },
        { "Burgerservicenummer", REFUSE_WHOLE },
        { "Burger Service Nummer", REFUSE_WHOLE },
        { "Sofinummer", REFUSE_WHOLE },
        { "SoFi-nr", REFUSE_WHOLE },
        { "Government ID Number", REFUSE_WHOLE },
        { "soc_sec_id", REFUSE_WHOLE },
        { "SSN_NUMBER", REFUSE_WHOLE },
        { "ssn", REFUSE_WHOLE },
        { "FEATURES.SSN_NUMBER", REFUSE_WHOLE },
        { "NATIONAL_ID_NUMBER", REFUSE_WHOLE },
        { "nationalId", REFUSE_WHOLE },
        { "PASSPORT_NUMBER", REFUSE_WHOLE },
        { "Passport No", REFUSE_WHOLE },
        { "Paspoortnummer", REFUSE_WHOLE },
        { "DRIVERS_LICENSE_NUMBER", REFUSE_WHOLE },
        { "Rijbewijs", REFUSE_WHOLE },
        { "Rijksregisternummer", REFUSE_WHOLE },
        { "Num\xc3\xa9ro de registre national", REFUSE_WHOLE },
        { "INSZ", REFUSE_WHOLE },
        { "NISS", REFUSE_WHOLE },
        { "SoSe", REFUSE_WHOLE },
        { "ID-kaart", REFUSE_WHOLE },
        { "Identiteitskaartnummer", REFUSE_WHOLE },
        { "BSN (2)", REFUSE_WHOLE },
        { "klant bsn", REFUSE_WHOLE },
        { "bsnr", REFUSE_LOOK },
        { "PASSPORT_COUNTRY", REFUSE_NEVER },
        { "DRIVERS_LICENSE_STATE", REFUSE_NEVER },
        { "NATIONAL_ID_COUNTRY", REFUSE_NEVER },
        { "Telefoon", REFUSE_NEVER },
        { "KvK-nummer", REFUSE_NEVER },
        { "RSIN", REFUSE_NEVER },
        { "BTW-nummer", REFUSE_NEVER },
        { "IBAN", REFUSE_NEVER },
        { "Rekeningnummer", REFUSE_NEVER },
        { "Klantnummer", REFUSE_NEVER },
        { "id", REFUSE_NEVER },
        { "Record ID", REFUSE_NEVER },
        { "uuid", REFUSE_NEVER },
        { "Debiteurnummer", REFUSE_NEVER },
        { "Notities", REFUSE_LOOK },
        { "Omschrijving", REFUSE_LOOK },
        { "Naam", REFUSE_LOOK },
        { "kolom 7", REFUSE_LOOK },
        { "Lesson", REFUSE_LOOK },
        { "Passion", REFUSE_LOOK },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_int(refuse_of_header(text_from(cases[i].header)), cases[i].refuse, cases[i].header);
}

static void numbers_near_words_are_erased(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "BSN 123456782", "BSN [gewist]" },
        { "bsn: 123.456.782, tel 0612345678", "bsn: [gewist], tel 0612345678" },
        { "zijn burgerservicenummer is 1234 56 782 geloof ik", "zijn burgerservicenummer is [gewist] geloof ik" },
        { "sofi 1112.22.333 en sofi 111222333", "sofi [gewist] en sofi [gewist]" },
        { "bsnnr 999999999", "bsnnr [gewist]" }, /* a typing error in it is no reason to keep it */
        { "rijksregister 85.07.30-033.28", "rijksregister [gewist]" },
        { "123456782 (BSN)", "[gewist] (BSN)" },
        { "BSN 123456782 12-03-2024", "BSN [gewist] 12-03-2024" },
        { "klant 123456782", "klant 123456782" },
        { "bel 06-12345678", "bel 06-12345678" },
        { "absnt 123456782", "absnt 123456782" },
        { "bsn onbekend", "bsn onbekend" },
        { "BSN staat in het dossier; voor facturen geldt het contract met het nummer 123456782",
          "BSN staat in het dossier; voor facturen geldt het contract met het nummer 123456782" },
        { "ssn 123-45-6789", "ssn [gewist]" },
        { "BSN\n123456782\n111222333", "BSN\n[gewist]\n[gewist]" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct text got;
        size_t count = refuse_mask_text(text_from(cases[i].text), &arena, &got);
        check_text(got, text_from(cases[i].want), cases[i].text);
        assert_int_equal(count > 0, strcmp(cases[i].text, cases[i].want) != 0);
    }
}

static void check_digits_are_those_of_the_law(void **state)
{
    assert_true(refuse_is_dutch("123456782"));
    assert_true(refuse_is_dutch("111222333"));
    assert_false(refuse_is_dutch("123456789"));
    assert_false(refuse_is_dutch("000000000"));
    assert_true(refuse_is_belgian("85073003328"));
    assert_false(refuse_is_belgian("85073003329"));
    assert_false(refuse_is_belgian("85993003328"));
}

/* An unknown header over national numbers: the column is erased from its first row on. */
static void a_column_full_of_numbers_is_erased(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    SCOPED(buf_done) struct buf got = BUF_EMPTY;
    buf_put_str(&file, "naam;code x\n");
    for (int i = 0; i < 12; i++)
        buf_put_str(&file, i % 4 == 3 ? "An;\n" : "Jan;123456782\n");
    assert_int_equal(rows_read(buf_text(&file), &got), STATUS_OK);
    assert_true(text_find(buf_text(&got), TEXT("123456782")) < got.len); /* nine filled cells are too few to be sure */
    for (int i = 0; i < 12; i++)
        buf_put_str(&file, "Jan;111222333\n");
    buf_reset(&got);
    assert_int_equal(rows_read(buf_text(&file), &got), STATUS_OK);
    assert_true(text_find(buf_text(&got), TEXT("123456782")) == got.len);
    assert_true(text_find(buf_text(&got), TEXT("An|\n")) < got.len); /* an empty cell stays empty */
}

/* One in eleven numbers passes; a column of other numbers must not be touched. */
static void other_numbers_are_left_alone(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    SCOPED(buf_done) struct buf got = BUF_EMPTY;
    buf_put_str(&file, "naam;onbekend;telefoon;klantnummer;rsin\n");
    for (int i = 0; i < 200; i++)
        buf_printf(&file, "Jan;%d;111222333;123456782;123456782\n", 100000000 + 37 * i);
    assert_int_equal(rows_read(buf_text(&file), &got), STATUS_OK);
    assert_true(text_find(buf_text(&got), TEXT(REFUSE_MARK)) == got.len);
}

static void masking_is_told_as_a_finding(void **state)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    struct row row;
    assert_int_equal(reader_over(TEXT("naam;BSN;notitie\nJan;123456782;bsn 111222333\nAn;;\n"), &reader, NULL),
                     STATUS_OK);
    assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    check_text(row.cells[1], TEXT(REFUSE_MARK), "column");
    check_text(row.cells[2], TEXT("bsn " REFUSE_MARK), "note");
    assert_int_equal(row.findings_count, 2);
    assert_int_equal(row.findings[0].finding, FINDING_NATIONAL_NUMBER_REFUSED);
    assert_int_equal(row.findings[0].field.field, FIELD_REFUSE_NATIONAL_ID);
    assert_int_equal(row.findings[1].field.field, FIELD_NOTE);
    assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    assert_int_equal(row.findings_count, 0);
}

/* A bad row is kept as bytes, whose columns nobody knows. */
static void bad_rows_keep_no_number(void **state)
{
    check_rows_str("naam;BSN\nJan;123456782;te;veel\n", "naam|BSN\n!row_columns Jan;[gewist];te;veel");
    check_rows_str("naam;paspoort\nJan;NX12345B7;te;veel\n", "naam|paspoort\n!row_columns Jan;[gewist];te;veel");
    check_rows_str("naam;plaats\nJan;Ede;bsn 123456782\n", "naam|plaats\n!row_columns Jan;Ede;bsn [gewist]");
    check_rows_str("naam;plaats\nJan;Ede;0612345678\n", "naam|plaats\n!row_columns Jan;Ede;0612345678");
}

static void a_mapping_can_refuse_a_column(void **state)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    struct row row;
    assert_int_equal(reader_over(TEXT("naam;code x\nJan;123\n"), &reader, NULL), STATUS_OK);
    reader_refuse_column(reader, 1);
    assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    check_text(row.cells[1], TEXT(REFUSE_MARK), "cell");
}

/* The number of a person behind NL: gone, unless the row names a legal form or the range is that of legal persons. */
static void a_sole_traders_old_vat_number_is_erased(void **state)
{
    static const struct {
        const char *name, *vat;
        bool erased;
    } cases[] = {
        { "Schildersbedrijf Bos", "NL123456782B01", true },
        { "J. Bos", "nl 1234.56.782.b.01", true },
        { "J. Bos", "123456782B02", true },
        { "J. Bos", " NL111222333B01 ", true },
        { "Bos Eenmanszaak", "NL807309904B01", true },
        { "Bos (zzp)", "NL123456782B01", true },
        { "Bakkerij De Graan B.V.", "NL123456782B01", false },
        { "Bakkerij De Graan bv", "NL123456782B01", false },
        { "Gebr. Bos V.O.F.", "NL123456782B01", false },
        { "Stichting De Boom", "NL123456782B01", false },
        { "Muziekvereniging Crescendo", "NL123456782B01", false },
        { "Besloten Vennootschap De Graan", "NL123456782B01", false },
        { "De Graan", "NL807309904B01", false }, /* begins with 8, as legal persons' do, and passes the test */
        { "De Graan", "NL004495445B01", false }, /* with 00 */
        { "De Graan", "NL4495445B01", false },   /* the noughts are lost */
        { "J. Bos", "NL123456789B01", false },   /* fails the 11-test: the new kind */
        { "J. Bos", "NL123456782B00", false },   /* no VAT number */
        { "J. Bos", "DE123456782", false },
        { "J. Bos", "NL123456782B01 vragen", false },
        { "J. Bos", "B", false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(buf_done) struct buf file = BUF_EMPTY;
        SCOPED(reader_close) struct reader *reader = NULL;
        struct row row;
        buf_printf(&file, "naam;btw-nummer;plaats\n%s;%s;Ede\n", cases[i].name, cases[i].vat);
        assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
        assert_int_equal(reader_next(reader, &row), ROW_GOOD);
        print_message("%s %s\n", cases[i].name, cases[i].vat);
        check_text(row.cells[0], text_from(cases[i].name), "name");
        check_text(row.cells[1], cases[i].erased ? TEXT(REFUSE_MARK) : text_from(cases[i].vat), "number");
        assert_int_equal(row.findings_count, cases[i].erased);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_say_what_is_refused),
        cmocka_unit_test(numbers_near_words_are_erased),
        cmocka_unit_test(check_digits_are_those_of_the_law),
        cmocka_unit_test(a_column_full_of_numbers_is_erased),
        cmocka_unit_test(other_numbers_are_left_alone),
        cmocka_unit_test(masking_is_told_as_a_finding),
        cmocka_unit_test(a_sole_traders_old_vat_number_is_erased),
        cmocka_unit_test(bad_rows_keep_no_number),
        cmocka_unit_test(a_mapping_can_refuse_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
