/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/moments.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/scoped.h"
#include "base/search.h"

enum { RULESETS_MAX = 100000 };

struct finding_moments {
    struct moments *moments;
    struct map mentions, records; /* met */
    bool *changed;                /* of each view */
};

static void finding_done(struct finding_moments *f)
{
    map_done(&f->mentions);
    map_done(&f->records);
    free(f->changed);
}

void moments_done(struct moments *moments)
{
    arena_done(&moments->arena);
    vec_done(&moments->changed);
    vec_done(&moments->moves);
    vec_done(&moments->choices);
    vec_done(&moments->rulesets);
    *moments = MOMENTS_CLOSED;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the history of a party");
}

/* ---- from a fact to the first view that knew it; what no view knows yet waits ---- */

static uint64_t by_record(const struct view_made *view)
{
    return view->record_seq;
}

static uint64_t by_run(const struct view_made *view)
{
    return view->identity_run;
}

static uint64_t by_ruleset(const struct view_made *view)
{
    return view->ruleset_id;
}

static uint64_t by_time(const struct view_made *view)
{
    return view->recorded_ms < 0 ? 0 : (uint64_t)view->recorded_ms;
}

static void mark(struct finding_moments *f, uint64_t fact, uint64_t (*mark_of)(const struct view_made *view))
{
    const struct moments *moments = f->moments;
    size_t from = LOWER_BOUND(i, 0, moments->views_count, mark_of(&moments->views[i]) < fact);
    if (from < moments->views_count)
        f->changed[from] = true;
}

/* ---- one mention ---- */

static enum status mark_record(struct finding_moments *f, struct record_id record, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(MOMENTS_BYTES_MAX);
    struct stored_record *versions = NULL;
    size_t count = 0;
    bool is_new = false;
    if (!map_put(&f->records, record.v, 1, &is_new))
        return no_memory(err);
    if (!is_new)
        return STATUS_OK;
    enum status status = store_record_versions(f->moments->store, record, &arena, &versions, &count, err);
    for (size_t i = 0; i < count; i++)
        mark(f, versions[i].seq, by_record);
    return status;
}

/* Of a record that names the party, others move too: the organisation of a role, the person in a household. */
static enum status mark_beside(struct finding_moments *f, struct record_id record, enum party_kind kind,
                               struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(MOMENTS_BYTES_MAX);
    enum status status = STATUS_OK;
    for (unsigned ordinal = 0; ordinal < 2 && status == STATUS_OK; ordinal++) {
        struct assignment_run *rows = NULL;
        size_t count = 0;
        status = store_mention_assignments(f->moments->store, mention_id_of(record, kind, ordinal), &arena, &rows,
                                           &count, err);
        for (size_t i = 0; i < count; i++)
            mark(f, rows[i].run, by_run);
    }
    return status;
}

static enum status add_choices(struct finding_moments *f, struct mention_id mention, struct error *err)
{
    struct moments *moments = f->moments;
    struct choice_told *choices = NULL;
    size_t count = 0;
    enum status status = store_choice_log(moments->store, mention, &moments->arena, &choices, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        mark(f, (uint64_t)choices[i].recorded_ms, by_time);
        if (choices[i].taken_back.ms)
            mark(f, (uint64_t)choices[i].taken_back.ms, by_time);
        if (!vec_push(&moments->choices, choices[i]))
            status = no_memory(err);
    }
    return status;
}

static enum status add_mention(struct finding_moments *f, struct mention_id mention, struct record_id record,
                               struct error *err)
{
    struct moments *moments = f->moments;
    struct assignment_run *rows = NULL;
    size_t count = 0;
    bool is_new = false;
    if (!map_put(&f->mentions, mention.v, 1, &is_new))
        return no_memory(err);
    if (!is_new)
        return STATUS_OK;
    if (f->mentions.count > MOMENTS_MENTIONS_MAX)
        return error_set(err, STATUS_LIMIT, "party %s had more than %d mentions; its history is not told",
                         party_id_text(moments->party).s, MOMENTS_MENTIONS_MAX);
    enum status status = store_mention_assignments(moments->store, mention, &moments->arena, &rows, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        record = rows[i].record.v ? rows[i].record : record;
        if (rows[i].party.v != moments->party.v && rows[i].before.v != moments->party.v)
            continue;
        mark(f, rows[i].run, by_run);
        if (!vec_push(&moments->moves, rows[i]))
            status = no_memory(err);
    }
    if (status == STATUS_OK && record.v)
        status = mark_record(f, record, err);
    if (status == STATUS_OK && record.v && party_id_kind(moments->party) == PARTY_PERSON)
        status = mark_beside(f, record, PARTY_ORGANISATION, err);
    if (status == STATUS_OK && record.v && party_id_kind(moments->party) == PARTY_PERSON)
        status = mark_beside(f, record, PARTY_HOUSEHOLD, err);
    return status == STATUS_OK ? add_choices(f, mention, err) : status;
}

