/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/finding.h"

static const struct {
    const char *code;
    enum severity severity;
    const char *sentence[LANGUAGE_COUNT];
} findings[FINDING_COUNT] = {
    [FINDING_NONE] = { "", SEVERITY_NOTE, { "", "" } },
#define FINDING(constant, code, severity, nl, en) [FINDING_##constant] = { code, SEVERITY_##severity, { nl, en } },
#include "model/finding.def"
#undef FINDING
};

const char *finding_code(enum finding finding)
{
    return findings[finding].code;
}

enum severity finding_severity(enum finding finding)
{
    return findings[finding].severity;
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = { "note", "doubt", "fault" };
    return names[severity];
}

const char *finding_sentence(enum finding finding, enum language lang)
{
    return findings[finding].sentence[lang];
}

bool finding_read(struct text code, enum finding *ret)
{
    for (int f = FINDING_NONE + 1; f < FINDING_COUNT; f++)
        if (text_equal(code, text_from(findings[f].code))) {
            *ret = (enum finding)f;
            return true;
        }
    return false;
}
