/*
 * What the CRM and the webshop delivered a year ago: who worked elsewhere
 * then, lived elsewhere, was a prospect, or was not there yet.
 *
 *     crm_2025.csv              crm.csv
 *     Inkoper, Bakkerij Smit ─▶ Hoofd inkoop, Smederij Vos     job
 *     Chef, Hotel Maas       ─▶ (no organisation)              employed
 *     Kerkstraat 9           ─▶ Singel 88                      moved
 *     at the home of another ─▶ Singel 88                      parted: they lived together
 *
 * The files of today are what they would be without these, and so is their
 * truth; what was before stands in waarheid_banden.csv.
 */
#pragma once

#include "demo/writer.h"

enum former_change { FORMER_SAME = 0, FORMER_JOB, FORMER_EMPLOYED, FORMER_MOVED, FORMER_PARTED };

struct former {
    bool is_there; /* it was in the file then */
    bool was_prospect;
    enum former_change change;
    struct moment until; /* when it became what it is */
};

/* made: when the row came; until: when it was changed last, or NULL when the source does not tell. */
void former_draw(const struct walk *walk, struct moment made, const struct moment *until, struct former *ret);
/* The row as it was then, from the row of today; what it was before is noted as truth. */
void former_look(const struct walk *walk, const struct former *former, const struct cell *key, struct sighting *s);
