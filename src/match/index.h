/*
 * One mention against all the others, in milliseconds: an index that is kept
 * between questions.
 *
 * Life: match_index_open (or match_index_read, from its file) →
 * match_index_add_all (what there is) → match_index_settle → ask, add, remove,
 * around, as often as wanted → match_index_write → match_index_close.
 *
 * It answers what a whole run with the same model would: whom a mention meets
 * follows the same keys, the same splitting of full keys and the same budgets
 * (match/block.h), and who meets is scored by the same code (index-1,
 * tests/unit/match/test_index.c).  So one mention more or less also moves the
 * bounds of the keys it has, for everybody in them; match_index_around looks
 * at the parties the mention itself can reach, and pairs of others that meet
 * or no longer meet because of it wait for the next whole run (adr 0112).
 *
 * Of a mention is kept what comparing reads, packed in some 120 bytes, and
 * its place in some 25 lists of keys, 4 bytes each.  Asking changes nothing,
 * so threads may ask side by side; adding and removing wants the index alone.
 */
#pragma once

#include "base/buf.h"
#include "base/vec.h"
#include "match/match.h"

struct match_index;

/* The model is borrowed until match_index_close. without_rules as in match_options. */
enum status match_index_open(const struct match_model *model, uint32_t without_rules, struct match_index **ret,
                             struct error *err);
void match_index_close(struct match_index **index);

/* Sources are numbered as the caller likes, the same way each time. */
enum status match_index_clean_source(struct match_index *index, uint32_t source, struct error *err);

/* Decisions of people, all that hold: they take the place of those told before. */
enum status match_index_decide(struct match_index *index, const struct match_decided *decided, size_t count,
                               struct error *err);

/* Many at once, each under an id that is not there yet; nothing may be asked until match_index_settle. */
enum status match_index_add_all(struct match_index *index, const struct match_item *items, size_t count, int threads,
                                struct error *err);
enum status match_index_settle(struct match_index *index, int threads, struct error *err);

/* One; what stood under its id goes. */
enum status match_index_add(struct match_index *index, const struct match_item *item, struct error *err);
enum status match_index_remove(struct match_index *index, struct mention_id id, struct error *err); /* absent is fine */

size_t match_index_count(const struct match_index *index, enum party_kind kind);
bool match_index_has(const struct match_index *index, struct mention_id id);
/* Can the model weigh this mention? Not when it never saw a party of its kind, or knows not all its columns. */
bool match_index_fits(const struct match_index *index, const struct mention *mention);
/* Joined at or above; to be looked at by a person at or above. */
void match_index_bounds(const struct match_index *index, enum party_kind kind, int32_t *ret_threshold,
                        int32_t *ret_review);

/*
 * Whom does it meet?  Those of at least that score, best first, ties by id.
 * The mention counts as one more in the index; one that stands under its id
 * is passed over.
 */
struct match_hit {
    struct mention_id mention;
    int32_t score; /* 1/256 bit */
};
struct match_asked {
    VEC(struct match_hit) hits;
    size_t met; /* candidates that were compared */
};
void match_asked_done(struct match_asked *asked);
enum status match_index_ask(const struct match_index *index, const struct match_item *item, int32_t least,
                            struct match_asked *ret, struct error *err);

/*
 * The mentions that can be reached from these over pairs at or above the
 * threshold and decisions of one, clustered as a whole run clusters them.
 * Ids that are not in the index are passed over.
 *
 * A guest is one more mention, under an id the index does not hold: where
 * would it go?  guest may be NULL; then there are no hits.
 */
enum { MATCH_AROUND_MAX = 4000 }; /* mentions; more is STATUS_LIMIT, and something for a whole run */
struct match_around {
    VEC(struct match_link) links;    /* in order of mention, the guest among them */
    VEC(struct match_review) doubts; /* pairs worth a look that are not joined; worth is 0, one end may be elsewhere */
    VEC(struct match_hit) hits;      /* whom the guest meets, at or above the bound of review, best first */
    size_t met;                      /* candidates of the guest */
};
void match_around_done(struct match_around *around);
enum status match_index_around(const struct match_index *index, const struct mention_id *from, size_t count,
                               const struct match_item *guest, struct match_around *ret, struct error *err);

/*
 * Of these mentions, which are not in the index any more, the model lists no
 * value that nobody in the index has; *ret: it did.  No score of others moves.
 * model is the one the index was opened with.
 */
enum status match_index_forget(const struct match_index *index, struct match_model *model,
                               const struct match_item *items, size_t count, int threads, bool *ret, struct error *err);

/*
 * The index as a file, written beside, made lasting and renamed.  stamp is the
 * caller's: which model, rules and facts it stands for.  Reading gives
 * STATUS_NOT_FOUND when there is none and STATUS_BROKEN when it is torn or
 * another program's: both mean adding all again.  Decisions and clean sources
 * are not in it.
 */
enum { MATCH_STAMP_MAX = 256 }; /* bytes */
enum status match_index_write(struct match_index *index, const char *path, struct text stamp, struct error *err);
enum status match_index_read(const char *path, const struct match_model *model, uint32_t without_rules,
                             struct match_index **ret, struct buf *ret_stamp, struct error *err);

/* Bytes of memory it holds, for who wants to know. */
uint64_t match_index_bytes(const struct match_index *index);
