/*
 * Who lives near whom: persons by what could join them to a household, and
 * organisations by where they sit, kept in memory between changes of the view.
 *
 * Bytes of the view (resolve_homes.c) as pairs of a key and a party; a pair
 * that is of an earlier home stays until the view is made anew, so whoever is
 * found is looked at again.  16 bytes a pair, at most six of a person.
 */
#pragma once

#include "base/vec.h"
#include "flow/profile/household.h"
#include "store/piece.h"

struct home_key {
    uint64_t key, party;
};

struct homes {
    VEC(struct home_key) keys;   /* in order */
    VEC(struct home_key) fresh;  /* since, in order too */
    struct text mapped;          /* in place of keys: of a file, of which only what is asked is read */
    const struct home_key *kept; /* … its keys */
    size_t kept_count;
    uint64_t born, stamp; /* of the view they stand for; born 0: of none */
    bool is_filled;       /* all homes were read: worth a file */
};

enum { HOME_KEYS_MAX = 6 };
/* Keys of a person: the home, the building, and each slip of the pen. Returns how many. */
size_t homes_keys_of(const struct resident *resident, uint64_t ret[HOME_KEYS_MAX]);
uint64_t homes_key_of_slip(const struct resident *resident, int slip); /* 0: none */
uint64_t homes_key_of_seat(uint64_t address);
uint64_t homes_key_of_home(uint64_t address);

/* Makes them stand for the view as it is. */
enum status homes_follow(struct homes *homes, struct store *store, const struct view_age *age, struct error *err);
void homes_done(struct homes *homes);
/* A home that was put: in the view whose stamp comes next. */
bool homes_add(struct homes *homes, const struct resident *resident);
bool homes_add_seat(struct homes *homes, struct party_id organisation, uint64_t address);

/* Each party under a key, in order of id; a party may have gone or moved since. */
bool homes_each(const struct homes *homes, uint64_t key, bool (*each)(void *ctx, uint64_t party), void *ctx);
size_t homes_count(const struct homes *homes, uint64_t key); /* likewise */

/* ---- homes_file.c: kept for the next process ---- */

/* Of which store, and as it was when: a file of another is not used. */
struct homes_of {
    uint64_t born, stamp;          /* of the view */
    uint64_t seq, record, version; /* a record that is in the store at that place */
    uint64_t erasures;             /* nobody who was erased stands in it */
};
/* Beside the index (flow/job/index_place.h). */
enum status homes_write(const struct homes *homes, const char *index_path, const struct homes_of *of,
                        struct error *err);
/* False when there is none that is whole; the caller judges what it is of. */
bool homes_read(struct homes *homes, const char *index_path, struct homes_of *ret_of);
