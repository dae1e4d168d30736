/*
 * Scored pairs to clusters: join what the whole of two groups supports.
 *
 * Average link on scores: two groups are joined while the mean score of all
 * pairs between them is at least the threshold, best first.  Must-links stand
 * before anything; a cannot-link keeps the groups of its two apart for good.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct scored_pair {
    uint32_t a, b; /* places, a < b */
    int32_t score;
};

/* Where the pairs of each place begin, in ret with room for one place more: fewer than 2^32 of them, sorted. */
void scored_pairs_at(const struct scored_pair *pairs, size_t pairs_count, uint32_t places, uint32_t *ret);

/* In a mean one pair counts for no more and no less than this. */
enum {
    CLUSTER_SCORE_BIT = 256,
    CLUSTER_SCORE_MOST = 12 * CLUSTER_SCORE_BIT,
    CLUSTER_SCORE_LEAST = -4 * CLUSTER_SCORE_BIT
};

/* A component of more is cut at a higher bar until its parts are smaller; what no bar cuts is taken up to four times so
 * many. */
enum { CLUSTER_GROUP_MAX = 300 };

/* What score answers for two that must not be together unless a must-link says so. */
#define CLUSTER_NEVER INT32_MIN

struct cluster_task {
    uint32_t count;                  /* things to cluster */
    const struct scored_pair *pairs; /* sorted by a, b, each once */
    size_t pairs_count;
    const uint64_t *must, *cannot; /* a << 32 | b, sorted */
    size_t must_count, cannot_count;
    int32_t threshold;
    int32_t (*score)(void *ctx, uint32_t a, uint32_t b); /* of a pair that is not among pairs */
    /* Of each join, in order: a place in either group, and the mean that joined them. May be NULL. */
    void (*joined)(void *ctx, uint32_t a, uint32_t b, int32_t mean);
    void *ctx;
    int threads; /* at most, and one when joined is told; score is called on all of them */
};

/* ret holds count numbers: the smallest place in each one's cluster. */
enum status cluster_run(const struct cluster_task *task, uint32_t *ret, struct error *err);
