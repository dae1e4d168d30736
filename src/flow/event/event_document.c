/*
 * Letters, mails and quotes: a file is kept once by what it holds, and stands
 * with a customer as an event that names it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/event/event_detail.h"
#include "flow/event/event_inside.h"
#include "flow/event/event_write.h"
#include "os/file.h"

enum { DOCUMENT_ARENA_BYTES = 64 * 1024 * 1024 };

/* By the name's ending; what we do not know is bytes. */
static struct text media_type_of(struct text name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        { ".pdf", "application/pdf" },
        { ".txt", "text/plain" },
        { ".eml", "message/rfc822" },
        { ".png", "image/png" },
        { ".jpg", "image/jpeg" },
        { ".jpeg", "image/jpeg" },
        { ".csv", "text/csv" },
        { ".json", "application/json" },
        { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { ".odt", "application/vnd.oasis.opendocument.text" },
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (text_ends_nocase(name, text_from(types[i].ending)))
            return text_from(types[i].type);
    return TEXT("application/octet-stream");
}

static enum status make_document_event(const struct document_added *added, size_t size, struct text media_type,
                                       const char *hex, struct arena *arena, struct event_fact *fact, struct error *err)
{
    struct event_details details = { 0 };
    *event_detail_of(&details, FIELD_EVENT_FORM) = added->form;
    *event_detail_of(&details, FIELD_EVENT_NAME) = added->name;
    *event_detail_of(&details, FIELD_EVENT_MEDIA_TYPE) = media_type;
    *event_detail_of(&details, FIELD_EVENT_SIZE) = arena_printf(arena, "%zu", size);
    *event_detail_of(&details, FIELD_EVENT_DIGEST) = text_from(hex);
    fact->kind = TEXT("document");
    fact->subject = added->subject.len ? added->subject : added->name;
    fact->source_key = arena_printf(arena, "document-%.16s-%s", hex, record_id_text(fact->record).s + 2);
    return event_details_write(&details, arena, &fact->details, err);
}

/* The record it goes on: of the party that is meant, or as it was named, which may come later. */
static enum status find_record(struct store *store, const struct job *job, const struct document_added *added,
                               struct arena *arena, struct record_id *ret, bool *ret_waits, struct error *err)
{
    struct source source = { 0 };
    struct party_id live = { 0 }, role = added->role;
    struct stored_record record = { 0 };
    struct error why = ERROR_NONE;
    *ret_waits = false;
    if (added->party.v) {
        enum status status = store_party_resolve(store, added->party, &live, err);
        if (status == STATUS_OK && role.v)
            status = store_party_resolve(store, role, &role, err);
        return status == STATUS_OK ? event_record_for(store, job, live, role, arena, ret, err) : status;
    }
    enum status status = store_source_get(store, added->source, arena, &source, err);
    if (status != STATUS_OK)
        return status;
    *ret = record_id_of(added->source, added->key);
    status = store_record_get(store, *ret, arena, &record, &why);
    *ret_waits = status == STATUS_NOT_FOUND;
    if (status != STATUS_OK && !*ret_waits && err)
        *err = why;
    return *ret_waits ? STATUS_OK : status;
}

enum status document_put(struct store *store, const struct job *job, const struct document_added *added,
                         struct text content, struct document_kept *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(DOCUMENT_ARENA_BYTES);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct text media_type = media_type_of(added->name);
    struct event_fact fact = { .author = job->author, .at_ms = added->at_ms ? added->at_ms : job->now_ms };
    struct source hand = { 0 };
    enum change change;
    char hex[65];
    enum status status = event_day_read(added->at, "at", &fact.at_ms, err);
    if (status == STATUS_OK && content.len == 0)
        status = error_set(err, STATUS_INVALID, "the file is empty");
    if (status == STATUS_OK)
        status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = find_record(store, job, added, &arena, &fact.record, &ret->waits, err);
    if (status == STATUS_OK)
        status =
            store_document_put(store, content, media_type, job->author, job->now_ms, &ret->digest, &ret->is_new, err);
    if (status != STATUS_OK)
        return status;
    digest_hex(ret->digest, hex);
    status = make_document_event(added, content.len, media_type, hex, &arena, &fact, err);
    if (status == STATUS_OK)
        status = event_by_hand(store, job, &arena, &hand, err);
    if (status != STATUS_OK)
        return status;
    fact.source_id = hand.id;
    fact.id = event_id_of(hand.name, fact.source_key);
    ret->event = fact.id;
    status = event_put_one(store, job, hand.id, &fact, &change, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

enum status document_add(struct store *store, const struct job *job, const char *path,
                         const struct document_added *added, struct document_kept *ret, struct error *err)
{
    SCOPED(buf_done) struct buf content = BUF_EMPTY;
    SCOPED(file_close) struct file file = FILE_CLOSED;
    struct document_added named = *added;
    enum status status = file_slurp(path, DOCUMENT_BYTES_MAX, &content, err);
    if (status == STATUS_OK)
        status = file_open(path, &file, err);
    if (status != STATUS_OK)
        return error_within(err, status, "'%s'", path_base(path));
    named.name = text_from(path_base(path));
    named.at_ms = file.modified_ms;
    return document_put(store, job, &named, buf_text(&content), ret, err);
}

static bool hex_read(struct text hex, struct digest *ret)
{
    if (hex.len != 2 * sizeof(ret->bytes))
        return false;
    for (size_t i = 0; i < hex.len; i++) {
        char c = char_to_lower(hex.ptr[i]);
        int digit = char_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return false;
        ret->bytes[i / 2] = (uint8_t)(i % 2 ? ret->bytes[i / 2] | digit : digit << 4);
    }
    return true;
}

enum status document_of_event(struct store *store, struct event_id id, struct arena *arena, struct document *ret,
                              struct text *ret_name, struct error *err)
{
    struct event_fact fact = { 0 };
    struct digest digest = { 0 };
    enum status status = store_event_get(store, id, arena, &fact, err);
    if (status != STATUS_OK)
        return status;
    if (!hex_read(event_detail_get(fact.details, FIELD_EVENT_DIGEST, arena), &digest))
        return error_set(err, STATUS_NOT_FOUND, "event %s has no document", event_id_text(id).s);
    *ret_name = event_detail_get(fact.details, FIELD_EVENT_NAME, arena);
    return store_document_get(store, digest, arena, ret, err);
}
