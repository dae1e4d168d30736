/*
 * Inside flow/resolve/piece*.c only.
 */
#pragma once

#include "flow/resolve/piece.h"

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
