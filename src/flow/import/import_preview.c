/*
 * The rows come by as the dry run makes them; of each column a few values that
 * differ are kept, of each finding how often and where first.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import/import_preview.h"

#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/profile/catalogue.h"
#include "flow/profile/profile_json.h"
#include "lang/utf8.h"
#include "normal/name_compose.h"
#include "normal/record.h"

enum { LOOK_BYTES_MAX = 32 * 1024 * 1024, FIELDS_BYTES_MAX = 8 * 1024 * 1024 };

struct column {
    struct text header, field; /* field empty: not taken */
    struct field_ref ref;
    uint8_t confidence;
    uint64_t filled;
    struct text examples[PREVIEW_EXAMPLES];
    size_t examples_count;
};

struct seen_finding {
    struct field_ref ref;
    enum finding finding;
    uint64_t count, row;
};

struct first_row {
    uint64_t number;
    enum change change;
    struct text key;
    struct text *names;
    size_t names_count;
};

struct look {
    const struct job *job;
    struct arena arena;
    struct column *columns;
    size_t columns_count;
    VEC(struct seen_finding) findings;
    struct first_row first[PREVIEW_FIRST_ROWS];
    size_t first_count;
    bool failed; /* for want of memory */
};

static void look_done(struct look *look)
{
    arena_done(&look->arena);
    vec_done(&look->findings);
}

struct text import_name_of(const struct mention *mention, struct arena *arena)
{
    if (mention->kind == PARTY_ORGANISATION)
        return mention->org.name;
    struct text name = name_display(&mention->name, arena);
    return name.len ? name : mention->name.raw;
}

/* A row of the catalogue may be of a kind of event by the same name, and speaks of those. */
struct text import_field_label(const struct catalogue *catalogue, struct text field, enum language lang,
                               struct arena *arena)
{
    return text_starts(field, TEXT("custom.")) ? catalogue_label(catalogue, field, lang, arena)
                                               : profile_label(field, lang, arena);
}

/* ---- while the rows come by ---- */

static struct text keep(struct look *look, struct text t)
{
    struct text kept = arena_copy(&look->arena, t);
    look->failed = look->failed || (t.len && !kept.ptr);
    return kept;
}

static void take_mapping(void *ctx, struct file_shape shape, struct layout layout,
                         const struct mapping_proposal *proposals, const struct text *customs)
{
    struct look *look = ctx;
    look->columns = arena_array(&look->arena, struct column, layout.count + 1);
    look->failed = look->failed || !look->columns;
    look->columns_count = look->columns ? layout.count : 0;
    for (size_t i = 0; i < look->columns_count; i++) {
        struct column *column = &look->columns[i];
        struct field_ref_text name = field_ref_text(proposals[i].ref);
        bool taken = proposals[i].ref.field != FIELD_NONE;
        column->header = keep(look, layout.columns[i]);
        column->ref = proposals[i].ref;
        column->field = customs && customs[i].len ? keep(look, customs[i]) : keep(look, text_from(name.s));
        column->confidence = taken ? proposals[i].confidence : 0;
    }
}

static void take_example(struct look *look, struct column *column, struct text cell)
{
    cell = utf8_cut(text_trim(cell), PREVIEW_EXAMPLE_LENGTH);
    if (cell.len == 0)
        return;
    column->filled++;
    if (column->ref.field == FIELD_REFUSE_NATIONAL_ID || column->examples_count == PREVIEW_EXAMPLES)
        return;
    for (size_t i = 0; i < column->examples_count; i++)
        if (text_equal(column->examples[i], cell))
            return;
    column->examples[column->examples_count++] = keep(look, cell);
}

static bool same_ref(struct field_ref a, struct field_ref b)
{
    return a.field == b.field && a.group == b.group && a.slot == b.slot;
}

static void take_finding(struct look *look, const struct record_finding *found, uint64_t row)
{
    if (found->finding == FINDING_NONE)
        return;
    for (size_t i = 0; i < look->findings.len; i++) {
        struct seen_finding *seen = &look->findings.ptr[i];
        if (seen->finding == found->finding && same_ref(seen->ref, found->field)) {
            seen->count++;
            return;
        }
    }
    if (!vec_push(&look->findings, (struct seen_finding){ found->field, found->finding, 1, row }))
        look->failed = true;
}

