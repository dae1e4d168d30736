/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/steward/traits.h"

#include <stdio.h>

#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/profile/profile_json.h"
#include "flow/snapshot/view_snapshot.h"
#include "os/clock.h"

enum { TRAIT_ARENA_BYTES = 64 * 1024 * 1024, REASON_BYTES_MAX = 1000 };

/* ---- given and taken back ---- */

bool trait_name_is_good(struct text name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) && name.ptr[i] != '_')
            return false;
    return name.len > 0 && name.len <= TRAIT_NAME_BYTES_MAX;
}

static bool date_is_good(struct text date)
{
    int64_t ms = 0;
    return date.len == 0 || (date.len == 10 && clock_read(date, &ms));
}

static enum status check(const struct trait_asked *asked, struct error *err)
{
    if (!trait_name_is_good(asked->name))
        return error_set(err, STATUS_USAGE, "a trait is named with 1 to %d small letters, digits and _",
                         TRAIT_NAME_BYTES_MAX);
    if (text_trim(asked->value).len == 0 || asked->value.len > TRAIT_VALUE_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a trait has a value of 1 to %d bytes", TRAIT_VALUE_BYTES_MAX);
    if (!date_is_good(asked->since) || !date_is_good(asked->until))
        return error_set(err, STATUS_USAGE, "since and until are dates such as 2026-03-01");
    return STATUS_OK;
}

static enum status anchors_of(struct store *store, const struct trait_asked *asked, struct arena *arena,
                              enum trait_level *ret_level, struct mention_id *ret, size_t *ret_count, struct error *err)
{
    struct picked picked = { 0 }, at = { 0 };
    struct party_id party = { 0 };
    if (!asked->at.len && party_id_read(asked->party, &party) && party_id_kind(party) == PARTY_HOUSEHOLD) {
        *ret_level = TRAIT_HOUSEHOLD;
        return pick_members(store, party, arena, TRAIT_ANCHORS_MAX, ret, ret_count, err);
    }
    enum status status = pick_mentions(store, asked->party, arena, &picked, err);
    if (status == STATUS_OK && asked->at.len)
        status = pick_mentions(store, asked->at, arena, &at, err);
    if (status != STATUS_OK)
        return status;
    struct mention_id person = pick_founding(&picked, PARTY_PERSON);
    *ret_level = asked->at.len ? TRAIT_ROLE : person.v ? TRAIT_PERSON : TRAIT_ORGANISATION;
    ret[0] = person.v ? person : pick_founding(&picked, PARTY_ORGANISATION);
    *ret_count = 1;
    if (asked->at.len) {
        ret[1] = pick_founding(&at, PARTY_ORGANISATION);
        *ret_count = 2;
        if (!person.v || !ret[1].v)
            return error_set(err, STATUS_USAGE, "a role is of a person at an organisation");
    }
    return STATUS_OK;
}

enum status trait_set(struct store *store, const struct job *job, const struct trait_asked *asked, uint64_t *ret_id,
                      struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(TRAIT_ARENA_BYTES);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct mention_id anchors[TRAIT_ANCHORS_MAX];
    size_t count = 0;
    struct trait trait = { .name = asked->name,
                           .value = text_trim(asked->value),
                           .since = asked->since,
                           .until = asked->until,
                           .author = job->author,
                           .recorded_ms = job->now_ms };
    enum status status = check(asked, err);
    if (status == STATUS_OK)
        status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = anchors_of(store, asked, &arena, &trait.level, anchors, &count, err);
    if (status == STATUS_OK && count == 0)
        status = error_set(err, STATUS_NOT_FOUND, "this household has no members");
    if (status == STATUS_OK)
        status = store_trait_put(store, &trait, anchors, count, ret_id, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("trait.put"),
                             arena_copy(&arena, text_from(id_text_of('K', *ret_id).s)), TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

enum status trait_withdraw(struct store *store, const struct job *job, uint64_t id, struct text reason,
                           struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(4096);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    if (text_trim(reason).len == 0 || reason.len > REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "taking a trait back needs a reason of at most %d bytes", REASON_BYTES_MAX);
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_trait_withdraw(store, id, text_trim(reason), job->author, job->now_ms, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("trait.withdraw"),
                             arena_copy(&arena, text_from(id_text_of('K', id).s)), TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- shown ---- */

static void put_trait(const struct trait *trait, struct store *store, struct arena *arena, struct json_out *json)
{
    struct stored_party other = { 0 };
    char at[CLOCK_TEXT_LEN + 1];
    clock_text(trait->recorded_ms, at);
    json_object(json);
    json_put(json, "field", arena_printf(arena, "trait.%.*s", TEXT_ARG(trait->name)));
    json_put(json, "value", trait->value);
    json_key(json, "origin");
    json_object(json);
    json_put_str(json, "record", record_id_text(trait->record).s);
    json_put_str(json, "source", "by-hand");
    json_put_str(json, "rule", "stated");
    json_put_str(json, "at", at);
    json_put(json, "author", trait->author);
    json_end(json);
    json_put_str(json, "trait", id_text_of('K', trait->id).s);
    view_put_some(json, "since", trait->since);
    view_put_some(json, "ends", trait->until);
    if (trait->other.v && store_party_get(store, trait->other, arena, &other, NULL) == STATUS_OK) {
        json_key(json, "role");
        json_object(json);
        json_put_str(json, "id", party_id_text(trait->other).s);
        json_put(json, "name", other.name);
        json_end(json);
    }
    json_key(json, "others");
    json_array(json);
    json_end(json);
    json_end(json);
}

enum status traits_write(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                         struct buf *buf, struct error *err)
{
    struct trait *traits = NULL;
    size_t count = 0;
    enum status status = store_party_traits(store, party, until_ms, arena, &traits, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct json_out json = json_out_over(buf);
        if (i)
            buf_put_char(buf, ',');
        put_trait(&traits[i], store, arena, &json);
    }
    return status == STATUS_OK ? buf_status(buf, err) : status;
}

/* Areas stand in their order; the fields of one end with its "]}". */
void profile_with_fields(struct text profile, enum area area, struct text fields, struct buf *buf)
{
    struct text list = TEXT("\"areas\":[");
    size_t from = text_find(profile, list);
    if (fields.len == 0 || from == profile.len) {
        buf_put(buf, profile);
        return;
    }
    size_t at = from + list.len;
    bool found = false;
    for (int a = 0; a < AREA_COUNT && a <= (int)area; a++) {
        char sign[40];
        snprintf(sign, sizeof(sign), "{\"area\":\"%s\",\"fields\":[", area_name((enum area)a));
        size_t here = text_find(text_from_offset(profile, at), text_from(sign)) + at;
        if (here >= profile.len)
            continue;
        size_t end = profile_json_object_end(profile, here);
        found = a == (int)area;
        at = found ? end - 2 : end; /* before "]}", or after it */
    }
    bool is_first = profile.ptr[at - 1] == '[';
    buf_put(buf, text_slice(profile, 0, at));
    if (found) {
        buf_put_str(buf, is_first ? "" : ",");
        buf_put(buf, fields);
    } else {
        buf_printf(buf, "%s{\"area\":\"%s\",\"fields\":[", is_first ? "" : ",", area_name(area));
        buf_put(buf, fields);
        buf_put_str(buf, "]}");
        buf_put_str(buf, is_first && profile.ptr[at] == '{' ? "," : "");
    }
    buf_put(buf, text_from_offset(profile, at));
}
