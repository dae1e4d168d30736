/*
 * Words of organisation names: what shows that a name is an organisation's,
 * and what is left out of its core.  Data: data/org_words.tsv, org_short.tsv,
 * org_endings.tsv.
 */
#pragma once

#include "lang/words.h"

/* How a core ends that names a head office, whatever its language. */
#define ORG_HEAD_OFFICE "hoofdkantoor"

struct org_word {
    uint8_t sure;     /* 0-100: the name with it is an organisation's */
    bool filler;      /* not in the core: "holding", "en zonen", "de" */
    bool mark;        /* tells companies of one owner apart: "holding", "vastgoed", "Verwaltungs" */
    bool surname_too; /* "Bakkerij" is not, "Kerk" is: counts only when it stands first */
};

/* word is folded, without spaces. All zero when it says nothing. */
struct org_word org_word_find(struct text word, uint32_t hash);

/* What a word that is cut short stands for: "mfg" → "manufacturing"; itself when it is none. */
struct text org_word_full(struct text word);

/*
 * The word of a name that this one is with one slip of the pen: a long filler, mark or short form ("gesellschagft" →
 * "gesellschaft").  Empty when there is none, or when it is a word or a name of its own.
 */
struct text org_word_meant(struct text word);

/* By the end of a longer word: "schildersbedrijf" → 85, "" → 0. */
uint8_t org_ending_sure(struct text word);
