/*
 * How near two values of a set are, by what is kept of each first and by its
 * text only when that may matter: most pairs are strangers, and a stranger's
 * surname is no typing error of ours.
 *
 * Same answers as the measures they stand for (tests/unit/match/test_near.c).
 */
#pragma once

#include <string.h>

#include "match/values.h"

/* As edit_distance() of the texts: above most it is most + 1. */
unsigned near_distance(const struct values *values, uint32_t a, uint32_t b, unsigned most);

/* As jaro_winkler() of the texts where that is least or more; below least some number below least. */
unsigned near_jaro(const struct values *values, uint32_t a, uint32_t b, unsigned least);

/* As equal_joined() of the texts: "van den berg" and "vandenberg". */
bool near_joined(const struct values *values, uint32_t a, uint32_t b);

/* As word_alike() of the texts; a word with its column in front ("ab:word") is compared without. */
unsigned near_word(const struct values *words, uint32_t a, uint32_t b);

/*
 * What is kept of a text to keep strangers apart: a bit per letter that
 * stands in it an odd number of times; letters 32 apart share one.  The
 * lowest is not a letter but says whether there is a space.  Every edit
 * changes at most two bits, a swap or a space none.
 */
uint32_t sketch_of(struct text t);

enum { SKETCH_SPACE = 1 };

/* Wherever they are asked, for the processor that the asker is compiled for: match/bound.c. */
#define NEAR_INLINE static inline __attribute__((always_inline))

NEAR_INLINE unsigned sketch_apart(uint32_t a, uint32_t b)
{
    /* bits set, two by two, four by four, eight by eight: not every processor this runs on counts them itself */
    uint32_t bits = (a ^ b) & ~(uint32_t)SKETCH_SPACE;
    bits -= bits >> 1 & 0x55555555;
    bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333);
    return ((bits + (bits >> 4)) & 0x0f0f0f0f) * 0x01010101u >> 24;
}

/* What is kept of a text, apart from its number and how often it stands there. */
struct shape {
    uint32_t sketch;
    char start[4];
    unsigned len; /* at most 255 */
};

static inline struct shape shape_of(const struct value *value)
{
    struct shape shape = { .sketch = value->sketch, .len = value->len };
    memcpy(shape.start, value->start, sizeof(shape.start));
    return shape;
}

/* false: an edit distance of at most most is out of the question. */
NEAR_INLINE bool shape_may_be_within(const struct shape *a, const struct shape *b, unsigned most)
{
    unsigned longer = a->len > b->len ? a->len - b->len : b->len - a->len;
    return (longer <= most) & (sketch_apart(a->sketch, b->sketch) <= 2 * most);
}

/* How many of their first four letters are equal, one by one. */
NEAR_INLINE unsigned shape_equal_start(const struct shape *a, const struct shape *b)
{
    uint32_t x, y;
    memcpy(&x, a->start, sizeof(x));
    memcpy(&y, b->start, sizeof(y));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap32(x);
    y = __builtin_bswap32(y);
#endif
    unsigned equal = (unsigned)__builtin_ctzll((uint64_t)(x ^ y) | UINT64_C(1) << 32) / 8;
    return equal < a->len ? equal : a->len;
}

/*
 * false: jaro_winkler() is below least, which is 800 at least.  With m letters met Jaro is at most
 * (m / a + m / b + 1) / 3, and what Winkler adds for p equal first letters is
 * p tenths of what is missing; slack is for numbers rounded on the way.
 * No branches: of a crowd of strangers nobody can guess which way each goes.
 */
NEAR_INLINE bool shape_may_be_alike(const struct shape *a, const struct shape *b, unsigned least)
{
    enum { SLACK = 4, JARO_LEN_MAX = 64 };
    bool is_odd = (a->len - 1 >= JARO_LEN_MAX) | (b->len - 1 >= JARO_LEN_MAX); /* none counts as many */
    unsigned both = a->len + b->len, shorter = a->len < b->len ? a->len : b->len;
    unsigned met = (both - sketch_apart(a->sketch, b->sketch)) / 2;
    met = met < shorter ? met : shorter;
    /* jaro as it must be, by p: (least - 100 p) / (1 - p / 10) */
    unsigned p = shape_equal_start(a, b), tenths = 10 - p, share = 3 * (least - 100 * p) * 10 - 1000 * tenths;
    return is_odd | ((1000 * met * both + SLACK * a->len * b->len) * tenths >= share * a->len * b->len);
}

/* One look at two values before any of the measures above: false when they are not joined alike, not within most edits
 * and not Jaro-alike by least.  Most pairs are strangers, and this is all that is asked of them. */
static inline bool near_possible(const struct values *values, uint32_t a, uint32_t b, unsigned most, unsigned least)
{
    const struct shape x = shape_of(&values->about.ptr[a]), y = shape_of(&values->about.ptr[b]);
    return sketch_apart(x.sketch, y.sketch) == 0 || shape_may_be_within(&x, &y, most) ||
           shape_may_be_alike(&x, &y, least);
}

/* false: as words, near_word() is 0. */
bool near_word_possible(const struct value *x, const struct value *y);
