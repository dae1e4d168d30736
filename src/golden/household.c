/*
 * Residents are put in order of address, so that an address is a run; inside
 * a run, which is short or passed over, every pair is looked at once.  A
 * union-find that always keeps the smaller number as root joins them; roots
 * and numbers follow resident.order, so the order of the array never shows.
 *
 * The rules are those Dutch mailers use for one letter per household; the
 * limit of four surnames is a rule of thumb for flats without house letters.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/household.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "base/search.h"
#include "base/spread.h"
#include "golden/household_near.h"
#include "lang/fold.h"

enum { GENERATION_YEARS = 16, PARTNERS_YEARS = 15, DAY_MS = 86400000 };

const char *household_place_name(enum household_place place)
{
    static const char *const names[] = { "", "head", "partner", "child", "other" };
    return names[place];
}

/* What sources call a place in the household: a word of it tells, the first in this order. */
static enum household_place place_read(struct text said)
{
    static const struct {
        const char *word;
        enum household_place place;
    } words[] = {
        { "head", PLACE_HEAD },          { "hoofd", PLACE_HEAD },          { "gezinshoofd", PLACE_HEAD },
        { "reference", PLACE_HEAD },     { "householder", PLACE_HEAD },    { "hoofdbewoner", PLACE_HEAD },
        { "grandchild", PLACE_OTHER },   { "kleinkind", PLACE_OTHER },     { "law", PLACE_OTHER },
        { "partner", PLACE_PARTNER },    { "echtgenoot", PLACE_PARTNER },  { "echtgenote", PLACE_PARTNER },
        { "spouse", PLACE_PARTNER },     { "husband", PLACE_PARTNER },     { "wife", PLACE_PARTNER },
        { "ehepartner", PLACE_PARTNER }, { "samenwonend", PLACE_PARTNER }, { "child", PLACE_CHILD },
        { "kind", PLACE_CHILD },         { "son", PLACE_CHILD },           { "daughter", PLACE_CHILD },
        { "zoon", PLACE_CHILD },         { "dochter", PLACE_CHILD },       { "sohn", PLACE_CHILD },
        { "tochter", PLACE_CHILD },      { "stepchild", PLACE_CHILD },     { "stiefkind", PLACE_CHILD },
        { "pleegkind", PLACE_CHILD },    { "other", PLACE_OTHER },         { "overig", PLACE_OTHER },
        { "parent", PLACE_OTHER },       { "sibling", PLACE_OTHER },       { "brother", PLACE_OTHER },
        { "sister", PLACE_OTHER },       { "relative", PLACE_OTHER },      { "nonrelative", PLACE_OTHER },
        { "roommate", PLACE_OTHER },     { "housemate", PLACE_OTHER },     { "huisgenoot", PLACE_OTHER },
        { "inwonend", PLACE_OTHER },     { "lodger", PLACE_OTHER },
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        struct text rest = said, word;
        while (text_next(&rest, ' ', &word))
            for (struct text part; text_next(&word, '-', &part);)
                if (text_equal_nocase(part, text_from(words[i].word)))
                    return words[i].place;
    }
    return PLACE_UNKNOWN;
}

static uint64_t folded_hash(struct text t, struct arena *arena)
{
    struct text folded = fold_text(t, arena);
    return folded.len ? hash_text(folded) : 0;
}

uint64_t resident_address(const struct address *address)
{
    if (address->kind != ADDRESS_STREET || address->key.len == 0)
        return 0;
    return hash_text(address->key);
}

static void live_at(struct resident *resident, const struct address *address, struct arena *arena)
{
    if (address->kind != ADDRESS_STREET)
        return;
    struct text street = fold_text(address->street, arena);
    resident->place = folded_hash(address->postcode.len ? address->postcode : address->city, arena);
    resident->street = street.len ? hash_text(street) : 0;
    for (size_t i = 0; i < address->number.len && i < 6 && char_is_digit(address->number.ptr[i]); i++)
        resident->digits = resident->digits * 10 + (uint32_t)(address->number.ptr[i] - '0');
    for (size_t i = 0; i < street.len && i < 4; i++)
        resident->street_start = resident->street_start << 8 | (unsigned char)street.ptr[i];
    resident->address = resident_address(address);
    resident->building = hash_pair(hash_pair(resident->street, resident->place), resident->digits);
    resident->has_door = address->letter.len + address->addition.len > 0;
}

