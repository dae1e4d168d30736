/*
 * Breadth first, a step of the whole frontier at a time, so that the way found
 * is a shortest one.  Of several the one over the smaller ids: the order of
 * the frontier is the order of finding, and neighbours come in order of id.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/job/tie_kinds.h"
#include "flow/profile/org_ties.h"
#include "flow/view/ties.h"
#include "flow/view/view_inside.h"
#include "os/clock.h"
#include "store/choice.h"

struct reached {
    struct party_id party;
    uint32_t from;              /* place of the one before; itself at the start */
    const char *kind;           /* "role", "household", or of a tie */
    const struct tie_kind *tie; /* NULL: a role or household */
    bool out;                   /* the tie goes from the one before to this one */
    bool past;                  /* and it ended */
};

struct walk {
    struct view view;
    struct arena arena; /* of one party's neighbours */
    const struct job *job;
    struct text today;
    struct map seen;
    VEC(struct reached) reached;
    struct party_id to;
    size_t found; /* place, 0 while not */
    bool is_full; /* PATH_PARTIES_MAX was met */
};

static void walk_done(struct walk *walk)
{
    view_close(&walk->view);
    arena_done(&walk->arena);
    map_done(&walk->seen);
    vec_done(&walk->reached);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a path");
}

static enum status reach(struct walk *walk, struct reached reached, struct error *err)
{
    bool is_new = false;
    if (walk->found)
        return STATUS_OK;
    if (walk->reached.len >= PATH_PARTIES_MAX) {
        walk->is_full = true;
        return STATUS_OK;
    }
    if (!map_put(&walk->seen, reached.party.v, 1, &is_new))
        return no_memory(err);
    if (!is_new)
        return STATUS_OK;
    if (!vec_push(&walk->reached, reached))
        return no_memory(err);
    if (reached.party.v == walk->to.v)
        walk->found = walk->reached.len - 1;
    return STATUS_OK;
}

static enum status reach_ties(struct walk *walk, struct party_id id, size_t at, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    enum status status = store_party_ties(walk->view.store, id, STORE_NOW, &walk->arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_link a = { 0 }, b = { 0 };
        if (text_equal(ties[i].kind, TEXT("apart")) || text_starts(ties[i].kind, TEXT("not-")) ||
            store_mention_link(walk->view.store, ties[i].a, &a, NULL) != STATUS_OK ||
            store_mention_link(walk->view.store, ties[i].b, &b, NULL) != STATUS_OK)
            continue;
        const struct tie_kind *kind = tie_kind_find(ties[i].kind, a.kind, b.kind);
        bool out = a.party.v == id.v;
        if (kind) /* else written by a newer program */
            status = reach(walk,
                           (struct reached){ .party = out ? b.party : a.party,
                                             .from = (uint32_t)at,
                                             .kind = kind->name,
                                             .tie = kind,
                                             .out = out,
                                             .past = view_is_past(ties[i].until, walk->today) },
                           err);
    }
    return status;
}

static enum status reach_by_records(struct walk *walk, struct party_id id, size_t at, struct error *err)
{
    struct org_tie *ties = NULL;
    size_t count = 0;
    struct view view = walk->view; /* with an arena that is emptied at each step */
    view.arena = walk->arena;
    enum status status = ties_of_records(&view, walk->job, id, &ties, &count, err);
    walk->arena = view.arena;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct tie_kind *kind = tie_kind_find(text_from(ties[i].kind), PARTY_ORGANISATION, PARTY_ORGANISATION);
        status = reach(
            walk,
            (struct reached){
                .party = ties[i].other, .from = (uint32_t)at, .kind = kind->name, .tie = kind, .out = ties[i].out },
            err);
    }
    return status;
}

