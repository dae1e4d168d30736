/*
 * A word typed with one letter wrong: one lost, one too many, another one, or
 * two that changed places (Damerau, 1964), anywhere in what was typed so far.
 *
 * The words of the index lie in order, so those near what was typed are found
 * by jumping: at each place of it, from one letter that follows there to the
 * next, and for each a look whether the rest goes on as typed.
 *
 *     typed   bkaker
 *     b·      ba be bi bl bo …       another letter: ba·aker   one lost: ba·kaker
 *     b·                             one too many: baker       changed places: bakker? no: bakaer
 *
 * Past the longest beginning that any word has there is nothing to find: an
 * error further on would leave that beginning as it is.  So it takes some
 * hundred jumps, however many words there are.
 *
 * typo-1  typo_begins() says of one word what the jumps find among all.
 * typo-2  A number is not typed nearly right, and a word of less than
 *         TYPO_CHARS_MIN letters is near too many others: both have no typos.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/scoped.h"
#include "store/inside.h"

enum { TYPO_CHARS_MIN = 4, VARIANTS_MAX = 128, VARIANT_BYTES_MAX = 80 };

/* ---- letters: a byte and what continues it ---- */

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t letter_end(struct text t, size_t at)
{
    if (at < t.len)
        at++;
    while (at < t.len && continues(t.ptr[at]))
        at++;
    return at;
}

bool typo_is_looked_for(struct text typed)
{
    size_t letters = 0;
    for (size_t i = 0; i < typed.len; i++) {
        if (char_is_digit(typed.ptr[i]))
            return false;
        letters += !continues(typed.ptr[i]);
    }
    return letters >= TYPO_CHARS_MIN && typed.len + 4 < VARIANT_BYTES_MAX;
}

/* ---- one word ---- */

static bool goes_on(struct text word, size_t at, struct text typed, size_t from)
{
    return text_starts(text_from_offset(word, at), text_from_offset(typed, from));
}

static bool same_letter(struct text a, size_t from_a, struct text b, size_t from_b)
{
    return text_equal(text_slice(a, from_a, letter_end(a, from_a)), text_slice(b, from_b, letter_end(b, from_b)));
}

/* One error can always be put at the first place where the two differ. */
bool typo_begins(struct text word, struct text typed)
{
    size_t at = 0;
    while (at < typed.len && at < word.len && same_letter(word, at, typed, at))
        at = letter_end(typed, at);
    if (at >= typed.len)
        return true;
    size_t next = letter_end(typed, at), word_next_letter = letter_end(word, at);
    if (goes_on(word, at, typed, next)) /* one too many */
        return true;
    if (at >= word.len)
        return false;
    if (goes_on(word, word_next_letter, typed, next) || goes_on(word, word_next_letter, typed, at))
        return true;
    return next < typed.len && word_next_letter < word.len && same_letter(word, at, typed, next) &&
           same_letter(word, word_next_letter, typed, at) &&
           goes_on(word, letter_end(word, word_next_letter), typed, letter_end(typed, next));
}

/* ---- all words ---- */

struct jumping {
    struct store *store;
    const char *from; /* the query that gives the first word from there on */
    struct text typed;
    bool (*each)(void *ctx, struct text beginning, struct error *err);
    void *ctx;
    char found[VARIANT_BYTES_MAX]; /* by the last jump */
    size_t found_len;
    uint64_t seen[VARIANTS_MAX]; /* hashes of variants that were there */
    size_t seen_count;
    enum status status;
    struct error *err;
};

/* The first word from there on; false when there is none. */
static bool jump(struct jumping *j, struct text from)
{
    struct db_stmt *stmt;
    bool found = false;
    j->status = query(j->store, j->from, &stmt, j->err);
    if (j->status != STATUS_OK)
        return false;
    db_bind_blob(stmt, 1, from);
    if (db_next(stmt)) {
        struct text word = db_blob(stmt, 0);
        j->found_len = word.len < sizeof(j->found) ? word.len : sizeof(j->found);
        memcpy(j->found, word.ptr, j->found_len);
        found = true;
    }
    j->status = db_end(stmt, j->err);
    return found && j->status == STATUS_OK;
}

