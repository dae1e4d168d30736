/*
 * What people chose: the value of a field, against what the rules say.
 *
 * A choice is a fact and hangs on a mention: whoever holds that mention has
 * the choice, so it goes along when parties merge and split, and is gone when
 * the record is erased.  It is taken back by a fact of its own.  until_ms asks
 * for the facts as they were known then; STORE_NOW is all of them.
 */
#pragma once

#include "store/store.h"

#define STORE_NOW INT64_MAX

enum { CHOICE_VALUE_BYTES_MAX = 2000, CHOICE_REASON_BYTES_MAX = 1000 };

struct choice {
    uint64_t id; /* printed with letter C */
    struct mention_id mention;
    struct text field;       /* "addr.invoice.full", without slot */
    struct record_id record; /* the value this record gives, whatever it is; v 0: value */
    struct text value;       /* as typed, or what the record gave then */
    struct text otherwise;   /* what the rules gave then */
    struct text reason, author;
    int64_t recorded_ms;
    bool withdrawn;
};

/* id and withdrawn are not looked at. */
enum status store_choice_put(struct store *store, const struct choice *choice, uint64_t *ret_id, struct error *err);
/* STATUS_NOT_FOUND, or STATUS_CONFLICT when it was withdrawn before. */
enum status store_choice_withdraw(struct store *store, uint64_t id, struct text reason, struct text author,
                                  int64_t now_ms, struct error *err);
/* All, withdrawn ones too, in order of mention, then of choosing. */
enum status store_choices(struct store *store, int64_t until_ms, struct arena *arena, struct choice **ret,
                          size_t *ret_count, struct error *err);
/* Those on the mentions a party has in the view, in the same order. */
enum status store_party_choices(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                                struct choice **ret, size_t *ret_count, struct error *err);
