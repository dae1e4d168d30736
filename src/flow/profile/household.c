/*
 * The members in order (head and partner first), a name out of theirs, and the
 * address of the first who has one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/household.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/profile/profile_json.h"
#include "golden/survive.h"
#include "lang/fold.h"
#include "model/date.h"
#include "normal/name_compose.h"
#include "os/clock.h"
#include "store/tie.h"

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
                          .mentions = mentions,
                          .home = made->home,
                          .home_before = made->home_before,
                          .died = made->died };
    if (made->absences_count) {
        struct absence *absences = arena_array(arena, struct absence, made->absences_count);
        if (!absences)
            return false;
        memcpy(absences, made->absences, made->absences_count * sizeof(*absences));
        ret->absences = absences;
        ret->absences_count = (uint32_t)made->absences_count;
    }
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

/* ---- periods ---- */

static struct text day_of(int64_t ms, struct arena *arena)
{
    struct golden_date date = golden_date_text(date_of_ms(ms));
    return arena_copy(arena, text_from(date.s));
}

static struct text printed(struct id_text id, struct arena *arena)
{
    return arena_copy(arena, text_from(id.s));
}

/* 19980301 as "1998-03-01", 19980300 as "1998-03". */
static struct text died_text(uint32_t died, struct arena *arena)
{
    struct date date = { (int16_t)(died / 10000), (uint8_t)(died / 100 % 100), (uint8_t)(died % 100) };
    struct golden_date text = golden_date_text(date);
    return arena_copy(arena, text_from(text.s));
}

bool household_tie_of(const struct tie *tie, struct party_id a, struct party_id b, int64_t moment_ms,
                      struct household_tie *ret)
{
    bool apart = text_equal(tie->kind, TEXT("apart"));
    if (!apart && !text_equal(tie->kind, TEXT("together")))
        return false;
    char day[CLOCK_TEXT_LEN + 1];
    clock_text(moment_ms > tie->recorded_ms ? moment_ms : tie->recorded_ms, day);
    *ret = (struct household_tie){ .a = a,
                                   .b = b,
                                   .apart = apart,
                                   .is_over = tie->until.len &&
                                              text_compare(tie->until, (struct text){ day, tie->until.len }) <= 0,
                                   .since = tie->since,
                                   .until = tie->until,
                                   .recorded_ms = tie->recorded_ms,
                                   .tie = tie->id };
    return true;
}

static bool is_of(const struct household_tie *tie, struct party_id person)
{
    return tie->a.v == person.v || tie->b.v == person.v;
}

/* Does it say so of this person and one of the members? */
static bool is_of_both(const struct household *household, const struct household_tie *tie, struct party_id person)
{
    struct party_id other = tie->a.v == person.v ? tie->b : tie->a;
    for (size_t m = 0; m < household->count && is_of(tie, person); m++)
        if (household->homes[m]->resident.order == other.v)
            return true;
    return false;
}

/* The first that says so of this person and one of the members. */
static const struct household_tie *said_of(const struct household *household, const struct household_around *around,
                                           struct party_id person, bool apart)
{
    for (size_t i = 0; i < around->ties_count; i++) {
        const struct household_tie *tie = &around->ties[i];
        if (tie->apart == apart && !tie->is_over && is_of_both(household, tie, person))
            return tie;
    }
    return NULL;
}

/* Whose address the household has; NULL when nobody has one. */
static const struct home *house_of(const struct household *household)
{
    for (size_t i = 0; i < household->count; i++)
        if (household->homes[i]->resident.address)
            return household->homes[i];
    return NULL;
}

static void begin_member(const struct household *household, const struct household_around *around,
                         const struct home *house, const struct home *home, struct arena *arena,
                         struct stored_member *member)
{
    bool lives_there = house && home->home.address && home->home.address == house->home.address;
    const struct household_tie *tie = lives_there ? NULL : said_of(household, around, member->person, false);
    if (lives_there) {
        member->since = day_of(home->home.since_ms, arena);
        member->since_origin = printed(record_id_text(home->home.record), arena);
    } else if (tie) {
        member->since = tie->since.len ? tie->since : day_of(tie->recorded_ms, arena);
        member->since_origin = printed(id_text_of('T', tie->tie), arena);
    }
    if (home->died) {
        member->until = died_text(home->died, arena);
        member->ended = TEXT("death");
    }
}

/* ---- who came back ---- */

/* A time in which a member was none, with what says so. */
struct gap {
    struct text from, until, from_origin, until_origin, ended;
};
enum { GAPS_MAX = 16 };

