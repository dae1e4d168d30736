/*
 * The table of leading sources as JSON, field by stage with the sources of
 * this store; and what a trial of another found.
 *
 * A line of the table names a field or the first parts of several; what it
 * says is asked of a field that it, and no longer line, speaks of.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "flow/profile/catalogue.h"
#include "flow/profile/leaders.h"
#include "flow/profile/rules.h"

#define RULES_VIEW_BYTES ((size_t)64 << 20)

enum { YEAR_DAYS = 365 };

struct lines {
    struct text fields[LEADING_RULES_MAX]; /* each once, in the order of the table; "*" is all others */
    size_t count;
};

static bool begins(struct text whole, struct text part)
{
    return text_equal(part, TEXT("*")) ||
           (text_starts(whole, part) && (whole.len == part.len || whole.ptr[part.len] == '.'));
}

static bool is_longer(struct text a, struct text b)
{
    return !text_equal(a, TEXT("*")) && (text_equal(b, TEXT("*")) || a.len > b.len);
}

static void read_lines(struct text body, struct lines *ret)
{
    struct text line = TEXT_EMPTY;
    bool headed = false;
    while (text_next(&body, '\n', &line) && ret->count < LEADING_RULES_MAX) {
        struct text field = text_trim(text_slice(line, 0, text_find_char(line, '\t')));
        size_t at = 0;
        if (field.len == 0 || field.ptr[0] == '#' || field.ptr[0] == '!')
            continue;
        if (!headed && text_equal(field, TEXT("field"))) {
            headed = true;
            continue;
        }
        while (at < ret->count && !text_equal(ret->fields[at], field))
            at++;
        if (at == ret->count)
            ret->fields[ret->count++] = field;
    }
}

static bool is_of_line(const struct lines *lines, struct text name, struct text line)
{
    if (!begins(name, line))
        return false;
    for (size_t i = 0; i < lines->count; i++)
        if (begins(name, lines->fields[i]) && is_longer(lines->fields[i], line))
            return false;
    return true;
}

/* The field people mean by the line, or the first that no longer line speaks of. */
static bool field_of_line(const struct lines *lines, struct text line, struct arena *arena, struct field_ref *ret)
{
    if (leaders_field(line, arena, ret) && is_of_line(lines, text_from(field_ref_text(*ret).s), line))
        return true;
    for (int field = FIELD_NONE + 1; field < FIELD_COUNT; field++) {
        *ret = (struct field_ref){ .field = (enum field)field };
        if (!field_is_of_event(ret->field) && is_of_line(lines, text_from(field_name(ret->field)), line))
            return true;
    }
    return false;
}

static void put_source(const struct leading *leading, struct field_ref ref, enum stage stage, uint32_t source,
                       struct json_out *json)
{
    const struct leading_word *word = leading_word_of(leading, ref, stage, source);
    json_object(json);
    json_put(json, "name", leading->sources[source].name);
    json_put_u64(json, "trust", word->trust / 100);
    if (word->half_days)
        json_put_u64(json, "half_life", ((uint64_t)word->half_days * 12 + YEAR_DAYS - 1) / YEAR_DAYS);
    json_put_u64(json, "minimum", word->minimum / 100);
    json_end(json);
}

static void put_cell(const struct leading *leading, struct field_ref ref, enum stage stage, struct json_out *json)
{
    json_object(json);
    json_put(json, "stage", text_from(stage_name(stage)));
    json_put_bool(json, "locked", leading_is_locked(leading, ref, stage));
    json_key(json, "sources");
    json_array(json);
    for (unsigned rank = 0; rank < LEADING_RANK_LAST; rank++)
        for (uint32_t i = 0; i < leading->sources_count; i++)
            if (leading_rank(leading, ref, stage, i) == rank)
                put_source(leading, ref, stage, i, json);
    json_end(json);
    json_end(json);
}

