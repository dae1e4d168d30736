/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import/import_again.h"

#include <string.h>

#include "base/scoped.h"
#include "os/file.h"
#include "os/relay.h"

enum { IMPORTS_BYTES_MAX = 256 * 1024 * 1024, DIGEST_CHUNK = 1024 * 1024 };

/* SHA-256 over the file's pieces, chained. false for what cannot be read twice. */
static bool digest_of_file(const char *path, struct digest *ret)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    SCOPED(buf_done) struct buf chunk = BUF_EMPTY;
    *ret = (struct digest){ 0 };
    if (strcmp(path, "-") == 0 || file_open(path, &file, NULL) != STATUS_OK || !file.is_regular)
        return false;
    char *into = buf_reserve(&chunk, DIGEST_CHUNK);
    size_t len = DIGEST_CHUNK;
    while (into && len == DIGEST_CHUNK) {
        size_t got = 1;
        for (len = 0; len < DIGEST_CHUNK && got > 0; len += got)
            if (file_read(&file, into + len, DIGEST_CHUNK - len, &got, NULL) != STATUS_OK)
                return false;
        *ret =
            digest_of_pair((struct text){ (const char *)ret->bytes, sizeof(ret->bytes) }, (struct text){ into, len });
    }
    return into != NULL;
}

static void work_digest(void *ctx, void *item)
{
    struct import_again *again = item;
    again->has_digest = digest_of_file(again->path, &again->digest);
}

/* The last import of the source, when it came to its end by the mapping that stands; else none. */
static enum status last_import(struct store *store, const struct import_source *source, struct arena *arena,
                               const struct import_run **ret, struct error *err)
{
    struct import_run *runs = NULL;
    const struct import_run *last = NULL;
    size_t count = 0;
    *ret = NULL;
    enum status status = store_imports(store, arena, &runs, &count, err);
    for (size_t i = 0; i < count; i++)
        if (runs[i].source_id == source->source.id && (!last || runs[i].id > last->id))
            last = &runs[i];
    if (status == STATUS_OK && last && last->state == IMPORT_DONE && source->mapping.origin == MAPPING_SAVED)
        *ret = last;
    return status;
}

static void tell_of(const struct import_run *last, struct import_report *report)
{
    const struct import_counts *was = &last->counts;
    report->import_id = last->id;
    report->counts = (struct import_counts){
        .rows = was->rows,
        .unchanged = was->created + was->updated + was->unchanged,
        .rejected = was->rejected,
        .events_unchanged = was->events_created + was->events_unchanged,
    };
    report->same_file = true;
}

enum status import_again_ask(struct import_again *again, struct store *store, const struct job *job,
                             const struct import_source *source, struct import_report *report, bool *ret_same,
                             struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(IMPORTS_BYTES_MAX);
    const struct import_run *last = NULL;
    enum status status = STATUS_OK;
    *ret_same = false;
    if (!again->path || strcmp(again->path, "-") == 0)
        return STATUS_OK;
    if (report)
        status = last_import(store, source, &arena, &last, err);
    again->beside = status == STATUS_OK ? relay_open(!last && job->threads > 1, work_digest, NULL) : NULL;
    if (!again->beside)
        return status == STATUS_OK ? error_set(err, STATUS_NO_MEMORY, "no memory for an import") : status;
    relay_give(again->beside, again);
    if (last && import_again_digest(again) &&
        memcmp(last->file_digest.bytes, again->digest.bytes, sizeof(again->digest.bytes)) == 0) {
        tell_of(last, report);
        *ret_same = true;
    }
    return STATUS_OK;
}

bool import_again_digest(struct import_again *again)
{
    if (again->beside)
        relay_wait(again->beside);
    return again->has_digest;
}

void import_again_close(struct import_again *again)
{
    relay_close(&again->beside);
}

enum status import_again_close_cut_off(struct store *store, uint32_t source_id, int64_t now_ms, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(IMPORTS_BYTES_MAX);
    struct import_run *runs = NULL;
    size_t count = 0;
    enum status status = store_imports(store, &arena, &runs, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (runs[i].source_id == source_id && runs[i].state == IMPORT_RUNNING)
            status = store_import_update(store, runs[i].id, IMPORT_FAILED, runs[i].counts, now_ms, err);
    return status;
}
