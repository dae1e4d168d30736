/* Inside match/train*.c: whether "holding", "vastgoed" and the like behind a name tell companies apart here. */
#pragma once

#include "match/prepare.h"

struct marks_seen {
    double pairs; /* of one name at one place, whose marks differ */
    double back;  /* that have a mark together: it came back */
    double apart; /* the share of them that are two companies of one owner */
};

/* false without memory. */
bool marks_see(const struct table *table, struct marks_seen *ret);
