/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/forgotten/erased.h"

#include <endian.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "flow/job/index_place.h"
#include "lang/fold.h"
#include "store/change.h"

static uint64_t head_of(const struct erased_hash *hash)
{
    uint64_t head;
    memcpy(&head, hash->bytes, sizeof(head));
    return le64toh(head);
}

bool erased_add(struct erased *erased, const struct erased_hash *hash, uint64_t erasure)
{
    if (!erased->hashes)
        erased->hashes = calloc(1, sizeof(*erased->hashes));
    erased->any = erased->hashes && map_put(erased->hashes, head_of(hash), erasure, NULL);
    return erased->any;
}

static bool add_hash(void *ctx, const struct erased_hash *hash, uint64_t erasure)
{
    return erased_add(ctx, hash, erasure);
}

enum status erased_open(struct store *store, struct erased *ret, struct error *err)
{
    enum status status = store_erasure_secret(store, false, 0, ret->secret, &ret->any, err);
    ret->ever = ret->any;
    if (status != STATUS_OK || !ret->any)
        return status;
    ret->hashes = calloc(1, sizeof(*ret->hashes));
    if (!ret->hashes)
        return error_set(err, STATUS_NO_MEMORY, "no memory for what was erased");
    status = store_erased_each(store, add_hash, ret, err);
    if (status == STATUS_OK)
        status =
            store_erasures(store, &ret->arena, (struct erasure **)(uintptr_t)&ret->erasures, &ret->erasures_count, err);
    ret->any = ret->hashes->count > 0;
    return status;
}

void erased_close(struct erased *erased)
{
    if (erased->hashes)
        map_done(erased->hashes);
    free(erased->hashes);
    arena_done(&erased->arena);
    sodium_memzero(erased->secret, sizeof(erased->secret));
    *erased = ERASED_NONE;
}

/* The parts have fixed lengths but for the last, so they cannot run into each other. */
struct erased_hash erased_hash_of(const uint8_t secret[ERASURE_SECRET_BYTES], char what, struct record_id record,
                                  struct text detail)
{
    struct erased_hash hash;
    crypto_generichash_state state;
    uint64_t id = htole64(record.v);
    crypto_generichash_init(&state, secret, ERASURE_SECRET_BYTES, sizeof(hash.bytes));
    crypto_generichash_update(&state, (const unsigned char *)&what, 1);
    crypto_generichash_update(&state, (const unsigned char *)&id, sizeof(id));
    if (detail.len)
        crypto_generichash_update(&state, (const unsigned char *)detail.ptr, detail.len);
    crypto_generichash_final(&state, hash.bytes, sizeof(hash.bytes));
    return hash;
}

uint64_t erased_has(const struct erased *erased, char what, struct record_id record, struct text detail)
{
    if (!erased->any)
        return 0;
    struct erased_hash hash = erased_hash_of(erased->secret, what, record, detail);
    const uint64_t *found = map_get(erased->hashes, head_of(&hash));
    return found ? *found : 0;
}

/* ---- by what somebody is known again ---- */

static void put(struct erased_detail *ret, size_t *count, char what, struct text text)
{
    if (text.len && *count < ERASED_DETAILS_MAX)
        ret[(*count)++] = (struct erased_detail){ what, text };
}

size_t erased_details(const struct mention *mention, struct arena *arena, struct erased_detail ret[ERASED_DETAILS_MAX])
{
    size_t count = 0;
    if (mention->kind == PARTY_ORGANISATION) {
        put(ret, &count, 'O', mention->org.core.len ? mention->org.core : fold_text(mention->org.name, arena));
        return count;
    }
    const struct person_name *name = &mention->name;
    put(ret, &count, 'N', fold_text(name->surname.len ? name->surname : name->raw, arena));
    for (size_t i = 0; i < mention->emails_count; i++)
        if (!mention->emails[i].is_role)
            put(ret, &count, 'E', mention->emails[i].key);
    for (size_t i = 0; i < mention->phones_count; i++)
        if (mention->phones[i].kind == PHONE_MOBILE)
            put(ret, &count, 'P', mention->phones[i].e164);
    return count;
}

uint32_t erased_mentions(const struct erased *erased, struct record_id record, const struct normal_record *normal,
                         struct arena *arena, struct text *ret_pseudonym)
{
    struct erased_detail details[ERASED_DETAILS_MAX];
    uint32_t gone = 0;
    *ret_pseudonym = TEXT_EMPTY;
    if (!erased_has(erased, 'S', record, TEXT_EMPTY))
        return 0;
    for (unsigned i = 0; i < normal->mentions_count && i < 32; i++) {
        size_t count = erased_details(&normal->mentions[i], arena, details);
        for (size_t d = 0; d < count; d++) {
            uint64_t erasure = erased_has(erased, details[d].what, record, details[d].text);
            if (!erasure)
                continue;
            gone |= UINT32_C(1) << i;
            if (erasure <= erased->erasures_count)
                *ret_pseudonym = erased->erasures[erasure - 1].pseudonym;
        }
    }
    return gone;
}

struct text erased_pseudonym(const uint8_t secret[ERASURE_SECRET_BYTES], struct mention_id mention, struct arena *arena)
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz"; /* no vowels: it makes no word and no name */
    struct erased_hash hash = erased_hash_of(secret, 'Z', (struct record_id){ mention.v }, TEXT_EMPTY);
    char word[11] = { 0 };
    for (size_t i = 0; i < sizeof(word) - 1; i++)
        word[i] = letters[hash.bytes[i] % (sizeof(letters) - 1)];
    word[0] = char_to_upper(word[0]);
    return arena_printf(arena, "Gewist %s", word);
}

