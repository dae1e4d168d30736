/*
 * An address beside a register of addresses: is the postcode one, do street
 * and place belong to it, is the house number among its numbers?
 *
 * A register may cover a part of a country.  It says that a postcode is not
 * there only where it knows its neighbours: those with the same four digits,
 * or, when it has four digits itself, with the same first two.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "model/mention.h"

enum { REFERENCE_CODE_MAX = 12 };

struct reference_row {
    char code[REFERENCE_CODE_MAX];   /* country and postcode without spaces: "NL1234AB", "NL1234", "BE1050" */
    uint32_t number_from, number_to; /* both 0: not known */
    struct text street, place;       /* street is empty in a register of postcodes alone */
};

/* Made by reference_over(); empty is no register. */
struct reference {
    const struct reference_row *rows;
    size_t count;
    bool digits_alone; /* some Dutch codes are of four digits, so that one may be missing */
};

/* rows in order of code, which stay where they are. */
struct reference reference_over(const struct reference_row *rows, size_t count);

/* "NL" and "1234 ab" to "NL1234AB"; false when it does not fit or has other signs than letters and digits. */
bool reference_code(const char *country, struct text postcode, char ret[REFERENCE_CODE_MAX]);

/* record->findings grows as with check_record(); without a register nothing changes. */
enum status check_reference(struct normal_record *record, const struct reference *reference, struct arena *arena,
                            struct error *err);
