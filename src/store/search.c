/*
 * Finding parties by words and by exact keys.
 *
 * Each word of a question gives a set of ranks (words.c); their AND, lowest
 * rank first, is the answer: first the parties that hold every word whole,
 * then those where words begin so.
 *
 *     "jan bak"   whole:   jan ∧ bak                 ──▶ Jan Bak
 *                 begun:   jan* ∧ bak*, not whole    ──▶ Jansen Bakkerij, Jan Bakker
 *
 * A beginning of up to three bytes has a list of its own; a longer one is the
 * union of the few words that begin so.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "store/inside.h"

enum {
    WORDS_MAX = 12,       /* of one question; more are left out */
    CHUNKS_MAX = 1 << 16, /* of a list: four thousand million parties */
    CHUNK_WORDS = CHUNK_BYTES / 8,
};

/* ---- sets of ranks ---- */

struct ranks {
    uint64_t *bits;
    size_t chunks;
};

static void ranks_done(struct ranks *ranks)
{
    free(ranks->bits);
    *ranks = (struct ranks){ 0 };
}

static bool ranks_reach(struct ranks *ranks, size_t chunk)
{
    if (chunk < ranks->chunks)
        return true;
    size_t chunks = chunk + 1 > ranks->chunks * 2 ? chunk + 1 : ranks->chunks * 2;
    uint64_t *grown = chunk < CHUNKS_MAX ? realloc(ranks->bits, chunks * CHUNK_BYTES) : NULL;
    if (!grown)
        return false;
    memset(grown + ranks->chunks * CHUNK_WORDS, 0, (chunks - ranks->chunks) * CHUNK_BYTES);
    ranks->bits = grown;
    ranks->chunks = chunks;
    return true;
}

/* Columns chunk, ranks. The bitmap form is in bytes, lowest first: a 64-bit word of it on a little-endian machine. */
static void add_chunk(uint64_t *into, struct text ranks)
{
    if (ranks.len >= CHUNK_BYTES) {
        for (size_t i = 0; i < CHUNK_WORDS; i++) {
            uint64_t bits;
            memcpy(&bits, ranks.ptr + i * 8, sizeof(bits));
            into[i] |= bits;
        }
        return;
    }
    for (size_t i = 0; i + 1 < ranks.len; i += 2) {
        unsigned rank = (unsigned)(unsigned char)ranks.ptr[i] | (unsigned)(unsigned char)ranks.ptr[i + 1] << 8;
        into[rank / 64] |= UINT64_C(1) << rank % 64;
    }
}
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "add_chunk() reads bitmaps as little-endian words");

static enum status add_rows(struct db_stmt *stmt, struct ranks *ranks, struct error *err)
{
    bool fits = true;
    while (fits && db_next(stmt)) {
        size_t chunk = (size_t)db_i64(stmt, 0);
        fits = ranks_reach(ranks, chunk);
        if (fits)
            add_chunk(ranks->bits + chunk * CHUNK_WORDS, db_blob(stmt, 1));
    }
    enum status status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? error_set(err, STATUS_NO_MEMORY, "no memory for searching") : status;
}

static enum status ranks_of_word(struct store *store, struct text word, bool begun, struct ranks *ret,
                                 struct error *err)
{
    bool range = begun && word.len > PREFIX_BYTES_MAX;
    char above[128];
    struct db_stmt *stmt;
    enum status status = query(store,
                               range   ? "search_words_from"
                               : begun ? "search_prefix"
                                       : "search_word",
                               &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, word);
    if (range) { /* no UTF-8 has a byte 0xff */
        assert(word.len < sizeof(above));
        memcpy(above, word.ptr, word.len);
        above[word.len] = '\xff';
        db_bind_blob(stmt, 2, (struct text){ above, word.len + 1 });
    }
    return add_rows(stmt, ret, err);
}

static void keep_common(struct ranks *ranks, const struct ranks *other)
{
    if (ranks->chunks > other->chunks)
        ranks->chunks = other->chunks;
    for (size_t i = 0; i < ranks->chunks * CHUNK_WORDS; i++)
        ranks->bits[i] &= other->bits[i];
}

/* The parties of that kind that have every word. No words: nothing. */
static enum status ranks_of_all(struct store *store, struct text words, enum party_kind kind, bool begun,
                                struct ranks *ret, struct error *err)
{
    struct text word;
    enum status status = STATUS_OK;
    int count = 0;
    while (status == STATUS_OK && count < WORDS_MAX && word_next(&words, &word)) {
        SCOPED(ranks_done) struct ranks one = { 0 };
        status = ranks_of_word(store, word, begun, count ? &one : ret, err);
        if (count++ > 0 && status == STATUS_OK)
            keep_common(ret, &one);
    }
    if (status == STATUS_OK && count > 0 && kind) {
        SCOPED(ranks_done) struct ranks one = { 0 };
        status = ranks_of_word(store, word_of_kind(kind), false, &one, err);
        if (status == STATUS_OK)
            keep_common(ret, &one);
    }
    return status;
}

