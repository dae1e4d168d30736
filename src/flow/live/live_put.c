/*
 * Records of a source: in by the door every file takes, so that keys,
 * mappings, masking and what was erased hold for them too; then the answer.
 * Where the view followed, it is read from the view.  Where it could not, the
 * index says what the next resolve will do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "flow/snapshot/view_snapshot.h"
#include "store/piece.h"

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
    struct view *view;
    struct stored_record record;
    struct normal_record normal;
    struct place places[PLACES_MAX];
    size_t count;
};

static void putting_done(struct putting *putting)
{
    arena_done(&putting->arena);
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
        putting->places[putting->count++] = (struct place){ .party = party, .score = score, .is_linked = is_linked };
}

/* In the view: the parties it is of, and those it may be one with. */
static enum status find_in_view(struct putting *putting, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_record_links(putting->store, putting->record.id, &putting->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        put_place(putting, links[i].party, links[i].score, true);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_review *reviews = NULL;
        size_t reviews_count = 0;
        status = store_party_reviews(putting->store, links[i].party, &putting->arena, &reviews, &reviews_count, err);
        for (size_t r = 0; r < reviews_count; r++)
            if (reviews[r].a.v == links[i].mention.v || reviews[r].b.v == links[i].mention.v)
                put_place(putting, reviews[r].a.v == links[i].mention.v ? reviews[r].party_b : reviews[r].party_a,
                          reviews[r].score, false);
    }
    return status;
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

/* ---- the answer ---- */

static bool was_of(const struct live_row *row, struct party_id party)
{
    for (size_t i = 0; i < row->was_count; i++)
        if (row->was[i].v == party.v)
            return true;
    return false;
}

/* What this record did to the party it is linked to. */
static const char *change_of(const struct live_row *row, const struct place *place, uint32_t records)
{
    return was_of(row, place->party) ? row->change == CHANGE_UNCHANGED ? "unchanged" : "updated"
           : records == 1            ? "created"
                                     : "joined";
}

static enum status put_party(struct putting *putting, const struct live_row *row, const struct place *place,
                             bool is_current, struct json_out *json, struct error *err)
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
    json_key(json, "records");
    json_u64(json, party.records);
    if (is_current && place->is_linked) {
        json_key(json, "change");
        json_str(json, change_of(row, place, party.records));
    }
    json_end(json);
    return STATUS_OK;
}

static bool is_linked_to(const struct putting *putting, struct party_id party)
{
    for (size_t i = 0; i < putting->count; i++)
        if (putting->places[i].is_linked && putting->places[i].party.v == party.v)
            return true;
    return false;
}

/* Parties it was of and is no more, with what became of each: another one, itself without this record, or nothing. */
static enum status put_left(struct putting *putting, const struct live_row *row, struct json_out *json,
                            struct error *err)
{
    enum status status = STATUS_OK;
    json_key(json, "left");
    json_array(json);
    for (size_t i = 0; i < row->was_count && status == STATUS_OK; i++) {
        struct party_id now = { 0 };
        struct error why = ERROR_NONE;
        if (is_linked_to(putting, row->was[i]))
            continue;
        status = store_party_resolve(putting->store, row->was[i], &now, &why);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND && err)
            *err = why;
        json_object(json);
        json_key(json, "id");
        json_str(json, party_id_text(row->was[i]).s);
        json_key(json, "now");
        if (status == STATUS_OK)
            json_str(json, party_id_text(now).s);
        else
            json_null(json);
        json_end(json);
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    json_end(json);
    return status;
}

enum outcome { OUTCOME_LINKED, OUTCOME_REVIEW, OUTCOME_APART, OUTCOME_NOBODY };

static enum outcome outcome_of(struct putting *putting, const struct live_row *row, bool is_current)
{
    bool linked = false, doubt = false, alone = is_current;
    for (size_t i = 0; i < putting->count; i++) {
        struct stored_party party = { 0 };
        linked = linked || putting->places[i].is_linked;
        doubt = doubt || !putting->places[i].is_linked;
        if (is_current && putting->places[i].is_linked && !was_of(row, putting->places[i].party) &&
            store_party_get(putting->store, putting->places[i].party, &putting->arena, &party, NULL) == STATUS_OK)
            alone = alone && party.records == 1;
        else
            alone = alone && !putting->places[i].is_linked;
    }
    if (row->removed.len || (is_current && !linked))
        return OUTCOME_NOBODY;
    return linked && !alone ? OUTCOME_LINKED : doubt ? OUTCOME_REVIEW : OUTCOME_APART;
}

static void put_sentence(enum outcome outcome, bool is_current, enum language lang, struct json_out *json)
{
    static const char *const sentences[][2][LANGUAGE_COUNT] = {
        { { "Het record hoort bij een relatie die er is.", "The record is of a party that is there." },
          { "Het record hoort bij een relatie die er is.", "The record is of a party that is there." } },
        { { "Het record wordt een nieuwe relatie, die op een bekende lijkt: kijk zelf.",
            "The record becomes a new party, which is like one that is known: look for yourself." },
          { "Het record is een nieuwe relatie, die op een bekende lijkt: kijk zelf.",
            "The record is a new party, which is like one that is known: look for yourself." } },
        { { "Het record wordt een nieuwe relatie.", "The record becomes a new party." },
          { "Het record is een nieuwe relatie.", "The record is a new party." } },
        { { "Het record noemt niemand.", "The record names nobody." },
          { "Het record noemt niemand.", "The record names nobody." } },
    };
    json_key(json, "sentence");
    json_str(json, sentences[outcome][is_current][lang]);
}

