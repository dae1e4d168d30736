/*
 * What klantbeeld.h promises: links of records in any order, decisions that
 * outrank them, a model that serves again, and errors that say what is wrong.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "town.h"

static struct town town;

static int make(void **state)
{
    (void)state;
    town_make(&town);
    return 0;
}

/* Rows in steps of step, which shares no factor with their number; numbered by their row. */
static struct kb_engine *filled(unsigned step, int threads)
{
    struct kb_error err = { "" };
    struct kb_engine *engine = NULL;
    check_kb(kb_open(&(struct kb_options){ .threads = threads, .today = 20000 }, &engine, &err), KB_OK, err);
    check_kb(kb_columns(engine, town_names, NULL, TOWN_COLUMNS, &err), KB_OK, err);
    for (unsigned i = 0, row = 0; i < TOWN_ROWS; i++, row = (row + step) % TOWN_ROWS) {
        struct kb_text cells[TOWN_COLUMNS];
        town_row(&town, row, cells);
        check_kb(kb_add(engine, row, row % 2, cells, TOWN_COLUMNS, &err), KB_OK, err);
    }
    return engine;
}

static void rows_of_one_person_are_one_party(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    size_t count;
    struct kb_engine *engine = filled(1, 2);
    check_kb(kb_run(engine, &err), KB_OK, err);
    const struct kb_link *links = kb_links(engine, &count);
    assert_int_equal(count, TOWN_ROWS);
    size_t right = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(links[i].mention.record, i);
        assert_int_equal(links[i].mention.kind, KB_PERSON);
        assert_true(links[i].party < kb_parties(engine));
        right += i % 2 && links[i].party == links[i - 1].party && links[i].with.record == i - 1 &&
                 links[i].reason == KB_EVIDENCE && links[i].score >= kb_threshold(engine);
    }
    assert_true(right > TOWN_ROWS / 2 * 95 / 100);
    assert_true(kb_parties(engine) >= TOWN_ROWS / 2);
    assert_true(kb_trained(engine));
    assert_string_equal(kb_column_field(engine, 3), "addr.postcode");
    assert_string_equal(kb_column_field(engine, 5), "email");
    assert_null(kb_column_field(engine, TOWN_COLUMNS));
    kb_close(engine);
}

static void order_and_threads_change_nothing(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    size_t count, other_count, size, other_size;
    struct kb_engine *one = filled(1, 1), *other = filled(7, 5);
    check_kb(kb_run(one, &err), KB_OK, err);
    check_kb(kb_run(other, &err), KB_OK, err);
    const struct kb_link *links = kb_links(one, &count), *others = kb_links(other, &other_count);
    assert_int_equal(count, other_count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(links[i].party, others[i].party);
        assert_int_equal(links[i].score, others[i].score);
        assert_int_equal(links[i].with.record, others[i].with.record);
    }
    const void *model = kb_model(one, &size, &err), *other_model = kb_model(other, &other_size, &err);
    assert_int_equal(size, other_size);
    assert_memory_equal(model, other_model, size);
    kb_close(one);
    kb_close(other);
}

static void a_decision_outranks_the_evidence(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    size_t count;
    struct kb_engine *engine = filled(1, 2);
    check_kb(
        kb_decide(engine, (struct kb_mention){ 0, KB_PERSON, 0 }, (struct kb_mention){ 1, KB_PERSON, 0 }, false, &err),
        KB_OK, err);
    check_kb(
        kb_decide(engine, (struct kb_mention){ 2, KB_PERSON, 0 }, (struct kb_mention){ 40, KB_PERSON, 0 }, true, &err),
        KB_OK, err);
    check_kb(kb_run(engine, &err), KB_OK, err);
    const struct kb_link *links = kb_links(engine, &count);
    assert_int_not_equal(links[0].party, links[1].party);
    assert_int_equal(links[2].party, links[40].party);
    kb_close(engine);
}