static enum status reach_neighbours(struct walk *walk, size_t at, struct error *err)
{
    struct party_id id = walk->reached.ptr[at].party;
    struct stored_role *found = NULL;
    const struct stored_role *roles = NULL;
    struct stored_member *members = NULL;
    size_t count = 0;
    arena_reset(&walk->arena);
    enum status status = reach_ties(walk, id, at, err);
    if (status == STATUS_OK)
        status = reach_by_records(walk, id, at, err);
    if (status == STATUS_OK && party_id_kind(id) != PARTY_ORGANISATION) {
        status = store_party_members(walk->view.store, id, &walk->arena, &members, &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status =
                reach(walk,
                      (struct reached){ .party = members[i].household.v == walk->to.v ? walk->to : members[i].person,
                                        .from = (uint32_t)at,
                                        .kind = "household" },
                      err);
    }
    if (status == STATUS_OK && party_id_kind(id) != PARTY_HOUSEHOLD) {
        status = store_party_roles(walk->view.store, id, &walk->arena, &found, &count, err);
        if (status == STATUS_OK)
            status = roles_as_said(&walk->view, NULL, id, found, count, &roles, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            if (roles[i].gone_name.len == 0)
                status = reach(
                    walk,
                    (struct reached){ .party = roles[i].person.v == id.v ? roles[i].organisation : roles[i].person,
                                      .from = (uint32_t)at,
                                      .kind = view_role_is_former(&roles[i], walk->today) ? "former_role" : "role" },
                    err);
    }
    return status;
}

static struct text step_sentence(struct walk *walk, const struct reached *to, struct text a, struct text b)
{
    static const struct {
        const char *kind, *words[LANGUAGE_COUNT];
    } kinds[] = {
        { "role", { "werkt bij of met", "works at or with" } },
        { "former_role", { "werkte bij of met", "worked at or with" } },
        { "household", { "hoort bij hetzelfde huishouden als", "belongs to the same household as" } },
    };
    struct arena *arena = &walk->view.arena;
    const char *words = "";
    if (to->tie) {
        struct text sentence = tie_kind_sentence(to->tie, to->out, walk->job->lang, b, arena);
        const char *past = !to->past ? "" : walk->job->lang == LANGUAGE_NL ? " (voorheen)" : " (formerly)";
        return arena_printf(arena, "%.*s: %.*s%s", TEXT_ARG(a), TEXT_ARG(sentence), past);
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i].kind, to->kind) == 0)
            words = kinds[i].words[walk->job->lang];
    return arena_printf(arena, "%.*s %s %.*s", TEXT_ARG(a), words, TEXT_ARG(b));
}

static void put_steps(struct walk *walk, struct json_out *json)
{
    size_t steps[PATH_STEPS_MAX + 1] = { 0 }, count = 0;
    for (size_t at = walk->found; at != 0 && count <= PATH_STEPS_MAX; at = walk->reached.ptr[at].from)
        steps[count++] = at;
    json_key(json, "steps");
    json_array(json);
    while (count-- > 0) {
        const struct reached *to = &walk->reached.ptr[steps[count]];
        struct party_id from = walk->reached.ptr[to->from].party;
        struct text a = view_party_name(&walk->view, from), b = view_party_name(&walk->view, to->party);
        json_object(json);
        view_put_id_name(&walk->view, "from", from, json);
        view_put_id_name(&walk->view, "to", to->party, json);
        json_put_str(json, "kind", to->kind);
        json_put(json, "sentence", step_sentence(walk, to, a, b));
        json_end(json);
    }
    json_end(json);
}

static struct text summary(struct walk *walk, size_t steps, bool is_same)
{
    bool nl = walk->job->lang == LANGUAGE_NL;
    if (is_same)
        return text_from(nl ? "Dat is een en dezelfde." : "That is one and the same.");
    if (steps)
        return steps == 1 ? text_from(nl ? "Ze kennen elkaar rechtstreeks." : "They know each other directly.")
                          : arena_printf(&walk->view.arena, nl ? "Via %zu stappen." : "In %zu steps.", steps);
    if (walk->is_full)
        return text_from(nl ? "Niet gevonden; de kring is te groot om helemaal af te zoeken."
                            : "Not found; the circle is too large to be searched whole.");
    return text_from(nl ? "Er is geen weg bekend van hooguit zes stappen." : "No way of six steps or fewer is known.");
}

static enum status search(struct walk *walk, struct party_id a, struct error *err)
{
    enum status status = reach(walk, (struct reached){ .party = a, .kind = "start" }, err);
    size_t from = 0;
    for (int step = 0; step < PATH_STEPS_MAX && !walk->found && status == STATUS_OK && !walk->is_full; step++) {
        size_t to = walk->reached.len;
        for (size_t at = from; at < to && !walk->found && status == STATUS_OK; at++)
            status = reach_neighbours(walk, at, err);
        from = to;
    }
    return status;
}

enum status path_view(struct store *store, const struct job *job, struct party_id a, struct party_id b,
                      struct json_out *json, struct error *err)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    char today[CLOCK_TEXT_LEN + 1];
    clock_text(job->now_ms, today);
    SCOPED(walk_done)
    struct walk walk = {
        .view = VIEW_CLOSED, .arena = ARENA_UP_TO(VIEW_ARENA_BYTES), .job = job, .today = { today, 10 }
    };
    size_t steps = 0;
    enum status status = view_open(store, &walk.view, err);
    if (status == STATUS_OK)
        status = store_party_resolve(store, a, &a, err);
    if (status == STATUS_OK)
        status = store_party_resolve(store, b, &walk.to, err);
    if (status == STATUS_OK && a.v != walk.to.v)
        status = search(&walk, a, err);
    if (status != STATUS_OK)
        return status;
    for (size_t at = walk.found; at != 0; at = walk.reached.ptr[at].from)
        steps++;
    json_object(&inner);
    view_put_id_name(&walk.view, "from", a, &inner);
    view_put_id_name(&walk.view, "to", walk.to, &inner);
    json_put_bool(&inner, "found", walk.found || a.v == walk.to.v);
    json_put(&inner, "sentence", summary(&walk, steps, a.v == walk.to.v));
    put_steps(&walk, &inner);
    json_end(&inner);
    status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
