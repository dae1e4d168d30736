/*
 * Parties are read by one thread, made side by side in slices, and compared in
 * order, so that which come first never hangs on threads.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "flow/job/tell.h"
#include "flow/profile/party.h"
#include "flow/profile/profile_json.h"
#include "flow/profile/rules.h"
#include "os/process.h"
#include "os/threads.h"

enum { BATCH_PARTIES = 1024, SLICES = 16, VALUES_MAX = 2000 };
#define RAW_BYTES_MAX     ((size_t)2 << 30)
#define SLICE_BYTES_MAX   ((size_t)1 << 30)
#define SCRATCH_BYTES_MAX ((size_t)1 << 30)

struct task {
    struct party_id party;
    struct stored_party kept;
    struct party_mention *mentions;
    size_t count;
    struct party_made made;
};

struct slice {
    struct arena arena, scratch;
    enum status status;
    struct error err;
};

struct trying {
    struct store *store;
    const struct job *job;
    struct corpus corpus;
    struct party_links nobody;
    uint64_t view_seq;
    bool said_moved;
    VEC(struct party_id) parties;
    bool failed;
    struct arena raw, compared;
    struct task tasks[BATCH_PARTIES];
    size_t tasks_count;
    struct slice slices[SLICES];
    struct arena *kept; /* the caller's */
    struct rules_count counts[RULES_FIELDS_MAX];
    size_t counts_count;
    struct rules_change *first;
    size_t first_max;
    struct rules_report report;
};

static struct trying *trying_new(struct store *store, const struct job *job, struct arena *kept)
{
    struct trying *t = calloc(1, sizeof(*t));
    if (!t)
        return NULL;
    t->store = store;
    t->job = job;
    t->kept = kept;
    t->corpus = CORPUS_CLOSED;
    t->raw = ARENA_UP_TO(RAW_BYTES_MAX);
    t->compared = ARENA_UP_TO(SCRATCH_BYTES_MAX);
    for (size_t i = 0; i < SLICES; i++) {
        t->slices[i].arena = ARENA_UP_TO(SLICE_BYTES_MAX);
        t->slices[i].scratch = ARENA_UP_TO(SCRATCH_BYTES_MAX);
    }
    return t;
}

static void trying_free(struct trying **trying)
{
    struct trying *t = *trying;
    if (!t)
        return;
    corpus_close(&t->corpus);
    vec_done(&t->parties);
    arena_done(&t->raw);
    arena_done(&t->compared);
    for (size_t i = 0; i < SLICES; i++) {
        arena_done(&t->slices[i].arena);
        arena_done(&t->slices[i].scratch);
    }
    free(t);
    *trying = NULL;
}

/* ---- making ---- */

/* Roles decide no value of the profile. */
static bool no_organisation(void *ctx, struct mention_id mention, struct party_id *ret, struct text *ret_name)
{
    (void)ctx, (void)mention, (void)ret, (void)ret_name;
    return false;
}

static void make_slice(void *ctx, size_t number, int thread)
{
    struct trying *t = ctx;
    struct slice *slice = &t->slices[number];
    (void)thread;
    arena_reset(&slice->arena);
    slice->status = STATUS_OK;
    for (size_t i = t->tasks_count * number / SLICES;
         i < t->tasks_count * (number + 1) / SLICES && slice->status == STATUS_OK; i++)
        slice->status = party_make(&t->corpus, &t->nobody, t->tasks[i].party, t->tasks[i].mentions, t->tasks[i].count,
                                   &slice->scratch, &slice->arena, &t->tasks[i].made, &slice->err);
}

/* The party as it is shown and the records it is made of; false in *ret_fresh when it waits for a resolve. */
static enum status read_task(struct trying *t, struct party_id party, struct task *ret, bool *ret_fresh,
                             struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    *ret = (struct task){ .party = party };
    *ret_fresh = true;
    enum status status = store_party_get(t->store, party, &t->raw, &ret->kept, err);
    if (status == STATUS_OK)
        status = store_party_links(t->store, party, &t->raw, &links, &count, err);
    if (status != STATUS_OK)
        return status;
    struct stored_record *records = arena_array(&t->raw, struct stored_record, count + 1);
    ret->mentions = arena_array(&t->raw, struct party_mention, count + 1);
    if (!records || !ret->mentions)
        return error_set(err, STATUS_LIMIT, "party %s is larger than its memory", party_id_text(party).s);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        ret->mentions[i] = (struct party_mention){ .record = &records[i], .ordinal = links[i].ordinal };
        status = store_record_get(t->store, links[i].record, &t->raw, &records[i], err);
        *ret_fresh = *ret_fresh && records[i].seq <= t->view_seq &&
                     !(t->said_moved && said_touches(&t->corpus.said, links[i].mention, links[i].record));
    }
    ret->count = count;
    *ret_fresh = *ret_fresh && count > 0;
    return status;
}

