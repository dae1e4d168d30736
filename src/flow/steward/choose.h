/*
 * A person chooses a value against the rules, takes it back, or asks which
 * choices should be looked at again.
 *
 * A choice is a source of its own: a fact with author, time and reason that
 * outranks every source, save that nobody chooses a "no" away: of consents
 * the strictest word stays.  It holds from the next resolve.
 *
 * It comes up for review when the rules meanwhile give another value than
 * they gave when it was made: the better source moved.
 *
 * ChoiceList
 *   { "choices": [Choice] }                    newest first
 * Choice
 *   { "id", "party": {id, name} | null, "field", "label", "value", "record"?: id,
 *     "otherwise": text,                       what the rules gave then
 *     "now"?: text,                            what the rules give now, when that is another value than the choice
 *     "reason", "author", "at", "shown": bool, "review": bool, "withdrawn": bool }
 *   shown: the view has it; review: somebody should look again
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/choice.h"

struct choose_asked {
    struct text party;  /* id of a party, record or mention, or source/key */
    struct text field;  /* "addr.invoice", "person.full" */
    struct text value;  /* as typed; empty with a record */
    struct text record; /* id or source/key of a record of the party, or empty */
    struct text reason;
};
struct choose_report {
    uint64_t id;
    struct text sentence; /* static */
};
enum status choose_value(struct store *store, const struct job *job, const struct choose_asked *asked,
                         bool resolve_after, struct choose_report *ret, struct error *err);
enum status choose_withdraw(struct store *store, const struct job *job, uint64_t id, struct text reason,
                            bool resolve_after, struct choose_report *ret, struct error *err);

/* party.v 0 is all; only those to be looked at again, or all that stand. STATUS_NOT_FOUND for a party that is not. */
enum status view_choices(struct store *store, struct party_id party, bool review_only, const struct job *job,
                         struct json_out *json, struct error *err);
/* One, also when withdrawn. */
enum status view_choice(struct store *store, uint64_t id, const struct job *job, struct json_out *json,
                        struct error *err);

/*
 * What the view shows of a field of a party: the value, and what the rules
 * give beside a choice (the value itself when nothing was chosen).
 */
struct shown_value {
    struct text value, otherwise;
    struct text author; /* of the choice, when it is chosen */
    struct text chosen; /* and when */
    bool is_chosen, review;
};
enum status shown_value_of(struct text profile, enum party_kind kind, struct field_ref field, struct arena *arena,
                           struct shown_value *ret);
