/*
 * vCards as a format: a card is a row, and its columns have the names of our
 * own fields ("addr.home.city", "email#2"), so that nothing is left to guess.
 *
 *     lines ──unfold──▶ properties of one card ──▶ (column, value) … ──▶ cells
 *
 * The first reading finds the columns.  A card is read line by line, so that
 * photographs, which are passed over, need no memory.  Apple writes what a
 * property means in a second one of the same group (item1.X-ABLabel), so a
 * card is understood when it is complete.
 *
 * A card without END, and one inside another that is no AGENT, is a bad row.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "parse/format.h"
#include "parse/vcard_property.h"

enum {
    NAMES_BYTES_MAX = 1024 * 1024,
    PROPERTIES_MAX = 1000, /* of one card; more are passed over */
    SLOT_MAX = 99,         /* values of one kind in one card */
};

struct value {
    uint32_t column;
    struct text text;
};

struct vcard {
    struct intern columns;
    struct buf line; /* the property being unfolded */
    struct buf raw;  /* the beginning of the card, for when it is bad */
    struct vcard_property *properties;
    size_t properties_count;
    struct value *values;
    size_t values_count;
    char line_end;
    bool begun;  /* the BEGIN of the next card was read already */
    bool modern; /* 3.0 or 4.0: commas make lists */
    bool full;   /* an arena or a limit was met */
};

/* The next line of the window, without its end; false at the end of the file. A line
 * longer than a row may be is given empty, piece by piece. */
static bool line_next(struct reader *reader, struct text *ret, bool *ret_too_long)
{
    struct vcard *vcard = reader->state;
    struct input *input = &reader->input;
    *ret_too_long = false;
    for (size_t from = 0;;) {
        const char *end = memchr(input_ptr(input) + from, vcard->line_end, input_len(input) - from);
        from = input_len(input);
        if (!end && from <= ROW_BYTES_MAX && (input_more(input) || input_len(input) > from))
            continue;
        size_t len = end ? (size_t)(end - input_ptr(input)) : from;
        *ret_too_long = !end && from > ROW_BYTES_MAX;
        *ret = (struct text){ input_ptr(input), *ret_too_long ? 0 : len };
        if (ret->len > 0 && ret->ptr[ret->len - 1] == '\r')
            ret->len--;
        input_consume(input, len + (end != NULL));
        return (end || len > 0) && input->status == STATUS_OK;
    }
}

static bool is_line(struct text line, const char *want)
{
    return text_equal_nocase(text_trim(line), text_from(want));
}

static bool is_named(const struct vcard_property *property, const char *name)
{
    return text_equal_nocase(property->name, text_from(name));
}

/* Keep the unfolded line as a property of the card, unless it is binary. */
static void property_end(struct reader *reader, struct vcard *vcard)
{
    struct vcard_property property;
    struct text line = buf_text(&vcard->line);
    if (line.len > 0 && vcard_property_read(line, &property) && !(property.flags & VCARD_BASE64)) {
        struct text kept = arena_copy(&reader->row, line);
        if (!kept.ptr || line.len > FIELD_BYTES_MAX)
            vcard->full = true;
        else if (vcard->properties_count < PROPERTIES_MAX && vcard_property_read(kept, &property))
            vcard->properties[vcard->properties_count++] = property;
    }
    buf_reset(&vcard->line);
}

/* Whether the property being unfolded goes on, on a line that is no fold. */
static bool soft_break(const struct vcard *vcard)
{
    struct vcard_property property;
    struct text line = buf_text(&vcard->line);
    return text_ends(line, TEXT("=")) && vcard_property_read(line, &property) &&
           (property.flags & VCARD_QUOTED_PRINTABLE);
}

static void line_add(struct vcard *vcard, struct text part)
{
    if (vcard->line.len <= FIELD_BYTES_MAX) /* photographs are not kept whole */
        buf_put(&vcard->line, part);
}

enum card { CARD_NONE, CARD_WHOLE, CARD_BROKEN };

