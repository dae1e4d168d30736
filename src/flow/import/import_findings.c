/*
 * Two lists one after the other.  A cursor is "r<row>": refused rows after
 * that one; or "v<seq>.<n>": findings of versions from that one on, of which
 * the first n were given.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import/import_findings.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/scoped.h"
#include "flow/import/import_preview.h"
#include "flow/job/csv_cell.h"
#include "flow/profile/catalogue.h"
#include "golden/catalogue.h"
#include "model/finding.h"
#include "store/history.h"
#include "store/import_finding.h"

enum { CATALOGUE_BYTES_MAX = 8 * 1024 * 1024, PAGE_BYTES_MAX = 64 * 1024 * 1024, ASKED_AT_ONCE = 500 };

struct place {
    bool in_values; /* past the refused rows */
    uint64_t row, seq, given;
};

struct told {
    uint64_t row;
    const struct import_finding *value; /* NULL of a refused row */
    enum finding finding;
    struct text raw;
};

struct listing {
    struct store *store;
    const struct job *job;
    uint64_t import_id;
    bool shows_raw;
    struct place place;
    struct arena kept, page;
    struct catalogue catalogue;
    size_t left; /* to be given */
    void (*put)(struct listing *l, const struct told *told);
    struct json_out *json;
    struct buf *csv;
};

static void listing_done(struct listing *l)
{
    arena_done(&l->kept);
    arena_done(&l->page);
}

static bool place_read(struct text cursor, struct place *ret)
{
    *ret = (struct place){ 0 };
    if (cursor.len == 0)
        return true;
    struct text rest = text_from_offset(cursor, 1), seq = TEXT_EMPTY;
    ret->in_values = cursor.ptr[0] == 'v';
    if (cursor.ptr[0] == 'r')
        return text_to_u64(rest, &ret->row) && ret->row <= INT64_MAX;
    return ret->in_values && text_next(&rest, '.', &seq) && text_to_u64(seq, &ret->seq) && ret->seq <= INT64_MAX &&
           text_to_u64(rest, &ret->given) && ret->given <= INT32_MAX;
}

/* Who brought the rows knows them; another may not see every column. */
static enum status look_up(struct listing *l, struct error *err)
{
    struct record_import *runs = NULL;
    size_t count = 0;
    enum status status = store_import_authors(l->store, &l->page, &runs, &count, err);
    bool found = false;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (runs[i].id == l->import_id) {
            found = true;
            l->shows_raw = l->job->sees == CATALOGUE_ALL || l->job->sees == CATALOGUE_ADMIN ||
                           text_equal(runs[i].author, l->job->author);
        }
    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_NOT_FOUND, "there is no import %" PRIu64, l->import_id);
    arena_reset(&l->page);
    return status;
}

static enum status open_listing(struct listing *l, struct error *err)
{
    struct text body = TEXT_EMPTY;
    enum status status = look_up(l, err);
    if (status == STATUS_OK)
        status = catalogue_body(l->store, &l->kept, &body, err);
    return status == STATUS_OK ? catalogue_read(body, &l->kept, &l->catalogue, err) : status;
}

static enum status list_rejected(struct listing *l, struct error *err)
{
    while (l->left && !l->place.in_values) {
        struct rejected_row *rows = NULL;
        size_t count = 0, most = l->left < ASKED_AT_ONCE ? l->left : ASKED_AT_ONCE;
        arena_reset(&l->page);
        enum status status = store_rejected(l->store, l->import_id, l->place.row, most, &l->page, &rows, &count, err);
        if (status != STATUS_OK)
            return status;
        for (size_t i = 0; i < count; i++) {
            struct told told = { .row = rows[i].row, .finding = rows[i].finding };
            told.raw = l->shows_raw ? rows[i].raw : TEXT_EMPTY;
            l->put(l, &told);
            l->place.row = rows[i].row;
        }
        l->left -= count;
        l->place.in_values = count < most;
    }
    return STATUS_OK;
}

/* *ret_more: the list goes on. */
static enum status list_values(struct listing *l, bool *ret_more, struct error *err)
{
    *ret_more = true;
    while (l->left) {
        struct import_finding *found = NULL;
        size_t count = 0, most = ASKED_AT_ONCE + l->place.given;
        arena_reset(&l->page);
        enum status status =
            store_import_findings(l->store, l->import_id, l->place.seq, most, &l->page, &found, &count, err);
        if (status != STATUS_OK)
            return status;
        for (size_t i = l->place.given; i < count && l->left; i++) {
            bool is_next = found[i].seq != l->place.seq;
            l->place.given = is_next ? 1 : l->place.given + 1;
            l->place.seq = found[i].seq;
            if (finding_severity(found[i].finding) == SEVERITY_NOTE)
                continue;
            l->put(l, &(struct told){ .value = &found[i], .finding = found[i].finding });
            l->left--;
        }
        *ret_more = count == most || l->left == 0;
        if (!*ret_more)
            return STATUS_OK;
    }
    return STATUS_OK;
}

