#include "base/scoped.h"
#include "model/field.h"
#include "model/finding.h"
#include "model/id.h"
#include "model/record.h"
#include "test.h"

static void ids_read_back_what_they_print(void **state)
{
    for (unsigned i = 0; i < 1000; i++) {
        char key[16];
        snprintf(key, sizeof(key), "k%u", i);
        struct record_id record = record_id_of(TEXT("crm"), text_from(key)), again;
        assert_true(record_id_read(text_from(record_id_text(record).s), &again));
        assert_true(again.v == record.v);
        struct mention_id mention = mention_id_of(record, PARTY_PERSON, i);
        struct party_id party = party_id_of(PARTY_ORGANISATION, mention, 0), party_again;
        assert_true(party_id_read(text_from(party_id_text(party).s), &party_again));
        assert_true(party.v == party_again.v && party_id_kind(party) == PARTY_ORGANISATION);
    }
}

static void ids_keep_source_and_key_apart(void **state)
{
    assert_true(record_id_of(TEXT("ab"), TEXT("c")).v != record_id_of(TEXT("a"), TEXT("bc")).v);
    struct party_id party;
    assert_false(party_id_read(TEXT("P-ZZZZZZZZZZZZZ"), &party));
    assert_false(party_id_read(TEXT("P-123"), &party));
}

static void field_names_read_back(void **state)
{
    for (int f = FIELD_NONE + 1; f < FIELD_COUNT; f++)
        for (int g = GROUP_NONE; g < GROUP_COUNT; g++) {
            if (g != GROUP_NONE && field_kind_of(f) != FIELD_KIND_ADDRESS && f != FIELD_EMAIL)
                continue; /* only addresses and mailboxes come in groups */
            struct field_ref ref = { .field = f, .group = g, .slot = (unsigned)(f % 3) }, again;
            struct field_ref_text name = field_ref_text(ref);
            assert_true(field_ref_read(text_from(name.s), &again));
            if (again.field != ref.field || again.group != ref.group || again.slot != ref.slot)
                fail_msg("%s", name.s);
        }
    struct field_ref ref;
    assert_true(field_ref_read(TEXT("addr.home.line1"), &ref));
    assert_true(ref.field == FIELD_ADDR_LINE1 && ref.group == GROUP_HOME);
    assert_false(field_ref_read(TEXT("addr.nowhere.line1"), &ref));
}

static void every_finding_has_both_sentences(void **state)
{
    for (int f = FINDING_NONE + 1; f < FINDING_COUNT; f++) {
        enum finding again;
        assert_true(finding_read(text_from(finding_code(f)), &again));
        assert_int_equal(again, f);
        assert_true(strlen(finding_sentence(f, LANGUAGE_NL)) > 3 && strlen(finding_sentence(f, LANGUAGE_EN)) > 3);
    }
}

static void cells_read_back_as_written(void **state)
{
    struct text cells[] = { TEXT("a"), TEXT(""), TEXT("\"q\" \\ \n\r\t\x02"), TEXT("caf\xc3\xa9"), TEXT("") }, back[5];
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
    cells_write(cells, 5, &buf);
    assert_int_equal(cells_read(buf_text(&buf), &arena, back, 5, NULL), 0);
    for (int i = 0; i < 5; i++)
        check_text(back[i], cells[i], "cell");
    /* every broken form is told, none is read past its end */
    struct text whole = buf_text(&buf);
    for (size_t len = 0; len < whole.len; len++)
        assert_int_not_equal(cells_read(text_slice(whole, 0, len), &arena, back, 5, NULL), 0);
    assert_int_not_equal(cells_read(TEXT("[\"a\",\"b\"]"), &arena, back, 1, NULL), 0);
    assert_int_equal(cells_read(TEXT("[]"), &arena, back, 2, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_read_back_what_they_print), cmocka_unit_test(ids_keep_source_and_key_apart),
        cmocka_unit_test(field_names_read_back),         cmocka_unit_test(every_finding_has_both_sentences),
        cmocka_unit_test(cells_read_back_as_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
