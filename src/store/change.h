/*
 * Changing the view that stands, when little changed, instead of making it
 * anew.
 *
 * In a write transaction: begin, drop what changed, put it again with the
 * calls of store.h, commit.  What the search lists hold of a changed party is
 * passed over, and it is found beside them (fresh.c), until the next whole
 * view.
 */
#pragma once

#include "store/store.h"

enum {
    CHANGES_MAX = 2000,      /* records or parties of one change: more are made sooner with a whole view */
    ALL_CHANGES_MAX = 50000, /* parties in all since the view was made: a resolve that comes by makes it whole */
};

/*
 * What a view was made of, by name, as its maker put it down; STATUS_NOT_FOUND.
 * Also when the view is not the one the newest facts were kept for: it can then
 * only be made whole.
 */
enum status store_view_state_get(struct store *store, const char *name, struct arena *arena, struct text *ret,
                                 struct error *err);
/* Between store_derived_begin and its end (each name once), or while changing. */
enum status store_view_state_put(struct store *store, const char *name, struct text value, struct error *err);
/* Bytes by which a later resolve knows a party without its records. As store_party_put. */
enum status store_home_put(struct store *store, struct party_id party, struct text body, struct error *err);
enum status store_homes_each(struct store *store, bool (*each)(void *ctx, struct party_id party, struct text body),
                             void *ctx, struct error *err); /* in order of id */

/* SHA-256 over the newest rulesets of all kinds but "model" and "view", and over sources and registers. */
enum status store_rules_digest(struct store *store, struct digest *ret, struct error *err);
/* How many versions, and the newest time at which one was observed that was not after it was told. */
enum status store_records_after(struct store *store, uint64_t seq, uint64_t *ret, int64_t *ret_newest_ms,
                                struct error *err);
enum status store_links_each(struct store *store, bool (*each)(void *ctx, const struct stored_link *link), void *ctx,
                             struct error *err); /* in any order */
enum status store_reviews_each(struct store *store, bool (*each)(void *ctx, const struct stored_review *review),
                               void *ctx, struct error *err);

enum status store_change_begin(struct store *store, struct error *err);
enum status store_change_flush(struct store *store, struct error *err); /* what was put can be asked for */
enum status store_changes_count(struct store *store, uint64_t *ret, struct error *err); /* since the view was made */
/* The party with its keys, its roles as a person, its members as a household, its home. */
enum status store_party_drop(struct store *store, struct party_id party, struct error *err);
enum status store_record_links_drop(struct store *store, struct record_id record, struct error *err);
enum status store_record_findings_drop(struct store *store, struct record_id record, struct error *err);
enum status store_review_drop(struct store *store, const struct stored_review *review, struct error *err);
