/*
 * JSON in brief: what is made by the million and says the same words again and
 * again is kept with marks in place of them (docs/adr/0177).
 *
 *     {"field":"person.full","value":"Lennart Boon","origin":{"record":"R-1D2N…",…   as it goes out
 *      ①       ②            ③       "Lennart Boon" ④       ⑤                          as it is kept
 *
 * JSON of ours holds no control characters, so those are the marks:
 *
 *     0x01 … 0x1a      a phrase, the first 26 of brief.def
 *     0x1b and a byte  one of the others
 *     0x1c … 0x1d      a piece: what is between stands here and may be said again
 *     0x1e and a byte  the n-th piece again
 *
 * So JSON without such marks is in brief as it is.
 */
#pragma once

#include "base/buf.h"

enum brief_phrase {
#define BRIEF(name, text) BRIEF_##name,
#include "model/brief.def"
#undef BRIEF
    BRIEF_PHRASES
};

enum {
    BRIEF_PIECES_MAX = 64,
    BRIEF_SHORT = 26,  /* phrases of one byte */
    BRIEF_FIRST = 1,   /* … begin here */
    BRIEF_BASE = 0x20, /* of the byte that follows a mark */
    BRIEF_LONGER = 0x1b,
    BRIEF_OPEN = 0x1c,
    BRIEF_CLOSE = 0x1d,
    BRIEF_AGAIN = 0x1e,
};

/* ---- writing ---- */

static inline void brief_put_byte(struct buf *buf, int byte)
{
    char *at = buf->cap - buf->len > 1 ? buf->ptr + buf->len : buf_reserve(buf, 1);
    if (!at)
        return;
    *at = (char)byte;
    buf->len++;
}

static inline void brief_put(struct buf *buf, enum brief_phrase phrase)
{
    int n = (int)phrase;
    if (n >= BRIEF_SHORT)
        brief_put_byte(buf, BRIEF_LONGER);
    brief_put_byte(buf, n < BRIEF_SHORT ? BRIEF_FIRST + n : BRIEF_BASE + n - BRIEF_SHORT);
}

/* The name of a field or rule, which has nothing to escape: as a phrase where it is one. */
void brief_put_name(struct buf *buf, struct text name);

/*
 * Pieces are numbered from 0 in the order they were opened; one does not stand
 * within another.  From BRIEF_PIECES_MAX on none may be opened.
 */
static inline void brief_open(struct buf *buf)
{
    brief_put_byte(buf, BRIEF_OPEN);
}

static inline void brief_close(struct buf *buf)
{
    brief_put_byte(buf, BRIEF_CLOSE);
}

static inline void brief_again(struct buf *buf, unsigned piece)
{
    brief_put_byte(buf, BRIEF_AGAIN);
    brief_put_byte(buf, BRIEF_BASE + (int)piece);
}

/* ---- reading ---- */

/* As it goes out, appended. Marks that mean nothing are passed over: what comes out is then no JSON, and no more. */
void brief_out(struct text brief, struct buf *ret);
