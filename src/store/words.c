/*
 * The word index: for each word, and for each beginning of one to three
 * bytes, which parties have it.
 *
 * Parties are numbered by rank: more records first, then name, then id.  A
 * list is a set of ranks in chunks of 65,536, each a sorted array of 16-bit
 * numbers or, when full enough, a bitmap (after Lemire and others, "Roaring
 * Bitmaps", 2016).  So an answer in order of rank is the lowest bits of an
 * AND, and is the same on both engines.
 *
 *     parties put ──▶ words as numbers ──▶ ranks given ──▶ lists by word ──▶ search_word
 *                     (intern)             (one sort)      (counting sort)   search_prefix
 *
 * Where the view grows apart its tables grow apart from each other too, so
 * ranks, words and beginnings are put side by side, as they are sorted.
 *
 * Measured against the engines' own indexes: docs/adr/0042.
 *
 * words-1  a word is a run of letters, digits and bytes above 0x7f, cut to
 *          WORD_BYTES_MAX between two characters; store and question agree.
 * words-2  a party is in a list once, however often the word stands in it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "os/threads.h"
#include "store/inside.h"

enum {
    WORD_BYTES_MAX = 60, /* a longer word is known by its beginning */
    CHUNK_RANKS = 1 << CHUNK_BITS,
    ARRAY_RANKS_MAX = 4096, /* this many or more are a bitmap */
};
static const size_t WORDS_BYTES_MAX = (size_t)2 << 30; /* memory of all different words */

/* ---- words ---- */

static bool is_word_byte(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80;
}

bool word_next(struct text *rest, struct text *ret)
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
        while (cut > at + 1 && ((unsigned char)rest->ptr[cut] & 0xc0) == 0x80)
            cut--;
    }
    *ret = text_slice(*rest, at, cut);
    *rest = text_from_offset(*rest, end);
    return ret->len > 0;
}

enum status words_join(struct text folded, struct buf *ret, struct error *err)
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

struct text word_of_kind(enum party_kind kind)
{
    return kind == PARTY_PERSON ? TEXT("\x01\x31") : kind == PARTY_ORGANISATION ? TEXT("\x01\x32") : TEXT("\x01\x33");
}

/* ---- gathering ---- */

struct indexed {
    uint64_t party;
    uint64_t name_start; /* first eight bytes of the sort name, as a number that orders like them */
    uint32_t records;
    uint32_t words, words_from; /* how many, and where in index->words */
    uint32_t name_len;
    uint64_t name_from;
};

struct word_index {
    struct intern dictionary;
    VEC(struct indexed) parties;
    VEC(uint32_t) words; /* numbers in the dictionary, party after party */
    struct buf names;
};

struct word_index *word_index_new(void)
{
    struct word_index *index = calloc(1, sizeof(*index));
    if (index)
        index->dictionary = INTERN_UP_TO(WORDS_BYTES_MAX);
    return index;
}

void word_index_free(struct word_index **index)
{
    if (!*index)
        return;
    intern_done(&(*index)->dictionary);
    vec_done(&(*index)->parties);
    vec_done(&(*index)->words);
    buf_done(&(*index)->names);
    free(*index);
    *index = NULL;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the search index");
}

static uint64_t name_start(struct text name)
{
    uint64_t start = 0;
    memcpy(&start, name.ptr ? name.ptr : "", name.len < sizeof(start) ? name.len : sizeof(start));
    return be64toh(start);
}

/* words-2: numbers of this party so far are few, a look through them is the quickest. */
static bool add_word(struct word_index *index, struct text word, size_t from)
{
    uint32_t number = intern_put(&index->dictionary, word);
    if (number == INTERN_NONE)
        return false;
    for (size_t i = from; i < index->words.len; i++)
        if (index->words.ptr[i] == number)
            return true;
    return vec_push(&index->words, number);
}

