/*
 * Households around persons who changed.  Whoever could be joined to one of
 * them is looked at, and to one of those, until nobody is new:
 *
 *     same home, same building              whoever else lives there decides what a door says
 *     a slip of the pen away                when it could join them, whatever else is known
 *     named as a couple, said to live together or apart, in one household before
 *
 * and so what households_find() makes of those is what it would make of them
 * among all.  Persons and links are those of the view, which is changed by now.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <endian.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/resolve/piece_inside.h"
#include "golden/household_near.h"
#include "store/change.h"
#include "store/history.h"
#include "store/tie.h"

enum { HOME_BYTES_MAX = 1 << 20, SURELY_CROWDED = 4 * HOUSEHOLD_NEAR_MAX };
#define AROUND_ARENA_BYTES ((size_t)256 << 20)

struct tied {
    uint64_t a, b; /* persons */
};

struct around {
    struct piece *piece;
    struct store *store;
    struct arena arena;
    VEC(struct resident) residents; /* who are looked at, in order of being found; their neighbours are found later */
    struct map known;               /* person → 1 when he is there, 2 when he is no more */
    struct map groups;              /* keys of slips that were looked through */
    VEC(uint64_t) crowded;          /* household_slip_key() */
    VEC(struct tied) ties;
    VEC(struct tied) couples; /* mentions */
    VEC(uint64_t) households; /* ids that any of them was in */
    struct map is_household;
};

static void around_done(struct around *around)
{
    arena_done(&around->arena);
    vec_done(&around->residents);
    map_done(&around->known);
    map_done(&around->groups);
    vec_done(&around->crowded);
    vec_done(&around->ties);
    vec_done(&around->couples);
    vec_done(&around->households);
    map_done(&around->is_household);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for households");
}

