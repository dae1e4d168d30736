/* What a tie can be, between whom, and how it reads from either side. */
#pragma once

#include "model/field.h"
#include "model/id.h"

struct tie_kind {
    const char *name;
    enum party_kind a, b;
    const char *out[LANGUAGE_COUNT], *in[LANGUAGE_COUNT]; /* "%s" is the other side's name */
};

/* NULL when there is none of that name between these kinds of parties. */
const struct tie_kind *tie_kind_find(struct text name, enum party_kind a, enum party_kind b);
bool tie_kind_is_one(struct text name);
bool tie_part_is_one(struct text part); /* in decisions; empty is */
