/*
 * Who lives near whom, in a file beside the index, so that the first put of a
 * process need not read all homes: it is mapped, and a question reads the few
 * pages where its key lies.
 *
 *     head (magic, order of bytes, program, what it is of, how many) │ struct home_key, in order
 *
 * Whoever reads it knows by the head whether it is of this view, and takes in
 * the homes that changed since (homes_follow()).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "flow/job/index_place.h"
#include "flow/resolve/homes.h"
#include "os/file.h"

enum { HEAD_BYTES = 4096 };
static const char form[8] = "kbhome1";
static const uint64_t order_mark = 0x0102030405060708;

struct head {
    char magic[8];
    uint64_t order, keys;
    struct homes_of of;
    char program[16];
    uint64_t hash; /* of what stands before it */
};
_Static_assert(sizeof(struct head) <= HEAD_BYTES, "keys begin on a page");
_Static_assert(sizeof(struct head) % sizeof(uint64_t) == 0, "no gaps");

static uint64_t hash_of(const struct head *head)
{
    return hash_text((struct text){ (const char *)head, offsetof(struct head, hash) });
}

enum status homes_write(const struct homes *homes, const char *index_path, const struct homes_of *of, struct error *err)
{
    char path[PATH_MAX], bytes[HEAD_BYTES] = { 0 };
    struct head head = { .order = order_mark, .keys = homes->keys.len, .of = *of };
    enum status status = index_homes_place(index_path, path, err);
    if (status != STATUS_OK)
        return status;
    memcpy(head.magic, form, sizeof(head.magic));
    snprintf(head.program, sizeof(head.program), "%s", KLANTBEELD_VERSION);
    head.hash = hash_of(&head);
    memcpy(bytes, &head, sizeof(head));
    const struct text parts[] = { { bytes, sizeof(bytes) },
                                  { (const char *)homes->keys.ptr, homes->keys.len * sizeof(*homes->keys.ptr) } };
    return file_replace_parts(path, parts, 2, err);
}

bool homes_read(struct homes *homes, const char *index_path, struct homes_of *ret_of)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    char path[PATH_MAX], program[sizeof(((struct head *)0)->program)] = { 0 };
    struct text mapped = TEXT_EMPTY;
    struct head head = { 0 };
    homes_done(homes);
    snprintf(program, sizeof(program), "%s", KLANTBEELD_VERSION);
    if (index_homes_place(index_path, path, NULL) != STATUS_OK || !file_exists(path) ||
        file_open(path, &file, NULL) != STATUS_OK || file_map(&file, &mapped, NULL) != STATUS_OK)
        return false;
    if (mapped.len >= HEAD_BYTES)
        memcpy(&head, mapped.ptr, sizeof(head));
    if (mapped.len < HEAD_BYTES || memcmp(head.magic, form, sizeof(form)) != 0 || head.order != order_mark ||
        head.hash != hash_of(&head) || memcmp(head.program, program, sizeof(program)) != 0 ||
        head.keys != (mapped.len - HEAD_BYTES) / sizeof(struct home_key)) {
        file_unmap(&mapped);
        return false;
    }
    homes->mapped = mapped;
    homes->kept = (const struct home_key *)(const void *)(mapped.ptr + HEAD_BYTES);
    homes->kept_count = head.keys;
    homes->born = head.of.born;
    homes->stamp = head.of.stamp;
    *ret_of = head.of;
    return true;
}
