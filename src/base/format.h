/*
 * The few directives that records and profiles are put together with, without
 * the price of a whole printf: %s %.*s %c %u %d %%.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf, for a room that is large enough or NULL (then only counted); -1 for a directive of another kind. */
int format_plain(char *into, const char *fmt, va_list args);
