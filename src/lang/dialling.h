/*
 * Country codes of the telephone, and whether a country dials a 0 first.
 */
#pragma once

#include "base/text.h"

const char *dialling_code(const char *country, size_t *ret_len); /* "NL" → "31"; NULL when not here */
bool dialling_has_trunk_zero(const char *country);
const char *dialling_country(struct text digits); /* "31612…" → "NL"; "" for shared codes (1) and unknown ones */
