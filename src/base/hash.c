/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <sodium.h>
#include <xxhash.h>

uint64_t hash_text(struct text t)
{
    return XXH3_64bits(t.ptr, t.len);
}

uint64_t hash_text_seeded(struct text t, uint64_t seed)
{
    return XXH3_64bits_withSeed(t.ptr, t.len, seed);
}

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t hash_u64(uint64_t n)
{
    n += 0x9e3779b97f4a7c15u;
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9u;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebu;
    return n ^ (n >> 31);
}

uint64_t hash_pair(uint64_t a, uint64_t b)
{
    return hash_u64(hash_u64(a) + b);
}

struct digest digest_of(struct text t)
{
    return digest_of_pair(t, TEXT_EMPTY);
}

struct digest digest_of_pair(struct text a, struct text b)
{
    struct digest digest;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)a.ptr, a.len);
    crypto_hash_sha256_update(&state, (const unsigned char *)b.ptr, b.len);
    crypto_hash_sha256_final(&state, digest.bytes);
    return digest;
}

void digest_hex(struct digest digest, char ret[65])
{
    sodium_bin2hex(ret, 65, digest.bytes, sizeof(digest.bytes));
}
