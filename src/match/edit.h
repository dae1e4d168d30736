/* How many typing errors lie between two texts: the restricted Damerau–Levenshtein distance (OSA). */
#pragma once

#include "base/text.h"

/*
 * Insertions, deletions, substitutions and swaps of neighbours, each counted
 * once.  Above most the answer is most + 1.  Bytes are compared: callers fold
 * first, so a letter is a byte nearly always.
 */
unsigned edit_distance(struct text a, struct text b, unsigned most);
