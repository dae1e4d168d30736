/*
 * The truth comes as clusters or as pairs.  Pairs are joined; a third column
 * that is a score below a half says the pair is not one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/scoped.h"
#include "flow/evaluate_inside.h"

static uint32_t root_of(uint32_t *root, uint32_t i)
{
    while (root[i] != i)
        i = root[i] = root[root[i]];
    return i;
}

enum status truth_read(const char *path, const struct labelled *labelled, uint32_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SIZE_MAX / 4);
    SCOPED(listing_done) struct listing listing = { 0 };
    enum status status = listing_read(path, &arena, &listing, err);
    if (status != STATUS_OK)
        return status;
    if (listing.layout.count < 2)
        return error_set(err, STATUS_INVALID, "the truth needs two columns: id,cluster or id_a,id_b");

    static const char *const pair_headers[] = { "id_a",        "ida",     "id1",       "id_1", "id_l",
                                                "unique_id_l", "left_id", "ltable_id", NULL };
    bool is_pairs = header_is(listing.layout.columns[0], pair_headers);
    for (uint32_t i = 0; i < labelled->mentions.len; i++)
        ret[i] = is_pairs ? i : UINT32_MAX;
    SCOPED(intern_done) struct intern clusters = INTERN_UP_TO(SIZE_MAX / 4);
    for (size_t r = 0; r < listing.rows.len; r++) {
        const struct row *row = &listing.rows.ptr[r];
        uint32_t a = intern_get(&labelled->ids, listing_cell(row, 0));
        if (a == INTERN_NONE)
            continue;
        if (!is_pairs) {
            ret[a] = listing_cell(row, 1).len ? intern_put(&clusters, listing_cell(row, 1)) : UINT32_MAX;
            continue;
        }
        uint32_t b = intern_get(&labelled->ids, listing_cell(row, 1));
        struct text score = listing_cell(row, 2);
        if (b == INTERN_NONE || (score.len && strtod(score.ptr, NULL) < 0.5))
            continue;
        a = root_of(ret, a);
        b = root_of(ret, b);
        if (a < b)
            ret[b] = a;
        else
            ret[a] = b;
    }
    for (uint32_t i = 0; is_pairs && i < labelled->mentions.len; i++)
        ret[i] = root_of(ret, i);
    return STATUS_OK;
}
