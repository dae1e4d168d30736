/*
 * These readers are lenient where the standards leave room and strict where
 * a lenient reading could be turned against us: "%00" and half an escape
 * never become a value, because a text that two parts of a program read
 * differently is how checks are passed by.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http/params.h"

static int hex_value(char c)
{
    if (char_is_digit(c))
        return c - '0';
    c = char_to_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool params_decode(struct text raw, bool plus_is_space, struct arena *arena, struct text *ret)
{
    char *into = arena_take(arena, raw.len + 1, 1);
    if (!into)
        return false;
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '%') {
            int high = raw.len - i > 2 ? hex_value(raw.ptr[i + 1]) : -1;
            int low = high >= 0 ? hex_value(raw.ptr[i + 2]) : -1;
            if (low < 0 || high * 16 + low == 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        into[len++] = c;
    }
    into[len] = '\0';
    *ret = (struct text){ into, len };
    return true;
}

bool params_query(struct text query, struct text name, struct arena *arena, struct text *ret)
{
    struct text pair;
    while (text_next(&query, '&', &pair)) {
        size_t equals = text_find_char(pair, '=');
        struct text key;
        if (!params_decode(text_slice(pair, 0, equals), true, arena, &key))
            continue;
        if (text_equal(key, name))
            return params_decode(text_from_offset(pair, equals + 1), true, arena, ret);
    }
    return false;
}

bool params_cookie(struct text header, struct text name, struct text *ret)
{
    struct text pair;
    while (text_next(&header, ';', &pair)) {
        size_t equals = text_find_char(pair, '=');
        if (equals == pair.len || !text_equal(text_trim(text_slice(pair, 0, equals)), name))
            continue;
        struct text value = text_trim(text_from_offset(pair, equals + 1));
        if (value.len >= 2 && value.ptr[0] == '"' && value.ptr[value.len - 1] == '"')
            value = text_slice(value, 1, value.len - 1);
        *ret = value;
        return true;
    }
    return false;
}

/* "0.8" in thousandths; what is no weight counts as 1, as browsers never send that. */
static int weight_of(struct text parameters)
{
    struct text parameter;
    while (text_next(&parameters, ';', &parameter)) {
        parameter = text_trim(parameter);
        if (!text_starts_nocase(parameter, TEXT("q=")))
            continue;
        struct text number = text_from_offset(parameter, 2);
        if (number.len == 0 || number.ptr[0] != '0')
            return 1000;
        int weight = 0, scale = 100;
        for (size_t i = 2; i < number.len && i < 5 && char_is_digit(number.ptr[i]); i++, scale /= 10)
            weight += (number.ptr[i] - '0') * scale;
        return weight;
    }
    return 1000;
}

/* Cut "word;q=0.5" in two. */
static struct text accept_word(struct text item, int *ret_weight)
{
    size_t semicolon = text_find_char(item, ';');
    *ret_weight = weight_of(text_from_offset(item, semicolon + 1));
    return text_trim(text_slice(item, 0, semicolon));
}

int params_accept(struct text header, struct text word)
{
    int star = -1;
    struct text item;
    while (text_next(&header, ',', &item)) {
        int weight;
        struct text named = accept_word(item, &weight);
        if (text_equal_nocase(named, word))
            return weight;
        if (text_equal(named, TEXT("*")))
            star = weight;
    }
    return star;
}

enum language params_language(struct text accept_language, enum language fallback)
{
    int best = 0;
    enum language found = fallback;
    struct text item;
    while (text_next(&accept_language, ',', &item)) {
        int weight;
        struct text tag = accept_word(item, &weight);
        bool ends = tag.len == 2 || (tag.len > 2 && tag.ptr[2] == '-');
        if (!ends || weight <= best)
            continue;
        if (text_starts_nocase(tag, TEXT("nl")))
            found = LANGUAGE_NL;
        else if (text_starts_nocase(tag, TEXT("en")))
            found = LANGUAGE_EN;
        else
            continue;
        best = weight;
    }
    return found;
}

bool params_etag_matches(struct text header, struct text tag)
{
    struct text item;
    while (text_next(&header, ',', &item)) {
        item = text_trim(item);
        if (text_equal(item, TEXT("*")))
            return true;
        if (text_starts(item, TEXT("W/")))
            item = text_from_offset(item, 2);
        if (item.len >= 2 && item.ptr[0] == '"' && text_equal(text_slice(item, 1, item.len - 1), tag))
            return true;
    }
    return false;
}
