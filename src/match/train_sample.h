/*
 * Inside match/train*.c: the pairs that training looks at.
 *
 * Random pairs of the whole table tell what strangers share by chance;
 * candidate pairs, drawn by mention, tell how the same agree.  Of a candidate
 * only what is seen of it is kept, and pairs that look the same are counted
 * together.
 */
#pragma once

#include "match/train.h"
#include "match/train_random.h"

enum { RARITY_STEP = BIT / 8 };

/* One comparison of a pair of which something is known. */
struct seen {
    uint8_t comparison, level;
    int8_t rarity; /* how rare what agrees is, in RARITY_STEP */
};

/* All that was seen anywhere, each once and numbered: some hundred things, of which pairs are made. */
enum { RARITY_LEAST = -RARITY_DOWN_MAX / RARITY_STEP, RARITIES = RARITY_UP_MAX / RARITY_STEP - RARITY_LEAST + 1 };
struct sights {
    VEC(struct seen) list; /* by number */
    uint16_t *numbers;     /* by comparison, level and rarity: its number and one, 0 when it was not seen */
};

/* What pairs look like, in order of first sight. */
struct patterns {
    VEC(uint16_t) sights; /* of pattern after pattern, by comparison */
    VEC(uint32_t) ends;   /* of each pattern, in sights */
    VEC(uint32_t) pairs;  /* that look so */
};

struct sample {
    uint8_t used[COMPARE_COUNT]; /* comparisons of this table */
    size_t used_count;
    struct randoms random;
    struct sights sights;
    struct patterns candidates;
    double rate;            /* share of all candidate pairs that was drawn */
    struct patterns taught; /* decided pairs, each for itself: first the same, then the different */
    size_t taught_same;
};

/* Fills the levels and the mean rarity of model too. false without memory; sample_done() either way. */
bool sample_draw(const struct table *table, const struct block_index *index, const struct train_taught *taught,
                 int threads, struct model *model, struct sample *ret);
void sample_done(struct sample *sample);
