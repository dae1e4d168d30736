/* A mention with the record it stands in, normalised: one side of a comparison. Inside flow/view/view*.c only. */
#pragma once

#include "flow/profile/corpus.h"
#include "flow/snapshot/view_snapshot.h"
#include "match/match.h"

struct view_side {
    struct stored_link link;
    struct stored_record record;
    const struct mention *mention;
};

/* In the view's arena. STATUS_CONFLICT when the record does not name it any more. */
enum status view_side_read(struct view *view, const struct corpus *corpus, const struct stored_link *link,
                           struct view_side *ret, struct error *err);
/* As match_explain(). */
void view_side_explain(const struct corpus *corpus, const struct match_model *model, const struct view_side *a,
                       const struct view_side *b, struct match_explanation *ret);
struct text view_side_name(struct view *view, const struct view_side *side);
/* Named; key NULL inside an array. */
void view_side_put(struct view *view, const char *key, const struct view_side *side, struct json_out *json);
/* "keys": of the families of candidate keys in the bits, what they are called. */
void view_put_keys(uint32_t families, enum language lang, struct json_out *json);
