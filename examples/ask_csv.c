/*
 * Is this somebody we know? One row against a CSV file, by libklantbeeld:
 *
 *     cc ask_csv.c -lklantbeeld -o ask_csv && ./ask_csv customers.csv index < rows.csv
 *
 * A first time the file is matched as a whole, which gives a model, and an
 * index of its rows is saved; from then on that is loaded.  Rows come on
 * standard input, without names of columns.  Of each are printed those it is
 * like, and why it is like the first.  Files are simple: commas, no quotes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <klantbeeld.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 100, HITS_SHOWN = 3 };

/* A file in memory: all rows cut into cells. */
struct rows {
    size_t count, width;
    struct kb_text *cells; /* of row after row; the first are the names of columns */
    char **lines;
};

static void cut(char *line, struct kb_text *cells, size_t width)
{
    line[strcspn(line, "\r\n")] = '\0';
    for (size_t i = 0; i < width; i++) {
        char *cell = strsep(&line, ",");
        cells[i] = (struct kb_text){ cell, cell ? strlen(cell) : 0 };
    }
}

static void *more(void *room, size_t bytes)
{
    void *larger = realloc(room, bytes);
    if (!larger)
        abort();
    return larger;
}

static struct rows read_rows(FILE *file)
{
    struct rows rows = { .width = 1 };
    char *line = NULL;
    for (size_t room = 0; getline(&line, &room, file) > 0; line = NULL, room = 0) {
        for (const char *c = line; rows.count == 0 && *c; c++)
            rows.width += *c == ',' && rows.width < COLUMNS_MAX;
        rows.lines = more(rows.lines, (rows.count + 1) * sizeof(*rows.lines));
        rows.cells = more(rows.cells, (rows.count + 1) * rows.width * sizeof(*rows.cells));
        rows.lines[rows.count] = line;
        cut(line, rows.cells + rows.count * rows.width, rows.width);
        rows.count++;
    }
    free(line);
    return rows;
}

static enum kb_status add_rows(struct kb_engine *engine, const struct rows *rows, struct kb_error *err)
{
    const char *names[COLUMNS_MAX];
    for (size_t i = 0; i < rows->width; i++)
        names[i] = rows->cells[i].ptr;
    enum kb_status status = kb_columns(engine, names, NULL, rows->width, err);
    for (size_t row = 1; status == KB_OK && row < rows->count; row++)
        status = kb_add(engine, row, 0, rows->cells + row * rows->width, rows->width, err);
    return status;
}

/* A run gives the model, which an index then weighs with. */
static enum kb_status make_index(struct kb_engine *engine, const struct rows *rows, struct kb_error *err)
{
    struct kb_engine *run = NULL;
    const void *model = NULL;
    size_t size = 0;
    enum kb_status status = kb_open(NULL, &run, err);
    if (status == KB_OK)
        status = add_rows(run, rows, err);
    if (status == KB_OK)
        status = kb_run(run, err);
    if (status == KB_OK)
        model = kb_model(run, &size, err);
    if (model)
        status = kb_use_model(engine, model, size, err);
    kb_close(run);
    if (status == KB_OK)
        status = kb_index(engine, err);
    return status == KB_OK ? add_rows(engine, rows, err) : status;
}

static enum kb_status print_hits(struct kb_engine *engine, const struct rows *rows, const struct kb_text *asked,
                                 struct kb_error *err)
{
    const struct kb_hit *hits;
    const struct kb_evidence *lines;
    size_t count, lines_count;
    enum kb_status status = kb_ask(engine, 0, asked, rows->width, &hits, &count, err);
    if (status != KB_OK || count == 0) {
        puts(status == KB_OK ? "nobody" : "");
        return status;
    }
    struct kb_mention first = hits[0].with;
    for (size_t i = 0; i < count && i < HITS_SHOWN; i++)
        printf("%s%llu\t%.1f\n", hits[i].is_joined ? "" : "perhaps ", (unsigned long long)hits[i].with.record,
               hits[i].score / 256.0);
    if (first.record >= rows->count)
        return KB_OK; /* the file is another than was indexed */
    status = kb_explain(engine, first.kind, asked, rows->cells + first.record * rows->width, rows->width, &lines,
                        &lines_count, err);
    for (size_t i = 0; status == KB_OK && i < lines_count; i++)
        printf("    %+5.1f  %s\n", lines[i].score / 256.0, lines[i].sentence);
    return status;
}

static enum kb_status answer(struct kb_engine *engine, const struct rows *rows, struct kb_error *err)
{
    struct kb_text cells[COLUMNS_MAX];
    char *line = NULL;
    size_t room = 0;
    enum kb_status status = KB_OK;
    while (status == KB_OK && getline(&line, &room, stdin) > 0) {
        cut(line, cells, rows->width);
        status = print_hits(engine, rows, cells, err);
    }
    free(line);
    return status;
}

int main(int argc, char **argv)
{
    struct kb_engine *engine = NULL;
    struct kb_error err = { "" };
    FILE *file = argc == 3 ? fopen(argv[1], "r") : NULL;
    if (!file) {
        fprintf(stderr, "use: ask_csv FILE INDEX < ROWS\n");
        return 2;
    }
    struct rows rows = read_rows(file);
    fclose(file);
    enum kb_status status = kb_open(NULL, &engine, &err);
    if (status == KB_OK && kb_index_load(engine, argv[2], &err) != KB_OK) {
        kb_close(engine); /* half of a torn file may be in it */
        status = kb_open(NULL, &engine, &err);
        if (status == KB_OK)
            status = make_index(engine, &rows, &err);
        if (status == KB_OK)
            status = kb_index_save(engine, argv[2], &err);
    }
    if (status == KB_OK)
        status = answer(engine, &rows, &err);
    kb_close(engine);
    for (size_t i = 0; i < rows.count; i++)
        free(rows.lines[i]);
    free(rows.lines);
    free(rows.cells);
    if (status != KB_OK)
        fprintf(stderr, "ask_csv: %s\n", err.message);
    return status == KB_OK ? 0 : 1;
}
