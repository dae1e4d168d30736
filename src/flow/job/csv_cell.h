/*
 * A cell of a CSV file (RFC 4180) that people open in a spreadsheet: one that
 * looks like a formula gets an apostrophe before it (OWASP, "CSV injection");
 * a number or phone number stays as it is.
 */
#pragma once

#include "base/buf.h"

/* With the comma after it, or the end of the line. */
void csv_cell_put(struct buf *out, struct text cell, bool is_last);
