/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/looks.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "model/field.h"

enum { NOWHERE = LOOKS_FIELDS_MAX };

void looks_init(struct looks *looks)
{
    memset(looks, 0, sizeof(*looks));
    pthread_mutex_init(&looks->lock, NULL);
}

void looks_done(struct looks *looks)
{
    pthread_mutex_destroy(&looks->lock);
}

/* The lock is held. A field past the most there can be is not counted. */
static size_t place_of(struct looks *looks, struct text name)
{
    if (name.len == 0 || name.len >= LOOKS_NAME_BYTES)
        return NOWHERE;
    size_t at = hash_text(name) % LOOKS_FIELDS_MAX;
    for (size_t tries = 0; tries < LOOKS_FIELDS_MAX; tries++, at = (at + 1) % LOOKS_FIELDS_MAX) {
        struct looks_field *field = &looks->fields[at];
        if (field->name[0] == '\0')
            memcpy(field->name, name.ptr, name.len);
        if (text_equal(text_from(field->name), name))
            return at;
    }
    return NOWHERE;
}

/* Details of an event have short names of their own ("product"): the event is counted by its kind. */
static bool is_of_party(struct text name)
{
    struct field_ref ref = { 0 };
    return text_find_char(name, '.') < name.len || (field_ref_read(name, &ref) && !field_is_of_event(ref.field));
}

static bool is_in(const uint16_t *places, size_t count, size_t place)
{
    for (size_t i = 0; i < count; i++)
        if (places[i] == place)
            return true;
    return false;
}

/* What follows start in the reply, up to its quote. */
static bool next_word(struct text *rest, struct text start, struct text *ret)
{
    size_t at = text_find(*rest, start);
    if (at >= rest->len)
        return false;
    *rest = text_from_offset(*rest, at + start.len);
    *ret = text_slice(*rest, 0, text_find_char(*rest, '"'));
    return true;
}

size_t looks_places(struct looks *looks, struct text party, uint16_t *ret, size_t max)
{
    struct text rest = party, name = TEXT_EMPTY, kind = TEXT_EMPTY;
    size_t count = 0;
    pthread_mutex_lock(&looks->lock);
    while (count < max && next_word(&rest, TEXT("{\"field\":\""), &name)) {
        size_t place = is_of_party(name) ? place_of(looks, name) : NOWHERE;
        if (place != NOWHERE && !is_in(ret, count, place)) /* several mailboxes are one field looked at */
            ret[count++] = (uint16_t)place;
    }
    rest = party;
    while (count < max && next_word(&rest, TEXT("{\"id\":\"E-"), &name) &&
           next_word(&rest, TEXT("\"kind\":\""), &kind)) {
        char event[LOOKS_NAME_BYTES];
        int len = snprintf(event, sizeof(event), "event.%.*s", TEXT_ARG(kind));
        size_t place = len < LOOKS_NAME_BYTES ? place_of(looks, text_from(event)) : NOWHERE;
        if (place != NOWHERE && !is_in(ret, count, place))
            ret[count++] = (uint16_t)place;
    }
    pthread_mutex_unlock(&looks->lock);
    return count;
}

bool looks_count(struct looks *looks, const uint16_t *places, size_t count, int64_t now_ms)
{
    for (size_t i = 0; i < count; i++)
        atomic_fetch_add_explicit(&looks->fields[places[i]].count, 1, memory_order_relaxed);
    if (atomic_fetch_add_explicit(&looks->parties, 1, memory_order_relaxed) + 1 < LOOKS_KEEP_PARTIES)
        return false;
    int_fast64_t kept_ms = atomic_load(&looks->kept_ms);
    return now_ms - kept_ms >= LOOKS_KEEP_MS && atomic_compare_exchange_strong(&looks->kept_ms, &kept_ms, now_ms);
}

/* What there is, taken out; writing happens outside the lock. */
static size_t take(struct looks *looks, size_t taken[LOOKS_FIELDS_MAX], struct field_use *ret, uint64_t *ret_parties)
{
    size_t count = 0;
    pthread_mutex_lock(&looks->lock);
    *ret_parties = atomic_exchange(&looks->parties, 0);
    for (size_t i = 0; i < LOOKS_FIELDS_MAX; i++) {
        uint64_t looks_of_it = looks->fields[i].name[0] ? atomic_exchange(&looks->fields[i].count, 0) : 0;
        if (looks_of_it == 0)
            continue;
        taken[count] = i;
        ret[count++] = (struct field_use){ text_from(looks->fields[i].name), looks_of_it }; /* a name stays */
    }
    pthread_mutex_unlock(&looks->lock);
    return count;
}

enum status looks_keep(struct looks *looks, struct store *store, int64_t now_ms, struct error *err)
{
    size_t taken[LOOKS_FIELDS_MAX];
    struct field_use uses[LOOKS_FIELDS_MAX + 1];
    uint64_t parties = 0;
    size_t count = take(looks, taken, uses + 1, &parties);
    if (parties == 0 && count == 0)
        return STATUS_OK;
    uses[0] = (struct field_use){ TEXT_EMPTY, parties };
    enum status status = store_field_uses_put(store, uses, count + 1, now_ms, err);
    if (status == STATUS_OK)
        return status;
    atomic_fetch_add(&looks->parties, parties);
    for (size_t i = 0; i < count; i++)
        atomic_fetch_add(&looks->fields[taken[i]].count, uses[i + 1].looks);
    return status;
}
