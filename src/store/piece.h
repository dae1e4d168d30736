/*
 * What somebody asks of the view who changes a piece of it, and of what others
 * changed since (flow/resolve/piece.h).
 *
 * A view is born when it is made whole and gets a new stamp at each change;
 * every party that is put or dropped after that carries the stamp of the
 * change that did it last.
 */
#pragma once

#include "store/store.h"

struct view_age {
    uint64_t born;       /* the stamp it was made with */
    uint64_t stamp;      /* of its last change */
    uint64_t facts;      /* what the facts say it should be; ahead after a crash between two files */
    uint64_t change;     /* of the facts: larger after each commit (store/version.h) */
    uint64_t record_seq; /* the newest record it knows */
};
/* STATUS_NOT_FOUND when no view was made yet. */
enum status store_view_age(struct store *store, struct view_age *ret, struct error *err);

/* In order of id: parties that were put or dropped by changes after that stamp. */
enum status store_parties_since(struct store *store, uint64_t stamp, bool (*each)(void *ctx, struct party_id party),
                                void *ctx, struct error *err);

/* Bytes of store_home_put; STATUS_NOT_FOUND. */
enum status store_home_get(struct store *store, struct party_id party, struct arena *arena, struct text *ret,
                           struct error *err);
/* Pairs in doubt with that party at one end. */
enum status store_party_reviews(struct store *store, struct party_id party, struct arena *arena,
                                struct stored_review **ret, size_t *ret_count, struct error *err);

/*
 * As store_begin(), for facts that the view follows at once: their commit waits until the disk has the facts, and not
 * for the view, which can be made of them.  After a power cut it may be some such changes behind, never half of one.
 */
enum status store_begin_hasty(struct store *store, struct store_tx *ret, struct error *err);

/* The disk has what such commits put into the view before this began. From any thread with a store of its own. */
enum status store_view_make_lasting(struct store *store, struct error *err);

/*
 * Where that waits for the disk long, pages that were committed are put into their files by another thread: see
 * db_log_left() and db_log_put_in().
 */
void store_log_left(struct store *store, void (*full)(void *ctx, uint64_t pages), void *ctx);
enum status store_log_put_in(struct store *store, struct error *err);

/*
 * From now on, in this transaction, the view is changed in pieces: like
 * store_change_begin, also of a view that a crash left behind, for what it
 * says of itself is true of it.  STATUS_CONFLICT when another program
 * is making the view anew.
 */
enum status store_piece_begin(struct store *store, struct error *err);
/* What it said it was made of, whether it is behind or not; STATUS_NOT_FOUND. */
enum status store_piece_state(struct store *store, const char *name, struct arena *arena, struct text *ret,
                              struct error *err);

/* What is told of a party to who put a record of it; STATUS_NOT_FOUND. */
struct party_head {
    struct text name;
    uint32_t records;
};
enum status store_party_head(struct store *store, struct party_id id, struct arena *arena, struct party_head *ret,
                             struct error *err);
