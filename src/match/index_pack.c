/*
 * A mention as bytes: only what prepare.c and keys.c read, texts with their
 * length before them (LEB128), so that a million of them fit in some hundred
 * megabytes and a file can hold them as they are.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "match/draft_institute.h"
#include "match/index_inside.h"

enum { MANY_MAX = MULTI_MAX, ATTRIBUTES_MAX = 255 };

static void put_number(struct buf *buf, uint64_t n)
{
    for (; n >= 128; n >>= 7)
        buf_put_char(buf, (char)(128 | (n & 127)));
    buf_put_char(buf, (char)n);
}

static void put_text(struct buf *buf, struct text t)
{
    put_number(buf, t.len);
    if (t.len)
        buf_put(buf, t);
}

static uint16_t up_to(uint16_t count, uint16_t most)
{
    return count < most ? count : most;
}

static void put_name(struct buf *buf, const struct mention *mention)
{
    const struct person_name *name = &mention->name;
    put_text(buf, name->given);
    put_text(buf, name->given.len ? TEXT_EMPTY : name->initials);
    put_text(buf, name->surname);
    put_text(buf, name->surname.len ? TEXT_EMPTY : name->raw);
    put_text(buf, name->call_name);
    put_text(buf, name->partner_surname);
    put_text(buf, name->suffix);
    put_number(buf, mention->gender ? mention->gender : name->gender);
    put_number(buf, (uint64_t)(mention->birth.year > 0 ? mention->birth.year : 0));
    put_number(buf, mention->birth.month);
    put_number(buf, mention->birth.day);
}

static void put_address(struct buf *buf, const struct address *address)
{
    const struct text texts[] = { address->street, address->number,   address->letter, address->addition,
                                  address->extra,  address->postcode, address->city,   address->region };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        put_text(buf, texts[i]);
}

static bool is_weighed(const struct match_model *model, int k, const struct attribute *attribute)
{
    for (size_t i = 0; i < model->columns_count[k]; i++) {
        const struct prep_column *column = &model->columns[k][i];
        if (column->field.field == attribute->field.field &&
            (attribute->field.field || column->number == attribute->column))
            return true;
    }
    return false;
}

/* Of a name that is a list of parts all of it is read (match/draft_institute.h), else its core says enough. */
static void put_org_name(struct buf *buf, const struct org_name *org)
{
    bool has_parts = institute_has_parts(org->name, org->department);
    put_text(buf, org->core.len ? org->core : org->name);
    put_text(buf, has_parts ? org->name : TEXT_EMPTY);
    put_text(buf, has_parts ? org->department : TEXT_EMPTY);
    put_text(buf, org->marks);
    put_text(buf, org->trade_name);
    put_text(buf, org->former_name);
    put_text(buf, org->legal_form);
}

bool mention_pack(const struct match_model *model, const struct mention *mention, struct buf *buf)
{
    int k = kind_at(mention->kind);
    if (k == 0) {
        put_name(buf, mention);
    } else {
        put_org_name(buf, &mention->org);
        put_number(buf, mention->gender ? mention->gender : mention->name.gender);
    }
    put_number(buf, up_to(mention->addresses_count, MANY_MAX));
    for (size_t i = 0; i < up_to(mention->addresses_count, MANY_MAX); i++)
        put_address(buf, &mention->addresses[i]);
    put_number(buf, up_to(mention->emails_count, MANY_MAX));
    for (size_t i = 0; i < up_to(mention->emails_count, MANY_MAX); i++) {
        const struct email *email = &mention->emails[i];
        put_text(buf, email->key.len ? email->key : email->address);
        put_number(buf, email->is_free + 2u * email->is_role);
    }
    put_number(buf, up_to(mention->phones_count, MANY_MAX));
    for (size_t i = 0; i < up_to(mention->phones_count, MANY_MAX); i++) {
        const struct phone *phone = &mention->phones[i];
        put_text(buf, phone->e164.len ? phone->e164 : phone->national);
        put_number(buf, phone->kind);
    }
    put_number(buf, up_to(mention->identifiers_count, MANY_MAX));
    for (size_t i = 0; i < up_to(mention->identifiers_count, MANY_MAX); i++) {
        put_number(buf, mention->identifiers[i].kind);
        put_text(buf, mention->identifiers[i].value);
    }
    size_t weighed = 0;
    for (size_t i = 0; i < mention->attributes_count && weighed < ATTRIBUTES_MAX; i++)
        weighed += is_weighed(model, k, &mention->attributes[i]);
    put_number(buf, weighed);
    for (size_t i = 0; weighed > 0; i++) {
        const struct attribute *attribute = &mention->attributes[i];
        if (!is_weighed(model, k, attribute))
            continue;
        put_number(buf, attribute->field.field);
        put_number(buf, attribute->column);
        put_number(buf, attribute->kind);
        put_text(buf, attribute->value);
        weighed--;
    }
    return !buf->failed;
}

/* Reading: bytes are taken from the front; good goes false when they run out. */
struct bytes {
    struct text rest;
    bool good;
};