static size_t links_of(struct putting *putting)
{
    size_t links = 0;
    for (size_t i = 0; i < putting->count; i++) {
        struct stored_party party = { 0 };
        if (putting->places[i].is_linked &&
            store_party_get(putting->store, putting->places[i].party, &putting->arena, &party, NULL) == STATUS_OK)
            links += party.records;
    }
    return links;
}

static enum status put_answer(struct putting *putting, const struct live_row *row, bool is_current, enum language lang,
                              struct json_out *json, struct error *err)
{
    static const char *const words[] = { "linked", "review", "apart", "nobody" };
    enum outcome outcome = outcome_of(putting, row, is_current);
    enum status status = STATUS_OK;
    json_key(json, "record");
    json_str(json, record_id_text(putting->record.id).s);
    json_key(json, "source");
    json_text(json, view_source_name(putting->view, putting->record.source_id));
    json_key(json, "key");
    json_text(json, putting->record.source_key);
    json_key(json, "change");
    json_str(json, row->change == CHANGE_CREATED ? "created" : row->change == CHANGE_UPDATED ? "updated" : "unchanged");
    json_key(json, "outcome");
    json_str(json, words[outcome]);
    put_sentence(outcome, is_current, lang, json);
    json_key(json, "current");
    json_bool(json, is_current);
    json_key(json, "links");
    json_u64(json, links_of(putting));
    json_key(json, "parties");
    json_array(json);
    for (int linked = 1; linked >= 0; linked--)
        for (size_t i = 0; i < putting->count && status == STATUS_OK; i++)
            if (putting->places[i].is_linked == linked)
                status = put_party(putting, row, &putting->places[i], is_current, json, err);
    json_end(json);
    return status == STATUS_OK ? put_left(putting, row, json, err) : status;
}

/* By the index: the view does not know of it yet. */
static enum status find_in_index(struct putting *putting, const struct job *job, struct error *err)
{
    struct live *live = putting->live;
    enum status status = live_stand_still(live, putting->store, job, err);
    if (status == STATUS_OK)
        status = corpus_normalise(&live->corpus, &putting->record, &putting->arena, &putting->normal, err);
    for (size_t i = 0; i < putting->normal.mentions_count && i < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; i++)
        status = find_places(putting, mention_id_at(putting->record.id, &putting->normal, i), err);
    pthread_rwlock_unlock(&live->lock);
    return status;
}

static enum status answer(struct live *live, struct view *view, const struct live_batch *batch,
                          const struct live_row *row, struct json_out *json, struct error *err)
{
    SCOPED(putting_done)
    struct putting putting = { .live = live, .store = view->store, .arena = ARENA_UP_TO(PUT_BYTES_MAX), .view = view };
    enum status status = store_record_get(view->store, row->record, &putting.arena, &putting.record, err);
    if (status == STATUS_OK)
        status = batch->is_current ? find_in_view(&putting, err) : find_in_index(&putting, batch->job, err);
    return status == STATUS_OK ? put_answer(&putting, row, batch->is_current, batch->job->lang, json, err) : status;
}

static enum status write_one(struct live *live, struct store *store, const struct job *job, struct text source,
                             struct live_row *row, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct live_batch batch = { .source = source, .job = job, .rows = row, .count = 1 };
    enum status status = live_write(live, store, &batch, err);
    if (status == STATUS_OK)
        status = view_open(store, &view, err);
    return status == STATUS_OK ? answer(live, &view, &batch, row, json, err) : status;
}

enum status live_put(struct live *live, struct store *store, const struct job *job, struct text source,
                     const struct live_question *values, struct json_out *json, struct error *err)
{
    struct live_row row = { .values = values };
    return write_one(live, store, job, source, &row, json, err);
}

enum status live_remove(struct live *live, struct store *store, const struct job *job, struct text source,
                        struct text key, struct json_out *json, struct error *err)
{
    struct live_row row = { .removed = key };
    return write_one(live, store, job, source, &row, json, err);
}

static void put_refused(enum language lang, struct json_out *json)
{
    json_key(json, "change");
    json_str(json, "refused");
    json_key(json, "sentence");
    json_str(json, lang == LANGUAGE_NL ? "Zonder sleutel of waarde die zegt wie het is, of van iemand die gewist is."
                                       : "Without a key or value that says who it is, or of somebody who was erased.");
}

enum status live_put_all(struct live *live, struct store *store, const struct job *job, struct text source,
                         const struct live_question *values, size_t count, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct live_row *rows = calloc(count + 1, sizeof(*rows));
    struct live_batch batch = { .source = source, .job = job, .rows = rows, .count = count };
    if (!rows)
        return error_set(err, STATUS_NO_MEMORY, "no memory for records");
    for (size_t i = 0; i < count; i++)
        rows[i].values = &values[i];
    enum status status = live_write(live, store, &batch, err);
    if (status == STATUS_OK)
        status = view_open(store, &view, err);
    json_key(json, "records");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        json_object(json);
        if (rows[i].record.v == 0)
            put_refused(job->lang, json);
        else
            status = answer(live, &view, &batch, &rows[i], json, err);
        json_end(json);
    }
    json_end(json);
    free(rows);
    return status;
}
