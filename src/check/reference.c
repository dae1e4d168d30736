/*
 * The rows of a postcode stand together, so a look-up is a binary search and
 * then a walk over a few rows.  A postcode with letters is looked for whole;
 * when the register does not have its four digits so finely, the four digits
 * still tell the place.
 *
 * A proposal is made only when the register leaves one answer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "check/reference.h"

#include <assert.h>
#include <string.h>

#include "base/search.h"
#include "check/found.h"
#include "lang/fold.h"
#include "lang/places.h"
#include "lang/street_words.h"

enum { PC4_CODE_LEN = 6, STREET_KEY_MAX = 96 };

struct rows {
    const struct reference_row *first;
    size_t count;
};

bool reference_code(const char *country, struct text postcode, char ret[REFERENCE_CODE_MAX])
{
    size_t len = 0;
    for (; len < 2 && country[len]; len++)
        ret[len] = country[len];
    for (size_t i = 0; i < postcode.len; i++) {
        char c = char_to_upper(postcode.ptr[i]);
        if (c == ' ')
            continue;
        if (!char_is_digit(c) && !char_is_upper(c))
            return false;
        if (len == REFERENCE_CODE_MAX - 1)
            return false;
        ret[len++] = c;
    }
    ret[len] = '\0';
    return len > 2;
}

struct reference reference_over(const struct reference_row *rows, size_t count)
{
    struct reference reference = { rows, count, false };
    for (size_t i = 0; i < count && !reference.digits_alone; i++)
        reference.digits_alone = strncmp(rows[i].code, "NL", 2) == 0 && strlen(rows[i].code) == PC4_CODE_LEN;
    return reference;
}

/* The rows whose code begins with the first len signs of code. */
static struct rows rows_beginning(const struct reference *reference, const char *code, size_t len)
{
    size_t from = LOWER_BOUND(i, 0, reference->count, strncmp(reference->rows[i].code, code, len) < 0);
    size_t to = LOWER_BOUND(i, from, reference->count, strncmp(reference->rows[i].code, code, len) <= 0);
    return (struct rows){ reference->rows + from, to - from };
}

static struct rows rows_of(const struct reference *reference, const char *code)
{
    return rows_beginning(reference, code, strlen(code) + 1); /* with its NUL: this code and no longer one */
}

/* True when some row has a code that begins so and is whole signs long: a code of that form should be there. */
static bool covers(const struct reference *reference, const char *code, size_t len, size_t whole)
{
    struct rows near = rows_beginning(reference, code, len);
    for (size_t i = 0; i < near.count; i++)
        if (strlen(near.first[i].code) == whole)
            return true;
    return false;
}

/* ---- comparing ---- */

static bool places_equal(struct text a, struct text b)
{
    char x[PLACE_KEY_MAX], y[PLACE_KEY_MAX];
    size_t x_len = place_key(a, x), y_len = place_key(b, y);
    return x_len == y_len && memcmp(x, y, x_len) == 0;
}

static bool keys_equal(struct text a, struct text b)
{
    char x[STREET_KEY_MAX], y[STREET_KEY_MAX];
    size_t x_len = fold_key(a, x, sizeof(x)), y_len = fold_key(b, y, sizeof(y));
    return x_len == y_len && memcmp(x, y, x_len) == 0;
}

/* Registers abbreviate too: "Burg. de Vlugtlaan". */
static bool streets_equal(struct text ours, struct text theirs, const char *country, struct arena *arena)
{
    return text_equal(ours, theirs) || keys_equal(ours, theirs) ||
           keys_equal(street_spelling(ours, country, arena), street_spelling(theirs, country, arena));
}

static uint32_t number_of(struct text number)
{
    uint32_t value = 0;
    for (size_t i = 0; i < number.len && char_is_digit(number.ptr[i]) && i < 9; i++)
        value = value * 10 + (uint32_t)(number.ptr[i] - '0');
    return value;
}

static bool has_number(const struct reference_row *row, uint32_t number)
{
    bool known = row->number_from || row->number_to;
    return !known || number == 0 || (number >= row->number_from && number <= row->number_to);
}

/* ---- proposing ---- */

enum part { PART_STREET, PART_PLACE };

static struct text part_of(const struct reference_row *row, enum part part)
{
    return part == PART_STREET ? row->street : row->place;
}

