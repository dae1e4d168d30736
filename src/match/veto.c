/*
 * Each rule asks for a whole pattern, so that one odd value alone never
 * trips it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/veto.h"

#include "base/scoped.h"

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
        [VETO_TWO_NUMBERS] = { "two numbers",
                               "Twee verschillende nummers van een soort waarvan een partij er maar een heeft.",
                               "Two different numbers of a kind of which a party has only one." },
        [VETO_TWO_BRANCHES] = { "two branches",
                                "Twee vestigingen van een organisatie, elk met een eigen nummer of plaats.",
                                "Two branches of one organisation, each with a number or town of its own." },
        [VETO_CLEAN_SOURCE] = { "clean source", "Beide komen uit een bron die niemand tweemaal noemt.",
                                "Both come from a source that names nobody twice." },
    };
    return veto == VETO_NONE ? NULL : &texts[veto];
}

static bool one_home(const struct pair_levels *levels)
{
    return levels->level[COMPARE_ADDRESS] && levels->level[COMPARE_ADDRESS] <= ADDRESS_NEAR_STREET;
}

/* Of people: street and number will do where no place is known. */
static bool one_door(const struct pair_levels *levels)
{
    return one_home(levels) || levels->level[COMPARE_ADDRESS] == ADDRESS_NO_PLACE;
}

/* One home as far as is known: where no street is, the town must do. */
static bool perhaps_one_home(const struct pair_levels *levels)
{
    unsigned address = levels->level[COMPARE_ADDRESS];
    return one_door(levels) || address == ADDRESS_POSTCODE || address == ADDRESS_CITY;
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

/* One name with two towns behind it, and nothing that says they are at one place. */
static bool two_towns(const struct pair_levels *levels)
{
    return levels->level[COMPARE_ORG] == ORG_OTHER_TOWN && !one_home(levels) &&
           levels->level[COMPARE_PHONE] != PHONE_EQUAL;
}

static bool two_numbers(const struct veto_rules *rules, const struct pair_levels *levels)
{
    for (size_t c = COMPARE_IDENTIFIER; c < COMPARE_COUNT; c++)
        if (levels->level[c] == CODE_DIFFERENT && rules->model->comparisons[c].is_single)
            return true;
    return false;
}

static enum veto of_families(const struct veto_rules *rules, const struct prep *a, const struct prep *b,
                             const struct pair_levels *levels)
{
    const struct model *model = rules->model;
    const struct table *table = rules->table;
    if (levels->level[COMPARE_GENERATION] == TWO_DIFFERENT)
        return VETO_GENERATION;
    bool homes_seen = model->prior_like[LIKE_HOME] > model->prior - BIT * 4;
    if (!homes_seen || !perhaps_one_home(levels))
        return VETO_NONE;
    uint32_t year_a = a->birth / 10000, year_b = b->birth / 10000;
    uint32_t years = year_a > year_b ? year_a - year_b : year_b - year_a;
    if (one_door(levels) && levels->level[COMPARE_BIRTH] == BIRTH_DIFFERENT && year_a && year_b &&
        years >= GENERATION_YEARS && levels->level[COMPARE_EMAIL] != EMAIL_EQUAL)
        return VETO_FATHER_AND_SON;
    if (!two_names(table, a, b, levels))
        return VETO_NONE;
    bool one_surname =
        levels->level[COMPARE_SURNAME] == SURNAME_EQUAL || levels->level[COMPARE_SURNAME] == SURNAME_TYPO;
    if (levels->level[COMPARE_BIRTH] == BIRTH_EQUAL && one_surname)
        return VETO_TWINS;
    bool birth_agrees = levels->level[COMPARE_BIRTH] && levels->level[COMPARE_BIRTH] <= BIRTH_TWO_PARTS;
    return !birth_agrees && two_genders(table, a, b) ? VETO_COUPLE : VETO_NONE;
}

static bool is_clean(const struct veto_rules *rules, uint32_t source)
{
    return rules->clean && source < rules->clean_count && rules->clean[source];
}

enum veto veto_find(const struct veto_rules *rules, const struct prep *a, const struct prep *b,
                    const struct pair_levels *levels)
{
    bool person = rules->model->kind == PARTY_PERSON;
    enum veto found[] = {
        a->source == b->source && is_clean(rules, a->source) ? VETO_CLEAN_SOURCE : VETO_NONE,
        person ? of_families(rules, a, b, levels) : VETO_NONE,
        levels->level[COMPARE_IDENTIFIER + IDENTIFIER_BRANCH] == CODE_DIFFERENT || two_towns(levels) ? VETO_TWO_BRANCHES
                                                                                                     : VETO_NONE,
        two_numbers(rules, levels) ? VETO_TWO_NUMBERS : VETO_NONE,
    };
    for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++)
        if (found[i] && !(rules->model->without_rules >> found[i] & 1))
            return found[i];
    return VETO_NONE;
}

const char *match_rule_name(unsigned rule)
{
    const struct veto_text *text = rule < VETO_COUNT ? veto_text((enum veto)rule) : NULL;
    return text ? text->name : "";
}

const char *match_rule_sentence(unsigned rule, enum language lang)
{
    const struct veto_text *text = rule < VETO_COUNT ? veto_text((enum veto)rule) : NULL;
    return !text ? "" : lang == LANGUAGE_NL ? text->nl : text->en;
}

/* "father-and-son" is "father and son". */
static bool is_name(struct text said, struct text name)
{
    if (said.len != name.len)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (said.ptr[i] != name.ptr[i] && !((said.ptr[i] == '-' || said.ptr[i] == '_') && name.ptr[i] == ' '))
            return false;
    return true;
}

bool match_rules_read(struct text names, uint32_t *ret)
{
    struct text name = TEXT_EMPTY;
    uint32_t rules = 0;
    while (text_next(&names, ',', &name)) {
        unsigned rule = 1;
        if (text_trim(name).len == 0)
            continue;
        if (text_equal(text_trim(name), TEXT("all"))) {
            rules |= MATCH_RULES_ALL;
            continue;
        }
        while (rule < VETO_COUNT && !is_name(text_trim(name), text_from(match_rule_name(rule))))
            rule++;
        if (rule == VETO_COUNT)
            return false;
        rules |= UINT32_C(1) << rule;
    }
    *ret = rules;
    return true;
}

enum status match_rules_refuse(struct text names, struct error *err)
{
    SCOPED(buf_done) struct buf all = BUF_EMPTY;
    for (unsigned rule = 1; rule < VETO_COUNT; rule++)
        buf_printf(&all, "%s%s", rule > 1 ? ", " : "", match_rule_name(rule));
    return error_set(err, STATUS_USAGE, "'%.*s' names no rule; there are: %.*s", TEXT_ARG(names),
                     TEXT_ARG(buf_text(&all)));
}
