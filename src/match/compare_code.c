/*
 * Numbers, codes and the columns nobody mapped, which are compared by their
 * content: text by its words, codes and dates with one wrong sign, numbers when
 * equal.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/compare_parts.h"

#include "match/edit.h"
#include "match/words.h"

unsigned text_level_of(const struct table *table, enum domain domain, enum domain words, uint32_t x, uint32_t y)
{
    if (x == y)
        return TEXT_EQUAL;
    struct words_alike alike = words_compare(&table->values[domain], &table->values[words], x, y);
    struct text tx = table_text(table, domain, x), ty = table_text(table, domain, y);
    size_t shorter = tx.len < ty.len ? tx.len : ty.len;
    if (alike.shared >= 850 || (shorter >= 6 && edit_distance(tx, ty, 2) <= (shorter >= 10 ? 2 : 1)))
        return TEXT_ALIKE_85;
    if (alike.shared >= 600 || alike.contained >= 950)
        return TEXT_ALIKE_60;
    return alike.shared >= 350 ? TEXT_ALIKE_35 : alike.shared >= 100 ? TEXT_ALIKE_10 : TEXT_DIFFERENT;
}

static unsigned code_level_of(struct text x, struct text y)
{
    size_t shorter = x.len < y.len ? x.len : y.len;
    return shorter >= 5 && edit_distance(x, y, 1) <= 1 ? CODE_NEAR : CODE_DIFFERENT;
}

void compare_identifiers(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    for (size_t i = 0; i < a->identifiers_count; i++) {
        for (size_t j = 0; j < b->identifiers_count; j++) {
            const struct prep_identifier *x = &table->identifiers.ptr[a->identifiers_at + i];
            const struct prep_identifier *y = &table->identifiers.ptr[b->identifiers_at + j];
            if (x->kind != y->kind)
                continue;
            size_t where = COMPARE_IDENTIFIER + x->kind;
            unsigned level = x->value == y->value ? CODE_EQUAL
                                                  : code_level_of(table_text(table, DOMAIN_IDENTIFIER, x->value),
                                                                  table_text(table, DOMAIN_IDENTIFIER, y->value));
            if (ret->level[where] == 0 || level < ret->level[where])
                ret->level[where] = (uint8_t)level;
        }
    }
}

static unsigned years_of(struct text t)
{
    unsigned years = 0;
    for (size_t i = 0; i < t.len && char_is_digit(t.ptr[i]) && years < 1000; i++)
        years = years * 10 + (unsigned)(t.ptr[i] - '0');
    return years;
}

/* An age is that of the day it was noted: one who was 28 may be 37 in a list of nine years later. */
static unsigned age_level(struct text x, struct text y)
{
    enum { BETWEEN_LISTS = 12 };
    unsigned a = years_of(x), b = years_of(y);
    return (a > b ? a - b : b - a) <= BETWEEN_LISTS ? CODE_NEAR : CODE_DIFFERENT;
}

static unsigned attribute_level(const struct table *table, const struct prep_column *column, uint32_t x, uint32_t y)
{
    if (column->kind == ATTRIBUTE_TEXT)
        return text_level_of(table, DOMAIN_ATTRIBUTE, DOMAIN_ATTRIBUTE_WORD, x, y);
    if (x == y)
        return CODE_EQUAL;
    struct text tx = text_from_offset(table_text(table, DOMAIN_ATTRIBUTE, x), COLUMN_PREFIX_LEN);
    struct text ty = text_from_offset(table_text(table, DOMAIN_ATTRIBUTE, y), COLUMN_PREFIX_LEN);
    if (column->field.field == FIELD_PERSON_AGE)
        return age_level(tx, ty);
    return column->kind == ATTRIBUTE_NUMBER ? CODE_DIFFERENT : code_level_of(tx, ty);
}

void compare_attributes(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    for (size_t i = 0; i < a->attributes_count; i++) {
        const struct prep_attribute *x = &table->attributes.ptr[a->attributes_at + i];
        if (!table->columns[x->column].is_used)
            continue;
        for (size_t j = 0; j < b->attributes_count; j++) {
            const struct prep_attribute *y = &table->attributes.ptr[b->attributes_at + j];
            if (x->column != y->column)
                continue;
            size_t where = COMPARE_ATTRIBUTE + x->column;
            ret->level[where] = (uint8_t)attribute_level(table, &table->columns[x->column], x->value, y->value);
            ret->bits[where] = x->value == y->value ? bits_of(table, DOMAIN_ATTRIBUTE, x->value) : 0;
            break;
        }
    }
}