/* ---- comparing ---- */

struct value {
    struct text field, value;
};

static size_t values_of(struct text profile, struct arena *arena, struct value *ret)
{
    struct profile_field field = { 0 };
    size_t count = 0;
    ret[count++] = (struct value){ TEXT("stage"), profile_json_text(profile, "stage", arena) };
    while (count < VALUES_MAX && profile_json_next(&profile, arena, &field))
        ret[count++] = (struct value){ field.field, field.value };
    return count;
}

/* The n-th value of a field, for those that hold many; empty when there is none. */
static struct text nth(const struct value *values, size_t count, struct text field, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(values[i].field, field) && n-- == 0)
            return values[i].value;
    return TEXT_EMPTY;
}

static size_t place_among(const struct value *values, size_t at)
{
    size_t before = 0;
    for (size_t i = 0; i < at; i++)
        before += text_equal(values[i].field, values[at].field);
    return before;
}

static bool count_field(struct trying *t, struct text field, struct party_id party, struct party_id *last)
{
    size_t at = 0;
    while (at < t->counts_count && !text_equal(t->counts[at].field, field))
        at++;
    if (at == RULES_FIELDS_MAX)
        return true;
    if (at == t->counts_count) {
        t->counts[at].field = arena_copy(t->kept, field);
        if (!t->counts[t->counts_count++].field.ptr)
            return false;
    }
    t->counts[at].parties += last[at].v != party.v; /* once for a party, however many of its values */
    last[at] = party;
    return true;
}

static bool keep_change(struct trying *t, const struct task *task, struct text field, struct text from, struct text to)
{
    if (t->report.first_count == t->first_max)
        return true;
    struct rules_change *change = &t->first[t->report.first_count++];
    *change = (struct rules_change){ .party = task->party,
                                     .name = arena_copy(t->kept, task->kept.name),
                                     .field = arena_copy(t->kept, field),
                                     .from = arena_copy(t->kept, from),
                                     .to = arena_copy(t->kept, to) };
    return change->name.ptr && change->field.ptr && change->from.ptr && change->to.ptr;
}

static enum status compare(struct trying *t, const struct task *task, struct party_id *last, struct error *err)
{
    arena_reset(&t->compared);
    struct text made = TEXT_EMPTY;
    enum status status = party_profile(&task->made.party, &t->compared, &made, err);
    if (status != STATUS_OK)
        return status;
    struct value *before = arena_array(&t->compared, struct value, VALUES_MAX);
    struct value *after = arena_array(&t->compared, struct value, VALUES_MAX);
    bool fits = before && after, changed = false;
    size_t before_count = fits ? values_of(task->kept.profile, &t->compared, before) : 0;
    size_t after_count = fits ? values_of(made, &t->compared, after) : 0;
    for (size_t i = 0; i < before_count && fits; i++) {
        struct text to = nth(after, after_count, before[i].field, place_among(before, i));
        if (text_equal(before[i].value, to))
            continue;
        changed = true;
        fits = count_field(t, before[i].field, task->party, last) &&
               keep_change(t, task, before[i].field, before[i].value, to);
    }
    for (size_t i = 0; i < after_count && fits; i++) { /* what was not there before */
        if (nth(before, before_count, after[i].field, place_among(after, i)).len || after[i].value.len == 0)
            continue;
        changed = true;
        fits = count_field(t, after[i].field, task->party, last) &&
               keep_change(t, task, after[i].field, TEXT_EMPTY, after[i].value);
    }
    t->report.changed += changed;
    t->report.parties++;
    return fits ? STATUS_OK : error_set(err, STATUS_LIMIT, "the changes are larger than their memory");
}

static enum status work_batch(struct trying *t, struct party_id *last, struct error *err)
{
    threads_run(t->job->threads, SLICES, make_slice, t);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < SLICES && status == STATUS_OK; i++)
        if (t->slices[i].status != STATUS_OK) {
            status = t->slices[i].status;
            if (err)
                *err = t->slices[i].err;
        }
    for (size_t i = 0; i < t->tasks_count && status == STATUS_OK; i++)
        status = compare(t, &t->tasks[i], last, err);
    t->tasks_count = 0;
    arena_reset(&t->raw);
    return status;
}

