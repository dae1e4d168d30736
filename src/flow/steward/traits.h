/*
 * Status, classification and traits that people give to a person, an
 * organisation, a household or a role (store/trait.h).  They are shown in the
 * area of extra data at once, without a resolve: nothing is derived from them.
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/trait.h"

struct trait_asked {
    struct text party; /* id of a party (also a household), record or mention, or source/key */
    struct text at;    /* of a role: the organisation; else empty */
    struct text name;  /* small letters, digits and _ */
    struct text value;
    struct text since, until; /* dates, or empty */
};
enum status trait_set(struct store *store, const struct job *job, const struct trait_asked *asked, uint64_t *ret_id,
                      struct error *err);
enum status trait_withdraw(struct store *store, const struct job *job, uint64_t id, struct text reason,
                           struct error *err);

/* The traits of a party as fields of its profile, for area "extra": {"field":"trait.segment",…},… or nothing. */
enum status traits_write(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                         struct buf *buf, struct error *err);
/* The profile with more fields at the end of an area, which is made when it is not there. */
void profile_with_fields(struct text profile, enum area area, struct text fields, struct buf *buf);
/* "segment=gold" in two; false when it is not that. */
bool trait_read(struct text word, struct text *ret_name, struct text *ret_value);
/* Small letters, digits and _. */
bool trait_name_is_good(struct text name);

/* Who has the trait, the part in decisions, or both; what is empty is not asked. */
struct parties_sought {
    struct text trait_name, trait_value;
    struct text part;     /* of a role that goes on, by a record or typed: decision_part_name() */
    struct text words;    /* each must begin a word of name or summary */
    enum party_kind kind; /* 0: any */
    size_t limit;
};
/* PartyList, in order of id. */
enum status view_parties_sought(struct store *store, const struct job *job, const struct parties_sought *sought,
                                struct json_out *json, struct error *err);
/* TraitList { "traits": [ { "name", "value": text, "given": int } ] }: what was given and not taken back, by name and
 * value. */
enum status view_traits_used(struct store *store, struct json_out *json, struct error *err);
