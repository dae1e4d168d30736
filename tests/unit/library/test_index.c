/*
 * One record against all: what klantbeeld.h promises of an index that is
 * kept, filled, asked, changed, saved and loaded.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "town.h"

enum { PERSONS = TOWN_ROWS / 2 };

static struct town town;
static struct kb_link links[TOWN_ROWS]; /* of a whole run */
static void *model;
static size_t model_size;
static char folder[] = "/tmp/kb_index_XXXXXX";

static struct kb_engine *opened(int threads)
{
    struct kb_error err = { "" };
    struct kb_engine *engine = NULL;
    check_kb(kb_open(&(struct kb_options){ .threads = threads, .today = 20000 }, &engine, &err), KB_OK, err);
    return engine;
}

static void tell_columns(struct kb_engine *engine)
{
    struct kb_error err = { "" };
    check_kb(kb_columns(engine, town_names, NULL, TOWN_COLUMNS, &err), KB_OK, err);
}

static void add_rows(struct kb_engine *engine, unsigned step)
{
    struct kb_error err = { "" };
    for (unsigned row = 0; row < TOWN_ROWS; row += step) {
        struct kb_text cells[TOWN_COLUMNS];
        town_row(&town, row, cells);
        check_kb(kb_add(engine, row, 0, cells, TOWN_COLUMNS, &err), KB_OK, err);
    }
}

/* A town, the model of a run over it and what that run said. */
static int make(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = opened(2);
    size_t count;
    town_make(&town);
    tell_columns(engine);
    add_rows(engine, 1);
    check_kb(kb_run(engine, &err), KB_OK, err);
    const void *bytes = kb_model(engine, &model_size, &err);
    model = malloc(model_size);
    memcpy(model, bytes, model_size);
    const struct kb_link *found = kb_links(engine, &count);
    assert_int_equal(count, TOWN_ROWS);
    memcpy(links, found, sizeof(links));
    kb_close(engine);
    return mkdtemp(folder) ? 0 : -1;
}

static int forget(void **state)
{
    (void)state;
    free(model);
    return rmdir(folder);
}

/* An index of every step-th row. */
static struct kb_engine *indexed(unsigned step, int threads)
{
    struct kb_error err = { "" };
    struct kb_engine *engine = opened(threads);
    tell_columns(engine);
    check_kb(kb_use_model(engine, model, model_size, &err), KB_OK, err);
    check_kb(kb_index(engine, &err), KB_OK, err);
    add_rows(engine, step);
    return engine;
}

static const struct kb_hit *ask(struct kb_engine *engine, unsigned row, size_t *count)
{
    struct kb_error err = { "" };
    struct kb_text cells[TOWN_COLUMNS];
    const struct kb_hit *hits = NULL;
    town_row(&town, row, cells);
    check_kb(kb_ask(engine, 0, cells, TOWN_COLUMNS, &hits, count, &err), KB_OK, err);
    return hits;
}

static void put(struct kb_engine *engine, unsigned row)
{
    struct kb_error err = { "" };
    struct kb_text cells[TOWN_COLUMNS];
    town_row(&town, row, cells);
    check_kb(kb_put(engine, row, 0, cells, TOWN_COLUMNS, &err), KB_OK, err);
}

static bool is_found(struct kb_engine *engine, unsigned row, uint64_t record)
{
    size_t count;
    const struct kb_hit *hits = ask(engine, row, &count);
    for (size_t i = 0; i < count; i++)
        if (hits[i].with.record == record)
            return hits[i].is_joined;
    return false;
}

static void who_is_asked_meets_as_in_a_run(void **state)
{
    (void)state;
    struct kb_engine *engine = indexed(2, 2);
    size_t right = 0, joined = 0;
    for (unsigned row = 1; row < TOWN_ROWS; row += 2) {
        size_t count;
        const struct kb_hit *hits = ask(engine, row, &count);
        for (size_t i = 1; i < count; i++)
            assert_true(hits[i - 1].score >= hits[i].score);
        joined += links[row].reason == KB_EVIDENCE;
        if (links[row].reason == KB_EVIDENCE && count > 0 && hits[0].is_joined) {
            assert_int_equal(hits[0].with.kind, KB_PERSON);
            right += hits[0].with.record == links[row].with.record && hits[0].score == links[row].score;
        }
    }
    assert_true(joined > PERSONS * 95 / 100);
    assert_int_equal(right, joined);
    kb_close(engine);
}

