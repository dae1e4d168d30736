/*
 * Bounds used here, for two texts whose sketches differ in s bits:
 *
 *     edit distance   at least s / 2, and at least the difference in length
 *     letters met     at most (length a + length b - s) / 2, as each bit is a letter left over
 *
 * from which follows the most that Jaro and Winkler can give.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/near.h"

#include "match/compare_parts.h"
#include "match/edit.h"
#include "match/jaro.h"
#include "match/words.h"

enum { COLUMN_PREFIX = 3 };

uint32_t sketch_of(struct text t)
{
    uint32_t sketch = 0, space = 0;
    for (size_t i = 0; i < t.len; i++) {
        if (t.ptr[i] == ' ')
            space = SKETCH_SPACE;
        sketch ^= UINT32_C(1) << (t.ptr[i] & 31);
    }
    return (sketch & ~(uint32_t)SKETCH_SPACE) | space;
}

static bool may_be_within(const struct value *a, const struct value *b, unsigned most)
{
    const struct shape x = shape_of(a), y = shape_of(b);
    return shape_may_be_within(&x, &y, most);
}

unsigned near_distance(const struct values *values, uint32_t a, uint32_t b, unsigned most)
{
    if (!may_be_within(&values->about.ptr[a], &values->about.ptr[b], most))
        return most + 1;
    return edit_distance(values_text(values, a), values_text(values, b), most);
}

static bool may_be_alike(const struct value *a, const struct value *b, unsigned least)
{
    const struct shape x = shape_of(a), y = shape_of(b);
    return shape_may_be_alike(&x, &y, least);
}

unsigned near_jaro(const struct values *values, uint32_t a, uint32_t b, unsigned least)
{
    if (!may_be_alike(&values->about.ptr[a], &values->about.ptr[b], least))
        return 0;
    return jaro_winkler(values_text(values, a), values_text(values, b));
}

bool near_joined(const struct values *values, uint32_t a, uint32_t b)
{
    return sketch_apart(values->about.ptr[a].sketch, values->about.ptr[b].sketch) == 0 &&
           equal_joined(values_text(values, a), values_text(values, b));
}

static struct text without_column(struct text t)
{
    return t.len > COLUMN_PREFIX && t.ptr[COLUMN_PREFIX - 1] == ':' ? text_from_offset(t, COLUMN_PREFIX) : t;
}

bool near_word_possible(const struct value *x, const struct value *y)
{
    bool same_start = x->start[0] == y->start[0] || x->start[2] == ':' || y->start[2] == ':';
    unsigned most = x->len >= 9 || y->len >= 9 ? 2 : 1;
    /* as a beginning or an initial, within a typing error or two, or alike */
    return same_start || may_be_within(x, y, most) || may_be_alike(x, y, 930);
}

unsigned near_word(const struct values *words, uint32_t a, uint32_t b)
{
    if (!near_word_possible(&words->about.ptr[a], &words->about.ptr[b]))
        return 0;
    return word_alike(without_column(values_text(words, a)), without_column(values_text(words, b)));
}
