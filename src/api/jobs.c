/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/jobs.h"

#include <assert.h>
#include <stdio.h>

#include "api/api.h"
#include "base/log.h"
#include "base/scoped.h"
#include "flow/privacy/erase.h"
#include "os/clock.h"
#include "os/process.h"

void jobs_init(struct jobs *jobs, const char *store_url, struct job job, struct uploads *uploads)
{
    *jobs = (struct jobs){ .store_url = store_url, .job = job, .uploads = uploads };
    pthread_mutex_init(&jobs->lock, NULL);
}

void jobs_done(struct jobs *jobs)
{
    if (jobs->has_thread)
        pthread_join(jobs->thread, NULL);
    jobs->has_thread = false;
    pthread_mutex_destroy(&jobs->lock);
}

/* The newest job's place. The lock is held, or nobody else is there. */
static struct job_seen *newest(struct jobs *jobs)
{
    return &jobs->kept[(jobs->next + JOBS_KEPT - 1) % JOBS_KEPT];
}

static void note_progress(void *ctx, const char *step, uint64_t done, uint64_t total)
{
    struct jobs *jobs = ctx;
    pthread_mutex_lock(&jobs->lock);
    struct job_seen *seen = newest(jobs);
    snprintf(seen->step, sizeof(seen->step), "%s", step);
    seen->done = done;
    seen->total = total;
    pthread_mutex_unlock(&jobs->lock);
}

static enum status import(struct jobs *jobs, struct store *store, const struct job *job, struct import_report *report,
                          struct error *err)
{
    char path[UPLOAD_PATH_LEN];
    struct upload *upload = jobs->upload;
    upload_path(upload, path);
    struct import_options options = { .source = text_from(upload->source),
                                      .path = path,
                                      .name = upload->name,
                                      .map_json = upload->mapping.len ? buf_text(&upload->mapping) : TEXT_EMPTY,
                                      .whole = true };
    return import_file(store, job, &options, report, err);
}

static enum status run(struct jobs *jobs, const struct job_seen *seen, struct job_seen *done, struct error *err)
{
    struct store *store = NULL;
    struct job job = jobs->job;
    bool was_open = false;
    job.author = text_from(jobs->author);
    job.progress = note_progress;
    job.progress_ctx = jobs;
    job.now_ms = seen->started_ms;
    enum status status = store_open(jobs->store_url, NULL, &store, err);
    if (status == STATUS_OK)
        switch (seen->kind) {
        case JOB_RESOLVE: status = resolve_run(store, &job, &done->report, err); break;
        case JOB_IMPORT: status = import(jobs, store, &job, &done->imported, err); break;
        case JOB_SETTLE:
            status = erase_resume(store, &job, &was_open, err);
            if (status == STATUS_CONFLICT) /* somebody reads on: the next resolve cleans the files */
                status = STATUS_OK;
            break;
        }
    store_close(&store);
    return status;
}

/* A new one, which is the newest then. The lock is held. */
static struct job_seen *begin(struct jobs *jobs, enum job_kind kind, int64_t now_ms)
{
    /* ids count on from the clock, so that a page left open does not meet another server's job */
    uint64_t id = (uint64_t)now_ms > newest(jobs)->id ? (uint64_t)now_ms : newest(jobs)->id + 1;
    jobs->kept[jobs->next] =
        (struct job_seen){ .id = id, .kind = kind, .state = JOB_RUNNING, .step = "start", .started_ms = now_ms };
    jobs->next = (jobs->next + 1) % JOBS_KEPT;
    return newest(jobs);
}

static bool changed_something(const struct import_counts *counts)
{
    return counts->created + counts->updated + counts->events_created > 0;
}

/* The job is over; true when another comes after it. */
static bool end(struct jobs *jobs, const struct job_seen *done, enum status status, const struct error *err)
{
    pthread_mutex_lock(&jobs->lock);
    struct job_seen *seen = newest(jobs);
    bool was_import = seen->kind == JOB_IMPORT, ok = status == STATUS_OK;
    seen->state = ok ? JOB_DONE : JOB_FAILED;
    seen->report = done->report;
    seen->imported = done->imported;
    seen->finished_ms = clock_now_ms();
    snprintf(seen->error, sizeof(seen->error), "%s", err->message);
    bool goes_on = was_import && (jobs->asked || (ok && jobs->resolves && changed_something(&done->imported.counts)));
    if (was_import)
        uploads_drop(jobs->uploads, jobs->upload);
    jobs->upload = NULL;
    jobs->running = goes_on;
    if (goes_on)
        seen->next = begin(jobs, JOB_RESOLVE, seen->finished_ms)->id;
    jobs->asked = jobs->resolves = false;
    pthread_mutex_unlock(&jobs->lock);
    return goes_on;
}

static void *job_main(void *ctx)
{
    struct jobs *jobs = ctx;
    bool goes_on = true;
    while (goes_on) {
        struct error err = ERROR_NONE;
        struct job_seen done = { 0 };
        pthread_mutex_lock(&jobs->lock);
        struct job_seen seen = *newest(jobs);
        pthread_mutex_unlock(&jobs->lock);
        enum status status = run(jobs, &seen, &done, &err);
        if (status != STATUS_OK)
            log_event(LOG_ERROR, seen.kind == JOB_IMPORT ? "import_failed" : "resolve_failed",
                      "status=%s message=\"%s\"", status_name(status), err.message);
        goes_on = end(jobs, &done, status, &err) && !process_interrupted();
    }
    return NULL;
}

