/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/privacy/retention.h"

#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/privacy/erase.h"
#include "flow/profile/corpus.h"
#include "flow/profile/profile_json.h"
#include "flow/snapshot/view_snapshot.h"
#include "model/date.h"
#include "model/event_kind.h"
#include "store/retention.h"

#define MS_PER_MONTH          INT64_C(2629746000) /* a year is 365.2425 days */
#define RETENTION_ARENA_BYTES ((size_t)256 << 20)

enum { KINDS_MAX = 200 };

struct overdue {
    uint64_t count;
    int64_t oldest_ms;
    struct record_id last; /* counted last: a record counts once */
};

struct over_kind {
    struct text kind;
    const struct catalogue_row *row;
    struct stored_overdue found;
    int64_t before_ms;
};

struct retaining {
    struct store *store;
    const struct job *job;
    const struct retention_asked *asked;
    struct arena arena;
    struct corpus corpus;
    struct map contacts;              /* record to newest event, in ms */
    struct overdue *rows;             /* of each row of the catalogue */
    const struct catalogue_row ***of; /* row of each column of each layout; NULL without a term */
    VEC(struct record_id) records;    /* with something beyond its term */
    struct over_kind kinds[KINDS_MAX];
    size_t kinds_count;
    struct erasure erasure;
    bool failed;
};

static void retaining_done(struct retaining *r)
{
    map_done(&r->contacts);
    vec_done(&r->records);
    corpus_close(&r->corpus);
    arena_done(&r->arena);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for what is beyond its term");
}

/* ---- fields ---- */

static const struct catalogue_row *row_of(const struct retaining *r, struct text field)
{
    const struct catalogue_row *row = catalogue_find(&r->corpus.catalogue, field);
    bool wanted = row && row->retention_months && (!r->asked->only.len || text_equal(r->asked->only, row->field));
    return wanted ? row : NULL;
}

/* Whoever asks for one row wants to hear that there is none, not that nothing is too old. */
static enum status check_row(const struct retaining *r, struct error *err)
{
    struct text only = r->asked->only;
    for (size_t i = 0; i < r->corpus.catalogue.count; i++)
        if (text_equal(r->corpus.catalogue.rows[i].field, only) && r->corpus.catalogue.rows[i].retention_months)
            return STATUS_OK;
    if (only.len == 0)
        return STATUS_OK;
    error_set(err, STATUS_USAGE, "no row '%.*s' of the catalogue has a term", TEXT_ARG(only));
    error_hint(err, "`klantbeeld catalogue show` gives the rows; the term is the column 'retention'.");
    return STATUS_USAGE;
}

static enum status look_at_layouts(struct retaining *r, struct error *err)
{
    const struct corpus *corpus = &r->corpus;
    r->rows = arena_array(&r->arena, struct overdue, corpus->catalogue.count + 1);
    r->of = arena_array(&r->arena, const struct catalogue_row **, corpus->layouts_count + 1);
    if (!r->rows || !r->of)
        return no_memory(err);
    for (size_t l = 0; l < corpus->layouts_count; l++) {
        const struct mapping *mapping = &corpus->mappings[l];
        r->of[l] = arena_array(&r->arena, const struct catalogue_row *, mapping->count + 1);
        if (!r->of[l])
            return no_memory(err);
        for (size_t c = 0; c < mapping->count; c++) {
            struct field_ref_text room;
            struct field_ref ref = mapping->refs[c];
            if (ref.field == FIELD_NONE || field_is_of_event((enum field)ref.field))
                continue;
            ref.slot = ref.field == FIELD_CUSTOM ? ref.slot : 0;
            r->of[l][c] = row_of(r, corpus_field_name(corpus, ref, &room));
        }
    }
    return STATUS_OK;
}

static bool keep_contact(void *ctx, struct record_id record, int64_t at_ms)
{
    struct retaining *r = ctx;
    uint64_t *newest = map_put(&r->contacts, record.v, (uint64_t)at_ms, NULL);
    r->failed = !newest;
    if (newest && (int64_t)*newest < at_ms)
        *newest = (uint64_t)at_ms;
    return !r->failed;
}

static int64_t last_contact(const struct retaining *r, const struct stored_record *record)
{
    const uint64_t *event = map_get(&r->contacts, record->id.v);
    int64_t event_ms = event ? (int64_t)*event : 0;
    return event_ms > record->observed_ms ? event_ms : record->observed_ms;
}

static bool is_over(const struct retaining *r, const struct catalogue_row *row, int64_t last_ms)
{
    return row && last_ms + (int64_t)row->retention_months * MS_PER_MONTH < r->job->now_ms;
}

