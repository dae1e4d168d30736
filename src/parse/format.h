/*
 * What every file format is to the reader: a way to find the columns and a way
 * to get the next row.  The reader does the rest: limits, encoding of cells,
 * national numbers, findings.
 */
#pragma once

#include "base/limits.h"
#include "parse/input.h"
#include "parse/reader.h"
#include "parse/refuse.h"

enum { READER_FINDINGS_MAX = 8, READER_SAMPLE_ROWS = 500 };

struct format;

struct reader {
    struct input input;
    const struct format *format;
    void *state; /* of the format */
    struct file_shape shape;
    struct arena names; /* column names, and what else lives as long as the reader */
    struct layout layout;
    enum refuse *refuse; /* per column */
    enum refuse *named;  /* … by its name alone */
    bool has_refused;
    bool is_sampling;   /* while the columns are being judged, nothing is masked */
    struct arena row;   /* what one row needs besides the window */
    struct text *cells; /* room for ROW_COLUMNS_MAX + 1 */
    struct record_finding findings[READER_FINDINGS_MAX];
    size_t findings_count;
    uint64_t number;
    enum status status;
    struct error err;
};

/* What a format says of the next row. */
enum format_row {
    FORMAT_ROW_END = 0, /* or a failure: reader->status */
    FORMAT_ROW_GOOD,    /* reader->cells holds layout.count cells */
    FORMAT_ROW_BAD,     /* cells[0] holds the raw bytes, finding_add() was called */
};

struct format {
    enum file_format format;
    /* Decide whether the input is of this format and, if so, fill shape and layout and stand
     * before the first row. STATUS_NOT_FOUND (without message) when it is another format. */
    enum status (*open)(struct reader *reader, struct error *err);
    enum format_row (*next)(struct reader *reader);
    void (*rewind)(struct reader *reader); /* the input is at its first byte again */
    void (*close)(struct reader *reader);
};

extern const struct format format_csv, format_ndjson, format_vcard;

/* For formats. */
void reader_find(struct reader *reader, enum finding finding, struct field_ref field);
/* Take the layout from names that may be empty or occur twice; they are copied and made unique. */
enum status reader_set_layout(struct reader *reader, const struct text *names, size_t count, struct error *err);
/* A cell as UTF-8 without NUL; in the row's arena when it had to change. False when the arena is full. */
bool reader_cell_decode(struct reader *reader, struct text *cell);
