/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history/restore.h"

#include "base/scoped.h"
#include "flow/history/as_of.h"
#include "flow/history/history_state.h"
#include "flow/job/day.h"
#include "flow/job/pick.h"
#include "flow/profile/profile_json.h"

enum { SHOWN_MAX = 5 };

static enum status read_value(const struct as_of_party *party, struct text field, struct text day, struct arena *arena,
                              struct text *ret, struct error *err)
{
    struct text rest = party->party.profile, several = TEXT_EMPTY;
    struct profile_field one;
    size_t count = 0;
    bool is_exact = false; /* "phone" is also the beginning of "phone.mobile" */
    while (profile_json_next(&rest, arena, &one))
        is_exact = is_exact || text_equal(field, one.field);
    rest = party->party.profile;
    while (profile_json_next(&rest, arena, &one)) {
        if (is_exact ? !text_equal(field, one.field) : !history_wanted(field, one.field))
            continue;
        *ret = one.value;
        if (count++ < SHOWN_MAX)
            several =
                several.len ? arena_printf(arena, "%.*s; %.*s", TEXT_ARG(several), TEXT_ARG(one.value)) : one.value;
    }
    if (count == 0)
        return error_set(err, STATUS_NOT_FOUND, "'%.*s' had no value on %.*s", TEXT_ARG(field), TEXT_ARG(day));
    if (count == 1)
        return STATUS_OK;
    error_set(err, STATUS_USAGE, "'%.*s' had %zu values on %.*s", TEXT_ARG(field), count, TEXT_ARG(day));
    error_hint(err, "Choose one of them: klantbeeld choose PARTY %.*s VALUE --reason …", TEXT_ARG(field));
    return STATUS_USAGE;
}

enum status restore_value(struct store *store, const struct job *job, struct text party, struct text field,
                          int64_t at_ms, struct arena *arena, struct text *ret, struct error *err)
{
    SCOPED(as_of_close) struct as_of as_of = AS_OF_CLOSED;
    struct party_id asked = { 0 }, shown = { 0 };
    const struct as_of_party *found = NULL;
    struct picked picked = { 0 };
    enum as_of_fate fate = AS_OF_LIVE;
    struct text day = day_text(at_ms, arena);
    enum status status = STATUS_OK;
    if (!party_id_read(party, &asked)) {
        status = pick_mentions(store, party, arena, &picked, err);
        asked = picked.party;
    }
    if (status == STATUS_OK)
        status = as_of_open(store, job, at_ms, &as_of, err);
    if (status == STATUS_OK)
        status = as_of_identity(&as_of, asked, &fate, &shown, err);
    if (status == STATUS_OK && (fate == AS_OF_GONE || fate == AS_OF_NOT_YET))
        status = error_set(err, STATUS_NOT_FOUND, "%s was not there on %.*s", party_id_text(asked).s, TEXT_ARG(day));
    if (status == STATUS_OK)
        status = as_of_party(&as_of, shown, &found, err);
    return status == STATUS_OK ? read_value(found, field, day, arena, ret, err) : status;
}
