/*
 * The name of an organisation, taken apart.
 *
 *   "BAKKERIJ DE GRAAN B.V. h.o.d.n. 't Korenaartje t.a.v. mw. A. Bos"
 *     name Bakkerij De Graan B.V. · core "bakkerij graan" · B.V. (54M6)
 *     trade name 't Korenaartje · attention mw. A. Bos
 *
 * Nothing is lost: what is not understood stands in the name.
 */
#pragma once

#include "base/arena.h"
#include "model/mention.h"

enum { ORG_STEPS_MAX = 12 };

struct org_step {
    const char *what; /* "legal form", "trade name" … */
    struct text from;
    struct text to;
};

struct org_parse {
    struct org_name name;
    struct text branch;    /* "vestiging Utrecht", "filiaal 12" */
    char legal_country[3]; /* country of the legal form, "" when many have it */
    bool in_formation;     /* i.o. */
    bool in_liquidation;   /* in liquidatie, failliet */
    struct org_step steps[ORG_STEPS_MAX];
    uint8_t steps_count;
};

/* FINDING_NONE, EMPTY, PLACEHOLDER, MALFORMED (no letter or digit), TOO_LONG or REPAIRED (capitals). */
enum finding org_name_parse(struct text raw, const char country[3], struct arena *arena, struct org_parse *ret);

/*
 * How sure is it that this names an organisation and no person: 0-100.
 * From 60 on a person column holds an organisation.  Allocates nothing.
 */
uint8_t org_test(struct text raw, const char country[3]);
