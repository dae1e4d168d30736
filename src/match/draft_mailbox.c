/*
 * Half of all mailboxes say who their owner is: "rita.snijder35", "kvanderpoel",
 * "bakker_piet".  Where a record has no name, or an initial only, what its
 * mailbox says stands in its place, so that it meets and is held against those
 * who have the name and another mailbox (adr 0192).
 *
 * Read with what is sure: the name that the record has, and the lists of usual
 * names.  What could be two people ("anja.arne"), a role or a fancy is not
 * read.  Nothing here depends on other mentions (index-1).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "lang/given_names.h"
#include "lang/nicknames.h"
#include "lang/surname_prefix.h"
#include "match/draft.h"

enum { WORDS_MOST = 4, LOCAL_MOST = 64, GIVEN_LEAST = 3, SURNAME_LEAST = 4 };

/* The words of a mailbox in letters only; what stands apart was written apart. */
struct words_of {
    struct text at[WORDS_MOST];
    size_t count;
    char letters[LOCAL_MOST];
};

static bool is_noise(struct text word)
{
    static const struct text noise[] = { TEXT("familie"), TEXT("family"), TEXT("fam"),  TEXT("mail"), TEXT("email"),
                                         TEXT("mevr"),    TEXT("dhr"),    TEXT("herr"), TEXT("frau"), TEXT("prive"),
                                         TEXT("contact"), TEXT("the"),    TEXT("mr"),   TEXT("mrs") };
    for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++)
        if (text_equal(word, noise[i]))
            return true;
    return false;
}

static bool is_prefix(struct text word)
{
    static const struct text joined[] = { TEXT("vande"),  TEXT("vander"), TEXT("vanden"), TEXT("vant"),
                                          TEXT("vonder"), TEXT("op"),     TEXT("in") };
    for (size_t i = 0; i < sizeof(joined) / sizeof(joined[0]); i++)
        if (text_equal(word, joined[i]))
            return true;
    return word_find(&words_name_prefixes, word) != NULL;
}

/* false: it has more words than a name, or letters of another script. */
static bool take_words(struct text local, struct words_of *ret)
{
    ret->count = 0;
    if (local.len > LOCAL_MOST)
        return false;
    memcpy(ret->letters, local.ptr, local.len);
    for (size_t from = 0, to; from < local.len; from = to + 1) {
        for (to = from; to < local.len && char_is_lower(local.ptr[to]); to++)
            ;
        if (to < local.len && (unsigned char)local.ptr[to] >= 0x80)
            return false;
        struct text word = { ret->letters + from, to - from };
        if (word.len == 0 || is_noise(word))
            continue;
        if (ret->count == WORDS_MOST)
            return false;
        ret->at[ret->count++] = word;
    }
    return ret->count > 0;
}

static bool is_given(struct text word)
{
    return word.len >= GIVEN_LEAST && given_name_find(word).strength > 0;
}

/* A given name and no surname of many. */
static bool is_given_only(struct text word)
{
    return is_given(word) && surname_strength(word) == 0;
}

/* "vanderpoel" → "poel"; a name that only begins so ("vandal") is left whole. */
static struct text without_prefix(struct text word)
{
    static const struct text starts[] = { TEXT("vanden"), TEXT("vander"), TEXT("vonder"), TEXT("vande"),
                                          TEXT("vant"),   TEXT("van"),    TEXT("von"),    TEXT("den"),
                                          TEXT("der"),    TEXT("ter"),    TEXT("ten"),    TEXT("de") };
    if (surname_strength(word) > 0)
        return word;
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (text_starts(word, starts[i]) && word.len >= starts[i].len + SURNAME_LEAST &&
            (starts[i].ptr[0] == 'v' || surname_strength(text_from_offset(word, starts[i].len)) > 0))
            return text_from_offset(word, starts[i].len);
    return word;
}

/* What a mailbox says. */
struct said {
    struct text given, surname;
};

