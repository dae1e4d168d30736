/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/corpus.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/search.h"
#include "check/check.h"
#include "flow/job/layout_mapping.h"
#include "flow/profile/reference.h"
#include "normal/record.h"

static int compare_sources(const void *a, const void *b)
{
    return text_compare(((const struct source *)a)->name, ((const struct source *)b)->name);
}

static int compare_layouts(const void *a, const void *b)
{
    const struct stored_layout *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static enum status read_sources(struct store *store, struct corpus *corpus, struct error *err)
{
    struct source *sources = NULL;
    enum status status = store_sources(store, &corpus->arena, &sources, &corpus->sources_count, err);
    if (status != STATUS_OK)
        return status;
    struct golden_source *golden = arena_array(&corpus->arena, struct golden_source, corpus->sources_count + 1);
    if (!golden)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the sources");
    if (corpus->sources_count)
        qsort(sources, corpus->sources_count, sizeof(*sources), compare_sources);
    for (size_t i = 0; i < corpus->sources_count; i++)
        golden[i] = (struct golden_source){ sources[i].name, text_from(source_kind_name(sources[i].kind)) };
    corpus->sources = sources;
    corpus->golden = golden;
    return STATUS_OK;
}

static const struct source *source_by_id(const struct corpus *corpus, uint32_t id)
{
    for (size_t i = 0; i < corpus->sources_count; i++)
        if (corpus->sources[i].id == id)
            return &corpus->sources[i];
    return NULL;
}

enum status corpus_ruleset(struct store *store, struct corpus *corpus, struct text kind, struct text name,
                           struct ruleset *ret, struct error *err)
{
    if (corpus->rulesets_until)
        return store_ruleset_at(store, kind, name, corpus->rulesets_until, &corpus->arena, ret, err);
    return store_ruleset_get(store, kind, name, &corpus->arena, ret, err);
}

static enum status map_nothing(const struct stored_layout *layout, struct arena *arena, struct mapping *ret,
                               struct error *err)
{
    struct field_ref *refs = arena_array(arena, struct field_ref, layout->layout.count + 1);
    if (!refs)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mappings");
    *ret = (struct mapping){ .refs = refs, .count = layout->layout.count };
    return STATUS_OK;
}

static enum status read_mapping(struct store *store, struct corpus *corpus, const struct stored_layout *layout,
                                struct mapping *ret, struct error *err)
{
    const struct source *source = source_by_id(corpus, layout->source_id);
    struct ruleset ruleset = { 0 };
    if (!source)
        return error_set(err, STATUS_BROKEN, "layout %u is of a source that is not there", layout->id);
    struct text name = layout_mapping_name(source->name, layout->id, &corpus->arena);
    enum status status = corpus_ruleset(store, corpus, TEXT("mapping"), name, &ruleset, err);
    if (status == STATUS_NOT_FOUND && corpus->rulesets_until)
        return map_nothing(layout, &corpus->arena, ret, err);
    if (status != STATUS_OK)
        return error_within(err, status, "mapping of layout %u", layout->id);
    return mapping_read_json(ruleset.body, layout->layout, &corpus->arena, ret, err);
}

/* ---- fields of the installation's own ---- */

static int compare_names(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static size_t place_of_custom(const struct corpus *corpus, struct text name)
{
    for (size_t i = 0; i < corpus->customs_count; i++)
        if (text_equal(corpus->customs[i], name))
            return i;
    return corpus->customs_count;
}

/* All names that mappings give, numbered in their order, so that which file came first never shows. */
static enum status number_customs(struct corpus *corpus, struct error *err)
{
    size_t count = 0, kept = 0;
    for (size_t m = 0; m < corpus->layouts_count; m++)
        for (size_t c = 0; corpus->mappings[m].customs && c < corpus->mappings[m].count; c++)
            count += corpus->mappings[m].customs[c].len > 0;
    if (count == 0)
        return STATUS_OK;
    struct text *names = arena_array(&corpus->arena, struct text, count);
    if (!names)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mappings");
    count = 0;
    for (size_t m = 0; m < corpus->layouts_count; m++)
        for (size_t c = 0; corpus->mappings[m].customs && c < corpus->mappings[m].count; c++)
            if (corpus->mappings[m].customs[c].len)
                names[count++] = corpus->mappings[m].customs[c];
    qsort(names, count, sizeof(*names), compare_names);
    for (size_t i = 0; i < count && kept < CATALOGUE_CUSTOM_MAX; i++)
        if (i == 0 || !text_equal(names[i], names[i - 1]))
            names[kept++] = names[i];
    corpus->customs = names;
    corpus->customs_count = kept;
    return STATUS_OK;
}

/* A name past the most there can be is not taken. */
static enum status place_customs(struct corpus *corpus, struct mapping *mapping, struct error *err)
{
    if (!mapping->customs)
        return STATUS_OK;
    struct field_ref *refs = arena_array(&corpus->arena, struct field_ref, mapping->count + 1);
    if (!refs)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mappings");
    memcpy(refs, mapping->refs, mapping->count * sizeof(*refs));
    for (size_t c = 0; c < mapping->count; c++) {
        if (refs[c].field != FIELD_CUSTOM)
            continue;
        size_t place = place_of_custom(corpus, mapping->customs[c]);
        refs[c] = (struct field_ref){ .field = place < corpus->customs_count ? FIELD_CUSTOM : FIELD_NONE,
                                      .slot = (uint8_t)place };
    }
    mapping->refs = refs;
    return STATUS_OK;
}

static enum status read_catalogue(struct store *store, struct corpus *corpus, struct error *err)
{
    struct ruleset ruleset = { 0 };
    struct error why = ERROR_NONE;
    enum status status = corpus_ruleset(store, corpus, TEXT("catalogue"), TEXT("default"), &ruleset, &why);
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        return catalogue_read(status == STATUS_OK ? ruleset.body : catalogue_default(), &corpus->arena,
                              &corpus->catalogue, err);
    if (err)
        *err = why;
    return status;
}

struct text corpus_field_name(const struct corpus *corpus, struct field_ref field, struct field_ref_text *room)
{
    if (field.field == FIELD_CUSTOM && field.slot < corpus->customs_count)
        return corpus->customs[field.slot];
    *room = field_ref_text(field);
    return text_from(room->s);
}

enum area corpus_field_area(const struct corpus *corpus, struct field_ref field)
{
    const struct catalogue_row *row = NULL;
    if (field.field == FIELD_CUSTOM && field.slot < corpus->customs_count)
        row = catalogue_find(&corpus->catalogue, corpus->customs[field.slot]);
    return row ? row->area : field_area(field.field);
}

static enum status read_layouts(struct store *store, struct corpus *corpus, struct error *err)
{
    struct stored_layout *layouts = NULL;
    enum status status = store_layouts(store, &corpus->arena, &layouts, &corpus->layouts_count, err);
    if (status != STATUS_OK)
        return status;
    struct mapping *mappings = arena_array(&corpus->arena, struct mapping, corpus->layouts_count + 1);
    if (!mappings)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mappings");
    if (corpus->layouts_count)
        qsort(layouts, corpus->layouts_count, sizeof(*layouts), compare_layouts);
    for (size_t i = 0; i < corpus->layouts_count && status == STATUS_OK; i++)
        status = read_mapping(store, corpus, &layouts[i], &mappings[i], err);
    corpus->layouts = layouts;
    corpus->mappings = mappings;
    if (status == STATUS_OK)
        status = number_customs(corpus, err);
    for (size_t i = 0; i < corpus->layouts_count && status == STATUS_OK; i++)
        status = place_customs(corpus, &mappings[i], err);
    return status;
}

static enum status read_leading(struct store *store, struct corpus *corpus, struct error *err)
{
    struct ruleset ruleset = { .body = leading_default() };
    enum status status = corpus_ruleset(store, corpus, TEXT("leading"), TEXT("default"), &ruleset, err);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (status == STATUS_NOT_FOUND)
        ruleset.body = leading_default();
    return leading_read(ruleset.body, corpus->golden, corpus->sources_count, &corpus->arena, &corpus->leading, err);
}

/* What an installation asks of its parties: its own table, or the program's. */
static enum status read_norms(struct store *store, struct corpus *corpus, struct error *err)
{
    struct ruleset ruleset = { 0 };
    enum status status = corpus_ruleset(store, corpus, TEXT("norms"), TEXT("default"), &ruleset, err);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    return norms_read(status == STATUS_OK ? ruleset.body : norms_default(), &corpus->arena, &corpus->norms, err);
}

/* Trust is asked for as of the newest record the view was made of: no clock, so that a rebuild gives the same. */
static enum status read_moment(struct store *store, struct corpus *corpus, struct error *err)
{
    struct ruleset ruleset = { 0 };
    struct error why = ERROR_NONE;
    enum status status = corpus_ruleset(store, corpus, TEXT("view"), TEXT("moment"), &ruleset, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK && !text_to_i64(ruleset.body, &corpus->leading.as_of_ms))
        return error_set(err, STATUS_BROKEN, "the moment the view was made for cannot be read");
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

enum status corpus_open(struct store *store, const struct job *job, struct corpus *ret, struct error *err)
{
    struct ruleset country = { 0 };
    struct error why = ERROR_NONE;
    enum status status = corpus_ruleset(store, ret, TEXT("settings"), TEXT("country"), &country, &why);
    memcpy(ret->country, job->country, sizeof(ret->country));
    if (status == STATUS_OK && country.body.len == 2)
        memcpy(ret->country, country.body.ptr, 2);
    if (status == STATUS_NOT_FOUND)
        status = STATUS_OK;
    else if (status != STATUS_OK && err)
        *err = why;
    if (status == STATUS_OK)
        status = read_sources(store, ret, err);
    if (status == STATUS_OK)
        status = read_layouts(store, ret, err);
    if (status == STATUS_OK)
        status = read_leading(store, ret, err);
    if (status == STATUS_OK)
        status = read_norms(store, ret, err);
    if (status == STATUS_OK)
        status = read_catalogue(store, ret, err);
    if (status == STATUS_OK)
        status = read_moment(store, ret, err);
    if (status == STATUS_OK)
        status = said_read(store, ret->until_ms ? ret->until_ms : STORE_NOW, &ret->arena, &ret->said, err);
    return status;
}

enum status corpus_open_at(struct store *store, const struct job *job, const struct view_made *view, struct corpus *ret,
                           struct error *err)
{
    ret->rulesets_until = view->ruleset_id;
    ret->until_ms = view->recorded_ms;
    return corpus_open(store, job, ret, err);
}

enum status corpus_read_registers(struct store *store, struct corpus *corpus, struct error *err)
{
    return reference_read(store, &corpus->arena, &corpus->reference, err);
}

void corpus_close(struct corpus *corpus)
{
    arena_done(&corpus->arena);
    *corpus = CORPUS_CLOSED;
}

uint32_t corpus_source(const struct corpus *corpus, uint32_t source_id)
{
    const struct source *source = source_by_id(corpus, source_id);
    return source ? (uint32_t)(source - corpus->sources) : 0;
}

bool corpus_source_is_clean(const struct corpus *corpus, uint32_t source_id)
{
    const struct source *source = source_by_id(corpus, source_id);
    return source && source->one_per_party;
}

const struct stored_layout *corpus_layout(const struct corpus *corpus, uint32_t layout_id)
{
    size_t at = LOWER_BOUND(i, 0, corpus->layouts_count, corpus->layouts[i].id < layout_id);
    return at < corpus->layouts_count && corpus->layouts[at].id == layout_id ? &corpus->layouts[at] : NULL;
}

bool corpus_layout_has(const struct corpus *corpus, uint32_t layout_id, enum field field)
{
    const struct stored_layout *layout = corpus_layout(corpus, layout_id);
    const struct mapping *mapping = layout ? &corpus->mappings[layout - corpus->layouts] : NULL;
    for (size_t i = 0; mapping && i < mapping->count; i++)
        if (mapping->refs[i].field == field)
            return true;
    return false;
}

enum status corpus_cells(const struct corpus *corpus, const struct stored_record *record, struct arena *arena,
                         const struct stored_layout **ret_layout, struct text **ret_cells, struct error *err)
{
    const struct stored_layout *layout = corpus_layout(corpus, record->layout_id);
    if (!layout)
        return error_set(err, STATUS_BROKEN, "record %s is of a layout that is not there",
                         record_id_text(record->id).s);
    struct text *cells = arena_array(arena, struct text, layout->layout.count + 1);
    if (!cells)
        return error_set(err, STATUS_LIMIT, "a record is larger than its memory");
    *ret_layout = layout;
    *ret_cells = cells;
    enum status status = cells_read(record->cells, arena, cells, layout->layout.count, err);
    return status == STATUS_OK ? status : error_within(err, status, "record %s", record_id_text(record->id).s);
}

static enum status too_large(struct arena *arena, struct normal_record *ret)
{
    static const struct record_finding finding = { .finding = FINDING_TOO_LONG };
    *ret = (struct normal_record){ .findings = &finding, .findings_count = 1 };
    return STATUS_OK;
}

enum status corpus_normalise(const struct corpus *corpus, const struct stored_record *record, struct arena *arena,
                             struct normal_record *ret, struct error *err)
{
    const struct stored_layout *layout = NULL;
    struct text *cells = NULL;
    struct error why = ERROR_NONE;
    if (text_equal(record->cells,
                   TEXT("[]"))) { /* emptied (flow/privacy/erase.h): nobody is named, and nothing is missing */
        *ret = (struct normal_record){ 0 };
        return STATUS_OK;
    }
    enum status status = corpus_cells(corpus, record, arena, &layout, &cells, &why);
    if (status == STATUS_OK) {
        struct normal_options options = { .now_ms = record->observed_ms };
        struct row row = { .cells = cells, .count = layout->layout.count, .number = 1 };
        memcpy(options.country, corpus->country, sizeof(options.country));
        struct check_options day = { .now_ms = record->observed_ms };
        status = normal_record_read(&corpus->mappings[layout - corpus->layouts], &row, record->id, &options, arena, ret,
                                    &why);
        if (status == STATUS_OK)
            status = check_record(ret, &day, arena, &why);
        if (status == STATUS_OK)
            status = check_reference(ret, &corpus->reference, arena, &why);
    }
    if (status == STATUS_LIMIT)
        return too_large(arena, ret);
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}