enum status word_index_add(struct word_index *index, const struct stored_party *party, struct text words,
                           struct error *err)
{
    size_t from = index->words.len;
    struct text word;
    bool fits = from <= UINT32_MAX - 65536 && add_word(index, word_of_kind(party_id_kind(party->party)), from);
    while (fits && word_next(&words, &word))
        fits = add_word(index, word, from);
    struct indexed indexed = {
        .party = party->party.v,
        .name_start = name_start(party->sort_name),
        .records = party->records,
        .words = (uint32_t)(index->words.len - from),
        .words_from = (uint32_t)from,
        .name_len = (uint32_t)party->sort_name.len,
        .name_from = index->names.len,
    };
    buf_put(&index->names, party->sort_name);
    if (!fits || buf_status(&index->names, NULL) != STATUS_OK || !vec_push(&index->parties, indexed))
        return no_memory(err);
    return STATUS_OK;
}

/* ---- ranks ---- */

static int by_rank(const void *a, const void *b, void *names)
{
    const struct indexed *left = a, *right = b;
    if (left->records != right->records)
        return left->records > right->records ? -1 : 1;
    if (left->name_start != right->name_start)
        return left->name_start < right->name_start ? -1 : 1;
    int order = text_compare((struct text){ (const char *)names + left->name_from, left->name_len },
                             (struct text){ (const char *)names + right->name_from, right->name_len });
    return order ? order : (left->party > right->party) - (left->party < right->party);
}

static int by_bytes(const void *a, const void *b, void *texts)
{
    const struct text *dictionary = texts;
    return text_compare(dictionary[*(const uint32_t *)a], dictionary[*(const uint32_t *)b]);
}

/* ---- lists ---- */

struct writing {
    struct store *store;
    struct word_index *index;
    uint32_t *order;  /* word numbers by bytes */
    uint64_t *starts; /* of each word number's list in ranks; one more at the end */
    uint32_t *ranks;
    uint32_t *gathered; /* of a beginning: ranks of several words */
    size_t gathered_cap;
    uint64_t *bits; /* a bit a party */
};

/* One list entry: the ranks of one chunk. */
static enum status put_chunk(struct db_bulk *into, struct text key, const uint32_t *ranks, size_t count,
                             struct error *err)
{
    static_assert(ARRAY_RANKS_MAX * 2 == CHUNK_BYTES, "the larger form is never the longer one");
    unsigned char bytes[CHUNK_BYTES];
    size_t len = 0;
    if (count >= ARRAY_RANKS_MAX) {
        memset(bytes, 0, sizeof(bytes));
        for (size_t i = 0; i < count; i++)
            bytes[(ranks[i] % CHUNK_RANKS) / 8] |= (unsigned char)(1 << ranks[i] % 8);
        len = sizeof(bytes);
    } else
        for (size_t i = 0; i < count; i++) {
            bytes[len++] = (unsigned char)(ranks[i] & 0xff);
            bytes[len++] = (unsigned char)(ranks[i] >> 8 & 0xff);
        }
    db_bulk_blob(into, key);
    db_bulk_i64(into, ranks[0] >> CHUNK_BITS);
    db_bulk_blob(into, (struct text){ (const char *)bytes, len });
    return db_bulk_row(into, err);
}

static enum status put_list(struct db_bulk *into, struct text key, const uint32_t *ranks, size_t count,
                            struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t at = 0, end; at < count && status == STATUS_OK; at = end) {
        end = at + 1;
        while (end < count && ranks[end] >> CHUNK_BITS == ranks[at] >> CHUNK_BITS)
            end++;
        status = put_chunk(into, key, ranks + at, end - at, err);
    }
    return status;
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Ascending and each once. A few are sorted; many are marked in bits, which costs the same for any number of lists. */
static size_t in_order(uint32_t *ranks, size_t count, uint64_t *bits, size_t parties)
{
    size_t kept = 0;
    if (count < parties / 64) {
        qsort(ranks, count, sizeof(*ranks), by_number);
        for (size_t i = 0; i < count; i++)
            if (kept == 0 || ranks[i] != ranks[kept - 1])
                ranks[kept++] = ranks[i];
        return kept;
    }
    for (size_t i = 0; i < count; i++)
        bits[ranks[i] / 64] |= UINT64_C(1) << ranks[i] % 64;
    for (size_t i = 0; i < parties / 64 + 1; i++)
        for (; bits[i]; bits[i] &= bits[i] - 1)
            ranks[kept++] = (uint32_t)(i * 64 + (size_t)__builtin_ctzll(bits[i]));
    return kept;
}

