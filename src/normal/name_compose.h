/*
 * A person's name put together again: for an envelope, a letter, a list.
 *
 * Dutch letter form as the population register prescribes it (Logisch ontwerp
 * BRP, "aanschrijving"): own, partner's or both names by name use, the first
 * prefix with a capital only when nothing stands before it.  Belgian names
 * are written exactly as registered.
 */
#pragma once

#include "base/arena.h"
#include "model/mention.h"

enum name_custom { NAME_CUSTOM_NL = 0, NAME_CUSTOM_BE };

/* By the country: BE and LU write as registered, all others as NL. */
enum name_custom name_custom_of(const char country[3]);

/* One letter per given name: "Theo Philip IJsbrand" → "T.P.I.", "Suzie Q" → "S.Q", "J P" → "J P". */
struct text name_initials(struct text given, struct arena *arena);

/* "jhr.", "baron", by the code of the population register; empty when there is none. */
struct text name_nobility_text(const struct person_name *name);

/* Prefix and surname, own and partner's, by name use: "Groenlo-van Velzen". */
struct text name_surname(const struct person_name *name, struct arena *arena);

struct text name_address_line(const struct person_name *name, enum gender gender,
                              struct arena *arena); /* aanschrijfwijze */
struct text name_salutation(const struct person_name *name, enum gender gender, struct arena *arena); /* aanhef */
struct text name_running_text(const struct person_name *name, enum gender gender,
                              struct arena *arena); /* lopende tekst */

/* For screens: call name or given names or initials, then the surname: "Jan van den Berg". */
struct text name_display(const struct person_name *name, struct arena *arena);

/* Everything that is known, with titles and suffix; person_name_parse() reads it back. */
struct text name_full(const struct person_name *name, struct arena *arena);

/* NL "Berg, J. van den"; BE "Van den Berg, J.". */
struct text name_sort(const struct person_name *name, enum name_custom custom, struct arena *arena);

/* The surname as it is filed: NL "Berg", BE "Van den Berg". */
struct text name_sort_surname(const struct person_name *name, enum name_custom custom, struct arena *arena);

/* "Familie Van den Berg"; of two "de heer J. Bos en mevrouw A. de Vries"; estate: "De erven van J. Bos". */
struct text name_household(const struct person_name *names, const enum gender *genders, size_t count,
                           struct arena *arena);
struct text name_household_salutation(const struct person_name *names, const enum gender *genders, size_t count,
                                      struct arena *arena);
struct text name_estate(const struct person_name *name, struct arena *arena);
