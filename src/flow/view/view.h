/*
 * Questions and their answers as JSON: one shape for the API and for --json,
 * described in spec/openapi.yaml (component schemas of the same name).
 *
 * Conventions.  Ids are texts as model/id.h prints them.  Times are RFC 3339
 * in UTC ("2026-11-22T09:30:00Z").  Amounts are texts with a point ("12.50").
 * Bits are numbers with two decimals: log2 of the weight of evidence.  A key
 * marked ? is left out when there is nothing to say; a list is never left out.
 *
 * PartyList
 *   { "query": text, "total": int,             total = parties in this reply
 *     "near"?: true,                           nothing has the words as typed; these have them with one letter mended
 *     "parties": [PartyBrief] }
 * PartyBrief
 *   { "id": id, "kind": "person"|"organisation"|"household", "name": text,
 *     "summary": text, "records": int }
 *
 * Party
 *   { "id": id, "kind": kind, "name": text, "sort_name": text, "summary": text,
 *     "redirected_from"?: id,                   the id that was asked for, when it was merged away
 *     "as_of"?: AsOf,                           of a view of an earlier day
 *     "salutation"?: text,                      "Geachte mevrouw Van den Berg"
 *     "address_line"?: text,                    "mevrouw J. van den Berg"
 *     "areas": [Area], "records": [PartyRecord], "roles": [Role],
 *     "households": [Household],                of a person: his; of a household: itself; else empty
 *     "events": [Event],                        newest first, at most 50
 *     "findings": [RecordFinding] }
 * Profile
 *   { "id", "kind", "name", "sort_name", "summary", "redirected_from"?, "salutation"?, "address_line"?: as of Party,
 *     "areas": [ { "area", "label": text, "fields": [Field] } ] }   those with fields
 * AsOf       { "at": time, "made": time,       asked; when that view was made
 *              "sentence": text,                what one should know of it
 *              "now"?: { "id": id, "name": text } }   where it is today, when that is elsewhere
 * Area       { "area": "basic"|"extra"|"contact"|"products"|"progress"|"campaigns"|"financial",
 *              "label": text, "fields": [Field],
 *              "totals": [Total], "events": [Event] }   newest first, at most 5; areas with nothing are left out
 * Total      { "name": text, "label": text, "unit": "count"|"amount"|"date"|"percent", "value": text,
 *              "currency"?: text }              of every event of the party, not only of those shown (event_sums.h):
 *              of an organisation its roles' too, of a household its members' own
 * Field      { "field": text, "label": text, "value": text,
 *              "text"?: text,                   of codes: the words for people ("vrouw" beside "female")
 *              "parts"?: { name: text },        of names and addresses: "given", "surname", "street", "postcode" …
 *              "origin": Origin, "others": [ { "value": text, "text"?: text, "origin": Origin } ], "more"?: int }
 *              A field that may hold several values (email, phone, social, tag, note)
 *              comes several times, best first.  others are runners-up, at most 3;
 *              more counts those left out.
 * Origin     { "record": id, "source": text, "rule": text, "at": time }
 *              rule: "only", "agreed", "usable", "leading", "newest", "complete", "frequent", "first", "strictest"
 *              (golden/survive.h); in others it says by what rule that value came after
 *              the one before it.
 * PartyRecord { "record": id, "mention": id, "source": text, "key": text, "observed": time,
 *              "version": int, "bits"?: number, "reason": "alone"|"score"|"decision",
 *              "best"?: id,                     the mention its score is with
 *              "cells": { header: text } }      filled cells only, in order of the file
 * Role       { "person": { "id": id, "name": text }, "organisation": { "id": id, "name": text },
 *              "gone"?: true,                   no record names the organisation any more; its id is no party
 *              "title": text, "department": text, "part"?: text, "status": "active"|"former", "since"?: date, "until"?:
 * date, "ended"?: "said"|"next"|"emptied", a record says until when; or it names another employer since, or none
 *              "email"?: text, "phone"?: text, "address"?: text,   of the role itself
 *              "record": id, "origins"?: { part: id } }   parts of other records: "until", "email" …; active ones first
 * Household  { "id": id, "name": text, "status": "active"|"former",   former: the person of this page left it
 *              "members": [Member] }            who left last; of a former one only the person himself
 * Member     { "id": id, "name": text, "place": "head"|"partner"|"child"|"other"|"", "status": "active"|"former",
 *              "since"?: date, "until"?: date, "ended"?: "move"|"apart"|"death",   flow/profile/household.h
 *              "since_origin"?: id, "until_origin"?: id }   the record or tie that says so
 * Event      { "id": id, "kind": text, "label": text, "area": text, "at": time, "record": id, "source": text,
 *              "key": text,
 *              "scope"?: "self"|"roles"|"organisation"|"household", "via"?: {id, name},   of a timeline: through whom
 *              "channel"?: text, "channel_label"?: text, "direction"?: text, "subject"?: text, "text"?: text,
 *              "status"?: text,                 the source's word
 *              "state"?: text, "state_label"?: text, "state_class"?: "open"|"done"|"void",   what that word means
 *              "lines"?: [ { "id", "amount"?, "currency"?, "status"?, "state"… ?, "details"? } ],   when more than one
 *              "amount"?: text, "currency"?: text, "until"?: date, "follow_up"?: date, "done"?: time,
 *              "follow_up_open"?: bool, "owner"?: text, "author"?: text,
 *              "details"?: [ { "field": text, "label": text, "value": text } ],   of its kind (data/event_kinds.tsv)
 *              "extra"?: { header: text } }     columns no field covers
 * RecordFinding { "record": id, "source": text, "field": text, "label": text, "code": text,
 *              "severity": "note"|"doubt"|"fault", "sentence": text, "proposal"?: text }; what a norm asks of the party
 * (norm_missing, norm_notation) comes last, with its first record
 *
 * Explanation
 *   { "a": Named, "b": Named,
 *     "same": bool,                             they are one party now
 *     "verdict": "one_mention"|"decided_same"|"decided_different"|"same"|"same_by_others"|"vetoed"|"review"|"different"
 *                |"other_kind"
 *                |"apart_decided"|"apart_vetoed"|"apart_one_each"|"apart_mean"|"apart_unmet"|"apart_size"|"apart_waits",
 *     "sentence": text,                         plain language: why
 *     "apart"?: { "a"?, "b"?: id, "decision"?: id, "rule"?, "rule_sentence"?: text, "pairs"?: int, "mean"?: number,
 *                 "size"?: int },
 *                                               of two that agree enough alone: what holds them apart (view_apart.h)
 *     "bits"?: number, "threshold"?: number, "review"?: number,   left out when there is no model yet
 *     "veto"?: { "rule": text, "sentence": text },
 *     "evidence": [ { "comparison": text, "level": text, "sentence": text, "a": text, "b": text, "bits": number } ],
 *     "keys"?: [text],                          families of candidate keys in which both meet, in words; with bits
 *     "path": [ { "a": id, "b": id, "bits": number } ],   mentions that join a to b, when others do
 *     "decisions": [Decision] }                 that touch the two parties, newest first
 * Named      { "mention": id, "kind": kind, "record": id, "source": text, "key": text, "name": text,
 *              "party"?: id, "party_name"?: text }
 * Decision   { "id": id, "kind": "same"|"different", "a": id, "b": id, "reason": text, "author": text,
 *              "at": time, "withdrawn": bool }
 *
 * Built
 *   { "party": {id, name}, "sentence": text, "threshold": number, "left_out": int,   mentions beyond MATCH_PARTY_MAX
 *     "steps": [ { "a": [Named], "b": [Named],  two groups that came together, strongest first
 *                  "reason": "score"|"decision", "pairs": int,
 *                  "mean"?: number,           bits over those pairs, at most 12 each
 *                  "best": { "a": id, "b": id, "bits": number },   speaks loudest, or was decided on
 *                  "grounds": [text] } ],     what weighs most for that pair
 *     "apart": [Named] }                      whom no step reached: they wait for a resolve
 *
 * ReviewList
 *   { "limit": int, "offset": int,
 *     "reviews": [ { "kind": kind, "bits": number, "a": Named, "b": Named } ] }
 *
 * Model
 *   { "version": int, "hash": hex, "at": time, "records"?: int,   that the newest was trained on
 *     "drift": text,                            weights that moved most since the one before; "" when none did
 *     "kinds": [ { "kind": kind, "threshold": number, "review": number,
 *                  "comparisons": [ { "comparison": text, "label": text,
 *                                     "levels": [ { "level": text, "sentence": text,
 *                                                   "bits": number,
 *                                                   "before"?: number } ] } ] } ],   when it moved a bit or more
 *     "rules": [ { "name": text, "sentence": text, "enabled": bool } ],
 *     "versions": [ { "version": int, "at": time } ] }          newest first, at most 50
 *
 * Summary
 *   { "records": int, "versions": int, "rejected": int, "events": int, "mentions": int, "persons": int,
 *     "organisations": int, "households": int, "roles": int, "findings": int, "reviews": int, "decisions": int,
 *     "duplicates": int,                        mentions of persons and organisations beyond the first of their party
 *     "sources": [ { "name": text, "kind": text, "one_per_party": bool } ],
 *     "imports": [ { "id": int, "source": text, "file": text, "state": "running"|"done"|"failed",
 *                    "started": time, "finished"?: time, "rows": int, "created": int, "updated": int,
 *                    "unchanged": int, "rejected": int, "events_created": int, "events_unchanged": int } ] }
 *              imports newest first, at most 20
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

/* PartyList: by words, or exactly when q is an e-mail address, phone number, id, postcode + number or identifier.
 * kind 0 is every kind; limit is cut to SEARCH_HITS_MAX. */
