/*
 * One walk over the structs serves both ways, so that writing and reading
 * cannot differ: it visits each part in order, and the part is written from
 * the struct or read into it.
 *
 *     record: numbers, key │ modified, counts │ mention … │ role …
 *     texts:  which of them there are (2 bytes, a bit each) │ length (1 byte; 255 and 4 more), bytes │ …
 *
 * Every record of a resolve passes here twice, so each way is a copy of the
 * walk of its own: `way` is a constant everywhere.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/packed.h"

#include <stddef.h>
#include <string.h>

enum { LEN_LONG = 255, TEXTS_MAX = 16 };

enum way { WRITING, READING };

struct walk {
    enum way way;
    struct buf *into; /* writing: its room is from at to end; its len is set at last */
    char *at, *end;   /* reading: what is left; nothing is written there */
    struct arena *arena;
    bool failed;
};

#define BOTH_WAYS static inline __attribute__((always_inline))

static __attribute__((noinline)) void make_room(struct walk *walk, size_t len)
{
    struct buf *into = walk->into;
    into->len = (size_t)(walk->at - into->ptr);
    char *at = buf_reserve(into, len);
    walk->failed = !at;
    walk->at = at;
    walk->end = at ? into->ptr + into->cap - 1 : NULL; /* the last byte is that of its NUL */
}

/* Whether len more bytes can be written, or are there to be read. */
BOTH_WAYS bool has(struct walk *walk, size_t len)
{
    if (__builtin_expect((size_t)(walk->end - walk->at) < len, 0)) {
        if (walk->way == READING)
            walk->failed = true;
        else if (!walk->failed)
            make_room(walk, len);
    }
    return !walk->failed;
}

BOTH_WAYS void walk_bytes(struct walk *walk, void *value, size_t len)
{
    if (!has(walk, len))
        return;
    if (walk->way == WRITING)
        memcpy(walk->at, value, len);
    else
        memcpy(value, walk->at, len);
    walk->at += len;
}

#define walk_value(walk, value) walk_bytes((walk), &(value), sizeof(value))

BOTH_WAYS void write_text(struct walk *walk, struct text t)
{
    uint32_t len = (uint32_t)t.len;
    *walk->at++ = (char)(len < LEN_LONG ? len : LEN_LONG);
    if (len >= LEN_LONG) {
        memcpy(walk->at, &len, sizeof(len));
        walk->at += sizeof(len);
    }
    memcpy(walk->at, t.ptr, len);
    walk->at += len;
}

BOTH_WAYS void read_text(struct walk *walk, struct text *ret)
{
    uint32_t len = 0;
    if (!has(walk, 1))
        return;
    len = (uint8_t)*walk->at++;
    if (len == LEN_LONG)
        walk_value(walk, len);
    if (!has(walk, len))
        return;
    *ret = (struct text){ walk->at, len };
    walk->at += len;
}

/* Those that are empty take their bit and no more; reading, the struct was cleared. */
BOTH_WAYS void walk_texts(struct walk *walk, struct text *const *texts, size_t count)
{
    uint16_t which = 0;
    size_t room = sizeof(which);
    if (walk->way == WRITING) {
        for (size_t i = 0; i < count; i++) {
            which |= (uint16_t)((texts[i]->len != 0) << i);
            room += texts[i]->len + 1 + sizeof(uint32_t);
        }
        if (!has(walk, room)) /* of all: the rest is written without a look */
            return;
    }
    walk_value(walk, which);
    if (walk->way == READING && which >> count)
        walk->failed = true;
    for (unsigned left = which; left && !walk->failed; left &= left - 1) {
        struct text *t = texts[__builtin_ctz(left)];
        if (walk->way == WRITING)
            write_text(walk, *t);
        else
            read_text(walk, t);
    }
}

#define WALK_TEXTS(walk, ...)                                                                                          \
    do {                                                                                                               \
        struct text *const texts_[] = { __VA_ARGS__ };                                                                 \
        _Static_assert(sizeof(texts_) / sizeof(texts_[0]) < TEXTS_MAX, "a bit each");                                  \
        walk_texts((walk), texts_, sizeof(texts_) / sizeof(texts_[0]));                                                \
    } while (0)

/* An array of count items at items: as it is, or made in the arena; NULL when there is nothing to walk. */
BOTH_WAYS void *array_of(struct walk *walk, const void *items, size_t count, size_t size)
{
    if (walk->failed || count == 0)
        return NULL;
    if (walk->way == WRITING)
        return (void *)(uintptr_t)items;
    if (count > (size_t)(walk->end - walk->at)) { /* each takes a byte at least: these were not written by us */
        walk->failed = true;
        return NULL;
    }
    void *made = arena_take_zero(walk->arena, size, count, _Alignof(max_align_t));
    walk->failed = !made;
    return made;
}

#define WALK_ARRAY(walk, items, count, each)                                                                           \
    do {                                                                                                               \
        __typeof__(*(items)) const *from_ = (items);                                                                   \
        __typeof__(*(items)) *at_ = array_of((walk), from_, (count), sizeof(*from_));                                  \
        if ((walk)->way == READING)                                                                                    \
            (items) = at_;                                                                                             \
        for (size_t i_ = 0; at_ && i_ < (count) && !(walk)->failed; i_++)                                              \
            each((walk), (void *)(uintptr_t)&at_[i_]);                                                                 \
    } while (0)

