/* Real header rows and cards of real programs, in the shared folder of samples. */
#include <dirent.h>
#include <limits.h>

#include "os/file.h"
#include "parse/mapping.h"
#include "parse/rows.h"

static char *path_in(char *into, const char *folder, const char *name)
{
    snprintf(into, PATH_MAX, "%s/samples/%s/%s", samples_folder(), folder, name);
    return into;
}

/* The field proposed for a header of a file; "" when it is not taken or not there. */
static struct field_ref_text field_of(const char *path, struct text header)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 24);
    struct row rows[MAPPING_SAMPLE_ROWS], row;
    struct mapping_proposal proposals[200];
    size_t count = 0;
    assert_int_equal(reader_open(path, &reader, NULL), STATUS_OK);
    struct layout layout = reader_layout(reader);
    assert_true(layout.count <= 200);
    while (count < MAPPING_SAMPLE_ROWS && reader_next(reader, &row) == ROW_GOOD) {
        struct text *cells = arena_array(&arena, struct text, layout.count);
        for (size_t i = 0; i < layout.count; i++)
            cells[i] = arena_copy(&arena, row.cells[i]);
        rows[count++] = (struct row){ .cells = cells, .count = layout.count };
    }
    mapping_propose(layout, rows, count, proposals);
    for (size_t i = 0; i < layout.count; i++)
        if (text_equal(layout.columns[i], header) && proposals[i].ref.field != FIELD_NONE) {
            proposals[i].ref.slot = 0;
            return field_ref_text(proposals[i].ref);
        }
    return (struct field_ref_text){ "" };
}

static void every_expected_column_is_found(void **state)
{
    SCOPED(buf_done) struct buf table = BUF_EMPTY;
    char path[PATH_MAX];
    size_t lines = 0;
    if (!samples_folder()) {
        print_message("KLANTBEELD_SHARED is not set: the samples are not read\n");
        skip();
    }
    assert_int_equal(file_slurp(path_in(path, "contacts-csv", "expected_mapping.tsv"), 1 << 20, &table, NULL),
                     STATUS_OK);
    struct text rest = buf_text(&table), line;
    for (bool first = true; text_next(&rest, '\n', &line); first = false) {
        struct text file, header, field;
        if (first || !text_next(&line, '\t', &file) || !text_next(&line, '\t', &header))
            continue;
        field = text_trim(line);
        char name[128];
        snprintf(name, sizeof(name), "%.*s", TEXT_ARG(file));
        struct field_ref_text got = field_of(path_in(path, "contacts-csv", name), header);
        char label[256];
        snprintf(label, sizeof(label), "%s, %.*s", name, TEXT_ARG(header));
        check_text(text_from(got.s), field, label);
        lines++;
    }
    assert_true(lines >= 137);
}

/* Each file of a folder is read to its end, without a bad row. */
static void read_folder(const char *folder, const char *ending, size_t least)
{
    char path[PATH_MAX];
    size_t files = 0;
    DIR *dir = opendir(path_in(path, folder, "."));
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        SCOPED(reader_close) struct reader *reader = NULL;
        struct row row;
        enum row_state row_state = ROW_NONE;
        size_t rows = 0;
        if (!text_ends(text_from(entry->d_name), text_from(ending)))
            continue;
        check_int(reader_open(path_in(path, folder, entry->d_name), &reader, NULL), STATUS_OK, entry->d_name);
        while ((row_state = reader_next(reader, &row)) == ROW_GOOD)
            rows++;
        check_int(row_state, ROW_NONE, entry->d_name);
        check_int(reader_status(reader, NULL), STATUS_OK, entry->d_name);
        assert_true(rows > 0);
        assert_true(reader_bytes_done(reader) == reader_bytes_total(reader));
        files++;
    }
    closedir(dir);
    assert_true(files >= least);
}

static void every_sample_is_read(void **state)
{
    if (!samples_folder()) {
        print_message("KLANTBEELD_SHARED is not set: the samples are not read\n");
        skip();
    }
    read_folder("contacts-csv", ".csv", 8);
    read_folder("vcard", ".vcf", 7);
}

/* What is no table of customers is refused with a hint, or read without harm. */
static void other_samples_do_no_harm(void **state)
{
    static const char *const folders[] = { "xaf", "ubl", "camt", "mt940", "dsn", "bankcsv", "geo", "clv", "vectors" };
    if (!samples_folder()) {
        print_message("KLANTBEELD_SHARED is not set: the samples are not read\n");
        skip();
    }
    for (size_t f = 0; f < sizeof(folders) / sizeof(folders[0]); f++) {
        char path[PATH_MAX];
        DIR *dir = opendir(path_in(path, folders[f], "."));
        assert_non_null(dir);
        for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
            SCOPED(reader_close) struct reader *reader = NULL;
            struct error err = ERROR_NONE;
            struct row row;
            if (entry->d_name[0] == '.')
                continue;
            enum status status = reader_open(path_in(path, folders[f], entry->d_name), &reader, &err);
            if (status != STATUS_OK) {
                assert_true(err.hint[0] != '\0');
                continue;
            }
            while (reader_next(reader, &row) != ROW_NONE) {
            }
        }
        closedir(dir);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_expected_column_is_found),
        cmocka_unit_test(every_sample_is_read),
        cmocka_unit_test(other_samples_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
