/*
 * A raw record and its mapping to mentions: the whole of normal/ behind one call.
 *
 * A record may name a person, an organisation, both and the role between
 * them, or a couple.  Which it is follows from what is filled, from the
 * words in it (normal/person_name.h, normal/organisation.h) and from nothing
 * else; a doubtful split is a finding.
 */
#pragma once

#include "model/mention.h"
#include "model/record.h"

struct normal_options {
    char country[3];         /* the organisation's own, for what does not say: "NL" */
    int64_t now_ms;          /* for ages and two-digit years */
    bool keep_unrecognised;  /* columns without a field become attributes (evaluate) */
    bool for_matching;       /* what only profiles ask for is left away: keys of addresses (evaluate) */
    const uint8_t *contents; /* per column enum attribute_kind for those; may be NULL */
    const uint8_t
        *date_orders; /* per column, as normal_learn() gives them (model/date.h); NULL: those of the mapping */
};

/* What single cells cannot tell and a column can: is 03/04/1980 in March or in
 * April, is "Martin Thomas" a Thomas or a Martin?  Look at some rows (the first
 * few hundred will do) before reading them; ret_date_orders holds
 * mapping->count. */
void normal_learn(const struct mapping *mapping, const struct row *rows, size_t rows_count, uint8_t *ret_date_orders);

/* Everything in ret lives in arena, or in row. Bad data is never an error;
 * STATUS_LIMIT is a row larger than the arena. */
enum status normal_record_read(const struct mapping *mapping, const struct row *row, struct record_id record,
                               const struct normal_options *options, struct arena *arena, struct normal_record *ret,
                               struct error *err);
