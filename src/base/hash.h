/*
 * Hashes: XXH3 for tables and ids inside one store (xxhash.com), SHA-256 for
 * what must not be forged (the audit chain, model files, tokens).
 *
 * hash_* values are the same on every machine and in every run; ids are made
 * of them, so this file must never change what it returns.
 */
#pragma once

#include "base/text.h"

uint64_t hash_text(struct text t);
uint64_t hash_text_seeded(struct text t, uint64_t seed);

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t hash_u64(uint64_t n)
{
    n += 0x9e3779b97f4a7c15u;
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9u;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebu;
    return n ^ (n >> 31);
}

/* Order matters. */
static inline uint64_t hash_pair(uint64_t a, uint64_t b)
{
    return hash_u64(hash_u64(a) + b);
}

struct digest {
    uint8_t bytes[32]; /* SHA-256 */
};

struct digest digest_of(struct text t);
struct digest digest_of_pair(struct text a, struct text b); /* of a's bytes, then b's */
void digest_hex(struct digest digest, char ret[65]);        /* with its NUL */
