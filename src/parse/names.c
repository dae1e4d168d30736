/*
 * From the strict to the loose: the whole header, the header without its
 * group ("Business City"), without its number ("E-mail 2"), without words that
 * say nothing ("Default Address City").  What had to be left out lowers the
 * confidence.
 *
 * Dutch writes a group and a thing as one word ("Factuuradres", "werkplaats"),
 * so a word that is no name itself may begin with a group.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/names.h"

#include <stdio.h>
#include <string.h>

#include "base/search.h"
#include "parse/header.h"
#include "parse/names_table.h"

enum {
    CERTAIN = 100,   /* our own name for the field */
    SURE = 95,       /* the whole header is a known name */
    LESS_GROUP = 3,  /* … without its group */
    LESS_NUMBER = 2, /* … without its number */
    LESS_FILLER = 5, /* … without words that say nothing */
    LESS_NESTED = 8, /* the end of a nested key */
    LESS_ODD = 15,   /* a group before what comes in no groups: "Billing First Name" */
    SLOTS_MAX = 20,
};

static const struct {
    const char *word;
    enum field_group group;
    bool glued; /* may begin a word: "factuuradres" */
} groups[] = {
    { "home", GROUP_HOME, false },
    { "huis", GROUP_HOME, true },
    { "thuis", GROUP_HOME, true },
    { "prive", GROUP_HOME, true },
    { "private", GROUP_HOME, false },
    { "woon", GROUP_HOME, true },
    { "personal", GROUP_HOME, false },
    { "persoonlijk", GROUP_HOME, false },
    { "domicile", GROUP_HOME, false },
    { "privat", GROUP_HOME, true },
    { "residence", GROUP_HOME, false },
    { "residential", GROUP_HOME, false },
    { "work", GROUP_WORK, true },
    { "werk", GROUP_WORK, true },
    { "zakelijk", GROUP_WORK, false },
    { "zakelijke", GROUP_WORK, false },
    { "business", GROUP_WORK, false },
    { "office", GROUP_WORK, false },
    { "kantoor", GROUP_WORK, true },
    { "company", GROUP_WORK, false },
    { "bedrijf", GROUP_WORK, false },
    { "bedrijfs", GROUP_WORK, true },
    { "bureau", GROUP_WORK, false },
    { "geschaftlich", GROUP_WORK, false },
    { "bezoek", GROUP_VISIT, true },
    { "visit", GROUP_VISIT, false },
    { "visiting", GROUP_VISIT, false },
    { "vestiging", GROUP_VISIT, false },
    { "vestigings", GROUP_VISIT, true },
    { "registered", GROUP_VISIT, false },
    { "post", GROUP_POST, true },
    { "postal", GROUP_POST, false },
    { "mailing", GROUP_POST, false },
    { "mail", GROUP_POST, false },
    { "correspondentie", GROUP_POST, true },
    { "correspondence", GROUP_POST, false },
    { "postanschrift", GROUP_POST, false },
    { "factuur", GROUP_INVOICE, true },
    { "invoice", GROUP_INVOICE, false },
    { "billing", GROUP_INVOICE, false },
    { "facturatie", GROUP_INVOICE, true },
    { "facturation", GROUP_INVOICE, false },
    { "rechnung", GROUP_INVOICE, false },
    { "rechnungs", GROUP_INVOICE, true },
    { "bill", GROUP_INVOICE, false },
    { "re", GROUP_INVOICE, false },
    { "rech", GROUP_INVOICE, false },
    { "invoicing", GROUP_INVOICE, false },
    { "aflever", GROUP_DELIVERY, true },
    { "bezorg", GROUP_DELIVERY, true },
    { "lever", GROUP_DELIVERY, true },
    { "verzend", GROUP_DELIVERY, true },
    { "shipping", GROUP_DELIVERY, false },
    { "delivery", GROUP_DELIVERY, false },
    { "livraison", GROUP_DELIVERY, false },
    { "liefer", GROUP_DELIVERY, true },
    { "ship", GROUP_DELIVERY, false },
    { "li", GROUP_DELIVERY, false },
    { "other", GROUP_OTHER, false },
    { "ander", GROUP_OTHER, false },
    { "andere", GROUP_OTHER, false },
    { "overig", GROUP_OTHER, false },
    { "autre", GROUP_OTHER, false },
    { "alternate", GROUP_OTHER, false },
};

