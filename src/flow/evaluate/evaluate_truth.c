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

enum { SAID_MAX = 64 };

/* What the rows of a truth say so far. */
struct truth {
    const struct labelled *labelled;
    bool is_pairs;
    struct id_list clusters;
    uint32_t *of;               /* by record */
    uint64_t named;             /* rows of which the records are there */
    struct said said[SAID_MAX]; /* rows that wait, so that what they ask of memory is called for before */
    size_t said_count;
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

/* All that wait, in their order. */
static void take_waiting(struct truth *truth)
{
    const struct id_list *ids = &truth->labelled->ids, *others = truth->is_pairs ? ids : &truth->clusters;
    for (size_t i = 0; i < truth->said_count; i++) {
        id_list_fetch_slot(ids, truth->said[i].a);
        id_list_fetch_slot(others, truth->said[i].b);
    }
    for (size_t i = 0; i < truth->said_count; i++) {
        id_list_fetch(ids, truth->said[i].a);
        id_list_fetch(others, truth->said[i].b);
    }
    for (size_t i = 0; i < truth->said_count; i++)
        take_said(truth, &truth->said[i]);
    truth->said_count = 0;
}

static void take_row(struct truth *truth, const struct row *row)
{
    struct text other = listing_cell(row, 1);
    truth->said[truth->said_count++] = (struct said){
        .a = id_list_id(listing_cell(row, 0)),
        .b = id_list_id(other),
        .is_kept = truth->is_pairs ? !(score_of(listing_cell(row, 2)) < 0.5) : other.len > 0,
    };
    if (truth->said_count == SAID_MAX)
        take_waiting(truth);
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

enum status truth_read(const char *path, const struct labelled *labelled, enum language lang, uint32_t *ret,
                       struct error *err)
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
    struct truth truth = {
        .labelled = labelled,
        .is_pairs = header_is(layout.columns[0], pair_headers),
        .of = ret,
    };
    for (uint32_t i = 0; i < labelled->kinds.len; i++)
        ret[i] = truth.is_pairs ? i : UINT32_MAX;
    struct row row;
    for (enum row_state state; (state = reader_next(reader, &row)) != ROW_NONE;)
        if (state == ROW_GOOD)
            take_row(&truth, &row);
    take_waiting(&truth);
    for (uint32_t i = 0; truth.is_pairs && i < labelled->kinds.len; i++)
        ret[i] = root_of(ret, i);
    id_list_done(&truth.clusters);
    status = reader_status(reader, err);
    return status == STATUS_OK && truth.named == 0 ? truth_refuse(path, lang, err) : status;
}

enum { IDS_TRIED = 500 };

size_t truth_id_column(const char *path, const struct listing *records, size_t usual)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    SCOPED(intern_done) struct intern ids = INTERN_UP_TO(1 << 20);
    struct row row;
    if (reader_open(path, &reader, NULL) != STATUS_OK)
        return usual; /* said when it is read for good */
    for (enum row_state state; ids.count < IDS_TRIED && (state = reader_next(reader, &row)) != ROW_NONE;)
        if (state == ROW_GOOD && listing_cell(&row, 0).len > 0)
            intern_put(&ids, listing_cell(&row, 0));
    size_t best = usual, best_found = 0;
    for (size_t c = 0; c < records->layout.count; c++) {
        SCOPED(intern_done) struct intern seen = INTERN_UP_TO(SIZE_MAX / 4);
        size_t found = 0;
        for (size_t r = 0; r < records->rows.len; r++) {
            struct text id = listing_cell(&records->rows.ptr[r], c);
            intern_put(&seen, id);
            if (seen.count <= r)
                break;
            found += intern_get(&ids, id) != INTERN_NONE;
        }
        bool is_id = seen.count == records->rows.len; /* one for each row */
        if (is_id && (found > best_found || (found == best_found && c == usual))) {
            best = c;
            best_found = found;
        }
    }
    return best;
}
