/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "base/scoped.h"

enum { ANSWER_BYTES_MAX = 1 << 30 };

enum node_kind { NODE_WORD = 0, NODE_TEXT, NODE_LIST, NODE_OBJECT };

struct answer_node {
    enum node_kind kind;
    const char *key;  /* in an object */
    const char *text; /* of a text, or the word or number as written */
    struct answer_node *first, *next;
};

struct reading {
    struct arena *arena;
    struct text rest;
    int depth;
};

static bool take(struct reading *r, char c)
{
    if (r->rest.len == 0 || r->rest.ptr[0] != c)
        return false;
    r->rest = text_from_offset(r->rest, 1);
    return true;
}

static const char *read_string(struct reading *r)
{
    size_t end = 0, i = 0;
    while (end < r->rest.len && r->rest.ptr[end] != '"')
        end += r->rest.ptr[end] == '\\' ? 2 : 1;
    char *into = arena_take(r->arena, end + 1, 1), *at = into; /* never longer without its escapes */
    if (!into)
        return NULL;
    for (; i < r->rest.len && r->rest.ptr[i] != '"'; i++) {
        char c = r->rest.ptr[i];
        if (c == '\\' && i + 1 < r->rest.len) {
            c = r->rest.ptr[++i];
            c = c == 'n' || c == 'r' || c == 't' ? ' ' : c;
            if (c == 'u') { /* json_out writes control characters so, and nothing else */
                i += 4;
                c = ' ';
            }
        }
        *at++ = c;
    }
    *at = '\0';
    r->rest = text_from_offset(r->rest, i);
    return take(r, '"') ? into : NULL;
}

static struct answer_node *read_value(struct reading *r);

static bool read_items(struct reading *r, struct answer_node *node, char end)
{
    struct answer_node **place = &node->first;
    if (take(r, end))
        return true;
    do {
        const char *key = NULL;
        if (node->kind == NODE_OBJECT && (!take(r, '"') || !(key = read_string(r)) || !take(r, ':')))
            return false;
        if (!(*place = read_value(r)))
            return false;
        (*place)->key = key;
        place = &(*place)->next;
    } while (take(r, ','));
    return take(r, end);
}

static struct answer_node *read_value(struct reading *r)
{
    struct answer_node *node = arena_new(r->arena, struct answer_node);
    bool well = false;
    if (!node || ++r->depth > JSON_DEPTH_MAX)
        return NULL;
    if (take(r, '{')) {
        node->kind = NODE_OBJECT;
        well = read_items(r, node, '}');
    } else if (take(r, '[')) {
        node->kind = NODE_LIST;
        well = read_items(r, node, ']');
    } else if (take(r, '"')) {
        node->kind = NODE_TEXT;
        node->text = read_string(r);
        well = node->text != NULL;
    } else {
        size_t len = 0;
        while (len < r->rest.len && !strchr(",]}", r->rest.ptr[len]))
            len++;
        node->text = arena_copy(r->arena, text_slice(r->rest, 0, len)).ptr;
        r->rest = text_from_offset(r->rest, len);
        well = len > 0 && node->text;
    }
    r->depth--;
    return well ? node : NULL;
}

enum status answer_tell(const struct cli *cli, const struct buf *document,
                        void (*print)(const struct cli *cli, const struct answer_node *root), struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ANSWER_BYTES_MAX);
    enum status status = buf_status(document, err);
    if (cli->json || status != STATUS_OK)
        return status == STATUS_OK ? cli_put_json(document, err) : status;
    struct reading reading = { .arena = &arena, .rest = buf_text(document) };
    const struct answer_node *root = read_value(&reading);
    if (!root)
        return error_set(err, STATUS_BROKEN, "our own answer cannot be read");
    print(cli, root);
    return STATUS_OK;
}

const struct answer_node *answer_get(const struct answer_node *object, const char *key)
{
    for (const struct answer_node *node = object ? object->first : NULL; node; node = node->next)
        if (node->key && strcmp(node->key, key) == 0)
            return node;
    return NULL;
}

const char *answer_text(const struct answer_node *object, const char *key)
{
    const struct answer_node *node = answer_get(object, key);
    return node && node->text ? node->text : "";
}

const char *answer_item(const struct answer_node *item)
{
    return item->text ? item->text : "";
}

double answer_number(const struct answer_node *object, const char *key)
{
    return strtod(answer_text(object, key), NULL);
}

bool answer_is_true(const struct answer_node *object, const char *key)
{
    return strcmp(answer_text(object, key), "true") == 0;
}

const struct answer_node *answer_first(const struct answer_node *object, const char *key)
{
    const struct answer_node *list = answer_get(object, key);
    return list ? list->first : NULL;
}

const struct answer_node *answer_next(const struct answer_node *item)
{
    return item->next;
}

const char *answer_state(const struct cli *cli, const char *state)
{
    static const char *const dutch[][2] = {
        { "accepted", "aanvaard" }, { "acknowledged", "bevestigd" }, { "applied", "doorgevoerd" },
        { "refused", "geweigerd" }, { "sent", "verstuurd" },         { "withdrawn", "ingetrokken" },
    };
    for (size_t i = 0; i < sizeof(dutch) / sizeof(dutch[0]) && cli->job.lang == LANGUAGE_NL; i++)
        if (text_equal(text_from(state), text_from(dutch[i][0])))
            return dutch[i][1];
    return state;
}
