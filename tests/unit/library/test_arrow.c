/*
 * Record batches in and out: the same links as by cells, nothing leaked, and
 * batches that break the interface refused.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "town.h"

static struct town town;
static int released; /* schemas and arrays that gave themselves back */

static int make(void **state)
{
    (void)state;
    town_make(&town);
    return 0;
}

/* ---- a batch as another program would make it; all of it lives in the test ---- */

enum { BATCH_COLUMNS = TOWN_COLUMNS + 2, TEXT_BYTES = TOWN_ROWS * CELL_MAX };

struct made {
    struct ArrowSchema schema, schemas[BATCH_COLUMNS], *schema_list[BATCH_COLUMNS], words_schema;
    struct ArrowArray array, arrays[BATCH_COLUMNS], *array_list[BATCH_COLUMNS], words;
    const void *buffers[BATCH_COLUMNS][3], *none[1], *word_buffers[3];
    int32_t offsets[TOWN_COLUMNS][TOWN_ROWS + 2], word_offsets[TOWN_ROWS + 1];
    int64_t large_offsets[TOWN_ROWS + 2];
    char texts[TOWN_COLUMNS][TEXT_BYTES], words_text[TEXT_BYTES];
    uint8_t valid[TOWN_ROWS / 8 + 2];
    int64_t records[TOWN_ROWS + 1];
    int32_t sources[TOWN_ROWS + 1];
    int16_t places[TOWN_ROWS + 1];
};

static void release_schema(struct ArrowSchema *schema)
{
    released++;
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    released++;
    array->release = NULL;
}

/* One row before the first is skipped by an offset, and holds nonsense. */
static struct made *batch_of(unsigned from, unsigned count)
{
    struct made *made = calloc(1, sizeof(*made));
    static const char *const formats[TOWN_COLUMNS] = { "u", "U", "u", "u", "u", "u" };
    made->schema = (struct ArrowSchema){
        .format = "+s", .n_children = BATCH_COLUMNS, .children = made->schema_list, .release = release_schema
    };
    made->array = (struct ArrowArray){ .length = count,
                                       .offset = 1,
                                       .n_buffers = 1,
                                       .buffers = made->none,
                                       .n_children = BATCH_COLUMNS,
                                       .children = made->array_list,
                                       .release = release_array };
    for (size_t c = 0; c < BATCH_COLUMNS; c++) {
        made->schema_list[c] = &made->schemas[c];
        made->array_list[c] = &made->arrays[c];
        made->arrays[c] = (struct ArrowArray){ .length = count + 1, .n_buffers = 3, .buffers = made->buffers[c] };
    }
    memset(made->valid, 0xff, sizeof(made->valid));
    for (size_t c = 0; c < TOWN_COLUMNS; c++) {
        int32_t at = 0;
        made->schemas[c] =
            (struct ArrowSchema){ .format = formats[c], .name = town_names[c], .flags = ARROW_FLAG_NULLABLE };
        for (unsigned i = 0; i < count; i++) {
            size_t len = strlen(town.cells[from + i][c]);
            memcpy(made->texts[c] + at, town.cells[from + i][c], len);
            if (len == 0)
                made->valid[(i + 1) / 8] &= (uint8_t) ~(1u << (i + 1) % 8);
            made->offsets[c][i + 1] = at;
            made->offsets[c][i + 2] = at += (int32_t)len;
        }
        for (unsigned i = 0; i <= count + 1 && c == 1; i++)
            made->large_offsets[i] = made->offsets[c][i];
        made->buffers[c][1] = c == 1 ? (const void *)made->large_offsets : made->offsets[c];
        made->buffers[c][2] = made->texts[c];
    }
    made->buffers[TOWN_COLUMNS - 1][0] = made->valid; /* the e-mail column */
    made->arrays[TOWN_COLUMNS - 1].null_count = -1;
    for (unsigned i = 0; i < count; i++) {
        made->records[i + 1] = from + i;
        made->sources[i + 1] = (int32_t)(from + i) % 2;
    }
    made->schemas[TOWN_COLUMNS] = (struct ArrowSchema){ .format = "l", .name = "id" };
    made->buffers[TOWN_COLUMNS][1] = made->records;
    made->schemas[TOWN_COLUMNS + 1] = (struct ArrowSchema){ .format = "i", .name = "system" };
    made->buffers[TOWN_COLUMNS + 1][1] = made->sources;
    return made;
}

/* The first column as a dictionary of 16-bit places. */
static void use_dictionary(struct made *made, unsigned from, unsigned count)
{
    int32_t at = 0;
    for (unsigned i = 0; i < count; i++) {
        size_t len = strlen(town.cells[from + i][0]);
        memcpy(made->words_text + at, town.cells[from + i][0], len);
        made->word_offsets[i] = at;
        made->word_offsets[i + 1] = at += (int32_t)len;
        made->places[i + 1] = (int16_t)i;
    }
    made->words_schema = (struct ArrowSchema){ .format = "u" };
    made->word_buffers[1] = made->word_offsets;
    made->word_buffers[2] = made->words_text;
    made->words = (struct ArrowArray){ .length = count, .n_buffers = 3, .buffers = made->word_buffers };
    made->schemas[0].format = "s";
    made->schemas[0].dictionary = &made->words_schema;
    made->arrays[0].dictionary = &made->words;
    made->buffers[0][1] = made->places;
}

static struct kb_engine *opened(void)
{
    struct kb_error err = { "" };
    struct kb_engine *engine = NULL;
    check_kb(kb_open(&(struct kb_options){ .threads = 2, .today = 20000 }, &engine, &err), KB_OK, err);
    return engine;
}