/* A person as the view has him; false when he is not there. */
static enum status read_resident(struct around *around, uint64_t person, struct resident *ret, bool *ret_found,
                                 struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOME_BYTES_MAX);
    struct text body = TEXT_EMPTY;
    struct error why = ERROR_NONE;
    *ret_found = false;
    if (party_id_kind((struct party_id){ person }) != PARTY_PERSON)
        return STATUS_OK;
    enum status status = store_home_get(around->store, (struct party_id){ person }, &arena, &body, &why);
    if (status == STATUS_OK)
        *ret_found = resolve_home_resident(body, ret);
    else if (status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status take(struct around *around, const struct resident *resident, struct error *err)
{
    bool is_new = false;
    if (!map_put(&around->known, resident->order, 1, &is_new) || (is_new && !vec_push(&around->residents, *resident)))
        return no_memory(err);
    return around->residents.len <= PIECE_RESIDENTS_MAX
               ? STATUS_OK
               : error_set(err, STATUS_LIMIT, "more than %d persons live near each other", PIECE_RESIDENTS_MAX);
}

static enum status take_person(struct around *around, uint64_t person, struct error *err)
{
    struct resident resident;
    bool found = false;
    if (map_get(&around->known, person))
        return STATUS_OK;
    enum status status = read_resident(around, person, &resident, &found, err);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return map_put(&around->known, person, 2, NULL) ? STATUS_OK : no_memory(err);
    return take(around, &resident, err);
}

/* ---- by where they live ---- */

struct listing {
    VEC(uint64_t) parties;
    bool failed;
};

static bool list_party(void *ctx, uint64_t party)
{
    struct listing *listing = ctx;
    listing->failed = !vec_push(&listing->parties, party);
    return !listing->failed;
}

/* Those under a key who are there still and still have it. */
static enum status read_group(struct around *around, uint64_t key, struct resident **ret, size_t *ret_count,
                              struct error *err)
{
    struct listing listing = { 0 };
    homes_each(around->piece->task->homes, key, list_party, &listing);
    struct resident *found = arena_array(&around->arena, struct resident, listing.parties.len + 1);
    enum status status = listing.failed || !found ? no_memory(err) : STATUS_OK;
    *ret_count = 0;
    for (size_t i = 0; i < listing.parties.len && status == STATUS_OK; i++) {
        uint64_t keys[HOME_KEYS_MAX];
        struct resident resident;
        bool there = false, has = false;
        status = read_resident(around, listing.parties.ptr[i], &resident, &there, err);
        size_t count = there ? homes_keys_of(&resident, keys) : 0;
        for (size_t k = 0; k < count; k++)
            has = has || keys[k] == key;
        if (has)
            found[(*ret_count)++] = resident;
    }
    vec_done(&listing.parties);
    *ret = found;
    return status;
}

static enum status take_all_at(struct around *around, uint64_t key, struct error *err)
{
    struct resident *group = NULL;
    size_t count = 0;
    bool is_new = false;
    if (!map_put(&around->groups, key, 1, &is_new))
        return no_memory(err);
    enum status status = is_new ? read_group(around, key, &group, &count, err) : STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = take(around, &group[i], err);
    return status;
}

/* At the edge of being too many everybody counts: one more or less parts or joins all of them. */
static enum status take_slips(struct around *around, const struct resident *resident, int slip, struct error *err)
{
    struct resident *group = NULL;
    size_t count = 0;
    uint64_t key = homes_key_of_slip(resident, slip);
    if (key == 0)
        return STATUS_OK;
    bool surely = homes_count(around->piece->task->homes, key) > SURELY_CROWDED;
    enum status status = surely ? STATUS_OK : read_group(around, key, &group, &count, err);
    if (status == STATUS_OK && (surely || count > HOUSEHOLD_NEAR_MAX) &&
        !vec_push(&around->crowded, household_slip_key(resident, (enum household_slip)slip)))
        return no_memory(err);
    if (surely || count > HOUSEHOLD_NEAR_MAX + 1)
        return status;
    bool at_edge = count >= HOUSEHOLD_NEAR_MAX;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (at_edge || household_slip_may_join(resident, &group[i], (enum household_slip)slip))
            status = take(around, &group[i], err);
    return status;
}

static enum status take_near(struct around *around, const struct resident *resident, struct error *err)
{
    uint64_t keys[HOME_KEYS_MAX];
    enum status status = STATUS_OK;
    homes_keys_of(resident, keys);
    for (int k = 0; k < 2 && resident->address && status == STATUS_OK; k++) /* home and building come first */
        status = take_all_at(around, keys[k], err);
    for (int slip = 0; slip < SLIPS && status == STATUS_OK; slip++)
        status = take_slips(around, resident, slip, err);
    return status;
}

/* ---- by what is said of them ---- */

static enum status read_ties(struct around *around, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    enum status status = store_ties(around->store, STORE_NOW, &around->arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_link a = { 0 }, b = { 0 };
        if ((text_equal(ties[i].kind, TEXT("together")) || text_equal(ties[i].kind, TEXT("apart"))) &&
            store_mention_link(around->store, ties[i].a, &a, NULL) == STATUS_OK &&
            store_mention_link(around->store, ties[i].b, &b, NULL) == STATUS_OK &&
            !vec_push(&around->ties, (struct tied){ a.party.v, b.party.v }))
            status = no_memory(err);
    }
    return status;
}

static enum status take_tied(struct around *around, uint64_t person, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < around->ties.len && status == STATUS_OK; i++) {
        const struct tied *tied = &around->ties.ptr[i];
        if (tied->a == person || tied->b == person)
            status = take_person(around, tied->a == person ? tied->b : tied->a, err);
    }
    return status;
}

/* Two persons of one record: whether they are a couple the record says itself. */
static enum status take_couple(struct around *around, struct record_id id, const struct stored_link *links,
                               size_t count, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOME_BYTES_MAX);
    struct stored_record record = { 0 };
    struct normal_record normal = { 0 };
    size_t persons = 0;
    for (size_t i = 0; i < count; i++)
        persons += links[i].kind == PARTY_PERSON;
    if (persons < 2)
        return STATUS_OK;
    enum status status = store_record_get(around->store, id, &arena, &record, err);
    if (status == STATUS_OK)
        status = corpus_normalise(around->piece->task->corpus, &record, &arena, &normal, err);
    if (status != STATUS_OK || !normal.is_couple || normal.mentions_count < 2)
        return status;
    struct tied couple = { mention_id_at(id, &normal, 0).v, mention_id_at(id, &normal, 1).v };
    if (!vec_push(&around->couples, couple))
        return no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (links[i].mention.v == couple.a || links[i].mention.v == couple.b)
            status = take_person(around, links[i].party.v, err);
    return status;
}

/* With a household come all who are in it, for they have as much right to its id. */
static enum status take_household(struct around *around, struct party_id household, struct error *err)
{
    struct stored_member *members = NULL;
    size_t count = 0;
    bool is_new = false;
    if (!map_put(&around->is_household, household.v, 1, &is_new) ||
        (is_new && !vec_push(&around->households, household.v)))
        return no_memory(err);
    enum status status =
        is_new ? store_party_members(around->store, household, &around->arena, &members, &count, err) : STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = take_person(around, members[i].person.v, err);
    return status;
}

