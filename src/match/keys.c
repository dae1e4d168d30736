/*
 * The key families.  Each is a guess at what survives the errors of others:
 * a typing error in the surname leaves birth date and postcode, a move leaves
 * name and birth date, a wrong birth date leaves name and e-mail.  Last here
 * are the refine words, by which a key that too many meet in is split.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>

#include "base/hash.h"
#include "match/block.h"
#include "match/fold.h"

struct keyring {
    uint32_t *keys;
    size_t count;
    enum block_family family;
};

const char *block_family_name(enum block_family family)
{
    static const char *const names[BLOCK_FAMILIES] = {
        "all",
        "name sound",
        "name letters",
        "given name",
        "surname",
        "birth date",
        "part of birth date",
        "postcode",
        "city",
        "one value",
        "postcode and number",
        "street and number",
        "e-mail",
        "e-mail name",
        "phone",
        "identifier",
        "attribute",
        "organisation",
        "organisation word",
        "organisation words",
        "organisation letters",
        "organisation grams",
    };
    return names[family];
}

/* 0 stands for "not known": no key. */
static void put(struct keyring *ring, unsigned variant, uint64_t a, uint64_t b)
{
    if (!a || !b || ring->count == KEYS_MAX)
        return;
    uint64_t hash = hash_pair(hash_pair(a, b), ring->family * 64u + variant);
    ring->keys[ring->count++] = (uint32_t)(hash >> 32);
}

/* Hashes of texts, so that keys do not depend on numbers in the sets (match-1). */
static uint64_t text_hash(struct text t)
{
    return t.len ? hash_text(t) | 1 : 0;
}

static uint64_t value_hash(const struct table *table, enum domain domain, uint32_t number)
{
    return values_hash(&table->values[domain], number);
}

/* Up to eight first letters as a number. */
static uint64_t start_letters(struct text t, size_t letters)
{
    uint64_t start = 0;
    for (size_t i = 0; i < letters && i < t.len; i++)
        start = start << 8 | (unsigned char)t.ptr[i];
    return start;
}

bool key_sounds_open(const struct table *table, struct key_sounds *ret)
{
    static const enum domain domains[] = { DOMAIN_GIVEN, DOMAIN_SURNAME };
    uint32_t **sounds[] = { &ret->given, &ret->surname };
    *ret = (struct key_sounds){ 0 };
    for (int d = 0; d < 2; d++) {
        const struct values *values = &table->values[domains[d]];
        *sounds[d] = malloc(values->about.len * sizeof(uint32_t));
        if (!*sounds[d])
            return false;
        for (uint32_t i = 0; i < values->about.len; i++)
            (*sounds[d])[i] = i ? (uint32_t)fold_sound(values_text(values, i)) | 1 : 0;
    }
    return true;
}

void key_sounds_done(struct key_sounds *sounds)
{
    free(sounds->given);
    free(sounds->surname);
    *sounds = (struct key_sounds){ 0 };
}

static struct text first_given(const struct table *table, const struct prep *p)
{
    return p->given_count ? table_text(table, DOMAIN_GIVEN, p->given[0]) : TEXT_EMPTY;
}

/* Of a given name that is not an initial. */
static uint64_t given_hash(const struct table *table, const struct prep *p)
{
    return first_given(table, p).len > 1 ? value_hash(table, DOMAIN_GIVEN, p->given[0]) : 0;
}

static void name_keys(const struct table *table, const struct key_sounds *sounds, const struct prep *p,
                      struct keyring *ring)
{
    struct text given = first_given(table, p), surname = table_text(table, DOMAIN_SURNAME, p->surname);
    uint64_t g = given.len > 1 ? sounds->given[p->given[0]] : 0, s = sounds->surname[p->surname];
    if (ring->family == BLOCK_NAME_SOUND)
        put(ring, 0, g < s ? g : s, g < s ? s : g);
    else if (ring->family == BLOCK_NAME_LETTERS)
        put(ring, 0, g ? start_letters(given, 3) : 0, start_letters(surname, 3));
    else
        put(ring, 0, given_hash(table, p), start_letters(surname, 2));
}

