/*
 * The attribute catalogue: for each field what it is for, who may see and
 * change it, where it comes from and how long it is kept (data/catalogue.tsv
 * explains the table).  A field of an organisation's own is a row here and no
 * code: "custom.NAME".
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "model/field.h"

enum { CATALOGUE_ROWS_MAX = 400, CATALOGUE_CUSTOM_MAX = 250 };

/* Who: each may what those before may. CATALOGUE_ALL is nobody in particular, who may everything. */
enum catalogue_role { CATALOGUE_ALL = 0, CATALOGUE_READER, CATALOGUE_STEWARD, CATALOGUE_ADMIN, CATALOGUE_ROLES };
const char *catalogue_role_name(enum catalogue_role role); /* "reader" */

enum catalogue_question { QUESTION_NONE = 0, QUESTION_STRATEGIC, QUESTION_TACTICAL, QUESTION_OPERATIONAL, QUESTIONS };
const char *catalogue_question_name(enum catalogue_question question); /* "strategic"; "" for none */

struct catalogue_row {
    struct text field; /* a name, or the first parts of one */
    enum area area;
    struct text kind;
    enum catalogue_question question; /* which kind of question it answers */
    enum catalogue_role see, change;
    struct text origin, owner, norm;        /* norm as words; empty: none */
    unsigned half_months, retention_months; /* 0: none */
    struct text basis;
    struct text label[LANGUAGE_COUNT]; /* of custom fields; empty: the program's own */
};

struct catalogue {
    const struct catalogue_row *rows; /* in order of field */
    size_t count;
};

struct text catalogue_default(void);
/* body must live as long as arena. STATUS_INVALID names the line that is wrong. */
enum status catalogue_read(struct text body, struct arena *arena, struct catalogue *ret, struct error *err);

/* The row of the longest name that begins field ("addr" of "addr.home.full"); NULL when there is none. */
const struct catalogue_row *catalogue_find(const struct catalogue *catalogue, struct text field);
/* May somebody of this role see it?  What is in no row is for all. */
bool catalogue_shows(const struct catalogue *catalogue, struct text field, enum catalogue_role role);
/* Is there anything this role may not see? */
bool catalogue_hides_some(const struct catalogue *catalogue, enum catalogue_role role);

/* "custom.shoe_size": small letters, digits and _, at most 40. */
bool custom_name_is_good(struct text field);
