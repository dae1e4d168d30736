/*
 * Search and summary.  The shapes stand in view.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/view.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/scoped.h"
#include "flow/profile/party_find.h"
#include "flow/snapshot/view_snapshot.h"
#include "lang/fold.h"
#include "match/match.h"

enum { IMPORTS_SHOWN = 20 };

struct hits {
    struct search_hit items[SEARCH_HITS_MAX];
    size_t count, limit;
    enum party_kind kind; /* 0: every kind */
    bool near;            /* nothing as typed; these with one letter mended */
};

static void add_hits(struct hits *hits, const struct search_hit *found, size_t count)
{
    for (size_t i = 0; i < count && hits->count < hits->limit; i++) {
        bool there = hits->kind && party_id_kind(found[i].party) != hits->kind;
        for (size_t h = 0; h < hits->count; h++)
            there = there || hits->items[h].party.v == found[i].party.v;
        if (!there)
            hits->items[hits->count++] = found[i];
    }
}

static enum status search_id(struct view *view, struct text q, struct hits *hits, struct error *err)
{
    struct party_id party = { 0 };
    struct record_id record = { 0 };
    struct stored_party found = { 0 };
    struct stored_link *links = NULL;
    size_t links_count = 0;
    enum status status = STATUS_NOT_FOUND;
    if (party_id_read(q, &party)) {
        status = store_party_resolve(view->store, party, &party, err);
    } else if (record_id_read(q, &record)) {
        status = store_record_links(view->store, record, &view->arena, &links, &links_count, err);
        if (links_count)
            party = links[0].party;
    }
    if (status == STATUS_OK && party.v)
        status = store_party_get(view->store, party, &view->arena, &found, err);
    if (status == STATUS_OK && found.party.v) {
        struct search_hit hit = { found.party, found.name, found.summary, found.records };
        add_hits(hits, &hit, 1);
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status search(struct view *view, struct text q, struct hits *hits, struct error *err)
{
    struct text keys[PARTY_QUESTION_KEYS_MAX];
    struct search_hit *found = NULL;
    size_t found_count = 0;
    enum status status = search_id(view, q, hits, err);
    if (status != STATUS_OK || hits->count)
        return status;
    size_t keys_count = party_question_keys(q, "NL", &view->arena, keys);
    for (size_t i = 0; i < keys_count && status == STATUS_OK; i++) {
        status = store_search_key(view->store, keys[i], hits->limit, &view->arena, &found, &found_count, err);
        if (status == STATUS_OK)
            add_hits(hits, found, found_count);
    }
    if (status != STATUS_OK || hits->count)
        return status;
    struct text words = fold_text(q, &view->arena);
    if (words.len == 0)
        return STATUS_OK;
    status =
        store_search(view->store, words, hits->kind, hits->limit, &view->arena, &found, &found_count, &hits->near, err);
    if (status == STATUS_OK)
        add_hits(hits, found, found_count);
    return status;
}

enum status view_search(struct store *store, struct text q, enum party_kind kind, size_t limit, struct json_out *json,
                        struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct hits hits = { .limit = limit < SEARCH_HITS_MAX ? limit : SEARCH_HITS_MAX, .kind = kind };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = search(&view, q, &hits, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "query");
    json_text(json, q);
    json_key(json, "total");
    json_u64(json, hits.count);
    if (hits.near) {
        json_key(json, "near");
        json_bool(json, true);
    }
    json_key(json, "parties");
    json_array(json);
    for (size_t i = 0; i < hits.count; i++) {
        const struct search_hit *hit = &hits.items[i];
        json_object(json);
        json_key(json, "id");
        json_str(json, party_id_text(hit->party).s);
        json_key(json, "kind");
        json_str(json, party_kind_name(party_id_kind(hit->party)));
        json_key(json, "name");
        json_text(json, hit->name);
        json_key(json, "summary");
        json_text(json, hit->summary);
        json_key(json, "records");
        json_u64(json, hit->records);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return STATUS_OK;
}

/* ---- summary ---- */

static void put_import(const struct view *view, const struct import_run *run, struct json_out *json)
{
    static const char *const states[] = { "", "running", "done", "failed" };
    json_object(json);
    json_put_u64(json, "id", run->id);
    json_key(json, "source");
    json_text(json, view_source_name(view, run->source_id));
    json_key(json, "file");
    json_text(json, run->file_name);
    json_key(json, "state");
    json_str(json, states[run->state]);
    view_put_time(json, "started", run->started_ms);
    if (run->finished_ms)
        view_put_time(json, "finished", run->finished_ms);
    json_put_u64(json, "rows", run->counts.rows);
    json_put_u64(json, "created", run->counts.created);
    json_put_u64(json, "updated", run->counts.updated);
    json_put_u64(json, "unchanged", run->counts.unchanged);
    json_put_u64(json, "rejected", run->counts.rejected);
    json_put_u64(json, "events_created", run->counts.events_created);
    json_put_u64(json, "events_unchanged", run->counts.events_unchanged);
    json_end(json);
}

enum status view_import(struct store *store, uint64_t id, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct import_run *runs = NULL;
    size_t count = 0, at = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_imports(store, &view.arena, &runs, &count, err);
    while (at < count && runs[at].id != id)
        at++;
    if (status == STATUS_OK && at == count)
        status = error_set(err, STATUS_NOT_FOUND, "there is no import %llu", (unsigned long long)id);
    if (status == STATUS_OK)
        put_import(&view, &runs[at], json);
    return status;
}

static enum status put_imports(struct view *view, struct json_out *json, struct error *err)
{
    struct import_run *runs = NULL;
    size_t count = 0;
    enum status status = store_imports(view->store, &view->arena, &runs, &count, err);
    if (status != STATUS_OK)
        return status;
    json_key(json, "imports");
    json_array(json);
    uint64_t below = UINT64_MAX;
    for (size_t shown = 0; shown < IMPORTS_SHOWN; shown++) {
        const struct import_run *newest = NULL;
        for (size_t i = 0; i < count; i++)
            if (runs[i].id < below && (!newest || runs[i].id > newest->id) && runs[i].file_name.len > 0)
                newest = &runs[i]; /* without a name it is of what people type, and no file */
        if (!newest)
            break;
        put_import(view, newest, json);
        below = newest->id;
    }
    json_end(json);
    return STATUS_OK;
}

enum status view_summary(struct store *store, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct store_counts counts = { 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_count(store, &counts, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_put_u64(json, "records", counts.records);
    json_put_u64(json, "versions", counts.versions);
    json_put_u64(json, "rejected", counts.rejected);
    json_put_u64(json, "events", counts.events);
    json_put_u64(json, "mentions", counts.mentions);
    json_put_u64(json, "persons", counts.persons);
    json_put_u64(json, "organisations", counts.organisations);
    json_put_u64(json, "households", counts.households);
    json_put_u64(json, "roles", counts.roles);
    json_put_u64(json, "findings", counts.findings);
    json_put_u64(json, "reviews", counts.reviews);
    json_put_u64(json, "decisions", counts.decisions);
    uint64_t parties = counts.persons + counts.organisations;
    json_put_u64(json, "duplicates", counts.mentions > parties ? counts.mentions - parties : 0);
    json_key(json, "sources");
    json_array(json);
    for (size_t i = 0; i < view.sources_count; i++) {
        json_object(json);
        json_key(json, "name");
        json_text(json, view.sources[i].name);
        json_key(json, "kind");
        json_str(json, source_kind_name(view.sources[i].kind));
        json_key(json, "one_per_party");
        json_bool(json, view.sources[i].one_per_party);
        json_end(json);
    }
    json_end(json);
    status = put_imports(&view, json, err);
    json_end(json);
    return status;
}