enum status view_search(struct store *store, struct text q, enum party_kind kind, size_t limit, struct json_out *json,
                        struct error *err);
/* Party, its totals as of the job's day. Follows redirects. STATUS_NOT_FOUND when the id was never given, or its party
 * is gone. */
enum status view_party(struct store *store, const struct job *job, struct party_id id, struct json_out *json,
                       struct error *err);
/* Profile: of the same party the values alone, at a fraction of the work. */
enum status view_profile(struct store *store, const struct job *job, struct party_id id, struct json_out *json,
                         struct error *err);
/*
 * Party as it was known then (flow/history/as_of.h).  STATUS_NOT_FOUND with a sentence in job->lang when it was not
 * there, or nothing was.  Findings are made on the spot: those that registers of addresses gave are not among them,
 * because a register keeps no history; bits are left out, because evidence is kept of the newest view alone.
 */
enum status view_party_as_of(struct store *store, const struct job *job, struct party_id id, int64_t at_ms,
                             struct json_out *json, struct error *err);
/* Timeline (flow/event/timeline.h) as it was known then; STATUS_NOT_FOUND when the party was not there. */
struct timeline_asked;
enum status view_timeline_as_of(struct store *store, const struct job *job, struct party_id id,
                                const struct timeline_asked *asked, int64_t at_ms, struct json_out *json,
                                struct error *err);
/* Explanation: a and b are record, mention or party ids as text. */
enum status view_explain(struct store *store, const struct job *job, struct text a, struct text b,
                         struct json_out *json, struct error *err);
/* Built: of the party that id names, or that a record or mention of that id is of. */
enum status view_built(struct store *store, const struct job *job, struct text id, struct json_out *json,
                       struct error *err);
/* ReviewList */
enum status view_reviews(struct store *store, size_t limit, size_t offset, enum language lang, struct json_out *json,
                         struct error *err);
/* Model: of that version, 0 for the newest. STATUS_NOT_FOUND when there is none. */
enum status view_model(struct store *store, uint64_t version, enum language lang, struct json_out *json,
                       struct error *err);
/* Import, as the summary has it; STATUS_NOT_FOUND. */
enum status view_import(struct store *store, uint64_t id, struct json_out *json, struct error *err);
/* Summary: counts of everything, sources, last imports. */
enum status view_summary(struct store *store, struct json_out *json, struct error *err);
