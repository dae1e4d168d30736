/*
 * What the identity log says of a few mentions and ids, asked one by one where
 * a resolve of all reads the whole log.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "flow/resolve/piece_inside.h"
#include "store/history.h"

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the identity log");
}

static int compare_stood(const void *a, const void *b)
{
    const struct stood *x = a, *y = b;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static int compare_known(const void *a, const void *b)
{
    const struct identity_known *x = a, *y = b;
    return x->party.v < y->party.v ? -1 : x->party.v > y->party.v;
}

enum status piece_stood(struct resolve *resolve, const struct mention_id *mentions, size_t count, struct arena *arena,
                        struct error *err)
{
    struct assignment_run *runs = NULL;
    size_t runs_count = 0;
    enum status status =
        count ? store_mentions_assignments(resolve->store, mentions, count, arena, &runs, &runs_count, err) : STATUS_OK;
    for (size_t i = 0; i < runs_count && status == STATUS_OK; i++) {
        if (i + 1 < runs_count && runs[i + 1].mention.v == runs[i].mention.v)
            continue;
        bool ended = runs[i].party.v == 0;
        struct stood stood = { runs[i].mention.v, ended ? runs[i].before.v : runs[i].party.v, ended };
        if (!vec_push(&resolve->before, stood))
            status = no_memory(err);
    }
    if (resolve->before.len)
        qsort(resolve->before.ptr, resolve->before.len, sizeof(*resolve->before.ptr), compare_stood);
    return status;
}

enum status piece_know(struct resolve *resolve, struct map *asked, struct party_id id, bool elsewhere,
                       struct error *err)
{
    enum status status = STATUS_OK;
    for (int i = 0; id.v && i < REDIRECTS_MAX && status == STATUS_OK; i++) {
        struct identity_told told = { 0 };
        struct error why = ERROR_NONE;
        bool is_new = false;
        if (!map_put(asked, id.v, 1, &is_new))
            return no_memory(err);
        if (!is_new)
            return STATUS_OK;
        status = store_identity_at(resolve->store, id, INT64_MAX, &told, &why);
        if (status == STATUS_NOT_FOUND) {
            *map_get(asked, id.v) = 0; /* it was never given */
            return STATUS_OK;
        }
        if (status != STATUS_OK && err)
            *err = why;
        bool dead = told.event == IDENTITY_REDIRECTED || told.event == IDENTITY_RETIRED;
        struct identity_known known = { id, told.event, told.other, elsewhere && !dead };
        if (status == STATUS_OK && !vec_push(&resolve->known, known))
            return no_memory(err);
        id = told.event == IDENTITY_REDIRECTED ? told.other : (struct party_id){ 0 };
        elsewhere = true;
    }
    return status;
}

enum status piece_know_own(struct resolve *resolve, struct map *asked, enum party_kind kind, struct mention_id mention,
                           struct error *err)
{
    enum status status = STATUS_OK;
    for (unsigned attempt = 0; status == STATUS_OK; attempt++) {
        struct party_id own = party_id_of(kind, mention, attempt);
        status = piece_know(resolve, asked, own, true, err);
        const uint64_t *there = map_get(asked, own.v);
        if (!there || *there == 0)
            break;
    }
    return status;
}

void piece_sort_known(struct resolve *resolve)
{
    if (resolve->known.len)
        qsort(resolve->known.ptr, resolve->known.len, sizeof(*resolve->known.ptr), compare_known);
}
