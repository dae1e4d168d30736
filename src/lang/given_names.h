/*
 * Is this a usual given name, and whose?  Is it a usual surname?
 *
 * From data/given_names.tsv and data/surnames.tsv; words are folded, without
 * spaces (lang/fold.h, fold_key).
 */
#pragma once

#include "lang/words.h"

enum given_gender { GIVEN_NONE = 0, GIVEN_MALE, GIVEN_FEMALE, GIVEN_BOTH };

struct given_name {
    enum given_gender gender;
    uint8_t strength; /* 1-9: how usual where we are; 0 when it is no given name of ours */
    bool is_surname_too;
};

struct given_name given_name_find(struct text folded);

/* The same for a word whose word_hash() is known. */
struct given_name given_name_find_hashed(struct text folded, uint32_t hash);

/* 1-9, 0 when it is not among the usual ones. */
uint8_t surname_strength(struct text folded);
uint8_t surname_strength_hashed(struct text folded, uint32_t hash);
