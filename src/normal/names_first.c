/*
 * The least a name can be read to, until the full parsers are linked: surname
 * is the last word.  The symbols are weak, so the full ones win.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/arena.h"
#include "normal/organisation.h"
#include "normal/person_name.h"

__attribute__((weak)) enum finding person_name_parse(struct text raw, const char country[3], struct arena *arena, struct person_parse *ret)
{
    *ret = (struct person_parse){ .names_count = raw.len > 0, .confidence = 50 };
    size_t at = raw.len;
    while (at > 0 && raw.ptr[at - 1] != ' ')
        at--;
    ret->names[0] = (struct person_name){ .given = text_trim(text_slice(raw, 0, at)), .surname = text_from_offset(raw, at), .raw = raw, .confidence = 50 };
    return raw.len ? FINDING_NONE : FINDING_EMPTY;
}

__attribute__((weak)) enum finding person_name_from_parts(const struct person_parts *p, const char country[3], struct arena *arena, struct person_parse *ret)
{
    *ret = (struct person_parse){ .names_count = 1, .confidence = 70 };
    ret->names[0] = (struct person_name){ .given = p->given, .call_name = p->nickname, .initials = p->initials, .prefix = p->prefix, .surname = p->family,
        .partner_prefix = p->partner_prefix, .partner_surname = p->partner_family, .suffix = p->suffix, .raw = p->family, .confidence = 70 };
    return FINDING_NONE;
}

__attribute__((weak)) enum gender gender_read(struct text raw)
{
    char c = raw.len ? char_to_lower(raw.ptr[0]) : 0;
    return c == 'm' ? GENDER_MALE : c == 'v' || c == 'f' ? GENDER_FEMALE : GENDER_UNKNOWN;
}

__attribute__((weak)) enum finding org_name_parse(struct text raw, const char country[3], struct arena *arena, struct org_parse *ret)
{
    *ret = (struct org_parse){ .name = { .name = raw, .core = raw, .confidence = 50 } };
    return FINDING_NONE;
}
