/* What a tie can be, between whom, and how it reads from either side. */
#pragma once

#include "base/arena.h"
#include "model/field.h"
#include "model/id.h"

struct tie_kind {
    const char *name;
    enum party_kind a, b;
    const char *out[LANGUAGE_COUNT], *in[LANGUAGE_COUNT]; /* "%s" is the other side's name */
};

/* NULL when there is none of that name between these kinds of parties. */
const struct tie_kind *tie_kind_find(struct text name, enum party_kind a, enum party_kind b);
/* "buys through De Linde", from the side that out says; in arena. */
struct text tie_kind_sentence(const struct tie_kind *kind, bool out, enum language lang, struct text name,
                              struct arena *arena);
bool tie_kind_is_one(struct text name);
bool tie_part_is_one(struct text part); /* in decisions; empty is */
/* "decides" as people read it; "" for none. */
const char *tie_part_label(struct text part, enum language lang);