static struct text label_of(struct listing *l, const struct told *told)
{
    return told->value && told->value->field.len
               ? import_field_label(&l->catalogue, told->value->field, l->job->lang, &l->page)
               : TEXT_EMPTY;
}

static void put_json(struct listing *l, const struct told *told)
{
    struct json_out *json = l->json;
    const struct import_finding *value = told->value;
    json_object(json);
    json_key(json, "row");
    if (value)
        json_null(json);
    else
        json_u64(json, told->row);
    json_key(json, "record");
    json_str(json, value ? record_id_text(value->record).s : NULL);
    json_put(json, "key", value ? value->source_key : TEXT_EMPTY);
    json_put(json, "field", value ? value->field : TEXT_EMPTY);
    json_put(json, "label", label_of(l, told));
    json_put(json, "code", text_from(finding_code(told->finding)));
    json_put(json, "severity", text_from(severity_name(finding_severity(told->finding))));
    json_put(json, "sentence", text_from(finding_sentence(told->finding, l->job->lang)));
    json_put(json, "proposal", value ? value->proposal : TEXT_EMPTY);
    json_put(json, "raw", told->raw);
    json_end(json);
}

static void put_csv(struct listing *l, const struct told *told)
{
    const struct import_finding *value = told->value;
    char row[24] = "";
    if (!value)
        snprintf(row, sizeof(row), "%" PRIu64, told->row);
    csv_cell_put(l->csv, text_from(row), false);
    csv_cell_put(l->csv, value ? value->source_key : TEXT_EMPTY, false);
    csv_cell_put(l->csv, value ? text_from(record_id_text(value->record).s) : TEXT_EMPTY, false);
    csv_cell_put(l->csv, label_of(l, told), false);
    csv_cell_put(l->csv, text_from(finding_code(told->finding)), false);
    csv_cell_put(l->csv, text_from(finding_sentence(told->finding, l->job->lang)), false);
    csv_cell_put(l->csv, value ? value->proposal : TEXT_EMPTY, false);
    csv_cell_put(l->csv, told->raw, true);
}

static enum status list(struct listing *l, bool *ret_more, struct error *err)
{
    enum status status = open_listing(l, err);
    if (status == STATUS_OK)
        status = list_rejected(l, err);
    return status == STATUS_OK ? list_values(l, ret_more, err) : status;
}

enum status import_findings(struct store *store, const struct job *job, uint64_t import_id, struct text cursor,
                            size_t limit, struct json_out *json, struct error *err)
{
    SCOPED(listing_done)
    struct listing l = { .store = store,
                         .job = job,
                         .import_id = import_id,
                         .kept = ARENA_UP_TO(CATALOGUE_BYTES_MAX),
                         .page = ARENA_UP_TO(PAGE_BYTES_MAX),
                         .left = limit,
                         .put = put_json,
                         .json = json };
    bool more = false;
    if (!place_read(cursor, &l.place))
        return error_set(err, STATUS_INVALID, "this is no cursor of this list");
    json_object(json);
    json_key(json, "findings");
    json_array(json);
    enum status status = list(&l, &more, err);
    json_end(json);
    if (status == STATUS_OK && more) {
        char next[64];
        if (l.place.in_values)
            snprintf(next, sizeof(next), "v%" PRIu64 ".%" PRIu64, l.place.seq, l.place.given);
        else
            snprintf(next, sizeof(next), "r%" PRIu64, l.place.row);
        json_put(json, "next", text_from(next));
    }
    json_end(json);
    return status;
}

enum status import_findings_export(struct store *store, const struct job *job, uint64_t import_id, struct buf *csv,
                                   struct error *err)
{
    SCOPED(listing_done)
    struct listing l = { .store = store,
                         .job = job,
                         .import_id = import_id,
                         .kept = ARENA_UP_TO(CATALOGUE_BYTES_MAX),
                         .page = ARENA_UP_TO(PAGE_BYTES_MAX),
                         .left = IMPORT_FINDINGS_FILE_MAX,
                         .put = put_csv,
                         .csv = csv };
    bool more = false, dutch = job->lang == LANGUAGE_NL;
    buf_put_str(csv, dutch ? "regel,sleutel,record,veld,bevinding,zin,voorstel,inhoud\r\n"
                           : "row,key,record,field,finding,sentence,proposal,content\r\n");
    enum status status = list(&l, &more, err);
    return status == STATUS_OK ? buf_status(csv, err) : status;
}
