/*
 * The index as a file: a head, then its arrays as they lie in memory.
 *
 *     head      magic, order of bytes, stamp, counts, the length and XXH3 of each section, XXH3 of the head
 *     sections  of persons, then of organisations: spots, free places, packed mentions, keys, starts, members
 *
 * It is a copy of what the store can give again, made for this machine and
 * this program; whoever else finds it makes it anew.  So numbers stand as the
 * machine has them, and a file that is not exactly as it was written counts
 * as none.  Even then no place in it is used before it is known to be one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "match/index_inside.h"
#include "os/file.h"

enum { SECTIONS = 6, SECTIONS_ALL = SECTIONS * KINDS, ORDER_MARK = 0x01020304 };
#define SECTION_BYTES_MAX ((uint64_t)1 << 38)
#define INDEX_FORM        "KBINDEX8"

struct head {
    char magic[8];
    uint32_t order, stamp_len;
    char stamp[MATCH_STAMP_MAX];
    char program[32];
    uint64_t counts[KINDS], dead[KINDS];
    struct {
        uint64_t bytes, hash;
    } sections[SECTIONS_ALL];
    uint64_t hash; /* of all before */
};

static uint64_t head_hash(const struct head *head)
{
    return hash_text((struct text){ (const char *)head, offsetof(struct head, hash) });
}

static struct text section(const void *ptr, size_t bytes)
{
    return (struct text){ ptr, bytes };
}

enum status match_index_write(struct match_index *index, const char *path, struct text stamp, struct error *err)
{
    assert(stamp.len <= MATCH_STAMP_MAX);
    struct text parts[1 + SECTIONS_ALL];
    struct head head = { .order = ORDER_MARK, .stamp_len = (uint32_t)stamp.len };
    enum status status = match_index_settle(index, 1, err);
    if (status != STATUS_OK)
        return status;
    memcpy(head.magic, INDEX_FORM, sizeof(head.magic));
    memcpy(head.stamp, stamp.ptr, stamp.len);
    strncpy(head.program, KLANTBEELD_VERSION, sizeof(head.program) - 1);
    for (int k = 0; k < KINDS; k++) {
        const struct half *half = &index->halves[k];
        const struct postings *postings = &half->postings;
        struct text *of = &parts[1 + SECTIONS * k];
        of[0] = section(half->spots.ptr, half->spots.len * sizeof(struct spot));
        of[1] = section(half->free.ptr, half->free.len * sizeof(uint32_t));
        of[2] = section(half->bytes.ptr, half->bytes.len);
        of[3] = section(postings->keys.ptr, postings->keys.len * sizeof(uint64_t));
        of[4] = section(postings->starts.ptr, postings->starts.len * sizeof(uint32_t));
        of[5] = section(postings->members.ptr, postings->members.len * sizeof(uint32_t));
        head.counts[k] = half->count;
        head.dead[k] = half->bytes_dead;
    }
    for (int s = 0; s < SECTIONS_ALL; s++) {
        head.sections[s].bytes = parts[1 + s].len;
        head.sections[s].hash = hash_text(parts[1 + s]);
    }
    head.hash = head_hash(&head);
    parts[0] = section(&head, sizeof(head));
    return file_replace_parts(path, parts, 1 + SECTIONS_ALL, err);
}

static enum status torn(const char *path, struct error *err)
{
    return error_set(err, STATUS_BROKEN, "the index '%s' is not whole, or of another program", path);
}

static enum status read_exactly(struct file *file, void *into, size_t bytes, const char *path, struct error *err)
{
    for (size_t at = 0, got = 0; at < bytes; at += got) {
        enum status status = file_read(file, (char *)into + at, bytes - at, &got, err);
        if (status != STATUS_OK)
            return status;
        if (got == 0)
            return torn(path, err);
    }
    return STATUS_OK;
}

static bool head_holds(const struct head *head, uint64_t file_bytes)
{
    uint64_t bytes = sizeof(*head);
    char program[sizeof(head->program)] = { 0 };
    strncpy(program, KLANTBEELD_VERSION, sizeof(program) - 1);
    if (memcmp(head->magic, INDEX_FORM, sizeof(head->magic)) != 0 || head->order != ORDER_MARK ||
        memcmp(head->program, program, sizeof(program)) != 0 || head->hash != head_hash(head) ||
        head->stamp_len > MATCH_STAMP_MAX)
        return false;
    for (int s = 0; s < SECTIONS_ALL; s++) {
        if (head->sections[s].bytes > SECTION_BYTES_MAX)
            return false;
        bytes += head->sections[s].bytes;
    }
    return bytes == file_bytes;
}

