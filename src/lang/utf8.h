/*
 * Code points out of and into UTF-8, and what they are: letter, mark, upper, lower.
 *
 * Bytes that are no UTF-8 are never an error here: each gives U+FFFD and is
 * passed over, so that every loop over a text ends and sees all of it.
 */
#pragma once

#include "base/text.h"

enum { UTF8_BYTES_MAX = 4, UTF8_BROKEN = 0xFFFD };

/* Take the first code point off *rest; false when nothing is left. */
bool utf8_next(struct text *rest, uint32_t *ret_code);

/* The last code point of t and how many bytes it takes (0 for an empty text). */
size_t utf8_last(struct text t, uint32_t *ret_code);

/* Write a code point, return its bytes. What is no code point is written as U+FFFD. */
size_t utf8_put(uint32_t code, char into[UTF8_BYTES_MAX]);

bool utf8_valid(struct text t);
size_t utf8_length(struct text t); /* code points */

/* The longest start of t of at most max bytes that does not cut a code point. */
struct text utf8_cut(struct text t, size_t max);

/* By Unicode's properties; ASCII is decided without a call. */
bool utf8_is_letter(uint32_t code);
bool utf8_is_mark(uint32_t code); /* combining */
bool utf8_is_digit(uint32_t code);
bool utf8_is_space(uint32_t code); /* every white space, no-break ones too */
bool utf8_is_upper(uint32_t code);
bool utf8_is_lower(uint32_t code);
uint32_t utf8_to_upper(uint32_t code); /* itself when there is none of one code point */
uint32_t utf8_to_lower(uint32_t code);
