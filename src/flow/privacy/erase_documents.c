/*
 * Documents of events that stay: a letter to an organisation that names the
 * person who goes.  What is plain text is freed of the names, mailboxes and
 * numbers, kept as a document of its own (a document is known by what it
 * holds), and the event names that one; the old goes when no other event names
 * it.  Anything else, and text that hides words in an encoding, has to be
 * looked at by a person: it is named in the answer, and by event in the audit
 * chain.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <sodium.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/event/event_detail.h"
#include "flow/privacy/erase_inside.h"
#include "lang/utf8.h"
#include "store/document.h"

static bool is_text_type(struct text type)
{
    return text_starts(type, TEXT("text/")) || text_starts(type, TEXT("message/")) ||
           text_equal(type, TEXT("application/json")) || text_equal(type, TEXT("application/xml"));
}

/* Words may stand in it that nobody finds by looking for them: parts of a mail in base64, encoded heads, entities. */
static bool hides_words(struct text content)
{
    static const char *const signs[] = { "encoding: base64", "encoding: quoted-printable",
                                         "=?utf-8?",         "=?iso-",
                                         "=?windows-",       "&#" };
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (text_find_nocase(content, text_from(signs[i])) < content.len)
            return true;
    return false;
}

static struct erase_file *known_file(struct erase *erase, struct text hex)
{
    for (size_t i = 0; i < erase->files.len; i++)
        if (text_equal(erase->files.ptr[i].was, hex))
            return &erase->files.ptr[i];
    return NULL;
}

static enum status free_content(struct erase *erase, const struct document *document, struct erase_file *file,
                                struct error *err)
{
    SCOPED(buf_done) struct buf freed = BUF_EMPTY;
    struct digest digest;
    char hex[65];
    bool is_new = false;
    if (!is_text_type(document->media_type) || !utf8_valid(document->content) ||
        memchr(document->content.ptr, 0, document->content.len)) {
        file->outcome = ERASE_FILE_FORMAT;
        return STATUS_OK;
    }
    file->outcome = hides_words(document->content) ? ERASE_FILE_ENCODED : ERASE_FILE_CLEAN;
    if (!erase_words_replace(&erase->words, document->content, erase->pseudonym, &freed))
        return STATUS_OK;
    if (freed.len > DOCUMENT_BYTES_MAX) {
        file->outcome = ERASE_FILE_FORMAT;
        return STATUS_OK;
    }
    enum status status = buf_status(&freed, err);
    if (status == STATUS_OK)
        status = store_document_put(erase->store, buf_text(&freed), document->media_type, document->author,
                                    document->recorded_ms, &digest, &is_new, err);
    if (status != STATUS_OK)
        return status;
    digest_hex(digest, hex);
    file->size = freed.len;
    file->now = arena_copy(&erase->arena, text_from(hex));
    if (file->outcome == ERASE_FILE_CLEAN)
        file->outcome = ERASE_FILE_FREED;
    return STATUS_OK;
}

static enum status look_at(struct erase *erase, struct text hex, const struct event_fact *event, struct arena *arena,
                           struct erase_file **ret, struct error *err)
{
    struct erase_file file = { .event = event->id, .was = arena_copy(&erase->arena, hex) };
    struct document document = { 0 };
    struct digest digest;
    size_t len = 0;
    if (sodium_hex2bin(digest.bytes, sizeof(digest.bytes), hex.ptr, hex.len, NULL, &len, NULL) != 0 ||
        len != sizeof(digest.bytes))
        return STATUS_OK; /* a file of a source that has digests of its own */
    enum status status = store_document_get(erase->store, digest, arena, &document, err);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK)
        status = free_content(erase, &document, &file, err);
    if (status == STATUS_OK && (!file.was.ptr || !vec_push(&erase->files, file)))
        status = error_set(err, STATUS_NO_MEMORY, "no memory for documents that stay");
    *ret = status == STATUS_OK ? &erase->files.ptr[erase->files.len - 1] : NULL;
    return status;
}

enum status erase_document_of(struct erase *erase, struct event_fact *event, struct arena *arena, struct error *err)
{
    SCOPED(arena_done) struct arena room = ARENA_UP_TO((size_t)4 * DOCUMENT_BYTES_MAX);
    struct text hex = event_detail_get(event->details, FIELD_EVENT_DIGEST, arena);
    if (hex.len == 0)
        return STATUS_OK;
    struct erase_file *file = known_file(erase, hex);
    enum status status = file ? STATUS_OK : look_at(erase, hex, event, &room, &file, err);
    if (status != STATUS_OK || !file || file->now.len == 0)
        return status;
    struct event_details details = { 0 };
    event_details_read(event->details, arena, &details);
    *event_detail_of(&details, FIELD_EVENT_DIGEST) = file->now;
    *event_detail_of(&details, FIELD_EVENT_SIZE) = arena_printf(arena, "%zu", file->size);
    return event_details_write(&details, arena, &event->details, err);
}

enum status erase_documents_end(struct erase *erase, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < erase->files.len && status == STATUS_OK; i++) {
        struct erase_file *file = &erase->files.ptr[i];
        bool gone = false;
        if (file->now.len)
            status = store_document_drop(erase->store, file->was, &gone, err);
        if (status == STATUS_OK && file->now.len && !gone)
            file->outcome = ERASE_FILE_SHARED;
        if (status == STATUS_OK && erase_file_by_hand(file))
            status = store_audit(erase->store, erase->job->now_ms, erase->job->author, TEXT("erase.by_hand"),
                                 text_from(event_id_text(file->event).s), text_from(erase_file_word(file)), err);
    }
    return status;
}

bool erase_file_by_hand(const struct erase_file *file)
{
    return file->outcome != ERASE_FILE_CLEAN && file->outcome != ERASE_FILE_FREED;
}

const char *erase_file_word(const struct erase_file *file)
{
    static const char *const words[] = { "clean", "freed", "format", "encoded", "shared" };
    return words[file->outcome];
}
