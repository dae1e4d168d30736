/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/looks.h"

#include <string.h>

#include "base/hash.h"

void looks_init(struct looks *looks)
{
    *looks = (struct looks){ .parties = 0 };
    pthread_mutex_init(&looks->lock, NULL);
}

void looks_done(struct looks *looks)
{
    pthread_mutex_destroy(&looks->lock);
}

/* The lock is held. A field past the most there can be is not counted. */
static void add(struct looks *looks, struct text name, uint64_t looks_of_it)
{
    if (name.len == 0 || name.len >= LOOKS_NAME_BYTES)
        return;
    size_t at = hash_text(name) % LOOKS_FIELDS_MAX;
    for (size_t tries = 0; tries < LOOKS_FIELDS_MAX; tries++, at = (at + 1) % LOOKS_FIELDS_MAX) {
        struct looks_field *field = &looks->fields[at];
        if (field->name[0] == '\0')
            memcpy(field->name, name.ptr, name.len);
        if (text_equal(text_from(field->name), name)) {
            field->count += looks_of_it;
            return;
        }
    }
}

bool looks_count(struct looks *looks, struct text party)
{
    static const struct text start = { "{\"field\":\"", 10 };
    struct text last = TEXT_EMPTY;
    pthread_mutex_lock(&looks->lock);
    for (size_t at; (at = text_find(party, start)) < party.len;) {
        party = text_from_offset(party, at + start.len);
        struct text name = text_slice(party, 0, text_find_char(party, '"'));
        if (!text_equal(name, last)) /* several mailboxes are one field looked at */
            add(looks, name, 1);
        last = name;
    }
    bool full = ++looks->parties >= LOOKS_KEEP_PARTIES;
    pthread_mutex_unlock(&looks->lock);
    return full;
}

/* What there is, taken out under the lock; writing happens outside it. */
static size_t take(struct looks *looks, struct looks_field *ret, uint64_t *ret_parties)
{
    size_t count = 0;
    pthread_mutex_lock(&looks->lock);
    *ret_parties = looks->parties;
    looks->parties = 0;
    for (size_t i = 0; i < LOOKS_FIELDS_MAX; i++)
        if (looks->fields[i].count) {
            ret[count++] = looks->fields[i];
            looks->fields[i].count = 0;
        }
    pthread_mutex_unlock(&looks->lock);
    return count;
}

static void give_back(struct looks *looks, const struct looks_field *taken, size_t count, uint64_t parties)
{
    pthread_mutex_lock(&looks->lock);
    looks->parties += parties;
    for (size_t i = 0; i < count; i++)
        add(looks, text_from(taken[i].name), taken[i].count);
    pthread_mutex_unlock(&looks->lock);
}

enum status looks_keep(struct looks *looks, struct store *store, int64_t now_ms, struct error *err)
{
    struct looks_field taken[LOOKS_FIELDS_MAX];
    struct field_use uses[LOOKS_FIELDS_MAX + 1];
    uint64_t parties = 0;
    size_t count = take(looks, taken, &parties);
    if (parties == 0)
        return STATUS_OK;
    uses[0] = (struct field_use){ TEXT_EMPTY, parties };
    for (size_t i = 0; i < count; i++)
        uses[i + 1] = (struct field_use){ text_from(taken[i].name), taken[i].count };
    enum status status = store_field_uses_put(store, uses, count + 1, now_ms, err);
    if (status != STATUS_OK)
        give_back(looks, taken, count, parties);
    return status;
}