/* The one street or place of the rows that have this number (0: of all); empty when there are several. */
static struct text only(struct rows rows, enum part part, uint32_t number)
{
    struct text one = TEXT_EMPTY;
    for (size_t i = 0; i < rows.count; i++) {
        struct text value = part_of(&rows.first[i], part);
        if (!has_number(&rows.first[i], number) || value.len == 0)
            continue;
        if (one.len && !text_equal(one, value))
            return TEXT_EMPTY;
        one = value;
    }
    return one;
}

static struct text propose(struct rows rows, enum part part, uint32_t number)
{
    struct text all = only(rows, part, 0);
    return all.len || number == 0 ? all : only(rows, part, number);
}

/* ---- one address ---- */

struct look {
    const struct normal_record *record;
    const struct address *address;
    struct found *found;
    struct arena *arena;
};

static void tell(struct look *look, enum finding finding, enum field field, struct text proposal)
{
    found_add(look->found, look->record,
              (struct record_finding){ finding, { .field = field, .group = look->address->group }, proposal });
}

static void check_place(struct look *look, struct rows rows, uint32_t number)
{
    struct text city = look->address->city, proposal = propose(rows, PART_PLACE, number);
    if (city.len == 0) {
        if (proposal.len)
            tell(look, FINDING_PLACE_MISSING, FIELD_ADDR_CITY, proposal);
        return;
    }
    for (size_t i = 0; i < rows.count; i++)
        if (places_equal(city, rows.first[i].place))
            return;
    tell(look, FINDING_POSTCODE_PLACE, FIELD_ADDR_CITY, proposal);
}

static void check_street(struct look *look, struct rows rows, uint32_t number)
{
    const struct address *a = look->address;
    bool any = false, street = false, in_range = false;
    for (size_t i = 0; i < rows.count; i++) {
        const struct reference_row *row = &rows.first[i];
        if (row->street.len == 0)
            continue;
        any = true;
        if (a->street.len && !streets_equal(a->street, row->street, a->country, look->arena))
            continue;
        street = true;
        in_range |= has_number(row, number);
    }
    if (!any)
        return;
    if (!street)
        tell(look, FINDING_POSTCODE_STREET, FIELD_ADDR_STREET, propose(rows, PART_STREET, number));
    else if (!in_range)
        tell(look, FINDING_NUMBER_RANGE, FIELD_ADDR_NUMBER, TEXT_EMPTY);
    else if (a->street.len == 0 && number && propose(rows, PART_STREET, number).len)
        tell(look, FINDING_STREET_MISSING, FIELD_ADDR_STREET, propose(rows, PART_STREET, number));
}

static void check_address(struct look *look, const struct reference *reference)
{
    const struct address *a = look->address;
    char code[REFERENCE_CODE_MAX];
    if (!a->country[0] || a->postcode.len == 0 || !reference_code(a->country, a->postcode, code))
        return;
    bool dutch = strcmp(a->country, "NL") == 0, at_street = a->kind == ADDRESS_STREET;
    uint32_t number = number_of(a->number);
    size_t len = strlen(code);
    struct rows rows = rows_of(reference, code);
    if (rows.count && at_street)
        check_street(look, rows, number);
    if (rows.count == 0 && dutch && len > PC4_CODE_LEN) {
        /* boxes have postcodes of their own, which no register of buildings holds */
        if (at_street && covers(reference, code, PC4_CODE_LEN, len)) {
            tell(look, FINDING_POSTCODE_UNKNOWN, FIELD_ADDR_POSTCODE, TEXT_EMPTY);
            return;
        }
        code[PC4_CODE_LEN] = '\0';
        len = PC4_CODE_LEN;
        rows = rows_of(reference, code);
    }
    if (rows.count)
        check_place(look, rows, number);
    else if (len == PC4_CODE_LEN && (reference->digits_alone || !dutch) &&
             covers(reference, code, PC4_CODE_LEN - 2, len))
        tell(look, FINDING_POSTCODE_UNKNOWN, FIELD_ADDR_POSTCODE, TEXT_EMPTY);
}

enum status check_reference(struct normal_record *record, const struct reference *reference, struct arena *arena,
                            struct error *err)
{
    assert(record && reference && arena);

    if (reference->count == 0)
        return STATUS_OK;
    struct found found = { .count = 0 };
    struct look look = { .record = record, .found = &found, .arena = arena };
    for (uint16_t m = 0; m < record->mentions_count; m++)
        for (uint16_t i = 0; i < record->mentions[m].addresses_count; i++) {
            look.address = &record->mentions[m].addresses[i];
            check_address(&look, reference);
        }
    return found_keep(&found, record, arena, err);
}
