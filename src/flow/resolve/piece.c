/*
 * The steps, once it is known who takes part (piece_gather.c): each mention to
 * its party, what is dirty made again, and the homes in memory kept up.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/piece_inside.h"

#include <stdlib.h>

#include "base/scoped.h"
#include "store/change.h"

#define PIECE_ARENA_BYTES ((size_t)512 << 20)

static void piece_done(struct piece *piece)
{
    vec_done(&piece->old);
    vec_done(&piece->old_reviews);
    vec_done(&piece->reviews);
    vec_done(&piece->people);
    map_done(&piece->noted);
    vec_done(&piece->gone);
    vec_done(&piece->left);
    vec_done(&piece->seats);
    vec_done(&piece->ended);
    vec_done(&piece->made);
    vec_done(&piece->leaving);
    arena_done(&piece->names);
}

struct resolve piece_resolve(struct piece *piece, struct resolve_report *report)
{
    const struct piece_task *task = piece->task;
    return (struct resolve){ .store = task->store,
                             .piece = piece,
                             .job = task->job,
                             .corpus = *task->corpus, /* lent: it is not closed with this resolve */
                             .packed = FILE_CLOSED,
                             .report = report,
                             .teller = { .job = task->job },
                             .kept = ARENA_UP_TO(PIECE_ARENA_BYTES),
                             .called_lock = PTHREAD_MUTEX_INITIALIZER,
                             .newest_ms = task->corpus->leading.as_of_ms,
                             .newest_seq = 1, /* records with earlier versions there may be (resolve_named.c) */
                             .base_seq = task->age.record_seq,
                             .known_seq = task->age.record_seq };
}

static int compare_looked(const void *a, const void *b)
{
    const struct looked *x = a, *y = b;
    return x->seen.mention < y->seen.mention ? -1 : x->seen.mention > y->seen.mention;
}

static enum status place(struct gathering *g, struct match_link *links, struct error *err)
{
    struct resolve *resolve = g->resolve;
    if (g->looked.len)
        qsort(g->looked.ptr, g->looked.len, sizeof(*g->looked.ptr), compare_looked);
    if (!vec_reserve(&resolve->seen, g->looked.len + 1))
        return piece_no_memory(err);
    for (size_t i = 0; i < g->looked.len; i++) {
        resolve->seen.ptr[resolve->seen.len++] = g->looked.ptr[i].seen;
        links[i] = g->looked.ptr[i].link;
    }
    enum status status = resolve_place(resolve, links, g->clusters, err);
    return status == STATUS_OK ? resolve_compare(resolve, links, err) : status;
}

/* Where those lived and sat who are about to be dropped. */
static enum status remember_homes(struct piece *piece, const struct resolve *resolve, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < resolve->known.len && status == STATUS_OK; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
        struct party_id party = resolve->known.ptr[i].party;
        struct text body = TEXT_EMPTY;
        struct resident resident;
        struct error why = ERROR_NONE;
        if (!map_get(&resolve->changes.dropped, party.v))
            continue;
        if (!vec_push(&piece->gone, party))
            return piece_no_memory(err);
        status = store_home_get(piece->task->store, party, &arena, &body, &why);
        if (status == STATUS_NOT_FOUND) {
            status = STATUS_OK;
            continue;
        }
        if (status != STATUS_OK) {
            if (err)
                *err = why;
        } else if (party_id_kind(party) == PARTY_PERSON) {
            if (!resolve_home_resident(body, &resident) || !vec_push(&piece->left, resident))
                status = piece_no_memory(err);
        } else if (!piece_note_seat(piece, home_seat(body))) {
            status = piece_no_memory(err);
        }
    }
    return status;
}

/* Where those live and sit who were made. */
static enum status follow_homes(struct piece *piece, const struct resolve *resolve, struct error *err)
{
    struct homes *homes = piece->task->homes;
    bool fits = true;
    for (uint32_t c = 0; c < resolve->clusters[PARTY_PERSON].count && fits; c++)
        if (resolve_is_dirty(resolve, PARTY_PERSON, c))
            fits = homes_add(homes, &resolve->homes.ptr[c].resident) &&
                   vec_push(&piece->made, resolve->clusters[PARTY_PERSON].parties[c]);
    for (uint32_t c = 0; c < resolve->clusters[PARTY_ORGANISATION].count && fits; c++)
        if (resolve_is_dirty(resolve, PARTY_ORGANISATION, c))
            fits = homes_add_seat(homes, resolve->clusters[PARTY_ORGANISATION].parties[c], resolve->seats[c]) &&
                   piece_note_seat(piece, resolve->seats[c]);
    return fits ? STATUS_OK : piece_no_memory(err);
}

static enum status change(struct gathering *g, const struct match_link *links, struct piece_report *ret,
                          struct error *err)
{
    struct piece *piece = g->piece;
    struct resolve *resolve = g->resolve;
    enum status status = remember_homes(piece, resolve, err);
    if (status == STATUS_OK)
        status = resolve_change(resolve, links, err);
    if (status == STATUS_OK)
        status = resolve_golden(resolve, err);
    if (status == STATUS_OK)
        status = resolve_keep_identities(resolve, err);
    if (status == STATUS_OK)
        status = follow_homes(piece, resolve, err);
    if (status == STATUS_OK)
        status = store_change_flush(resolve->store, err);
    if (status == STATUS_OK)
        status = piece_people(piece, &ret->parties_made, err);
    if (status == STATUS_OK)
        status = piece_households(piece, resolve->run, ret, err);
    ret->parties_made += resolve->report->parties_made;
    ret->parties_given += resolve->report->parties_given;
    ret->parties_redirected += resolve->report->parties_redirected;
    ret->links += resolve->changes.touched.count;
    return status;
}

enum status piece_run(const struct piece_task *task, struct piece_report *ret, struct error *err)
{
    SCOPED(piece_done) struct piece piece = { .task = task, .names = ARENA_UP_TO(PIECE_ARENA_BYTES) };
    struct resolve_report report = { 0 };
    SCOPED(resolve_part_done) struct resolve resolve = piece_resolve(&piece, &report);
    struct store_tx tx = { task->store }; /* of the caller, who commits */
    SCOPED(piece_gathering_done)
    struct gathering g = { .piece = &piece, .resolve = &resolve, .arena = ARENA_UP_TO(PIECE_ARENA_BYTES) };
    *ret = (struct piece_report){ 0 };
    resolve.tx = &tx;
    enum status status = piece_gather(&g, err);
    if (status == STATUS_OK)
        status = piece_reviews(&g, err);
    struct match_link *links = arena_array(&g.arena, struct match_link, g.looked.len + 1);
    if (status == STATUS_OK && !links)
        status = piece_no_memory(err);
    if (status == STATUS_OK)
        status = place(&g, links, err);
    return status == STATUS_OK ? change(&g, links, ret, err) : status;
}
