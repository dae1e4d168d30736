/*
 * How often each field of a party was looked at, added up in batches: a count
 * of fields, with no trace of who looked or at whom.
 */
#pragma once

#include "store/choice.h"

struct field_use {
    struct text field; /* empty: parties looked at */
    uint64_t looks;
};

/* One batch; those with no looks are left out. */
enum status store_field_uses_put(struct store *store, const struct field_use *uses, size_t count, int64_t now_ms,
                                 struct error *err);
/* Added up, in order of field. */
enum status store_field_uses(struct store *store, int64_t until_ms, struct arena *arena, struct field_use **ret,
                             size_t *ret_count, struct error *err);
