/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/homes.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "base/search.h"
#include "flow/resolve/resolve_inside.h"
#include "golden/household_near.h"
#include "store/change.h"

enum { FRESH_MAX = 8192, HOME_BYTES_MAX = 1 << 20 };
enum { SALT_HOME = 11, SALT_BUILDING, SALT_SEAT, SALT_SLIP };

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for who lives near whom");
}

/* ---- keys ---- */

uint64_t homes_key_of_slip(const struct resident *resident, int slip)
{
    uint64_t key = household_slip_key(resident, (enum household_slip)slip);
    return key ? hash_pair(key, (uint64_t)(SALT_SLIP + slip)) : 0;
}

uint64_t homes_key_of_seat(uint64_t address)
{
    return address ? hash_pair(address, SALT_SEAT) : 0;
}

uint64_t homes_key_of_home(uint64_t address)
{
    return address ? hash_pair(address, SALT_HOME) : 0;
}

size_t homes_keys_of(const struct resident *resident, uint64_t ret[HOME_KEYS_MAX])
{
    size_t count = 0;
    if (resident->address) {
        ret[count++] = homes_key_of_home(resident->address);
        ret[count++] = hash_pair(resident->building, SALT_BUILDING);
    }
    for (int slip = 0; slip < SLIPS; slip++) {
        uint64_t key = homes_key_of_slip(resident, slip);
        if (key)
            ret[count++] = key;
    }
    return count;
}

static int compare_keys(const void *a, const void *b)
{
    const struct home_key *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->party < y->party ? -1 : x->party > y->party;
}

static size_t first_of(const struct home_key *keys, size_t count, uint64_t key, uint64_t party)
{
    const struct home_key wanted = { key, party };
    return LOWER_BOUND(i, 0, count, compare_keys(&keys[i], &wanted) < 0);
}

/* ---- coming in ---- */

static void merge(struct homes *homes)
{
    if (homes->fresh.len == 0 || !vec_reserve(&homes->keys, homes->keys.len + homes->fresh.len))
        return; /* without memory the fresh ones stay apart */
    size_t old = homes->keys.len, fresh = homes->fresh.len, at = old + fresh;
    homes->keys.len = at;
    while (fresh > 0) /* from the back, so that nothing is written over */
        homes->keys.ptr[--at] = old > 0 && compare_keys(&homes->keys.ptr[old - 1], &homes->fresh.ptr[fresh - 1]) > 0
                                    ? homes->keys.ptr[--old]
                                    : homes->fresh.ptr[--fresh];
    homes->fresh.len = 0;
}

static bool add(struct homes *homes, uint64_t key, uint64_t party)
{
    size_t at = first_of(homes->keys.ptr, homes->keys.len, key, party);
    const struct home_key wanted = { key, party };
    if (at < homes->keys.len && compare_keys(&homes->keys.ptr[at], &wanted) == 0)
        return true;
    at = first_of(homes->fresh.ptr, homes->fresh.len, key, party);
    if (at < homes->fresh.len && compare_keys(&homes->fresh.ptr[at], &wanted) == 0)
        return true;
    if (!vec_push(&homes->fresh, wanted))
        return false;
    memmove(&homes->fresh.ptr[at + 1], &homes->fresh.ptr[at], (homes->fresh.len - 1 - at) * sizeof(wanted));
    homes->fresh.ptr[at] = wanted;
    if (homes->fresh.len >= FRESH_MAX)
        merge(homes);
    return true;
}

bool homes_add(struct homes *homes, const struct resident *resident)
{
    uint64_t keys[HOME_KEYS_MAX];
    size_t count = homes_keys_of(resident, keys);
    for (size_t i = 0; i < count; i++)
        if (!add(homes, keys[i], resident->order))
            return false;
    return true;
}

bool homes_add_seat(struct homes *homes, struct party_id organisation, uint64_t address)
{
    return address == 0 || add(homes, homes_key_of_seat(address), organisation.v);
}

struct filling {
    struct homes *homes;
    bool failed;
};

static bool fill(void *ctx, struct party_id party, struct text body)
{
    struct filling *filling = ctx;
    uint64_t keys[HOME_KEYS_MAX], seat = 0;
    struct resident resident;
    size_t count = 0;
    if (party_id_kind(party) == PARTY_PERSON && resolve_home_resident(body, &resident)) {
        count = homes_keys_of(&resident, keys);
    } else if (party_id_kind(party) == PARTY_ORGANISATION && body.len >= sizeof(seat)) {
        memcpy(&seat, body.ptr, sizeof(seat));
        keys[0] = homes_key_of_seat(le64toh(seat));
        count = keys[0] != 0;
    }
    for (size_t i = 0; i < count && !filling->failed; i++)
        filling->failed = !vec_push(&filling->homes->keys, (struct home_key){ keys[i], party.v });
    return !filling->failed;
}

/* ---- all at once ---- */

enum { DRAWER_BITS_MAX = 18, DRAWER_KEYS = 16, DRAWER_KEYS_FEW = 48 };

