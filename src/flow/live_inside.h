/*
 * Inside flow/live*.c only.
 */
#pragma once

#include <limits.h>
#include <pthread.h>

#include "flow/corpus.h"
#include "flow/live.h"
#include "match/index.h"
#include "store/position.h"

struct live {
    pthread_rwlock_t lock; /* held for reading while asking, for writing while taking in */
    char path[PATH_MAX];   /* of the file; empty when there is no place for one */
    struct match_model *model;
    struct digest model_digest, rules;
    uint32_t without_rules;
    struct corpus corpus;
    struct match_index *index;
    struct store_position position;
    struct live_about about;
    uint64_t unsaved; /* records taken in since the file was written */
};

/* The values as one line of NDJSON: what the reader takes. */
void live_line(const struct live_question *question, struct buf *ret);

/* With the lock for reading held, at the position of the store; unlock it afterwards whatever comes back. */
enum status live_stand_still(struct live *live, struct store *store, const struct job *job, struct error *err);
