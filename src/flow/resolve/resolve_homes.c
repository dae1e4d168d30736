/*
 * Of a party that did not change its home is all a resolve needs: a person's
 * address, surname and contacts for the households, an organisation's name and
 * seat.  It stands in the view as bytes, read back in order of id.
 *
 *     person        struct kept_home without its zeros, name, address line, absences
 *     organisation  seat (8 bytes), name
 *     household     hash of what is kept of it (8 bytes)
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/resolve/piece.h"
#include "flow/resolve/resolve_inside.h"
#include "os/memory.h"
#include "store/change.h"

struct kept_home {
    struct resident resident;
    uint64_t address_record;
    int64_t address_ms;
    uint32_t address_source, mentions, name_len, line_len;
    struct lived home, home_before;
    uint32_t died, absences_count;
};
_Static_assert(sizeof(struct kept_home) == sizeof(struct resident) + 40 + 2 * sizeof(struct lived) &&
                   sizeof(struct lived) == 24,
               "no gaps: equal homes are equal bytes");

/*
 * Most of a home is zero, and a home is kept of everybody: which of its words
 * of eight bytes are not (4 bytes, a bit each), then those.
 */
enum { HOME_WORDS = sizeof(struct kept_home) / sizeof(uint64_t) };
_Static_assert(sizeof(struct kept_home) % sizeof(uint64_t) == 0 && HOME_WORDS <= 32, "a bit a word");

static void put_words(const struct kept_home *kept, struct buf *body)
{
    uint64_t words[HOME_WORDS], left[HOME_WORDS];
    uint32_t which = 0;
    size_t count = 0;
    memcpy(words, kept, sizeof(words));
    for (size_t i = 0; i < HOME_WORDS; i++) {
        which |= (uint32_t)(words[i] != 0) << i;
        left[count] = words[i];
        count += words[i] != 0;
    }
    buf_put(body, (struct text){ (const char *)&which, sizeof(which) });
    buf_put(body, (struct text){ (const char *)left, count * sizeof(left[0]) });
}

/* The rest of the body follows at *ret_at. */
static bool take_words(struct text body, struct kept_home *ret, size_t *ret_at)
{
    uint64_t words[HOME_WORDS] = { 0 };
    uint32_t which = 0;
    size_t at = sizeof(which);
    if (body.len < at)
        return false;
    memcpy(&which, body.ptr, sizeof(which));
    size_t count = (size_t)__builtin_popcount(which);
    if (body.len < at + count * sizeof(words[0]) || (HOME_WORDS < 32 && which >> HOME_WORDS))
        return false;
    for (size_t i = 0; i < HOME_WORDS; i++)
        if (which >> i & 1) {
            memcpy(&words[i], body.ptr + at, sizeof(words[i]));
            at += sizeof(words[i]);
        }
    memcpy(ret, words, sizeof(words));
    *ret_at = at;
    return true;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for homes");
}

enum status resolve_homes_open(struct resolve *resolve, struct error *err)
{
    uint32_t organisations = resolve->clusters[PARTY_ORGANISATION].count,
             persons = resolve->clusters[PARTY_PERSON].count;
    resolve->organisation_names = calloc(organisations + 1u, sizeof(struct text));
    resolve->seats = calloc(organisations + 1u, sizeof(uint64_t));
    if (!resolve->organisation_names || !resolve->seats || !memory_reserve(&resolve->homes, persons + 1u, 0))
        return no_memory(err);
    memset(resolve->homes.ptr, 0, persons * sizeof(*resolve->homes.ptr));
    resolve->homes.len = persons;
    return STATUS_OK;
}

/* ---- put ---- */

static enum status put_person(struct resolve *resolve, uint32_t cluster, struct error *err)
{
    SCOPED(buf_done) struct buf body = BUF_EMPTY;
    const struct home *home = &resolve->homes.ptr[cluster];
    struct kept_home kept = { .resident = home->resident,
                              .address_record = home->address_record.v,
                              .address_ms = home->address_ms,
                              .address_source = home->address_source,
                              .mentions = home->mentions,
                              .name_len = (uint32_t)home->name.len,
                              .line_len = (uint32_t)home->address_line.len,
                              .home = home->home,
                              .home_before = home->home_before,
                              .died = home->died,
                              .absences_count = home->absences_count };
    put_words(&kept, &body);
    buf_put(&body, home->name);
    buf_put(&body, home->address_line);
    if (home->absences_count)
        buf_put(&body, (struct text){ (const char *)home->absences, home->absences_count * sizeof(struct absence) });
    enum status status = buf_status(&body, err);
    return status == STATUS_OK
               ? store_home_put(resolve->store, resolve->clusters[PARTY_PERSON].parties[cluster], buf_text(&body), err)
               : status;
}

enum status resolve_home_put(struct resolve *resolve, enum party_kind kind, uint32_t cluster, struct error *err)
{
    SCOPED(buf_done) struct buf body = BUF_EMPTY;
    if (kind == PARTY_PERSON)
        return put_person(resolve, cluster, err);
    uint64_t seat = htole64(resolve->seats[cluster]);
    buf_put(&body, (struct text){ (const char *)&seat, sizeof(seat) });
    buf_put(&body, resolve->organisation_names[cluster]);
    enum status status = buf_status(&body, err);
    return status == STATUS_OK
               ? store_home_put(resolve->store, resolve->clusters[kind].parties[cluster], buf_text(&body), err)
               : status;
}

/* ---- load ---- */

struct by_id {
    uint64_t party;
    uint32_t cluster;
};

static int compare_by_id(const void *a, const void *b)
{
    const struct by_id *x = a, *y = b;
    return x->party < y->party ? -1 : x->party > y->party;
}

