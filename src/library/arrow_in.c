/*
 * Record batches in, by the Arrow C data interface.  Cells are looked at
 * where they stand; the batch copies what it keeps.  What the producer says
 * is checked as far as the interface lets one: counts, formats and order of
 * offsets.  That its buffers are as long as it says is for the producer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "library/engine.h"
#include "os/clock.h"

/* How the values of a column lie in its buffers. */
enum form {
    FORM_NONE, /* all null */
    FORM_TEXT, /* 32-bit offsets */
    FORM_LARGE_TEXT,
    FORM_INT8,
    FORM_UINT8,
    FORM_INT16,
    FORM_UINT16,
    FORM_INT32,
    FORM_UINT32,
    FORM_INT64,
    FORM_UINT64,
    FORM_DATE, /* days */
    FORM_DOUBLE,
};

static const struct {
    const char *format;
    enum form form;
    int64_t buffers;
} forms[] = {
    { "n", FORM_NONE, 0 },   { "u", FORM_TEXT, 3 },  { "U", FORM_LARGE_TEXT, 3 }, { "c", FORM_INT8, 2 },
    { "C", FORM_UINT8, 2 },  { "s", FORM_INT16, 2 }, { "S", FORM_UINT16, 2 },     { "i", FORM_INT32, 2 },
    { "I", FORM_UINT32, 2 }, { "l", FORM_INT64, 2 }, { "L", FORM_UINT64, 2 },     { "tdD", FORM_DATE, 2 },
    { "g", FORM_DOUBLE, 2 },
};
enum { FORMS = sizeof(forms) / sizeof(forms[0]), NUMBER_BYTES_MAX = 40 };

struct arrow_column {
    const struct ArrowArray *array, *values; /* values: of the dictionary, or array itself */
    enum form form, value_form;
};

struct arrow_batch {
    struct ArrowSchema *schema;
    struct ArrowArray *array;
    struct arrow_column *columns;
    size_t count;
    size_t record, source; /* columns with these; SIZE_MAX: none */
};

static enum status find_form(const struct ArrowSchema *schema, const struct ArrowArray *array, enum form *ret,
                             struct error *err)
{
    const char *format = schema->format ? schema->format : "";
    for (size_t i = 0; i < FORMS; i++) {
        if (strcmp(format, forms[i].format) != 0)
            continue;
        if (array->n_buffers < forms[i].buffers || array->length < 0 || array->offset < 0 ||
            (forms[i].buffers > 0 && (!array->buffers || (array->length > 0 && !array->buffers[1]))))
            return error_set(err, STATUS_INVALID, "column '%s' has not the buffers its format asks for",
                             schema->name ? schema->name : "");
        *ret = forms[i].form;
        return STATUS_OK;
    }
    return error_set(err, STATUS_INVALID,
                     "column '%s' has Arrow format '%.20s'; text, whole numbers, doubles and dates of 32 bits are read",
                     schema->name ? schema->name : "", format);
}

static enum status look_at_column(const struct ArrowSchema *schema, const struct ArrowArray *array,
                                  struct arrow_column *ret, struct error *err)
{
    if (!schema || !array)
        return error_set(err, STATUS_INVALID, "a column is missing");
    ret->array = ret->values = array;
    enum status status = find_form(schema, array, &ret->form, err);
    ret->value_form = ret->form;
    if (status != STATUS_OK || !schema->dictionary)
        return status;
    if (ret->form < FORM_INT8 || ret->form > FORM_UINT64 || !array->dictionary || schema->dictionary->dictionary)
        return error_set(err, STATUS_INVALID, "column '%s' has a dictionary that is none",
                         schema->name ? schema->name : "");
    ret->values = array->dictionary;
    return find_form(schema->dictionary, array->dictionary, &ret->value_form, err);
}

static bool is_null(const struct ArrowArray *array, int64_t at)
{
    const uint8_t *valid = array->n_buffers > 0 && array->buffers ? array->buffers[0] : NULL;
    return valid && array->null_count != 0 && !(valid[at / 8] >> (at % 8) & 1);
}