/* Somebody lived in the house all that time, so that there was a household to come back to. */
static bool somebody_stayed(const struct household *household, const struct home *house, const struct home *home,
                            const struct absence *absence)
{
    for (size_t i = 0; i < household->count; i++) {
        const struct home *other = household->homes[i];
        bool stayed =
            other != home && other->home.address == house->home.address && other->home.since_ms <= absence->from_ms;
        for (uint32_t a = 0; a < other->absences_count && stayed; a++)
            stayed = other->absences[a].until_ms <= absence->from_ms || other->absences[a].from_ms >= absence->until_ms;
        if (stayed)
            return true;
    }
    return false;
}

static int compare_gaps(const void *a, const void *b)
{
    const struct gap *x = a, *y = b;
    int order = text_compare(x->from, y->from);
    return order ? order : text_compare(x->until, y->until);
}

/* In order of time; those that touch are one. */
static size_t gaps_of(const struct household *household, const struct household_around *around,
                      const struct home *house, const struct home *home, struct arena *arena, struct gap ret[GAPS_MAX])
{
    size_t count = 0, kept = 0;
    bool lives_there = house && home->home.address && home->home.address == house->home.address;
    for (uint32_t i = 0; i < home->absences_count && lives_there && count < GAPS_MAX; i++) {
        const struct absence *absence = &home->absences[i];
        struct text origin = printed(record_id_text(absence->record), arena);
        if (somebody_stayed(household, house, home, absence))
            ret[count++] = (struct gap){ day_of(absence->from_ms, arena), day_of(absence->until_ms, arena), origin,
                                         origin, TEXT("move") };
    }
    struct party_id person = { home->resident.order };
    for (size_t i = 0; i < around->ties_count && count < GAPS_MAX; i++) {
        const struct household_tie *tie = &around->ties[i];
        bool he_left = tie->a.v == person.v; /* of "a lives apart from b" a is who went */
        if (!tie->apart || !tie->is_over || !he_left || !is_of_both(household, tie, person))
            continue;
        struct text origin = printed(id_text_of('T', tie->tie), arena);
        ret[count++] = (struct gap){ tie->since.len ? tie->since : day_of(tie->recorded_ms, arena), tie->until, origin,
                                     origin, TEXT("apart") };
    }
    qsort(ret, count, sizeof(*ret), compare_gaps);
    for (size_t i = 0; i < count; i++) {
        struct gap *last = kept ? &ret[kept - 1] : NULL;
        if (!last || text_compare(ret[i].from, last->until) > 0) {
            ret[kept++] = ret[i];
        } else if (text_compare(ret[i].until, last->until) > 0) {
            last->until = ret[i].until;
            last->until_origin = ret[i].until_origin;
        }
    }
    return kept;
}

/* A former period up to each gap; the member himself is since the last of them. */
static void put_returns(const struct household *household, const struct household_around *around,
                        const struct home *house, struct arena *arena, struct household_made *ret)
{
    size_t periods = 0;
    for (size_t i = 0; i < household->count; i++) {
        struct gap gaps[GAPS_MAX];
        struct stored_member *member = &ret->members[i];
        size_t count = gaps_of(household, around, house, household->homes[i], arena, gaps);
        for (size_t g = 0; g < count; g++) {
            struct stored_member before = *member;
            before.has_left = true;
            before.until = gaps[g].from;
            before.until_origin = gaps[g].from_origin;
            before.ended = gaps[g].ended;
            if (text_compare(before.since, before.until) < 0 && periods < HOUSEHOLD_RETURNS_MAX) {
                ret->members[ret->count++] = before;
                periods++;
            }
            if (text_compare(member->since, gaps[g].until) < 0) {
                member->since = gaps[g].until;
                member->since_origin = gaps[g].until_origin;
            }
        }
    }
}

/* ---- who left ---- */

/* The move that parted two who lived in one house, his or theirs; NULL when none did. */
static const struct lived *parted_by(const struct home *house, const struct home *home)
{
    uint64_t theirs = house->home.address, his = home->home.address;
    bool he_left = home->home_before.address && home->home_before.address == theirs,
         they_left = house->home_before.address && house->home_before.address == his,
         all_left = home->home_before.address && home->home_before.address == house->home_before.address;
    if (theirs == his || !(he_left || they_left || all_left))
        return NULL;
    if (he_left != they_left)
        return he_left ? &home->home : &house->home;
    return house->home.since_ms > home->home.since_ms ? &house->home : &home->home;
}

