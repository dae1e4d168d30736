/*
 * What can happen to a customer: kinds of event, their states, and how contact goes.
 *
 * The tables are data (data/event_kinds.tsv, data/event_words.tsv), made into C
 * at build time.  A fact keeps the kind by name and the state as its source
 * wrote it; what a state means is read here when it is shown, so a word that is
 * learnt later also holds for what was told before.
 */
#pragma once

#include "model/field.h"

enum event_fits {
    EVENT_FITS_AMOUNT = 1,    /* counts in totals */
    EVENT_FITS_TERM = 2,      /* pay by, valid until, ends on */
    EVENT_FITS_FOLLOW_UP = 4, /* somebody is to do something by a date */
    EVENT_FITS_LINES = 8,     /* may have lines, of a product each */
};

enum event_state_class {
    EVENT_STATE_OPEN = 0,
    EVENT_STATE_DONE, /* nothing is left to be done */
    EVENT_STATE_VOID, /* it does not count: cancelled, refused */
};

struct event_state {
    const char *name; /* "paid" */
    const char *label[LANGUAGE_COUNT];
    enum event_state_class class;
    const char *const *words; /* folded */
    size_t words_count;
};

struct event_kind {
    const char *name; /* "order" */
    enum area area;
    const char *label[LANGUAGE_COUNT];
    unsigned fits;             /* enum event_fits */
    const char *const *fields; /* of its own: "product" is the field "event.product" */
    size_t fields_count;
    const struct event_state *states;
    size_t states_count;
};
extern const struct event_kind event_kinds[];
extern const size_t event_kinds_count;

/* What a file's word for a kind says: the kind, and sometimes the state or the channel. */
struct event_word {
    const char *word; /* folded */
    const struct event_kind *kind;
    const char *state, *channel; /* "" when it does not say */
};
extern const struct event_word event_words[]; /* by word */
extern const size_t event_words_count;

/* A channel or direction: "phone", "in". */
struct event_code {
    const char *name;
    const char *label[LANGUAGE_COUNT];
    bool is_channel;
};
extern const struct event_code event_codes[];
extern const size_t event_codes_count;

struct event_code_word {
    const char *word;
    const struct event_code *code;
};
extern const struct event_code_word event_channel_words[], event_direction_words[]; /* by word */
extern const size_t event_channel_words_count, event_direction_words_count;

/* By its exact name; NULL when there is none. */
const struct event_kind *event_kind_get(struct text name);
/* By any word a file may use for it; NULL when nobody told us. */
const struct event_word *event_word_find(struct text word);
/* The state a source's word means for this kind; NULL when the word is not known or kind is NULL. */
const struct event_state *event_state_find(const struct event_kind *kind, struct text word);
const struct event_code *event_channel_find(struct text word);
const struct event_code *event_direction_find(struct text word);
