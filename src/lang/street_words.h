/*
 * How streets and places are spelled: abbreviations in full, capitals where
 * the language wants them.
 */
#pragma once

#include "base/arena.h"

/* The street in full spelling: "Burg. Mijslaan" "Jonkheer van Riemsdijkln" "Hauptstr." "W North Ave" …
 * country decides the language; Belgium has two. A street that needs nothing comes back as it is. */
struct text street_spelling(struct text street, const char *country, struct arena *arena);

/* Capitals mended when a text is all upper or all lower case: "DEN HAAG" → "Den Haag", "'S-GRAVENHAGE" →
 * "'s-Gravenhage", "IJSSELKADE" → "IJsselkade", "rue de l'église" → "Rue de l'Église". */
struct text name_case(struct text name, const char *country, struct arena *arena);

/* Whether the words tell that a street is written the English ("Main Street"), French ("rue X"), or German way. */
enum street_language { STREET_UNKNOWN = 0, STREET_DUTCH, STREET_FRENCH, STREET_GERMAN, STREET_ENGLISH };
enum street_language street_language_of(struct text street);
