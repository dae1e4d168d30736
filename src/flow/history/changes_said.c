/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history/changes_said.h"

#include "flow/job/tie_kinds.h"
#include "flow/profile/profile_json.h"
#include "store/proposal.h"
#include "store/stage.h"

struct text changes_rules_sentence(const struct ruleset_head *head, enum language lang, struct arena *arena)
{
    static const struct {
        const char *kind, *words[LANGUAGE_COUNT];
        bool named; /* there are several of the kind */
    } kinds[] = {
        { "leading", { "wie leidt", "who leads" }, false },
        { "catalogue", { "de velden", "the fields" }, false },
        { "norms", { "de normen", "the norms" }, false },
        { "stages", { "de stappen van een klant", "the steps of a customer" }, false },
        { "mapping", { "de kolommen van bestanden", "the columns of files" }, true },
        { "settings", { "instelling", "setting" }, true },
    };
    const char *word = lang == LANGUAGE_NL ? "Regels" : "Rules", *version = lang == LANGUAGE_NL ? "versie" : "version";
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (text_equal(head->kind, text_from(kinds[i].kind))) {
            struct text name = kinds[i].named ? head->name : TEXT_EMPTY;
            return arena_printf(arena, "%s: %s%s%.*s%s, %s %llu.", word, kinds[i].words[lang], name.len ? " (" : "",
                                TEXT_ARG(name), name.len ? ")" : "", version, (unsigned long long)head->version);
        }
    return TEXT_EMPTY;
}

const char *changes_said_kind(const struct said_told *told)
{
    static const char *const kinds[SAID_KINDS] = {
        [SAID_TIE] = "tie",
        [SAID_TIE_WITHDRAWN] = "tie_withdrawn",
        [SAID_TRAIT] = "trait",
        [SAID_TRAIT_WITHDRAWN] = "trait_withdrawn",
        [SAID_PROPOSAL] = "proposal",
        [SAID_PROPOSAL_STEP] = "proposal_step",
        [SAID_STAGE] = "stage",
        [SAID_HAND_OVER] = "hand_over",
        [SAID_HAND_OVER_STEP] = "hand_over_step",
    };
    return kinds[told->kind];
}

char changes_said_letter(const struct said_told *told)
{
    static const char letters[SAID_KINDS] = {
        [SAID_TIE] = 'T',      [SAID_TIE_WITHDRAWN] = 'T', [SAID_TRAIT] = 'K',     [SAID_TRAIT_WITHDRAWN] = 'K',
        [SAID_PROPOSAL] = 'V', [SAID_PROPOSAL_STEP] = 'V', [SAID_HAND_OVER] = 'B', [SAID_HAND_OVER_STEP] = 'B',
    };
    return letters[told->kind];
}

static struct text name_of(struct view *view, struct mention_id mention, enum party_kind *ret_kind)
{
    struct stored_link link = { 0 };
    *ret_kind = (enum party_kind)0;
    if (store_mention_link(view->store, mention, &link, NULL) != STATUS_OK)
        return TEXT("–");
    *ret_kind = link.kind;
    return view_party_name(view, link.party);
}

static struct text tie_sentence(struct view *view, enum language lang, const struct said_told *told)
{
    enum party_kind a, b;
    struct text from = name_of(view, told->mention, &a), to = name_of(view, told->other, &b);
    const struct tie_kind *kind = tie_kind_find(told->word, a, b);
    struct text tied = kind ? tie_kind_sentence(kind, true, lang, to, &view->arena)
                            : arena_printf(&view->arena, "%.*s: %.*s", TEXT_ARG(told->word), TEXT_ARG(to));
    const char *shape = told->kind == SAID_TIE ? "%.*s: %.*s."
                        : lang == LANGUAGE_NL  ? "Ingetrokken: %.*s: %.*s."
                                               : "Withdrawn: %.*s: %.*s.";
    return arena_printf(&view->arena, shape, TEXT_ARG(from), TEXT_ARG(tied));
}

