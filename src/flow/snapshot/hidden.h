/*
 * What somebody may not see is in no reply, wherever it would stand.
 *
 * Pages, histories and lists leave out fields, columns and kinds of event by
 * the catalogue.  A value may stand elsewhere too: a summary shows the town, a
 * key is a mailbox, a note or a sentence quotes a number.  So a reply to a role
 * that may not see everything is looked through last: of everybody it names by
 * id, the values in columns the role may not see, as they were delivered and as
 * they are written by us, are replaced by "…".
 *
 * Values shorter than HIDDEN_BYTES_MIN are left to the first way: "ja" and "42"
 * stand everywhere.  Nothing is asked when no column of any file is hidden.
 */
#pragma once

#include "base/buf.h"
#include "flow/job/job.h"
#include "store/store.h"

enum { HIDDEN_BYTES_MIN = 5, HIDDEN_RECORDS_MAX = 5000 };

/* Of JSON the keys stay as they are. STATUS_LIMIT: it names more than HIDDEN_RECORDS_MAX records. */
enum status hidden_free(struct store *store, const struct job *job, bool is_json, struct buf *body, struct error *err);
