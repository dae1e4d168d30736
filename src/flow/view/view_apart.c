/*
 * The reason a person understands soonest goes first: somebody decided, a rule
 * forbids, the whole agrees too little, they never met.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/view_apart.h"

#include <string.h>

#include "flow/view/view_inside.h"
#include "match/cluster.h"

enum { LOOKED_MAX = 40 }; /* mentions of each */

struct side_of {
    struct stored_link *links;
    struct view_side *sides;
    size_t count, looked; /* looked: whose record still names them, at most LOOKED_MAX */
};

static enum status open_side(const struct view_apart_asked *asked, struct party_id party, struct side_of *ret,
                             struct error *err)
{
    struct arena *arena = &asked->view->arena;
    *ret = (struct side_of){ 0 };
    enum status status = store_party_links(asked->view->store, party, arena, &ret->links, &ret->count, err);
    ret->sides = arena_array(arena, struct view_side, LOOKED_MAX);
    if (status == STATUS_OK && !ret->sides)
        return error_set(err, STATUS_LIMIT, "the records are larger than their memory");
    for (size_t i = 0; i < ret->count && ret->looked < LOOKED_MAX && status == STATUS_OK; i++) {
        if (ret->links[i].kind != asked->kind)
            continue;
        status = view_side_read(asked->view, asked->corpus, &ret->links[i], &ret->sides[ret->looked], err);
        ret->looked += status == STATUS_OK;
        if (status == STATUS_CONFLICT) /* changed since */
            status = STATUS_OK;
    }
    return status;
}

static bool holds(const struct side_of *side, struct mention_id mention)
{
    for (size_t i = 0; i < side->count; i++)
        if (side->links[i].mention.v == mention.v)
            return true;
    return false;
}

static bool find_decided(const struct view_apart_asked *asked, const struct side_of *a, const struct side_of *b,
                         struct view_apart *ret)
{
    for (size_t i = asked->decisions_count; i-- > 0;) {
        const struct decision *d = &asked->decisions[i];
        bool is_between = (holds(a, d->a) && holds(b, d->b)) || (holds(a, d->b) && holds(b, d->a));
        if (d->withdrawn || d->kind == DECISION_SAME || !is_between)
            continue;
        *ret = (struct view_apart){ .reason = APART_DECIDED, .a = d->a, .b = d->b, .decided = d };
        return true;
    }
    return false;
}

static int32_t counted(int32_t score)
{
    return score > CLUSTER_SCORE_MOST ? CLUSTER_SCORE_MOST : score < CLUSTER_SCORE_LEAST ? CLUSTER_SCORE_LEAST : score;
}

/* All pairs between the two, as they are clustered. */
static bool look_at_pairs(const struct view_apart_asked *asked, const struct side_of *a, const struct side_of *b,
                          struct match_explanation *found, struct view_apart *ret)
{
    int64_t sum = 0;
    for (size_t i = 0; i < a->looked; i++)
        for (size_t j = 0; j < b->looked; j++) {
            view_side_explain(asked->corpus, asked->model, &a->sides[i], &b->sides[j], found);
            sum += counted(found->score);
            ret->pairs++;
            if (!found->veto)
                continue;
            bool one_each = a->sides[i].record.source_id == b->sides[j].record.source_id &&
                            text_equal(text_from(found->veto), TEXT("clean source"));
            *ret = (struct view_apart){ .reason = one_each ? APART_ONE_EACH : APART_VETOED,
                                        .a = a->sides[i].link.mention,
                                        .b = b->sides[j].link.mention,
                                        .rule = found->veto,
                                        .rule_nl = found->veto_nl,
                                        .rule_en = found->veto_en };
            return true;
        }
    ret->mean = ret->pairs ? (int32_t)(sum / (int64_t)ret->pairs) : 0;
    ret->reason = APART_MEAN;
    return ret->pairs > 1 && ret->mean < asked->found->threshold;
}

