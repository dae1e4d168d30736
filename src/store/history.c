/*
 * Questions about an earlier state.  Nothing here writes, save the one row
 * that says of which facts a view was made.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/history.h"

#include "base/scoped.h"
#include "store/inside.h"

/* Facts that wait in a bulk are written first: a question must see them. */
static enum status ask(struct store *store, const char *name, uint64_t first, struct db_stmt **ret, struct error *err)
{
    enum status status = bulk_flush(store, 0, BULK_LINK, err);
    if (status == STATUS_OK)
        status = query(store, name, ret, err);
    if (status == STATUS_OK)
        db_bind_i64(*ret, 1, (int64_t)first);
    return status;
}

static enum status ask_list(struct store *store, const char *name, uint64_t first, struct arena *arena,
                            size_t item_size, bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item),
                            void **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, name, first, &stmt, err);
    return status == STATUS_OK ? query_collect(stmt, arena, item_size, read, ret, ret_count, err) : status;
}

/* ---- views ---- */

static bool view_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    *(struct view_made *)item = (struct view_made){
        .id = (uint64_t)db_i64(stmt, 0),
        .recorded_ms = db_i64(stmt, 1),
        .record_seq = (uint64_t)db_i64(stmt, 2),
        .ruleset_id = (uint64_t)db_i64(stmt, 3),
        .identity_run = (uint64_t)db_i64(stmt, 4),
    };
    return true;
}

enum status store_view_made_put(struct store *store, uint64_t record_seq, int64_t now_ms, struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = bulk_flush(store, 0, BULK_LINK, err);
    if (status == STATUS_OK)
        status = query(store, "view_made_put", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_i64(stmt, 1, now_ms);
        db_bind_i64(stmt, 2, (int64_t)record_seq);
        status = db_run(stmt, NULL, err);
    }
    return write_end(store, &write, status, err);
}

enum status store_view_made_at(struct store *store, int64_t at_ms, struct view_made *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "view_made_at", (uint64_t)at_ms, &stmt, err);
    if (status != STATUS_OK)
        return status;
    return query_one(stmt, NULL, view_read, ret, "nothing was known then", err);
}

/* The last of the first so many; id 0 when there is none. */
static enum status view_at_or_before(struct store *store, uint64_t id, struct view_made *ret, struct error *err)
{
    struct db_stmt *stmt;
    struct error why = ERROR_NONE;
    *ret = (struct view_made){ 0 };
    enum status status = ask(store, "view_made_up_to", id, &stmt, err);
    if (status != STATUS_OK)
        return status;
    status = query_one(stmt, NULL, view_read, ret, "no view was made", &why);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status store_view_made_before(struct store *store, uint64_t record_seq, struct view_made *ret, struct error *err)
{
    struct view_made at = { 0 };
    enum status status = view_at_or_before(store, INT64_MAX, &at, err);
    uint64_t from = 0, to = at.id + 1; /* the one at from fits, the one at to does not */
    *ret = (struct view_made){ 0 };
    if (status == STATUS_OK && at.id && at.record_seq < record_seq) {
        *ret = at;
        return STATUS_OK;
    }
    while (status == STATUS_OK && to - from > 1) {
        uint64_t middle = from + (to - from) / 2;
        status = view_at_or_before(store, middle, &at, err);
        if (at.id == 0 || at.record_seq < record_seq) {
            *ret = at;
            from = middle;
        } else {
            to = middle;
        }
    }
    return status == STATUS_OK && ret->id == 0
               ? error_set(err, STATUS_NOT_FOUND, "no view was made before that record came")
               : status;
}

enum status store_views_made(struct store *store, struct arena *arena, struct view_made **ret, size_t *ret_count,
                             struct error *err)
{
    return query_list(store, "views_made", arena, sizeof(struct view_made), view_read, (void **)ret, ret_count, err);
}

/* ---- records ---- */

enum status store_record_at(struct store *store, struct record_id id, uint64_t record_seq, struct arena *arena,
                            struct stored_record *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "record_at", id.v, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 2, (int64_t)record_seq);
    return query_one(stmt, arena, record_row_read, ret, "there was no such record", err);
}

enum status store_record_versions(struct store *store, struct record_id id, struct arena *arena,
                                  struct stored_record **ret, size_t *ret_count, struct error *err)
{
    return ask_list(store, "record_versions", id.v, arena, sizeof(struct stored_record), record_row_read, (void **)ret,
                    ret_count, err);
}

/* What is found for a list of ids. */
static enum status list_of(struct store *store, const char *name, const uint64_t *ids, size_t count,
                           struct arena *arena, size_t item_size,
                           bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void **ret,
                           size_t *ret_count, struct error *err)
{
    SCOPED(buf_done) struct buf list = BUF_EMPTY; /* until the rows are read */
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, 0, BULK_LINK, err);
    if (status == STATUS_OK)
        status = ids_list(store, ids, sizeof(*ids), count, &list, err);
    if (status == STATUS_OK)
        status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, buf_text(&list));
    return query_collect(stmt, arena, item_size, read, ret, ret_count, err);
}