static void batches_give_the_links_that_cells_give(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *by_cells = opened(), *by_batch = opened();
    size_t count, batch_count;
    check_kb(kb_columns(by_cells, town_names, NULL, TOWN_COLUMNS, &err), KB_OK, err);
    for (unsigned row = 0; row < TOWN_ROWS; row++) {
        struct kb_text cells[TOWN_COLUMNS];
        town_row(&town, row, cells);
        check_kb(kb_add(by_cells, row, row % 2, cells, TOWN_COLUMNS, &err), KB_OK, err);
    }
    released = 0;
    for (unsigned from = 0; from < TOWN_ROWS; from += 400) {
        struct made *made = batch_of(from, 400);
        if (from == 400)
            use_dictionary(made, from, 400);
        check_kb(kb_add_arrow(by_batch, &made->schema, &made->array, "id", "system", &err), KB_OK, err);
        free(made);
    }
    assert_int_equal(released, 6);
    check_kb(kb_run(by_cells, &err), KB_OK, err);
    check_kb(kb_run(by_batch, &err), KB_OK, err);
    const struct kb_link *links = kb_links(by_cells, &count), *others = kb_links(by_batch, &batch_count);
    assert_int_equal(count, batch_count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(links[i].mention.record, others[i].mention.record);
        assert_int_equal(links[i].party, others[i].party);
        assert_int_equal(links[i].score, others[i].score);
    }
    kb_close(by_cells);
    kb_close(by_batch);
}

static void links_go_out_and_outlive_the_engine(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = opened();
    struct ArrowSchema schema;
    struct ArrowArray array;
    struct made *made = batch_of(0, 200);
    size_t count;
    check_kb(kb_links_arrow(engine, &schema, &array, &err), KB_USAGE, err);
    assert_null(schema.release);
    check_kb(kb_add_arrow(engine, &made->schema, &made->array, "id", NULL, &err), KB_OK, err);
    free(made);
    assert_int_equal(kb_column_field(engine, 6) != NULL, 1); /* "system" is a column like others here */
    check_kb(kb_run(engine, &err), KB_OK, err);
    const struct kb_link *links = kb_links(engine, &count);
    struct kb_link last = links[count - 1];
    check_kb(kb_links_arrow(engine, &schema, &array, &err), KB_OK, err);
    kb_close(engine);
    assert_string_equal(schema.format, "+s");
    assert_int_equal(schema.n_children, 7);
    assert_string_equal(schema.children[3]->name, "party");
    assert_int_equal(array.length, count);
    assert_int_equal(((const uint64_t *)array.children[0]->buffers[1])[count - 1], last.mention.record);
    assert_int_equal(((const uint32_t *)array.children[3]->buffers[1])[count - 1], last.party);
    assert_int_equal(((const int32_t *)array.children[4]->buffers[1])[count - 1], last.score);
    struct ArrowArray moved = *array.children[3]; /* as the interface lets a consumer do */
    array.children[3]->release = NULL;
    array.release(&array);
    schema.release(&schema);
    assert_int_equal(((const uint32_t *)moved.buffers[1])[count - 1], last.party);
    moved.release(&moved);
    assert_null(moved.release);
}

static void broken_batches_are_refused_and_released(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    for (int fault = 0; fault < 12; fault++) {
        struct kb_engine *engine = opened();
        struct made *made = batch_of(0, 50);
        const char *record = "id", *source = "system";
        enum kb_status want = KB_INVALID;
        switch (fault) {
        case 0: made->schema.format = "u"; break;
        case 1: made->array.n_children = 3; break;
        case 2: made->schemas[2].format = "+l"; break;
        case 3: made->arrays[2].length = 10; break;
        case 4: made->arrays[2].n_buffers = 2; break;
        case 5: made->offsets[3][7] = 0; break; /* runs back */
        case 6: made->array.length = -1; break;
        case 7: record = "nummer", want = KB_USAGE; break;
        case 8: source = "email"; break;
        case 9: made->records[4] = made->records[3]; break;
        case 10: made->sources[9] = -4; break;
        default: use_dictionary(made, 0, 50), made->places[20] = 50; break;
        }
        released = 0;
        check_kb(kb_add_arrow(engine, &made->schema, &made->array, record, source, &err), want, err);
        assert_int_equal(released, 2);
        assert_true(err.message[0] != '\0');
        free(made);
        kb_close(engine);
    }
}

static void another_batch_has_the_same_columns(void **state)
{
    (void)state;
    struct kb_error err = { "" };
    struct kb_engine *engine = opened();
    struct made *made = batch_of(0, 50);
    check_kb(kb_add_arrow(engine, &made->schema, &made->array, "id", "system", &err), KB_OK, err);
    free(made);
    made = batch_of(50, 50);
    made->schemas[2].name = "geboren";
    check_kb(kb_add_arrow(engine, &made->schema, &made->array, "id", "system", &err), KB_USAGE, err);
    check_kb(kb_add_arrow(engine, &made->schema, &made->array, "id", "system", &err), KB_USAGE, err); /* released */
    free(made);
    check_kb(kb_run(engine, &err), KB_OK, err);
    kb_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_give_the_links_that_cells_give),
        cmocka_unit_test(links_go_out_and_outlive_the_engine),
        cmocka_unit_test(broken_batches_are_refused_and_released),
        cmocka_unit_test(another_batch_has_the_same_columns),
    };
    return cmocka_run_group_tests(tests, make, NULL);
}
