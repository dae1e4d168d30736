/*
 * Pairs at or above the threshold make components; within a component every
 * missing pair is scored, so that two strangers joined by a chain of look-alikes
 * are seen as the strangers they are.  A component of more than CLUSTER_GROUP_MAX is
 * first cut by raising the bar until its parts are smaller.
 *
 * Invariants: cluster-1 the outcome is a function of the task alone;
 * cluster-2 must-links are always together unless a cannot-link speaks of the
 * same groups; cluster-3 cannot-links are never together.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/cluster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "os/threads.h"

enum { RAISE = 2 * CLUSTER_SCORE_BIT };
#define FORBIDDEN (-1e15)

struct group {
    uint32_t start, count; /* in members of the worker */
};

struct worker {
    const struct cluster_task *task;
    uint32_t *root;        /* union-find over places; UINT32_MAX for those out of play */
    uint32_t *pairs_at;    /* by place, and one more: where its pairs begin, as their first place */
    uint32_t *next;        /* of the same component, in order */
    uint32_t *last;        /* of a component, by its root */
    VEC(uint32_t) members; /* of the groups, one after another */
    VEC(struct group) groups;
    uint32_t *ret;
    bool failed;
};

#define NOBODY UINT32_MAX

static uint32_t find(uint32_t *root, uint32_t i)
{
    while (root[i] != i) {
        root[i] = root[root[i]];
        i = root[i];
    }
    return i;
}

/* The smaller place stays root, so a root names its group. */
static void join(uint32_t *root, uint32_t a, uint32_t b)
{
    a = find(root, a);
    b = find(root, b);
    if (a < b)
        root[b] = a;
    else
        root[a] = b;
}

static int by_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool holds(const uint64_t *list, size_t count, uint32_t a, uint32_t b)
{
    uint64_t pair = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    return count > 0 && bsearch(&pair, list, count, sizeof(pair), by_u64) != NULL;
}

static double within_bounds(int32_t score)
{
    return score == CLUSTER_NEVER        ? FORBIDDEN
           : score > CLUSTER_SCORE_MOST  ? CLUSTER_SCORE_MOST
           : score < CLUSTER_SCORE_LEAST ? CLUSTER_SCORE_LEAST
                                         : score;
}

/* The scores of all pairs of a group; its pairs stand in order, as members do. */
static void score_group(const struct worker *w, const uint32_t *members, size_t n, double *sum)
{
    const struct cluster_task *task = w->task;
    for (size_t i = 0; i < n; i++) {
        uint32_t at = w->pairs_at[members[i]], end = w->pairs_at[members[i] + 1];
        sum[i * n + i] = FORBIDDEN;
        for (size_t j = i + 1; j < n; j++) {
            while (at < end && task->pairs[at].b < members[j])
                at++;
            bool is_known = at < end && task->pairs[at].b == members[j];
            double s = within_bounds(is_known ? task->pairs[at].score : task->score(task->ctx, members[i], members[j]));
            if (holds(task->cannot, task->cannot_count, members[i], members[j]))
                s = FORBIDDEN;
            else if (holds(task->must, task->must_count, members[i], members[j]))
                s = -FORBIDDEN / 1e6;
            sum[i * n + j] = sum[j * n + i] = s;
        }
    }
}

/* Average link over members[0 .. n): groups of one, joined best first. */
static bool link_group(const struct worker *w, const uint32_t *members, size_t n)
{
    enum { FEW = 8 };
    double few[FEW * FEW], *sum = n <= FEW ? few : malloc(n * n * sizeof(*sum));
    uint32_t few_numbers[2 * FEW], *size = n <= FEW ? few_numbers : malloc(2 * n * sizeof(*size)), *group = size + n;
    bool good = sum && size;
    if (!good)
        goto out;
    score_group(w, members, n, sum);
    for (size_t i = 0; i < n; i++) {
        size[i] = 1;
        group[i] = (uint32_t)i;
    }
    for (;;) {
        double top = w->task->threshold;
        size_t at_i = n, at_j = n;
        for (size_t i = 0; i < n; i++) {
            if (size[i] == 0)
                continue;
            for (size_t j = i + 1; j < n; j++) {
                if (size[j] == 0 || sum[i * n + j] < top * size[i] * size[j])
                    continue;
                double mean = sum[i * n + j] / ((double)size[i] * size[j]);
                if (mean > top || at_i == n) {
                    top = mean;
                    at_i = i;
                    at_j = j;
                }
            }
        }
        if (at_i == n)
            break;
        for (size_t k = 0; k < n; k++) {
            if (k == at_i || k == at_j)
                continue;
            double both = sum[at_i * n + k] + sum[at_j * n + k];
            sum[at_i * n + k] = sum[k * n + at_i] = both < FORBIDDEN / 2 ? FORBIDDEN : both;
        }
        if (w->task->joined)
            w->task->joined(w->task->ctx, members[at_i], members[at_j], (int32_t)top);
        size[at_i] += size[at_j];
        size[at_j] = 0;
        for (size_t k = 0; k < n; k++)
            if (group[k] == at_j)
                group[k] = (uint32_t)at_i;
    }
    for (size_t i = 0; i < n; i++)
        w->ret[members[i]] = members[group[i]];
out:
    if (n > FEW) {
        free(sum);
        free(size);
    }
    return good;
}

