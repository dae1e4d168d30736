/*
 * What every view needs and what hardly ever changes: names of sources,
 * columns of layouts, the catalogue, and which columns who may see.  It is
 * read once and kept with the store's handle (so with one thread), as long as
 * the store's version stands; the catalogue, which takes longest to read, as
 * long as its ruleset stands.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/scoped.h"
#include "flow/job/layout_mapping.h"
#include "flow/profile/catalogue.h"
#include "flow/profile/profile_json.h"
#include "flow/snapshot/view_snapshot.h"
#include "store/version.h"

enum { KEPT_ARENA_BYTES = 256 * 1024 * 1024 };

struct view_kept {
    uint64_t version; /* of the store; 0: for one view only */
    struct arena arena;
    struct source *sources;
    size_t sources_count;
    struct stored_layout *layouts;
    size_t layouts_count;
    bool **shown[CATALOGUE_ROLES]; /* of each layout its columns; made when they are asked for */

    bool has_catalogue;
    uint64_t catalogue_version;
    struct arena catalogue_arena;
    struct catalogue catalogue;
    bool hides[CATALOGUE_ROLES];
    struct profile_labels *labels[LANGUAGE_COUNT]; /* made when they are asked for */
};

static void drop_labels(struct view_kept *kept)
{
    for (int lang = 0; lang < LANGUAGE_COUNT; lang++)
        profile_labels_free(&kept->labels[lang]);
}

static void kept_drop(void *ptr)
{
    struct view_kept *kept = ptr;
    drop_labels(kept);
    arena_done(&kept->arena);
    arena_done(&kept->catalogue_arena);
    free(kept);
}

static struct view_kept *kept_of(struct store *store)
{
    struct view_kept *kept = store_kept(store);
    if (kept || !(kept = calloc(1, sizeof(*kept))))
        return kept;
    kept->arena = kept->catalogue_arena = ARENA_UP_TO(KEPT_ARENA_BYTES);
    store_keep(store, kept, kept_drop);
    return kept;
}

static enum status read_catalogue(struct store *store, struct view_kept *kept, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(KEPT_ARENA_BYTES);
    struct ruleset ruleset = { 0 };
    enum status status = catalogue_ruleset(store, &arena, &ruleset, err);
    if (status != STATUS_OK || (kept->has_catalogue && kept->catalogue_version == ruleset.version))
        return status;
    kept->has_catalogue = false;
    drop_labels(kept);
    arena_reset(&kept->catalogue_arena);
    struct text body = arena_copy(&kept->catalogue_arena, ruleset.body);
    if (!body.ptr)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the catalogue");
    status = catalogue_read(body, &kept->catalogue_arena, &kept->catalogue, err);
    for (int role = 0; role < CATALOGUE_ROLES && status == STATUS_OK; role++)
        kept->hides[role] = catalogue_hides_some(&kept->catalogue, (enum catalogue_role)role);
    kept->catalogue_version = ruleset.version;
    kept->has_catalogue = status == STATUS_OK;
    return status;
}

static enum status read_all(struct store *store, struct view_kept *kept, struct error *err)
{
    arena_reset(&kept->arena);
    for (int role = 0; role < CATALOGUE_ROLES; role++)
        kept->shown[role] = NULL;
    enum status status = store_sources(store, &kept->arena, &kept->sources, &kept->sources_count, err);
    if (status == STATUS_OK)
        status = store_layouts(store, &kept->arena, &kept->layouts, &kept->layouts_count, err);
    return status == STATUS_OK ? read_catalogue(store, kept, err) : status;
}

enum status view_kept_read(struct view *view, struct error *err)
{
    uint64_t version = 0;
    struct view_kept *kept = kept_of(view->store);
    if (!kept)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a view");
    enum status status = store_version(view->store, &version, err);
    if (status == STATUS_OK && (version == 0 || version != kept->version)) {
        kept->version = 0;
        status = read_all(view->store, kept, err);
        if (status == STATUS_OK)
            kept->version = version;
    }
    view->kept = kept;
    view->sources = kept->sources;
    view->sources_count = kept->sources_count;
    view->layouts = kept->layouts;
    view->layouts_count = kept->layouts_count;
    return status;
}

void view_kept_catalogue(struct view *view, enum catalogue_role sees)
{
    view->catalogue = view->kept->catalogue;
    view->sees = sees;
    view->hides = view->kept->hides[sees];
}

struct profile_labels *view_kept_labels(struct view *view, enum language lang)
{
    struct profile_labels **labels = &view->kept->labels[lang];
    if (!*labels)
        *labels = profile_labels_new(&view->kept->catalogue, lang);
    return *labels;
}

/* ---- fields and columns ---- */

bool view_shows_field(const struct view *view, struct text field)
{
    return !view->hides || catalogue_shows(&view->catalogue, field, view->sees);
}

bool view_shows_event(const struct view *view, struct text kind)
{
    char field[96];
    if (!view->hides)
        return true;
    int len = snprintf(field, sizeof(field), "event.%.*s", TEXT_ARG(text_slice(kind, 0, sizeof(field) - 8)));
    return catalogue_shows(&view->catalogue, (struct text){ field, (size_t)len }, view->sees);
}

enum status view_layout_mapping(struct view *view, const struct stored_layout *layout, struct arena *arena,
                                struct mapping *ret, struct error *err)
{
    struct ruleset ruleset = { 0 };
    struct text name = layout_mapping_name(view_source_name(view, layout->source_id), layout->id, arena);
    enum status status = store_ruleset_get(view->store, TEXT("mapping"), name, arena, &ruleset, err);
    return status == STATUS_OK ? mapping_read_json(ruleset.body, layout->layout, arena, ret, err) : status;
}

static bool shows(const struct view *view, const struct mapping *mapping, size_t column)
{
    if (column >= mapping->count || mapping->refs[column].field == FIELD_NONE)
        return true;
    struct field_ref ref = mapping->refs[column];
    ref.slot = 0;
    struct field_ref_text name = field_ref_text(ref);
    bool own = ref.field == FIELD_CUSTOM && mapping->customs;
    return catalogue_shows(&view->catalogue, own ? mapping->customs[column] : text_from(name.s), view->sees);
}

static enum status look_at_columns(struct view *view, const struct stored_layout *layout, bool **ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(KEPT_ARENA_BYTES);
    struct mapping mapping = { 0 };
    enum status status = view_layout_mapping(view, layout, &arena, &mapping, err);
    bool *shown = arena_array(&view->kept->arena, bool, layout->layout.count + 1);
    if (status == STATUS_OK && !shown)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for the mappings");
    for (size_t i = 0; i < layout->layout.count && status == STATUS_OK; i++)
        shown[i] = shows(view, &mapping, i);
    if (status == STATUS_OK)
        *ret = shown;
    return status;
}

enum status view_shows_column(struct view *view, const struct stored_layout *layout, size_t column, bool *ret,
                              struct error *err)
{
    size_t place = (size_t)(layout - view->layouts);
    bool ***shown = &view->kept->shown[view->sees];
    enum status status = STATUS_OK;
    *ret = true;
    if (!view->hides)
        return STATUS_OK;
    if (!*shown)
        *shown = arena_array(&view->kept->arena, bool *, view->layouts_count + 1);
    if (!*shown)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the mappings");
    if (!(*shown)[place])
        status = look_at_columns(view, layout, &(*shown)[place], err);
    if (status == STATUS_OK && column < layout->layout.count)
        *ret = (*shown)[place][column];
    return status;
}
