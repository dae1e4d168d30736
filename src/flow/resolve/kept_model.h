/*
 * The trained model as a ruleset: kind "model", name "default".
 *
 * A ruleset's body is text, so the model's bytes stand in it as base64
 * (RFC 4648, section 4).  A line behind it, if any, says which weights moved
 * most since the model before.
 */
#pragma once

#include "match/match.h"
#include "store/store.h"

/* The trained model as the body of its ruleset, appended. */
enum status kept_model_write(const struct matcher *matcher, struct buf *body, struct error *err);
/* … one that was read. */
enum status kept_model_body(const struct match_model *used, struct buf *body, struct error *err);
/* records: that it was trained on. */
enum status kept_model_put(struct store *store, struct text body, uint64_t records, int64_t now_ms, struct error *err);
/* 0 when there is none. */
enum status kept_model_records(struct store *store, uint64_t *ret, struct error *err);
/* What match_model_drift() says of body against the one that is kept; nothing when none is, or of another version. */
enum status kept_model_drift(struct store *store, struct text body, struct buf *ret, struct error *err);
/* An earlier one, by the id of its ruleset; drift: the line behind it, in the arena. Close with match_model_close. */
enum status kept_model_at(struct store *store, uint64_t ruleset_id, struct arena *arena, struct match_model **ret,
                          struct text *ret_drift, struct digest *ret_digest, struct error *err);
/* *ret NULL and STATUS_OK when nothing was resolved yet. Close with match_model_close. */
enum status kept_model_get(struct store *store, struct match_model **ret, struct error *err);
