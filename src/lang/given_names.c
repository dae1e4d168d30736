/*
 * One letter of code in the data file says whose the name is; see the head of
 * data/given_names.tsv.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/given_names.h"

struct given_name given_name_find_hashed(struct text folded, uint32_t hash)
{
    const struct word_entry *entry = folded.len > 0 ? word_find_hashed(&words_given_names, folded, hash) : NULL;
    if (!entry)
        return (struct given_name){ 0 };
    char code = entry->code[0];
    return (struct given_name){
        .gender = code == 'm'   ? GIVEN_MALE
                  : code == 'f' ? GIVEN_FEMALE
                                : GIVEN_BOTH,
        .strength = entry->number,
        .is_surname_too = entry->code[1] == 's',
    };
}

struct given_name given_name_find(struct text folded)
{
    return given_name_find_hashed(folded, word_hash(folded));
}

uint8_t surname_strength_hashed(struct text folded, uint32_t hash)
{
    const struct word_entry *entry = folded.len > 0 ? word_find_hashed(&words_surnames, folded, hash) : NULL;
    return entry ? entry->number : 0;
}

uint8_t surname_strength(struct text folded)
{
    return surname_strength_hashed(folded, word_hash(folded));
}
