/*
 * Inside normal/address*.c: one cell or one line of an address, taken apart.
 */
#pragma once

#include "base/arena.h"
#include "model/mention.h"
#include "normal/address.h"

/* How a country writes: "Kerkstraat 12", "12 High Street". */
bool address_number_comes_first(const char *country);

struct address_line {
    enum address_kind kind;
    struct text street; /* as written */
    struct text number;
    struct text letter;
    struct text addition;
    struct text extra;
    const char *by_to;     /* "", "by" or "to" */
    bool number_was_first; /* against the country's custom */
    uint8_t doubt;         /* 0 sure … 100 */
};

/* "Singel 101-hs", "PO Box 12", "Flat 3, 12 High Street". Texts live in line or arena. */
void address_line_read(struct text line, const char *country, struct arena *arena, struct address_line *ret);

/* What stands in the column of the house number: "12", "12a-3", "12 bus 4". False when it does not begin with a number.
 */
bool address_number_read(struct text raw, const char *country, struct arena *arena, struct address_line *ret);

/* "1012VG AMSTERDAM", "Las Vegas NV 89132", "London EC1Y 8SY": the postcode and what is left. */
struct address_town {
    struct text postcode; /* as written */
    struct text city;
    struct text region;
};
/* country may be ""; ret_country is then the one the postcode tells, or "". False when no postcode is in it. */
bool address_town_read(struct text line, const char *country, struct arena *arena, struct address_town *ret,
                       char ret_country[3]);

/* "NV", "nsw" and the like: the country that has such a state; "" for none. */
const char *address_state_country(struct text region);

/* The country a code and a state tell ("… NV 89132", "… NSW 2000"), else home. */
const char *address_guess_country(struct text town, const char *home);

/* parts->full, else a code within parts->line1, goes to the columns that are empty. */
void address_take_full(struct address_parts *parts, const char *home, struct arena *arena);

/* "a, b"; the one that is there when the other is empty. */
struct text address_join(struct text a, struct text b, struct arena *arena);
