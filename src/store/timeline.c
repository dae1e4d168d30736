/*
 * The events of a party's records (scoped.c), by the records' ids, handed over
 * as one list.  Marks are sorted without their texts: a mail of 60 KB would
 * otherwise be carried through the sort for nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/scoped.h"
#include "store/event.h"
#include "store/inside.h"

static const struct {
    enum event_scope scope;
    const char *name;
} scopes_named[] = {
    { SCOPE_SELF, "self" },
    { SCOPE_ROLES, "roles" },
    { SCOPE_ORGANISATION, "organisation" },
    { SCOPE_HOUSEHOLD, "household" },
};

const char *event_scope_name(enum event_scope scope)
{
    for (size_t i = 0; i < sizeof(scopes_named) / sizeof(scopes_named[0]); i++)
        if (scopes_named[i].scope == scope)
            return scopes_named[i].name;
    return "";
}

bool event_scope_read(struct text name, enum event_scope *ret)
{
    for (size_t i = 0; i < sizeof(scopes_named) / sizeof(scopes_named[0]); i++)
        if (text_equal(name, text_from(scopes_named[i].name))) {
            *ret = scopes_named[i].scope;
            return true;
        }
    return false;
}

/* ---- events ---- */

/* Columns as events_by_seq gives them. */
static void event_view(const struct db_stmt *stmt, struct event_fact *ret)
{
    *ret = (struct event_fact){
        .id = { (uint64_t)db_i64(stmt, 0) },
        .source_id = (uint32_t)db_i64(stmt, 1),
        .source_key = db_text(stmt, 2),
        .record = { (uint64_t)db_i64(stmt, 3) },
        .kind = db_text(stmt, 4),
        .at_ms = db_i64(stmt, 5),
        .has_amount = !db_is_null(stmt, 6),
        .amount_cents = db_i64(stmt, 6),
        .currency = db_text(stmt, 7),
        .channel = db_text(stmt, 8),
        .direction = db_text(stmt, 9),
        .subject = db_text(stmt, 10),
        .body = db_text(stmt, 11),
        .status = db_text(stmt, 12),
        .extra = db_text(stmt, 13),
        .owner = db_text(stmt, 14),
        .details = db_text(stmt, 15),
        .author = db_text(stmt, 16),
        .parent = { (uint64_t)db_i64(stmt, 17) },
        .until_ms = db_i64(stmt, 18),
        .follow_up_ms = db_i64(stmt, 19),
        .done_ms = db_i64(stmt, 20),
    };
}

bool event_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct event_fact *event = item;
    event_view(stmt, event);
    struct text *texts[] = { &event->source_key, &event->kind,    &event->currency, &event->channel,
                             &event->direction,  &event->subject, &event->body,     &event->status,
                             &event->extra,      &event->owner,   &event->details,  &event->author };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i]->len == 0) {
            *texts[i] = TEXT_EMPTY;
            continue;
        }
        *texts[i] = arena_copy(arena, *texts[i]);
        if (!texts[i]->ptr)
            return false;
    }
    return true;
}

/* The named query with the ids as its first parameter. */
static enum status query_of(struct store *store, const char *name, const uint64_t *first, size_t stride, size_t count,
                            struct buf *ids, struct db_stmt **ret, struct error *err)
{
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    if (status == STATUS_OK)
        status = ids_list(store, first, stride, count, ids, err);
    if (status == STATUS_OK)
        status = query(store, name, ret, err);
    if (status == STATUS_OK)
        db_bind_text(*ret, 1, buf_text(ids));
    return status;
}

/* The same for records, each once: of one whose employer changed there are several. */
static enum status query_of_records(struct store *store, const char *name, const struct scoped_record *records,
                                    size_t count, struct buf *ids, struct db_stmt **ret, struct error *err)
{
    uint64_t *each = malloc(count * sizeof(*each));
    size_t distinct = 0;
    if (!each)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a party's records");
    for (size_t i = 0; i < count; i++)
        if (i == 0 || records[i].record.v != records[i - 1].record.v)
            each[distinct++] = records[i].record.v;
    enum status status = query_of(store, name, each, sizeof(*each), distinct, ids, ret, err);
    free(each);
    return status;
}

/* of NULL: any record. */
static enum status marks_each(struct db_stmt *stmt, const struct scoped_record *of, size_t count,
                              bool (*each)(void *ctx, const struct event_mark *mark), void *ctx, struct error *err)
{
    bool more = true;
    while (more && db_next(stmt)) {
        struct event_mark mark = { .seq = (uint64_t)db_i64(stmt, 0),
                                   .id = { (uint64_t)db_i64(stmt, 1) },
                                   .record = { (uint64_t)db_i64(stmt, 2) },
                                   .at_ms = db_i64(stmt, 3),
                                   .kind = db_text(stmt, 4) };
        if (!of || scoped_record_at(of, count, mark.record, mark.at_ms))
            more = each(ctx, &mark);
    }
    return db_end(stmt, err);
}

enum status store_event_marks(struct store *store, const struct scoped_record *records, size_t count, int64_t from_ms,
                              int64_t to_ms, struct event_id after,
                              bool (*each)(void *ctx, const struct event_mark *mark), void *ctx, struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    if (count == 0)
        return STATUS_OK;
    enum status status = query_of_records(store, "event_marks", records, count, &ids, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 2, from_ms);
    db_bind_i64(stmt, 3, to_ms);
    db_bind_i64(stmt, 4, (int64_t)after.v);
    return marks_each(stmt, records, count, each, ctx, err);
}

