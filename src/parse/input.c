/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/input.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_BYTES = 64 * 1024 };

static bool is_utf16(const struct input *input)
{
    return input->encoding == ENCODING_UTF16LE || input->encoding == ENCODING_UTF16BE;
}

/* Up to len bytes from the file or from memory; *ret_len 0 is the end. */
static bool bytes_read(struct input *input, char *into, size_t len, size_t *ret_len)
{
    *ret_len = 0;
    if (input->file.fd < 0) {
        struct text part = text_slice(input->memory, input->memory_at, input->memory_at + len);
        if (part.len > 0)
            memcpy(into, part.ptr, part.len);
        input->memory_at += part.len;
        *ret_len = part.len;
    } else {
        input->status = file_read(&input->file, into, len, ret_len, &input->err);
    }
    input->bytes_read += *ret_len;
    return input->status == STATUS_OK;
}

/* Read and decode one piece of UTF-16 into the free room. */
static bool more_utf16(struct input *input, size_t room)
{
    size_t got = 0, used = 0;
    size_t units_max = room / 3 & ~(size_t)1; /* a unit of 2 bytes becomes at most 3 */
    assert(units_max > input->units_len);
    if (!bytes_read(input, input->units + input->units_len, units_max - input->units_len, &got))
        return false;
    input->units_len += got;
    input->at_end = got == 0;
    input->end += utf16_to_utf8((struct text){ input->units, input->units_len }, input->encoding == ENCODING_UTF16BE,
                                input->at_end, input->buf + input->end, &used);
    memmove(input->units, input->units + used, input->units_len - used);
    input->units_len -= used;
    return true;
}

static bool window_grow(struct input *input)
{
    size_t cap = input->cap ? input->cap * 2 : INPUT_WINDOW_BYTES;
    if (cap > INPUT_WINDOW_MAX)
        cap = INPUT_WINDOW_MAX;
    if (cap == input->cap)
        return false;
    char *buf = realloc(input->buf, cap + INPUT_PADDING);
    char *units = buf && is_utf16(input) ? realloc(input->units, cap) : input->units;
    if (buf)
        input->buf = buf;
    if (!buf || (is_utf16(input) && !units)) {
        input->status = error_set(&input->err, STATUS_NO_MEMORY, "no memory to read a file with");
        return false;
    }
    input->units = units;
    input->cap = cap;
    return true;
}

bool input_more(struct input *input)
{
    if (input->at_end || input->status != STATUS_OK)
        return false;
    if (input->start > 0) {
        memmove(input->buf, input->buf + input->start, input_len(input));
        input->end -= input->start;
        input->start = 0;
    }
    if (input->end * 2 > input->cap && !window_grow(input) && input->status != STATUS_OK)
        return false;
    size_t room = input->cap - input->end;
    if (room < 64)
        return false;
    if (is_utf16(input))
        return more_utf16(input, room) && !input->at_end;
    size_t got = 0;
    if (!bytes_read(input, input->buf + input->end, room, &got))
        return false;
    input->end += got;
    memset(input->buf + input->end, 0, INPUT_PADDING);
    input->at_end = got == 0;
    return got > 0;
}

/* Fill the window, so that what is decided on it does not depend on how a pipe was cut. */
static void window_fill(struct input *input)
{
    while (input_len(input) < INPUT_WINDOW_BYTES / 2 && input_more(input)) {
    }
}

static enum status input_begin(struct input *input, struct error *err)
{
    if (!window_grow(input)) {
        if (err)
            *err = input->err;
        return input->status;
    }
    window_fill(input);
    struct text sample = { input->buf, input->end };
    input->encoding = encoding_detect(sample, input->at_end);
    if (input->status == STATUS_OK)
        return input_rewind(input, err);
    if (err)
        *err = input->err;
    return input->status;
}

enum status input_rewind(struct input *input, struct error *err)
{
    input->start = input->end = input->units_len = input->memory_at = 0;
    input->bytes_read = 0;
    input->at_end = false;
    enum status status = input->file.fd < 0 ? STATUS_OK : file_rewind(&input->file, err);
    if (status != STATUS_OK)
        return status;
    input->status = STATUS_OK;
    if (is_utf16(input) && !input->units) {
        input->units = malloc(input->cap);
        if (!input->units)
            return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    }
    window_fill(input);
    if (input->status != STATUS_OK) {
        if (err)
            *err = input->err;
        return input->status;
    }
    if (text_starts((struct text){ input->buf, input->end }, TEXT("\xef\xbb\xbf")))
        input->start = 3; /* the BOM, in UTF-8 or as decoded */
    return STATUS_OK;
}

/* Put a pipe's bytes in a temporary file without a name. */
static enum status copy_pipe(struct file *file, struct error *err)
{
    FILE *copy = tmpfile();
    if (!copy)
        return error_system(err, "cannot make a temporary file");
    enum status status = STATUS_OK;
    uint64_t total = 0;
    for (size_t got = 1; status == STATUS_OK && got > 0; total += got) {
        char piece[COPY_BYTES];
        status = file_read(file, piece, sizeof(piece), &got, err);
        if (status == STATUS_OK && fwrite(piece, 1, got, copy) != got)
            status = error_system(err, "cannot write a temporary file");
    }
    if (status == STATUS_OK && fflush(copy) != 0)
        status = error_system(err, "cannot write a temporary file");
    int fd = status == STATUS_OK ? dup(fileno(copy)) : -1;
    if (status == STATUS_OK && fd < 0)
        status = error_system(err, "cannot read a temporary file");
    fclose(copy);
    if (status != STATUS_OK)
        return status;
    int64_t modified_ms = file->modified_ms;
    file_close(file);
    *file = (struct file){ .fd = fd, .size = total, .modified_ms = modified_ms, .is_regular = true };
    return STATUS_OK;
}

enum status input_open(const char *path, struct input *ret, struct error *err)
{
    *ret = INPUT_CLOSED;
    enum status status = file_open(path, &ret->file, err);
    if (status == STATUS_OK && !ret->file.is_regular)
        status = copy_pipe(&ret->file, err);
    ret->bytes_total = ret->file.size;
    if (status == STATUS_OK)
        status = input_begin(ret, err);
    if (status != STATUS_OK)
        input_close(ret);
    return status;
}

enum status input_over(struct text bytes, struct input *ret, struct error *err)
{
    *ret = INPUT_CLOSED;
    ret->memory = bytes;
    ret->bytes_total = bytes.len;
    enum status status = input_begin(ret, err);
    if (status != STATUS_OK)
        input_close(ret);
    return status;
}

enum status input_again(struct input *input, struct text bytes, struct error *err)
{
    assert(input->file.fd < 0 && !is_utf16(input));
    input->memory = bytes;
    input->bytes_total = bytes.len;
    enum status status = input_rewind(input, err);
    struct text sample = { input->buf, input->end };
    return status == STATUS_OK && encoding_detect(sample, input->at_end) != input->encoding ? STATUS_NOT_FOUND : status;
}

void input_close(struct input *input)
{
    file_close(&input->file);
    free(input->buf);
    free(input->units);
    *input = INPUT_CLOSED;
}

uint64_t input_bytes_done(const struct input *input)
{
    uint64_t behind = input_len(input) * (is_utf16(input) ? 2 : 1) + input->units_len;
    return input->bytes_read > behind ? input->bytes_read - behind : 0;
}