static bool end_by(const struct household *household, const struct household_around *around, const struct home *house,
                   const struct home *home, struct arena *arena, struct stored_member *member)
{
    const struct household_tie *tie = said_of(household, around, member->person, true);
    bool was_there = house && house->home.address && home->home_before.address == house->home.address;
    if (was_there) {
        member->since = day_of(home->home_before.since_ms, arena);
        member->since_origin = printed(record_id_text(home->home_before.record), arena);
    } else if (house && home->home.address && home->home.address == house->home.address) {
        member->since = day_of(home->home.since_ms, arena);
        member->since_origin = printed(record_id_text(home->home.record), arena);
    }
    if (tie) {
        member->until = tie->since.len ? tie->since : day_of(tie->recorded_ms, arena);
        member->until_origin = printed(id_text_of('T', tie->tie), arena);
        member->ended = TEXT("apart");
        return true;
    }
    const struct lived *later = house ? parted_by(house, home) : NULL;
    if (!later)
        return false;
    member->until = day_of(later->since_ms, arena);
    member->until_origin = printed(record_id_text(later->record), arena);
    member->ended = TEXT("move");
    return true;
}

/* False without a reason. Records may tell of him there only after the day he left: then since when is not known. */
static bool end_member(const struct household *household, const struct household_around *around,
                       const struct home *house, const struct home *home, struct arena *arena,
                       struct stored_member *member)
{
    if (!end_by(household, around, house, home, arena, member))
        return false;
    if (text_compare(text_slice(member->since, 0, member->until.len), member->until) > 0)
        member->since = member->since_origin = TEXT_EMPTY;
    return true;
}

/* The place he would have among those who are there. */
static enum household_place place_among(const struct household *household, const struct home *home)
{
    const struct resident *residents[HOUSEHOLD_MEMBERS_MAX + 1];
    enum household_place places[HOUSEHOLD_MEMBERS_MAX + 1];
    for (size_t i = 0; i < household->count; i++)
        residents[i] = &household->homes[i]->resident;
    residents[household->count] = &home->resident;
    household_places(residents, household->count + 1, places);
    return places[household->count];
}

static int compare_homes(const void *a, const void *b)
{
    const struct home *x = *(const struct home *const *)a, *y = *(const struct home *const *)b;
    return x->resident.order < y->resident.order ? -1 : x->resident.order > y->resident.order;
}

static void put_left(const struct household *household, const struct household_around *around, struct arena *arena,
                     struct household_made *ret)
{
    const struct home *left[HOUSEHOLD_LEFT_MAX], *house = house_of(household);
    size_t count = around->left_count < HOUSEHOLD_LEFT_MAX ? around->left_count : HOUSEHOLD_LEFT_MAX;
    if (count == 0)
        return;
    memcpy(left, around->left, count * sizeof(*left));
    qsort(left, count, sizeof(*left), compare_homes);
    for (size_t i = 0; i < count; i++) {
        struct stored_member member = { .household = household->party,
                                        .person = { left[i]->resident.order },
                                        .place = text_from(household_place_name(place_among(household, left[i]))),
                                        .has_left = true };
        if (end_member(household, around, house, left[i], arena, &member))
            ret->members[ret->count++] = member;
    }
}

enum status household_make(const struct corpus *corpus, struct party_id id, const struct home *const *homes,
                           size_t count, const struct household_around *around, struct arena *arena,
                           struct household_made *ret, struct error *err)
{
    assert(count <= HOUSEHOLD_MEMBERS_MAX);
    SCOPED(buf_done) struct buf profile = BUF_EMPTY;
    struct witness witness = { 0 };
    struct golden_value value = { 0 };
    struct golden golden = { 0 };
    struct profile_head head = { 0 };
    struct household household = { .party = id, .count = count };
    struct stored_party *party = &ret->party;
    memcpy(household.homes, homes, count * sizeof(*homes));
    arrange(&household);
    *ret = (struct household_made){ .party = { .party = id }, .count = count };
    party->name = name_of(&household, arena, &party->sort_name);
    address_of(&household, &witness, &value, &golden);
    profile_json_write(corpus, &golden, &head, arena, &profile);
    enum status status = buf_status(&profile, err);
    if (status != STATUS_OK)
        return status;
    const struct home *house = house_of(&household);
    for (size_t i = 0; i < count; i++) {
        party->records += household.homes[i]->mentions;
        ret->members[i] = (struct stored_member){ .household = id,
                                                  .person = { household.homes[i]->resident.order },
                                                  .place = text_from(household_place_name(household.places[i])) };
        begin_member(&household, around, house, household.homes[i], arena, &ret->members[i]);
    }
    put_left(&household, around, arena, ret);
    put_returns(&household, around, house, arena, ret);
    party->summary = golden.values_count ? value.best.value : TEXT_EMPTY;
    party->brief = arena_copy(arena, buf_text(&profile));
    party->search = fold_text(arena_printf(arena, "%.*s %.*s", TEXT_ARG(party->name), TEXT_ARG(party->summary)), arena);
    return party->brief.ptr ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for households");
}
