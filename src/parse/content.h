/*
 * What the values of a column look like, counted over a sample.
 *
 * Not what they mean: "looks like a postcode" is a form, and a customer number
 * may have it too.  mapping.c weighs this against the header.
 */
#pragma once

#include "base/text.h"

/* Numbering plans; German numbers are of so many lengths that only those of mobiles say something alone. */
enum phone_plan {
    PHONE_PLAN_NL,
    PHONE_PLAN_BE,
    PHONE_PLAN_DE,
    PHONE_PLAN_DE_MOBILE,
    PHONE_PLAN_FR,
    PHONE_PLAN_GB,
    PHONE_PLAN_NA,
    PHONE_PLANS
};
enum { YEARS_FROM = 1800, YEARS_DECADES = 30 };

struct content {
    unsigned filled;
    unsigned email, phone, web, iban, vat_id, kbo, kvk, ip, uuid;
    unsigned postcode_nl, postcode; /* of the Netherlands; of any country */
    unsigned date, number, whole;   /* a calendar date; a decimal number; digits only */
    unsigned letters;               /* letters and what stands in names, no digit */
    unsigned yes_no;
    unsigned gender, salutation, prefix; /* M/V; dhr./Mr./dr.; van/de */
    unsigned decision_part;              /* decides, pays, gatekeeper */
    unsigned stage;                      /* customer, prospect, lead */
    unsigned house_number;               /* 12, 12a, 12-14 */
    unsigned with_number;                /* words and a number: a street with its number */
    unsigned legal_form;                 /* is one */
    unsigned organisation;               /* holds a legal form or a word of organisations */
    unsigned person;                     /* holds a common given name or initials, and no such word */
    unsigned single;                     /* one word */
    unsigned age;                        /* 0-120 */
    unsigned distinct;                   /* different values */
    unsigned given, surname;             /* one or two words: a usual given name; a usual surname and no given name */
    unsigned full_name;                  /* two words or more: a given name or initials, and a name beside it */
    unsigned initials;                   /* nothing but initials */
    unsigned firm;                       /* holds what only organisations have */
    unsigned street, town;               /* a word of streets; a place that is known */
    unsigned town_line, whole_address;   /* a place and its postcode; a street with its number as well */
    unsigned region;                     /* the letters of a state */
    unsigned phone_sure;                 /* as phones are written, and as long */
    unsigned birth;                      /* a date in the years 1900-1999 */
    unsigned postcode_gb, digits_5, digits_4;
    unsigned bare, bare_of_length[6]; /* 9 to 14 digits and nothing else; by how many */
    unsigned in_plan[PHONE_PLANS];    /* of those: a number of that plan */
    unsigned areas;                   /* different area codes of North America among them */
    uint64_t areas_seen[16];          /* which: a bit each */
    unsigned decades[YEARS_DECADES];  /* years, by themselves or of a date */
    unsigned numbers, rising;         /* whole numbers; those larger than the one before */
    uint64_t last;                    /* the last whole number */
    unsigned words, bytes;            /* in all */
};

/* Look at one cell. seen is a table of CONTENT_SEEN_SIZE zeroes of the column. */
enum { CONTENT_SEEN_SIZE = 2048 };
void content_add(struct content *content, struct text cell, uint64_t *seen);

/* Share of the filled cells in percent; 0 when none is filled. */
static inline unsigned content_share(const struct content *content, unsigned count)
{
    return content->filled > 0 ? count * 100 / content->filled : 0;
}
