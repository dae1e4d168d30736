/*
 * Chance that comes out the same on every machine.
 *
 * Nothing is drawn from one long row of numbers: each thing of the invented
 * world asks chance_of(seed, what, index) for its own short row.  So person
 * 4,000,000 can be made again at any moment without making the others, and a
 * table of ten million rows needs no memory.  Whole numbers only.
 *
 * SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", 2014.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

static inline uint64_t chance_mix(uint64_t n)
{
    n = (n ^ (n >> 30)) * 0xBF58476D1CE4E5B9u;
    n = (n ^ (n >> 27)) * 0x94D049BB133111EBu;
    return n ^ (n >> 31);
}

static inline struct chance chance_of(uint64_t seed, uint64_t what, uint64_t index)
{
    uint64_t row = chance_mix(seed + 0x9E3779B97F4A7C15u * (what + 1));
    return (struct chance){ chance_mix(row ^ (index * 0xD1342543DE82EF95u + 0x2545F4914F6CDD1Du)) };
}

static inline uint64_t chance_next(struct chance *chance)
{
    return chance_mix(chance->state += 0x9E3779B97F4A7C15u);
}

/* In [0, n); n at least 1 and below 2^32. */
static inline uint32_t chance_below(struct chance *chance, uint32_t n)
{
    return (uint32_t)(((chance_next(chance) >> 32) * n) >> 32);
}

/* In [low, high]. */
static inline int chance_between(struct chance *chance, int low, int high)
{
    return low + (int)chance_below(chance, (uint32_t)(high - low + 1));
}

static inline bool chance_hits(struct chance *chance, uint32_t permille)
{
    return chance_below(chance, 1000) < permille;
}

/* One of n weights, by place; the sum is at least 1. */
static inline int chance_among(struct chance *chance, const uint16_t *weights, int n)
{
    uint32_t sum = 0;
    for (int i = 0; i < n; i++)
        sum += weights[i];
    uint32_t at = chance_below(chance, sum);
    int i = 0;
    while (at >= weights[i])
        at -= weights[i++];
    return i;
}

/*
 * A shuffle of 0 … count-1 that needs no table and can be asked both ways:
 * four Feistel rounds over the next power of four, walked on until the answer
 * lies inside (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002).
 */
struct shuffle {
    uint64_t count;
    uint64_t key;
    unsigned half_bits;
};

struct shuffle shuffle_of(uint64_t seed, uint64_t what, uint64_t count);
uint64_t shuffle_at(const struct shuffle *shuffle, uint64_t index);
uint64_t shuffle_back(const struct shuffle *shuffle, uint64_t place);
