/*
 * How rows of a source with certain columns are read: layout, mapping and
 * plan, kept between puts.  They hold as long as no source was added and no
 * ruleset changed; a put that teaches its mapping something is itself such a
 * change, and the next one begins anew.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/hash.h"
#include "flow/live/live_inside.h"

enum { COLUMNS_KEPT_MAX = 32 };

static uint64_t key_of(struct text source, const struct live_question *names)
{
    uint64_t key = hash_text(source);
    for (size_t i = 0; i < names->count; i++)
        key = hash_text_seeded(names->values[i].name, key);
    return key;
}

void live_columns_forget(struct live *live)
{
    for (size_t i = 0; i < live->columns.len; i++) {
        import_source_close(live->columns.ptr[i].reading);
        free(live->columns.ptr[i].reading);
    }
    live->columns.len = 0;
}

struct import_source *live_columns_of(struct live *live, struct text source, const struct live_question *names)
{
    uint64_t key = key_of(source, names);
    if (live->columns_ruleset != live->position.ruleset_id || live->columns_sources != live->position.sources ||
        live->columns.len == COLUMNS_KEPT_MAX)
        live_columns_forget(live);
    live->columns_ruleset = live->position.ruleset_id;
    live->columns_sources = live->position.sources;
    for (size_t i = 0; i < live->columns.len; i++)
        if (live->columns.ptr[i].key == key)
            return live->columns.ptr[i].reading;
    struct import_source *made = malloc(sizeof(*made));
    if (!made)
        return NULL;
    *made = IMPORT_SOURCE_CLOSED;
    if (vec_push(&live->columns, (struct live_columns){ .key = key, .reading = made }))
        return made;
    free(made);
    return NULL; /* it is read as if nothing were kept */
}
