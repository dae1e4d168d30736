/*
 * Parties that changed since the lists of words were made (change.h): they
 * are passed over in those and found here.
 *
 *     put or dropped ──▶ search_fresh, with the stamp of the change
 *                           │ the newest, up to TAIL_MAX: looked through one by one
 *                           ▼ when they are more, at a commit
 *                        search_fresh_word: their words, each with who has it
 *
 * A list is not taken back, but all of them are when somebody was erased, and
 * the next one is then of everybody who changed.  Who changed again is in the tail or in a later
 * list too, and what a list says of a party is held against the words the
 * party has now.  So a change costs its own rows and, once in TAIL_MAX, one
 * sort; and a search looks at those few that have its longest word.
 *
 * fresh-1  what is found is what looking through all of search_fresh would find.
 * fresh-2  up to which stamp there are lists stands in view_state.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "store/change.h"
#include "store/inside.h"
#include "store/piece.h"

enum { TAIL_MAX = 1024, LOOK_EVERY = 8 /* changes */, STATE_BYTES_MAX = 4096 };
static const size_t WORDS_BYTES_MAX = (size_t)1 << 30;

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the words of what changed");
}

/* fresh-2; 0: there are no lists. */
static enum status listed_up_to(struct store *store, uint64_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(STATE_BYTES_MAX);
    struct text value = TEXT_EMPTY;
    struct error why = ERROR_NONE;
    enum status status = store_piece_state(store, "fresh", &arena, &value, &why);
    *ret = 0;
    if (status == STATUS_OK)
        text_to_u64(value, ret);
    else if (status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status fresh_put(struct store *store, const struct stored_party *party, struct text words, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "fresh_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party->party.v);
    db_bind_i64(stmt, 2, party->records);
    db_bind_text(stmt, 3, party->sort_name);
    db_bind_text(stmt, 4, words);
    db_bind_i64(stmt, 5, (int64_t)store->change_stamp);
    return db_run(stmt, NULL, err);
}

/* ---- lists ---- */

struct held {
    uint32_t word; /* its number; in order of bytes once all are there */
    uint64_t party;
};

struct folding {
    struct intern words;
    VEC(struct held) held;
};

static void folding_done(struct folding *folding)
{
    intern_done(&folding->words);
    vec_done(&folding->held);
}

static enum status tail_is_long(struct store *store, uint64_t from, bool *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "fresh_tail_is_long", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)from);
    db_bind_i64(stmt, 2, TAIL_MAX);
    *ret = db_next(stmt);
    return db_end(stmt, err);
}

static enum status tail(struct store *store, uint64_t from, struct db_stmt **ret, struct error *err)
{
    enum status status = query(store, "fresh_tail", ret, err);
    if (status == STATUS_OK)
        db_bind_i64(*ret, 1, (int64_t)from);
    return status;
}

static enum status gather(struct store *store, uint64_t from, struct folding *folding, struct error *err)
{
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = tail(store, from, &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt)) {
        struct text words = db_text(stmt, 3), word;
        while (fits && word_next(&words, &word)) {
            struct held held = { intern_put(&folding->words, word), (uint64_t)db_i64(stmt, 0) };
            fits = held.word != INTERN_NONE && vec_push(&folding->held, held);
        }
    }
    status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? no_memory(err) : status;
}

static int by_bytes(const void *a, const void *b, void *texts)
{
    const struct text *dictionary = texts;
    return text_compare(dictionary[*(const uint32_t *)a], dictionary[*(const uint32_t *)b]);
}

