/*
 * Which source leads for which value (data/leading.tsv explains the table).
 *
 * A table is read once per job and bound to the job's sources; after that a
 * rank is one look-up.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "model/field.h"

/* Where a customer stands; who leads a value may depend on it. */
enum stage { STAGE_PROSPECT = 0, STAGE_CUSTOMER, STAGE_FORMER, STAGE_COUNT };

const char *stage_name(enum stage stage); /* "prospect" … */

/* A source as golden/ needs it: what the table speaks of. */
struct golden_source {
    struct text name; /* "crm-sales" */
    struct text kind; /* "crm" */
};

struct leading_rule;

struct leading {
    const struct leading_rule *rules;
    size_t rules_count;
    const uint8_t *rule_of; /* [field][group][stage], number of the rule + 1; 0 is none */
    const uint8_t *ranks;   /* [rule][source] */
    const struct golden_source *sources;
    size_t sources_count;
};

enum { LEADING_RULES_MAX = 250, LEADING_RANK_LAST = 255 };

/* The table that comes with the program. */
struct text leading_default(void);

/* body and the sources' texts must live as long as arena. A table that cannot be used is
 * STATUS_INVALID with the line that is wrong. */
enum status leading_read(struct text body, const struct golden_source *sources, size_t sources_count,
                         struct arena *arena, struct leading *ret, struct error *err);

/* Is the value of the leading source the only one: do others propose a change instead of making it? */
bool leading_is_locked(const struct leading *leading, struct field_ref field, enum stage stage);

/* 0 is most trusted; LEADING_RANK_LAST when the rule does not name the source. */
unsigned leading_rank(const struct leading *leading, struct field_ref field, enum stage stage, uint32_t source);