enum status store_records_versions(struct store *store, const struct record_id *ids, size_t count, struct arena *arena,
                                   struct stored_record **ret, size_t *ret_count, struct error *err)
{
    return list_of(store, "records_versions", &ids->v, count, arena, sizeof(struct stored_record), record_row_read,
                   (void **)ret, ret_count, err);
}

enum status store_record_events_at(struct store *store, struct record_id id, int64_t at_ms, size_t limit,
                                   struct arena *arena, struct event_fact **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "record_events_at", id.v, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 2, at_ms);
    db_bind_i64(stmt, 3, (int64_t)limit);
    return query_collect(stmt, arena, sizeof(struct event_fact), event_read, (void **)ret, ret_count, err);
}

/* ---- what people said ---- */

/* From the three columns at first: of a row without withdrawal they are NULL. */
static bool taken_back_read(const struct db_stmt *stmt, int first, struct arena *arena, struct taken_back *ret)
{
    if (db_is_null(stmt, first))
        return true;
    ret->ms = db_i64(stmt, first);
    return column_keep(stmt, first + 1, arena, &ret->reason) && column_keep(stmt, first + 2, arena, &ret->author);
}

static bool decision_told_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct decision_told *told = item;
    told->decision = (struct decision){
        .id = (uint64_t)db_i64(stmt, 0),
        .a = { (uint64_t)db_i64(stmt, 1) },
        .b = { (uint64_t)db_i64(stmt, 2) },
        .kind = (enum decision_kind)db_i64(stmt, 3),
        .recorded_ms = db_i64(stmt, 6),
    };
    if (!taken_back_read(stmt, 7, arena, &told->taken_back))
        return false;
    told->decision.withdrawn = told->taken_back.ms != 0;
    return column_keep(stmt, 4, arena, &told->decision.reason) && column_keep(stmt, 5, arena, &told->decision.author);
}

enum status store_decision_log(struct store *store, struct arena *arena, struct decision_told **ret, size_t *ret_count,
                               struct error *err)
{
    return query_list(store, "decision_log", arena, sizeof(struct decision_told), decision_told_read, (void **)ret,
                      ret_count, err);
}

static bool choice_told_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct choice_told *told = item;
    told->id = (uint64_t)db_i64(stmt, 0);
    told->mention.v = (uint64_t)db_i64(stmt, 1);
    told->recorded_ms = db_i64(stmt, 6);
    return column_keep(stmt, 2, arena, &told->field) && column_keep(stmt, 3, arena, &told->value) &&
           column_keep(stmt, 4, arena, &told->reason) && column_keep(stmt, 5, arena, &told->author) &&
           taken_back_read(stmt, 7, arena, &told->taken_back);
}

enum status store_choice_log(struct store *store, struct mention_id mention, struct arena *arena,
                             struct choice_told **ret, size_t *ret_count, struct error *err)
{
    return ask_list(store, "choice_log", mention.v, arena, sizeof(struct choice_told), choice_told_read, (void **)ret,
                    ret_count, err);
}

enum status store_choice_log_all(struct store *store, struct arena *arena, struct choice_told **ret, size_t *ret_count,
                                 struct error *err)
{
    return query_list(store, "choice_log_all", arena, sizeof(struct choice_told), choice_told_read, (void **)ret,
                      ret_count, err);
}

enum status store_record_changes(struct store *store, uint64_t below, uint64_t from,
                                 bool (*each)(void *ctx, const struct record_change *change), void *ctx,
                                 struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "record_changes", below, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 2, (int64_t)from);
    status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    bool more = true;
    while (more && db_next(stmt)) {
        struct record_change change = {
            .record = { .seq = (uint64_t)db_i64(stmt, 0),
                        .id = { (uint64_t)db_i64(stmt, 1) },
                        .version = (uint32_t)db_i64(stmt, 2),
                        .source_id = (uint32_t)db_i64(stmt, 3),
                        .layout_id = (uint32_t)db_i64(stmt, 4),
                        .source_key = db_text(stmt, 5),
                        .cells = db_text(stmt, 6),
                        .observed_ms = db_i64(stmt, 7),
                        .recorded_ms = db_i64(stmt, 8) },
            .before_layout_id = (uint32_t)db_i64(stmt, 9),
            .before_cells = db_text(stmt, 10),
            .author = db_text(stmt, 11),
            .file_name = db_text(stmt, 12),
        };
        more = each(ctx, &change);
    }
    return db_end(stmt, err);
}

enum status store_record_last(struct store *store, uint64_t *ret, struct error *err)
{
    int64_t last = 0;
    enum status status = bulk_flush(store, 0, BULK_LINK, err);
    if (status == STATUS_OK)
        status = query_named_number(store, "record_last_seq", &last, err);
    *ret = (uint64_t)last;
    return status;
}

static bool import_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct record_import *import = item;
    import->id = (uint64_t)db_i64(stmt, 0);
    return column_keep(stmt, 1, arena, &import->file_name) && column_keep(stmt, 2, arena, &import->author);
}

