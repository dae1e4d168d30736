/*
 * Bytes to rows: one door for every file format.
 *
 * Life: reader_open → reader_layout → reader_next … → reader_close.
 * A reader streams; its memory does not grow with the file.  It knows nothing
 * of customers but one thing: national personal numbers are masked here
 * (parse/refuse.h), so that nothing above ever holds one.
 *
 * For vCard and NDJSON the layout is found by reading the file once before
 * the rows (the union of properties or keys, in order of first sight).
 */
#pragma once

#include "model/record.h"
#include "os/file.h"

enum file_format { FORMAT_UNKNOWN = 0, FORMAT_CSV, FORMAT_NDJSON, FORMAT_VCARD, FORMATS };
enum encoding { ENCODING_UTF8 = 0, ENCODING_UTF8_BOM, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_WINDOWS_1252 };

/* What was recognised, to be shown to the user. */
struct file_shape {
    enum file_format format;
    enum encoding encoding;
    char separator;         /* CSV: ',' ';' '\t' '|' … */
    bool has_header;        /* CSV: else columns are named "1", "2" … */
    unsigned preamble_rows; /* CSV: lines skipped before the header */
};

const char *file_format_name(enum file_format format); /* "csv" */
const char *encoding_name(enum encoding encoding);     /* "utf-8", "windows-1252" */

struct reader;

/* path "-" is standard input (kept in a temporary file when a second look is needed).
 * A file that is none of the formats gives STATUS_INVALID with a hint that says what to do. */
enum status reader_open(const char *path, struct reader **ret, struct error *err);
/* The same of a file that goes by another name. */
enum status reader_open_as(const char *path, const char *name, struct reader **ret, struct error *err);
/* The same over bytes in memory, which must stay until the reader is closed. */
enum status reader_over(struct text bytes, struct reader **ret, struct error *err);
/*
 * The same columns in other bytes: of a reader over NDJSON in memory, whose
 * objects have the names of those it was opened over, in the same order.
 * Which columns are refused is judged anew.  STATUS_NOT_FOUND, without a
 * message, when these bytes might be read otherwise: open another reader.
 */
enum status reader_again(struct reader *reader, struct text bytes, struct error *err);
void reader_close(struct reader **reader); /* takes NULL and leaves NULL */

/* Erase this column's cells too, because a mapping says it holds national numbers. */
void reader_refuse_column(struct reader *reader, size_t column);

/* Back to before the first row; works on standard input too. */
enum status reader_rewind(struct reader *reader, struct error *err);

struct file_shape reader_shape(const struct reader *reader);
struct layout reader_layout(const struct reader *reader); /* lives as long as the reader */
int64_t reader_modified_ms(const struct reader *reader);  /* of the file */
uint64_t reader_bytes_done(const struct reader *reader);  /* for progress */
uint64_t reader_bytes_total(const struct reader *reader); /* 0 when unknown */

enum row_state { ROW_NONE = 0, ROW_GOOD, ROW_BAD };

/*
 * The next row. ROW_BAD is a row that cannot be used: ret->findings[0] says why
 * and ret->cells[0] holds its raw bytes as UTF-8 (masked), so that it can be kept.
 * ROW_NONE is the end, or an error: ask reader_status().
 * The row lives in the reader until the next call.
 */
enum row_state reader_next(struct reader *reader, struct row *ret);
enum status reader_status(const struct reader *reader, struct error *err);
