/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/catalogue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "model/event_kind.h"

extern const struct embedded golden_files[];

enum { COLUMNS = 14, CUSTOM_BYTES_MAX = 40, MONTHS_MAX = 1200 };

static const char *const roles[CATALOGUE_ROLES] = { "", "reader", "steward", "admin" };
static const char *const questions[QUESTIONS] = { "", "strategic", "tactical", "operational" };

const char *catalogue_role_name(enum catalogue_role role)
{
    return roles[role];
}

const char *catalogue_question_name(enum catalogue_question question)
{
    return questions[question];
}

struct text catalogue_default(void)
{
    const struct embedded *file = embedded_find(golden_files, TEXT("catalogue.tsv"));
    assert(file);
    return file->bytes;
}

bool custom_name_is_good(struct text field)
{
    struct text name = text_from_offset(field, TEXT("custom.").len);
    if (!text_starts(field, TEXT("custom.")) || name.len < 1 || name.len > CUSTOM_BYTES_MAX)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) && name.ptr[i] != '_')
            return false;
    return true;
}

/* ---- reading ---- */

static enum status wrong(size_t line, const char *what, struct text word, struct error *err)
{
    return error_set(err, STATUS_INVALID, "catalogue line %zu: %s '%.*s'", line, what,
                     TEXT_ARG(text_slice(word, 0, 60)));
}

/* The place of a word in a list; 0 for "-" and the empty one. */
static bool place_of(struct text word, const char *const *words, int count, int *ret)
{
    *ret = 0;
    if (word.len == 0 || text_equal(word, TEXT("-")))
        return true;
    for (*ret = 1; *ret < count; (*ret)++)
        if (text_equal(word, text_from(words[*ret])))
            return true;
    return false;
}

static bool months_read(struct text word, unsigned *ret)
{
    uint64_t months = 0;
    bool good = word.len == 0 || text_equal(word, TEXT("-")) || text_to_u64(word, &months);
    *ret = (unsigned)months;
    return good && months <= MONTHS_MAX;
}

static struct text words_or_none(struct text word)
{
    return text_equal(word, TEXT("-")) ? TEXT_EMPTY : word;
}

static bool area_read(struct text word, enum area *ret)
{
    for (int a = 0; a < AREA_COUNT; a++)
        if (text_equal(word, text_from(area_name((enum area)a)))) {
            *ret = (enum area)a;
            return true;
        }
    return false;
}

/* "event.invoice": what happened, as a whole. */
static bool names_event_kind(struct text field)
{
    return text_starts(field, TEXT("event.")) && event_kind_get(text_from_offset(field, sizeof("event.") - 1));
}

static enum status row_read(struct text line, size_t number, struct catalogue_row *ret, struct error *err)
{
    struct text cells[COLUMNS] = { 0 };
    size_t count = 0;
    int question = 0, see = 0, change = 0;
    while (count < COLUMNS && text_next(&line, '\t', &cells[count]))
        count++;
    for (size_t i = 0; i < count; i++)
        cells[i] = text_trim(cells[i]);
    if (!custom_name_is_good(cells[0]) && !field_part_is_known(cells[0]) && !names_event_kind(cells[0]))
        return wrong(number, "no field begins with", cells[0], err);
    if (!area_read(cells[1], &ret->area))
        return wrong(number, "there is no area", cells[1], err);
    if (!place_of(cells[3], questions, QUESTIONS, &question))
        return wrong(number, "a question is strategic, tactical, operational or -, not", cells[3], err);
    if (!place_of(cells[4], roles, CATALOGUE_ROLES, &see) || !place_of(cells[5], roles, CATALOGUE_ROLES, &change))
        return wrong(number, "a role is reader, steward or admin; not both of", see ? cells[5] : cells[4], err);
    if (!months_read(cells[9], &ret->half_months) || !months_read(cells[10], &ret->retention_months))
        return wrong(number, "half-life and retention are months, in", cells[0], err);
    ret->field = cells[0];
    ret->kind = words_or_none(cells[2]);
    ret->question = (enum catalogue_question)question;
    ret->see = see ? (enum catalogue_role)see : CATALOGUE_READER;
    ret->change = change ? (enum catalogue_role)change : CATALOGUE_STEWARD;
    ret->origin = words_or_none(cells[6]);
    ret->owner = words_or_none(cells[7]);
    ret->norm = words_or_none(cells[8]);
    ret->basis = words_or_none(cells[11]);
    ret->label[LANGUAGE_NL] = words_or_none(cells[12]);
    ret->label[LANGUAGE_EN] = cells[13].len ? words_or_none(cells[13]) : ret->label[LANGUAGE_NL];
    return STATUS_OK;
}

static int by_field(const void *a, const void *b)
{
    return text_compare(((const struct catalogue_row *)a)->field, ((const struct catalogue_row *)b)->field);
}

static enum status check_rows(const struct catalogue_row *rows, size_t count, struct error *err)
{
    size_t custom = 0;
    for (size_t i = 0; i < count; i++) {
        custom += text_starts(rows[i].field, TEXT("custom."));
        if (i && text_equal(rows[i].field, rows[i - 1].field))
            return error_set(err, STATUS_INVALID, "the catalogue has two rows for '%.*s'", TEXT_ARG(rows[i].field));
    }
    return custom <= CATALOGUE_CUSTOM_MAX
               ? STATUS_OK
               : error_set(err, STATUS_LIMIT, "the catalogue has more than %d fields of your own",
                           CATALOGUE_CUSTOM_MAX);
}

enum status catalogue_read(struct text body, struct arena *arena, struct catalogue *ret, struct error *err)
{
    struct catalogue_row *rows = arena_array(arena, struct catalogue_row, CATALOGUE_ROWS_MAX);
    struct text line = TEXT_EMPTY;
    size_t count = 0, number = 0;
    if (!rows)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the catalogue");
    while (text_next(&body, '\n', &line)) {
        number++;
        line = text_ends(line, TEXT("\r")) ? text_slice(line, 0, line.len - 1) : line;
        if (text_trim(line).len == 0 || line.ptr[0] == '#' || text_starts(line, TEXT("field\tarea\t")))
            continue;
        if (count == CATALOGUE_ROWS_MAX)
            return error_set(err, STATUS_LIMIT, "the catalogue has more than %d rows", CATALOGUE_ROWS_MAX);
        enum status status = row_read(line, number, &rows[count++], err);
        if (status != STATUS_OK)
            return status;
    }
    if (count)
        qsort(rows, count, sizeof(*rows), by_field);
    enum status status = check_rows(rows, count, err);
    if (status == STATUS_OK)
        *ret = (struct catalogue){ rows, count };
    return status;
}

/* ---- asked ---- */

const struct catalogue_row *catalogue_find(const struct catalogue *catalogue, struct text field)
{
    const struct catalogue_row *best = NULL;
    for (size_t i = 0; i < catalogue->count; i++) {
        struct text name = catalogue->rows[i].field;
        if (text_starts(field, name) && (field.len == name.len || field.ptr[name.len] == '.') &&
            (!best || name.len > best->field.len))
            best = &catalogue->rows[i];
    }
    return best;
}

bool catalogue_shows(const struct catalogue *catalogue, struct text field, enum catalogue_role role)
{
    const struct catalogue_row *row = role == CATALOGUE_ALL ? NULL : catalogue_find(catalogue, field);
    return !row || role >= row->see;
}

bool catalogue_hides_some(const struct catalogue *catalogue, enum catalogue_role role)
{
    for (size_t i = 0; i < catalogue->count && role != CATALOGUE_ALL; i++)
        if (catalogue->rows[i].see > role)
            return true;
    return false;
}
