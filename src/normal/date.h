/*
 * Dates as people and programs write them: 21-3-1980, 1980-03-21, 21 maart
 * 1980, 19800321, Mar 21, 1980, 29301 (Excel), 21/03/80, 1980.
 *
 * What 03/04/1980 means no single cell can tell; a column often can, so the
 * order of day and month is learnt per column (date_order_add) and handed in.
 */
#pragma once

#include "model/finding.h"
#include "model/date.h"

/* What was seen in a column. */
struct date_column {
    uint32_t dmy; /* values that can only be day first */
    uint32_t mdy; /* values that can only be month first */
};

void date_order_add(struct date_column *column, struct text raw);
/* UNKNOWN when nothing speaks for either or both do. */
enum date_order date_order_of(const struct date_column *column);

/*
 * Read one. order UNKNOWN reads day first, as our users write.  now_ms decides
 * the century of a two-digit year: never more than is_past allows (a birth
 * date lies behind us, an end date may lie ten years ahead).
 *
 * Parts that are not said are 0 ("1980", "maart 1980", "--03-21").
 * FINDING_NONE; FINDING_PLACEHOLDER and FINDING_MALFORMED leave *ret empty;
 * FINDING_DATE_AMBIGUOUS and FINDING_DATE_TWO_DIGIT_YEAR are with a value.
 */
enum finding date_read(struct text raw, enum date_order order, int64_t now_ms, bool is_past, struct date *ret);

/* Date with time of day and zone as sources stamp it ("2024-03-01T12:30:00Z",
 * "01-03-2024 12:30"); no zone is UTC. 0 when it cannot be read. */
int64_t date_time_read_ms(struct text raw, enum date_order order, int64_t now_ms);