/* Read up to the end of the next card; its properties are kept. */
static enum card card_next(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    struct text line;
    bool too_long = false;
    int depth = vcard->begun ? 1 : 0;
    vcard->begun = false;
    vcard->properties_count = 0;
    vcard->full = vcard->modern = false;
    buf_reset(&vcard->line);
    buf_reset(&vcard->raw);
    while (line_next(reader, &line, &too_long)) {
        if (depth == 0 && !is_line(line, "BEGIN:VCARD"))
            continue;
        vcard->full |= too_long;
        if (depth > 0 && line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t')) {
            line_add(vcard, text_from_offset(line, 1));
            continue;
        }
        if (depth == 1 && soft_break(vcard)) {
            vcard->line.len--;
            line_add(vcard, line);
            continue;
        }
        if (vcard->raw.len + line.len < FIELD_BYTES_MAX) {
            buf_put(&vcard->raw, line);
            buf_put_char(&vcard->raw, '\n');
        }
        if (is_line(line, "BEGIN:VCARD")) {
            bool is_agent = depth > 1 || (depth == 1 && text_starts_nocase(buf_text(&vcard->line), TEXT("AGENT")));
            if (depth > 0 && !is_agent) {
                vcard->begun = true; /* the card before was never ended */
                return CARD_BROKEN;
            }
            depth++;
        } else if (is_line(line, "END:VCARD")) {
            if (--depth == 0) {
                property_end(reader, vcard);
                return CARD_WHOLE;
            }
        } else if (depth == 1) {
            property_end(reader, vcard);
            line_add(vcard, line);
        }
    }
    return depth > 0 ? CARD_BROKEN : CARD_NONE;
}

static void value_put(struct reader *reader, const char *column, struct text text)
{
    struct vcard *vcard = reader->state;
    if (text.len == 0)
        return;
    uint32_t number = reader->layout.count > 0 ? intern_get(&vcard->columns, text_from(column))
                                               : intern_put(&vcard->columns, text_from(column));
    if (number >= ROW_COLUMNS_MAX || vcard->values_count == ROW_COLUMNS_MAX || text.len > FIELD_BYTES_MAX) {
        vcard->full = true;
        return;
    }
    vcard->values[vcard->values_count++] = (struct value){ number, text };
}

static bool value_is_put(const struct vcard *vcard, const char *column)
{
    uint32_t number = intern_get(&vcard->columns, text_from(column));
    for (size_t i = 0; i < vcard->values_count; i++)
        if (number != INTERN_NONE && vcard->values[i].column == number)
            return true;
    return false;
}

/* Put a value of a field; the first free slot when the card has more of them. */
static void field_put(struct reader *reader, enum field field, enum field_group group, struct text text)
{
    struct field_ref ref = { .field = field, .group = group };
    if (text.len == 0)
        return;
    for (unsigned slot = 0; slot < SLOT_MAX; slot++) {
        ref.slot = slot;
        struct field_ref_text name = field_ref_text(ref);
        if (!value_is_put(reader->state, name.s)) {
            value_put(reader, name.s, text);
            return;
        }
    }
}

/* The value as UTF-8, quoted-printable undone, escapes still in it. */
static struct text value_of(struct reader *reader, const struct vcard_property *property)
{
    struct text value = vcard_unquote(property->value, property->flags, &reader->row);
    if (!bytes_are_plain(value.ptr, value.len)) {
        bool latin1 = (property->flags & VCARD_LATIN1) != 0 && !encoding_utf8_is_valid(value);
        if (latin1)
            value = encoding_repair(value, false, &reader->row);
        else if (property->flags & VCARD_QUOTED_PRINTABLE)
            value = encoding_utf8_is_valid(value) ? value : encoding_repair(value, true, &reader->row);
        else
            reader_cell_decode(reader, &value);
    }
    if (!value.ptr)
        value = TEXT("");
    return value;
}

/* The whole value, its escapes undone; comma is put for one that is not escaped. */
static struct text whole_value(struct reader *reader, const struct vcard_property *property, struct text comma)
{
    struct vcard *vcard = reader->state;
    struct text rest = value_of(reader, property), part = TEXT_EMPTY;
    vcard->full |= !vcard_next_part(&rest, 0, vcard->modern ? comma : TEXT(","), &reader->row, &part);
    return part;
}

