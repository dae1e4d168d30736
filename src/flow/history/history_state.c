/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history/history_state.h"

#include "flow/profile/profile_json.h"
#include "golden/survive.h"

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the history of a party");
}

void history_state_close(struct history_state *state)
{
    as_of_close(&state->as_of);
    *state = HISTORY_STATE_CLOSED;
}

/* The text after a key inside an object that json_out wrote; ids, names and times need no unescaping. */
static struct text text_of(struct text object, struct text key)
{
    struct text rest = text_from_offset(object, text_find(object, key) + key.len);
    return text_slice(rest, 0, text_find_char(rest, '"'));
}

static void read_origin(const struct as_of_party *party, struct text json, struct history_value *ret)
{
    struct text origin = text_from_offset(json, text_find(json, TEXT("\"origin\":{")));
    ret->source = text_of(origin, TEXT("\"source\":\""));
    ret->rule = text_of(origin, TEXT("\"rule\":\""));
    ret->at = text_of(origin, TEXT("\"at\":\""));
    record_id_read(text_of(origin, TEXT("\"record\":\"")), &ret->record);
    bool is_chosen = text_equal(ret->rule, text_from(golden_rule_name(GOLDEN_CHOSEN)));
    for (size_t i = 0; i < party->mentions_count && !is_chosen; i++)
        if (party->mentions[i].record.id.v == ret->record.v)
            ret->version = party->mentions[i].record.version;
}

static enum status read_values(struct history_state *state, struct error *err)
{
    struct text rest = state->party->party.profile;
    struct profile_field field;
    size_t count = 0;
    while (profile_json_next(&rest, &state->as_of.arena, &field))
        count++;
    state->values = arena_array(&state->as_of.arena, struct history_value, count + 1);
    if (!state->values)
        return no_memory(err);
    rest = state->party->party.profile;
    while (state->values_count < count && profile_json_next(&rest, &state->as_of.arena, &field)) {
        struct history_value *value = &state->values[state->values_count++];
        *value = (struct history_value){ .field = field.field, .value = field.value };
        read_origin(state->party, field.json, value);
    }
    return STATUS_OK;
}

enum status history_state_open(struct store *store, const struct job *job, struct party_id party,
                               const struct view_made *view, struct history_state *ret, struct error *err)
{
    enum as_of_fate fate = AS_OF_LIVE;
    struct party_id there = { 0 };
    struct error why = ERROR_NONE;
    enum status status = as_of_open_view(store, job, view, &ret->as_of, err);
    ret->is_open = true;
    ret->made_ms = view->recorded_ms;
    if (status == STATUS_OK)
        status = as_of_identity(&ret->as_of, party, &fate, &there, err);
    if (status != STATUS_OK || fate != AS_OF_LIVE)
        return status;
    status = as_of_party(&ret->as_of, party, &ret->party, &why);
    if (status == STATUS_NOT_FOUND) {
        ret->party = NULL;
        return STATUS_OK;
    }
    if (status != STATUS_OK && err)
        *err = why;
    ret->is_there = status == STATUS_OK;
    if (status == STATUS_OK)
        status = read_values(ret, err);
    if (status == STATUS_OK)
        status = as_of_roles(&ret->as_of, ret->party, &ret->roles, &ret->roles_count, err);
    if (status == STATUS_OK)
        status = as_of_household(&ret->as_of, ret->party, &ret->household, err);
    return status;
}

bool history_state_holds(const struct history_state *before, const struct history_state *then, uint64_t run)
{
    return run > before->as_of.view.identity_run && run <= then->as_of.view.identity_run;
}

bool history_party_holds(const struct as_of_party *party, struct mention_id mention)
{
    for (size_t i = 0; party && i < party->mentions_count; i++)
        if (party->mentions[i].mention.v == mention.v)
            return true;
    return false;
}

bool history_state_has(const struct history_state *state, const struct history_value *value)
{
    for (size_t i = 0; i < state->values_count; i++)
        if (text_equal(state->values[i].field, value->field) && text_equal(state->values[i].value, value->value))
            return true;
    return false;
}

const struct history_value *history_state_single(const struct history_state *state, struct text field)
{
    const struct history_value *found = NULL;
    for (size_t i = 0; i < state->values_count; i++) {
        if (!text_equal(state->values[i].field, field))
            continue;
        if (found)
            return NULL;
        found = &state->values[i];
    }
    return found;
}

static const struct stored_role *find_role(const struct history_state *state, const struct stored_role *role)
{
    for (size_t i = 0; i < state->roles_count; i++) {
        const struct stored_role *other = &state->roles[i];
        bool same_place = other->organisation.v == role->organisation.v ||
                          ((role->gone_name.len || other->gone_name.len) && other->record.v == role->record.v);
        if (other->person.v == role->person.v && same_place && text_equal(other->title, role->title) &&
            text_equal(other->department, role->department))
            return other;
    }
    return NULL;
}

bool history_state_has_role(const struct history_state *state, const struct stored_role *role)
{
    return find_role(state, role) != NULL;
}

bool history_state_changed_part(const struct history_state *state, const struct stored_role *role)
{
    const struct stored_role *found = find_role(state, role);
    return found && !text_equal(found->part, role->part);
}

bool history_state_ended(const struct history_state *state, const struct stored_role *role)
{
    const struct stored_role *found = find_role(state, role);
    return found && found->until.len > 0;
}

bool history_wanted(struct text asked, struct text field)
{
    if (asked.len == 0 || text_equal(asked, field))
        return true;
    return text_starts(field, asked) && field.ptr[asked.len] == '.';
}

bool history_same_field(struct text a, struct text b)
{
    return history_wanted(a, b) || history_wanted(b, a);
}