static void add_contact(struct resident *resident, uint64_t contact)
{
    for (size_t i = 0; i < RESIDENT_CONTACTS_MAX; i++)
        if (resident->contacts[i] == 0) {
            resident->contacts[i] = contact;
            return;
        }
}

static void add_email(struct resident *resident, const struct email *email)
{
    if (!email->is_role)
        add_contact(resident, hash_text_seeded(email->key, 'e'));
}

static void add_phone(struct resident *resident, const struct phone *phone)
{
    if (phone->kind == PHONE_FIXED || phone->kind == PHONE_MOBILE || phone->kind == PHONE_UNKNOWN)
        add_contact(resident, hash_text_seeded(phone->e164, 'p'));
}

void resident_of(const struct golden *person, uint64_t order, struct arena *arena, struct resident *ret)
{
    *ret = (struct resident){ .order = order, .gender = (uint8_t)person->gender };
    if (person->name) {
        const struct person_name *name = person->name->best.block;
        ret->surname = folded_hash(name->surname, arena);
        ret->partner = folded_hash(name->partner_surname, arena);
    }
    if (person->home) {
        live_at(ret, person->home->best.block, arena);
        if (person->home->best.witness)
            ret->seen_days = (int32_t)(person->home->best.witness->observed_ms / DAY_MS);
    }
    for (size_t i = 0; i < person->values_count; i++) {
        const struct golden_value *value = &person->values[i];
        if (value->block == GOLDEN_EMAIL)
            add_email(ret, value->best.block);
        else if (value->block == GOLDEN_PHONE)
            add_phone(ret, value->best.block);
        else if (value->field.field == FIELD_PERSON_HOUSEHOLD_ROLE)
            ret->said = (uint8_t)place_read(value->best.value);
        else if (value->field.field == FIELD_PERSON_BIRTHDATE)
            ret->born = (int16_t)atoi(value->best.value.ptr);
    }
}

const struct address *resident_home(const struct mention *person)
{
    const struct address *best = NULL;
    for (size_t i = 0; i < person->addresses_count; i++) {
        const struct address *address = &person->addresses[i];
        bool is_private = (address->group == GROUP_NONE || address->group == GROUP_HOME) &&
                          address->kind == ADDRESS_STREET && address->street.len + address->key.len > 0;
        if (is_private && (!best || (address->group == GROUP_HOME && best->group != GROUP_HOME)))
            best = address;
    }
    return best;
}

void resident_of_mention(const struct mention *person, const struct address *address, uint64_t order,
                         struct arena *arena, struct resident *ret)
{
    *ret = (struct resident){ .order = order, .gender = (uint8_t)person->gender, .born = person->birth.year };
    ret->surname = folded_hash(person->name.surname, arena);
    ret->partner = folded_hash(person->name.partner_surname, arena);
    if (address)
        live_at(ret, address, arena);
    for (size_t i = 0; i < person->emails_count; i++)
        add_email(ret, &person->emails[i]);
    for (size_t i = 0; i < person->phones_count; i++)
        add_phone(ret, &person->phones[i]);
    for (size_t i = 0; i < person->attributes_count; i++)
        if (person->attributes[i].field.field == FIELD_PERSON_HOUSEHOLD_ROLE)
            ret->said = (uint8_t)place_read(person->attributes[i].value);
}

/* ---- finding ---- */

struct run {
    const struct resident *residents;
    const uint32_t *at; /* their places, in order of resident.order */
    size_t count;
    bool is_business;
    bool is_divided; /* other doors of the building have a letter or box that this one lacks */
};

/* What is sorted carries what it is sorted by. */
struct entry {
    uint64_t address, order;
    uint32_t at;
};

