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

#define DAY_MS INT64_C(86400000)
enum { DAY_LEAST = -1000000, DAY_MOST = 1000000 }; /* any date a file can hold, and room to count on */

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
        size_t cap = contest->cap ? contest->cap * 2 : 4;
        struct contestant *items = arena_take(contest->arena, cap * sizeof(*items), _Alignof(struct contestant));
        if (!items) {
            contest->failed = true;
            return NULL;
        }
        if (contest->count)
            memcpy(items, contest->items, contest->count * sizeof(*items));
        contest->items = items;
        contest->cap = cap;
    }
    contest->items[contest->count] = (struct contestant){ .heard_ms = INT64_MIN };
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

/* Of two choices the newest stands; where that is not known, the one whose words come first. */
bool choice_before(const struct said_choice *a, const struct said_choice *b)
{
    if (a->recorded_ms != b->recorded_ms)
        return a->recorded_ms > b->recorded_ms;
    if (a->id != b->id)
        return a->id > b->id;
    int order = text_compare(a->author, b->author);
    return order ? order < 0 : text_compare(a->reason, b->reason) < 0;
}

/* ---- trust ---- */

static int32_t day_of(int64_t ms)
{
    int64_t day = ms / DAY_MS - (ms % DAY_MS < 0);
    return (int32_t)(day < DAY_LEAST ? DAY_LEAST : day > DAY_MOST ? DAY_MOST : day);
}

/* A value is trusted as long as the witness it is trusted longest with. */
static void trust_by(struct contestant *item, const struct leading_word *word, int64_t observed_ms)
{
    int32_t day = day_of(observed_ms);
    int32_t until = word->days == DECAY_NEVER ? DECAY_NEVER : day + word->days;
    if (!item->word || until > item->word_until ||
        (until == item->word_until &&
         (word->trust > item->word->trust || (word->trust == item->word->trust && day > item->word_day)))) {
        item->word = word;
        item->word_day = day;
        item->word_until = until;
    }
    if (observed_ms > item->heard_ms)
        item->heard_ms = observed_ms;
}

/* A signal that names another mailbox than this one is not about it. */
static bool names_another(const struct said_signal *signal, const struct claim *claim, bool *ret_names_it)
{
    *ret_names_it = false;
    if (claim->contest.field != FIELD_EMAIL || text_find_char(signal->about, '@') == signal->about.len)
        return false;
    *ret_names_it = text_find_nocase(signal->about, claim->value) < signal->about.len ||
                    text_find_nocase(signal->about, claim->key) < signal->about.len;
    return !*ret_names_it;
}

/* What the record of this claim was told: about what it held then, or about what is named. */
static void lower_by(const struct leading *leading, struct contestant *item, const struct claim *claim)
{
    for (size_t i = 0; i < claim->witness->signals_count; i++) {
        const struct said_signal *signal = &claim->witness->signals[i];
        bool named = false;
        unsigned percent = leading_lowers(leading, claim->field, signal->kind, signal->status);
        if (percent == 0 || names_another(signal, claim, &named) ||
            (!named && signal->at_ms < claim->witness->observed_ms))
            continue;
        if (!item->seen.lowered || percent > item->lowered ||
            (percent == item->lowered && signal->at_ms > item->seen.lowered->at_ms)) {
            item->seen.lowered = signal;
            item->lowered = (uint8_t)percent;
        }
    }
}

/* What is left now.  Whoever gave the value again after the signal stands in for it. */
static void weigh(const struct leading *leading, struct contestant *item)
{
    item->trusted = true;
    if (!item->word) /* typed: there is no source to trust */
        return;
    if (item->seen.lowered && item->heard_ms > item->seen.lowered->at_ms) {
        item->seen.lowered = NULL;
        item->lowered = 0;
    }
    int32_t now = leading->as_of_ms ? day_of(leading->as_of_ms) : item->word_day;
    uint32_t age = now > item->word_day ? (uint32_t)(now - item->word_day) : 0;
    uint32_t whole = item->word->trust * (100u - item->lowered) / 100;
    uint32_t left = decay(whole, age, item->word->half_days);
    int32_t days = item->lowered ? decay_days(whole, item->word->minimum, item->word->half_days) : item->word->days;
    item->trusted = days == DECAY_NEVER || (days >= 0 && age <= (uint32_t)days);
    item->seen.trust = (uint8_t)((left + 50) / 100);
    item->seen.trusted_until = days == DECAY_NEVER ? DECAY_NEVER : item->word_day + days;
}

