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

void jobs_init(struct jobs *jobs, const char *store_url, struct job job)
{
    *jobs = (struct jobs){ .store_url = store_url, .job = job };
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

static void *resolve_main(void *ctx)
{
    struct jobs *jobs = ctx;
    struct error err = ERROR_NONE;
    struct resolve_report report = { 0 };
    struct store *store = NULL;
    struct job job = jobs->job;
    bool was_open = false;
    job.author = text_from(jobs->author);
    job.progress = note_progress;
    job.progress_ctx = jobs;
    enum status status = store_open(jobs->store_url, NULL, &store, &err);
    if (status == STATUS_OK)
        status = jobs->settles ? erase_resume(store, &job, &was_open, &err) : resolve_run(store, &job, &report, &err);
    if (jobs->settles && status == STATUS_CONFLICT) /* somebody reads on: the next resolve cleans the files */
        status = STATUS_OK;
    store_close(&store);
    if (status != STATUS_OK)
        log_event(LOG_ERROR, "resolve_failed", "status=%s message=\"%s\"", status_name(status), err.message);

    pthread_mutex_lock(&jobs->lock);
    struct job_seen *seen = newest(jobs);
    seen->state = status == STATUS_OK ? JOB_DONE : JOB_FAILED;
    seen->report = report;
    seen->finished_ms = clock_now_ms();
    snprintf(seen->error, sizeof(seen->error), "%s", err.message);
    jobs->running = false;
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

static enum status start(struct jobs *jobs, bool settles, int64_t now_ms, struct text author, uint64_t *ret_id,
                         struct error *err)
{
    pthread_mutex_lock(&jobs->lock);
    if (jobs->running) {
        pthread_mutex_unlock(&jobs->lock);
        return error_set(err, STATUS_CONFLICT, "a resolve is running already");
    }
    if (jobs->has_thread)
        pthread_join(jobs->thread, NULL); /* it has ended: running is false */
    /* ids count on from the clock, so that a page left open does not meet another server's job */
    uint64_t id = (uint64_t)now_ms > newest(jobs)->id ? (uint64_t)now_ms : newest(jobs)->id + 1;
    jobs->job.now_ms = now_ms;
    snprintf(jobs->author, sizeof(jobs->author), "%.*s", TEXT_ARG(author));
    jobs->kept[jobs->next] = (struct job_seen){ .id = id, .state = JOB_RUNNING, .step = "start", .started_ms = now_ms };
    jobs->next = (jobs->next + 1) % JOBS_KEPT;
    jobs->running = true;
    jobs->settles = settles;
    jobs->has_thread = pthread_create(&jobs->thread, NULL, resolve_main, jobs) == 0;
    bool started = jobs->has_thread;
    if (!started) {
        jobs->running = false;
        newest(jobs)->state = JOB_FAILED;
    }
    pthread_mutex_unlock(&jobs->lock);
    *ret_id = id;
    return started ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "cannot start a thread");
}

enum status jobs_start_resolve(struct jobs *jobs, int64_t now_ms, struct text author, uint64_t *ret_id,
                               struct error *err)
{
    return start(jobs, false, now_ms, author, ret_id, err);
}

enum status jobs_start_settling(struct jobs *jobs, int64_t now_ms, struct text author, uint64_t *ret_id,
                                struct error *err)
{
    return start(jobs, true, now_ms, author, ret_id, err);
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

void job_write(const struct job_seen *seen, struct json_out *json)
{
    static const char *const states[] = { "", "running", "done", "failed" };
    char id[24];
    snprintf(id, sizeof(id), "%llu", (unsigned long long)seen->id);
    json_object(json);
    json_key(json, "id");
    json_str(json, id);
    json_key(json, "kind");
    json_str(json, "resolve");
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
    if (seen->state == JOB_DONE)
        write_report(&seen->report, json);
    else
        json_null(json);
    json_key(json, "error");
    json_str(json, seen->state == JOB_FAILED ? seen->error : NULL);
    json_end(json);
}
