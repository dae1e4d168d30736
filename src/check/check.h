/*
 * What may not go together in one record: postcode and residence, gender and
 * salutation, birth and death, countries of address, phone and numbers.
 *
 * Takes a normalised record and adds findings to it.  Flows call it after
 * normal_record_read(); the rules stand in data/rules.tsv.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "model/mention.h"

struct check_options {
    int64_t now_ms; /* 0: rules that need today are passed over */
};

/* record->findings grows, in arena; what was there stays first. Order: mentions, then rules. */
enum status check_record(struct normal_record *record, const struct check_options *options, struct arena *arena,
                         struct error *err);
