/*
 * Households: who lives together, under an id that stays, with a name and an address.
 *
 * A household is identified as persons are: its mentions are those of its
 * members, each member standing in it by the founding mention of the person
 * (the one in the smallest record) under the kind household.  So a child that
 * moves out leaves the id with the rest, and a divorce leaves it with the
 * larger part.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/profile_json.h"
#include "flow/resolve_inside.h"
#include "golden/survive.h"
#include "lang/fold.h"
#include "normal/name_compose.h"

enum { NAMED_MAX = 2, HOUSEHOLD_ARENA_BYTES = 64 * 1024 * 1024 };

/* ---- names in few bytes ---- */

static const char separator = '\x1f';

/* What a household's name is made of; given names and titles are not. */
struct text pack_name(const struct person_name *name, enum gender gender, struct arena *arena)
{
    return arena_printf(arena, "%.*s%c%.*s%c%.*s%c%.*s%c%.*s%c%.*s%c%s%c%c%c", TEXT_ARG(name->initials), separator,
                        TEXT_ARG(name->given), separator, TEXT_ARG(name->prefix), separator, TEXT_ARG(name->surname),
                        separator, TEXT_ARG(name->partner_prefix), separator, TEXT_ARG(name->partner_surname),
                        separator, name->nobility, separator, name->use ? (char)name->use : '-', (char)('0' + gender));
}

static void unpack_name(struct text packed, struct person_name *ret, enum gender *ret_gender)
{
    struct text *parts[] = { &ret->initials, &ret->given,          &ret->prefix,
                             &ret->surname,  &ret->partner_prefix, &ret->partner_surname };
    struct text nobility = TEXT_EMPTY, last = packed;
    *ret = (struct person_name){ 0 };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        text_next(&last, separator, parts[i]);
    text_next(&last, separator, &nobility);
    assert(last.len == 2);
    memcpy(ret->nobility, nobility.ptr, nobility.len < 2 ? nobility.len : 2);
    ret->use = last.ptr[0] == '-' ? NAME_USE_UNKNOWN : (enum name_use)last.ptr[0];
    *ret_gender = (enum gender)(last.ptr[1] - '0');
}

/* ---- who lives together ---- */

struct living {
    struct resolve *resolve;
    struct resident *residents;
    uint32_t *of;                      /* household of each home */
    struct identity_mention *mentions; /* of those in one */
    size_t mentions_count;
    uint32_t count;             /* households */
    uint32_t *starts, *members; /* homes of each household */
};

static void living_done(struct living *living)
{
    free(living->residents);
    free(living->of);
    free(living->mentions);
    free(living->starts);
    free(living->members);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for households");
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static int compare_mentions(const void *a, const void *b)
{
    return compare_u64(&((const struct identity_mention *)a)->mention.v,
                       &((const struct identity_mention *)b)->mention.v);
}

/* Couples named in one record, as places in homes: homes stand in order of cluster, one each. */
static enum status find(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    VEC(struct couple) couples = { 0 };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < resolve->homes.len; i++)
        living->residents[i] = resolve->homes.ptr[i].resident;
    for (size_t i = 0; i < resolve->couples.len && status == STATUS_OK; i++) {
        const struct seen *a = resolve_seen(resolve, resolve->couples.ptr[i].a),
                          *b = resolve_seen(resolve, resolve->couples.ptr[i].b);
        if (a->kind == PARTY_PERSON && b->kind == PARTY_PERSON && a->cluster != b->cluster &&
            !vec_push(&couples, (struct couple){ a->cluster, b->cluster }))
            status = no_memory(err);
    }
    if (resolve->business.len)
        qsort(resolve->business.ptr, resolve->business.len, sizeof(uint64_t), compare_u64);
    if (status == STATUS_OK)
        status = households_find(living->residents, resolve->homes.len, couples.ptr, couples.len, resolve->business.ptr,
                                 resolve->business.len, living->of, &living->count, err);
    vec_done(&couples);
    return status;
}

/* A person in a household: by his mention in the smallest record. */
static const struct seen *founding(const struct resolve *resolve, uint32_t cluster)
{
    const struct clusters *persons = &resolve->clusters[PARTY_PERSON];
    const struct seen *first = NULL;
    for (uint32_t m = persons->starts[cluster]; m < persons->starts[cluster + 1]; m++) {
        const struct seen *seen = &resolve->seen.ptr[persons->members[m]];
        if (!first || seen->record < first->record || (seen->record == first->record && seen->ordinal < first->ordinal))
            first = seen;
    }
    assert(first); /* a party has a mention */
    return first;
}

