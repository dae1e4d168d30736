/*
 * How often fields of parties are looked at: counted in memory by field name,
 * kept in the store some hundreds of looks at a time (store/field_use.h).
 * Nothing of who looked, or at whom, is in it.
 */
#pragma once

#include <pthread.h>

#include "store/field_use.h"

enum { LOOKS_FIELDS_MAX = 512, LOOKS_NAME_BYTES = 64, LOOKS_KEEP_PARTIES = 500 };

struct looks {
    pthread_mutex_t lock;
    struct looks_field {
        char name[LOOKS_NAME_BYTES];
        uint64_t count;
    } fields[LOOKS_FIELDS_MAX]; /* by hash of name, then the next free place */
    uint64_t parties;
};

void looks_init(struct looks *looks);
void looks_done(struct looks *looks);
/* party: the reply of getParty. True when so many have come together that they should be kept. */
bool looks_count(struct looks *looks, struct text party);
/* What was counted goes into the store; on failure it stays counted. */
enum status looks_keep(struct looks *looks, struct store *store, int64_t now_ms, struct error *err);
