/*
 * Somebody is erased and the view follows: what changed is made anew, in the
 * transaction that rewrites the facts, by the road of a record that is taken
 * back (adr 0179).
 */
#pragma once

#include "base/vec.h"
#include "flow/live/live.h"
#include "flow/resolve/piece.h"
#include "match/match.h"

/* What was rewritten; texts live as long as whoever says so. */
struct live_erased {
    VEC(uint64_t) records;             /* that name others still, each once */
    VEC(struct piece_renamed) renamed; /* that were emptied */
    VEC(struct mention_id) went;       /* mentions that are no more, as the view knows them */
    VEC(struct mention_id) ended;      /* … as the identity log calls some of them now */
    VEC(struct match_item) said;       /* what the records said of them, in all versions */
    uint64_t erasure;
};
void live_erased_done(struct live_erased *erased);

/* Rewrites the facts, in a transaction that is open, and says what it rewrote. */
typedef enum status live_rewrite(void *ctx, struct live_erased *ret, struct error *err);

/*
 * STATUS_LIMIT and STATUS_CONFLICT: the view cannot follow; then nothing was rewritten.  Else the view is, byte for
 * byte, what a rebuild with the model that is kept makes, which lists no value that only they had; *ret_index_kept: the
 * file of the index holds them no more.
 */
enum status live_erase(struct live *live, struct store *store, const struct job *job, live_rewrite *rewrite, void *ctx,
                       bool *ret_index_kept, struct error *err);