/* Mentions in order, households numbered by their smallest. */
static enum status list(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    uint32_t *renumber = malloc((living->count + 1u) * sizeof(*renumber));
    if (!renumber)
        return no_memory(err);
    for (size_t i = 0; i < resolve->homes.len; i++)
        if (living->of[i] != HOUSEHOLD_NONE) {
            const struct seen *first = founding(resolve, (uint32_t)i);
            struct record_id record = { first->record };
            struct mention_id mention = mention_id_of(record, PARTY_HOUSEHOLD, first->ordinal);
            const struct stood *before = resolve_before(resolve, mention.v);
            living->mentions[living->mentions_count++] =
                (struct identity_mention){ .mention = mention,
                                           .cluster = living->of[i],
                                           .before = { before ? before->party : 0 },
                                           .ended = before && before->ended,
                                           .record = record };
        }
    if (living->mentions_count)
        qsort(living->mentions, living->mentions_count, sizeof(*living->mentions), compare_mentions);
    memset(renumber, 0xff, (living->count + 1u) * sizeof(*renumber));
    uint32_t next = 0;
    for (size_t i = 0; i < living->mentions_count; i++) {
        uint32_t *number = &renumber[living->mentions[i].cluster];
        if (*number == UINT32_MAX)
            *number = next++;
        living->mentions[i].cluster = *number;
    }
    for (size_t i = 0; i < resolve->homes.len; i++)
        if (living->of[i] != HOUSEHOLD_NONE) {
            living->of[i] = renumber[living->of[i]];
            living->starts[living->of[i] + 2]++;
        }
    for (uint32_t h = 2; h < living->count + 2u; h++)
        living->starts[h] += living->starts[h - 1];
    for (size_t i = 0; i < resolve->homes.len; i++)
        if (living->of[i] != HOUSEHOLD_NONE)
            living->members[living->starts[living->of[i] + 1]++] = (uint32_t)i;
    free(renumber);
    return STATUS_OK;
}

/* ---- one household ---- */

struct household {
    struct party_id party;
    const struct home *homes[HOUSEHOLD_MEMBERS_MAX]; /* head and partner first, then by party id */
    enum household_place places[HOUSEHOLD_MEMBERS_MAX];
    size_t count;
};

static int rank_of(enum household_place place)
{
    return place == PLACE_HEAD ? 0 : place == PLACE_PARTNER ? 1 : place == PLACE_CHILD ? 3 : 2;
}

static void arrange(struct household *household)
{
    const struct resident *residents[HOUSEHOLD_MEMBERS_MAX];
    for (size_t i = 1; i < household->count; i++) { /* by party id, so that places do not hang on order */
        const struct home *moved = household->homes[i];
        size_t at = i;
        for (; at > 0 && household->homes[at - 1]->resident.order > moved->resident.order; at--)
            household->homes[at] = household->homes[at - 1];
        household->homes[at] = moved;
    }
    for (size_t i = 0; i < household->count; i++)
        residents[i] = &household->homes[i]->resident;
    household_places(residents, household->count, household->places);
    for (size_t i = 1; i < household->count; i++) {
        const struct home *moved = household->homes[i];
        enum household_place place = household->places[i];
        size_t at = i;
        for (; at > 0 && rank_of(household->places[at - 1]) > rank_of(place); at--) {
            household->homes[at] = household->homes[at - 1];
            household->places[at] = household->places[at - 1];
        }
        household->homes[at] = moved;
        household->places[at] = place;
    }
}

/* The member whose surname all others carry, as their own or their partner's; NULL when there is none. */
static const struct home *namesake(const struct household *household)
{
    for (size_t i = 0; i < household->count; i++) {
        uint64_t surname = household->homes[i]->resident.surname;
        bool all = surname != 0;
        for (size_t m = 0; m < household->count; m++) {
            const struct resident *member = &household->homes[m]->resident;
            all = all && (member->surname == surname || member->partner == surname);
        }
        if (all)
            return household->homes[i];
    }
    return NULL;
}

/* "Familie Van den Berg", sorted as "Berg, van den", when all carry one name, else the first two by name. */
static struct text name_of(const struct household *household, struct arena *arena, struct text *ret_sort)
{
    struct person_name names[NAMED_MAX] = { 0 };
    enum gender genders[NAMED_MAX] = { GENDER_UNKNOWN };
    const struct home *one = namesake(household);
    if (one) {
        struct person_name whole;
        unpack_name(one->name, &whole, &genders[0]);
        names[0] = (struct person_name){ .prefix = whole.prefix, .surname = whole.surname };
    } else {
        for (size_t i = 0; i < NAMED_MAX; i++)
            unpack_name(household->homes[i]->name, &names[i], &genders[i]);
    }
    struct text name = name_household(names, genders, one ? 1 : NAMED_MAX, arena);
    name = name.len ? name : TEXT("Huishouden");
    *ret_sort = name;
    if (one && names[0].surname.len)
        *ret_sort = names[0].prefix.len
                        ? arena_printf(arena, "%.*s, %.*s", TEXT_ARG(names[0].surname), TEXT_ARG(names[0].prefix))
                        : names[0].surname;
    return name;
}