static int by_word(const void *a, const void *b)
{
    const struct held *x = a, *y = b;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

/* order: numbers by bytes; each held word gets its place there. */
static bool put_in_order(struct folding *folding, uint32_t *order)
{
    uint32_t count = folding->words.count, *places = malloc((count + 1u) * sizeof(*places));
    if (!places)
        return false;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    qsort_r(order, count, sizeof(*order), by_bytes, folding->words.texts);
    for (uint32_t i = 0; i < count; i++)
        places[order[i]] = i;
    for (size_t i = 0; i < folding->held.len; i++)
        folding->held.ptr[i].word = places[folding->held.ptr[i].word];
    qsort(folding->held.ptr, folding->held.len, sizeof(*folding->held.ptr), by_word);
    free(places);
    return true;
}

static enum status put_list(struct store *store, struct text word, const struct held *held, size_t count,
                            struct buf *parties, struct error *err)
{
    struct db_stmt *stmt;
    buf_reset(parties);
    for (size_t i = 0; i < count; i++) {
        uint64_t low_first = htole64(held[i].party);
        if (i == 0 || held[i].party != held[i - 1].party)
            buf_put(parties, (struct text){ (const char *)&low_first, sizeof(low_first) });
    }
    enum status status = buf_status(parties, err);
    if (status == STATUS_OK)
        status = query(store, "fresh_word_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, word);
    db_bind_i64(stmt, 2, (int64_t)store->change_stamp);
    db_bind_blob(stmt, 3, buf_text(parties));
    return db_run(stmt, NULL, err);
}

static enum status put_lists(struct store *store, struct folding *folding, struct error *err)
{
    SCOPED(buf_done) struct buf parties = BUF_EMPTY;
    uint32_t *order = malloc((folding->words.count + 1u) * sizeof(*order));
    enum status status = order && put_in_order(folding, order) ? STATUS_OK : no_memory(err);
    for (size_t at = 0, end; at < folding->held.len && status == STATUS_OK; at = end) {
        const struct held *held = &folding->held.ptr[at];
        for (end = at + 1; end < folding->held.len && folding->held.ptr[end].word == held->word;)
            end++;
        status = put_list(store, folding->words.texts[order[held->word]], held, end - at, &parties, err);
    }
    free(order);
    return status;
}

enum status fresh_fold(struct store *store, struct error *err)
{
    SCOPED(folding_done) struct folding folding = { .words = INTERN_UP_TO(WORDS_BYTES_MAX) };
    uint64_t from = 0;
    char stamp[24];
    bool is_long = false;
    if (store->change_stamp % LOOK_EVERY)
        return STATUS_OK;
    enum status status = listed_up_to(store, &from, err);
    if (status == STATUS_OK)
        status = tail_is_long(store, from, &is_long, err);
    if (status != STATUS_OK || !is_long)
        return status;
    status = gather(store, from, &folding, err);
    if (status == STATUS_OK && folding.held.len)
        status = put_lists(store, &folding, err);
    snprintf(stamp, sizeof(stamp), "%" PRIu64, store->change_stamp);
    return status == STATUS_OK ? store_view_state_put(store, "fresh", text_from(stamp), err) : status;
}

enum status fresh_forget(struct store *store, struct error *err)
{
    struct db_stmt *stmt;
    uint64_t listed = 0;
    enum status status = listed_up_to(store, &listed, err);
    if (status != STATUS_OK || listed == 0)
        return status;
    status = query(store, "fresh_words_drop", &stmt, err);
    if (status == STATUS_OK)
        status = db_run(stmt, NULL, err);
    return status == STATUS_OK ? store_view_state_put(store, "fresh", TEXT("0"), err) : status;
}

/* ---- what is asked ---- */

static bool holds_word(struct text words, struct text wanted, bool begun)
{
    struct text word;
    while (word_next(&words, &word))
        if (word.len >= wanted.len && (begun || word.len == wanted.len) && text_starts(word, wanted))
            return true;
    return false;
}

static bool holds_all(struct text words, struct text wanted, bool begun)
{
    struct text word;
    int count = 0;
    for (; count < WORDS_ASKED_MAX && word_next(&wanted, &word); count++)
        if (!holds_word(words, word, begun))
            return false;
    return count > 0;
}

/* Every word but one, and that one mended. */
static bool holds_near(struct text words, struct text wanted)
{
    struct text word, own;
    int missed = 0, mended = 0;
    for (int count = 0; count < WORDS_ASKED_MAX && word_next(&wanted, &word); count++) {
        if (holds_word(words, word, true))
            continue;
        struct text rest = words;
        bool near = false;
        while (typo_is_looked_for(word) && !near && word_next(&rest, &own))
            near = typo_begins(own, word);
        missed++;
        mended += near;
    }
    return missed == 1 && mended == 1;
}

struct seeking {
    struct store *store;
    struct text words;
    enum party_kind kind;
    bool near;
    struct arena *arena;
    uint64_t listed; /* up to that stamp */
    VEC(struct fresh_party) found;
    VEC(uint64_t) candidates; /* of the lists */
    struct map noted;
    enum status status;
};

static void seeking_done(struct seeking *seeking)
{
    vec_done(&seeking->found);
    vec_done(&seeking->candidates);
    map_done(&seeking->noted);
}

/* Columns party, records, sort name, words. */
static bool look(struct seeking *seeking, const struct db_stmt *stmt)
{
    struct fresh_party party = { .party = { (uint64_t)db_i64(stmt, 0) }, .records = (uint32_t)db_i64(stmt, 1) };
    struct text own = db_text(stmt, 3);
    if (party.records == 0 || (seeking->kind && party_id_kind(party.party) != seeking->kind) ||
        !(seeking->near ? holds_near(own, seeking->words) : holds_all(own, seeking->words, true)))
        return true;
    party.whole = holds_all(own, seeking->words, false);
    return column_keep(stmt, 2, seeking->arena, &party.sort_name) && vec_push(&seeking->found, party);
}

static enum status does_not_fit(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "the answer does not fit in the memory set aside for it");
}

static enum status look_through_tail(struct seeking *seeking, struct error *err)
{
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = tail(seeking->store, seeking->listed, &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt))
        fits = look(seeking, stmt);
    status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? does_not_fit(err) : status;
}

