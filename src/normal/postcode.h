/*
 * Postcodes in one spelling per country, so that equal places compare equal.
 */
#pragma once

#include "base/text.h"
#include "model/finding.h"

enum { POSTCODE_TEXT_MAX = 12 };

/* Made only by the functions below: well-formed for its country, or "". */
struct postcode {
    char code[POSTCODE_TEXT_MAX]; /* "1234 AB", "00-950", "EC1Y 8SY"; NUL-ended */
};

/*
 * Read a postcode as people write it in country ("NL"); a prefix such as "B-"
 * or "NL-" goes.  The whole text must be the code.  A country we have no form
 * for keeps letters, digits, space and dash as they are, in capitals.
 *
 * FINDING_NONE; FINDING_EMPTY; FINDING_MALFORMED (*ret empty);
 * FINDING_POSTCODE_WITHOUT_LETTERS (Dutch, four digits: *ret holds those).
 */
enum finding postcode_read(struct text raw, const char *country, struct postcode *ret);

/* A Dutch code in which O and 0 or I and 1 were mixed up, repaired; false when that does not help. */
bool postcode_repair_nl(struct text raw, struct postcode *ret);

/* The country whose form only this can be ("NL", "GB", "PL", "PT", …), or "". */
const char *postcode_country(struct text raw);

/* Whether country has postcodes with letters or digits of a form we know. */
bool postcode_form_is_known(const char *country);
