/*
 * Rules that forbid joining, whatever the score: what people know of families and the weights cannot.
 *
 * They hold in a table where homes are seen; in a table of single people the
 * same pattern is a typing error, not a brother.
 */
#pragma once

#include "match/model.h"

enum veto { VETO_NONE = 0, VETO_FATHER_AND_SON, VETO_TWINS, VETO_COUPLE, VETO_GENERATION, VETO_COUNT };

enum { VETO_SCORE = -8 * BIT }; /* a vetoed pair's score is at most this */

struct veto_text {
    const char *name, *nl, *en;
};
const struct veto_text *veto_text(enum veto veto); /* NULL for VETO_NONE */

enum veto veto_find(const struct model *model, const struct table *table, const struct prep *a, const struct prep *b,
                    const struct pair_levels *levels);
