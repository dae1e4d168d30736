/*
 * What the matcher saw and learned, as text for people who study it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "match/sentences.h"
#include "match/side.h"

static const char *const likenesses[LIKENESSES] = { "home", "namesake", "sister" };

void matcher_pair_write(const struct matcher *matcher, struct mention_id a, struct mention_id b, struct buf *buf)
{
    assert(!matcher->options.for_counting);
    for (size_t k = 0; k < KINDS; k++) {
        const struct side *side = &matcher->sides[k];
        size_t x = side_place(side, a.v), y = side_place(side, b.v);
        if (x == SIZE_MAX || y == SIZE_MAX)
            continue;
        struct pair_levels levels;
        compare_pair(&side->table, &side->table.preps.ptr[x], &side->table.preps.ptr[y], &levels);
        struct model_score score = model_score(&side->model, &levels);
        buf_printf(buf, "%.1f,", score.total / (double)BIT);
        for (unsigned c = 0; c < COMPARE_COUNT; c++) {
            if (!levels.level[c] || !side->model.comparisons[c].levels)
                continue;
            const struct prep_column *column = compare_column(&side->table, c);
            buf_printf(
                buf, "%s%s=%s:%+.1f;", sentence_comparison((enum comparison)c, column), "",
                sentence_of((enum comparison)c, column, side->model.comparisons[c].levels, levels.level[c])->level,
                model_weight(&side->model.comparisons[c], levels.level[c], levels.bits[c]) / (double)BIT);
        }
        if (score.total != score.same)
            buf_printf(buf, "%s:%.1f", likenesses[model_likeliest(&score, side->model.kind)],
                       (score.total - score.same) / (double)BIT);
        return;
    }
    buf_put_str(buf, ",not of one kind");
}

void matcher_weights_write(const struct matcher *matcher, struct buf *buf)
{
    for (size_t k = 0; k < KINDS; k++) {
        const struct side *side = &matcher->sides[k];
        if (side->table.preps.len == 0)
            continue;
        buf_printf(buf, "%s: %zu mentions, %zu pairs, same %.1f bits, home %.1f, namesakes %.1f, sisters %.1f\n",
                   party_kind_name(side->table.kind), side->table.preps.len, (size_t)side->pairs_scored,
                   side->model.prior / (double)BIT, side->model.prior_like[LIKE_HOME] / (double)BIT,
                   side->model.prior_like[LIKE_NAMESAKE] / (double)BIT,
                   side->model.prior_like[LIKE_SISTER] / (double)BIT);
        for (unsigned c = 0; c < COMPARE_COUNT; c++) {
            const struct comparison_model *comparison = &side->model.comparisons[c];
            if (!comparison->levels)
                continue;
            const struct prep_column *column = compare_column(&side->table, c);
            buf_printf(buf, "  %s", sentence_comparison((enum comparison)c, column));
            if (column)
                buf_printf(buf, " %u, kind %d, %u filled, %u distinct", column->number, column->kind, column->filled,
                           column->distinct);
            buf_put_char(buf, '\n');
            for (unsigned l = 1; l <= comparison->levels; l++)
                buf_printf(buf, "    %-32s %+6.1f  home %+6.1f  namesake %+6.1f  rarity %5.1f  share %.4f\n",
                           sentence_of((enum comparison)c, column, comparison->levels, l)->level,
                           comparison->weight[l] / (double)BIT, comparison->like[0][l] / (double)BIT,
                           comparison->like[1][l] / (double)BIT, comparison->mean_bits[l] / (double)BIT,
                           comparison->share[l] / 65535.0);
        }
    }
}
