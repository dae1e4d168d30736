/*
 * First every record's words are gathered as claims, then the claims are put
 * together per field and group, and each heap is one contest (contest.h).
 * Nothing here knows a source by name: trust is the table's business.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/survive.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "golden/claims.h"

static const char *const rules[GOLDEN_RULES] = {
    [GOLDEN_ONLY] = "only",         [GOLDEN_AGREED] = "agreed",   [GOLDEN_USABLE] = "usable",
    [GOLDEN_LEADING] = "leading",   [GOLDEN_NEWEST] = "newest",   [GOLDEN_COMPLETE] = "complete",
    [GOLDEN_FREQUENT] = "frequent", [GOLDEN_FIRST] = "first",     [GOLDEN_STRICTEST] = "strictest",
    [GOLDEN_CHOSEN] = "chosen",     [GOLDEN_TRUSTED] = "trusted", [GOLDEN_SPELLING] = "spelling",
};

const char *golden_rule_name(enum golden_rule rule)
{
    return rules[rule];
}

static int compare_witnesses(const void *a, const void *b)
{
    const struct witness *x = a, *y = b;
    if (x->record.v != y->record.v)
        return x->record.v < y->record.v ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* Where a contest stands among others: by field, group, slot. */
static uint32_t place_of(struct field_ref contest)
{
    return (uint32_t)contest.field << 16 | (uint32_t)contest.group << 8 | contest.slot;
}

/* Field, group, then as gathered: witness by witness. */
static int compare_claims(const void *a, const void *b)
{
    const struct claim *x = *(const struct claim *const *)a, *y = *(const struct claim *const *)b;
    uint32_t place_x = place_of(x->contest), place_y = place_of(y->contest);
    if (place_x != place_y)
        return place_x < place_y ? -1 : 1;
    return x < y ? -1 : x > y;
}

enum { SORT_BY_HAND_MAX = 48 };

/* Most parties have a dozen claims, nearly in order already. */
static void sort_claims(const struct claim **order, size_t count)
{
    if (count > SORT_BY_HAND_MAX) {
        qsort(order, count, sizeof(*order), compare_claims);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        const struct claim *moved = order[i];
        uint32_t place = place_of(moved->contest);
        size_t at = i;
        for (; at > 0 && place_of(order[at - 1]->contest) > place; at--)
            order[at] = order[at - 1];
        order[at] = moved;
    }
}

static enum contest_order order_for(struct field_ref field)
{
    switch (field.field) {
    case FIELD_PERSON_FULL: return CONTEST_FULLEST;
    case FIELD_CONSENT_EMAIL:
    case FIELD_CONSENT_SMS:
    case FIELD_CONSENT_PHONE:
    case FIELD_CONSENT_POST:
    case FIELD_CONSENT_EMAIL_OPTOUT:
    case FIELD_CONSENT_SMS_OPTOUT:
    case FIELD_CONSENT_PHONE_OPTOUT:
    case FIELD_CONSENT_POST_OPTOUT: return CONTEST_STRICTEST;
    default: return CONTEST_TRUST;
    }
}

static enum golden_block block_for(struct field_ref field)
{
    switch (field.field) {
    case FIELD_PERSON_FULL: return GOLDEN_PERSON_NAME;
    case FIELD_ORG_NAME: return GOLDEN_ORG_NAME;
    case FIELD_ADDR_FULL: return GOLDEN_ADDRESS;
    case FIELD_EMAIL: return GOLDEN_EMAIL;
    case FIELD_PHONE:
    case FIELD_PHONE_FAX: return GOLDEN_PHONE;
    default: return GOLDEN_TEXT;
    }
}

/* Values that live side by side: each stands on its own, best first. */
static bool holds_many(struct field_ref field)
{
    switch (field.field) {
    case FIELD_EMAIL:
    case FIELD_PHONE:
    case FIELD_PHONE_FAX:
    case FIELD_WEB:
    case FIELD_SOCIAL:
    case FIELD_TAG:
    case FIELD_NOTE: return true;
    default: return false;
    }
}

