/*
 * Which mapping holds for a file: the one handed in, the one kept for this
 * layout of this source, or the one proposed from its header and first rows.
 *
 * A kept mapping is the ruleset "mapping" by the name "<source>/<layout number>".
 *
 * It also keeps what 03/04/1980 means in each column, so that a record is read
 * the same way at import and ever after.  The first rows of each file teach it
 * and what they teach is joined: nothing with day first is day first, day first
 * with month first is mixed.  So the order of files does not matter, and a file
 * may still make the records of an earlier one certain.
 */
#pragma once

#include "parse/mapping.h"
#include "store/store.h"

enum mapping_origin { MAPPING_GIVEN, MAPPING_SAVED, MAPPING_PROPOSED };

struct layout_mapping {
    enum mapping_origin origin;
    uint32_t layout_id; /* 0 when the store does not know the layout yet */
    struct mapping mapping;
    const uint8_t *kept_orders; /* with a mapping handed in: of the one kept before; may be NULL */
    bool has_learnt;            /* these rows taught what the kept mapping did not know */
};

/* map_path may be NULL, or map_json, the same as text, be without a pointer; of_events: each row is one, and a mapping
 * that was kept for customers does not hold. Everything in ret lives in arena. */
enum status layout_mapping_find(struct store *store, const struct source *source, struct layout layout,
                                const char *map_path, struct text map_json, bool of_events, const struct row *heads,
                                size_t heads_count, struct arena *arena, struct layout_mapping *ret, struct error *err);

/* What is shown to the user: as many as columns, of each what it becomes and what it looks like. */
enum status layout_mapping_show(const struct layout_mapping *mapping, struct layout layout, bool of_events,
                                const struct row *heads, size_t heads_count, struct arena *arena,
                                struct mapping_proposal **ret, struct error *err);

/* Fill mapping.date_orders from what is known and from these rows. */
enum status layout_mapping_learn(struct layout_mapping *mapping, const struct row *heads, size_t heads_count,
                                 struct arena *arena, struct error *err);

/* Put layout and mapping, in the open transaction; fills layout_id. */
enum status layout_mapping_keep(struct store *store, const struct source *source, struct layout layout,
                                struct layout_mapping *mapping, struct text author, int64_t now_ms, struct error *err);

struct text layout_mapping_name(struct text source, uint32_t layout_id, struct arena *arena);
