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
uint64_t hash_u64(uint64_t n);
uint64_t hash_pair(uint64_t a, uint64_t b); /* order matters */

struct digest {
    uint8_t bytes[32]; /* SHA-256 */
};

struct digest digest_of(struct text t);
struct digest digest_of_pair(struct text a, struct text b); /* of a's bytes, then b's */
void digest_hex(struct digest digest, char ret[65]);        /* with its NUL */
