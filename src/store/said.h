/*
 * One log of what people said and did beside records, decisions and choices:
 * ties, traits, proposals, stages and hand-overs, each step an entry.
 */
#pragma once

#include "store/store.h"

/* In this order when of one moment. */
enum said_kind {
    SAID_TIE = 1,         /* word: kind, more: title, mention and other */
    SAID_TIE_WITHDRAWN,   /* the same */
    SAID_TRAIT,           /* word: name, more: value */
    SAID_TRAIT_WITHDRAWN, /* the same */
    SAID_PROPOSAL,        /* word: field, more: value, source */
    SAID_PROPOSAL_STEP,   /* the same; state: enum proposal_state */
    SAID_STAGE,           /* word: from, more: to */
    SAID_HAND_OVER,       /* word: customer number, source */
    SAID_HAND_OVER_STEP,  /* the same, more: key there; state: enum hand_over_state */
    SAID_KINDS,
};

struct said_told {
    enum said_kind kind;
    uint64_t id, step; /* step: 1, 2, 3 of one id; 0 elsewhere */
    struct text author, reason, word, more;
    struct mention_id mention, other; /* other v 0: none */
    uint32_t source_id;               /* 0: none */
    int state;
    int64_t recorded_ms;
};
/* Oldest first. */
enum status store_said_log(struct store *store, struct arena *arena, struct said_told **ret, size_t *ret_count,
                           struct error *err);
