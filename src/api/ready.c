/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/ready.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { SHARDS = 64, WAYS = 4, SETS = 512 };
static const size_t SHARD_BYTES_MAX = READY_BYTES_MAX / SHARDS;

struct shard {
    pthread_mutex_t lock;
    struct ready_reply *places[SETS * WAYS];
    size_t bytes, hand; /* hand: where room is looked for next */
    uint64_t clock, given, made;
};

struct ready {
    struct shard shards[SHARDS];
};

struct ready *ready_new(void)
{
    struct ready *ready = calloc(1, sizeof(*ready));
    for (int i = 0; ready && i < SHARDS; i++)
        pthread_mutex_init(&ready->shards[i].lock, NULL);
    return ready;
}

void ready_release(void *ptr)
{
    struct ready_reply *reply = ptr;
    if (__atomic_sub_fetch(&reply->holders, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    free((char *)(uintptr_t)reply->bytes.ptr);
    free(reply);
}

void ready_free(struct ready **ready_at)
{
    struct ready *ready = *ready_at;
    *ready_at = NULL;
    for (int s = 0; ready && s < SHARDS; s++) {
        for (size_t i = 0; i < SETS * WAYS; i++)
            if (ready->shards[s].places[i])
                ready_release(ready->shards[s].places[i]);
        pthread_mutex_destroy(&ready->shards[s].lock);
    }
    free(ready);
}

static uint64_t hash_of(const struct ready_key *key)
{
    uint64_t rest = (uint64_t)key->operation << 24 | (uint64_t)key->sees << 16 | (uint64_t)key->lang << 8 | key->gzip;
    return hash_pair(key->party, rest);
}

static bool same_key(const struct ready_key *a, const struct ready_key *b)
{
    return a->party == b->party && a->operation == b->operation && a->sees == b->sees && a->lang == b->lang &&
           a->gzip == b->gzip;
}

/* The lock is held for these. */

static struct ready_reply **set_of(struct shard *shard, uint64_t hash)
{
    return &shard->places[hash / SHARDS % SETS * WAYS];
}

static void drop(struct shard *shard, struct ready_reply **place)
{
    if (!*place)
        return;
    shard->bytes -= (*place)->room;
    ready_release(*place);
    *place = NULL;
}

struct ready_reply *ready_find(struct ready *ready, const struct ready_key *key, uint64_t version, int64_t minute)
{
    uint64_t hash = hash_of(key);
    struct shard *shard = &ready->shards[hash % SHARDS];
    struct ready_reply *found = NULL;
    if (version == 0)
        return NULL;
    pthread_mutex_lock(&shard->lock);
    struct ready_reply **set = set_of(shard, hash);
    for (int i = 0; i < WAYS && !found; i++)
        if (set[i] && same_key(&set[i]->key, key) && set[i]->version == version && set[i]->minute == minute)
            found = set[i];
    if (found) {
        found->used = ++shard->clock;
        shard->given++;
        __atomic_add_fetch(&found->holders, 1, __ATOMIC_RELAXED);
    }
    pthread_mutex_unlock(&shard->lock);
    return found;
}

/* An empty place, or one of the same question, or the least recently used. */
static struct ready_reply **place_for(struct ready_reply **set, const struct ready_key *key)
{
    struct ready_reply **best = NULL;
    for (int i = 0; i < WAYS; i++)
        if (set[i] && same_key(&set[i]->key, key))
            return &set[i];
    for (int i = 0; i < WAYS; i++)
        if (!best || !set[i] || (*best && set[i]->used < (*best)->used))
            best = &set[i];
    return best;
}

static void make_room(struct shard *shard, size_t wanted)
{
    while (shard->bytes + wanted > SHARD_BYTES_MAX && shard->bytes > 0) {
        drop(shard, &shard->places[shard->hand]);
        shard->hand = (shard->hand + 1) % (SETS * WAYS);
    }
}

struct ready_reply *ready_put(struct ready *ready, const struct ready_reply *one, struct buf *body)
{
    uint64_t hash = hash_of(&one->key);
    struct shard *shard = &ready->shards[hash % SHARDS];
    size_t room = sizeof(*one) + body->len;
    if (one->version == 0 || body->failed || body->len == 0 || room > READY_ENTRY_BYTES_MAX)
        return NULL;
    struct ready_reply *made = malloc(sizeof(*made));
    if (!made)
        return NULL;
    char *exact = realloc(body->ptr, body->len); /* a growing buffer is up to twice as large */
    if (exact)
        body->ptr = exact;
    *made = *one;
    made->bytes = buf_text(body);
    made->room = room;
    made->holders = 2;
    *body = BUF_EMPTY;
    pthread_mutex_lock(&shard->lock);
    struct ready_reply **place = place_for(set_of(shard, hash), &one->key);
    drop(shard, place);
    make_room(shard, room);
    made->used = ++shard->clock;
    shard->bytes += room;
    shard->made++;
    *place = made;
    pthread_mutex_unlock(&shard->lock);
    return made;
}

struct ready_figures ready_figures(struct ready *ready)
{
    struct ready_figures all = { 0 };
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &ready->shards[i];
        pthread_mutex_lock(&shard->lock);
        all.given += shard->given;
        all.made += shard->made;
        all.bytes += shard->bytes;
        pthread_mutex_unlock(&shard->lock);
    }
    return all;
}
