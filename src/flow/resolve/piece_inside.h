/*
 * Inside flow/resolve/piece*.c only.
 */
#pragma once

#include "flow/resolve/piece.h"

/* A mention that is looked at. */
struct looked {
    struct seen seen;
    struct match_link link;
    uint64_t stood; /* the party it is linked to in the view; 0: none */
    bool is_quiet;  /* nothing it hangs together with is new: it stays where it is */
    bool is_rival;  /* … and one who comes back has a right to the id of its party too */
};

struct gathering {
    struct piece *piece;
    struct resolve *resolve;
    struct arena arena;
    VEC(struct looked) looked;
    struct map places;             /* mention → place in looked */
    struct map parties;            /* whose links were read: 1 */
    VEC(uint64_t) moving;          /* of those: parties whose mentions may go elsewhere */
    struct map quiet;              /* quiet party → its cluster */
    struct map was_old;            /* mentions in piece->old */
    VEC(struct mention_id) from;   /* to walk around from */
    VEC(struct mention_id) absent; /* mentions of touched records that are no more */
    struct match_around around;
    uint32_t clusters;
};

void piece_gathering_done(struct gathering *g);
struct looked *piece_looked(struct gathering *g, uint64_t mention); /* NULL: it takes no part */

/* piece_gather.c: fills all of g from the task, and what the identity log says of it into g->resolve. */
enum status piece_gather(struct gathering *g, struct error *err);
/* piece_reviews.c: into g->piece. */
enum status piece_reviews(struct gathering *g, struct error *err);

/* ---- piece_known.c ---- */

/* The newest assignment of each mention into resolve->before. */
enum status piece_stood(struct resolve *resolve, const struct mention_id *mentions, size_t count, struct arena *arena,
                        struct error *err);
/* What became last of an id, by the log, and where it leads. elsewhere: none of our mentions was in it. */
enum status piece_know(struct resolve *resolve, struct map *asked, struct party_id id, bool elsewhere,
                       struct error *err);
/* The ids that could be made of a mention, up to the first that was never given. */
enum status piece_know_own(struct resolve *resolve, struct map *asked, enum party_kind kind, struct mention_id mention,
                           struct error *err);
void piece_sort_known(struct resolve *resolve);

/* ---- the steps ---- */

/* A resolve over the piece's store, corpus and job; resolve_part_done() when it is done with. */
struct resolve piece_resolve(struct piece *piece, struct resolve_report *report);
/* Persons as clusters of the links that stand, numbered as they are given. */
enum status piece_take_persons(struct resolve *resolve, const struct party_id *persons, size_t count,
                               struct error *err);
bool piece_note_seat(struct piece *piece, uint64_t address);
uint64_t home_seat(struct text body); /* the number a home begins with: a seat, or what a household says */

/* Persons who show a name that changed, once the rest stands. */
enum status piece_people(struct piece *piece, uint64_t *ret_made, struct error *err);
/* Households around whoever changed, once persons stand. run: of the identity log. */
enum status piece_households(struct piece *piece, uint64_t run, struct piece_report *ret, struct error *err);

static inline enum status piece_no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a change of the view");
}
