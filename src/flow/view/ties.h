/*
 * Ties: how parties belong together, from the records and as people typed it.
 *
 * Of a tie "a KIND b" is read: a is the parent of b, a buys through b.
 *
 *   person – person              partner, parent, guardian, represents, together, apart (who shares a household)
 *   person – organisation        role, with a title and a part in decisions
 *   organisation – organisation  parent, branch, same-company, predecessor, buys-through
 *
 * A typed role of somebody at an organisation where records give him one too says until when that one lasted, when
 * it has a last day: both are then shown as former.
 *
 * Those between organisations are also found in the records (flow/profile/org_ties.h).
 * What is typed goes before them: the same tie confirms, "not-branch" and the
 * like deny; either is shown in the place of what the records give.
 *
 * TieList
 *   { "id": id, "name": text, "ties": [Tie] }   typed ones by number, those of records, roles, households
 * Tie
 *   { "kind": text, "direction": "out"|"in",    out: the party asked for is a
 *     "party": { "id": id, "name": text }, "sentence": text, "status": "active"|"former",
 *     "title"?: text, "department"?: text, "part"?: text, "since"?: date, "until"?: date,
 *     "email"?, "phone"?, "address"?: text,    of a role, its own
 *     "tie"?: id, "by"?: text, "at"?: time, "reason"?: text,   of one that was typed
 *     "record"?: id, "rule"?: "number"|"column"|"former_name" }   of one that a record says; rule: of organisations
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/choice.h"
#include "store/tie.h"

struct tie_asked {
    struct text a, b; /* ids of parties, records or mentions, or source/key */
    struct text kind, title, part, since, until, reason;
    struct text department, email, phone, address; /* of a role */
    /* Of a role: the organisation whose role of the same person it takes the place of; that one ends where this begins.
     */
    struct text instead_of;
};
struct tie_report {
    uint64_t id;
    struct text sentence;
};
/* STATUS_USAGE for a kind that is none or not between these two; STATUS_CONFLICT when it stands already. */
enum status tie_add(struct store *store, const struct job *job, const struct tie_asked *asked, struct arena *arena,
                    struct tie_report *ret, struct error *err);
enum status tie_withdraw(struct store *store, const struct job *job, uint64_t id, struct text reason,
                         struct tie_report *ret, struct error *err);
/* It lasted until that day: a fact of its own, with the reason; ret->id is the tie that says so. */
enum status tie_end(struct store *store, const struct job *job, uint64_t id, struct text until, struct text reason,
                    struct arena *arena, struct tie_report *ret, struct error *err);
/* at_ms: STORE_NOW, or as it was known then (flow/history/as_of.h); what is typed counts from the moment it was. */
enum status ties_view(struct store *store, const struct job *job, struct party_id id, int64_t at_ms,
                      struct json_out *json, struct error *err);

/*
 * How do we know them?  The shortest way from one party to another over roles, households and typed ties.
 *
 * Path { "from": {id,name}, "to": {id,name}, "found": bool, "sentence": text,
 *        "steps": [ { "from": {id,name}, "to": {id,name}, "kind": text, "sentence": text } ] }
 */
enum { PATH_STEPS_MAX = 6, PATH_PARTIES_MAX = 20000 };
enum status path_view(struct store *store, const struct job *job, struct party_id a, struct party_id b,
                      struct json_out *json, struct error *err);
