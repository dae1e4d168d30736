/*
 * How often may somebody try to log in?
 *
 * A token of 256 bits is not guessed; the limit is there so that trying costs
 * us nothing and shows.  Counted per address and in all, over a minute.
 */
#pragma once

#include <pthread.h>

#include "base/text.h"

enum { ATTEMPTS_PER_ADDRESS_MAX = 10, ATTEMPTS_IN_ALL_MAX = 100, ATTEMPTS_WINDOW_MS = 60 * 1000, ATTEMPTS_SLOTS = 256 };

struct attempts {
    pthread_mutex_t lock;
    struct attempts_slot {
        int64_t since_ms;
        int count;
    } slots[ATTEMPTS_SLOTS], all;
};

void attempts_init(struct attempts *attempts);
void attempts_done(struct attempts *attempts);

/* Counts one try; false when it is one too many, and *ret_wait_s says how long to wait. */
bool attempts_take(struct attempts *attempts, struct text address, int64_t now_ms, int *ret_wait_s);
/* It succeeded: the address starts afresh. */
void attempts_forget(struct attempts *attempts, struct text address);
