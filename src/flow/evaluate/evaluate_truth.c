/*
 * The truth comes as clusters or as pairs.  Pairs are joined; a third column
 * that is a score below a half says the pair is not one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/evaluate/evaluate_inside.h"
#include "os/relay.h"
#include "os/threads.h"
#include "parse/reader.h"

static uint32_t root_of(uint32_t *root, uint32_t i)
{
    while (root[i] != i)
        i = root[i] = root[root[i]];
    return i;
}

/* A row of a truth: a record, and its cluster or another. */
struct said {
    struct record_id a, b;
    bool is_kept; /* it names a cluster, or its score joins them */
};

enum { SAID_MAX = 2048, SAID_AHEAD = 64, SAID_BATCHES = 2 };

/* Rows that wait. */
struct said_batch {
    struct said said[SAID_MAX];
    size_t count;
};

/* What the rows of a truth say so far. */
struct truth {
    const struct labelled *labelled;
    bool is_pairs;
    struct id_list clusters;
    uint32_t *of;   /* by record */
    uint64_t named; /* rows of which the records are there */
    struct said_batch batches[SAID_BATCHES];
    size_t filling;      /* which of them */
    struct relay *relay; /* looks records up while the next rows are read */
};

/* 1 where there is none. */
static double score_of(struct text cell)
{
    char digits[32];
    size_t len = cell.len < sizeof(digits) - 1 ? cell.len : sizeof(digits) - 1;
    if (len == 0)
        return 1;
    memcpy(digits, cell.ptr, len);
    digits[len] = '\0';
    return strtod(digits, NULL);
}

static void take_said(struct truth *truth, const struct said *said)
{
    const struct id_list *ids = &truth->labelled->ids;
    uint32_t a = id_list_get(ids, said->a);
    if (a == ID_NONE)
        return;
    if (!truth->is_pairs) {
        truth->named += said->is_kept;
        truth->of[a] = said->is_kept ? id_list_put(&truth->clusters, said->b, TEXT_EMPTY) : UINT32_MAX;
        return;
    }
    uint32_t b = id_list_get(ids, said->b);
    truth->named += b != ID_NONE;
    if (b == ID_NONE || !said->is_kept)
        return;
    a = root_of(truth->of, a);
    b = root_of(truth->of, b);
    if (a < b)
        truth->of[b] = a;
    else
        truth->of[a] = b;
}

/* All that wait, in their order; what some of them ask of memory is called for before. */
static void take_waiting(void *ctx, void *item)
{
    struct truth *truth = ctx;
    struct said_batch *batch = item;
    const struct id_list *ids = &truth->labelled->ids, *others = truth->is_pairs ? ids : &truth->clusters;
    for (size_t from = 0; from < batch->count; from += SAID_AHEAD) {
        size_t to = from + SAID_AHEAD < batch->count ? from + SAID_AHEAD : batch->count;
        for (size_t i = from; i < to; i++) {
            id_list_fetch_slot(ids, batch->said[i].a);
            id_list_fetch_slot(others, batch->said[i].b);
        }
        for (size_t i = from; i < to; i++) {
            id_list_fetch(ids, batch->said[i].a);
            id_list_fetch(others, batch->said[i].b);
        }
        for (size_t i = from; i < to; i++)
            take_said(truth, &batch->said[i]);
    }
    batch->count = 0;
}

/* The other batch is free again then. */
static void hand_over(struct truth *truth)
{
    relay_give(truth->relay, &truth->batches[truth->filling]);
    truth->filling = (truth->filling + 1) % SAID_BATCHES;
}

static void take_row(struct truth *truth, const struct row *row)
{
    struct text other = listing_cell(row, 1);
    struct said_batch *batch = &truth->batches[truth->filling];
    batch->said[batch->count++] = (struct said){
        .a = id_list_id(listing_cell(row, 0)),
        .b = id_list_id(other),
        .is_kept = truth->is_pairs ? !(score_of(listing_cell(row, 2)) < 0.5) : other.len > 0,
    };
    if (batch->count == SAID_MAX)
        hand_over(truth);
}

/* A truth about other records would be met in full by whatever was found. */
enum status truth_refuse(const char *path, enum language lang, struct error *err)
{
    bool nl = lang == LANGUAGE_NL;
    error_set(err, STATUS_INVALID, nl ? "'%s' zegt niets over deze records" : "'%s' says nothing about these records",
              path);
    error_hint(err, nl ? "De id's van de waarheid moeten die van de kolom 'id' van de records zijn, of van de eerste "
                         "kolom."
                       : "The ids of the truth must be those of the records' column 'id', or of their first column.");
    return STATUS_INVALID;
}

