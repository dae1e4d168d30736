/* What a level is called, in both languages. */
#pragma once

#include "match/block.h"
#include "match/compare.h"

struct sentence {
    const char *level, *nl, *en;
};

/* column is that of an attribute, or NULL. */
const struct sentence *sentence_of(enum comparison comparison, const struct prep_column *column, unsigned levels,
                                   unsigned level);
const char *sentence_comparison(enum comparison comparison, const struct prep_column *column);
/* Of a name that only a mailbox says (match/draft_mailbox.c): given name or surname; level as it is called elsewhere.
 */
struct sentence sentence_of_mailbox(enum comparison comparison, const char *level);
const char *sentence_label(enum comparison comparison, const struct prep_column *column, enum language lang);
const struct sentence *sentence_start(void);
const struct sentence *sentence_likeness(enum party_kind kind, unsigned likeness); /* enum likeness of match/model.h */
const char *sentence_family(enum block_family family, enum language lang);