/* The upload goes to the job only when that starts. */
static enum status start(struct jobs *jobs, enum job_kind kind, int64_t now_ms, struct text author,
                         struct upload *upload, bool resolves, uint64_t *ret_id, struct error *err)
{
    pthread_mutex_lock(&jobs->lock);
    if (jobs->running) {
        jobs->asked = jobs->asked || (newest(jobs)->kind == JOB_IMPORT && kind != JOB_IMPORT);
        pthread_mutex_unlock(&jobs->lock);
        return error_set(err, STATUS_CONFLICT, "an import or a resolve is running already");
    }
    if (jobs->has_thread)
        pthread_join(jobs->thread, NULL); /* it has ended: running is false */
    snprintf(jobs->author, sizeof(jobs->author), "%.*s", TEXT_ARG(author));
    *ret_id = begin(jobs, kind, now_ms)->id;
    jobs->running = true;
    jobs->upload = upload;
    jobs->resolves = resolves;
    jobs->asked = false;
    jobs->has_thread = pthread_create(&jobs->thread, NULL, job_main, jobs) == 0;
    bool started = jobs->has_thread;
    if (!started) {
        jobs->running = false;
        newest(jobs)->state = JOB_FAILED;
    }
    pthread_mutex_unlock(&jobs->lock);
    return started ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "cannot start a thread");
}

enum status jobs_start_resolve(struct jobs *jobs, int64_t now_ms, struct text author, uint64_t *ret_id,
                               struct error *err)
{
    return start(jobs, JOB_RESOLVE, now_ms, author, NULL, false, ret_id, err);
}

enum status jobs_start_settling(struct jobs *jobs, int64_t now_ms, struct text author, uint64_t *ret_id,
                                struct error *err)
{
    return start(jobs, JOB_SETTLE, now_ms, author, NULL, false, ret_id, err);
}

enum status jobs_start_import(struct jobs *jobs, int64_t now_ms, struct text author, struct upload *upload,
                              bool resolve, uint64_t *ret_id, struct error *err)
{
    return start(jobs, JOB_IMPORT, now_ms, author, upload, resolve, ret_id, err);
}

bool jobs_running(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    bool running = jobs->running;
    pthread_mutex_unlock(&jobs->lock);
    return running;
}

bool jobs_get(struct jobs *jobs, uint64_t id, struct job_seen *ret)
{
    bool found = false;
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < JOBS_KEPT && !found; i++)
        if (jobs->kept[i].state != JOB_NONE && jobs->kept[i].id == id) {
            *ret = jobs->kept[i];
            found = true;
        }
    pthread_mutex_unlock(&jobs->lock);
    return found;
}

static void write_report(const struct resolve_report *report, struct json_out *json)
{
    json_object(json);
    json_put_u64(json, "records", report->records);
    json_put_u64(json, "mentions", report->mentions);
    json_put_u64(json, "persons", report->persons);
    json_put_u64(json, "organisations", report->organisations);
    json_put_u64(json, "households", report->households);
    json_put_u64(json, "roles", report->roles);
    json_put_u64(json, "duplicates", report->duplicates);
    json_put_u64(json, "reviews", report->reviews);
    json_put_u64(json, "findings", report->findings);
    json_key(json, "seconds");
    json_fixed(json, report->seconds, 3);
    json_end(json);
}

static void write_import(const struct import_report *report, struct json_out *json)
{
    const struct import_counts *counts = &report->counts;
    json_object(json);
    json_put_u64(json, "import", report->import_id);
    json_put_bool(json, "same_file", report->same_file);
    json_put_u64(json, "rows", counts->rows);
    json_put_u64(json, "created", counts->created);
    json_put_u64(json, "updated", counts->updated);
    json_put_u64(json, "unchanged", counts->unchanged);
    json_put_u64(json, "rejected", counts->rejected);
    json_put_u64(json, "events_created", counts->events_created);
    json_put_u64(json, "events_unchanged", counts->events_unchanged);
    json_put_u64(json, "masked", report->masked);
    json_key(json, "seconds");
    json_fixed(json, report->seconds, 3);
    json_end(json);
}

static void write_id(const char *key, uint64_t id, struct json_out *json)
{
    char text[24];
    snprintf(text, sizeof(text), "%llu", (unsigned long long)id);
    json_key(json, key);
    json_str(json, id ? text : NULL);
}

void job_write(const struct job_seen *seen, struct json_out *json)
{
    static const char *const states[] = { "", "running", "done", "failed" };
    bool is_import = seen->kind == JOB_IMPORT, is_done = seen->state == JOB_DONE;
    json_object(json);
    write_id("id", seen->id, json);
    json_key(json, "kind");
    json_str(json, is_import ? "import" : "resolve");
    json_key(json, "state");
    json_str(json, states[seen->state]);
    json_key(json, "step");
    json_str(json, seen->step);
    json_put_u64(json, "done", seen->done);
    json_put_u64(json, "total", seen->total);
    json_key(json, "started");
    api_json_time(json, seen->started_ms);
    json_key(json, "finished");
    api_json_time(json, seen->finished_ms);
    json_key(json, "result");
    if (is_done && !is_import)
        write_report(&seen->report, json);
    else
        json_null(json);
    json_key(json, "imported");
    if (is_done && is_import)
        write_import(&seen->imported, json);
    else
        json_null(json);
    write_id("next", seen->next, json);
    json_key(json, "error");
    json_str(json, seen->state == JOB_FAILED ? seen->error : NULL);
    json_end(json);
}
