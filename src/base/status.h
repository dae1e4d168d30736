/*
 * What went wrong in the world, and how it is told.
 *
 * Three kinds of trouble have three roads.  Odd customer data is a finding
 * (model/finding.h).  A failing world or a met limit is a status, with a
 * struct error that gains context on its way up and is shown once, at the
 * top.  A mistake of ours is an assert, also in release.
 *
 * A message is a short fact ("cannot open 'x.csv'"), the hint a sentence
 * that says what to do.  Neither ever holds a customer's value: rows, fields
 * and records are named by number or id.
 */
#pragma once

#include <stddef.h>

enum status {
    STATUS_OK = 0,
    STATUS_USAGE,     /* the call or command line is wrong */
    STATUS_NOT_FOUND, /* what was named is not there */
    STATUS_INVALID,   /* the input cannot be used as what it should be */
    STATUS_CONFLICT,  /* against a fact, rule or decision that stands */
    STATUS_DENIED,    /* not allowed for this user */
    STATUS_LIMIT,     /* a named limit was met (base/limits.h) */
    STATUS_NO_MEMORY,
    STATUS_IO,          /* file, network or system call */
    STATUS_STORE,       /* the database failed */
    STATUS_BROKEN,      /* a check found the store in disorder */
    STATUS_INTERRUPTED, /* stopped by the user; what was done stands */
};

enum { ERROR_MESSAGE_MAX = 600, ERROR_HINT_MAX = 300 }; /* bytes with NUL */

struct error {
    enum status status;
    char message[ERROR_MESSAGE_MAX];
    char hint[ERROR_HINT_MAX];
};

#define ERROR_NONE ((struct error){ 0 })

/* Write the first message. err may be NULL. Returns status, so callers can
 * `return error_set(err, STATUS_IO, "cannot open '%s'", path);` */
enum status error_set(struct error *err, enum status status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for a failed system call: appends ": " and strerror(errno). */
enum status error_system(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Put context before what is there: "'klanten.csv' row 12: …". Returns err's status. */
enum status error_within(struct error *err, enum status status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Say what to do about it. Replaces an earlier hint. */
void error_hint(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The word for a status ("not_found"), as logs, the API and --json give it. */
const char *status_name(enum status status);

/* The exit code of the process; see man page, EXIT STATUS. */
int status_exit_code(enum status status);
