/*
 * Priors are what one expects of customer data before seeing it: most given
 * names agree, some have a typing error, few differ.  Training moves them
 * (match/train.c); a table of a hundred records moves them little.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/model.h"

#include <math.h>

enum { EITHER_REACH = 12 * BIT };

int32_t model_either(int32_t a, int32_t b)
{
    int32_t high = a > b ? a : b, low = a > b ? b : a;
    if (high - low > EITHER_REACH)
        return high;
    return high + (int32_t)lrint(log2(1 + exp2((low - high) / (double)BIT)) * BIT);
}

struct model_score model_score(const struct model *model, const struct pair_levels *levels)
{
    struct model_score score = { .same = model->prior };
    int kinds = model_likenesses(model->kind);
    for (int k = 0; k < kinds; k++)
        score.like[k] = model->prior_like[k];
    for (size_t c = levels_next(levels, 0); c < COMPARE_COUNT; c = levels_next(levels, c + 1)) {
        const struct comparison_model *comparison = &model->comparisons[c];
        unsigned level = levels->level[c];
        if (!comparison->levels)
            continue;
        int32_t rarity = model_rarity(comparison, level, levels->bits[c]), weight = comparison->weight[level];
        score.same += weight > 0 && weight + rarity < 0 ? 0 : weight + rarity;
        for (int k = 0; k < kinds; k++) {
            int32_t like = comparison->like[k][level];
            score.like[k] += like > 0 ? like + rarity : like;
        }
    }
    int32_t other = 0; /* strangers */
    for (int k = 0; k < kinds; k++)
        other = model_either(other, score.like[k]);
    score.total = score.same - other;
    return score;
}

enum likeness model_likeliest(const struct model_score *score, enum party_kind kind)
{
    enum likeness most = LIKE_HOME;
    for (int k = 1; k < model_likenesses(kind); k++)
        if (score->like[k] > score->like[most])
            most = (enum likeness)k;
    return most;
}

static const struct expectation given = {
    { 0, .72, .03, .015, .08, .03, .02, .04, .02, .015, .02, .01 },
    { 0, 7, 5, 8, 5.5, 5, 4.5, 3, 1.5, -1.5, -3.5, -5 },
};
static const struct expectation middle = { { 0, .60, .20, .06, .14 }, { 0, 6, 3, 3, -2 } };
static const struct expectation surname = {
    { 0, .80, .015, .08, .03, .03, .015, .03 },
    { 0, 9, 8, 7, 5, 4, 2, -4 },
};
static const struct expectation generation = { { 0, .97, .03 }, { 0, 1, -5 } };
static const struct expectation gender = { { 0, .97, .03 }, { 0, .9, -4 } };
static const struct expectation birth = {
    { 0, .82, .02, .06, .03, .02, .02, .01, .02 },
    { 0, 12, 9, 7, 6, 4, 2, 0, -4.5 },
};
static const struct expectation org = {
    { 0, .44, .03, .08, .07, .09, .005, .03, .06, .06, .05, .03, .03, .005, .02 },
    { 0, 12, 12, 11, 9, 7, 7, 6, 6, 5, 3, 2, 0, -2, -4.5 },
};
static const struct expectation address = {
    { 0, .46, .08, .08, .02, .03, .02, .02, .05, .02, .02, .04, .01, .04, .02, .09 },
    { 0, 12, 10, 10, 8, 9, 7, 6, 8, 7.5, 4.5, 4, 2.5, 1, -.5, -2.5 },
};
static const struct expectation unit = { { 0, .80, .20 }, { 0, 3, -1.5 } };
static const struct expectation email = { { 0, .55, .08, .06, .03, .03, .25 }, { 0, 13, 8, 9, 4, 2, -1.8 } };
static const struct expectation phone = { { 0, .58, .05, .05, .32 }, { 0, 12, 10, 6, -1.4 } };
static const struct expectation contradiction = { { 0, .96, .02, .015, .005 }, { 0, 0, -3, -5, -9 } };
static const struct expectation source = { { 0, .40, .60 }, { 0, 0, 0 } };
static const struct expectation form = { { 0, .88, .06, .06 }, { 0, 1, -.5, -2.5 } };
static const struct expectation trusted = { { 0, .90, .05, .05 }, { 0, 14, 6, -4 } };
/* Given to a party by others: who shares it is one; a party may have several, or one with an error. */
static const struct expectation number = { { 0, .70, .05, .25 }, { 0, 12, 5, -1.5 } };
static const struct expectation key = { { 0, .75, .05, .20 }, { 0, 12, 4, -2 } };
static const struct expectation code = { { 0, .50, .04, .46 }, { 0, 4, .5, -.4 } };
/* Most dates that nobody knows the meaning of are of what was done, not of who did it. */
static const struct expectation dated = { { 0, .30, .05, .65 }, { 0, 2, 0, -.3 } };
static const struct expectation text = { { 0, .50, .10, .10, .05, .05, .20 }, { 0, 5, 3, 1.5, .5, -.2, -1 } };

