/*
 * Events that may tell against a value: bounces, returned letters, moves.
 * Which of them do, and how much, is for the leading table to say.
 */
#pragma once

#include "store/choice.h"

struct signal_fact {
    struct record_id record;
    struct text kind, status;
    struct text about; /* subject and text, where a mailbox may be named */
    int64_t at_ms;
};

/* In order of record, then time. */
enum status store_signals(struct store *store, int64_t until_ms, struct arena *arena, struct signal_fact **ret,
                          size_t *ret_count, struct error *err);
