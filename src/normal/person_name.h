/*
 * A person's name as people write it, taken apart.
 *
 *   "Mevr. drs. A.B. (Anneke) van den Berg-de Vries MBA"
 *     V  drs. A.B.  Anneke  van den|Berg  de|Vries  MBA
 *
 * The rules are those of the Dutch population register and of Dutch and
 * Belgian letter writing; other countries are read by their own order and
 * salutations.  Never a silent guess: what is unsure lowers the confidence,
 * below NAME_CONFIDENCE_SURE the result is FINDING_NAME_UNCERTAIN.  Nothing is
 * lost: what is not understood stands in the surname.
 *
 * Reading what normal/name_compose.h writes gives the same name again.
 */
#pragma once

#include "base/arena.h"
#include "model/mention.h"

enum {
    NAME_STEPS_MAX = 24,
    NAME_CONFIDENCE_SURE = 60, /* below it a person must look */
};

/* One thing that was understood, for people who ask why. */
struct name_step {
    const char *what; /* "salutation", "surname first", "case repaired" … */
    struct text from;
    struct text to; /* what it was read as, or empty */
};

struct person_parse {
    struct person_name names[2];
    uint8_t names_count;       /* 0 for an empty value or an organisation, 2 for a couple */
    bool is_organisation;      /* then the text belongs in org_name_parse() */
    bool is_household;         /* "Fam.", or a couple */
    bool is_estate;            /* "Aan de erven van" */
    uint8_t organisation_sure; /* 0-100, see org_test() */
    uint8_t confidence;        /* 0-100, the lowest of the names */
    enum gender gender_guess;  /* of names[0], by the given name only; never alone decisive */
    struct text department;    /* after "afd." */
    struct name_step steps[NAME_STEPS_MAX];
    uint8_t steps_count;
};

/* Parts as columns hold them; each may hold more than its name says. */
struct person_parts {
    struct text given, nickname, initials, prefix, middle_or_prefix, family, partner_prefix, partner_family, title,
        suffix, name_use;
};

/*
 * country is that of the address or of the organisation itself, "" when unknown (then Dutch).
 *
 * FINDING_NONE, or the one that matters most: EMPTY, PLACEHOLDER, TOO_LONG,
 * MALFORMED (no letter in it), NAME_ORGANISATION, NAME_UNCERTAIN, NAME_COUPLE,
 * REPAIRED.  Texts live in the arena or in raw; a full arena is an empty
 * result and FINDING_TOO_LONG.
 */
enum finding person_name_parse(struct text raw, const char country[3], struct arena *arena, struct person_parse *ret);
/* The same of a column whose names begin with the surname: "Martin Thomas" is a Martin. */
enum finding person_name_parse_ordered(struct text raw, const char country[3], bool surname_first, struct arena *arena,
                                       struct person_parse *ret);
enum finding person_name_from_parts(const struct person_parts *parts, const char country[3], struct arena *arena,
                                    struct person_parse *ret);

/* Which name stands first in a column of whole names (person_column.c): told where enough cells have a given name that
 * is no surname at one end, and nothing like it at the other. */
struct name_column {
    size_t given_first, surname_first;
};
void name_column_add(struct name_column *column, struct text cell);
bool name_column_is_surname_first(const struct name_column *column);

/* "M", "V", "man", "female", "dhr.", "2" … GENDER_UNKNOWN for what is no gender. */
enum gender gender_read(struct text raw);

/* The column says that nothing is said: "U", "onbekend", "Unspecified", ISO 5218's 0 and 9. */
bool gender_is_left_open(struct text raw);

/* "E", "eigen naam", "V: partnernaam-eigen naam", "2" (AFAS) … */
enum name_use name_use_read(struct text raw);

/* The result as columns of text, for `normalise --tsv`: gender ("M", "V", "O" or "ORG"), titles, initials, given,
 * prefix, surname, partner_prefix, partner_surname, suffix, sort_nl, sort_be. */
enum { PERSON_COLUMNS = 11 };
extern const char *const person_column_names[PERSON_COLUMNS];
void person_parse_columns(const struct person_parse *parse, struct arena *arena, struct text ret[PERSON_COLUMNS]);
