/*
 * Opening, following and keeping the index.
 *
 *     file fits (model, rules, rules off; its newest record still stands) ──▶ read it
 *     else                                   ──▶ all records, normalised side by side
 *     then                                   ──▶ records since, one by one
 *
 * A record's mentions have ids made of its own and a number, so those it had
 * before are found without being kept: the few ids it could have are tried.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/live/live.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/scoped.h"
#include "flow/job/index_place.h"
#include "flow/job/settings.h"
#include "flow/job/tell.h"
#include "flow/live/live_inside.h"
#include "flow/resolve/kept_model.h"
#include "os/file.h"
#include "os/threads.h"
#include "store/change.h"
#include "store/history.h"

enum {
    BATCH_RECORDS = 4096,
    SLICE_RECORDS = 64,
    SLICES = BATCH_RECORDS / SLICE_RECORDS,
    SAVE_FROM = 1000,
    SAVE_PART = 20
};
#define RAW_ARENA_BYTES ((size_t)1 << 30)
#define DECISIONS_BYTES ((size_t)256 << 20)

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the live index");
}

/* ---- what it stands for ---- */

static void put_stamp(const struct live *live, struct store *store, struct buf *ret)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct stored_record newest = { 0 };
    char hex[65];
    digest_hex(live->model_digest, hex);
    buf_printf(ret, "model=%s", hex);
    digest_hex(live->rules, hex);
    buf_printf(ret, " rules=%s off=%" PRIu32 " erasures=%" PRIu64 " seq=%" PRIu64, hex, live->without_rules,
               live->position.erasures, live->position.record_seq);
    if (live->position.record_seq &&
        store_record_by_seq(store, live->position.record_seq, &arena, &newest, NULL) == STATUS_OK)
        buf_printf(ret, " record=%s/%" PRIu32, record_id_text(newest.id).s, newest.version);
}

static enum status read_digests(struct store *store, struct digest *model, struct digest *rules, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)2 << 30);
    struct ruleset ruleset = { 0 };
    enum status status = store_ruleset_get(store, TEXT("model"), TEXT("default"), &arena, &ruleset, err);
    if (status == STATUS_NOT_FOUND) {
        error_set(err, STATUS_CONFLICT, "nothing was resolved yet");
        error_hint(err, "Run `klantbeeld resolve` first.");
        return STATUS_CONFLICT;
    }
    *model = ruleset.digest;
    return status == STATUS_OK ? store_rules_digest(store, rules, err) : status;
}

/* ---- coming in ---- */

