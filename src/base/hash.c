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
