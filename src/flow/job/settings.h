/*
 * What an organisation set once and every job must know, kept as rulesets of
 * kind "settings": were it an option of the command line, two runs over the
 * same facts could differ (flow-1).
 */
#pragma once

#include "flow/job/job.h"
#include "store/store.h"

/* The organisation's own country, for what does not say: as set, else as the job says. */
enum status settings_country(struct store *store, const struct job *job, char ret[3], struct error *err);
/* Set it when it is not set yet. */
enum status settings_country_first(struct store *store, const struct job *job, struct error *err);

/* Rules of the matching that are switched off, as match_rules_read() reads them; none when nothing was set. */
enum status settings_rules_off(struct store *store, uint32_t *ret, struct error *err);
/* "none" switches all of them on again; STATUS_USAGE for a name that no rule has. */
enum status settings_rules_off_put(struct store *store, const struct job *job, struct text names, struct error *err);
