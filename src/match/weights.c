/*
 * What a model learned, line by line: a steward who asks why a mailbox weighs
 * so much in this base should not have to read a file of numbers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/file.h"
#include "match/match.h"
#include "match/sentences.h"

static size_t kind_at(enum party_kind kind)
{
    return kind == PARTY_PERSON ? 0 : 1;
}

int32_t match_threshold(const struct match_model *model, enum party_kind kind)
{
    return model->models[kind_at(kind)].threshold;
}

int32_t match_review_from(const struct match_model *model, enum party_kind kind)
{
    return model->models[kind_at(kind)].review;
}

size_t match_model_weights(const struct match_model *model, enum party_kind kind, enum language lang,
                           struct match_weight *ret, size_t max)
{
    size_t k = kind_at(kind), count = 0;
    for (unsigned c = 0; c < COMPARE_COUNT; c++) {
        const struct comparison_model *comparison = &model->models[k].comparisons[c];
        const struct prep_column *column = c >= COMPARE_ATTRIBUTE ? &model->columns[k][c - COMPARE_ATTRIBUTE] : NULL;
        for (unsigned l = 1; l <= comparison->levels; l++, count++) {
            if (count >= max)
                continue;
            const struct sentence *sentence = sentence_of((enum comparison)c, column, comparison->levels, l);
            ret[count] = (struct match_weight){
                .comparison = sentence_comparison((enum comparison)c, column),
                .label = sentence_label((enum comparison)c, column, lang),
                .number = l,
                .level = sentence->level,
                .sentence = lang == LANGUAGE_NL ? sentence->nl : sentence->en,
                .score = comparison->weight[l],
            };
        }
    }
    return count;
}
