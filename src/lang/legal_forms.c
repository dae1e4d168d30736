/*
 * A value holds a form per country, "NL:54M6:B.V.|BE:3W7E:BV": the asked
 * country's row is taken, else the first.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/legal_forms.h"

#include <string.h>

/* "NL:54M6:B.V." into its parts. */
static void read_row(struct text row, struct legal_form *ret)
{
    struct text country = TEXT_EMPTY, elf = TEXT_EMPTY;
    text_next(&row, ':', &country);
    text_next(&row, ':', &elf);
    memset(ret->country, 0, sizeof(ret->country));
    memset(ret->elf, 0, sizeof(ret->elf));
    memcpy(ret->country, country.ptr, country.len < 2 ? country.len : 2);
    if (elf.len == 4)
        memcpy(ret->elf, elf.ptr, 4);
    ret->display = row;
}

bool legal_form_find(struct text key, const char country[3], struct legal_form *ret)
{
    const struct word_entry *entry = word_find(&words_legal_forms, key);
    struct text rows, row;
    bool first = true;
    if (!entry)
        return false;
    *ret = (struct legal_form){ .sure = entry->code[0] == 's', .at_start = entry->code[1] == 'p' };
    rows = word_value(&words_legal_forms, entry);
    while (text_next(&rows, '|', &row)) {
        bool fits = row.len > 2 && country[0] && row.ptr[0] == country[0] && row.ptr[1] == country[1];
        if (first || fits)
            read_row(row, ret);
        first = false;
        if (fits) {
            ret->country_fits = true;
            break;
        }
    }
    return true;
}
