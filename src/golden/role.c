/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/role.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lang/fold.h"

/* A record's word with what it is ordered by. */
struct heard {
    const struct role_seen *seen;
    struct text folded; /* title */
    unsigned rank;
};

/* By organisation; there, those with a function first; then as trusted. */
static int compare_heard(const void *a, const void *b)
{
    const struct heard *x = a, *y = b;
    if (x->seen->organisation.v != y->seen->organisation.v)
        return x->seen->organisation.v < y->seen->organisation.v ? -1 : 1;
    if ((x->folded.len == 0) != (y->folded.len == 0))
        return x->folded.len == 0 ? 1 : -1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->seen->observed_ms != y->seen->observed_ms)
        return x->seen->observed_ms > y->seen->observed_ms ? -1 : 1;
    if (x->seen->record.v != y->seen->record.v)
        return x->seen->record.v < y->seen->record.v ? -1 : 1;
    return text_compare(x->folded, y->folded);
}

static void add_to(struct role *role, const struct role_seen *seen)
{
    if (role->department.len == 0)
        role->department = seen->department;
    if (role->since.year == 0)
        role->since = seen->since;
    if (role->records < UINT16_MAX)
        role->records++;
}

enum status roles_merge(const struct leading *leading, const struct role_seen *seen, size_t count, struct arena *arena,
                        struct role **ret, size_t *ret_count, struct error *err)
{
    struct heard *heard = arena_array(arena, struct heard, count + 1);
    struct text *folded = arena_array(arena, struct text, count + 1); /* by role */
    struct role *roles = arena_array(arena, struct role, count + 1);
    if (!heard || !folded || !roles)
        return error_set(err, STATUS_LIMIT, "a party is larger than its memory");
    for (size_t i = 0; i < count; i++)
        heard[i] = (struct heard){ &seen[i], fold_text(seen[i].title, arena),
                                   leading_rank(leading, (struct field_ref){ .field = FIELD_ROLE_TITLE },
                                                STAGE_CUSTOMER, seen[i].source) };
    qsort(heard, count, sizeof(*heard), compare_heard);

    size_t roles_count = 0, organisation_from = 0;
    for (size_t i = 0; i < count; i++) {
        const struct role_seen *word = heard[i].seen;
        if (i > 0 && word->organisation.v != heard[i - 1].seen->organisation.v)
            organisation_from = roles_count;
        size_t at = organisation_from;
        while (at < roles_count && heard[i].folded.len && !text_equal(folded[at], heard[i].folded))
            at++;
        if (at < roles_count) { /* without a function it adds to the best there is */
            add_to(&roles[at], word);
            continue;
        }
        folded[roles_count] = heard[i].folded;
        roles[roles_count++] = (struct role){
            word->organisation, word->title, word->department, word->since, word->until, word->record, 1
        };
    }
    *ret = roles;
    *ret_count = roles_count;
    return STATUS_OK;
}