/* The households the view shows a person in, or shows that he left. */
static enum status take_households_of(struct around *around, struct party_id person, struct error *err)
{
    struct stored_member *members = NULL;
    size_t count = 0;
    enum status status = store_party_members_ever(around->store, person, &around->arena, &members, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = take_household(around, members[i].household, err);
    return status;
}

/* The household his mentions stood in last, also when they are out of it. */
static enum status take_stood(struct around *around, const struct stored_link *links, size_t count, struct error *err)
{
    struct mention_id *mentions = arena_array(&around->arena, struct mention_id, count + 1);
    struct assignment_run *runs = NULL;
    size_t runs_count = 0;
    if (!mentions)
        return no_memory(err);
    for (size_t i = 0; i < count; i++)
        mentions[i] = mention_id_of(links[i].record, PARTY_HOUSEHOLD, links[i].ordinal);
    enum status status =
        store_mentions_assignments(around->store, mentions, count, &around->arena, &runs, &runs_count, err);
    for (size_t i = 0; i < runs_count && status == STATUS_OK; i++)
        if (i + 1 == runs_count || runs[i + 1].mention.v != runs[i].mention.v)
            status = take_household(around, runs[i].party.v ? runs[i].party : runs[i].before, err);
    return status;
}

static enum status take_by_records(struct around *around, uint64_t person, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status =
        store_party_links(around->store, (struct party_id){ person }, &around->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_link *others = NULL;
        size_t others_count = 0;
        status = store_record_links(around->store, links[i].record, &around->arena, &others, &others_count, err);
        if (status == STATUS_OK)
            status = take_couple(around, links[i].record, others, others_count, err);
    }
    return status == STATUS_OK && count ? take_stood(around, links, count, err) : status;
}

/* ---- all of them ---- */

static enum status take_seats(struct around *around, struct error *err)
{
    struct piece *piece = around->piece;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < piece->seats.len && status == STATUS_OK; i++)
        status = take_all_at(around, homes_key_of_home(piece->seats.ptr[i]), err);
    return status;
}

static enum status gather(struct around *around, struct error *err)
{
    struct piece *piece = around->piece;
    enum status status = read_ties(around, err);
    for (size_t i = 0; i < piece->made.len && status == STATUS_OK; i++)
        status = take_person(around, piece->made.ptr[i].v, err);
    for (size_t i = 0; i < piece->left.len && status == STATUS_OK; i++)
        status = take_near(around, &piece->left.ptr[i], err);
    for (size_t i = 0; i < piece->gone.len && status == STATUS_OK; i++)
        if (party_id_kind(piece->gone.ptr[i]) == PARTY_PERSON)
            status = take_households_of(around, piece->gone.ptr[i], err);
    if (status == STATUS_OK)
        status = take_seats(around, err);
    for (size_t i = 0; i < around->residents.len && status == STATUS_OK; i++) {
        struct resident resident = around->residents.ptr[i]; /* the array may move */
        status = take_near(around, &resident, err);
        if (status == STATUS_OK)
            status = take_tied(around, resident.order, err);
        if (status == STATUS_OK)
            status = take_by_records(around, resident.order, err);
        if (status == STATUS_OK)
            status = take_households_of(around, (struct party_id){ resident.order }, err);
    }
    return status;
}

static int compare_residents(const void *a, const void *b)
{
    const struct resident *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* ---- who were in a household once ---- */

static bool is_noted(const struct map *map, uint64_t key)
{
    return map_get(map, key) != NULL;
}

/* Ids that led or lead to one of theirs. */
static enum status take_redirects(struct around *around, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < around->households.len && status == STATUS_OK; i++) {
        struct party_id *from = NULL;
        size_t count = 0;
        status = store_redirects_to(around->store, (struct party_id){ around->households.ptr[i] }, &around->arena,
                                    &from, &count, err);
        for (size_t r = 0; r < count && status == STATUS_OK; r++) {
            bool is_new = false;
            if (!map_put(&around->is_household, from[r].v, 1, &is_new) ||
                (is_new && !vec_push(&around->households, from[r].v)))
                return no_memory(err);
        }
    }
    return status;
}

