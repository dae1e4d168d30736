/*
 * Norms: which values a party of a kind and stage should have, in what
 * notation, how fresh, and for how many it must be so (data/norms.tsv).
 *
 * Pure: it reads a table and judges the values it is shown.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "model/field.h"
#include "model/id.h"

enum notation { NOTATION_ANY, NOTATION_DATE, NOTATION_DIGITS, NOTATION_EMAIL, NOTATION_E164, NOTATION_IBAN, NOTATIONS };

struct norm {
    enum party_kind kind;
    struct text stage; /* "customer", or "*" */
    struct text field; /* a field name or its first parts */
    bool required;
    enum notation notation;
    struct text owner;
    unsigned months; /* 0: never to be confirmed again */
    unsigned limit;  /* percent */
    uint8_t left_to; /* of a norm for "*": bits of the stages that have a norm of their own for this field */
};

struct norms {
    const struct norm *list;
    size_t count;
};

enum { NORMS_MAX = 500 };

/* The table that comes with the program. */
struct text norms_default(void);

/* body must live as long as arena. A table that cannot be used is STATUS_INVALID with the line that is wrong. */
enum status norms_read(struct text body, struct arena *arena, struct norms *ret, struct error *err);

/* A golden value as the profile has it. */
struct norm_value {
    struct text field, value;
    int64_t seen_ms;
};

enum norm_verdict {
    NORM_NOT_ASKED = 0, /* of another kind or stage, or not required and not there */
    NORM_MET,
    NORM_MISSING,
    NORM_NOTATION, /* there, but not in its notation */
    NORM_OLD,      /* there, but to be confirmed again */
    NORM_VERDICTS,
};

/* One value that meets the norm is enough; else the best of what there is counts. */
enum norm_verdict norm_judge(const struct norms *norms, size_t index, enum party_kind kind, struct text stage,
                             const struct norm_value *values, size_t count, int64_t now_ms);

const char *notation_name(enum notation notation); /* "e164" */
bool notation_fits(enum notation notation, struct text value);
