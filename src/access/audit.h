/*
 * Who saw or changed what, into the audit chain of the store.
 *
 * The chain is a list where each digest covers the one before, so it has one
 * writer: a thread with its own store handle.  Threads that answer put an
 * entry on a bounded queue and go on; the writer takes all that wait, writes
 * them in one transaction and starts again.  So a profile read costs a
 * microsecond instead of a disk write, and a thousand reads share one fsync.
 *
 * audit-1  What is read goes into the queue before its reply is sent; when it
 *          cannot (queue full for two seconds, or full and the writer
 *          failing), the reply is refused.
 * audit-2  What is changed is in the store before its reply is sent.
 * audit-3  An orderly end writes everything. A crash loses at most the reads
 *          of the last AUDIT_DELAY_MS_MAX.
 * audit-4  An entry holds an actor, an action and an id; never a value.
 */
#pragma once

#include "access/token.h"
#include "base/status.h"

enum {
    AUDIT_WAITING_MAX = 32768, /* entries */
    AUDIT_BATCH_MAX = 8192,    /* entries in one transaction */
    AUDIT_DELAY_MS_MAX = 250,  /* each commit makes the readers of a file look at it anew */
    AUDIT_ACTOR_MAX = 80,      /* bytes with NUL */
    AUDIT_OBJECT_MAX = 80,
};

struct audit;

/* Opens the store url for itself. */
enum status audit_start(const char *store_url, struct audit **ret, struct error *err);
/* Writes what waits. NULL is fine. */
void audit_stop(struct audit **audit);

enum audit_wait { AUDIT_LATER, AUDIT_NOW };

/* Put an entry on the queue; AUDIT_NOW returns when it is in the store. STATUS_STORE when that fails. */
enum status audit_put(struct audit *audit, int64_t at_ms, struct text actor, struct text action, struct text object,
                      enum audit_wait wait, struct error *err);

/* Let a session live until another time; done with the next batch, and not at all when it has ended meanwhile. */
void audit_extend_session(struct audit *audit, struct digest session, int64_t now_ms, int64_t until_ms);

struct audit_figures {
    uint64_t written, waiting, failures;
};
struct audit_figures audit_figures(struct audit *audit);
