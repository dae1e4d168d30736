/* How alike two names look, in thousandths: Jaro–Winkler, which trusts the first letters most. */
#pragma once

#include "base/text.h"

/* 0 nothing in common … 1000 equal; two empty texts are equal. */
unsigned jaro_winkler(struct text a, struct text b);
