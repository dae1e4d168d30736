/*
 * The model as a file: weights, thresholds and how rare values are.
 *
 * Little-endian numbers in a fixed order, so equal models are equal bytes.
 * Values stand in it as 64-bit hashes only: nobody's name can be read from it.
 */
#pragma once

#include "base/buf.h"
#include "base/status.h"
#include "match/model.h"

enum { MODEL_KINDS = 2 };

/* How rare a value is: bits by hash, sorted by hash. */
struct rarity {
    uint64_t hash;
    int16_t bits;
};

struct rarities {
    struct rarity *ptr;
    size_t len;
    int16_t unseen; /* bits of a value that is not listed */
};

struct match_model {
    struct model models[MODEL_KINDS]; /* person, organisation */
    struct rarities rarities[MODEL_KINDS][DOMAIN_COUNT];
    struct prep_column columns[MODEL_KINDS][COLUMNS_MAX];
    size_t columns_count[MODEL_KINDS];
    int16_t usual_given[MODEL_KINDS], usual_surname[MODEL_KINDS], usual_word[MODEL_KINDS];
    bool has_sources[MODEL_KINDS];
    struct fillers fillers[MODEL_KINDS];
};

void model_file_write(const struct model *const models[MODEL_KINDS], const struct table *const tables[MODEL_KINDS],
                      struct buf *buf);
int16_t model_file_bits(const struct rarities *rarities, uint64_t hash); /* of the value's text */
/* The value is listed no more, as one that stands once; false when it was not. */
bool model_file_forget(struct rarities *rarities, uint64_t hash);
