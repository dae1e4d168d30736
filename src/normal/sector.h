/*
 * Codes of what an organisation does: SBI 2008 of the Netherlands, NACE Rev. 2
 * and NACE-BEL, which share their first four digits.
 */
#pragma once

#include "base/text.h"
#include "model/finding.h"

enum { SECTOR_TEXT_MAX = 8 };

/*
 * "6201", "SBI 62.01", "J62.01", "62.01 - Ontwikkelen van software" → "62.01";
 * the fifth digit of SBI stands after a stop of its own: "47.11.1".  More codes
 * in one cell: the first counts, as it does at the chamber of commerce.
 *
 * FINDING_EMPTY; FINDING_MALFORMED for digits that are no code, ret is then "";
 * FINDING_NONE with "" for words alone, which are no code and no mistake.
 */
enum finding sector_read(struct text raw, char ret[SECTOR_TEXT_MAX]);

/* The section of a code, 'A' to 'U'. */
char sector_section(const char *code);
