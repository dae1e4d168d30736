/*
 * A contest: all that is said about one field of one party, and who wins.
 *
 * Life: contest_begin → contest_add … → contest_decide.  Inside golden/ only.
 */
#pragma once

#include "golden/survive.h"

/* In which order the steps of survive.h decide. */
enum contest_order {
    CONTEST_TRUST = 0, /* usable, spelling, trusted, leading, newest, complete, frequent, first */
    CONTEST_FULLEST,   /* usable, spelling, trusted, complete, leading, frequent, newest, first: a person's name */
    CONTEST_STRICTEST, /* the strictest first, then newest: consent, where nobody's choice goes before it */
};

struct contestant {
    struct golden_candidate seen;
    uint16_t usable, complete; /* higher is better */
    uint8_t rank;
    int64_t newest_ms;               /* of the witness that stands for it */
    uint64_t last_record;            /* counted in support last: one record is one voice */
    bool trusted;                    /* still */
    bool misspelled;                 /* as far as most records go */
    const struct leading_word *word; /* of the witness it is trusted longest with … */
    int32_t word_day;                /* … which was observed on this day; its last day of trust is */
    int32_t word_until;              /* this one */
    int64_t heard_ms;                /* newest word of any witness */
    uint8_t lowered;                 /* percent, by the signal seen.lowered */
};

struct contest {
    const struct leading *leading;
    struct arena *arena;
    enum stage stage;
    struct field_ref field;
    enum contest_order order;
    enum golden_block block;
    struct contestant *items;
    size_t count, cap;
    bool failed;      /* memory was gone */
    bool chosen_over; /* the first stands there by choice; the rules say the second */
};

struct contest contest_begin(const struct leading *leading, struct arena *arena, enum stage stage,
                             struct field_ref field, enum contest_order order, enum golden_block block);

/*
 * One witness's word.  Equal keys (ASCII case aside) are one contestant; an
 * empty key says nothing.  Witnesses come in order of record id.
 */
struct claim {
    const struct witness *witness;
    struct field_ref contest; /* decided together with others of this field and group */
    struct field_ref field;   /* what it is called itself: a mobile number among phones */
    struct text key;
    struct text value;
    const void *block;
    uint16_t usable, complete;
    bool misspelled;                  /* more records spell it a letter or two otherwise */
    const struct said_choice *choice; /* that names this value */
    bool typed;                       /* by the choice alone, which is no record and lends no trust */
};
/* Of two choices the newest stands; of one moment, the one whose words come first. */
bool choice_before(const struct said_choice *a, const struct said_choice *b);

void contest_add(struct contest *contest, const struct claim *claim);

/* Puts the contestants in order, best first, each with the rule it stands there by. */
void contest_decide(struct contest *contest);

/* The outcome as a golden value; count must not be 0. */
struct golden_value contest_winner(const struct contest *contest);

/*
 * A field of which one claim speaks, and no choice: six of ten parties have one record, and of the others most fields
 * are said once.  What begin, add, decide and winner would give, without them.
 */
struct golden_value contest_of_one(const struct leading *leading, enum stage stage, const struct claim *claim,
                                   enum golden_block block);
