/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/body.h"

#include <assert.h>
#include <string.h>

#include "lang/utf8.h"

struct reader {
    const char *begin, *at, *end;
    struct arena *arena;
};

static enum status bad(const struct reader *reader, struct error *err)
{
    return error_set(err, STATUS_INVALID, "the body is no flat JSON object (byte %zu)",
                     (size_t)(reader->at - reader->begin));
}

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->end &&
           (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\r' || *reader->at == '\t'))
        reader->at++;
}

static bool take(struct reader *reader, char c)
{
    skip_space(reader);
    if (reader->at == reader->end || *reader->at != c)
        return false;
    reader->at++;
    return true;
}

static bool take_word(struct reader *reader, struct text word)
{
    if ((size_t)(reader->end - reader->at) < word.len || memcmp(reader->at, word.ptr, word.len) != 0)
        return false;
    reader->at += word.len;
    return true;
}

static bool take_hex4(struct reader *reader, unsigned *ret)
{
    if (reader->end - reader->at < 4)
        return false;
    *ret = 0;
    for (int i = 0; i < 4; i++) {
        char c = char_to_lower(*reader->at++);
        int value = char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (value < 0)
            return false;
        *ret = *ret * 16 + (unsigned)value;
    }
    return true;
}

/* After "\u": a code point other than NUL, two escapes where it takes a pair. */
static bool take_code(struct reader *reader, unsigned *ret)
{
    unsigned low;
    if (!take_hex4(reader, ret) || *ret == 0 || (*ret >= 0xdc00 && *ret <= 0xdfff))
        return false;
    if (*ret < 0xd800 || *ret > 0xdbff)
        return true;
    if (!take_word(reader, TEXT("\\u")) || !take_hex4(reader, &low) || low < 0xdc00 || low > 0xdfff)
        return false;
    *ret = 0x10000 + ((*ret - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

/* After a backslash; at most 4 bytes, and never more than were read. */
static size_t take_escape(struct reader *reader, char *into)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (reader->at == reader->end)
        return 0;
    char c = *reader->at++;
    unsigned code;
    if (c == 'u')
        return take_code(reader, &code) ? utf8_put(code, into) : 0;
    const char *found = c ? strchr(from, c) : NULL;
    if (!found)
        return 0;
    into[0] = to[found - from];
    return 1;
}

/* The bytes up to the closing quote, which is passed over; false when there is none or a bare control character. */
static bool take_quoted(struct reader *reader, struct text *ret, bool *ret_escapes)
{
    const char *from = reader->at;
    *ret_escapes = false;
    for (; reader->at < reader->end && *reader->at != '"'; reader->at++) {
        if ((unsigned char)*reader->at < 0x20)
            return false;
        if (*reader->at != '\\')
            continue;
        *ret_escapes = true;
        if (++reader->at == reader->end)
            return false;
    }
    *ret = (struct text){ from, (size_t)(reader->at - from) };
    if (reader->at == reader->end)
        return false;
    reader->at++;
    return utf8_valid(*ret);
}

/* A decoded text is never longer than it was written. */
static bool decode(struct reader *reader, struct text raw, struct text *ret)
{
    struct reader inside = { reader->begin, raw.ptr, raw.ptr + raw.len, reader->arena };
    char *into = arena_take(reader->arena, raw.len + UTF8_BYTES_MAX, 1);
    size_t len = 0;
    while (into && inside.at < inside.end) {
        char c = *inside.at++;
        size_t added = 1;
        if (c == '\\')
            added = take_escape(&inside, into + len);
        else
            into[len] = c;
        if (added == 0)
            return false;
        len += added;
    }
    *ret = (struct text){ into, len };
    return into != NULL;
}

static bool take_string(struct reader *reader, struct text *ret)
{
    bool escapes;
    return take(reader, '"') && take_quoted(reader, ret, &escapes) && (!escapes || decode(reader, *ret, ret));
}

static size_t take_digits(struct reader *reader)
{
    const char *from = reader->at;
    while (reader->at < reader->end && char_is_digit(*reader->at))
        reader->at++;
    return (size_t)(reader->at - from);
}

static bool take_number(struct reader *reader, struct text *ret)
{
    const char *from = reader->at;
    take_word(reader, TEXT("-"));
    const char *whole = reader->at;
    size_t digits = take_digits(reader);
    if (digits == 0 || (digits > 1 && *whole == '0'))
        return false;
    if (take_word(reader, TEXT(".")) && take_digits(reader) == 0)
        return false;
    if (take_word(reader, TEXT("e")) || take_word(reader, TEXT("E"))) {
        if (!take_word(reader, TEXT("+")))
            take_word(reader, TEXT("-"));
        if (take_digits(reader) == 0)
            return false;
    }
    *ret = (struct text){ from, (size_t)(reader->at - from) };
    return true;
}

static bool take_value(struct reader *reader, struct body_member *ret)
{
    skip_space(reader);
    if (reader->at == reader->end)
        return false;
    switch (*reader->at) {
    case '"': ret->kind = BODY_TEXT; return take_string(reader, &ret->text);
    case 't': ret->kind = BODY_TRUE; return take_word(reader, TEXT("true"));
    case 'f': ret->kind = BODY_FALSE; return take_word(reader, TEXT("false"));
    case 'n': ret->kind = BODY_NULL; return take_word(reader, TEXT("null"));
    default: ret->kind = BODY_NUMBER; return take_number(reader, &ret->text);
    }
}

static const struct body_member *find(const struct body *body, struct text name)
{
    static const struct body_member absent = { .kind = BODY_ABSENT };
    for (size_t i = 0; i < body->count; i++)
        if (text_equal(body->members[i].name, name))
            return &body->members[i];
    return &absent;
}

static bool take_members(struct reader *reader, struct body *body)
{
    if (take(reader, '}'))
        return true;
    do {
        struct body_member member = { 0 };
        if (!take_string(reader, &member.name) || !take(reader, ':') || !take_value(reader, &member))
            return false;
        if (body->count == BODY_MEMBERS_MAX || find(body, member.name)->kind != BODY_ABSENT)
            return false;
        body->members[body->count++] = member;
    } while (take(reader, ','));
    return take(reader, '}');
}

enum status body_read(struct text json, struct arena *arena, struct body *ret, struct error *err)
{
    struct reader reader = { json.ptr, json.ptr, json.ptr + json.len, arena };
    *ret = (struct body){ 0 };
    if (json.len == 0 || !take(&reader, '{') || !take_members(&reader, ret))
        return bad(&reader, err);
    skip_space(&reader);
    return reader.at == reader.end ? STATUS_OK : bad(&reader, err);
}

const struct body_member *body_get(const struct body *body, const char *name)
{
    return find(body, text_from(name));
}

enum status body_only(const struct body *body, const char *const *names, struct error *err)
{
    for (size_t i = 0; i < body->count; i++) {
        bool known = false;
        for (size_t n = 0; names[n] && !known; n++)
            known = text_equal(body->members[i].name, text_from(names[n]));
        if (!known)
            return error_set(err, STATUS_INVALID, "the body holds a member that is not known here");
    }
    return STATUS_OK;
}

enum status body_text(const struct body *body, const char *name, size_t bytes_max, struct text *ret, struct error *err)
{
    const struct body_member *member = body_get(body, name);
    struct text trimmed = text_trim(member->text);
    if (member->kind != BODY_TEXT || trimmed.len == 0)
        return error_set(err, STATUS_INVALID, "'%s' must be a text that is not empty", name);
    if (trimmed.len > bytes_max)
        return error_set(err, STATUS_INVALID, "'%s' is longer than %zu bytes", name, bytes_max);
    *ret = trimmed;
    return STATUS_OK;
}

enum status body_bool(const struct body *body, const char *name, bool *ret, struct error *err)
{
    enum body_kind kind = body_get(body, name)->kind;
    *ret = kind == BODY_TRUE;
    if (kind == BODY_ABSENT || kind == BODY_TRUE || kind == BODY_FALSE)
        return STATUS_OK;
    return error_set(err, STATUS_INVALID, "'%s' must be true or false", name);
}

enum status body_u64(const struct body *body, const char *name, uint64_t *ret, struct error *err)
{
    const struct body_member *member = body_get(body, name);
    if (member->kind == BODY_ABSENT || (member->kind == BODY_NUMBER && text_to_u64(member->text, ret)))
        return STATUS_OK;
    return error_set(err, STATUS_INVALID, "'%s' must be a whole number", name);
}

enum status body_take(const struct body *body, const struct body_want *wants, size_t count, struct error *err)
{
    const char *names[BODY_MEMBERS_MAX + 1] = { NULL };
    assert(count <= BODY_MEMBERS_MAX);
    for (size_t i = 0; i < count; i++)
        names[i] = wants[i].name;
    enum status status = body_only(body, names, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct body_want *want = &wants[i];
        if (want->truth)
            status = body_bool(body, want->name, want->truth, err);
        else if (want->number)
            status = body_u64(body, want->name, want->number, err);
        else if (want->needed || body_get(body, want->name)->kind != BODY_ABSENT)
            status = body_text(body, want->name, want->bytes_max, want->text, err);
    }
    return status;
}
