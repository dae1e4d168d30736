/*
 * The queue is a ring of fixed entries: no allocation on the way in, and its
 * size is its bound.  "ticket" counts entries ever put, "written" those in
 * the store; who must wait, waits until written reaches his ticket.
 *
 *      written            taken               ticket
 *         │  being written  │  waiting           │
 *   ──────┴─────────────────┴────────────────────┴──────▶
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access/audit.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/scoped.h"
#include "store/version.h"

enum { RETRY_MS = 200, ROOM_WAIT_MS_MAX = 2000, WAIT_MS_MAX = 10 * 1000, SCRATCH_BYTES = 64 * 1024 };

enum entry_kind { ENTRY_AUDIT, ENTRY_EXTEND };

struct entry {
    enum entry_kind kind;
    int64_t at_ms;
    char actor[AUDIT_ACTOR_MAX], action[32], object[AUDIT_OBJECT_MAX];
    struct digest session; /* of ENTRY_EXTEND */
    int64_t until_ms;
};

struct audit {
    struct store *store; /* the writer's own */
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;     /* for the writer */
    pthread_cond_t progress; /* for those who wait */
    struct entry *ring;
    uint64_t ticket, written, failures;
    bool urgent; /* somebody waits */
    bool failing;
    bool stopping;
};

static void until(struct timespec *ret, int ms)
{
    clock_gettime(CLOCK_MONOTONIC, ret);
    ret->tv_sec += ms / 1000;
    ret->tv_nsec += (long)(ms % 1000) * 1000000;
    if (ret->tv_nsec >= 1000000000) {
        ret->tv_sec++;
        ret->tv_nsec -= 1000000000;
    }
}

/* ---- the writer ---- */

/* drop and put, as the store knows no other way; in the batch's transaction. */
static enum status extend(struct store *store, const struct entry *entry, struct arena *scratch, struct error *err)
{
    struct user user;
    enum status status = store_token_use(store, entry->session, token_kind_name(TOKEN_SESSION), entry->at_ms, false,
                                         scratch, &user, err);
    if (status == STATUS_DENIED)
        return STATUS_OK; /* logged out meanwhile */
    if (status == STATUS_OK)
        status = store_token_drop(store, entry->session, err);
    if (status == STATUS_OK)
        status = store_token_put(store, entry->session, token_kind_name(TOKEN_SESSION), user.id, entry->at_ms,
                                 entry->until_ms, err);
    return status;
}

static enum status write_entry(struct store *store, const struct entry *entry, struct arena *scratch, struct error *err)
{
    arena_reset(scratch);
    if (entry->kind == ENTRY_EXTEND)
        return extend(store, entry, scratch, err);
    return store_audit(store, entry->at_ms, text_from(entry->actor), text_from(entry->action), text_from(entry->object),
                       TEXT_EMPTY, err);
}