/* ---- all of them ---- */

static enum status add_mentions(struct finding_moments *f, struct error *err)
{
    struct moments *moments = f->moments;
    struct stored_link *links = NULL;
    struct stored_member *members = NULL;
    struct mention_id *left = NULL;
    size_t count = 0;
    enum status status = STATUS_OK;
    if (party_id_kind(moments->party) != PARTY_HOUSEHOLD) {
        status = store_party_links(moments->store, moments->party, &moments->arena, &links, &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = add_mention(f, links[i].mention, links[i].record, err);
    } else {
        status = store_party_members(moments->store, moments->party, &moments->arena, &members, &count, err);
        for (size_t m = 0; m < count && status == STATUS_OK; m++) {
            size_t links_count = 0;
            status = store_party_links(moments->store, members[m].person, &moments->arena, &links, &links_count, err);
            for (size_t i = 0; i < links_count && status == STATUS_OK; i++)
                status = add_mention(f, mention_id_of(links[i].record, PARTY_HOUSEHOLD, links[i].ordinal),
                                     links[i].record, err);
        }
    }
    if (status == STATUS_OK)
        status = store_party_left(moments->store, moments->party, &moments->arena, &left, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = add_mention(f, left[i], (struct record_id){ 0 }, err);
    return status;
}

static enum status add_rulesets(struct finding_moments *f, struct error *err)
{
    static const char *const kinds[] = { "mapping", "leading", "settings" };
    struct moments *moments = f->moments;
    struct ruleset_head *heads = NULL;
    size_t count = 0;
    enum status status =
        store_ruleset_heads(moments->store, INT64_MAX, RULESETS_MAX, &moments->arena, &heads, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
            if (!text_equal(heads[i].kind, text_from(kinds[k])))
                continue;
            mark(f, heads[i].id, by_ruleset);
            if (!vec_push(&moments->rulesets, heads[i]))
                status = no_memory(err);
        }
    return status;
}

static int compare_moves(const void *a, const void *b)
{
    const struct assignment_run *x = a, *y = b;
    if (x->run != y->run)
        return x->run < y->run ? -1 : 1;
    return x->mention.v < y->mention.v ? -1 : x->mention.v > y->mention.v;
}

enum status moments_find(struct store *store, struct party_id party, struct moments *ret, struct error *err)
{
    SCOPED(finding_done) struct finding_moments f = { .moments = ret };
    struct view_made *views = NULL;
    ret->store = store;
    ret->party = party;
    enum status status = store_views_made(store, &ret->arena, &views, &ret->views_count, err);
    ret->views = views;
    f.changed = calloc(ret->views_count + 1, sizeof(*f.changed));
    if (status == STATUS_OK && !f.changed)
        return no_memory(err);
    if (status == STATUS_OK)
        status = store_identity_of(store, party, &ret->arena, &ret->told, &ret->told_count, err);
    for (size_t i = 0; i < ret->told_count && status == STATUS_OK; i++)
        mark(&f, ret->told[i].run, by_run);
    if (status == STATUS_OK)
        status = add_mentions(&f, err);
    if (status == STATUS_OK)
        status = add_rulesets(&f, err);
    if (ret->moves.len)
        qsort(ret->moves.ptr, ret->moves.len, sizeof(*ret->moves.ptr), compare_moves);
    for (size_t i = 0; i < ret->views_count && status == STATUS_OK; i++)
        if (f.changed[i] && !vec_push(&ret->changed, (uint32_t)i))
            status = no_memory(err);
    return status;
}
