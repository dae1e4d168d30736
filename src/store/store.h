/*
 * What is kept, and how it is found: the only SQL of the program.
 *
 * Facts are appended and never edited; derived tables are dropped and made
 * again from them, byte for byte.  Every call works on both engines.
 * A struct store belongs to one thread; open one per thread.
 *
 * Texts in results live in the arena handed in, or (cursors) until the next row.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/status.h"
#include "model/mention.h"
#include "model/record.h"

struct store;

struct store_options {
    bool create; /* make it when absent, and bring an older one up to date */
    bool read_only;
    uint64_t fail_after; /* for tests: the n-th database step fails (db_fail_after); 0 never */
};

/* url NULL or "" is the default: sqlite: in path_data_home(). */
enum status store_open(const char *url, const struct store_options *options, struct store **ret, struct error *err);
/* Another connection to it, for another thread. STATUS_NOT_FOUND, without a message, of one that lies in memory. */
enum status store_open_beside(const struct store *store, struct store **ret, struct error *err);
void store_close(struct store **store);
const char *store_url(const struct store *store);           /* without a password */
const char *store_engine_name(const struct store *store);   /* "sqlite", "postgres" */
void store_fail_after(struct store *store, uint64_t steps); /* for tests */

/*
 * Every call that writes may stand alone (it is then its own transaction) or
 * inside store_begin … store_commit; inside store_read_begin it is refused.
 * After an error inside a transaction, roll back: PostgreSQL does nothing
 * more in it.
 */

/* One write transaction at a time; SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE. */
struct store_tx {
    struct store *store;
};
#define STORE_TX_NONE ((struct store_tx){ NULL })
enum status store_begin(struct store *store, struct store_tx *ret, struct error *err);
enum status store_commit(struct store_tx *tx, struct error *err); /* empties tx */
void store_rollback(struct store_tx *tx);                         /* empty tx is fine */
/* One snapshot for several reads; ends with store_read_end. */
enum status store_read_begin(struct store *store, struct error *err);
void store_read_end(struct store *store);

/* ---- facts: sources, layouts, rulesets ---- */

enum source_kind {
    SOURCE_OTHER = 0,
    SOURCE_CRM,
    SOURCE_BILLING,
    SOURCE_WEBSHOP,
    SOURCE_NEWSLETTER,
    SOURCE_ADDRESS_BOOK,
    SOURCE_MAILBOX,
    SOURCE_BY_HAND
};
const char *source_kind_name(enum source_kind kind); /* "crm", "billing", "address-book" … */
bool source_kind_read(struct text name, enum source_kind *ret);

struct source {
    uint32_t id;      /* 1, 2, 3 in order of adding; names decide everywhere results must not depend on order */
    struct text name; /* [a-z0-9-]{1,64} */
    enum source_kind kind;
    bool one_per_party; /* known clean: a party has at most one record of it */
    int64_t created_ms;
};
enum status store_source_add(struct store *store, struct text name, enum source_kind kind, bool one_per_party,
                             int64_t now_ms, uint32_t *ret_id,
                             struct error *err); /* STATUS_CONFLICT when the name is taken */
enum status store_source_get(struct store *store, struct text name, struct arena *arena, struct source *ret,
                             struct error *err); /* STATUS_NOT_FOUND */
enum status store_sources(struct store *store, struct arena *arena, struct source **ret, size_t *ret_count,
                          struct error *err);

/* The same columns of the same source give the same layout. */
enum status store_layout_put(struct store *store, uint32_t source_id, struct layout layout, uint32_t *ret_id,
                             struct error *err);
struct stored_layout {
    uint32_t id, source_id;
    struct layout layout;
};
enum status store_layouts(struct store *store, struct arena *arena, struct stored_layout **ret, size_t *ret_count,
                          struct error *err);

/* A ruleset is a versioned text: "mapping" (name = layout id), "leading", "norms", "model" … */
struct ruleset {
    uint64_t version;
    struct text kind, name, body, author;
    int64_t recorded_ms;
    struct digest digest;
};
/* Nothing is added when the newest body is the same; *ret_version tells which stands. */
enum status store_ruleset_put(struct store *store, struct text kind, struct text name, struct text body,
                              struct text author, int64_t now_ms, uint64_t *ret_version, struct error *err);
enum status store_ruleset_get(struct store *store, struct text kind, struct text name, struct arena *arena,
                              struct ruleset *ret, struct error *err); /* newest; STATUS_NOT_FOUND */

