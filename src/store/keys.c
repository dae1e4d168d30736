/*
 * The keys parties are found by exactly, gathered while a view grows and
 * written in order of hash at its end.
 *
 *     put with a party ──▶ gathered ──▶ sorted ──▶ party_key
 *
 * The table lies in order of hash and is its own index: one row a key in
 * place of a row and an index entry, and none looks for its place.  Of a
 * party that is dropped the keys are known by their hashes, which its row
 * keeps (party.keys).
 *
 * Measured: docs/adr/0129.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "base/spread.h"
#include "base/vec.h"
#include "store/inside.h"

enum { AHEAD = 8 }; /* rows */

struct gathered {
    uint64_t hash, party;
    uint64_t at : 48, len : 16; /* in bytes */
};

struct key_index {
    VEC(struct gathered) keys;
    struct buf bytes;
};

struct key_index *key_index_new(void)
{
    return calloc(1, sizeof(struct key_index));
}

void key_index_free(struct key_index **index)
{
    if (!*index)
        return;
    vec_done(&(*index)->keys);
    buf_done(&(*index)->bytes);
    free(*index);
    *index = NULL;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the keys of parties");
}

static enum status put_row(struct db_bulk *into, uint64_t hash, uint64_t party, struct text key, struct error *err)
{
    db_bulk_i64(into, (int64_t)hash);
    db_bulk_i64(into, (int64_t)party);
    db_bulk_text(into, key);
    return db_bulk_row(into, err);
}

enum status keys_put(struct store *store, const struct stored_party *party, struct buf *hashes, struct error *err)
{
    struct db_bulk *into = NULL;
    struct key_index *index = store->keys;
    if (party->keys_count == 0) /* a household: the keys of others may be being written */
        return STATUS_OK;
    enum status status = store->changing || !index ? bulk(store, BULK_KEY, &into, err) : STATUS_OK;
    for (size_t i = 0; i < party->keys_count && status == STATUS_OK; i++) {
        struct text key = party->keys[i].key;
        uint64_t hash = (uint64_t)key_hash(key), low_first = htole64(hash);
        buf_put(hashes, (struct text){ (const char *)&low_first, sizeof(low_first) });
        if (into) {
            status = put_row(into, hash, party->party.v, key, err);
            continue;
        }
        if (key.len > UINT16_MAX)
            return error_set(err, STATUS_LIMIT, "a key of a party is longer than 65,535 bytes");
        struct gathered one = { .hash = hash, .party = party->party.v, .at = index->bytes.len, .len = key.len };
        buf_put(&index->bytes, key);
        if (!vec_push(&index->keys, one))
            status = no_memory(err);
    }
    if (status == STATUS_OK && index)
        status = buf_status(&index->bytes, err);
    return status == STATUS_OK ? buf_status(hashes, err) : status;
}

static int compare(const void *a, const void *b, void *bytes)
{
    const struct gathered *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->party != y->party)
        return x->party < y->party ? -1 : 1;
    return text_compare((struct text){ (const char *)bytes + x->at, x->len },
                        (struct text){ (const char *)bytes + y->at, y->len });
}

enum status key_index_write(struct store *store, struct key_index *index, struct error *err)
{
    struct db_bulk *into;
    enum status status = index->keys.len ? bulk(store, BULK_KEY, &into, err) : STATUS_OK;
    const struct gathered *keys = index->keys.ptr;
    if (status == STATUS_OK && !spread_sort(index->keys.ptr, index->keys.len, sizeof(*keys),
                                            offsetof(struct gathered, hash), false, compare, index->bytes.ptr))
        status = no_memory(err);
    for (size_t i = 0; i < index->keys.len && status == STATUS_OK; i++) {
        if (i + AHEAD < index->keys.len) /* their texts lie in the order they came */
            __builtin_prefetch(index->bytes.ptr + keys[i + AHEAD].at);
        status = put_row(into, keys[i].hash, keys[i].party, (struct text){ index->bytes.ptr + keys[i].at, keys[i].len },
                         err);
    }
    return status;
}

/* As its row keeps them: eight bytes each, little end first. */
static enum status hashes_of(struct store *store, struct party_id party, struct arena *arena, struct text *ret,
                             struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_keys", &stmt, err);
    if (status != STATUS_OK)
        return status;
    *ret = TEXT_EMPTY;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    if (db_next(stmt)) {
        struct text blob = db_blob(stmt, 0);
        *ret = arena_copy(arena, blob);
        status = ret->ptr || blob.len == 0 ? STATUS_OK : no_memory(err);
    }
    enum status ended = db_end(stmt, status == STATUS_OK ? err : NULL);
    return status == STATUS_OK ? ended : status;
}

static uint64_t hash_at(struct text hashes, size_t at)
{
    uint64_t hash;
    memcpy(&hash, hashes.ptr + at * sizeof(hash), sizeof(hash));
    return le64toh(hash);
}

static enum status ask_of(struct store *store, const char *name, uint64_t hash, struct party_id party,
                          struct db_stmt **ret, struct error *err)
{
    enum status status = query(store, name, ret, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(*ret, 1, (int64_t)hash);
    db_bind_i64(*ret, 2, (int64_t)party.v);
    return STATUS_OK;
}

enum status keys_drop(struct store *store, struct party_id party, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct text hashes = TEXT_EMPTY;
    struct db_stmt *stmt;
    enum status status = hashes_of(store, party, &arena, &hashes, err);
    for (size_t i = 0; i < hashes.len / sizeof(uint64_t) && status == STATUS_OK; i++) {
        status = ask_of(store, "party_key_drop", hash_at(hashes, i), party, &stmt, err);
        if (status == STATUS_OK)
            status = db_run(stmt, NULL, err);
    }
    return status;
}

enum status store_party_keys(struct store *store, struct party_id party, struct arena *arena, struct text **ret,
                             size_t *ret_count, struct error *err)
{
    struct text hashes = TEXT_EMPTY;
    struct db_stmt *stmt;
    *ret_count = 0;
    enum status status = hashes_of(store, party, arena, &hashes, err);
    struct text *keys = arena_array(arena, struct text, hashes.len / sizeof(uint64_t) + 1);
    *ret = keys;
    if (status == STATUS_OK && !keys)
        return no_memory(err);
    for (size_t i = 0; i < hashes.len / sizeof(uint64_t) && status == STATUS_OK; i++) {
        status = ask_of(store, "party_key_text", hash_at(hashes, i), party, &stmt, err);
        if (status != STATUS_OK)
            break;
        bool fits = true;
        if (db_next(stmt)) {
            keys[*ret_count] = arena_copy(arena, db_text(stmt, 0));
            fits = keys[(*ret_count)++].ptr != NULL;
        }
        status = db_end(stmt, err);
        status = status == STATUS_OK && !fits ? no_memory(err) : status;
    }
    return status;
}
