/*
 * What was erased must not come back by the next delivery of its source.
 *
 * No list of the erased is kept, only hashes (BLAKE2b, keyed with the store's
 * own secret) of
 *
 *     R record            the whole record: its rows and events are passed over
 *     S record            somebody in this record: its rows are looked at
 *     N record, surname   … and whoever bears the name, mailbox or number is
 *     E record, mailbox       left out of the row
 *     P record, phone
 *     O record, name      an organisation in a record
 *     W record, words     what he is called in texts: taken out of what happens on the record
 *     D record, digits    … and his phone numbers, by their last eight digits
 *
 * A row passed over is a finding of the import, without the row's text.  When
 * the source says that it is a new relation, the hold is lifted (erase_lift).
 */
#pragma once

#include "model/mention.h"
#include "store/erasure.h"

struct erased {
    bool ever; /* something was erased once: the same file may hold rows whose hold was lifted */
    bool any;  /* something is held back */
    uint8_t secret[ERASURE_SECRET_BYTES];
    struct map *hashes; /* first 8 bytes to erasure */
    struct arena arena;
    const struct erasure *erasures;
    size_t erasures_count;
};
#define ERASED_NONE ((struct erased){ .arena = ARENA_UP_TO((size_t)256 << 20) })

/* Nothing was ever erased: nothing is asked at each row. */
enum status erased_open(struct store *store, struct erased *ret, struct error *err);
void erased_close(struct erased *erased);

struct erased_hash erased_hash_of(const uint8_t secret[ERASURE_SECRET_BYTES], char what, struct record_id record,
                                  struct text detail);
/* Of the hash erasures count by: 0 when it is not held back. */
uint64_t erased_has(const struct erased *erased, char what, struct record_id record, struct text detail);
static inline bool erased_record(const struct erased *erased, struct record_id record)
{
    return erased->any && erased_has(erased, 'R', record, TEXT_EMPTY) != 0;
}

enum { ERASED_DETAILS_MAX = 40 };
struct erased_detail {
    char what; /* 'N', 'E', 'P', 'O' */
    struct text text;
};
/* By what somebody in a record is known again; texts in arena. */
size_t erased_details(const struct mention *mention, struct arena *arena, struct erased_detail ret[ERASED_DETAILS_MAX]);

/* Which mentions of a record were erased, a bit for each; and what to call them. */
uint32_t erased_mentions(const struct erased *erased, struct record_id record, const struct normal_record *normal,
                         struct arena *arena, struct text *ret_pseudonym);

/* The text without what an erased person of this record is called, appended to ret; true when something was replaced.
 * Runs of up to ERASED_WINDOW words are held against the hashes, folded. */
enum { ERASED_WINDOW = 8 };
bool erased_free_text(const struct erased *erased, struct record_id record, struct text text, struct text by,
                      struct buf *ret);
/* … of an event that is delivered: its texts, into arena. */
enum status erased_free_event(const struct erased *erased, struct event_fact *event, struct arena *arena,
                              struct error *err);
/* To be put into an open one, or into one that is being made. */
bool erased_add(struct erased *erased, const struct erased_hash *hash, uint64_t erasure);

/* What stands where a name stood: "Gewist " and ten letters that say nothing. */
struct text erased_pseudonym(const uint8_t secret[ERASURE_SECRET_BYTES], struct mention_id mention,
                             struct arena *arena);

/* Did the view that stands follow every erasure that is open, so that only its files are to be cleaned? */
enum status erased_view_follows(struct store *store, bool *ret, struct error *err);
/* While the view is changed: it followed the erasure of that number. */
enum status erased_view_put(struct store *store, uint64_t erasure, struct error *err);

/* What is to be cleaned besides the facts. */
struct erased_files {
    bool view;       /* it was changed where it stood */
    bool index_kept; /* its file was written anew without them; else it goes */
};
/* After the view was made or followed: files are cleaned and open erasures are done. STATUS_CONFLICT: somebody reads
 * on. */
enum status erased_settle(struct store *store, int64_t now_ms, struct erased_files files, struct error *err);
