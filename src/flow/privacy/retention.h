/*
 * What is kept longer than the catalogue says it should be: fields of records
 * nobody had contact about since, and what happened too long ago.
 *
 * The term of a field runs from the last contact: when the source last held the
 * record so, or the newest event on it.  That of an event runs from its own day;
 * "event.invoice" with basis law and 84 months is kept till then and is beyond
 * its term afterwards.  A field without a term stays as long as its party.
 *
 * Erased are cells, in all versions, and events; a source that delivers a value
 * again holds it again, and the term runs anew.  What is erased is counted in an
 * erasure with the ground "retention" (erase.h): the view and the files follow
 * in the same way.
 *
 * Retention
 *   { "erased": bool, "id"?: text,
 *     "fields": [ { "field", "label", "basis": text, "months": int, "records": int, "oldest": date } ],
 *     "events": [ { "kind", "label", "basis": text, "months": int, "events": int, "oldest": date } ] }
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

struct retention_asked {
    struct text only;   /* this row of the catalogue, "note" or "event.contact"; empty: all */
    bool erase;         /* else list */
    struct text reason; /* with erase */
    bool facts_only;    /* leave the view and the files to erase_resume() */
};
enum status retention_run(struct store *store, const struct job *job, const struct retention_asked *asked,
                          struct json_out *json, struct error *err);