static void surname_keys(const struct table *table, const struct key_sounds *sounds, const struct prep *p,
                         struct keyring *ring)
{
    uint64_t s = value_hash(table, DOMAIN_SURNAME, p->surname);
    uint64_t g1 = start_letters(first_given(table, p), 1);
    put(ring, 0, s, g1);
    put(ring, 0, value_hash(table, DOMAIN_SURNAME, p->partner), g1);
    put(ring, 1, sounds->surname[p->surname], g1);
    for (size_t i = 1; i < p->given_count; i++) {
        struct text other = table_text(table, DOMAIN_GIVEN, p->given[i]);
        if (other.len > 1)
            put(ring, 0, s, start_letters(other, 1));
    }
    if (p->call)
        put(ring, 0, s, start_letters(table_text(table, DOMAIN_GIVEN, p->call), 1));
}

static void birth_keys(const struct table *table, const struct key_sounds *sounds, const struct prep *p,
                       struct keyring *ring)
{
    uint64_t year = p->birth / 10000, month = p->birth / 100 % 100, day = p->birth % 100;
    bool whole = year && month && day;
    if (fillers_have(&table->fillers, p->birth))
        return;
    if (ring->family == BLOCK_BIRTH && whole) {
        uint64_t g1 = start_letters(first_given(table, p), 1),
                 s1 = start_letters(table_text(table, DOMAIN_SURNAME, p->surname), 1);
        uint64_t date = year * 10000 + (month < day ? month * 100 + day : day * 100 + month);
        uint64_t letters = !g1 || !s1 ? 0 : g1 < s1 ? g1 << 8 | s1 : s1 << 8 | g1;
        put(ring, 0, date, g1);
        put(ring, 1, date, s1);
        put(ring, 2, date, 1);
        put(ring, 3, year * 10000, letters);
        put(ring, 4, month * 100 + day, letters);
    }
    if (ring->family == BLOCK_BIRTH_PART && whole) {
        uint64_t g = given_hash(table, p), s_sound = sounds->surname[p->surname];
        put(ring, 0, month * 100 + day, s_sound);
        put(ring, 1, year * 100 + month, s_sound);
        put(ring, 2, year * 100 + day, s_sound);
        put(ring, 3, month * 100 + day, g);
        put(ring, 4, year * 100 + month, g);
        put(ring, 5, year * 100 + day, g);
    }
    if (ring->family == BLOCK_BIRTH_PART && year)
        put(ring, 6, year, value_hash(table, DOMAIN_SURNAME, p->surname));
}

static void home_keys(const struct table *table, const struct key_sounds *sounds, const struct prep *p,
                      struct keyring *ring)
{
    struct text given = first_given(table, p), surname = table_text(table, DOMAIN_SURNAME, p->surname);
    for (size_t i = 0; i < p->addresses_count; i++) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at + i];
        if (ring->family == BLOCK_POSTCODE) {
            uint64_t postcode = value_hash(table, DOMAIN_POSTCODE, address->postcode);
            put(ring, 0, postcode, sounds->surname[p->surname]);
            put(ring, 1, postcode, given_hash(table, p));
            continue;
        }
        uint64_t city = value_hash(table, DOMAIN_CITY, address->city);
        uint64_t street = value_hash(table, DOMAIN_STREET, address->street);
        uint64_t g1 = start_letters(given, 1);
        put(ring, 0, city, value_hash(table, DOMAIN_SURNAME, p->surname));
        put(ring, 1, city, given_hash(table, p));
        put(ring, 2, street, start_letters(surname, 1));
        put(ring, 3, street, g1);
        put(ring, 4, value_hash(table, DOMAIN_EXTRA, address->extra), g1);
    }
}

/*
 * Where many cells are blank two rows of one person may share a rare surname and nothing else, or a postcode, or a
 * house number in one town.
 */
