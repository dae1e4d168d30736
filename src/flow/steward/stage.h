/*
 * A customer's life: from suspect to prospect, customer and former customer.
 *
 * Which step leads where, what must be in order first and what then happens
 * is a table (data/stages.tsv, ruleset "stages").  A step is a fact; with it
 * go, in one transaction, a choice of the field customer.stage, a customer
 * number when the step draws one, and a line in the outbox for each system
 * that is to be told (flow/outbox/hand_over.h).  They hold from the next resolve;
 * from then on the rows of the leading table for the new stage count.
 *
 * Stage
 *   { "party": {id, name}, "stage": text, "number"?: text,
 *     "steps": [ { "to": text, "ready": bool, "unmet": [Unmet] } ],     from here
 *     "history": [ { "from", "to", "reason", "author", "at" } ],        oldest first
 *     "hand_overs": [HandOver] }                                       flow/outbox/hand_over.h
 * Unmet
 *   { "code": "norm"|"duplicate", "field"?: text, "sentence": text }
 */
#pragma once

#include "base/json_out.h"
#include "check/stages.h"
#include "flow/job/table.h"
#include "store/stage.h"

/* The table in force, in arena; version 0 is the program's own. */
enum status stages_table(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err);
/* Put another in force; STATUS_INVALID with the line when it cannot be used. made_of as in flow/job/table.h. */
enum status stages_put(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                       uint64_t *ret_version, struct error *err);
/*
 * StageRules
 *   { "version", "author", "at", "table": text, "prefix": text, "first": int,   customer numbers
 *     "steps": [ { "from", "to", "norms": bool, "no_duplicate": bool, "number": bool, "hand_over"?: kind of source } ]
 * }
 */
enum status view_stage_rules(struct store *store, struct json_out *json, struct error *err);

struct stage_asked {
    struct text party; /* id of a party, record or mention, or source/key */
    struct text to;    /* "customer" */
    struct text reason;
};
struct stage_report {
    struct party_id party;
    struct text from, to;
    struct text number;   /* customer number when there is one; else empty */
    uint64_t hand_overs;  /* systems to be told */
    struct text sentence; /* in the arena handed in, as the others */
};
/* STATUS_CONFLICT, told with what is missing, when the table does not lead there or something is not in order. */
enum status stage_change(struct store *store, const struct job *job, const struct stage_asked *asked,
                         bool resolve_after, struct arena *arena, struct stage_report *ret, struct error *err);

enum status view_stage(struct store *store, const struct job *job, struct text party, struct json_out *json,
                       struct error *err);
