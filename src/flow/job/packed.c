/*
 * One walk over the structs serves both ways, so that writing and reading
 * cannot differ: it visits each part in order, and the part is written from
 * the struct or read into it.
 *
 *     record: numbers, key │ modified, counts │ mention … │ role …
 *     text:   length (1 byte; 255 and 4 more) │ bytes
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/packed.h"

#include <stddef.h>
#include <string.h>

enum { LEN_LONG = 255 };

struct walk {
    struct buf *into; /* writing; else NULL */
    struct text rest; /* reading */
    struct arena *arena;
    bool failed;
};

static void take(struct walk *walk, void *ret, size_t len)
{
    walk->failed = walk->failed || walk->rest.len < len;
    if (walk->failed)
        return;
    memcpy(ret, walk->rest.ptr, len);
    walk->rest.ptr += len;
    walk->rest.len -= len;
}

static void walk_bytes(struct walk *walk, void *value, size_t len)
{
    if (walk->into)
        buf_put(walk->into, (struct text){ value, len });
    else
        take(walk, value, len);
}

#define walk_value(walk, value) walk_bytes((walk), &(value), sizeof(value))

static void walk_text(struct walk *walk, struct text *t)
{
    uint8_t len = 0;
    uint32_t len_long;
    if (walk->into) {
        len_long = (uint32_t)t->len;
        len = len_long < LEN_LONG ? (uint8_t)len_long : LEN_LONG;
        buf_put_char(walk->into, (char)len);
        if (len == LEN_LONG)
            buf_put(walk->into, (struct text){ (const char *)&len_long, sizeof(len_long) });
        buf_put(walk->into, (struct text){ t->ptr, len_long });
        return;
    }
    take(walk, &len, sizeof(len));
    len_long = len;
    if (len == LEN_LONG)
        take(walk, &len_long, sizeof(len_long));
    walk->failed = walk->failed || walk->rest.len < len_long;
    if (walk->failed || len_long == 0)
        return; /* the struct was cleared */
    *t = (struct text){ walk->rest.ptr, len_long };
    walk->rest.ptr += len_long;
    walk->rest.len -= len_long;
}

/* An array of the struct at *items: walked in place, or made in the arena. */
static void walk_array(struct walk *walk, const void **items, size_t count, size_t size,
                       void (*each)(struct walk *walk, void *item))
{
    char *at = (char *)(uintptr_t)*items;
    if (!walk->into) {
        if (walk->failed || count == 0)
            return;
        if (count > walk->rest.len) /* each takes a byte at least: these were not written by us */
            walk->failed = true;
        at = walk->failed ? NULL : arena_take_zero(walk->arena, size, count, _Alignof(max_align_t));
        walk->failed = !at;
        *items = at;
    }
    for (size_t i = 0; i < count && !walk->failed; i++)
        each(walk, at + i * size);
}

static void walk_name(struct walk *walk, struct person_name *name)
{
    struct text *texts[] = { &name->given,
                             &name->call_name,
                             &name->initials,
                             &name->prefix,
                             &name->surname,
                             &name->partner_prefix,
                             &name->partner_surname,
                             &name->titles_before,
                             &name->titles_after,
                             &name->suffix,
                             &name->raw };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        walk_text(walk, texts[i]);
    walk_value(walk, name->use);
    walk_value(walk, name->gender);
    walk_value(walk, name->nobility);
    walk_value(walk, name->confidence);
}

static void walk_org(struct walk *walk, struct org_name *org)
{
    struct text *texts[] = { &org->name,       &org->core,        &org->marks,      &org->legal_form,
                             &org->trade_name, &org->former_name, &org->department, &org->attention };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        walk_text(walk, texts[i]);
    walk_value(walk, org->elf);
    walk_value(walk, org->confidence);
}

static void walk_address(struct walk *walk, void *item)
{
    struct address *a = item;
    struct text *texts[] = { &a->street,   &a->number, &a->letter, &a->addition, &a->extra,
                             &a->postcode, &a->city,   &a->region, &a->key };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        walk_text(walk, texts[i]);
    walk_value(walk, a->group);
    walk_value(walk, a->kind);
    walk_value(walk, a->by_to);
    walk_value(walk, a->country);
    walk_value(walk, a->country_assumed);
    walk_value(walk, a->confidence);
}

