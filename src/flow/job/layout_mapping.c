/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/layout_mapping.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "model/date.h"
#include "normal/record.h"
#include "os/file.h"

enum {
    MAPPING_FILE_BYTES_MAX = 1024 * 1024,
    LAYOUTS_BYTES_MAX = 64 * 1024 * 1024,
    ORDERS_KEPT_MAX = 500, /* columns and orders together stay below what a mapping file may hold */
};

struct text layout_mapping_name(struct text source, uint32_t layout_id, struct arena *arena)
{
    return arena_printf(arena, "%.*s/%u", TEXT_ARG(source), layout_id);
}

static bool same_columns(struct layout a, struct layout b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++)
        if (!text_equal(a.columns[i], b.columns[i]))
            return false;
    return true;
}

static enum status known_layout(struct store *store, const struct source *source, struct layout layout,
                                uint32_t *ret_id, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(LAYOUTS_BYTES_MAX);
    struct stored_layout *layouts = NULL;
    size_t count = 0;
    enum status status = store_layouts(store, &arena, &layouts, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (layouts[i].source_id == source->id && same_columns(layouts[i].layout, layout))
            *ret_id = layouts[i].id;
    return status;
}

static enum status given(const char *path, struct layout layout, struct arena *arena, struct mapping *ret,
                         struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    enum status status = file_slurp(path, MAPPING_FILE_BYTES_MAX, &buf, err);
    if (status != STATUS_OK)
        return status;
    struct text kept = arena_copy(arena, buf_text(&buf));
    if (!kept.ptr)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mapping");
    status = mapping_read_json(kept, layout, arena, ret, err);
    return status == STATUS_OK ? STATUS_OK : error_within(err, status, "'%s'", path);
}

/* STATUS_NOT_FOUND when there is none. */
static enum status saved(struct store *store, const struct source *source, uint32_t layout_id, struct layout layout,
                         struct arena *arena, struct mapping *ret, struct error *err)
{
    struct ruleset ruleset = { 0 };
    if (layout_id == 0)
        return STATUS_NOT_FOUND;
    enum status status = store_ruleset_get(store, TEXT("mapping"), layout_mapping_name(source->name, layout_id, arena),
                                           arena, &ruleset, err);
    return status == STATUS_OK ? mapping_read_json(ruleset.body, layout, arena, ret, err) : status;
}

/* With a mapping handed in, what earlier files of the layout taught still stands. */
static enum status kept_orders(struct store *store, const struct source *source, uint32_t layout_id,
                               struct layout layout, struct arena *arena, const uint8_t **ret, struct error *err)
{
    struct mapping mapping = { 0 };
    struct error why = ERROR_NONE;
    enum status status = saved(store, source, layout_id, layout, arena, &mapping, &why);
    *ret = mapping.date_orders;
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (err)
        *err = why;
    return status;
}

static bool names_events(const struct mapping *mapping)
{
    for (size_t c = 0; c < mapping->count; c++)
        if (field_is_of_event(mapping->refs[c].field))
            return true;
    return false;
}

static void propose(struct layout layout, bool of_events, const struct row *heads, size_t heads_count,
                    struct mapping_proposal *ret)
{
    if (of_events)
        mapping_propose_events(layout, heads, heads_count, ret);
    else
        mapping_propose(layout, heads, heads_count, ret);
}

static enum status proposed(struct layout layout, bool of_events, const struct row *heads, size_t heads_count,
                            struct arena *arena, struct mapping *ret, struct error *err)
{
    struct mapping_proposal *proposals = arena_array(arena, struct mapping_proposal, layout.count + 1);
    struct field_ref *refs = arena_array(arena, struct field_ref, layout.count + 1);
    uint8_t *confidences = arena_array(arena, uint8_t, layout.count + 1);
    if (!proposals || !refs || !confidences)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mapping");
    propose(layout, of_events, heads, heads_count, proposals);
    for (size_t c = 0; c < layout.count; c++) {
        refs[c] = proposals[c].ref;
        confidences[c] = proposals[c].confidence;
    }
    *ret = (struct mapping){ .refs = refs, .confidences = confidences, .count = layout.count };
    return STATUS_OK;
}

enum status layout_mapping_find(struct store *store, const struct source *source, struct layout layout,
                                const char *map_path, struct text map_json, bool of_events, const struct row *heads,
                                size_t heads_count, struct arena *arena, struct layout_mapping *ret, struct error *err)
{
    bool is_given = map_path || map_json.ptr;
    struct layout_mapping found = { .origin = is_given ? MAPPING_GIVEN : MAPPING_SAVED };
    enum status status = known_layout(store, source, layout, &found.layout_id, err);
    if (status != STATUS_OK)
        return status;
    if (map_path)
        status = given(map_path, layout, arena, &found.mapping, err);
    else if (is_given)
        status = mapping_read_json(map_json, layout, arena, &found.mapping, err);
    if (is_given && status == STATUS_OK)
        status = kept_orders(store, source, found.layout_id, layout, arena, &found.kept_orders, err);
    if (!is_given)
        status = saved(store, source, found.layout_id, layout, arena, &found.mapping, err);
    if (status == STATUS_OK && !is_given && of_events && !names_events(&found.mapping))
        status = STATUS_NOT_FOUND;
    if (status == STATUS_NOT_FOUND && !is_given) {
        found.origin = MAPPING_PROPOSED;
        status = proposed(layout, of_events, heads, heads_count, arena, &found.mapping, err);
    }
    if (status == STATUS_OK)
        *ret = found;
    return status;
}

enum status layout_mapping_show(const struct layout_mapping *mapping, struct layout layout, bool of_events,
                                const struct row *heads, size_t heads_count, struct arena *arena,
                                struct mapping_proposal **ret, struct error *err)
{
    struct mapping_proposal *proposals = arena_array(arena, struct mapping_proposal, layout.count + 1);
    if (!proposals)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mapping");
    propose(layout, of_events, heads, heads_count, proposals);
    for (size_t c = 0; c < layout.count; c++) {
        proposals[c].ref = mapping->mapping.refs[c];
        proposals[c].confidence = mapping->mapping.confidences ? mapping->mapping.confidences[c] : 100;
    }
    *ret = proposals;
    return STATUS_OK;
}

/* What two witnesses make: the order of files must not matter. */
static uint8_t join(uint8_t a, uint8_t b)
{
    if (a == DATE_ORDER_UNKNOWN || a == b)
        return b;
    return b == DATE_ORDER_UNKNOWN ? a : DATE_ORDER_MIXED;
}

static bool has_order(enum field field)
{
    return field_kind_of(field) == FIELD_KIND_DATE || field == FIELD_PERSON_FULL;
}

enum status layout_mapping_learn(struct layout_mapping *found, const struct row *heads, size_t heads_count,
                                 struct arena *arena, struct error *err)
{
    struct mapping *mapping = &found->mapping;
    uint8_t *orders = arena_array(arena, uint8_t, mapping->count + 1);
    const uint8_t *known = mapping->date_orders;
    size_t kept = 0;
    if (!orders)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mapping");
    normal_learn(mapping, heads, heads_count, orders);
    for (size_t c = 0; c < mapping->count; c++) {
        uint8_t said = known ? known[c] : DATE_ORDER_UNKNOWN;
        if (!has_order(mapping->refs[c].field) || kept == ORDERS_KEPT_MAX)
            orders[c] = DATE_ORDER_UNKNOWN;
        else if (found->origin == MAPPING_GIVEN && said != DATE_ORDER_UNKNOWN)
            orders[c] = said; /* a person says so */
        else
            orders[c] = join(join(orders[c], said), found->kept_orders ? found->kept_orders[c] : DATE_ORDER_UNKNOWN);
        kept += orders[c] != DATE_ORDER_UNKNOWN;
        found->has_learnt = found->has_learnt || orders[c] != said;
    }
    mapping->date_orders = orders;
    return STATUS_OK;
}

enum status layout_mapping_keep(struct store *store, const struct source *source, struct layout layout,
                                struct layout_mapping *mapping, struct text author, int64_t now_ms, struct error *err)
{
    SCOPED(buf_done) struct buf body = BUF_EMPTY;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(4096);
    uint64_t version = 0;
    bool is_kept = mapping->origin == MAPPING_SAVED && !mapping->has_learnt; /* under its layout, which stays */
    enum status status = is_kept ? STATUS_OK : store_layout_put(store, source->id, layout, &mapping->layout_id, err);
    if (status != STATUS_OK || is_kept)
        return status;
    mapping_write_json(layout, &mapping->mapping, &body);
    status = buf_status(&body, err);
    if (status != STATUS_OK)
        return status;
    return store_ruleset_put(store, TEXT("mapping"), layout_mapping_name(source->name, mapping->layout_id, &arena),
                             buf_text(&body), author, now_ms, &version, err);
}
