/*
 * Which pairs of mentions are worth comparing: those that meet in at least one key.
 *
 * A key is a hash of a family and a few values; those who share one are a
 * run.  A key that too many meet in is not dropped but refined with further
 * values, and what is still too full is put in order and met in windows.  A
 * mention with too many partners keeps its rarest runs.  A small table is
 * compared whole.
 *
 * Pairs are never held: the index knows the runs of each mention, and a
 * mention's partners are asked for one mention at a time.
 */
#pragma once

#include "match/prepare.h"

enum {
    COMPARE_ALL_MAX = 1500, /* mentions */
    RUN_MAX_UP_TO = 25000,  /* mentions: in a table of at most these a run may hold … */
    RUN_MAX = 48,           /* … so many of them; in a larger one fewer, … */
    RUN_LEAST = 6,          /* … but so many always (docs/adr/0034) */
    PARTNERS_MAX = 400,     /* of one mention, counted by run; more are left to the other side of the pair */
};

/* Families of keys, for the report. */
enum block_family {
    BLOCK_ALL,
    BLOCK_NAME_SOUND,
    BLOCK_NAME_LETTERS,
    BLOCK_GIVEN,
    BLOCK_SURNAME,
    BLOCK_BIRTH,
    BLOCK_BIRTH_PART,
    BLOCK_POSTCODE,
    BLOCK_CITY,
    BLOCK_HOUSE,
    BLOCK_STREET,
    BLOCK_EMAIL,
    BLOCK_LOCAL,
    BLOCK_PHONE,
    BLOCK_IDENTIFIER,
    BLOCK_ATTRIBUTE,
    BLOCK_ORG,
    BLOCK_ORG_WORD,
    BLOCK_ORG_WORDS,
    BLOCK_ORG_LETTERS,
    BLOCK_ORG_GRAMS,
    BLOCK_FAMILIES,
};

const char *block_family_name(enum block_family family);
bool block_family_is_of(enum block_family family, const struct table *table);

/* How each distinct name sounds, so that it is worked out once. */
struct key_sounds {
    uint32_t *given, *surname; /* by number of value */
};
bool key_sounds_open(const struct table *table, struct key_sounds *ret); /* false without memory */
void key_sounds_done(struct key_sounds *sounds);

/* The keys of one family of one mention. */
enum { KEYS_MAX = 160 };
size_t block_keys(const struct table *table, const struct key_sounds *sounds, uint32_t mention,
                  enum block_family family, uint32_t ret[KEYS_MAX]);

/* The same, of a mention's attributes only those that lead nowhere when more than RUN_MAX hold the value. */
size_t block_keys_of_values(const struct table *table, uint32_t mention, uint32_t ret[KEYS_MAX]);

/*
 * How an over-full key is split: by more and more leading bits of the refine
 * words of those who meet in it, then, of one word, in order of id into
 * windows that overlap by half.
 */
enum { BLOCK_REFINEMENTS = 6, BLOCK_WINDOW = 24 /* mentions */ };
extern const uint8_t block_refine_bits[2][BLOCK_REFINEMENTS]; /* of persons, of organisations */
uint64_t block_refine_word(const struct table *table, const struct prep *p);
uint32_t block_run_most(size_t mentions); /* that a run may hold in a table of so many */
static inline size_t block_window(size_t run_most)
{
    return run_most < BLOCK_WINDOW ? run_most : BLOCK_WINDOW;
}

/* Two places in table.preps, the lower first, as one number that sorts. */
static inline uint64_t pair_pack(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}
static inline uint32_t pair_first(uint64_t pair)
{
    return (uint32_t)(pair >> 32);
}
static inline uint32_t pair_second(uint64_t pair)
{
    return (uint32_t)pair;
}

/* What one family of keys did. */
struct block_family_stats {
    uint64_t keys;     /* that two or more meet in */
    uint64_t refined;  /* over-full ones */
    uint64_t pairs;    /* of its runs; a pair may be in several */
    uint64_t left_out; /* pairs of over-full keys that no run holds any more */
    uint32_t largest;  /* mentions in its fullest key, before refining */
};

struct block_index {
    uint32_t mentions, run_most;
    bool is_whole;         /* a small table: everybody meets everybody; nothing below is filled */
    VEC(uint32_t) members; /* of run after run, in ascending order; BLOCK_LEFT marks those over their budget */
    VEC(uint32_t) runs_at; /* where each run starts in members; one more than there are runs */
    uint32_t *lists_at;    /* by mention, and one more: where its runs start in lists */
    uint32_t *lists;       /* ascending; BLOCK_LEFT as in members */
    uint32_t partners_most;
    uint64_t pairs_at_most; /* of all runs: a pair may be counted several times */
    uint64_t budget_hits;   /* mentions that left their fullest runs to the other side */
    struct block_family_stats families[BLOCK_FAMILIES];
};

#define BLOCK_LEFT (UINT32_C(1) << 31)

enum status block_build(const struct table *table, int threads, struct block_index *ret, struct error *err);
void block_done(struct block_index *index);

/* Inside block_build(): members and runs_at are there, the lists of each mention and its budget follow. */
bool block_turn_round(struct block_index *index, int threads);

/* Room for the partners of one mention at a time; each thread has its own. */
struct block_partners {
    uint32_t *found; /* each once, in no order that means anything */
    size_t count;
    uint64_t *seen; /* turn << 32 | partner, by hash */
    uint32_t seen_mask;
    uint32_t turn;
};
bool block_partners_open(const struct block_index *index, struct block_partners *ret); /* false without memory */
void block_partners_done(struct block_partners *partners);

/* Those of higher place that mention meets. */
void block_partners_of(const struct block_index *index, uint32_t mention, struct block_partners *ret);

/* Its runs called for before it is asked for, in two steps. */
void block_fetch(const struct block_index *index, uint32_t mention, int step);

/* Whether two meet. */
bool block_meets(const struct block_index *index, uint32_t a, uint32_t b);

/*
 * Calls for what pairs will need: pair i is called for, and i - PAIRS_AHEAD
 * is ready.  i runs to count + PAIRS_AHEAD.  Where pairs are not in order of
 * their first place, that one is called for too.
 */
enum { FETCH_AHEAD = 6, PAIRS_AHEAD = 3 * FETCH_AHEAD };

static inline void pairs_fetch(const struct table *table, const uint64_t *pairs, size_t count, size_t i, bool both)
{
    if (i < count) {
        table_fetch(table, pair_second(pairs[i]));
        if (both)
            table_fetch(table, pair_first(pairs[i]));
    }
    if (i >= FETCH_AHEAD && i - FETCH_AHEAD < count) {
        table_fetch_parts(table, pair_second(pairs[i - FETCH_AHEAD]));
        if (both)
            table_fetch_parts(table, pair_first(pairs[i - FETCH_AHEAD]));
    }
    if (i >= 2 * FETCH_AHEAD && i - 2 * FETCH_AHEAD < count) {
        table_fetch_values(table, pair_second(pairs[i - 2 * FETCH_AHEAD]));
        if (both)
            table_fetch_values(table, pair_first(pairs[i - 2 * FETCH_AHEAD]));
    }
}
