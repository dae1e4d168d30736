/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/party_homes.h"

#include <stdlib.h>
#include <string.h>

static enum status push(struct party_homes *homes, const struct lived *home, struct error *err)
{
    if (homes->count == homes->cap) {
        size_t cap = homes->cap ? homes->cap * 2 : 8;
        struct lived *grown = arena_array(homes->scratch, struct lived, cap);
        if (!grown)
            return error_set(err, STATUS_LIMIT, "a person has more homes than fit its memory");
        if (homes->count)
            memcpy(grown, homes->items, homes->count * sizeof(*grown));
        homes->items = grown;
        homes->cap = cap;
    }
    homes->items[homes->count++] = *home;
    return STATUS_OK;
}

enum status party_homes_hear(struct party_homes *homes, const struct normal_record *normal, size_t place,
                             const struct stored_record *record, struct error *err)
{
    enum status status = STATUS_OK;
    if (place >= normal->mentions_count)
        return STATUS_OK;
    const struct mention *person = &normal->mentions[place];
    for (size_t i = 0; i < person->addresses_count && status == STATUS_OK; i++) {
        const struct address *address = &person->addresses[i];
        struct lived home = { resident_address(address),
                              normal->modified_ms ? normal->modified_ms : record->observed_ms, record->id };
        if (home.address && (address->group == GROUP_NONE || address->group == GROUP_HOME))
            status = push(homes, &home, err);
    }
    return status;
}

struct lived party_homes_at(const struct party_homes *homes, uint64_t address)
{
    struct lived first = { 0 };
    for (size_t i = 0; i < homes->count; i++) {
        const struct lived *home = &homes->items[i];
        if (home->address == address && (first.address == 0 || home->since_ms < first.since_ms ||
                                         (home->since_ms == first.since_ms && home->record.v < first.record.v)))
            first = *home;
    }
    return first;
}

struct lived party_homes_before(const struct party_homes *homes, const struct lived *home)
{
    struct lived last = { 0 };
    for (size_t i = 0; i < homes->count && home->address; i++) {
        if (homes->items[i].address == home->address)
            continue;
        struct lived other = party_homes_at(homes, homes->items[i].address);
        if (other.since_ms < home->since_ms && (last.address == 0 || other.since_ms > last.since_ms ||
                                                (other.since_ms == last.since_ms && other.address < last.address)))
            last = other;
    }
    return last;
}

/* ---- away and back ---- */

static int compare_lived(const void *a, const void *b)
{
    const struct lived *x = a, *y = b;
    if (x->record.v != y->record.v)
        return x->record.v < y->record.v ? -1 : 1;
    if (x->since_ms != y->since_ms)
        return x->since_ms < y->since_ms ? -1 : 1;
    return x->address < y->address ? -1 : x->address > y->address;
}

static int compare_absences(const void *a, const void *b)
{
    const struct absence *x = a, *y = b;
    if (x->from_ms != y->from_ms)
        return x->from_ms < y->from_ms ? -1 : 1;
    return x->until_ms < y->until_ms ? -1 : x->until_ms > y->until_ms;
}

/* The end of the version that begins at from: several homes of one record at one time. */
static size_t version_end(const struct lived *homes, size_t from, size_t count, uint64_t address, bool *ret_there)
{
    size_t end = from;
    *ret_there = false;
    while (end < count && homes[end].record.v == homes[from].record.v && homes[end].since_ms == homes[from].since_ms) {
        *ret_there = *ret_there || homes[end].address == address;
        end++;
    }
    return end;
}

/* Those that overlap are one; in order of time. */
static size_t join(struct absence *absences, size_t count)
{
    size_t kept = 0;
    if (count)
        qsort(absences, count, sizeof(*absences), compare_absences);
    for (size_t i = 0; i < count; i++) {
        struct absence *last = kept ? &absences[kept - 1] : NULL;
        if (!last || absences[i].from_ms > last->until_ms)
            absences[kept++] = absences[i];
        else if (absences[i].until_ms > last->until_ms)
            last->until_ms = absences[i].until_ms;
    }
    return kept;
}

bool party_homes_absences(const struct party_homes *homes, uint64_t address, struct absence ret[ABSENCES_MAX],
                          size_t *ret_count)
{
    *ret_count = 0;
    if (address == 0 || homes->count < 3)
        return true;
    struct lived *sorted = arena_array(homes->scratch, struct lived, homes->count);
    struct absence *all = arena_array(homes->scratch, struct absence, homes->count);
    size_t count = 0;
    if (!sorted || !all)
        return false;
    memcpy(sorted, homes->items, homes->count * sizeof(*sorted));
    qsort(sorted, homes->count, sizeof(*sorted), compare_lived);
    struct absence away = { 0 };
    bool was_there = false, is_away = false;
    for (size_t i = 0, next; i < homes->count; i = next) {
        bool is_there;
        if (i == 0 || sorted[i].record.v != sorted[i - 1].record.v)
            was_there = is_away = false;
        next = version_end(sorted, i, homes->count, address, &is_there);
        if (is_there && is_away) {
            away.until_ms = sorted[i].since_ms;
            all[count++] = away;
        }
        if (!is_there && was_there && !is_away)
            away = (struct absence){ .from_ms = sorted[i].since_ms, .record = sorted[i].record };
        is_away = !is_there && (is_away || was_there);
        was_there = was_there || is_there;
    }
    count = join(all, count);
    size_t from = count > ABSENCES_MAX ? count - ABSENCES_MAX : 0;
    for (size_t i = from; i < count; i++)
        ret[(*ret_count)++] = all[i];
    return true;
}
