/*
 * A table of cases from the shared folder held against a parser (normal/show.h).
 * Skips with a message when this machine does not have the folder.
 */
#pragma once

#include "base/arena.h"
#include "base/scoped.h"
#include "normal/show.h"
#include "test.h"

/* percent of the lines must agree in every column but "note" and "country". */
static inline void check_vectors(const char *kind_name, const char *file, int percent)
{
    char path[1024], line[4096];
    if (!samples_folder()) {
        print_message("skipped: KLANTBEELD_SHARED is not set, %s is not read\n", file);
        skip();
    }
    snprintf(path, sizeof(path), "%s/samples/vectors/%s", samples_folder(), file);
    FILE *in = fopen(path, "r");
    if (!in) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    const struct show_kind *kind = show_kind_find(text_from(kind_name));
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    size_t columns = show_columns_count(kind);
    int lines = 0, good = 0;
    assert_non_null(fgets(line, sizeof(line), in));
    while (fgets(line, sizeof(line), in)) {
        line[strcspn(line, "\r\n")] = '\0';
        struct text rest = text_from(line), cell, want[SHOW_COLUMNS_MAX] = { 0 }, inputs[SHOW_COLUMNS_MAX] = { 0 };
        for (size_t i = 0; i < SHOW_COLUMNS_MAX && text_next(&rest, '\t', &cell); i++)
            want[i] = cell;
        struct show_result result = { .reasons_count = 0 };
        for (size_t c = 0; c < columns; c++)
            if (kind->inputs >> c & 1)
                inputs[c] = result.cells[c] = want[c];
        kind->run(inputs, "NL", &arena, &result);
        bool same = true;
        for (size_t c = 0; c < columns; c++)
            if (strcmp(kind->columns[c], "note") != 0 && strcmp(kind->columns[c], "country") != 0 &&
                !text_equal(result.cells[c], want[c])) {
                print_message("%s line %d: %s is '%.*s', not '%.*s'\n", file, lines + 2, kind->columns[c],
                              TEXT_ARG(result.cells[c]), TEXT_ARG(want[c]));
                same = false;
            }
        lines++;
        good += same;
        arena_reset(&arena);
    }
    fclose(in);
    assert_true(lines > 0);
    assert_true(good * 100 >= percent * lines);
}
