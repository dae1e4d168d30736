/*
 * What is known, out again: parties with their golden values, or the key ring.
 *
 * Parties as CSV (RFC 4180, UTF-8): id, kind, name … and a column for each
 * field some party of that kind has, with the best value.  As NDJSON: one
 * party a line with its whole profile, origins included.
 * The key ring tells, for each party, under which keys the sources know it:
 * party, kind, record, source, key.
 */
#pragma once

#include "flow/job/job.h"
#include "store/store.h"

enum export_what { EXPORT_PARTIES, EXPORT_KEYS };
enum export_format { EXPORT_CSV, EXPORT_NDJSON };

struct export_options {
    enum export_what what;
    enum export_format format;
    enum party_kind kind; /* 0: all */
    /* Where it goes, piece by piece. */
    enum status (*write)(void *ctx, struct text piece, struct error *err);
    void *ctx;
};

enum status export_run(struct store *store, const struct job *job, const struct export_options *options,
                       uint64_t *ret_rows, struct error *err);
