/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int shown = LOG_WARN;

void log_set_level(enum log_level level)
{
    atomic_store(&shown, level);
}

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
    static const char *const names[] = { "error", "warn", "info", "debug" };
    if ((int)level > atomic_load(&shown))
        return;
    char rest[900] = "";
    if (fmt) {
        va_list args;
        va_start(args, fmt);
        vsnprintf(rest, sizeof(rest), fmt, args);
        va_end(args);
    }
    fprintf(stderr, "level=%s event=%s%s%s\n", names[level], event, rest[0] ? " " : "", rest);
}
