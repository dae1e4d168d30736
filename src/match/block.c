/*
 * All keys of all mentions are put in one list and sorted by hash (a byte at
 * a time), so a key is a run of the list.  A run of at most RUN_MAX mentions
 * gives all its pairs.  A longer one is split by the next refinement, which
 * is a value orthogonal to most keys; after the last one the run is ordered
 * by name and each mention meets its next neighbours.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { NEIGHBOURS = 12, REFINEMENTS = 6 };

void block_pairs_done(struct block_pairs *pairs)
{
    vec_done(&pairs->pairs);
}

static uint64_t hash_start(struct text t, size_t letters)
{
    return t.len ? hash_text(text_slice(t, 0, letters)) : 0;
}

/* The step-th value that splits an over-full key. */
static uint64_t refinement(const struct table *table, const struct prep *p, unsigned step)
{
    const struct prep_address *address = p->addresses_count ? &table->addresses.ptr[p->addresses_at] : NULL;
    struct text postcode = address ? table_text(table, DOMAIN_POSTCODE, address->postcode) : TEXT_EMPTY;
    struct text city = address ? table_text(table, DOMAIN_CITY, address->city) : TEXT_EMPTY;
    if (table->kind == PARTY_PERSON) {
        struct text given = p->given_count ? table_text(table, DOMAIN_GIVEN, p->given[0]) : TEXT_EMPTY;
        struct text surname = table_text(table, DOMAIN_SURNAME, p->surname);
        switch (step) {
        case 0: return hash_start(given, 1);
        case 1: return hash_start(surname, 2);
        case 2: return p->birth / 10000;
        case 3: return hash_start(given, 3);
        case 4: return postcode.len ? hash_text(postcode) : hash_start(city, 5);
        default: return p->birth / 100;
        }
    }
    struct text name = table_text(table, DOMAIN_ORG, p->org);
    switch (step) {
    case 0: return postcode.len ? hash_start(postcode, 3) : hash_start(city, 4);
    case 1: return hash_start(name, 2);
    case 2: return hash_text(postcode.len ? postcode : city);
    case 3: return hash_start(name, 5);
    case 4: return address ? address->number : 0;
    default:
        return p->phones_count ? hash_text(table_text(table, DOMAIN_PHONE, table->phones.ptr[p->phones_at].tail)) : 0;
    }
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int by_key(const void *a, const void *b)
{
    const struct block_key *x = a, *y = b;
    return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash)
                              : (x->mention > y->mention) - (x->mention < y->mention);
}

static bool all_pairs(const struct block_key *run, size_t count, struct block_pairs *ret)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (run[i].mention != run[j].mention && !vec_push(&ret->pairs, pair_pack(run[i].mention, run[j].mention)))
                return false;
    return true;
}

static uint64_t name_order(const struct table *table, const struct prep *p)
{
    struct text name = table->kind == PARTY_PERSON ? table_text(table, DOMAIN_SURNAME, p->surname)
                                                   : table_text(table, DOMAIN_ORG, p->org);
    uint64_t order = 0;
    for (size_t i = 0; i < 8; i++)
        order = order << 8 | (i < name.len ? (unsigned char)name.ptr[i] : 0);
    return order;
}

/* What no refinement splits: in order of name, each with its next neighbours. */
static bool neighbours(const struct table *table, struct block_key *run, size_t count, struct block_pairs *ret)
{
    for (size_t i = 0; i < count; i++)
        run[i].hash = name_order(table, &table->preps.ptr[run[i].mention]);
    qsort(run, count, sizeof(*run), by_key);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && j <= i + NEIGHBOURS; j++)
            if (run[i].mention != run[j].mention && !vec_push(&ret->pairs, pair_pack(run[i].mention, run[j].mention)))
                return false;
    ret->pairs_left_out += (uint64_t)count * (count - 1) / 2 - (uint64_t)count * NEIGHBOURS;
    return true;
}

static bool split(const struct table *table, struct block_key *run, size_t count, unsigned step,
                  struct block_pairs *ret)
{
    if (count <= RUN_MAX)
        return all_pairs(run, count, ret);
    if (step == 0)
        ret->keys_refined++;
    if (step == REFINEMENTS)
        return neighbours(table, run, count, ret);
    for (size_t i = 0; i < count; i++)
        run[i].hash = refinement(table, &table->preps.ptr[run[i].mention], step);
    qsort(run, count, sizeof(*run), by_key);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && run[end].hash == run[i].hash;)
            end++;
        if (!split(table, run + i, end - i, step + 1, ret))
            return false;
    }
    return true;
}