/* Came something of the two after the view was made, or was a decision on them taken back? */
static bool waits(const struct view_apart_asked *asked, const struct side_of *a, const struct side_of *b)
{
    struct ruleset view = { 0 };
    uint64_t seq = 0;
    bool is_newer = store_ruleset_get(asked->view->store, TEXT("view"), TEXT("default"), &asked->view->arena, &view,
                                      NULL) != STATUS_OK ||
                    !text_to_u64(view.body, &seq);
    for (size_t i = 0; i < a->looked && !is_newer; i++)
        is_newer = a->sides[i].record.seq > seq;
    for (size_t i = 0; i < b->looked && !is_newer; i++)
        is_newer = b->sides[i].record.seq > seq;
    for (size_t i = 0; i < asked->decisions_count && !is_newer; i++) {
        const struct decision *d = &asked->decisions[i];
        is_newer = d->withdrawn && (holds(a, d->a) || holds(a, d->b) || holds(b, d->a) || holds(b, d->b));
    }
    return is_newer;
}

enum status view_apart(const struct view_apart_asked *asked, struct view_apart *ret, struct error *err)
{
    struct side_of a, b;
    struct match_explanation *found = arena_new(&asked->view->arena, struct match_explanation);
    *ret = (struct view_apart){ 0 };
    if (!found)
        return error_set(err, STATUS_LIMIT, "the records are larger than their memory");
    enum status status = open_side(asked, asked->a, &a, err);
    if (status == STATUS_OK)
        status = open_side(asked, asked->b, &b, err);
    if (status != STATUS_OK || find_decided(asked, &a, &b, ret) || look_at_pairs(asked, &a, &b, found, ret))
        return status;
    ret->size = a.count + b.count;
    ret->reason = asked->found->keys == 0                                  ? APART_UNMET
                  : ret->size > CLUSTER_GROUP_MAX || !waits(asked, &a, &b) ? APART_SIZE
                                                                           : APART_WAITS;
    return STATUS_OK;
}

/* ---- in words ---- */

static const struct {
    const char *word, *sentence[LANGUAGE_COUNT];
} reasons[] = {
    [APART_WAITS] = { "apart_waits",
                      { "Nog niet dezelfde: deze twee komen genoeg overeen sinds er iets veranderde; de volgende "
                        "herkenning (resolve) beslist.",
                        "Not the same yet: these two agree enough since something changed; the next resolve "
                        "decides." } },
    [APART_DECIDED] = { "apart_decided",
                        { "Niet dezelfde, al komen deze twee genoeg overeen: iemand besloot dat andere vermeldingen "
                          "van "
                          "de twee niet dezelfde zijn.",
                          "Not the same, though these two agree enough: somebody decided that other mentions of the "
                          "two "
                          "are not." } },
    [APART_VETOED] = { "apart_vetoed",
                       { "Niet dezelfde, al komen deze twee genoeg overeen: een regel houdt andere vermeldingen van de "
                         "twee uit elkaar. ",
                         "Not the same, though these two agree enough: a rule keeps other mentions of the two "
                         "apart. " } },
    [APART_ONE_EACH] = { "apart_one_each",
                         { "Niet dezelfde, al komen deze twee genoeg overeen: een bron die niemand tweemaal noemt, "
                           "noemt "
                           "ze allebei.",
                           "Not the same, though these two agree enough: a source that names nobody twice names "
                           "both." } },
    [APART_MEAN] = { "apart_mean", { NULL, NULL } }, /* it tells figures: below */
    [APART_SIZE] = { "apart_size", { NULL, NULL } }, /* so does it */
    [APART_UNMET] = { "apart_unmet",
                      { "Niet dezelfde, al komen deze twee genoeg overeen: ze hebben geen zoeksleutel gemeen en zijn "
                        "nooit naast elkaar gelegd.",
                        "Not the same, though these two agree enough: they share no key and were never compared." } },
};

