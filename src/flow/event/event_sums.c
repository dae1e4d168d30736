/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/event/event_sums.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/event/event_detail.h"
#include "os/clock.h"

enum { DETAIL_BYTES_MAX = 16 * 1024 };

/* ---- small rules ---- */

const struct event_kind *event_kind_of(struct text kind)
{
    const struct event_kind *found = event_kind_get(kind);
    return found ? found : event_kind_get(TEXT("event"));
}

void line_sum_add(struct line_sum *lines, bool has_amount, int64_t cents, int64_t first_cents)
{
    lines->count++;
    lines->cents += has_amount ? cents : 0;
    lines->differ = lines->differ || (has_amount && cents != first_cents);
}

bool event_worth(bool has_amount, int64_t amount_cents, bool has_line, int64_t line_cents, struct line_sum lines,
                 int64_t *ret_cents)
{
    if (has_amount && (has_line || lines.count == 0 || !lines.differ))
        *ret_cents = amount_cents;
    else if (has_amount)
        *ret_cents = amount_cents + lines.cents;
    else
        *ret_cents = line_cents + lines.cents;
    return has_amount || has_line;
}

/* A number and a unit at its start: "2 maanden", "30 dagen". */
static bool term_read(struct text t, uint64_t *ret_number, char *ret_unit)
{
    size_t digits = 0;
    while (digits < t.len && char_is_digit(t.ptr[digits]))
        digits++;
    struct text unit = text_trim(text_from_offset(t, digits));
    if (digits == 0 || digits > 4 || !text_to_u64(text_slice(t, 0, digits), ret_number))
        return false;
    *ret_unit = unit.len ? char_to_lower(unit.ptr[0]) : 'd'; /* dag day, week, maand month, jaar year */
    return strchr("dwmjy", *ret_unit) != NULL;
}

static int64_t months_before(int64_t ms, unsigned months)
{
    int year, month, day;
    int32_t days = (int32_t)(ms / DAY_MS);
    date_from_days(days, &year, &month, &day);
    int index = year * 12 + month - 1 - (int)months;
    year = index / 12;
    month = index % 12 + 1;
    int32_t first = days_from_date(year, month, 1);
    int32_t next = month == 12 ? days_from_date(year + 1, 1, 1) : days_from_date(year, month + 1, 1);
    int last = next - first;
    return (int64_t)(first + (day < last ? day : last) - 1) * DAY_MS;
}

int64_t event_notice_by(struct text notice, int64_t until_ms)
{
    int64_t day;
    uint64_t number;
    char unit;
    notice = text_trim(notice);
    if (clock_read(notice, &day))
        return day;
    if (until_ms == 0 || !term_read(notice, &number, &unit))
        return 0;
    switch (unit) {
    case 'd': return until_ms - (int64_t)number * DAY_MS;
    case 'w': return until_ms - (int64_t)number * 7 * DAY_MS;
    case 'm': return months_before(until_ms, (unsigned)number);
    default: return months_before(until_ms, (unsigned)number * 12);
    }
}

bool event_follow_up_open(const struct event_kind *kind, const struct event_state *state, int64_t follow_up_ms,
                          int64_t done_ms)
{
    return kind && follow_up_ms && !done_ms && (!state || state->class == EVENT_STATE_OPEN);
}

/* ---- reading ---- */

struct reading_sums {
    VEC(struct summed_event) events;
    struct arena *arena; /* of what stays */
    struct arena row;
    bool full;
};

static uint64_t hash_of(struct text t)
{
    return t.len ? hash_text(t) | 1 : 0;
}

static bool add_event(void *ctx, uint64_t seq, const struct event_fact *event)
{
    struct reading_sums *reading = ctx;
    arena_reset(&reading->row);
    struct summed_event sum = {
        .seq = seq,
        .id = event->id,
        .parent = event->parent,
        .record = event->record,
        .kind = event_kind_of(event->kind),
        .at_ms = event->at_ms,
        .amount_cents = event->amount_cents,
        .has_amount = event->has_amount,
        .until_ms = event->until_ms,
        .follow_up_ms = event->follow_up_ms,
        .done_ms = event->done_ms,
        .currency = "EUR",
        .key = hash_of(event->source_key),
    };
    sum.state = event_state_find(sum.kind, event->status);
    if (event->currency.len == 3)
        memcpy(sum.currency, event->currency.ptr, 3);
    const struct event_code *channel = event_channel_find(event->channel);
    sum.channel = (uint8_t)(channel ? channel - event_codes + 1 : 0);
    if (event->details.len) {
        struct arena *row = &reading->row;
        int64_t points = 0;
        sum.has_line =
            event_cents_read(event_detail_get(event->details, FIELD_EVENT_LINE_AMOUNT, row), &sum.line_cents);
        sum.about = hash_of(event_detail_get(event->details, FIELD_EVENT_ABOUT, row));
        sum.campaign = hash_of(event_detail_get(event->details, FIELD_EVENT_CAMPAIGN, row));
        struct text notice = event_detail_get(event->details, FIELD_EVENT_NOTICE, row);
        if (event_cents_read(event_detail_get(event->details, FIELD_EVENT_POINTS, row), &points))
            sum.points = points / 100;
        if (notice.len)
            sum.notice = arena_copy(reading->arena, notice);
    }
    reading->full = !vec_push(&reading->events, sum);
    return !reading->full;
}

static int newest_first(const void *a, const void *b)
{
    const struct summed_event *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms > y->at_ms ? -1 : 1;
    return (x->id.v > y->id.v) - (x->id.v < y->id.v);
}

static void reading_done(struct reading_sums *reading)
{
    vec_done(&reading->events);
    arena_done(&reading->row);
}

static enum status keep_sums(struct reading_sums *reading, struct summed_event **ret, struct error *err)
{
    size_t count = reading->events.len;
    struct summed_event *events = arena_array(reading->arena, struct summed_event, count + 1);
    if (reading->full || !events)
        return error_set(err, STATUS_LIMIT, "the events of a party do not fit in their memory");
    if (count)
        memcpy(events, reading->events.ptr, count * sizeof(*events));
    qsort(events, count, sizeof(*events), newest_first);
    *ret = events;
    return STATUS_OK;
}

enum status event_sums_of(const struct event_fact *facts, size_t count, struct arena *arena, struct summed_event **ret,
                          struct error *err)
{
    SCOPED(reading_done) struct reading_sums reading = { .arena = arena, .row = ARENA_UP_TO(DETAIL_BYTES_MAX * 4) };
    for (size_t i = 0; i < count && !reading.full; i++)
        add_event(&reading, i, &facts[i]);
    return keep_sums(&reading, ret, err);
}

enum status event_sums_read(struct store *store, struct party_id party, struct arena *arena, struct summed_event **ret,
                            size_t *ret_count, struct error *err)
{
    SCOPED(reading_done) struct reading_sums reading = { .arena = arena, .row = ARENA_UP_TO(DETAIL_BYTES_MAX * 4) };
    struct scoped_record *records = NULL;
    size_t records_count = 0;
    unsigned scopes = party_id_kind(party) == PARTY_HOUSEHOLD ? SCOPE_SELF | SCOPE_HOUSEHOLD : SCOPE_SELF | SCOPE_ROLES;
    enum status status = store_party_records(store, party, scopes, arena, &records, &records_count, err);
    if (status == STATUS_OK)
        status = store_event_sums(store, records, records_count, add_event, &reading, err);
    if (status != STATUS_OK)
        return status;
    *ret_count = reading.events.len;
    return keep_sums(&reading, ret, err);
}
