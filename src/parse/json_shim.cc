/*
 * The one file that knows simdjson (Langdale and Lemire, "Parsing Gigabytes
 * of JSON per Second", 2019; On-Demand API).  Only its calls that return error
 * codes are used: nothing is thrown.
 *
 * Strings are unescaped by ourselves: simdjson gives up on a lone surrogate,
 * which real exports hold (a name cut in the middle of an emoji); it becomes
 * U+FFFD here.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/json_shim.h"

#include <cstring>
#include <new>
#include <utility>

#include <simdjson.h>

using namespace simdjson;

struct json_shim {
    ondemand::parser parser;
};

namespace
{

const char JOIN[] = " ::: ";

struct flattening {
    struct arena *arena;
    struct json_field *fields;
    size_t count;
    char path[JSON_KEY_MAX];
    enum json_result result;
};

bool fail(flattening &flat, enum json_result result)
{
    flat.result = result;
    return false;
}

int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

int32_t unit_of(const char *p)
{
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex(p[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

size_t put_utf8(char *into, uint32_t cp)
{
    if (cp >= 0xd800 && cp <= 0xdfff)
        cp = 0xfffd;
    if (cp < 0x80) {
        into[0] = static_cast<char>(cp);
        return cp != 0; /* NUL is dropped */
    }
    if (cp < 0x800) {
        into[0] = static_cast<char>(0xc0 | cp >> 6);
        into[1] = static_cast<char>(0x80 | (cp & 0x3f));
        return 2;
    }
    if (cp < 0x10000) {
        into[0] = static_cast<char>(0xe0 | cp >> 12);
        into[1] = static_cast<char>(0x80 | (cp >> 6 & 0x3f));
        into[2] = static_cast<char>(0x80 | (cp & 0x3f));
        return 3;
    }
    into[0] = static_cast<char>(0xf0 | cp >> 18);
    into[1] = static_cast<char>(0x80 | (cp >> 12 & 0x3f));
    into[2] = static_cast<char>(0x80 | (cp >> 6 & 0x3f));
    into[3] = static_cast<char>(0x80 | (cp & 0x3f));
    return 4;
}

/* The body of a JSON string that starts at raw, behind its quote, and ends before end. */
bool unescape(flattening &flat, const char *raw, const char *end, struct text *ret)
{
    const char *close = static_cast<const char *>(memchr(raw, '"', static_cast<size_t>(end - raw)));
    if (!close)
        return fail(flat, JSON_BROKEN);
    if (!memchr(raw, '\\', static_cast<size_t>(close - raw))) {
        *ret = { raw, static_cast<size_t>(close - raw) }; /* a view: nothing to undo */
        return true;
    }
    close = raw;
    while (close < end && *close != '"')
        close += *close == '\\' ? 2 : 1;
    if (close >= end)
        return fail(flat, JSON_BROKEN);
    size_t len = 0;
    char *into = static_cast<char *>(arena_take(flat.arena, static_cast<size_t>(close - raw) + 1, 1));
    if (!into)
        return fail(flat, JSON_TOO_LARGE);
    for (const char *p = raw; p < close; p++) {
        if (*p != '\\') {
            into[len++] = *p;
            continue;
        }
        switch (*++p) {
        case '"':
        case '\\':
        case '/': into[len++] = *p; break;
        case 'b': into[len++] = '\b'; break;
        case 'f': into[len++] = '\f'; break;
        case 'n': into[len++] = '\n'; break;
        case 'r': into[len++] = '\r'; break;
        case 't': into[len++] = '\t'; break;
        case 'u': {
            int32_t unit = close - p > 4 ? unit_of(p + 1) : -1;
            if (unit < 0)
                return fail(flat, JSON_BROKEN);
            p += 4;
            int32_t low =
                unit >= 0xd800 && unit <= 0xdbff && close - p > 6 && p[1] == '\\' && p[2] == 'u' ? unit_of(p + 3) : -1;
            uint32_t cp = static_cast<uint32_t>(unit);
            if (low >= 0xdc00 && low <= 0xdfff) {
                cp = 0x10000 + ((cp - 0xd800) << 10) + (static_cast<uint32_t>(low) - 0xdc00);
                p += 6;
            }
            len += put_utf8(into + len, cp);
            break;
        }
        default: return fail(flat, JSON_BROKEN);
        }
    }
    into[len] = '\0';
    *ret = { into, len };
    return true;
}

