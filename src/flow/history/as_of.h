/*
 * A party as it was known on an earlier day, made on the spot from the facts of that day.
 *
 *   moment ──▶ view_made ──▶ corpus as it stood
 *                  │               │
 *   party ──▶ its mentions then ──▶ their record versions then ──▶ party_make / household_make
 *
 * What the base showed at a moment is what the newest view made until then
 * showed (store/history.h), so facts that waited for a resolve do not count.
 * Nothing is rebuilt and nothing is written: the cost is that of the party, of
 * the organisations its roles are at, and of a household the members.
 *
 *   as_of-1  as of now, the outcome is the stored one, byte for byte;
 *   as_of-2  nothing recorded later changes the outcome.
 */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include "flow/profile/corpus.h"
#include "flow/profile/household.h"

enum {
    AS_OF_PEOPLE_MAX = 500,    /* of an organisation, with a role then */
    AS_OF_HOUSEHOLDS_MAX = 16, /* of a person, with those he left */
};

/* A mention with the record version that stood. */
struct as_of_mention {
    struct mention_id mention;
    unsigned ordinal;
    struct stored_record record;
};

/* A party of that day. Of a person or organisation made and mentions, of a household members. */
struct as_of_party {
    struct party_id id;
    struct stored_party party;
    struct party_made made;
    const struct as_of_mention *mentions; /* in order of record, kind, ordinal */
    size_t mentions_count;
    const struct stored_member *members; /* by person */
    size_t members_count;
};

struct as_of {
    struct store *store;
    int64_t at_ms; /* that was asked */
    struct view_made view;
    struct corpus corpus;
    struct arena arena, scratch, scratch_organisation;
    struct map places; /* party id to place in made */
    VEC(struct as_of_party *) made;
};

#define AS_OF_CLOSED ((struct as_of){ .corpus = CORPUS_CLOSED })

/* STATUS_NOT_FOUND when no view was made until then. Close it also after a failure. */
enum status as_of_open(struct store *store, const struct job *job, int64_t at_ms, struct as_of *ret, struct error *err);
/* The same for a view at hand (its moments are compared by flow/history/history.h). */
enum status as_of_open_view(struct store *store, const struct job *job, const struct view_made *view, struct as_of *ret,
                            struct error *err);
void as_of_close(struct as_of *as_of);

enum as_of_fate {
    AS_OF_LIVE,    /* it was there, under this id */
    AS_OF_MERGED,  /* it was there, and stood for the party given */
    AS_OF_OTHER,   /* the id was not given yet; most of what it holds now was in the party given */
    AS_OF_GONE,    /* it had been there and was there no more */
    AS_OF_NOT_YET, /* neither it nor what it holds was there */
};
enum status as_of_identity(struct as_of *as_of, struct party_id id, enum as_of_fate *ret, struct party_id *ret_party,
                           struct error *err);

/* Kept until the close. STATUS_NOT_FOUND when it had no mentions then. */
enum status as_of_party(struct as_of *as_of, struct party_id id, const struct as_of_party **ret, struct error *err);
/* As a person or as an organisation, in the order of store_party_roles(). */
enum status as_of_roles(struct as_of *as_of, const struct as_of_party *party, const struct stored_role **ret,
                        size_t *ret_count, struct error *err);
/* As store_party_members_ever(): of a household, or all households of a person with those he had left by then. */
enum status as_of_members(struct as_of *as_of, const struct as_of_party *party, const struct stored_member **ret,
                          size_t *ret_count, struct error *err);
/* The household of a person then; v 0 when there was none. */
enum status as_of_household(struct as_of *as_of, const struct as_of_party *person, struct party_id *ret,
                            struct error *err);
