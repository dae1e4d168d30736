/*
 * What is odd about the rows of one import: those it could not use, as it kept
 * them, and findings on the values of records whose newest version it brought,
 * as the view that stands has them.
 */
#pragma once

#include "store/store.h"

struct rejected_row {
    uint64_t row;
    enum finding finding;
    struct text raw; /* as read; may be empty */
};
/* After that row, by row. */
enum status store_rejected(struct store *store, uint64_t import_id, uint64_t after, size_t limit, struct arena *arena,
                           struct rejected_row **ret, size_t *ret_count, struct error *err);

struct import_finding {
    uint64_t seq; /* of the version */
    struct record_id record;
    struct text source_key;
    enum finding finding;
    struct text field, proposal;
};
/* Of versions from that seq on, by seq, field and finding. */
enum status store_import_findings(struct store *store, uint64_t import_id, uint64_t from, size_t limit,
                                  struct arena *arena, struct import_finding **ret, size_t *ret_count,
                                  struct error *err);