/* ---- texts ---- */

/* Bytes above 127 belong to letters. */
static bool is_of_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80;
}

static size_t word_end(struct text text, size_t at)
{
    while (at < text.len && is_of_word(text.ptr[at]))
        at++;
    return at;
}

/* The length of the longest run of words here that is one of his, else 0. */
static size_t words_at(const struct erased *erased, struct record_id record, struct text text, size_t at)
{
    size_t ends[ERASED_WINDOW], count = 0, end = at;
    enum { RUN_BYTES_MAX = 160 };
    while (count < ERASED_WINDOW && end < text.len && end - at < RUN_BYTES_MAX) {
        end = word_end(text, end);
        ends[count++] = end;
        while (end < text.len && !is_of_word(text.ptr[end]))
            end++;
    }
    for (size_t i = count; i > 0; i--) {
        char folded[2 * RUN_BYTES_MAX];
        struct text run = text_slice(text, at, ends[i - 1]);
        if (run.len > RUN_BYTES_MAX)
            continue;
        run = (struct text){ folded, fold_ascii(run, folded, sizeof(folded)) };
        if (run.len && erased_has(erased, 'W', record, run))
            return ends[i - 1] - at;
    }
    return 0;
}

static size_t digits_at(const struct erased *erased, struct record_id record, struct text text, size_t at)
{
    enum { DIGITS = 8, MOST = 15 };
    char digits[MOST];
    size_t count = 0, end = at, from = at;
    if (text.ptr[at] == '+')
        from++;
    for (size_t i = from; i < text.len && count < MOST; i++) {
        char c = text.ptr[i];
        if (char_is_digit(c)) {
            digits[count++] = c;
            end = i + 1;
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '/') {
            break;
        }
    }
    if (count < DIGITS)
        return 0;
    struct text last = { digits + count - DIGITS, DIGITS };
    return erased_has(erased, 'D', record, last) ? end - at : 0;
}

bool erased_free_text(const struct erased *erased, struct record_id record, struct text text, struct text by,
                      struct buf *ret)
{
    bool found = false, just = false;
    for (size_t at = 0; at < text.len;) {
        bool starts = at == 0 || !is_of_word(text.ptr[at - 1]);
        char c = text.ptr[at];
        size_t len = starts && is_of_word(c) ? words_at(erased, record, text, at) : 0;
        if (len == 0 && starts && (char_is_digit(c) || c == '+'))
            len = digits_at(erased, record, text, at);
        if (len == 0) {
            just = just && c == ' ';
            buf_put_char(ret, c);
            at++;
            continue;
        }
        if (!just)
            buf_put(ret, by);
        else if (ret->len && ret->ptr[ret->len - 1] == ' ')
            ret->len--; /* words side by side become one pseudonym */
        found = just = true;
        at += len;
    }
    return found;
}

static bool free_one(const struct erased *erased, struct record_id record, struct text by, struct text *text,
                     struct arena *arena)
{
    struct buf buf = BUF_EMPTY;
    bool good = true;
    if (text->len && erased_free_text(erased, record, *text, by, &buf)) {
        *text = arena_copy(arena, buf_text(&buf));
        good = text->ptr && !buf.failed;
    }
    buf_done(&buf);
    return good;
}

enum status erased_free_event(const struct erased *erased, struct event_fact *event, struct arena *arena,
                              struct error *err)
{
    uint64_t erasure = erased_has(erased, 'S', event->record, TEXT_EMPTY);
    if (!erasure)
        return STATUS_OK;
    struct text by = erasure <= erased->erasures_count ? erased->erasures[erasure - 1].pseudonym : TEXT("[gewist]");
    struct text *texts[] = { &event->subject, &event->body, &event->extra, &event->details };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!free_one(erased, event->record, by, texts[i], arena))
            return error_set(err, STATUS_NO_MEMORY, "no memory for the text of an event");
    return STATUS_OK;
}

/* ---- the view ---- */

static const char followed[] = "erased"; /* of the view's state: the newest erasure it followed */

enum status erased_view_put(struct store *store, uint64_t erasure, struct error *err)
{
    char number[24];
    snprintf(number, sizeof(number), "%" PRIu64, erasure);
    return store_view_state_put(store, followed, text_from(number), err);
}

enum status erased_view_follows(struct store *store, bool *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)256 << 20);
    struct erasure *erasures = NULL;
    struct text value = TEXT_EMPTY;
    struct error why = ERROR_NONE;
    uint64_t newest = 0;
    size_t count = 0;
    *ret = false;
    enum status status = store_view_state_get(store, followed, &arena, &value, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK) {
        if (err)
            *err = why;
        return status;
    }
    status = store_erasures(store, &arena, &erasures, &count, err);
    *ret = status == STATUS_OK && count && text_to_u64(value, &newest) && newest >= erasures[count - 1].id;
    return status;
}

enum status erased_settle(struct store *store, int64_t now_ms, struct erased_files files, struct error *err)
{
    enum status status = store_erase_prepare(store, err);
    if (status == STATUS_OK)
        status = store_erase_clean(store, files.view, err);
    if (status == STATUS_OK && !files.index_kept)
        status = index_drop_file(store, err);
    if (status == STATUS_OK)
        status = index_sweep(store, err);
    return status == STATUS_OK ? store_erasures_done(store, now_ms, err) : status;
}