static bool begins_with(struct text word, struct text beginning)
{
    return word.len >= beginning.len && memcmp(word.ptr, beginning.ptr, beginning.len) == 0;
}

/* The ranks of all words from at that begin so: they stand together in writing->order. */
static enum status put_prefix(struct writing *w, struct db_bulk *into, size_t at, struct text beginning,
                              struct error *err)
{
    const struct word_index *index = w->index;
    const struct text *texts = index->dictionary.texts;
    size_t words = index->dictionary.count, end = at, count = 0;
    for (; end < words && begins_with(texts[w->order[end]], beginning); end++)
        count += w->starts[w->order[end] + 1] - w->starts[w->order[end]];
    if (count > w->gathered_cap) {
        uint32_t *grown = realloc(w->gathered, count * sizeof(*grown));
        if (!grown)
            return no_memory(err);
        w->gathered = grown;
        w->gathered_cap = count;
    }
    count = 0;
    for (size_t i = at; i < end; i++) {
        uint64_t from = w->starts[w->order[i]], to = w->starts[w->order[i] + 1];
        memcpy(w->gathered + count, w->ranks + from, (to - from) * sizeof(*w->ranks));
        count += to - from;
    }
    count = in_order(w->gathered, count, w->bits, index->parties.len);
    return put_list(into, beginning, w->gathered, count, err);
}

/* Every beginning at the first word that has it, so that they go in in their own order too: "a", "ab", "abc", "ac". */
static enum status put_prefixes(struct writing *w, struct error *err)
{
    const struct word_index *index = w->index;
    const struct text *texts = index->dictionary.texts;
    struct db_bulk *into;
    enum status status = bulk(w->store, BULK_PREFIX, &into, err);
    for (size_t at = 0; at < index->dictionary.count && status == STATUS_OK; at++) {
        struct text word = texts[w->order[at]], before = at ? texts[w->order[at - 1]] : TEXT_EMPTY;
        for (size_t len = 1; len <= PREFIX_BYTES_MAX && len <= word.len && status == STATUS_OK; len++) {
            struct text beginning = text_slice(word, 0, len);
            if (is_word_byte(beginning.ptr[0]) && !(at && begins_with(before, beginning)))
                status = put_prefix(w, into, at, beginning, err);
        }
    }
    return status;
}

/* What the lists are made of, each by itself: parties by rank, words by bytes, and how long each list is. */
enum { SORT_PARTIES, SORT_WORDS, COUNT_LISTS, SORTS };

static void work_sort(void *ctx, size_t which, int thread)
{
    struct writing *w = ctx;
    struct word_index *index = w->index;
    size_t words = index->dictionary.count;
    if (which == SORT_PARTIES) {
        qsort_r(index->parties.ptr, index->parties.len, sizeof(struct indexed), by_rank, index->names.ptr);
    } else if (which == SORT_WORDS) {
        for (size_t i = 0; i < words; i++)
            w->order[i] = (uint32_t)i;
        qsort_r(w->order, words, sizeof(*w->order), by_bytes, index->dictionary.texts);
    } else {
        for (size_t i = 0; i < index->words.len; i++)
            w->starts[index->words.ptr[i] + 1]++;
        for (size_t i = 0; i < words; i++)
            w->starts[i + 1] += w->starts[i];
    }
}

/* Counting sort: ranks ascend in each list since parties come by rank. */
static bool make_lists(struct writing *w, int threads)
{
    const struct word_index *index = w->index;
    size_t words = index->dictionary.count;
    uint64_t *next = malloc((words + 1) * sizeof(*next));
    w->order = calloc(words + 1, sizeof(*w->order));
    w->starts = calloc(words + 1, sizeof(*w->starts));
    w->ranks = calloc(index->words.len + 1, sizeof(*w->ranks));
    w->bits = calloc(index->parties.len / 64 + 1, sizeof(*w->bits));
    bool made = next && w->order && w->starts && w->ranks && w->bits;
    if (made) {
        threads_run(threads, SORTS, work_sort, w);
        memcpy(next, w->starts, (words + 1) * sizeof(*next));
        for (size_t rank = 0; rank < index->parties.len; rank++) {
            const struct indexed *party = &index->parties.ptr[rank];
            for (uint32_t i = 0; i < party->words; i++)
                w->ranks[next[index->words.ptr[party->words_from + i]]++] = (uint32_t)rank;
        }
    }
    free(next);
    return made;
}