static void a_model_serves_again(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    size_t size, count, other_count;
    struct kb_engine *first = filled(1, 2), *second = filled(1, 2);
    check_kb(kb_run(first, &err), KB_OK, err);
    const void *model = kb_model(first, &size, &err);
    assert_non_null(model);
    check_kb(kb_use_model(second, model, size, &err), KB_OK, err);
    check_kb(kb_run(second, &err), KB_OK, err);
    assert_false(kb_trained(second));
    const struct kb_link *links = kb_links(first, &count), *others = kb_links(second, &other_count);
    assert_int_equal(count, other_count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(links[i].party, others[i].party);
    kb_close(first);
    kb_close(second);
}

static void national_numbers_are_no_evidence(void **state)
{
    (void)state;
    static const char *const names[] = { "bsn", "naam" };
    struct kb_error err = { "" };
    struct kb_engine *engine = NULL;
    size_t count;
    check_kb(kb_open(NULL, &engine, &err), KB_OK, err);
    check_kb(kb_columns(engine, names, NULL, 2, &err), KB_OK, err);
    for (unsigned i = 0; i < 40; i++) {
        char name[40];
        snprintf(name, sizeof(name), "%c%s Tester", 'A' + i % 20, i % 2 ? "nna" : "bel");
        struct kb_text cells[] = { { "111222333", 9 }, { name, strlen(name) } };
        check_kb(kb_add(engine, i, 0, cells, 2, &err), KB_OK, err);
    }
    check_kb(kb_run(engine, &err), KB_OK, err);
    assert_string_equal(kb_column_field(engine, 0), "");
    kb_links(engine, &count);
    assert_int_equal(count, 40);
    assert_true(kb_parties(engine) > 1); /* with one number for all they would be one */
    kb_close(engine);
}

static void an_organisation_and_its_contact_are_two_mentions(void **state)
{
    (void)state;
    static const char *const names[] = { "firm", "who" }, *const fields[] = { "org.name", "person.full" };
    struct kb_error err = { "" };
    struct kb_engine *engine = NULL;
    size_t count;
    check_kb(kb_open(NULL, &engine, &err), KB_OK, err);
    check_kb(kb_columns(engine, names, fields, 2, &err), KB_OK, err);
    struct kb_text cells[] = { { "Bakkerij De Graan B.V.", 22 }, { "Sanne de Wit", 12 } };
    check_kb(kb_add(engine, 5, 0, cells, 2, &err), KB_OK, err);
    check_kb(kb_run(engine, &err), KB_OK, err);
    const struct kb_link *links = kb_links(engine, &count);
    assert_int_equal(count, 2);
    assert_int_equal(links[0].mention.kind, KB_PERSON);
    assert_int_equal(links[1].mention.kind, KB_ORGANISATION);
    assert_int_equal(links[0].reason, KB_ALONE);
    assert_int_equal(links[0].with.record, 5);
    assert_int_not_equal(links[0].party, links[1].party);
    kb_close(engine);
}

static void calls_that_do_not_fit_say_so(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = NULL;
    struct kb_text cells[TOWN_COLUMNS];
    const char *const no_fields[TOWN_COLUMNS] = { "person.given", "person.shoe" };
    size_t size;
    town_row(&town, 0, cells);
    check_kb(kb_open(&(struct kb_options){ .country = "Nederland" }, &engine, &err), KB_USAGE, err);
    assert_null(engine);
    check_kb(kb_open(&(struct kb_options){ .without_rules = "gravity" }, &engine, &err), KB_USAGE, err);
    check_kb(kb_open(NULL, &engine, &err), KB_OK, err);
    assert_string_equal(err.message, "");
    check_kb(kb_add(engine, 1, 0, cells, TOWN_COLUMNS, &err), KB_USAGE, err);
    check_kb(kb_columns(engine, town_names, no_fields, TOWN_COLUMNS, &err), KB_USAGE, err);
    assert_non_null(strstr(err.message, "person.shoe"));
    check_kb(kb_columns(engine, town_names, NULL, TOWN_COLUMNS, &err), KB_OK, err);
    check_kb(kb_columns(engine, town_names, NULL, TOWN_COLUMNS, &err), KB_USAGE, err);
    check_kb(kb_add(engine, 1, 0, cells, 2, &err), KB_USAGE, err);
    check_kb(kb_add(engine, UINT64_MAX, 0, cells, TOWN_COLUMNS, &err), KB_USAGE, err);
    check_kb(kb_add(engine, 1, 0, cells, TOWN_COLUMNS, &err), KB_OK, err);
    check_kb(kb_add(engine, 1, 0, cells, TOWN_COLUMNS, &err), KB_INVALID, err);
    check_kb(kb_use_model(engine, "no model", 8, &err), KB_INVALID, err);
    assert_null(kb_model(engine, &size, &err));
    check_kb(
        kb_decide(engine, (struct kb_mention){ 1, KB_PERSON, 0 }, (struct kb_mention){ 1, KB_PERSON, 0 }, true, &err),
        KB_USAGE, err);
    check_kb(kb_run(engine, &err), KB_OK, err);
    check_kb(kb_run(engine, &err), KB_USAGE, err);
    check_kb(kb_add(engine, 2, 0, cells, TOWN_COLUMNS, &err), KB_USAGE, err);
    kb_close(engine);
    kb_close(NULL);
}

static void a_decision_on_nobody_stops_the_run(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = filled(1, 1);
    check_kb(kb_decide(engine, (struct kb_mention){ 1, KB_PERSON, 0 }, (struct kb_mention){ 99999, KB_PERSON, 0 }, true,
                       &err),
             KB_OK, err);
    check_kb(kb_run(engine, &err), KB_INVALID, err);
    check_kb(kb_run(engine, &err), KB_USAGE, err);
    kb_close(engine);
}

static void odd_bytes_are_no_error(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = NULL;
    static char large[70000];
    check_kb(kb_open(NULL, &engine, &err), KB_OK, err);
    check_kb(kb_columns(engine, town_names, NULL, TOWN_COLUMNS, &err), KB_OK, err);
    struct kb_text cells[TOWN_COLUMNS] = { { "\xff\xfe\0x", 4 }, { "\xc3", 1 }, { "31-02-1980", 10 }, { NULL, 0 } };
    check_kb(kb_add(engine, 1, 0, cells, TOWN_COLUMNS, &err), KB_OK, err);
    memset(large, 'a', sizeof(large));
    cells[0] = (struct kb_text){ large, sizeof(large) };
    check_kb(kb_add(engine, 2, 0, cells, TOWN_COLUMNS, &err), KB_LIMIT, err);
    check_kb(kb_run(engine, &err), KB_OK, err);
    kb_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_one_person_are_one_party),
        cmocka_unit_test(order_and_threads_change_nothing),
        cmocka_unit_test(a_decision_outranks_the_evidence),
        cmocka_unit_test(a_model_serves_again),
        cmocka_unit_test(national_numbers_are_no_evidence),
        cmocka_unit_test(an_organisation_and_its_contact_are_two_mentions),
        cmocka_unit_test(calls_that_do_not_fit_say_so),
        cmocka_unit_test(a_decision_on_nobody_stops_the_run),
        cmocka_unit_test(odd_bytes_are_no_error),
    };
    return cmocka_run_group_tests(tests, make, NULL);
}
