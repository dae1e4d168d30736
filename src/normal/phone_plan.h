/*
 * The numbering plans of the Netherlands and Belgium, and the country codes:
 * what most of our users' numbers need, at a hundredth of the library's cost.
 */
#pragma once

#include "model/mention.h"

enum plan_answer { PLAN_NOT_OURS = 0, PLAN_VALID };

/* digits: with "+" and country code, or with the trunk 0. ret_e164 holds 24, ret_national 40.
 * PLAN_NOT_OURS: not known here to be valid; ask the library. */
enum plan_answer phone_plan_read(const char *digits, size_t len, const char *country, char *ret_e164,
                                 char *ret_national, enum phone_kind *ret_kind);