static void lone_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    put(ring, 0, value_hash(table, DOMAIN_SURNAME, p->surname), 1);
    for (size_t i = 0; i < p->addresses_count; i++) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at + i];
        put(ring, 1, value_hash(table, DOMAIN_POSTCODE, address->postcode), 1);
        put(ring, 2, value_hash(table, DOMAIN_CITY, address->city), address->number);
    }
    for (size_t i = 0; i < p->emails_count; i++) /* a mailbox with an error behind its start */
        put(ring, 3, start_letters(table_text(table, DOMAIN_LOCAL, table->emails.ptr[p->emails_at + i].local), 4),
            given_hash(table, p));
}

/* The two smallest hashes of three-letter pieces under each of four seeds. */
static void gram_keys(struct text joined, struct keyring *ring)
{
    enum { SEEDS = 4 };
    if (joined.len < 5)
        return;
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        uint64_t least = UINT64_MAX, second = UINT64_MAX;
        for (size_t i = 0; i + 3 <= joined.len; i++) {
            uint64_t hash = hash_text_seeded(text_slice(joined, i, i + 3), 77 + seed);
            if (hash < least) {
                second = least;
                least = hash;
            } else if (hash < second && hash != least) {
                second = hash;
            }
        }
        put(ring, seed, least, second);
    }
}

/* The rarest words of a name, ties by text. */
static size_t rarest_words(const struct values *set, const struct values *words, uint32_t number, uint32_t *ret,
                           size_t most)
{
    const struct value *value = &set->about.ptr[number];
    size_t count = 0;
    for (size_t i = 0; i < value->words_count; i++) {
        uint32_t word = set->words.ptr[value->words_at + i];
        size_t at = count < most ? count++ : most;
        for (; at > 0; at--) {
            const struct value *here = &words->about.ptr[word], *there = &words->about.ptr[ret[at - 1]];
            bool rarer = here->bits != there->bits
                             ? here->bits > there->bits
                             : text_compare(values_text(words, word), values_text(words, ret[at - 1])) < 0;
            if (!rarer)
                break;
            if (at < most)
                ret[at] = ret[at - 1];
        }
        if (at < most)
            ret[at] = word;
    }
    return count;
}

/* One rare word, or two. */
static void word_keys(const struct table *table, enum domain domain, enum domain word_domain, uint32_t number, bool one,
                      bool two, unsigned variant, struct keyring *ring)
{
    const struct values *words = &table->values[word_domain];
    uint32_t rare[4];
    size_t count = rarest_words(&table->values[domain], words, number, rare, 4);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = values_hash(words, rare[i]);
        if (one && i < 2)
            put(ring, variant, hash, 1);
        for (size_t j = i + 1; two && j < count; j++) {
            uint64_t other = values_hash(words, rare[j]);
            put(ring, variant, hash < other ? hash : other, hash < other ? other : hash);
        }
    }
}

static void organisation_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    uint32_t names[] = { p->org, p->org_trade, p->org_former };
    for (size_t i = 0; i < 3; i++) {
        if (!names[i])
            continue;
        if (ring->family == BLOCK_ORG_WORD || ring->family == BLOCK_ORG_WORDS) {
            bool one = ring->family == BLOCK_ORG_WORD;
            word_keys(table, DOMAIN_ORG, DOMAIN_ORG_WORD, names[i], one, !one, 0, ring);
            continue;
        }
        struct folded joined;
        fold_joined(table_text(table, DOMAIN_ORG, names[i]), &joined);
        struct text name = folded_text(&joined);
        if (ring->family == BLOCK_ORG)
            put(ring, 0, text_hash(name), 1);
        if (ring->family == BLOCK_ORG_GRAMS)
            gram_keys(name, ring);
        if (ring->family != BLOCK_ORG_LETTERS)
            continue;
        put(ring, 0, start_letters(name, 7), 1);
        for (size_t j = 0; j < p->addresses_count; j++) {
            const struct prep_address *address = &table->addresses.ptr[p->addresses_at + j];
            put(ring, 1, start_letters(name, 4), value_hash(table, DOMAIN_POSTCODE, address->postcode));
            put(ring, 2, start_letters(name, 4), value_hash(table, DOMAIN_CITY, address->city));
        }
    }
}