enum status store_events_by_seq(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                                struct event_fact **ret, size_t *ret_count, struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    enum status status = query_of(store, "events_by_seq", seqs, sizeof(seqs[0]), count, &ids, &stmt, err);
    return status == STATUS_OK
               ? query_collect(stmt, arena, sizeof(struct event_fact), event_read, (void **)ret, ret_count, err)
               : status;
}

enum status store_event_lines(struct store *store, const struct event_id *events, size_t count, struct arena *arena,
                              struct event_fact **ret, size_t *ret_count, struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    enum status status = query_of(store, "event_lines", &events[0].v, sizeof(events[0]), count, &ids, &stmt, err);
    return status == STATUS_OK
               ? query_collect(stmt, arena, sizeof(struct event_fact), event_read, (void **)ret, ret_count, err)
               : status;
}

enum status store_event_sums(struct store *store, const struct scoped_record *records, size_t count,
                             bool (*each)(void *ctx, uint64_t seq, const struct event_fact *event), void *ctx,
                             struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    bool more = true;
    if (count == 0)
        return STATUS_OK;
    enum status status = query_of_records(store, "event_sums", records, count, &ids, &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (more && db_next(stmt)) {
        struct event_fact event;
        event_view(stmt, &event);
        if (scoped_record_at(records, count, event.record, event.at_ms))
            more = each(ctx, (uint64_t)db_i64(stmt, 21), &event);
    }
    return db_end(stmt, err);
}

enum status store_event_seq(struct store *store, struct event_id id, uint64_t *ret, struct error *err)
{
    struct db_stmt *stmt;
    int64_t seq = 0;
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    if (status == STATUS_OK)
        status = query(store, "event_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id.v);
    status = query_number(stmt, &seq, err);
    if (status == STATUS_OK && seq == 0)
        return error_set(err, STATUS_NOT_FOUND, "there is no event %s", event_id_text(id).s);
    *ret = (uint64_t)seq;
    return status;
}

enum status store_event_get(struct store *store, struct event_id id, struct arena *arena, struct event_fact *ret,
                            struct error *err)
{
    struct event_fact *found = NULL;
    size_t count = 0;
    uint64_t seq = 0;
    enum status status = store_event_seq(store, id, &seq, err);
    if (status == STATUS_OK)
        status = store_events_by_seq(store, &seq, 1, arena, &found, &count, err);
    if (status == STATUS_OK && count == 1)
        *ret = found[0];
    return status;
}

/* ---- lists over all parties ---- */

enum status store_follow_ups(struct store *store, int64_t after_ms, struct event_id after, int64_t to_ms,
                             bool (*each)(void *ctx, const struct event_mark *mark), void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    if (status == STATUS_OK)
        status = query(store, "event_follow_ups", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, to_ms);
    db_bind_i64(stmt, 2, after_ms);
    db_bind_i64(stmt, 3, (int64_t)after.v);
    return marks_each(stmt, NULL, 0, each, ctx, err);
}

enum status store_events_waiting(struct store *store, size_t limit,
                                 bool (*each)(void *ctx, const struct event_mark *mark), void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_RECORD, BULK_EVENT + 1, err);
    if (status == STATUS_OK)
        status = query(store, "events_waiting", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)limit);
    return marks_each(stmt, NULL, 0, each, ctx, err);
}

/* ---- by hand ---- */

static enum status run_by_hand(struct store *store, uint32_t source_id, int64_t now_ms, uint64_t *ret,
                               struct error *err)
{
    struct db_stmt *stmt;
    int64_t run = 0;
    enum status status = query(store, "import_of_source", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, source_id);
    status = query_number(stmt, &run, err);
    *ret = (uint64_t)run;
    if (status != STATUS_OK || run)
        return status;
    status = store_import_begin(store, source_id, TEXT_EMPTY, now_ms, ret, err);
    if (status == STATUS_OK)
        status = store_import_update(store, *ret, IMPORT_DONE, (struct import_counts){ 0 }, now_ms, err);
    return status;
}

enum status store_run_by_hand(struct store *store, uint32_t source_id, int64_t now_ms, uint64_t *ret, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, run_by_hand(store, source_id, now_ms, ret, err), err);
}

enum status store_event_parties_each(struct store *store, enum party_kind kind, struct party_id to,
                                     bool (*each)(void *ctx, struct text kind, struct party_id party), void *ctx,
                                     struct error *err)
{
    struct db_stmt *stmt;
    int64_t from, last;
    bool more = true;
    enum status status = query(store, "event_parties", &stmt, err);
    if (status != STATUS_OK)
        return status;
    party_range(kind, &from, &last);
    db_bind_i64(stmt, 1, from);
    db_bind_i64(stmt, 2, to.v && (int64_t)to.v < last ? (int64_t)to.v : last);
    while (more && db_next(stmt))
        more = each(ctx, db_text(stmt, 1), (struct party_id){ (uint64_t)db_i64(stmt, 0) });
    return db_end(stmt, err);
}
