/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/event/event_detail.h"

#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "model/record.h"

const char *event_detail_name(enum field field)
{
    return field_name(field) + strlen("event.");
}

bool event_detail_is(enum field field)
{
    return field >= FIELD_EVENT_PRODUCT && field_is_of_event(field) && field != FIELD_EVENT_REF_SOURCE &&
           field != FIELD_EVENT_UNTIL && field != FIELD_EVENT_FOLLOW_UP && field != FIELD_EVENT_OWNER;
}

enum status event_details_write(const struct event_details *details, struct arena *arena, struct text *ret,
                                struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    bool any = false;
    json_object(&json);
    for (int f = FIELD_EVENT_PRODUCT; f < FIELD_COUNT; f++) {
        struct text value = details->values[f - FIELD_EVENT_PRODUCT];
        if (value.len == 0 || !event_detail_is((enum field)f))
            continue;
        json_key(&json, event_detail_name((enum field)f));
        json_text(&json, value);
        any = true;
    }
    json_end(&json);
    *ret = TEXT_EMPTY;
    if (!any)
        return STATUS_OK;
    *ret = arena_copy(arena, buf_text(&buf));
    return buf.failed || !ret->ptr ? error_set(err, STATUS_LIMIT, "an event is larger than its memory") : STATUS_OK;
}

/* As cells_read() does it: one text is a list of one. */
static struct text unescaped(struct text body, struct arena *arena)
{
    if (text_find_char(body, '\\') == body.len)
        return arena_copy(arena, body);
    struct text list = arena_printf(arena, "[\"%.*s\"]", TEXT_ARG(body)), value = TEXT_EMPTY;
    if (list.len == 0 || cells_read(list, arena, &value, 1, NULL) != STATUS_OK)
        return TEXT_EMPTY;
    return value;
}

struct text event_detail_get(struct text details, enum field field, struct arena *arena)
{
    char needle[FIELD_REF_TEXT_MAX + 8];
    if (details.len == 0)
        return TEXT_EMPTY;
    int len = snprintf(needle, sizeof(needle), "\"%s\":\"", event_detail_name(field));
    size_t at = text_find(details, (struct text){ needle, (size_t)len });
    if (at == details.len)
        return TEXT_EMPTY;
    size_t from = at + (size_t)len, end = from;
    while (end < details.len && details.ptr[end] != '"')
        end += details.ptr[end] == '\\' ? 2 : 1;
    return unescaped(text_slice(details, from, end), arena);
}

/* The end of a string that begins at from: its closing quote. */
static size_t string_end(struct text t, size_t from)
{
    while (from < t.len && t.ptr[from] != '"')
        from += t.ptr[from] == '\\' ? 2 : 1;
    return from < t.len ? from : t.len;
}

/* One walk over {"name":"value",…}: as event_details_write() leaves it. */
void event_details_read(struct text details, struct arena *arena, struct event_details *ret)
{
    *ret = (struct event_details){ 0 };
    for (size_t at = 2; at < details.len;) {
        size_t name_end = string_end(details, at), from = name_end + 3, end = string_end(details, from);
        struct text name = text_slice(details, at, name_end);
        for (int f = FIELD_EVENT_PRODUCT; f < FIELD_COUNT; f++)
            if (event_detail_is((enum field)f) && text_equal(name, text_from(event_detail_name((enum field)f))))
                ret->values[f - FIELD_EVENT_PRODUCT] = unescaped(text_slice(details, from, end), arena);
        at = end + 3;
    }
}

bool event_cents_read(struct text number, int64_t *ret)
{
    bool minus = text_starts(number, TEXT("-"));
    if (minus)
        number = text_from_offset(number, 1);
    size_t point = text_find_char(number, '.');
    uint64_t whole = 0;
    struct text fraction = text_from_offset(number, point + 1);
    if (!text_to_u64(text_slice(number, 0, point), &whole) || whole > INT64_MAX / 1000)
        return false;
    unsigned digits[3] = { 0 };
    for (size_t i = 0; i < fraction.len; i++) {
        if (!char_is_digit(fraction.ptr[i]))
            return false;
        if (i < 3)
            digits[i] = (unsigned)(fraction.ptr[i] - '0');
    }
    int64_t cents = (int64_t)(whole * 100 + digits[0] * 10 + digits[1] + (digits[2] >= 5));
    *ret = minus ? -cents : cents;
    return true;
}
