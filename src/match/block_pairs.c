/*
 * Runs to pairs.  A pair may meet in several runs and is wanted once, and
 * those who take pairs want them by their first mention, as what is known of
 * that one is then at hand.
 *
 *     runs ─ all slices side by side ─▶ pairs in drawers, one per 256 mentions, four bytes each
 *                                         │ drawer by drawer: in order, each once
 *                                         ▼
 *                                       taken
 *
 * Everything is read from front to back.  To look up for each mention its
 * runs, and for each run its members, is to wait for memory twenty times per
 * mention; to write its pairs down from the runs' side and sort them while
 * they fit a processor's cache is several times faster.  A drawer is filled by
 * all threads at once, in no order; sorted, it is the same whoever filled it
 * (match-1).
 *
 * Of many mentions the pairs do not fit memory well, so a round is as many
 * drawers as hold about a tenth of them, and reads all runs again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/block_inside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "os/memory.h"
#include "os/threads.h"

enum {
    ROUNDS = 10,
    AT_ONCE_LEAST = 4 * 1024 * 1024, /* pairs of a round */
    HELD = 16,                       /* pairs that a thread holds for a drawer before it writes them there: a line */
    SORT_FEW = 24,
};

/* What a thread holds back, for each drawer of the round. */
struct hand {
    uint32_t (*held)[HELD];
    uint8_t *count;
    VEC(uint32_t) sorted; /* of a drawer, and room to sort in */
    VEC(uint64_t) pairs;  /* of a slice, as they are handed over */
    uint32_t *begun;      /* by slice of mentions: how many pairs begin there */
    bool failed;
};

struct making {
    const struct block_index *index;
    const uint64_t *drawn; /* bits; NULL for everybody */
    struct hand *hands;    /* by thread */
    size_t slices;
    uint32_t width;                   /* mentions of a slice: two to slice_bits */
    unsigned slice_bits, second_bits; /* of a pair in its drawer: which of the slice is the first, and the second */
    uint32_t *begun;                  /* all hands' */

    size_t from, to;       /* slices of this round */
    uint32_t *pairs;       /* of this round */
    size_t *starts, *ends; /* by drawer, in pairs */
    block_pairs_taker *take;
    void *ctx;
};

static bool is_drawn(const struct making *m, uint32_t mention)
{
    return !m->drawn || bit_at(m->drawn, mention);
}

/* ---- how many pairs ---- */

static void count_runs(void *ctx, size_t slice, int thread)
{
    const struct making *m = ctx;
    const uint32_t *members = m->index->members.ptr;
    uint32_t *begun = m->hands[thread].begun;
    size_t to = run_slice_start(m->index, slice + 1);
    for (size_t at = run_slice_start(m->index, slice), end; at < to; at = end) {
        end = run_end(m->index, at);
        for (size_t i = at; i + 1 < end; i++) {
            uint32_t mention = member_mention(members[i]);
            if (is_drawn(m, mention))
                begun[mention >> m->slice_bits] += (uint32_t)(end - 1 - i);
        }
    }
}

/* ---- into drawers ---- */

static void put_away(const struct making *m, struct hand *hand, size_t drawer)
{
    size_t count = hand->count[drawer];
    size_t at = __atomic_fetch_add(&m->ends[drawer], count, __ATOMIC_RELAXED);
    memcpy(m->pairs + at, hand->held[drawer], count * sizeof(*m->pairs));
    hand->count[drawer] = 0;
}

/* Pairs of one run that begin with its i-th member. */
static void pair_member(const struct making *m, struct hand *hand, size_t i, size_t end)
{
    const uint32_t *members = m->index->members.ptr;
    uint32_t mention = member_mention(members[i]);
    size_t drawer = (mention >> m->slice_bits) - m->from;
    uint32_t first = mention << m->second_bits; /* which of its slice: the bits above fall off */
    for (size_t k = i + 1; k < end; k++) {
        if (members[i] & members[k] & BLOCK_LEFT)
            continue; /* both leave this run to the other */
        hand->held[drawer][hand->count[drawer]++] = first | member_mention(members[k]);
        if (hand->count[drawer] == HELD)
            put_away(m, hand, drawer);
    }
}

