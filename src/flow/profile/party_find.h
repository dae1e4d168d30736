/*
 * What a party is found by: exact keys, and words.  Inside flow/, for party.c
 * and for the question side, which must spell keys in the same way.
 *
 *   email:anna@bakkerij.example   the match key of the address
 *   phone:+31612345678
 *   kvk:12345678  vat:NL123456789B01  iban:…  kbo:…  lei:…  customer:10023  social:linkedin:anna
 *   post:1234AB|12                postcode without space, house number
 *   org:bakkerij graan            an organisation by its name, without legal form
 *   parent:…  through:…           whom it names as parent or buys through: that name, a number or a record's id
 *   former:…                      the name it had
 *   left:kvk:…  left:org:…        a person by what an earlier version of his record calls his employer (earlier.h)
 *   key:10023                     the record's key in its source, lower case
 */
#pragma once

#include "flow/profile/party.h"

enum { PARTY_FINDER_NAMES = 7, PARTY_FINDER_PLACES = PARTY_FINDER_NAMES + 2 * 3 }; /* names, then city and street */

struct party_finder {
    struct arena *scratch, *arena;
    struct text *keys;
    size_t keys_count, keys_cap;
    struct text *words;
    size_t words_count, words_cap;
    struct text last[PARTY_FINDER_PLACES]; /* of the mention before, by place: mostly the same again */
    bool failed;
};

void party_find_add(struct party_finder *finder, const struct mention *mention);
void party_find_add_record(struct party_finder *finder, const struct stored_record *record);
/* A key of that kind; nothing when value is empty. */
void party_find_add_key(struct party_finder *finder, const char *kind, struct text value);
void party_find_add_words(struct party_finder *finder, struct text t);
/* Keys and words, sorted by bytes, each once, into ret; false without memory. */
bool party_find_end(struct party_finder *finder, struct party_id id, struct party_made *ret, struct error *err);

/* Exact keys a question may stand for, best guess first; at most PARTY_QUESTION_KEYS_MAX. */
enum { PARTY_QUESTION_KEYS_MAX = 12 };
size_t party_question_keys(struct text question, const char *country, struct arena *arena,
                           struct text ret[PARTY_QUESTION_KEYS_MAX]);
