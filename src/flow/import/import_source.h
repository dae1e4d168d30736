/*
 * What an import and its dry run have in common: the file open, its first
 * rows looked at, its mapping found and the plan made.
 *
 * The first rows are kept and given again, so that standard input works too.
 */
#pragma once

#include "flow/import/import.h"
#include "flow/import/import_row.h"
#include "flow/job/layout_mapping.h"

enum { HEADS_BYTES_MAX = 64 * 1024 * 1024 };

struct import_source {
    struct arena arena;  /* as long as the import */
    struct arena sample; /* the first rows */
    struct reader *reader;
    struct source source;
    struct layout_mapping mapping;
    struct import_plan plan;
    struct row *heads; /* first rows, with their state */
    enum row_state *states;
    struct row *good; /* room for those that are good */
    size_t heads_count, heads_given;
};

#define IMPORT_SOURCE_CLOSED                                                                                           \
    ((struct import_source){ .arena = ARENA_UP_TO(2 * (size_t)HEADS_BYTES_MAX),                                        \
                             .sample = ARENA_UP_TO(2 * (size_t)HEADS_BYTES_MAX) })

enum status import_source_open(struct store *store, const struct import_options *options, struct import_source *ret,
                               struct error *err);
/*
 * The same columns of the same source in other bytes (reader_again()), with
 * the mapping as it was found: the caller knows that sources and rulesets are
 * as they were then.  STATUS_NOT_FOUND, without a message, when these rows
 * would be understood otherwise: close it and open another.
 */
enum status import_source_again(struct import_source *source, struct text bytes, struct error *err);
/*
 * To its end and back to the first row: STATUS_INVALID when the file breaks
 * off, before anything was made of it.
 */
enum status import_source_check(struct import_source *source, const struct job *job, struct error *err);
void import_source_close(struct import_source *source);

/* As reader_next(), from the first row. */
enum row_state import_source_next(struct import_source *source, struct row *ret);

/* What each column becomes, to be shown; as layout_mapping_show(). */
enum status import_source_show(struct import_source *source, const struct import_options *options,
                               struct mapping_proposal **ret, struct error *err);
