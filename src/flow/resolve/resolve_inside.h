/*
 * What the steps of a resolve hand on.  Inside flow/resolve/resolve_*.c only.
 *
 *   read ──▶ seen mentions ──▶ match ──▶ clusters ──▶ identity ──▶ parties ──▶ golden ──▶ households
 *
 * Per mention 40 bytes stay in memory from the first step to the last; what
 * a record says is put by, normalised (packed.h), in a file without a name and
 * read back for its profile, so that memory does not grow
 * with what customers wrote.
 */
#pragma once

#include <pthread.h>

#include "base/map.h"
#include "base/vec.h"
#include "flow/job/tell.h"
#include "flow/profile/corpus.h"
#include "flow/profile/household.h"
#include "flow/profile/party.h"
#include "flow/resolve/identity.h"
#include "flow/resolve/resolve.h"
#include "match/match.h"
#include "os/file.h"

enum {
    GOLDEN_BATCH_MENTIONS = 4096,
    GOLDEN_SLICES = 64,
    REDIRECTS_MAX = 1000, /* followed from one id */
};
#define BATCH_ARENA_BYTES ((size_t)4 << 30) /* raw records of a batch; a batch is one party at least */
#define SLICE_ARENA_BYTES ((size_t)1 << 30)
#define PARTY_ARENA_BYTES ((size_t)2 << 30) /* one party while it is made */

struct seen {
    uint64_t mention, record, seq;
    uint64_t packed_at : 40, packed_len : 24; /* of its record, in resolve.packed; len 0: it is not there */
    uint32_t cluster;                         /* of its kind, numbered by smallest mention */
    uint8_t kind, ordinal;
};

struct cluster_by_id {
    uint64_t party;
    uint32_t cluster;
};

/* The clusters of one kind. */
struct clusters {
    enum party_kind kind;
    uint32_t count;
    const struct party_id *parties; /* of each */
    const uint32_t *starts;         /* count + 1 places in members */
    const uint32_t *members;        /* places in seen, in order of mention */
    struct cluster_by_id *by_party; /* the order the view is written in */
};

/* Where a mention stood before this resolve. */
struct stood {
    uint64_t mention;
    uint64_t party : 62;
    uint64_t ended : 1; /* it was in that party, and then in none */
};

struct couple_seen {
    uint64_t a, b; /* mentions */
};

/* A key that an organisation is found by, as a hash. */
struct called {
    uint64_t key, party;
};

/* A finding of a record that changed; its texts live in resolve.kept. */
struct changes {
    VEC(uint64_t) records;               /* that came in since, in order of reading */
    VEC(struct stored_finding) findings; /* of those */
    uint8_t *dirty[PARTY_HOUSEHOLD];     /* by kind and cluster: to be made again */
    struct map dropped;                  /* parties of the view that are to go, or to be put again */
    struct map touched;                  /* records whose links are written again */
    VEC(uint64_t) touched_list;          /* … in order of being noted */
    struct map names;                    /* of organisations that are dropped: hash of what they were called */
    VEC(struct text) called;             /* keys that organisations had or have, in resolve.kept */
    struct map households;               /* of the view that stands: id to hash of what it says */
};

struct piece;

struct resolve {
    struct store *store;
    struct piece *piece; /* a few parties of the view alone (piece.h); NULL: all */
    struct store_tx *tx;
    bool retrain;
    bool whole;               /* all of the view, else what changed */
    bool restart;             /* it turned out that all of it must be made */
    uint64_t base_seq;        /* newest record version of the view that stands */
    int64_t base_moment;      /* and when trust was asked for in it */
    struct match_model *used; /* the model of an earlier run, NULL to train */
    struct digest rules, model_digest;
    struct said_state base_said;
    uint64_t decisions; /* and withdrawals, that this view is made of */
    uint64_t records_now;
    struct changes changes;
    uint64_t *seats; /* of each organisation: where it sits, 0 unknown */
    const struct job *job;
    struct corpus corpus;
    struct matcher *matcher;
    struct teller teller;
    struct resolve_report *report;
    struct file packed;       /* records as packed_write() leaves them; closed when there are none */
    struct text packed_bytes; /* all of them, while profiles are made */
    VEC(struct seen) seen;    /* in order of mention from resolve_match on */
    VEC(struct couple_seen) couples;
    struct match_link *links; /* of a whole view: put beside the making of profiles */
    VEC(struct identity_known) known;
    struct identity_plan plans[PARTY_HOUSEHOLD + 1]; /* by kind */
    struct clusters clusters[PARTY_HOUSEHOLD + 1];
    uint32_t *starts[PARTY_HOUSEHOLD + 1], *members[PARTY_HOUSEHOLD + 1];
    VEC(struct stood) before; /* newest assignments, in order of mention */
    uint64_t run;
    bool failed;         /* memory was gone in a callback */
    int64_t newest_ms;   /* newest observed time of a record; then the moment trust is asked for */
    uint64_t newest_seq; /* of the record versions this view is made of */
    uint64_t known_seq;  /* … and the last view was */
    /* facts that go in at the end */
    VEC(uint64_t) ended; /* mentions that are in no party any more, in order within a kind */
    struct buf model;    /* as kept_model_write() makes it */
    /* from golden to households */
    struct arena kept;               /* names and addresses of residents, names of organisations */
    struct text *organisation_names; /* by cluster */
    VEC(struct home) homes;          /* of each person, by cluster */
    VEC(uint64_t) business;          /* addresses where organisations sit */
    VEC(struct called) called;       /* of a whole view, when any record had an earlier version */
    pthread_mutex_t called_lock;     /* of a view that is changed: the store answers one thread at a time */
};

