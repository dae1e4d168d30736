/*
 * Of several spellings of one name, which the records mean: a name that is a
 * letter or two away from one that more records give is a typing error, or
 * what a scanner read.  Otherwise the one record that has the given names in
 * full, or whose source leads, would bring its error along.
 *
 * Of a person the surname is looked at; of an organisation its core, and the
 * whole name where the error made another core of it: of "Firma Bos" the core
 * is "bos", of "Firrna Bos" all of it.  "B.V." for "N.V." is no error, and
 * "Vastgoed 12" and "Vastgoed 13" are two firms.  Inside golden/ only.
 */
#pragma once

#include "golden/survive.h"

struct spelling {
    struct text folded, whole, legal_form; /* whole: of an organisation its name, folded */
    unsigned records, whole_records;       /* that give it; a spelling stands once for each folded and whole */
};

struct spellings {
    struct spelling *items; /* none when all records give the same */
    size_t count;
};

/* False without memory. */
bool spellings_read(const struct witness *witnesses, size_t count, struct arena *arena, struct spellings *ret);
bool spelling_is_outvoted(const struct spellings *spellings, const struct mention *mention, struct arena *arena);
