/*
 * Inside match/index*.c: how the index lies in memory.
 *
 *     id ─ places ─▶ kind, place ─▶ spot ─▶ bytes   what comparing reads, packed
 *                                     ▲
 *     key ─ postings ─▶ list of places, in order of refine word and id
 *
 * Lists that stood at the last settling are parts of one array, found by
 * bisection; one that changed since is copied out and grows apart, until the
 * next settling puts all in one array again.
 */
#pragma once

#include "base/map.h"
#include "match/block.h"
#include "match/file.h"
#include "match/index.h"
#include "match/side.h"

struct spot {
    uint64_t id, word; /* word: block_refine_word() */
    uint64_t at;       /* in half.bytes */
    uint32_t len;      /* 0: nobody is here */
    uint32_t source;
};

struct own_list {
    uint32_t *ptr;
    uint32_t len, cap;
};

/* A key with its family above it. */
static inline uint64_t key_of(enum block_family family, uint32_t hash)
{
    return (uint64_t)family << 32 | hash;
}

struct key_list {
    const uint32_t *ptr;
    size_t len;
};

enum { DIRECTORY_BITS = 12, DIRECTORY_SIZE = (BLOCK_FAMILIES << DIRECTORY_BITS) + 1 };

struct postings {
    VEC(uint64_t) keys;       /* ascending */
    VEC(uint32_t) starts;     /* of each in members; one more than there are keys */
    VEC(uint32_t) members;    /* places */
    uint32_t *directory;      /* by family and first bits: the first key */
    struct map own_at;        /* key → number in own */
    VEC(struct own_list) own; /* changed since */
    VEC(uint64_t) own_keys;
    size_t own_members;
};

/* All of one kind of party. */
struct half {
    enum party_kind kind;
    VEC(struct spot) spots;
    VEC(uint32_t) free; /* places nobody is at */
    size_t count;       /* that are somewhere */
    VEC(char) bytes;
    size_t bytes_dead;
    struct postings postings;
    struct {
        VEC(uint64_t) keys; /* hash << 32 | place, before the first settling */
    } loading[BLOCK_FAMILIES];
};

struct scene_adding;

struct match_index {
    const struct match_model *model;
    uint32_t without_rules;
    bool is_settled;
    struct half halves[KINDS];
    struct map places; /* id → kind << 32 | place, plus 1; 0 when it went */
    VEC(uint8_t) clean;
    VEC(struct match_decided) decided;  /* both ways round, by a, then b */
    struct scene_adding *adding[KINDS]; /* NULL: none */
};

static inline int kind_at(enum party_kind kind)
{
    return kind == PARTY_PERSON ? 0 : 1;
}

/* index_pack.c: what comparing reads of a mention; columns the model does not weigh are left out. */
bool mention_pack(const struct match_model *model, const struct mention *mention, struct buf *ret);
/* Texts are views on bytes; what it has several of lives in arena. false when it is not what mention_pack wrote. */
bool mention_unpack(struct text bytes, enum party_kind kind, struct arena *arena, struct mention *ret);

/* index_lists.c */
struct key_list postings_get(const struct postings *postings, uint64_t key);
bool postings_put(struct half *half, uint64_t key, uint32_t place);  /* false without memory */
bool postings_drop(struct half *half, uint64_t key, uint32_t place); /* likewise */
bool postings_is_grown(const struct postings *postings);             /* settling is due */
bool postings_settle(struct half *half, int threads);
bool postings_direct(struct postings *postings); /* makes its directory */
void postings_done(struct postings *postings);
/* In order of refine word and id. */
static inline bool spot_is_before(const struct spot *a, uint64_t word, uint64_t id)
{
    return a->word != word ? a->word < word : a->id < id;
}

/*
 * index_scene.c: a few mentions in a table of their own, weighed as the model
 * says, to be compared and to make keys of.
 */
struct scene {
    const struct match_index *index;
    const struct half *half;
    int k;
    struct side side;
    uint32_t weighed[DOMAIN_COUNT];
    struct key_sounds sounds;
    uint32_t sounded[2], sounds_cap[2];
    struct map at;         /* place in the half → place here */
    VEC(uint32_t) of;      /* place here → place in the half; SCENE_GUEST of who is not in it */
    struct arena unpacked; /* of one mention at a time */
};
#define SCENE_GUEST UINT32_MAX

/* Opening a scene costs as much as what is done in it with one who is added: some who come after each other share one.
 */
enum { SCENE_ADDED_MAX = 32 };
struct scene_adding {
    struct scene scene;
    unsigned added; /* SCENE_ADDED_MAX: the next one opens another */
};
bool scene_open(const struct match_index *index, int k, struct scene *ret);
void scene_done(struct scene *scene);
/* Its place here; UINT32_MAX without memory. */
uint32_t scene_add(struct scene *scene, uint64_t id, uint32_t source, const struct mention *mention);
uint32_t scene_add_place(struct scene *scene, uint32_t place); /* that of the half; once */
/* New values are weighed, before comparing and before keys are made. */
bool scene_weigh(struct scene *scene);
/* Each key once, ascending. */
struct scene_keys {
    uint32_t keys[2 * KEYS_MAX];
    bool is_value[2 * KEYS_MAX]; /* leads nowhere when more than RUN_MAX have it */
    size_t count;
};
void scene_keys(const struct scene *scene, uint32_t here, enum block_family family, struct scene_keys *ret);