/* The person whose mention stood in a household, when he is there. */
static enum status person_of(struct around *around, struct mention_id mention, uint64_t *ret, struct error *err)
{
    struct assignment_run *runs = NULL;
    struct stored_link *links = NULL;
    size_t count = 0, links_count = 0;
    struct record_id record = { 0 };
    *ret = 0;
    enum status status = store_mention_assignments(around->store, mention, &around->arena, &runs, &count, err);
    for (size_t i = 0; i < count; i++)
        record = runs[i].record.v ? runs[i].record : record;
    if (status == STATUS_OK && record.v)
        status = store_record_links(around->store, record, &around->arena, &links, &links_count, err);
    for (size_t i = 0; i < links_count; i++)
        if (links[i].kind == PARTY_PERSON && mention_id_of(record, PARTY_HOUSEHOLD, links[i].ordinal).v == mention.v)
            *ret = links[i].party.v;
    return status;
}

static enum status take_left(struct around *around, struct resolve *resolve, struct error *err)
{
    struct piece *piece = around->piece;
    enum status status = take_redirects(around, err);
    for (size_t i = 0; i < around->households.len && status == STATUS_OK; i++) {
        struct party_id household = { around->households.ptr[i] };
        struct mention_id *mentions = NULL;
        size_t count = 0;
        status = store_party_left(around->store, household, &around->arena, &mentions, &count, err);
        for (size_t m = 0; m < count && status == STATUS_OK; m++) {
            uint64_t person = 0;
            struct resident resident;
            bool found = false;
            if (!vec_push(&piece->leaving, (struct piece_leaving){ mentions[m], household }))
                return no_memory(err);
            status = person_of(around, mentions[m], &person, err);
            if (status != STATUS_OK || person == 0 || is_noted(&around->known, person))
                continue;
            status = read_resident(around, person, &resident, &found, err);
            if (status == STATUS_OK && found &&
                (!map_put(&around->known, person, 1, NULL) || !vec_push(&around->residents, resident)))
                status = no_memory(err);
        }
    }
    (void)resolve;
    return status;
}

/* ---- the resolve ---- */

static enum status read_households(struct around *around, struct resolve *resolve, struct map *asked, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < around->households.len && status == STATUS_OK; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOME_BYTES_MAX);
        struct party_id household = { around->households.ptr[i] };
        struct text body = TEXT_EMPTY;
        struct error why = ERROR_NONE;
        status = piece_know(resolve, asked, household, false, err);
        if (status == STATUS_OK)
            status = store_home_get(around->store, household, &arena, &body, &why);
        if (status == STATUS_NOT_FOUND) {
            status = STATUS_OK;
            continue;
        }
        if (status != STATUS_OK && err)
            *err = why;
        if (status == STATUS_OK && !map_put(&resolve->changes.households, household.v, home_seat(body), NULL))
            status = no_memory(err);
    }
    return status;
}

/* Household mentions of all of them, and of mentions that are no more. */
static enum status read_stood(struct around *around, struct resolve *resolve, struct map *asked, struct error *err)
{
    struct piece *piece = around->piece;
    size_t count = 0, most = resolve->seen.len + piece->ended.len;
    struct mention_id *mentions = arena_array(&around->arena, struct mention_id, most + 1);
    SCOPED(map_done) struct map noted = MAP_EMPTY;
    if (!mentions)
        return no_memory(err);
    for (size_t i = 0; i < most; i++) {
        bool is_new = false;
        uint64_t mention = i < resolve->seen.len ? mention_id_of((struct record_id){ resolve->seen.ptr[i].record },
                                                                 PARTY_HOUSEHOLD, resolve->seen.ptr[i].ordinal)
                                                       .v
                                                 : piece->ended.ptr[i - resolve->seen.len];
        if (i < resolve->seen.len && resolve->seen.ptr[i].cluster >= piece->residents)
            continue;
        if (!map_put(&noted, mention, 1, &is_new))
            return no_memory(err);
        if (is_new)
            mentions[count++] = (struct mention_id){ mention };
    }
    enum status status = piece_stood(resolve, mentions, count, &around->arena, err);
    for (size_t i = 0; i < resolve->before.len && status == STATUS_OK; i++)
        status = piece_know(resolve, asked, (struct party_id){ resolve->before.ptr[i].party }, false, err);
    for (size_t i = 0; i < resolve->seen.len && status == STATUS_OK; i++)
        if (resolve->seen.ptr[i].cluster < piece->residents)
            status = piece_know_own(resolve, asked, PARTY_HOUSEHOLD,
                                    mention_id_of((struct record_id){ resolve->seen.ptr[i].record }, PARTY_HOUSEHOLD,
                                                  resolve->seen.ptr[i].ordinal),
                                    err);
    piece_sort_known(resolve);
    return status;
}