/* Pairs of some members at a bar, and must-links between them, make components. */
static void join_members(struct worker *w, const uint32_t *members, size_t count, int32_t bar)
{
    const struct cluster_task *task = w->task;
    for (size_t i = 0; i < count; i++)
        w->root[members[i]] = members[i];
    for (size_t i = 0; i < count; i++)
        for (uint32_t at = w->pairs_at[members[i]]; at < w->pairs_at[members[i] + 1]; at++)
            if (task->pairs[at].score >= bar && w->root[task->pairs[at].b] != NOBODY)
                join(w->root, task->pairs[at].a, task->pairs[at].b);
    for (size_t i = 0; i < task->must_count; i++) {
        uint32_t a = (uint32_t)(task->must[i] >> 32), b = (uint32_t)task->must[i];
        if (w->root[a] != NOBODY && w->root[b] != NOBODY)
            join(w->root, a, b);
    }
}

/* Each component as a chain from its root, which is its smallest place, on; then out of play. */
static void chain_members(struct worker *w, const uint32_t *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t here = members[i], root = find(w->root, here);
        w->next[here] = NOBODY;
        if (root != here)
            w->next[w->last[root]] = here;
        w->last[root] = here;
    }
    for (size_t i = 0; i < count; i++)
        if (w->root[members[i]] != members[i])
            w->last[members[i]] = NOBODY; /* no root */
    for (size_t i = 0; i < count; i++)
        w->root[members[i]] = NOBODY; /* until its own part is looked at */
}

static bool put_group(struct worker *w, const uint32_t *members, size_t count)
{
    size_t start = w->members.len;
    if (!vec_reserve(&w->members, start + count))
        return false;
    memcpy(w->members.ptr + start, members, count * sizeof(*members));
    w->members.len += count;
    return vec_push(&w->groups, (struct group){ (uint32_t)start, (uint32_t)count });
}

static bool part_members(struct worker *w, const uint32_t *members, size_t count, int32_t bar);

/* The component that begins with first: a group, or too large and parted at a higher bar. */
static bool part_component(struct worker *w, uint32_t first, int32_t bar)
{
    VEC(uint32_t) members = { 0 };
    bool good = true;
    for (uint32_t here = first; good && here != NOBODY; here = w->next[here])
        good = vec_push(&members, here);
    if (good && (members.len <= CLUSTER_GROUP_MAX || bar > 40 * CLUSTER_SCORE_BIT))
        good = put_group(w, members.ptr, members.len <= 4 * CLUSTER_GROUP_MAX ? members.len : 4 * CLUSTER_GROUP_MAX);
    else if (good)
        good = part_members(w, members.ptr, members.len, bar + RAISE);
    vec_done(&members);
    return good;
}

/* Components of some members, in order, at a bar; those that are still too large go round again. */
static bool part_members(struct worker *w, const uint32_t *members, size_t count, int32_t bar)
{
    VEC(uint32_t) firsts = { 0 }; /* of components of more than one: the chains below them are used again */
    bool good = true;
    join_members(w, members, count, bar);
    chain_members(w, members, count);
    for (size_t i = 0; good && i < count; i++)
        if (w->last[members[i]] != NOBODY && w->next[members[i]] != NOBODY)
            good = vec_push(&firsts, members[i]);
    for (size_t i = 0; good && i < firsts.len; i++)
        good = part_component(w, firsts.ptr[i], bar);
    vec_done(&firsts);
    return good;
}

/* Groups have nothing in common, so they are linked side by side. */
enum { SLICE_GROUPS = 1024 };

static void link_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct worker *w = ctx;
    size_t end = (slice + 1) * SLICE_GROUPS < w->groups.len ? (slice + 1) * SLICE_GROUPS : w->groups.len;
    for (size_t i = slice * SLICE_GROUPS; i < end; i++)
        if (!link_group(w, w->members.ptr + w->groups.ptr[i].start, w->groups.ptr[i].count))
            __atomic_store_n(&w->failed, true, __ATOMIC_RELAXED);
}

void scored_pairs_at(const struct scored_pair *pairs, size_t pairs_count, uint32_t places, uint32_t *ret)
{
    assert(pairs_count < UINT32_MAX); /* more would take 48 GB */
    uint32_t at = 0;
    for (uint32_t i = 0; i < places; i++) {
        ret[i] = at;
        while (at < pairs_count && pairs[at].a == i)
            at++;
    }
    ret[places] = at;
}

static bool link_all(struct worker *w)
{
    const struct cluster_task *task = w->task;
    uint32_t *all = malloc((task->count + 1u) * sizeof(*all));
    for (uint32_t i = 0; all && i < task->count; i++)
        all[i] = w->ret[i] = i;
    scored_pairs_at(task->pairs, task->pairs_count, task->count, w->pairs_at);
    bool good = all && part_members(w, all, task->count, task->threshold);
    free(all);
    if (!good)
        return false;
    threads_run(task->joined ? 1 : task->threads, (w->groups.len + SLICE_GROUPS - 1) / SLICE_GROUPS, link_slice, w);
    return !w->failed;
}

enum status cluster_run(const struct cluster_task *task, uint32_t *ret, struct error *err)
{
    size_t bytes = (task->count + 1u) * sizeof(uint32_t);
    struct worker w = { .task = task,
                        .ret = ret,
                        .root = malloc(bytes),
                        .pairs_at = malloc(bytes),
                        .next = malloc(bytes),
                        .last = malloc(bytes) };
    bool good = w.root && w.pairs_at && w.next && w.last && link_all(&w);
    free(w.root);
    free(w.pairs_at);
    free(w.next);
    free(w.last);
    vec_done(&w.members);
    vec_done(&w.groups);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while clustering");
}
