/*
 * All that any record says is findable, not the golden values alone: who
 * looks for somebody by an old number should meet the person.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/party_find.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/fold.h"
#include "normal/email.h"
#include "normal/identifier.h"
#include "normal/phone.h"
#include "normal/postcode.h"

static void push(struct party_finder *finder, struct text **items, size_t *count, size_t *cap, struct text item)
{
    if (item.len == 0 || finder->failed)
        return;
    if (*count == *cap) {
        size_t grown_cap = *cap ? *cap * 2 : 32;
        struct text *grown = arena_array(finder->scratch, struct text, grown_cap);
        if (!grown) {
            finder->failed = true;
            return;
        }
        if (*count)
            memcpy(grown, *items, *count * sizeof(*grown));
        *items = grown;
        *cap = grown_cap;
    }
    (*items)[(*count)++] = item;
}

void party_find_add_key(struct party_finder *finder, const char *kind, struct text value)
{
    if (value.len == 0)
        return;
    const struct text parts[] = { text_from(kind), TEXT(":"), value };
    struct text key = arena_join(finder->scratch, parts, 3);
    if (!key.ptr)
        finder->failed = true;
    push(finder, &finder->keys, &finder->keys_count, &finder->keys_cap, key);
}

void party_find_add_words(struct party_finder *finder, struct text t)
{
    struct text folded = fold_text(t, finder->scratch), word = TEXT_EMPTY;
    while (text_next(&folded, ' ', &word))
        push(finder, &finder->words, &finder->words_count, &finder->words_cap, word);
}

/* "1234 AB" and "12" to "1234AB|12". */
static struct text post_key(struct text postcode, struct text number, struct arena *arena)
{
    char code[POSTCODE_TEXT_MAX + 1];
    size_t len = 0;
    for (size_t i = 0; i < postcode.len && len < POSTCODE_TEXT_MAX; i++)
        if (postcode.ptr[i] != ' ')
            code[len++] = char_to_upper(postcode.ptr[i]);
    const struct text parts[] = { { code, len }, TEXT("|"), number };
    return arena_join(arena, parts, 3);
}

/* Records of one party mostly say the same: what stood in this place of the record before is not folded again. */
static void add_words_at(struct party_finder *finder, size_t place, struct text t)
{
    if (place < PARTY_FINDER_PLACES) {
        if (text_equal(finder->last[place], t))
            return;
        finder->last[place] = t;
    }
    party_find_add_words(finder, t);
}

static void add_person_words(struct party_finder *finder, const struct person_name *name)
{
    const struct text parts[] = { name->given,
                                  name->call_name,
                                  name->prefix,
                                  name->surname,
                                  name->partner_prefix,
                                  name->partner_surname,
                                  name->surname.len ? TEXT_EMPTY : name->raw };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        add_words_at(finder, i, parts[i]);
}

static void add_organisation_words(struct party_finder *finder, const struct org_name *org)
{
    const struct text parts[] = { org->name, org->core, org->trade_name, org->former_name };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        add_words_at(finder, i, parts[i]);
    party_find_add_key(finder, "org", org->core);
}

void party_find_add(struct party_finder *finder, const struct mention *mention)
{
    if (mention->kind == PARTY_PERSON)
        add_person_words(finder, &mention->name);
    else
        add_organisation_words(finder, &mention->org);
    for (size_t i = 0; i < mention->addresses_count; i++) {
        const struct address *address = &mention->addresses[i];
        add_words_at(finder, PARTY_FINDER_NAMES + 2 * i, address->city);
        add_words_at(finder, PARTY_FINDER_NAMES + 2 * i + 1, address->street);
        if (address->postcode.len && address->number.len)
            party_find_add_key(finder, "post", post_key(address->postcode, address->number, finder->scratch));
    }
    for (size_t i = 0; i < mention->emails_count; i++)
        party_find_add_key(finder, "email", mention->emails[i].key);
    for (size_t i = 0; i < mention->phones_count; i++)
        party_find_add_key(finder, "phone", mention->phones[i].e164);
    for (size_t i = 0; i < mention->identifiers_count; i++) {
        const struct identifier *identifier = &mention->identifiers[i];
        const char *kind =
            identifier->kind == IDENTIFIER_CUSTOMER_NUMBER ? "customer" : identifier_kind_name(identifier->kind);
        party_find_add_key(finder, kind, identifier->value);
    }
}

static struct text lower(struct text t, struct arena *arena)
{
    char *into = arena_take(arena, t.len + 1, 1);
    for (size_t i = 0; into && i < t.len; i++)
        into[i] = char_to_lower(t.ptr[i]);
    return into ? (struct text){ into, t.len } : TEXT_EMPTY;
}

/* A key we made ourselves from the cells is nothing anybody looks for. */
void party_find_add_record(struct party_finder *finder, const struct stored_record *record)
{
    if (!text_starts(record->source_key, TEXT("~")))
        party_find_add_key(finder, "key", lower(record->source_key, finder->scratch));
}

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

enum { SORT_BY_HAND_MAX = 64 };

/* The first eight bytes, as a number that orders like them. */
static uint64_t start_of(struct text t)
{
    uint64_t start = 0;
    if (t.len)
        memcpy(&start, t.ptr, t.len < sizeof(start) ? t.len : sizeof(start));
    return be64toh(start);
}

