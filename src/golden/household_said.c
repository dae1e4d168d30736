/*
 * Few people say such things, so each household that is spoken of is looked at
 * member by member.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/household_said.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 64 };

struct said_work {
    const struct resident *residents;
    const struct living_said *said;
    size_t said_count;
    uint32_t *of;      /* grows new numbers from next on */
    uint32_t *members; /* of the household at hand, in order of resident.order */
    size_t members_count;
    uint32_t next;
};

static bool is_apart(const struct said_work *work, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < work->said_count; i++) {
        const struct living_said *said = &work->said[i];
        if (said->apart && ((said->a == a && said->b == b) || (said->a == b && said->b == a)))
            return true;
    }
    return false;
}

static void gather(struct said_work *work, size_t count, uint32_t household)
{
    work->members_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (work->of[i] != household)
            continue;
        size_t at = work->members_count++;
        for (; at > 0 && work->residents[work->members[at - 1]].order > work->residents[i].order; at--)
            work->members[at] = work->members[at - 1];
        work->members[at] = i;
    }
}

/* Is somebody of the household said to live apart from him? */
static bool is_spoken_of(const struct said_work *work, uint32_t member)
{
    for (size_t i = 0; i < work->members_count; i++)
        if (is_apart(work, member, work->members[i]))
            return true;
    return false;
}

static bool fits(const struct said_work *work, uint32_t member, uint32_t part)
{
    for (size_t i = 0; i < work->members_count; i++)
        if (work->of[work->members[i]] == part && is_apart(work, member, work->members[i]))
            return false;
    return true;
}

/* Part 0 keeps the number. Who is not spoken of comes last and joins the most. */
static void split(struct said_work *work)
{
    uint32_t parts[PARTS_MAX], sizes[PARTS_MAX] = { 0 }, parts_count = 0, number = work->of[work->members[0]];
    for (size_t m = 0; m < work->members_count; m++)
        work->of[work->members[m]] = HOUSEHOLD_NONE;
    for (int spoken_of = 1; spoken_of >= 0; spoken_of--)
        for (size_t m = 0; m < work->members_count; m++) {
            uint32_t member = work->members[m], part = 0;
            if (is_spoken_of(work, member) != (spoken_of == 1))
                continue;
            while (spoken_of && part < parts_count && !fits(work, member, parts[part]))
                part++;
            for (uint32_t p = 1; p < parts_count && !spoken_of; p++)
                part = sizes[p] > sizes[part] ? p : part;
            if (part == PARTS_MAX)
                continue;
            if (part == parts_count)
                parts[parts_count++] = part == 0 ? number : work->next++;
            work->of[member] = parts[part];
            sizes[part]++;
        }
}

static bool may_join(const struct said_work *work, size_t count, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < work->said_count; i++) {
        const struct living_said *said = &work->said[i];
        if (said->apart &&
            ((work->of[said->a] == a && work->of[said->b] == b) || (work->of[said->a] == b && work->of[said->b] == a)))
            return false;
    }
    return true;
}

static void join(struct said_work *work, size_t count, const struct living_said *said)
{
    uint32_t a = work->of[said->a], b = work->of[said->b];
    if (a != HOUSEHOLD_NONE && a == b)
        return;
    if (is_apart(work, said->a, said->b))
        return;
    if (a == HOUSEHOLD_NONE)
        a = work->of[said->a] = work->next++;
    if (b == HOUSEHOLD_NONE)
        b = work->of[said->b] = work->next++;
    if (!may_join(work, count, a, b))
        return;
    for (size_t i = 0; i < count; i++)
        if (work->of[i] == b)
            work->of[i] = a;
}

static int compare_said(const void *a, const void *b)
{
    const struct living_said *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

struct numbered {
    uint64_t order;
    uint32_t resident;
};

static int compare_numbered(const void *a, const void *b)
{
    uint64_t x = ((const struct numbered *)a)->order, y = ((const struct numbered *)b)->order;
    return x < y ? -1 : x > y;
}

/* One person is no household; the rest are numbered by their smallest resident.order. */
static enum status renumber(struct said_work *work, size_t count, uint32_t *households, struct error *err)
{
    uint32_t *sizes = calloc(work->next + 1u, sizeof(*sizes)), *numbers = calloc(work->next + 1u, sizeof(*numbers));
    struct numbered *order = malloc((count + 1) * sizeof(*order));
    enum status status = STATUS_OK;
    *households = 0;
    if (!sizes || !numbers || !order)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for households");
    for (uint32_t i = 0; i < count && status == STATUS_OK; i++) {
        order[i] = (struct numbered){ work->residents[i].order, i };
        if (work->of[i] != HOUSEHOLD_NONE)
            sizes[work->of[i]]++;
    }
    if (status == STATUS_OK)
        qsort(order, count, sizeof(*order), compare_numbered);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        uint32_t *of = &work->of[order[i].resident];
        if (*of == HOUSEHOLD_NONE)
            continue;
        if (sizes[*of] < 2) {
            *of = HOUSEHOLD_NONE;
            continue;
        }
        if (numbers[*of] == 0)
            numbers[*of] = ++*households;
        *of = numbers[*of] - 1;
    }
    free(sizes);
    free(numbers);
    free(order);
    return status;
}

enum status households_said(const struct resident *residents, size_t count, const struct living_said *said,
                            size_t said_count, uint32_t *of, uint32_t *households, struct error *err)
{
    if (said_count == 0)
        return STATUS_OK;
    struct said_work work = { .residents = residents, .said_count = said_count, .of = of, .next = *households };
    struct living_said *sorted = malloc(said_count * sizeof(*sorted));
    work.members = malloc((count + 1) * sizeof(*work.members));
    enum status status = STATUS_OK;
    if (!sorted || !work.members) {
        status = error_set(err, STATUS_NO_MEMORY, "no memory for households");
    } else {
        memcpy(sorted, said, said_count * sizeof(*sorted));
        qsort(sorted, said_count, sizeof(*sorted), compare_said);
        work.said = sorted;
        for (size_t i = 0; i < said_count; i++)
            if (sorted[i].apart && of[sorted[i].a] != HOUSEHOLD_NONE && of[sorted[i].a] == of[sorted[i].b]) {
                gather(&work, count, of[sorted[i].a]);
                split(&work);
            }
        for (size_t i = 0; i < said_count; i++)
            if (!sorted[i].apart)
                join(&work, count, &sorted[i]);
        status = renumber(&work, count, households, err);
    }
    free(sorted);
    free(work.members);
    return status;
}
