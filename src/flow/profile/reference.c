/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/reference.h"

#include <inttypes.h>
#include <string.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "lang/fold.h"
#include "os/file.h"
#include "os/process.h"
#include "parse/reader.h"

enum column { COLUMN_POSTCODE, COLUMN_STREET, COLUMN_PLACE, COLUMN_FROM, COLUMN_TO, COLUMN_NUMBER, COLUMNS };

static const struct register_kind {
    const char *name, *country;
    bool letters; /* postcodes are four digits and two letters */
    bool street;
} kinds[] = {
    { "bag", "NL", true, true },
    { "pc4", "NL", false, false },
    { "be-postcodes", "BE", false, false },
};

/* Names of columns, folded without spaces; the first of a list that the file has counts. */
static const char *const names[COLUMNS][12] = {
    [COLUMN_POSTCODE] = { "postcode", "zipcode", "postalcode", "zip", "pc6", "pc4", "codepostal" },
    [COLUMN_STREET] = { "street", "straat", "straatnaam", "streetname", "openbareruimtenaam", "openbareruimte" },
    [COLUMN_PLACE] = { "place", "plaats", "woonplaats", "woonplaatsnaam", "plaatsnaam", "city", "town", "residence",
                       "localite", "gemeente", "name", "naam" },
    [COLUMN_FROM] = { "minnumber", "numberfrom", "minhuisnummer", "huisnummervan", "nummervan" },
    [COLUMN_TO] = { "maxnumber", "numberto", "maxhuisnummer", "huisnummertot", "nummertot", "huisnummertm" },
    [COLUMN_NUMBER] = { "number", "housenumber", "huisnummer", "nummer" },
};
static const char *const wanted[COLUMNS] = {
    [COLUMN_POSTCODE] = "postcode", [COLUMN_STREET] = "straat (street)", [COLUMN_PLACE] = "plaats (place)"
};

struct load {
    struct store *store;
    const struct register_kind *kind;
    size_t columns[COLUMNS]; /* place in the layout + 1; 0 is none */
    /* the row that waits for more numbers of its street */
    struct arena texts;
    struct stored_reference row;
    bool waits;
    uint64_t put;
};

