/*
 * The mapping file: {"columns":{"Naam":"person.full","Opm":null}}.
 *
 * People write it by hand, so a name that is not there is answered with the
 * nearest one that is.  A column that is left out is not taken.  Two columns
 * given the same field get places after each other ("email", "email#2").
 *
 * What 03/04/1980 means in a column stands beside it once a file has taught it
 * or a person says so: {"columns":{…},"date_orders":{"Geboren":"month_first"}};
 * so is that a column of whole names begins with the surname ("surname_first").
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/mapping.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "model/date.h"
#include "parse/json_shim.h"

enum {
    JSON_PADDING = 64,
    NEAR_BYTES_MAX = 100, /* names longer than this are not guessed at */
    MAPPING_BYTES_MAX = 4 * 1024 * 1024,
    SLOTS_MAX = 255,
    CUSTOM_BYTES_MAX = 40,
};

/* Edits that make one name of the other (Levenshtein 1966), small letters and capitals alike. */
static size_t distance(struct text a, struct text b)
{
    size_t row[NEAR_BYTES_MAX + 1];
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 0; i < a.len; i++) {
        size_t before = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.len; j++) {
            size_t change = before + (char_to_lower(a.ptr[i]) != char_to_lower(b.ptr[j]));
            before = row[j + 1];
            size_t add = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            row[j + 1] = change < add ? change : add;
        }
    }
    return row[b.len];
}

/* Keep the nearer of two candidates; only near ones count. */
static void nearer(struct text want, struct text candidate, struct text *best, size_t *best_distance)
{
    if (want.len > NEAR_BYTES_MAX || candidate.len > NEAR_BYTES_MAX || candidate.len == 0)
        return;
    size_t far = distance(want, candidate);
    if (far < *best_distance && far * 2 <= candidate.len + 1) {
        *best = candidate;
        *best_distance = far;
    }
}

static struct text nearest_field(struct text want)
{
    struct text best = TEXT_EMPTY;
    size_t best_distance = SIZE_MAX;
    for (int f = FIELD_NONE + 1; f < FIELD_COUNT; f++)
        nearer(want, text_from(field_name((enum field)f)), &best, &best_distance);
    return best;
}

static enum status no_column(struct text name, struct layout layout, struct error *err)
{
    struct text best = TEXT_EMPTY;
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < layout.count; i++)
        nearer(name, layout.columns[i], &best, &best_distance);
    error_set(err, STATUS_INVALID, "the file has no column '%.*s'", TEXT_ARG(text_slice(name, 0, 80)));
    if (best.len > 0)
        error_hint(err, "Did you mean '%.*s'? 'klantbeeld map FILE' shows all columns.", TEXT_ARG(best));
    else
        error_hint(err, "'klantbeeld map FILE' shows all columns.");
    return STATUS_INVALID;
}

static enum status no_field(struct text name, struct text column, struct error *err)
{
    struct text best = nearest_field(name);
    error_set(err, STATUS_INVALID, "column '%.*s': there is no field '%.*s'", TEXT_ARG(text_slice(column, 0, 80)),
              TEXT_ARG(text_slice(name, 0, 80)));
    if (best.len > 0)
        error_hint(err, "Did you mean '%.*s'?", TEXT_ARG(best));
    else
        error_hint(err, "Write null for a column that is not taken.");
    return STATUS_INVALID;
}

static bool place_is_taken(const struct field_ref *refs, size_t count, struct field_ref ref)
{
    for (size_t i = 0; i < count; i++)
        if (refs[i].field == ref.field && refs[i].group == ref.group && refs[i].slot == ref.slot)
            return true;
    return false;
}

/* "custom.shoe_size": what the catalogue of the installation may know; small letters, digits and _. */
static bool is_custom(struct text field)
{
    struct text name = text_from_offset(field, TEXT("custom.").len);
    if (!text_starts(field, TEXT("custom.")) || name.len < 1 || name.len > CUSTOM_BYTES_MAX)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) && name.ptr[i] != '_')
            return false;
    return true;
}

/* One "column": "field". */
static enum status entry_read(struct text column, struct text field, struct layout layout, struct field_ref *refs,
                              struct text *customs, struct error *err)
{
    struct field_ref ref = { .field = FIELD_NONE };
    size_t at = 0;
    while (at < layout.count && !text_equal(layout.columns[at], column))
        at++;
    if (at == layout.count)
        return no_column(column, layout, err);
    if (is_custom(field)) {
        ref.field = FIELD_CUSTOM;
        customs[at] = field;
    } else if (field.len > 0 && (!field_ref_read(field, &ref) || ref.field == FIELD_CUSTOM)) {
        return no_field(field, column, err);
    }
    while (ref.field != FIELD_NONE && ref.field != FIELD_REFUSE_NATIONAL_ID && ref.slot < SLOTS_MAX &&
           place_is_taken(refs, layout.count, ref))
        ref.slot++;
    refs[at] = ref;
    return STATUS_OK;
}

static const char *const order_names[] = {
    [DATE_ORDER_DMY] = "day_first",
    [DATE_ORDER_MDY] = "month_first",
    [DATE_ORDER_YMD] = "year_first",
    [DATE_ORDER_MIXED] = "mixed",
    [NAME_ORDER_SURNAME_FIRST] = "surname_first",
};
enum { ORDERS_COUNT = sizeof(order_names) / sizeof(order_names[0]) };