static int compare_entries(const void *a, const void *b, void *ctx)
{
    const struct entry *x = a, *y = b;
    if (x->address != y->address)
        return x->address < y->address ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static bool sort_entries(struct entry *entries, size_t count)
{
    return spread_sort(entries, count, sizeof(*entries), offsetof(struct entry, address), false, compare_entries, NULL);
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = root_of(parent, a);
    b = root_of(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static bool is_family(const struct run *run, const struct resident *a, const struct resident *b)
{
    if (a->surname && (a->surname == b->surname || a->surname == b->partner))
        return true;
    if (a->partner && (a->partner == b->surname || a->partner == b->partner))
        return true;
    return !run->is_business && household_share_contact(a, b);
}

static size_t surnames_of(const struct run *run)
{
    uint64_t seen[HOUSEHOLD_SURNAMES_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < run->count && count <= HOUSEHOLD_SURNAMES_MAX; i++) {
        uint64_t surname = run->residents[run->at[i]].surname;
        size_t s = 0;
        while (s < count && seen[s] != surname)
            s++;
        if (s == count && surname)
            seen[count++] = surname;
    }
    return count;
}

/* Both were seen there in the same time; a time that is not known says nothing against it. */
static bool is_same_time(const struct resident *a, const struct resident *b)
{
    return a->seen_days == 0 || b->seen_days == 0 || abs(a->seen_days - b->seen_days) <= DOOR_DAYS_APART_MAX;
}

static size_t heads_of(const struct run *run)
{
    size_t heads = 0;
    for (size_t i = 0; i < run->count; i++)
        heads += run->residents[run->at[i]].said == PLACE_HEAD;
    return heads;
}

/* All who live there, if they have a name. */
static void join_door(const struct run *run, bool at_any_time, uint32_t *parent)
{
    for (size_t i = 0; i < run->count; i++)
        for (size_t j = i + 1; j < run->count; j++) {
            const struct resident *a = &run->residents[run->at[i]], *b = &run->residents[run->at[j]];
            if (a->surname && b->surname && (at_any_time || is_same_time(a, b)))
                join(parent, run->at[i], run->at[j]);
        }
}

static void join_run(const struct run *run, uint32_t *parent)
{
    if (run->count > HOUSEHOLD_RESIDENTS_MAX)
        return;
    if (heads_of(run) == 1) { /* the source keeps households */
        join_door(run, true, parent);
        return;
    }
    size_t surnames = surnames_of(run);
    if (surnames > HOUSEHOLD_SURNAMES_MAX)
        return;
    if (!run->is_business && !run->is_divided && run->count <= DOOR_RESIDENTS_MAX && surnames <= DOOR_SURNAMES_MAX &&
        heads_of(run) == 0)
        join_door(run, false, parent);
    for (size_t i = 0; i < run->count; i++)
        for (size_t j = i + 1; j < run->count; j++)
            if (is_family(run, &run->residents[run->at[i]], &run->residents[run->at[j]]))
                join(parent, run->at[i], run->at[j]);
}

/* ---- an address that is a slip of the pen away ---- */

static bool holds(const uint64_t *sorted, size_t count, uint64_t wanted)
{
    size_t at = LOWER_BOUND(i, 0, count, sorted[i] < wanted);
    return at < count && sorted[at] == wanted;
}

struct nearby {
    const struct resident *residents;
    struct entry *entries;
    uint32_t *at, *parent;
    uint8_t *state;          /* by root: STATE_… */
    const uint64_t *crowded; /* keys that more share than are given */
    size_t crowded_count;
};
enum { STATE_SEVERAL = 1, STATE_HEADED = 2 };

static void states_find(struct nearby *nearby, size_t count)
{
    memset(nearby->state, 0, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t root = root_of(nearby->parent, (uint32_t)i);
        if (root != i)
            nearby->state[root] |= STATE_SEVERAL;
        if (nearby->residents[i].said == PLACE_HEAD)
            nearby->state[root] |= STATE_HEADED;
    }
}

static uint8_t state_of(const struct nearby *nearby, uint32_t i)
{
    return nearby->state[root_of(nearby->parent, i)];
}

/* He must belong to somebody: a source says so, or they are reached alike; and two heads are two homes. */
static bool may_join(const struct nearby *nearby, uint32_t i, uint32_t j, enum household_slip slip)
{
    const struct resident *a = &nearby->residents[i], *b = &nearby->residents[j];
    uint8_t mine = state_of(nearby, i), theirs = state_of(nearby, j);
    if ((mine & theirs & STATE_HEADED) || root_of(nearby->parent, i) == root_of(nearby->parent, j))
        return false;
    bool told = (household_is_dependent(a) && (theirs & STATE_HEADED)) ||
                (household_is_dependent(b) && (mine & STATE_HEADED)) ||
                (household_is_dependent(a) && household_is_dependent(b));
    if (slip == SLIP_PLACE_OTHER_NAME)
        return told && ((mine | theirs) & STATE_HEADED);
    bool alone = !(mine & STATE_SEVERAL) || !(theirs & STATE_SEVERAL);
    return household_slip_fits(a, b, slip, told) && (told || (alone && household_share_contact(a, b)));
}

/* False without memory. */
static bool join_near(struct nearby *nearby, size_t residents, enum household_slip slip)
{
    size_t count = 0;
    for (size_t i = 0; i < residents; i++) {
        uint64_t key = household_slip_key(&nearby->residents[i], slip);
        if (key)
            nearby->entries[count++] = (struct entry){ key, nearby->residents[i].order, (uint32_t)i };
    }
    if (!sort_entries(nearby->entries, count))
        return false;
    states_find(nearby, residents);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && nearby->entries[next].address == nearby->entries[i].address;)
            next++;
        if (next - i > HOUSEHOLD_NEAR_MAX || holds(nearby->crowded, nearby->crowded_count, nearby->entries[i].address))
            continue;
        for (size_t a = i; a < next; a++)
            for (size_t b = a + 1; b < next; b++) {
                uint32_t x = nearby->entries[a].at, y = nearby->entries[b].at;
                if (!may_join(nearby, x, y, slip))
                    continue;
                uint8_t state = state_of(nearby, x) | state_of(nearby, y) | STATE_SEVERAL;
                join(nearby->parent, x, y);
                nearby->state[root_of(nearby->parent, x)] = state;
            }
    }
    return true;
}

/* Addresses of buildings that have several doors, ascending; false without memory. */
static bool divided_find(const struct resident *residents, size_t of, struct entry *entries, uint64_t *ret,
                         size_t *ret_count)
{
    size_t found = 0, count = 0;
    for (size_t i = 0; i < of; i++)
        if (residents[i].address && residents[i].building)
            entries[count++] = (struct entry){ residents[i].building, residents[i].address, (uint32_t)i };
    if (!sort_entries(entries, count))
        return false;
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && entries[next].address == entries[i].address;)
            next++;
        if (entries[i].order != entries[next - 1].order)
            for (size_t k = i; k < next; k++)
                if (!residents[entries[k].at].has_door)
                    ret[found++] = entries[k].order;
    }
    if (found)
        qsort(ret, found, sizeof(*ret), compare_hashes);
    *ret_count = found;
    return true;
}