static enum status read_catalogue(struct store *store, struct arena *arena, struct catalogue *ret, struct error *err)
{
    struct text body = TEXT_EMPTY;
    enum status status = catalogue_body(store, arena, &body, err);
    return status == STATUS_OK ? catalogue_read(body, arena, ret, err) : status;
}

/* Empty for a line that stands for several fields of which none is the value people mean: "*", "customer". */
static struct text label_of_line(const struct catalogue *catalogue, struct text line, struct field_ref ref,
                                 enum language lang, struct arena *arena)
{
    const struct catalogue_row *row = catalogue_find(catalogue, line);
    struct field_ref one = { 0 };
    bool named = row && text_equal(row->field, line);
    if (!named && !field_ref_read(line, &one) && ref.field != FIELD_ADDR_FULL)
        return TEXT_EMPTY;
    return catalogue_label(catalogue, line, lang, arena);
}

enum status view_rules(struct store *store, const struct job *job, struct json_out *json, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RULES_VIEW_BYTES);
    struct ruleset table = { 0 };
    struct leading leading = { 0 };
    struct catalogue catalogue = { 0 };
    struct lines lines = { 0 };
    enum status status = rules_body(store, &arena, &table, err);
    if (status == STATUS_OK)
        status = leaders_read(store, &arena, &leading, err);
    if (status == STATUS_OK)
        status = read_catalogue(store, &arena, &catalogue, err);
    if (status != STATUS_OK)
        return status;
    read_lines(table.body, &lines);
    json_object(json);
    table_head_put(&table, json);
    json_key(json, "fields");
    json_array(json);
    for (size_t i = 0; i < lines.count; i++) {
        struct text field = lines.fields[i];
        struct field_ref ref = { 0 };
        if (!field_of_line(&lines, field, &arena, &ref))
            continue;
        json_object(json);
        json_put(json, "field", field);
        json_put(json, "label", label_of_line(&catalogue, field, ref, job->lang, &arena));
        json_key(json, "stages");
        json_array(json);
        for (enum stage stage = STAGE_SUSPECT; stage < STAGE_COUNT; stage++)
            put_cell(&leading, ref, stage, json);
        json_end(json);
        json_end(json);
    }
    json_end(json);
    json_put(json, "table", table.body);
    json_end(json);
    return STATUS_OK;
}

/* A profile has its stage beside its fields. */
static void put_label(const struct catalogue *catalogue, struct text field, enum language lang, struct arena *arena,
                      struct json_out *json)
{
    if (text_equal(field, TEXT("stage")))
        field = TEXT("customer.stage");
    json_put(json, "label", catalogue_label(catalogue, field, lang, arena));
}

enum status rules_report_put(struct store *store, const struct job *job, const struct rules_report *report,
                             struct json_out *json, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RULES_VIEW_BYTES);
    struct catalogue catalogue = { 0 };
    enum status status = read_catalogue(store, &arena, &catalogue, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_put_u64(json, "parties", report->parties);
    json_put_u64(json, "changed", report->changed);
    json_put_u64(json, "waiting", report->waiting);
    json_key(json, "fields");
    json_array(json);
    for (size_t i = 0; i < report->fields_count; i++) {
        json_object(json);
        json_put(json, "field", report->fields[i].field);
        put_label(&catalogue, report->fields[i].field, job->lang, &arena, json);
        json_put_u64(json, "parties", report->fields[i].parties);
        json_end(json);
    }
    json_end(json);
    json_key(json, "first");
    json_array(json);
    for (size_t i = 0; i < report->first_count; i++) {
        const struct rules_change *change = &report->first[i];
        json_object(json);
        json_put(json, "party", text_from(party_id_text(change->party).s));
        json_put(json, "name", change->name);
        json_put(json, "field", change->field);
        put_label(&catalogue, change->field, job->lang, &arena, json);
        json_put(json, "from", change->from);
        json_put(json, "to", change->to);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return STATUS_OK;
}