static enum status look_at_record(struct retaining *r, const struct stored_record *record, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RETENTION_ARENA_BYTES);
    const struct stored_layout *layout = NULL;
    struct text *cells = NULL;
    int64_t last_ms = last_contact(r, record);
    bool any = false;
    enum status status = corpus_cells(&r->corpus, record, &arena, &layout, &cells, err);
    for (size_t c = 0; status == STATUS_OK && c < layout->layout.count; c++) {
        const struct catalogue_row *row = r->of[layout - r->corpus.layouts][c];
        if (cells[c].len == 0 || !is_over(r, row, last_ms))
            continue;
        struct overdue *overdue = &r->rows[row - r->corpus.catalogue.rows];
        overdue->count += overdue->last.v != record->id.v;
        overdue->last = record->id;
        if (!overdue->oldest_ms || last_ms < overdue->oldest_ms)
            overdue->oldest_ms = last_ms;
        any = true;
    }
    return status == STATUS_OK && any && !vec_push(&r->records, record->id) ? no_memory(err) : status;
}

static enum status look_at_records(struct retaining *r, struct error *err)
{
    struct stored_record record = { 0 };
    enum status status = store_records_begin(r->store, err);
    while (status == STATUS_OK && store_records_next(r->store, &record))
        status = look_at_record(r, &record, err);
    enum status ended = store_records_end(r->store, status == STATUS_OK ? err : NULL);
    return status == STATUS_OK ? ended : status;
}

/* ---- events ---- */

static bool keep_kind(void *ctx, struct text kind)
{
    struct retaining *r = ctx;
    char field[100];
    if (r->kinds_count == KINDS_MAX || kind.len > sizeof(field) - 10)
        return true;
    int len = snprintf(field, sizeof(field), "event.%.*s", TEXT_ARG(kind));
    const struct catalogue_row *row = row_of(r, (struct text){ field, (size_t)len });
    if (!row)
        return true;
    struct over_kind *over = &r->kinds[r->kinds_count++];
    over->kind = arena_copy(&r->arena, kind);
    over->row = row;
    over->before_ms = r->job->now_ms - (int64_t)row->retention_months * MS_PER_MONTH;
    r->failed = !over->kind.ptr;
    return !r->failed;
}

static enum status look_at_events(struct retaining *r, struct error *err)
{
    enum status status = store_event_kinds_each(r->store, keep_kind, r, err);
    for (size_t i = 0; i < r->kinds_count && status == STATUS_OK; i++)
        status = store_events_overdue(r->store, r->kinds[i].kind, r->kinds[i].before_ms, &r->kinds[i].found, err);
    return status;
}

static enum status look(struct retaining *r, struct error *err)
{
    enum status status = corpus_open(r->store, r->job, &r->corpus, err);
    if (status == STATUS_OK)
        status = check_row(r, err);
    if (status == STATUS_OK)
        status = look_at_layouts(r, err);
    if (status == STATUS_OK)
        status = store_contacts_each(r->store, keep_contact, r, err);
    if (status == STATUS_OK)
        status = look_at_records(r, err);
    if (status == STATUS_OK)
        status = look_at_events(r, err);
    return status == STATUS_OK && r->failed ? no_memory(err) : status;
}

/* ---- erasing ---- */

/* All versions lose what is beyond its term now. */
static enum status erase_cells_of(struct retaining *r, struct record_id id, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RETENTION_ARENA_BYTES);
    struct stored_record *versions = NULL;
    size_t count = 0;
    enum status status = store_record_versions(r->store, id, &arena, &versions, &count, err);
    int64_t last_ms = count ? last_contact(r, &versions[count - 1]) : 0;
    for (size_t v = 0; v < count && status == STATUS_OK; v++) {
        SCOPED(buf_done) struct buf kept = BUF_EMPTY;
        const struct stored_layout *layout = NULL;
        struct text *cells = NULL;
        status = corpus_cells(&r->corpus, &versions[v], &arena, &layout, &cells, err);
        for (size_t c = 0; status == STATUS_OK && c < layout->layout.count; c++)
            if (is_over(r, r->of[layout - r->corpus.layouts][c], last_ms))
                cells[c] = TEXT_EMPTY;
        if (status != STATUS_OK)
            break;
        cells_write(cells, layout->layout.count, &kept);
        status = buf_status(&kept, err);
        if (status == STATUS_OK)
            status = store_record_rewrite(r->store, versions[v].seq, id, versions[v].source_key, buf_text(&kept), err);
    }
    return status;
}

