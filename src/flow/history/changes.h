/*
 * Who changed what, over the whole base, newest first.
 *
 * ChangeList
 *   { "changes": [Entry], "next"?: text }     next: the cursor of the page after this one; a page may hold fewer
 *                                             than asked, even none, while there is more
 * Entry
 *   { "kind": "import"|"record"|"decision"|"decision_withdrawn"|"choice"|"choice_withdrawn"|"rules"|
 *             "tie"|"tie_withdrawn"|"trait"|"trait_withdrawn"|"proposal"|"proposal_step"|"stage"|"hand_over"|
 *             "hand_over_step",
 *     "at": time, "by"?: text, "sentence": text, "id"?: text, "reason"?: text, "source"?: text, "file"?: text,
 *     "record"?: id, "version"?: int,
 *     "cells"?: [ { "column": text, "before": text, "after": text } ] }   of a record: those that differ
 *
 * Records that came in are counted with their import; a record that took the
 * place of another is an entry of its own.
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

enum { CHANGES_MAX = 200, CHANGES_USUAL = 50, CHANGES_CURSOR_BYTES = 64 };

struct changes_asked {
    int64_t since_ms;   /* INT64_MIN: from the beginning */
    struct text by;     /* the author, exactly; empty: anyone */
    struct text cursor; /* empty: the newest */
    size_t limit;       /* 1 to CHANGES_MAX */
};

/* STATUS_USAGE for a cursor that is none. */
enum status changes_view(struct store *store, const struct job *job, const struct changes_asked *asked,
                         struct json_out *json, struct error *err);
