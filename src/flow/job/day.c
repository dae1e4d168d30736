/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/day.h"

#include <string.h>

#include "model/date.h"
#include "os/clock.h"

static const int64_t day_ms = 24 * 3600 * 1000;

/* clock_read() takes a 30th of February as the 2nd of March; who asks for it means something else. */
static bool is_a_date(struct text t)
{
    uint64_t year = 0, month = 0, day = 0;
    return text_to_u64(text_slice(t, 0, 4), &year) && text_to_u64(text_slice(t, 5, 7), &month) &&
           text_to_u64(text_slice(t, 8, 10), &day) && month >= 1 && month <= 12 && day >= 1 &&
           (int)day <= date_days_in_month((int)year, (int)month);
}

bool day_read(struct text t, int64_t *ret_ms)
{
    t = text_trim(t);
    if (!clock_read(t, ret_ms) || !is_a_date(t))
        return false;
    if (t.len == strlen("2026-03-01"))
        *ret_ms += day_ms - 1;
    return true;
}

bool day_read_from(struct text t, int64_t *ret_ms)
{
    if (!day_read(t, ret_ms))
        return false;
    if (text_trim(t).len == strlen("2026-03-01"))
        *ret_ms -= day_ms - 1;
    return true;
}

struct text day_text(int64_t ms, struct arena *arena)
{
    char text[CLOCK_TEXT_LEN + 1];
    clock_text(ms, text);
    if ((ms + 1) % day_ms == 0)
        return arena_printf(arena, "%.10s", text);
    return arena_printf(arena, "%.10s %.5s", text, text + 11);
}
