/*
 * How alike two names of several words are, weighing each word by how rare it is.
 *
 * "Bakkerij De Graan" and "De Graan Bakkery Utrecht": the words meet exactly,
 * with a typing error, as a shortened form, or written as one.
 */
#pragma once

#include "match/values.h"

struct words_alike {
    uint16_t shared;    /* thousandths of all word weight on both sides that met */
    uint16_t contained; /* thousandths of the lighter side's weight that met */
    uint16_t rarest;    /* bits of the rarest word that met exactly, 1/256 bit */
    uint16_t lone;      /* bits of the rarest word that met nothing, 1/256 bit */
    uint16_t apart;     /* of each side's commonest word that met nothing the rarer's bits; 0 when one side has none */
};

/* a and b are value numbers in set, whose words stand in words. */
struct words_alike words_compare(const struct values *set, const struct values *words, uint32_t a, uint32_t b);

/* The same, some last words of each left out; of a name of one word none. */
struct words_alike words_compare_without(const struct values *set, const struct values *words, uint32_t a, uint32_t b,
                                         size_t last_of_a, size_t last_of_b);

/* The same, and some words left out wherever they stand. */
struct words_alike words_compare_but(const struct values *set, const struct values *words, uint32_t a, uint32_t b,
                                     size_t last_of_a, size_t last_of_b, const uint32_t *but, size_t but_count);

/* Whether one of the words of a is this one. */
bool words_has(const struct values *set, uint32_t a, uint32_t word);

/* How many last words of a name tell companies of one owner apart ("holding"); never all of them. */
size_t words_marks(const struct values *set, const struct values *words, uint32_t number);

/* A name without its last words. */
struct text words_cut(struct text name, size_t words);

/* How sure it is that two words are the same one written differently, in thousandths. */
unsigned word_alike(struct text a, struct text b);
