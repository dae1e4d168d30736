/*
 * Replies that are ready: the bytes of a page as they were sent, for whoever
 * asks the same of the same state of the store.
 *
 *     party, operation, what the asker may see, language, gzip or not
 *        │ hash
 *        ▼
 *     shard ─▶ set of four places ─▶ the least recently used makes room
 *
 * ready-1  A reply is given only at the store's version it was made at
 *          (store/version.h), so never an older value after a write returned:
 *          also after an erasure, and also when another program wrote.
 * ready-2  … and in the same minute, since some totals look at the clock.
 * ready-3  No more than READY_BYTES_MAX is kept, whatever is asked.
 * ready-4  A reply that is being sent outlives its place.
 */
#pragma once

#include "base/buf.h"
#include "base/text.h"

enum { READY_PLACES_MAX = 128 };                             /* fields whose looks are counted */
static const size_t READY_BYTES_MAX = (size_t)128 << 20;     /* of all replies kept */
static const size_t READY_ENTRY_BYTES_MAX = (size_t)1 << 19; /* a larger one is not kept */

struct ready_key {
    uint64_t party;
    uint8_t operation, sees, lang, gzip;
};

struct ready_reply {
    struct ready_key key;
    uint64_t version;
    int64_t minute;
    uint64_t tag; /* of the bytes, for ETag */
    bool packed;  /* it is gzip */
    uint16_t places[READY_PLACES_MAX];
    uint16_t places_count;
    struct text bytes;
    size_t room; /* what the bytes take */
    int holders; /* atomic: its place, and replies on their way */
    uint64_t used;
};

struct ready;

struct ready *ready_new(void); /* NULL without memory */
void ready_free(struct ready **ready);

/* The reply, held until ready_release(); NULL when there is none of this version and minute. */
struct ready_reply *ready_find(struct ready *ready, const struct ready_key *key, uint64_t version, int64_t minute);
/*
 * Keep what one describes; it takes body over and leaves it empty.  Returns it, held, or NULL (body is then as it was)
 * when it is too large or there is no memory.
 */
struct ready_reply *ready_put(struct ready *ready, const struct ready_reply *one, struct buf *body);
void ready_release(void *reply);

struct ready_figures {
    uint64_t given, made, bytes;
};
struct ready_figures ready_figures(struct ready *ready);
