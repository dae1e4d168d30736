/*
 * What agreement and difference are worth, in 1/256 bit.
 *
 * Four explanations compete for a pair: the same party, strangers, people of
 * one home (or organisations of one building), and namesakes (or branches of
 * one chain); of organisations a fifth, companies of one owner at one door.
 * The last share what such pairs share and nothing else.  A
 * pair's score is
 *
 *     log2  P(same | levels) / (P(strangers | levels) + P(home | levels) + P(namesakes | levels) + …)
 *
 * so a shared address and surname alone do not make two people one, nor does
 * a shared company name make one of two branches.
 */
#pragma once

#include "match/compare.h"

enum { BIT = 256 }; /* a score of one bit */

/* Those that are not the same, but not strangers. */
enum likeness { LIKE_HOME, LIKE_NAMESAKE, LIKE_SISTER, LIKENESSES };

/* Of persons there are no sister companies: the first of them. */
static inline int model_likenesses(enum party_kind kind)
{
    return kind == PARTY_PERSON ? LIKE_SISTER : LIKENESSES;
}

struct comparison_model {
    uint8_t levels;                       /* 0: not in use */
    bool is_single;                       /* a number of which the table shows that a party has one */
    int16_t weight[LEVELS_MAX];           /* log2 m/u by level; [0], not known, is 0 */
    int16_t like[LIKENESSES][LEVELS_MAX]; /* the same of home mates and namesakes against strangers */
    uint16_t share[LEVELS_MAX];           /* of the level among the same, 1/65535; for the report */
    int16_t mean_bits[LEVELS_MAX];        /* how rare agreeing values are on average when strangers agree */
};

struct model {
    enum party_kind kind;
    struct comparison_model comparisons[COMPARE_COUNT];
    int32_t prior, prior_like[LIKENESSES]; /* log2 of the share of all pairs */
    int32_t threshold, review;
    uint32_t without_rules; /* bit 1 << rule of match/veto.h: switched off */
};

enum { RARITY_UP_MAX = 4 * BIT, RARITY_DOWN_MAX = 6 * BIT };

/* How far the rarity of what agrees moves the weight, 1/256 bit. */
static inline int32_t model_rarity(const struct comparison_model *comparison, unsigned level, int16_t bits)
{
    if (bits == 0 || comparison->mean_bits[level] == 0)
        return 0;
    int32_t moved = bits - comparison->mean_bits[level];
    return moved > RARITY_UP_MAX ? RARITY_UP_MAX : moved < -RARITY_DOWN_MAX ? -RARITY_DOWN_MAX : moved;
}

/* Weight of a level with its rarity: common agreement is worth little, never less than nothing. */
static inline int32_t model_weight(const struct comparison_model *comparison, unsigned level, int16_t bits)
{
    int32_t weight = comparison->weight[level], rarity = model_rarity(comparison, level, bits);
    return weight > 0 && weight + rarity < 0 ? 0 : weight + rarity;
}

struct model_score {
    int32_t same;             /* prior and weights */
    int32_t like[LIKENESSES]; /* prior and weights of being one of those */
    int32_t total;            /* the score */
};
enum likeness model_likeliest(const struct model_score *score, enum party_kind kind);
struct model_score model_score(const struct model *model, const struct pair_levels *levels);

/* log2(2^(a / 256) + 2^(b / 256)) * 256 */
int32_t model_either(int32_t a, int32_t b);

/* Expectations before any data, by level: shares among the same, and weights in bits. */
struct expectation {
    float share[LEVELS_MAX];
    float bits[LEVELS_MAX];
};
/* column is that of an attribute, else NULL. */
const struct expectation *model_expect(enum comparison comparison, const struct prep_column *column);

/* Shares among home mates or namesakes; NULL where those are like strangers. */
/*
 * Branches of one chain share website, agency and director, and colleagues and families the employer and what else
 * stands beside them, as one party does with itself; how often is learnt.
 */
bool model_like_follows(enum party_kind kind, enum comparison comparison, enum likeness likeness);
const float *model_expect_like(enum comparison comparison, enum likeness likeness);

/*
 * How often companies of one owner share what one party shares with itself: their door always, phone, website and
 * what else is known of them often; their numbers in registers never.
 */
double model_sister_share(enum comparison comparison);

/*
 * The share of a level among those, given the shares of the same.  One home is written in as many ways by its people
 * as by one of them, and where half the rows hold initials, home mates show initials as often: one in some fits.
 */
double model_like_share(enum party_kind kind, enum comparison comparison, enum likeness likeness, const double *same,
                        unsigned level);

/*
 * Whether home mates agree in this as one does with oneself: where no street is known, people of one home have one
 * city as a matter of course.
 */
bool model_home_follows(enum comparison comparison, unsigned level);

/* How much seldomer home mates have an address in common than one has with oneself; 0 where that is not known. */
double model_home_share(enum comparison comparison, const double *same);

/* Whether two of one name differ in this as one's own rows do: in how it was written, short or by its initial. */
bool model_namesake_follows(enum comparison comparison, unsigned level);

/* The most of a level among the same, however the data looks: a class in which given names
 * differ is not "the same", it is families. 1 where anything goes. */
float model_share_max(enum party_kind kind, enum comparison comparison, unsigned level);
