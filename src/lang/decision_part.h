/*
 * The part somebody has when an organisation decides to buy: five codes, and the words that systems and people use for
 * them in Dutch, English, German and French.
 */
#pragma once

#include "base/text.h"

enum decision_part {
    DECISION_PART_NONE = 0,
    DECISION_DECIDES,
    DECISION_INFLUENCES,
    DECISION_USES,
    DECISION_PAYS,
    DECISION_GATEKEEPER,
    DECISION_PARTS,
};

const char *decision_part_name(
    enum decision_part part); /* "decides"; "" for none: what is kept and what the API gives */

/*
 * What a cell says: "Beslisser", "Economic buyer", "END_USER", "beïnvloeder / gebruiker".  Of several the first that is
 * known counts.  None for words nobody knows: "Geen beslisser" does not decide.
 */
enum decision_part decision_part_read(struct text cell);