/* Words that say nothing of which field it is; those of an address only when an address is found. */
static const char *const address_fillers[] = { "address", "adres", "addr", "adresse", "anschrift" };
static const char *const fillers[] = {
    "default", "standaard", "value",        "primary",     "main",         "primair",   "hoofd",   "contact",
    "current", "huidig",    "huidige",      "klant",       "customer",     "party",     "relatie", "debiteur",
    "client",  "person",    "persoon",      "the",         "of",           "van",       "de",      "user",
    "member",  "lid",       "organization", "organisatie", "organisation", "applicant", "res",     "desc",
    "descr",   "cd",        "txt",          "full",        "properties",   "nr",        "nummer"
};

static struct text key_of(size_t row)
{
    return (struct text){ name_rows[row].key, name_rows[row].len };
}

/* NULL when no name has this key. */
static const struct name_row *row_of(struct text key)
{
    size_t at = LOWER_BOUND(i, 0, name_rows_count, text_compare(key_of(i), key) < 0);
    return at < name_rows_count && text_equal(key_of(at), key) ? &name_rows[at] : NULL;
}

static bool is_one_of(struct text word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(word, text_from(list[i])))
            return true;
    return false;
}
#define IS_ONE_OF(word, list) is_one_of((word), (list), sizeof(list) / sizeof((list)[0]))

static bool is_address_filler(struct text word)
{
    return IS_ONE_OF(word, address_fillers);
}

static bool is_filler(struct text word)
{
    return IS_ONE_OF(word, fillers) || is_address_filler(word);
}

/* A header taken apart. */
struct parts {
    struct text words[HEADER_WORDS_MAX]; /* without group and number */
    size_t count;
    enum field_group group;
    uint64_t number;  /* 0: none */
    size_t number_at; /* it stood before this word */
};

static bool group_of_word(struct text word, enum field_group *ret)
{
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
        if (text_equal(word, text_from(groups[i].word))) {
            *ret = groups[i].group;
            return true;
        }
    return false;
}

/* "factuuradres": the group, and what is left of the word. */
static bool group_glued(struct text word, enum field_group *ret, struct text *ret_rest)
{
    if (row_of(word) || is_filler(word))
        return false;
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        struct text with = text_from(groups[i].word);
        struct text rest = text_from_offset(word, with.len);
        if (groups[i].glued && text_starts(word, with) && rest.len > 1 && (row_of(rest) || is_filler(rest))) {
            *ret = groups[i].group;
            *ret_rest = rest;
            return true;
        }
    }
    return false;
}

static struct parts take_apart(const struct header *header, bool with_group)
{
    struct parts parts = { 0 };
    for (size_t i = 0; i < header->count; i++) {
        struct text word = header->words[i], rest = word;
        enum field_group group = GROUP_NONE;
        uint64_t number = 0;
        if (word.len <= 2 && text_to_u64(word, &number) && number >= 1 && number <= SLOTS_MAX && parts.number == 0) {
            parts.number = number;
            parts.number_at = parts.count;
        } else if (with_group && header->count > 1 && parts.group == GROUP_NONE && group_of_word(word, &group)) {
            parts.group = group;
        } else if (with_group && parts.group == GROUP_NONE && group_glued(word, &group, &rest)) {
            parts.group = group;
            parts.words[parts.count++] = rest;
        } else {
            parts.words[parts.count++] = word;
        }
    }
    return parts;
}