const struct expectation *model_expect(enum comparison comparison, const struct prep_column *column)
{
    switch ((unsigned)comparison) {
    case COMPARE_GIVEN: return &given;
    case COMPARE_MIDDLE: return &middle;
    case COMPARE_SURNAME: return &surname;
    case COMPARE_GENERATION: return &generation;
    case COMPARE_GENDER: return &gender;
    case COMPARE_BIRTH: return &birth;
    case COMPARE_ORG: return &org;
    case COMPARE_ADDRESS: return &address;
    case COMPARE_UNIT: return &unit;
    case COMPARE_EMAIL: return &email;
    case COMPARE_PHONE:
    case COMPARE_FAX: return &phone;
    case COMPARE_CONTRADICTION: return &contradiction;
    case COMPARE_SOURCE: return &source;
    case COMPARE_FORM: return &form;
    case COMPARE_IDENTIFIER + IDENTIFIER_KVK:
    case COMPARE_IDENTIFIER + IDENTIFIER_RSIN:
    case COMPARE_IDENTIFIER + IDENTIFIER_VAT:
    case COMPARE_IDENTIFIER + IDENTIFIER_KBO:
    case COMPARE_IDENTIFIER + IDENTIFIER_LEI: return &trusted;
    case COMPARE_IDENTIFIER + IDENTIFIER_BRANCH:
    case COMPARE_IDENTIFIER + IDENTIFIER_EORI:
    case COMPARE_IDENTIFIER + IDENTIFIER_OIN:
    case COMPARE_IDENTIFIER + IDENTIFIER_DUNS:
    case COMPARE_IDENTIFIER + IDENTIFIER_GLN:
    case COMPARE_IDENTIFIER + IDENTIFIER_CUSTOMER_NUMBER:
    case COMPARE_IDENTIFIER + IDENTIFIER_SOCIAL: return &number;
    default:
        return comparison == COMPARE_EXTRA || (column && column->kind == ATTRIBUTE_TEXT) ? &text
               : column && column->is_key                                                ? &key
               : column && column->kind == ATTRIBUTE_DATE                                ? &dated
                                                                                         : &code;
    }
}

static const float home_given[] = {
    0, .03, .001, .0001, .004, .003, .003, .005, .03, .10, .28, .5439
}; /* father and son */
static const float home_surname[] = { 0, .66, .001, .03, .03, .01, .01, .259 };
static const float home_address[] = {
    0, .74, .04, .05, .01, .02, .005, .01, .05, .01, .01, .02, .005, .01, .005, .015
};
static const float home_phone[] = { 0, .50, .02, .02, .46 };
static const float home_email[] = { 0, .12, .01, .01, .01, .15, .70 };
static const float home_birth[] = { 0, .03, .001, .002, .01, .01, .01, .05, .887 }; /* twins */

static const float *of_one_home(enum comparison comparison)
{
    switch ((unsigned)comparison) {
    case COMPARE_GIVEN: return home_given;
    case COMPARE_SURNAME: return home_surname;
    case COMPARE_ADDRESS: return home_address;
    case COMPARE_PHONE:
    case COMPARE_FAX: return home_phone;
    case COMPARE_EMAIL: return home_email;
    case COMPARE_BIRTH: return home_birth;
    default: return NULL;
    }
}

static const float namesake_org[] = { 0, .39, .02, .05, .06, .12, .005, .03, .08, .08, .06, .04, .025, .01, .03 };

static const float *of_one_name(enum comparison comparison)
{
    switch ((unsigned)comparison) {
    case COMPARE_GIVEN: return given.share;
    case COMPARE_SURNAME: return surname.share;
    case COMPARE_GENDER: return gender.share;
    case COMPARE_ORG: return namesake_org;
    default: return NULL;
    }
}

/* "Jansen Bouw" and "Jansen Bouw Vastgoed". */
static const float sister_org[] = { 0, .08, .01, .03, .08, .25, .005, .30, .07, .06, .05, .02, .02, .005, .01 };

/* A general partner beside its firm, or a row of companies that are all "B.V.". */
static const float sister_form[] = { 0, .60, .10, .30 };

const float *model_expect_like(enum comparison comparison, enum likeness likeness)
{
    return likeness == LIKE_HOME        ? of_one_home(comparison)
           : likeness == LIKE_NAMESAKE  ? of_one_name(comparison)
           : comparison == COMPARE_ORG  ? sister_org
           : comparison == COMPARE_FORM ? sister_form
                                        : NULL;
}

