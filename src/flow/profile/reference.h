/*
 * Registers of addresses that an organisation loads for itself: where streets
 * and places are checked against (check/reference.h).
 *
 *   bag           the Netherlands by whole postcode: street, place, range of house numbers
 *   pc4           the Netherlands by the four digits: place
 *   be-postcodes  Belgium: place
 *
 * A file is anything parse/ reads, with a header; columns are found by their
 * Dutch or English names.  Loading replaces that register in one transaction;
 * a file that cannot be used leaves the one there was.
 */
#pragma once

#include "check/reference.h"
#include "flow/job/job.h"
#include "store/store.h"

enum { REFERENCE_ROWS_MAX = 3 * 1000 * 1000 };

/* "bag", "pc4" or "be-postcodes"; rows of one street whose numbers stand one by one are joined. */
enum status reference_load(struct store *store, const struct job *job, struct text kind, const char *path,
                           struct reference_register *ret, struct error *err);

/* Everything loaded, ready to be looked up in; in arena. */
enum status reference_read(struct store *store, struct arena *arena, struct reference *ret, struct error *err);
