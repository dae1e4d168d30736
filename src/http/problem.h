/*
 * What can be refused over HTTP: a code for programs, a title and a sentence
 * for people in both languages (RFC 9457).  The table is problem.def.
 */
#pragma once

#include "base/status.h"
#include "model/field.h"

enum problem {
    PROBLEM_NONE = 0,
#define PROBLEM(constant, status, code, nl, en, nl_detail, en_detail) PROBLEM_##constant,
#include "http/problem.def"
#undef PROBLEM
    PROBLEM_COUNT,
};

int problem_http_status(enum problem problem);
const char *problem_code(enum problem problem); /* "not_found", stable for ever */
const char *problem_title(enum problem problem, enum language lang);
const char *problem_detail(enum problem problem, enum language lang); /* a sentence that says what to do */

/* The one that fits a failing call below. */
enum problem problem_of_status(enum status status);
