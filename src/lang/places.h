/*
 * Places that go by several names, and the places a postcode lies in.
 */
#pragma once

#include "base/arena.h"

/* How the place is to be written: "A'dam" → "Amsterdam", "Capelle a/d IJssel" → "… aan den IJssel".
 * A second name ("Ixelles", "'s-Gravenhage") stays. ret_country gets the country a listed place lies in, or "". */
struct text place_spelling(struct text place, char ret_country[3]);

/* One key for all names of a place, folded without spaces: "denhaag" for 's-Gravenhage. Returns the bytes written. */
enum { PLACE_KEY_MAX = 64 };
size_t place_key(struct text place, char into[PLACE_KEY_MAX]);

/* The places of a postcode in the Netherlands (first four digits) or Belgium, joined by "|"; empty when not known. */
struct text places_of_postcode(const char *country, struct text postcode);

/* True when place is one of them, by any name. */
bool place_has_postcode(struct text place, const char *country, struct text postcode);

/* Whether a place of this name is known (data/towns.tsv), and of which country it is meant most. */
bool place_is_known(struct text place, char ret_country[3]);