/* Before or behind the surname: a given name, or an initial. */
static bool say_given(struct text word, struct said *ret)
{
    if (word.len != 1 && !is_given(word))
        return false;
    ret->given = word;
    return true;
}

static bool say_surname(struct text word, bool apart, struct said *ret)
{
    struct text bare = without_prefix(word);
    bool marked = bare.len < word.len || surname_strength(bare) > 0;
    if (bare.len < (apart ? GIVEN_LEAST : SURNAME_LEAST) || !(apart || marked) || is_given_only(bare))
        return false;
    ret->surname = bare;
    return true;
}

/* One word whole: "piet", "bakker", "pietbakker", "bakkerpiet", "pbakker". */
static bool say_joined(struct text word, struct said *ret)
{
    if (is_given(word) || surname_strength(word) > 0) {
        if (is_given(word) && surname_strength(word) > 0)
            return false; /* "thomas" */
        return is_given(word) ? say_given(word, ret) : say_surname(word, false, ret);
    }
    for (size_t cut = word.len - GIVEN_LEAST; word.len >= GIVEN_LEAST + SURNAME_LEAST && cut >= GIVEN_LEAST; cut--) {
        struct text left = text_slice(word, 0, cut), right = text_from_offset(word, cut);
        if (is_given(left) && say_surname(right, false, ret))
            return say_given(left, ret);
        if (is_given(right) && say_surname(left, false, ret))
            return say_given(right, ret);
    }
    if (word.len > SURNAME_LEAST && say_surname(text_from_offset(word, 1), false, ret))
        return say_given(text_slice(word, 0, 1), ret);
    return false;
}

/* Nothing is known: a mailbox of two words of which one is a given name or an initial, or of one word. */
static bool say_unknown(const struct text *words, size_t count, struct said *ret)
{
    if (count == 1)
        return say_joined(words[0], ret);
    if (count != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        struct text given = words[i], other = words[1 - i];
        if ((given.len == 1 ? other.len >= SURNAME_LEAST : is_given(given)) && !is_given(other) &&
            say_surname(other, true, ret))
            return say_given(given, ret);
    }
    if (is_given_only(words[0]) && surname_strength(words[1]) > 0 && say_surname(words[1], true, ret))
        return say_given(words[0], ret);
    return false;
}

/* One name is known and stands in the mailbox: what is left beside it, when that is one word. */
static bool rest_beside(const struct text *words, size_t count, struct text known, struct text *ret, bool *ret_apart)
{
    struct text left = TEXT_EMPTY;
    size_t found = 0, others = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = text_find(words[i], known);
        if (found || at == words[i].len) {
            left = words[i];
            others++;
            continue;
        }
        found++;
        struct text before = text_slice(words[i], 0, at), behind = text_from_offset(words[i], at + known.len);
        if (before.len && !is_prefix(before)) {
            left = before;
            others++;
            *ret_apart = false;
        }
        if (behind.len) {
            left = behind;
            others++;
            *ret_apart = false;
        }
    }
    *ret = left;
    return found && others == 1;
}

/* "jvanolmschot" beside "J." */
static bool say_behind_initial(const struct text *words, size_t count, char initial, struct said *ret)
{
    if (count == 1 && words[0].ptr[0] == initial && !is_given(words[0]) && surname_strength(words[0]) == 0)
        return say_surname(text_from_offset(words[0], 1), false, ret);
    if (count == 2 && words[0].len == 1 && words[0].ptr[0] == initial)
        return say_surname(words[1], true, ret);
    return false;
}

/* Prefixes that stand apart go: "jan van der berg" → "jan berg". */
static size_t drop_prefixes(struct words_of *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++)
        if (i + 1 == words->count || !is_prefix(words->at[i]) || words->at[i].len == 1)
            words->at[kept++] = words->at[i];
    return kept;
}