/* The claim's witness stands for the value. */
static void stand_for(struct contestant *item, const struct claim *claim, unsigned rank)
{
    item->seen.typed = claim->typed;
    item->seen.value = claim->value;
    item->seen.key = claim->key;
    item->seen.block = claim->block;
    item->seen.witness = claim->witness;
    item->seen.field = claim->field;
    item->rank = (uint8_t)rank;
    item->newest_ms = claim->witness->observed_ms;
}

void contest_add(struct contest *contest, const struct claim *claim)
{
    if (claim->key.len == 0)
        return;
    const struct leading_word *word =
        leading_word_of(contest->leading, claim->field, contest->stage, claim->witness->source);
    unsigned rank = claim->typed ? LEADING_RANK_LAST : word->rank;
    struct contestant *item = NULL;
    for (size_t i = 0; i < contest->count && !item; i++)
        if (text_equal_nocase(contest->items[i].seen.key, claim->key))
            item = &contest->items[i];
    bool is_new = !item;
    if (is_new && !(item = grow(contest)))
        return;
    if (claim->choice && (!item->seen.choice || choice_before(claim->choice, item->seen.choice)))
        item->seen.choice = claim->choice;
    if (claim->typed && !is_new && !item->seen.typed) /* a record gives it too, and goes before */
        return;
    if (is_new || (item->seen.typed && !claim->typed) || stands_before(rank, claim->witness, item))
        stand_for(item, claim, rank);
    if (!claim->typed && (item->seen.support == 0 || item->last_record != claim->witness->record.v)) {
        item->seen.support += item->seen.support < UINT16_MAX;
        item->last_record = claim->witness->record.v;
    }
    if (!claim->typed) {
        trust_by(item, word, claim->witness->observed_ms);
        lower_by(contest->leading, item, claim);
    }
    /* a value is as usable and complete as the best record that gives it */
    item->usable = claim->usable > item->usable ? claim->usable : item->usable;
    item->complete = claim->complete > item->complete ? claim->complete : item->complete;
    item->misspelled = claim->misspelled && (is_new || item->misspelled);
}

static int step(const struct contestant *a, const struct contestant *b, enum golden_rule rule)
{
    switch (rule) {
    case GOLDEN_USABLE:
    case GOLDEN_STRICTEST: return compare_u64(b->usable, a->usable);
    case GOLDEN_SPELLING: return (int)a->misspelled - (int)b->misspelled;
    case GOLDEN_TRUSTED: return (int)b->trusted - (int)a->trusted;
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

enum { STEPS = 8 };

static const enum golden_rule steps[][STEPS] = {
    [CONTEST_TRUST] = { GOLDEN_USABLE, GOLDEN_SPELLING, GOLDEN_TRUSTED, GOLDEN_LEADING, GOLDEN_NEWEST, GOLDEN_COMPLETE,
                        GOLDEN_FREQUENT, GOLDEN_FIRST },
    [CONTEST_FULLEST] = { GOLDEN_USABLE, GOLDEN_SPELLING, GOLDEN_TRUSTED, GOLDEN_COMPLETE, GOLDEN_LEADING,
                          GOLDEN_FREQUENT, GOLDEN_NEWEST, GOLDEN_FIRST },
    [CONTEST_STRICTEST] = { GOLDEN_STRICTEST, GOLDEN_NEWEST, GOLDEN_LEADING, GOLDEN_FREQUENT, GOLDEN_FIRST,
                            GOLDEN_FIRST, GOLDEN_FIRST, GOLDEN_FIRST },
};

static int prefer(enum contest_order order, const struct contestant *a, const struct contestant *b,
                  enum golden_rule *ret_rule)
{
    for (size_t i = 0; i < STEPS; i++) {
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
    for (size_t i = 0; i < contest->count; i++)
        weigh(contest->leading, &contest->items[i]);
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

struct golden_value contest_of_one(const struct leading *leading, enum stage stage, const struct claim *claim,
                                   enum golden_block block)
{
    assert(!claim->choice && !claim->typed);
    const struct leading_word *word = leading_word_of(leading, claim->field, stage, claim->witness->source);
    struct contestant item = { .heard_ms = INT64_MIN };
    stand_for(&item, claim, word->rank);
    trust_by(&item, word, claim->witness->observed_ms);
    lower_by(leading, &item, claim);
    weigh(leading, &item);
    item.seen.support = 1;
    item.seen.rule = GOLDEN_ONLY;
    return (struct golden_value){ .field = claim->contest, .block = block, .best = item.seen };
}
