/*
 * Divisions of two digits lie in sections of one letter; a letter before the
 * code must be that of its division.  Facts: Regulation (EC) 1893/2006 (NACE
 * Rev. 2), which SBI 2008 of Statistics Netherlands follows to the fourth
 * digit.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/sector.h"

#include <stdio.h>

static const struct {
    char section;
    uint8_t from, to;
} sections[] = {
    { 'A', 1, 3 },   { 'B', 5, 9 },   { 'C', 10, 33 }, { 'D', 35, 35 }, { 'E', 36, 39 }, { 'F', 41, 43 },
    { 'G', 45, 47 }, { 'H', 49, 53 }, { 'I', 55, 56 }, { 'J', 58, 63 }, { 'K', 64, 66 }, { 'L', 68, 68 },
    { 'M', 69, 75 }, { 'N', 77, 82 }, { 'O', 84, 84 }, { 'P', 85, 85 }, { 'Q', 86, 88 }, { 'R', 90, 93 },
    { 'S', 94, 96 }, { 'T', 97, 98 }, { 'U', 99, 99 },
};

char sector_section(const char *code)
{
    unsigned division = 0;
    for (size_t i = 0; i < 2 && char_is_digit(code[i]); i++)
        division = division * 10 + (unsigned)(code[i] - '0');
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        if (division >= sections[i].from && division <= sections[i].to)
            return sections[i].section;
    return '\0';
}

static struct text without_word(struct text t)
{
    static const struct text words[] = { TEXT("sbi-code"),  TEXT("sbi code"),  TEXT("nace-bel"), TEXT("nacebel"),
                                         TEXT("nace-code"), TEXT("nace code"), TEXT("sbi"),      TEXT("nace") };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_starts_nocase(t, words[i])) {
            t = text_trim(text_from_offset(t, words[i].len));
            while (t.len > 0 && (t.ptr[0] == ':' || t.ptr[0] == '.' || t.ptr[0] == '-'))
                t = text_trim(text_from_offset(t, 1));
            if (text_starts_nocase(t, TEXT("2008 "))) /* "SBI 2008 62.01" */
                t = text_trim(text_from_offset(t, 5));
            return t;
        }
    return t;
}

enum finding sector_read(struct text raw, char ret[SECTOR_TEXT_MAX])
{
    char digits[6], section = '\0';
    size_t count = 0, at = 0;
    ret[0] = '\0';
    struct text t = without_word(text_trim(raw));
    if (t.len == 0)
        return text_trim(raw).len ? FINDING_NONE : FINDING_EMPTY;
    if (char_is_alpha(t.ptr[0]) && t.len > 1 && (char_is_digit(t.ptr[1]) || (t.ptr[1] == '.' && t.len > 2))) {
        section = char_to_upper(t.ptr[0]);
        at = t.ptr[1] == '.' ? 2 : 1;
    }
    if (at >= t.len || !char_is_digit(t.ptr[at]))
        return FINDING_NONE; /* words */
    for (; at < t.len && (char_is_digit(t.ptr[at]) || t.ptr[at] == '.'); at++)
        if (t.ptr[at] != '.') {
            if (count == sizeof(digits) - 1)
                return FINDING_MALFORMED;
            digits[count++] = t.ptr[at];
        }
    digits[count] = '\0';
    if (count < 2 || (at < t.len && char_is_alpha(t.ptr[at])))
        return FINDING_MALFORMED;
    char of = sector_section(digits);
    if (of == '\0' || (section && section != of))
        return FINDING_MALFORMED;
    snprintf(ret, SECTOR_TEXT_MAX, "%.2s%s%.2s%s%.1s", digits, count > 2 ? "." : "", digits + 2, count > 4 ? "." : "",
             count > 4 ? digits + 4 : "");
    return FINDING_NONE;
}
