/*
 * How often fields of parties are looked at: counted in memory by field name,
 * kept in the store some hundreds of looks at a time or more (store/field_use.h).
 * Nothing of who looked, or at whom, is in it.
 *
 * A name gets a place once; counting at places takes no lock, so that a page
 * that is ready (api/ready.h) is counted by the places of its fields.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "store/field_use.h"

enum { LOOKS_FIELDS_MAX = 512, LOOKS_NAME_BYTES = 64, LOOKS_KEEP_PARTIES = 500, LOOKS_KEEP_MS = 10 * 1000 };

struct looks {
    pthread_mutex_t lock; /* of names */
    struct looks_field {
        char name[LOOKS_NAME_BYTES];
        atomic_uint_fast64_t count;
    } fields[LOOKS_FIELDS_MAX]; /* by hash of name, then the next free place */
    atomic_uint_fast64_t parties;
    atomic_int_fast64_t kept_ms; /* when last */
};

void looks_init(struct looks *looks);
void looks_done(struct looks *looks);
/* party: the reply of getParty; the places of its fields, each once. Returns how many, at most max. */
size_t looks_places(struct looks *looks, struct text party, uint16_t *ret, size_t max);
/* One party was looked at. True, to one caller, when so many have come together, and so long ago, that they should be
 * kept. */
bool looks_count(struct looks *looks, const uint16_t *places, size_t count, int64_t now_ms);
/* What was counted goes into the store; on failure it stays counted. */
enum status looks_keep(struct looks *looks, struct store *store, int64_t now_ms, struct error *err);
