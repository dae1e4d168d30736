/*
 * What is odd about the rows of an import that was made, page by page and as a
 * file: first the rows that were refused, then, once a resolve has looked at
 * them, the values of records it brought.  What is only worth a note is left out.
 *
 * ImportFindings { "findings": [ImportFinding], "next"?: text }     next is the cursor of the following page
 * ImportFinding
 *   { "row": int or null,           the row of the file, of a refused one
 *     "record": id or null, "key": text,
 *     "field", "label": text,       "" of a whole row
 *     "code", "severity", "sentence": text, "proposal": text,
 *     "raw": text }                 the refused row as it was kept, for who imported it or may see everything; else ""
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

enum { IMPORT_FINDINGS_USUAL = 50, IMPORT_FINDINGS_MAX = 200, IMPORT_FINDINGS_FILE_MAX = 200000 };

/* STATUS_NOT_FOUND: no such import. STATUS_INVALID: no cursor of ours. */
enum status import_findings(struct store *store, const struct job *job, uint64_t import_id, struct text cursor,
                            size_t limit, struct json_out *json, struct error *err);
/* The first IMPORT_FINDINGS_FILE_MAX as CSV: row, key, record, field, finding, sentence, proposal, raw. */
enum status import_findings_export(struct store *store, const struct job *job, uint64_t import_id, struct buf *csv,
                                   struct error *err);