double model_sister_share(enum comparison comparison)
{
    switch ((unsigned)comparison) {
    case COMPARE_ADDRESS:
    case COMPARE_UNIT:
    case COMPARE_EXTRA: return 1;
    case COMPARE_EMAIL:
    case COMPARE_PHONE:
    case COMPARE_FAX: return .8;
    default: return comparison >= COMPARE_ATTRIBUTE ? .8 : 0;
    }
}

/* Brothers and sisters whose names begin with one letter. */
#define HOME_ONE_LETTER 0.09

double model_like_share(enum party_kind kind, enum comparison comparison, enum likeness likeness, const double *same,
                        unsigned level)
{
    const float *like = model_expect_like(comparison, likeness);
    if (kind != PARTY_PERSON || likeness != LIKE_HOME)
        return like[level];
    if (comparison == COMPARE_GIVEN && level == GIVEN_INITIAL)
        return fmax(like[level], HOME_ONE_LETTER * same[level]);
    double share = level <= ADDRESS_NUMBER_CITY ? model_home_share(comparison, same) : 0;
    return share > 0 ? share * same[level] : like[level];
}

double model_home_share(enum comparison comparison, const double *same)
{
    double of_same = 0, of_home = 0;
    for (unsigned l = 1; l <= ADDRESS_NUMBER_CITY && comparison == COMPARE_ADDRESS; l++) {
        of_same += same[l];
        of_home += home_address[l];
    }
    return of_same > 0 ? of_home / of_same : 0;
}

bool model_like_follows(enum party_kind kind, enum comparison comparison, enum likeness likeness)
{
    if (kind == PARTY_PERSON)
        return likeness == LIKE_HOME && comparison >= COMPARE_ATTRIBUTE;
    return likeness == LIKE_NAMESAKE &&
           (comparison >= COMPARE_IDENTIFIER || comparison == COMPARE_EMAIL || comparison == COMPARE_PHONE ||
            comparison == COMPARE_FAX) &&
           comparison != COMPARE_IDENTIFIER + IDENTIFIER_BRANCH;
}

bool model_namesake_follows(enum comparison comparison, unsigned level)
{
    return comparison == COMPARE_GIVEN && (level == GIVEN_CALL || level == GIVEN_NICK || level == GIVEN_INITIAL);
}

bool model_home_follows(enum comparison comparison, unsigned level)
{
    return comparison == COMPARE_ADDRESS && (level == ADDRESS_POSTCODE || level == ADDRESS_CITY);
}

static float person_share_max(enum comparison comparison, unsigned level)
{
    switch ((unsigned)comparison) {
    case COMPARE_GIVEN:
        return level == GIVEN_TWO_NAMES                            ? .03f
               : level == GIVEN_DIFFERENT                          ? .06f
               : level == GIVEN_SAME_LETTER || level == GIVEN_NEAR ? .05f
                                                                   : 1;
    case COMPARE_MIDDLE: return level == MIDDLE_DIFFERENT ? .25f : 1;
    case COMPARE_SURNAME: return level == SURNAME_DIFFERENT ? .12f : 1;
    case COMPARE_GENERATION: return level == TWO_DIFFERENT ? .02f : 1;
    case COMPARE_BIRTH: return level == BIRTH_DIFFERENT ? .12f : level >= BIRTH_NEAR ? .06f : 1;
    case COMPARE_GENDER: return level == TWO_DIFFERENT ? .04f : 1;
    case COMPARE_ADDRESS:
        return level == ADDRESS_DIFFERENT || level == ADDRESS_CITY_OTHER_STREET ? .50f
               : level == ADDRESS_REGION                                        ? .30f
                                                                                : 1;
    default: return 1;
    }
}

static float organisation_share_max(enum comparison comparison, unsigned level)
{
    switch ((unsigned)comparison) {
    case COMPARE_ORG: return level == ORG_DIFFERENT ? .06f : level >= ORG_ALIKE_45 ? .08f : 1;
    case COMPARE_ADDRESS:
        return level == ADDRESS_DIFFERENT || level == ADDRESS_CITY_OTHER_STREET || level == ADDRESS_OTHER_STREET ? .14f
               : level == ADDRESS_REGION || level == ADDRESS_NUMBER_CITY || level == ADDRESS_SAME_STREET         ? .06f
                                                                                                                 : 1;
    case COMPARE_PHONE: return level == PHONE_DIFFERENT ? .55f : 1;
    case COMPARE_IDENTIFIER + IDENTIFIER_KVK:
    case COMPARE_IDENTIFIER + IDENTIFIER_RSIN:
    case COMPARE_IDENTIFIER + IDENTIFIER_KBO:
    case COMPARE_IDENTIFIER + IDENTIFIER_LEI: return level == CODE_DIFFERENT ? .03f : 1;
    default: return 1;
    }
}

float model_share_max(enum party_kind kind, enum comparison comparison, unsigned level)
{
    return kind == PARTY_PERSON ? person_share_max(comparison, level) : organisation_share_max(comparison, level);
}
