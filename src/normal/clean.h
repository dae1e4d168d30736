/*
 * The first wash of every cell: UTF-8 that is UTF-8, one space where there
 * were many, letters that a wrong conversion had broken put right, and
 * fillers ("n.v.t.", "onbekend", "-") told from values.
 *
 * A cell that is clean already, as nearly all are, is given back as it is,
 * without a copy.
 */
#pragma once

#include "base/arena.h"
#include "model/finding.h"

/* In ret there is no control character, no space at either end and none after
 * another; line ends become ", " when lines is false and stay "\n" when true.
 * *ret_finding is FINDING_NONE, FINDING_ENCODING_REPAIRED or FINDING_TOO_LONG (ret is then empty). */
struct text clean_value(struct text raw, size_t bytes_max, bool lines, struct arena *arena, enum finding *ret_finding);

/* "nvt", "onbekend", "-", "xxx" … : words that stand for nothing, in nl, en, fr and de. */
bool clean_is_filler(struct text value);

/* Fillers of one kind of field only: "0000 AA", "01-01-1900", "999999999". */
bool clean_is_filler_of(struct text value, enum field field);

/* A short cell as clean_value() and clean_is_filler_of() would find it: it is clean as it is, and a value or a filler.
 * CLEAN_UNKNOWN when it must be cleaned first; by far the most need not. */
enum clean_state { CLEAN_UNKNOWN = 0, CLEAN_VALUE, CLEAN_FILLER };
enum clean_state clean_look(struct text raw, enum field field);
