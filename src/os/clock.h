/*
 * Time, asked in one place and handed down.
 *
 * Nothing below flow/ reads the clock: results must depend on facts alone.
 * KLANTBEELD_NOW (an RFC 3339 date-time in UTC) fixes it, for tests and
 * demonstrations that must come out the same tomorrow.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

int64_t clock_now_ms(void);      /* wall time, since 1970-01-01 UTC; KLANTBEELD_NOW obeyed */
uint64_t clock_elapsed_ns(void); /* never goes back; for durations only */

enum { CLOCK_TEXT_LEN = 20 }; /* "2026-11-22T09:30:00Z" */
void clock_text(int64_t ms, char ret[CLOCK_TEXT_LEN + 1]);
/* "2026-11-22" or "2026-11-22T09:30:00Z" (also " " for T, no zone = UTC). */
bool clock_read(struct text t, int64_t *ret_ms);

/* Days since 1970-01-01 of a Gregorian date, and back. */
int32_t days_from_date(int year, int month, int day);
void date_from_days(int32_t days, int *year, int *month, int *day);
