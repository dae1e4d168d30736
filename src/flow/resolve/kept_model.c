/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/kept_model.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "store/history.h"

#define MODEL_BYTES_MAX ((size_t)2 << 30)

enum { VARIANT = sodium_base64_VARIANT_ORIGINAL };

static enum status encode(const struct buf *model, struct buf *body, struct error *err)
{
    size_t room = sodium_base64_encoded_len(model->len, VARIANT);
    char *into = buf_reserve(body, room);
    if (!into)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the model");
    sodium_bin2base64(into, room, (const unsigned char *)model->ptr, model->len, VARIANT);
    body->len += room - 1;
    return STATUS_OK;
}

enum status kept_model_write(const struct matcher *matcher, struct buf *body, struct error *err)
{
    SCOPED(buf_done) struct buf model = BUF_EMPTY;
    enum status status = matcher_model_write(matcher, &model, err);
    return status == STATUS_OK ? encode(&model, body, err) : status;
}

enum status kept_model_body(const struct match_model *used, struct buf *body, struct error *err)
{
    SCOPED(buf_done) struct buf model = BUF_EMPTY;
    enum status status = match_model_write(used, &model, err);
    return status == STATUS_OK ? encode(&model, body, err) : status;
}

enum status kept_model_put(struct store *store, struct text body, uint64_t records, int64_t now_ms, struct error *err)
{
    char count[24];
    uint64_t version = 0;
    snprintf(count, sizeof(count), "%" PRIu64, records);
    enum status status =
        store_ruleset_put(store, TEXT("model"), TEXT("default"), body, TEXT("resolve"), now_ms, &version, err);
    if (status == STATUS_OK)
        status = store_ruleset_put(store, TEXT("model"), TEXT("records"), text_from(count), TEXT("resolve"), now_ms,
                                   &version, err);
    return status;
}

enum status kept_model_records(struct store *store, uint64_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(4096);
    struct ruleset ruleset = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_ruleset_get(store, TEXT("model"), TEXT("records"), &arena, &ruleset, &why);
    *ret = 0;
    if (status == STATUS_OK)
        text_to_u64(ruleset.body, ret);
    else if (status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_body(struct text body, struct arena *arena, struct match_model **ret, struct error *err)
{
    size_t len = 0;
    body = text_slice(body, 0, text_find_char(body, '\n'));
    unsigned char *bytes = arena_take(arena, body.len + 1, 8);
    if (!bytes)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the model");
    if (sodium_base642bin(bytes, body.len, body.ptr, body.len, NULL, &len, NULL, VARIANT) != 0)
        return error_set(err, STATUS_BROKEN, "the kept model cannot be read");
    return match_model_read((struct text){ (const char *)bytes, len }, ret, err);
}

enum status kept_model_get(struct store *store, struct match_model **ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(MODEL_BYTES_MAX);
    struct ruleset ruleset = { 0 };
    *ret = NULL;
    enum status status = store_ruleset_get(store, TEXT("model"), TEXT("default"), &arena, &ruleset, err);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    return read_body(ruleset.body, &arena, ret, err);
}

enum status kept_model_at(struct store *store, uint64_t ruleset_id, struct arena *arena, struct match_model **ret,
                          struct text *ret_drift, struct digest *ret_digest, struct error *err)
{
    SCOPED(arena_done) struct arena whole = ARENA_UP_TO(MODEL_BYTES_MAX);
    struct ruleset ruleset = { 0 };
    enum status status = store_ruleset_at(store, TEXT("model"), TEXT("default"), ruleset_id, &whole, &ruleset, err);
    if (status != STATUS_OK)
        return status;
    size_t line = text_find_char(ruleset.body, '\n');
    *ret_drift = arena_copy(arena, text_trim(text_from_offset(ruleset.body, line)));
    *ret_digest = ruleset.digest;
    return read_body(ruleset.body, &whole, ret, err);
}

enum status kept_model_drift(struct store *store, struct text body, struct buf *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(MODEL_BYTES_MAX);
    SCOPED(match_model_close) struct match_model *before = NULL;
    SCOPED(match_model_close) struct match_model *after = NULL;
    struct error why = ERROR_NONE;
    if (kept_model_get(store, &before, &why) != STATUS_OK || !before)
        return STATUS_OK;
    enum status status = read_body(body, &arena, &after, err);
    if (status == STATUS_OK)
        match_model_drift(before, after, ret);
    return status == STATUS_OK ? buf_status(ret, err) : status;
}