static void walk_email(struct walk *walk, void *item)
{
    struct email *email = item;
    walk_text(walk, &email->address);
    walk_text(walk, &email->key);
    walk_value(walk, email->group);
    walk_value(walk, email->is_role);
    walk_value(walk, email->is_free);
    walk_value(walk, email->is_throwaway);
}

static void walk_phone(struct walk *walk, void *item)
{
    struct phone *phone = item;
    walk_text(walk, &phone->e164);
    walk_text(walk, &phone->extension);
    walk_text(walk, &phone->national);
    walk_value(walk, phone->group);
    walk_value(walk, phone->kind);
    walk_value(walk, phone->valid);
}

static void walk_identifier(struct walk *walk, void *item)
{
    struct identifier *identifier = item;
    walk_text(walk, &identifier->value);
    walk_value(walk, identifier->kind);
    walk_value(walk, identifier->valid);
}

static void walk_attribute(struct walk *walk, void *item)
{
    struct attribute *attribute = item;
    walk_text(walk, &attribute->value);
    walk_value(walk, attribute->field);
    walk_value(walk, attribute->column);
    walk_value(walk, attribute->kind);
}

static void walk_mention(struct walk *walk, void *item)
{
    struct mention *m = item;
    walk_value(walk, m->kind);
    walk_value(walk, m->gender);
    walk_value(walk, m->birth);
    walk_value(walk, m->death);
    walk_name(walk, &m->name);
    walk_org(walk, &m->org);
    walk_value(walk, m->addresses_count);
    walk_value(walk, m->emails_count);
    walk_value(walk, m->phones_count);
    walk_value(walk, m->identifiers_count);
    walk_value(walk, m->attributes_count);
    walk_array(walk, (const void **)&m->addresses, m->addresses_count, sizeof(struct address), walk_address);
    walk_array(walk, (const void **)&m->emails, m->emails_count, sizeof(struct email), walk_email);
    walk_array(walk, (const void **)&m->phones, m->phones_count, sizeof(struct phone), walk_phone);
    walk_array(walk, (const void **)&m->identifiers, m->identifiers_count, sizeof(struct identifier), walk_identifier);
    walk_array(walk, (const void **)&m->attributes, m->attributes_count, sizeof(struct attribute), walk_attribute);
}

static void walk_role(struct walk *walk, void *item)
{
    struct role_claim *role = item;
    walk_text(walk, &role->title);
    walk_text(walk, &role->department);
    walk_text(walk, &role->part);
    walk_value(walk, role->person);
    walk_value(walk, role->organisation);
    walk_value(walk, role->since);
    walk_value(walk, role->until);
}

static void walk_record(struct walk *walk, struct stored_record *record)
{
    walk_value(walk, record->seq);
    walk_value(walk, record->id);
    walk_value(walk, record->version);
    walk_value(walk, record->source_id);
    walk_value(walk, record->layout_id);
    walk_value(walk, record->observed_ms);
    walk_value(walk, record->recorded_ms);
    walk_text(walk, &record->source_key);
}

static void walk_normal(struct walk *walk, struct normal_record *normal)
{
    walk_value(walk, normal->modified_ms);
    walk_value(walk, normal->is_couple);
    walk_value(walk, normal->mentions_count);
    walk_value(walk, normal->roles_count);
    walk_array(walk, (const void **)&normal->mentions, normal->mentions_count, sizeof(struct mention), walk_mention);
    walk_array(walk, (const void **)&normal->roles, normal->roles_count, sizeof(struct role_claim), walk_role);
}

bool packed_write(const struct stored_record *record, const struct normal_record *normal, struct buf *into)
{
    struct walk walk = { .into = into };
    struct stored_record r = *record;
    struct normal_record n = *normal;
    walk_record(&walk, &r);
    walk_normal(&walk, &n);
    return !into->failed;
}

bool packed_read(struct text packed, struct arena *arena, struct stored_record *ret, struct normal_record *ret_normal)
{
    struct walk walk = { .rest = packed, .arena = arena };
    *ret = (struct stored_record){ 0 };
    walk_record(&walk, ret);
    if (!ret_normal)
        return !walk.failed;
    *ret_normal = (struct normal_record){ 0 };
    walk_normal(&walk, ret_normal);
    return !walk.failed && walk.rest.len == 0;
}