/* A register of addresses (flow/profile/reference.h), replaced whole in a transaction of the caller's:
 * begin drops the rows there were, the puts number theirs from 1, end says what was loaded. */
struct reference_register {
    struct text kind, file_name, author;
    uint64_t rows;
    int64_t loaded_ms;
};
struct stored_reference {
    struct text country, postcode, street, place;
    uint32_t number_from, number_to;
};
enum status store_reference_begin(struct store *store, struct text kind, struct error *err);
enum status store_reference_put(struct store *store, struct text kind, uint64_t number,
                                const struct stored_reference *row, struct error *err);
enum status store_reference_end(struct store *store, const struct reference_register *loaded, struct error *err);
enum status store_references(struct store *store, struct arena *arena, struct reference_register **ret,
                             size_t *ret_count, struct error *err);
/* All rows of all registers by country, postcode, street, place, number; false from each stops it. */
enum status store_reference_each(struct store *store, bool (*each)(void *ctx, const struct stored_reference *row),
                                 void *ctx, struct error *err);

/* ---- facts: imports and records ---- */

enum import_state { IMPORT_RUNNING = 1, IMPORT_DONE, IMPORT_FAILED };
struct import_counts {
    uint64_t rows, created, updated, unchanged, rejected, events_created, events_unchanged;
};
struct import_run {
    uint64_t id;
    uint32_t source_id;
    struct text file_name;
    struct digest file_digest;
    int64_t started_ms, finished_ms;
    enum import_state state;
    struct import_counts counts;
};
enum status store_import_begin(struct store *store, uint32_t source_id, struct text file_name, int64_t now_ms,
                               uint64_t *ret_id, struct error *err);
enum status store_import_update(struct store *store, uint64_t import_id, enum import_state state,
                                struct import_counts counts, int64_t now_ms, struct error *err);
enum status store_import_digest(struct store *store, uint64_t import_id, struct digest file_digest, struct error *err);
enum status store_imports(struct store *store, struct arena *arena, struct import_run **ret, size_t *ret_count,
                          struct error *err);
enum status store_reject(struct store *store, uint64_t import_id, uint64_t row, enum finding finding, struct text raw,
                         struct error *err);

enum change { CHANGE_CREATED = 1, CHANGE_UPDATED, CHANGE_UNCHANGED };
struct record_fact {
    struct record_id id;
    uint32_t source_id, layout_id;
    struct text source_key;
    struct text cells;   /* model/record.h, cells_write() */
    int64_t observed_ms; /* when the source held it so: the file's date or the record's own */
};
/* Append new versions, in one call for many. ret[i] says what happened. The same key twice in one batch: in order. */
enum status store_records_put(struct store *store, uint64_t import_id, const struct record_fact *facts, size_t count,
                              int64_t now_ms, enum change *ret, struct error *err);
/* The same question without writing (dry run). */
enum status store_records_compare(struct store *store, const struct record_fact *facts, size_t count, enum change *ret,
                                  struct error *err);

struct stored_record {
    uint64_t seq; /* place in the store; not stable between stores */
    struct record_id id;
    uint32_t version, source_id, layout_id;
    struct text source_key, cells;
    int64_t observed_ms, recorded_ms;
};
/*
 * Every record's newest version, in store order, streamed: while (store_records_next).
 * One walk at a time per store.  To write on the way, store_begin first; a walk
 * outside a transaction reads a snapshot and nothing can be written until it ends.
 */
enum status store_records_begin(struct store *store, struct error *err);
bool store_records_next(struct store *store, struct stored_record *ret);
enum status store_records_end(struct store *store, struct error *err);
enum status store_record_get(struct store *store, struct record_id id, struct arena *arena, struct stored_record *ret,
                             struct error *err); /* newest */
enum status store_record_by_seq(struct store *store, uint64_t seq, struct arena *arena, struct stored_record *ret,
                                struct error *err);
/* Many at once, in the order asked; on PostgreSQL that is one question instead of count. */
enum status store_records_by_seq(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                                 struct stored_record *ret, struct error *err);
uint64_t store_records_count(struct store *store); /* current records */

/* ---- facts: events ---- */