/* Least significant byte first; stable. */
static bool sort_numbers(uint64_t *numbers, size_t count)
{
    if (count < 4096) {
        qsort(numbers, count, sizeof(*numbers), by_number);
        return true;
    }
    uint64_t *other = malloc(count * sizeof(*other));
    if (!other)
        return false;
    uint64_t *from = numbers, *to = other;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t at[257] = { 0 };
        for (size_t i = 0; i < count; i++)
            at[(from[i] >> shift & 0xff) + 1]++;
        if (at[(from[0] >> shift & 0xff) + 1] == count)
            continue; /* all equal in this byte */
        for (unsigned b = 0; b < 256; b++)
            at[b + 1] += at[b];
        for (size_t i = 0; i < count; i++)
            to[at[from[i] >> shift & 0xff]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != numbers)
        memcpy(numbers, from, count * sizeof(*numbers));
    free(other);
    return true;
}

static bool sort_keys(struct block_key *keys, size_t count)
{
    struct block_key *other = malloc((count ? count : 1) * sizeof(*other));
    if (!other)
        return false;
    struct block_key *from = keys, *to = other;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t at[257] = { 0 };
        for (size_t i = 0; i < count; i++)
            at[(from[i].hash >> shift & 0xff) + 1]++;
        for (unsigned b = 0; b < 256; b++)
            at[b + 1] += at[b];
        for (size_t i = 0; i < count; i++)
            to[at[from[i].hash >> shift & 0xff]++] = from[i];
        struct block_key *swap = from;
        from = to;
        to = swap;
    }
    free(other); /* eight rounds: the keys are back in their own place */
    return true;
}

static bool keep_each_once(struct block_pairs *pairs)
{
    if (!sort_numbers(pairs->pairs.ptr, pairs->pairs.len))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < pairs->pairs.len; i++)
        if (kept == 0 || pairs->pairs.ptr[kept - 1] != pairs->pairs.ptr[i])
            pairs->pairs.ptr[kept++] = pairs->pairs.ptr[i];
    pairs->pairs.len = kept;
    return true;
}

static bool every_pair(size_t mentions, struct block_pairs *ret)
{
    if (mentions > 1 && !vec_reserve(&ret->pairs, mentions * (mentions - 1) / 2))
        return false;
    for (uint32_t i = 0; i < mentions; i++)
        for (uint32_t j = i + 1; j < mentions; j++)
            ret->pairs.ptr[ret->pairs.len++] = pair_pack(i, j);
    return true;
}

static bool pairs_of_keys(const struct table *table, struct block_pairs *ret)
{
    VEC(struct block_key) keys = { 0 };
    bool good = true;
    for (uint32_t i = 0; good && i < table->preps.len; i++) {
        good = vec_reserve(&keys, keys.len + KEYS_MAX);
        if (good)
            keys.len += block_keys(table, i, keys.ptr + keys.len);
    }
    good = good && sort_keys(keys.ptr, keys.len);
    size_t compact_at = 1 << 24; /* pairs; when passed, repeats are thrown out */
    for (size_t i = 0, end; good && i < keys.len; i = end) {
        for (end = i + 1; end < keys.len && keys.ptr[end].hash == keys.ptr[i].hash;)
            end++;
        ret->keys++;
        good = split(table, keys.ptr + i, end - i, 0, ret);
        if (good && ret->pairs.len > compact_at) {
            good = keep_each_once(ret);
            compact_at = ret->pairs.len * 2 > compact_at ? ret->pairs.len * 2 : compact_at;
        }
    }
    vec_done(&keys);
    return good && (ret->pairs.len == 0 || keep_each_once(ret));
}

enum status block_find(const struct table *table, struct block_pairs *ret, struct error *err)
{
    *ret = (struct block_pairs){ 0 };
    bool good = table->preps.len <= COMPARE_ALL_MAX ? every_pair(table->preps.len, ret) : pairs_of_keys(table, ret);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while finding candidate pairs");
}
