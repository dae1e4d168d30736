/*
 * Why two stay apart although they alone agree enough.  Inside flow/view/view*.c only.
 *
 * Parties are joined as wholes (match/cluster.h): somebody may have decided on
 * others of them, a rule may hold for others of them, and all pairs between
 * the two count, of which the mean must reach the threshold.
 */
#pragma once

#include "flow/view/view_side.h"

enum apart_reason {
    APART_WAITS = 0, /* nothing holds them apart: the view is from before */
    APART_DECIDED,   /* somebody decided on others of the two */
    APART_VETOED,    /* a rule forbids joining others of the two */
    APART_ONE_EACH,  /* … that a source which names nobody twice names both */
    APART_MEAN,      /* all pairs together agree too little */
    APART_SIZE,      /* they, or what is like them, are more than one cluster holds: only the surest pairs count */
    APART_UNMET,     /* no key in common: they were never compared */
};

struct view_apart {
    enum apart_reason reason;
    struct mention_id a, b; /* whom it is about, of a decision or rule */
    const struct decision *decided;
    const char *rule, *rule_nl, *rule_en;
    int32_t mean; /* over those pairs, each as it counts in clustering */
    size_t pairs;
    size_t size; /* mentions of both */
};

struct view_apart_asked {
    struct view *view;
    const struct corpus *corpus;
    const struct match_model *model;
    struct party_id a, b;
    enum party_kind kind;
    const struct decision *decisions;
    size_t decisions_count;
    const struct match_explanation *found; /* of the two themselves */
};
enum status view_apart(const struct view_apart_asked *asked, struct view_apart *ret, struct error *err);

const char *view_apart_word(enum apart_reason reason);
struct text view_apart_sentence(const struct view_apart *apart, int32_t threshold, enum language lang,
                                struct arena *arena);
/* "apart": what it rests on. */
void view_apart_put(const struct view_apart *apart, enum language lang, struct json_out *json);
