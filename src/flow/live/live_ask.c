/*
 * A question is read as a file of one row would be: its values pass the
 * reader, so that a national number is erased before anything looks at it,
 * their names are fields or headers, and normal/ makes mentions of them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "flow/snapshot/view_snapshot.h"
#include "normal/record.h"
#include "parse/mapping.h"
#include "parse/reader.h"

enum { ASK_BYTES_MAX = 64 * 1024 * 1024, HITS_LOOKED_AT = 200 };

struct found {
    struct match_hit hit; /* of its best mention */
    const struct mention *asked;
    struct party_id party;
    struct record_id record;
    enum party_kind kind;
    unsigned ordinal;
    bool is_linked;
};

struct asking {
    struct live *live;
    struct store *store;
    const struct job *job;
    const struct live_question *question;
    struct view view;
    struct arena arena;
    struct layout layout;
    struct mapping mapping;
    struct normal_record normal;
    struct found found[LIVE_PARTIES_MAX * 4];
    size_t found_count;
    size_t compared, waiting; /* waiting: that may be it, and are in no party yet */
};

static void asking_done(struct asking *asking)
{
    view_close(&asking->view);
    arena_done(&asking->arena);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "the question is larger than its memory");
}

/* ---- what is asked ---- */

void live_line(const struct live_question *question, struct buf *ret)
{
    struct json_out json = json_out_over(ret);
    json_object(&json);
    for (size_t i = 0; i < question->count; i++) {
        json_key_text(&json, question->values[i].name);
        json_text(&json, question->values[i].value);
    }
    json_end(&json);
    buf_put_char(ret, '\n');
}

static enum status read_row(struct asking *asking, struct row *ret, struct error *err)
{
    SCOPED(buf_done) struct buf line = BUF_EMPTY;
    SCOPED(reader_close) struct reader *reader = NULL;
    struct row row = { 0 };
    live_line(asking->question, &line);
    enum status status = buf_status(&line, err);
    if (status == STATUS_OK)
        status = reader_over(buf_text(&line), &reader, err);
    if (status != STATUS_OK)
        return status;
    if (reader_next(reader, &row) != ROW_GOOD)
        return error_set(err, STATUS_INVALID, "the values cannot be read as a record");
    struct layout layout = reader_layout(reader);
    struct text *columns = arena_array(&asking->arena, struct text, layout.count + 1);
    struct text *cells = arena_array(&asking->arena, struct text, layout.count + 1);
    if (!columns || !cells)
        return no_memory(err);
    for (size_t i = 0; i < layout.count; i++) {
        columns[i] = arena_copy(&asking->arena, layout.columns[i]);
        cells[i] = arena_copy(&asking->arena, row.cells[i]);
        if (!columns[i].ptr || !cells[i].ptr)
            return no_memory(err);
    }
    asking->layout = (struct layout){ columns, layout.count };
    *ret = (struct row){ .cells = cells, .count = layout.count, .number = 1 };
    return STATUS_OK;
}

/* A name is a field, else a header. */
static enum status map_row(struct asking *asking, const struct row *row, struct error *err)
{
    size_t count = asking->layout.count;
    struct field_ref *refs = arena_array(&asking->arena, struct field_ref, count + 1);
    struct mapping_proposal *proposals = arena_array(&asking->arena, struct mapping_proposal, count + 1);
    if (!refs || !proposals)
        return no_memory(err);
    mapping_propose(asking->layout, row, 1, proposals);
    for (size_t i = 0; i < count; i++)
        if (!field_ref_read(asking->layout.columns[i], &refs[i]))
            refs[i] = proposals[i].ref;
    asking->mapping = (struct mapping){ .refs = refs, .count = count };
    return STATUS_OK;
}

static enum status read_question(struct asking *asking, struct error *err)
{
    struct row row = { 0 };
    struct normal_options options = { .now_ms = asking->job->now_ms };
    memcpy(options.country, asking->live->corpus.country, sizeof(options.country));
    enum status status = read_row(asking, &row, err);
    if (status == STATUS_OK)
        status = map_row(asking, &row, err);
    if (status == STATUS_OK)
        status = normal_record_read(&asking->mapping, &row, (struct record_id){ 0 }, &options, &asking->arena,
                                    &asking->normal, err);
    if (status == STATUS_OK && asking->normal.mentions_count == 0) {
        status = error_set(err, STATUS_INVALID, "the values name nobody");
        error_hint(err, "Give at least a name, an e-mail address, a phone number or a number of an organisation.");
    }
    return status;
}