struct event_fact {
    struct event_id id;
    uint32_t source_id;
    struct text source_key;  /* of the event */
    struct record_id record; /* the source record it belongs to; may not be there (yet) */
    struct text kind;        /* "order", "contact", "invoice" … (model/event_kind.h), or a word nobody told us */
    int64_t at_ms;
    int64_t amount_cents; /* with has_amount */
    bool has_amount;
    struct text currency, channel, direction, subject, body, status;
    struct text extra;      /* what else the row held, a JSON object, or empty */
    struct event_id parent; /* a line of this event; 0 for none */
    int64_t until_ms;       /* pay by, valid until, ends on; 0 for none */
    int64_t follow_up_ms;   /* somebody is to do something by then; 0 for none */
    int64_t done_ms;        /* when that was done; 0: not yet */
    struct text owner;      /* who is to do it */
    struct text details;    /* the fields of its kind, a JSON object of texts, or empty (flow/event/event_detail.h) */
    struct text author;     /* who typed this version; empty when its source told it */
};
enum status store_events_put(struct store *store, uint64_t import_id, const struct event_fact *facts, size_t count,
                             int64_t now_ms, enum change *ret, struct error *err);
/* How a party's events are found: store/event.h. */

/* ---- facts: decisions and identity ---- */

struct decision {
    uint64_t id;
    struct mention_id a, b;
    enum decision_kind { DECISION_SAME = 1, DECISION_DIFFERENT } kind;
    struct text reason, author;
    int64_t recorded_ms;
    bool withdrawn;
};
enum status store_decision_put(struct store *store, const struct decision *decision, uint64_t *ret_id,
                               struct error *err);
enum status store_decision_withdraw(struct store *store, uint64_t id, struct text reason, struct text author,
                                    int64_t now_ms, struct error *err);
enum status store_decisions(struct store *store, bool with_withdrawn, struct arena *arena, struct decision **ret,
                            size_t *ret_count, struct error *err);

/* The identity log: which party a mention was given to, in runs; and what became of parties. */
struct assignment {
    struct mention_id mention;
    struct party_id party; /* v 0: it is in no party any more */
    struct party_id
        before; /* put: where it was until now, v 0 for nowhere; read: of one that is in no party, the last */
    struct record_id record; /* put: that holds the mention */
};
enum identity_event { IDENTITY_GIVEN = 1, IDENTITY_REDIRECTED, IDENTITY_RETIRED, IDENTITY_REVIVED };
enum status store_assignments_put(struct store *store, uint64_t run, const struct assignment *changed, size_t count,
                                  struct error *err);
/* The mention is in no party from this run on; it must have been in one. */
enum status store_assignment_end(struct store *store, uint64_t run, struct mention_id mention, struct error *err);
enum status store_identity_event_put(struct store *store, uint64_t run, enum identity_event event,
                                     struct party_id party, struct party_id other, int64_t now_ms, struct error *err);
/* The newest assignment of every mention, ordered by mention id; callback per row. */
enum status store_assignments_each(struct store *store, bool (*each)(void *ctx, struct assignment assignment),
                                   void *ctx, struct error *err);
/* Where an id leads now: itself when live, the survivor after a merge; STATUS_NOT_FOUND. */
enum status store_party_resolve(struct store *store, struct party_id id, struct party_id *ret, struct error *err);
/* Every party id ever given, by id, with its newest event; of a redirect other is the next
 * party, itself perhaps redirected (store_party_resolve follows to the end), else 0. */
enum status store_identities_each(struct store *store,
                                  bool (*each)(void *ctx, struct party_id party, enum identity_event last,
                                               struct party_id other),
                                  void *ctx, struct error *err);
/* The number for the next run, 1 when there was none; 0 and err on failure. A run that changes nothing leaves no trace.
 */
uint64_t store_next_run(struct store *store, struct error *err);

/* ---- derived: written whole by resolve and rebuild ---- */

