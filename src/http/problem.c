/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http/problem.h"

#include <assert.h>

static const struct problem_row {
    int status;
    const char *code;
    const char *title[LANGUAGE_COUNT], *detail[LANGUAGE_COUNT];
} rows[PROBLEM_COUNT] = {
#define PROBLEM(constant, status, code, nl, en, nl_detail, en_detail)                                                  \
    [PROBLEM_##constant] = { status, code, { nl, en }, { nl_detail, en_detail } },
#include "http/problem.def"
#undef PROBLEM
};

static const struct problem_row *row_of(enum problem problem)
{
    assert(problem > PROBLEM_NONE && problem < PROBLEM_COUNT);
    return &rows[problem];
}

int problem_http_status(enum problem problem)
{
    return row_of(problem)->status;
}

const char *problem_code(enum problem problem)
{
    return row_of(problem)->code;
}

const char *problem_title(enum problem problem, enum language lang)
{
    return row_of(problem)->title[lang];
}

const char *problem_detail(enum problem problem, enum language lang)
{
    return row_of(problem)->detail[lang];
}

enum problem problem_of_status(enum status status)
{
    switch (status) {
    case STATUS_OK: return PROBLEM_NONE;
    case STATUS_USAGE: return PROBLEM_BAD_PARAMETER;
    case STATUS_NOT_FOUND: return PROBLEM_NOT_FOUND;
    case STATUS_INVALID: return PROBLEM_INVALID;
    case STATUS_CONFLICT: return PROBLEM_CONFLICT;
    case STATUS_DENIED: return PROBLEM_DENIED;
    case STATUS_LIMIT: return PROBLEM_INVALID;
    case STATUS_NO_MEMORY: return PROBLEM_BUSY;
    case STATUS_STORE: return PROBLEM_BUSY;
    case STATUS_INTERRUPTED: return PROBLEM_BUSY;
    case STATUS_IO: return PROBLEM_INTERNAL;
    case STATUS_BROKEN: return PROBLEM_INTERNAL;
    }
    return PROBLEM_INTERNAL;
}
