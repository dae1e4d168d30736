/*
 * Which rows of a CSV file are the same, by libklantbeeld:
 *
 *     cc link_csv.c -lklantbeeld -o link_csv && ./link_csv customers.csv
 *
 * Prints row, party and how sure, apart by tabs.  The file is simple: commas,
 * no quotes, names of columns first; a program of yours brings its own reader.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <klantbeeld.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 100 };

static int fail(const struct kb_error *err)
{
    fprintf(stderr, "link_csv: %s\n", err->message);
    return 1;
}

/* Cut a line in place; how many cells it has. */
static size_t cut(char *line, char **cells)
{
    size_t count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    while (line && count < COLUMNS_MAX)
        cells[count++] = strsep(&line, ",");
    return count;
}

static enum kb_status read_rows(struct kb_engine *engine, FILE *file, struct kb_error *err)
{
    char *line = NULL, *cells[COLUMNS_MAX];
    size_t room = 0, width = 0;
    enum kb_status status = KB_OK;
    for (uint64_t row = 0; status == KB_OK && getline(&line, &room, file) > 0; row++) {
        size_t count = cut(line, cells);
        if (row == 0) {
            width = count;
            status = kb_columns(engine, (const char *const *)cells, NULL, width, err);
            continue;
        }
        struct kb_text texts[COLUMNS_MAX] = { 0 };
        for (size_t i = 0; i < count && i < width; i++)
            texts[i] = (struct kb_text){ cells[i], strlen(cells[i]) };
        status = kb_add(engine, row, 0, texts, width, err);
    }
    free(line);
    return status;
}

static void print_links(const struct kb_engine *engine)
{
    size_t count;
    const struct kb_link *links = kb_links(engine, &count);
    for (size_t i = 0; i < count; i++)
        printf("%llu\t%u\t%.1f\n", (unsigned long long)links[i].mention.record, links[i].party, links[i].score / 256.0);
}

int main(int argc, char **argv)
{
    struct kb_engine *engine = NULL;
    struct kb_error err = { "" };
    FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!file) {
        fprintf(stderr, "use: link_csv FILE\n");
        return 2;
    }
    enum kb_status status = kb_open(NULL, &engine, &err);
    if (status == KB_OK)
        status = read_rows(engine, file, &err);
    if (status == KB_OK)
        status = kb_run(engine, &err);
    if (status == KB_OK)
        print_links(engine);
    kb_close(engine);
    fclose(file);
    return status == KB_OK ? 0 : fail(&err);
}
