/*
 * Family by family: the keys of all mentions are hashed to 32 bits, spread
 * over 256 parts by their first byte and sorted part by part, so a key is a
 * run of a part.  A run of one is dropped, a run of at most run_most is kept.
 * A longer one is sorted by its refine word, a number made of values that are
 * orthogonal to most keys, and split at ever longer prefixes of that word;
 * what the whole word does not split is kept in windows that overlap by half.
 *
 *     mentions ─ slices ─▶ keys ─ parts ─▶ sorted ─▶ runs ─▶ members ─▶ pairs: block_pairs.c
 *
 * Two keys that hash alike make a few needless pairs: at ten million mentions
 * one key in four hundred.  Slices and parts do not depend on threads, and
 * are joined in order (match-1).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/block.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "os/memory.h"
#include "os/threads.h"

enum {
    SLICE_MENTIONS = 8192,
    PARTS = 256,
    KEY_PART_SHIFT = 24, /* a key's first byte is its part … */
    PART_SHIFT = 56,     /* … also in hash << 32 | mention */
    SMALL_SORT = 32,
    DIGIT_MOST = 12,  /* bits that a round of sorting looks at … */
    MANY_KEYS = 1000, /* … in a part of so many keys */
    /* Of a mention, rather too many: room that is not written to is not taken, and to grow is to stand twice. */
    MEMBERS_LIKELY = 24,
    FAMILY_KEYS_LIKELY = 10,
};

const uint8_t block_refine_bits[2][BLOCK_REFINEMENTS] = {
    { 6, 18, 29, 41, 57, 64 },  /* person: given 1, surname 2, birth year, given 3, place, birth month */
    { 12, 24, 40, 58, 64, 64 }, /* organisation: region, name 2, postcode, name 5, number */
};

/* The keys of a slice of mentions wait in four bytes each: whose they are is told by how many each has. */
struct key_slice {
    VEC(uint32_t) keys;
    uint8_t keys_of[SLICE_MENTIONS];
    uint32_t counts[PARTS];
    bool failed;
};

/* Of a thread, for sorting a part. */
struct room {
    uint64_t *ptr;
    size_t len, cap;
};

/*
 * Members are written over the keys they come from: those of a key are four bytes each where the key was eight, and
 * windows that overlap by half hold each of them twice at most.
 */
struct part {
    uint32_t *members; /* of run after run, the first of each marked */
    size_t members_len;
    struct block_family_stats stats;
    bool failed;
};

/* A mention of an over-full run. */
struct refined {
    uint64_t word;
    uint32_t mention;
};

struct builder {
    const struct table *table;
    const uint64_t *words; /* refine words by mention */
    uint16_t *keys_of;     /* by mention: how many, of all families */
    const struct key_sounds *sounds;
    struct block_index *index;
    enum block_family family;
    struct key_slice *slices;
    size_t slices_count;
    VEC(uint64_t) keys; /* of all slices, part by part: hash << 32 | mention */
    uint32_t parts_at[PARTS + 1];
    struct part *parts;
    struct room *rooms; /* by thread */
    int threads;
};

/* ---- refine words ---- */

struct words_task {
    const struct table *table;
    uint64_t *words;
};

static void fill_words(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct words_task *task = ctx;
    size_t end =
        (slice + 1) * SLICE_MENTIONS < task->table->preps.len ? (slice + 1) * SLICE_MENTIONS : task->table->preps.len;
    for (size_t i = slice * SLICE_MENTIONS; i < end; i++) {
        table_fetch_ahead(task->table, i, end);
        task->words[i] = block_refine_word(task->table, &task->table->preps.ptr[i]);
    }
}

/* ---- keys into parts ---- */

static uint32_t slice_length(const struct builder *b, size_t number)
{
    size_t left = b->index->mentions - number * SLICE_MENTIONS;
    return left < SLICE_MENTIONS ? (uint32_t)left : SLICE_MENTIONS;
}

