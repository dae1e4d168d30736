/*
 * Organisations first because persons show their names, and of a kind in order
 * of id, so that the view is written from front to back.  A batch of parties is
 * gathered, made in slices, and put in order: which thread made a party never
 * shows.  What there is to do of three batches is one heap of work for all threads.
 *
 *     gather 1 │ gather 2 │ gather 3 │
 *              │ make 1   │ make 2   │ make 3
 *              │          │ put 1    │ put 2
 *
 * Links have a table and a thread of their own.  Where the view does not grow
 * apart from the facts one connection gathers and puts: one after the other.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/job/packed.h"
#include "flow/profile/earlier.h"
#include "flow/resolve/piece.h"
#include "flow/resolve/resolve_inside.h"
#include "os/process.h"
#include "os/relay.h"
#include "os/threads.h"

enum { BATCHES = 3, AHEAD = 8, AHEAD_BYTES_MAX = 1024, CACHE_LINE = 64 };

struct task {
    struct party_id party;
    uint32_t cluster;
    uint32_t from, count; /* in mentions */
    struct party_made made;
};

struct slice {
    struct arena arena;
    enum status status;
    struct error err;
};

struct batch {
    struct resolve *resolve;
    struct party_links links;
    struct arena raw;
    VEC(const struct seen *) seen; /* one for each mention, and its record */
    VEC(struct stored_record) records;
    VEC(uint64_t) seqs; /* of the records that were not put by */
    VEC(struct stored_record) read;
    VEC(struct party_mention) mentions;
    VEC(struct task) tasks;
    struct arena scratch[THREADS_MAX];
    enum status status; /* of gathering, then of putting */
    struct error err;
    size_t slices_count;
    struct slice slices[];
};

static struct batch *batch_new(struct resolve *resolve)
{
    size_t slices = resolve->piece ? 1 : GOLDEN_SLICES; /* of a piece, one thread makes all */
    struct batch *batch = calloc(1, sizeof(*batch) + slices * sizeof(batch->slices[0]));
    if (!batch)
        return NULL;
    batch->resolve = resolve;
    batch->raw = ARENA_UP_TO(BATCH_ARENA_BYTES);
    batch->slices_count = slices;
    for (size_t i = 0; i < slices; i++)
        batch->slices[i].arena = ARENA_UP_TO(SLICE_ARENA_BYTES * (GOLDEN_SLICES / slices));
    for (size_t i = 0; i < THREADS_MAX; i++)
        batch->scratch[i] = ARENA_UP_TO(PARTY_ARENA_BYTES);
    return batch;
}

static void batch_free(struct batch **batch)
{
    if (!*batch)
        return;
    struct batch *b = *batch;
    arena_done(&b->raw);
    vec_done(&b->seen);
    vec_done(&b->seqs);
    vec_done(&b->read);
    vec_done(&b->records);
    vec_done(&b->mentions);
    vec_done(&b->tasks);
    for (size_t i = 0; i < b->slices_count; i++)
        arena_done(&b->slices[i].arena);
    for (size_t i = 0; i < THREADS_MAX; i++)
        arena_done(&b->scratch[i]);
    free(b);
    *batch = NULL;
}

static bool find_organisation(void *ctx, struct mention_id mention, struct party_id *ret, struct text *ret_name)
{
    const struct resolve *resolve = ctx;
    const struct seen *seen = resolve_seen(resolve, mention.v);
    if (!seen && resolve->piece)
        return piece_organisation(resolve, mention, ret, ret_name);
    if (!seen || seen->kind != PARTY_ORGANISATION)
        return false;
    *ret = resolve->clusters[PARTY_ORGANISATION].parties[seen->cluster];
    *ret_name = resolve->organisation_names[seen->cluster];
    return true;
}

static int compare_known(const void *a, const void *b)
{
    const struct identity_known *x = a, *y = b;
    return x->party.v < y->party.v ? -1 : x->party.v > y->party.v;
}