/* A whole number as 64 bits; false for other forms and for one that a signed number cannot hold. */
static bool number_at(const struct ArrowArray *array, enum form form, int64_t at, int64_t *ret)
{
    const void *values = array->buffers[1];
    switch (form) {
    case FORM_INT8: *ret = ((const int8_t *)values)[at]; return true;
    case FORM_UINT8: *ret = ((const uint8_t *)values)[at]; return true;
    case FORM_INT16: *ret = ((const int16_t *)values)[at]; return true;
    case FORM_UINT16: *ret = ((const uint16_t *)values)[at]; return true;
    case FORM_DATE:
    case FORM_INT32: *ret = ((const int32_t *)values)[at]; return true;
    case FORM_UINT32: *ret = ((const uint32_t *)values)[at]; return true;
    case FORM_INT64: *ret = ((const int64_t *)values)[at]; return true;
    case FORM_UINT64: *ret = (int64_t)((const uint64_t *)values)[at]; return *ret >= 0;
    default: return false;
    }
}

static bool text_at(const struct ArrowArray *array, bool is_large, int64_t at, struct text *ret)
{
    const char *bytes = array->buffers[2];
    int64_t from = is_large ? ((const int64_t *)array->buffers[1])[at] : ((const int32_t *)array->buffers[1])[at];
    int64_t to = is_large ? ((const int64_t *)array->buffers[1])[at + 1] : ((const int32_t *)array->buffers[1])[at + 1];
    if (from < 0 || to < from || (to > from && !bytes))
        return false;
    *ret = (struct text){ to > from ? bytes + from : NULL, (size_t)(to - from) };
    return true;
}

/* The cell of row at, counted from the array's own offset on; numbers are written into room. False when it is broken.
 */
static bool cell_at(const struct arrow_column *column, int64_t at, char room[NUMBER_BYTES_MAX], struct text *ret)
{
    const struct ArrowArray *array = column->array;
    int64_t number = 0;
    *ret = TEXT_EMPTY;
    at += array->offset;
    if (column->form == FORM_NONE || is_null(array, at))
        return true;
    if (column->values != array) {
        if (!number_at(array, column->form, at, &number) || number < 0 || number >= column->values->length)
            return false;
        array = column->values;
        at = number + array->offset;
        if (column->value_form == FORM_NONE || is_null(array, at))
            return true;
    }
    if (column->value_form == FORM_TEXT || column->value_form == FORM_LARGE_TEXT)
        return text_at(array, column->value_form == FORM_LARGE_TEXT, at, ret);
    if (column->value_form == FORM_DOUBLE) {
        snprintf(room, NUMBER_BYTES_MAX, "%.15g", ((const double *)array->buffers[1])[at]);
    } else if (!number_at(array, column->value_form, at, &number)) {
        snprintf(room, NUMBER_BYTES_MAX, "%" PRIu64, (uint64_t)number); /* above what a signed one holds */
    } else if (column->value_form == FORM_DATE) {
        int year, month, day;
        date_from_days((int32_t)number, &year, &month, &day);
        snprintf(room, NUMBER_BYTES_MAX, "%04d-%02d-%02d", year, month, day);
    } else {
        snprintf(room, NUMBER_BYTES_MAX, "%" PRId64, number);
    }
    *ret = text_from(room);
    return true;
}

static enum status find_column(const struct arrow_batch *batch, const char *name, size_t *ret, struct error *err)
{
    *ret = SIZE_MAX;
    if (!name)
        return STATUS_OK;
    for (size_t i = 0; i < batch->count; i++)
        if (batch->schema->children[i]->name && strcmp(batch->schema->children[i]->name, name) == 0) {
            enum form form = batch->columns[i].form;
            *ret = i;
            if (form < FORM_INT8 || form > FORM_UINT64 || batch->columns[i].values != batch->columns[i].array)
                return error_set(err, STATUS_INVALID, "column '%s' holds no whole numbers", name);
            return STATUS_OK;
        }
    return error_set(err, STATUS_USAGE, "there is no column '%s'", name);
}

