/*
 * A resolve of a few records: their links, ids, profiles and households, and
 * nothing else.
 *
 *     records that came since ─▶ whom they hang together with, before and now   (match/index.h)
 *            └▶ clusters ─▶ ids ─▶ what is dirty ─▶ profiles ─▶ who shows a name that changed ─▶ households
 *
 * It is the resolve of resolve_change.c over few mentions: the components the
 * records are or were in, all of the parties that stood in those, and the
 * parties that one record or one doubt ties to them, which keep their links.
 * Clusters, ids, profiles and households are made by the same code.
 *
 *   piece-1  the view is then, byte for byte, what a resolve of all would make of it with the kept model, but for
 *            what adr 0144 names: pairs of others that met in a key which is full now, and the most reviews there may
 * be; piece-2  what was said of other parties, and rules, waits for a resolve of all as before; piece-3  it is a
 * function of facts and view: who runs it, and in how many steps, does not show in profiles.
 */
#pragma once

#include "flow/resolve/homes.h"
#include "flow/resolve/resolve_inside.h"
#include "match/index.h"
#include "store/piece.h"

enum {
    PIECE_RECORDS_MAX = 500,   /* that came since; more wait for a resolve of all */
    PIECE_WAITING_MAX = 250,   /* of those, before anything is put */
    PIECE_RESIDENTS_MAX = 600, /* looked at for households; more wait likewise */
};

/* Somebody was erased: his record is called otherwise from the beginning, also in the identity log. */
struct piece_renamed {
    struct record_id was, is;
};

struct piece_task {
    struct store *store; /* in a transaction, after store_piece_begin() */
    const struct job *job;
    const struct corpus *corpus;
    const struct match_index *index; /* of the facts as they are now */
    struct homes *homes;             /* of the view as it was; follows it */
    struct view_age age;             /* of the view as it was */
    const uint64_t *records;         /* that are new since, or rewritten, each once, in any order */
    size_t records_count;
    const struct piece_renamed *renamed; /* of those: that the view knows under another name */
    size_t renamed_count;
    const struct mention_id *gone; /* that the identity log still names, and no record does */
    size_t gone_count;
    const struct match_decided *decided; /* decisions that hold */
    size_t decided_count;
    const struct mention_id *around; /* who hung together with them before, and others to be looked at again */
    size_t around_count;
};

struct piece_report {
    uint64_t parties_made, parties_given, parties_redirected, links;
};

/* STATUS_LIMIT when too much hangs together: nothing was written then that a roll back does not undo. */
enum status piece_run(const struct piece_task *task, struct piece_report *ret, struct error *err);

/* ---- inside piece*.c, and asked by resolve_*.c ---- */

struct piece_leaving {
    struct mention_id mention;
    struct party_id household;
};

struct piece {
    const struct piece_task *task;
    VEC(struct stored_link) old; /* of the view as it was, of all mentions looked at */
    VEC(struct stored_review) old_reviews;
    VEC(struct match_review) reviews;
    VEC(struct party_id) people; /* who show an organisation that is called otherwise now */
    struct map noted;            /* of those */
    VEC(struct party_id) gone;   /* parties that were dropped, to be made again or not */
    VEC(struct resident) left;   /* persons where they lived before */
    VEC(uint64_t) seats;         /* addresses where organisations sat before, or sit now */
    VEC(struct party_id) made;   /* persons that were made */
    VEC(uint64_t) ended;         /* household mentions of mentions that are no more */
    struct arena names;
    /* of the households */
    size_t residents; /* the first so many persons; the others were in a household once */
    struct household_others others;
    VEC(struct piece_leaving) leaving;
};

enum status piece_note_person(struct resolve *resolve, struct party_id person, struct error *err);
bool piece_organisation(const struct resolve *resolve, struct mention_id mention, struct party_id *ret,
                        struct text *ret_name);
bool piece_earlier(const struct resolve *resolve, struct party_id then, struct party_id *ret, struct text *ret_name);
/* The homes of what is in the clusters and not dirty. */
enum status piece_homes(struct resolve *resolve, struct error *err);
