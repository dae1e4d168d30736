/*
 * The key families.  Each is a guess at what survives the errors of others:
 * a typing error in the surname leaves birth date and postcode, a move leaves
 * name and birth date, a wrong birth date leaves name and e-mail.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "match/block.h"
#include "match/fold.h"

struct keyring {
    struct block_key *keys;
    size_t count;
    uint32_t mention;
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
static void put(struct keyring *ring, enum block_family family, unsigned variant, uint64_t a, uint64_t b)
{
    if (!a || !b || ring->count == KEYS_MAX)
        return;
    uint64_t hash = hash_pair(hash_pair(a, b), family * 64u + variant);
    ring->keys[ring->count++] = (struct block_key){ (hash & ~UINT64_C(0xff)) | (unsigned)family, ring->mention };
}

/* Hashes of texts, so that keys do not depend on numbers in the sets (match-1). */
static uint64_t text_hash(struct text t)
{
    return t.len ? hash_text(t) | 1 : 0;
}

static uint64_t value_hash(const struct table *table, enum domain domain, uint32_t number)
{
    return text_hash(table_text(table, domain, number));
}

static uint64_t start_hash(struct text t, size_t letters)
{
    return t.len ? text_hash(text_slice(t, 0, letters)) : 0;
}

static void person_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    struct text given = p->given_count ? table_text(table, DOMAIN_GIVEN, p->given[0]) : TEXT_EMPTY;
    struct text surname = table_text(table, DOMAIN_SURNAME, p->surname);
    uint64_t g = given.len > 1 ? text_hash(given) : 0, s = text_hash(surname);
    uint64_t g_sound = g ? fold_sound(given) : 0, s_sound = s ? fold_sound(surname) : 0;
    uint64_t g1 = start_hash(given, 1), s1 = start_hash(surname, 1);
    uint64_t low = g_sound < s_sound ? g_sound : s_sound, high = g_sound < s_sound ? s_sound : g_sound;

    put(ring, BLOCK_NAME_SOUND, 0, low, high);
    put(ring, BLOCK_NAME_LETTERS, 0, g ? start_hash(given, 3) : 0, start_hash(surname, 3));
    put(ring, BLOCK_GIVEN, 0, g, start_hash(surname, 2));
    put(ring, BLOCK_SURNAME, 0, s, g1);
    put(ring, BLOCK_SURNAME, 0, value_hash(table, DOMAIN_SURNAME, p->partner), g1);
    put(ring, BLOCK_SURNAME, 1, s_sound, g1);
    for (size_t i = 1; i < p->given_count; i++) {
        struct text other = table_text(table, DOMAIN_GIVEN, p->given[i]);
        if (other.len > 1)
            put(ring, BLOCK_SURNAME, 0, s, start_hash(other, 1));
    }
    if (p->call)
        put(ring, BLOCK_SURNAME, 0, s, start_hash(table_text(table, DOMAIN_GIVEN, p->call), 1));

    uint32_t year = p->birth / 10000, month = p->birth / 100 % 100, day = p->birth % 100;
    if (year && month && day) {
        uint64_t date = year * 10000ull + (month < day ? month * 100 + day : day * 100 + month);
        put(ring, BLOCK_BIRTH, 0, date, g1);
        put(ring, BLOCK_BIRTH, 1, date, s1);
        put(ring, BLOCK_BIRTH, 2, date, 1);
        uint64_t letters = g1 < s1 ? hash_pair(g1, s1) : hash_pair(s1, g1);
        put(ring, BLOCK_BIRTH, 3, year * 10000ull, g1 && s1 ? letters : 0);
        put(ring, BLOCK_BIRTH, 4, month * 100ull + day, g1 && s1 ? letters : 0);
        put(ring, BLOCK_BIRTH_PART, 0, month * 100 + day, s_sound);
        put(ring, BLOCK_BIRTH_PART, 1, year * 100 + month, s_sound);
        put(ring, BLOCK_BIRTH_PART, 2, year * 100 + day, s_sound);
        put(ring, BLOCK_BIRTH_PART, 3, month * 100 + day, g);
        put(ring, BLOCK_BIRTH_PART, 4, year * 100 + month, g);
        put(ring, BLOCK_BIRTH_PART, 5, year * 100 + day, g);
    }
    if (year)
        put(ring, BLOCK_BIRTH_PART, 6, year, s);
    for (size_t i = 0; i < p->addresses_count; i++) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at + i];
        uint64_t postcode = value_hash(table, DOMAIN_POSTCODE, address->postcode);
        uint64_t city = value_hash(table, DOMAIN_CITY, address->city);
        put(ring, BLOCK_POSTCODE, 0, postcode, s_sound);
        put(ring, BLOCK_POSTCODE, 1, postcode, g);
        put(ring, BLOCK_CITY, 0, city, s);
        put(ring, BLOCK_CITY, 1, city, g);
        put(ring, BLOCK_CITY, 2, value_hash(table, DOMAIN_STREET, address->street), s1);
        put(ring, BLOCK_CITY, 3, value_hash(table, DOMAIN_STREET, address->street), g1);
        put(ring, BLOCK_CITY, 4, value_hash(table, DOMAIN_EXTRA, address->extra), g1);
    }
}

/* The two smallest hashes of three-letter pieces under each of four seeds. */
static void gram_keys(struct text joined, enum block_family family, struct keyring *ring)
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
        put(ring, family, seed, least, second);
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

