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
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "lang/fold.h"

enum { GENERATION_YEARS = 16, PARTNERS_YEARS = 15 };

const char *household_place_name(enum household_place place)
{
    static const char *const names[] = { "", "head", "partner", "child", "" };
    return names[place];
}

static enum household_place place_read(struct text word)
{
    static const struct {
        const char *word;
        enum household_place place;
    } words[] = {
        { "head", PLACE_HEAD },       { "hoofd", PLACE_HEAD },         { "gezinshoofd", PLACE_HEAD },
        { "partner", PLACE_PARTNER }, { "echtgenoot", PLACE_PARTNER }, { "echtgenote", PLACE_PARTNER },
        { "spouse", PLACE_PARTNER },  { "child", PLACE_CHILD },        { "kind", PLACE_CHILD },
        { "son", PLACE_CHILD },       { "daughter", PLACE_CHILD },     { "zoon", PLACE_CHILD },
        { "dochter", PLACE_CHILD },   { "other", PLACE_OTHER },        { "overig", PLACE_OTHER },
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (text_equal_nocase(text_trim(word), text_from(words[i].word)))
            return words[i].place;
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

static void add_contact(struct resident *resident, uint64_t contact)
{
    for (size_t i = 0; i < RESIDENT_CONTACTS_MAX; i++)
        if (resident->contacts[i] == 0) {
            resident->contacts[i] = contact;
            return;
        }
}

void resident_of(const struct golden *person, uint64_t order, struct arena *arena, struct resident *ret)
{
    *ret = (struct resident){ .order = order, .gender = (uint8_t)person->gender };
    if (person->name) {
        const struct person_name *name = person->name->best.block;
        ret->surname = folded_hash(name->surname, arena);
        ret->partner = folded_hash(name->partner_surname, arena);
    }
    if (person->home)
        ret->address = resident_address(person->home->best.block);
    for (size_t i = 0; i < person->values_count; i++) {
        const struct golden_value *value = &person->values[i];
        if (value->block == GOLDEN_EMAIL && !((const struct email *)value->best.block)->is_role)
            add_contact(ret, hash_text_seeded(value->best.key, 'e'));
        else if (value->block == GOLDEN_PHONE && ((const struct phone *)value->best.block)->kind == PHONE_FIXED)
            add_contact(ret, hash_text_seeded(value->best.key, 'p'));
        else if (value->field.field == FIELD_PERSON_HOUSEHOLD_ROLE)
            ret->said = (uint8_t)place_read(value->best.value);
        else if (value->field.field == FIELD_PERSON_BIRTHDATE)
            ret->born = (int16_t)atoi(value->best.value.ptr);
    }
}

/* ---- finding ---- */

struct run {
    const struct resident *residents;
    const uint32_t *at; /* their places, in order of resident.order */
    size_t count;
    bool is_business;
};

/* qsort has no context: what it sorts carries what it sorts by. */
struct entry {
    uint64_t address, order;
    uint32_t at;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->address != y->address)
        return x->address < y->address ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
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

static bool share_contact(const struct resident *a, const struct resident *b)
{
    for (size_t i = 0; i < RESIDENT_CONTACTS_MAX && a->contacts[i]; i++)
        for (size_t j = 0; j < RESIDENT_CONTACTS_MAX && b->contacts[j]; j++)
            if (a->contacts[i] == b->contacts[j])
                return true;
    return false;
}

static bool is_family(const struct run *run, const struct resident *a, const struct resident *b)
{
    if (a->surname && (a->surname == b->surname || a->surname == b->partner))
        return true;
    if (a->partner && (a->partner == b->surname || a->partner == b->partner))
        return true;
    return !run->is_business && share_contact(a, b);
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

static void join_run(const struct run *run, uint32_t *parent)
{
    if (run->count > HOUSEHOLD_RESIDENTS_MAX || surnames_of(run) > HOUSEHOLD_SURNAMES_MAX)
        return;
    for (size_t i = 0; i < run->count; i++)
        for (size_t j = i + 1; j < run->count; j++)
            if (is_family(run, &run->residents[run->at[i]], &run->residents[run->at[j]]))
                join(parent, run->at[i], run->at[j]);
}

static bool holds(const uint64_t *sorted, size_t count, uint64_t wanted)
{
    size_t from = 0;
    while (from < count) {
        size_t middle = from + (count - from) / 2;
        if (sorted[middle] == wanted)
            return true;
        if (sorted[middle] < wanted)
            from = middle + 1;
        else
            count = middle;
    }
    return false;
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

static int compare_orders(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

enum status households_find(const struct resident *residents, size_t count, const struct couple *couples,
                            size_t couples_count, const uint64_t *business, size_t business_count, uint32_t *ret_of,
                            uint32_t *ret_count, struct error *err)
{
    *ret_count = 0;
    if (count == 0)
        return STATUS_OK;
    struct entry *entries = malloc(count * sizeof(*entries));
    uint32_t *parent = malloc(count * sizeof(*parent));
    uint32_t *at = malloc(count * sizeof(*at));
    if (!entries || !parent || !at) {
        free(entries);
        free(parent);
        free(at);
        return error_set(err, STATUS_NO_MEMORY, "no memory for households");
    }
    for (size_t i = 0; i < count; i++) {
        entries[i] = (struct entry){ residents[i].address, residents[i].order, (uint32_t)i };
        parent[i] = (uint32_t)i;
    }
    qsort(entries, count, sizeof(*entries), compare_entries);
    for (size_t i = 0; i < count; i++)
        at[i] = entries[i].at;
    for (size_t i = 0; i < count;) {
        size_t next = i + 1;
        while (next < count && entries[next].address == entries[i].address)
            next++;
        struct run run = { residents, &at[i], next - i, holds(business, business_count, entries[i].address) };
        if (entries[i].address && run.count > 1)
            join_run(&run, parent);
        i = next;
    }
    for (size_t i = 0; i < couples_count; i++) {
        const struct resident *a = &residents[couples[i].a], *b = &residents[couples[i].b];
        if (!a->address || !b->address || a->address == b->address)
            join(parent, couples[i].a, couples[i].b);
    }
    qsort(entries, count, sizeof(*entries), compare_orders);
    *ret_count = number_groups(entries, count, parent, at, ret_of);
    free(entries);
    free(parent);
    free(at);
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
