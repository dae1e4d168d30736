/*
 * Files that travel inside the binary: SQL, tables of facts, the web pages.
 * tools/embed.py makes the arrays; each is sorted by path and ends with path NULL.
 */
#pragma once

#include "base/text.h"

struct embedded {
    const char *path; /* relative, "/" between parts */
    struct text bytes;
    const char *tag; /* changes when the bytes do */
};

/* NULL when there is none. */
const struct embedded *embedded_find(const struct embedded *files, struct text path);
