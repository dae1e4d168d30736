/*
 * What a browser puts into an address and a cookie: pure functions over
 * hostile bytes.  Whatever comes in, nothing is read past the end and nothing
 * is written but the decoded text (tests/fuzz/fuzz_http_params.c).
 */
#pragma once

#include "base/arena.h"
#include "model/field.h"

/* %41 -> A, and "+" -> space when plus_is_space. False for a broken escape, for %00, or when arena is full. */
bool params_decode(struct text raw, bool plus_is_space, struct arena *arena, struct text *ret);

/* The first value of a name in "a=1&b=2", decoded; false when absent. A broken value counts as absent. */
bool params_query(struct text query, struct text name, struct arena *arena, struct text *ret);

/* The first value of a name in a Cookie header (RFC 6265, 4.2.1), quotes taken off; false when absent. */
bool params_cookie(struct text header, struct text name, struct text *ret);

/* The weight 0-1000 that an Accept-… header gives to a word; -1 when it is not named ("*" counts as named). */
int params_accept(struct text header, struct text word);

/* The first of our languages by weight; fallback when none is named. "nl-BE" is nl. */
enum language params_language(struct text accept_language, enum language fallback);

/* Is tag in an If-None-Match list: "\"a\", W/\"b\"" or "*"? */
bool params_etag_matches(struct text header, struct text tag);
