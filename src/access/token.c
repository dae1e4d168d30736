/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access/token.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "os/process.h"

enum { SECRET_BYTES = 32, SECRET_CHARS = 43 };

static const char key_prefix[] = "kb_";

static void put_base64(const uint8_t *bytes, char *into, size_t room)
{
    assert(room >= sodium_base64_ENCODED_LEN(SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
    sodium_bin2base64(into, room, bytes, SECRET_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

struct token token_make(enum token_kind kind)
{
    struct token token = { 0 };
    uint8_t secret[SECRET_BYTES];
    size_t at = 0;
    if (kind == TOKEN_API) {
        at = sizeof(key_prefix) - 1;
        memcpy(token.s, key_prefix, at);
    }
    process_secret_bytes(secret, sizeof(secret));
    put_base64(secret, token.s + at, sizeof(token.s) - at);
    sodium_memzero(secret, sizeof(secret));
    return token;
}

struct text token_kind_name(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_LOGIN: return TEXT("login");
    case TOKEN_SESSION: return TEXT("session");
    case TOKEN_API: return TEXT("api");
    }
    return TEXT_EMPTY;
}

bool token_is_shaped(struct text token)
{
    if (text_starts(token, text_from(key_prefix)) && token.len == SECRET_CHARS + sizeof(key_prefix) - 1)
        token = text_from_offset(token, sizeof(key_prefix) - 1);
    if (token.len != SECRET_CHARS)
        return false;
    for (size_t i = 0; i < token.len; i++)
        if (!char_is_alpha(token.ptr[i]) && !char_is_digit(token.ptr[i]) && token.ptr[i] != '-' && token.ptr[i] != '_')
            return false;
    return true;
}

struct digest token_digest(struct text token)
{
    return digest_of(token);
}

struct token csrf_of(struct text session_token)
{
    struct token csrf = { 0 };
    struct digest digest = digest_of_pair(TEXT("klantbeeld form key\n"), session_token);
    put_base64(digest.bytes, csrf.s, sizeof(csrf.s));
    return csrf;
}

bool csrf_matches(struct text session_token, struct text given)
{
    struct token want = csrf_of(session_token);
    return given.len == SECRET_CHARS && sodium_memcmp(want.s, given.ptr, SECRET_CHARS) == 0;
}
