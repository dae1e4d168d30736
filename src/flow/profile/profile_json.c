/*
 * A profile read back without a reader of JSON: its bytes are our own, so the
 * signs that open a field or a part are looked for and nothing is built.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/profile_json.h"

#include <string.h>

#include "flow/profile/profile_inside.h"

/* From the sign after the opening quote to before the closing one. */
struct text profile_string_at(struct text t, size_t from)
{
    size_t i = from;
    while (i < t.len && t.ptr[i] != '"')
        i += t.ptr[i] == '\\' ? 2 : 1;
    return text_slice(t, from, i);
}

/* As cells_read() does it: one text is a list of one. */
static struct text unescaped(struct text body, struct arena *arena)
{
    struct text list = arena_printf(arena, "[\"%.*s\"]", TEXT_ARG(body)), value = TEXT_EMPTY;
    if (list.len == 0 || cells_read(list, arena, &value, 1, NULL) != STATUS_OK)
        return TEXT_EMPTY;
    return value;
}

struct text profile_json_text(struct text profile, const char *key, struct arena *arena)
{
    struct text needle = arena_printf(arena, "\"%s\":\"", key);
    size_t areas = text_find(profile, TEXT("\"areas\":["));
    size_t at = text_find(text_slice(profile, 0, areas), needle);
    return at < areas ? unescaped(profile_string_at(profile, at + needle.len), arena) : TEXT_EMPTY;
}

bool profile_json_next_norm(struct text *rest, struct arena *arena, struct text *ret_field, enum finding *ret)
{
    static const struct text missing = { "{\"missing\":\"", 12 }, notation = { "{\"notation\":\"", 13 };
    struct text head = text_slice(*rest, 0, text_find(*rest, TEXT("\"areas\":[")));
    size_t at_missing = text_find(head, missing), at_notation = text_find(head, notation);
    bool is_missing = at_missing < at_notation;
    size_t at = is_missing ? at_missing : at_notation;
    if (at == head.len)
        return false;
    struct text raw = profile_string_at(head, at + (is_missing ? missing.len : notation.len));
    *ret = is_missing ? FINDING_NORM_MISSING : FINDING_NORM_NOTATION;
    *ret_field = unescaped(raw, arena);
    *rest = text_from_offset(*rest, (size_t)(raw.ptr + raw.len - rest->ptr));
    return true;
}

bool profile_json_next(struct text *rest, struct arena *arena, struct profile_field *ret)
{
    static const struct text start = { "{\"field\":\"", 10 };
    size_t at = text_find(*rest, start);
    if (at == rest->len)
        return false;
    struct text from = text_from_offset(*rest, at);
    struct text value_key = TEXT("\",\"value\":\"");
    size_t next = text_find(text_from_offset(from, start.len), start);
    ret->field = profile_string_at(from, start.len);
    ret->value = unescaped(profile_string_at(from, start.len + ret->field.len + value_key.len), arena);
    ret->json = text_slice(from, 0, start.len + next);
    *rest = text_from_offset(from, start.len);
    return true;
}

/* No key of a part stands outside parts, and within a text every quote is escaped. */
struct text profile_json_part(const struct profile_field *field, const char *part, struct arena *arena)
{
    struct text needle = arena_printf(arena, "\"%s\":\"", part);
    size_t from = text_find(field->json, TEXT("\"parts\":{")), to = text_find(field->json, TEXT("\"others\":["));
    if (from >= to || needle.len == 0)
        return TEXT_EMPTY;
    struct text parts = text_slice(field->json, from, to);
    size_t at = text_find(parts, needle);
    return at < parts.len ? unescaped(profile_string_at(parts, at + needle.len), arena) : TEXT_EMPTY;
}

/* Past the object that begins at from; braces in texts are passed over. */
size_t profile_json_object_end(struct text json, size_t from)
{
    size_t depth = 0, i = from;
    bool in_text = false;
    for (; i < json.len; i++) {
        char c = json.ptr[i];
        if (in_text) {
            i += c == '\\';
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return json.len;
}

void profile_json_for(struct text profile, const struct catalogue *catalogue, enum catalogue_role role, struct buf *buf)
{
    static const struct text start = { "{\"field\":\"", 10 };
    size_t areas = text_find(profile, TEXT("\"areas\":["));
    buf_put(buf, text_slice(profile, 0, areas));
    struct text rest = text_from_offset(profile, areas);
    for (size_t at; (at = text_find(rest, start)) < rest.len;) {
        size_t end = profile_json_object_end(rest, at);
        if (catalogue_shows(catalogue, profile_string_at(rest, at + start.len), role)) {
            buf_put(buf, text_slice(rest, 0, end));
        } else {
            buf_put(buf, text_slice(rest, 0, at));
            if (end < rest.len && rest.ptr[end] == ',')
                end++;
            else if (!buf->failed && buf->len && buf->ptr[buf->len - 1] == ',')
                buf->len--;
        }
        rest = text_from_offset(rest, end);
    }
    buf_put(buf, rest);
}