/* Up to count parts between semicolons; what is not there is empty. */
static void parts_of(struct reader *reader, const struct vcard_property *property, struct text comma, struct text *ret,
                     size_t count)
{
    struct vcard *vcard = reader->state;
    struct text rest = value_of(reader, property);
    memset(ret, 0, count * sizeof(*ret));
    for (size_t i = 0; i < count; i++)
        if (!vcard_next_part(&rest, ';', vcard->modern ? comma : TEXT(","), &reader->row, &ret[i]))
            return;
}

/* What Apple says of the properties of a group: "_$!<Spouse>!$_". */
static struct text label_of(const struct vcard *vcard, struct text group)
{
    for (size_t i = 0; group.len > 0 && i < vcard->properties_count; i++)
        if (text_equal(vcard->properties[i].group, group) && is_named(&vcard->properties[i], "X-ABLabel"))
            return vcard->properties[i].value;
    return TEXT_EMPTY;
}

static bool label_says(struct text label, const char *word)
{
    return text_find_nocase(label, text_from(word)) < label.len;
}

static enum field_group group_of(const struct vcard_property *property)
{
    return property->flags & VCARD_WORK ? GROUP_WORK : property->flags & VCARD_HOME ? GROUP_HOME : GROUP_NONE;
}

static void put_name(struct reader *reader, const struct vcard_property *property)
{
    static const enum field fields[] = { FIELD_PERSON_FAMILY, FIELD_PERSON_GIVEN, FIELD_PERSON_MIDDLE_OR_PREFIX,
                                         FIELD_PERSON_TITLE, FIELD_PERSON_SUFFIX };
    struct text parts[5];
    parts_of(reader, property, TEXT(" "), parts, 5);
    for (size_t i = 0; i < 5; i++)
        field_put(reader, fields[i], GROUP_NONE, parts[i]);
}

static void put_organisation(struct reader *reader, const struct vcard_property *property)
{
    struct text parts[4];
    parts_of(reader, property, TEXT(","), parts, 4);
    field_put(reader, FIELD_ORG_NAME, GROUP_NONE, parts[0]);
    struct text unit = parts[1];
    for (size_t i = 2; i < 4; i++)
        if (parts[i].len > 0)
            unit =
                unit.len == 0 ? parts[i] : arena_printf(&reader->row, "%.*s, %.*s", TEXT_ARG(unit), TEXT_ARG(parts[i]));
    field_put(reader, FIELD_ROLE_DEPARTMENT, GROUP_NONE, unit);
}

/* The first line is the street; what stands below it, and the extended address, come on line 2. */
static void put_address(struct reader *reader, const struct vcard_property *property)
{
    static const enum field fields[] = { FIELD_ADDR_POBOX,  FIELD_ADDR_LINE2,    FIELD_ADDR_LINE1,  FIELD_ADDR_CITY,
                                         FIELD_ADDR_REGION, FIELD_ADDR_POSTCODE, FIELD_ADDR_COUNTRY };
    struct vcard *vcard = reader->state;
    struct text parts[7];
    enum field_group group = group_of(property);
    parts_of(reader, property, TEXT(", "), parts, 7);
    size_t filled = 0;
    for (size_t i = 0; i < 7; i++)
        filled += parts[i].len > 0;
    if (filled == 1 && parts[1].len > 0 && text_find_char(parts[1], '\n') < parts[1].len) {
        field_put(reader, FIELD_ADDR_FULL, group, parts[1]);
        return;
    }
    if (parts[2].len == 0 && parts[0].len == 0) {
        parts[2] = parts[1];
        parts[1] = TEXT_EMPTY;
    }
    size_t line = text_find_char(parts[2], '\n');
    if (line < parts[2].len) {
        struct text below = text_trim(text_from_offset(parts[2], line + 1));
        parts[1] =
            parts[1].len == 0 ? below : arena_printf(&reader->row, "%.*s, %.*s", TEXT_ARG(parts[1]), TEXT_ARG(below));
        parts[2] = text_trim(text_slice(parts[2], 0, line));
    }
    /* one slot for the whole address, where none of its parts is taken */
    for (unsigned slot = 0; slot < SLOT_MAX; slot++) {
        bool taken = false;
        for (size_t i = 0; i < 7; i++)
            taken |= value_is_put(vcard, field_ref_text((struct field_ref){ fields[i], group, slot }).s);
        if (taken)
            continue;
        for (size_t i = 0; i < 7; i++)
            value_put(reader, field_ref_text((struct field_ref){ fields[i], group, slot }).s, parts[i]);
        return;
    }
}