/* What the mention has as a value that goes to this place, as one word; empty for none. */
static struct text drafted(const struct draft *draft, enum domain domain, const uint32_t *to, char room[LOCAL_MOST])
{
    for (size_t i = draft->values[domain].len; i-- > 0;) {
        const struct draft_value *value = &draft->values[domain].ptr[i];
        if (value->to != to)
            continue;
        size_t len = 0;
        for (size_t k = 0; k < value->len && len < LOCAL_MOST; k++)
            if (value->letters[k] != ' ')
                room[len++] = value->letters[k];
        return (struct text){ room, len };
    }
    return TEXT_EMPTY;
}

static bool read_mailbox(struct text local, struct text given, struct text surname, struct words_of *words,
                         struct said *ret)
{
    struct text rest = TEXT_EMPTY;
    bool apart = true;
    *ret = (struct said){ 0 };
    if (!take_words(local, words))
        return false;
    size_t count = drop_prefixes(words);
    if (surname.len >= GIVEN_LEAST && rest_beside(words->at, count, surname, &rest, &apart))
        return say_given(rest, ret);
    if (!surname.len && given.len >= GIVEN_LEAST && rest_beside(words->at, count, given, &rest, &apart))
        return say_surname(rest, apart, ret);
    if (!surname.len && given.len == 1 && say_behind_initial(words->at, count, given.ptr[0], ret))
        return true;
    return say_unknown(words->at, count, ret);
}

/* What it says and what is known are of one person; a mailbox of another surname is somebody else's. */
static bool may_be_of(const struct said *said, struct text given, struct text surname)
{
    if (surname.len && said->surname.len)
        return false;
    if (!given.len || !said->given.len)
        return true;
    return given.len > 1 && said->given.len > 1 ? nickname_same(given, said->given)
                                                : given.ptr[0] == said->given.ptr[0];
}

static bool put_said(struct draft *draft, const struct said *said, struct text given, struct text surname,
                     struct prep *prep)
{
    uint8_t before = prep->of_mailbox;
    if (!may_be_of(said, given, surname))
        return false;
    if (!given.len && said->given.len) {
        prep->of_mailbox |= MAILBOX_GIVEN;
        draft_put(draft, DOMAIN_GIVEN, said->given, &prep->given[prep->given_count++]);
    }
    if (given.len == 1 && said->given.len > 1) {
        prep->of_mailbox |= MAILBOX_CALL;
        draft_put(draft, DOMAIN_GIVEN, said->given, &prep->call);
    }
    if (!surname.len && said->surname.len) {
        prep->of_mailbox |= MAILBOX_SURNAME;
        draft_put(draft, DOMAIN_SURNAME, said->surname, &prep->surname);
    }
    return prep->of_mailbox != before;
}

void draft_mailbox(struct draft *draft, const struct mention *mention, struct prep *prep)
{
    char rooms[2][LOCAL_MOST];
    bool is_called = mention->name.call_name.len > 0;
    if (mention->emails_count == 0)
        return;
    struct text given = drafted(draft, DOMAIN_GIVEN, is_called ? &prep->call : &prep->given[0], rooms[0]);
    struct text surname = drafted(draft, DOMAIN_SURNAME, &prep->surname, rooms[1]);
    if (given.len > 1 && surname.len)
        return;
    for (size_t i = 0; i < mention->emails_count && i < MULTI_MAX; i++) {
        const struct email *email = &mention->emails[i];
        struct text key = email->key.len ? email->key : email->address;
        struct text local = text_slice(key, 0, text_find_char(key, '@'));
        struct words_of words;
        struct said said;
        char lower[LOCAL_MOST];
        if (email->is_role || local.len > LOCAL_MOST)
            continue;
        for (size_t k = 0; k < local.len; k++)
            lower[k] = char_to_lower(local.ptr[k]);
        if (read_mailbox((struct text){ lower, local.len }, given, surname, &words, &said) &&
            put_said(draft, &said, given, surname, prep))
            return;
    }
}