static enum status erase_found(struct retaining *r, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < r->records.len && status == STATUS_OK; i++)
        status = erase_cells_of(r, r->records.ptr[i], err);
    for (size_t i = 0; i < r->kinds_count && status == STATUS_OK; i++) {
        status = store_events_overdue_drop(r->store, r->kinds[i].kind, r->kinds[i].before_ms, err);
        r->erasure.events_gone += r->kinds[i].found.count;
    }
    if (status == STATUS_OK)
        status = store_documents_unnamed_drop(r->store, &r->erasure.documents_gone, err);
    if (status == STATUS_OK)
        status = store_models_forget(r->store, err);
    r->erasure.ground = TEXT("retention");
    r->erasure.reason = r->asked->reason;
    r->erasure.author = r->job->author;
    r->erasure.recorded_ms = r->job->now_ms;
    r->erasure.records_shared = r->records.len;
    if (status == STATUS_OK)
        status = store_erasure_put(r->store, &r->erasure, &r->erasure.id, err);
    if (status == STATUS_OK)
        status = store_audit(r->store, r->job->now_ms, r->job->author, TEXT("erase"),
                             text_from(id_text_of('W', r->erasure.id).s), TEXT("retention"), err);
    return status;
}

static bool finds_any(const struct retaining *r)
{
    bool any = r->records.len > 0;
    for (size_t i = 0; i < r->kinds_count; i++)
        any |= r->kinds[i].found.count > 0;
    return any;
}

/* ---- as JSON ---- */

static void put_term(struct json_out *json, const struct catalogue_row *row, const char *what, uint64_t count,
                     int64_t oldest_ms)
{
    json_put(json, "basis", row->basis);
    json_put_u64(json, "months", row->retention_months);
    json_put_u64(json, what, count);
    json_put(json, "oldest", text_from(date_text(date_of_ms(oldest_ms)).s));
    json_end(json);
}

static void put_all(struct retaining *r, struct json_out *json)
{
    enum language lang = r->job->lang;
    json_object(json);
    json_put_bool(json, "erased", r->erasure.id != 0);
    if (r->erasure.id)
        json_put(json, "id", text_from(id_text_of('W', r->erasure.id).s));
    json_key(json, "fields");
    json_array(json);
    for (size_t i = 0; i < r->corpus.catalogue.count; i++) {
        const struct catalogue_row *row = &r->corpus.catalogue.rows[i];
        if (r->rows[i].count == 0)
            continue;
        json_object(json);
        json_put(json, "field", row->field);
        json_put(json, "label", row->label[lang].len ? row->label[lang] : profile_label(row->field, lang, &r->arena));
        put_term(json, row, "records", r->rows[i].count, r->rows[i].oldest_ms);
    }
    json_end(json);
    json_key(json, "events");
    json_array(json);
    for (size_t i = 0; i < r->kinds_count; i++) {
        const struct over_kind *over = &r->kinds[i];
        const struct event_kind *kind = event_kind_get(over->kind);
        if (over->found.count == 0)
            continue;
        json_object(json);
        json_put(json, "kind", over->kind);
        json_put(json, "label", kind ? text_from(kind->label[lang]) : over->kind);
        put_term(json, over->row, "events", over->found.count, over->found.oldest_ms);
    }
    json_end(json);
    json_end(json);
}

enum status retention_run(struct store *store, const struct job *job, const struct retention_asked *asked,
                          struct json_out *json, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    SCOPED(retaining_done)
    struct retaining r = {
        .store = store, .job = job, .asked = asked, .arena = ARENA_UP_TO(RETENTION_ARENA_BYTES), .corpus = CORPUS_CLOSED
    };
    bool was_open = false;
    if (asked->erase && (text_trim(asked->reason).len == 0 || asked->reason.len > ERASE_REASON_BYTES_MAX))
        return error_set(err, STATUS_USAGE, "say why, in %d bytes at most", ERASE_REASON_BYTES_MAX);
    enum status status = asked->erase ? store_erase_prepare(store, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = asked->erase ? store_begin(store, &tx, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = look(&r, err);
    if (status == STATUS_OK && asked->erase && finds_any(&r)) {
        status = erase_found(&r, err);
        if (status == STATUS_OK)
            status = store_commit(&tx, err);
        if (status == STATUS_OK && !asked->facts_only)
            status = erase_resume(store, job, &was_open, err);
        if (status == STATUS_CONFLICT) /* the files wait for a reader */
            status = STATUS_OK;
    }
    if (status == STATUS_OK)
        put_all(&r, json);
    return status;
}
