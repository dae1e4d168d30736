/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/vcard_property.h"

#include <string.h>

/* Cut t at the first sep that is not between double quotes; false when there is none. */
static bool cut_outside_quotes(struct text t, char sep, struct text *ret_before, struct text *ret_after)
{
    bool quoted = false;
    for (size_t i = 0; i < t.len; i++) {
        if (t.ptr[i] == '"')
            quoted = !quoted;
        if (t.ptr[i] == sep && !quoted) {
            *ret_before = text_slice(t, 0, i);
            *ret_after = text_from_offset(t, i + 1);
            return true;
        }
    }
    return false;
}

static const struct {
    struct text word;
    unsigned flag;
} words[] = {
    { { "home", 4 }, VCARD_HOME },
    { { "dom", 3 }, 0 },
    { { "work", 4 }, VCARD_WORK },
    { { "cell", 4 }, VCARD_CELL },
    { { "iphone", 6 }, VCARD_CELL },
    { { "mobile", 6 }, VCARD_CELL },
    { { "fax", 3 }, VCARD_FAX },
    { { "pager", 5 }, VCARD_PAGER },
    { { "spouse", 6 }, VCARD_SPOUSE },
    { { "quoted-printable", 16 }, VCARD_QUOTED_PRINTABLE },
    { { "base64", 6 }, VCARD_BASE64 },
    { { "b", 1 }, VCARD_BASE64 },
    { { "iso-8859-1", 10 }, VCARD_LATIN1 },
    { { "iso-8859-15", 11 }, VCARD_LATIN1 },
    { { "windows-1252", 12 }, VCARD_LATIN1 },
};

/* "TYPE=WORK,VOICE", "WORK" (2.1), "ENCODING=b": the words are what matters, whatever they are called. */
static unsigned parameter_flags(struct text parameter)
{
    unsigned flags = 0;
    size_t is = text_find_char(parameter, '=');
    struct text name = text_slice(parameter, 0, is), one;
    struct text values = is < parameter.len ? text_from_offset(parameter, is + 1) : parameter;
    if (is < parameter.len && !text_equal_nocase(name, TEXT("type")) && !text_equal_nocase(name, TEXT("encoding")) &&
        !text_equal_nocase(name, TEXT("charset")))
        return 0;
    while (text_next(&values, ',', &one)) {
        one = text_trim(one);
        while (one.len > 0 && one.ptr[0] == '"') /* "voice,home" is a list too */
            one = text_from_offset(one, 1);
        while (one.len > 0 && one.ptr[one.len - 1] == '"')
            one = text_slice(one, 0, one.len - 1);
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
            if (text_equal_nocase(one, words[i].word))
                flags |= words[i].flag;
    }
    return flags;
}

bool vcard_property_read(struct text line, struct vcard_property *ret)
{
    struct text head = { 0 }, parameter, rest;
    *ret = (struct vcard_property){ 0 };
    if (!cut_outside_quotes(line, ':', &head, &ret->value)) {
        size_t colon = text_find_char(line, ':'); /* a quote that is not closed */
        if (colon == line.len)
            return false;
        head = text_slice(line, 0, colon);
        ret->value = text_from_offset(line, colon + 1);
    }
    if (!cut_outside_quotes(head, ';', &ret->name, &rest)) {
        ret->name = head;
        rest = TEXT_EMPTY;
    }
    while (rest.len > 0) {
        if (!cut_outside_quotes(rest, ';', &parameter, &rest)) {
            parameter = rest;
            rest = TEXT_EMPTY;
        }
        ret->flags |= parameter_flags(parameter);
    }
    size_t dot = text_find_char(ret->name, '.');
    if (dot < ret->name.len) {
        ret->group = text_slice(ret->name, 0, dot);
        ret->name = text_from_offset(ret->name, dot + 1);
    }
    ret->name = text_trim(ret->name);
    return ret->name.len > 0;
}

static int hex(char c)
{
    return char_is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct text vcard_unquote(struct text value, unsigned flags, struct arena *arena)
{
    if (!(flags & VCARD_QUOTED_PRINTABLE))
        return value;
    char *into = arena_take(arena, value.len + 1, 1);
    size_t len = 0;
    if (!into)
        return TEXT_EMPTY;
    for (size_t i = 0; i < value.len; i++) {
        int high = value.ptr[i] == '=' && i + 2 < value.len ? hex(value.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex(value.ptr[i + 2]) : -1;
        if (low >= 0) {
            into[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            into[len++] = value.ptr[i];
        }
    }
    return (struct text){ into, len };
}

bool vcard_next_part(struct text *rest, char separator, struct text comma, struct arena *arena, struct text *ret)
{
    if (!rest->ptr)
        return false;
    char *into = arena_take(arena, rest->len * (comma.len > 1 ? comma.len : 1) + 1, 1);
    size_t len = 0, i = 0;
    for (; into && i < rest->len; i++) {
        char c = rest->ptr[i];
        if (separator && c == separator)
            break;
        if (c == '\\' && i + 1 < rest->len) {
            c = rest->ptr[++i];
            into[len++] = c == 'n' || c == 'N' ? '\n' : c;
        } else if (c == ',') {
            memcpy(into + len, comma.ptr, comma.len);
            len += comma.len;
        } else if (c != '\r') {
            into[len++] = c;
        }
    }
    *ret = text_trim((struct text){ into, len });
    *rest = into && i < rest->len ? text_from_offset(*rest, i + 1) : TEXT_EMPTY;
    return into != NULL;
}
