/*
 * What the columns of an engine are.  What the caller named stands; the rest
 * is found as the program does, from header and first rows.  What a reader
 * would erase is erased here too: a library is no way around it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "library/engine.h"
#include "parse/mapping.h"

enum { COLUMNS_BYTES_MAX = 16 * 1024 * 1024, SLOTS = 255 };

void columns_done(struct columns *columns)
{
    arena_done(&columns->arena);
    *columns = (struct columns){ 0 };
}

enum status columns_name(struct columns *columns, const struct text *names, const char *const *fields, size_t count,
                         struct error *err)
{
    if (columns->layout.columns)
        return error_set(err, STATUS_USAGE, "the columns were told before");
    if (count == 0 || count > ROW_COLUMNS_MAX)
        return error_set(err, STATUS_LIMIT, "an engine takes 1 to %d columns", ROW_COLUMNS_MAX);
    columns->arena = ARENA_UP_TO(COLUMNS_BYTES_MAX);
    struct arena *arena = &columns->arena;
    struct text *copies = arena_array(arena, struct text, count);
    const char **wanted = arena_array(arena, const char *, count);
    columns->refs = arena_array(arena, struct field_ref, count);
    columns->fields = arena_take_zero(arena, sizeof(*columns->fields), count, 1);
    columns->refuse = arena_array(arena, enum refuse, count);
    columns->orders = arena_array(arena, uint8_t, count);
    columns->room = arena_array(arena, struct text, count);
    if (!copies || !wanted || !columns->refs || !columns->fields || !columns->refuse || !columns->orders ||
        !columns->room)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the columns");
    for (size_t i = 0; i < count; i++) {
        struct field_ref ref;
        copies[i] = arena_copy(arena, names[i]);
        if (fields && fields[i])
            wanted[i] = arena_copy(arena, text_from(fields[i])).ptr;
        if (!copies[i].ptr || (fields && fields[i] && !wanted[i]))
            return error_set(err, STATUS_LIMIT, "the column names are larger than %d bytes", COLUMNS_BYTES_MAX);
        if (wanted[i] && wanted[i][0] &&
            (!field_ref_read(text_from(wanted[i]), &ref) || field_is_of_event(ref.field) || ref.field == FIELD_CUSTOM))
            return error_set(err, STATUS_USAGE, "column '%.*s': there is no field '%s' of a party", TEXT_ARG(copies[i]),
                             wanted[i]);
        columns->refuse[i] = refuse_of_header(copies[i]);
    }
    columns->wanted = wanted;
    columns->layout = (struct layout){ copies, count };
    return STATUS_OK;
}

/* Columns with an unknown header that are full of national numbers. */
static void judge_numbers(struct columns *columns, const struct row *rows, size_t count)
{
    for (size_t c = 0; c < columns->layout.count; c++) {
        struct refuse_sample sample = { 0 };
        if (columns->refuse[c] != REFUSE_LOOK)
            continue;
        for (size_t r = 0; r < count; r++)
            refuse_sample_add(&sample, rows[r].cells[c]);
        if (refuse_sample_is_national(&sample))
            columns->refuse[c] = REFUSE_WHOLE;
    }
}

/* Two columns never take the same place: "E-mail" and "E-mail 2" are two. */
static struct field_ref free_place(const struct columns *columns, size_t before, struct field_ref ref)
{
    for (size_t i = 0; ref.field != FIELD_NONE && i < before; i++) {
        const struct field_ref *taken = &columns->refs[i];
        if (taken->field == ref.field && taken->group == ref.group && taken->slot == ref.slot && ref.slot < SLOTS) {
            ref.slot++;
            i = SIZE_MAX; /* look at all again */
        }
    }
    return ref;
}

/* What the program itself would make of the columns; rows are masked on copies. */
static enum status find_fields(struct columns *columns, const struct row *rows, size_t count, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)256 * 1024 * 1024);
    size_t width = columns->layout.count;
    struct row *masked = arena_array(&arena, struct row, count + 1);
    struct mapping_proposal *proposals = arena_array(&arena, struct mapping_proposal, width);
    if (!masked || !proposals)
        return error_set(err, STATUS_NO_MEMORY, "no memory to look at the columns");
    for (size_t r = 0; r < count; r++) {
        struct text *cells = arena_array(&arena, struct text, width);
        if (!cells)
            return error_set(err, STATUS_NO_MEMORY, "no memory to look at the columns");
        memcpy(cells, rows[r].cells, width * sizeof(*cells));
        refuse_row(columns->refuse, cells, width, &arena, NULL, NULL);
        masked[r] = (struct row){ .cells = cells, .count = width, .number = rows[r].number };
    }
    mapping_propose(columns->layout, masked, count, proposals);
    for (size_t c = 0; c < width; c++) {
        struct field_ref ref = { .field = FIELD_NONE };
        const char *wanted = columns->wanted[c];
        if (columns->refuse[c] == REFUSE_WHOLE)
            ref.field = FIELD_REFUSE_NATIONAL_ID;
        else if (!wanted)
            ref = proposals[c].ref;
        else if (wanted[0])
            field_ref_read(text_from(wanted), &ref);
        if (field_is_of_event(ref.field))
            ref.field = FIELD_NONE;
        columns->refs[c] = free_place(columns, c, ref);
    }
    const struct mapping mapping = { .refs = columns->refs, .count = width };
    normal_learn(&mapping, masked, count, columns->orders);
    return STATUS_OK;
}

enum status columns_settle(struct columns *columns, const struct row *rows, size_t count, struct error *err)
{
    if (columns->is_settled)
        return STATUS_OK;
    if (!columns->layout.columns)
        return error_set(err, STATUS_USAGE, "the columns were not told");
    count = count < MAPPING_SAMPLE_ROWS ? count : MAPPING_SAMPLE_ROWS;
    judge_numbers(columns, rows, count);
    enum status status = find_fields(columns, rows, count, err);
    for (size_t c = 0; c < columns->layout.count && status == STATUS_OK; c++)
        if (columns->refs[c].field != FIELD_NONE && columns->refs[c].field != FIELD_REFUSE_NATIONAL_ID)
            memcpy(columns->fields[c], field_ref_text(columns->refs[c]).s, FIELD_REF_TEXT_MAX);
    columns->is_settled = status == STATUS_OK;
    return status;
}