static void pair_runs(void *ctx, size_t slice, int thread)
{
    const struct making *m = ctx;
    struct hand *hand = &m->hands[thread];
    const uint32_t *members = m->index->members.ptr;
    uint32_t from = (uint32_t)(m->from * m->width), width = (uint32_t)((m->to - m->from) * m->width);
    size_t to = run_slice_start(m->index, slice + 1), end = 0;
    for (size_t i = run_slice_start(m->index, slice); i < to; i++) {
        uint32_t mention = member_mention(members[i]);
        if (mention - from >= width || !is_drawn(m, mention))
            continue;
        if (i >= end)
            end = run_end(m->index, i);
        pair_member(m, hand, i, end);
    }
    for (size_t drawer = 0; drawer < m->to - m->from; drawer++)
        if (hand->count[drawer])
            put_away(m, hand, drawer);
}

/* ---- in order ---- */

static void insert_few(uint32_t *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t here = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > here; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = here;
    }
}

/* A mention's partners; room has as many places. */
static void sort_numbers(uint32_t *numbers, size_t count, uint32_t *room)
{
    if (count <= SORT_FEW) {
        insert_few(numbers, count);
        return;
    }
    size_t half = count / 2;
    sort_numbers(numbers, half, room);
    sort_numbers(numbers + half, count - half, room);
    memcpy(room, numbers, half * sizeof(*room));
    for (size_t i = 0, j = half, at = 0; i < half; at++)
        numbers[at] = j < count && numbers[j] < room[i] ? numbers[j++] : room[i++];
}

/* The pairs of one drawer in order, each once. */
static void order_drawer(const struct making *m, size_t drawer, struct hand *hand)
{
    const uint32_t *pairs = m->pairs + m->starts[drawer];
    size_t count = m->ends[drawer] - m->starts[drawer], from = 0;
    uint32_t at[BLOCK_SLICE + 1] = { 0 }, *sorted = hand->sorted.ptr, mask = (UINT32_C(1) << m->second_bits) - 1;
    for (size_t i = 0; i < count; i++)
        at[(pairs[i] >> m->second_bits) + 1]++;
    for (uint32_t n = 0; n < m->width; n++)
        at[n + 1] += at[n];
    for (size_t i = 0; i < count; i++)
        sorted[at[pairs[i] >> m->second_bits]++] = pairs[i];
    uint64_t *kept = hand->pairs.ptr, first = (uint64_t)(m->from + drawer) * m->width;
    for (uint32_t n = 0; n < m->width; from = at[n++]) {
        sort_numbers(sorted + from, at[n] - from, sorted + count);
        for (size_t i = from; i < at[n]; i++)
            if (i == from || sorted[i] != sorted[i - 1])
                *kept++ = (first + n) << 32 | (sorted[i] & mask);
    }
    hand->pairs.len = (size_t)(kept - hand->pairs.ptr);
}

static void take_drawer(void *ctx, size_t drawer, int thread)
{
    const struct making *m = ctx;
    struct hand *hand = &m->hands[thread];
    size_t count = m->ends[drawer] - m->starts[drawer];
    if (!vec_reserve(&hand->sorted, 2 * count + 1) || !vec_reserve(&hand->pairs, count + 1)) {
        hand->failed = true;
        return;
    }
    order_drawer(m, drawer, hand);
    m->take(m->ctx, m->from + drawer, thread, hand->pairs.ptr, hand->pairs.len);
}

/* ---- rounds ---- */

/* The slices from from on whose pairs fit at_once; at least one. How many pairs in *ret_pairs. */
static size_t round_end(const struct making *m, size_t from, size_t at_once, size_t *ret_pairs)
{
    size_t to = from, pairs = 0;
    while (to < m->slices && (to == from || pairs + m->begun[to] <= at_once))
        pairs += m->begun[to++];
    *ret_pairs = pairs;
    return to;
}

static void run_round(struct making *m, int threads)
{
    size_t at = 0;
    for (size_t s = m->from; s < m->to; s++) {
        m->starts[s - m->from] = m->ends[s - m->from] = at;
        at += m->begun[s];
    }
    threads_run(threads, RUN_SLICES, pair_runs, m);
    threads_run(threads, m->to - m->from, take_drawer, m);
}