/* ---- who is found ---- */

static enum status place_of(struct asking *asking, struct mention_id mention, struct found *ret, struct error *err)
{
    struct stored_link link = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_mention_link(asking->store, mention, &link, &why);
    if (status == STATUS_OK) {
        ret->party = link.party;
        ret->record = link.record;
        ret->kind = link.kind;
        ret->ordinal = link.ordinal;
        return STATUS_OK;
    }
    if (status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static struct found *found_party(struct asking *asking, struct party_id party)
{
    for (size_t i = 0; i < asking->found_count && party.v; i++)
        if (asking->found[i].party.v == party.v)
            return &asking->found[i];
    return NULL;
}

/* The mentions that stand in one cluster with the one that is asked. */
static bool is_with_guest(const struct match_around *around, struct mention_id mention)
{
    uint32_t of_guest = 0, of_mention = UINT32_MAX;
    for (size_t i = 0; i < around->links.len; i++) {
        if (around->links.ptr[i].mention.v == 0)
            of_guest = around->links.ptr[i].cluster;
        if (around->links.ptr[i].mention.v == mention.v)
            of_mention = around->links.ptr[i].cluster;
    }
    return of_guest == of_mention;
}

static enum status keep(struct asking *asking, const struct match_around *around, struct match_hit hit,
                        const struct mention *asked, struct error *err)
{
    struct found found = { .hit = hit, .asked = asked, .kind = asked->kind };
    enum status status = place_of(asking, hit.mention, &found, err);
    asking->waiting += status == STATUS_OK && found.record.v == 0;
    if (status != STATUS_OK || found.record.v == 0)
        return status;
    found.is_linked = is_with_guest(around, hit.mention);
    struct found *before = found_party(asking, found.party);
    if (before)
        before->is_linked |= found.is_linked;
    else if (asking->found_count < sizeof(asking->found) / sizeof(asking->found[0]))
        asking->found[asking->found_count++] = found;
    return STATUS_OK;
}

static enum status find(struct asking *asking, const struct mention *asked, struct error *err)
{
    /* id 0 is nobody's; source 0 no source's */
    const struct match_item guest = { { 0 }, 0, asked };
    SCOPED(match_around_done) struct match_around around = { 0 };
    enum status status = match_index_around(asking->live->index, NULL, 0, &guest, &around, err);
    for (size_t i = 0; i < around.hits.len && i < HITS_LOOKED_AT && status == STATUS_OK; i++)
        status = keep(asking, &around, around.hits.ptr[i], asked, err);
    asking->compared += around.met;
    return status;
}

static int by_worth(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->is_linked != y->is_linked)
        return x->is_linked ? -1 : 1;
    if (x->hit.score != y->hit.score)
        return x->hit.score > y->hit.score ? -1 : 1;
    return (x->hit.mention.v > y->hit.mention.v) - (x->hit.mention.v < y->hit.mention.v);
}

/* ---- the answer ---- */

static void put_veto(const struct match_explanation *found, enum language lang, struct json_out *json)
{
    if (!found->veto)
        return;
    json_key(json, "veto");
    json_object(json);
    json_put_str(json, "rule", found->veto);
    json_put_str(json, "sentence", lang == LANGUAGE_NL ? found->veto_nl : found->veto_en);
    json_end(json);
}

static const struct mention *mention_in(const struct normal_record *normal, enum party_kind kind, unsigned ordinal)
{
    for (size_t i = 0; i < normal->mentions_count; i++)
        if (normal->mentions[i].kind == kind && mention_ordinal(normal, i) == ordinal)
            return &normal->mentions[i];
    return NULL;
}

static enum status put_found(struct asking *asking, const struct found *found, struct json_out *json, struct error *err)
{
    struct stored_record record = { 0 };
    struct stored_party party = { 0 };
    struct normal_record normal = { 0 };
    struct match_explanation explanation = { 0 };
    int32_t threshold = 0, review = 0;
    enum status status = store_record_get(asking->store, found->record, &asking->arena, &record, err);
    if (status == STATUS_OK)
        status = corpus_normalise(&asking->live->corpus, &record, &asking->arena, &normal, err);
    if (status == STATUS_OK)
        status = store_party_get(asking->store, found->party, &asking->arena, &party, err);
    if (status != STATUS_OK)
        return status;
    const struct mention *kept = mention_in(&normal, found->kind, found->ordinal);
    if (kept) {
        const struct match_side a = { found->asked, 0, false }, b = { kept, record.source_id, false };
        match_explain(asking->live->model, &a, &b, &explanation);
    }
    match_index_bounds(asking->live->index, found->kind, &threshold, &review);
    json_object(json);
    json_put_str(json, "id", party_id_text(found->party).s);
    json_put_str(json, "kind", party_kind_name(found->kind));
    json_put(json, "name", party.name);
    json_put(json, "summary", party.summary);
    json_put_str(json, "outcome", found->is_linked ? "linked" : "review");
    view_put_bits(json, "bits", found->hit.score);
    view_put_bits(json, "threshold", threshold);
    json_put_str(json, "record", record_id_text(found->record).s);
    json_put_str(json, "mention", mention_id_text(found->hit.mention).s);
    json_put(json, "source", view_source_name(&asking->view, record.source_id));
    json_put(json, "key", record.source_key);
    view_put_evidence(json, &explanation, asking->job->lang);
    put_veto(&explanation, asking->job->lang, json);
    json_end(json);
    return STATUS_OK;
}

static void put_fields(const struct asking *asking, struct json_out *json)
{
    json_key(json, "fields");
    json_array(json);
    for (size_t i = 0; i < asking->layout.count; i++) {
        json_object(json);
        json_put(json, "name", asking->layout.columns[i]);
        if (asking->mapping.refs[i].field != FIELD_NONE && asking->mapping.refs[i].field != FIELD_REFUSE_NATIONAL_ID)
            json_put_str(json, "field", field_ref_text(asking->mapping.refs[i]).s);
        json_end(json);
    }
    json_end(json);
}

static enum status put_answer(struct asking *asking, struct json_out *json, struct error *err)
{
    static const struct {
        const char *word, *sentence[LANGUAGE_COUNT];
    } outcomes[] = {
        { "linked", { "Dit is iemand die al bekend is.", "This is somebody who is known already." } },
        { "review",
          { "Dit kan iemand zijn die al bekend is: kijk zelf.",
            "This may be somebody who is known already: look for yourself." } },
        { "apart", { "Niemand die bekend is, lijkt hier genoeg op.", "Nobody who is known is enough like this." } },
    };
    size_t limit = asking->question->limit < asking->found_count ? asking->question->limit : asking->found_count;
    size_t outcome = asking->found_count == 0 ? 2 : asking->found[0].is_linked ? 0 : 1;
    enum status status = STATUS_OK;
    json_object(json);
    json_put_str(json, "outcome", outcomes[outcome].word);
    json_put_str(json, "sentence", outcomes[outcome].sentence[asking->job->lang]);
    json_put_u64(json, "compared", asking->compared);
    json_put_u64(json, "waiting", asking->waiting);
    put_fields(asking, json);
    json_key(json, "parties");
    json_array(json);
    for (size_t i = 0; i < limit && status == STATUS_OK; i++)
        status = put_found(asking, &asking->found[i], json, err);
    json_end(json);
    json_end(json);
    return status;
}

/* Index and store stand still. */
static enum status ask(struct asking *asking, struct json_out *json, struct error *err)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    enum status status = view_open(asking->store, &asking->view, err);
    if (status == STATUS_OK)
        status = read_question(asking, err);
    for (size_t i = 0; i < asking->normal.mentions_count && status == STATUS_OK; i++)
        status = find(asking, &asking->normal.mentions[i], err);
    if (asking->found_count > 1)
        qsort(asking->found, asking->found_count, sizeof(asking->found[0]), by_worth);
    if (status == STATUS_OK)
        status = put_answer(asking, &inner, err);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}

enum status live_ask(struct live *live, struct store *store, const struct job *job,
                     const struct live_question *question, struct json_out *json, struct error *err)
{
    SCOPED(asking_done)
    struct asking asking = { .live = live,
                             .store = store,
                             .job = job,
                             .question = question,
                             .view = VIEW_CLOSED,
                             .arena = ARENA_UP_TO(ASK_BYTES_MAX) };
    enum status status = live_stand_still(live, store, job, err);
    if (status == STATUS_OK)
        status = ask(&asking, json, err);
    pthread_rwlock_unlock(&live->lock);
    return status;
}
