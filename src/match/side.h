/*
 * Inside match/: all that is known of one kind of party, from mentions to
 * clusters.  match.c says in which order; score.c and links.c do the work.
 */
#pragma once

#include "match/block.h"
#include "match/bound.h"
#include "match/cluster.h"
#include "match/match.h"
#include "match/model.h"
#include "match/veto.h"

enum { KINDS = 2 };

struct constraint {
    uint64_t a, b;
    enum verdict verdict;
};

/* Everything of one kind of party. */
struct side {
    struct table table;
    struct model model;
    struct block_index index;
    struct block_lists lists; /* when somebody asked which pairs were candidates */
    bool has_lists;
    struct scored_pair *pairs; /* candidates worth a look: at or above model.review, sorted by place */
    size_t pairs_count;
    uint64_t pairs_scored;
    double chosen, right; /* pairs above the threshold, and how many of them are expected to be right */
    uint32_t *clusters;   /* per place: the smallest place of its cluster */
    VEC(uint64_t) must;
    VEC(uint64_t) cannot;
    bool keeps_model; /* of an earlier run: nothing of it is found anew */
    struct veto_rules rules;
    uint64_t stopped[MATCH_RULES]; /* candidates above 0 bits, by the rule that keeps them apart */
};

struct matcher {
    struct match_options options;
    struct side sides[KINDS];
    VEC(struct constraint) constraints;
    VEC(struct match_link) links;
    VEC(struct match_review) reviews;
    struct match_stats stats;
    const struct match_model *kept; /* to be used instead of training; NULL to train */
    VEC(uint8_t) clean;             /* by source: it names nobody twice */
    VEC(struct match_item) of_kind; /* inside matcher_add_all() */
};

static inline struct side *side_of(struct matcher *matcher, enum party_kind kind)
{
    return &matcher->sides[kind == PARTY_PERSON ? 0 : 1];
}

/* The place of a mention in its table; SIZE_MAX when it is not there. */
size_t side_place(const struct side *side, uint64_t id);

/* The score of any two, rules included; stopped, by rule, counts those that a rule kept apart, or is NULL. */
int32_t side_score_of(const struct side *side, uint32_t a, uint32_t b, uint64_t *stopped);

/*
 * Scores pairs of places, best in order of the first: those that are sure to
 * be below what anyone asks after are passed over, the others handed to take.
 * The list is used up.  How many were passed over.
 */
typedef void side_pair_taker(void *ctx, uint32_t a, uint32_t b, int32_t score);
size_t side_score_pairs(const struct side *side, const struct bound *bound, uint64_t *pairs, size_t count,
                        uint64_t *stopped, side_pair_taker *take, void *ctx);

/* Score all candidates; fills pairs, pairs_scored and model.threshold. */
enum status side_score(struct side *side, int threads, struct error *err);

/* Fills clusters. */
enum status side_cluster(struct side *side, int threads, struct error *err);

/* Adds the links and reviews of a clustered side. */
enum status side_link(const struct side *side, struct matcher *matcher, struct error *err);

/* Once both sides are linked: sorted, clusters numbered in order of their smallest mention. */
enum status links_finish(struct matcher *matcher, struct error *err);