static uint64_t take(struct bytes *bytes, uint64_t most)
{
    uint64_t n = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        if (bytes->rest.len == 0)
            break;
        unsigned char c = (unsigned char)bytes->rest.ptr[0];
        bytes->rest.ptr++;
        bytes->rest.len--;
        n |= (uint64_t)(c & 127) << shift;
        if (c < 128 && n <= most)
            return n;
    }
    bytes->good = false;
    return 0;
}

static struct text take_text(struct bytes *bytes)
{
    size_t len = take(bytes, bytes->rest.len);
    if (len > bytes->rest.len) {
        bytes->good = false;
        return TEXT_EMPTY;
    }
    struct text t = { bytes->rest.ptr, len };
    bytes->rest.ptr += len;
    bytes->rest.len -= len;
    return t;
}

static void take_name(struct bytes *bytes, struct mention *ret)
{
    struct person_name *name = &ret->name;
    struct text *const texts[] = { &name->given,     &name->initials,        &name->surname, &name->raw,
                                   &name->call_name, &name->partner_surname, &name->suffix };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *texts[i] = take_text(bytes);
    ret->gender = (enum gender)take(bytes, GENDER_OTHER);
    ret->birth.year = (int16_t)take(bytes, INT16_MAX);
    ret->birth.month = (uint8_t)take(bytes, UINT8_MAX);
    ret->birth.day = (uint8_t)take(bytes, UINT8_MAX);
}

static void take_org_name(struct bytes *bytes, struct org_name *ret)
{
    struct text *const texts[] = { &ret->core,       &ret->name,        &ret->department, &ret->marks,
                                   &ret->trade_name, &ret->former_name, &ret->legal_form };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *texts[i] = take_text(bytes);
}

static void take_address(struct bytes *bytes, struct address *ret)
{
    struct text *const texts[] = { &ret->street, &ret->number,   &ret->letter, &ret->addition,
                                   &ret->extra,  &ret->postcode, &ret->city,   &ret->region };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        *texts[i] = take_text(bytes);
}

#define TAKE_MANY(bytes, arena, type, most, count, list)                                                               \
    ((count) = (uint16_t)take((bytes), (most)), (list) = arena_array((arena), type, (count) + 1u), (list) != NULL)

bool mention_unpack(struct text packed, enum party_kind kind, struct arena *arena, struct mention *ret)
{
    struct bytes bytes = { packed, true };
    struct address *addresses;
    struct email *emails;
    struct phone *phones;
    struct identifier *identifiers;
    struct attribute *attributes;
    *ret = (struct mention){ .kind = kind };
    if (kind == PARTY_PERSON) {
        take_name(&bytes, ret);
    } else {
        take_org_name(&bytes, &ret->org);
        ret->gender = (enum gender)take(&bytes, GENDER_OTHER);
    }
    if (!TAKE_MANY(&bytes, arena, struct address, MANY_MAX, ret->addresses_count, addresses))
        return false;
    for (size_t i = 0; i < ret->addresses_count; i++)
        take_address(&bytes, &addresses[i]);
    if (!TAKE_MANY(&bytes, arena, struct email, MANY_MAX, ret->emails_count, emails))
        return false;
    for (size_t i = 0; i < ret->emails_count; i++) {
        emails[i].key = take_text(&bytes);
        uint64_t marks = take(&bytes, 3);
        emails[i].is_free = marks & 1;
        emails[i].is_role = marks & 2;
    }
    if (!TAKE_MANY(&bytes, arena, struct phone, MANY_MAX, ret->phones_count, phones))
        return false;
    for (size_t i = 0; i < ret->phones_count; i++) {
        phones[i].e164 = take_text(&bytes);
        phones[i].kind = (enum phone_kind)take(&bytes, PHONE_MACHINE);
    }
    if (!TAKE_MANY(&bytes, arena, struct identifier, MANY_MAX, ret->identifiers_count, identifiers))
        return false;
    for (size_t i = 0; i < ret->identifiers_count; i++) {
        identifiers[i].kind = (enum identifier_kind)take(&bytes, IDENTIFIER_KINDS - 1);
        identifiers[i].value = take_text(&bytes);
    }
    if (!TAKE_MANY(&bytes, arena, struct attribute, ATTRIBUTES_MAX, ret->attributes_count, attributes))
        return false;
    for (size_t i = 0; i < ret->attributes_count; i++) {
        attributes[i].field.field = (enum field)take(&bytes, FIELD_COUNT - 1);
        attributes[i].column = (uint16_t)take(&bytes, UINT16_MAX);
        attributes[i].kind = (enum attribute_kind)take(&bytes, ATTRIBUTE_CODE);
        attributes[i].value = take_text(&bytes);
    }
    ret->addresses = addresses;
    ret->emails = emails;
    ret->phones = phones;
    ret->identifiers = identifiers;
    ret->attributes = attributes;
    return bytes.good && bytes.rest.len == 0;
}
