/*
 * Prefixes of surnames ("van den", "de la", "v.d."): the longest at the start
 * of a name, and which may be the same written short.
 *
 * Data: data/name_prefixes.tsv.  Texts are folded (lang/fold.h): "van 't" is
 * "van t", "v.d." is "v d".
 */
#pragma once

#include "lang/words.h"

/* Bytes of the longest prefix that folded starts with and that a word follows, without the space; 0 for none. */
size_t surname_prefix_length(struct text folded);

/*
 * May both be the same prefix?  Equal ones are; an abbreviation is any of its
 * class: "v d" = "van de" = "van den" = "van der".  An empty prefix is only
 * itself.  exact tells that they are spelt the same.
 */
bool surname_prefix_same(struct text folded_a, struct text folded_b, bool *ret_exact);

/* The class number of the data file, 0 when it has none. */
uint8_t surname_prefix_class(struct text folded);
