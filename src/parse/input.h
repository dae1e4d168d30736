/*
 * A window on a file's bytes that moves forward.
 *
 *     file ──read──▶ [ consumed | start ......... end | free ] + 64 bytes that may be read
 *                                 what a format looks at
 *
 * The window holds the file's own bytes, or UTF-8 when the file is UTF-16, and
 * never a BOM.  It grows only while somebody asks for more than fits, up to
 * INPUT_WINDOW_MAX, so that memory does not follow the size of the file.  A
 * pipe is copied to a temporary file first (unlinked at once), because every
 * format looks at its beginning twice.
 */
#pragma once

#include "base/limits.h"
#include "os/file.h"
#include "parse/encoding.h"

enum {
    INPUT_WINDOW_BYTES = 512 * 1024,
    INPUT_WINDOW_MAX = ROW_BYTES_MAX + 2 * INPUT_WINDOW_BYTES,
    INPUT_PADDING = 64, /* bytes after the end that may be read, not trusted */
};

struct input {
    struct file file;   /* FILE_CLOSED when over memory */
    struct text memory; /* when not over a file */
    size_t memory_at;
    char *buf;
    size_t cap, start, end;
    char *units; /* UTF-16 as read, not yet decoded */
    size_t units_len;
    enum encoding encoding;
    bool at_end;         /* nothing comes after end */
    uint64_t bytes_read; /* from the file */
    uint64_t bytes_total;
    enum status status;
    struct error err;
};

#define INPUT_CLOSED ((struct input){ .file = FILE_CLOSED })

/* The encoding is detected on the first window. */
enum status input_open(const char *path, struct input *ret, struct error *err);
enum status input_over(struct text bytes, struct input *ret, struct error *err); /* bytes are borrowed */
/* Other bytes in the window there is; STATUS_NOT_FOUND, without a message, when they are in another encoding. */
enum status input_again(struct input *input, struct text bytes, struct error *err);
void input_close(struct input *input);

/* Read more behind what is there. False when there is no more to come: the end
 * (at_end), the window is as large as it may be, or a failure (status). */
bool input_more(struct input *input);
/* Back to the first byte after the BOM. */
enum status input_rewind(struct input *input, struct error *err);

static inline const char *input_ptr(const struct input *input)
{
    return input->buf + input->start;
}
static inline size_t input_len(const struct input *input)
{
    return input->end - input->start;
}
static inline void input_consume(struct input *input, size_t len)
{
    input->start += len;
}
/* Bytes of the file behind us; a figure for progress. */
uint64_t input_bytes_done(const struct input *input);
