/*
 * Whole phrases are known, no words inside them: "geen beslisser" and "kent de
 * beslisser" would else decide.  The phrases are those that the lists of CRM
 * systems offer ("Economic Buyer", "DECISION_MAKER", "End User") and what
 * people type for the roles of a buying centre (F. E. Webster and Y. Wind,
 * "A General Model for Understanding Organizational Buying Behavior", 1972):
 * user, influencer, decider, buyer, gatekeeper.  A buyer in that sense signs
 * the order and holds the budget, so he pays.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/decision_part.h"

#include <string.h>

#include "lang/fold.h"

enum { PHRASE_BYTES_MAX = 64 };

const char *decision_part_name(enum decision_part part)
{
    static const char *const names[DECISION_PARTS] = { "", "decides", "influences", "uses", "pays", "gatekeeper" };
    return names[part];
}

/* One phrase, folded and without its spaces. */
static enum decision_part read_phrase(struct text phrase)
{
    static const struct {
        const char *words; /* each ended by a space */
        enum decision_part part;
    } known[] = {
        { "decides decide decider decision decisionmaker primarydecisionmaker businessdecisionmaker "
          "technicaldecisionmaker economicdecisionmaker finaldecisionmaker executivesponsor approver "
          "beslist beslisser besluit besluitnemer beslissingsbevoegd beslissingsbevoegde eindbeslisser tekenbevoegd "
          "tekenbevoegde beslissend besluitvormer entscheider entscheidet entscheiderin entscheidungstrager "
          "entscheidungstraegerin decideur decideuse decide decisionnaire ",
          DECISION_DECIDES },
        { "influences influence influencer evaluator technicalevaluator businessevaluator champion advisor adviser "
          "recommender legalcompliance beinvloedt beinvloeder beinvloed invloed adviseert adviseur meebeslisser "
          "beeinflusser beeinflusst beeinflusserin einflussnehmer einflussreich influenceur influenceuse prescripteur "
          "prescriptrice ",
          DECISION_INFLUENCES },
        { "uses user use enduser businessuser gebruikt gebruiktet gebruikthet gebruiker eindgebruiker gebruikster "
          "nutzer nutzt anwender endnutzer benutzer endanwender nutzerin anwenderin utilisateur utilisatrice "
          "utilisateurfinal ",
          DECISION_USES },
        { "pays pay payer buyer economicbuyer technicalbuyer purchaser budgetholder budgetowner betaalt betaler koper "
          "koopt inkoper budgethouder budgetbeheerder budgetverantwoordelijke inkoopster zahlt zahler kaufer einkaufer "
          "einkauferin budgetverantwortlicher budgetverantwortliche budgetinhaber acheteur acheteuse payeur "
          "responsablebudget ",
          DECISION_PAYS },
        { "gatekeeper blocker poortwachter turhuter torwachter turwachter tursteher informationsselektierer "
          "gardien gardienne filtre ",
          DECISION_GATEKEEPER },
    };
    char folded[PHRASE_BYTES_MAX + 1];
    size_t len = fold_key(phrase, folded, PHRASE_BYTES_MAX);
    folded[len] = ' ';
    struct text wanted = { folded, len + 1 };
    for (size_t i = 0; len > 0 && i < sizeof(known) / sizeof(known[0]); i++) {
        struct text rest = text_from(known[i].words);
        while (rest.len) {
            size_t end = text_find_char(rest, ' ') + 1;
            if (text_equal(text_slice(rest, 0, end), wanted))
                return known[i].part;
            rest = text_from_offset(rest, end);
        }
    }
    return DECISION_PART_NONE;
}

enum decision_part decision_part_read(struct text cell)
{
    enum decision_part part = read_phrase(cell);
    size_t from = 0;
    for (size_t i = 0; i <= cell.len && part == DECISION_PART_NONE; i++)
        if (i == cell.len || strchr(";,/|+&\n", cell.ptr[i])) {
            part = read_phrase(text_slice(cell, from, i));
            from = i + 1;
        }
    return part;
}
