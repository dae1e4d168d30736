/*
 * Addresses: from the columns or lines they came in to street, number,
 * postcode and residence; to a key that is equal for equal letterboxes; and
 * back to the lines that the post of a country wants.
 */
#pragma once

#include "model/mention.h"
#include "normal/findings.h"

/* What the columns of one address held; what is not there is empty. */
struct address_parts {
    enum field_group group;
    unsigned slot;
    struct text full; /* everything in one cell */
    struct text line1;
    struct text line2;
    struct text street;
    struct text number;
    struct text letter;
    struct text addition;
    struct text pobox;
    struct text postcode;
    struct text city;
    struct text region;
    struct text country;
    bool without_key; /* nobody will ask for it */
};

/*
 * Take an address apart.  country is the organisation's own, for an address
 * that does not say ("NL"); it is then marked assumed.
 *
 * Returns whether there is anything in it.  Nothing is lost: what fits nowhere
 * stands in ret->extra.  Findings name the field that is odd.
 */
bool address_read(const struct address_parts *parts, const char *country, struct findings *findings,
                  struct address *ret);

/* Equal for equal delivery points, "1234AB|12|A|2"; empty when it cannot be made. */
struct text address_key(const struct address *address, struct arena *arena);

/* As the post of its country wants it, lines ended by "\n", the country only when it is not home. */
struct text address_print(const struct address *address, const char *home, struct arena *arena);