static void sort_drawer(struct home_key *keys, size_t count)
{
    if (count > DRAWER_KEYS_FEW) { /* a house where many live */
        qsort(keys, count, sizeof(*keys), compare_keys);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct home_key key = keys[i];
        size_t at = i;
        for (; at > 0 && compare_keys(&keys[at - 1], &key) > 0; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* Keys are hashes, so their first bits say nearly where each belongs: drawers of some keys, each put in order. */
static bool sort_keys(struct homes *homes)
{
    size_t count = homes->keys.len, from = 0;
    unsigned bits = 1;
    while (bits < DRAWER_BITS_MAX && (count >> bits) > DRAWER_KEYS)
        bits++;
    size_t *ends = calloc(((size_t)1 << bits) + 1, sizeof(*ends));
    VEC(struct home_key) sorted = { 0 };
    bool fits = ends && vec_reserve(&sorted, count + 1);
    for (size_t i = 0; fits && i < count; i++)
        ends[(homes->keys.ptr[i].key >> (64 - bits)) + 1]++;
    for (size_t d = 1; fits && d <= (size_t)1 << bits; d++)
        ends[d] += ends[d - 1];
    for (size_t i = 0; fits && i < count; i++)
        sorted.ptr[ends[homes->keys.ptr[i].key >> (64 - bits)]++] = homes->keys.ptr[i];
    for (size_t d = 0; fits && d < (size_t)1 << bits; from = ends[d++])
        sort_drawer(&sorted.ptr[from], ends[d] - from);
    if (fits) {
        memcpy(homes->keys.ptr, sorted.ptr, count * sizeof(*sorted.ptr));
        homes->keys.len = count;
    }
    vec_done(&sorted);
    free(ends);
    return fits;
}

static enum status fill_all(struct homes *homes, struct store *store, struct error *err)
{
    struct filling filling = { .homes = homes };
    homes->keys.len = homes->fresh.len = 0;
    enum status status = store_homes_each(store, fill, &filling, err);
    return status == STATUS_OK && (filling.failed || !sort_keys(homes)) ? no_memory(err) : status;
}

struct changed {
    VEC(struct party_id) parties;
    bool failed;
};

static bool note(void *ctx, struct party_id party)
{
    struct changed *changed = ctx;
    changed->failed = !vec_push(&changed->parties, party);
    return !changed->failed;
}

static enum status take_in(struct homes *homes, struct store *store, struct party_id party, struct arena *arena,
                           struct error *err)
{
    struct text body = TEXT_EMPTY;
    struct resident resident;
    uint64_t seat = 0;
    struct error why = ERROR_NONE;
    enum status status = store_home_get(store, party, arena, &body, &why);
    if (status != STATUS_OK) {
        if (status != STATUS_NOT_FOUND && err)
            *err = why;
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    bool fits = true;
    if (party_id_kind(party) == PARTY_PERSON && resolve_home_resident(body, &resident)) {
        fits = homes_add(homes, &resident);
    } else if (party_id_kind(party) == PARTY_ORGANISATION && body.len >= sizeof(seat)) {
        memcpy(&seat, body.ptr, sizeof(seat));
        fits = homes_add_seat(homes, party, le64toh(seat));
    }
    return fits ? STATUS_OK : no_memory(err);
}

static enum status take_changed(struct homes *homes, struct store *store, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOME_BYTES_MAX);
    struct changed changed = { 0 };
    enum status status = store_parties_since(store, homes->stamp, note, &changed, err);
    if (status == STATUS_OK && changed.failed)
        status = no_memory(err);
    for (size_t i = 0; i < changed.parties.len && status == STATUS_OK; i++) {
        arena_reset(&arena);
        status = take_in(homes, store, changed.parties.ptr[i], &arena, err);
    }
    vec_done(&changed.parties);
    return status;
}

enum status homes_follow(struct homes *homes, struct store *store, const struct view_age *age, struct error *err)
{
    enum status status = STATUS_OK;
    if (homes->born == age->born && homes->stamp == age->stamp)
        return STATUS_OK;
    if (homes->born != age->born || homes->stamp > age->stamp)
        status = fill_all(homes, store, err);
    else
        status = take_changed(homes, store, err);
    homes->born = status == STATUS_OK ? age->born : 0;
    homes->stamp = age->stamp;
    return status;
}

void homes_done(struct homes *homes)
{
    vec_done(&homes->keys);
    vec_done(&homes->fresh);
    homes->born = homes->stamp = 0;
}

/* ---- asking ---- */

bool homes_each(const struct homes *homes, uint64_t key, bool (*each)(void *ctx, uint64_t party), void *ctx)
{
    size_t a = first_of(homes->keys.ptr, homes->keys.len, key, 0),
           b = first_of(homes->fresh.ptr, homes->fresh.len, key, 0);
    for (bool more = true; more;) {
        const struct home_key *x = a < homes->keys.len && homes->keys.ptr[a].key == key ? &homes->keys.ptr[a] : NULL,
                              *y = b < homes->fresh.len && homes->fresh.ptr[b].key == key ? &homes->fresh.ptr[b] : NULL;
        if (!x && !y)
            return true;
        bool first = x && (!y || x->party < y->party);
        a += first;
        b += !first;
        more = each(ctx, first ? x->party : y->party);
    }
    return false;
}

size_t homes_count(const struct homes *homes, uint64_t key)
{
    size_t count = 0;
    for (size_t i = first_of(homes->keys.ptr, homes->keys.len, key, 0);
         i < homes->keys.len && homes->keys.ptr[i].key == key; i++)
        count++;
    for (size_t i = first_of(homes->fresh.ptr, homes->fresh.len, key, 0);
         i < homes->fresh.len && homes->fresh.ptr[i].key == key; i++)
        count++;
    return count;
}