static struct text found(const struct jumping *j)
{
    return (struct text){ j->found, j->found_len };
}

/* Tell of a beginning, once, when there are words of it. */
static void try(struct jumping *j, struct text beginning)
{
    uint64_t hash = hash_text(beginning);
    for (size_t i = 0; i < j->seen_count; i++)
        if (j->seen[i] == hash)
            return;
    if (j->status != STATUS_OK || beginning.len == 0 || j->seen_count == VARIANTS_MAX || !jump(j, beginning) ||
        !text_starts(found(j), beginning))
        return;
    j->seen[j->seen_count++] = hash;
    if (!j->each(j->ctx, beginning, j->err))
        j->status = STATUS_NO_MEMORY;
}

static struct text joined(char into[VARIANT_BYTES_MAX], struct text a, struct text b, struct text c)
{
    size_t len = 0;
    const struct text parts[] = { a, b, c };
    for (size_t i = 0; i < 3; i++) {
        if (len + parts[i].len > VARIANT_BYTES_MAX)
            return TEXT_EMPTY;
        if (parts[i].len)
            memcpy(into + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
    }
    return (struct text){ into, len };
}

/* One too many at this place, or this one and the next changed places. */
static void try_without(struct jumping *j, size_t at)
{
    char into[VARIANT_BYTES_MAX], swapped[VARIANT_BYTES_MAX];
    size_t next = letter_end(j->typed, at), after = letter_end(j->typed, next);
    struct text before = text_slice(j->typed, 0, at), this = text_slice(j->typed, at, next);
    try(j, joined(into, before, text_from_offset(j->typed, next), TEXT_EMPTY));
    if (next < j->typed.len) {
        struct text pair = joined(swapped, text_slice(j->typed, next, after), this, TEXT_EMPTY);
        try(j, joined(into, before, pair, text_from_offset(j->typed, after)));
    }
}

/* Each letter that follows the first at bytes: instead of the one typed, or before it. False: no word begins so. */
static bool try_letters(struct jumping *j, size_t at)
{
    char from[VARIANT_BYTES_MAX], into[VARIANT_BYTES_MAX], letter[8];
    struct text before = text_slice(j->typed, 0, at);
    size_t next = letter_end(j->typed, at);
    bool any = false;
    struct text start = joined(from, before, TEXT("\x02"), TEXT_EMPTY); /* below it are the lists of kinds */
    while (j->status == STATUS_OK && start.len && jump(j, start) && text_starts(found(j), before)) {
        size_t len = letter_end(found(j), at) - at;
        any = true;
        if (len == 0 || len >= sizeof(letter))
            break;
        memcpy(letter, j->found + at, len);
        try(j, joined(into, before, (struct text){ letter, len }, text_from_offset(j->typed, next)));
        try(j, joined(into, before, (struct text){ letter, len }, text_from_offset(j->typed, at)));
        letter[len] = '\xff'; /* past every word of this letter; no UTF-8 has it */
        start = joined(from, before, (struct text){ letter, len + 1 }, TEXT_EMPTY);
    }
    return any;
}

enum status typo_each(struct store *store, const char *from, struct text typed,
                      bool (*each)(void *ctx, struct text beginning, struct error *err), void *ctx, struct error *err)
{
    struct jumping j = { .store = store, .from = from, .typed = typed, .each = each, .ctx = ctx, .err = err };
    bool more = true;
    for (size_t at = 0; more && at < typed.len && j.status == STATUS_OK; at = letter_end(typed, at)) {
        more = try_letters(&j, at);
        try_without(&j, at); /* also at the end of the longest: a word may end there */
    }
    return j.status;
}
