/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/id.h"

#include "base/hash.h"

static const uint64_t bits_62 = (UINT64_C(1) << 62) - 1;
static const uint64_t bits_60 = (UINT64_C(1) << 60) - 1;

/* The two parts must not run together: ("ab","c") is not ("a","bc"). */
static uint64_t keyed(struct text source, struct text key, uint64_t seed)
{
    uint64_t v = hash_text_seeded(key, hash_text_seeded(source, seed)) & bits_62;
    return v ? v : 1;
}

struct record_id record_id_of(struct text source, struct text key)
{
    return (struct record_id){ keyed(source, key, 'R') };
}

struct event_id event_id_of(struct text source, struct text key)
{
    return (struct event_id){ keyed(source, key, 'E') };
}

struct mention_id mention_id_of(struct record_id record, enum party_kind kind, unsigned ordinal)
{
    uint64_t v = hash_pair(record.v, (uint64_t)kind << 32 | ordinal) & bits_62;
    return (struct mention_id){ v ? v : 1 };
}

struct party_id party_id_of(enum party_kind kind, struct mention_id founder, unsigned attempt)
{
    return (struct party_id){ (uint64_t)kind << 60 | (hash_pair(founder.v, attempt) & bits_60) };
}

static const char signs[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct id_text id_text_of(char letter, uint64_t v)
{
    struct id_text text = { .s = { letter, '-' } };
    for (int i = ID_TEXT_LEN - 1; i >= 2; i--) {
        text.s[i] = signs[v & 31];
        v >>= 5;
    }
    return text;
}

struct id_text record_id_text(struct record_id id)
{
    return id_text_of('R', id.v);
}

struct id_text mention_id_text(struct mention_id id)
{
    return id_text_of('M', id.v);
}

struct id_text event_id_text(struct event_id id)
{
    return id_text_of('E', id.v);
}

static char party_letter(enum party_kind kind)
{
    return kind == PARTY_PERSON ? 'P' : kind == PARTY_ORGANISATION ? 'O' : 'H';
}

struct id_text party_id_text(struct party_id id)
{
    return id_text_of(party_letter(party_id_kind(id)), id.v);
}

static int sign_value(char c)
{
    c = char_to_upper(c);
    if (c == 'O')
        return 0;
    if (c == 'I' || c == 'L')
        return 1;
    for (int i = 0; i < 32; i++)
        if (signs[i] == c)
            return i;
    return -1;
}

bool id_read(struct text t, char *ret_letter, uint64_t *ret)
{
    uint64_t v = 0;
    t = text_trim(t);
    if (t.len != ID_TEXT_LEN || t.ptr[1] != '-' || !char_is_alpha(t.ptr[0]))
        return false;
    for (size_t i = 2; i < t.len; i++) {
        int value = sign_value(t.ptr[i]);
        if (value < 0 || (i == 2 && value > 3)) /* 62 bits */
            return false;
        v = v << 5 | (uint64_t)value;
    }
    *ret_letter = char_to_upper(t.ptr[0]);
    *ret = v;
    return true;
}

bool party_id_read(struct text t, struct party_id *ret)
{
    char letter = 0;
    struct party_id id = { 0 };
    if (!id_read(t, &letter, &id.v) || party_id_kind(id) < PARTY_PERSON || letter != party_letter(party_id_kind(id)))
        return false;
    *ret = id;
    return true;
}

bool record_id_read(struct text t, struct record_id *ret)
{
    char letter = 0;
    struct record_id id = { 0 };
    if (!id_read(t, &letter, &id.v) || letter != 'R')
        return false;
    *ret = id;
    return true;
}

const char *party_kind_name(enum party_kind kind)
{
    return kind == PARTY_PERSON ? "person" : kind == PARTY_ORGANISATION ? "organisation" : "household";
}