static bool same_digest(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

struct slice {
    struct arena arena;
    enum status status;
    struct error err;
};

struct batch {
    struct live *live;
    const struct job *job;
    struct arena raw;
    struct stored_record records[BATCH_RECORDS];
    struct normal_record normals[BATCH_RECORDS];
    size_t count;
    struct slice slices[SLICES];
    VEC(struct match_item) items;
};

static void batch_free(struct batch **batch)
{
    if (!*batch)
        return;
    arena_done(&(*batch)->raw);
    for (size_t i = 0; i < SLICES; i++)
        arena_done(&(*batch)->slices[i].arena);
    vec_done(&(*batch)->items);
    free(*batch);
    *batch = NULL;
}

static struct batch *batch_new(struct live *live, const struct job *job)
{
    struct batch *batch = calloc(1, sizeof(*batch));
    if (!batch)
        return NULL;
    batch->live = live;
    batch->job = job;
    batch->raw = ARENA_UP_TO(RAW_ARENA_BYTES);
    for (size_t i = 0; i < SLICES; i++)
        batch->slices[i].arena = ARENA_UP_TO(RAW_ARENA_BYTES);
    return batch;
}

static void normalise_slice(void *ctx, size_t number, int thread)
{
    (void)thread;
    struct batch *batch = ctx;
    struct slice *slice = &batch->slices[number];
    arena_reset(&slice->arena);
    slice->status = STATUS_OK;
    for (size_t i = number * SLICE_RECORDS;
         i < (number + 1) * SLICE_RECORDS && i < batch->count && slice->status == STATUS_OK; i++)
        slice->status =
            corpus_normalise(&batch->live->corpus, &batch->records[i], &slice->arena, &batch->normals[i], &slice->err);
}

static bool list_mentions(struct batch *batch, size_t i)
{
    const struct normal_record *normal = &batch->normals[i];
    for (size_t m = 0; m < normal->mentions_count && m < MENTIONS_PER_RECORD_MAX; m++) {
        struct match_item item = { mention_id_at(batch->records[i].id, normal, m), batch->records[i].source_id,
                                   &normal->mentions[m] };
        if (!vec_push(&batch->items, item))
            return false;
    }
    return true;
}

static enum status take_batch(struct batch *batch, struct error *err)
{
    size_t slices = (batch->count + SLICE_RECORDS - 1) / SLICE_RECORDS;
    threads_run(batch->job->threads, slices, normalise_slice, batch);
    for (size_t i = 0; i < slices; i++)
        if (batch->slices[i].status != STATUS_OK) {
            if (err)
                *err = batch->slices[i].err;
            return batch->slices[i].status;
        }
    batch->items.len = 0;
    for (size_t i = 0; i < batch->count; i++)
        if (!list_mentions(batch, i))
            return no_memory(err);
    enum status status =
        match_index_add_all(batch->live->index, batch->items.ptr, batch->items.len, batch->job->threads, err);
    batch->count = 0;
    arena_reset(&batch->raw);
    return status;
}

static bool keep_record(struct batch *batch, const struct stored_record *record)
{
    struct stored_record *kept = &batch->records[batch->count++];
    *kept = *record;
    kept->cells = arena_copy(&batch->raw, record->cells);
    kept->source_key = arena_copy(&batch->raw, record->source_key);
    return kept->cells.ptr && kept->source_key.ptr;
}

static enum status walk_all(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    SCOPED(batch_free) struct batch *batch = batch_new(live, job);
    struct teller teller = { .job = job };
    struct stored_record record = { 0 };
    uint64_t total = store_records_count(store), done = 0;
    if (!batch)
        return no_memory(err);
    enum status status = store_records_begin(store, err);
    if (status != STATUS_OK)
        return status;
    live->position.record_seq = 0;
    while (status == STATUS_OK && store_records_next(store, &record)) {
        status = keep_record(batch, &record) ? STATUS_OK : no_memory(err);
        live->position.record_seq = record.seq > live->position.record_seq ? record.seq : live->position.record_seq;
        if (status == STATUS_OK && batch->count == BATCH_RECORDS)
            status = take_batch(batch, err);
        tell(&teller, "index", ++done, total);
        if (status == STATUS_OK && process_interrupted())
            status = error_set(err, STATUS_INTERRUPTED, "stopped; the index is not there yet");
    }
    enum status ended = store_records_end(store, status == STATUS_OK ? err : NULL);
    if (status == STATUS_OK)
        status = ended;
    return status == STATUS_OK ? take_batch(batch, err) : status;
}

/* ---- one record ---- */

enum status live_take_record(struct live *live, const struct stored_record *record, struct arena *arena,
                             struct error *err)
{
    struct normal_record normal = { 0 };
    enum status status = corpus_normalise(&live->corpus, record, arena, &normal, err);
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++)
        for (unsigned ordinal = 0; ordinal < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; ordinal++)
            status = match_index_remove(live->index, mention_id_of(record->id, kind, ordinal), err);
    for (size_t m = 0; m < normal.mentions_count && m < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; m++) {
        struct match_item item = { mention_id_at(record->id, &normal, m), record->source_id, &normal.mentions[m] };
        status = match_index_add(live->index, &item, err);
    }
    live->about.taken_in++;
    live->unsaved++;
    return status;
}

struct taking {
    struct live *live;
    struct arena arena;
    enum status status;
    struct error *err;
};

static bool take_one(void *ctx, const struct stored_record *record)
{
    struct taking *taking = ctx;
    arena_reset(&taking->arena);
    taking->status = live_take_record(taking->live, record, &taking->arena, taking->err);
    if (taking->status == STATUS_OK)
        taking->live->position.record_seq = record->seq;
    return taking->status == STATUS_OK;
}

static enum status take_since(struct live *live, struct store *store, struct error *err)
{
    struct taking taking = { .live = live, .arena = ARENA_UP_TO(RAW_ARENA_BYTES), .err = err };
    enum status status = store_records_since(store, live->position.record_seq, take_one, &taking, err);
    arena_done(&taking.arena);
    return taking.status != STATUS_OK ? taking.status : status;
}

/* ---- rules and decisions ---- */

enum status live_take_decisions(struct live *live, struct store *store, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(DECISIONS_BYTES);
    struct decision *decisions = NULL;
    size_t count = 0;
    enum status status = store_decisions(store, false, &arena, &decisions, &count, err);
    live->decided.len = 0;
    if (status == STATUS_OK && !vec_reserve(&live->decided, count + 1))
        return no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        live->decided.ptr[live->decided.len++] =
            (struct match_decided){ decisions[i].a, decisions[i].b,
                                    decisions[i].kind == DECISION_SAME ? VERDICT_SAME : VERDICT_DIFFERENT };
    return status == STATUS_OK ? match_index_decide(live->index, live->decided.ptr, count, err) : status;
}

static enum status know_sources(struct live *live, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < live->corpus.sources_count && status == STATUS_OK; i++)
        if (live->corpus.sources[i].one_per_party)
            status = match_index_clean_source(live->index, live->corpus.sources[i].id, err);
    return status;
}