static int compare_change(const void *a, const void *b)
{
    const struct identity_change *x = a, *y = b;
    return x->party.v < y->party.v ? -1 : x->party.v > y->party.v;
}

struct party_id resolve_leads_to(const struct resolve *resolve, enum party_kind kind, struct party_id id)
{
    const struct identity_plan *plan = &resolve->plans[kind];
    struct identity_change wanted = { .party = id };
    struct identity_known asked = { .party = id };
    const struct identity_change *change =
        plan->changes.len ? bsearch(&wanted, plan->changes.ptr, plan->changes.len, sizeof(wanted), compare_change)
                          : NULL;
    if (change)
        return change->event == IDENTITY_REDIRECTED ? change->other : (struct party_id){ 0 };
    const struct identity_known *known =
        resolve->known.len ? bsearch(&asked, resolve->known.ptr, resolve->known.len, sizeof(asked), compare_known)
                           : NULL;
    return known && known->last == IDENTITY_REDIRECTED ? known->other : (struct party_id){ 0 };
}

static bool find_earlier(void *ctx, struct party_id then, struct party_id *ret, struct text *ret_name)
{
    const struct resolve *resolve = ctx;
    const struct clusters *organisations = &resolve->clusters[PARTY_ORGANISATION];
    if (resolve->piece)
        return piece_earlier(resolve, then, ret, ret_name);
    for (int i = 0; then.v && i < REDIRECTS_MAX; i++, then = resolve_leads_to(resolve, PARTY_ORGANISATION, then)) {
        struct cluster_by_id wanted = { .party = then.v };
        const struct cluster_by_id *found =
            bsearch(&wanted, organisations->by_party, organisations->count, sizeof(wanted), resolve_by_party);
        if (!found)
            continue;
        *ret = then;
        *ret_name = resolve->organisation_names[found->cluster];
        return true;
    }
    return false;
}

/* Slices are runs of tasks of about the same number; how many there are depends on the tasks alone. */
static void make_slice(void *ctx, size_t number, int thread)
{
    struct batch *batch = ctx;
    struct slice *slice = &batch->slices[number];
    size_t from = batch->tasks.len * number / batch->slices_count,
           to = batch->tasks.len * (number + 1) / batch->slices_count;
    arena_reset(&slice->arena);
    slice->status = STATUS_OK;
    for (size_t i = from; i < to && slice->status == STATUS_OK; i++) {
        struct task *task = &batch->tasks.ptr[i];
        slice->status =
            party_make(&batch->resolve->corpus, &batch->links, task->party, &batch->mentions.ptr[task->from],
                       task->count, &batch->scratch[thread], &slice->arena, &task->made, &slice->err);
    }
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of parties");
}

static enum status add_task(struct resolve *resolve, struct batch *batch, const struct clusters *clusters,
                            uint32_t cluster, struct error *err)
{
    uint32_t from = clusters->starts[cluster], to = clusters->starts[cluster + 1];
    struct task task = { .party = clusters->parties[cluster],
                         .cluster = cluster,
                         .from = (uint32_t)batch->mentions.len,
                         .count = to - from };
    for (uint32_t m = from; m < to; m++) {
        const struct seen *seen = &resolve->seen.ptr[clusters->members[m]];
        if (!vec_push(&batch->seen, seen) ||
            !vec_push(&batch->mentions, (struct party_mention){ .ordinal = seen->ordinal }))
            return no_memory(err);
    }
    return vec_push(&batch->tasks, task) ? STATUS_OK : no_memory(err);
}

static enum status keep_home(struct resolve *resolve, const struct task *task, struct error *err)
{
    const struct party_made *made = &task->made;
    if (party_id_kind(task->party) == PARTY_ORGANISATION) {
        struct text name = arena_copy(&resolve->kept, made->party.name);
        resolve->organisation_names[task->cluster] = name;
        resolve->seats[task->cluster] = made->address;
        return name.ptr ? resolve_named_put(resolve, &made->party, err) : no_memory(err);
    }
    struct home *home = &resolve->homes.ptr[task->cluster];
    bool kept = home_of(made, task->count, &resolve->kept, home);
    home->cluster = task->cluster;
    return kept ? STATUS_OK : no_memory(err);
}

