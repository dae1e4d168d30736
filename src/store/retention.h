/*
 * What happened too long ago, and when there was last contact about a record.
 */
#pragma once

#include "store/erasure.h"

/* Of each record with events, the newest time of one, also in its roles and with its household: maybe more than once.
 * false from each stops it. */
enum status store_contacts_each(struct store *store, bool (*each)(void *ctx, struct record_id record, int64_t at_ms),
                                void *ctx, struct error *err);
enum status store_event_kinds_each(struct store *store, bool (*each)(void *ctx, struct text kind), void *ctx,
                                   struct error *err);

struct stored_overdue {
    uint64_t count;
    int64_t oldest_ms;
};
/* Events of a kind before then. */
enum status store_events_overdue(struct store *store, struct text kind, int64_t before_ms, struct stored_overdue *ret,
                                 struct error *err);
/* All their versions go; inside a transaction. */
enum status store_events_overdue_drop(struct store *store, struct text kind, int64_t before_ms, struct error *err);
/* Documents that no event names any more. */
enum status store_documents_unnamed_drop(struct store *store, uint64_t *ret, struct error *err);
