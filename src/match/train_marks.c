/*
 * "Jansen Bouw" and "Jansen Bouw Vastgoed" at one door are two companies, or
 * one that somebody noted more fully.  Where they are two the mark comes back:
 * each has rows of its own, as many as others have.  Where it is a way of
 * writing it seldom does.  So mentions of one name at one place are counted by
 * their marks: pairs that have a mark together, against those that differ in
 * it, compared with how often firms without any mark stand twice.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/train_marks.h"

#include <stdlib.h>

#include "base/hash.h"
#include "match/words.h"

#define EXPECTED_APART    0.6 /* before anything is seen, … */
#define EXPECTED_STRENGTH 2.0 /* … as if so many pairs had been */
#define APART_LEAST       0.02
#define APART_MOST        0.97

struct marked {
    uint64_t name, marks; /* hashes: of name and place, and of the marks */
};

static int by_name_then_marks(const void *x, const void *y)
{
    const struct marked *a = x, *b = y;
    return a->name != b->name     ? (a->name < b->name ? -1 : 1)
           : a->marks != b->marks ? (a->marks < b->marks ? -1 : 1)
                                  : 0;
}

/* As narrow as is known. */
static uint64_t place_of(const struct table *table, const struct prep *prep)
{
    if (prep->addresses_count == 0)
        return 0;
    const struct prep_address *address = &table->addresses.ptr[prep->addresses_at];
    return address->street     ? (uint64_t)address->street << 32 | address->number
           : address->postcode ? UINT64_C(1) << 63 | address->postcode
                               : address->city;
}

static struct marked marked_of(const struct table *table, const struct prep *prep)
{
    struct text text = table_text(table, DOMAIN_ORG, prep->org);
    size_t marks = words_marks(&table->values[DOMAIN_ORG], &table->values[DOMAIN_ORG_WORD], prep->org);
    struct text name = words_cut(text, marks);
    uint64_t place = place_of(table, prep);
    return (struct marked){ hash_text(name) ^ place * UINT64_C(0x9e3779b97f4a7c15),
                            marks ? hash_text(text_from_offset(text, name.len)) | 1 : 0 };
}

static double pairs_of(double count)
{
    return count * (count - 1) / 2;
}

struct counted {
    double differ;             /* pairs whose marks differ */
    double marked, bare;       /* of such names: pairs that have a mark together, and that have none */
    double firms, rows, pairs; /* of names noted in one way */
};

/* One name at one place: rows [from, to), those of one mark together. */
static void count_name(const struct marked *all, size_t from, size_t to, struct counted *ret)
{
    double rows = (double)(to - from), marked = 0, bare = 0;
    for (size_t i = from, end; i < to; i = end) {
        for (end = i + 1; end < to && all[end].marks == all[i].marks; end++) {
        }
        *(all[i].marks ? &marked : &bare) += pairs_of((double)(end - i));
    }
    double differ = pairs_of(rows) - marked - bare;
    if (differ > 0) {
        ret->differ += differ;
        ret->marked += marked;
        ret->bare += bare;
        return;
    }
    ret->firms++;
    ret->rows += rows;
    ret->pairs += marked + bare;
}

/* How many pairs would have a mark together if each mark were a company: as many as have none, or as firms elsewhere.
 */
static double marked_if_apart(const struct counted *counted)
{
    if (counted->firms == 0)
        return counted->bare;
    double mean = counted->rows / counted->firms,
           elsewhere = counted->differ * counted->pairs / counted->firms / (mean * mean);
    return elsewhere > counted->bare ? elsewhere : counted->bare;
}

bool marks_see(const struct table *table, struct marks_seen *ret)
{
    struct marked *all = malloc((table->preps.len + 1) * sizeof(*all));
    struct counted counted = { 0 };
    size_t count = 0;
    if (!all)
        return false;
    for (size_t i = 0; i < table->preps.len; i++)
        if (table->preps.ptr[i].org && !table->preps.ptr[i].org_trade) /* "Jansen Beheer, called Jansen" is said */
            all[count++] = marked_of(table, &table->preps.ptr[i]);
    qsort(all, count, sizeof(*all), by_name_then_marks);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && all[end].name == all[i].name; end++) {
        }
        count_name(all, i, end, &counted);
    }
    free(all);
    double apart =
        (counted.marked + EXPECTED_STRENGTH * EXPECTED_APART) / (marked_if_apart(&counted) + EXPECTED_STRENGTH);
    *ret = (struct marks_seen){ counted.differ, counted.marked,
                                apart < APART_LEAST  ? APART_LEAST
                                : apart > APART_MOST ? APART_MOST
                                                     : apart };
    return true;
}