static const char *step_words(const struct said_told *told, enum language lang)
{
    static const char *const proposals[PROPOSAL_STATES][LANGUAGE_COUNT] = {
        [PROPOSAL_ACCEPTED] = { "Voorstel aangenomen", "Proposal accepted" },
        [PROPOSAL_REFUSED] = { "Voorstel geweigerd", "Proposal refused" },
        [PROPOSAL_WITHDRAWN] = { "Voorstel ingetrokken", "Proposal withdrawn" },
        [PROPOSAL_APPLIED] = { "Voorstel uitgevoerd", "Proposal applied" },
    };
    static const char *const hand_overs[HAND_OVER_STATES][LANGUAGE_COUNT] = {
        [HAND_OVER_SENT] = { "Overdracht verstuurd", "Hand-over sent" },
        [HAND_OVER_ACKNOWLEDGED] = { "Overdracht bevestigd", "Hand-over acknowledged" },
        [HAND_OVER_WITHDRAWN] = { "Overdracht ingetrokken", "Hand-over withdrawn" },
    };
    bool is_proposal = told->kind == SAID_PROPOSAL_STEP;
    int states = is_proposal ? (int)PROPOSAL_STATES : (int)HAND_OVER_STATES;
    const char *words = told->state <= 0 || told->state >= states ? NULL
                        : is_proposal                             ? proposals[told->state][lang]
                                                                  : hand_overs[told->state][lang];
    return words ? words : "–"; /* written by a newer program */
}

struct text changes_said_sentence(struct view *view, enum language lang, const struct said_told *told)
{
    struct arena *arena = &view->arena;
    enum party_kind kind;
    bool nl = lang == LANGUAGE_NL;
    if (told->kind == SAID_TIE || told->kind == SAID_TIE_WITHDRAWN)
        return tie_sentence(view, lang, told);
    struct text name = name_of(view, told->mention, &kind);
    struct text source = told->source_id ? view_source_name(view, told->source_id) : TEXT_EMPTY;
    struct text label = told->kind == SAID_PROPOSAL || told->kind == SAID_PROPOSAL_STEP
                            ? profile_label(told->word, lang, arena)
                            : told->word;
    switch (told->kind) {
    case SAID_TRAIT:
    case SAID_TRAIT_WITHDRAWN:
        return arena_printf(arena,
                            told->kind == SAID_TRAIT
                                ? (nl ? "%.*s: kenmerk %.*s is %.*s." : "%.*s: trait %.*s is %.*s.")
                            : nl ? "%.*s: kenmerk %.*s (%.*s) ingetrokken."
                                 : "%.*s: trait %.*s (%.*s) withdrawn.",
                            TEXT_ARG(name), TEXT_ARG(label), TEXT_ARG(told->more));
    case SAID_PROPOSAL:
        return arena_printf(
            arena, nl ? "%.*s: voorstel aan %.*s: %.*s wordt %.*s." : "%.*s: proposed to %.*s: %.*s becomes %.*s.",
            TEXT_ARG(name), TEXT_ARG(source), TEXT_ARG(label), TEXT_ARG(told->more));
    case SAID_PROPOSAL_STEP:
        return arena_printf(arena, "%.*s: %s: %.*s %.*s.", TEXT_ARG(name), step_words(told, lang), TEXT_ARG(label),
                            TEXT_ARG(told->more));
    case SAID_STAGE:
        return arena_printf(arena, nl ? "%.*s: van %.*s naar %.*s." : "%.*s: from %.*s to %.*s.", TEXT_ARG(name),
                            TEXT_ARG(told->word), TEXT_ARG(told->more));
    case SAID_HAND_OVER:
        return arena_printf(arena,
                            nl ? "%.*s: over te dragen aan %.*s als %.*s." : "%.*s: to be handed over to %.*s as %.*s.",
                            TEXT_ARG(name), TEXT_ARG(source), TEXT_ARG(told->word));
    default:
        return arena_printf(arena, "%.*s: %s: %.*s %.*s%s%.*s.", TEXT_ARG(name), step_words(told, lang),
                            TEXT_ARG(source), TEXT_ARG(told->word), told->more.len ? ", " : "", TEXT_ARG(told->more));
    }
}
