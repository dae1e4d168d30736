/*
 * What must hold of any bytes given to a reader: it ends, stays inside its
 * memory, gives UTF-8 without NUL, as many cells as columns, and the same
 * rows when asked again.
 */
#pragma once

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "lang/utf8.h"
#include "parse/mapping.h"
#include "parse/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_text(struct text t, size_t bytes_max)
{
    assert(t.len <= bytes_max && utf8_valid(t) && (t.len == 0 || !memchr(t.ptr, '\0', t.len)));
}

/* All rows from here on; the hash stands for what they held. */
static inline uint64_t fuzz_rows(struct reader *reader)
{
    struct layout layout = reader_layout(reader);
    struct row row;
    uint64_t hash = 0;
    for (enum row_state state; (state = reader_next(reader, &row)) != ROW_NONE;) {
        assert(state == ROW_GOOD ? row.count == layout.count : row.count == 1 && row.findings_count > 0);
        for (size_t i = 0; i < row.count; i++) {
            fuzz_text(row.cells[i], 3 * FIELD_BYTES_MAX + FIELD_BYTES_MAX); /* one byte may become three */
            hash = hash_text_seeded(row.cells[i], hash);
        }
    }
    return hash;
}

static inline void fuzz_bytes(struct text bytes)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    struct error err = ERROR_NONE;
    if (reader_over(bytes, &reader, &err) != STATUS_OK) {
        assert(err.message[0] && !reader);
        return;
    }
    struct layout layout = reader_layout(reader);
    assert(layout.count > 0 && layout.count <= ROW_COLUMNS_MAX);
    for (size_t i = 0; i < layout.count; i++)
        fuzz_text(layout.columns[i], 300);

    struct mapping_proposal *proposals = calloc(layout.count, sizeof(*proposals));
    struct row row;
    if (reader_next(reader, &row) == ROW_GOOD)
        mapping_propose(layout, &row, 1, proposals);
    for (size_t i = 0; i < layout.count; i++)
        assert(proposals[i].confidence <= 100 && proposals[i].ref.field < FIELD_COUNT);
    free(proposals);

    assert(reader_rewind(reader, NULL) == STATUS_OK);
    uint64_t first = fuzz_rows(reader);
    assert(reader_rewind(reader, NULL) == STATUS_OK);
    assert(first == fuzz_rows(reader));
}