static const struct register_kind *kind_named(struct text name)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (text_equal(name, text_from(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

/* ---- columns ---- */

static size_t column_named(struct layout layout, const char *name)
{
    for (size_t i = 0; i < layout.count; i++) {
        char key[64];
        size_t len = fold_key(layout.columns[i], key, sizeof(key));
        if (text_equal((struct text){ key, len }, text_from(name)))
            return i + 1;
    }
    return 0;
}

static enum status find_columns(struct load *load, struct layout layout, struct error *err)
{
    for (int c = 0; c < COLUMNS; c++)
        for (size_t n = 0; n < sizeof(names[0]) / sizeof(names[0][0]) && names[c][n] && !load->columns[c]; n++)
            load->columns[c] = column_named(layout, names[c][n]);
    for (int c = 0; c < COLUMNS; c++) {
        bool needed = c == COLUMN_POSTCODE || c == COLUMN_PLACE || (c == COLUMN_STREET && load->kind->street);
        if (!needed || load->columns[c])
            continue;
        error_set(err, STATUS_INVALID, "a register '%s' needs a column '%s'", load->kind->name, wanted[c]);
        error_hint(err, "Give the file a header row that names it.");
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

/* ---- rows ---- */

static struct text cell(const struct load *load, const struct row *row, enum column column)
{
    size_t place = load->columns[column];
    return place && place <= row->count ? text_trim(row->cells[place - 1]) : TEXT_EMPTY;
}

static bool postcode_fits(const struct register_kind *kind, const char *postcode)
{
    size_t len = strlen(postcode);
    if (len != (kind->letters ? 6 : 4) || postcode[0] == '0')
        return false;
    for (size_t i = 0; i < len; i++)
        if (i < 4 ? !char_is_digit(postcode[i]) : !char_is_upper(postcode[i]))
            return false;
    return true;
}

/* An empty number is 0: not known. */
static bool number_read(struct text cell, uint32_t *ret)
{
    uint64_t number = 0;
    if (cell.len && (!text_to_u64(cell, &number) || number > 99999))
        return false;
    *ret = (uint32_t)number;
    return true;
}

static bool numbers_read(const struct load *load, const struct row *row, struct stored_reference *ret)
{
    bool alone = !load->columns[COLUMN_FROM] && !load->columns[COLUMN_TO];
    enum column from = alone ? COLUMN_NUMBER : COLUMN_FROM, to = alone ? COLUMN_NUMBER : COLUMN_TO;
    if (!load->kind->street)
        return true;
    if (!number_read(cell(load, row, from), &ret->number_from) || !number_read(cell(load, row, to), &ret->number_to))
        return false;
    if (ret->number_to == 0)
        ret->number_to = ret->number_from;
    return ret->number_from <= ret->number_to;
}

static enum status put_waiting(struct load *load, struct error *err)
{
    if (!load->waits)
        return STATUS_OK;
    load->waits = false;
    if (load->put == REFERENCE_ROWS_MAX)
        return error_set(err, STATUS_LIMIT, "a register has more than %d rows", REFERENCE_ROWS_MAX);
    return store_reference_put(load->store, text_from(load->kind->name), ++load->put, &load->row, err);
}

static enum status wait_for_more(struct load *load, const struct stored_reference *row, struct error *err)
{
    if (load->waits && text_equal(load->row.postcode, row->postcode) && text_equal(load->row.street, row->street) &&
        text_equal(load->row.place, row->place)) {
        if (row->number_from < load->row.number_from)
            load->row.number_from = row->number_from;
        if (row->number_to > load->row.number_to)
            load->row.number_to = row->number_to;
        return STATUS_OK;
    }
    enum status status = put_waiting(load, err);
    if (status != STATUS_OK)
        return status;
    arena_reset(&load->texts);
    load->row = *row;
    load->row.postcode = arena_copy(&load->texts, row->postcode);
    load->row.street = arena_copy(&load->texts, row->street);
    load->row.place = arena_copy(&load->texts, row->place);
    if (!load->row.postcode.ptr || !load->row.street.ptr || !load->row.place.ptr)
        return error_set(err, STATUS_LIMIT, "row is larger than a register may have");
    load->waits = true;
    return STATUS_OK;
}

static enum status add_row(struct load *load, const struct row *row, struct error *err)
{
    char code[REFERENCE_CODE_MAX];
    struct stored_reference one = { .country = text_from(load->kind->country), .place = cell(load, row, COLUMN_PLACE) };
    if (load->kind->street)
        one.street = cell(load, row, COLUMN_STREET);
    if (!reference_code(load->kind->country, cell(load, row, COLUMN_POSTCODE), code) ||
        !postcode_fits(load->kind, code + 2))
        return error_set(err, STATUS_INVALID, "row %" PRIu64 " has no postcode such as %s", row->number,
                         load->kind->letters ? "1234AB" : "1234");
    if (one.place.len == 0 || (load->kind->street && one.street.len == 0))
        return error_set(err, STATUS_INVALID, "row %" PRIu64 " has no street or place", row->number);
    if (!numbers_read(load, row, &one))
        return error_set(err, STATUS_INVALID, "row %" PRIu64 " has house numbers that are no range", row->number);
    one.postcode = text_from(code + 2);
    return wait_for_more(load, &one, err);
}

static enum status add_rows(struct load *load, struct reader *reader, struct error *err)
{
    struct row row = { 0 };
    enum status status = STATUS_OK;
    for (enum row_state state; status == STATUS_OK && (state = reader_next(reader, &row)) != ROW_NONE;) {
        if (state == ROW_BAD)
            return error_set(err, STATUS_INVALID, "row %" PRIu64 " cannot be read", row.number);
        status = add_row(load, &row, err);
        if (status == STATUS_OK && process_interrupted())
            status = error_set(err, STATUS_INTERRUPTED, "stopped; the register is as it was");
    }
    if (status == STATUS_OK)
        status = reader_status(reader, err);
    if (status == STATUS_OK)
        status = put_waiting(load, err);
    if (status == STATUS_OK && load->put == 0)
        status = error_set(err, STATUS_INVALID, "there are no rows");
    return status;
}

static void load_done(struct load *load)
{
    arena_done(&load->texts);
}

enum status reference_load(struct store *store, const struct job *job, struct text kind, const char *path,
                           struct reference_register *ret, struct error *err)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    SCOPED(load_done) struct load load = { .store = store, .texts = ARENA_UP_TO(64 * 1024), .kind = kind_named(kind) };
    if (!load.kind) {
        error_set(err, STATUS_USAGE, "there is no register '%.*s'", TEXT_ARG(kind));
        error_hint(err, "Registers are bag, pc4 and be-postcodes.");
        return STATUS_USAGE;
    }
    kind = text_from(load.kind->name);
    enum status status = reader_open(path, &reader, err);
    if (status != STATUS_OK)
        return status;
    status = find_columns(&load, reader_layout(reader), err);
    if (status == STATUS_OK)
        status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_reference_begin(store, kind, err);
    if (status == STATUS_OK)
        status = add_rows(&load, reader, err);
    if (status != STATUS_OK)
        return error_within(err, status, "'%s'", path_base(path));
    *ret = (struct reference_register){ kind, text_from(path_base(path)), job->author, load.put, job->now_ms };
    status = store_reference_end(store, ret, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("reference.load"), kind, TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- reading back ---- */

struct reading {
    struct arena *arena;
    VEC(struct reference_row) rows;
    bool full;
};

static void reading_done(struct reading *reading)
{
    vec_done(&reading->rows);
}

/* Neighbours share their texts: rows come by street. */
static bool keep_text(struct arena *arena, struct text value, struct text before, struct text *ret)
{
    *ret = value.len == 0 ? TEXT_EMPTY : text_equal(value, before) ? before : arena_copy(arena, value);
    return value.len == 0 || ret->ptr;
}

static bool read_row(void *ctx, const struct stored_reference *from)
{
    struct reading *reading = ctx;
    struct reference_row row = { .number_from = from->number_from, .number_to = from->number_to }, none = { 0 };
    const struct reference_row *last = reading->rows.len ? &reading->rows.ptr[reading->rows.len - 1] : &none;
    char country[3] = "";
    memcpy(country, from->country.ptr, from->country.len < 2 ? from->country.len : 2);
    reading->full = !keep_text(reading->arena, from->street, last->street, &row.street) ||
                    !keep_text(reading->arena, from->place, last->place, &row.place) ||
                    (reference_code(country, from->postcode, row.code) && !vec_push(&reading->rows, row));
    return !reading->full;
}

enum status reference_read(struct store *store, struct arena *arena, struct reference *ret, struct error *err)
{
    SCOPED(reading_done) struct reading reading = { .arena = arena };
    enum status status = store_reference_each(store, read_row, &reading, err);
    if (status != STATUS_OK)
        return status;
    struct reference_row *rows = arena_array(arena, struct reference_row, reading.rows.len + 1);
    if (reading.full || !rows)
        return error_set(err, STATUS_LIMIT, "the registers of addresses do not fit into memory");
    if (reading.rows.len)
        memcpy(rows, reading.rows.ptr, reading.rows.len * sizeof(*rows));
    *ret = reference_over(rows, reading.rows.len);
    return STATUS_OK;
}
