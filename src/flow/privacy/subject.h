/*
 * Everything that is known of one party, for himself (GDPR, articles 15 and
 * 20): machine-readable, with origins, and who looked.
 *
 * Subject
 *   { "party": Party,                          flow/view/view.h: values with origin, records, roles, households,
 * findings "records": [ { "record", "source", "key": text, "versions": [ { "version": int, "observed", "recorded":
 * time, "cells": { column: text } } ] } ], "events": [ { "event": id, "kind": text, "at": time, "source", "key": text,
 * "subject"?, "text"?, "status"?, "amount_cents"?: int, "currency"?, "channel"?, "direction"?: text, "details"?,
 * "extra"?: object, "author"?: text } ],       all versions, by event "history": History, "ties": Ties, "choices":
 * Choices, "stage"?: Stage, "keys": KeyRing, "seen": [ { "at": time, "by", "what": text } ] }   the audit log, newest
 * first, SUBJECT_SEEN_MAX at most
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

enum { SUBJECT_SEEN_MAX = 10000 };

/* who: an id of a party or record, or source/key. */
enum status subject_export(struct store *store, const struct job *job, struct text who, struct json_out *json,
                           struct error *err);