static void what_is_put_is_found_and_what_is_removed_is_not(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = indexed(2, 1);
    assert_true(is_found(engine, 21, 20));
    check_kb(kb_remove(engine, 20, &err), KB_OK, err);
    check_kb(kb_remove(engine, 20, &err), KB_OK, err);
    assert_false(is_found(engine, 21, 20));
    put(engine, 20);
    assert_true(is_found(engine, 21, 20));
    put(engine, 21);
    put(engine, 21);
    assert_true(is_found(engine, 20, 21));

    struct kb_text cells[TOWN_COLUMNS]; /* now record 21 is somebody else */
    town_row(&town, 400, cells);
    check_kb(kb_put(engine, 21, 0, cells, TOWN_COLUMNS, &err), KB_OK, err);
    assert_false(is_found(engine, 20, 21));
    assert_true(is_found(engine, 401, 21));
    kb_close(engine);
}

static void a_decision_holds_from_the_next_question_on(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = indexed(1, 2);
    const struct kb_mention a = { 30, KB_PERSON, 0 }, b = { 40, KB_PERSON, 0 };
    assert_false(is_found(engine, 30, 41));
    check_kb(kb_decide(engine, a, b, true, &err), KB_OK, err);
    size_t count, together = 0;
    const struct kb_hit *hits = ask(engine, 31, &count);
    for (size_t i = 0; i < count; i++)
        together += hits[i].is_joined;
    assert_true(together > 0);
    kb_close(engine);
}

static void reasons_are_those_of_the_pair(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = indexed(2, 2);
    struct kb_text a[TOWN_COLUMNS], b[TOWN_COLUMNS];
    const struct kb_evidence *lines;
    size_t count;
    bool has_birth = false;
    town_row(&town, 21, a);
    town_row(&town, 20, b);
    check_kb(kb_explain(engine, KB_PERSON, a, b, TOWN_COLUMNS, &lines, &count, &err), KB_OK, err);
    for (size_t i = 0; i < count; i++) {
        has_birth |= strcmp(lines[i].comparison, "birth date") == 0 && strcmp(lines[i].level, "equal") == 0;
        assert_true(lines[i].sentence[0] != '\0');
    }
    assert_true(has_birth);
    check_kb(kb_explain(engine, KB_ORGANISATION, a, b, TOWN_COLUMNS, &lines, &count, &err), KB_USAGE, err);
    assert_int_equal(count, 0);
    kb_close(engine);
}

static void a_loaded_index_answers_as_the_saved_one(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = indexed(2, 2), *loaded = opened(1);
    char path[64], about[80];
    snprintf(path, sizeof(path), "%s/index", folder);
    snprintf(about, sizeof(about), "%s-about", path);
    const struct kb_mention a = { 30, KB_PERSON, 0 }, b = { 40, KB_PERSON, 0 };
    check_kb(kb_decide(engine, a, b, false, &err), KB_OK, err);
    check_kb(kb_remove(engine, 50, &err), KB_OK, err);
    check_kb(kb_index_save(engine, path, &err), KB_OK, err);
    check_kb(kb_index_load(loaded, path, &err), KB_OK, err);
    assert_string_equal(kb_column_field(loaded, 3), "addr.postcode");
    for (unsigned row = 1; row < TOWN_ROWS; row += 2) {
        size_t count, other_count;
        const struct kb_hit *hits = ask(engine, row, &count), *others = ask(loaded, row, &other_count);
        assert_int_equal(count, other_count);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(hits[i].with.record, others[i].with.record);
            assert_int_equal(hits[i].score, others[i].score);
            assert_int_equal(hits[i].is_joined, others[i].is_joined);
        }
    }
    put(loaded, 21);
    assert_true(is_found(loaded, 20, 21));
    kb_close(loaded);

    /* half of another saving, then no file at all */
    check_kb(kb_remove(engine, 60, &err), KB_OK, err);
    char other[64], other_about[80];
    snprintf(other, sizeof(other), "%s/other", folder);
    snprintf(other_about, sizeof(other_about), "%s-about", other);
    check_kb(kb_index_save(engine, other, &err), KB_OK, err);
    assert_int_equal(rename(other_about, about), 0);
    loaded = opened(1);
    check_kb(kb_index_load(loaded, path, &err), KB_INVALID, err);
    kb_close(loaded);
    unlink(path);
    unlink(about);
    unlink(other);
    loaded = opened(1);
    assert_true(kb_index_load(loaded, path, &err) != KB_OK);
    tell_columns(loaded); /* nothing was told yet: it may be filled */
    kb_close(loaded);
    kb_close(engine);
}

