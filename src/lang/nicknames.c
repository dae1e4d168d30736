/*
 * A value holds the numbers of a name's groups, "3 17 40", ascending because
 * groups are numbered in file order.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/nicknames.h"

struct nickname_groups nickname_group(struct text folded)
{
    struct nickname_groups groups = { 0 };
    const struct word_entry *entry = word_find(&words_nicknames, folded);
    struct text numbers = entry ? word_value(&words_nicknames, entry) : TEXT_EMPTY, number;
    uint64_t id = 0;
    while (text_next(&numbers, ' ', &number))
        if (groups.count < NICKNAME_GROUPS_MAX && text_to_u64(number, &id))
            groups.id[groups.count++] = (uint16_t)id;
    return groups;
}

uint32_t nickname_mark(struct text folded)
{
    struct nickname_groups groups = nickname_group(folded);
    uint32_t mark = 0;
    for (size_t i = 0; i < groups.count; i++)
        mark |= UINT32_C(1) << groups.id[i] % 32;
    return mark;
}

bool nickname_has_initial(struct text folded, char initial)
{
    const struct word_entry *entry = word_find(&words_nicknames, folded);
    struct text value = entry ? word_value(&words_nicknames, entry) : TEXT_EMPTY;
    uint64_t letters = 0;
    return char_is_lower(initial) && text_to_u64(text_from_offset(value, text_find_char(value, 'm') + 1), &letters) &&
           (letters >> (initial - 'a') & 1);
}

bool nickname_same(struct text folded_a, struct text folded_b)
{
    if (folded_a.len == 0 || folded_b.len == 0)
        return false;
    if (text_equal(folded_a, folded_b))
        return true;
    struct nickname_groups a = nickname_group(folded_a), b = nickname_group(folded_b);
    for (size_t i = 0, j = 0; i < a.count && j < b.count;) {
        if (a.id[i] == b.id[j])
            return true;
        if (a.id[i] < b.id[j])
            i++;
        else
            j++;
    }
    return false;
}