static enum status write_batch(struct audit *audit, uint64_t from, uint64_t to, struct error *err)
{
    SCOPED(arena_done) struct arena scratch = ARENA_UP_TO(SCRATCH_BYTES);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(audit->store, &tx, err);
    if (status == STATUS_OK)
        store_trace(audit->store);
    for (uint64_t i = from; status == STATUS_OK && i < to; i++)
        status = write_entry(audit->store, &audit->ring[i % AUDIT_WAITING_MAX], &scratch, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* Sleep until there is a batch to write; the lock is held. */
static void await_batch(struct audit *audit)
{
    while (audit->ticket == audit->written && !audit->stopping)
        pthread_cond_wait(&audit->wake, &audit->lock);
    struct timespec end;
    until(&end, AUDIT_DELAY_MS_MAX);
    while (!audit->stopping && !audit->urgent && audit->ticket - audit->written < AUDIT_BATCH_MAX)
        if (pthread_cond_timedwait(&audit->wake, &audit->lock, &end) == ETIMEDOUT)
            return;
}

static void await_retry(struct audit *audit)
{
    struct timespec end;
    until(&end, RETRY_MS);
    while (!audit->stopping && pthread_cond_timedwait(&audit->wake, &audit->lock, &end) != ETIMEDOUT)
        ;
}

static void *writer_main(void *ctx)
{
    struct audit *audit = ctx;
    pthread_mutex_lock(&audit->lock);
    while (!audit->stopping || (audit->ticket != audit->written && !audit->failing)) {
        await_batch(audit);
        uint64_t from = audit->written, to = audit->ticket;
        if (to - from > AUDIT_BATCH_MAX)
            to = from + AUDIT_BATCH_MAX;
        audit->urgent = false;
        if (from == to)
            continue;
        pthread_mutex_unlock(&audit->lock);
        struct error err = ERROR_NONE;
        enum status status = write_batch(audit, from, to, &err); /* the slots [from, to) are ours until written moves */
        pthread_mutex_lock(&audit->lock);
        audit->failing = status != STATUS_OK;
        if (status == STATUS_OK) {
            audit->written = to;
            pthread_cond_broadcast(&audit->progress);
            audit->urgent = audit->urgent || audit->ticket != audit->written;
        } else {
            audit->failures++;
            pthread_cond_broadcast(&audit->progress); /* nobody need wait for room */
            log_event(LOG_ERROR, "audit_failed", "status=%s message=\"%s\"", status_name(status), err.message);
            await_retry(audit);
        }
    }
    if (audit->ticket != audit->written)
        log_event(LOG_ERROR, "audit_lost", "entries=%llu", (unsigned long long)(audit->ticket - audit->written));
    pthread_mutex_unlock(&audit->lock);
    return NULL;
}

/* ---- those who put ---- */

static void keep(char *into, size_t room, struct text t)
{
    size_t len = t.len < room ? t.len : room - 1;
    if (len)
        memcpy(into, t.ptr, len);
    into[len] = '\0';
}

static bool is_full(const struct audit *audit)
{
    return audit->ticket - audit->written >= AUDIT_WAITING_MAX;
}

/*
 * The writer stands still now and then, while SQLite puts its log into the file: who reads waits for him a moment then,
 * sooner than that he is told that something failed.  The lock is held.
 */
static void await_room(struct audit *audit)
{
    struct timespec end;
    if (!is_full(audit))
        return;
    until(&end, ROOM_WAIT_MS_MAX);
    while (is_full(audit) && !audit->failing && !audit->stopping)
        if (pthread_cond_timedwait(&audit->progress, &audit->lock, &end) == ETIMEDOUT)
            return;
}

/* False when the queue is full. The lock is held. */
static bool push(struct audit *audit, const struct entry *entry)
{
    if (is_full(audit))
        return false;
    audit->ring[audit->ticket++ % AUDIT_WAITING_MAX] = *entry;
    return true;
}

/* Until ours is in the store. The lock is held. */
static bool await_written(struct audit *audit, uint64_t ticket)
{
    struct timespec end;
    until(&end, WAIT_MS_MAX);
    while (audit->written < ticket)
        if (pthread_cond_timedwait(&audit->progress, &audit->lock, &end) == ETIMEDOUT)
            return audit->written >= ticket;
    return true;
}

enum status audit_put(struct audit *audit, int64_t at_ms, struct text actor, struct text action, struct text object,
                      enum audit_wait wait, struct error *err)
{
    struct entry entry = { .kind = ENTRY_AUDIT, .at_ms = at_ms };
    keep(entry.actor, sizeof(entry.actor), actor);
    keep(entry.action, sizeof(entry.action), action);
    keep(entry.object, sizeof(entry.object), object);

    pthread_mutex_lock(&audit->lock);
    await_room(audit);
    bool was_idle = audit->ticket == audit->written;
    bool fine = push(audit, &entry);
    bool full = audit->ticket - audit->written >= AUDIT_BATCH_MAX;
    if (fine && wait == AUDIT_NOW)
        audit->urgent = true;
    if (was_idle || full || wait == AUDIT_NOW)
        pthread_cond_signal(&audit->wake);
    if (fine && wait == AUDIT_NOW)
        fine = await_written(audit, audit->ticket);
    pthread_mutex_unlock(&audit->lock);
    return fine ? STATUS_OK : error_set(err, STATUS_STORE, "the audit chain cannot be written");
}

void audit_extend_session(struct audit *audit, struct digest session, int64_t now_ms, int64_t until_ms)
{
    struct entry entry = { .kind = ENTRY_EXTEND, .at_ms = now_ms, .session = session, .until_ms = until_ms };
    pthread_mutex_lock(&audit->lock);
    push(audit, &entry); /* when it is full, the next request tries again */
    pthread_cond_signal(&audit->wake);
    pthread_mutex_unlock(&audit->lock);
}

struct audit_figures audit_figures(struct audit *audit)
{
    pthread_mutex_lock(&audit->lock);
    struct audit_figures figures = { audit->written, audit->ticket - audit->written, audit->failures };
    pthread_mutex_unlock(&audit->lock);
    return figures;
}

/* ---- life ---- */

enum status audit_start(const char *store_url, struct audit **ret, struct error *err)
{
    SCOPED(audit_stop) struct audit *audit = calloc(1, sizeof(*audit));
    if (!audit)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the audit chain");
    pthread_mutex_init(&audit->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&audit->wake, &monotonic);
    pthread_cond_init(&audit->progress, &monotonic);
    pthread_condattr_destroy(&monotonic);

    audit->ring = malloc(AUDIT_WAITING_MAX * sizeof(*audit->ring));
    if (!audit->ring)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the audit chain");
    enum status status = store_open(store_url, NULL, &audit->store, err);
    if (status != STATUS_OK)
        return status;
    if (pthread_create(&audit->thread, NULL, writer_main, audit) != 0)
        return error_set(err, STATUS_NO_MEMORY, "cannot start the writer of the audit chain");
    audit->has_thread = true;
    *ret = audit;
    audit = NULL;
    return STATUS_OK;
}

void audit_stop(struct audit **audit_at)
{
    struct audit *audit = *audit_at;
    *audit_at = NULL;
    if (!audit)
        return;
    pthread_mutex_lock(&audit->lock);
    audit->stopping = true;
    pthread_cond_broadcast(&audit->wake);
    pthread_mutex_unlock(&audit->lock);
    if (audit->has_thread)
        pthread_join(audit->thread, NULL);
    store_close(&audit->store);
    free(audit->ring);
    pthread_cond_destroy(&audit->wake);
    pthread_cond_destroy(&audit->progress);
    pthread_mutex_destroy(&audit->lock);
    free(audit);
}
