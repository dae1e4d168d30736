/*
 * Files that belong to events, kept once by what they hold: the same letter
 * twice is one row.  Which event names it stands in the event's details
 * (event.digest), so a document hangs on records as everything does.
 */
#pragma once

#include "store/store.h"

struct document {
    struct digest digest; /* SHA-256 of content */
    struct text media_type, author;
    uint64_t size; /* bytes */
    int64_t recorded_ms;
    struct text content;
};
/* STATUS_LIMIT above DOCUMENT_BYTES_MAX. *ret_new: it was not there. */
enum status store_document_put(struct store *store, struct text content, struct text media_type, struct text author,
                               int64_t now_ms, struct digest *ret, bool *ret_new, struct error *err);
/* Content and all, in arena; STATUS_NOT_FOUND. */
enum status store_document_get(struct store *store, struct digest digest, struct arena *arena, struct document *ret,
                               struct error *err);
