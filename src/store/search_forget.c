/*
 * Words that nobody has any more go from the lists.
 *
 * A view that is changed leaves its lists of words as they are: a party that
 * changed is passed over in them (search.c) and found in lists of its own,
 * which are made again (fresh.c).  When somebody was erased his
 * words may not stay there, so a row of which every rank is of a party that
 * changed since is dropped; it found nobody.  Words that others have stay.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "store/erasure.h"
#include "store/inside.h"

#define ROWS_BYTES ((size_t)64 << 20)

/* A row to be dropped. */
struct listed {
    struct text word;
    int64_t chunk;
};

struct forgetting {
    struct store *store;
    struct map fresh; /* ranks of parties that changed */
    struct arena arena;
    VEC(struct listed) rows;
};

static void forgetting_done(struct forgetting *f)
{
    map_done(&f->fresh);
    arena_done(&f->arena);
    vec_done(&f->rows);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for words that go");
}

static enum status read_fresh_parties(struct store *store, struct map *parties, struct error *err)
{
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = query(store, "forget_fresh", &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt))
        fits = map_put(parties, (uint64_t)db_i64(stmt, 0), 1, NULL) != NULL;
    status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? no_memory(err) : status;
}

static enum status read_fresh_ranks(struct forgetting *f, struct error *err)
{
    SCOPED(map_done) struct map parties = MAP_EMPTY;
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = read_fresh_parties(f->store, &parties, err);
    if (status == STATUS_OK)
        status = query(f->store, "forget_ranks", &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt)) {
        uint64_t first = (uint64_t)db_i64(stmt, 0) * BLOCK_RANKS;
        struct text block = db_blob(stmt, 1);
        for (uint64_t i = 0; i < block.len / sizeof(uint64_t) && fits; i++)
            if (map_get(&parties, block_party(block, first + i)))
                fits = map_put(&f->fresh, first + i, 1, NULL) != NULL;
    }
    status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? no_memory(err) : status;
}

struct looking {
    const struct map *fresh;
    bool others;
};

static void look_at(void *ctx, uint64_t rank)
{
    struct looking *looking = ctx;
    looking->others = looking->others || !map_get(looking->fresh, rank);
}

static bool is_forgotten(const struct forgetting *f, int64_t chunk, struct text ranks)
{
    struct looking looking = { .fresh = &f->fresh };
    if (ranks.len >= CHUNK_BYTES || ranks.len / 2 > f->fresh.count)
        return false; /* more than changed */
    chunk_each((uint64_t)chunk, ranks, look_at, &looking);
    return !looking.others;
}

static enum status forget_rows(struct forgetting *f, const char *all, const char *one, struct error *err)
{
    struct db_stmt *stmt;
    bool fits = true;
    arena_reset(&f->arena);
    f->rows.len = 0;
    enum status status = query(f->store, all, &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt)) {
        struct listed row = { .chunk = db_i64(stmt, 1) };
        struct text word = db_blob(stmt, 0);
        if (!is_forgotten(f, row.chunk, db_blob(stmt, 2)))
            continue;
        row.word = arena_copy(&f->arena, word);
        fits = row.word.ptr && vec_push(&f->rows, row);
    }
    status = db_end(stmt, err);
    if (status == STATUS_OK && !fits)
        return no_memory(err);
    for (size_t i = 0; i < f->rows.len && status == STATUS_OK; i++) {
        status = query(f->store, one, &stmt, err);
        if (status != STATUS_OK)
            break;
        db_bind_blob(stmt, 1, f->rows.ptr[i].word);
        db_bind_i64(stmt, 2, f->rows.ptr[i].chunk);
        status = db_run(stmt, NULL, err);
    }
    return status;
}

enum status store_search_forget(struct store *store, struct error *err)
{
    SCOPED(forgetting_done)
    struct forgetting f = { .store = store, .fresh = MAP_EMPTY, .arena = ARENA_UP_TO(ROWS_BYTES) };
    assert(store->changing);
    enum status status = bulk_flush(store, BULK_LINK, BULK_TABLES, err);
    if (status == STATUS_OK)
        status = fresh_forget(store, err);
    if (status == STATUS_OK)
        status = read_fresh_ranks(&f, err);
    if (status == STATUS_OK && f.fresh.count)
        status = forget_rows(&f, "forget_words", "forget_word", err);
    if (status == STATUS_OK && f.fresh.count)
        status = forget_rows(&f, "forget_prefixes", "forget_prefix", err);
    return status;
}
