/*
 * Shuffles without a table; the draws themselves are in the header, because
 * they are called hundreds of times a record.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/chance.h"

#include <assert.h>

enum { ROUNDS = 4 };

struct shuffle shuffle_of(uint64_t seed, uint64_t what, uint64_t count)
{
    assert(count > 0);
    struct shuffle shuffle = { .count = count, .key = chance_of(seed, what, count).state, .half_bits = 1 };
    while (shuffle.half_bits < 31 && (1ull << (2 * shuffle.half_bits)) < count)
        shuffle.half_bits++;
    return shuffle;
}

static uint64_t round_of(const struct shuffle *shuffle, uint64_t half, int round)
{
    return chance_mix(shuffle->key + half * 0x9E3779B97F4A7C15u + (uint64_t)round) & ((1ull << shuffle->half_bits) - 1);
}

uint64_t shuffle_at(const struct shuffle *shuffle, uint64_t index)
{
    assert(index < shuffle->count);
    uint64_t mask = (1ull << shuffle->half_bits) - 1;
    do {
        uint64_t left = index >> shuffle->half_bits, right = index & mask;
        for (int round = 0; round < ROUNDS; round++) {
            uint64_t next = left ^ round_of(shuffle, right, round);
            left = right;
            right = next;
        }
        index = left << shuffle->half_bits | right;
    } while (index >= shuffle->count);
    return index;
}

uint64_t shuffle_back(const struct shuffle *shuffle, uint64_t place)
{
    assert(place < shuffle->count);
    uint64_t mask = (1ull << shuffle->half_bits) - 1;
    do {
        uint64_t left = place >> shuffle->half_bits, right = place & mask;
        for (int round = ROUNDS; round-- > 0;) {
            uint64_t before = right ^ round_of(shuffle, left, round);
            right = left;
            left = before;
        }
        place = left << shuffle->half_bits | right;
    } while (place >= shuffle->count);
    return place;
}