static void word_keys(const struct table *table, enum domain domain, enum domain word_domain, uint32_t number,
                      enum block_family one, enum block_family two, unsigned variant, struct keyring *ring)
{
    const struct values *words = &table->values[word_domain];
    uint32_t rare[4];
    size_t count = rarest_words(&table->values[domain], words, number, rare, 4);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = text_hash(values_text(words, rare[i]));
        if (i < 2)
            put(ring, one, variant, hash, 1);
        for (size_t j = i + 1; j < count; j++) {
            uint64_t other = text_hash(values_text(words, rare[j]));
            put(ring, two, variant, hash < other ? hash : other, hash < other ? other : hash);
        }
    }
}

static void organisation_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    uint32_t names[] = { p->org, p->org_trade, p->org_former };
    for (size_t i = 0; i < 3; i++) {
        if (!names[i])
            continue;
        struct folded joined;
        fold_joined(table_text(table, DOMAIN_ORG, names[i]), &joined);
        struct text name = folded_text(&joined);
        put(ring, BLOCK_ORG, 0, text_hash(name), 1);
        word_keys(table, DOMAIN_ORG, DOMAIN_ORG_WORD, names[i], BLOCK_ORG_WORD, BLOCK_ORG_WORDS, 0, ring);
        put(ring, BLOCK_ORG_LETTERS, 0, start_hash(name, 7), 1);
        gram_keys(name, BLOCK_ORG_GRAMS, ring);
        for (size_t j = 0; j < p->addresses_count; j++) {
            const struct prep_address *address = &table->addresses.ptr[p->addresses_at + j];
            put(ring, BLOCK_ORG_LETTERS, 1, start_hash(name, 4), value_hash(table, DOMAIN_POSTCODE, address->postcode));
            put(ring, BLOCK_ORG_LETTERS, 2, start_hash(name, 4), value_hash(table, DOMAIN_CITY, address->city));
        }
    }
}

static void shared_keys(const struct table *table, const struct prep *p, struct keyring *ring)
{
    for (size_t i = 0; i < p->addresses_count; i++) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at + i];
        put(ring, BLOCK_HOUSE, 0, value_hash(table, DOMAIN_POSTCODE, address->postcode), address->number);
        uint64_t street = value_hash(table, DOMAIN_STREET, address->street);
        uint64_t postcode = value_hash(table, DOMAIN_POSTCODE, address->postcode);
        uint64_t city = value_hash(table, DOMAIN_CITY, address->city);
        put(ring, BLOCK_STREET, 0, street, address->number);
        put(ring, BLOCK_STREET, 1, street, postcode);
        put(ring, BLOCK_STREET, 2, street, city);
        put(ring, BLOCK_STREET, 3, value_hash(table, DOMAIN_EXTRA, address->extra), postcode ? postcode : city);
    }
    for (size_t i = 0; i < p->emails_count; i++) {
        const struct prep_email *email = &table->emails.ptr[p->emails_at + i];
        put(ring, BLOCK_EMAIL, 0, value_hash(table, DOMAIN_EMAIL, email->address), 1);
        if (table_text(table, DOMAIN_LOCAL, email->local).len >= 4)
            put(ring, BLOCK_LOCAL, 0, value_hash(table, DOMAIN_LOCAL, email->local), 1);
        if (!email->is_free && table->kind == PARTY_ORGANISATION)
            put(ring, BLOCK_LOCAL, 1, value_hash(table, DOMAIN_HOST, email->host), 1);
    }
    for (size_t i = 0; i < p->phones_count; i++)
        put(ring, BLOCK_PHONE, 0, value_hash(table, DOMAIN_PHONE, table->phones.ptr[p->phones_at + i].tail), 1);
    for (size_t i = 0; i < p->identifiers_count; i++) {
        const struct prep_identifier *identifier = &table->identifiers.ptr[p->identifiers_at + i];
        put(ring, BLOCK_IDENTIFIER, identifier->kind, value_hash(table, DOMAIN_IDENTIFIER, identifier->value), 1);
    }
    for (size_t i = 0; i < p->attributes_count; i++) {
        const struct prep_attribute *attribute = &table->attributes.ptr[p->attributes_at + i];
        const struct prep_column *column = &table->columns[attribute->column];
        if (!column->is_used)
            continue;
        /* a value half the table has leads nowhere */
        if (table_value(table, DOMAIN_ATTRIBUTE, attribute->value)->count <= RUN_MAX)
            put(ring, BLOCK_ATTRIBUTE, 0, value_hash(table, DOMAIN_ATTRIBUTE, attribute->value), 1);
        if (column->kind == ATTRIBUTE_TEXT)
            word_keys(table, DOMAIN_ATTRIBUTE, DOMAIN_ATTRIBUTE_WORD, attribute->value, BLOCK_ATTRIBUTE,
                      BLOCK_ATTRIBUTE, 1, ring);
    }
}

size_t block_keys(const struct table *table, uint32_t mention, struct block_key ret[KEYS_MAX])
{
    struct keyring ring = { .keys = ret, .mention = mention };
    const struct prep *p = &table->preps.ptr[mention];
    if (table->kind == PARTY_PERSON)
        person_keys(table, p, &ring);
    else
        organisation_keys(table, p, &ring);
    shared_keys(table, p, &ring);
    return ring.count;
}
