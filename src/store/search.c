/*
 * Finding parties by words and by exact keys.
 *
 * Words are kept as they are asked: the caller folds both (lang/fold.h), and
 * both are cut into runs of letters and digits here, so neither engine's own
 * idea of a word takes part.
 *
 *     "o'neil, j."  ──▶  "o neil j"
 *
 * The rows of the search index are numbered by rank (more records, then name,
 * then id), so the engine meets the best hit first and may stop at the limit:
 * a hundred thousand people called "jan…" cost no more than twenty.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "store/inside.h"

enum {
    WORDS_MAX = 12,      /* of one question; more are left out */
    WORD_BYTES_MAX = 60, /* a longer word is known by its beginning */
};

static bool is_word_byte(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80;
}

/* Cut the next word off *rest; false when there is none. Words end between characters, not inside one. */
static bool word_next(struct text *rest, struct text *ret)
{
    size_t at = 0;
    while (at < rest->len && !is_word_byte(rest->ptr[at]))
        at++;
    size_t end = at;
    while (end < rest->len && is_word_byte(rest->ptr[end]))
        end++;
    size_t cut = end;
    if (cut - at > WORD_BYTES_MAX) {
        cut = at + WORD_BYTES_MAX;
        while (cut > at && ((unsigned char)rest->ptr[cut] & 0xc0) == 0x80)
            cut--;
    }
    *ret = text_slice(*rest, at, cut);
    *rest = text_from_offset(*rest, end);
    return ret->len > 0;
}

enum status search_words(struct text folded, struct buf *ret, struct error *err)
{
    struct text word;
    bool first = true;
    while (word_next(&folded, &word)) {
        if (!first)
            buf_put_char(ret, ' ');
        first = false;
        buf_put(ret, word);
    }
    return buf_status(ret, err);
}

/* "jan bak" as the engine asks it: "jan" "bak"* for SQLite, 'jan':* & 'bak':* for PostgreSQL. */
static size_t expression(enum db_engine engine, struct text words, bool prefixes, struct buf *ret)
{
    char quote = engine == DB_SQLITE ? '"' : '\'';
    struct text word;
    size_t count = 0;
    while (count < WORDS_MAX && word_next(&words, &word)) {
        if (count++ > 0)
            buf_put_str(ret, engine == DB_SQLITE ? " " : " & ");
        buf_put_char(ret, quote);
        buf_put(ret, word);
        buf_put_char(ret, quote);
        if (prefixes)
            buf_put_str(ret, engine == DB_SQLITE ? "*" : ":*");
    }
    return count;
}

static bool hit_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct search_hit *hit = item;
    hit->party.v = (uint64_t)db_i64(stmt, 0);
    hit->records = (uint32_t)db_i64(stmt, 3);
    return column_keep(stmt, 1, arena, &hit->name) && column_keep(stmt, 2, arena, &hit->summary);
}

static bool among(const struct search_hit *hits, size_t count, struct party_id party)
{
    for (size_t i = 0; i < count; i++)
        if (hits[i].party.v == party.v)
            return true;
    return false;
}

struct question {
    struct text words;
    enum party_kind kind;
    size_t limit;
};

static enum status ask(struct store *store, const struct question *question, bool prefixes, size_t limit,
                       struct arena *arena, struct search_hit **ret, size_t *ret_count, struct error *err)
{
    SCOPED(buf_done) struct buf match = BUF_EMPTY;
    *ret = NULL;
    *ret_count = 0;
    if (expression(db_engine_of(store->db), question->words, prefixes, &match) == 0)
        return STATUS_OK;
    struct db_stmt *stmt;
    int64_t from, to;
    enum status status = buf_status(&match, err);
    if (status == STATUS_OK)
        status = query(store, "search", &stmt, err);
    if (status != STATUS_OK)
        return status;
    party_range(question->kind, &from, &to);
    db_bind_text(stmt, 1, buf_text(&match));
    db_bind_i64(stmt, 2, from);
    db_bind_i64(stmt, 3, to);
    db_bind_i64(stmt, 4, (int64_t)limit);
    return query_collect(stmt, arena, sizeof(struct search_hit), hit_read, (void **)ret, ret_count, err);
}

/* Parties that hold every word whole, then those where words begin so. */
enum status store_search(struct store *store, struct text words, enum party_kind kind, size_t limit,
                         struct arena *arena, struct search_hit **ret, size_t *ret_count, struct error *err)
{
    struct question question = { words, kind, limit < SEARCH_HITS_MAX ? limit : SEARCH_HITS_MAX };
    struct search_hit *hits = arena_array(arena, struct search_hit, question.limit + 1);
    struct search_hit *whole, *begun;
    size_t whole_count, begun_count = 0, count = 0;
    if (!hits)
        return error_set(err, STATUS_LIMIT, "the answer does not fit in the memory set aside for it");
    enum status status = ask(store, &question, false, question.limit, arena, &whole, &whole_count, err);
    if (status != STATUS_OK)
        return status;
    while (count < whole_count) {
        hits[count] = whole[count];
        count++;
    }
    if (count < question.limit)
        status = ask(store, &question, true, question.limit + whole_count, arena, &begun, &begun_count, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < begun_count && count < question.limit; i++)
        if (!among(whole, whole_count, begun[i].party))
            hits[count++] = begun[i];
    *ret = hits;
    *ret_count = count;
    return STATUS_OK;
}

int64_t key_hash(struct text key)
{
    return (int64_t)(hash_text(key) >> 2);
}

enum status store_search_key(struct store *store, struct text key, size_t limit, struct arena *arena,
                             struct search_hit **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "search_key", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, key_hash(key));
    db_bind_text(stmt, 2, key);
    db_bind_i64(stmt, 3, (int64_t)(limit < SEARCH_HITS_MAX ? limit : SEARCH_HITS_MAX));
    return query_collect(stmt, arena, sizeof(struct search_hit), hit_read, (void **)ret, ret_count, err);
}

void party_range(enum party_kind kind, int64_t *ret_from, int64_t *ret_to)
{
    *ret_from = kind ? (int64_t)kind << 60 : 0;
    *ret_to = kind ? *ret_from + ((INT64_C(1) << 60) - 1) : INT64_MAX;
}