/* From the file when it stands for this model, these rules and a record that is still there. */
static bool read_file(struct live *live, struct store *store)
{
    SCOPED(buf_done) struct buf kept = BUF_EMPTY;
    SCOPED(buf_done) struct buf now = BUF_EMPTY;
    struct store_position position = live->position;
    uint64_t seq = 0;
    if (!live->path[0] || match_index_read(live->path, live->model, live->without_rules, &live->index, &kept, NULL))
        return false;
    size_t at = text_find(buf_text(&kept), TEXT(" seq="));
    struct text rest = text_from_offset(buf_text(&kept), at + 5), word = TEXT_EMPTY;
    if (text_next(&rest, ' ', &word) && text_to_u64(word, &seq) && seq <= position.record_seq) {
        live->position.record_seq = seq;
        put_stamp(live, store, &now);
        if (text_equal(buf_text(&now), buf_text(&kept)))
            return true;
    }
    live->position = position;
    match_index_close(&live->index);
    return false;
}

bool live_save(struct live *live, struct store *store)
{
    SCOPED(buf_done) struct buf stamp = BUF_EMPTY;
    struct error err = ERROR_NONE;
    put_stamp(live, store, &stamp);
    if (!live->path[0] || stamp.failed || stamp.len > MATCH_STAMP_MAX)
        return false;
    bool kept = match_index_write(live->index, live->path, buf_text(&stamp), &err) == STATUS_OK;
    if (!kept)
        log_event(LOG_WARN, "live_index", "kept=no why='%s'", err.message);
    live->unsaved = 0;
    return kept;
}

static enum status make(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    enum status status = match_index_open(live->model, live->without_rules, &live->index, err);
    if (status == STATUS_OK)
        status = walk_all(live, store, job, err);
    if (status == STATUS_OK)
        status = match_index_settle(live->index, job->threads, err);
    if (status == STATUS_OK)
        live_save(live, store);
    return status;
}

static void forget(struct live *live)
{
    live->has_registers = false;
    live->settled = 0;
    live->runs.len = 0;
    live_columns_forget(live);
    match_index_close(&live->index);
    match_model_close(&live->model);
    corpus_close(&live->corpus);
}

/* All of it, from nothing. */
static enum status begin(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    forget(live);
    enum status status = store_position(store, &live->position, err);
    if (status == STATUS_OK)
        status = read_digests(store, &live->model_digest, &live->rules, err);
    if (status == STATUS_OK)
        status = settings_rules_off(store, &live->without_rules, err);
    if (status == STATUS_OK)
        status = kept_model_get(store, &live->model, err);
    if (status == STATUS_OK)
        status = corpus_open(store, job, &live->corpus, err);
    if (status != STATUS_OK)
        return status;
    live->about.was_read = read_file(live, store);
    if (!live->about.was_read)
        status = make(live, store, job, err);
    if (status == STATUS_OK)
        status = know_sources(live, err);
    if (status == STATUS_OK)
        status = live_take_decisions(live, store, err);
    return status == STATUS_OK ? take_since(live, store, err) : status;
}

/*
 * Were mappings of new layouts all that was added?  A file with columns nobody
 * saw before says nothing of the records there are.
 */
static enum status only_new_mappings(const struct live *live, struct store *store, bool *ret, struct error *err)
{
    enum { HEADS_MAX = 200 };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(DECISIONS_BYTES);
    struct ruleset_head *heads = NULL;
    size_t count = 0;
    enum status status = store_ruleset_heads(store, INT64_MAX, HEADS_MAX, &arena, &heads, &count, err);
    *ret = status == STATUS_OK && (count < HEADS_MAX || heads[count - 1].id <= live->position.ruleset_id);
    for (size_t i = 0; i < count && *ret && heads[i].id > live->position.ruleset_id; i++)
        *ret = text_equal(heads[i].kind, TEXT("mapping")) && heads[i].version == 1;
    return status;
}

/* The same index, read with the rules as they are now. */
enum status live_know_rules(struct live *live, struct store *store, const struct job *job, const struct digest *rules,
                            struct error *err)
{
    corpus_close(&live->corpus);
    live->has_registers = false;
    enum status status = corpus_open(store, job, &live->corpus, err);
    if (status == STATUS_OK)
        status = know_sources(live, err);
    live->rules = *rules;
    return status;
}

void live_doubt(struct live *live)
{
    match_index_close(&live->index);
    live->settled = 0;
    live->runs.len = 0;
    live_columns_forget(live);
}

static bool same_position(const struct store_position *a, const struct store_position *b)
{
    return a->record_seq == b->record_seq && a->ruleset_id == b->ruleset_id && a->decisions == b->decisions &&
           a->sources == b->sources && a->erasures == b->erasures;
}

