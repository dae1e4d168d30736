/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/relay.h"

#include <pthread.h>
#include <stdlib.h>

struct relay {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    void (*work)(void *ctx, void *item);
    void *ctx;
    void *item; /* given and not done yet */
    bool threaded, closing;
};

static void *relay_main(void *arg)
{
    struct relay *relay = arg;
    pthread_mutex_lock(&relay->lock);
    for (;;) {
        while (!relay->item && !relay->closing)
            pthread_cond_wait(&relay->changed, &relay->lock);
        if (!relay->item)
            break;
        void *item = relay->item;
        pthread_mutex_unlock(&relay->lock);
        relay->work(relay->ctx, item);
        pthread_mutex_lock(&relay->lock);
        relay->item = NULL;
        pthread_cond_broadcast(&relay->changed);
    }
    pthread_mutex_unlock(&relay->lock);
    return NULL;
}

struct relay *relay_open(bool threaded, void (*work)(void *ctx, void *item), void *ctx)
{
    struct relay *relay = calloc(1, sizeof(*relay));
    if (!relay)
        return NULL;
    relay->work = work;
    relay->ctx = ctx;
    pthread_mutex_init(&relay->lock, NULL);
    pthread_cond_init(&relay->changed, NULL);
    relay->threaded = threaded && pthread_create(&relay->thread, NULL, relay_main, relay) == 0;
    return relay;
}

void relay_wait(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    while (relay->item)
        pthread_cond_wait(&relay->changed, &relay->lock);
    pthread_mutex_unlock(&relay->lock);
}

void relay_give(struct relay *relay, void *item)
{
    if (!relay->threaded) {
        relay->work(relay->ctx, item);
        return;
    }
    pthread_mutex_lock(&relay->lock);
    while (relay->item)
        pthread_cond_wait(&relay->changed, &relay->lock);
    relay->item = item;
    pthread_cond_broadcast(&relay->changed);
    pthread_mutex_unlock(&relay->lock);
}

void relay_close(struct relay **relay)
{
    struct relay *gone = *relay;
    *relay = NULL;
    if (!gone)
        return;
    if (gone->threaded) {
        pthread_mutex_lock(&gone->lock);
        gone->closing = true;
        pthread_cond_broadcast(&gone->changed);
        pthread_mutex_unlock(&gone->lock);
        pthread_join(gone->thread, NULL);
    }
    pthread_cond_destroy(&gone->changed);
    pthread_mutex_destroy(&gone->lock);
    free(gone);
}
