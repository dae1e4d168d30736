/*
 * Long work that an API call starts: a resolve, or the import of a file that
 * was sent, on a thread of its own with a store handle of its own, one at a
 * time.  A resolve that is asked for while an import is at work comes after it.
 *
 * The last JOBS_KEPT are remembered while the server lives; what a job did is
 * in the store, so forgetting its progress loses nothing.
 */
#pragma once

#include <pthread.h>

#include "api/uploads.h"
#include "base/json_out.h"
#include "flow/import/import.h"
#include "flow/resolve/resolve.h"

enum { JOBS_KEPT = 16, JOB_STEP_MAX = 32 };

enum job_state { JOB_NONE = 0, JOB_RUNNING, JOB_DONE, JOB_FAILED };
enum job_kind {
    JOB_RESOLVE,
    JOB_SETTLE, /* what erasures left to be done; shown as a resolve */
    JOB_IMPORT,
};

struct job_seen {
    uint64_t id;
    enum job_kind kind;
    enum job_state state;
    char step[JOB_STEP_MAX];
    uint64_t done, total;
    int64_t started_ms, finished_ms;
    struct resolve_report report;
    struct import_report imported;
    uint64_t next; /* the resolve that came after an import, or 0 */
    char error[ERROR_MESSAGE_MAX];
};

struct jobs {
    pthread_mutex_t lock;
    const char *store_url;
    struct job job;
    char author[96];
    struct job_seen kept[JOBS_KEPT]; /* a ring; newest at next - 1 */
    size_t next;
    pthread_t thread;
    bool has_thread; /* to be joined */
    bool running;
    struct uploads *uploads;
    struct upload *upload; /* that is imported; busy until its job ends */
    bool resolves;         /* after an import that changed something */
    bool asked;            /* a resolve was, while an import was at work */
};

void jobs_init(struct jobs *jobs, const char *store_url, struct job job, struct uploads *uploads);
/* Waits for a job that runs; it stops itself between batches when the program was interrupted. */
void jobs_done(struct jobs *jobs);

/* STATUS_CONFLICT when one runs. */
enum status jobs_start_resolve(struct jobs *jobs, int64_t now_ms, struct text author, uint64_t *ret_id,
                               struct error *err);
/* What erasures left to be done (flow/privacy/erase.h): files to be cleaned, and a resolve where the view waits. */
enum status jobs_start_settling(struct jobs *jobs, int64_t now_ms, struct text author, uint64_t *ret_id,
                                struct error *err);
/* The upload, which is busy, is the job's from then on and dropped when it ends; resolve after it, if it changed
 * something.
 */
enum status jobs_start_import(struct jobs *jobs, int64_t now_ms, struct text author, struct upload *upload,
                              bool resolve, uint64_t *ret_id, struct error *err);
bool jobs_running(struct jobs *jobs);
bool jobs_get(struct jobs *jobs, uint64_t id, struct job_seen *ret);
void job_write(const struct job_seen *seen, struct json_out *json);