/* The address of the first who has one, with whose record says so. */
static void address_of(const struct household *household, struct witness *witness, struct golden_value *value,
                       struct golden *golden)
{
    const struct home *first = NULL;
    uint16_t agree = 0;
    for (size_t i = 0; i < household->count; i++) {
        const struct home *home = household->homes[i];
        if (home->resident.address == 0)
            continue;
        first = first ? first : home;
        agree += home->resident.address == first->resident.address;
    }
    *golden = (struct golden){ .kind = PARTY_HOUSEHOLD };
    if (!first)
        return;
    struct field_ref field = { .field = FIELD_ADDR_FULL, .group = GROUP_HOME };
    *witness = (struct witness){ .record = first->address_record,
                                 .source = first->address_source,
                                 .observed_ms = first->address_ms };
    *value = (struct golden_value){ .field = field,
                                    .best = { .value = first->address_line,
                                              .witness = witness,
                                              .support = agree,
                                              .field = field,
                                              .rule = agree > 1 ? GOLDEN_AGREED : GOLDEN_ONLY } };
    golden->values = value;
    golden->values_count = 1;
}

static enum status put(struct resolve *resolve, const struct household *household, struct arena *arena,
                       struct error *err)
{
    SCOPED(buf_done) struct buf profile = BUF_EMPTY;
    struct json_out json = json_out_over(&profile);
    struct witness witness = { 0 };
    struct golden_value value = { 0 };
    struct golden golden = { 0 };
    struct profile_head head = { 0 };
    const struct clusters *persons = &resolve->clusters[PARTY_PERSON];
    struct stored_party party = { .party = household->party };
    party.name = name_of(household, arena, &party.sort_name);
    address_of(household, &witness, &value, &golden);
    profile_json_write(&resolve->corpus, &golden, &head, arena, &json);
    enum status status = buf_status(&profile, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < household->count; i++)
        party.records +=
            persons->starts[household->homes[i]->cluster + 1] - persons->starts[household->homes[i]->cluster];
    party.summary = golden.values_count ? value.best.value : TEXT_EMPTY;
    party.profile = buf_text(&profile);
    party.search = fold_text(arena_printf(arena, "%.*s %.*s", TEXT_ARG(party.name), TEXT_ARG(party.summary)), arena);
    status = store_party_put(resolve->store, &party, err);
    for (size_t i = 0; i < household->count && status == STATUS_OK; i++) {
        struct stored_member member = { household->party, persons->parties[household->homes[i]->cluster],
                                        text_from(household_place_name(household->places[i])) };
        status = store_member_put(resolve->store, &member, err);
    }
    return status;
}

static enum status put_all(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOUSEHOLD_ARENA_BYTES);
    enum status status = STATUS_OK;
    for (uint32_t h = 0; h < living->count && status == STATUS_OK; h++) {
        struct household household = { .party = resolve->plans[PARTY_HOUSEHOLD].parties[h] };
        for (uint32_t m = living->starts[h]; m < living->starts[h + 1] && household.count < HOUSEHOLD_MEMBERS_MAX; m++)
            household.homes[household.count++] = &resolve->homes.ptr[living->members[m]];
        arrange(&household);
        arena_reset(&arena);
        status = put(resolve, &household, &arena, err);
    }
    resolve->report->households = living->count;
    return status;
}

enum status resolve_households(struct resolve *resolve, struct error *err)
{
    size_t count = resolve->homes.len;
    SCOPED(living_done) struct living living = { .resolve = resolve };
    living.residents = malloc((count + 1) * sizeof(*living.residents));
    living.of = malloc((count + 1) * sizeof(*living.of));
    living.mentions = malloc((count + 1) * sizeof(*living.mentions));
    living.starts = calloc(count / 2 + 3, sizeof(*living.starts)); /* a household has two at least */
    living.members = malloc((count + 1) * sizeof(*living.members));
    if (!living.residents || !living.of || !living.mentions || !living.starts || !living.members)
        return no_memory(err);
    enum status status = find(&living, err);
    if (status == STATUS_OK)
        status = list(&living, err);
    if (status == STATUS_OK)
        status = resolve_identify(resolve, PARTY_HOUSEHOLD, living.mentions, living.mentions_count, living.count, err);
    return status == STATUS_OK ? put_all(&living, err) : status;
}
