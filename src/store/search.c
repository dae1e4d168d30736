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
 *     "jan bkak"  nothing: then with one letter mended (typo.c)
 *
 * A beginning of up to three bytes has a list of its own; a longer one is the
 * union of the few words that begin so.
 *
 * Parties that changed since the lists were made are passed over in them and
 * found in lists of their own (fresh.c); both are in order of rank, so the
 * answer is what a view made anew would give.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "base/search.h"
#include "base/vec.h"
#include "store/inside.h"

enum {
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

static enum status keep_kind(struct store *store, enum party_kind kind, struct ranks *ranks, struct error *err)
{
    SCOPED(ranks_done) struct ranks one = { 0 };
    if (!kind)
        return STATUS_OK;
    enum status status = ranks_of_word(store, word_of_kind(kind), false, &one, err);
    if (status == STATUS_OK)
        keep_common(ranks, &one);
    return status;
}

/* The parties of that kind that have every word. No words: nothing. */
static enum status ranks_of_all(struct store *store, struct text words, enum party_kind kind, bool begun,
                                struct ranks *ret, struct error *err)
{
    struct text word;
    enum status status = STATUS_OK;
    int count = 0;
    while (status == STATUS_OK && count < WORDS_ASKED_MAX && word_next(&words, &word)) {
        SCOPED(ranks_done) struct ranks one = { 0 };
        status = ranks_of_word(store, word, begun, count ? &one : ret, err);
        if (count++ > 0 && status == STATUS_OK)
            keep_common(ret, &one);
    }
    return status == STATUS_OK && count > 0 ? keep_kind(store, kind, ret, err) : status;
}

/* ---- with one letter mended ---- */

struct mending {
    struct store *store;
    struct ranks *ranks;
    enum status status;
};

static bool add_beginning(void *ctx, struct text beginning, struct error *err)
{
    struct mending *mending = ctx;
    mending->status = ranks_of_word(mending->store, beginning, true, mending->ranks, err);
    return mending->status == STATUS_OK;
}

static enum status ranks_mended(struct store *store, struct text word, struct ranks *ret, struct error *err)
{
    struct mending mending = { store, ret, STATUS_OK };
    enum status status = typo_each(store, "search_word_from", word, add_beginning, &mending, err);
    return mending.status == STATUS_OK ? status : mending.status;
}

static bool add_all(struct ranks *into, const struct ranks *from)
{
    if (from->chunks && !ranks_reach(into, from->chunks - 1))
        return false;
    for (size_t i = 0; i < from->chunks * CHUNK_WORDS; i++)
        into->bits[i] |= from->bits[i];
    return true;
}

/* The parties of that kind that have every word but one as typed, and that one mended. */
static enum status ranks_of_near(struct store *store, struct text words, enum party_kind kind, struct ranks *ret,
                                 struct error *err)
{
    struct text rest = words, word;
    enum status status = STATUS_OK;
    for (int at = 0; status == STATUS_OK && at < WORDS_ASKED_MAX && word_next(&rest, &word); at++) {
        SCOPED(ranks_done) struct ranks near = { 0 };
        struct text others = words, other;
        if (!typo_is_looked_for(word))
            continue;
        status = ranks_mended(store, word, &near, err);
        for (int i = 0; status == STATUS_OK && near.chunks && i < WORDS_ASKED_MAX && word_next(&others, &other); i++) {
            SCOPED(ranks_done) struct ranks one = { 0 };
            if (i == at)
                continue;
            status = ranks_of_word(store, other, true, &one, err);
            keep_common(&near, &one);
        }
        if (status == STATUS_OK && !add_all(ret, &near))
            status = error_set(err, STATUS_NO_MEMORY, "no memory for searching");
    }
    return status == STATUS_OK ? keep_kind(store, kind, ret, err) : status;
}

/* The lowest ranks from *at on, but none of those in but; up to limit. *at is past the last one then. */
static size_t lowest(const struct ranks *ranks, const struct ranks *but, uint64_t *at, size_t limit, uint64_t *ret)
{
    size_t count = 0;
    uint64_t first = *at;
    for (size_t i = first / 64; i < ranks->chunks * CHUNK_WORDS && count < limit; i++) {
        uint64_t bits = ranks->bits[i];
        if (but && i < but->chunks * CHUNK_WORDS)
            bits &= ~but->bits[i];
        if (i == first / 64)
            bits &= ~UINT64_C(0) << first % 64;
        for (; bits && count < limit; bits &= bits - 1)
            ret[count++] = i * 64 + (size_t)__builtin_ctzll(bits);
    }
    *at = count ? ret[count - 1] + 1 : UINT64_MAX;
    return count;
}

/* ---- hits ---- */

/* A hit and what it is ordered by. */
struct ranked {
    struct search_hit hit;
    struct text sort_name;
    bool whole; /* it has every word as it was asked */
};

static bool ranked_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct ranked *ranked = item;
    ranked->hit.party.v = (uint64_t)db_i64(stmt, 0);
    ranked->hit.records = (uint32_t)db_i64(stmt, 3);
    return column_keep(stmt, 1, arena, &ranked->hit.name) && column_keep(stmt, 2, arena, &ranked->hit.summary) &&
           column_keep(stmt, 4, arena, &ranked->sort_name);
}

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
                             struct ranked *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "search_hit", &stmt, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        db_bind_i64(stmt, 1, (int64_t)parties[i]);
        status = query_one(stmt, arena, ranked_read, &ret[i], "the search index names a party that is not there", err);
    }
    return status;
}