/* The lowest ranks, but none of those in but; up to limit in all. */
static size_t lowest(const struct ranks *ranks, const struct ranks *but, size_t count, size_t limit, uint64_t *ret)
{
    for (size_t i = 0; i < ranks->chunks * CHUNK_WORDS && count < limit; i++) {
        uint64_t bits = ranks->bits[i];
        if (but && i < but->chunks * CHUNK_WORDS)
            bits &= ~but->bits[i];
        for (; bits && count < limit; bits &= bits - 1)
            ret[count++] = i * 64 + (size_t)__builtin_ctzll(bits);
    }
    return count;
}

/* ---- hits ---- */

static bool hit_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct search_hit *hit = item;
    hit->party.v = (uint64_t)db_i64(stmt, 0);
    hit->records = (uint32_t)db_i64(stmt, 3);
    return column_keep(stmt, 1, arena, &hit->name) && column_keep(stmt, 2, arena, &hit->summary);
}

/* Each rank becomes the id of its party. Ranks ascend, so a block is read once or twice. */
static enum status name_parties(struct store *store, uint64_t *ranks, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK;) {
        struct db_stmt *stmt;
        uint64_t block = ranks[i] / BLOCK_RANKS;
        status = query(store, "search_ranks", &stmt, err);
        if (status != STATUS_OK)
            return status;
        db_bind_i64(stmt, 1, (int64_t)block);
        struct text parties = db_next(stmt) ? db_blob(stmt, 0) : TEXT_EMPTY;
        for (; i < count && ranks[i] / BLOCK_RANKS == block; i++)
            ranks[i] = block_party(parties, ranks[i]);
        status = db_end(stmt, err);
    }
    return status;
}

static enum status hits_each(struct store *store, const uint64_t *parties, size_t count, struct arena *arena,
                             struct search_hit **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    struct search_hit *hits = arena_array(arena, struct search_hit, count + 1);
    enum status status = query(store, "search_hit", &stmt, err);
    if (status == STATUS_OK && !hits)
        status = error_set(err, STATUS_LIMIT, "the answer does not fit in the memory set aside for it");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        db_bind_i64(stmt, 1, (int64_t)parties[i]);
        status = query_one(stmt, arena, hit_read, &hits[i], "the search index names a party that is not there", err);
    }
    if (status == STATUS_OK) {
        *ret = hits;
        *ret_count = count;
    }
    return status;
}

static enum status hits_together(struct store *store, const uint64_t *parties, size_t count, struct arena *arena,
                                 struct search_hit **ret, size_t *ret_count, struct error *err)
{
    SCOPED(buf_done) struct buf array = BUF_EMPTY;
    struct db_stmt *stmt;
    enum status status = ids_array(parties, sizeof(parties[0]), count, &array, err);
    if (status == STATUS_OK)
        status = query(store, "search_hits", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, buf_text(&array));
    return query_collect(stmt, arena, sizeof(struct search_hit), hit_read, (void **)ret, ret_count, err);
}

static enum status search(struct store *store, struct text words, enum party_kind kind, size_t limit,
                          struct arena *arena, struct search_hit **ret, size_t *ret_count, struct error *err)
{
    SCOPED(ranks_done) struct ranks whole = { 0 };
    SCOPED(ranks_done) struct ranks begun = { 0 };
    uint64_t found[SEARCH_HITS_MAX];
    size_t count = 0;
    enum status status = ranks_of_all(store, words, kind, false, &whole, err);
    if (status == STATUS_OK)
        count = lowest(&whole, NULL, 0, limit, found);
    if (status == STATUS_OK && count < limit)
        status = ranks_of_all(store, words, kind, true, &begun, err);
    if (status != STATUS_OK)
        return status;
    count = lowest(&begun, &whole, count, limit, found);
    status = name_parties(store, found, count, err);
    if (status != STATUS_OK)
        return status;
    return db_engine_of(store->db) == DB_SQLITE ? hits_each(store, found, count, arena, ret, ret_count, err)
                                                : hits_together(store, found, count, arena, ret, ret_count, err);
}

enum status store_search(struct store *store, struct text words, enum party_kind kind, size_t limit,
                         struct arena *arena, struct search_hit **ret, size_t *ret_count, struct error *err)
{
    struct reading reading; /* ranks and parties must be of one view */
    enum status status = reading_begin(store, &reading, err);
    if (status != STATUS_OK)
        return status;
    status = search(store, words, kind, limit < SEARCH_HITS_MAX ? limit : SEARCH_HITS_MAX, arena, ret, ret_count, err);
    return reading_end(store, &reading, status);
}

int64_t key_hash(struct text key)
{
    return (int64_t)(hash_text(key) >> 2);
}

enum status store_search_key(struct store *store, struct text key, size_t limit, struct arena *arena,
                             struct search_hit **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "search_key", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, key_hash(key));
    db_bind_text(stmt, 2, key);
    db_bind_i64(stmt, 3, (int64_t)(limit < SEARCH_HITS_MAX ? limit : SEARCH_HITS_MAX));
    return query_collect(stmt, arena, sizeof(struct search_hit), hit_read, (void **)ret, ret_count, err);
}

void party_range(enum party_kind kind, int64_t *ret_from, int64_t *ret_to)
{
    *ret_from = kind ? (int64_t)kind << 60 : 0;
    *ret_to = kind ? *ret_from + ((INT64_C(1) << 60) - 1) : INT64_MAX;
}