static void slice_keys(void *ctx, size_t number, int thread)
{
    (void)thread;
    const struct builder *b = ctx;
    struct key_slice *slice = &b->slices[number];
    uint32_t start = (uint32_t)(number * SLICE_MENTIONS), count = slice_length(b, number);
    memset(slice->counts, 0, sizeof(slice->counts));
    slice->keys.len = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!vec_reserve(&slice->keys, slice->keys.len + KEYS_MAX)) {
            slice->failed = true;
            return;
        }
        uint32_t *keys = slice->keys.ptr + slice->keys.len;
        size_t here = block_keys(b->table, b->sounds, start + i, b->family, keys);
        slice->keys_of[i] = (uint8_t)here;
        slice->keys.len += here;
        b->keys_of[start + i] += (uint16_t)here;
        for (size_t k = 0; k < here; k++)
            slice->counts[keys[k] >> KEY_PART_SHIFT]++;
    }
}

/* counts of a slice now say where its keys of each part go. */
static void spread_slice(void *ctx, size_t number, int thread)
{
    (void)thread;
    const struct builder *b = ctx;
    struct key_slice *slice = &b->slices[number];
    const uint32_t *key = slice->keys.ptr;
    uint32_t start = (uint32_t)(number * SLICE_MENTIONS), count = slice_length(b, number);
    for (uint32_t i = 0; i < count; i++)
        for (const uint32_t *end = key + slice->keys_of[i]; key < end; key++)
            b->keys.ptr[slice->counts[*key >> KEY_PART_SHIFT]++] = (uint64_t)*key << 32 | (start + i);
}

/* Keys of a family, part by part, each part in order of mention. false without memory. */
static bool spread_keys(struct builder *b, int threads)
{
    threads_run(threads, b->slices_count, slice_keys, b);
    uint64_t total = 0;
    bool good = true;
    for (size_t part = 0; part < PARTS; part++) {
        b->parts_at[part] = (uint32_t)total;
        for (size_t s = 0; s < b->slices_count; s++) {
            uint32_t count = b->slices[s].counts[part];
            b->slices[s].counts[part] = (uint32_t)total;
            total += count;
            good &= !b->slices[s].failed;
        }
    }
    b->parts_at[PARTS] = (uint32_t)total;
    good = good && total < UINT32_MAX &&
           memory_reserve(&b->keys, total + 1, (size_t)b->index->mentions * FAMILY_KEYS_LIKELY);
    if (good)
        threads_run(threads, b->slices_count, spread_slice, b);
    return good;
}

/* ---- sorting ---- */

static void sort_few(uint64_t *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t here = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > here; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = here;
    }
}

/* By so many of their bits, from shift on, into to. */
static void sort_digit(const uint64_t *from, size_t count, unsigned shift, unsigned bits, uint64_t *to)
{
    uint32_t at[(1u << DIGIT_MOST) + 1];
    const uint64_t mask = (1u << bits) - 1;
    memset(at, 0, ((size_t)mask + 2) * sizeof(*at));
    for (size_t i = 0; i < count; i++)
        at[(from[i] >> shift & mask) + 1]++;
    for (size_t digit = 0; digit < mask; digit++)
        at[digit + 1] += at[digit];
    for (size_t i = 0; i < count; i++)
        to[at[from[i] >> shift & mask]++] = from[i];
}

/*
 * By the 24 bits below the first byte of the key, which is the part's own; mentions stand in order already.  Of many
 * keys in two rounds of twelve bits, of fewer in four of six: each round clears and sums a count per digit.
 */
static bool sort_part(uint64_t *keys, size_t count, struct room *room)
{
    if (count <= SMALL_SORT) {
        sort_few(keys, count);
        return true;
    }
    if (!vec_reserve(room, count))
        return false;
    unsigned bits = count >= MANY_KEYS ? DIGIT_MOST : DIGIT_MOST / 2;
    uint64_t *from = keys, *to = room->ptr;
    for (unsigned shift = 32; shift < PART_SHIFT;
         shift += bits) { /* an even number of rounds: they end where they were */
        sort_digit(from, count, shift, bits, to);
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    return true;
}

static bool is_before(const struct refined *a, const struct refined *b)
{
    return a->word != b->word ? a->word < b->word : a->mention < b->mention;
}

/* By word, then mention; other has room for as many. */
static void sort_refined(struct refined *list, size_t count, struct refined *other)
{
    if (count <= SMALL_SORT) {
        for (size_t i = 1; i < count; i++) {
            struct refined here = list[i];
            size_t at = i;
            for (; at > 0 && is_before(&here, &list[at - 1]); at--)
                list[at] = list[at - 1];
            list[at] = here;
        }
        return;
    }
    size_t half = count / 2;
    sort_refined(list, half, other);
    sort_refined(list + half, count - half, other);
    memcpy(other, list, half * sizeof(*other));
    for (size_t i = 0, j = half, at = 0; i < half; at++)
        list[at] = j < count && is_before(&list[j], &other[i]) ? list[j++] : other[i++];
}

/* ---- runs ---- */

static uint64_t pairs_in(uint64_t count)
{
    return count * (count - 1) / 2;
}

/* One run; a mention that has a key twice stands in it once. */
static void keep_run(struct part *part, const uint32_t *mentions, size_t count)
{
    uint32_t *run = part->members + part->members_len;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = kept;
        for (; at > 0 && run[at - 1] > mentions[i]; at--)
            ;
        if (at > 0 && run[at - 1] == mentions[i])
            continue;
        memmove(run + at + 1, run + at, (kept - at) * sizeof(*run));
        run[at] = mentions[i];
        kept++;
    }
    if (kept < 2)
        return;
    run[0] |= BLOCK_FIRST;
    part->members_len += kept;
    part->stats.pairs += pairs_in(kept);
}