/* Look up the words from first on, with the number in its place or without it. */
static const struct name_row *row_of_words(const struct parts *parts, size_t first, bool with_number,
                                           bool without_fillers)
{
    char key[HEADER_KEY_MAX + 8];
    size_t len = 0;
    bool left_address = false;
    for (size_t i = first; i <= parts->count; i++) {
        if (with_number && parts->number > 0 && parts->number_at == i)
            len += (size_t)snprintf(key + len, 4, "%u", (unsigned)parts->number);
        if (i == parts->count)
            break;
        if (without_fillers && is_filler(parts->words[i])) {
            left_address |= is_address_filler(parts->words[i]);
            continue;
        }
        memcpy(key + len, parts->words[i].ptr, parts->words[i].len);
        len += parts->words[i].len;
    }
    const struct name_row *row = len > 0 ? row_of((struct text){ key, len }) : NULL;
    /* "Company Address" is not a company */
    return row && left_address && field_kind_of(row->ref.field) != FIELD_KIND_ADDRESS ? NULL : row;
}

/* Put the group where the field has one. */
static struct name_found with_group(struct field_ref ref, enum field_group group, uint64_t number, int confidence)
{
    if (group != GROUP_NONE && ref.field != FIELD_NONE) {
        enum field_kind kind = field_kind_of(ref.field);
        if (kind == FIELD_KIND_ADDRESS || ref.field == FIELD_ADDR_KIND || ref.field == FIELD_EMAIL)
            ref.group = group;
        else if (ref.field == FIELD_PHONE && group == GROUP_HOME)
            ref.field = FIELD_PHONE_HOME;
        else if (ref.field == FIELD_PHONE && group == GROUP_WORK)
            ref.field = FIELD_PHONE_WORK;
        else if (kind != FIELD_KIND_PHONE && kind != FIELD_KIND_WEB)
            confidence -= LESS_ODD;
    }
    ref.slot = number > 1 && ref.field != FIELD_NONE ? (unsigned)(number - 1) : 0;
    return (struct name_found){ ref, (uint8_t)confidence };
}

/* The words with and without their number, then without leading fillers, then without any. */
static struct name_found find_parts(const struct parts *parts, int sure)
{
    size_t leading = 0;
    while (leading < parts->count && is_filler(parts->words[leading]))
        leading++;
    for (size_t first = 0; first <= leading + 1; first++) {
        bool without = first == leading + 1;
        int less = first > 0 ? LESS_FILLER : 0;
        const struct name_row *row = NULL;
        if (parts->number > 0 && (row = row_of_words(parts, without ? 0 : first, true, without)) != NULL)
            return with_group(row->ref, parts->group, 0, sure - less);
        if ((row = row_of_words(parts, without ? 0 : first, false, without)) != NULL)
            return with_group(row->ref, parts->group, parts->number,
                              sure - less - (parts->number > 0 ? LESS_NUMBER : 0));
    }
    return (struct name_found){ 0 };
}

/* "FEATURES.2.NAME_ORG": what is behind the first full stop of a nested key. */
static struct name_found find_nested(struct text name)
{
    size_t dot = text_find_char(name, '.');
    struct text rest = text_from_offset(name, dot + 1);
    struct name_found found = rest.len > 0 ? name_find(rest) : (struct name_found){ 0 };
    if (found.confidence > LESS_NESTED)
        found.confidence -= LESS_NESTED;
    return found;
}

struct name_found name_find(struct text name)
{
    struct header header;
    struct field_ref ref;
    if (field_ref_read(name, &ref))
        return (struct name_found){ ref, CERTAIN };
    header_fold(name, &header);
    if (header.len == 0)
        return (struct name_found){ 0 };
    const struct name_row *row = row_of(header_key(&header));
    if (row)
        return (struct name_found){ row->ref, SURE };
    struct parts parts = take_apart(&header, false);
    struct name_found found = find_parts(&parts, SURE);
    if (found.confidence > 0)
        return found;
    parts = take_apart(&header, true);
    if (parts.group != GROUP_NONE)
        found = find_parts(&parts, SURE - LESS_GROUP);
    return found.confidence == 0 && name.len < HEADER_KEY_MAX ? find_nested(name) : found;
}

bool name_is_known(struct text name)
{
    return name_find(name).confidence > 0;
}
