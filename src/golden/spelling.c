/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/spelling.h"

#include "lang/fold.h"

enum { COMPARED_BYTES_MAX = 40, COMPARED_BYTES_MIN = 4, TWO_ERRORS_FROM = 8 };

static struct text name_of(const struct mention *mention)
{
    return mention->kind == PARTY_PERSON ? mention->name.surname : mention->org.name;
}

static struct spelling read_one(const struct mention *mention, struct arena *arena)
{
    struct text folded = fold_text(name_of(mention), arena);
    if (mention->kind == PARTY_PERSON)
        return (struct spelling){ .folded = folded };
    return (struct spelling){ .folded = mention->org.core, .whole = folded, .legal_form = mention->org.legal_form };
}

/* Nobody says it otherwise: then there is nothing to outvote. */
static bool all_say_one(const struct witness *witnesses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (witnesses[i].choices_count || !text_equal(name_of(witnesses[i].mention), name_of(witnesses->mention)))
            return false;
    return true;
}

bool spellings_read(const struct witness *witnesses, size_t count, struct arena *arena, struct spellings *ret)
{
    *ret = (struct spellings){ 0 };
    if (all_say_one(witnesses, count))
        return true;
    struct spelling *items = arena_array(arena, struct spelling, count);
    if (!items)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct spelling said = read_one(witnesses[i].mention, arena);
        size_t at = 0;
        while (at < ret->count &&
               !(text_equal(items[at].folded, said.folded) && text_equal(items[at].whole, said.whole)))
            at++;
        if (said.folded.len == 0)
            continue;
        if (at == ret->count)
            items[ret->count++] = said;
        items[at].whole_records++;
    }
    for (size_t i = 0; i < ret->count; i++) /* of one core all its names count */
        for (size_t j = 0; j < ret->count; j++)
            items[i].records += text_equal(items[i].folded, items[j].folded) ? items[j].whole_records : 0;
    ret->items = items;
    return true;
}

/* At most two letters apart (one, when short): Levenshtein's measure. */
static bool is_near(struct text a, struct text b)
{
    uint8_t row[COMPARED_BYTES_MAX + 1];
    if (a.len > COMPARED_BYTES_MAX || b.len > COMPARED_BYTES_MAX || a.len < COMPARED_BYTES_MIN ||
        b.len < COMPARED_BYTES_MIN)
        return false;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = (uint8_t)j;
    for (size_t i = 1; i <= a.len; i++) {
        uint8_t corner = row[0];
        row[0] = (uint8_t)i;
        for (size_t j = 1; j <= b.len; j++) {
            uint8_t best = (uint8_t)(corner + (a.ptr[i - 1] != b.ptr[j - 1]));
            corner = row[j];
            best = row[j] + 1 < best ? (uint8_t)(row[j] + 1) : best;
            best = row[j - 1] + 1 < best ? (uint8_t)(row[j - 1] + 1) : best;
            row[j] = best;
        }
    }
    return row[b.len] <= (a.len < TWO_ERRORS_FROM ? 1 : 2);
}

static bool same_digits(struct text a, struct text b)
{
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < a.len && !char_is_digit(a.ptr[i]))
            i++;
        while (j < b.len && !char_is_digit(b.ptr[j]))
            j++;
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len;
        if (a.ptr[i] != b.ptr[j])
            return false;
    }
}

/* Is said an error of what other records give? */
static bool is_error_of(const struct spelling *said, const struct spelling *other)
{
    if (other->records > said->records && same_digits(other->folded, said->folded) &&
        is_near(other->folded, said->folded))
        return true;
    return other->whole_records > said->whole_records && !text_equal(other->folded, said->folded) &&
           text_equal(other->legal_form, said->legal_form) && same_digits(other->whole, said->whole) &&
           is_near(other->whole, said->whole);
}

bool spelling_is_outvoted(const struct spellings *spellings, const struct mention *mention, struct arena *arena)
{
    if (spellings->count == 0)
        return false;
    struct spelling said = read_one(mention, arena);
    for (size_t i = 0; i < spellings->count; i++)
        if (text_equal(spellings->items[i].folded, said.folded)) {
            said.records = spellings->items[i].records;
            if (text_equal(spellings->items[i].whole, said.whole))
                said.whole_records = spellings->items[i].whole_records;
        }
    for (size_t i = 0; i < spellings->count; i++)
        if (is_error_of(&said, &spellings->items[i]))
            return true;
    return false;
}
