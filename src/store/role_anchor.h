/*
 * A place for what happens in a role that people typed.
 *
 * Events hang on records (event.h), and a typed role has none: its two
 * mentions stand in records of their own.  So it gets a record id of its own,
 * made of the two, under which no source ever delivers.  It is of the person
 * in the role and of the organisation, as a record that names both would be
 * (scoped.c), and stays with the organisation when the person is erased.
 */
#pragma once

#include "store/store.h"

struct role_anchor {
    struct record_id record;
    struct mention_id person, organisation; /* v 0: erased */
};
struct record_id role_anchor_id(struct mention_id person, struct mention_id organisation);
/* Known from now on; again is fine. */
enum status store_role_anchor_put(struct store *store, const struct role_anchor *anchor, int64_t now_ms,
                                  struct error *err);
/* STATUS_NOT_FOUND for any other record. */
enum status store_role_anchor_get(struct store *store, struct record_id record, struct role_anchor *ret,
                                  struct error *err);
/* Those of the person's or the organisation's mention. */
enum status store_role_anchors(struct store *store, struct mention_id mention, struct arena *arena,
                               struct role_anchor **ret, size_t *ret_count, struct error *err);
