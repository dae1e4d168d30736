/*
 * Why two mentions are one, or not, in the words of the user.
 *
 * The two are prepared and compared by the same code that matched them, with
 * the rarity of values taken from the model, so the sum of the lines is the
 * score that decided.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "match/file.h"
#include "match/match.h"
#include "match/sentences.h"
#include "match/veto.h"

struct lines {
    struct match_explanation *ret;
    const struct mention *a, *b;
};

static void put_line(struct lines *lines, const char *comparison, const struct sentence *sentence, struct text a,
                     struct text b, int32_t score)
{
    if (lines->ret->evidence_count == MATCH_EVIDENCE_MAX)
        return;
    lines->ret->evidence[lines->ret->evidence_count++] = (struct match_evidence){
        .comparison = comparison,
        .level = sentence->level,
        .sentence_nl = sentence->nl,
        .sentence_en = sentence->en,
        .a = a,
        .b = b,
        .score = score,
    };
}

static struct text first_address_part(const struct mention *m, enum comparison comparison)
{
    for (size_t i = 0; i < m->addresses_count; i++) {
        const struct address *address = &m->addresses[i];
        struct text part = comparison == COMPARE_ADDRESS ? (address->street.len     ? address->street
                                                            : address->postcode.len ? address->postcode
                                                                                    : address->city)
                           : comparison == COMPARE_UNIT  ? (address->letter.len ? address->letter : address->addition)
                                                         : address->extra;
        if (part.len)
            return part;
    }
    return TEXT_EMPTY;
}

static struct text shown_value(const struct mention *m, const struct prep_column *column, enum comparison comparison)
{
    switch (comparison) {
    case COMPARE_GIVEN:
    case COMPARE_MIDDLE:
        return m->name.given.len ? m->name.given : m->name.initials.len ? m->name.initials : m->name.call_name;
    case COMPARE_SURNAME: return m->name.surname;
    case COMPARE_GENERATION: return m->name.suffix;
    case COMPARE_ORG: return m->org.name;
    case COMPARE_ADDRESS:
    case COMPARE_UNIT:
    case COMPARE_EXTRA: return first_address_part(m, comparison);
    case COMPARE_EMAIL: return m->emails_count ? m->emails[0].address : TEXT_EMPTY;
    case COMPARE_PHONE:
    case COMPARE_FAX: return m->phones_count ? m->phones[0].e164 : TEXT_EMPTY;
    case COMPARE_BIRTH:
    case COMPARE_GENDER: return TEXT_EMPTY;
    default: break;
    }
    if (comparison < COMPARE_ATTRIBUTE) {
        for (size_t i = 0; i < m->identifiers_count; i++)
            if (m->identifiers[i].kind == (enum identifier_kind)(comparison - COMPARE_IDENTIFIER))
                return m->identifiers[i].value;
        return TEXT_EMPTY;
    }
    for (size_t i = 0; column && i < m->attributes_count; i++)
        if (column->field.field ? m->attributes[i].field.field == column->field.field
                                : m->attributes[i].column == column->number)
            return m->attributes[i].value;
    return TEXT_EMPTY;
}

/* The two in a table of their own, with the columns and rarities of the model. */
static bool prepare_two(const struct match_model *model, int k, const struct match_side *a, const struct match_side *b,
                        struct table *table)
{
    if (table_open(table, a->mention->kind, NULL) != STATUS_OK)
        return false;
    memcpy(table->columns, model->columns[k], sizeof(table->columns));
    table->columns_count = model->columns_count[k];
    table->usual_given = model->usual_given[k];
    table->usual_surname = model->usual_surname[k];
    table->usual_word = model->usual_word[k];
    table->has_sources = model->has_sources[k];
    if (table_add(table, (struct mention_id){ 1 }, a->source, a->mention, NULL) != STATUS_OK ||
        table_add(table, (struct mention_id){ 2 }, b->source, b->mention, NULL) != STATUS_OK)
        return false;
    for (int d = 0; d < DOMAIN_COUNT; d++)
        for (uint32_t i = 1; i < table->values[d].about.len; i++)
            table->values[d].about.ptr[i].bits =
                model_file_bits(&model->rarities[k][d], table->values[d].hashes.ptr[i]);
    return true;
}

void match_explain(const struct match_model *model, const struct match_side *left, const struct match_side *right,
                   struct match_explanation *ret)
{
    const struct mention *a = left->mention, *b = right->mention;
    *ret = (struct match_explanation){ 0 };
    if (a->kind != b->kind || (a->kind != PARTY_PERSON && a->kind != PARTY_ORGANISATION))
        return;
    int k = a->kind == PARTY_PERSON ? 0 : 1;
    const struct model *weights = &model->models[k];
    ret->threshold = weights->threshold;
    ret->review = weights->review;

    struct table table;
    struct pair_levels levels;
    if (prepare_two(model, k, left, right, &table)) {
        struct lines lines = { ret, a, b };
        compare_pair(&table, &table.preps.ptr[0], &table.preps.ptr[1], &levels);
        struct model_score score = model_score(weights, &levels);
        put_line(&lines, "start", sentence_start(), TEXT_EMPTY, TEXT_EMPTY, weights->prior);
        for (size_t c = 0; c < COMPARE_COUNT; c++) {
            unsigned level = levels.level[c];
            if (!level || !weights->comparisons[c].levels)
                continue;
            const struct prep_column *column =
                c >= COMPARE_ATTRIBUTE ? &model->columns[k][c - COMPARE_ATTRIBUTE] : NULL;
            put_line(&lines, sentence_comparison((enum comparison)c, column),
                     sentence_of((enum comparison)c, column, weights->comparisons[c].levels, level),
                     shown_value(a, column, (enum comparison)c), shown_value(b, column, (enum comparison)c),
                     model_weight(&weights->comparisons[c], level, levels.bits[c]));
        }
        if (score.total != score.same)
            put_line(&lines, "likeness", sentence_likeness(a->kind, score.like[LIKE_HOME] >= score.like[LIKE_NAMESAKE]),
                     TEXT_EMPTY, TEXT_EMPTY, score.total - score.same);
        ret->score = score.total;
        uint8_t *clean = left->is_clean ? calloc(left->source + 1u, 1) : NULL;
        if (clean)
            clean[left->source] = 1;
        struct veto_rules rules = { weights, &table, clean, left->source + 1 };
        const struct veto_text *veto = veto_text(veto_find(&rules, &table.preps.ptr[0], &table.preps.ptr[1], &levels));
        if (veto) {
            ret->veto = veto->name;
            ret->veto_nl = veto->nl;
            ret->veto_en = veto->en;
        }
        free(clean);
    }
    table_done(&table);
}
