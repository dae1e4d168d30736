/*
 * Messages are cut, never grown on the heap: telling about an error must not
 * be able to fail.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/status.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status error_set(struct error *err, enum status status, const char *fmt, ...)
{
    if (!err)
        return status;
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->message, sizeof(err->message), fmt, args);
    va_end(args);
    err->status = status;
    err->hint[0] = '\0';
    return status;
}

enum status error_system(struct error *err, const char *fmt, ...)
{
    int code = errno;
    enum status status = code == ENOENT ? STATUS_NOT_FOUND : code == ENOMEM ? STATUS_NO_MEMORY : STATUS_IO;
    if (!err)
        return status;
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(err->message, sizeof(err->message), fmt, args);
    va_end(args);
    if (len >= 0 && (size_t)len < sizeof(err->message))
        snprintf(err->message + len, sizeof(err->message) - (size_t)len, ": %s", strerror(code));
    err->status = status;
    err->hint[0] = '\0';
    return status;
}

enum status error_within(struct error *err, enum status status, const char *fmt, ...)
{
    if (!err)
        return status;
    char context[ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(context, sizeof(context), fmt, args);
    va_end(args);
    if (len >= 0 && (size_t)len < sizeof(context))
        snprintf(context + len, sizeof(context) - (size_t)len, ": %.*s", (int)(sizeof(context) - (size_t)len - 3),
                 err->message);
    memcpy(err->message, context, sizeof(context));
    err->status = status;
    return status;
}

void error_hint(struct error *err, const char *fmt, ...)
{
    if (!err)
        return;
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->hint, sizeof(err->hint), fmt, args);
    va_end(args);
}

static const struct {
    const char *name;
    int exit_code;
} table[] = {
    [STATUS_OK] = { "ok", 0 },
    [STATUS_USAGE] = { "usage", 2 },
    [STATUS_NOT_FOUND] = { "not_found", 3 },
    [STATUS_INVALID] = { "invalid", 4 },
    [STATUS_CONFLICT] = { "conflict", 5 },
    [STATUS_DENIED] = { "denied", 6 },
    [STATUS_LIMIT] = { "limit", 7 },
    [STATUS_NO_MEMORY] = { "no_memory", 8 },
    [STATUS_IO] = { "io", 9 },
    [STATUS_STORE] = { "store", 10 },
    [STATUS_BROKEN] = { "broken", 11 },
    [STATUS_INTERRUPTED] = { "interrupted", 130 },
};

const char *status_name(enum status status)
{
    return table[status].name;
}

int status_exit_code(enum status status)
{
    return table[status].exit_code;
}