/* Room for the longest round, the widest too. */
static bool run_rounds(struct making *m, int threads)
{
    size_t total = 0, drawers = 0, most = 0;
    for (size_t s = 0; s < m->slices; s++)
        total += m->begun[s];
    size_t at_once = total / ROUNDS > AT_ONCE_LEAST ? total / ROUNDS : AT_ONCE_LEAST;
    for (size_t from = 0, to, pairs; from < m->slices; from = to) {
        to = round_end(m, from, at_once, &pairs);
        drawers = to - from > drawers ? to - from : drawers;
        most = pairs > most ? pairs : most;
    }
    m->pairs = memory_take((most + 1) * sizeof(*m->pairs));
    m->starts = calloc(drawers + 1, sizeof(*m->starts));
    m->ends = calloc(drawers + 1, sizeof(*m->ends));
    bool good = m->pairs && m->starts && m->ends;
    for (int i = 0; good && i < threads; i++) {
        m->hands[i].held = malloc(drawers * sizeof(*m->hands[i].held));
        m->hands[i].count = calloc(drawers + 1, sizeof(*m->hands[i].count));
        good = m->hands[i].held && m->hands[i].count;
    }
    for (size_t pairs; good && m->from < m->slices; m->from = m->to) {
        m->to = round_end(m, m->from, at_once, &pairs);
        run_round(m, threads);
    }
    free(m->pairs);
    free(m->starts);
    free(m->ends);
    return good;
}

static bool pairs_of_runs(struct making *m, int threads)
{
    bool good = true;
    for (int i = 0; good && i < threads; i++)
        good = (m->hands[i].begun = calloc(m->slices + 1, sizeof(uint32_t))) != NULL;
    if (!good)
        return false;
    threads_run(threads, RUN_SLICES, count_runs, m);
    for (int i = 1; i < threads; i++)
        for (size_t s = 0; s < m->slices; s++)
            m->hands[0].begun[s] += m->hands[i].begun[s];
    m->begun = m->hands[0].begun;
    return run_rounds(m, threads);
}

/* Of a small table everybody meets everybody. */
static void take_whole(void *ctx, size_t slice, int thread)
{
    const struct making *m = ctx;
    struct hand *hand = &m->hands[thread];
    uint32_t to = (uint32_t)((slice + 1) * m->width);
    to = to < m->index->mentions ? to : m->index->mentions;
    hand->pairs.len = 0;
    for (uint32_t a = (uint32_t)(slice * m->width); a < to; a++) {
        if (!is_drawn(m, a))
            continue;
        if (!vec_reserve(&hand->pairs, hand->pairs.len + m->index->mentions)) {
            hand->failed = true;
            return;
        }
        for (uint32_t b = a + 1; b < m->index->mentions; b++)
            hand->pairs.ptr[hand->pairs.len++] = (uint64_t)a << 32 | b;
    }
    m->take(m->ctx, slice, thread, hand->pairs.ptr, hand->pairs.len);
}

bool block_pairs(const struct block_index *index, const uint64_t *drawn, int threads, block_pairs_taker *take,
                 void *ctx)
{
    threads = threads > 0 ? threads : 1;
    struct making m = {
        .index = index,
        .drawn = drawn,
        .hands = calloc((size_t)threads, sizeof(*m.hands)),
        .slices = block_slices(index),
        .width = block_slice_width(index),
        .slice_bits = 32 - block_second_bits(index),
        .second_bits = block_second_bits(index),
        .take = take,
        .ctx = ctx,
    };
    bool good = m.hands != NULL;
    if (good && index->is_whole)
        threads_run(threads, m.slices, take_whole, &m);
    else if (good)
        good = pairs_of_runs(&m, threads);
    for (int i = 0; m.hands && i < threads; i++) {
        good &= !m.hands[i].failed;
        free(m.hands[i].held);
        free(m.hands[i].count);
        free(m.hands[i].begun);
        vec_done(&m.hands[i].sorted);
        vec_done(&m.hands[i].pairs);
    }
    free(m.hands);
    return good;
}
