/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/kept_model.h"

#include <sodium.h>
#include <string.h>

#include "base/scoped.h"

#define MODEL_BYTES_MAX ((size_t)2 << 30)

enum { VARIANT = sodium_base64_VARIANT_ORIGINAL };

enum status kept_model_write(const struct matcher *matcher, struct buf *body, struct error *err)
{
    SCOPED(buf_done) struct buf model = BUF_EMPTY;
    enum status status = matcher_model_write(matcher, &model, err);
    if (status != STATUS_OK)
        return status;
    size_t room = sodium_base64_encoded_len(model.len, VARIANT);
    char *into = buf_reserve(body, room);
    if (!into)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the model");
    sodium_bin2base64(into, room, (const unsigned char *)model.ptr, model.len, VARIANT);
    body->len += room - 1;
    return STATUS_OK;
}

enum status kept_model_put(struct store *store, struct text body, int64_t now_ms, struct error *err)
{
    uint64_t version = 0;
    return store_ruleset_put(store, TEXT("model"), TEXT("default"), body, TEXT("resolve"), now_ms, &version, err);
}

enum status kept_model_get(struct store *store, struct match_model **ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(MODEL_BYTES_MAX);
    struct ruleset ruleset = { 0 };
    size_t len = 0;
    *ret = NULL;
    enum status status = store_ruleset_get(store, TEXT("model"), TEXT("default"), &arena, &ruleset, err);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    unsigned char *bytes = arena_take(&arena, ruleset.body.len + 1, 8);
    if (!bytes)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the model");
    if (sodium_base642bin(bytes, ruleset.body.len, ruleset.body.ptr, ruleset.body.len, NULL, &len, NULL, VARIANT) != 0)
        return error_set(err, STATUS_BROKEN, "the kept model cannot be read");
    return match_model_read((struct text){ (const char *)bytes, len }, ret, err);
}
