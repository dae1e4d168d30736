/*
 * What is odd about a customer's value: never an error, always kept beside it.
 */
#pragma once

#include "model/field.h"

enum finding {
    FINDING_NONE = 0,
#define FINDING(constant, code, severity, nl, en) FINDING_##constant,
#include "model/finding.def"
#undef FINDING
    FINDING_COUNT,
};

enum severity { SEVERITY_NOTE, SEVERITY_DOUBT, SEVERITY_FAULT };

/* One finding in one record. */
struct record_finding {
    enum finding finding;
    struct field_ref field;
    struct text proposal; /* a correction to offer, or empty; in the row's arena */
};

const char *finding_code(enum finding finding); /* "check_digit", stable for ever */
enum severity finding_severity(enum finding finding);
const char *severity_name(enum severity severity); /* "note", "doubt", "fault" */
const char *finding_sentence(enum finding finding, enum language lang);
bool finding_read(struct text code, enum finding *ret);