static enum status put_party(struct resolve *resolve, const struct task *task, struct error *err)
{
    const struct party_made *made = &task->made;
    enum status status = store_party_put(resolve->store, &made->party, err);
    for (size_t i = 0; i < made->roles_count && status == STATUS_OK; i++)
        status = store_role_put(resolve->store, &made->roles[i], err);
    resolve->report->roles += made->roles_count;
    resolve->report->parties_made++;
    if (status == STATUS_OK)
        status = keep_home(resolve, task, err);
    return status == STATUS_OK ? resolve_home_put(resolve, party_id_kind(task->party), task->cluster, err) : status;
}

static bool is_put_by(const struct resolve *resolve, const struct seen *seen)
{
    return seen->packed_len && resolve->packed_bytes.ptr;
}

/* They lie anywhere in the file, and this is more waiting for memory than work. */
static enum status read_put_by(struct resolve *resolve, struct batch *batch, struct error *err)
{
    const char *bytes = resolve->packed_bytes.ptr;
    for (size_t i = 0; i < batch->seen.len; i++) {
        const struct seen *seen = batch->seen.ptr[i];
        const struct seen *ahead = i + AHEAD < batch->seen.len ? batch->seen.ptr[i + AHEAD] : NULL;
        if (ahead && is_put_by(resolve, ahead))
            for (size_t at = 0; at < ahead->packed_len && at < AHEAD_BYTES_MAX; at += CACHE_LINE)
                __builtin_prefetch(bytes + ahead->packed_at + at);
        if (!is_put_by(resolve, seen))
            continue;
        batch->mentions.ptr[i].packed = (struct text){ bytes + seen->packed_at, seen->packed_len };
        if (!packed_read(batch->mentions.ptr[i].packed, NULL, &batch->records.ptr[i], NULL))
            return error_set(err, STATUS_BROKEN, "a record that was put by cannot be read back");
    }
    return STATUS_OK;
}

static enum status slices_end(const struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < batch->slices_count; i++)
        if (batch->slices[i].status != STATUS_OK) {
            if (err)
                *err = batch->slices[i].err;
            return batch->slices[i].status;
        }
    return STATUS_OK;
}

/* Of a piece: what is in it was not read before, and there is little of it. */
static enum status read_piece(struct resolve *resolve, struct batch *batch, struct error *err)
{
    enum status status = vec_reserve(&batch->records, batch->seen.len + 1) ? STATUS_OK : no_memory(err);
    for (size_t i = 0; i < batch->seen.len && status == STATUS_OK; i++)
        status = store_record_get(resolve->store, (struct record_id){ batch->seen.ptr[i]->record }, &batch->raw,
                                  &batch->records.ptr[i], err);
    return status;
}

/* What was put by, and from the store what was not. */
static enum status read_records(struct resolve *resolve, struct batch *batch, struct error *err)
{
    batch->seqs.len = 0;
    if (!vec_reserve(&batch->records, batch->seen.len + 1))
        return no_memory(err);
    enum status status = read_put_by(resolve, batch, err);
    for (size_t i = 0; i < batch->seen.len && status == STATUS_OK; i++)
        if (!is_put_by(resolve, batch->seen.ptr[i]) && !vec_push(&batch->seqs, batch->seen.ptr[i]->seq))
            status = no_memory(err);
    if (status != STATUS_OK || batch->seqs.len == 0)
        return status;
    if (!vec_reserve(&batch->read, batch->seqs.len))
        return no_memory(err);
    status = store_records_by_seq(resolve->store, batch->seqs.ptr, batch->seqs.len, &batch->raw, batch->read.ptr, err);
    for (size_t i = 0, at = 0; i < batch->seen.len && status == STATUS_OK; i++)
        if (!is_put_by(resolve, batch->seen.ptr[i]))
            batch->records.ptr[i] = batch->read.ptr[at++];
    return status;
}