static void put_phone(struct reader *reader, const struct vcard_property *property, struct text label)
{
    struct text number = whole_value(reader, property, TEXT(","));
    if (label_says(label, "Assistant") || property->flags & VCARD_PAGER)
        return;
    if (text_starts_nocase(number, TEXT("tel:")))
        number = text_from_offset(number, 4);
    enum field field = property->flags & VCARD_FAX    ? FIELD_PHONE_FAX
                       : property->flags & VCARD_CELL ? FIELD_PHONE_MOBILE
                       : property->flags & VCARD_WORK ? FIELD_PHONE_WORK
                       : property->flags & VCARD_HOME ? FIELD_PHONE_HOME
                                                      : FIELD_PHONE;
    field_put(reader, field, GROUP_NONE, number);
}

/* Properties whose value goes to one field as it is. */
static const struct {
    const char *name;
    enum field field;
} simple[] = {
    { "FN", FIELD_PERSON_FULL },
    { "NICKNAME", FIELD_PERSON_NICKNAME },
    { "TITLE", FIELD_ROLE_TITLE },
    { "ROLE", FIELD_ROLE_TITLE },
    { "BDAY", FIELD_PERSON_BIRTHDATE },
    { "DEATHDATE", FIELD_PERSON_DEATHDATE },
    { "NOTE", FIELD_NOTE },
    { "URL", FIELD_WEB },
    { "UID", FIELD_SOURCE_ID },
    { "REV", FIELD_SOURCE_MODIFIED },
    { "LANG", FIELD_PERSON_LANGUAGE },
    { "X-GENDER", FIELD_PERSON_GENDER },
    { "X-SOCIALPROFILE", FIELD_SOCIAL },
    { "X-SPOUSE", FIELD_PERSON_PARTNER_NAME },
    { "X-EVOLUTION-SPOUSE", FIELD_PERSON_PARTNER_NAME },
    { "X-MS-SPOUSE", FIELD_PERSON_PARTNER_NAME },
    { "X-KADDRESSBOOK-X-SPOUSESNAME", FIELD_PERSON_PARTNER_NAME },
};

/* Properties that say nothing of the customer. */
static const char *const passed_over[] = { "VERSION",
                                           "PRODID",
                                           "PHOTO",
                                           "LOGO",
                                           "SOUND",
                                           "KEY",
                                           "GEO",
                                           "TZ",
                                           "MAILER",
                                           "SOURCE",
                                           "AGENT",
                                           "LABEL",
                                           "KIND",
                                           "X-ABLabel",
                                           "X-ABADR",
                                           "X-ABShowAs",
                                           "X-ABUID",
                                           "CLIENTPIDMAP",
                                           "SORT-STRING",
                                           "PROFILE",
                                           "CLASS",
                                           "NAME",
                                           "XML",
                                           "CALURI",
                                           "CALADRURI",
                                           "FBURL",
                                           "X-PHONETIC-FIRST-NAME",
                                           "X-PHONETIC-LAST-NAME",
                                           "ANNIVERSARY" };

static bool is_passed_over(const struct vcard_property *property)
{
    for (size_t i = 0; i < sizeof(passed_over) / sizeof(passed_over[0]); i++)
        if (is_named(property, passed_over[i]))
            return true;
    return text_starts_nocase(property->name, TEXT("X-MS-OL-")) ||
           text_starts_nocase(property->name, TEXT("X-COUCHDB")) ||
           text_starts_nocase(property->name, TEXT("X-MOZILLA"));
}