static void take_first(struct look *look, const struct import_row *row)
{
    struct first_row *first = &look->first[look->first_count++];
    size_t count = row->normal ? row->normal->mentions_count : 0;
    *first = (struct first_row){ .number = row->number, .change = row->change, .key = keep(look, row->source_key) };
    first->names = arena_array(&look->arena, struct text, count + 1);
    for (size_t i = 0; i < count && first->names; i++)
        first->names[first->names_count++] =
            keep(look, utf8_cut(import_name_of(&row->normal->mentions[i], &look->arena), PREVIEW_EXAMPLE_LENGTH * 2));
}

static void take_row(void *ctx, const struct import_row *row)
{
    struct look *look = ctx;
    for (size_t i = 0; row->cells && i < look->columns_count; i++)
        take_example(look, &look->columns[i], row->cells[i]);
    for (size_t i = 0; i < row->findings_count; i++)
        take_finding(look, &row->findings[i], row->number);
    for (size_t i = 0; row->normal && i < row->normal->findings_count; i++)
        take_finding(look, &row->normal->findings[i], row->number);
    if (look->first_count < PREVIEW_FIRST_ROWS)
        take_first(look, row);
}

/* ---- as JSON ---- */

static bool is_of_column(const struct look *look, struct field_ref ref)
{
    for (size_t i = 0; i < look->columns_count; i++)
        if (ref.field != FIELD_NONE && same_ref(look->columns[i].ref, ref))
            return true;
    return false;
}

/* Of one column, or with NULL those of none. What is only worth a note is left out. */
static void put_findings(const struct look *look, const struct column *column, struct json_out *json)
{
    json_array(json);
    for (size_t i = 0; i < look->findings.len; i++) {
        const struct seen_finding *seen = &look->findings.ptr[i];
        bool here = column ? column->ref.field != FIELD_NONE && same_ref(column->ref, seen->ref)
                           : !is_of_column(look, seen->ref);
        if (!here || (finding_severity(seen->finding) == SEVERITY_NOTE && column))
            continue;
        json_object(json);
        json_put(json, "code", text_from(finding_code(seen->finding)));
        json_put(json, "severity", text_from(severity_name(finding_severity(seen->finding))));
        json_put(json, "sentence", text_from(finding_sentence(seen->finding, look->job->lang)));
        json_put_u64(json, "count", seen->count);
        json_put_u64(json, "row", seen->row);
        json_end(json);
    }
    json_end(json);
}

static void put_columns(struct look *look, const struct catalogue *catalogue, struct json_out *json)
{
    json_key(json, "columns");
    json_array(json);
    for (size_t i = 0; i < look->columns_count; i++) {
        const struct column *column = &look->columns[i];
        json_object(json);
        json_put(json, "header", column->header);
        json_key(json, "field");
        if (column->field.len)
            json_text(json, column->field);
        else
            json_null(json);
        json_put(json, "label",
                 column->field.len ? import_field_label(catalogue, column->field, look->job->lang, &look->arena)
                                   : TEXT_EMPTY);
        json_put_u64(json, "confidence", column->confidence);
        json_put_u64(json, "filled", column->filled);
        json_key(json, "examples");
        json_array(json);
        for (size_t e = 0; e < column->examples_count; e++)
            json_text(json, column->examples[e]);
        json_end(json);
        json_key(json, "findings");
        put_findings(look, column, json);
        json_end(json);
    }
    json_end(json);
}