static enum status open_batch(struct arrow_batch *batch, const char *record, const char *source, struct error *err)
{
    const struct ArrowSchema *schema = batch->schema;
    const struct ArrowArray *array = batch->array;
    if (!schema->format || strcmp(schema->format, "+s") != 0 || schema->n_children != array->n_children ||
        schema->n_children <= 0 || !schema->children || !array->children || array->length < 0 || array->offset < 0)
        return error_set(err, STATUS_INVALID, "a record batch is a struct array with columns");
    if (schema->n_children > ROW_COLUMNS_MAX)
        return error_set(err, STATUS_LIMIT, "a record batch has at most %d columns", ROW_COLUMNS_MAX);
    batch->count = (size_t)schema->n_children;
    batch->columns = calloc(batch->count, sizeof(*batch->columns));
    if (!batch->columns)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a record batch");
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        status = look_at_column(schema->children[i], array->children[i], &batch->columns[i], err);
        if (status == STATUS_OK && array->children[i]->length < array->offset + array->length)
            status = error_set(err, STATUS_INVALID, "column '%s' is shorter than its batch",
                               schema->children[i]->name ? schema->children[i]->name : "");
    }
    if (status == STATUS_OK)
        status = find_column(batch, record, &batch->record, err);
    return status == STATUS_OK ? find_column(batch, source, &batch->source, err) : status;
}

/* The columns of the first batch, or a check that those of this one are the same. */
static enum status name_columns(struct kb_engine *engine, const struct arrow_batch *batch, struct error *err)
{
    struct columns *columns = &engine->columns;
    struct text names[ROW_COLUMNS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++)
        if (i != batch->record && i != batch->source)
            names[count++] = text_from(batch->schema->children[i]->name);
    if (!columns->layout.columns)
        return columns_name(columns, names, NULL, count, err);
    bool is_same = count == columns->layout.count;
    for (size_t i = 0; is_same && i < count; i++)
        is_same = text_equal(names[i], columns->layout.columns[i]);
    return is_same ? STATUS_OK : error_set(err, STATUS_USAGE, "this batch has other columns than were told before");
}

static enum status put_row(struct kb_engine *engine, const struct arrow_batch *batch, int64_t row, struct error *err)
{
    char rooms[ROW_COLUMNS_MAX][NUMBER_BYTES_MAX];
    int64_t record = (int64_t)engine->records.count, source = 0, at = row + batch->array->offset;
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        const struct arrow_column *column = &batch->columns[i];
        if (i == batch->record || i == batch->source) {
            int64_t *into = i == batch->record ? &record : &source;
            if (is_null(column->array, at + column->array->offset) ||
                !number_at(column->array, column->form, at + column->array->offset, into) || *into < 0 ||
                (i == batch->source && *into > UINT32_MAX))
                return error_set(err, STATUS_INVALID, "row %" PRId64 " of the batch has no number in column '%s'", row,
                                 batch->schema->children[i]->name);
            continue;
        }
        if (!cell_at(column, at, rooms[i], &engine->columns.room[count++]))
            return error_set(err, STATUS_INVALID, "row %" PRId64 " of the batch is broken in column '%s'", row,
                             batch->schema->children[i]->name ? batch->schema->children[i]->name : "");
    }
    return batch_put(engine, (uint64_t)record, (uint32_t)source, engine->columns.room, err);
}

enum kb_status kb_add_arrow(struct kb_engine *engine, struct ArrowSchema *schema, struct ArrowArray *batch,
                            const char *record_column, const char *source_column, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    struct arrow_batch in = { .schema = schema, .array = batch, .record = SIZE_MAX, .source = SIZE_MAX };
    enum status status = engine_check_open(engine, &why);
    if (status == STATUS_OK && (!schema->release || !batch->release))
        status = error_set(&why, STATUS_USAGE, "the record batch was released before");
    if (status == STATUS_OK)
        status = open_batch(&in, record_column, source_column, &why);
    if (status == STATUS_OK)
        status = name_columns(engine, &in, &why);
    for (int64_t row = 0; status == STATUS_OK && row < batch->length; row++) {
        if (is_null(batch, row + batch->offset))
            continue;
        status = put_row(engine, &in, row, &why);
        engine->has_failed |= status != STATUS_OK; /* half a batch is there */
    }
    free(in.columns);
    if (batch->release)
        batch->release(batch);
    if (schema->release)
        schema->release(schema);
    return tell(status, &why, err);
}