static void keep_refined(struct part *part, const struct refined *list, size_t count)
{
    uint32_t mentions[RUN_MAX];
    for (size_t i = 0; i < count; i++)
        mentions[i] = list[i].mention;
    keep_run(part, mentions, count);
}

static void split(const struct builder *b, struct part *part, const struct refined *list, size_t count, unsigned step)
{
    if (count < 2)
        return;
    if (count <= b->index->run_most) {
        keep_refined(part, list, count);
        return;
    }
    if (step == BLOCK_REFINEMENTS) {
        size_t window = block_window(b->index->run_most);
        for (size_t from = 0; from + window / 2 < count; from += window / 2)
            keep_refined(part, list + from, count - from < window ? count - from : window);
        return;
    }
    unsigned shift = 64 - block_refine_bits[b->table->kind != PARTY_PERSON][step];
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && list[end].word >> shift == list[i].word >> shift;)
            end++;
        split(b, part, list + i, end - i, step + 1);
    }
}

/* How many have a key; its entries stand in order of mention, and one may have it twice. */
static size_t holders_of(const uint64_t *keys, size_t count)
{
    size_t holders = count > 0;
    for (size_t i = 1; i < count; i++)
        holders += keys[i] != keys[i - 1];
    return holders;
}

/* An over-full key, in order of its refine words. */
static void refine_run(const struct builder *b, struct part *part, const uint64_t *keys, size_t count)
{
    struct refined *list = malloc(2 * count * sizeof(*list));
    if (!list) {
        part->failed = true;
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || keys[i] != keys[i - 1])
            list[kept++] = (struct refined){ b->words[(uint32_t)keys[i]], (uint32_t)keys[i] };
    sort_refined(list, kept, list + count);
    uint64_t before = part->stats.pairs;
    split(b, part, list, kept, 0);
    uint64_t found = part->stats.pairs - before;
    part->stats.refined++;
    part->stats.left_out += pairs_in(kept) > found ? pairs_in(kept) - found : 0;
    free(list);
}

static void runs_of_part(void *ctx, size_t number, int thread)
{
    const struct builder *b = ctx;
    struct part *part = &b->parts[number];
    uint64_t *keys = b->keys.ptr + b->parts_at[number];
    size_t count = b->parts_at[number + 1] - b->parts_at[number];
    size_t most = block_family_most(b->family, b->index->mentions);
    part->members = (uint32_t *)keys;
    part->members_len = 0;
    part->stats = (struct block_family_stats){ 0 };
    if (!sort_part(keys, count, &b->rooms[thread])) {
        part->failed = true;
        return;
    }
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end] >> 32 == keys[i] >> 32;)
            end++;
        if (end - i < 2)
            continue;
        part->stats.keys++;
        if (end - i > part->stats.largest)
            part->stats.largest = (uint32_t)(end - i);
        if (end - i > most && holders_of(keys + i, end - i) > most) {
            part->stats.left_out += pairs_in(end - i);
            continue;
        }
        if (end - i > b->index->run_most) {
            refine_run(b, part, keys + i, end - i);
            continue;
        }
        uint32_t mentions[RUN_MAX];
        for (size_t k = i; k < end; k++)
            mentions[k - i] = (uint32_t)keys[k];
        keep_run(part, mentions, end - i);
    }
}

