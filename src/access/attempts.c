/*
 * Addresses share 256 slots by hash.  Two that share one share its count for
 * a minute: strict, bounded, and rare enough.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access/attempts.h"

#include "base/hash.h"

void attempts_init(struct attempts *attempts)
{
    *attempts = (struct attempts){ 0 };
    pthread_mutex_init(&attempts->lock, NULL);
}

void attempts_done(struct attempts *attempts)
{
    pthread_mutex_destroy(&attempts->lock);
}

static bool slot_take(struct attempts_slot *slot, int max, int64_t now_ms, int *ret_wait_s)
{
    if (now_ms - slot->since_ms >= ATTEMPTS_WINDOW_MS || now_ms < slot->since_ms) {
        slot->since_ms = now_ms;
        slot->count = 0;
    }
    if (slot->count >= max) {
        *ret_wait_s = (int)((slot->since_ms + ATTEMPTS_WINDOW_MS - now_ms + 999) / 1000);
        return false;
    }
    slot->count++;
    return true;
}

bool attempts_take(struct attempts *attempts, struct text address, int64_t now_ms, int *ret_wait_s)
{
    struct attempts_slot *slot = &attempts->slots[hash_text(address) % ATTEMPTS_SLOTS];
    pthread_mutex_lock(&attempts->lock);
    bool fine = slot_take(slot, ATTEMPTS_PER_ADDRESS_MAX, now_ms, ret_wait_s) &&
                slot_take(&attempts->all, ATTEMPTS_IN_ALL_MAX, now_ms, ret_wait_s);
    pthread_mutex_unlock(&attempts->lock);
    return fine;
}

void attempts_forget(struct attempts *attempts, struct text address)
{
    pthread_mutex_lock(&attempts->lock);
    attempts->slots[hash_text(address) % ATTEMPTS_SLOTS] = (struct attempts_slot){ 0 };
    pthread_mutex_unlock(&attempts->lock);
}