/* The records of a batch, and what they said before. */
static enum status hear_batch(struct resolve *resolve, struct batch *batch, struct error *err)
{
    enum status status = resolve->piece ? read_piece(resolve, batch, err) : read_records(resolve, batch, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < batch->mentions.len; i++)
        batch->mentions.ptr[i].record = &batch->records.ptr[i];
    if (batch->tasks.len && party_id_kind(batch->tasks.ptr[0].party) == PARTY_PERSON)
        status = earlier_read(resolve->store, batch->mentions.ptr, batch->mentions.len, &batch->raw, err);
    return status;
}

static void put_batch(struct batch *batch)
{
    for (size_t i = 0; i < batch->tasks.len && batch->status == STATUS_OK; i++)
        batch->status = put_party(batch->resolve, &batch->tasks.ptr[i], &batch->err);
}

/* ---- the heap of work ---- */

struct line {
    struct resolve *resolve;
    struct batch *batches[BATCHES];
    struct batch *next, *now, *last; /* to gather, to make, to put */
    enum party_kind kind;
    const struct clusters *clusters;
    uint32_t at; /* of the clusters: how many were gathered */
    bool threaded;
    struct relay *links;
    struct crew *crew, *crew_before;
};

static void line_done(struct line *line)
{
    relay_close(&line->links);
    if (line->crew)
        crew_use(line->crew_before);
    crew_close(&line->crew);
    for (size_t i = 0; i < BATCHES; i++)
        batch_free(&line->batches[i]);
}

/* The next parties into batch; none at the end. */
static void gather_batch(struct line *line, struct batch *batch)
{
    struct resolve *resolve = line->resolve;
    const struct clusters *clusters = line->clusters;
    batch->status = STATUS_OK;
    batch->seen.len = batch->mentions.len = batch->tasks.len = 0;
    arena_reset(&batch->raw);
    while (line->at < clusters->count && batch->mentions.len < GOLDEN_BATCH_MENTIONS && batch->status == STATUS_OK) {
        uint32_t cluster = clusters->by_party[line->at].cluster;
        resolve_look_ahead(resolve, clusters, line->at++);
        if (resolve->whole || resolve_is_dirty(resolve, line->kind, cluster))
            batch->status = add_task(resolve, batch, clusters, cluster, &batch->err);
    }
    if (batch->status == STATUS_OK)
        batch->status = hear_batch(resolve, batch, &batch->err);
}

enum { STEP_PUT, STEP_GATHER, STEP_MAKE };

static void work_step(void *ctx, size_t step, int thread)
{
    struct line *line = ctx;
    if (step == STEP_PUT)
        put_batch(line->last);
    else if (step == STEP_GATHER)
        gather_batch(line, line->next);
    else
        make_slice(line->now, step - STEP_MAKE, thread);
}

static void work_make(void *ctx, size_t slice, int thread)
{
    make_slice(ctx, slice, thread);
}

static enum status batch_status(const struct batch *batch, struct error *err)
{
    if (batch->status != STATUS_OK && err)
        *err = batch->err;
    return batch->status;
}

/* A turn of the heap; what went wrong with a batch, the one farthest on its way first. */
static enum status turn(struct line *line, struct error *err)
{
    int threads = line->resolve->job->threads;
    if (line->threaded) {
        threads_run(threads, STEP_MAKE + line->now->slices_count, work_step, line);
    } else {
        threads_run(threads, line->now->slices_count, work_make, line->now);
        put_batch(line->last);
        gather_batch(line, line->next);
    }
    enum status status = batch_status(line->last, err);
    if (status == STATUS_OK)
        status = slices_end(line->now, err);
    return status == STATUS_OK ? batch_status(line->next, err) : status;
}

