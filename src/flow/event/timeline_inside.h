/* What the timeline of today and that of an earlier day share. For flow/event/timeline.c and flow/view/timeline_then.c.
 */
#pragma once

#include "flow/event/timeline.h"

/* Of a household its own and its members'; of others their own and their roles. */
unsigned timeline_usual_scopes(struct party_id party);
bool timeline_wants_kind(const struct timeline_asked *asked, struct text kind);
/* words folded; row is emptied first. */
bool timeline_has_words(const struct event_fact *event, struct text words, struct arena *row);
struct text timeline_cursor_write(int64_t at_ms, struct event_id id, struct arena *arena);
enum status timeline_cursor_read(struct text cursor, int64_t *ret_ms, struct event_id *ret_id, struct error *err);
void timeline_put_scopes(unsigned scopes, struct json_out *json);
