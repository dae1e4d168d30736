/*
 * CSV for people with spreadsheets (flow/job/csv_cell.h), JSON lines for programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/export.h"

#include <stdio.h>
#include <string.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/job/csv_cell.h"
#include "flow/job/tell.h"
#include "flow/profile/profile_json.h"
#include "os/process.h"

enum { PIECE_BYTES = 256 * 1024, EXPORT_ARENA_BYTES = 512 * 1024 * 1024, FIELDS_OUT = (FIELD_COUNT) * (GROUP_COUNT) };

struct exporting {
    struct store *store;
    const struct job *job;
    const struct export_options *options;
    struct arena arena;
    struct buf out;
    bool has_field[FIELDS_OUT]; /* CSV columns, by field and group */
    struct text values[FIELDS_OUT];
    VEC(struct party_id) parties;
    struct source *sources;
    size_t sources_count;
    uint64_t rows, total;
    struct teller teller;
    enum status status;
    struct error err;
};

static void exporting_done(struct exporting *e)
{
    arena_done(&e->arena);
    buf_done(&e->out);
    vec_done(&e->parties);
}

static void write_out(struct exporting *e, size_t at_least)
{
    if (e->status == STATUS_OK)
        e->status = buf_status(&e->out, &e->err);
    if (e->status != STATUS_OK || e->out.len < at_least || e->out.len == 0)
        return;
    e->status = e->options->write(e->options->ctx, buf_text(&e->out), &e->err);
    buf_reset(&e->out);
}

/* ---- CSV ---- */

static int place_of(struct text name)
{
    struct field_ref ref = { 0 };
    return field_ref_read(name, &ref) ? (int)ref.field * GROUP_COUNT + (int)ref.group : -1;
}

static bool learn_columns(void *ctx, const struct stored_party *party)
{
    struct exporting *e = ctx;
    struct text rest = party->profile;
    struct profile_field field;
    e->total++;
    arena_reset(&e->arena);
    while (profile_json_next(&rest, &e->arena, &field)) {
        int place = place_of(field.field);
        if (place >= 0)
            e->has_field[place] = true;
    }
    return !process_interrupted();
}

static const char *const csv_head[] = { "id",           "kind",    "name",    "sort_name", "salutation",
                                        "address_line", "summary", "records", NULL };

static void put_header(struct exporting *e)
{
    int last = -1;
    for (int i = 0; i < FIELDS_OUT; i++)
        last = e->has_field[i] ? i : last;
    for (size_t i = 0; csv_head[i]; i++)
        csv_cell_put(&e->out, text_from(csv_head[i]), last < 0 && !csv_head[i + 1]);
    for (int i = 0; i <= last; i++)
        if (e->has_field[i]) {
            struct field_ref ref = { .field = (enum field)(i / GROUP_COUNT),
                                     .group = (enum field_group)(i % GROUP_COUNT) };
            struct field_ref_text name = field_ref_text(ref);
            csv_cell_put(&e->out, text_from(name.s), i == last);
        }
}

static bool put_party_csv(void *ctx, const struct stored_party *party)
{
    struct exporting *e = ctx;
    struct text rest = party->profile;
    struct profile_field field;
    struct id_text id = party_id_text(party->party);
    char records[16];
    int last = -1;
    arena_reset(&e->arena);
    memset(e->values, 0, sizeof(e->values));
    while (profile_json_next(&rest, &e->arena, &field)) {
        int place = place_of(field.field);
        if (place >= 0 && e->values[place].len == 0) /* best first */
            e->values[place] = field.value;
    }
    for (int i = 0; i < FIELDS_OUT; i++)
        last = e->has_field[i] ? i : last;
    snprintf(records, sizeof(records), "%u", party->records);
    const struct text head[] = { text_from(id.s),
                                 text_from(party_kind_name(party_id_kind(party->party))),
                                 party->name,
                                 party->sort_name,
                                 profile_json_text(party->profile, "salutation", &e->arena),
                                 profile_json_text(party->profile, "address_line", &e->arena),
                                 party->summary,
                                 text_from(records) };
    for (size_t i = 0; csv_head[i]; i++)
        csv_cell_put(&e->out, head[i], last < 0 && !csv_head[i + 1]);
    for (int i = 0; i <= last; i++)
        if (e->has_field[i])
            csv_cell_put(&e->out, e->values[i], i == last);
    e->rows++;
    write_out(e, PIECE_BYTES);
    tell(&e->teller, "export", e->rows, e->total);
    return e->status == STATUS_OK && !process_interrupted();
}

/* ---- NDJSON ---- */