/* Number the groups of two and more by their smallest order; entries are in order of order now. */
static uint32_t number_groups(const struct entry *entries, size_t count, uint32_t *parent, uint32_t *sizes,
                              uint32_t *ret_of)
{
    uint32_t next = 0;
    for (size_t i = 0; i < count; i++) {
        sizes[i] = 0;
        ret_of[i] = HOUSEHOLD_NONE;
    }
    for (size_t i = 0; i < count; i++)
        sizes[root_of(parent, (uint32_t)i)]++;
    for (size_t i = 0; i < count; i++) {
        uint32_t root = root_of(parent, entries[i].at);
        if (sizes[root] < 2)
            continue;
        if (ret_of[root] == HOUSEHOLD_NONE) /* the root's own place keeps the number until it is given */
            ret_of[root] = next++;
        ret_of[entries[i].at] = ret_of[root];
    }
    return next;
}

static int compare_orders(const void *a, const void *b, void *ctx)
{
    const struct entry *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for households");
}

struct finding_room {
    struct entry *entries;
    uint32_t *parent, *at;
    uint8_t *state;
    uint64_t *divided;
};

static void room_done(struct finding_room *room)
{
    free(room->entries);
    free(room->parent);
    free(room->at);
    free(room->state);
    free(room->divided);
}

enum status households_find(const struct resident *residents, size_t count, const struct couple *couples,
                            size_t couples_count, const uint64_t *business, size_t business_count, uint32_t *ret_of,
                            uint32_t *ret_count, struct error *err)
{
    const struct household_others none = { 0 };
    return households_find_among(residents, count, couples, couples_count, business, business_count, &none, ret_of,
                                 ret_count, err);
}

