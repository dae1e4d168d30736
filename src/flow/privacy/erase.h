/*
 * Erasing somebody (GDPR, article 17), so that what others and the law need stays.
 *
 *     party or record ──▶ its mentions, now and once ──▶ their records, all versions
 *        alone in the record   the record is emptied and called otherwise; its events go,
 *                              save those the law wants kept: amounts and dates, no words
 *        beside others         the person's cells go (erase_cells.h); the events stay the
 *                              organisation's, with a pseudonym where the person was named
 *     what people said of the mentions, documents no other event names, rejected rows, trained models
 *
 * erase-1: afterwards nothing of the person stands in any file of the store, save the keys in messages that sources
 *          did not confirm yet.
 * erase-2: all facts are rewritten in one transaction, and the view follows in it where it can (adr 0179); what is
 *          left is making the view anew where it could not, and cleaning the files.  Stopped there, `erase resume` or
 *          the next resolve does it; fsck tells.
 * erase-3: what was emptied does not come back by the next delivery (erased.h) until the hold is lifted.
 * erase-4: places in the store, versions and the identity log keep their meaning, so rebuild and earlier days work.
 *
 * Free text that stays is freed of the person's known names, mailboxes and numbers; what it tells of him in other
 * words no program finds.  Ask drop_texts when that matters more than the organisation's memory.
 *
 * Erasure
 *   { "dry_run", "done": bool, "id"?: text, "pseudonym", "ground", "reason", "sentence": text,
 *     "records": [ { "record", "source", "key": text, "whole": bool, "versions": int, "fields": [ {field, label} ] } ],
 *     "events": [ { "kind", "label": text, "gone", "kept": int, "why"?: "law"|"organisation"|"shared",
 *                   "until"?: date } ],
 *     "said", "documents", "rejected": int,
 *     "files": [ { "event": id, "outcome": "clean"|"freed"|"format"|"encoded"|"shared", "by_hand": bool } ],
 *     "others": [ {id, name} ] }
 *   files: documents of events that stay (erase_documents.c); by_hand: a person has to look at it
 *   others: parties that stay: those named in the same records, and the person when other records name him still.
 * ErasureList
 *   { "erasures": [ { "id", "pseudonym", "ground", "reason", "author", "recorded": text, "done": bool,
 *                     "records", "shared", "events", "kept", "said", "documents": int } ],
 *     "messages": [ { "id", "erasure", "source", "key", "what": "record"|"person", "since": text } ] }
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "flow/live/live.h"
#include "store/erasure.h"

enum { ERASE_REASON_BYTES_MAX = 400 };

struct erase_asked {
    struct text who;            /* an id of a party or record, or source/key */
    struct text ground, reason; /* ground: a word of erase_grounds */
    bool dry_run;
    bool person;     /* of a record: the whole person it names, not this record alone */
    bool drop_texts; /* of events that stay, the texts go whole */
    bool facts_only; /* leave to erase_resume() what is not done with the facts: the files, and the view without live */
    const uint8_t *secret; /* for tests: ERASURE_SECRET_BYTES; NULL: by chance, once per store */
};
extern const char *const erase_grounds[]; /* "request", "objection", "consent", "unlawful", "retention", NULL */

/* live: with it the view follows in the same transaction where it can; NULL: it is made anew. */
enum status erase_run(struct store *store, const struct job *job, struct live *live, const struct erase_asked *asked,
                      struct json_out *json, struct error *err);
/* What a stopped erasure left to be done; *ret says whether there was something. */
enum status erase_resume(struct store *store, const struct job *job, bool *ret, struct error *err);

/* The source says this key is a new relation. who: source/key. */
enum status erase_lift(struct store *store, const struct job *job, struct text who, struct text reason,
                       struct error *err);
/* The source confirmed message id. */
enum status erase_told(struct store *store, const struct job *job, uint64_t id, struct error *err);

enum status view_erasures(struct store *store, const struct job *job, struct json_out *json, struct error *err);
/* Open messages as CSV, for the sources: erasure;source;key;what;since. source empty: all. */
enum status erase_messages_csv(struct store *store, struct text source, struct buf *ret, uint64_t *ret_count,
                               struct error *err);