static bool note_parties(struct seeking *seeking, struct text parties)
{
    for (size_t at = 0; at + sizeof(uint64_t) <= parties.len; at += sizeof(uint64_t)) {
        uint64_t party;
        bool is_new = false;
        memcpy(&party, parties.ptr + at, sizeof(party));
        party = le64toh(party);
        if (!map_put(&seeking->noted, party, 1, &is_new) || (is_new && !vec_push(&seeking->candidates, party)))
            return false;
    }
    return true;
}

/* Those with a word that begins so. */
static enum status note_begun(struct seeking *seeking, struct text beginning, struct error *err)
{
    char above[128];
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = query(seeking->store, "fresh_words", &stmt, err);
    if (status != STATUS_OK)
        return status;
    assert(beginning.len < sizeof(above));
    memcpy(above, beginning.ptr, beginning.len);
    above[beginning.len] = '\xff'; /* no UTF-8 has that byte */
    db_bind_blob(stmt, 1, beginning);
    db_bind_blob(stmt, 2, (struct text){ above, beginning.len + 1 });
    while (fits && db_next(stmt))
        fits = note_parties(seeking, db_blob(stmt, 0));
    status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? no_memory(err) : status;
}

static bool note_mended(void *ctx, struct text beginning, struct error *err)
{
    struct seeking *seeking = ctx;
    seeking->status = note_begun(seeking, beginning, err);
    return seeking->status == STATUS_OK;
}

/* Whoever has all words has the longest one; whoever misses one has one that is nearly it. */
static enum status note_candidates(struct seeking *seeking, struct error *err)
{
    struct text rest = seeking->words, word, longest = TEXT_EMPTY;
    enum status status = STATUS_OK;
    for (int count = 0; status == STATUS_OK && count < WORDS_ASKED_MAX && word_next(&rest, &word); count++) {
        if (word.len > longest.len)
            longest = word;
        if (seeking->near && typo_is_looked_for(word)) {
            status = typo_each(seeking->store, "fresh_word_from", word, note_mended, seeking, err);
            status = seeking->status == STATUS_OK ? status : seeking->status;
        }
    }
    return status == STATUS_OK && !seeking->near && longest.len ? note_begun(seeking, longest, err) : status;
}

/* As they are now; who changed since the lists is in the tail. */
static enum status look_at_candidates(struct seeking *seeking, struct error *err)
{
    enum status status = STATUS_OK;
    bool fits = true;
    for (size_t i = 0; i < seeking->candidates.len && fits && status == STATUS_OK; i++) {
        struct db_stmt *stmt;
        status = query(seeking->store, "fresh_one", &stmt, err);
        if (status != STATUS_OK)
            return status;
        db_bind_i64(stmt, 1, (int64_t)seeking->candidates.ptr[i]);
        if (db_next(stmt) && (uint64_t)db_i64(stmt, 4) <= seeking->listed)
            fits = look(seeking, stmt);
        status = db_end(stmt, err);
    }
    return status == STATUS_OK && !fits ? does_not_fit(err) : status;
}

enum status fresh_find(struct store *store, struct text words, enum party_kind kind, bool near, struct arena *arena,
                       struct fresh_party **ret, size_t *ret_count, struct error *err)
{
    SCOPED(seeking_done)
    struct seeking seeking = {
        .store = store, .words = words, .kind = kind, .near = near, .arena = arena, .noted = MAP_EMPTY
    };
    enum status status = listed_up_to(store, &seeking.listed, err);
    if (status == STATUS_OK)
        status = look_through_tail(&seeking, err);
    if (status == STATUS_OK && seeking.listed)
        status = note_candidates(&seeking, err);
    if (status == STATUS_OK)
        status = look_at_candidates(&seeking, err);
    *ret = arena_array(arena, struct fresh_party, seeking.found.len + 1);
    if (status == STATUS_OK && !*ret)
        status = does_not_fit(err);
    if (status != STATUS_OK)
        return status;
    if (seeking.found.len)
        memcpy(*ret, seeking.found.ptr, seeking.found.len * sizeof(**ret));
    *ret_count = seeking.found.len;
    return STATUS_OK;
}

enum status fresh_among(struct store *store, const uint64_t *parties, size_t count, bool *ret, struct error *err)
{
    SCOPED(buf_done) struct buf list = BUF_EMPTY;
    struct db_stmt *stmt;
    memset(ret, 0, count * sizeof(*ret));
    if (count == 0)
        return STATUS_OK;
    enum status status = ids_list(store, parties, sizeof(parties[0]), count, &list, err);
    if (status == STATUS_OK)
        status = query(store, "fresh_among", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, buf_text(&list));
    while (db_next(stmt)) {
        size_t place = (size_t)db_i64(stmt, 0);
        if (place < count)
            ret[place] = true;
    }
    return db_end(stmt, err);
}