/* The claims of one field, decided; how many values come of them. */
static size_t emit(const struct contest *contest, struct golden_value *into)
{
    if (!holds_many(contest->field)) {
        *into = contest_winner(contest);
        return 1;
    }
    size_t count = contest->count < GOLDEN_LIST_MAX ? contest->count : GOLDEN_LIST_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct golden_candidate *seen = &contest->items[i].seen;
        into[i] = (struct golden_value){ .field = seen->field, .block = contest->block, .best = *seen };
    }
    into[0].otherwise = contest->chosen_over ? &contest->items[1].seen : NULL;
    if (contest->count > count)
        into[count - 1].more = (uint16_t)(contest->count - count < UINT16_MAX ? contest->count - count : UINT16_MAX);
    return count;
}

/* A member number of a mailing list makes nobody a customer: the table says who gives customer numbers. */
static bool gives_customer_numbers(const struct leading *leading, uint32_t source)
{
    struct field_ref field = { .field = FIELD_CUSTOMER_NUMBER };
    return leading_rank(leading, field, STAGE_CUSTOMER, source) != LEADING_RANK_LAST;
}

static bool chosen_stage(const struct witness *witness, const struct said_choice *choice, enum stage *ret)
{
    const struct mention *mention = choice->mention ? choice->mention : witness->mention;
    if (choice->field.field != FIELD_CUSTOMER_STAGE)
        return false;
    for (size_t a = 0; a < mention->attributes_count; a++)
        if (mention->attributes[a].field.field == FIELD_CUSTOMER_STAGE && stage_read(mention->attributes[a].value, ret))
            return true;
    return false;
}

/* A customer is who says so, has a customer number, or is in the books. */
static enum stage stage_of(const struct leading *leading, const struct witness *witnesses, size_t count)
{
    enum stage stage = STAGE_PROSPECT;
    int64_t said_ms = INT64_MIN;
    bool said = false;
    for (size_t i = 0; i < count; i++) {
        const struct witness *witness = &witnesses[i];
        enum stage read = STAGE_PROSPECT;
        for (size_t a = 0; a < witness->mention->attributes_count; a++) {
            const struct attribute *attribute = &witness->mention->attributes[a];
            if (attribute->field.field == FIELD_CUSTOMER_STAGE && stage_read(attribute->value, &read) &&
                (!said || witness->observed_ms > said_ms)) {
                stage = read;
                said = true;
                said_ms = witness->observed_ms;
            }
        }
    }
    const struct said_choice *last = NULL;
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < witnesses[i].choices_count; c++) {
            const struct said_choice *choice = &witnesses[i].choices[c];
            enum stage read = STAGE_PROSPECT;
            bool later = !last || choice->recorded_ms > last->recorded_ms ||
                         (choice->recorded_ms == last->recorded_ms && choice->id > last->id);
            if (later && chosen_stage(&witnesses[i], choice, &read)) {
                stage = read;
                said = true;
                last = choice;
            }
        }
    for (size_t i = 0; i < count && !said; i++) {
        const struct mention *mention = witnesses[i].mention;
        for (size_t n = 0; n < mention->identifiers_count; n++)
            if (mention->identifiers[n].kind == IDENTIFIER_CUSTOMER_NUMBER &&
                gives_customer_numbers(leading, witnesses[i].source))
                stage = STAGE_CUSTOMER;
        if (text_equal(leading->sources[witnesses[i].source].kind, TEXT("billing")))
            stage = STAGE_CUSTOMER;
    }
    return stage;
}

