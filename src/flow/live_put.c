/*
 * One record: in by the door every file takes, so that keys, mappings, masking
 * and what was erased hold for it too, and then looked up in the index that
 * has taken it in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/import.h"
#include "flow/live_inside.h"
#include "flow/view_snapshot.h"

enum { PUT_BYTES_MAX = 64 * 1024 * 1024, PLACES_MAX = LIVE_PARTIES_MAX };

struct place {
    struct party_id party;
    int32_t score;
    bool is_linked;
};

struct putting {
    struct live *live;
    struct store *store;
    struct arena arena;
    struct view view;
    struct stored_record record;
    struct normal_record normal;
    struct place places[PLACES_MAX];
    size_t count;
};

static void putting_done(struct putting *putting)
{
    view_close(&putting->view);
    arena_done(&putting->arena);
}

/* ---- keeping ---- */

static enum status keep(struct store *store, const struct job *job, struct text source,
                        const struct live_question *values, struct import_report *ret, struct error *err)
{
    SCOPED(buf_done) struct buf line = BUF_EMPTY;
    live_line(values, &line);
    enum status status = buf_status(&line, err);
    const struct import_options options = { .source = source, .path = "-", .bytes = buf_text(&line) };
    if (status == STATUS_OK)
        status = import_file(store, job, &options, ret, err);
    if (status == STATUS_OK && (ret->counts.rejected || ret->record.v == 0)) {
        status = error_set(err, STATUS_INVALID, "the source's record was refused");
        error_hint(err, "It has no key or value that says who it is, or whoever it names was erased.");
    }
    return status;
}

/* ---- where it goes ---- */

static void put_place(struct putting *putting, struct party_id party, int32_t score, bool is_linked)
{
    for (size_t i = 0; i < putting->count; i++)
        if (putting->places[i].party.v == party.v) {
            putting->places[i].is_linked |= is_linked;
            if (score > putting->places[i].score)
                putting->places[i].score = score;
            return;
        }
    if (putting->count < PLACES_MAX)
        putting->places[putting->count++] = (struct place){ party, score, is_linked };
}