static void house_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    for (size_t i = 0; i < p->addresses_count; i++) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at + i];
        uint64_t postcode = value_hash(table, DOMAIN_POSTCODE, address->postcode);
        if (ring->family == BLOCK_HOUSE) {
            put(ring, 0, postcode, address->number);
            continue;
        }
        uint64_t street = value_hash(table, DOMAIN_STREET, address->street);
        uint64_t city = value_hash(table, DOMAIN_CITY, address->city);
        put(ring, 0, street, address->number);
        put(ring, 1, street, postcode);
        put(ring, 2, street, city);
        put(ring, 3, value_hash(table, DOMAIN_EXTRA, address->extra), postcode ? postcode : city);
    }
}

static void email_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    for (size_t i = 0; i < p->emails_count; i++) {
        const struct prep_email *email = &table->emails.ptr[p->emails_at + i];
        if (ring->family == BLOCK_EMAIL) {
            put(ring, 0, value_hash(table, DOMAIN_EMAIL, email->address), 1);
            continue;
        }
        if (table_text(table, DOMAIN_LOCAL, email->local).len >= 4)
            put(ring, 0, value_hash(table, DOMAIN_LOCAL, email->local), 1);
        if (!email->is_free && table->kind == PARTY_ORGANISATION)
            put(ring, 1, value_hash(table, DOMAIN_HOST, email->host), 1);
    }
}

static void attribute_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    for (size_t i = 0; i < p->attributes_count; i++) {
        const struct prep_attribute *attribute = &table->attributes.ptr[p->attributes_at + i];
        const struct prep_column *column = &table->columns[attribute->column];
        if (!column->is_used)
            continue;
        /* a value half the table has leads nowhere */
        if (table->values[DOMAIN_ATTRIBUTE].counts.ptr[attribute->value] <= RUN_MAX)
            put(ring, 0, value_hash(table, DOMAIN_ATTRIBUTE, attribute->value), 1);
        if (column->kind == ATTRIBUTE_TEXT)
            word_keys(table, DOMAIN_ATTRIBUTE, DOMAIN_ATTRIBUTE_WORD, attribute->value, true, true, 1, ring);
    }
}

size_t block_keys_of_values(const struct table *table, uint32_t mention, uint32_t ret[KEYS_MAX])
{
    struct keyring ring = { .keys = ret, .family = BLOCK_ATTRIBUTE };
    const struct prep *p = &table->preps.ptr[mention];
    for (size_t i = 0; i < p->attributes_count; i++) {
        const struct prep_attribute *attribute = &table->attributes.ptr[p->attributes_at + i];
        if (table->columns[attribute->column].is_used)
            put(&ring, 0, value_hash(table, DOMAIN_ATTRIBUTE, attribute->value), 1);
    }
    return ring.count;
}

bool block_family_is_of(enum block_family family, const struct table *table)
{
    if (family >= BLOCK_ORG)
        return table->kind == PARTY_ORGANISATION;
    return family >= BLOCK_HOUSE || (family > BLOCK_ALL && table->kind == PARTY_PERSON);
}

