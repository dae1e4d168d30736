/*
 * A value that stands once in the table is as telling as a table of that size
 * allows; bits are capped there by the count itself, no floor is needed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/values.h"

#include <math.h>

#include "match/near.h"

bool values_open(struct values *values, size_t bytes_max)
{
    *values = (struct values){ .texts = INTERN_UP_TO(bytes_max) };
    return values_put(values, TEXT_EMPTY, NULL) == 0;
}

void values_done(struct values *values)
{
    intern_done(&values->texts);
    vec_done(&values->about);
    vec_done(&values->words);
}

static struct value value_of(struct text t)
{
    struct value value = { .sketch = sketch_of(t), .len = (uint8_t)(t.len < 255 ? t.len : 255) };
    for (size_t i = 0; i < sizeof(value.start) && i < t.len; i++)
        value.start[i] = t.ptr[i];
    return value;
}

uint32_t values_put(struct values *values, struct text t, bool *ret_new)
{
    uint32_t before = values->texts.count;
    uint32_t number = intern_put(&values->texts, t);
    if (number == INTERN_NONE)
        return number;
    if (number == before && !vec_push(&values->about, value_of(t)))
        return INTERN_NONE;
    if (ret_new)
        *ret_new = number == before;
    return number;
}

void values_count(struct values *values, uint32_t number)
{
    if (number == 0)
        return;
    values->about.ptr[number].count++;
    values->total++;
}

void value_weigh(struct value *value, uint64_t total)
{
    double share = (double)(value->count ? value->count : 1) / (double)(total ? total : 1);
    value->bits = share >= 1 ? 0 : (int16_t)lrint(-log2(share) * 256);
}

void values_settle(struct values *values)
{
    for (size_t i = 1; i < values->about.len; i++)
        value_weigh(&values->about.ptr[i], values->total);
}
