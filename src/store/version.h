/*
 * Which state of the store this is, as a number: what was made of one state
 * may be shown again as long as the number stands.
 *
 * Each commit makes the number larger, in the same transaction (part "change"
 * of schema_version), unless it only leaves a trace that no page shows: the
 * audit chain, counts of looks, the end of a session.  So whoever asks after a
 * write returned, here or in another program, gets another number.
 *
 * Asking costs no rows on SQLite while nobody wrote: PRAGMA data_version tells
 * that another connection committed, and our own commits we know of.  On
 * PostgreSQL it is one row.
 *
 * version-1  The number is of the snapshot when one is open, else of now.
 * version-2  0 means: keep nothing.  A change in place is committed to the
 *            facts first and to the view a moment later (change.c); between
 *            the two, and after a crash between them, the number is 0.
 */
#pragma once

#include "store/store.h"

enum status store_version(struct store *store, uint64_t *ret, struct error *err);

/* In a write transaction: what is written here is nothing that a page shows, so its commit leaves the number. */
void store_trace(struct store *store);

/*
 * One thing that a floor above keeps with this handle, and how it is dropped:
 * when another is kept, and when the handle is closed.  NULL before.
 */
void *store_kept(const struct store *store);
void store_keep(struct store *store, void *kept, void (*drop)(void *kept));