size_t block_keys(const struct table *table, const struct key_sounds *sounds, uint32_t mention,
                  enum block_family family, uint32_t ret[KEYS_MAX])
{
    struct keyring ring = { .keys = ret, .family = family };
    const struct prep *p = &table->preps.ptr[mention];
    switch (family) {
    case BLOCK_NAME_SOUND:
    case BLOCK_NAME_LETTERS:
    case BLOCK_GIVEN: name_keys(table, sounds, p, &ring); break;
    case BLOCK_SURNAME: surname_keys(table, sounds, p, &ring); break;
    case BLOCK_BIRTH:
    case BLOCK_BIRTH_PART: birth_keys(table, sounds, p, &ring); break;
    case BLOCK_POSTCODE:
    case BLOCK_CITY: home_keys(table, sounds, p, &ring); break;
    case BLOCK_LONE: lone_keys(table, p, &ring); break;
    case BLOCK_HOUSE:
    case BLOCK_STREET: house_keys(table, p, &ring); break;
    case BLOCK_EMAIL:
    case BLOCK_LOCAL: email_keys(table, p, &ring); break;
    case BLOCK_PHONE:
        for (size_t i = 0; i < p->phones_count; i++)
            put(&ring, 0, value_hash(table, DOMAIN_PHONE, table->phones.ptr[p->phones_at + i].tail), 1);
        break;
    case BLOCK_IDENTIFIER:
        for (size_t i = 0; i < p->identifiers_count; i++) {
            const struct prep_identifier *identifier = &table->identifiers.ptr[p->identifiers_at + i];
            put(&ring, identifier->kind, value_hash(table, DOMAIN_IDENTIFIER, identifier->value), 1);
        }
        break;
    case BLOCK_ATTRIBUTE: attribute_keys(table, p, &ring); break;
    case BLOCK_ORG:
    case BLOCK_ORG_WORD:
    case BLOCK_ORG_WORDS:
    case BLOCK_ORG_LETTERS:
    case BLOCK_ORG_GRAMS: organisation_keys(table, p, &ring); break;
    case BLOCK_ALL:
    case BLOCK_FAMILIES: break;
    }
    return ring.count;
}

/* ---- refine words ---- */

/* A letter in six bits. */
static uint64_t letter_at(struct text t, size_t i)
{
    if (i >= t.len)
        return 0;
    char c = t.ptr[i];
    return char_is_alpha(c) ? (uint64_t)(char_to_lower(c) - 'a' + 1) : char_is_digit(c) ? (uint64_t)(c - '0' + 30) : 40;
}

static uint64_t letters_at(struct text t, size_t from, size_t to)
{
    uint64_t letters = 0;
    for (size_t i = from; i < to; i++)
        letters = letters << 6 | letter_at(t, i);
    return letters;
}

static uint64_t bits_of_text(struct text t, unsigned bits)
{
    return t.len ? hash_text(t) >> (64 - bits) : 0;
}

uint64_t block_refine_word(const struct table *table, const struct prep *p)
{
    const struct prep_address *address = p->addresses_count ? &table->addresses.ptr[p->addresses_at] : NULL;
    struct text postcode = address ? table_text(table, DOMAIN_POSTCODE, address->postcode) : TEXT_EMPTY;
    struct text city = address ? table_text(table, DOMAIN_CITY, address->city) : TEXT_EMPTY;
    struct text place = postcode.len ? postcode : text_slice(city, 0, 5);
    if (table->kind == PARTY_PERSON) {
        struct text given = p->given_count ? table_text(table, DOMAIN_GIVEN, p->given[0]) : TEXT_EMPTY;
        struct text surname = table_text(table, DOMAIN_SURNAME, p->surname);
        uint64_t year = p->birth / 10000 & 2047, month = p->birth / 100 % 100;
        return letters_at(given, 0, 1) << 58 | letters_at(surname, 0, 2) << 46 | year << 35 |
               letters_at(given, 1, 3) << 23 | bits_of_text(place, 16) << 7 | month << 3;
    }
    struct text name = table_text(table, DOMAIN_ORG, p->org);
    struct text region = postcode.len ? text_slice(postcode, 0, 3) : text_slice(city, 0, 4);
    return bits_of_text(region, 12) << 52 | letters_at(name, 0, 2) << 40 |
           bits_of_text(postcode.len ? postcode : city, 16) << 24 | letters_at(name, 2, 5) << 6 |
           (address ? address->number & 63 : 0);
}
