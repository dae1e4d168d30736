/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/snapshot/hidden.h"

#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "flow/forgotten/erase_words.h"
#include "flow/snapshot/view_snapshot.h"
#include "model/date.h"
#include "normal/name_compose.h"
#include "normal/record.h"
#include "store/choice.h"
#include "store/event.h"
#include "store/history.h"

#define HIDDEN_ARENA_BYTES ((size_t)256 << 20)

struct hiding {
    struct view view;
    const struct job *job;
    struct erase_words words;
    struct map seen; /* ids looked at */
    VEC(struct record_id) records;
    bool *hides; /* of each layout: some column */
    bool failed;
};

static void hiding_done(struct hiding *h)
{
    erase_words_done(&h->words);
    map_done(&h->seen);
    vec_done(&h->records);
    view_close(&h->view);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for what may not be seen");
}

/* ---- which columns ---- */

static enum status look_at_layouts(struct hiding *h, bool *ret_any, struct error *err)
{
    struct view *view = &h->view;
    enum status status = STATUS_OK;
    *ret_any = false;
    h->hides = arena_array(&view->arena, bool, view->layouts_count + 1);
    if (!h->hides)
        return no_memory(err);
    for (size_t i = 0; i < view->layouts_count; i++)
        for (size_t c = 0; c < view->layouts[i].layout.count && status == STATUS_OK && !h->hides[i]; c++) {
            bool shown = true;
            status = view_shows_column(view, &view->layouts[i], c, &shown, err);
            h->hides[i] = !shown;
            *ret_any = *ret_any || !shown;
        }
    return status;
}

/* ---- whom a reply names ---- */

static bool see(struct hiding *h, uint64_t id)
{
    bool is_new = false;
    if (!map_put(&h->seen, id, 1, &is_new))
        h->failed = true;
    return is_new;
}

static void add_record(struct hiding *h, struct record_id record)
{
    if (record.v && see(h, record.v ^ UINT64_C(0x5a5a) << 48) && !vec_push(&h->records, record))
        h->failed = true;
}

static enum status add_party(struct hiding *h, struct party_id party, struct error *err);