/* One "column": "month_first". */
static enum status order_read(struct text column, struct text word, struct layout layout, uint8_t *orders,
                              struct error *err)
{
    size_t at = 0;
    while (at < layout.count && !text_equal(layout.columns[at], column))
        at++;
    if (at == layout.count)
        return no_column(column, layout, err);
    for (int order = DATE_ORDER_DMY; order < ORDERS_COUNT; order++)
        if (text_equal(word, text_from(order_names[order]))) {
            orders[at] = (uint8_t)order;
            return STATUS_OK;
        }
    error_set(err, STATUS_INVALID, "column '%.*s': there is no order '%.*s'", TEXT_ARG(text_slice(column, 0, 80)),
              TEXT_ARG(text_slice(word, 0, 80)));
    error_hint(err, "Write day_first, month_first, year_first, mixed or surname_first, or leave the column out.");
    return STATUS_INVALID;
}

static enum status not_a_mapping(struct error *err)
{
    error_set(err, STATUS_INVALID, "this is no mapping");
    error_hint(err, "Write {\"columns\":{\"Naam\":\"person.full\",\"Opmerking\":null}}.");
    return STATUS_INVALID;
}

enum status mapping_read_json(struct text json, struct layout layout, struct arena *arena, struct mapping *ret,
                              struct error *err)
{
    SCOPED(arena_done) struct arena scratch = ARENA_UP_TO(4 * MAPPING_BYTES_MAX);
    if (json.len > MAPPING_BYTES_MAX)
        return error_set(err, STATUS_LIMIT, "the mapping is larger than %d bytes", MAPPING_BYTES_MAX);
    char *padded = arena_take(&scratch, json.len + JSON_PADDING, 1);
    struct json_field *fields = arena_array(&scratch, struct json_field, JSON_FIELDS_MAX);
    struct field_ref *refs = arena_array(arena, struct field_ref, layout.count + 1);
    struct json_shim *shim = json_shim_open();
    uint8_t *orders = arena_array(arena, uint8_t, layout.count + 1);
    struct text *customs = arena_array(arena, struct text, layout.count + 1);
    bool has_orders = false, has_customs = false;
    if (!padded || !fields || !refs || !orders || !customs || !shim) {
        if (shim)
            json_shim_close(shim);
        return error_set(err, STATUS_NO_MEMORY, "no memory for a mapping");
    }
    if (json.len > 0)
        memcpy(padded, json.ptr, json.len);
    memset(padded + json.len, 0, JSON_PADDING);
    size_t count = 0;
    enum json_result read = json_shim_flatten(shim, (struct text){ padded, json.len }, &scratch, fields, &count);
    json_shim_close(shim);
    if (read != JSON_READ)
        return not_a_mapping(err);
    for (size_t i = 0; i < count; i++) {
        struct text key = fields[i].key;
        enum status status = STATUS_OK;
        if (text_starts(key, TEXT("columns.")))
            status =
                entry_read(text_from_offset(key, TEXT("columns.").len), fields[i].value, layout, refs, customs, err);
        else if (text_starts(key, TEXT("date_orders.")))
            status = order_read(text_from_offset(key, TEXT("date_orders.").len), fields[i].value, layout, orders, err);
        else
            return not_a_mapping(err);
        has_orders = has_orders || text_starts(key, TEXT("date_orders."));
        if (status != STATUS_OK)
            return status;
    }
    for (size_t i = 0; i < layout.count; i++)
        if (customs[i].len) { /* the fields live in scratch */
            customs[i] = arena_copy(arena, customs[i]);
            has_customs = true;
            if (!customs[i].ptr)
                return error_set(err, STATUS_NO_MEMORY, "no memory for a mapping");
        }
    *ret = (struct mapping){ .refs = refs,
                             .count = layout.count,
                             .customs = has_customs ? customs : NULL,
                             .date_orders = has_orders ? orders : NULL };
    return STATUS_OK;
}

/* Left out when nothing is known, so that a mapping says no more than it must. */
static void write_orders(struct layout layout, const uint8_t *orders, struct json_out *json)
{
    bool open = false;
    for (size_t i = 0; i < layout.count && orders; i++) {
        if (orders[i] == DATE_ORDER_UNKNOWN)
            continue;
        if (!open) {
            json_key(json, "date_orders");
            json_object(json);
        }
        open = true;
        json_key_text(json, layout.columns[i]);
        json_str(json, order_names[orders[i]]);
    }
    if (open)
        json_end(json);
}

void mapping_write_json(struct layout layout, const struct mapping *mapping, struct buf *buf)
{
    struct json_out json = json_out_over(buf);
    assert(layout.count == mapping->count);
    json_object(&json);
    json_key(&json, "columns");
    json_object(&json);
    for (size_t i = 0; i < layout.count; i++) {
        struct field_ref_text name = field_ref_text(mapping->refs[i]);
        json_key_text(&json, layout.columns[i]);
        if (mapping->refs[i].field == FIELD_NONE)
            json_null(&json);
        else if (mapping->refs[i].field == FIELD_CUSTOM && mapping->customs)
            json_text(&json, mapping->customs[i]);
        else
            json_str(&json, name.s);
    }
    json_end(&json);
    write_orders(layout, mapping->date_orders, &json);
    json_end(&json);
}
