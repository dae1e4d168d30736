/*
 * Who lives near whom, for the first put of a process: from the file of the
 * one before, when it is of this view, or of it some puts ago; else from all
 * homes, and then put into the file by whoever has the time.
 *
 * Nobody who was erased may stand in it: an erasure drops the file, and what
 * is in memory then is not written any more.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/scoped.h"
#include "flow/live/live_inside.h"

/* The record that is in the store at the place of the newest. */
static bool read_newest(struct store *store, uint64_t seq, struct homes_of *ret)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct stored_record record = { 0 };
    if (store_record_by_seq(store, seq, &arena, &record, NULL) != STATUS_OK)
        return false;
    ret->seq = seq;
    ret->record = record.id.v;
    ret->version = record.version;
    return true;
}

static bool is_of(const struct live *live, struct store *store, const struct view_age *age, const struct homes_of *of)
{
    struct homes_of there = { 0 };
    return of->born == age->born && of->stamp <= age->stamp && of->erasures == live->position.erasures &&
           read_newest(store, of->seq, &there) && there.record == of->record && there.version == of->version;
}

enum status live_homes_follow(struct live *live, struct store *store, const struct view_age *age, struct error *err)
{
    struct homes *homes = &live->homes;
    struct homes_of of = { 0 };
    if (homes->born != age->born && live->path[0] && homes_read(homes, live->path, &of) &&
        !is_of(live, store, age, &of))
        homes_done(homes);
    bool was_filled = homes->is_filled;
    enum status status = homes_follow(homes, store, age, err);
    if (status != STATUS_OK || was_filled || !homes->is_filled)
        return status;
    live->homes_of = (struct homes_of){ .born = age->born, .stamp = age->stamp, .erasures = live->position.erasures };
    homes->is_filled = live->path[0] && read_newest(store, live->position.record_seq, &live->homes_of);
    return STATUS_OK;
}

static void write_file(struct live *live, const struct homes *homes, const struct homes_of *of)
{
    struct error err = ERROR_NONE;
    if (homes_write(homes, live->path, of, &err) != STATUS_OK)
        log_event(LOG_WARN, "live_homes", "kept=no why='%s'", err.message);
}

/* What came since may stand in it as well: whoever is found is looked at again. */
void live_homes_keep(struct live *live)
{
    struct homes copy = { 0 };
    struct homes_of of;
    pthread_rwlock_wrlock(&live->lock);
    bool keeps = live->homes.is_filled && live->position.erasures == live->homes_of.erasures &&
                 vec_reserve(&copy.keys, live->homes.keys.len + 1);
    if (keeps && live->homes.keys.len)
        memcpy(copy.keys.ptr, live->homes.keys.ptr, live->homes.keys.len * sizeof(*copy.keys.ptr));
    copy.keys.len = live->homes.keys.len;
    of = live->homes_of;
    live->homes.is_filled = false;
    pthread_rwlock_unlock(&live->lock);
    if (keeps)
        write_file(live, &copy, &of);
    homes_done(&copy);
}
