/*
 * How trust fades: half of it after each half-life (2^(-age / half-life)), in
 * whole numbers, so that every machine gives the same.
 *
 * A trust is kept in hundredths of a percent: 10000 is all of it.
 */
#pragma once

#include <stdint.h>

enum { TRUST_WHOLE = 10000, DECAY_NEVER = INT32_MAX };

/* What is left of a trust after so many days; half_days 0: it does not fade. */
uint32_t decay(uint32_t trust, uint32_t age_days, uint32_t half_days);

/* The last day of age on which it is still limit at least: -1 when it never was, DECAY_NEVER when it does not fade. */
int32_t decay_days(uint32_t trust, uint32_t limit, uint32_t half_days);
