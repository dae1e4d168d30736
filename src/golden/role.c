/*
 * Two orders are at work: one puts the best word first, so that a part of a
 * role comes from the first that gives it; the other finds the word that says
 * whether the role stands.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/role.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lang/fold.h"

const char *role_end_name(enum role_end end)
{
    static const char *const names[] = { "", "said", "next", "emptied" };
    return names[end];
}

bool role_was_left(struct text end_name)
{
    return text_equal(end_name, TEXT("next")) || text_equal(end_name, TEXT("emptied"));
}

/* A record's word with what it is ordered by. */
struct heard {
    const struct role_seen *seen;
    struct text folded; /* title */
    unsigned rank;
};

/* A role that is being put together. */
struct growing {
    struct text folded;
    struct date resumed;         /* of a period before the job was taken up again: its end; year 0 for any other */
    const struct heard *decides; /* whether it stands */
};

static bool is_earlier(const struct role_seen *seen)
{
    return seen->end == ROLE_ENDED_NEXT || seen->end == ROLE_ENDED_EMPTIED;
}

static int compare_trust(const struct heard *x, const struct heard *y)
{
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (is_earlier(x->seen) != is_earlier(y->seen))
        return is_earlier(x->seen) ? 1 : -1;
    if (x->seen->observed_ms != y->seen->observed_ms)
        return x->seen->observed_ms > y->seen->observed_ms ? -1 : 1;
    if (x->seen->record.v != y->seen->record.v)
        return x->seen->record.v < y->seen->record.v ? -1 : 1;
    return 0;
}

static int compare_dates(struct date a, struct date b)
{
    int x = a.year * 10000 + a.month * 100 + a.day, y = b.year * 10000 + b.month * 100 + b.day;
    return x < y ? -1 : x > y;
}

/* By organisation; there, those with a function first; then as trusted. */
static int compare_heard(const void *a, const void *b)
{
    const struct heard *x = a, *y = b;
    if (x->seen->organisation.v != y->seen->organisation.v)
        return x->seen->organisation.v < y->seen->organisation.v ? -1 : 1;
    if ((x->folded.len == 0) != (y->folded.len == 0))
        return x->folded.len == 0 ? 1 : -1;
    int order = compare_trust(x, y);
    order = order ? order : text_compare(x->folded, y->folded);
    order = order ? order : compare_dates(y->seen->since, x->seen->since);
    return order ? order : compare_dates(y->seen->until, x->seen->until);
}

static void add_part(struct role_part *part, struct text value, struct record_id record)
{
    if (part->value.len == 0 && value.len > 0)
        *part = (struct role_part){ value, record };
}

/* A date that a record gives goes before the day another record changed. */
static void add_since(struct role *role, bool *began_after, const struct role_seen *seen)
{
    if (seen->since.year == 0 || (role->since.year != 0 && !(*began_after && !seen->began_after)))
        return;
    role->since = seen->since;
    role->since_record = seen->record;
    *began_after = seen->began_after;
}

static void add_to(struct role *role, struct growing *growing, bool *began_after, const struct heard *heard)
{
    const struct role_seen *seen = heard->seen;
    add_part(&role->department, seen->department, seen->record);
    add_part(&role->part, seen->part, seen->record);
    add_part(&role->email, seen->email, seen->record);
    add_part(&role->phone, seen->phone, seen->record);
    add_part(&role->address, seen->address, seen->record);
    add_since(role, began_after, seen);
    if (!growing->decides || compare_trust(heard, growing->decides) < 0)
        growing->decides = heard;
    if (role->records < UINT16_MAX)
        role->records++;
}

static void end_role(struct role *role, const struct role_seen *decides)
{
    if (decides->until.year == 0)
        return;
    role->until = decides->until;
    role->until_record = decides->record;
    role->end = decides->end == ROLE_STANDS ? ROLE_ENDED_SAID : decides->end;
}

enum status roles_merge(const struct leading *leading, const struct role_seen *seen, size_t count, struct arena *arena,
                        struct role **ret, size_t *ret_count, struct error *err)
{
    struct heard *heard = arena_array(arena, struct heard, count + 1);
    struct growing *growing = arena_array(arena, struct growing, count + 1); /* by role */
    bool *began_after = arena_array(arena, bool, count + 1);
    struct role *roles = arena_array(arena, struct role, count + 1);
    if (!heard || !growing || !began_after || !roles)
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
        struct date resumed = word->resumed ? word->until : (struct date){ 0 };
        size_t at = organisation_from; /* without a function it adds to the best there is */
        while (at < roles_count && (compare_dates(growing[at].resumed, resumed) != 0 ||
                                    (heard[i].folded.len && !text_equal(growing[at].folded, heard[i].folded))))
            at++;
        if (at == roles_count) {
            growing[at] = (struct growing){ .folded = heard[i].folded, .resumed = resumed };
            began_after[at] = false;
            roles[roles_count++] =
                (struct role){ .organisation = word->organisation, .title = word->title, .record = word->record };
        }
        add_to(&roles[at], &growing[at], &began_after[at], &heard[i]);
    }
    for (size_t i = 0; i < roles_count; i++)
        end_role(&roles[i], growing[i].decides->seen);
    *ret = roles;
    *ret_count = roles_count;
    return STATUS_OK;
}