static void truth_free(struct truth **truth)
{
    if (!*truth)
        return;
    relay_close(&(*truth)->relay);
    id_list_done(&(*truth)->clusters);
    free(*truth);
    *truth = NULL;
}

enum status truth_read(const char *path, const struct labelled *labelled, int threads, enum language lang,
                       uint32_t *ret, struct error *err)
{
    static const char *const pair_headers[] = { "id_a",        "ida",     "id1",       "id_1", "id_l",
                                                "unique_id_l", "left_id", "ltable_id", NULL };
    SCOPED(reader_close) struct reader *reader = NULL;
    enum status status = reader_open(path, &reader, err);
    if (status != STATUS_OK)
        return status;
    struct layout layout = reader_layout(reader);
    if (layout.count < 2)
        return error_set(err, STATUS_INVALID, "the truth needs two columns: id,cluster or id_a,id_b");
    SCOPED(truth_free) struct truth *truth = calloc(1, sizeof(*truth));
    if (truth)
        truth->relay = relay_open(threads > 1, take_waiting, truth);
    if (!truth || !truth->relay)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the truth");
    truth->labelled = labelled;
    truth->is_pairs = header_is(layout.columns[0], pair_headers);
    truth->of = ret;
    for (uint32_t i = 0; i < labelled->kinds.len; i++)
        ret[i] = truth->is_pairs ? i : UINT32_MAX;
    struct row row;
    for (enum row_state state; (state = reader_next(reader, &row)) != ROW_NONE;)
        if (state == ROW_GOOD)
            take_row(truth, &row);
    hand_over(truth);
    relay_wait(truth->relay);
    for (uint32_t i = 0; truth->is_pairs && i < labelled->kinds.len; i++)
        ret[i] = root_of(ret, i);
    status = reader_status(reader, err);
    return status == STATUS_OK && truth->named == 0 ? truth_refuse(path, lang, err) : status;
}

enum { IDS_TRIED = 500 };

/* How many of the ids each column holds, if it is another in each row. */
struct id_columns {
    const struct listing *records;
    struct id_list ids;
    size_t *found; /* by column */
    bool *is_id;
};

static void id_columns_done(struct id_columns *columns)
{
    id_list_done(&columns->ids);
    free(columns->found);
    free(columns->is_id);
}

static void look_for_ids(void *ctx, size_t column, int thread)
{
    (void)thread;
    struct id_columns *columns = ctx;
    const struct listing *records = columns->records;
    SCOPED(id_list_done) struct id_list seen = { 0 };
    for (size_t r = 0; r < records->rows.len; r++) {
        struct record_id id = id_list_id(listing_cell(&records->rows.ptr[r], column));
        if (id_list_put(&seen, id, TEXT_EMPTY) != r) /* was there */
            return;
        columns->found[column] += id_list_get(&columns->ids, id) != ID_NONE;
    }
    columns->is_id[column] = true;
}

size_t truth_id_column(const char *path, const struct listing *records, size_t usual, int threads)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    size_t count = records->layout.count;
    SCOPED(id_columns_done)
    struct id_columns columns = { .records = records,
                                  .found = calloc(count + 1, sizeof(size_t)),
                                  .is_id = calloc(count + 1, sizeof(bool)) };
    struct row row;
    if (!columns.found || !columns.is_id || reader_open(path, &reader, NULL) != STATUS_OK)
        return usual; /* said when it is read for good */
    for (enum row_state state; columns.ids.hashes.len < IDS_TRIED && (state = reader_next(reader, &row)) != ROW_NONE;)
        if (state == ROW_GOOD && listing_cell(&row, 0).len > 0)
            id_list_put(&columns.ids, id_list_id(listing_cell(&row, 0)), TEXT_EMPTY);
    threads_run(threads, count, look_for_ids, &columns);
    size_t best = usual, best_found = 0;
    for (size_t c = 0; c < count; c++)
        if (columns.is_id[c] && (columns.found[c] > best_found || (columns.found[c] == best_found && c == usual))) {
            best = c;
            best_found = columns.found[c];
        }
    return best;
}