enum status households_find_among(const struct resident *residents, size_t count, const struct couple *couples,
                                  size_t couples_count, const uint64_t *business, size_t business_count,
                                  const struct household_others *others, uint32_t *ret_of, uint32_t *ret_count,
                                  struct error *err)
{
    *ret_count = 0;
    if (count == 0)
        return STATUS_OK;
    SCOPED(room_done)
    struct finding_room room = { .entries = malloc(count * sizeof(*room.entries)),
                                 .parent = malloc(count * sizeof(*room.parent)),
                                 .at = malloc(count * sizeof(*room.at)),
                                 .state = malloc(count),
                                 .divided = malloc(count * sizeof(*room.divided)) };
    struct entry *entries = room.entries;
    if (!entries || !room.parent || !room.at || !room.state || !room.divided)
        return no_memory(err);
    size_t divided_count = 0, housed = 0;
    if (!divided_find(residents, count, entries, room.divided, &divided_count))
        return no_memory(err);
    for (size_t i = 0; i < count; i++) {
        room.parent[i] = (uint32_t)i;
        if (residents[i].address)
            entries[housed++] = (struct entry){ residents[i].address, residents[i].order, (uint32_t)i };
    }
    if (!sort_entries(entries, housed))
        return no_memory(err);
    for (size_t i = 0; i < housed; i++)
        room.at[i] = entries[i].at;
    for (size_t i = 0; i < housed;) {
        size_t next = i + 1;
        while (next < housed && entries[next].address == entries[i].address)
            next++;
        struct run run = { .residents = residents,
                           .at = &room.at[i],
                           .count = next - i,
                           .is_business = holds(business, business_count, entries[i].address),
                           .is_divided = holds(room.divided, divided_count, entries[i].address) };
        if (run.count > 1)
            join_run(&run, room.parent);
        i = next;
    }
    for (size_t i = 0; i < couples_count; i++) {
        const struct resident *a = &residents[couples[i].a], *b = &residents[couples[i].b];
        if (!a->address || !b->address || a->address == b->address)
            join(room.parent, couples[i].a, couples[i].b);
    }
    struct nearby nearby = {
        residents, entries, room.at, room.parent, room.state, others->crowded, others->crowded_count
    };
    for (int slip = 0; slip < SLIPS; slip++)
        if (!join_near(&nearby, count, (enum household_slip)slip))
            return no_memory(err);
    for (size_t i = 0; i < count; i++)
        entries[i] = (struct entry){ residents[i].address, residents[i].order, (uint32_t)i };
    if (!spread_sort(entries, count, sizeof(*entries), offsetof(struct entry, order), false, compare_orders, NULL))
        return no_memory(err);
    *ret_count = number_groups(entries, count, room.parent, room.at, ret_of);
    return STATUS_OK;
}

/* ---- places ---- */

static const struct resident *oldest_of(const struct resident *const *members, size_t count)
{
    const struct resident *oldest = NULL;
    for (size_t i = 0; i < count; i++)
        if (members[i]->born && (!oldest || members[i]->born < oldest->born ||
                                 (members[i]->born == oldest->born && members[i]->order < oldest->order)))
            oldest = members[i];
    return oldest;
}

/* One has the other's surname as partner's name, or as one half of a double name in whatever order. */
static bool carries_name_of(const struct resident *a, const struct resident *b)
{
    if ((a->partner && a->partner == b->surname) || (b->partner && b->partner == a->surname))
        return true;
    return a->surname && a->surname == b->surname && (a->partner != 0) != (b->partner != 0);
}

void household_places(const struct resident *const *members, size_t count, enum household_place *ret)
{
    const struct resident *head = oldest_of(members, count), *partner = NULL;
    for (size_t i = 0; i < count; i++) {
        ret[i] = (enum household_place)members[i]->said;
        if (ret[i] == PLACE_HEAD)
            head = members[i];
    }
    for (size_t i = 0; i < count; i++) { /* one of a generation with the head, by name or by age and gender */
        const struct resident *m = members[i];
        if (!head || m == head || ret[i] != PLACE_UNKNOWN || partner)
            continue;
        int years = m->born && head->born ? abs(m->born - head->born) : 0;
        bool adult_pair = m->born && head->born && years <= PARTNERS_YEARS && m->gender && head->gender &&
                          m->gender != head->gender && m->surname != head->surname;
        if (carries_name_of(m, head) ? years <= PARTNERS_YEARS : adult_pair)
            partner = m;
    }
    bool has_place = partner != NULL;
    for (size_t i = 0; i < count; i++) {
        const struct resident *m = members[i];
        if (ret[i] != PLACE_UNKNOWN || !head || m == head)
            continue;
        bool younger = m->born && head->born && m->born - head->born >= GENERATION_YEARS;
        bool of_family = m->surname && (m->surname == head->surname || (partner && m->surname == partner->surname));
        if (m == partner)
            ret[i] = PLACE_PARTNER;
        else if (younger && of_family)
            ret[i] = PLACE_CHILD;
        has_place = has_place || ret[i] != PLACE_UNKNOWN;
    }
    for (size_t i = 0; i < count; i++) /* a head only where there is somebody to be head of */
        if (members[i] == head && ret[i] == PLACE_UNKNOWN && has_place)
            ret[i] = PLACE_HEAD;
}