/* The parts' runs, in order of parts. */
static bool join_parts(struct builder *b)
{
    struct block_index *index = b->index;
    struct block_family_stats *stats = &index->families[b->family];
    bool good = true;
    for (size_t p = 0; p < PARTS; p++) {
        struct part *part = &b->parts[p];
        size_t first = index->members.len;
        good = good && !part->failed && first + part->members_len < BLOCK_LEFT &&
               memory_reserve(&index->members, first + part->members_len, (size_t)index->mentions * MEMBERS_LIKELY);
        if (good && part->members_len) {
            memcpy(index->members.ptr + first, part->members, part->members_len * sizeof(uint32_t));
            index->members.len += part->members_len;
        }
        stats->keys += part->stats.keys;
        stats->refined += part->stats.refined;
        stats->pairs += part->stats.pairs;
        stats->left_out += part->stats.left_out;
        stats->largest = part->stats.largest > stats->largest ? part->stats.largest : stats->largest;
    }
    index->pairs_at_most += stats->pairs;
    return good;
}

static bool add_family(struct builder *b, int threads)
{
    if (!spread_keys(b, threads))
        return false;
    threads_run(threads, PARTS, runs_of_part, b);
    return join_parts(b);
}

/* The room that all families use in turn. */
static void builder_done(struct builder *b)
{
    for (size_t s = 0; b->slices && s < b->slices_count; s++)
        vec_done(&b->slices[s].keys);
    for (int t = 0; b->rooms && t < b->threads; t++)
        vec_done(&b->rooms[t]);
    free(b->slices);
    free(b->parts);
    free(b->rooms);
    vec_done(&b->keys);
}

uint32_t block_run_most(size_t mentions)
{
    if (mentions <= RUN_MAX_UP_TO)
        return RUN_MAX;
    size_t most = (size_t)RUN_MAX * RUN_MAX_UP_TO / mentions;
    return most < RUN_LEAST ? RUN_LEAST : (uint32_t)most;
}

static bool build(const struct table *table, int threads, struct block_index *index)
{
    threads = threads > 0 ? threads : 1;
    size_t slices = (table->preps.len + SLICE_MENTIONS - 1) / SLICE_MENTIONS;
    uint64_t *words = malloc(table->preps.len * sizeof(*words));
    struct key_sounds sounds = { 0 };
    uint16_t *keys_of = calloc(table->preps.len, sizeof(*keys_of));
    bool good = words && keys_of && key_sounds_open(table, &sounds);
    if (good) {
        struct words_task task = { table, words };
        threads_run(threads, slices, fill_words, &task);
    }
    struct builder b = { .table = table,
                         .words = words,
                         .keys_of = keys_of,
                         .sounds = &sounds,
                         .index = index,
                         .slices_count = slices,
                         .slices = calloc(slices, sizeof(*b.slices)),
                         .parts = calloc(PARTS, sizeof(*b.parts)),
                         .rooms = calloc((size_t)threads, sizeof(*b.rooms)),
                         .threads = threads };
    good = good && b.slices && b.parts && b.rooms;
    for (b.family = BLOCK_ALL; good && b.family < BLOCK_FAMILIES; b.family++)
        if (block_family_is_of(b.family, table) && block_family_most(b.family, table->preps.len) > 0)
            good = add_family(&b, threads);
    builder_done(&b);
    free(words);
    key_sounds_done(&sounds);
    good = good && block_hold_budgets(index, keys_of, threads);
    free(keys_of);
    return good;
}

enum status block_build(const struct table *table, int threads, struct block_index *ret, struct error *err)
{
    *ret = (struct block_index){ .mentions = (uint32_t)table->preps.len, .run_most = block_run_most(table->preps.len) };
    if (table->preps.len <= COMPARE_ALL_MAX) {
        ret->is_whole = true;
        ret->pairs_at_most = ret->mentions ? pairs_in(ret->mentions) : 0;
        ret->families[BLOCK_ALL].pairs = ret->pairs_at_most;
        return STATUS_OK;
    }
    if (table->preps.len > BLOCK_MENTION)
        return error_set(err, STATUS_LIMIT, "more than %u mentions of one kind", BLOCK_MENTION);
    return build(table, threads, ret) ? STATUS_OK
                                      : error_set(err, STATUS_NO_MEMORY, "out of memory while finding candidate pairs");
}

void block_done(struct block_index *index)
{
    vec_done(&index->members);
    *index = (struct block_index){ 0 };
}