struct stored_link {
    struct mention_id mention;
    struct record_id record;
    enum party_kind kind;
    uint8_t ordinal;
    struct party_id party;
    int32_t score;
    uint8_t reason;
    struct mention_id best;
};
struct stored_key {
    struct text key;
    struct party_id party;
}; /* "email:…", "phone:…", "kvk:…", "post:…": exact finding */
struct stored_party {
    struct party_id party;
    uint32_t records;
    struct text name, sort_name, summary, profile; /* profile: JSON, flow/profile/profile_json.h */
    struct text search;                            /* folded words to be found by */
    const struct stored_key *keys;                 /* each once; only when it is put */
    size_t keys_count;
    struct text brief; /* only when it is put: the profile in brief (model/brief.h); without it profile counts */
};
struct stored_role {
    struct party_id person, organisation;
    struct text title, department, part; /* part: in decisions, decision_part_name(), or "" */
    struct record_id record;
    struct text since, until;
    struct text email, phone, address; /* of the role itself */
    struct text ended;                 /* role_end_name() */
    struct text gone_name; /* of an organisation that no record names any more, by an id that is no party; else empty */
    uint64_t said;         /* the tie that says until when; set where it is shown, not kept */
    struct text origins; /* JSON object: "since", "until", "department", "email" … to the record, where not record */
};
struct stored_member {
    struct party_id household, person;
    struct text place;                      /* "head", "partner", "child", "other", "" */
    bool has_left;                          /* was of it once */
    struct text since, until;               /* dates; empty when no record and nobody says */
    struct text ended;                      /* "move", "apart", "death"; empty */
    struct text since_origin, until_origin; /* the record or tie that says so, printed */
};
struct stored_finding {
    struct record_id record;
    enum finding finding;
    struct field_ref_text field;
    struct text proposal;
};
struct stored_review {
    struct mention_id a, b;
    struct party_id party_a, party_b;
    int32_t score;
    int64_t worth; /* pairs a decision is expected to set right, 1/256; the queue's order */
};

/*
 * Inside one transaction: begin makes empty tables, the puts fill them in any
 * order (parties by id and links by party are quickest), end makes indexes and
 * search.  No walk may be open at begin; between begin and end ask nothing of
 * the derived tables.  Others see the earlier view until the commit.
 *
 * A view takes minutes, so who makes one begins with store_view_begin: where
 * the view grows apart from the facts (SQLite) that is a snapshot, in which
 * others go on writing facts, and the puts may come from another thread than
 * the questions.  store_view_facts, after the end, turns it into the write
 * transaction that keeps what is to be kept of it; then store_commit.
 */
enum status store_view_begin(struct store *store, struct store_tx *ret, struct error *err);
bool store_view_is_apart(const struct store *store);
/* Where a view lies, a path for what its maker puts by beside it; NULL where it is apart from no file. */
const char *store_view_path(const struct store *store);
enum status store_view_facts(struct store_tx *tx, struct error *err);
enum status store_derived_begin(struct store *store, struct error *err);
enum status store_link_put(struct store *store, const struct stored_link *link, struct error *err);
enum status store_party_put(struct store *store, const struct stored_party *party, struct error *err);
enum status store_role_put(struct store *store, const struct stored_role *role, struct error *err);
enum status store_member_put(struct store *store, const struct stored_member *member, struct error *err);
enum status store_finding_put(struct store *store, const struct stored_finding *finding, struct error *err);
enum status store_review_put(struct store *store, const struct stored_review *review, struct error *err);
enum status store_derived_end(struct store *store, struct error *err);
/*
 * Links, findings, pairs in doubt, roles and what parties are found by are in;
 * households, which have no keys, may follow.  Those tables are finished here,
 * where the view is apart by another thread if one likes, beside the putting of
 * households.  Who does not call it leaves it to the end.
 */
enum status store_derived_settle(struct store *store, struct error *err);
/*
 * The end in two: nothing more is put, then the rest, on so many threads.  Where the view is apart
 * the rest may be made by another thread while this one keeps facts, from
 * store_view_facts up to the commit; wait for it before that, or before the
 * transaction is rolled back.
 */
enum status store_derived_full(struct store *store, struct error *err);
enum status store_derived_finish(struct store *store, int threads, struct error *err);

/* ---- derived: asked ---- */

enum status store_party_get(struct store *store, struct party_id id, struct arena *arena, struct stored_party *ret,
                            struct error *err);
enum status store_party_name(struct store *store, struct party_id id, struct arena *arena, struct text *ret,
                             struct error *err);
enum status store_party_links(struct store *store, struct party_id id, struct arena *arena, struct stored_link **ret,
                              size_t *ret_count, struct error *err);
enum status store_record_links(struct store *store, struct record_id id, struct arena *arena, struct stored_link **ret,
                               size_t *ret_count, struct error *err);
enum status store_mention_link(struct store *store, struct mention_id id, struct stored_link *ret,
                               struct error *err); /* STATUS_NOT_FOUND */
