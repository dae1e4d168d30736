/*
 * Counting with dates, also partial ones (struct date, model/mention.h).
 */
#pragma once

#include "model/mention.h"

/* What 03/04/1980 means in a column; mixed: its files contradict each other, read as unknown. */
enum date_order { DATE_ORDER_UNKNOWN = 0, DATE_ORDER_DMY, DATE_ORDER_MDY, DATE_ORDER_YMD, DATE_ORDER_MIXED };

/* In the same place of a column of whole names: "Jansen Piet" and not "Piet Jansen". */
enum { NAME_ORDER_SURNAME_FIRST = DATE_ORDER_MIXED + 1 };

int date_days_in_month(int year, int month);           /* year 0: February has 29 */
bool date_is_known(struct date date);                  /* any part */
bool date_is_whole(struct date date);                  /* all parts */
int date_compare(struct date a, struct date b);        /* parts that either lacks count as equal */
int date_age_years(struct date birth, struct date on); /* whole years; -1 when a year is missing */
struct date date_of_ms(int64_t ms);
int64_t date_to_ms(struct date date); /* midnight UTC; missing parts are 1 */

/* The first moment of what date_text() prints with a year: "2026", "2026-03", "2026-03-01"; 0 for anything else. */
int64_t date_text_ms(struct text t);

/* "1980-03-21", "1980-03", "1980", "--03-21" or "". */
enum { DATE_TEXT_MAX = 16 };
struct date_text {
    char s[DATE_TEXT_MAX];
};
struct date_text date_text(struct date date);
