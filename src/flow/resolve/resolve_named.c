/*
 * Organisations by what they are called, for the employers that earlier
 * versions of records name (earlier.h).
 *
 *     view made whole     keys of all organisations, as hashes, sorted before the persons are made
 *     view changed        the keys in the store; whoever left an employer of a key that an organisation
 *                         got or lost has a key of his own for it ("left:…") and is made again
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "base/search.h"
#include "flow/profile/earlier.h"
#include "flow/resolve/resolve_inside.h"
#include "store/change.h"

enum { SEEKERS_MAX = 100000 /* of one key */ };

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for what organisations are called");
}

/* Nearly every base of records that never changed spares the room. */
static bool is_any_sought(const struct resolve *resolve)
{
    return resolve->newest_seq > resolve->records_now;
}

static bool is_sought_by(struct text key)
{
    static const char *const kinds[] = { "org:", "kvk:", "kbo:" };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (text_starts(key, text_from(kinds[i])))
            return true;
    return false;
}

static enum status note(struct resolve *resolve, struct text key, struct error *err)
{
    struct text kept = arena_copy(&resolve->kept, key);
    return kept.ptr && vec_push(&resolve->changes.called, kept) ? STATUS_OK : no_memory(err);
}

enum status resolve_named_put(struct resolve *resolve, const struct stored_party *organisation, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < organisation->keys_count && is_any_sought(resolve) && status == STATUS_OK; i++) {
        struct text key = organisation->keys[i].key;
        if (!is_sought_by(key))
            continue;
        if (!resolve->whole)
            status = note(resolve, key, err);
        else if (!vec_push(&resolve->called, (struct called){ hash_text(key), organisation->party.v }))
            status = no_memory(err);
    }
    return status;
}

enum status resolve_named_drop(struct resolve *resolve, struct party_id party, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)16 << 20);
    struct text *keys = NULL;
    size_t count = 0;
    if (party_id_kind(party) != PARTY_ORGANISATION || !is_any_sought(resolve))
        return STATUS_OK;
    enum status status = store_party_keys(resolve->store, party, &arena, &keys, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (is_sought_by(keys[i]))
            status = note(resolve, keys[i], err);
    return status;
}

static int compare_called(const void *a, const void *b)
{
    const struct called *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

void resolve_named_settle(struct resolve *resolve)
{
    if (resolve->called.len)
        qsort(resolve->called.ptr, resolve->called.len, sizeof(*resolve->called.ptr), compare_called);
}

static size_t first_called(const struct resolve *resolve, uint64_t key)
{
    return LOWER_BOUND(i, 0, resolve->called.len, resolve->called.ptr[i].key < key);
}

bool resolve_named_find(void *ctx, struct text key, struct party_id like, struct party_id *ret)
{
    struct resolve *resolve = ctx;
    if (!resolve->whole) {
        pthread_mutex_lock(&resolve->called_lock);
        bool found = earlier_called(resolve->store, key, like, ret);
        pthread_mutex_unlock(&resolve->called_lock);
        return found;
    }
    uint64_t hash = hash_text(key);
    size_t fitting = 0;
    for (size_t i = first_called(resolve, hash); i < resolve->called.len && resolve->called.ptr[i].key == hash; i++)
        if (like.v == 0 || like.v == resolve->called.ptr[i].party) {
            ret->v = resolve->called.ptr[i].party;
            fitting++;
        }
    if (fitting != 1)
        ret->v = 0;
    return fitting == 1;
}

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

enum status resolve_named_seekers(struct resolve *resolve, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)64 << 20);
    struct text *keys = resolve->changes.called.ptr;
    size_t count = resolve->changes.called.len;
    enum status status = STATUS_OK;
    if (count)
        qsort(keys, count, sizeof(*keys), compare_texts);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct search_hit *hits = NULL;
        size_t hits_count = 0;
        if (i > 0 && text_equal(keys[i], keys[i - 1]))
            continue;
        arena_reset(&arena);
        struct text left = arena_printf(&arena, "left:%.*s", TEXT_ARG(keys[i]));
        status = store_search_key(resolve->store, left, SEEKERS_MAX, &arena, &hits, &hits_count, err);
        for (size_t h = 0; h < hits_count && status == STATUS_OK; h++)
            status = resolve_person_again(resolve, hits[h].party, err);
    }
    return status;
}
