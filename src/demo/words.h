/*
 * The word lists of the demonstration company, read from the tables in data/
 * that travel inside the binary, each with its weights added up, so that one
 * draw finds a word.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "demo/chance.h"

/* Where somebody's names come from; the order is that of the tables. */
enum circle { CIRCLE_NL = 0, CIRCLE_BE, CIRCLE_TR, CIRCLE_MA, CIRCLE_SR, CIRCLE_PL, CIRCLE_DE, CIRCLE_COUNT };

enum { DECADES = 8, DECADE_FIRST = 1930 };

struct given_name {
    struct text name;
    struct text call_names; /* "Jan Johan Hans", may be empty */
    uint8_t gender;         /* 'm', 'v' */
    uint8_t circle;
    uint32_t weights[DECADES];
};

struct surname_word {
    struct text prefix;
    struct text surname;
    uint8_t circle;
    uint32_t weight;
};

struct place {
    struct text name;
    struct text area_code; /* "020" */
};

/* A four-digit postcode area. */
struct area {
    uint16_t code;
    uint16_t place;
};

enum word_kind {
    WORD_TRADE,
    WORD_OWNER_TRADE,
    WORD_PUBLIC,
    WORD_BRAND,
    WORD_FORM,
    WORD_JOB,
    WORD_DEPARTMENT,
    WORD_MAIL_DOMAIN,
    WORD_SELLER,
    WORD_STREET,
    WORD_STREET_STEM,
    WORD_STREET_ENDING,
    WORD_NAME_FIRST,
    WORD_NAME_LAST,
    WORD_KINDS,
};

struct product {
    struct text number, name, group;
    uint32_t price_cents;
};

struct mail {
    struct text topic, subject, body;
};

/* Weights added up: entry i is drawn when the draw is below sums[i] and not below sums[i-1]. */
struct draw_list {
    const uint32_t *sums;
    const uint32_t *items; /* what the entry stands for; NULL: itself */
    uint32_t count;
};

struct words {
    struct arena arena;
    struct given_name *given;
    size_t given_count;
    struct surname_word *surnames;
    size_t surnames_count;
    struct place *places;
    size_t places_count;
    struct area *areas;
    size_t areas_count;
    struct product *products;
    size_t products_count;
    struct mail *mails;
    size_t mails_count;
    struct text *texts[WORD_KINDS];
    struct draw_list lists[WORD_KINDS];
    struct draw_list given_lists[CIRCLE_COUNT][2][DECADES]; /* gender 0 man, 1 woman */
    struct draw_list surname_lists[CIRCLE_COUNT];
};

#define WORDS_EMPTY ((struct words){ 0 })

enum status words_load(struct words *ret, struct error *err);
void words_done(struct words *words);

uint32_t draw_list_pick(const struct draw_list *list, struct chance *chance);
struct text words_pick(const struct words *words, enum word_kind kind, struct chance *chance);
const struct given_name *words_given(const struct words *words, enum circle circle, char gender, int birth_year,
                                     struct chance *chance);
const struct surname_word *words_surname(const struct words *words, enum circle circle, struct chance *chance);
