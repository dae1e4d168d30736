/*
 * Which source leads for which value, how far it is trusted, and what signals
 * do to a value (data/leading.tsv explains the table).
 *
 * A table is read once per job and bound to the job's sources; after that an
 * answer is one look-up.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "golden/decay.h"
#include "model/field.h"
#include "model/id.h"

/* Where a customer stands; who leads a value may depend on it. */
enum stage { STAGE_SUSPECT = 0, STAGE_PROSPECT, STAGE_CUSTOMER, STAGE_FORMER, STAGE_COUNT };

const char *stage_name(enum stage stage); /* "suspect" … */

/* A source as golden/ needs it: what the table speaks of. */
struct golden_source {
    struct text name; /* "crm-sales" */
    struct text kind; /* "crm" */
};

struct leading_rule;
struct leading_age;
struct leading_signal;

/* What the table says of a source for a field. */
struct leading_word {
    uint16_t trust;     /* when just observed, of TRUST_WHOLE */
    uint16_t half_days; /* 0: it does not fade */
    uint16_t minimum;   /* of TRUST_WHOLE; below it the source leads no more */
    uint8_t rank;       /* 0 leads; LEADING_RANK_LAST when the rule does not name it */
    int32_t days;       /* decay_days() of these */
};

struct leading {
    const struct leading_rule *rules;
    size_t rules_count;
    const uint8_t *rule_of;           /* [field][group][stage], number of the rule + 1; 0 is none */
    const struct leading_age *ages;   /* the first says nothing */
    const uint8_t *age_of;            /* [field][group] */
    const struct leading_word *words; /* [rule, the last is none][age][source] */
    size_t ages_count;
    const struct leading_signal *signals;
    size_t signals_count;
    const struct golden_source *sources;
    size_t sources_count;
    bool spelling_off[PARTY_HOUSEHOLD + 1]; /* by kind of party: names */
    int64_t as_of_ms; /* when trust is asked for; 0: as if all were just observed. Not of the table: the job sets it */
};

enum { LEADING_RULES_MAX = 250, LEADING_AGES_MAX = 60, LEADING_SIGNALS_MAX = 100, LEADING_RANK_LAST = 255 };

/* The table that comes with the program. */
struct text leading_default(void);

/* body and the sources' texts must live as long as arena. A table that cannot be used is
 * STATUS_INVALID with the line that is wrong. */
enum status leading_read(struct text body, const struct golden_source *sources, size_t sources_count,
                         struct arena *arena, struct leading *ret, struct error *err);

/* Is the value of the leading source the only one: do others propose a change instead of making it? */
bool leading_is_locked(const struct leading *leading, struct field_ref field, enum stage stage);

const struct leading_word *leading_word_of(const struct leading *leading, struct field_ref field, enum stage stage,
                                           uint32_t source);
/* Its rank: 0 is most trusted; LEADING_RANK_LAST when the rule does not name the source. */
unsigned leading_rank(const struct leading *leading, struct field_ref field, enum stage stage, uint32_t source);

/* Does a name that most records spell a letter or two otherwise give way (the rule "spelling")? */
bool leading_minds_spelling(const struct leading *leading, enum party_kind kind);

/* By how many percent an event of this kind and status lowers a value of the field; 0 when it does not. */
unsigned leading_lowers(const struct leading *leading, struct field_ref field, struct text kind, struct text status);
