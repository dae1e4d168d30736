/*
 * Which pairs of mentions are worth comparing: those that meet in at least one key.
 *
 * A key is a hash of a family and a few values; those who share one are a
 * run.  A key that too many meet in is not dropped but refined with further
 * values, and what is still too full is put in order and met in windows.  A
 * mention with too many partners keeps its rarest runs.  A small table is
 * compared whole.
 *
 * Pairs are never all held: they are made of the runs some millions at a time.
 */
#pragma once

#include "match/prepare.h"

enum {
    COMPARE_ALL_MAX = 1500, /* mentions */
    RUN_MAX_UP_TO = 25000,  /* mentions: in a table of at most these a run may hold … */
    RUN_MAX = 48,           /* … so many of them; in a larger one fewer, … */
    RUN_LEAST = 6,          /* … but so many always (docs/adr/0034) */
    LONE_UP_TO = 50000,     /* mentions: in a table of at most these they also meet by one value alone, … */
    LONE_MAX = 16,          /* … of at most so many who have it (docs/adr/0157) */
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
    BLOCK_LONE,
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

/* More than so many with one key of the family lead nowhere; 0 in a table too large for the family. */
static inline size_t block_family_most(enum block_family family, size_t mentions)
{
    return family != BLOCK_LONE ? SIZE_MAX : mentions <= LONE_UP_TO ? LONE_MAX : 0;
}

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
    bool is_whole;          /* a small table: everybody meets everybody; members is empty */
    VEC(uint32_t) members;  /* of run after run, in ascending order, with marks: */
    uint64_t pairs_at_most; /* of all runs: a pair may be counted several times */
    uint64_t budget_hits;   /* mentions that left their fullest runs to the other side */
    struct block_family_stats families[BLOCK_FAMILIES];
};

#define BLOCK_LEFT    (UINT32_C(1) << 31) /* is over its budget and leaves this run to the others */
#define BLOCK_FIRST   (UINT32_C(1) << 30) /* the first of a run */
#define BLOCK_MENTION (BLOCK_FIRST - 1)

enum status block_build(const struct table *table, int threads, struct block_index *ret, struct error *err);
void block_done(struct block_index *index);

/* Inside block_build(): marks those who leave runs; keys says how many each mention has. */
bool block_hold_budgets(struct block_index *index, const uint16_t *keys, int threads);

/*
 * All pairs of mentions that meet, each once: for every slice of mentions, on
 * any thread, those whose lower place is among them, in order.  A slice is
 * BLOCK_SLICE mentions, or so many fewer as places need bits beyond
 * BLOCK_SECOND_BITS: then 32 bits hold a pair while it waits in its slice.  take may
 * use the list up.  drawn, when given, has a bit per mention, and only pairs
 * whose lower place is drawn are made.  false without memory.
 */
enum { BLOCK_SLICE = 256, BLOCK_SECOND_BITS = 24 };
typedef void block_pairs_taker(void *ctx, size_t slice, int thread, uint64_t *pairs, size_t count);
bool block_pairs(const struct block_index *index, const uint64_t *drawn, int threads, block_pairs_taker *take,
                 void *ctx);
static inline unsigned block_second_bits(const struct block_index *index)
{
    unsigned bits = BLOCK_SECOND_BITS;
    while (index->mentions > UINT32_C(1) << bits)
        bits++;
    return bits;
}
static inline uint32_t block_slice_width(const struct block_index *index)
{
    return (uint32_t)BLOCK_SLICE >> (block_second_bits(index) - BLOCK_SECOND_BITS);
}
static inline size_t block_slices(const struct block_index *index)
{
    uint32_t width = block_slice_width(index);
    return ((size_t)index->mentions + width - 1) / width;
}

/* The runs of each mention, to ask whether two meet. */
struct block_lists {
    bool is_whole;
    uint32_t *at;   /* by mention, and one more: where its runs start in runs */
    uint32_t *runs; /* ascending: where each starts in members; BLOCK_LEFT as there */
};
/* Of those with a bit in asked, NULL for all. false without memory. */
bool block_lists_open(const struct block_index *index, const uint64_t *asked, int threads, struct block_lists *ret);
void block_lists_done(struct block_lists *lists);
bool block_meets(const struct block_lists *lists, uint32_t a, uint32_t b);

/*
 * Calls for what pairs will need: pair i is called for, and i - PAIRS_AHEAD
 * is ready.  i runs to count + PAIRS_AHEAD.
 */
enum { FETCH_AHEAD = 4, PAIRS_AHEAD = 4 * FETCH_AHEAD };

typedef void table_fetcher(const struct table *table, uint32_t place);

/* The first of a pair is mostly that of the pair before. */
static inline __attribute__((always_inline)) void pair_fetch(const struct table *table, const uint64_t *pairs,
                                                             size_t count, size_t i, table_fetcher *fetch)
{
    if (i >= count)
        return;
    fetch(table, pair_second(pairs[i]));
    if (i == 0 || pair_first(pairs[i]) != pair_first(pairs[i - 1]))
        fetch(table, pair_first(pairs[i]));
}

static inline void pairs_fetch(const struct table *table, const uint64_t *pairs, size_t count, size_t i)
{
    pair_fetch(table, pairs, count, i, table_fetch);
    if (i >= FETCH_AHEAD)
        pair_fetch(table, pairs, count, i - FETCH_AHEAD, table_fetch_parts);
    if (i >= 2 * FETCH_AHEAD)
        pair_fetch(table, pairs, count, i - 2 * FETCH_AHEAD, table_fetch_values);
    if (i >= 3 * FETCH_AHEAD)
        pair_fetch(table, pairs, count, i - 3 * FETCH_AHEAD, table_fetch_texts);
}
