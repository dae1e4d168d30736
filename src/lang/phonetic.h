/*
 * Names by their sound, for finding what was heard and spelt another way.
 *
 * Both take folded text (lang/fold.h), read all its words as one, write ASCII
 * into the caller's buffer and return the length, at most len.  Coarse on
 * purpose: equal keys make a pair worth comparing, never a match.
 */
#pragma once

#include "base/text.h"

/*
 * Dutch: vowels and consonants as they sound in Dutch and Flemish names.
 * "Heijden" = "Heyden" = "Heiden", "Cuypers" = "Kuipers", "Dierckx" =
 * "Dirks", "Schmidt" = "Smit", "Maes" = "Maas".
 */
size_t phonetic_nl(struct text folded, char *into, size_t len);

/*
 * European: consonant classes as digits after H. J. Postel, "Die Kölner
 * Phonetik" (IBM-Nachrichten 19, 1969), with Dutch "sch" and "ck", and the
 * silent letters that English begins words with ("Wright", "Knight").
 * Vowels count only at the start: "Meier" = "Mayr" = "67".
 */
size_t phonetic_eu(struct text folded, char *into, size_t len);