/* A party has a dozen words and a few keys. */
static void sort_texts(struct text *items, size_t count)
{
    uint64_t starts[SORT_BY_HAND_MAX] = { 0 };
    if (count > SORT_BY_HAND_MAX) {
        qsort(items, count, sizeof(*items), compare_texts);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct text moved = items[i];
        uint64_t start = start_of(moved);
        size_t at = i;
        for (;
             at > 0 && (starts[at - 1] > start || (starts[at - 1] == start && text_compare(items[at - 1], moved) > 0));
             at--) {
            items[at] = items[at - 1];
            starts[at] = starts[at - 1];
        }
        items[at] = moved;
        starts[at] = start;
    }
}

static size_t sort_once(struct text *items, size_t count)
{
    size_t kept = 0;
    sort_texts(items, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !text_equal(items[kept - 1], items[i]))
            items[kept++] = items[i];
    return kept;
}

bool party_find_end(struct party_finder *finder, struct party_id id, struct party_made *ret, struct error *err)
{
    size_t words = sort_once(finder->words, finder->words_count), keys = sort_once(finder->keys, finder->keys_count);
    if (keys > PARTY_KEYS_MAX)
        keys = PARTY_KEYS_MAX;
    size_t room = 1;
    for (size_t i = 0; i < words && room < PARTY_SEARCH_BYTES_MAX; i++)
        room += finder->words[i].len + 1;
    room = room < PARTY_SEARCH_BYTES_MAX ? room : PARTY_SEARCH_BYTES_MAX;
    char *search = arena_take(finder->arena, room, 1);
    struct stored_key *stored = arena_array(finder->arena, struct stored_key, keys + 1);
    if (!search || !stored || finder->failed)
        return false;
    size_t len = 0;
    for (size_t i = 0; i < words && len + finder->words[i].len + 1 < room; i++) {
        if (len)
            search[len++] = ' ';
        memcpy(search + len, finder->words[i].ptr, finder->words[i].len);
        len += finder->words[i].len;
    }
    ret->party.search = (struct text){ search, len };
    for (size_t i = 0; i < keys; i++) {
        stored[i] = (struct stored_key){ arena_copy(finder->arena, finder->keys[i]), id };
        if (!stored[i].key.ptr)
            return false;
    }
    ret->party.keys = stored;
    ret->party.keys_count = keys;
    return true;
}

/* ---- questions ---- */

static void ask(struct text *ret, size_t *count, struct text key)
{
    if (key.len && *count < PARTY_QUESTION_KEYS_MAX)
        ret[(*count)++] = key;
}

/* "1234 AB 12", "1234ab12", "1234AB, 12". */
static struct text post_question(struct text question, struct arena *arena)
{
    size_t letters = 0, at = 0;
    for (; at < question.len && letters < 6; at++)
        letters += char_is_alpha(question.ptr[at]) || char_is_digit(question.ptr[at]);
    struct postcode postcode = { 0 };
    struct text rest = text_from_offset(question, at);
    while (rest.len && !char_is_digit(rest.ptr[0]))
        rest = text_from_offset(rest, 1);
    size_t digits = 0;
    while (digits < rest.len && char_is_digit(rest.ptr[digits]))
        digits++;
    if (digits == 0 || postcode_read(text_slice(question, 0, at), "NL", &postcode) != FINDING_NONE)
        return TEXT_EMPTY;
    struct text key = post_key(text_from(postcode.code), text_slice(rest, 0, digits), arena);
    return arena_printf(arena, "post:%.*s", TEXT_ARG(key));
}

size_t party_question_keys(struct text question, const char *country, struct arena *arena,
                           struct text ret[PARTY_QUESTION_KEYS_MAX])
{
    static const enum identifier_kind kinds[] = { IDENTIFIER_IBAN, IDENTIFIER_VAT, IDENTIFIER_KBO, IDENTIFIER_LEI };
    size_t count = 0;
    question = text_trim(question);
    if (question.len == 0 || question.len > KEY_BYTES_MAX)
        return 0;
    size_t digits = 0;
    for (size_t i = 0; i < question.len; i++)
        digits += char_is_digit(question.ptr[i]);
    if (text_find_char(question, '@') < question.len) {
        struct email email = { 0 };
        struct text proposal = TEXT_EMPTY;
        email_read(question, arena, &email, &proposal);
        if (email.key.len)
            ask(ret, &count, arena_printf(arena, "email:%.*s", TEXT_ARG(email.key)));
        ask(ret, &count, arena_printf(arena, "key:%.*s", TEXT_ARG(lower(question, arena))));
        return count;
    }
    if (digits == 0)
        return 0;
    ask(ret, &count, post_question(question, arena));
    ask(ret, &count, arena_printf(arena, "customer:%.*s", TEXT_ARG(question)));
    ask(ret, &count, arena_printf(arena, "key:%.*s", TEXT_ARG(lower(question, arena))));
    if (digits == 8 && question.len == 8)
        ask(ret, &count, arena_printf(arena, "kvk:%.*s", TEXT_ARG(question)));
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct identifier identifier = { 0 };
        identifier_read(kinds[i], question, country, arena, &identifier);
        if (identifier.valid)
            ask(ret, &count,
                arena_printf(arena, "%s:%.*s", identifier_kind_name(kinds[i]), TEXT_ARG(identifier.value)));
    }
    if (digits >= 9) {
        struct phone phones[PHONES_PER_CELL_MAX];
        size_t phones_count = 0;
        phone_read(question, country, arena, phones, &phones_count);
        for (size_t i = 0; i < phones_count; i++)
            if (phones[i].e164.len)
                ask(ret, &count, arena_printf(arena, "phone:%.*s", TEXT_ARG(phones[i].e164)));
    }
    return count;
}
