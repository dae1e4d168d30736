/*
 * Names of one person: "hans" and "johannes", "bob" and "robert", "gerd" and "gerhard".
 */
#pragma once

#include "base/text.h"

/* The groups a folded given name belongs to, up to four of them in one number; 0 none. */
uint32_t nickname_groups(struct text folded);

/* Whether two such numbers share a group. */
bool nickname_related(uint32_t a, uint32_t b);
