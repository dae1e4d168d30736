/*
 * A semicolon, bar, line or ":::" parts tags always.  A comma does too, except
 * within quotes: no program that writes several tags with commas has tags that
 * hold one unquoted.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/tags.h"

static struct text bare(struct text tag)
{
    tag = text_trim(tag);
    if (tag.len > 1 && tag.ptr[0] == '*' && tag.ptr[1] == ' ')
        tag = text_trim(text_from_offset(tag, 2));
    if (tag.len >= 2 && tag.ptr[0] == '"' && tag.ptr[tag.len - 1] == '"')
        tag = text_trim(text_slice(tag, 1, tag.len - 1));
    return tag;
}

/* Bytes of the mark at this place, 0 for none. */
static size_t mark_at(struct text cell, size_t at)
{
    char c = cell.ptr[at];
    if (c == ';' || c == '|' || c == '\n' || c == ',')
        return 1;
    return text_starts(text_from_offset(cell, at), TEXT(":::")) ? 3 : 0;
}

static size_t put(struct text tag, struct text *ret, size_t count)
{
    tag = bare(tag);
    for (size_t i = 0; i < count; i++)
        if (text_equal(ret[i], tag))
            return count;
    if (tag.len > 0)
        ret[count++] = tag;
    return count;
}

size_t tags_split(struct text cell, struct text *ret, size_t room)
{
    size_t count = 0, from = 0;
    bool quoted = false;
    for (size_t i = 0; i < cell.len && count + 1 < room; i++) {
        if (cell.ptr[i] == '"') /* opens only when it closes */
            quoted = !quoted && text_find_char(text_from_offset(cell, i + 1), '"') < cell.len - i - 1;
        size_t mark = quoted ? 0 : mark_at(cell, i);
        if (mark == 0)
            continue;
        count = put(text_slice(cell, from, i), ret, count);
        from = i + mark;
        i = from - 1;
    }
    return count < room ? put(text_from_offset(cell, from), ret, count) : count;
}