static enum status add_members(struct hiding *h, struct party_id household, struct error *err)
{
    struct stored_member *members = NULL;
    size_t count = 0;
    enum status status = store_party_members(h->view.store, household, &h->view.arena, &members, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (members[i].household.v == household.v)
            status = add_party(h, members[i].person, err);
    return status;
}

/* What somebody chose for a field stands in no column. */
static enum status add_choices(struct hiding *h, struct party_id party, struct error *err)
{
    struct choice *choices = NULL;
    size_t count = 0;
    enum status status = store_party_choices(h->view.store, party, STORE_NOW, &h->view.arena, &choices, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (!view_shows_field(&h->view, choices[i].field)) {
            if (choices[i].value.len >= HIDDEN_BYTES_MIN)
                erase_words_add(&h->words, choices[i].value, true);
            erase_words_add_phone(&h->words, choices[i].value);
        }
    return status;
}

static enum status add_party(struct hiding *h, struct party_id party, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    struct error why = ERROR_NONE;
    if (!see(h, party.v))
        return STATUS_OK;
    enum status status = store_party_resolve(h->view.store, party, &party, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (party_id_kind(party) == PARTY_HOUSEHOLD)
        return add_members(h, party, err);
    status = store_party_links(h->view.store, party, &h->view.arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        add_record(h, links[i].record);
    return status == STATUS_OK ? add_choices(h, party, err) : status;
}

static enum status add_id(struct hiding *h, char letter, uint64_t id, struct error *err)
{
    struct stored_link link = { 0 };
    struct event_fact event = { 0 };
    switch (letter) {
    case 'P':
    case 'O':
    case 'H': return add_party(h, (struct party_id){ id }, err);
    case 'R': add_record(h, (struct record_id){ id }); return STATUS_OK;
    case 'M':
        if (store_mention_link(h->view.store, (struct mention_id){ id }, &link, NULL) == STATUS_OK)
            return add_party(h, link.party, err);
        return STATUS_OK;
    case 'E':
        if (store_event_get(h->view.store, (struct event_id){ id }, &h->view.arena, &event, NULL) == STATUS_OK)
            add_record(h, event.record);
        return STATUS_OK;
    default: return STATUS_OK;
    }
}

static enum status add_named(struct hiding *h, struct text body, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t at = 0; at + ID_TEXT_LEN <= body.len && status == STATUS_OK; at++) {
        char letter = 0;
        uint64_t id = 0;
        if (body.ptr[at + 1] != '-' || !char_is_upper(body.ptr[at]) || (at > 0 && char_is_alpha(body.ptr[at - 1])) ||
            !id_read(text_slice(body, at, at + ID_TEXT_LEN), &letter, &id))
            continue;
        status = add_id(h, letter, id, err);
        at += ID_TEXT_LEN - 1;
        if (h->records.len > HIDDEN_RECORDS_MAX)
            return error_set(err, STATUS_LIMIT, "the answer names too many to be freed of what you may not see");
    }
    return status;
}

/* ---- what may not be seen of them ---- */

static void add(struct hiding *h, struct text value)
{
    if (value.len >= HIDDEN_BYTES_MIN)
        erase_words_add(&h->words, value, true);
}

static struct text without_blanks(struct text t, struct arena *arena)
{
    char *into = arena_take(arena, t.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; into && i < t.len; i++)
        if (t.ptr[i] != ' ')
            into[len++] = t.ptr[i];
    return into ? (struct text){ into, len } : TEXT_EMPTY;
}

static void add_date(struct hiding *h, struct date date)
{
    if (date_is_whole(date))
        add(h, text_from(date_text(date).s));
}

/* As we write it: the profile, the summary and the history do. */
static void add_mention(struct hiding *h, const struct mention *m)
{
    struct arena *arena = &h->view.arena;
    add(h, m->name.raw);
    add(h, name_display(&m->name, arena));
    add(h, m->name.surname);
    add(h, m->org.name);
    add_date(h, m->birth);
    add_date(h, m->death);
    for (size_t i = 0; i < m->emails_count; i++)
        add(h, m->emails[i].address);
    for (size_t i = 0; i < m->phones_count; i++)
        erase_words_add_phone(&h->words, m->phones[i].e164);
    for (size_t i = 0; i < m->identifiers_count; i++)
        add(h, m->identifiers[i].value);
    for (size_t i = 0; i < m->attributes_count; i++)
        add(h, m->attributes[i].value);
    for (size_t i = 0; i < m->addresses_count; i++) {
        const struct address *address = &m->addresses[i];
        add(h, address->street);
        add(h, address->city);
        add(h, address->postcode);
        add(h, without_blanks(address->postcode, arena));
    }
}

static enum status add_version(struct hiding *h, const struct stored_record *record, struct error *err)
{
    struct view *view = &h->view;
    const struct stored_layout *layout = view_layout(view, record->layout_id);
    struct mapping mapping = { 0 };
    struct normal_record normal = { 0 };
    struct normal_options options = { .country = "NL", .now_ms = record->observed_ms };
    if (!layout || !h->hides[layout - view->layouts])
        return STATUS_OK;
    size_t count = layout->layout.count;
    struct text *cells = arena_array(&view->arena, struct text, count + 1);
    if (!cells)
        return no_memory(err);
    memcpy(options.country, h->job->country, sizeof(options.country));
    enum status status = cells_read(record->cells, &view->arena, cells, count, err);
    if (status == STATUS_OK)
        status = view_layout_mapping(view, layout, &view->arena, &mapping, err);
    for (size_t c = 0; c < count && status == STATUS_OK; c++) {
        bool shown = true;
        status = view_shows_column(view, layout, c, &shown, err);
        if (shown)
            cells[c] = TEXT_EMPTY;
        add(h, cells[c]);
    }
    struct row row = { .cells = cells, .count = count, .number = 1 };
    if (status == STATUS_OK)
        status = normal_record_read(&mapping, &row, record->id, &options, &view->arena, &normal, err);
    for (size_t i = 0; i < normal.mentions_count && status == STATUS_OK; i++)
        add_mention(h, &normal.mentions[i]);
    return status;
}

static enum status add_values(struct hiding *h, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < h->records.len && status == STATUS_OK; i++) {
        struct stored_record *versions = NULL;
        size_t count = 0;
        status = store_record_versions(h->view.store, h->records.ptr[i], &h->view.arena, &versions, &count, err);
        for (size_t v = 0; v < count && status == STATUS_OK; v++)
            status = add_version(h, &versions[v], err);
    }
    erase_words_sort(&h->words);
    return status == STATUS_OK && (h->failed || h->words.failed) ? no_memory(err) : status;
}

/* ---- the reply ---- */

static const struct text hidden_sign = { "…", sizeof("…") - 1 };

static size_t string_end(struct text json, size_t at)
{
    while (at < json.len && json.ptr[at] != '"')
        at += json.ptr[at] == '\\' ? 2 : 1;
    return at < json.len ? at : json.len;
}

/* Strings that are no keys; ids and all other signs as they are. */
static void free_json(const struct erase_words *words, struct text json, struct buf *ret)
{
    for (size_t at = 0; at < json.len;) {
        if (json.ptr[at] != '"') {
            buf_put_char(ret, json.ptr[at++]);
            continue;
        }
        size_t end = string_end(json, at + 1);
        bool is_key = end + 1 < json.len && json.ptr[end + 1] == ':';
        struct text inner = text_slice(json, at + 1, end);
        buf_put_char(ret, '"');
        if (is_key || inner.len < HIDDEN_BYTES_MIN)
            buf_put(ret, inner);
        else
            erase_words_replace(words, inner, hidden_sign, ret);
        if (end < json.len)
            buf_put_char(ret, '"');
        at = end + 1;
    }
}

enum status hidden_free(struct store *store, const struct job *job, bool is_json, struct buf *body, struct error *err)
{
    SCOPED(hiding_done) struct hiding h = { .view = VIEW_CLOSED, .job = job };
    SCOPED(buf_done) struct buf freed = BUF_EMPTY;
    bool any = false;
    if (job->sees == CATALOGUE_ALL || body->len == 0)
        return STATUS_OK;
    h.words = ERASE_WORDS_IN(&h.view.arena);
    enum status status = view_open(store, &h.view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&h.view, job, err);
    if (status != STATUS_OK || !h.view.hides)
        return status;
    status = look_at_layouts(&h, &any, err);
    if (status != STATUS_OK || !any)
        return status;
    status = add_named(&h, buf_text(body), err);
    if (status == STATUS_OK)
        status = add_values(&h, err);
    if (status != STATUS_OK || (h.words.words.len == 0 && h.words.phones.len == 0))
        return status;
    if (is_json)
        free_json(&h.words, buf_text(body), &freed);
    else
        erase_words_replace(&h.words, buf_text(body), hidden_sign, &freed);
    status = buf_status(&freed, err);
    if (status != STATUS_OK)
        return status;
    buf_reset(body);
    buf_put(body, buf_text(&freed));
    return buf_status(body, err);
}