/* Every file cut short, and every byte of the one beside it that is wrong. */
static void torn_files_are_refused(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = indexed(20, 1);
    char path[64], about[80];
    static char bytes[1 << 20];
    snprintf(path, sizeof(path), "%s/torn", folder);
    snprintf(about, sizeof(about), "%s-about", path);
    check_kb(kb_index_save(engine, path, &err), KB_OK, err);
    kb_close(engine);
    FILE *file = fopen(about, "rb");
    size_t size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    assert_true(size > 1000 && size < sizeof(bytes));
    for (size_t at = 0; at < size; at += 1 + size / 300) {
        for (int cut = 0; cut < 2; cut++) {
            file = fopen(about, "wb");
            bytes[at] ^= (char)0xff;
            fwrite(bytes, 1, cut ? at : size, file);
            bytes[at] ^= (char)0xff;
            fclose(file);
            engine = opened(1);
            assert_true(kb_index_load(engine, path, &err) != KB_OK);
            assert_true(err.message[0] != '\0');
            kb_close(engine);
        }
    }
    unlink(path);
    unlink(about);
}

static void calls_that_do_not_fit_say_so(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = opened(1);
    const struct kb_hit *hits;
    size_t count;
    struct kb_text cells[TOWN_COLUMNS];
    town_row(&town, 0, cells);
    check_kb(kb_index(engine, &err), KB_USAGE, err);
    tell_columns(engine);
    check_kb(kb_ask(engine, 0, cells, TOWN_COLUMNS, &hits, &count, &err), KB_USAGE, err);
    kb_close(engine);

    engine = indexed(2, 1);
    check_kb(kb_index(engine, &err), KB_USAGE, err);
    check_kb(kb_run(engine, &err), KB_USAGE, err);
    check_kb(kb_index_load(engine, "/nowhere", &err), KB_USAGE, err);
    check_kb(kb_ask(engine, 0, cells, TOWN_COLUMNS - 1, &hits, &count, &err), KB_USAGE, err);
    check_kb(kb_put(engine, UINT64_MAX, 0, cells, TOWN_COLUMNS, &err), KB_USAGE, err);
    check_kb(kb_ask(engine, 0, cells, TOWN_COLUMNS, &hits, &count, &err), KB_OK, err);
    check_kb(kb_add(engine, 1, 0, cells, TOWN_COLUMNS, &err), KB_USAGE, err);
    kb_close(engine);
}

static void a_model_of_other_columns_is_refused(void **state)
{
    (void)state;
    static const char *const firms[] = { "bedrijfsnaam" };
    static const char *const fields[] = { "org.name" };
    struct kb_error err = { "" };
    const struct kb_hit *hits;
    size_t count;
    struct kb_engine *engine = opened(1);
    check_kb(kb_columns(engine, firms, fields, 1, &err), KB_OK, err);
    check_kb(kb_use_model(engine, model, model_size, &err), KB_OK, err);
    check_kb(kb_index(engine, &err), KB_OK, err);
    const struct kb_text cell = { "Bakkerij De Vries BV", 20 };
    check_kb(kb_add(engine, 1, 0, &cell, 1, &err), KB_OK, err);
    check_kb(kb_ask(engine, 0, &cell, 1, &hits, &count, &err), KB_INVALID, err);
    kb_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_asked_meets_as_in_a_run),
        cmocka_unit_test(what_is_put_is_found_and_what_is_removed_is_not),
        cmocka_unit_test(a_decision_holds_from_the_next_question_on),
        cmocka_unit_test(reasons_are_those_of_the_pair),
        cmocka_unit_test(a_loaded_index_answers_as_the_saved_one),
        cmocka_unit_test(torn_files_are_refused),
        cmocka_unit_test(calls_that_do_not_fit_say_so),
        cmocka_unit_test(a_model_of_other_columns_is_refused),
    };
    return cmocka_run_group_tests(tests, make, forget);
}
