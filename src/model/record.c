/*
 * cells_read() understands the JSON that cells_write() writes and nothing
 * else: it runs once per record in every resolve and rebuild, where a general
 * parser would cost more than all normalising.  Cells without an escape,
 * nearly all, are views on the input.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/record.h"

#include <string.h>

#include "base/json_out.h"

void cells_write(const struct text *cells, size_t count, struct buf *buf)
{
    struct json_out json = json_out_over(buf);
    while (count > 0 && cells[count - 1].len == 0)
        count--;
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        json_text(&json, cells[i]);
    json_end(&json);
}

static int hex_value(char c)
{
    return char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* json_out escapes as \" \\ \n \r \t and \u00XX below space. */
static bool unescape(struct text body, char *into, size_t *ret_len)
{
    size_t len = 0;
    for (size_t i = 0; i < body.len; i++) {
        if (body.ptr[i] != '\\') {
            into[len++] = body.ptr[i];
            continue;
        }
        if (++i == body.len)
            return false;
        switch (body.ptr[i]) {
        case '"': into[len++] = '"'; break;
        case '\\': into[len++] = '\\'; break;
        case 'n': into[len++] = '\n'; break;
        case 'r': into[len++] = '\r'; break;
        case 't': into[len++] = '\t'; break;
        case 'u': {
            int high = i + 4 < body.len ? hex_value(body.ptr[i + 3]) : -1;
            int low = i + 4 < body.len ? hex_value(body.ptr[i + 4]) : -1;
            if (high < 0 || low < 0)
                return false;
            into[len++] = (char)(high * 16 + low);
            i += 4;
            break;
        }
        default: return false;
        }
    }
    *ret_len = len;
    return true;
}

/* The end of the string body that starts at from; escaped says whether it holds a backslash. */
static size_t body_end(struct text json, size_t from, bool *escaped)
{
    *escaped = false;
    for (size_t i = from; i < json.len; i++) {
        if (json.ptr[i] == '"')
            return i;
        if (json.ptr[i] == '\\') {
            *escaped = true;
            i++;
        }
    }
    return json.len;
}

enum status cells_read(struct text json, struct arena *arena, struct text *ret, size_t count, struct error *err)
{
    size_t at = 1, n = 0;
    memset(ret, 0, count * sizeof(*ret));
    if (json.len < 2 || json.ptr[0] != '[' || json.ptr[json.len - 1] != ']')
        goto broken;
    while (at < json.len - 1) {
        bool escaped = false;
        if (json.ptr[at] != '"' || n == count)
            goto broken;
        size_t end = body_end(json, at + 1, &escaped);
        if (end >= json.len - 1)
            goto broken;
        ret[n] = text_slice(json, at + 1, end);
        if (escaped) {
            char *plain = arena_take(arena, ret[n].len, 1);
            size_t len = 0;
            if (!plain)
                return error_set(err, STATUS_LIMIT, "a record is larger than its memory");
            if (!unescape(ret[n], plain, &len))
                goto broken;
            ret[n] = (struct text){ plain, len };
        }
        n++;
        at = end + 1;
        if (json.ptr[at] == ',')
            at++;
        else if (at != json.len - 1)
            goto broken;
    }
    return STATUS_OK;
broken:
    return error_set(err, STATUS_BROKEN, "a stored record is not the list of cells it should be");
}
