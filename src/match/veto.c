/*
 * Each rule asks for a whole pattern, so that one odd value alone never
 * trips it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/veto.h"

enum { GENERATION_YEARS = 15 };

const struct veto_text *veto_text(enum veto veto)
{
    static const struct veto_text texts[VETO_COUNT] = {
        [VETO_FATHER_AND_SON] = { "father and son",
                                  "Dezelfde naam op hetzelfde adres, maar een generatie verschil in leeftijd.",
                                  "The same name at the same address, but a generation apart in age." },
        [VETO_TWINS] = { "twins",
                         "Dezelfde achternaam, geboortedatum en adres, maar een andere voornaam: een tweeling.",
                         "The same surname, birth date and address, but another given name: twins." },
        [VETO_COUPLE] = { "couple", "Een man en een vrouw op een adres, met een mailbox of telefoon.",
                          "A man and a woman at one address, with one mailbox or phone." },
        [VETO_GENERATION] = { "generation", "De een is senior, de ander junior.", "One is senior, the other junior." },
    };
    return veto == VETO_NONE ? NULL : &texts[veto];
}

static bool one_home(const struct pair_levels *levels)
{
    return levels->level[COMPARE_ADDRESS] && levels->level[COMPARE_ADDRESS] <= ADDRESS_NEAR_STREET;
}

/* Two names that people are called by, and not names of each other. */
static bool two_names(const struct table *table, const struct prep *a, const struct prep *b,
                      const struct pair_levels *levels)
{
    if (levels->level[COMPARE_GIVEN] < GIVEN_NEAR || !a->given_count || !b->given_count)
        return false;
    return (table_value(table, DOMAIN_GIVEN, a->given[0])->flags &
            table_value(table, DOMAIN_GIVEN, b->given[0])->flags & VALUE_KNOWN);
}

static bool two_genders(const struct table *table, const struct prep *a, const struct prep *b)
{
    unsigned x = table_value(table, DOMAIN_GIVEN, a->given[0])->flags,
             y = table_value(table, DOMAIN_GIVEN, b->given[0])->flags;
    return ((x & VALUE_MALE) && (y & VALUE_FEMALE)) || ((x & VALUE_FEMALE) && (y & VALUE_MALE));
}

enum veto veto_find(const struct model *model, const struct table *table, const struct prep *a, const struct prep *b,
                    const struct pair_levels *levels)
{
    if (model->kind != PARTY_PERSON)
        return VETO_NONE;
    if (levels->level[COMPARE_GENERATION] == TWO_DIFFERENT)
        return VETO_GENERATION;
    bool homes_seen = model->prior_like[LIKE_HOME] > model->prior - BIT * 4;
    if (!homes_seen || !one_home(levels))
        return VETO_NONE;
    uint32_t year_a = a->birth / 10000, year_b = b->birth / 10000;
    uint32_t years = year_a > year_b ? year_a - year_b : year_b - year_a;
    if (levels->level[COMPARE_BIRTH] == BIRTH_DIFFERENT && year_a && year_b && years >= GENERATION_YEARS &&
        levels->level[COMPARE_EMAIL] != EMAIL_EQUAL)
        return VETO_FATHER_AND_SON;
    if (!two_names(table, a, b, levels))
        return VETO_NONE;
    if (levels->level[COMPARE_BIRTH] == BIRTH_EQUAL && levels->level[COMPARE_SURNAME] == SURNAME_EQUAL)
        return VETO_TWINS;
    bool birth_agrees = levels->level[COMPARE_BIRTH] && levels->level[COMPARE_BIRTH] <= BIRTH_TWO_PARTS;
    return !birth_agrees && two_genders(table, a, b) ? VETO_COUPLE : VETO_NONE;
}
