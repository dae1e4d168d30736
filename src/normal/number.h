/*
 * Numbers in Dutch, Belgian and English notation: "1.234,56", "1,234.56",
 * "1 234,56", "€ 12,50", "12.50-", "(12,50)", "6,12E+08".
 */
#pragma once

#include "base/arena.h"
#include "model/finding.h"

/*
 * ret: digits with a point, a minus before, no noughts in front, none at the
 * end of a fraction: "1234.56".  One separator with three digits after it
 * ("1.234", "1,234") is read as thousands when it is the comma or point the
 * language uses so; comma_decimals says which that is.
 */
enum finding number_read(struct text raw, bool comma_decimals, struct arena *arena, struct text *ret);

/* What an "E" notation of a spreadsheet stood for: "6,12E+08" lost digits; true when it is one. */
bool number_is_scientific(struct text raw);
