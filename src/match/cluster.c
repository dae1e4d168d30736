/*
 * Pairs at or above the threshold make components; within a component every
 * missing pair is scored, so that two strangers joined by a chain of look-alikes
 * are seen as the strangers they are.  A component of more than GROUP_MAX is
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

enum { GROUP_MAX = 300, BIT_SCORE = 256, RAISE = 2 * BIT_SCORE };
enum { SCORE_MOST = 12 * BIT_SCORE, SCORE_LEAST = -4 * BIT_SCORE };
#define FORBIDDEN (-1e15)

struct worker {
    const struct cluster_task *task;
    uint32_t *root; /* union-find over places */
    uint32_t *ret;
};

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

static const struct scored_pair *known_pair(const struct cluster_task *task, uint32_t a, uint32_t b)
{
    size_t low = 0, high = task->pairs_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct scored_pair *pair = &task->pairs[middle];
        if (pair->a < a || (pair->a == a && pair->b < b))
            low = middle + 1;
        else
            high = middle;
    }
    return low < task->pairs_count && task->pairs[low].a == a && task->pairs[low].b == b ? &task->pairs[low] : NULL;
}

static double pair_score(const struct cluster_task *task, uint32_t a, uint32_t b)
{
    const struct scored_pair *known = known_pair(task, a < b ? a : b, a < b ? b : a);
    int32_t score = known ? known->score : task->score(task->ctx, a < b ? a : b, a < b ? b : a);
    return score == CLUSTER_NEVER ? FORBIDDEN
           : score > SCORE_MOST   ? SCORE_MOST
           : score < SCORE_LEAST  ? SCORE_LEAST
                                  : score;
}

/* Average link over members[0 .. n): groups of one, joined best first. */
static bool link_group(struct worker *w, const uint32_t *members, size_t n)
{
    const struct cluster_task *task = w->task;
    double *sum = malloc(n * n * sizeof(*sum));
    uint32_t *size = malloc(n * sizeof(*size)), *group = malloc(n * sizeof(*group)), *best = malloc(n * sizeof(*best));
    bool good = sum && size && group && best;
    if (!good)
        goto out;
    for (size_t i = 0; i < n; i++) {
        size[i] = 1;
        group[i] = (uint32_t)i;
        sum[i * n + i] = FORBIDDEN;
        for (size_t j = i + 1; j < n; j++) {
            double s = pair_score(task, members[i], members[j]);
            if (holds(task->cannot, task->cannot_count, members[i], members[j]))
                s = FORBIDDEN;
            else if (holds(task->must, task->must_count, members[i], members[j]))
                s = -FORBIDDEN / 1e6;
            sum[i * n + j] = sum[j * n + i] = s;
        }
    }
    for (;;) {
        double top = task->threshold;
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
        if (task->joined)
            task->joined(task->ctx, members[at_i], members[at_j], (int32_t)top);
        size[at_i] += size[at_j];
        size[at_j] = 0;
        for (size_t k = 0; k < n; k++)
            if (group[k] == at_j)
                group[k] = (uint32_t)at_i;
    }
    for (size_t i = 0; i < n; i++)
        w->ret[members[i]] = members[group[i]];
out:
    free(sum);
    free(size);
    free(group);
    free(best);
    return good;
}

struct placed {
    uint32_t root, place;
};

static int by_root(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    return x->root != y->root ? (x->root > y->root) - (x->root < y->root)
                              : (x->place > y->place) - (x->place < y->place);
}

/* Where the pairs of a member begin, as its first place. */
static size_t pairs_of(const struct cluster_task *task, uint32_t member)
{
    size_t low = 0, high = task->pairs_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (task->pairs[middle].a < member)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Components of some members, in order, at a bar; those that are still too large go round again. */
static bool link_components(struct worker *w, const uint32_t *members, size_t count, int32_t bar)
{
    const struct cluster_task *task = w->task;
    for (size_t i = 0; i < count; i++)
        w->root[members[i]] = members[i];
    /* members and pairs are both in order: one walk, or a search each where members are few */
    bool walks = count > task->pairs_count / 16;
    for (size_t i = 0, at = 0; i < count; i++) {
        while (walks && at < task->pairs_count && task->pairs[at].a < members[i])
            at++;
        for (at = walks ? at : pairs_of(task, members[i]); at < task->pairs_count && task->pairs[at].a == members[i];
             at++)
            if (task->pairs[at].score >= bar && w->root[task->pairs[at].b] != UINT32_MAX)
                join(w->root, task->pairs[at].a, task->pairs[at].b);
    }
    for (size_t i = 0; i < task->must_count; i++) {
        uint32_t a = (uint32_t)(task->must[i] >> 32), b = (uint32_t)task->must[i];
        if (w->root[a] != UINT32_MAX && w->root[b] != UINT32_MAX)
            join(w->root, a, b);
    }
    struct placed *placed = malloc(count * sizeof(*placed));
    uint32_t *sorted = malloc(count * sizeof(*sorted));
    bool good = placed && sorted;
    for (size_t i = 0; good && i < count; i++)
        placed[i] = (struct placed){ find(w->root, members[i]), members[i] };
    if (good)
        qsort(placed, count, sizeof(*placed), by_root);
    for (size_t i = 0; good && i < count; i++) {
        sorted[i] = placed[i].place;
        w->root[sorted[i]] = UINT32_MAX; /* out of play until its own part is looked at */
    }
    for (size_t i = 0, end; good && i < count; i = end) {
        for (end = i + 1; end < count && placed[end].root == placed[i].root;)
            end++;
        if (end - i == 1)
            w->ret[sorted[i]] = sorted[i];
        else if (end - i <= GROUP_MAX || bar > 40 * BIT_SCORE)
            good = link_group(w, sorted + i, end - i <= 4 * GROUP_MAX ? end - i : 4 * GROUP_MAX);
        else
            good = link_components(w, sorted + i, end - i, bar + RAISE);
    }
    free(placed);
    free(sorted);
    return good;
}

enum status cluster_run(const struct cluster_task *task, uint32_t *ret, struct error *err)
{
    struct worker w = { .task = task, .ret = ret };
    w.root = malloc((task->count ? task->count : 1) * sizeof(*w.root));
    uint32_t *all = malloc((task->count ? task->count : 1) * sizeof(*all));
    bool good = w.root && all;
    for (uint32_t i = 0; good && i < task->count; i++)
        all[i] = w.root[i] = ret[i] = i;
    good = good && link_components(&w, all, task->count, task->threshold);
    free(w.root);
    free(all);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while clustering");
}