static void put_first(const struct look *look, struct json_out *json)
{
    static const char *const changes[] = { "rejected", "created", "updated", "unchanged" };
    json_key(json, "first");
    json_array(json);
    for (size_t i = 0; i < look->first_count; i++) {
        const struct first_row *first = &look->first[i];
        json_object(json);
        json_put_u64(json, "row", first->number);
        json_put(json, "change", text_from(changes[first->change]));
        json_put(json, "key", first->key);
        json_key(json, "names");
        json_array(json);
        for (size_t n = 0; n < first->names_count; n++)
            json_text(json, first->names[n]);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void put_counts(const struct import_report *report, struct json_out *json)
{
    const struct import_counts *counts = &report->counts;
    json_put_u64(json, "rows", counts->rows);
    json_put_bool(json, "is_all", !report->is_part);
    json_put_u64(json, "created", counts->created);
    json_put_u64(json, "updated", counts->updated);
    json_put_u64(json, "unchanged", counts->unchanged);
    json_put_u64(json, "rejected", counts->rejected);
    json_put_u64(json, "events", counts->events_created);
    json_put_u64(json, "masked", report->masked);
    json_key(json, "keys");
    json_object(json);
    for (int key = IMPORT_KEY_ID; key < IMPORT_KEYS; key++)
        if (report->keys[key])
            json_put_u64(json, import_key_name((enum import_key)key), report->keys[key]);
    json_end(json);
}

static void put_preview(struct look *look, const struct import_report *report, const struct catalogue *catalogue,
                        struct json_out *json)
{
    static const char *const origins[] = {
        [MAPPING_GIVEN] = "given", [MAPPING_SAVED] = "saved", [MAPPING_PROPOSED] = "proposed"
    };
    bool is_csv = report->shape.format == FORMAT_CSV;
    json_object(json);
    json_put(json, "format", text_from(file_format_name(report->shape.format)));
    json_put(json, "encoding", text_from(encoding_name(report->shape.encoding)));
    json_key(json, "separator");
    if (is_csv)
        json_text(json, (struct text){ &report->shape.separator, 1 });
    else
        json_null(json);
    json_put_bool(json, "has_header", !is_csv || report->shape.has_header);
    json_put(json, "mapping", text_from(origins[report->origin]));
    json_put_bool(json, "usable", report->has_identity);
    json_put_bool(json, "same_file", report->same_file);
    put_counts(report, json);
    put_columns(look, catalogue, json);
    json_key(json, "others");
    put_findings(look, NULL, json);
    put_first(look, json);
    json_end(json);
}

static enum status catalogue_in_force(struct store *store, struct arena *arena, struct catalogue *ret,
                                      struct error *err)
{
    struct text body = TEXT_EMPTY;
    enum status status = catalogue_body(store, arena, &body, err);
    return status == STATUS_OK ? catalogue_read(body, arena, ret, err) : status;
}

enum status import_preview(struct store *store, const struct job *job, const struct import_options *options,
                           struct json_out *json, struct error *err)
{
    SCOPED(look_done) struct look look = { .job = job, .arena = ARENA_UP_TO(LOOK_BYTES_MAX) };
    struct import_options first = *options;
    struct import_watch watch = { take_mapping, take_row, &look };
    struct import_report report = { 0 };
    struct catalogue catalogue = { 0 };
    first.rows_max = MAPPING_SAMPLE_ROWS;
    enum status status = import_dry_run(store, job, &first, &watch, &report, err);
    if (status == STATUS_OK)
        status = catalogue_in_force(store, &look.arena, &catalogue, err);
    if (status == STATUS_OK && look.failed)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for the first rows");
    if (status == STATUS_OK)
        put_preview(&look, &report, &catalogue, json);
    return status;
}

/* ---- what a column may become ---- */

static void put_field(const struct catalogue *catalogue, struct text field, enum area area, enum language lang,
                      struct arena *arena, struct json_out *json)
{
    json_object(json);
    json_put(json, "field", field);
    json_put(json, "label", import_field_label(catalogue, field, lang, arena));
    json_put(json, "area", text_from(area_name(area)));
    json_put(json, "area_label", text_from(area_label(area, lang)));
    json_end(json);
}

enum status import_fields(struct store *store, enum language lang, struct json_out *json, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(FIELDS_BYTES_MAX);
    struct catalogue catalogue = { 0 };
    enum status status = catalogue_in_force(store, &arena, &catalogue, err);
    if (status != STATUS_OK)
        return status;
    json_array(json);
    for (int f = FIELD_NONE + 1; f < FIELD_COUNT; f++) {
        struct field_ref ref = { .field = (enum field)f };
        bool has_groups = field_kind_of(ref.field) == FIELD_KIND_ADDRESS;
        for (int g = GROUP_NONE; g < (has_groups ? GROUP_COUNT : GROUP_NONE + 1) && f != FIELD_CUSTOM; g++) {
            ref.group = (enum field_group)g;
            put_field(&catalogue, text_from(field_ref_text(ref).s), field_area(ref.field), lang, &arena, json);
        }
    }
    for (size_t i = 0; i < catalogue.count; i++)
        if (text_starts(catalogue.rows[i].field, TEXT("custom.")))
            put_field(&catalogue, catalogue.rows[i].field, AREA_EXTRA, lang, &arena, json);
    json_end(json);
    return STATUS_OK;
}
