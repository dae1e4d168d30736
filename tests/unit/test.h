/*
 * What every unit test includes: cmocka and its needs, and a few checks on texts.
 * A test is named as a sentence; a table of cases is the usual body.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

/* Fails with the case's name, both texts shown. */
#define check_text(got, want, label)                                                                                   \
    do {                                                                                                               \
        struct text got_ = (got), want_ = (want);                                                                      \
        if (!text_equal(got_, want_))                                                                                  \
            fail_msg("%s: got '%.*s', want '%.*s'", (label), TEXT_ARG(got_), TEXT_ARG(want_));                         \
    } while (0)

#define check_int(got, want, label)                                                                                    \
    do {                                                                                                               \
        long long got_ = (long long)(got), want_ = (long long)(want);                                                  \
        if (got_ != want_)                                                                                             \
            fail_msg("%s: got %lld, want %lld", (label), got_, want_);                                                 \
    } while (0)

/* The folder of shared samples when this machine has it, NULL when not: such a
 * test says so and skips. tests/run.sh sets the variable. */
static inline const char *samples_folder(void)
{
    const char *folder = getenv("KLANTBEELD_SHARED");
    return folder && folder[0] ? folder : NULL;
}