BOTH_WAYS void walk_name(struct walk *walk, struct person_name *name)
{
    WALK_TEXTS(walk, &name->given, &name->call_name, &name->initials, &name->prefix, &name->surname,
               &name->partner_prefix, &name->partner_surname, &name->titles_before, &name->titles_after, &name->suffix,
               &name->raw);
    walk_value(walk, name->use);
    walk_value(walk, name->gender);
    walk_value(walk, name->nobility);
    walk_value(walk, name->confidence);
}

BOTH_WAYS void walk_org(struct walk *walk, struct org_name *org)
{
    WALK_TEXTS(walk, &org->name, &org->core, &org->marks, &org->legal_form, &org->trade_name, &org->former_name,
               &org->department, &org->attention);
    walk_value(walk, org->elf);
    walk_value(walk, org->confidence);
}

BOTH_WAYS void walk_address(struct walk *walk, struct address *a)
{
    WALK_TEXTS(walk, &a->street, &a->number, &a->letter, &a->addition, &a->extra, &a->postcode, &a->city, &a->region,
               &a->key);
    walk_value(walk, a->group);
    walk_value(walk, a->kind);
    walk_value(walk, a->by_to);
    walk_value(walk, a->country);
    walk_value(walk, a->country_assumed);
    walk_value(walk, a->confidence);
}

BOTH_WAYS void walk_email(struct walk *walk, struct email *email)
{
    WALK_TEXTS(walk, &email->address, &email->key);
    walk_value(walk, email->group);
    walk_value(walk, email->is_role);
    walk_value(walk, email->is_free);
    walk_value(walk, email->is_throwaway);
}

BOTH_WAYS void walk_phone(struct walk *walk, struct phone *phone)
{
    WALK_TEXTS(walk, &phone->e164, &phone->extension, &phone->national);
    walk_value(walk, phone->group);
    walk_value(walk, phone->kind);
    walk_value(walk, phone->valid);
}

BOTH_WAYS void walk_identifier(struct walk *walk, struct identifier *identifier)
{
    WALK_TEXTS(walk, &identifier->value);
    walk_value(walk, identifier->kind);
    walk_value(walk, identifier->valid);
}

BOTH_WAYS void walk_attribute(struct walk *walk, struct attribute *attribute)
{
    WALK_TEXTS(walk, &attribute->value);
    walk_value(walk, attribute->field);
    walk_value(walk, attribute->column);
    walk_value(walk, attribute->kind);
}

BOTH_WAYS void walk_mention(struct walk *walk, struct mention *m)
{
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
    WALK_ARRAY(walk, m->addresses, m->addresses_count, walk_address);
    WALK_ARRAY(walk, m->emails, m->emails_count, walk_email);
    WALK_ARRAY(walk, m->phones, m->phones_count, walk_phone);
    WALK_ARRAY(walk, m->identifiers, m->identifiers_count, walk_identifier);
    WALK_ARRAY(walk, m->attributes, m->attributes_count, walk_attribute);
}

BOTH_WAYS void walk_role(struct walk *walk, struct role_claim *role)
{
    WALK_TEXTS(walk, &role->title, &role->department, &role->part);
    walk_value(walk, role->person);
    walk_value(walk, role->organisation);
    walk_value(walk, role->since);
    walk_value(walk, role->until);
}

BOTH_WAYS void walk_record(struct walk *walk, struct stored_record *record)
{
    walk_value(walk, record->seq);
    walk_value(walk, record->id);
    walk_value(walk, record->version);
    walk_value(walk, record->source_id);
    walk_value(walk, record->layout_id);
    walk_value(walk, record->observed_ms);
    walk_value(walk, record->recorded_ms);
    WALK_TEXTS(walk, &record->source_key);
}

BOTH_WAYS void walk_normal(struct walk *walk, struct normal_record *normal)
{
    walk_value(walk, normal->modified_ms);
    walk_value(walk, normal->is_couple);
    walk_value(walk, normal->mentions_count);
    walk_value(walk, normal->roles_count);
    WALK_ARRAY(walk, normal->mentions, normal->mentions_count, walk_mention);
    WALK_ARRAY(walk, normal->roles, normal->roles_count, walk_role);
}

bool packed_write(const struct stored_record *record, const struct normal_record *normal, struct buf *into)
{
    char *at = into->ptr ? into->ptr + into->len : NULL;
    struct walk walk = { .way = WRITING, .into = into, .at = at, .end = at ? into->ptr + into->cap - 1 : NULL };
    struct stored_record r = *record;
    struct normal_record n = *normal;
    walk_record(&walk, &r);
    walk_normal(&walk, &n);
    if (walk.failed)
        return false;
    into->len = (size_t)(walk.at - into->ptr);
    into->ptr[into->len] = '\0';
    return true;
}

bool packed_read(struct text packed, struct arena *arena, struct stored_record *ret, struct normal_record *ret_normal)
{
    char *at = (char *)(uintptr_t)packed.ptr;
    struct walk walk = { .way = READING, .at = at, .end = at + packed.len, .arena = arena };
    *ret = (struct stored_record){ 0 };
    walk_record(&walk, ret);
    if (!ret_normal)
        return !walk.failed;
    *ret_normal = (struct normal_record){ 0 };
    walk_normal(&walk, ret_normal);
    return !walk.failed && walk.at == walk.end;
}
