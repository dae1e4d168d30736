/*
 * Ties that people typed: partner, parent, branch, who lives together.
 *
 * A tie is a fact and hangs on two mentions, so it goes along when parties
 * merge and split, and is gone when a record is erased.  It is taken back by a
 * fact of its own.  until_ms asks for what was known then.
 */
#pragma once

#include "store/store.h"

enum { TIE_TITLE_BYTES_MAX = 200, TIE_REASON_BYTES_MAX = 1000 };

struct tie {
    uint64_t id; /* printed with letter T */
    struct mention_id a, b;
    struct text kind, title, part, since, until;
    struct text reason, author;
    int64_t recorded_ms;
    struct text department, email, phone, address; /* of a role */
};
enum status store_tie_put(struct store *store, const struct tie *tie, uint64_t *ret_id, struct error *err);
/* STATUS_NOT_FOUND, or STATUS_CONFLICT when it was withdrawn before. */
enum status store_tie_withdraw(struct store *store, uint64_t id, struct text reason, struct text author, int64_t now_ms,
                               struct error *err);
/* Those that stand, in order of id. */
enum status store_ties(struct store *store, int64_t until_ms, struct arena *arena, struct tie **ret, size_t *ret_count,
                       struct error *err);
/* Those on the mentions a party has in the view. */
enum status store_party_ties(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                             struct tie **ret, size_t *ret_count, struct error *err);

/* Who has that part in decisions, in a role of the records or a typed one that goes on today, in order of id. */
enum status store_part_parties(struct store *store, struct text part, struct text today, struct arena *arena,
                               struct party_id **ret, size_t *ret_count, struct error *err);
