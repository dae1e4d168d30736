/*
 * The one place where facts are changed: somebody is erased (flow/privacy/erase.h).
 *
 * What a fact said of the person goes; the row stays where others or the law
 * need it, so that places in the store, versions and counts keep their meaning.
 * That it was done is a fact itself, without anything of the person.
 *
 *     erasure ──▶ erased (keyed hashes: what must not come back) ──▶ erased_lifted
 *        └──────▶ erasure_message (a source is to erase too) · erasure_done (view and files are clean)
 *
 * The calls that rewrite stand inside one store_begin … store_commit.
 */
#pragma once

#include "store/store.h"

/* ---- that it was done ---- */

enum { ERASURE_SECRET_BYTES = 32, ERASURE_HASH_BYTES = 16 };

struct erasure {
    uint64_t id;
    struct text pseudonym, ground, reason, author;
    int64_t recorded_ms;
    uint64_t records_empty, records_shared, events_gone, events_kept, said_gone, documents_gone;
    int64_t done_ms; /* 0: the view and the files still wait */
};
enum status store_erasure_put(struct store *store, const struct erasure *erasure, uint64_t *ret_id, struct error *err);
enum status store_erasures(struct store *store, struct arena *arena, struct erasure **ret, size_t *ret_count,
                           struct error *err); /* by id */
enum status store_erasures_open(struct store *store, uint64_t *ret, struct error *err);
enum status store_erasures_done(struct store *store, int64_t now_ms, struct error *err); /* all that were open */

/* *ret_made false: there is none yet; secret is then kept when it is given (make). */
enum status store_erasure_secret(struct store *store, bool make, int64_t now_ms, uint8_t secret[ERASURE_SECRET_BYTES],
                                 bool *ret_there, struct error *err);

/* What must not come back. A hash that was lifted counts again when it is put again. */
struct erased_hash {
    uint8_t bytes[ERASURE_HASH_BYTES];
};
enum status store_erased_put(struct store *store, const struct erased_hash *hash, uint64_t erasure, struct error *err);
/* Of those that were not lifted; false from each stops it. */
enum status store_erased_each(struct store *store,
                              bool (*each)(void *ctx, const struct erased_hash *hash, uint64_t erasure), void *ctx,
                              struct error *err);
/* STATUS_NOT_FOUND when it was never erased or is lifted already. */
enum status store_erased_lift(struct store *store, const struct erased_hash *hash, struct text reason,
                              struct text author, int64_t now_ms, struct error *err);

enum erasure_what { ERASURE_RECORD = 1, ERASURE_PERSON_IN_RECORD };
struct erasure_message {
    uint64_t id, erasure;
    uint32_t source_id;
    struct text source_key;
    enum erasure_what what;
    int64_t recorded_ms;
};
enum status store_erasure_message_put(struct store *store, const struct erasure_message *message, struct error *err);
enum status store_erasure_messages(struct store *store, struct arena *arena, struct erasure_message **ret,
                                   size_t *ret_count, struct error *err); /* open ones, by id */
/* The source did it: its key goes from the message. STATUS_NOT_FOUND when there is none open by that id. */
enum status store_erasure_message_end(struct store *store, uint64_t id, struct text author, int64_t now_ms,
                                      struct error *err);

/* ---- rewriting ---- */

/* Before the transaction: bytes given up are overwritten. After it: the files are written anew. */
enum status store_erase_prepare(struct store *store, struct error *err);
/*
 * STATUS_CONFLICT on SQLite when somebody reads on, so that the log could not be emptied: call it again.
 * view_too: the view was changed where it stood, so it is written anew too.
 */
enum status store_erase_clean(struct store *store, bool view_too, struct error *err);
/* While the view is changed: words that only parties have which changed since it was made go from the search lists. */
enum status store_search_forget(struct store *store, struct error *err);

/* One version of a record. */
enum status store_record_rewrite(struct store *store, uint64_t seq, struct record_id id, struct text source_key,
                                 struct text cells, struct error *err);
struct event_version {
    uint64_t seq;
    struct event_fact event;
};
/* All versions of the events that were ever of the record, by event and version. */
enum status store_record_event_versions(struct store *store, struct record_id record, struct arena *arena,
                                        struct event_version **ret, size_t *ret_count, struct error *err);
/* Its record, subject, body, extra, details, owner and direction. */
enum status store_event_rewrite(struct store *store, const struct event_version *version, struct error *err);
enum status store_event_drop(struct store *store, struct event_id id, struct error *err);
/* Gone when no event names it any more; hex as events name it. */
enum status store_document_drop(struct store *store, struct text hex, bool *ret_gone, struct error *err);

/* All that people said of the mention; *ret counts up by what went. */
enum status store_mention_forget(struct store *store, struct mention_id mention, uint64_t *ret, struct error *err);
/* Choices of anybody for what this record says. */
enum status store_record_forget(struct store *store, struct record_id record, uint64_t *ret, struct error *err);
/* Everywhere, the identity log too: the mention is called otherwise from the beginning. */
enum status store_mention_rename(struct store *store, struct mention_id from, struct mention_id to,
                                 struct record_id record, struct error *err);
/* Trained models hold hashes of values: the bodies go, and the next resolve trains. */
enum status store_models_forget(struct store *store, struct error *err);
/* Rows of a source that could not be used: those of which is_of() says so lose what was read. */
enum status store_rejects_forget(struct store *store, uint32_t source_id, bool (*is_of)(void *ctx, struct text raw),
                                 void *ctx, uint64_t *ret, struct error *err);