enum status store_record_import(struct store *store, struct record_id record, uint32_t version, struct arena *arena,
                                struct record_import *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "record_import", record.v, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 2, version);
    return query_one(stmt, arena, import_read, ret, "there is no such import", err);
}

enum status store_import_authors(struct store *store, struct arena *arena, struct record_import **ret,
                                 size_t *ret_count, struct error *err)
{
    return query_list(store, "import_authors", arena, sizeof(struct record_import), import_read, (void **)ret,
                      ret_count, err);
}

enum status store_import_author(struct store *store, uint64_t import_id, struct text author, struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "import_author", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_i64(stmt, 1, (int64_t)import_id);
        db_bind_text(stmt, 2, author);
        status = db_run(stmt, NULL, err);
    }
    return write_end(store, &write, status, err);
}

/* ---- identities ---- */

static bool assignment_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    *(struct assignment_run *)item = (struct assignment_run){
        .mention = { (uint64_t)db_i64(stmt, 0) },
        .run = (uint64_t)db_i64(stmt, 1),
        .party = { (uint64_t)db_i64(stmt, 2) },
        .before = { (uint64_t)db_i64(stmt, 3) },
        .record = { db_is_null(stmt, 4) ? 0 : (uint64_t)db_i64(stmt, 4) },
    };
    return true;
}

enum status store_assignment_at(struct store *store, struct mention_id mention, uint64_t run,
                                struct assignment_run *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "mention_assignment_at", mention.v, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 2, (int64_t)run);
    return query_one(stmt, NULL, assignment_read, ret, "this mention was in no party then", err);
}

enum status store_mention_assignments(struct store *store, struct mention_id mention, struct arena *arena,
                                      struct assignment_run **ret, size_t *ret_count, struct error *err)
{
    return ask_list(store, "mention_assignments", mention.v, arena, sizeof(struct assignment_run), assignment_read,
                    (void **)ret, ret_count, err);
}

enum status store_mentions_assignments(struct store *store, const struct mention_id *ids, size_t count,
                                       struct arena *arena, struct assignment_run **ret, size_t *ret_count,
                                       struct error *err)
{
    return list_of(store, "mentions_assignments", &ids->v, count, arena, sizeof(struct assignment_run), assignment_read,
                   (void **)ret, ret_count, err);
}

enum status store_households_left(struct store *store,
                                  bool (*each)(void *ctx, struct mention_id mention, struct party_id household),
                                  void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "households_left", (uint64_t)PARTY_HOUSEHOLD << 60, &stmt, err);
    if (status != STATUS_OK)
        return status;
    for (bool more = true; more && db_next(stmt);)
        more =
            each(ctx, (struct mention_id){ (uint64_t)db_i64(stmt, 0) }, (struct party_id){ (uint64_t)db_i64(stmt, 1) });
    return db_end(stmt, err);
}

static bool mention_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    ((struct mention_id *)item)->v = (uint64_t)db_i64(stmt, 0);
    return true;
}

enum status store_party_left(struct store *store, struct party_id party, struct arena *arena, struct mention_id **ret,
                             size_t *ret_count, struct error *err)
{
    return ask_list(store, "party_left", party.v, arena, sizeof(struct mention_id), mention_read, (void **)ret,
                    ret_count, err);
}

static bool party_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    (void)arena;
    ((struct party_id *)item)->v = (uint64_t)db_i64(stmt, 0);
    return true;
}

enum status store_redirects_to(struct store *store, struct party_id party, struct arena *arena, struct party_id **ret,
                               size_t *ret_count, struct error *err)
{
    return ask_list(store, "redirects_to", party.v, arena, sizeof(struct party_id), party_read, (void **)ret, ret_count,
                    err);
}

static bool told_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    *(struct identity_told *)item = (struct identity_told){
        .run = (uint64_t)db_i64(stmt, 0),
        .step = (uint64_t)db_i64(stmt, 1),
        .recorded_ms = db_i64(stmt, 2),
        .party = { (uint64_t)db_i64(stmt, 3) },
        .event = (enum identity_event)db_i64(stmt, 4),
        .other = { (uint64_t)db_i64(stmt, 5) },
    };
    return true;
}

enum status store_identity_at(struct store *store, struct party_id party, uint64_t run, struct identity_told *ret,
                              struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "identity_at", party.v, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 2, (int64_t)run);
    return query_one(stmt, NULL, told_read, ret, "there was no such party then", err);
}

enum status store_identity_of(struct store *store, struct party_id party, struct arena *arena,
                              struct identity_told **ret, size_t *ret_count, struct error *err)
{
    return ask_list(store, "identity_log_of", party.v, arena, sizeof(struct identity_told), told_read, (void **)ret,
                    ret_count, err);
}

enum status store_identity_log_each(struct store *store, bool (*each)(void *ctx, const struct identity_told *told),
                                    void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, 0, BULK_LINK, err);
    if (status == STATUS_OK)
        status = query(store, "identity_log", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    bool more = true;
    while (more && db_next(stmt)) {
        struct identity_told told;
        told_read(stmt, NULL, &told);
        more = each(ctx, &told);
    }
    return db_end(stmt, err);
}
