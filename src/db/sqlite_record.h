/*
 * A row as SQLite keeps it in a file (sqlite.org/fileformat2.html, "Record
 * Format"): a head that tells type and length of each part, then the parts.
 * Inside db/ only.
 */
#pragma once

#include "base/buf.h"
#include "db/sqlite.h"

enum { RECORD_PARTS_MAX = DB_PARAMETERS_MAX };

/* Replaces what is in into. A part that is NULL is the value NULL; texts and blobs lie in bytes. */
enum status record_make(const struct sqlite_value *const *parts, int count, const char *bytes, struct buf *into,
                        struct error *err);
