/*
 * "1970-01-01", "01-01-1980", the day of a migration: where a form wants a
 * date of birth, people and programs fill one in, always the same.  Read as a
 * date it speaks against every true pair of which the other row knows better
 * (docs/adr/0207).
 *
 * Even of the most frequent names hardly two in ten thousand share a day of
 * birth, so three in a hundred of one whole date are no births; where few rows
 * are known two dozen are asked for, as one person may stand there ten times.
 * A year alone may well be shared by three in a hundred and is left.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/fillers.h"

#include <stdlib.h>

enum {
    YEAR_FROM = 1750,
    YEARS = 300,
    MONTHS = 12,
    DAYS = 31,
    DATES = YEARS * MONTHS * DAYS,
    LEAST = 24,   /* rows of one date */
    LEAST_OF = 3, /* of a hundred rows that say a whole date */
};

struct fillers_count {
    uint32_t rows[DATES], all;
};

struct fillers_count *fillers_open(void)
{
    return calloc(1, sizeof(struct fillers_count));
}

void fillers_add(struct fillers_count *count, uint32_t birth)
{
    uint32_t year = birth / 10000, month = birth / 100 % 100, day = birth % 100;
    if (year < YEAR_FROM || year >= YEAR_FROM + YEARS || month < 1 || month > MONTHS || day < 1 || day > DAYS)
        return;
    count->rows[((year - YEAR_FROM) * MONTHS + month - 1) * DAYS + day - 1]++;
    count->all++;
}

static uint32_t date_at(uint32_t place)
{
    return (YEAR_FROM + place / DAYS / MONTHS) * 10000 + (place / DAYS % MONTHS + 1) * 100 + place % DAYS + 1;
}

struct fillers fillers_found(struct fillers_count **count)
{
    struct fillers found = { { 0 } };
    for (int i = 0; *count && i < FILLERS_MAX; i++) {
        uint32_t best = 0;
        for (uint32_t place = 1; place < DATES; place++)
            best = (*count)->rows[place] > (*count)->rows[best] ? place : best;
        uint32_t rows = (*count)->rows[best];
        if (rows < LEAST || (uint64_t)rows * 100 < (uint64_t)(*count)->all * LEAST_OF)
            break;
        found.births[i] = date_at(best);
        (*count)->rows[best] = 0;
    }
    free(*count);
    *count = NULL;
    return found;
}
