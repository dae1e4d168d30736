/*
 * What a row becomes: under what key, as a record, an event, or both.
 */
#include "flow/import/import_row.h"
#include "test.h"

#include "base/limits.h"

enum { COLUMNS_MAX = 12 };

/* A plan for columns named by the fields they become; "-" is not recognised. */
struct sheet {
    struct arena arena;
    struct text columns[COLUMNS_MAX];
    struct field_ref refs[COLUMNS_MAX];
    struct mapping mapping;
    struct import_plan plan;
};

static void sheet_make(struct sheet *sheet, enum source_kind kind, const char *fields)
{
    struct text rest = text_from(fields), name;
    struct source source = { .id = 3, .name = TEXT("shop"), .kind = kind };
    size_t count = 0;
    *sheet = (struct sheet){ .arena = ARENA_UP_TO(16 * 1024 * 1024) };
    while (text_next(&rest, ' ', &name)) {
        sheet->columns[count] = name;
        assert_true(text_equal(name, TEXT("-")) || field_ref_read(name, &sheet->refs[count]));
        count++;
    }
    sheet->mapping = (struct mapping){ .refs = sheet->refs, .count = count };
    assert_int_equal(import_plan_make(&source, (struct layout){ sheet->columns, count }, &sheet->mapping, 1700000000000,
                                      &sheet->arena, &sheet->plan, NULL),
                     STATUS_OK);
}

static struct import_item read_row(struct sheet *sheet, const char *line)
{
    struct text cells[COLUMNS_MAX] = { 0 }, rest = text_from(line);
    struct import_item item = { 0 };
    for (size_t i = 0; i < sheet->mapping.count && text_next(&rest, '|', &cells[i]); i++)
        ;
    struct row row = { .cells = cells, .count = sheet->mapping.count, .number = 1 };
    assert_int_equal(import_row_read(&sheet->plan, &row, &sheet->arena, &item, NULL), STATUS_OK);
    return item;
}

static void key_is_the_first_that_is_filled(void **state)
{
    static const struct {
        enum source_kind kind;
        const char *fields, *row, *key;
        enum import_key how;
    } cases[] = {
        { SOURCE_CRM, "source.id customer.number email", "C1|77|a@b.example", "C1", IMPORT_KEY_ID },
        { SOURCE_CRM, "source.id customer.number email", " |77|a@b.example", "77", IMPORT_KEY_NUMBER },
        { SOURCE_CRM, "customer.number person.full", "0|Jan Bos", NULL, IMPORT_KEY_HASH }, /* a guest */
        { SOURCE_CRM, "source.id person.full", "'0123|Jan Bos", "0123", IMPORT_KEY_ID },
        { SOURCE_NEWSLETTER, "email person.given", "Jan@Bos.example|Jan", "jan@bos.example", IMPORT_KEY_EMAIL },
        { SOURCE_CRM, "email person.given", "Jan@Bos.example|Jan", NULL, IMPORT_KEY_HASH },
        { SOURCE_CRM, "person.full note", "|hallo", NULL, IMPORT_KEY_NONE },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct sheet sheet;
        sheet_make(&sheet, cases[i].kind, cases[i].fields);
        struct import_item item = read_row(&sheet, cases[i].row);
        check_int(item.key, cases[i].how, cases[i].row);
        if (cases[i].key)
            check_text(item.record.source_key, text_from(cases[i].key), cases[i].row);
        check_int(item.rejected, cases[i].how == IMPORT_KEY_NONE ? FINDING_ROW_WITHOUT_KEY : FINDING_NONE,
                  cases[i].row);
        arena_done(&sheet.arena);
    }
}

static void content_key_minds_neither_column_order_nor_notes(void **state)
{
    struct sheet one, two;
    sheet_make(&one, SOURCE_OTHER, "person.full email note");
    sheet_make(&two, SOURCE_OTHER, "note email person.full -");
    struct import_item a = read_row(&one, "Jan Bos|jan@bos.example|belt morgen");
    struct import_item b = read_row(&two, "belde gisteren| jan@bos.example|Jan Bos|x");
    struct import_item c = read_row(&one, "Jan Bos|jan2@bos.example|belt morgen");
    check_text(a.record.source_key, b.record.source_key, "same person");
    assert_false(text_equal(a.record.source_key, c.record.source_key));
    assert_int_equal(a.record.source_key.len, 27);
    arena_done(&one.arena);
    arena_done(&two.arena);
}

