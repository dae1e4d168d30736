/*
 * The facts as they stood on an earlier day.
 *
 * A view is made of the facts up to some moment; view_made keeps which.  What
 * was known at D is what the newest view made at or before D was made of:
 * record versions up to record_seq, rulesets up to ruleset_id, identities up
 * to identity_run, and of other facts those recorded until then.
 */
#pragma once

#include "store/store.h"

struct view_made {
    uint64_t id;
    int64_t recorded_ms;
    uint64_t record_seq, ruleset_id, identity_run;
};
/* In the transaction that makes the view, at its end: identities and rulesets are those there are now. */
enum status store_view_made_put(struct store *store, uint64_t record_seq, int64_t now_ms, struct error *err);
/* The newest made at or before then; STATUS_NOT_FOUND when there was none yet. */
enum status store_view_made_at(struct store *store, int64_t at_ms, struct view_made *ret, struct error *err);
/* The newest that knew of no record from that one on, for views know ever more; STATUS_NOT_FOUND. Of many views few are
 * read. */
enum status store_view_made_before(struct store *store, uint64_t record_seq, struct view_made *ret, struct error *err);
enum status store_views_made(struct store *store, struct arena *arena, struct view_made **ret, size_t *ret_count,
                             struct error *err);

/* Of rulesets, the newest among the first ruleset_id; STATUS_NOT_FOUND. */
enum status store_ruleset_at(struct store *store, struct text kind, struct text name, uint64_t ruleset_id,
                             struct arena *arena, struct ruleset *ret, struct error *err);
struct ruleset_head {
    uint64_t id, version;
    struct text kind, name, author;
    int64_t recorded_ms;
};
/* Newest first, those with an id below before; without what a resolve keeps for itself (kind "view"). */
enum status store_ruleset_heads(struct store *store, uint64_t before, size_t limit, struct arena *arena,
                                struct ruleset_head **ret, size_t *ret_count, struct error *err);

/* The version that stood when the newest record was record_seq; STATUS_NOT_FOUND. */
enum status store_record_at(struct store *store, struct record_id id, uint64_t record_seq, struct arena *arena,
                            struct stored_record *ret, struct error *err);
/* All versions, oldest first. */
enum status store_record_versions(struct store *store, struct record_id id, struct arena *arena,
                                  struct stored_record **ret, size_t *ret_count, struct error *err);
/* The same of many records at once, in order of record and version. Each id once. */
enum status store_records_versions(struct store *store, const struct record_id *ids, size_t count, struct arena *arena,
                                   struct stored_record **ret, size_t *ret_count, struct error *err);
/* Events of a record as they were told until then, newest first. */
enum status store_record_events_at(struct store *store, struct record_id id, int64_t at_ms, size_t limit,
                                   struct arena *arena, struct event_fact **ret, size_t *ret_count, struct error *err);

/* Decisions that stood then: made by that time and not yet withdrawn. */
enum status store_decisions_at(struct store *store, int64_t at_ms, struct arena *arena, struct decision **ret,
                               size_t *ret_count, struct error *err);

/* What was said and taken back, with both times; taken_back.ms 0: it stands. */
struct taken_back {
    int64_t ms;
    struct text reason, author;
};
struct decision_told {
    struct decision decision;
    struct taken_back taken_back;
};
enum status store_decision_log(struct store *store, struct arena *arena, struct decision_told **ret, size_t *ret_count,
                               struct error *err);
struct choice_told {
    uint64_t id;
    struct mention_id mention;
    struct text field, value, reason, author;
    int64_t recorded_ms;
    struct taken_back taken_back;
};
enum status store_choice_log(struct store *store, struct mention_id mention, struct arena *arena,
                             struct choice_told **ret, size_t *ret_count, struct error *err);
/* On all mentions, oldest first. */
enum status store_choice_log_all(struct store *store, struct arena *arena, struct choice_told **ret, size_t *ret_count,
                                 struct error *err);
/* A version that took the place of another. Texts live until each() returns; false stops it. */
struct record_change {
    struct stored_record record;
    uint32_t before_layout_id;
    struct text before_cells, author, file_name;
};
/* Newest first, of the places below `below` and not below `from`; what is no change is passed over. */
enum status store_record_changes(struct store *store, uint64_t below, uint64_t from,
                                 bool (*each)(void *ctx, const struct record_change *change), void *ctx,
                                 struct error *err);
enum status store_record_last(struct store *store, uint64_t *ret, struct error *err); /* the newest place, 0 for none */
/* Which import brought a version. */
struct record_import {
    uint64_t id;
    struct text file_name, author;
};
enum status store_record_import(struct store *store, struct record_id record, uint32_t version, struct arena *arena,
                                struct record_import *ret, struct error *err);
/* Of all imports, by id. */
enum status store_import_authors(struct store *store, struct arena *arena, struct record_import **ret,
                                 size_t *ret_count, struct error *err);
enum status store_import_author(struct store *store, uint64_t import_id, struct text author, struct error *err);

/* ---- identities ---- */

struct assignment_run {
    struct mention_id mention;
    uint64_t run;
    struct party_id party, before; /* as struct assignment */
    struct record_id record;       /* v 0 when it was not written down (stores of before this was kept) */
};
/* Where a mention was after that run; STATUS_NOT_FOUND when it was nowhere yet. party v 0: nowhere any more. */
enum status store_assignment_at(struct store *store, struct mention_id mention, uint64_t run,
                                struct assignment_run *ret, struct error *err);
enum status store_mention_assignments(struct store *store, struct mention_id mention, struct arena *arena,
                                      struct assignment_run **ret, size_t *ret_count, struct error *err);
/* The same of many mentions at once, in order of mention and run. Each id once. */
enum status store_mentions_assignments(struct store *store, const struct mention_id *ids, size_t count,
                                       struct arena *arena, struct assignment_run **ret, size_t *ret_count,
                                       struct error *err);
/* Mentions that were in the party once and left it (some may be back). */
enum status store_party_left(struct store *store, struct party_id party, struct arena *arena, struct mention_id **ret,
                             size_t *ret_count, struct error *err);

/* Mentions that left a household once, with each they left, in order of mention; false from each stops it. */
enum status store_households_left(struct store *store,
                                  bool (*each)(void *ctx, struct mention_id mention, struct party_id household),
                                  void *ctx, struct error *err);

struct identity_told {
    uint64_t run, step;
    int64_t recorded_ms;
    struct party_id party;
    enum identity_event event;
    struct party_id other;
};
/* What had last become of a party after that run; STATUS_NOT_FOUND when its id was not given yet. */
enum status store_identity_at(struct store *store, struct party_id party, uint64_t run, struct identity_told *ret,
                              struct error *err);
/* All that became of one party, oldest first. */
enum status store_identity_of(struct store *store, struct party_id party, struct arena *arena,
                              struct identity_told **ret, size_t *ret_count, struct error *err);
/* The parties that were last merged into this one, by id. */
enum status store_redirects_to(struct store *store, struct party_id party, struct arena *arena, struct party_id **ret,
                               size_t *ret_count, struct error *err);
/* The whole log in order of run and step; false from each stops it. */
enum status store_identity_log_each(struct store *store, bool (*each)(void *ctx, const struct identity_told *told),
                                    void *ctx, struct error *err);
