/*
 * The members in order (head and partner first), a name out of theirs, and the
 * address of the first who has one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/household.h"

#include <assert.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/profile_json.h"
#include "golden/survive.h"
#include "lang/fold.h"
#include "normal/name_compose.h"

enum { NAMED_MAX = 2 };

/* ---- names in few bytes ---- */

static const char separator = '\x1f';

/* What a household's name is made of; given names and titles are not. */
static struct text pack_name(const struct person_name *name, enum gender gender, struct arena *arena)
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

bool home_of(const struct party_made *made, uint32_t mentions, struct arena *arena, struct home *ret)
{
    *ret = (struct home){ .resident = made->resident,
                          .name = pack_name(&made->name, made->gender, arena),
                          .address_line = made->address ? arena_copy(arena, made->address_line) : TEXT_EMPTY,
                          .address_record = made->address_record,
                          .address_ms = made->address_ms,
                          .address_source = made->address_source,
                          .mentions = mentions };
    return ret->name.ptr != NULL;
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

enum status household_make(const struct corpus *corpus, struct party_id id, const struct home *const *homes,
                           size_t count, struct arena *arena, struct household_made *ret, struct error *err)
{
    assert(count <= HOUSEHOLD_MEMBERS_MAX);
    SCOPED(buf_done) struct buf profile = BUF_EMPTY;
    struct json_out json = json_out_over(&profile);
    struct witness witness = { 0 };
    struct golden_value value = { 0 };
    struct golden golden = { 0 };
    struct profile_head head = { 0 };
    struct household household = { .count = count };
    struct stored_party *party = &ret->party;
    memcpy(household.homes, homes, count * sizeof(*homes));
    arrange(&household);
    *ret = (struct household_made){ .party = { .party = id }, .count = count };
    party->name = name_of(&household, arena, &party->sort_name);
    address_of(&household, &witness, &value, &golden);
    profile_json_write(corpus, &golden, &head, arena, &json);
    enum status status = buf_status(&profile, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        party->records += household.homes[i]->mentions;
        ret->members[i] = (struct stored_member){ .household = id,
                                                  .person = { household.homes[i]->resident.order },
                                                  .place = text_from(household_place_name(household.places[i])) };
    }
    party->summary = golden.values_count ? value.best.value : TEXT_EMPTY;
    party->profile = arena_copy(arena, buf_text(&profile));
    party->search = fold_text(arena_printf(arena, "%.*s %.*s", TEXT_ARG(party->name), TEXT_ARG(party->summary)), arena);
    return party->profile.ptr ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for households");
}