struct loading {
    struct resolve *resolve;
    struct by_id *order; /* of persons and organisations, by id; homes come by id too */
    size_t count, at, found;
    bool failed, broken;
};

static void load_person(struct loading *loading, uint32_t cluster, struct text body)
{
    struct arena *arena = &loading->resolve->kept;
    struct home *home = &loading->resolve->homes.ptr[cluster];
    struct kept_home kept;
    size_t name_at = 0;
    if (!take_words(body, &kept, &name_at)) {
        loading->broken = true;
        return;
    }
    size_t line_at = name_at + kept.name_len, absences_at = line_at + kept.line_len;
    if (body.len != absences_at + kept.absences_count * sizeof(struct absence)) {
        loading->broken = true;
        return;
    }
    struct absence *absences = kept.absences_count ? arena_array(arena, struct absence, kept.absences_count) : NULL;
    if (absences)
        memcpy(absences, body.ptr + absences_at, kept.absences_count * sizeof(*absences));
    *home = (struct home){ .resident = kept.resident,
                           .name = arena_copy(arena, text_slice(body, name_at, line_at)),
                           .address_line =
                               kept.line_len ? arena_copy(arena, text_slice(body, line_at, absences_at)) : TEXT_EMPTY,
                           .address_record = { kept.address_record },
                           .address_ms = kept.address_ms,
                           .address_source = kept.address_source,
                           .mentions = kept.mentions,
                           .home = kept.home,
                           .home_before = kept.home_before,
                           .died = kept.died,
                           .absences = absences,
                           .absences_count = kept.absences_count,
                           .cluster = cluster };
    loading->failed = loading->failed || !home->name.ptr || (kept.line_len && !home->address_line.ptr) ||
                      (kept.absences_count && !absences);
}

static void load_organisation(struct loading *loading, uint32_t cluster, uint64_t seat, struct text body)
{
    struct text name = arena_copy(&loading->resolve->kept, text_from_offset(body, sizeof(seat)));
    loading->resolve->organisation_names[cluster] = name;
    loading->resolve->seats[cluster] = seat;
    loading->failed = loading->failed || !name.ptr;
}

static bool load(void *ctx, struct party_id party, struct text body)
{
    struct loading *loading = ctx;
    struct resolve *resolve = loading->resolve;
    enum party_kind kind = party_id_kind(party);
    uint64_t first = 0;
    if (body.len >= sizeof(first))
        memcpy(&first, body.ptr, sizeof(first));
    first = le64toh(first);
    if (kind == PARTY_HOUSEHOLD) {
        loading->failed = !map_put(&resolve->changes.households, party.v, first, NULL);
        return !loading->failed;
    }
    while (loading->at < loading->count && loading->order[loading->at].party < party.v)
        loading->at++;
    if (loading->at == loading->count || loading->order[loading->at].party != party.v)
        return true; /* it is going */
    uint32_t cluster = loading->order[loading->at].cluster;
    loading->found++;
    if (kind == PARTY_PERSON)
        load_person(loading, cluster, body);
    else
        load_organisation(loading, cluster, first, body);
    return !loading->failed && !loading->broken;
}

bool resolve_home_resident(struct text body, struct resident *ret)
{
    struct kept_home kept;
    size_t name_at = 0;
    if (!take_words(body, &kept, &name_at))
        return false;
    *ret = kept.resident;
    return true;
}

enum status resolve_home_take(struct resolve *resolve, enum party_kind kind, uint32_t cluster, struct text body,
                              struct error *err)
{
    struct loading loading = { .resolve = resolve };
    uint64_t first = 0;
    if (body.len >= sizeof(first))
        memcpy(&first, body.ptr, sizeof(first));
    if (kind == PARTY_PERSON)
        load_person(&loading, cluster, body);
    else
        load_organisation(&loading, cluster, le64toh(first), body);
    if (loading.failed)
        return no_memory(err);
    return loading.broken ? error_set(err, STATUS_BROKEN, "the home of a party cannot be read") : STATUS_OK;
}

/* Each party has its home in the view or is about to be made; anything else is a view that is not whole. */
static bool all_there(const struct resolve *resolve)
{
    for (uint32_t c = 0; c < resolve->clusters[PARTY_PERSON].count; c++)
        if (!resolve->homes.ptr[c].name.ptr && !resolve_is_dirty(resolve, PARTY_PERSON, c))
            return false;
    for (uint32_t c = 0; c < resolve->clusters[PARTY_ORGANISATION].count; c++)
        if (!resolve->organisation_names[c].ptr && !resolve_is_dirty(resolve, PARTY_ORGANISATION, c))
            return false;
    return true;
}

enum status resolve_homes_load(struct resolve *resolve, struct error *err)
{
    struct loading loading = { .resolve = resolve };
    size_t count = 0;
    if (resolve->piece)
        return piece_homes(resolve, err);
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++)
        count += resolve->clusters[kind].count;
    loading.order = malloc((count + 1) * sizeof(*loading.order));
    if (!loading.order)
        return no_memory(err);
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++)
        for (uint32_t c = 0; c < resolve->clusters[kind].count; c++)
            loading.order[loading.count++] = (struct by_id){ resolve->clusters[kind].parties[c].v, c };
    qsort(loading.order, loading.count, sizeof(*loading.order), compare_by_id);
    enum status status = store_homes_each(resolve->store, load, &loading, err);
    free(loading.order);
    if (status == STATUS_OK && loading.failed)
        return no_memory(err);
    if (status == STATUS_OK && (loading.broken || !all_there(resolve)))
        return error_set(err, STATUS_BROKEN, "the view lacks homes of its parties");
    return status;
}
