/*
 * Where the parts of normal/ put what they notice.
 *
 * A list grows in the row's arena and stops at a fixed number: a record with
 * more to say than that says enough.  The same finding about the same field
 * is kept once.
 */
#pragma once

#include "base/arena.h"
#include "model/finding.h"

enum { FINDINGS_PER_RECORD_MAX = 400 };

struct findings {
    struct arena *arena;
    struct record_finding *items;
    uint16_t count;
    uint16_t cap;
};

#define FINDINGS_IN(arena_) ((struct findings){ .arena = (arena_) })

/* proposal may be empty; it must live in the arena. */
void findings_put(struct findings *findings, enum finding finding, struct field_ref field, struct text proposal);

/* The same; FINDING_NONE adds nothing. */
static inline void findings_add(struct findings *findings, enum finding finding, struct field_ref field,
                                struct text proposal)
{
    if (finding != FINDING_NONE)
        findings_put(findings, finding, field, proposal);
}
