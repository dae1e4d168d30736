/*
 * Every parser of this floor as a table row: columns in, columns out, and why.
 * For people who want to try (`klantbeeld normalise`), and for tests that hold
 * a file of cases against it.
 */
#pragma once

#include "base/arena.h"
#include "model/finding.h"

enum { SHOW_COLUMNS_MAX = 16, SHOW_REASONS_MAX = 32 };

struct show_reason {
    enum finding finding;
    struct field_ref field;
    const char *what; /* a step of a parser, when finding is FINDING_NONE */
    struct text from, to;
};

struct show_result {
    struct text cells[SHOW_COLUMNS_MAX]; /* as many as columns; inputs repeated */
    struct show_reason reasons[SHOW_REASONS_MAX];
    size_t reasons_count;
};

struct show_kind {
    const char *name;                      /* "address" */
    const char *columns[SHOW_COLUMNS_MAX]; /* inputs and outputs, as a table of cases has them; NULL-ended */
    unsigned inputs;                       /* bit i: column i is an input */
    const char *main_input;                /* where a text of the command line goes */
    /* cells holds the inputs; country is for what does not say. */
    void (*run)(const struct text *cells, const char *country, struct arena *arena, struct show_result *ret);
};

extern const struct show_kind show_kinds[];               /* closed by name NULL */
const struct show_kind *show_kind_find(struct text name); /* NULL when there is none */
size_t show_columns_count(const struct show_kind *kind);
