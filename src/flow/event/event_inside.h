/* What writing an event and keeping a document share. Inside flow/event only. */
#pragma once

#include "flow/job/job.h"
#include "store/event.h"

/* The source that people type into, made when there is none. */
enum status event_by_hand(struct store *store, const struct job *job, struct arena *arena, struct source *ret,
                          struct error *err);
/* Of the records a party has, the one that stands for it: its own before those of roles; of a role, and of a household,
 * one of its own. Made when there is none: within a transaction. */
enum status event_record_for(struct store *store, const struct job *job, struct party_id party, struct party_id role,
                             struct arena *arena, struct record_id *ret, struct error *err);
/* Empty leaves it; STATUS_INVALID, told by what it is, for what is no date. */
enum status event_day_read(struct text t, const char *what, int64_t *ret, struct error *err);
enum status event_put_one(struct store *store, const struct job *job, uint32_t hand, const struct event_fact *fact,
                          enum change *ret, struct error *err);
