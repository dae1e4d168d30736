/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/homes.h"

#include <endian.h>
#include <stddef.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "base/search.h"
#include "base/spread.h"
#include "flow/resolve/resolve_inside.h"
#include "golden/household_near.h"
#include "os/file.h"
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

/* Those of a file, or in memory. */
static const struct home_key *kept(const struct homes *homes, size_t *ret_count)
{
    *ret_count = homes->mapped.len ? homes->kept_count : homes->keys.len;
    return homes->mapped.len ? homes->kept : homes->keys.ptr;
}

/* ---- coming in ---- */

static bool unmap(struct homes *homes)
{
    if (homes->mapped.len == 0)
        return true;
    if (!vec_reserve(&homes->keys, homes->kept_count + 1))
        return false;
    memcpy(homes->keys.ptr, homes->kept, homes->kept_count * sizeof(*homes->kept));
    homes->keys.len = homes->kept_count;
    file_unmap(&homes->mapped);
    return true;
}

static void merge(struct homes *homes)
{
    if (homes->fresh.len == 0 || !unmap(homes) || !vec_reserve(&homes->keys, homes->keys.len + homes->fresh.len))
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
    size_t count, at;
    const struct home_key *all = kept(homes, &count), wanted = { key, party };
    at = first_of(all, count, key, party);
    if (at < count && compare_keys(&all[at], &wanted) == 0)
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

static int compare_spread(const void *a, const void *b, void *ctx)
{
    return compare_keys(a, b);
}

static enum status fill_all(struct homes *homes, struct store *store, struct error *err)
{
    struct filling filling = { .homes = homes };
    homes_done(homes);
    homes->is_filled = true;
    enum status status = store_homes_each(store, fill, &filling, err);
    bool sorted = !filling.failed && spread_sort(homes->keys.ptr, homes->keys.len, sizeof(struct home_key),
                                                 offsetof(struct home_key, key), false, compare_spread, NULL);
    return status == STATUS_OK && !sorted ? no_memory(err) : status;
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
    file_unmap(&homes->mapped);
    homes->born = homes->stamp = 0;
    homes->is_filled = false;
}

/* ---- asking ---- */

bool homes_each(const struct homes *homes, uint64_t key, bool (*each)(void *ctx, uint64_t party), void *ctx)
{
    size_t count;
    const struct home_key *all = kept(homes, &count);
    size_t a = first_of(all, count, key, 0), b = first_of(homes->fresh.ptr, homes->fresh.len, key, 0);
    for (bool more = true; more;) {
        const struct home_key *x = a < count && all[a].key == key ? &all[a] : NULL,
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
    size_t count = 0, kept_count;
    const struct home_key *all = kept(homes, &kept_count);
    for (size_t i = first_of(all, kept_count, key, 0); i < kept_count && all[i].key == key; i++)
        count++;
    for (size_t i = first_of(homes->fresh.ptr, homes->fresh.len, key, 0);
         i < homes->fresh.len && homes->fresh.ptr[i].key == key; i++)
        count++;
    return count;
}
