/*
 * The same file again: a file that was the last thing imported of its source,
 * by the mapping that stands, changes nothing and is not read.  It is known
 * by its digest.
 *
 * Where nothing was imported that it could be, nobody waits for the digest: it
 * is worked out beside the reading of the rows and kept with the import.
 */
#pragma once

#include "base/hash.h"
#include "flow/import/import.h"
#include "flow/import/import_source.h"

struct relay;

struct import_again {
    const char *path; /* NULL: what is imported is no file */
    struct digest digest;
    bool has_digest; /* false for what cannot be read twice */
    struct relay *beside;
};

/*
 * Is it the same file?  Then *ret_same, and report tells of the import before.  report NULL: it does not count, but
 * its digest is wanted.
 */
enum status import_again_ask(struct import_again *again, struct store *store, const struct job *job,
                             const struct import_source *source, struct import_report *report, bool *ret_same,
                             struct error *err);
/* Waits for the digest; true when there is one. */
bool import_again_digest(struct import_again *again);
void import_again_close(struct import_again *again);

/* A run of this source that was cut off says running for ever; the one that begins finishes it. */
enum status import_again_close_cut_off(struct store *store, uint32_t source_id, int64_t now_ms, struct error *err);