static enum status hits_together(struct store *store, const uint64_t *parties, size_t count, struct arena *arena,
                                 struct ranked *ret, struct error *err)
{
    SCOPED(buf_done) struct buf array = BUF_EMPTY;
    struct db_stmt *stmt;
    struct ranked *found = NULL;
    size_t found_count = 0;
    enum status status = ids_array(parties, sizeof(parties[0]), count, &array, err);
    if (status == STATUS_OK)
        status = query(store, "search_hits", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, buf_text(&array));
    status = query_collect(stmt, arena, sizeof(struct ranked), ranked_read, (void **)&found, &found_count, err);
    if (status == STATUS_OK && found_count != count)
        status = error_set(err, STATUS_NOT_FOUND, "the search index names a party that is not there");
    if (status == STATUS_OK && count)
        memcpy(ret, found, count * sizeof(*ret));
    return status;
}

static enum status hits_of(struct store *store, const uint64_t *parties, size_t count, bool whole, struct arena *arena,
                           struct ranked *ret, struct error *err)
{
    memset(ret, 0, count * sizeof(*ret));
    enum status status = count == 0                             ? STATUS_OK
                         : db_engine_of(store->db) == DB_SQLITE ? hits_each(store, parties, count, arena, ret, err)
                                                                : hits_together(store, parties, count, arena, ret, err);
    for (size_t i = 0; i < count; i++)
        ret[i].whole = whole;
    return status;
}

/* ---- parties that changed since the lists were made ---- */

/* Their names are read by hits_of() when it is known that they are shown. */
static enum status fresh_hits(struct store *store, struct text words, enum party_kind kind, bool near,
                              struct arena *arena, struct ranked **ret, size_t *ret_count, struct error *err)
{
    struct fresh_party *found = NULL;
    size_t count = 0;
    enum status status = fresh_find(store, words, kind, near, arena, &found, &count, err);
    struct ranked *hits = arena_array(arena, struct ranked, count + 1);
    if (status == STATUS_OK && !hits)
        status = error_set(err, STATUS_LIMIT, "the answer does not fit in the memory set aside for it");
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        hits[i] = (struct ranked){ .hit = { .party = found[i].party, .records = found[i].records },
                                   .sort_name = found[i].sort_name,
                                   .whole = found[i].whole };
    *ret = hits;
    *ret_count = count;
    return status;
}

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->whole != y->whole)
        return x->whole ? -1 : 1;
    if (x->hit.records != y->hit.records)
        return x->hit.records > y->hit.records ? -1 : 1;
    int order = text_compare(x->sort_name, y->sort_name);
    return order ? order : (x->hit.party.v > y->hit.party.v) - (x->hit.party.v < y->hit.party.v);
}

/* ---- the whole ---- */

/* Parties of the lists, lowest rank first, that did not change since. */
static enum status listed(struct store *store, const struct ranks *ranks, const struct ranks *but, size_t limit,
                          uint64_t *ret, size_t *ret_count, struct error *err)
{
    uint64_t at = 0, some[SEARCH_HITS_MAX];
    bool changed[SEARCH_HITS_MAX];
    enum status status = STATUS_OK;
    *ret_count = 0;
    while (status == STATUS_OK && *ret_count < limit && at != UINT64_MAX) {
        size_t count = lowest(ranks, but, &at, limit, some);
        status = name_parties(store, some, count, err);
        if (status == STATUS_OK)
            status = fresh_among(store, some, count, changed, err);
        for (size_t i = 0; i < count && status == STATUS_OK && *ret_count < limit; i++)
            if (!changed[i])
                ret[(*ret_count)++] = some[i];
    }
    return status;
}

