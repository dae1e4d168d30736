/*
 * Status, classification and traits people give a person, an organisation, a
 * household or a role: facts that hang on mentions (of a household one of each
 * member, of a role the person's and the organisation's).
 *
 * A household has those of which it holds more than half of the anchors; of
 * two halves, the one with the smallest.  So when it splits, the larger part
 * keeps the trait, as it keeps the id.
 */
#pragma once

#include "store/choice.h"

enum trait_level { TRAIT_PERSON = 1, TRAIT_ORGANISATION, TRAIT_HOUSEHOLD, TRAIT_ROLE };
enum { TRAIT_NAME_BYTES_MAX = 60, TRAIT_VALUE_BYTES_MAX = 200, TRAIT_ANCHORS_MAX = 64 };

struct trait {
    uint64_t id; /* printed with letter T */
    enum trait_level level;
    struct text name, value;
    struct text since, until; /* dates, or empty */
    struct text author;
    int64_t recorded_ms;
    struct record_id record; /* that it hangs on here */
    struct party_id other;   /* of a role, who is at the other end; v 0 when unknown */
};

/* id, record and other are not looked at; mentions are all different, 1 to TRAIT_ANCHORS_MAX. */
enum status store_trait_put(struct store *store, const struct trait *trait, const struct mention_id *mentions,
                            size_t count, uint64_t *ret_id, struct error *err);
enum status store_trait_withdraw(struct store *store, uint64_t id, struct text reason, struct text author,
                                 int64_t now_ms, struct error *err);
/* Those that stand, in order of name, then time. */
enum status store_party_traits(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                               struct trait **ret, size_t *ret_count, struct error *err);
struct trait_used {
    struct text name, value;
    uint64_t given; /* how often it stands */
};
/* Those that stand, by name and value. */
enum status store_traits_used(struct store *store, struct arena *arena, struct trait_used **ret, size_t *ret_count,
                              struct error *err);
/* Who has it now, in order of id. */
enum status store_trait_parties(struct store *store, struct text name, struct text value, struct arena *arena,
                                struct party_id **ret, size_t *ret_count, struct error *err);
