/*
 * Priors are what one expects of customer data before seeing it: most given
 * names agree, some have a typing error, few differ.  Training moves them
 * (match/train.c); a table of a hundred records moves them little.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/model.h"

#include <math.h>

enum { RARITY_UP_MAX = 4 * BIT, RARITY_DOWN_MAX = 6 * BIT, SOFTPLUS_REACH = 16 * BIT };

int32_t model_rarity(const struct comparison_model *comparison, unsigned level, int16_t bits)
{
    if (bits == 0)
        return 0;
    int32_t moved = bits - comparison->mean_bits[level];
    return moved > RARITY_UP_MAX ? RARITY_UP_MAX : moved < -RARITY_DOWN_MAX ? -RARITY_DOWN_MAX : moved;
}

int32_t model_softplus(int32_t x)
{
    if (x > SOFTPLUS_REACH)
        return x;
    if (x < -SOFTPLUS_REACH)
        return 0;
    return (int32_t)lrint(log2(1 + exp2(x / (double)BIT)) * BIT);
}

int32_t model_weight(const struct comparison_model *comparison, unsigned level, int16_t bits)
{
    int32_t weight = comparison->weight[level], rarity = model_rarity(comparison, level, bits);
    return weight > 0 && weight + rarity < 0 ? 0 : weight + rarity;
}

struct model_score model_score(const struct model *model, const struct pair_levels *levels)
{
    struct model_score score = { .same = model->prior, .relative = model->prior_relative };
    for (size_t c = 0; c < COMPARE_COUNT; c++) {
        unsigned level = levels->level[c];
        if (!level || !model->comparisons[c].levels)
            continue;
        const struct comparison_model *comparison = &model->comparisons[c];
        int32_t relative = comparison->relative[level];
        score.same += model_weight(comparison, level, levels->bits[c]);
        score.relative += relative > 0 ? relative + model_rarity(comparison, level, levels->bits[c]) : relative;
    }
    score.total = score.same - model_softplus(score.relative);
    return score;
}

static const float same_given[] = { 0, .72, .03, .015, .08, .03, .02, .04, .02, .015, .03 };
static const float same_middle[] = { 0, .60, .20, .06, .14 };
static const float same_surname[] = { 0, .80, .015, .08, .03, .03, .015, .03 };
static const float same_two[] = { 0, .97, .03 };
static const float same_birth[] = { 0, .82, .02, .06, .03, .02, .02, .01, .02 };
static const float same_org[] = { 0, .45, .03, .08, .07, .12, .06, .06, .05, .03, .03, .02 };
static const float same_street[] = { 0, .50, .13, .04, .03, .04, .04, .02, .20 };
static const float same_unit[] = { 0, .80, .20 };
static const float same_place[] = { 0, .60, .06, .10, .04, .05, .03, .04, .08 };
static const float same_email[] = { 0, .55, .08, .06, .03, .03, .25 };
static const float same_phone[] = { 0, .58, .05, .05, .32 };
static const float same_trusted[] = { 0, .90, .05, .05 };
static const float same_shared_code[] = { 0, .60, .04, .36 };
static const float same_text[] = { 0, .50, .10, .10, .05, .05, .20 };

const float *model_prior_same(enum comparison comparison, bool is_text)
{
    switch ((unsigned)comparison) {
    case COMPARE_GIVEN: return same_given;
    case COMPARE_MIDDLE: return same_middle;
    case COMPARE_SURNAME: return same_surname;
    case COMPARE_GENERATION: case COMPARE_GENDER: return same_two;
    case COMPARE_BIRTH: return same_birth;
    case COMPARE_ORG: return same_org;
    case COMPARE_STREET: return same_street;
    case COMPARE_UNIT: return same_unit;
    case COMPARE_EXTRA: return same_text;
    case COMPARE_PLACE: return same_place;
    case COMPARE_EMAIL: return same_email;
    case COMPARE_PHONE: case COMPARE_FAX: return same_phone;
    case COMPARE_IDENTIFIER + IDENTIFIER_KVK: case COMPARE_IDENTIFIER + IDENTIFIER_RSIN:
    case COMPARE_IDENTIFIER + IDENTIFIER_VAT: case COMPARE_IDENTIFIER + IDENTIFIER_KBO:
    case COMPARE_IDENTIFIER + IDENTIFIER_LEI: return same_trusted;
    default: return is_text ? same_text : same_shared_code;
    }
}

static const float relative_surname[] = { 0, .85, .001, .04, .02, .02, .01, .059 };
static const float relative_street[] = { 0, .80, .05, .02, .01, .02, .02, .01, .07 };
static const float relative_place[] = { 0, .85, .04, .04, .01, .02, .01, .01, .02 };
static const float relative_phone[] = { 0, .50, .02, .02, .46 };
static const float relative_email[] = { 0, .12, .01, .01, .01, .15, .70 };

const float *model_prior_relative(enum comparison comparison)
{
    switch (comparison) {
    case COMPARE_SURNAME: return relative_surname;
    case COMPARE_STREET: return relative_street;
    case COMPARE_PLACE: return relative_place;
    case COMPARE_PHONE: case COMPARE_FAX: return relative_phone;
    case COMPARE_EMAIL: return relative_email;
    default: return NULL;
    }
}
