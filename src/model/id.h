/*
 * Ids: what they are made of and how they are printed.
 *
 * An id is 62 bits, so that it is a positive number in both engines.  Record
 * and mention ids are hashes of what they name, so the same file gives the
 * same ids on every machine and in any order.  A party id is given once: it
 * is made from the first mention of the party and then kept (docs/matching.md,
 * "Stable ids").  Each kind is a struct of its own, so they cannot be swapped.
 *
 * Printed: a letter, a dash and 13 signs of Crockford's base 32, "R-0A1B2C3D4E5F6".
 * R record, M mention, P person, O organisation, H household, E event, D decision,
 * C choice, V proposal (voorstel), T tie, K trait (kenmerk), B hand-over (bericht).
 */
#pragma once

#include "base/text.h"

struct record_id {
    uint64_t v;
};
struct mention_id {
    uint64_t v;
};
struct event_id {
    uint64_t v;
};

enum party_kind { PARTY_PERSON = 1, PARTY_ORGANISATION = 2, PARTY_HOUSEHOLD = 3 };

/* The two highest bits of the 62 hold the kind. 0 is no party. */
struct party_id {
    uint64_t v;
};

struct record_id record_id_of(struct text source, struct text key);
struct event_id event_id_of(struct text source, struct text key);
struct mention_id mention_id_of(struct record_id record, enum party_kind kind, unsigned ordinal);
/* attempt is 0, and counts up only when that id is taken by another party. */
struct party_id party_id_of(enum party_kind kind, struct mention_id founder, unsigned attempt);

static inline enum party_kind party_id_kind(struct party_id id)
{
    return (enum party_kind)(id.v >> 60);
}

enum { ID_TEXT_LEN = 15 }; /* "P-0A1B2C3D4E5F6" */
struct id_text {
    char s[ID_TEXT_LEN + 1];
};

struct id_text record_id_text(struct record_id id);
struct id_text mention_id_text(struct mention_id id);
struct id_text event_id_text(struct event_id id);
struct id_text party_id_text(struct party_id id);
struct id_text id_text_of(char letter, uint64_t v);

/* Read what the above print; lower case and O for 0, I and L for 1 are understood. */
bool id_read(struct text t, char *ret_letter, uint64_t *ret);
bool party_id_read(struct text t, struct party_id *ret);
bool record_id_read(struct text t, struct record_id *ret);

const char *party_kind_name(enum party_kind kind); /* "person", "organisation", "household" */