/* All of a kind; when it ends nothing is being put any more, so names of organisations stand. */
static enum status make_kind(struct line *line, enum party_kind kind, struct error *err)
{
    struct resolve *resolve = line->resolve;
    enum status status = STATUS_OK;
    line->kind = kind;
    line->clusters = &resolve->clusters[kind];
    line->at = 0;
    for (size_t i = 0; i < BATCHES; i++)
        line->batches[i]->tasks.len = 0;
    line->now = line->batches[0];
    line->last = line->batches[BATCHES - 1];
    gather_batch(line, line->now);
    status = batch_status(line->now, err);
    for (size_t n = 1; status == STATUS_OK && line->now->tasks.len + line->last->tasks.len > 0; n++) {
        line->next = line->batches[n % BATCHES];
        status = turn(line, err);
        tell(&resolve->teller, kind == PARTY_PERSON ? "persons" : "organisations", line->at, line->clusters->count);
        if (status == STATUS_OK && process_interrupted())
            status = error_set(err, STATUS_INTERRUPTED, "stopped; the view is as it was");
        line->last = line->now;
        line->now = line->next;
    }
    return status;
}

/* A table of their own, so they are put beside the parties. */
struct linking {
    struct resolve *resolve;
    enum status status;
    struct error err;
};

static void work_links(void *ctx, void *item)
{
    struct linking *linking = item;
    linking->status = resolve_put_links(linking->resolve, &linking->err);
}

static enum status line_open(struct resolve *resolve, struct line *line, struct error *err)
{
    line->resolve = resolve;
    line->threaded = store_view_is_apart(resolve->store) && resolve->whole;
    for (size_t i = 0; i < BATCHES; i++)
        line->batches[i] = batch_new(resolve);
    line->links = relay_open(line->threaded && resolve->job->threads > 1, work_links, NULL);
    if (!line->batches[0] || !line->batches[1] || !line->batches[2] || !line->links)
        return no_memory(err);
    for (size_t i = 0; i < BATCHES; i++)
        line->batches[i]->links = (struct party_links){ find_organisation, find_earlier, resolve_named_find, resolve };
    line->crew = resolve->piece ? NULL : crew_open(resolve->job->threads);
    if (line->crew)
        line->crew_before = crew_use(line->crew);
    return STATUS_OK;
}

enum status resolve_golden(struct resolve *resolve, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    SCOPED(line_done) struct line line = { 0 };
    struct linking linking = { .resolve = resolve };
    enum status status = line_open(resolve, &line, err);
    if (status != STATUS_OK)
        return status;
    if (resolve->packed.fd >= 0) /* what cannot be read as memory is normalised again */
        (void)file_map(&resolve->packed, &resolve->packed_bytes, NULL);
    uint32_t organisations = resolve->clusters[PARTY_ORGANISATION].count;
    if (resolve->whole)
        relay_give(line.links, &linking);
    status = resolve_homes_open(resolve, err);
    if (status == STATUS_OK && !resolve->whole)
        status = resolve_homes_load(resolve, err);
    if (status == STATUS_OK)
        status = make_kind(&line, PARTY_ORGANISATION, err);
    resolve_named_settle(resolve);
    if (status == STATUS_OK && !resolve->whole)
        status = resolve_renamed(resolve, err);
    if (status == STATUS_OK)
        status = make_kind(&line, PARTY_PERSON, err);
    relay_wait(line.links);
    if (status == STATUS_OK && linking.status != STATUS_OK) {
        status = linking.status;
        if (err)
            *err = linking.err;
    }
    for (uint32_t c = 0; c < organisations && status == STATUS_OK; c++)
        if (resolve->seats[c] && !vec_push(&resolve->business, resolve->seats[c]))
            status = no_memory(err);
    file_unmap(&resolve->packed_bytes);
    stopwatch_read(&watch, &resolve->report->seconds_golden, &resolve->report->cpu_golden);
    return status;
}