/* One section into an array of items. */
static enum status read_section(struct file *file, const char *path, const struct head *head, int number, void **ptr,
                                size_t *len, size_t *cap, size_t item, struct error *err)
{
    size_t bytes = head->sections[number].bytes;
    if (bytes % item)
        return torn(path, err);
    if (!vec_grow(ptr, cap, bytes / item + 1, item))
        return error_set(err, STATUS_NO_MEMORY, "no memory for the index");
    enum status status = read_exactly(file, *ptr, bytes, path, err);
    *len = bytes / item;
    if (status == STATUS_OK && hash_text((struct text){ *ptr, bytes }) != head->sections[number].hash)
        return torn(path, err);
    return status;
}

#define READ(vec, number)                                                                                              \
    read_section(file, path, head, (number), (void **)&(vec)->ptr, &(vec)->len, &(vec)->cap, sizeof(*(vec)->ptr), err)

static enum status read_half(struct file *file, const char *path, const struct head *head, int k, struct half *half,
                             struct error *err)
{
    struct postings *postings = &half->postings;
    enum status status = READ(&half->spots, SECTIONS * k);
    if (status == STATUS_OK)
        status = READ(&half->free, SECTIONS * k + 1);
    if (status == STATUS_OK)
        status = READ(&half->bytes, SECTIONS * k + 2);
    if (status == STATUS_OK)
        status = READ(&postings->keys, SECTIONS * k + 3);
    if (status == STATUS_OK)
        status = READ(&postings->starts, SECTIONS * k + 4);
    if (status == STATUS_OK)
        status = READ(&postings->members, SECTIONS * k + 5);
    half->count = head->counts[k];
    half->bytes_dead = head->dead[k];
    return status;
}

/* Every place that will be used is one. */
static bool half_holds(const struct half *half)
{
    const struct postings *postings = &half->postings;
    size_t count = 0;
    for (size_t i = 0; i < half->spots.len; i++) {
        const struct spot *spot = &half->spots.ptr[i];
        if (spot->at > half->bytes.len || spot->len > half->bytes.len - spot->at)
            return false;
        count += spot->len > 0;
    }
    for (size_t i = 0; i < half->free.len; i++)
        if (half->free.ptr[i] >= half->spots.len || half->spots.ptr[half->free.ptr[i]].len)
            return false;
    if (count != half->count || postings->starts.len != postings->keys.len + 1 || postings->starts.ptr[0] != 0 ||
        postings->starts.ptr[postings->keys.len] != postings->members.len)
        return false;
    for (size_t i = 0; i < postings->keys.len; i++)
        if (postings->starts.ptr[i] > postings->starts.ptr[i + 1] || postings->keys.ptr[i] >> 32 >= BLOCK_FAMILIES ||
            (i && postings->keys.ptr[i] <= postings->keys.ptr[i - 1]))
            return false;
    for (size_t i = 0; i < postings->members.len; i++)
        if (postings->members.ptr[i] >= half->spots.len || half->spots.ptr[postings->members.ptr[i]].len == 0)
            return false;
    return true;
}

static enum status find_places(struct match_index *index, const char *path, struct error *err)
{
    size_t count = index->halves[0].count + index->halves[1].count;
    for (uint64_t k = 0; k < KINDS; k++)
        if (!half_holds(&index->halves[k]))
            return torn(path, err);
    if (!map_reserve(&index->places, count))
        return error_set(err, STATUS_NO_MEMORY, "no memory for the index");
    for (uint64_t k = 0; k < KINDS; k++) {
        const struct half *half = &index->halves[k];
        for (size_t i = 0; i < half->spots.len; i++) {
            bool is_new = true;
            if (half->spots.ptr[i].len && !map_put(&index->places, half->spots.ptr[i].id, (k << 32 | i) + 1, &is_new))
                return error_set(err, STATUS_NO_MEMORY, "no memory for the index");
            if (!is_new)
                return torn(path, err);
        }
        if (!postings_direct(&index->halves[k].postings))
            return error_set(err, STATUS_NO_MEMORY, "no memory for the index");
    }
    return STATUS_OK;
}

enum status match_index_read(const char *path, const struct match_model *model, uint32_t without_rules,
                             struct match_index **ret, struct buf *ret_stamp, struct error *err)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    struct head head;
    struct match_index *index = NULL;
    if (!file_exists(path))
        return error_set(err, STATUS_NOT_FOUND, "there is no index '%s'", path);
    enum status status = file_open(path, &file, err);
    if (status == STATUS_OK)
        status = read_exactly(&file, &head, sizeof(head), path, err);
    if (status == STATUS_OK && !head_holds(&head, file.size))
        status = torn(path, err);
    if (status == STATUS_OK)
        status = match_index_open(model, without_rules, &index, err);
    for (int k = 0; k < KINDS && status == STATUS_OK; k++)
        status = read_half(&file, path, &head, k, &index->halves[k], err);
    if (status == STATUS_OK)
        status = find_places(index, path, err);
    if (status != STATUS_OK) {
        match_index_close(&index);
        return status;
    }
    buf_put(ret_stamp, (struct text){ head.stamp, head.stamp_len });
    index->is_settled = true;
    *ret = index;
    return buf_status(ret_stamp, err);
}
