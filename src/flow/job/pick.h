/*
 * What a user names by an id, as mentions: a record's, a party's, or one.
 *
 * Shared by questions (view_explain) and decisions (decide_pair).
 */
#pragma once

#include "store/store.h"

struct picked {
    struct stored_link *links; /* at least one, in the store's order */
    size_t count;
    char letter;           /* of the id: 'R', 'M', 'P', 'O', 'H' */
    struct party_id party; /* of the first link */
};

/*
 * id is what model/id.h prints; a source record may also be named as
 * "source/key".  A party that was merged away stands for its survivor.
 */
enum status pick_mentions(struct store *store, struct text id, struct arena *arena, struct picked *ret,
                          struct error *err);

/* The mention of the kind in the smallest record; v 0 when there is none. */
struct mention_id pick_founding(const struct picked *picked, enum party_kind kind);
/* One of each member of the household, at most max; none when nobody lives there. */
enum status pick_members(struct store *store, struct party_id household, struct arena *arena, size_t max,
                         struct mention_id *ret, size_t *ret_count, struct error *err);