enum status live_take_in(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    struct store_position now = { 0 };
    struct digest model, rules;
    enum status status = store_position(store, &now, err);
    if (status != STATUS_OK || (live->index && same_position(&now, &live->position)))
        return status;
    if (live->index && now.ruleset_id == live->position.ruleset_id && now.sources == live->position.sources &&
        now.erasures == live->position.erasures && now.record_seq >= live->position.record_seq) {
        status = now.decisions != live->position.decisions ? live_take_decisions(live, store, err) : STATUS_OK;
        live->position.decisions = now.decisions;
        return status == STATUS_OK ? take_since(live, store, err) : status;
    }
    bool rules_hold = false;
    status = read_digests(store, &model, &rules, err);
    if (status == STATUS_OK && live->index)
        status = only_new_mappings(live, store, &rules_hold, err);
    if (status != STATUS_OK)
        return status;
    rules_hold = rules_hold || same_digest(&rules, &live->rules);
    if (!live->index || !same_digest(&model, &live->model_digest) || !rules_hold ||
        now.record_seq < live->position.record_seq || now.erasures != live->position.erasures)
        return begin(live, store, job, err);
    now.record_seq = live->position.record_seq; /* a resolve came by and kept the model: rules are as they were */
    live->position = now;
    if (!same_digest(&rules, &live->rules))
        status = live_know_rules(live, store, job, &rules, err);
    if (status == STATUS_OK)
        status = live_take_decisions(live, store, err);
    return status == STATUS_OK ? take_since(live, store, err) : status;
}

/* ---- outside ---- */

enum status live_open(struct store *store, const struct job *job, struct live **ret, struct error *err)
{
    struct live *live = calloc(1, sizeof(*live));
    if (!live)
        return no_memory(err);
    live->corpus = CORPUS_CLOSED;
    pthread_rwlock_init(&live->lock, NULL);
    pthread_mutex_init(&live->queue_lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&live->gathered, &monotonic);
    pthread_condattr_destroy(&monotonic);
    live_keeper_init(live);
    enum status status = index_place(store, live->path, err);
    if (status == STATUS_OK)
        status = begin(live, store, job, err);
    if (status == STATUS_OK && live->unsaved >= SAVE_FROM)
        live_save(live, store);
    if (status != STATUS_OK) {
        live_close(&live);
        return status;
    }
    *ret = live;
    return STATUS_OK;
}

void live_close(struct live **live)
{
    if (!*live)
        return;
    /* who put many, perhaps in columns that are new, leaves the next one an index to read */
    if ((*live)->writer && (*live)->index && (*live)->unsaved)
        live_save(*live, (*live)->writer);
    live_keeper_done(*live);
    if ((*live)->homes.is_filled)
        live_homes_keep(*live);
    forget(*live);
    vec_done(&(*live)->decided);
    vec_done(&(*live)->runs);
    vec_done(&(*live)->columns);
    homes_done(&(*live)->homes);
    pthread_mutex_destroy(&(*live)->queue_lock);
    pthread_cond_destroy(&(*live)->gathered);
    pthread_rwlock_destroy(&(*live)->lock);
    free(*live);
    *live = NULL;
}

static size_t mentions_of(const struct live *live)
{
    return match_index_count(live->index, PARTY_PERSON) + match_index_count(live->index, PARTY_ORGANISATION);
}

/* Nobody puts while the file is written, so it is not done for a few among many. */
enum status live_follow(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    pthread_rwlock_wrlock(&live->lock);
    enum status status = live_take_in(live, store, job, err);
    if (status == STATUS_OK && live->unsaved >= SAVE_FROM && live->unsaved >= mentions_of(live) / SAVE_PART)
        live_save(live, store);
    pthread_rwlock_unlock(&live->lock);
    return status;
}

enum status live_stand_still(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    struct store_position now = { 0 };
    pthread_rwlock_rdlock(&live->lock);
    enum status status = store_position(store, &now, err);
    bool stands = status != STATUS_OK || (live->index && same_position(&now, &live->position));
    if (stands)
        return status;
    pthread_rwlock_unlock(&live->lock);
    status = live_follow(live, store, job, err);
    pthread_rwlock_rdlock(&live->lock); /* what came in between waits for the next question */
    if (status == STATUS_OK && !live->index)
        status = error_set(err, STATUS_CONFLICT, "the index is being made");
    return status;
}

struct live_about live_about(struct live *live)
{
    pthread_rwlock_rdlock(&live->lock);
    struct live_about about = live->about;
    if (live->index) {
        about.bytes = match_index_bytes(live->index);
        about.mentions = mentions_of(live);
        about.record_seq = live->position.record_seq;
    }
    pthread_rwlock_unlock(&live->lock);
    return about;
}
