/*
 * A text is a pointer and a length: a view on bytes somebody else owns.
 *
 * Customer values come out of files, rows and messages; copying each only to
 * end it with a NUL would double the work, so nearly every function takes and
 * gives a struct text.  The bytes are UTF-8 unless a header says otherwise,
 * and they live as long as the arena, buffer or file they point into.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *ptr; /* may be NULL when len is 0 */
    size_t len;      /* bytes */
};

/* A literal as a text, and the empty one. */
#define TEXT(literal) ((struct text){ "" literal, sizeof(literal) - 1 })
#define TEXT_EMPTY    ((struct text){ 0 })

/* For printf: "%.*s" with TEXT_ARG(t). */
#define TEXT_ARG(t) (int)(t).len, ((t).ptr ? (t).ptr : "")

struct text text_from(const char *cstr); /* NULL gives the empty text */

/* Compare. Order is by bytes, which for UTF-8 is order by code point. */
bool text_equal(struct text a, struct text b);
bool text_equal_nocase(struct text a, struct text b); /* A-Z only */
int text_compare(struct text a, struct text b);
bool text_starts(struct text t, struct text with);
bool text_ends(struct text t, struct text with);
bool text_starts_nocase(struct text t, struct text with);
bool text_ends_nocase(struct text t, struct text with);

/* Position of the first hit, or t.len when there is none. */
size_t text_find(struct text t, struct text needle);
size_t text_find_nocase(struct text t, struct text needle);
size_t text_find_char(struct text t, char c);
bool text_has_digit(struct text t); /* 0-9 only */

/* Parts. from and to are clamped to the length. */
static inline struct text text_slice(struct text t, size_t from, size_t to)
{
    to = to < t.len ? to : t.len;
    from = from < to ? from : to;
    return (struct text){ t.ptr ? t.ptr + from : NULL, to - from };
}
static inline struct text text_from_offset(struct text t, size_t from)
{
    return text_slice(t, from, t.len);
}

/* ASCII white space and U+00A0, U+FEFF off both ends; text_trim() asks first whether there can be any. */
struct text text_trim_ends(struct text t);
static inline struct text text_trim(struct text t)
{
    enum { FIRST_SEEN = '!', LAST_SEEN = '~' };
    bool is_trim = t.len > 0 && t.ptr[0] >= FIRST_SEEN && t.ptr[0] <= LAST_SEEN && t.ptr[t.len - 1] >= FIRST_SEEN &&
                   t.ptr[t.len - 1] <= LAST_SEEN;
    return is_trim || t.len == 0 ? t : text_trim_ends(t);
}

/* Cut the part before the next sep off *rest; false when *rest is used up.
 * "a,,b" gives "a", "", "b"; TEXT_EMPTY (no pointer) gives nothing. */
bool text_next(struct text *rest, char sep, struct text *ret);

/* Whole decimal numbers, no sign for the first; false when t is anything else. */
bool text_to_u64(struct text t, uint64_t *ret);
bool text_to_i64(struct text t, int64_t *ret);

static inline bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool char_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
static inline bool char_is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}
static inline bool char_is_alpha(char c)
{
    return char_is_upper(c) || char_is_lower(c);
}
static inline bool char_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline char char_to_upper(char c)
{
    return char_is_lower(c) ? (char)(c - 32) : c;
}
static inline char char_to_lower(char c)
{
    return char_is_upper(c) ? (char)(c + 32) : c;
}
