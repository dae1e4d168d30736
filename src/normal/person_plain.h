/*
 * Names in columns that need no reading, remembered: "Jan", "van", "Berg".
 *
 * Of a million names in columns nearly all have one word as given name and one
 * as surname, and each gives just itself: nothing is cut off, added or spelt
 * otherwise.  What a column gives then hangs on its own text and the country
 * alone, not on the columns beside it, so each is remembered by itself
 * (lang/seen.h) and a name of columns that were all seen is put together
 * without being read.  What was read in full says whether its columns are
 * such (person_plain_learn), so a hit and a miss give the same name.
 */
#pragma once

#include "normal/person_words.h"

/* Only given, prefix and family are filled, and each was seen to give itself. Fills all of ret but the confidence of
 * the whole. */
bool person_plain_read(const struct person_parts *parts, const char country[3], struct arena *arena,
                       struct person_parse *ret);

/* After reading in full. own_case: given and family each have capitals and small letters of their own. */
void person_plain_learn(const struct person_parts *parts, const char country[3], const struct person_parse *parse,
                        bool own_case);

/* All parts by spaces: the raw name (person_parts.c). */
struct text person_parts_join(const struct person_parts *parts, struct arena *arena);

enum { NAME_COLUMN_CONFIDENCE = 95 };
