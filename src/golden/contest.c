/*
 * The steps are read off survive.h, in the same order, as openbgpd's
 * rde_decide.c reads off the BGP decision process: each step either tells two
 * contestants apart or leaves it to the next.
 *
 * One contestant may have many witnesses.  The one that stands for it (whose
 * record is shown as the origin) is its most trusted, then newest, then
 * smallest id, so that adding order never shows.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/contest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct contest contest_begin(const struct leading *leading, struct arena *arena, enum stage stage,
                             struct field_ref field, enum contest_order order, enum golden_block block)
{
    return (struct contest){
        .leading = leading, .arena = arena, .stage = stage, .field = field, .order = order, .block = block
    };
}

static struct contestant *grow(struct contest *contest)
{
    if (contest->count == contest->cap) {
        size_t cap = contest->cap ? contest->cap * 2 : 8;
        struct contestant *items = arena_array(contest->arena, struct contestant, cap);
        if (!items) {
            contest->failed = true;
            return NULL;
        }
        if (contest->count)
            memcpy(items, contest->items, contest->count * sizeof(*items));
        contest->items = items;
        contest->cap = cap;
    }
    return &contest->items[contest->count++];
}

static int compare_u64(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Which witness stands for a value: most trusted, newest, smallest record, smallest ordinal. */
static bool stands_before(unsigned rank, const struct witness *witness, const struct contestant *now)
{
    if (rank != now->rank)
        return rank < now->rank;
    if (witness->observed_ms != now->newest_ms)
        return witness->observed_ms > now->newest_ms;
    if (witness->record.v != now->seen.witness->record.v)
        return witness->record.v < now->seen.witness->record.v;
    return witness->ordinal < now->seen.witness->ordinal;
}

/* Of two choices the newest stands; of one moment, the one whose words come first. */
static bool choice_before(const struct said_choice *a, const struct said_choice *b)
{
    if (a->recorded_ms != b->recorded_ms)
        return a->recorded_ms > b->recorded_ms;
    int order = text_compare(a->author, b->author);
    return order ? order < 0 : text_compare(a->reason, b->reason) < 0;
}

void contest_add(struct contest *contest, const struct claim *claim)
{
    if (claim->key.len == 0)
        return;
    unsigned rank = claim->typed ? LEADING_RANK_LAST
                                 : leading_rank(contest->leading, claim->field, contest->stage, claim->witness->source);
    struct contestant *item = NULL;
    for (size_t i = 0; i < contest->count && !item; i++)
        if (text_equal_nocase(contest->items[i].seen.key, claim->key))
            item = &contest->items[i];
    bool is_new = !item;
    if (is_new && !(item = grow(contest)))
        return;
    if (claim->choice && (!item->seen.choice || choice_before(claim->choice, item->seen.choice)))
        item->seen.choice = claim->choice;
    if (claim->typed && !is_new)
        return;
    if (is_new || item->seen.typed || stands_before(rank, claim->witness, item)) {
        item->seen.typed = claim->typed;
        item->seen.value = claim->value;
        item->seen.key = claim->key;
        item->seen.block = claim->block;
        item->seen.witness = claim->witness;
        item->seen.field = claim->field;
        item->rank = (uint8_t)rank;
        item->newest_ms = claim->witness->observed_ms;
    }
    if (is_new || item->last_record != claim->witness->record.v) {
        item->seen.support += item->seen.support < UINT16_MAX;
        item->last_record = claim->witness->record.v;
    }
    /* a value is as usable and complete as the best record that gives it */
    item->usable = claim->usable > item->usable ? claim->usable : item->usable;
    item->complete = claim->complete > item->complete ? claim->complete : item->complete;
}

static int step(const struct contestant *a, const struct contestant *b, enum golden_rule rule)
{
    switch (rule) {
    case GOLDEN_USABLE:
    case GOLDEN_STRICTEST: return compare_u64(b->usable, a->usable);
    case GOLDEN_LEADING: return compare_u64(a->rank, b->rank);
    case GOLDEN_NEWEST: return a->newest_ms > b->newest_ms ? -1 : a->newest_ms < b->newest_ms;
    case GOLDEN_COMPLETE: return compare_u64(b->complete, a->complete);
    case GOLDEN_FREQUENT: return compare_u64(b->seen.support, a->seen.support);
    default: break;
    }
    int order = compare_u64(a->seen.witness->record.v, b->seen.witness->record.v);
    if (order == 0)
        order = compare_u64(a->seen.witness->ordinal, b->seen.witness->ordinal);
    return order ? order : text_compare(a->seen.key, b->seen.key);
}

