/* Inside flow/evaluate/evaluate*.c: a table in memory, its columns, and its rows as mentions. */
#pragma once

#include "flow/evaluate/evaluate_read.h"
#include "match/match.h"
#include "normal/record.h"

void listing_done(struct listing *listing);
/* The layout into arena, and the first rows, at most rows_max. */
enum status listing_read(const char *path, size_t rows_max, struct arena *arena, struct listing *ret,
                         struct error *err);
void listing_forget(struct listing *listing); /* the rows it holds */
enum status listing_copy_row(const struct row *row, struct arena *arena, struct row *ret, struct error *err);
enum status listing_too_large(struct error *err);

/* The cell, trimmed; empty where the row is shorter. */
static inline struct text listing_cell(const struct row *row, size_t column)
{
    return column < row->count ? text_trim(row->cells[column]) : TEXT_EMPTY;
}
struct text listing_first(const struct listing *listing, const struct row *row, enum field field);
bool listing_has(const struct listing *listing, enum field field);

/* names ends with NULL. */
bool header_is(struct text header, const char *const *names);

/* evaluate_columns.c: fill refs, contents, orders and excluded; home is the country when the table does not tell. */
enum status columns_read(const struct evaluate_options *options, const char *home, int threads, struct listing *listing,
                         struct arena *arena, struct error *err);
/* Header to meaning, a line each, its cells apart by tabs; no values. */
void columns_write(const struct listing *listing, struct buf *buf);

/* evaluate_truth.c: the column whose values the truth names, usual where several do or none. */
size_t truth_id_column(const char *path, const struct listing *records, size_t usual, int threads);

/* evaluate_country.c: of which country the table is, by all of its rows; home when it does not show. */
void country_find(const struct listing *listing, const char *home, char ret[3]);

/* evaluate_record.c */

/* What a file is about when its one name column does not say. */
enum subject { SUBJECT_BY_RECORD = 0, SUBJECT_PERSON, SUBJECT_ORGANISATION };

/* id is id_list_id() of the row's id. */
enum status record_mention(const struct listing *listing, const struct row *row, struct record_id id,
                           enum subject subject, const struct normal_options *options, struct arena *arena,
                           struct mention *ret, bool *ret_is_organisation, struct error *err);

/* evaluate_feed.c: all rows to the matcher; fills all of ret but its listing, which is read already. */
struct feed_options {
    enum subject subject;
    const struct normal_options *normal;
    int threads;
    bool keep_mentions; /* only with a listing that is whole: mentions are views on its rows */
};
enum status feed_matcher(const struct feed_options *options, struct matcher *matcher, struct labelled *ret,
                         struct error *err);

/* The name a record has in the matcher. */
struct mention_id labelled_mention_id(const struct labelled *labelled, uint32_t record);

/* evaluate_errors.c: some of the pairs that are wrong, to be looked at. */
enum error_kind { ERROR_WRONG = 0, ERROR_MISSED, ERROR_KINDS };
struct wrong_pair {
    uint64_t hash;
    uint32_t a, b;
};
struct errors {
    struct wrong_pair *pairs; /* max of each kind */
    size_t max, counts[ERROR_KINDS];
};
void errors_add(struct errors *errors, const struct labelled *labelled, enum error_kind kind, uint32_t a, uint32_t b);
void errors_write(const struct errors *errors, const struct labelled *labelled, struct matcher *matcher,
                  struct buf *buf);
void errors_done(struct errors *errors);

/* evaluate_household.c: clusters gives each record its cluster, or UINT32_MAX. */
enum status households_evaluate(const char *truth_path, const struct labelled *labelled, enum language lang,
                                const uint32_t *clusters, struct household_report *ret, struct error *err);
