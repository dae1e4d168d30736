/*
 * What every long job is handed: the clock, the threads, and how to tell how far it is.
 */
#pragma once

#include "model/field.h"

struct job {
    int threads;
    int64_t now_ms;
    enum language lang;
    char country[3]; /* the organisation's own, "NL" */
    struct text author;
    uint8_t sees; /* enum catalogue_role of whoever asks; 0 sees everything */
    /* May be NULL. total 0 when not known. Called a few times a second at most. */
    void (*progress)(void *ctx, const char *step, uint64_t done, uint64_t total);
    void *progress_ctx;
};
