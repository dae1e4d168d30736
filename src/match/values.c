/*
 * A value that stands once in the table is as telling as a table of that size
 * allows; bits are capped there by the count itself, no floor is needed.
 *
 * What is kept lies in arrays by number and not behind pointers: a value of
 * twenty bytes of text takes some fifty, and some thirty more as long as values
 * come.  Slots are open, linear, at most 3/4 full, in large pages; how many there will be is told by how many of the
 * mentions so far were new, because to grow by doubling is to ask for twice the memory that is wanted, a page at a
 * time cleared by the system (docs/adr/0182).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/values.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "match/near.h"
#include "os/memory.h"

enum { SLOTS_MIN = 32 };

bool values_open(struct values *values, enum values_kind kind)
{
    *values = (struct values){ .is_bare = kind == VALUES_BARE };
    values->slots = memory_take_zero(SLOTS_MIN * sizeof(*values->slots));
    values->slots_size = SLOTS_MIN;
    return values->slots && vec_push(&values->hashes, 0) && vec_push(&values->counts, 0) &&
           (values->is_bare ? vec_push(&values->bits, 0)
                            : vec_push(&values->about, (struct value){ 0 }) && vec_push(&values->starts, 0) &&
                                  vec_push(&values->starts, 0));
}

void values_done(struct values *values)
{
    vec_done(&values->about);
    vec_done(&values->bits);
    vec_done(&values->counts);
    vec_done(&values->hashes);
    vec_done(&values->starts);
    vec_done(&values->letters);
    vec_done(&values->words);
    free(values->slots);
    values->slots = NULL;
    values->slots_size = 0;
}

void values_freeze(struct values *values)
{
    for (size_t i = 0; i < values->slots_size; i++)
        values_count(values, values->slots[i].number, values->slots[i].count);
    free(values->slots);
    values->slots = NULL;
    values->slots_size = 0;
}

static struct value value_of(struct text t)
{
    struct value value = { .sketch = sketch_of(t), .len = (uint8_t)(t.len < 255 ? t.len : 255) };
    for (size_t i = 0; i < sizeof(value.start) && i < t.len; i++)
        value.start[i] = t.ptr[i];
    return value;
}

/* The slot of a hash, or the free one where it belongs. */
static struct values_slot *slot_of(struct values_slot *slots, size_t size, uint64_t hash)
{
    size_t i = values_slot_at(size, hash);
    while (slots[i].number && slots[i].hash != hash)
        i = i + 1 < size ? i + 1 : 0;
    return &slots[i];
}

void values_expect(struct values *values, size_t more, size_t expected)
{
    if (values->mentions >= 2 * values->half.mentions) {
        values->before = values->half;
        values->half = (struct values_mark){ values->mentions, values->hashes.len };
    }
    values->mentions += more;
    values->expected = expected;
}

/*
 * Values in the end, 0 when nobody knows.  They grow with a power of the mentions below one (Heaps 1978), which the
 * time since all were half as many, or a little fewer, shows.
 */
static size_t likely(const struct values *values)
{
    enum { MENTIONS_MIN = 4096 };
    const struct values_mark *before = &values->before;
    if (values->mentions < MENTIONS_MIN || values->expected < values->mentions || before->values == 0)
        return 0;
    double power = log((double)values->hashes.len / (double)before->values) /
                   log((double)values->mentions / (double)before->mentions);
    double times = (double)values->expected / (double)values->mentions;
    return (size_t)((double)values->hashes.len * pow(times, power < 1 ? power : 1)) + 1;
}

/*
 * Slots for count values: room for as many again, or for as many as are likely in the end, up to some times more.  Each
 * growth is new memory, and to have it costs more than all that is put there.
 */
static size_t slots_for(const struct values *values, size_t count)
{
    enum { TIMES_MAX = 8 };
    size_t in_the_end = likely(values), wanted = 2 * count;
    if (in_the_end > count)
        wanted = in_the_end < TIMES_MAX * count ? in_the_end : TIMES_MAX * count;
    return wanted + wanted / 2; /* 2/3 full then */
}

static bool has_slots(const struct values *values, size_t count)
{
    return count <= values->slots_size / 4 * 3;
}

