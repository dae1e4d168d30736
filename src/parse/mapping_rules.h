/*
 * What the steps of proposing a mapping share; see mapping.c for their order.
 */
#pragma once

#include "parse/content.h"
#include "parse/mapping.h"

struct judging {
    struct layout layout;
    const struct row *samples;
    size_t samples_count;
    struct content *contents;           /* per column */
    struct mapping_proposal *proposals; /* per column, what is decided so far */
    bool *is_preset;                    /* per column: a known program says so */
    bool *is_unknown;                   /* per column: nobody knows its header */
    bool of_events;                     /* somebody says that each row is one */
};

/* A column that is taken as this field (any group and slot). */
bool judging_has(const struct judging *judging, enum field field);
/* The column's header, folded, is this key. */
bool judging_key_is(const struct judging *judging, size_t column, const char *key);

/* The steps. */
void names_weigh(struct judging *judging);  /* headers that mean several things: content and neighbours decide */
void values_weigh(struct judging *judging); /* values raise, lower or overrule what the header said */
void addresses_arrange(struct judging *judging);
void contents_tell(struct judging *judging); /* what is under headers that nobody knows */
void events_arrange(struct judging *judging);
