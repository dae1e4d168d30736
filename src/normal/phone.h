/*
 * Phone numbers to E.164, with what kind of line it is and any extension.
 *
 * The common Dutch and Belgian shapes are read by our own tables; the rest of
 * the world by libphonenumber, remembered in a small table per thread.
 */
#pragma once

#include "base/arena.h"
#include "model/mention.h"

enum { PHONES_PER_CELL_MAX = 4 };

/*
 * Read a cell; several numbers in it are split.  country ("NL") is where the
 * number is dialled from.  ret_count is 0 when nothing in it is a number.
 *
 * FINDING_NONE; FINDING_EMPTY, FINDING_PLACEHOLDER, FINDING_MALFORMED,
 * FINDING_PHONE_SCIENTIFIC and FINDING_PHONE_EMERGENCY come without a value;
 * FINDING_PHONE_INVALID, FINDING_PHONE_WITHOUT_AREA (e164 is empty, national
 * holds the digits), FINDING_PHONE_LOST_ZERO and FINDING_SEVERAL_VALUES with one.
 */
enum finding phone_read(struct text raw, const char *country, struct arena *arena,
                        struct phone ret[PHONES_PER_CELL_MAX], size_t *ret_count);

const char *phone_kind_name(enum phone_kind kind); /* "mobile" … */

/* The country an E.164 number belongs to by its first digits, "" for shared or unknown ones (+1, +7). */
const char *phone_country(struct text e164);