bool values_reserve(struct values *values, size_t count)
{
    size_t in_all = values->hashes.len + count;
    if (has_slots(values, in_all))
        return true;
    size_t size = slots_for(values, in_all);
    struct values_slot *slots = size <= UINT32_MAX ? memory_take_zero(size * sizeof(*slots)) : NULL;
    if (!slots)
        return false;
    for (size_t i = 0; i < values->slots_size; i++)
        if (values->slots[i].number)
            *slot_of(slots, size, values->slots[i].hash) = values->slots[i];
    free(values->slots);
    values->slots = slots;
    values->slots_size = size;
    return true;
}

static bool grow_letters(struct values *values, size_t end)
{
    /* as long as those so far */
    size_t in_the_end = (size_t)((double)likely(values) / (double)values->starts.len * (double)end);
    return memory_reserve(&values->letters, end, in_the_end);
}

/* The text behind those before it, and what it looks like. */
static bool keep_text(struct values *values, struct text t)
{
    size_t end = values->letters.len + t.len;
    if (end > UINT32_MAX || (end > values->letters.cap && !grow_letters(values, end)) ||
        !memory_reserve(&values->about, values->about.len + 1, likely(values)) ||
        !memory_reserve(&values->starts, values->starts.len + 1, likely(values)))
        return false;
    values->about.ptr[values->about.len++] = value_of(t);
    values->starts.ptr[values->starts.len++] = (uint32_t)end;
    memcpy(values->letters.ptr + values->letters.len, t.ptr, t.len);
    values->letters.len = end;
    return true;
}

/* That of a value that has no weight yet. */
static bool keep_bits(struct values *values)
{
    if (!memory_reserve(&values->bits, values->bits.len + 1, likely(values)))
        return false;
    values->bits.ptr[values->bits.len++] = 0;
    return true;
}

/* The slot of a value, made when new; NULL without memory. */
static struct values_slot *put(struct values *values, struct text t, uint64_t hash, bool *ret_new)
{
    assert(values->slots && t.len > 0);
    *ret_new = false;
    if (!has_slots(values, values->hashes.len + 1) && !values_reserve(values, 1))
        return NULL;
    struct values_slot *slot = slot_of(values->slots, values->slots_size, hash);
    if (slot->number)
        return slot;
    size_t number = values->hashes.len;
    if (number == VALUE_NONE || !memory_reserve(&values->counts, number + 1, likely(values)) ||
        !memory_reserve(&values->hashes, number + 1, likely(values)) ||
        !(values->is_bare ? keep_bits(values) : keep_text(values, t)))
        return NULL;
    values->counts.ptr[values->counts.len++] = 0;
    values->hashes.ptr[values->hashes.len++] = hash;
    *slot = (struct values_slot){ .hash = hash, .number = (uint32_t)number };
    *ret_new = true;
    return slot;
}

uint32_t values_put(struct values *values, struct text t, bool *ret_new)
{
    bool is_new = false;
    const struct values_slot *slot = t.len ? put(values, t, hash_text(t), &is_new) : NULL;
    if (ret_new)
        *ret_new = is_new;
    return slot ? slot->number : t.len ? VALUE_NONE : 0;
}

uint32_t values_put_held(struct values *values, struct text t, uint64_t hash, bool *ret_new)
{
    struct values_slot *slot = put(values, t, hash, ret_new);
    if (!slot)
        return VALUE_NONE;
    slot->count++;
    return slot->number;
}

void values_count(struct values *values, uint32_t number, uint32_t more)
{
    if (number == 0)
        return;
    values->counts.ptr[number] += more;
    values->total += more;
}

int16_t values_weight(uint32_t count, uint64_t total)
{
    double share = (double)(count ? count : 1) / (double)(total ? total : 1);
    return share >= 1 ? 0 : (int16_t)lrint(-log2(share) * 256);
}

void values_settle(struct values *values)
{
    enum { FEW = 256 };
    int16_t of_few[FEW]; /* most counts are small, and a logarithm takes as long as finding a value */
    for (uint32_t n = 0; n < FEW; n++)
        of_few[n] = values_weight(n, values->total);
    for (uint32_t i = 1; i < values->counts.len; i++) {
        uint32_t count = values->counts.ptr[i];
        *values_bits(values, i) = count < FEW ? of_few[count] : values_weight(count, values->total);
    }
}
