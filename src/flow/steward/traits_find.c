/*
 * Who has a trait, or a part in decisions: first who has it, then whose name or
 * summary has the words.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/steward/traits.h"

#include "base/scoped.h"
#include "flow/snapshot/view_snapshot.h"
#include "lang/fold.h"
#include "model/date.h"
#include "store/tie.h"

bool trait_read(struct text word, struct text *ret_name, struct text *ret_value)
{
    size_t equals = text_find_char(word, '=');
    *ret_name = text_slice(word, 0, equals);
    *ret_value = text_trim(text_from_offset(word, equals + 1));
    return trait_name_is_good(*ret_name) && ret_value->len > 0;
}

/* Each word must begin a word of the text; both are folded. */
static bool begins_words(struct text words, struct text of)
{
    struct text word = TEXT_EMPTY, other = TEXT_EMPTY;
    while (text_next(&words, ' ', &word)) {
        struct text rest = of;
        bool found = word.len == 0;
        while (!found && text_next(&rest, ' ', &other))
            found = text_starts(other, word);
        if (!found)
            return false;
    }
    return true;
}

static void put_brief(const struct stored_party *party, struct json_out *json)
{
    json_object(json);
    json_put_str(json, "id", party_id_text(party->party).s);
    json_put_str(json, "kind", party_kind_name(party_id_kind(party->party)));
    json_put(json, "name", party->name);
    json_put(json, "summary", party->summary);
    json_put_u64(json, "records", party->records);
    json_end(json);
}

/* Of two lists in order of id those in both; either may be NULL: everybody. */
static size_t in_both(struct party_id *a, size_t a_count, const struct party_id *b, size_t b_count)
{
    size_t kept = 0;
    for (size_t i = 0, j = 0; i < a_count && j < b_count;) {
        if (a[i].v == b[j].v)
            a[kept++] = a[i];
        if (a[i].v <= b[j].v)
            i++;
        else
            j++;
    }
    return kept;
}

static enum status who_fits(struct store *store, const struct job *job, const struct parties_sought *sought,
                            struct arena *arena, struct party_id **ret, size_t *ret_count, struct error *err)
{
    struct party_id *parts = NULL;
    size_t parts_count = 0;
    enum status status = STATUS_OK;
    *ret_count = 0;
    if (sought->trait_name.len)
        status = store_trait_parties(store, sought->trait_name, sought->trait_value, arena, ret, ret_count, err);
    if (status != STATUS_OK || sought->part.len == 0)
        return status;
    status = store_part_parties(store, sought->part, text_from(date_text(date_of_ms(job->now_ms)).s), arena, &parts,
                                &parts_count, err);
    if (status == STATUS_OK && sought->trait_name.len) {
        *ret_count = in_both(*ret, *ret_count, parts, parts_count);
    } else if (status == STATUS_OK) {
        *ret = parts;
        *ret_count = parts_count;
    }
    return status;
}

enum status view_parties_sought(struct store *store, const struct job *job, const struct parties_sought *sought,
                                struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(buf_done) struct buf list = BUF_EMPTY;
    struct json_out inner = json_out_over(&list);
    struct party_id *parties = NULL;
    size_t count = 0, found = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = who_fits(store, job, sought, &view.arena, &parties, &count, err);
    struct text folded = fold_text(sought->words, &view.arena);
    json_array(&inner);
    for (size_t i = 0; i < count && found < sought->limit && status == STATUS_OK; i++) {
        struct stored_party party = { 0 };
        if (sought->kind && party_id_kind(parties[i]) != sought->kind)
            continue;
        status = store_party_get(store, parties[i], &view.arena, &party, err);
        if (status != STATUS_OK)
            return status;
        struct text shown = fold_text(
            arena_printf(&view.arena, "%.*s %.*s", TEXT_ARG(party.name), TEXT_ARG(party.summary)), &view.arena);
        if (!begins_words(folded, shown))
            continue;
        put_brief(&party, &inner);
        found++;
    }
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&list, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_put(json, "query", sought->words);
    json_put_u64(json, "total", found);
    json_key(json, "parties");
    json_raw(json, buf_text(&list));
    json_end(json);
    return STATUS_OK;
}

enum status view_traits_used(struct store *store, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct trait_used *used = NULL;
    size_t count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_traits_used(store, &view.arena, &used, &count, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "traits");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_put(json, "name", used[i].name);
        json_put(json, "value", used[i].value);
        json_put_u64(json, "given", used[i].given);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return STATUS_OK;
}