struct answer {
    struct ranked *fresh; /* of those that changed */
    size_t fresh_count;
    uint64_t found[SEARCH_HITS_MAX]; /* those with whole words first */
    size_t whole_count, begun_count;
};

static enum status look(struct store *store, struct text words, enum party_kind kind, size_t limit, struct arena *arena,
                        struct answer *ret, struct error *err)
{
    SCOPED(ranks_done) struct ranks whole = { 0 };
    SCOPED(ranks_done) struct ranks begun = { 0 };
    enum status status = fresh_hits(store, words, kind, false, arena, &ret->fresh, &ret->fresh_count, err);
    if (status == STATUS_OK)
        status = ranks_of_all(store, words, kind, false, &whole, err);
    if (status == STATUS_OK)
        status = listed(store, &whole, NULL, limit, ret->found, &ret->whole_count, err);
    if (status == STATUS_OK && ret->whole_count < limit)
        status = ranks_of_all(store, words, kind, true, &begun, err);
    if (status == STATUS_OK && ret->whole_count < limit)
        status = listed(store, &begun, &whole, limit - ret->whole_count, ret->found + ret->whole_count,
                        &ret->begun_count, err);
    return status;
}

static enum status look_near(struct store *store, struct text words, enum party_kind kind, size_t limit,
                             struct arena *arena, struct answer *ret, struct error *err)
{
    SCOPED(ranks_done) struct ranks near = { 0 };
    *ret = (struct answer){ .whole_count = 0 };
    enum status status = fresh_hits(store, words, kind, true, arena, &ret->fresh, &ret->fresh_count, err);
    if (status == STATUS_OK)
        status = ranks_of_near(store, words, kind, &near, err);
    if (status == STATUS_OK)
        status = listed(store, &near, NULL, limit, ret->found, &ret->begun_count, err);
    return status;
}

static enum status name_hits(struct store *store, const struct answer *answer, size_t limit, struct arena *arena,
                             struct search_hit **ret, size_t *ret_count, struct error *err)
{
    size_t count = answer->whole_count + answer->begun_count;
    struct ranked *all = arena_array(arena, struct ranked, count + answer->fresh_count + 1);
    if (!all)
        return error_set(err, STATUS_LIMIT, "the answer does not fit in the memory set aside for it");
    enum status status = hits_of(store, answer->found, answer->whole_count, true, arena, all, err);
    if (status == STATUS_OK)
        status = hits_of(store, answer->found + answer->whole_count, answer->begun_count, false, arena,
                         all + answer->whole_count, err);
    if (answer->fresh_count && status == STATUS_OK) {
        memcpy(all + count, answer->fresh, answer->fresh_count * sizeof(*all));
        count += answer->fresh_count;
        qsort(all, count, sizeof(*all), by_rank);
    }
    count = count < limit ? count : limit;
    struct search_hit *hits = arena_array(arena, struct search_hit, count + 1);
    if (status == STATUS_OK && !hits)
        status = error_set(err, STATUS_LIMIT, "the answer does not fit in the memory set aside for it");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        uint64_t party = all[i].hit.party.v;
        if (!all[i].hit.name.ptr) /* a changed one */
            status = hits_of(store, &party, 1, all[i].whole, arena, &all[i], err);
        hits[i] = all[i].hit;
    }
    if (status == STATUS_OK) {
        *ret = hits;
        *ret_count = count;
    }
    return status;
}

static enum status search(struct store *store, struct text words, enum party_kind kind, size_t limit,
                          struct arena *arena, struct search_hit **ret, size_t *ret_count, bool *ret_near,
                          struct error *err)
{
    struct answer answer = { .whole_count = 0 };
    enum status status = look(store, words, kind, limit, arena, &answer, err);
    bool near = !answer.whole_count && !answer.begun_count && !answer.fresh_count;
    if (status == STATUS_OK && near)
        status = look_near(store, words, kind, limit, arena, &answer, err);
    if (status == STATUS_OK)
        status = name_hits(store, &answer, limit, arena, ret, ret_count, err);
    if (status == STATUS_OK && ret_near)
        *ret_near = near && *ret_count > 0;
    return status;
}

enum status store_search(struct store *store, struct text words, enum party_kind kind, size_t limit,
                         struct arena *arena, struct search_hit **ret, size_t *ret_count, bool *ret_near,
                         struct error *err)
{
    struct reading reading; /* ranks and parties must be of one view */
    enum status status = reading_begin(store, &reading, err);
    if (status != STATUS_OK)
        return status;
    status = search(store, words, kind, limit < SEARCH_HITS_MAX ? limit : SEARCH_HITS_MAX, arena, ret, ret_count,
                    ret_near, err);
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
