/*
 * Waiting for the disk where no put need.
 *
 * A put waits until the disk has its facts (adr 0176).  Two things more have
 * to be on the disk some day: what it put into the view, and the pages of
 * SQLite's log in their files.  Both took whichever put met the limit some
 * hundred times as long as the others.  A thread does them:
 *
 *     put ─▶ commit ─▶ told ┐                          ┌▶ the view's log on the disk: so many records are lasting
 *     put ─▶ commit ────────┼▶ the keeper, meanwhile ──┤
 *     put ─▶ commit ────────┘                          └▶ the log's pages into the files, and on from its start
 *
 * Whoever writes does so with a connection of the index: another's commits
 * make a connection forget the pages it knows.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "base/log.h"
#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "store/piece.h"

enum {
    HASTY_ROWS_MAX = 200, /* records the view may lack after a power cut */
    HASTY_ROWS_MUCH = 60, /* from here on the keeper is told */
    LOG_ROUNDS = 3,       /* in which a log is put into the files while others write */
    LOG_AGAIN_ROWS = 100, /* records before a long log is looked after again: somebody may still read it */
    WRITER_FROM = 2,      /* writes: who puts one record and goes needs no second connection */
};
static_assert((int)HASTY_ROWS_MAX <= (int)PIECE_WAITING_MAX,
              "what a power cut takes from the view, the next put mends");

void live_keeper_init(struct live *live)
{
    pthread_mutex_init(&live->keeper.lock, NULL);
    pthread_cond_init(&live->keeper.moved, NULL);
    live->keeper.live = live;
}

/* ---- the thread ---- */

/*
 * The log begins anew when all of it is in the files and nobody writes: less is left after each round, and for the last
 * one writers wait a moment.  Seldom and much at a time: a page that many records change goes once.
 */
static void put_in(struct live_keeper *keeper)
{
    struct error err = ERROR_NONE;
    enum status status = STATUS_OK;
    for (int round = 0; round < LOG_ROUNDS && status == STATUS_OK; round++)
        status = store_log_put_in(keeper->store, &err);
    pthread_rwlock_wrlock(&keeper->live->lock);
    if (status == STATUS_OK)
        status = store_log_put_in(keeper->store, &err);
    pthread_rwlock_unlock(&keeper->live->lock);
    if (status != STATUS_OK)
        log_event(LOG_WARN, "live_log", "kept=no why='%s'", err.message);
}

static void *keep(void *ctx)
{
    struct live_keeper *keeper = ctx;
    pthread_mutex_lock(&keeper->lock);
    while (!keeper->is_closing) {
        if (!keeper->is_told) {
            pthread_cond_wait(&keeper->moved, &keeper->lock);
            continue;
        }
        uint64_t rows = keeper->rows;
        bool homes = keeper->homes, is_long = keeper->is_long;
        keeper->is_told = false;
        keeper->is_long = false;
        pthread_mutex_unlock(&keeper->lock);
        if (homes)
            live_homes_keep(keeper->live);
        bool lasting = store_view_make_lasting(keeper->store, NULL) == STATUS_OK;
        if (is_long)
            put_in(keeper);
        pthread_mutex_lock(&keeper->lock);
        if (is_long) {
            keeper->is_long = false; /* it was, until now */
            keeper->again_from = keeper->rows + LOG_AGAIN_ROWS;
        }
        if (lasting && rows > keeper->lasting)
            keeper->lasting = rows;
    }
    pthread_mutex_unlock(&keeper->lock);
    return NULL;
}

/* Its lock is held. Without it, whoever puts waits himself. */
static void tell_keeper(struct live_keeper *keeper)
{
    struct live *live = keeper->live;
    if (!keeper->is_there && live->writer && !keeper->store &&
        store_open_beside(live->writer, &keeper->store, NULL) == STATUS_OK)
        keeper->is_there = pthread_create(&keeper->thread, NULL, keep, keeper) == 0;
    keeper->is_told = true;
    if (keeper->is_there)
        pthread_cond_signal(&keeper->moved);
}

static void log_is_long(void *ctx, uint64_t pages)
{
    struct live_keeper *keeper = ctx;
    (void)pages;
    pthread_mutex_lock(&keeper->lock);
    keeper->is_long = keeper->rows >= keeper->again_from;
    pthread_mutex_unlock(&keeper->lock);
}

void live_keeper_done(struct live *live)
{
    struct live_keeper *keeper = &live->keeper;
    pthread_mutex_lock(&keeper->lock);
    keeper->is_closing = true;
    pthread_cond_signal(&keeper->moved);
    pthread_mutex_unlock(&keeper->lock);
    if (keeper->is_there)
        pthread_join(keeper->thread, NULL);
    store_close(&keeper->store);
    store_close(&live->writer);
    pthread_mutex_destroy(&keeper->lock);
    pthread_cond_destroy(&keeper->moved);
}

/* ---- who writes; the lock of the index is held for writing ---- */

struct store *live_keeper_writer(struct live *live, struct store *store)
{
    if (++live->writes == WRITER_FROM && store_view_is_apart(store) &&
        store_open_beside(store, &live->writer, NULL) == STATUS_OK)
        store_log_left(live->writer, log_is_long, &live->keeper);
    return live->writer ? live->writer : store;
}

bool live_keeper_allows(struct live *live, size_t rows)
{
    struct live_keeper *keeper = &live->keeper;
    pthread_mutex_lock(&keeper->lock);
    bool allows = live->put_rows + rows - keeper->lasting <= HASTY_ROWS_MAX;
    pthread_mutex_unlock(&keeper->lock);
    return allows;
}

void live_keeper_put(struct live *live, size_t rows, bool is_lasting)
{
    struct live_keeper *keeper = &live->keeper;
    pthread_mutex_lock(&keeper->lock);
    live->put_rows += rows;
    keeper->rows = live->put_rows;
    if (is_lasting)
        keeper->lasting = live->put_rows;
    keeper->homes = live->writer && live->homes.is_filled;
    if (keeper->rows - keeper->lasting >= HASTY_ROWS_MUCH || keeper->is_long || keeper->homes)
        tell_keeper(keeper);
    pthread_mutex_unlock(&keeper->lock);
}