const char *view_apart_word(enum apart_reason reason)
{
    return reasons[reason].word;
}

static struct text bits_text(int32_t score, enum language lang, struct arena *arena)
{
    int32_t tenths = score * 10 / CLUSTER_SCORE_BIT, whole = tenths / 10, part = tenths % 10;
    return arena_printf(arena, "%s%d%s%d", tenths < 0 ? "-" : "", whole < 0 ? -whole : whole,
                        lang == LANGUAGE_NL ? "," : ".", part < 0 ? -part : part);
}

struct text view_apart_sentence(const struct view_apart *apart, int32_t threshold, enum language lang,
                                struct arena *arena)
{
    const char *sentence = reasons[apart->reason].sentence[lang];
    if (apart->reason == APART_VETOED)
        return arena_printf(arena, "%s%s", sentence, lang == LANGUAGE_NL ? apart->rule_nl : apart->rule_en);
    if (apart->reason == APART_SIZE && apart->size <= CLUSTER_GROUP_MAX)
        return text_from(
            lang == LANGUAGE_NL
                ? "Niet dezelfde, al komen deze twee genoeg overeen: zo veel vermeldingen lijken op hen dat "
                  "alleen de zekerste paren worden vergeleken en gekoppeld. Zijn ze het toch, besluit het dan."
                : "Not the same, though these two agree enough: so many mentions are like them that only the "
                  "surest pairs are compared and joined. If they are one, decide so.");
    if (apart->reason == APART_SIZE)
        return lang == LANGUAGE_NL
                   ? arena_printf(
                         arena,
                         "Niet dezelfde, al komen deze twee genoeg overeen: samen zijn het %zu vermeldingen, en "
                         "boven de %d worden alleen de zekerste paren gekoppeld. Zijn ze het toch, besluit het "
                         "dan.",
                         apart->size, CLUSTER_GROUP_MAX)
                   : arena_printf(
                         arena,
                         "Not the same, though these two agree enough: together they are %zu mentions, and above "
                         "%d only the surest pairs are joined. If they are one, decide so.",
                         apart->size, CLUSTER_GROUP_MAX);
    if (apart->reason != APART_MEAN)
        return text_from(sentence);
    struct text mean = bits_text(apart->mean, lang, arena), needed = bits_text(threshold, lang, arena);
    return lang == LANGUAGE_NL
               ? arena_printf(arena,
                              "Niet dezelfde, al komen deze twee genoeg overeen: alle vermeldingen van de twee samen "
                              "doen dat niet. Over %zu paren is het gemiddeld %.*s bits, en %.*s is nodig.",
                              apart->pairs, TEXT_ARG(mean), TEXT_ARG(needed))
               : arena_printf(arena,
                              "Not the same, though these two agree enough: all mentions of the two together do not. "
                              "Over %zu pairs the mean is %.*s bits, and %.*s is needed.",
                              apart->pairs, TEXT_ARG(mean), TEXT_ARG(needed));
}

void view_apart_put(const struct view_apart *apart, enum language lang, struct json_out *json)
{
    json_key(json, "apart");
    json_object(json);
    if (apart->a.v) {
        json_put_str(json, "a", mention_id_text(apart->a).s);
        json_put_str(json, "b", mention_id_text(apart->b).s);
    }
    if (apart->decided)
        json_put_str(json, "decision", id_text_of('D', apart->decided->id).s);
    if (apart->rule) {
        json_put_str(json, "rule", apart->rule);
        json_put_str(json, "rule_sentence", lang == LANGUAGE_NL ? apart->rule_nl : apart->rule_en);
    }
    if (apart->reason == APART_SIZE)
        json_put_u64(json, "size", apart->size);
    if (apart->reason == APART_MEAN) {
        json_put_u64(json, "pairs", apart->pairs);
        view_put_bits(json, "mean", apart->mean);
    }
    json_end(json);
}