static bool put_party_json(void *ctx, const struct stored_party *party)
{
    struct exporting *e = ctx;
    struct json_out json = json_out_over(&e->out);
    json_object(&json);
    json_put_str(&json, "id", party_id_text(party->party).s);
    json_put_str(&json, "kind", party_kind_name(party_id_kind(party->party)));
    json_put(&json, "name", party->name);
    json_put(&json, "sort_name", party->sort_name);
    json_put(&json, "summary", party->summary);
    json_put_u64(&json, "records", party->records);
    json_key(&json, "profile");
    json_raw(&json, party->profile);
    json_end(&json);
    buf_put_char(&e->out, '\n');
    e->rows++;
    write_out(e, PIECE_BYTES);
    tell(&e->teller, "export", e->rows, e->total);
    return e->status == STATUS_OK && !process_interrupted();
}

/* ---- the key ring ---- */

static bool keep_party(void *ctx, const struct stored_party *party)
{
    struct exporting *e = ctx;
    if (!vec_push(&e->parties, party->party))
        e->status = error_set(&e->err, STATUS_NO_MEMORY, "no memory for the parties");
    return e->status == STATUS_OK;
}

static struct text source_name(const struct exporting *e, uint32_t id)
{
    for (size_t i = 0; i < e->sources_count; i++)
        if (e->sources[i].id == id)
            return e->sources[i].name;
    return TEXT_EMPTY;
}

static void put_key(struct exporting *e, struct party_id party, const struct stored_record *record)
{
    const struct {
        const char *name;
        struct text value;
    } cells[] = {
        { "party", text_from(party_id_text(party).s) },
        { "kind", text_from(party_kind_name(party_id_kind(party))) },
        { "record", text_from(record_id_text(record->id).s) },
        { "source", source_name(e, record->source_id) },
        { "key", record->source_key },
    };
    struct json_out json = json_out_over(&e->out);
    bool csv = e->options->format == EXPORT_CSV;
    if (!csv)
        json_object(&json);
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        if (csv) {
            csv_cell_put(&e->out, cells[i].value, i + 1 == sizeof(cells) / sizeof(*cells));
            continue;
        }
        json_put(&json, cells[i].name, cells[i].value);
    }
    if (!csv) {
        json_end(&json);
        buf_put_char(&e->out, '\n');
    }
    e->rows++;
}

static enum status put_keys(struct exporting *e, struct error *err)
{
    enum status status = STATUS_OK;
    if (e->options->format == EXPORT_CSV)
        buf_put_str(&e->out, "party,kind,record,source,key\r\n");
    for (size_t i = 0; i < e->parties.len && status == STATUS_OK; i++) {
        struct stored_link *links = NULL;
        size_t count = 0;
        arena_reset(&e->arena);
        status = store_party_links(e->store, e->parties.ptr[i], &e->arena, &links, &count, err);
        for (size_t l = 0; l < count && status == STATUS_OK; l++) {
            struct stored_record record = { 0 };
            status = store_record_get(e->store, links[l].record, &e->arena, &record, err);
            if (status == STATUS_OK)
                put_key(e, e->parties.ptr[i], &record);
        }
        write_out(e, PIECE_BYTES);
        tell(&e->teller, "export", i, e->parties.len);
        if (e->status != STATUS_OK || process_interrupted())
            return STATUS_OK; /* told by export_run */
    }
    return status;
}

/* ---- the whole ---- */

static enum status run(struct exporting *e, struct error *err)
{
    enum party_kind kind = e->options->kind;
    if (e->options->what == EXPORT_KEYS) {
        struct arena sources = ARENA_UP_TO(64 * 1024 * 1024);
        enum status status = store_sources(e->store, &sources, &e->sources, &e->sources_count, err);
        if (status == STATUS_OK)
            status = store_parties_each(e->store, kind, keep_party, e, err);
        if (status == STATUS_OK)
            status = put_keys(e, err);
        arena_done(&sources);
        return status;
    }
    if (e->options->format == EXPORT_NDJSON)
        return store_parties_each(e->store, kind, put_party_json, e, err);
    enum status status = store_parties_each(e->store, kind, learn_columns, e, err);
    put_header(e);
    return status == STATUS_OK ? store_parties_each(e->store, kind, put_party_csv, e, err) : status;
}

enum status export_run(struct store *store, const struct job *job, const struct export_options *options,
                       uint64_t *ret_rows, struct error *err)
{
    SCOPED(exporting_done)
    struct exporting e = { .store = store,
                           .job = job,
                           .options = options,
                           .arena = ARENA_UP_TO(EXPORT_ARENA_BYTES),
                           .teller = { .job = job } };
    enum status status = store_read_begin(store, err);
    if (status != STATUS_OK)
        return status;
    status = run(&e, err);
    store_read_end(store);
    write_out(&e, 0);
    *ret_rows = e.rows;
    if (status == STATUS_OK && e.status != STATUS_OK) {
        status = e.status;
        if (err)
            *err = e.err;
    }
    if (status == STATUS_OK && process_interrupted())
        status = error_set(err, STATUS_INTERRUPTED, "stopped after %llu rows", (unsigned long long)e.rows);
    return status;
}