/* The party of a mention in the view that stands, when it has one. */
static enum status find_party(struct putting *putting, struct mention_id mention, int32_t score, bool is_linked,
                              struct error *err)
{
    struct stored_link link = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_mention_link(putting->store, mention, &link, &why);
    if (status == STATUS_OK)
        put_place(putting, link.party, score, is_linked);
    else if (status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static const struct match_link *link_of(const struct match_around *around, struct mention_id mention)
{
    for (size_t i = 0; i < around->links.len; i++)
        if (around->links.ptr[i].mention.v == mention.v)
            return &around->links.ptr[i];
    return NULL;
}

/* Those it stands with after the next resolve first; alone, the party it was in. */
static enum status find_places(struct putting *putting, struct mention_id mention, struct error *err)
{
    SCOPED(match_around_done) struct match_around around = { 0 };
    enum status status = match_index_around(putting->live->index, &mention, 1, NULL, &around, err);
    const struct match_link *own = status == STATUS_OK ? link_of(&around, mention) : NULL;
    size_t mates = 0;
    for (size_t i = 0; own && i < around.links.len && status == STATUS_OK; i++) {
        const struct match_link *link = &around.links.ptr[i];
        if (link == own || link->cluster != own->cluster)
            continue;
        mates++;
        status = find_party(putting, link->mention, own->score, true, err);
    }
    if (status == STATUS_OK && own && mates == 0)
        status = find_party(putting, mention, 0, true, err);
    for (size_t i = 0; i < around.doubts.len && status == STATUS_OK; i++) {
        const struct match_review *doubt = &around.doubts.ptr[i];
        if (doubt->a.v == mention.v || doubt->b.v == mention.v)
            status = find_party(putting, doubt->a.v == mention.v ? doubt->b : doubt->a, doubt->score, false, err);
    }
    return status;
}

static enum status read_record(struct putting *putting, struct record_id record, struct error *err)
{
    enum status status = store_record_get(putting->store, record, &putting->arena, &putting->record, err);
    if (status == STATUS_OK)
        status = corpus_normalise(&putting->live->corpus, &putting->record, &putting->arena, &putting->normal, err);
    return status;
}

/* ---- the answer ---- */

static enum status put_party(struct putting *putting, const struct place *place, struct json_out *json,
                             struct error *err)
{
    struct stored_party party = { 0 };
    enum status status = store_party_get(putting->store, place->party, &putting->arena, &party, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "id");
    json_str(json, party_id_text(place->party).s);
    json_key(json, "kind");
    json_str(json, party_kind_name(party_id_kind(place->party)));
    json_key(json, "name");
    json_text(json, party.name);
    json_key(json, "outcome");
    json_str(json, place->is_linked ? "linked" : "review");
    view_put_bits(json, "bits", place->score);
    json_end(json);
    return STATUS_OK;
}

static enum status put_answer(struct putting *putting, const struct import_report *kept, enum language lang,
                              struct json_out *json, struct error *err)
{
    static const char *const words[] = { "linked", "review", "apart" };
    static const char *const sentences[][LANGUAGE_COUNT] = {
        { "Het record hoort bij een relatie die er is.", "The record is of a party that is there." },
        { "Het record wordt een nieuwe relatie, die op een bekende lijkt: kijk zelf.",
          "The record becomes a new party, which is like one that is known: look for yourself." },
        { "Het record wordt een nieuwe relatie.", "The record becomes a new party." },
    };
    size_t outcome = putting->count ? 1 : 2;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < putting->count; i++)
        if (putting->places[i].is_linked)
            outcome = 0;
    json_key(json, "record");
    json_str(json, record_id_text(putting->record.id).s);
    json_key(json, "source");
    json_text(json, view_source_name(&putting->view, putting->record.source_id));
    json_key(json, "key");
    json_text(json, putting->record.source_key);
    json_key(json, "change");
    json_str(json, kept->counts.created ? "created" : kept->counts.updated ? "updated" : "unchanged");
    json_key(json, "outcome");
    json_str(json, words[outcome]);
    json_key(json, "sentence");
    json_str(json, sentences[outcome][lang]);
    json_key(json, "parties");
    json_array(json);
    for (int linked = 1; linked >= 0; linked--)
        for (size_t i = 0; i < putting->count && status == STATUS_OK; i++)
            if (putting->places[i].is_linked == linked)
                status = put_party(putting, &putting->places[i], json, err);
    json_end(json);
    return status;
}

/* Index and store stand still. */
static enum status answer(struct putting *putting, const struct import_report *kept, enum language lang,
                          struct json_out *json, struct error *err)
{
    enum status status = view_open(putting->store, &putting->view, err);
    if (status == STATUS_OK)
        status = read_record(putting, kept->record, err);
    for (size_t i = 0; i < putting->normal.mentions_count && i < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; i++)
        status = find_places(putting, mention_id_at(kept->record, &putting->normal, i), err);
    return status == STATUS_OK ? put_answer(putting, kept, lang, json, err) : status;
}

enum status live_put(struct live *live, struct store *store, const struct job *job, struct text source,
                     const struct live_question *values, struct json_out *json, struct error *err)
{
    struct import_report kept = { 0 };
    SCOPED(putting_done)
    struct putting putting = { .live = live, .store = store, .arena = ARENA_UP_TO(PUT_BYTES_MAX), .view = VIEW_CLOSED };
    enum status status = keep(store, job, source, values, &kept, err);
    if (status != STATUS_OK)
        return status;
    status = live_stand_still(live, store, job, err);
    if (status == STATUS_OK)
        status = answer(&putting, &kept, job->lang, json, err);
    pthread_rwlock_unlock(&live->lock);
    return status;
}
