/*
 * What agreement and difference are worth, in 1/256 bit.
 *
 * Three explanations compete for a pair: the same party (m), strangers (u),
 * and relatives: people of one home, organisations of one building, who
 * share what relatives share and nothing else (r).  A pair's score is
 *
 *     log2  P(same | levels) / (P(strangers | levels) + P(relatives | levels))
 *
 * so a shared address and surname alone do not make two people one.
 */
#pragma once

#include "match/compare.h"

enum { BIT = 256 }; /* a score of one bit */

struct comparison_model {
    uint8_t levels;            /* 0: not in use */
    int16_t weight[LEVELS_MAX];   /* log2 m/u by level; [0], not known, is 0 */
    int16_t relative[LEVELS_MAX]; /* log2 r/u */
    uint16_t share[LEVELS_MAX];    /* of the level among the same, 1/65535; for the report */
    int16_t mean_bits[LEVELS_MAX]; /* how rare agreeing values are on average when strangers agree */
};

struct model {
    enum party_kind kind;
    struct comparison_model comparisons[COMPARE_COUNT];
    int32_t prior, prior_relative; /* log2 of the share of all pairs */
    int32_t threshold, review;
};

/* How far the rarity of what agrees moves the weight, 1/256 bit. */
int32_t model_rarity(const struct comparison_model *comparison, unsigned level, int16_t bits);

/* Weight of a level with its rarity: common agreement is worth little, never less than nothing. */
int32_t model_weight(const struct comparison_model *comparison, unsigned level, int16_t bits);

struct model_score {
    int32_t same;     /* prior and weights */
    int32_t relative; /* prior and weights of being relatives */
    int32_t total;    /* the score */
};
struct model_score model_score(const struct model *model, const struct pair_levels *levels);

/* log2(1 + 2^(x / 256)) * 256 */
int32_t model_softplus(int32_t x);

/* Expectations before any data: shares of levels among the same and among relatives. */
const float *model_prior_same(enum comparison comparison, bool is_text);
/* 0 when relatives are like strangers in this. */
const float *model_prior_relative(enum comparison comparison);
