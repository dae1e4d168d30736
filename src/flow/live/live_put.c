/*
 * Records of a source: in by the door every file takes, so that keys,
 * mappings, masking and what was erased hold for them too; then what became of
 * them is told (live_answer.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "flow/snapshot/view_snapshot.h"

static bool was_of(const struct live_row *row, struct party_id party)
{
    for (size_t i = 0; i < row->was_count; i++)
        if (row->was[i].v == party.v)
            return true;
    return false;
}

/* What this record did to the party it is linked to. */
static const char *change_of(const struct live_row *row, const struct live_place *place)
{
    return was_of(row, place->party)  ? row->change == CHANGE_UNCHANGED ? "unchanged" : "updated"
           : place->head.records == 1 ? "created"
                                      : "joined";
}

static void put_party(const struct live_row *row, const struct live_place *place, bool is_current,
                      struct json_out *json)
{
    json_object(json);
    json_put_str(json, "id", party_id_text(place->party).s);
    json_put_str(json, "kind", party_kind_name(party_id_kind(place->party)));
    json_put(json, "name", place->head.name);
    json_put_str(json, "outcome", place->is_linked ? "linked" : "review");
    view_put_bits(json, "bits", place->score);
    json_put_u64(json, "records", place->head.records);
    if (is_current && place->is_linked)
        json_put_str(json, "change", change_of(row, place));
    json_end(json);
}

static void put_left(const struct live_answer *answer, struct json_out *json)
{
    json_key(json, "left");
    json_array(json);
    for (size_t i = 0; i < answer->left_count; i++) {
        json_object(json);
        json_put_str(json, "id", party_id_text(answer->left[i].id).s);
        json_key(json, "now");
        if (answer->left[i].now.v)
            json_str(json, party_id_text(answer->left[i].now).s);
        else
            json_null(json);
        json_end(json);
    }
    json_end(json);
}

enum outcome { OUTCOME_LINKED, OUTCOME_REVIEW, OUTCOME_APART, OUTCOME_NOBODY };

static enum outcome outcome_of(const struct live_row *row, bool is_current)
{
    bool linked = false, doubt = false, alone = is_current;
    for (size_t i = 0; i < row->answer.count; i++) {
        const struct live_place *place = &row->answer.places[i];
        linked = linked || place->is_linked;
        doubt = doubt || !place->is_linked;
        if (place->is_linked)
            alone = alone && is_current && !was_of(row, place->party) && place->head.records == 1;
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
    json_put_str(json, "sentence", sentences[outcome][is_current][lang]);
}

static size_t links_of(const struct live_answer *answer)
{
    size_t links = 0;
    for (size_t i = 0; i < answer->count; i++)
        if (answer->places[i].is_linked)
            links += answer->places[i].head.records;
    return links;
}

static void put_answer(const struct live_batch *batch, const struct live_row *row, struct json_out *json)
{
    static const char *const words[] = { "linked", "review", "apart", "nobody" };
    const struct live_answer *answer = &row->answer;
    enum outcome outcome = outcome_of(row, batch->is_current);
    json_put_str(json, "record", record_id_text(row->record).s);
    json_put(json, "source", batch->source);
    json_put(json, "key", answer->key);
    json_put_str(json, "change",
                 row->change == CHANGE_CREATED   ? "created"
                 : row->change == CHANGE_UPDATED ? "updated"
                                                 : "unchanged");
    json_put_str(json, "outcome", words[outcome]);
    put_sentence(outcome, batch->is_current, batch->job->lang, json);
    json_put_bool(json, "current", batch->is_current);
    json_put_u64(json, "links", links_of(answer));
    json_key(json, "parties");
    json_array(json);
    for (int linked = 1; linked >= 0; linked--)
        for (size_t i = 0; i < answer->count; i++)
            if (answer->places[i].is_linked == linked)
                put_party(row, &answer->places[i], batch->is_current, json);
    json_end(json);
    put_left(answer, json);
}

/* Kept, and what became of them known. */
static enum status write_all(struct live *live, struct store *store, struct live_batch *batch, struct error *err)
{
    enum status status = live_write(live, store, batch, err);
    if (status != STATUS_OK || batch->is_current)
        return status;
    status = store_read_begin(store, err);
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        if (batch->rows[i].record.v)
            status = live_answer_by_index(live, store, batch->job, &batch->rows[i], err);
    store_read_end(store);
    return status;
}

static enum status write_one(struct live *live, struct store *store, const struct job *job, struct text source,
                             struct live_row *row, struct json_out *json, struct error *err)
{
    struct live_batch batch = { .source = source, .job = job, .rows = row, .count = 1 };
    enum status status = write_all(live, store, &batch, err);
    if (status == STATUS_OK)
        put_answer(&batch, row, json);
    arena_done(&batch.answers);
    return status;
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
    json_put_str(json, "change", "refused");
    json_put_str(json, "sentence",
                 lang == LANGUAGE_NL ? "Zonder sleutel of waarde die zegt wie het is, of van iemand die gewist is."
                                     : "Without a key or value that says who it is, or of somebody who was erased.");
}

enum status live_put_all(struct live *live, struct store *store, const struct job *job, struct text source,
                         const struct live_question *values, size_t count, struct json_out *json, struct error *err)
{
    struct live_row *rows = calloc(count + 1, sizeof(*rows));
    struct live_batch batch = { .source = source, .job = job, .rows = rows, .count = count };
    if (!rows)
        return error_set(err, STATUS_NO_MEMORY, "no memory for records");
    for (size_t i = 0; i < count; i++)
        rows[i].values = &values[i];
    enum status status = write_all(live, store, &batch, err);
    json_key(json, "records");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        json_object(json);
        if (rows[i].record.v == 0)
            put_refused(job->lang, json);
        else
            put_answer(&batch, &rows[i], json);
        json_end(json);
    }
    json_end(json);
    arena_done(&batch.answers);
    free(rows);
    return status;
}