bool copy(flattening &flat, const char *ptr, size_t len, struct text *ret)
{
    *ret = arena_copy(flat.arena, { ptr, len });
    return ret->ptr || fail(flat, JSON_TOO_LARGE);
}

/* A number, as written: its signs only, so that rubbish is not taken for one. */
bool number_text(flattening &flat, ondemand::value value, struct text *ret)
{
    std::string_view token = value.raw_json_token();
    while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ')
        token.remove_suffix(1);
    if (token.empty() || token.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
        return fail(flat, JSON_BROKEN);
    return copy(flat, token.data(), token.size(), ret);
}

bool scalar_text(flattening &flat, ondemand::value value, ondemand::json_type type, const char *end, struct text *ret)
{
    *ret = { nullptr, 0 };
    switch (type) {
    case ondemand::json_type::string: {
        ondemand::raw_json_string raw;
        return value.get_raw_json_string().get(raw) == SUCCESS ? unescape(flat, raw.raw(), end, ret)
                                                               : fail(flat, JSON_BROKEN);
    }
    case ondemand::json_type::number: return number_text(flat, value, ret);
    case ondemand::json_type::boolean: {
        bool yes = false;
        if (value.get_bool().get(yes) != SUCCESS)
            return fail(flat, JSON_BROKEN);
        return yes ? copy(flat, "true", 4, ret) : copy(flat, "false", 5, ret);
    }
    default: {
        bool is_null = false;
        return (value.is_null().get(is_null) == SUCCESS && is_null) || fail(flat, JSON_BROKEN);
    }
    }
}

bool field_add(flattening &flat, size_t path_len, struct text value)
{
    struct text key;
    if (flat.count == JSON_FIELDS_MAX)
        return fail(flat, JSON_TOO_LARGE);
    if (!copy(flat, flat.path, path_len, &key))
        return false;
    flat.fields[flat.count++] = { key, value };
    return true;
}

bool same_key(struct text a, size_t a_cut, struct text b, size_t b_cut)
{
    return a.len - a_cut == b.len - b_cut && memcmp(a.ptr + a_cut, b.ptr + b_cut, a.len - a_cut) == 0;
}

/* Where the part of the key behind "path" or "path.2" begins, and that number. */
unsigned place_of(struct text key, size_t path_len, size_t *ret_cut)
{
    unsigned place = 0;
    size_t at = path_len + 1;
    while (at < key.len && key.ptr[at] >= '0' && key.ptr[at] <= '9' && place < 100000)
        place = place * 10 + static_cast<unsigned>(key.ptr[at++] - '0');
    if (at > path_len + 1 && at < key.len && key.ptr[at] == '.') {
        *ret_cut = at;
        return place;
    }
    *ret_cut = path_len;
    return 1;
}

/* Number the keys from first on, of one object in the array whose keys start at array_first. */
bool number_keys(flattening &flat, size_t array_first, size_t first, size_t path_len)
{
    unsigned place = 1;
    for (size_t i = array_first; i < first; i++) {
        size_t cut = 0;
        unsigned taken = place_of(flat.fields[i].key, path_len, &cut);
        for (size_t j = first; j < flat.count && taken >= place; j++)
            if (same_key(flat.fields[i].key, cut, flat.fields[j].key, path_len))
                place = taken + 1;
    }
    for (size_t j = first; place > 1 && j < flat.count; j++) {
        struct text key = flat.fields[j].key;
        key = arena_printf(flat.arena, "%.*s.%u%.*s", static_cast<int>(path_len), key.ptr, place,
                           static_cast<int>(key.len - path_len), key.ptr + path_len);
        if (!key.ptr)
            return fail(flat, JSON_TOO_LARGE);
        flat.fields[j].key = key;
    }
    return true;
}

bool flatten_object(flattening &flat, ondemand::object object, size_t path_len, int depth, const char *end);

/* What lies too deep, as its own text. */
bool flatten_raw(flattening &flat, ondemand::value value, size_t path_len)
{
    std::string_view raw;
    struct text kept;
    if (simdjson::to_json_string(value).get(raw) != SUCCESS)
        return fail(flat, JSON_BROKEN);
    return copy(flat, raw.data(), raw.size(), &kept) && field_add(flat, path_len, kept);
}

/* Scalars joined, objects numbered, arrays in arrays as their text. */
bool flatten_array(flattening &flat, ondemand::array array, size_t path_len, int depth, const char *end)
{
    struct text joined = { nullptr, 0 };
    size_t first = flat.count;
    for (auto item : array) {
        ondemand::value value;
        ondemand::json_type type;
        if (item.get(value) != SUCCESS || value.type().get(type) != SUCCESS)
            return fail(flat, JSON_BROKEN);
        struct text one = { nullptr, 0 };
        if (type == ondemand::json_type::object && depth < JSON_NESTING_MAX) {
            ondemand::object object;
            size_t from = flat.count;
            if (value.get_object().get(object) != SUCCESS)
                return fail(flat, JSON_BROKEN);
            if (!flatten_object(flat, object, path_len, depth + 1, end) || !number_keys(flat, first, from, path_len))
                return false;
            continue;
        }
        if (type == ondemand::json_type::array || type == ondemand::json_type::object) {
            std::string_view raw;
            if (simdjson::to_json_string(value).get(raw) != SUCCESS)
                return fail(flat, JSON_BROKEN);
            if (!copy(flat, raw.data(), raw.size(), &one))
                return false;
        } else if (!scalar_text(flat, value, type, end, &one)) {
            return false;
        }
        if (one.len == 0)
            continue;
        joined = joined.len == 0 ? one
                                 : arena_printf(flat.arena, "%.*s%s%.*s", static_cast<int>(joined.len), joined.ptr,
                                                JOIN, static_cast<int>(one.len), one.ptr);
        if (!joined.ptr)
            return fail(flat, JSON_TOO_LARGE);
    }
    return flat.count > first || path_len == 0 || field_add(flat, path_len, joined);
}

bool flatten_value(flattening &flat, ondemand::value value, size_t path_len, int depth, const char *end)
{
    ondemand::json_type type;
    if (value.type().get(type) != SUCCESS)
        return fail(flat, JSON_BROKEN);
    bool nests = type == ondemand::json_type::object || type == ondemand::json_type::array;
    if (nests && depth >= JSON_NESTING_MAX)
        return flatten_raw(flat, value, path_len);
    if (type == ondemand::json_type::object) {
        ondemand::object object;
        return value.get_object().get(object) == SUCCESS ? flatten_object(flat, object, path_len, depth + 1, end)
                                                         : fail(flat, JSON_BROKEN);
    }
    if (type == ondemand::json_type::array) {
        ondemand::array array;
        return value.get_array().get(array) == SUCCESS ? flatten_array(flat, array, path_len, depth + 1, end)
                                                       : fail(flat, JSON_BROKEN);
    }
    struct text scalar;
    return scalar_text(flat, value, type, end, &scalar) && field_add(flat, path_len, scalar);
}

bool flatten_object(flattening &flat, ondemand::object object, size_t path_len, int depth, const char *end)
{
    for (auto item : object) {
        ondemand::field field;
        struct text key;
        if (std::move(item).get(field) != SUCCESS)
            return fail(flat, JSON_BROKEN);
        if (!unescape(flat, field.key().raw(), end, &key))
            return false;
        size_t dot = path_len > 0 ? 1 : 0, len = path_len + dot + key.len;
        if (len > JSON_KEY_MAX)
            return fail(flat, JSON_BROKEN);
        if (dot)
            flat.path[path_len] = '.';
        if (key.len > 0)
            memcpy(flat.path + path_len + dot, key.ptr, key.len);
        if (!flatten_value(flat, field.value(), len, depth, end))
            return false;
    }
    return true;
}

} // namespace

struct json_shim *json_shim_open(void)
{
    return new (std::nothrow) json_shim;
}

void json_shim_close(struct json_shim *shim)
{
    delete shim;
}

enum json_result json_shim_flatten(struct json_shim *shim, struct text t, struct arena *arena,
                                   struct json_field *fields, size_t *ret_count)
{
    flattening flat = {};
    ondemand::document document;
    ondemand::object object;
    flat.arena = arena;
    flat.fields = fields;
    flat.result = JSON_BROKEN;
    *ret_count = 0;
    error_code error = shim->parser.iterate(t.ptr, t.len, t.len + SIMDJSON_PADDING).get(document);
    if (error == UTF8_ERROR)
        return JSON_NOT_UTF8;
    if (error == MEMALLOC || error == CAPACITY)
        return JSON_TOO_LARGE;
    if (error != SUCCESS || document.get_object().get(object) != SUCCESS)
        return JSON_BROKEN;
    if (!flatten_object(flat, object, 0, 0, t.ptr + t.len))
        return flat.result;
    if (document.current_location().error() != OUT_OF_BOUNDS)
        return JSON_BROKEN;
    *ret_count = flat.count;
    return JSON_READ;
}
