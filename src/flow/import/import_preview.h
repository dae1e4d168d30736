/*
 * What a file would become, as the page shows it before anything is kept: how
 * each column is understood, with a few of its values and what is odd about
 * them, and what would happen to the first rows.  A dry run of those rows
 * (import_dry.c) tells it, so it is what the import does.
 *
 * Preview
 *   { "format", "encoding": text, "separator": text or null, "has_header": bool,
 *     "mapping": "given"|"saved"|"proposed",     whose choice the fields are
 *     "usable": bool,                            some column says who or what
 *     "same_file": bool,                         it was the last file of this source
 *     "rows": int, "is_all": bool,               looked at; false: the file has more
 *     "created", "updated", "unchanged", "rejected", "events", "masked": int,     of those rows
 *     "keys": { "id"|"customer_number"|"email"|"content": rows, … },
 *     "columns": [ { "header": text, "field": text or null, "label": text, "confidence": 0-100, "filled": rows,
 *                    "examples": [text], "findings": [ColumnFinding] } ],
 *     "others": [ColumnFinding],                 of rows as a whole
 *     "first": [ { "row": int, "change": "rejected"|"created"|"updated"|"unchanged", "key": text, "names": [text] } ] }
 * ColumnFinding { "code", "severity", "sentence": text, "count": rows, "row": the first }
 *
 * Of a refused column no value is shown: the reader has erased them.
 */
#pragma once

#include "base/json_out.h"
#include "flow/import/import.h"
#include "golden/catalogue.h"

enum { PREVIEW_EXAMPLES = 3, PREVIEW_EXAMPLE_LENGTH = 40, PREVIEW_FIRST_ROWS = 10 };

/* options->rows_max is set here. STATUS_INVALID for a file that is none we read. */
enum status import_preview(struct store *store, const struct job *job, const struct import_options *options,
                           struct json_out *json, struct error *err);

/*
 * What a column may become: { "field", "label", "area", "area_label" }, as a list, in the order of the fields, those
 * of the installation's own last.
 */
enum status import_fields(struct store *store, enum language lang, struct json_out *json, struct error *err);

/* What people call a field that a column is: as the program does, of the installation's own as its row says. */
struct text import_field_label(const struct catalogue *catalogue, struct text field, enum language lang,
                               struct arena *arena);

/* Who a mention is, on one line. */
struct text import_name_of(const struct mention *mention, struct arena *arena);