enum status store_party_roles(struct store *store, struct party_id id, struct arena *arena, struct stored_role **ret,
                              size_t *ret_count, struct error *err); /* as person or organisation */
enum status store_party_members(struct store *store, struct party_id id, struct arena *arena,
                                struct stored_member **ret, size_t *ret_count,
                                struct error *err); /* of a household, or all households of a person with all members */
/* … with those who left, and the households the person left. */
enum status store_party_members_ever(struct store *store, struct party_id id, struct arena *arena,
                                     struct stored_member **ret, size_t *ret_count, struct error *err);
enum status store_record_findings(struct store *store, struct record_id id, struct arena *arena,
                                  struct stored_finding **ret, size_t *ret_count, struct error *err);
enum status store_reviews(struct store *store, size_t limit, size_t offset, struct arena *arena,
                          struct stored_review **ret, size_t *ret_count, struct error *err);

struct search_hit {
    struct party_id party;
    struct text name, summary;
    uint32_t records;
};
/* words: folded by lang/fold; each is a prefix, all must be found. kind 0 is every kind. Best first, ties by name then
 * id. When nothing has them all, those that have them with one letter of one word mended: *ret_near (may be NULL). */
enum status store_search(struct store *store, struct text words, enum party_kind kind, size_t limit,
                         struct arena *arena, struct search_hit **ret, size_t *ret_count, bool *ret_near,
                         struct error *err);
enum status store_search_key(struct store *store, struct text key, size_t limit, struct arena *arena,
                             struct search_hit **ret, size_t *ret_count, struct error *err);
/* The keys a party of the view is found by; none when there is no such party. */
enum status store_party_keys(struct store *store, struct party_id party, struct arena *arena, struct text **ret,
                             size_t *ret_count, struct error *err);
/* Every live party in id order, for export. */
enum status store_parties_each(struct store *store, enum party_kind kind,
                               bool (*each)(void *ctx, const struct stored_party *party), void *ctx, struct error *err);

struct store_counts {
    uint64_t sources, records, versions, rejected, events, mentions, persons, organisations, households, roles,
        findings, reviews, decisions;
};
enum status store_count(struct store *store, struct store_counts *ret, struct error *err);

/* SHA-256 over what must be equal for equal facts: records (no clock times), links, parties, roles, members, keys,
 * findings, pairs in doubt. */
enum status store_state_digest(struct store *store, struct digest *ret, struct error *err);

/* Structure checks in SQL; each problem is told by id. What needs recomputation is flow/resolve/fsck.h. */
enum status store_check(struct store *store, void (*problem)(void *ctx, const char *what, const char *id), void *ctx,
                        struct error *err);

/* ---- access and audit ---- */

struct audit_entry {
    uint64_t seq;
    int64_t at_ms;
    struct text actor, action, object, detail;
};
enum status store_audit(struct store *store, int64_t at_ms, struct text actor, struct text action, struct text object,
                        struct text detail, struct error *err); /* chained by SHA-256; never a customer's value */
/* The newest entries, newest first. */
enum status store_audit_entries(struct store *store, size_t limit, struct arena *arena, struct audit_entry **ret,
                                size_t *ret_count, struct error *err);
/* Those about this object, or this and another, newest first. */
enum status store_audit_of(struct store *store, struct text object, size_t limit, struct arena *arena,
                           struct audit_entry **ret, size_t *ret_count, struct error *err);
struct user {
    uint64_t id;
    struct text name;
    struct text role; /* "admin", "steward", "reader" */
    struct text password_hash;
    bool disabled;
};
enum status store_user_put(struct store *store, struct text name, struct text role, struct text password_hash,
                           int64_t now_ms, uint64_t *ret_id, struct error *err);
enum status store_user_get(struct store *store, struct text name, struct arena *arena, struct user *ret,
                           struct error *err);
enum status store_users_count(struct store *store, uint64_t *ret, struct error *err);
/* Tokens are kept as SHA-256 only. kind: "login" (one-time), "session", "api". */
enum status store_token_put(struct store *store, struct digest digest, struct text kind, uint64_t user_id,
                            int64_t now_ms, int64_t until_ms, struct error *err);
enum status store_token_use(struct store *store, struct digest digest, struct text kind, int64_t now_ms, bool once,
                            struct arena *arena, struct user *ret,
                            struct error *err); /* STATUS_DENIED when unknown, used or expired */
enum status store_token_drop(struct store *store, struct digest digest, struct error *err);
