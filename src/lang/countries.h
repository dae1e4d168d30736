/*
 * Country names and codes as people write them, to ISO 3166-1 alpha-2.
 */
#pragma once

#include "base/text.h"

/* "Nederland", "NLD", "Holland", "Pays-Bas", "nl" → "NL". ret holds 3; "" and false when it is none we know. */
bool country_read(struct text raw, char ret[3]);

/* "NETHERLANDS" as the last line of post: English or Dutch name, or the code itself for an unknown one. */
struct text country_name(const char *country, bool dutch);