static const enum golden_rule steps[][6] = {
    [CONTEST_TRUST] = { GOLDEN_USABLE, GOLDEN_LEADING, GOLDEN_NEWEST, GOLDEN_COMPLETE, GOLDEN_FREQUENT, GOLDEN_FIRST },
    [CONTEST_FULLEST] = { GOLDEN_USABLE, GOLDEN_COMPLETE, GOLDEN_LEADING, GOLDEN_FREQUENT, GOLDEN_NEWEST,
                          GOLDEN_FIRST },
    [CONTEST_STRICTEST] = { GOLDEN_STRICTEST, GOLDEN_NEWEST, GOLDEN_LEADING, GOLDEN_FREQUENT, GOLDEN_FIRST,
                            GOLDEN_FIRST },
};

static int prefer(enum contest_order order, const struct contestant *a, const struct contestant *b,
                  enum golden_rule *ret_rule)
{
    for (size_t i = 0; i < 6; i++) {
        int who = step(a, b, steps[order][i]);
        *ret_rule = steps[order][i];
        if (who != 0)
            return who;
    }
    return 0;
}

/* Few contestants, so insertion: stable, and no order of our own hidden in qsort. */
static void sort(struct contest *contest)
{
    enum golden_rule rule = GOLDEN_FIRST;
    for (size_t i = 1; i < contest->count; i++) {
        struct contestant moved = contest->items[i];
        size_t at = i;
        while (at > 0 && prefer(contest->order, &moved, &contest->items[at - 1], &rule) < 0) {
            contest->items[at] = contest->items[at - 1];
            at--;
        }
        contest->items[at] = moved;
    }
}

/* Each its rule, from item to the last. */
static void give_rules(struct contest *contest, size_t from)
{
    for (size_t i = from; i < contest->count; i++) {
        enum golden_rule rule = GOLDEN_FIRST;
        struct contestant *item = &contest->items[i];
        if (contest->count - from == 1)
            rule = item->seen.support > 1 ? GOLDEN_AGREED : GOLDEN_ONLY;
        else if (i + 1 < contest->count && i == from)
            prefer(contest->order, item, item + 1, &rule);
        else
            prefer(contest->order, item - 1, item, &rule);
        item->seen.rule = rule;
    }
}

/* The place of the value that the newest choice names; count when there is none. */
static size_t chosen_of(const struct contest *contest)
{
    size_t chosen = contest->count;
    for (size_t i = 0; i < contest->count; i++) {
        const struct said_choice *choice = contest->items[i].seen.choice;
        if (choice && (chosen == contest->count || choice_before(choice, contest->items[chosen].seen.choice)))
            chosen = i;
    }
    return chosen;
}

void contest_decide(struct contest *contest)
{
    sort(contest);
    size_t chosen = chosen_of(contest);
    if (chosen == contest->count || contest->order == CONTEST_STRICTEST) {
        give_rules(contest, 0);
        return;
    }
    struct contestant winner = contest->items[chosen];
    memmove(&contest->items[1], &contest->items[0], chosen * sizeof(winner));
    winner.seen.rule = GOLDEN_CHOSEN;
    contest->items[0] = winner;
    contest->chosen_over = chosen > 0;
    give_rules(contest, 1);
}

struct golden_value contest_winner(const struct contest *contest)
{
    assert(contest->count > 0);
    struct golden_value value = { .field = contest->field, .block = contest->block, .best = contest->items[0].seen };
    value.otherwise = contest->chosen_over ? &contest->items[1].seen : NULL;
    for (size_t i = 1; i < contest->count; i++) {
        if (value.others_count < GOLDEN_OTHERS_MAX)
            value.others[value.others_count++] = contest->items[i].seen;
        else if (value.more < UINT16_MAX)
            value.more++;
    }
    return value;
}
