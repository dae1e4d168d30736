/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/tie_kinds.h"

#include <string.h>

#include "lang/decision_part.h"

#define P PARTY_PERSON
#define O PARTY_ORGANISATION

static const struct tie_kind kinds[] = {
    { "partner", P, P, { "partner van %s", "partner of %s" }, { "partner van %s", "partner of %s" } },
    { "parent", P, P, { "ouder van %s", "parent of %s" }, { "kind van %s", "child of %s" } },
    { "guardian", P, P, { "voogd van %s", "guardian of %s" }, { "onder voogdij van %s", "ward of %s" } },
    { "represents",
      P,
      P,
      { "vertegenwoordigt %s", "represents %s" },
      { "laat zich vertegenwoordigen door %s", "is represented by %s" } },
    { "together", P, P, { "woont samen met %s", "lives with %s" }, { "woont samen met %s", "lives with %s" } },
    { "apart",
      P,
      P,
      { "woont niet bij %s", "does not live with %s" },
      { "woont niet bij %s", "does not live with %s" } },
    { "role", P, O, { "heeft een rol bij %s", "has a role at %s" }, { "heeft een rol voor %s", "has a role for %s" } },
    { "parent", O, O, { "moederbedrijf van %s", "parent company of %s" }, { "dochter van %s", "subsidiary of %s" } },
    { "branch", O, O, { "vestiging van %s", "branch of %s" }, { "heeft vestiging %s", "has branch %s" } },
    { "predecessor", O, O, { "voorganger van %s", "predecessor of %s" }, { "opvolger van %s", "successor of %s" } },
    { "same-company",
      O,
      O,
      { "vestiging van hetzelfde bedrijf als %s", "branch of the same company as %s" },
      { "vestiging van hetzelfde bedrijf als %s", "branch of the same company as %s" } },
    { "not-parent",
      O,
      O,
      { "geen moederbedrijf van %s", "no parent company of %s" },
      { "geen dochter van %s", "no subsidiary of %s" } },
    { "not-branch",
      O,
      O,
      { "geen vestiging van %s", "no branch of %s" },
      { "heeft geen vestiging %s", "has no branch %s" } },
    { "not-same-company",
      O,
      O,
      { "niet hetzelfde bedrijf als %s", "not the same company as %s" },
      { "niet hetzelfde bedrijf als %s", "not the same company as %s" } },
    { "not-predecessor",
      O,
      O,
      { "geen voorganger van %s", "no predecessor of %s" },
      { "geen opvolger van %s", "no successor of %s" } },
    { "not-buys-through",
      O,
      O,
      { "koopt niet via %s", "does not buy through %s" },
      { "koopt niet in voor %s", "does not buy for %s" } },
    { "buys-through", O, O, { "koopt via %s", "buys through %s" }, { "koopt in voor %s", "buys for %s" } },
};
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const struct tie_kind *tie_kind_find(struct text name, enum party_kind a, enum party_kind b)
{
    for (size_t i = 0; i < KINDS; i++)
        if (text_equal(name, text_from(kinds[i].name)) && kinds[i].a == a && kinds[i].b == b)
            return &kinds[i];
    return NULL;
}

struct text tie_kind_sentence(const struct tie_kind *kind, bool out, enum language lang, struct text name,
                              struct arena *arena)
{
    const char *shape = out ? kind->out[lang] : kind->in[lang];
    const char *gap = strstr(shape, "%s");
    return arena_printf(arena, "%.*s%.*s%s", (int)(gap - shape), shape, TEXT_ARG(name), gap + 2);
}

bool tie_kind_is_one(struct text name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (text_equal(name, text_from(kinds[i].name)))
            return true;
    return false;
}

bool tie_part_is_one(struct text part)
{
    for (int i = 0; i < DECISION_PARTS; i++)
        if (text_equal(part, text_from(decision_part_name((enum decision_part)i))))
            return true;
    return false;
}

const char *tie_part_label(struct text part, enum language lang)
{
    static const char *const labels[DECISION_PARTS][LANGUAGE_COUNT] = {
        { "", "" },
        { "beslist", "decides" },
        { "beïnvloedt", "influences" },
        { "gebruikt het", "uses it" },
        { "betaalt", "pays" },
        { "poortwachter", "gatekeeper" },
    };
    for (int i = 0; i < DECISION_PARTS; i++)
        if (text_equal(part, text_from(decision_part_name((enum decision_part)i))))
            return labels[i][lang];
    return "";
}
