/* Reading bytes from memory in tests, and what came out as one line of text: cells between '|', rows between '\n'. */
#pragma once

#include "base/buf.h"
#include "base/scoped.h"
#include "parse/reader.h"
#include "test.h"

static inline struct text bytes_of(const char *bytes, size_t len)
{
    return (struct text){ bytes, len ? len : strlen(bytes) };
}

/* The header and the rows; a bad row is "!finding raw". Returns the status of opening or reading. */
static inline enum status rows_read(struct text bytes, struct buf *ret)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    struct error err = ERROR_NONE;
    struct row row;
    enum row_state state = ROW_NONE;
    enum status status = reader_over(bytes, &reader, &err);
    if (status != STATUS_OK) {
        assert_true(err.message[0] != '\0' && err.hint[0] != '\0');
        return status;
    }
    struct layout layout = reader_layout(reader);
    for (size_t i = 0; i < layout.count; i++) {
        buf_put(ret, i > 0 ? TEXT("|") : TEXT(""));
        buf_put(ret, layout.columns[i]);
    }
    while ((state = reader_next(reader, &row)) != ROW_NONE) {
        buf_put_char(ret, '\n');
        if (state == ROW_BAD) {
            assert_true(row.findings_count > 0);
            buf_printf(ret, "!%s ", finding_code(row.findings[0].finding));
        } else {
            assert_int_equal(row.count, layout.count);
        }
        for (size_t i = 0; i < row.count; i++) {
            buf_put(ret, i > 0 ? TEXT("|") : TEXT(""));
            buf_put(ret, row.cells[i]);
        }
    }
    return reader_status(reader, NULL);
}

static inline void check_rows(struct text bytes, const char *want)
{
    SCOPED(buf_done) struct buf got = BUF_EMPTY;
    assert_int_equal(rows_read(bytes, &got), STATUS_OK);
    check_text(buf_text(&got), text_from(want), "rows");
}

#define check_rows_str(cstr, want) check_rows(text_from(cstr), (want))
