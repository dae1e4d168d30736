/*
 * What became of a record: whose it is, and who it may be.  Where the view
 * followed, whoever wrote it finds that in the same transaction, while all of
 * it is at hand; where it could not, the index says what the next resolve will
 * do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "store/change.h"
#include "store/piece.h"

enum { ANSWER_BYTES_MAX = 64 * 1024 * 1024 };

void live_answers_begin(struct live_batch *batch)
{
    batch->answers.cap = (size_t)ANSWER_BYTES_MAX * (batch->count + 1);
    arena_reset(&batch->answers);
    for (size_t i = 0; i < batch->count; i++)
        batch->rows[i].answer = (struct live_answer){ .arena = &batch->answers };
}

static void put_place(struct live_answer *answer, struct party_id party, int32_t score, bool is_linked)
{
    for (size_t i = 0; i < answer->count; i++)
        if (answer->places[i].party.v == party.v) {
            answer->places[i].is_linked |= is_linked;
            if (score > answer->places[i].score)
                answer->places[i].score = score;
            return;
        }
    if (answer->count < LIVE_PARTIES_MAX)
        answer->places[answer->count++] = (struct live_place){ .party = party, .score = score, .is_linked = is_linked };
}

/* What is told of them. */
static enum status name_places(struct store *store, struct live_answer *answer, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < answer->count && status == STATUS_OK; i++)
        status = store_party_head(store, answer->places[i].party, answer->arena, &answer->places[i].head, err);
    return status;
}

static bool is_linked_to(const struct live_answer *answer, struct party_id party)
{
    for (size_t i = 0; i < answer->count; i++)
        if (answer->places[i].is_linked && answer->places[i].party.v == party.v)
            return true;
    return false;
}

/* Parties it was of and is no more, with what became of each: another one, itself without this record, or nothing. */
static enum status find_left(struct store *store, struct live_row *row, struct error *err)
{
    struct live_answer *answer = &row->answer;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < row->was_count && status == STATUS_OK; i++) {
        struct live_left *left = &answer->left[answer->left_count];
        struct error why = ERROR_NONE;
        if (is_linked_to(answer, row->was[i]))
            continue;
        *left = (struct live_left){ .id = row->was[i] };
        status = store_party_resolve(store, row->was[i], &left->now, &why);
        answer->left_count++;
        if (status == STATUS_NOT_FOUND) {
            left->now.v = 0;
            status = STATUS_OK;
        } else if (status != STATUS_OK && err) {
            *err = why;
        }
    }
    return status;
}

/* ---- in the view ---- */

/* The parties it is of, and those it may be one with. */
static enum status find_in_view(struct store *store, struct live_row *row, struct error *err)
{
    struct live_answer *answer = &row->answer;
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_record_links(store, row->record, answer->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        put_place(answer, links[i].party, links[i].score, true);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_review *reviews = NULL;
        size_t reviews_count = 0;
        status = store_party_reviews(store, links[i].party, answer->arena, &reviews, &reviews_count, err);
        for (size_t r = 0; r < reviews_count; r++)
            if (reviews[r].a.v == links[i].mention.v || reviews[r].b.v == links[i].mention.v)
                put_place(answer, reviews[r].a.v == links[i].mention.v ? reviews[r].party_b : reviews[r].party_a,
                          reviews[r].score, false);
    }
    if (status == STATUS_OK)
        status = name_places(store, answer, err);
    return status == STATUS_OK ? find_left(store, row, err) : status;
}

enum status live_answers_find(struct store *store, struct live_batch *batch, struct error *err)
{
    enum status status = store_change_flush(store, err);
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        if (batch->rows[i].record.v)
            status = find_in_view(store, &batch->rows[i], err);
    return status;
}

/* ---- in the index ---- */

/* The party of a mention in the view that stands, when it has one. */
static enum status find_party(struct store *store, struct live_answer *answer, struct mention_id mention, int32_t score,
                              bool is_linked, struct error *err)
{
    struct stored_link link = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_mention_link(store, mention, &link, &why);
    if (status == STATUS_OK)
        put_place(answer, link.party, score, is_linked);
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
static enum status find_places(struct live *live, struct store *store, struct live_answer *answer,
                               struct mention_id mention, struct error *err)
{
    SCOPED(match_around_done) struct match_around around = { 0 };
    enum status status = match_index_around(live->index, &mention, 1, NULL, &around, err);
    const struct match_link *own = status == STATUS_OK ? link_of(&around, mention) : NULL;
    size_t mates = 0;
    for (size_t i = 0; own && i < around.links.len && status == STATUS_OK; i++) {
        const struct match_link *link = &around.links.ptr[i];
        if (link == own || link->cluster != own->cluster)
            continue;
        mates++;
        status = find_party(store, answer, link->mention, own->score, true, err);
    }
    if (status == STATUS_OK && own && mates == 0)
        status = find_party(store, answer, mention, 0, true, err);
    for (size_t i = 0; i < around.doubts.len && status == STATUS_OK; i++) {
        const struct match_review *doubt = &around.doubts.ptr[i];
        if (doubt->a.v == mention.v || doubt->b.v == mention.v)
            status = find_party(store, answer, doubt->a.v == mention.v ? doubt->b : doubt->a, doubt->score, false, err);
    }
    return status;
}

enum status live_answer_by_index(struct live *live, struct store *store, const struct job *job, struct live_row *row,
                                 struct error *err)
{
    struct live_answer *answer = &row->answer;
    struct stored_record record = { 0 };
    struct normal_record normal = { 0 };
    enum status status = store_record_get(store, row->record, answer->arena, &record, err);
    if (status != STATUS_OK)
        return status;
    status = live_stand_still(live, store, job, err);
    if (status == STATUS_OK)
        status = corpus_normalise(&live->corpus, &record, answer->arena, &normal, err);
    for (size_t i = 0; i < normal.mentions_count && i < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; i++)
        status = find_places(live, store, answer, mention_id_at(record.id, &normal, i), err);
    pthread_rwlock_unlock(&live->lock);
    if (status == STATUS_OK)
        status = name_places(store, answer, err);
    return status == STATUS_OK ? find_left(store, row, err) : status;
}
