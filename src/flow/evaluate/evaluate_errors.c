/*
 * Which pairs to show of thousands that are wrong: those whose ids hash
 * lowest, so that it is a fair sample and the same one every time, and a
 * change of the matching shows as pairs that leave the list.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/hash.h"
#include "flow/evaluate/evaluate_inside.h"

enum { SHOWN_CELL_MAX = 60 };

void errors_add(struct errors *errors, const struct labelled *labelled, enum error_kind kind, uint32_t a, uint32_t b)
{
    if (errors->max == 0 || !errors->pairs)
        return;
    struct wrong_pair *list = errors->pairs + (size_t)kind * errors->max;
    size_t *count = &errors->counts[kind];
    struct wrong_pair pair = {
        hash_text(id_list_name(&labelled->ids, a)) ^ (hash_text(id_list_name(&labelled->ids, b)) * 31), a, b
    };
    if (*count == errors->max && list[*count - 1].hash <= pair.hash)
        return;
    size_t at = *count < errors->max ? (*count)++ : *count - 1;
    for (; at > 0 && list[at - 1].hash > pair.hash; at--)
        list[at] = list[at - 1];
    list[at] = pair;
}

static void put_cell(struct text cell, struct buf *buf)
{
    size_t len = cell.len;
    if (len > SHOWN_CELL_MAX) /* not in the middle of a letter */
        for (len = SHOWN_CELL_MAX; len > 0 && ((unsigned char)cell.ptr[len] & 0xc0) == 0x80;)
            len--;
    for (size_t i = 0; i < len; i++)
        buf_put_char(buf, (unsigned char)cell.ptr[i] < ' ' ? ' ' : cell.ptr[i]);
    if (len < cell.len)
        buf_put_str(buf, "…");
}

static void put_pair(const struct labelled *labelled, struct matcher *matcher, enum error_kind kind, uint32_t a,
                     uint32_t b, struct buf *buf)
{
    static const char *const kinds[] = { "wrong", "missed" };
    const struct listing *listing = &labelled->listing;
    struct mention_id x = labelled_mention_id(labelled, a), y = labelled_mention_id(labelled, b);
    buf_printf(buf, "%s: %.*s, %.*s%s\n  ", kinds[kind], TEXT_ARG(id_list_name(&labelled->ids, a)),
               TEXT_ARG(id_list_name(&labelled->ids, b)),
               matcher_pair_was_candidate(matcher, x, y) ? "" : " (not compared)");
    matcher_pair_write(matcher, x, y, buf);
    buf_put_char(buf, '\n');
    for (size_t c = 0; c < listing->layout.count; c++) {
        struct text left = listing_cell(&listing->rows.ptr[a], c), right = listing_cell(&listing->rows.ptr[b], c);
        if (c == listing->id_column || (left.len == 0 && right.len == 0))
            continue;
        buf_put_str(buf, text_equal(left, right) ? "  = " : "    ");
        put_cell(listing->layout.columns[c], buf);
        buf_put_str(buf, ": ");
        put_cell(left, buf);
        if (!text_equal(left, right)) {
            buf_put_str(buf, " | ");
            put_cell(right, buf);
        }
        buf_put_char(buf, '\n');
    }
}

void errors_write(const struct errors *errors, const struct labelled *labelled, struct matcher *matcher,
                  struct buf *buf)
{
    for (int kind = 0; kind < ERROR_KINDS; kind++)
        for (size_t i = 0; i < errors->counts[kind]; i++) {
            const struct wrong_pair *pair = &errors->pairs[(size_t)kind * errors->max + i];
            put_pair(labelled, matcher, (enum error_kind)kind, pair->a, pair->b, buf);
        }
}

void errors_done(struct errors *errors)
{
    free(errors->pairs);
    *errors = (struct errors){ 0 };
}