/* The address a party lives or sits at: the first of these groups it has. */
static const struct golden_value *home_of(const struct golden *golden)
{
    static const enum field_group of_person[] = { GROUP_HOME,    GROUP_NONE, GROUP_DELIVERY,
                                                  GROUP_INVOICE, GROUP_POST, GROUP_OTHER };
    static const enum field_group of_organisation[] = { GROUP_VISIT,   GROUP_WORK,     GROUP_NONE,
                                                        GROUP_INVOICE, GROUP_DELIVERY, GROUP_POST };
    const enum field_group *groups = golden->kind == PARTY_PERSON ? of_person : of_organisation;
    for (size_t g = 0; g < 6; g++)
        for (size_t i = 0; i < golden->values_count; i++)
            if (golden->values[i].block == GOLDEN_ADDRESS && golden->values[i].field.group == groups[g])
                return &golden->values[i];
    return NULL;
}

static void find_landmarks(struct golden *golden)
{
    for (size_t i = 0; i < golden->values_count; i++) {
        const struct golden_value *value = &golden->values[i];
        if (value->block == GOLDEN_PERSON_NAME || value->block == GOLDEN_ORG_NAME)
            golden->name = value;
        if (value->field.field == FIELD_PERSON_GENDER)
            golden->gender = golden_gender_read(value->best.value);
    }
    golden->home = home_of(golden);
}

static enum status survive(const struct leading *leading, const struct witness *witnesses, size_t count, bool short_cut,
                           struct arena *arena, struct golden *ret, struct error *err)
{
    assert(count > 0);
    struct witness *sorted = arena_array(arena, struct witness, count);
    if (!sorted)
        return error_set(err, STATUS_LIMIT, "a party is larger than its memory");
    memcpy(sorted, witnesses, count * sizeof(*sorted));
    if (count > 1)
        qsort(sorted, count, sizeof(*sorted), compare_witnesses);

    struct claims claims = { .arena = arena,
                             .any_spelling = !leading_minds_spelling(leading, sorted[0].mention->kind) };
    claims_gather(&claims, sorted, count);
    const struct claim **order = arena_take(arena, (claims.count + 1) * sizeof(*order), _Alignof(const struct claim *));
    struct golden_value *values =
        arena_take(arena, (claims.count + 1) * sizeof(*values), _Alignof(struct golden_value));
    if (claims.failed || !order || !values)
        return error_set(err, STATUS_LIMIT, "a party is larger than its memory");
    for (size_t i = 0; i < claims.count; i++)
        order[i] = &claims.items[i];
    sort_claims(order, claims.count);

    struct golden golden = { .kind = sorted[0].mention->kind,
                             .stage = stage_of(leading, sorted, count),
                             .values = values };
    for (size_t i = 0; i < claims.count;) {
        struct field_ref field = order[i]->contest;
        uint32_t place = place_of(field);
        size_t next = i + 1;
        while (next < claims.count && place_of(order[next]->contest) == place)
            next++;
        if (short_cut && next == i + 1 && !order[i]->choice) {
            struct golden_value *value = &values[golden.values_count++];
            *value = contest_of_one(leading, golden.stage, order[i], block_for(field));
            value->field = holds_many(field) ? value->best.field : field;
            i = next;
            continue;
        }
        struct contest contest = contest_begin(leading, arena, golden.stage, field, order_for(field), block_for(field));
        for (; i < next; i++)
            contest_add(&contest, order[i]);
        if (contest.failed)
            return error_set(err, STATUS_LIMIT, "a party is larger than its memory");
        if (contest.count == 0)
            continue;
        contest_decide(&contest);
        golden.values_count += emit(&contest, &values[golden.values_count]);
    }
    find_landmarks(&golden);
    *ret = golden;
    return STATUS_OK;
}

enum status golden_survive(const struct leading *leading, const struct witness *witnesses, size_t count,
                           struct arena *arena, struct golden *ret, struct error *err)
{
    return survive(leading, witnesses, count, true, arena, ret, err);
}

enum status golden_survive_at_length(const struct leading *leading, const struct witness *witnesses, size_t count,
                                     struct arena *arena, struct golden *ret, struct error *err)
{
    return survive(leading, witnesses, count, false, arena, ret, err);
}
