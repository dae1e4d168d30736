/*
 * Questions and their answers as JSON: one shape for the API and for --json,
 * described in spec/openapi.yaml (component schemas of the same name).
 */
#pragma once

#include "base/json_out.h"
#include "flow/job.h"
#include "store/store.h"

/* PartyList: by words, or exactly when q is an e-mail address, phone number, id, postcode + number or identifier. */
enum status view_search(struct store *store, struct text q, enum party_kind kind, size_t limit, struct json_out *json, struct error *err);
/* Party: profile with origin per value, records, roles, household, events. Follows redirects. */
enum status view_party(struct store *store, struct party_id id, enum language lang, struct json_out *json, struct error *err);
/* Explanation: a and b are record, mention or party ids as text. */
enum status view_explain(struct store *store, const struct job *job, struct text a, struct text b, struct json_out *json, struct error *err);
/* ReviewList */
enum status view_reviews(struct store *store, size_t limit, size_t offset, enum language lang, struct json_out *json, struct error *err);
/* Summary: counts of everything, sources, last imports. */
enum status view_summary(struct store *store, struct json_out *json, struct error *err);
