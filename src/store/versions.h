/*
 * Facts in versions: what a source tells again and equal is unchanged, what it
 * tells differently is the next version.  Records and events differ in what is
 * compared and what is kept; how versions follow each other is here, once.  New versions of a batch
 * are appended in order of id, so that neighbours in the index of ids are put
 * together, and lie together when the same file comes again.
 *
 *     record   seq 1  R-A v1                  "newest" is the version that no
 *              seq 2  R-B v1 ◀─┐ replaces     other replaces: a small partial
 *              seq 3  R-B v2 ──┘              index answers that
 *
 * Inside store/ only.
 */
#pragma once

#include "store/inside.h"

/* What stands before a fact is put, and what the fact does to it. */
struct newest {
    int64_t seq; /* 0 when there is none */
    int64_t version;
    enum change change;
};

struct versions_put {
    uint64_t import_id;
    int64_t now_ms;
    bool dry; /* only compare */
};

/* How a kind of fact is compared and kept. A fact begins with its id, 64 bits. */
struct versioned {
    const char *newest;    /* query: the newest version of id $1 */
    const char *newest_of; /* query on PostgreSQL: of all of array $1, the place in it (from 1) as last column */
    int place;             /* … which is that */
    const char *last_seq;  /* query */
    enum bulk_table table;
    enum known_kind known;
    size_t fact_size;
    /* A row of those queries beside the fact: fills in all of *ret. */
    enum status (*with_row)(struct store *store, const struct db_stmt *stmt, const void *fact, struct newest *ret,
                            struct error *err);
    /* The same for a fact before it in the batch. */
    enum status (*with_fact)(const void *before, const void *fact, enum change *ret, struct error *err);
    enum status (*append)(struct db_bulk *into, const void *fact, int64_t seq, const struct newest *newest,
                          const struct versions_put *put, struct error *err);
};

enum status versions_put(struct store *store, const struct versioned *kind, const struct versions_put *put,
                         const void *facts, size_t count, enum change *ret, struct error *err);
