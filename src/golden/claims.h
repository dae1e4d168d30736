/*
 * What records say, as a flat list of claims: the step from a mention's shape
 * to "this record gives this field this value".  Inside golden/ only.
 */
#pragma once

#include "golden/contest.h"

enum { GOLDEN_LIST_MAX = 100 }; /* e-mails, phones … of one party that are kept */

struct claims {
    struct arena *arena;
    struct claim *items;
    size_t count, cap;
    bool failed;       /* memory was gone */
    bool any_spelling; /* nobody's is called wrong (leading_minds_spelling) */
};

/* As golden_survive(), each field by a contest, also where one claim speaks: what the short cut is tested against. */
enum status golden_survive_at_length(const struct leading *leading, const struct witness *witnesses, size_t count,
                                     struct arena *arena, struct golden *ret, struct error *err);

/* witnesses in order of record id. */
void claims_gather(struct claims *claims, const struct witness *witnesses, size_t count);

const char *golden_gender_word(enum gender gender); /* "male", "female", "other", "" */
enum gender golden_gender_read(struct text word);
bool stage_read(struct text raw, enum stage *ret); /* "klant", "prospect", "ex-customer" … */
