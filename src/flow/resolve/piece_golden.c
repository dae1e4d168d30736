/*
 * What the making of a profile asks about parties that are not looked at: they
 * did not change, so the view and the identity log know.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <endian.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/resolve/piece_inside.h"
#include "store/change.h"
#include "store/history.h"

enum { HOME_BYTES_MAX = 1 << 20, LINKS_BYTES_MAX = 64 << 20 };

uint64_t home_seat(struct text body)
{
    uint64_t seat = 0;
    if (body.len >= sizeof(seat))
        memcpy(&seat, body.ptr, sizeof(seat));
    return le64toh(seat);
}

bool piece_note_seat(struct piece *piece, uint64_t address)
{
    return address == 0 || vec_push(&piece->seats, address);
}

/* ---- names of organisations ---- */

static bool name_of(const struct resolve *resolve, struct party_id party, struct text *ret)
{
    return store_party_name(resolve->store, party, &resolve->piece->names, ret, NULL) == STATUS_OK;
}

bool piece_organisation(const struct resolve *resolve, struct mention_id mention, struct party_id *ret,
                        struct text *ret_name)
{
    struct stored_link link = { 0 };
    if (store_mention_link(resolve->store, mention, &link, NULL) != STATUS_OK || link.kind != PARTY_ORGANISATION)
        return false;
    *ret = link.party;
    return name_of(resolve, link.party, ret_name);
}

bool piece_earlier(const struct resolve *resolve, struct party_id then, struct party_id *ret, struct text *ret_name)
{
    const struct clusters *organisations = &resolve->clusters[PARTY_ORGANISATION];
    for (int i = 0; then.v && i < REDIRECTS_MAX; i++) {
        struct identity_told told = { 0 };
        struct cluster_by_id wanted = { .party = then.v };
        const struct cluster_by_id *found =
            organisations->count
                ? bsearch(&wanted, organisations->by_party, organisations->count, sizeof(wanted), resolve_by_party)
                : NULL;
        *ret = then;
        if (found) {
            *ret_name = resolve->organisation_names[found->cluster];
            return true;
        }
        struct party_id next = resolve_leads_to(resolve, PARTY_ORGANISATION, then);
        if (next.v == 0 && store_identity_at(resolve->store, then, INT64_MAX, &told, NULL) == STATUS_OK) {
            if (told.event == IDENTITY_GIVEN || told.event == IDENTITY_REVIVED)
                return name_of(resolve, then, ret_name); /* not there: it was taken away just now */
            next = told.event == IDENTITY_REDIRECTED ? told.other : (struct party_id){ 0 };
        }
        then = next;
    }
    return false;
}

/* ---- homes ---- */

static enum status load(struct resolve *resolve, enum party_kind kind, uint32_t cluster, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOME_BYTES_MAX);
    struct text body = TEXT_EMPTY;
    enum status status = store_home_get(resolve->store, resolve->clusters[kind].parties[cluster], &arena, &body, err);
    return status == STATUS_OK ? resolve_home_take(resolve, kind, cluster, body, err) : status;
}

enum status piece_homes(struct resolve *resolve, struct error *err)
{
    enum status status = STATUS_OK;
    for (uint32_t c = 0; c < resolve->clusters[PARTY_ORGANISATION].count && status == STATUS_OK; c++)
        if (!resolve_is_dirty(resolve, PARTY_ORGANISATION, c))
            status = load(resolve, PARTY_ORGANISATION, c, err);
    return status;
}

/* ---- persons who show a name that changed ---- */

enum status piece_note_person(struct resolve *resolve, struct party_id person, struct error *err)
{
    struct piece *piece = resolve->piece;
    bool is_new = false;
    if (!map_put(&piece->noted, person.v, 1, &is_new) || (is_new && !vec_push(&piece->people, person)))
        return piece_no_memory(err);
    return is_new ? store_party_drop(resolve->store, person, err) : STATUS_OK;
}

static int compare_parties(const void *a, const void *b)
{
    const struct party_id *x = a, *y = b;
    return x->v < y->v ? -1 : x->v > y->v;
}

static int compare_seen(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

/* Persons as clusters of the links that stand, numbered as they are given. */
enum status piece_take_persons(struct resolve *resolve, const struct party_id *persons, size_t count, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(LINKS_BYTES_MAX);
    struct clusters *clusters = &resolve->clusters[PARTY_PERSON];
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_link *links = NULL;
        size_t links_count = 0;
        arena_reset(&arena);
        status = store_party_links(resolve->store, persons[i], &arena, &links, &links_count, err);
        for (size_t m = 0; m < links_count && status == STATUS_OK; m++) {
            struct seen seen = { .mention = links[m].mention.v,
                                 .record = links[m].record.v,
                                 .kind = PARTY_PERSON,
                                 .ordinal = links[m].ordinal,
                                 .cluster = (uint32_t)i };
            if (!vec_push(&resolve->seen, seen))
                return piece_no_memory(err);
        }
    }
    if (status != STATUS_OK)
        return status;
    if (resolve->seen.len)
        qsort(resolve->seen.ptr, resolve->seen.len, sizeof(*resolve->seen.ptr), compare_seen);
    clusters->count = (uint32_t)count;
    clusters->kind = PARTY_PERSON;
    status = resolve_list_members(resolve, PARTY_PERSON, err);
    resolve->plans[PARTY_PERSON].parties = malloc((count + 1) * sizeof(*persons));
    clusters->by_party = malloc((count + 1) * sizeof(*clusters->by_party));
    if (status == STATUS_OK && (!resolve->plans[PARTY_PERSON].parties || !clusters->by_party))
        return piece_no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) { /* they come in order of id */
        resolve->plans[PARTY_PERSON].parties[i] = persons[i];
        clusters->by_party[i] = (struct cluster_by_id){ persons[i].v, (uint32_t)i };
    }
    clusters->parties = resolve->plans[PARTY_PERSON].parties;
    return status;
}

enum status piece_people(struct piece *piece, uint64_t *ret_made, struct error *err)
{
    struct resolve_report report = { 0 };
    if (piece->people.len == 0)
        return STATUS_OK;
    SCOPED(resolve_part_done) struct resolve resolve = piece_resolve(piece, &report);
    qsort(piece->people.ptr, piece->people.len, sizeof(*piece->people.ptr), compare_parties);
    enum status status = piece_take_persons(&resolve, piece->people.ptr, piece->people.len, err);
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++) {
        resolve.changes.dirty[kind] = malloc(resolve.clusters[kind].count + 1u);
        if (!resolve.changes.dirty[kind])
            return piece_no_memory(err);
        memset(resolve.changes.dirty[kind], 1, resolve.clusters[kind].count + 1u);
    }
    if (status == STATUS_OK)
        status = resolve_golden(&resolve, err);
    if (status == STATUS_OK)
        status = store_change_flush(resolve.store, err);
    *ret_made += report.parties_made;
    return status;
}
