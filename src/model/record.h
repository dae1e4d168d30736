/*
 * A source record as its source gave it: columns and cells, nothing judged.
 *
 * A layout is the list of column names of a file; a record's cells stand in
 * that order.  National personal numbers are gone from both already: readers
 * mask them (parse/refuse.h), so nothing above a reader ever sees one.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "model/field.h"
#include "model/finding.h"

/* What stands where a reader erased something. */
#define MASKED_TEXT "[gewist]"

struct layout {
    const struct text *columns; /* header names as read, each unique ("Naam", "Naam (2)") */
    size_t count;
};

struct row {
    const struct text *cells; /* UTF-8, trimmed of nothing; as many as the layout has columns */
    size_t count;
    uint64_t number;                       /* of the row in its file, first data row is 1 */
    const struct record_finding *findings; /* what the reader noticed (masked, repaired encoding) */
    size_t findings_count;
};

/* What each column of a layout becomes. */
struct mapping {
    const struct field_ref *refs; /* as many as columns; FIELD_NONE for not recognised */
    const uint8_t *confidences;   /* 0-100, as many; NULL when a person decided */
    size_t count;
    const struct text *customs; /* per column, of FIELD_CUSTOM its name "custom.shoe_size"; NULL when there is none */
    const uint8_t *date_orders; /* per column enum date_order or name order (model/date.h), as files taught, or NULL */
};

/* The kept form of cells: a JSON array of texts, empty cells at the end left
 * out. The same cells give the same bytes. */
void cells_write(const struct text *cells, size_t count, struct buf *buf);
/* Read it back into count cells (missing ones empty); texts live in arena. */
enum status cells_read(struct text json, struct arena *arena, struct text *ret, size_t count, struct error *err);
