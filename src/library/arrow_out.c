/*
 * The links as a record batch that outlives the engine.  Every array and
 * every schema owns its memory and gives it back itself, because who takes a
 * batch may move a column out of it and release the rest.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "library/engine.h"

static const struct {
    const char *name, *format;
    size_t width;
} outs[] = {
    { "record", "L", 8 }, { "kind", "C", 1 },   { "place", "I", 4 },       { "party", "I", 4 },
    { "score", "i", 4 },  { "reason", "C", 1 }, { "with_record", "L", 8 },
};
enum { OUTS = sizeof(outs) / sizeof(outs[0]) };

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    free(schema->children);
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    free(array->children);
    free(array->private_data); /* the values */
    free(array->buffers);
    array->release = NULL;
}

/* On failure what was made is released with the parent. */
static bool make_schema(struct ArrowSchema *ret)
{
    *ret = (struct ArrowSchema){ .format = "+s", .name = "", .release = release_schema };
    ret->children = calloc(OUTS, sizeof(*ret->children));
    for (size_t i = 0; ret->children && i < OUTS; i++) {
        ret->children[i] = calloc(1, sizeof(**ret->children));
        if (!ret->children[i])
            return false;
        *ret->children[i] =
            (struct ArrowSchema){ .format = outs[i].format, .name = outs[i].name, .release = release_schema };
        ret->n_children++;
    }
    return ret->children != NULL;
}

static void put_value(const struct kb_link *link, size_t column, void *values, size_t at)
{
    switch (column) {
    case 0: ((uint64_t *)values)[at] = link->mention.record; break;
    case 1: ((uint8_t *)values)[at] = (uint8_t)link->mention.kind; break;
    case 2: ((uint32_t *)values)[at] = link->mention.place; break;
    case 3: ((uint32_t *)values)[at] = link->party; break;
    case 4: ((int32_t *)values)[at] = link->score; break;
    case 5: ((uint8_t *)values)[at] = (uint8_t)link->reason; break;
    default: ((uint64_t *)values)[at] = link->with.record; break;
    }
}

static bool make_column(const struct kb_engine *engine, size_t column, struct ArrowArray *ret)
{
    size_t count = engine->links.len;
    *ret = (struct ArrowArray){ .length = (int64_t)count, .n_buffers = 2, .release = release_array };
    ret->buffers = calloc(2, sizeof(*ret->buffers));
    ret->private_data = malloc(count * outs[column].width + 1);
    if (!ret->buffers || !ret->private_data)
        return false;
    ret->buffers[1] = ret->private_data;
    for (size_t i = 0; i < count; i++)
        put_value(&engine->links.ptr[i], column, ret->private_data, i);
    return true;
}

static bool make_array(const struct kb_engine *engine, struct ArrowArray *ret)
{
    *ret = (struct ArrowArray){ .length = (int64_t)engine->links.len, .n_buffers = 1, .release = release_array };
    ret->buffers = calloc(1, sizeof(*ret->buffers));
    ret->children = calloc(OUTS, sizeof(*ret->children));
    for (size_t i = 0; ret->buffers && ret->children && i < OUTS; i++) {
        ret->children[i] = calloc(1, sizeof(**ret->children));
        if (!ret->children[i])
            return false;
        ret->n_children++;
        if (!make_column(engine, i, ret->children[i]))
            return false;
    }
    return ret->buffers && ret->children;
}

enum kb_status kb_links_arrow(const struct kb_engine *engine, struct ArrowSchema *ret_schema,
                              struct ArrowArray *ret_batch, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = STATUS_OK;
    *ret_schema = (struct ArrowSchema){ 0 };
    *ret_batch = (struct ArrowArray){ 0 };
    if (!engine->has_run)
        status = error_set(&why, STATUS_USAGE, "there are links after kb_run");
    else if (!make_schema(ret_schema) || !make_array(engine, ret_batch))
        status = error_set(&why, STATUS_NO_MEMORY, "no memory for the links");
    if (status == STATUS_NO_MEMORY && ret_schema->release)
        release_schema(ret_schema);
    if (status == STATUS_NO_MEMORY && ret_batch->release)
        release_array(ret_batch);
    return tell(status, &why, err);
}