static enum status put_ranks(struct writing *w, struct error *err)
{
    const struct word_index *index = w->index;
    struct db_bulk *into;
    uint64_t block[BLOCK_RANKS];
    size_t parties = index->parties.len;
    enum status status = bulk(w->store, BULK_RANK, &into, err);
    for (size_t at = 0; at < parties && status == STATUS_OK; at += BLOCK_RANKS) {
        size_t count = parties - at < BLOCK_RANKS ? parties - at : BLOCK_RANKS;
        for (size_t i = 0; i < count; i++)
            block[i] = htole64(index->parties.ptr[at + i].party);
        db_bulk_i64(into, (int64_t)(at / BLOCK_RANKS));
        db_bulk_blob(into, (struct text){ (const char *)block, count * sizeof(block[0]) });
        status = db_bulk_row(into, err);
    }
    return status;
}

static enum status put_words(struct writing *w, struct error *err)
{
    const struct word_index *index = w->index;
    struct db_bulk *into;
    enum status status = bulk(w->store, BULK_WORD, &into, err);
    for (size_t i = 0; i < index->dictionary.count && status == STATUS_OK; i++) {
        uint32_t word = w->order[i];
        status = put_list(into, index->dictionary.texts[word], w->ranks + w->starts[word],
                          w->starts[word + 1] - w->starts[word], err);
    }
    return status;
}

/* A table each. */
static enum status (*const table_puts[])(struct writing *w, struct error *err) = { put_ranks, put_words, put_prefixes };
enum { TABLE_PUTS = sizeof(table_puts) / sizeof(table_puts[0]) };

struct putting {
    struct writing *w;
    enum status status[TABLE_PUTS];
    struct error err[TABLE_PUTS];
};

static void work_put(void *ctx, size_t which, int thread)
{
    struct putting *putting = ctx;
    putting->status[which] = table_puts[which](putting->w, &putting->err[which]);
}

static enum status put_all(struct writing *w, int threads, struct error *err)
{
    struct putting putting = { .w = w };
    threads_run(threads, TABLE_PUTS, work_put, &putting);
    for (size_t i = 0; i < TABLE_PUTS; i++)
        if (putting.status[i] != STATUS_OK) {
            if (err)
                *err = putting.err[i];
            return putting.status[i];
        }
    return STATUS_OK;
}

enum status word_index_write(struct store *store, struct word_index *index, int threads, struct error *err)
{
    if (index->parties.len == 0)
        return STATUS_OK;
    struct writing w = { .store = store, .index = index };
    int beside = store->apart ? threads : 1; /* else one connection puts all */
    enum status status = make_lists(&w, beside) ? put_all(&w, beside, err) : no_memory(err);
    free(w.order);
    free(w.starts);
    free(w.ranks);
    free(w.gathered);
    free(w.bits);
    return status;
}

/* ---- reading ---- */

uint64_t block_party(struct text parties, uint64_t rank)
{
    uint64_t party, at = rank % BLOCK_RANKS * sizeof(party);
    if (at + sizeof(party) > parties.len)
        return 0;
    memcpy(&party, parties.ptr + at, sizeof(party));
    return le64toh(party);
}

void chunk_each(uint64_t chunk, struct text ranks, void (*each)(void *ctx, uint64_t rank), void *ctx)
{
    const unsigned char *bytes = (const unsigned char *)ranks.ptr;
    uint64_t base = chunk << CHUNK_BITS;
    if (ranks.len >= CHUNK_BYTES) {
        for (size_t i = 0; i < CHUNK_BYTES; i++)
            for (unsigned bits = bytes[i]; bits; bits &= bits - 1)
                each(ctx, base + i * 8 + (size_t)__builtin_ctz(bits));
        return;
    }
    for (size_t i = 0; i + 1 < ranks.len; i += 2)
        each(ctx, base + ((uint64_t)bytes[i] | (uint64_t)bytes[i + 1] << 8));
}
