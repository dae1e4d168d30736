/* Inside parse/content*.c: what the digits of a cell say, by numbering plans and calendars. */
#pragma once

#include "parse/content.h"

/* Add what cell looks like; trimmed and short, digits of them are digits. */
void content_codes(struct content *content, struct text cell, size_t digits);

/* t is digits, count of them. */
bool is_digits(struct text t, size_t count);
/* "SW1A" and "1AA". */
bool is_postcode_gb(struct text out, struct text in);
