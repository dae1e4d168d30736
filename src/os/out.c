/*
 * One buffer of OUT_BUFFER_BYTES between the caller and write(2): rows are
 * small and many, system calls are not free.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/out.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum status out_open(const char *path, struct out *ret, struct error *err)
{
    assert(path && ret);
    *ret = OUT_CLOSED;
    struct out out = OUT_CLOSED;
    out.buffer = malloc(OUT_BUFFER_BYTES);
    if (!out.buffer)
        return error_set(err, STATUS_NO_MEMORY, "no memory to write '%s'", path);
    out.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (out.fd < 0) {
        free(out.buffer);
        return error_system(err, "cannot write '%s'", path);
    }
    *ret = out;
    return STATUS_OK;
}

void out_flush(struct out *out)
{
    size_t done = 0;
    while (!out->failed && done < out->len) {
        ssize_t n = write(out->fd, out->buffer + done, out->len - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            out->failed = errno;
    }
    out->len = 0;
}

void out_put_long(struct out *out, const char *ptr, size_t len)
{
    out->bytes += len;
    while (len > 0) {
        size_t room = OUT_BUFFER_BYTES - out->len;
        size_t part = len < room ? len : room;
        memcpy(out->buffer + out->len, ptr, part);
        out->len += part;
        ptr += part;
        len -= part;
        if (out->len == OUT_BUFFER_BYTES)
            out_flush(out);
    }
}

void out_done(struct out *out)
{
    if (out->fd >= 0)
        close(out->fd);
    free(out->buffer);
    *out = OUT_CLOSED;
}

enum status out_close(struct out *out, struct error *err)
{
    if (out->fd < 0)
        return STATUS_OK;
    out_flush(out);
    int failed = out->failed;
    if (close(out->fd) < 0 && !failed)
        failed = errno;
    out->fd = -1;
    out_done(out);
    if (!failed)
        return STATUS_OK;
    errno = failed;
    return error_system(err, "cannot write the whole file");
}