static enum status read_homes(struct resolve *resolve, struct error *err)
{
    enum status status = resolve_homes_open(resolve, err);
    for (uint32_t c = 0; c < resolve->clusters[PARTY_PERSON].count && status == STATUS_OK; c++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOME_BYTES_MAX);
        struct text body = TEXT_EMPTY;
        status = store_home_get(resolve->store, resolve->clusters[PARTY_PERSON].parties[c], &arena, &body, err);
        if (status == STATUS_OK)
            status = resolve_home_take(resolve, PARTY_PERSON, c, body, err);
    }
    return status;
}

/* Does an organisation sit where they live? */
static enum status read_business(struct around *around, struct resolve *resolve, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < around->piece->residents && status == STATUS_OK; i++) {
        struct listing listing = { 0 };
        uint64_t address = resolve->homes.ptr[i].resident.address;
        bool sits = false;
        if (address == 0)
            continue;
        homes_each(around->piece->task->homes, homes_key_of_seat(address), list_party, &listing);
        for (size_t p = 0; p < listing.parties.len && !sits; p++) {
            SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOME_BYTES_MAX);
            struct text body = TEXT_EMPTY;
            sits = store_home_get(around->store, (struct party_id){ listing.parties.ptr[p] }, &arena, &body, NULL) ==
                       STATUS_OK &&
                   home_seat(body) == address;
        }
        if (listing.failed || (sits && !vec_push(&resolve->business, address)))
            status = no_memory(err);
        vec_done(&listing.parties);
    }
    return status;
}

static enum status list_couples(struct around *around, struct resolve *resolve, struct error *err)
{
    for (size_t i = 0; i < around->couples.len; i++)
        if (resolve_seen(resolve, around->couples.ptr[i].a) && resolve_seen(resolve, around->couples.ptr[i].b) &&
            !vec_push(&resolve->couples, (struct couple_seen){ around->couples.ptr[i].a, around->couples.ptr[i].b }))
            return no_memory(err);
    return STATUS_OK;
}

/* Residents in order of id, then those who only were in a household once. */
static enum status number(struct around *around, struct resolve *resolve, struct error *err)
{
    struct piece *piece = around->piece;
    size_t count = around->residents.len;
    struct party_id *persons = arena_array(&around->arena, struct party_id, count + 1);
    if (!persons)
        return no_memory(err);
    qsort(around->residents.ptr, piece->residents, sizeof(struct resident), compare_residents);
    for (size_t i = 0; i < count; i++)
        persons[i] = (struct party_id){ around->residents.ptr[i].order };
    return piece_take_persons(resolve, persons, count, err);
}

static enum status run(struct around *around, struct resolve *resolve, struct error *err)
{
    SCOPED(map_done) struct map asked = MAP_EMPTY;
    struct piece *piece = around->piece;
    piece->residents = around->residents.len;
    enum status status = take_left(around, resolve, err);
    if (status == STATUS_OK)
        status = number(around, resolve, err);
    if (status == STATUS_OK)
        status = read_homes(resolve, err);
    if (status == STATUS_OK)
        status = read_households(around, resolve, &asked, err);
    if (status == STATUS_OK)
        status = read_stood(around, resolve, &asked, err);
    if (status == STATUS_OK)
        status = read_business(around, resolve, err);
    if (status == STATUS_OK)
        status = list_couples(around, resolve, err);
    if (around->crowded.len)
        qsort(around->crowded.ptr, around->crowded.len, sizeof(uint64_t), compare_u64);
    piece->others = (struct household_others){ around->crowded.ptr, around->crowded.len };
    if (status == STATUS_OK)
        status = resolve_households(resolve, err);
    return status == STATUS_OK ? resolve_keep_identities(resolve, err) : status;
}

enum status piece_households(struct piece *piece, uint64_t run_number, struct piece_report *ret, struct error *err)
{
    struct resolve_report report = { 0 };
    SCOPED(around_done)
    struct around around = { .piece = piece, .store = piece->task->store, .arena = ARENA_UP_TO(AROUND_ARENA_BYTES) };
    enum status status = gather(&around, err);
    if (status != STATUS_OK || around.residents.len == 0)
        return status;
    SCOPED(resolve_part_done) struct resolve resolve = piece_resolve(piece, &report);
    resolve.run = run_number;
    status = run(&around, &resolve, err);
    ret->parties_made += report.parties_made;
    ret->parties_given += report.parties_given;
    ret->parties_redirected += report.parties_redirected;
    return status;
}
