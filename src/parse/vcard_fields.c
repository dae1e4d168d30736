/*
 * Properties to our own fields.
 *
 * What Apple says of a property stands in another one of its group, an
 * organisation shows itself by KIND, by X-ABShowAs or by a name that is its
 * own, and an address keeps its parts in one slot; so this looks at the whole
 * card at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/vcard_card.h"

#include <string.h>

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
    vcard->values[vcard->values_count++] = (struct vcard_value){ number, text };
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
    for (unsigned slot = 0; slot < VCARD_SLOT_MAX; slot++) {
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
        if (text_equal(vcard->properties[i].group, group) && vcard_is_named(&vcard->properties[i], "X-ABLabel"))
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
    for (unsigned slot = 0; slot < VCARD_SLOT_MAX; slot++) {
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
        if (vcard_is_named(property, passed_over[i]))
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
        if (vcard_is_named(property, simple[i].name)) {
            field_put(reader, simple[i].field, GROUP_NONE, whole_value(reader, property, TEXT(",")));
            return;
        }
    if (vcard_is_named(property, "N")) {
        put_name(reader, property);
    } else if (vcard_is_named(property, "ORG")) {
        put_organisation(reader, property);
    } else if (vcard_is_named(property, "ADR")) {
        put_address(reader, property);
    } else if (vcard_is_named(property, "TEL") || vcard_is_named(property, "X-MS-TEL")) {
        put_phone(reader, property, label);
    } else if (vcard_is_named(property, "EMAIL")) {
        struct text address = whole_value(reader, property, TEXT(","));
        field_put(reader, FIELD_EMAIL, group_of(property),
                  text_starts_nocase(address, TEXT("mailto:")) ? text_from_offset(address, 7) : address);
    } else if (vcard_is_named(property, "CATEGORIES")) {
        field_put(reader, FIELD_TAG, GROUP_NONE, whole_value(reader, property, TEXT(" ::: ")));
    } else if (vcard_is_named(property, "GENDER")) {
        struct text parts[2];
        parts_of(reader, property, TEXT(","), parts, 2);
        field_put(reader, FIELD_PERSON_GENDER, GROUP_NONE, parts[0].len > 0 ? parts[0] : parts[1]);
    } else if (vcard_is_named(property, "RELATED") || vcard_is_named(property, "X-ABRELATEDNAMES")) {
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
        if (vcard_is_named(property, "KIND") && text_equal_nocase(text_trim(property->value), TEXT("org")))
            return true;
        if (vcard_is_named(property, "X-ABShowAs") && text_equal_nocase(text_trim(property->value), TEXT("COMPANY")))
            return true;
        if (vcard_is_named(property, "FN"))
            name = whole_value(reader, property, TEXT(","));
        if (vcard_is_named(property, "ORG"))
            parts_of(reader, property, TEXT(","), organisation, 1);
        if (vcard_is_named(property, "N"))
            for (size_t j = 0; j < property->value.len; j++)
                has_person |= property->value.ptr[j] != ';' && property->value.ptr[j] != ' ';
    }
    return !has_person && name.len > 0 && text_equal_nocase(name, organisation[0]);
}

/* Properties to columns and values. */
void vcard_understand(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    vcard->values_count = 0;
    for (size_t i = 0; i < vcard->properties_count; i++)
        if (vcard_is_named(&vcard->properties[i], "VERSION"))
            vcard->modern = !text_starts(text_trim(vcard->properties[i].value), TEXT("2"));
    bool is_organisation = card_is_organisation(reader);
    bool has_org = false;
    for (size_t i = 0; i < vcard->properties_count; i++)
        has_org |= vcard_is_named(&vcard->properties[i], "ORG");
    for (size_t i = 0; i < vcard->properties_count; i++) {
        const struct vcard_property *property = &vcard->properties[i];
        if (!is_organisation || !(vcard_is_named(property, "FN") || vcard_is_named(property, "N")))
            put_property(reader, property);
        else if (!has_org && vcard_is_named(property, "FN"))
            field_put(reader, FIELD_ORG_NAME, GROUP_NONE, whole_value(reader, property, TEXT(",")));
    }
}