enum status resolve_read(struct resolve *resolve, struct error *err); /* store → matcher, findings */
enum status resolve_match(struct resolve *resolve,
                          struct error *err); /* decisions, matcher, clusters, identity, links */
/* A part of it: clusters of links, numbered 0 … clusters - 1, to ids. seen in order of mention, before and known read.
 */
enum status resolve_place(struct resolve *resolve, const struct match_link *links, uint32_t clusters,
                          struct error *err);
enum status resolve_list_members(struct resolve *resolve, enum party_kind kind, struct error *err);
void resolve_part_done(struct resolve *resolve);                        /* all but the corpus, which is another's */
enum status resolve_golden(struct resolve *resolve, struct error *err); /* organisations, then persons */
enum status resolve_households(struct resolve *resolve, struct error *err);
/* Can the view that stands be changed?  Sets whole, base_seq, used. */
enum status resolve_base(struct resolve *resolve, struct error *err);
/* Of the clusters in order of party i is next: memory is told which are to come. */
void resolve_look_ahead(const struct resolve *resolve, const struct clusters *clusters, uint32_t i);
/* The links, in order of party. */
enum status resolve_put_links(struct resolve *resolve, struct error *err);
/* The Monday before: trust fades by months, and a moment that moves each day would change every profile each day. */
int64_t resolve_moment(int64_t newest_ms);
/* What this view is made of, for the next resolve. */
enum status resolve_base_put(struct resolve *resolve, struct error *err);
/* Links of the view that stand against new ones: what is dirty. May set restart. */
enum status resolve_compare(struct resolve *resolve, const struct match_link *links, struct error *err);
/* From here on the view that stands is changed: links, findings, reviews; parties that are dirty go. */
enum status resolve_change(struct resolve *resolve, const struct match_link *links, struct error *err);
/* Persons whose organisation has another name now are dirty too. */
enum status resolve_renamed(struct resolve *resolve, struct error *err);
/* A person of the view that stands is to be made again, for what is shown of an organisation may be another one. */
enum status resolve_person_again(struct resolve *resolve, struct party_id person, struct error *err);
/* resolve_named.c: an organisation that was made, or is about to be dropped. */
enum status resolve_named_put(struct resolve *resolve, const struct stored_party *organisation, struct error *err);
enum status resolve_named_drop(struct resolve *resolve, struct party_id party, struct error *err);
/* All organisations were put. */
void resolve_named_settle(struct resolve *resolve);
/* As party_links.called. */
bool resolve_named_find(void *ctx, struct text key, struct party_id like, struct party_id *ret);
/* Whose earlier employer is called as an organisation that changed is made again. */
enum status resolve_named_seekers(struct resolve *resolve, struct error *err);
/* false when a mention of the pair is in no record any more. */
bool resolve_review(const struct resolve *resolve, const struct match_review *review, struct stored_review *ret);
struct stored_link resolve_link(const struct resolve *resolve, const struct match_link *links, size_t place);
bool resolve_is_dirty(const struct resolve *resolve, enum party_kind kind, uint32_t cluster);
struct party_id resolve_party(const struct resolve *resolve, const struct seen *seen);

/* What became of an id last, in this run or before it: the id it redirects to; v 0 when to none. */
struct party_id resolve_leads_to(const struct resolve *resolve, enum party_kind kind, struct party_id id);

/* resolve_homes.c: what households need of a party, kept in the view for the next resolve. */
enum status resolve_homes_open(struct resolve *resolve, struct error *err);
enum status resolve_homes_load(struct resolve *resolve, struct error *err);
/* The person in the bytes of a home; false when they are none. */
bool resolve_home_resident(struct text body, struct resident *ret);
/* The bytes of a home as that of a cluster. STATUS_BROKEN when they are none. */
enum status resolve_home_take(struct resolve *resolve, enum party_kind kind, uint32_t cluster, struct text body,
                              struct error *err);
enum status resolve_home_put(struct resolve *resolve, enum party_kind kind, uint32_t cluster, struct error *err);
enum status resolve_keep_identities(struct resolve *resolve, struct error *err); /* … of it the identity log alone */
enum status resolve_keep(struct resolve *resolve,
                         struct error *err); /* facts: identity log, model, what the view is made of */

int resolve_by_party(const void *a, const void *b); /* struct cluster_by_id, for bsearch */
/* Clusters in the order of their parties' ids, in which the view is written; the caller frees it; NULL: no memory. */
struct cluster_by_id *resolve_order_of(const struct party_id *parties, uint32_t count);
/* Clusters of a kind to ids: plan and report. mentions in order of mention id. */
enum status resolve_identify(struct resolve *resolve, enum party_kind kind, const struct identity_mention *mentions,
                             size_t count, uint32_t clusters_count, struct error *err);
/* The newest assignment of a mention, NULL when it has none. */
const struct stood *resolve_before(const struct resolve *resolve, uint64_t mention);
/* NULL when no current record holds the mention. */
const struct seen *resolve_seen(const struct resolve *resolve, uint64_t mention);
