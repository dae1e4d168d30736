/*
 * Numbers that registers, banks and networks give out, each in its one form.
 *
 * A passing check proves the form only; that the number was given out, a
 * register says.  National personal numbers are recognised here so that they
 * can be refused; nothing in this program keeps one.
 */
#pragma once

#include "base/arena.h"
#include "model/finding.h"
#include "model/mention.h"

/*
 * Read raw as a number of this kind.  country ("NL", may be "") helps a VAT
 * number that lost its letters.
 *
 * FINDING_NONE: ret->valid.  FINDING_CHECK_DIGIT: of the right form, ret holds
 * it with valid false.  FINDING_MALFORMED, FINDING_EMPTY, FINDING_PLACEHOLDER:
 * ret->value is empty.  FINDING_KVK_WITH_BRANCH: the first eight digits, valid.
 */
enum finding identifier_read(enum identifier_kind kind, struct text raw, const char *country, struct arena *arena,
                             struct identifier *ret);

const char *identifier_kind_name(enum identifier_kind kind); /* "kvk", "vat" … */
/* The field such a number stands in: FIELD_ORG_KVK; FIELD_NONE for none of its own. */
enum field identifier_field(enum identifier_kind kind);

/* Checks on plain digits (ASCII), given by length. */
bool check_eleven(const char *nine_digits);          /* RSIN, old VAT number; not all noughts */
bool check_mod97_10(struct text letters_and_digits); /* ISO 7064: IBAN moved round, LEI, new Dutch VAT number */
bool check_luhn(const char *digits, size_t len);

/* IBAN: length and structure of its country, then mod 97. ret holds IBAN_TEXT_MAX. */
enum { IBAN_TEXT_MAX = 35 };
enum finding iban_read(struct text raw, char ret[IBAN_TEXT_MAX]);

/* VAT number of a country of the European Union, the United Kingdom, Norway or Switzerland. */
enum { VAT_TEXT_MAX = 20 };
enum finding vat_read(struct text raw, const char *country, char ret[VAT_TEXT_MAX]);

/* NL...B.. whose nine digits pass the test of eleven: of a sole trader it would be a national number. */
bool vat_may_hold_national_number(struct text vat);

/* A Belgian national number: digits and check, whatever stands between them. ret holds 12. */
bool national_number_be(struct text raw, char ret[12]);
