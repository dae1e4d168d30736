/*
 * Why two mentions are one, or not, in the words of the user.
 *
 * The two are prepared and compared by the same code that matched them, with
 * the rarity of values taken from the model, so the sum of the lines is the
 * score that decided.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/few.h"
#include "match/sentences.h"

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
    case COMPARE_FORM: return m->org.legal_form;
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

/* The families in which both have one key at least. */
static uint32_t keys_in_common(const struct table *table)
{
    uint32_t keys[2][KEYS_MAX], met = 0;
    struct key_sounds sounds;
    bool good = key_sounds_open(table, &sounds);
    for (unsigned family = BLOCK_ALL + 1; good && family < BLOCK_FAMILIES; family++) {
        if (!block_family_is_of(family, table))
            continue;
        size_t left = block_keys(table, &sounds, 0, family, keys[0]);
        size_t right = block_keys(table, &sounds, 1, family, keys[1]);
        for (size_t i = 0; i < left; i++)
            for (size_t j = 0; j < right; j++)
                if (keys[0][i] == keys[1][j])
                    met |= 1u << family;
    }
    key_sounds_done(&sounds);
    return met;
}

/* One of the two has the name from a mailbox only. */
static bool is_of_mailbox(const struct table *table, enum comparison comparison)
{
    unsigned said = table->preps.ptr[0].of_mailbox | table->preps.ptr[1].of_mailbox;
    return comparison == COMPARE_GIVEN     ? said & MAILBOX_GIVEN
           : comparison == COMPARE_SURNAME ? said & MAILBOX_SURNAME
                                           : false;
}

void match_explain(const struct match_model *model, const struct match_side *left, const struct match_side *right,
                   struct match_explanation *ret)
{
    const struct mention *a = left->mention, *b = right->mention;
    *ret = (struct match_explanation){ 0 };
    if (a->kind != b->kind || (a->kind != PARTY_PERSON && a->kind != PARTY_ORGANISATION))
        return;
    struct few few;
    struct pair_levels levels;
    if (few_open(model, left, 1, &few) && few_add(&few, right)) {
        const struct table *table = &few.side.table;
        const struct model *weights = &few.side.model;
        struct lines lines = { ret, a, b };
        few_weigh(&few);
        ret->threshold = weights->threshold;
        ret->review = weights->review;
        compare_pair(table, &table->preps.ptr[0], &table->preps.ptr[1], &levels);
        struct model_score score = model_score(weights, &levels);
        put_line(&lines, "start", sentence_start(), TEXT_EMPTY, TEXT_EMPTY, weights->prior);
        for (size_t c = 0; c < COMPARE_COUNT; c++) {
            unsigned level = levels.level[c];
            if (!level || !weights->comparisons[c].levels)
                continue;
            const struct prep_column *column = compare_column(table, c);
            const struct sentence *said =
                sentence_of((enum comparison)c, column, weights->comparisons[c].levels, level);
            struct sentence of_mailbox;
            if (is_of_mailbox(table, (enum comparison)c)) {
                of_mailbox = sentence_of_mailbox((enum comparison)c, said->level);
                said = &of_mailbox;
            }
            put_line(&lines, sentence_comparison((enum comparison)c, column), said,
                     shown_value(a, column, (enum comparison)c), shown_value(b, column, (enum comparison)c),
                     model_weight(&weights->comparisons[c], level, levels.bits[c]));
        }
        if (score.total != score.same)
            put_line(&lines, "likeness", sentence_likeness(a->kind, (unsigned)model_likeliest(&score, weights->kind)),
                     TEXT_EMPTY, TEXT_EMPTY, score.total - score.same);
        ret->score = score.total;
        ret->keys = keys_in_common(table);
        const struct veto_text *veto =
            veto_text(veto_find(&few.side.rules, &table->preps.ptr[0], &table->preps.ptr[1], &levels));
        if (veto) {
            ret->veto = veto->name;
            ret->veto_nl = veto->nl;
            ret->veto_en = veto->en;
        }
    }
    few_done(&few);
}

const char *match_family_label(unsigned family, enum language lang)
{
    return family < BLOCK_FAMILIES ? sentence_family((enum block_family)family, lang) : "";
}
