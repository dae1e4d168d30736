/*
 * Where the facts stand, in numbers that grow when something is told, and the
 * records that came since: for who keeps something made of facts between
 * calls.  Writers come one after another (store-4), so who saw record_seq saw
 * every version up to it.
 */
#pragma once

#include "store/store.h"

struct store_position {
    uint64_t record_seq, ruleset_id;
    uint64_t decisions; /* and withdrawals */
    uint64_t sources;
    uint64_t erasures; /* records that came before may say less now */
};
enum status store_position(struct store *store, struct store_position *ret, struct error *err);

/* Newest versions that came after seq, in order of coming; false from each stops it. Nothing may be asked on the way.
 */
enum status store_records_since(struct store *store, uint64_t seq,
                                bool (*each)(void *ctx, const struct stored_record *record), void *ctx,
                                struct error *err);
