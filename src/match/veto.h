/*
 * Rules that forbid joining, whatever the score: what people know of families
 * and firms and the weights cannot.
 *
 * Each has a name, is counted when it stops a link, is said by explain, and
 * can be switched off by that name.  Rules about families hold in a table
 * where homes are seen; in a table of single people the same pattern is a
 * typing error, not a brother (adr 0033).  The rule about numbers holds where
 * the table shows that a party has one.
 */
#pragma once

#include "match/match.h"
#include "match/model.h"

enum veto {
    VETO_NONE = 0,
    VETO_FATHER_AND_SON,
    VETO_TWINS,
    VETO_COUPLE,
    VETO_GENERATION,
    VETO_TWO_NUMBERS,
    VETO_TWO_BRANCHES,
    VETO_CLEAN_SOURCE,
    VETO_COUNT
};
_Static_assert((int)VETO_COUNT == (int)MATCH_RULES, "match.h counts the rules");

enum { VETO_SCORE = -8 * BIT }; /* a vetoed pair's score is at most this */

struct veto_text {
    const char *name, *nl, *en;
};
const struct veto_text *veto_text(enum veto veto); /* NULL for VETO_NONE */

/* What rules look at beside a pair. */
struct veto_rules {
    const struct model *model;
    const struct table *table;
    const uint8_t *clean; /* by source: it names nobody twice; may be NULL */
    uint32_t clean_count;
};

enum veto veto_find(const struct veto_rules *rules, const struct prep *a, const struct prep *b,
                    const struct pair_levels *levels);