/* A property nobody told us of: kept under its own name. */
static void put_other(struct reader *reader, const struct vcard_property *property)
{
    char column[80];
    size_t len = 0;
    for (size_t i = 0; i < property->name.len && len < sizeof(column) - 1; i++)
        if (property->name.ptr[i] > ' ' && property->name.ptr[i] < 0x7f)
            column[len++] = char_to_upper(property->name.ptr[i]);
    column[len] = '\0';
    struct field_ref ref;
    if (len > 0 && !field_ref_read((struct text){ column, len }, &ref) && !value_is_put(reader->state, column))
        value_put(reader, column, whole_value(reader, property, TEXT(",")));
}

static void put_property(struct reader *reader, const struct vcard_property *property)
{
    struct vcard *vcard = reader->state;
    struct text label = label_of(vcard, property->group);
    if (is_passed_over(property))
        return;
    for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++)
        if (is_named(property, simple[i].name)) {
            field_put(reader, simple[i].field, GROUP_NONE, whole_value(reader, property, TEXT(",")));
            return;
        }
    if (is_named(property, "N")) {
        put_name(reader, property);
    } else if (is_named(property, "ORG")) {
        put_organisation(reader, property);
    } else if (is_named(property, "ADR")) {
        put_address(reader, property);
    } else if (is_named(property, "TEL") || is_named(property, "X-MS-TEL")) {
        put_phone(reader, property, label);
    } else if (is_named(property, "EMAIL")) {
        struct text address = whole_value(reader, property, TEXT(","));
        field_put(reader, FIELD_EMAIL, group_of(property),
                  text_starts_nocase(address, TEXT("mailto:")) ? text_from_offset(address, 7) : address);
    } else if (is_named(property, "CATEGORIES")) {
        field_put(reader, FIELD_TAG, GROUP_NONE, whole_value(reader, property, TEXT(" ::: ")));
    } else if (is_named(property, "GENDER")) {
        struct text parts[2];
        parts_of(reader, property, TEXT(","), parts, 2);
        field_put(reader, FIELD_PERSON_GENDER, GROUP_NONE, parts[0].len > 0 ? parts[0] : parts[1]);
    } else if (is_named(property, "RELATED") || is_named(property, "X-ABRELATEDNAMES")) {
        struct text name = whole_value(reader, property, TEXT(","));
        bool is_link = text_starts_nocase(name, TEXT("urn:")) || text_starts_nocase(name, TEXT("http"));
        if (!is_link &&
            ((property->flags & VCARD_SPOUSE) || label_says(label, "Spouse") || label_says(label, "Partner")))
            field_put(reader, FIELD_PERSON_PARTNER_NAME, GROUP_NONE, name);
    } else {
        put_other(reader, property);
    }
}

/* Whether the card is of an organisation: it says so, or its name is the organisation's. */
static bool card_is_organisation(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    struct text name = TEXT_EMPTY, organisation[1] = { TEXT_EMPTY };
    bool has_person = false;
    for (size_t i = 0; i < vcard->properties_count; i++) {
        const struct vcard_property *property = &vcard->properties[i];
        if (is_named(property, "KIND") && text_equal_nocase(text_trim(property->value), TEXT("org")))
            return true;
        if (is_named(property, "X-ABShowAs") && text_equal_nocase(text_trim(property->value), TEXT("COMPANY")))
            return true;
        if (is_named(property, "FN"))
            name = whole_value(reader, property, TEXT(","));
        if (is_named(property, "ORG"))
            parts_of(reader, property, TEXT(","), organisation, 1);
        if (is_named(property, "N"))
            for (size_t j = 0; j < property->value.len; j++)
                has_person |= property->value.ptr[j] != ';' && property->value.ptr[j] != ' ';
    }
    return !has_person && name.len > 0 && text_equal_nocase(name, organisation[0]);
}

