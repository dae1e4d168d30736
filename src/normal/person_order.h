/*
 * Which words of a name are given names, initials, prefix and surname: the
 * second half of person_name_parse().
 */
#pragma once

#include "normal/person_words.h"

/* The words of one person to a name, with its confidence. */
void person_order_read(const struct name_reading *reading, const struct person_words *words, struct person_name *ret);

/* The same when all words are given names or initials. */
void person_order_given(const struct name_reading *reading, const struct person_words *words, struct person_name *ret);

/* A prefix as it is kept. first: nothing of the name stands before it, so that a capital may come from its place and
 * not from its owner. */
struct text person_order_prefix(const struct name_reading *reading, const uint8_t *which, size_t from, size_t len,
                                const struct word_entry *entry, bool first);

/* Parts (person_shape.c), also for person_parts.c: which[from, to) as a surname with its prefix, as given names. */
void person_order_surname_part(const struct name_reading *reading, const uint8_t *which, size_t from, size_t to,
                               bool first, struct person_name *ret);
void person_order_given_part(const struct name_reading *reading, const uint8_t *which, size_t from, size_t to,
                             struct person_name *ret);
void person_order_around(const struct name_reading *reading, const struct person_words *words, struct person_name *ret);

/* Shared set-up of a reading. */
void name_reading_init(struct name_reading *reading, const char country[3], struct arena *arena,
                       struct person_parse *ret);
void name_reading_case(struct name_reading *reading, size_t count);
enum finding name_finding(struct person_parse *ret, const struct name_reading *reading);
