/*
 * A place for what happens with a household.
 *
 * Events hang on records (event.h), and a household has none: its members do.
 * So what is typed on it gets a record id of its own, made of one mention of
 * each member of that day, under which no source ever delivers (as a typed
 * role has, role_anchor.h).
 *
 *     H-1 on 3 March   Bas, Ina, Tess ─▶ record a     Tess moves out      Bas, Ina ─▶ record b
 *
 * The household has those records of which it holds more than half of the
 * mentions; of two halves, the one with the smallest: as with traits (trait.h),
 * so that the larger part of one that splits keeps what happened, as it keeps
 * the id.  Who was of it then goes on to see it in the scope of his household.
 */
#pragma once

#include "store/store.h"

enum { HOUSE_MENTIONS_MAX = 64 };

/* mentions: one of each member, 1 to HOUSE_MENTIONS_MAX, in any order. */
struct record_id house_record_id(const struct mention_id *mentions, size_t count);
/* Known from now on; again is fine. */
enum status store_house_record_put(struct store *store, struct record_id record, const struct mention_id *mentions,
                                   size_t count, int64_t now_ms, struct error *err);
/* The household that has the record now; v 0 when none has, or when it is another kind of record. */
enum status store_house_of(struct store *store, struct record_id record, struct party_id *ret, struct error *err);

struct house_record {
    struct record_id record;
    size_t mentions;         /* that it hangs on */
    struct mention_id first; /* the smallest of them */
};
/* Those that hang on the mention, in order of record id. */
enum status store_house_records(struct store *store, struct mention_id mention, struct arena *arena,
                                struct house_record **ret, size_t *ret_count, struct error *err);
