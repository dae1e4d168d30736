/*
 * How a party was at one view, with its values as a list: what flow/history/history.c compares.
 */
#pragma once

#include "flow/history/as_of.h"

struct history_value {
    struct text field, value;
    struct text source, rule, at; /* origin */
    struct record_id record;
    uint32_t version; /* 0: of a choice */
};

struct history_state {
    struct as_of as_of;
    int64_t made_ms; /* INT64_MIN of the state before all views */
    bool is_open;
    bool is_there; /* under this id */
    const struct as_of_party *party;
    struct history_value *values;
    size_t values_count;
    const struct stored_role *roles;
    size_t roles_count;
    struct party_id household; /* of a person */
};

#define HISTORY_STATE_CLOSED ((struct history_state){ .as_of = AS_OF_CLOSED, .made_ms = INT64_MIN })

enum status history_state_open(struct store *store, const struct job *job, struct party_id party,
                               const struct view_made *view, struct history_state *ret, struct error *err);
void history_state_close(struct history_state *state);

/* Is this run one that then knew and before did not? */
bool history_state_holds(const struct history_state *before, const struct history_state *then, uint64_t run);
bool history_party_holds(const struct as_of_party *party, struct mention_id mention); /* party may be NULL */
/* The same value of the same field, whoever says so. */
bool history_state_has(const struct history_state *state, const struct history_value *value);
/* The value of a field that has one; NULL when it has none or several. */
const struct history_value *history_state_single(const struct history_state *state, struct text field);
/* … and it had its last day there already. */
bool history_state_ended(const struct history_state *state, const struct stored_role *role);
bool history_state_changed_part(const struct history_state *state, const struct stored_role *role);
bool history_state_has_role(const struct history_state *state, const struct stored_role *role);

/* "addr.home.full" and "addr.home" are one field. */
bool history_same_field(struct text a, struct text b);
/* asked: empty for all, a field, or the beginning of one up to a point ("email" for email.work). */
bool history_wanted(struct text asked, struct text field);