static void long_key_is_known_by_its_hash(void **state)
{
    static const size_t lengths[] = { KEY_BYTES_MAX - 1, KEY_BYTES_MAX, KEY_BYTES_MAX + 1 };
    for (size_t i = 0; i < 3; i++) {
        struct sheet sheet;
        char key[KEY_BYTES_MAX + 2];
        memset(key, 'k', sizeof(key));
        key[lengths[i]] = '\0';
        sheet_make(&sheet, SOURCE_CRM, "source.id person.full");
        struct import_item item = read_row(&sheet, key);
        assert_int_equal(item.record.source_key.len, lengths[i] <= KEY_BYTES_MAX ? lengths[i] : 27);
        arena_done(&sheet.arena);
    }
}

static void order_is_an_event_of_its_customer(void **state)
{
    struct sheet sheet;
    sheet_make(&sheet, SOURCE_WEBSHOP, "event.id event.ref event.time event.amount event.currency event.product");
    struct import_item item = read_row(&sheet, "V1|70001|2026-09-17 14:36|1.171,05|EUR|Gastronormbak");
    assert_true(item.has_event && !item.has_record);
    assert_int_equal(item.event.record.v, record_id_of(TEXT("shop"), TEXT("70001")).v);
    assert_int_equal(item.event.amount_cents, 117105);
    check_text(item.event.kind, TEXT("order"), "kind");
    check_text(item.event.details, TEXT("{\"product\":\"Gastronormbak\"}"), "details");
    assert_int_equal(item.event.at_ms, 1789655760000);
    arena_done(&sheet.arena);
}

static void amounts_are_read_to_the_cent(void **state)
{
    static const struct {
        const char *raw;
        bool has;
        int64_t cents;
    } cases[] = { { "12,50", true, 1250 }, { "12", true, 1200 }, { "-3,5", true, -350 }, { "0,005", true, 1 },
                  { "0.00", true, 0 },     { "", false, 0 },     { "gratis", false, 0 } };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct sheet sheet;
        char line[64];
        sheet_make(&sheet, SOURCE_WEBSHOP, "event.id event.ref event.amount");
        snprintf(line, sizeof(line), "V1|7|%s", cases[i].raw);
        struct import_item item = read_row(&sheet, line);
        check_int(item.event.has_amount, cases[i].has, cases[i].raw);
        if (cases[i].has)
            check_int(item.event.amount_cents, cases[i].cents, cases[i].raw);
        arena_done(&sheet.arena);
    }
}

static void two_people_behind_one_mailbox_are_two_records(void **state)
{
    struct sheet sheet;
    sheet_make(&sheet, SOURCE_MAILBOX, "event.id person.full email event.subject");
    struct import_item jan = read_row(&sheet, "<1>|Jan Bos|Fam@Bos.example|Vraag");
    struct import_item els = read_row(&sheet, "<2>|Els Bos|fam@bos.example|Dank");
    struct import_item again = read_row(&sheet, "<3>|Jan Bos|fam@bos.example|Nog een vraag");
    assert_true(jan.has_event && jan.has_record && jan.only_if_absent);
    check_text(jan.record.source_key, TEXT("fam@bos.example Jan Bos"), "key");
    assert_int_not_equal(jan.record.id.v, els.record.id.v);
    assert_int_equal(jan.record.id.v, again.record.id.v);
    assert_int_equal(jan.event.record.v, jan.record.id.v);
    check_text(jan.record.cells, TEXT("[\"\",\"Jan Bos\",\"Fam@Bos.example\"]"), "without the event's cells");
    check_text(jan.event.kind, TEXT("contact"), "kind");
    arena_done(&sheet.arena);
}

static void row_is_dated_by_its_source_else_by_the_file(void **state)
{
    struct sheet sheet;
    sheet_make(&sheet, SOURCE_CRM, "source.id source.modified");
    assert_int_equal(read_row(&sheet, "1|2025-05-12").record.observed_ms, 1747008000000);
    assert_int_equal(read_row(&sheet, "1|").record.observed_ms, 1700000000000);
    assert_int_equal(read_row(&sheet, "1|ooit").record.observed_ms, 1700000000000);
    arena_done(&sheet.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_is_the_first_that_is_filled),
        cmocka_unit_test(content_key_minds_neither_column_order_nor_notes),
        cmocka_unit_test(long_key_is_known_by_its_hash),
        cmocka_unit_test(order_is_an_event_of_its_customer),
        cmocka_unit_test(amounts_are_read_to_the_cent),
        cmocka_unit_test(two_people_behind_one_mailbox_are_two_records),
        cmocka_unit_test(row_is_dated_by_its_source_else_by_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
