/*
 * Who is this?  One record against all, now, and without a resolve.
 *
 * A struct live keeps an index of all mentions (match/index.h) between
 * questions: in the server for as long as it runs, and in a file beside the
 * store for the next process.  It stands for the facts up to a position; what
 * came since is taken in before each answer, and when the model, a mapping or
 * another rule changed, or the file is torn or gone, it is made anew from the
 * store (adr 0113).
 *
 * Life: live_open → live_ask, as often as wanted → live_close.  Threads may
 * ask side by side, each with its own store.
 *
 * MatchAnswer
 *   { "outcome": "linked"|"review"|"apart",   what a resolve would do with this record now
 *     "sentence": text,
 *     "compared": int,                         mentions that were compared
 *     "waiting": int,                          records that may be it too, and wait for the next resolve
 *     "fields": [ { "name": text, "field"?: text } ],   how each value was understood; no field: compared by nothing
 *     "parties": [ MatchParty ] }              best first: linked, then to be reviewed by score
 * MatchParty
 *   { "id": id, "kind": "person"|"organisation", "name": text, "summary": text, "outcome": "linked"|"review",
 *     "bits": number, "threshold": number,     of its best record; joined from the threshold
 *     "record": id, "mention": id, "source": text, "key": text,
 *     "evidence": [ { "comparison", "level", "sentence", "a", "b", "bits" } ],   a: asked, b: kept
 *     "veto"?: { "rule", "sentence" } }
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

struct live;

/*
 * The index from its file, or made from the store.  STATUS_CONFLICT when
 * nothing was resolved yet: there is no model to weigh with.
 */
enum status live_open(struct store *store, const struct job *job, struct live **ret, struct error *err);
/* The file is written again after a thousand records that are a twentieth of all; the next one takes in what came
 * since. */
void live_close(struct live **live);

/* Take in what came since; live_ask does so itself. */
enum status live_follow(struct live *live, struct store *store, const struct job *job, struct error *err);

/* name: a field ("person.given", "email") or a header as people write it ("Achternaam"). */
struct live_value {
    struct text name, value;
};
enum { LIVE_VALUES_MAX = 24, LIVE_VALUE_BYTES_MAX = 2000, LIVE_PARTIES_MAX = 20 };
struct live_question {
    struct live_value values[LIVE_VALUES_MAX];
    size_t count;
    size_t limit; /* parties, 1 … LIVE_PARTIES_MAX */
};

/* MatchAnswer. Nothing is kept of what is asked. STATUS_INVALID when the values name nobody. */
enum status live_ask(struct live *live, struct store *store, const struct job *job,
                     const struct live_question *question, struct json_out *json, struct error *err);

/*
 * A record of a source, kept for good, and the view with it: when the call
 * returns its links, ids, profiles and households are those a resolve with the
 * kept model would make (adr 0144).  A record with the same key
 * (flow/import/import_row.h) gets a new version.  Records of several threads go in
 * together.
 *
 * RecordPut, as members of the object that is open in json:
 *   "record": id, "source", "key": text, "change": "created"|"updated"|"unchanged",
 *   "outcome": "linked"|"review"|"apart"|"nobody", "sentence": text,
 *   "current": bool                the view follows; false: it waits for the next resolve, and this says what that will
 * do "links": int,                  mentions of the parties it is linked to, its own among them "parties": [ { "id",
 * "kind", "name", "outcome": "linked"|"review", "bits": number, "records": int, "change"?:
 * "created"|"joined"|"updated"|"unchanged" } ] linked: it is of this party; review: somebody should look "left": [ {
 * "id": id, "now": id|null } ]    parties it was of and is no more, and where their ids lead STATUS_NOT_FOUND when
 * there is no such source, STATUS_INVALID when the row was refused: no record is kept then.
 */
enum status live_put(struct live *live, struct store *store, const struct job *job, struct text source,
                     const struct live_question *values, struct json_out *json, struct error *err);

/* Many at once, all kept or none: "records": [ RecordPut, or { "change": "refused", "sentence" } ]. */
enum { LIVE_RECORDS_MAX = 200 };
enum status live_put_all(struct live *live, struct store *store, const struct job *job, struct text source,
                         const struct live_question *values, size_t count, struct json_out *json, struct error *err);

/* A record taken back: its next version names nobody. RecordPut. STATUS_NOT_FOUND when the source has no such key. */
enum status live_remove(struct live *live, struct store *store, const struct job *job, struct text source,
                        struct text key, struct json_out *json, struct error *err);

/*
 * After a power cut the view may lack the last records that were put (store_begin_hasty): it takes them along.  Does
 * nothing when it lacks none, and leaves it to a resolve when the view does not fit for another reason.
 */
enum status live_mend(struct store *store, const struct job *job, struct error *err);

struct live_about {
    size_t mentions;
    uint64_t bytes;      /* of memory */
    bool was_read;       /* from its file, else made from the store */
    uint64_t taken_in;   /* records since it was opened */
    uint64_t record_seq; /* the newest it stands for */
};
struct live_about live_about(struct live *live);
