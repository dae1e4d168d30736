/*
 * What a CSV file is like, judged on its beginning: nothing in the file says so.
 */
#pragma once

#include "parse/csv_row.h"

struct csv_shape {
    struct csv_dialect dialect;
    size_t skip;            /* bytes before the header or, without one, the first row */
    unsigned preamble_rows; /* lines in those bytes */
    bool has_header;
    size_t columns;
};

/* sample is followed by 64 readable bytes; whole says that it is the file. False without memory. */
bool csv_sniff(struct text sample, bool whole, struct csv_shape *ret);