/* Properties to columns and values. */
static void card_understand(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    vcard->values_count = 0;
    for (size_t i = 0; i < vcard->properties_count; i++)
        if (is_named(&vcard->properties[i], "VERSION"))
            vcard->modern = !text_starts(text_trim(vcard->properties[i].value), TEXT("2"));
    bool is_organisation = card_is_organisation(reader);
    bool has_org = false;
    for (size_t i = 0; i < vcard->properties_count; i++)
        has_org |= is_named(&vcard->properties[i], "ORG");
    for (size_t i = 0; i < vcard->properties_count; i++) {
        const struct vcard_property *property = &vcard->properties[i];
        if (!is_organisation || !(is_named(property, "FN") || is_named(property, "N")))
            put_property(reader, property);
        else if (!has_org && is_named(property, "FN"))
            field_put(reader, FIELD_ORG_NAME, GROUP_NONE, whole_value(reader, property, TEXT(",")));
    }
}

static enum format_row vcard_next(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    enum card card = card_next(reader);
    if (card == CARD_NONE)
        return FORMAT_ROW_END;
    reader->number++;
    if (card == CARD_WHOLE)
        card_understand(reader);
    if (card == CARD_BROKEN || vcard->full) {
        reader->cells[0] = buf_text(&vcard->raw);
        reader_find(reader, card == CARD_BROKEN ? FINDING_ROW_UNREADABLE : FINDING_TOO_LONG, (struct field_ref){ 0 });
        return FORMAT_ROW_BAD;
    }
    memset(reader->cells, 0, reader->layout.count * sizeof(*reader->cells));
    for (size_t i = 0; i < vcard->values_count; i++)
        if (vcard->values[i].column < reader->layout.count)
            reader->cells[vcard->values[i].column] = vcard->values[i].text;
    return FORMAT_ROW_GOOD;
}

static void vcard_rewind(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    vcard->begun = false;
}

/* All columns, in order of first sight. */
static enum status columns_find(struct reader *reader, struct error *err)
{
    struct vcard *vcard = reader->state;
    enum card card = CARD_NONE;
    while ((card = card_next(reader)) != CARD_NONE) {
        if (card == CARD_WHOLE)
            card_understand(reader);
        arena_reset(&reader->row);
    }
    if (reader->input.status != STATUS_OK) {
        if (err)
            *err = reader->input.err;
        return reader->input.status;
    }
    size_t count = vcard->columns.count < ROW_COLUMNS_MAX ? vcard->columns.count : ROW_COLUMNS_MAX;
    if (count == 0) {
        error_set(err, STATUS_INVALID, "this looks like vCard, but holds no card that can be read");
        error_hint(err, "Export the contacts again; each card begins with BEGIN:VCARD and ends with END:VCARD.");
        return STATUS_INVALID;
    }
    return reader_set_layout(reader, vcard->columns.texts, count, err);
}

static enum status vcard_open(struct reader *reader, struct error *err)
{
    struct text start = { input_ptr(&reader->input), input_len(&reader->input) };
    while (start.len > 0 && char_is_space(start.ptr[0]))
        start = text_from_offset(start, 1);
    if (!text_starts_nocase(start, TEXT("BEGIN:VCARD")))
        return STATUS_NOT_FOUND;
    struct vcard *vcard = calloc(1, sizeof(*vcard));
    if (!vcard)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    reader->state = vcard;
    vcard->columns = INTERN_UP_TO(NAMES_BYTES_MAX);
    vcard->line_end = text_find_char(start, '\n') < start.len ? '\n' : '\r';
    vcard->properties = calloc(PROPERTIES_MAX, sizeof(*vcard->properties));
    vcard->values = calloc(ROW_COLUMNS_MAX, sizeof(*vcard->values));
    if (!vcard->properties || !vcard->values)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    enum status status = columns_find(reader, err);
    return status == STATUS_OK ? reader_rewind(reader, err) : status;
}

static void vcard_close(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    if (!vcard)
        return;
    intern_done(&vcard->columns);
    buf_done(&vcard->line);
    buf_done(&vcard->raw);
    free(vcard->properties);
    free(vcard->values);
    free(vcard);
    reader->state = NULL;
}

const struct format format_vcard = {
    .format = FORMAT_VCARD,
    .open = vcard_open,
    .next = vcard_next,
    .rewind = vcard_rewind,
    .close = vcard_close,
};
