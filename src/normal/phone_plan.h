/*
 * The numbering plans of the Netherlands and Belgium, and the plain part of
 * those of their neighbours: what most of our users' numbers need, at a
 * hundredth of the library's cost.
 */
#pragma once

#include "model/mention.h"

enum plan_answer { PLAN_NOT_OURS = 0, PLAN_VALID, PLAN_INVALID };

/* digits: with "+" and country code, or with the trunk 0. ret_e164 holds 24, ret_national 40.
 * PLAN_INVALID: of the length the plan asks for, in no block of it; all but the kind is filled.
 * PLAN_NOT_OURS: not known here; ask the library. */
enum plan_answer phone_plan_read(const char *digits, size_t len, const char *country, char *ret_e164,
                                 char *ret_national, enum phone_kind *ret_kind);

/* Inside phone_plan*.c: d is the national number without trunk 0, of "DE", "FR", "GB", "LU" or "US" (all of +1). */
bool phone_plan_abroad(const char *country, const char *d, size_t len, char *ret_national, enum phone_kind *ret_kind);