static enum status work_all(struct trying *t, struct error *err)
{
    struct teller teller = { .job = t->job };
    struct party_id *last = arena_array(t->kept, struct party_id, RULES_FIELDS_MAX);
    enum status status = last ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for the changes");
    for (size_t i = 0; i < t->parties.len && status == STATUS_OK; i++) {
        bool fresh = false;
        status = read_task(t, t->parties.ptr[i], &t->tasks[t->tasks_count], &fresh, err);
        t->tasks_count += fresh;
        t->report.waiting += !fresh;
        if (status == STATUS_OK && t->tasks_count == BATCH_PARTIES) {
            status = work_batch(t, last, err);
            tell(&teller, "parties", i + 1, t->parties.len);
        }
        if (status == STATUS_OK && process_interrupted())
            status = error_set(err, STATUS_INTERRUPTED, "stopped; nothing was written");
    }
    return status == STATUS_OK && t->tasks_count ? work_batch(t, last, err) : status;
}

/* ---- the whole ---- */

static bool keep_party(void *ctx, const struct stored_party *party)
{
    struct trying *t = ctx;
    if (party_id_kind(party->party) != PARTY_HOUSEHOLD)
        t->failed = !vec_push(&t->parties, party->party);
    return !t->failed;
}

static int most_parties_first(const void *a, const void *b)
{
    const struct rules_count *x = a, *y = b;
    if (x->parties != y->parties)
        return x->parties > y->parties ? -1 : 1;
    return text_compare(x->field, y->field);
}

/* What the view was made of, as fsck asks it. */
static enum status read_view(struct trying *t, struct error *err)
{
    struct ruleset view = { 0 }, said = { 0 };
    enum status status = store_ruleset_get(t->store, TEXT("view"), TEXT("default"), t->kept, &view, err);
    if (status == STATUS_OK)
        status = store_ruleset_get(t->store, TEXT("view"), TEXT("said"), t->kept, &said, err);
    if (status == STATUS_NOT_FOUND) {
        error_set(err, status, "there is no view yet");
        error_hint(err, "Make it with: klantbeeld resolve");
    }
    if (status == STATUS_OK && !text_to_u64(view.body, &t->view_seq))
        status = error_set(err, STATUS_BROKEN, "what the view was made of cannot be read");
    t->said_moved = !text_equal(said.body, text_from(said_state_of(&t->corpus.said).s));
    return status;
}

static enum status prepare(struct trying *t, struct text body, struct error *err)
{
    enum status status = corpus_open(t->store, t->job, &t->corpus, err);
    int64_t as_of_ms = t->corpus.leading.as_of_ms;
    if (status == STATUS_OK)
        status = leading_read(body, t->corpus.golden, t->corpus.sources_count, t->kept, &t->corpus.leading, err);
    t->corpus.leading.as_of_ms = as_of_ms;
    if (status == STATUS_OK && t->corpus.leading.rules_count == 0)
        status = error_set(err, STATUS_INVALID, "there is no rule in it");
    if (status == STATUS_OK)
        status = read_view(t, err);
    if (status == STATUS_OK)
        status = store_parties_each(t->store, 0, keep_party, t, err);
    return status == STATUS_OK && t->failed ? error_set(err, STATUS_NO_MEMORY, "no memory for the parties") : status;
}

enum status rules_try(struct store *store, const struct job *job, struct text body, size_t first_max,
                      struct arena *arena, struct rules_report *ret, struct error *err)
{
    uint64_t started = clock_elapsed_ns();
    SCOPED(trying_free) struct trying *t = trying_new(store, job, arena);
    if (!t)
        return error_set(err, STATUS_NO_MEMORY, "no memory to try rules");
    t->first_max = first_max < RULES_FIRST_MAX ? first_max : RULES_FIRST_MAX;
    t->first = arena_array(arena, struct rules_change, RULES_FIRST_MAX);
    t->nobody = (struct party_links){ .organisation = no_organisation };
    struct text kept = arena_copy(arena, body);
    if (!t->first || !kept.ptr)
        return error_set(err, STATUS_NO_MEMORY, "no memory to try rules");
    enum status status = prepare(t, kept, err);
    if (status == STATUS_OK)
        status = work_all(t, err);
    if (status != STATUS_OK)
        return status;
    struct rules_count *fields = arena_array(arena, struct rules_count, t->counts_count + 1);
    if (!fields)
        return error_set(err, STATUS_NO_MEMORY, "no memory to try rules");
    memcpy(fields, t->counts, t->counts_count * sizeof(*fields));
    qsort(fields, t->counts_count, sizeof(*fields), most_parties_first);
    t->report.fields = fields;
    t->report.fields_count = t->counts_count;
    t->report.first = t->first;
    t->report.seconds = seconds_since(started);
    *ret = t->report;
    return STATUS_OK;
}
