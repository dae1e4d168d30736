/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/looks.h"

#include <string.h>

#include "base/hash.h"

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

size_t looks_places(struct looks *looks, struct text party, uint16_t *ret, size_t max)
{
    static const struct text start = { "{\"field\":\"", 10 };
    struct text last = TEXT_EMPTY;
    size_t count = 0;
    pthread_mutex_lock(&looks->lock);
    for (size_t at; (at = text_find(party, start)) < party.len && count < max;) {
        party = text_from_offset(party, at + start.len);
        struct text name = text_slice(party, 0, text_find_char(party, '"'));
        size_t place = text_equal(name, last) ? NOWHERE : place_of(looks, name);
        if (place != NOWHERE) /* several mailboxes are one field looked at */
            ret[count++] = (uint16_t)place;
        last = name;
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
