/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/brief.h"

#include <assert.h>
#include <string.h>

enum { OUT_BYTES_MAX = 64 * 1024 * 1024 };

static const struct text phrases[BRIEF_PHRASES] = {
#define BRIEF(name, text) { text, sizeof(text) - 1 },
#include "model/brief.def"
#undef BRIEF
};
static_assert(BRIEF_BASE + (int)BRIEF_PHRASES - BRIEF_SHORT <= 0x7f && BRIEF_BASE + BRIEF_PIECES_MAX <= 0x7f,
              "the byte after a mark is a letter or sign, so that what is kept is text");

/* A dozen names of fields and rules: lengths tell nearly all apart. */
void brief_put_name(struct buf *buf, struct text name)
{
    for (enum brief_phrase p = BRIEF_RULE_ONLY; p <= BRIEF_ORG_NAME; p++)
        if (phrases[p].len == name.len && memcmp(phrases[p].ptr, name.ptr, name.len) == 0) {
            brief_put(buf, p);
            return;
        }
    buf_put(buf, name);
}

struct piece {
    size_t from, to; /* in what goes out */
};

/* Marks of a broken file could say a long piece for ever. */
static void say_again(struct buf *ret, struct piece piece)
{
    ret->failed = ret->failed || ret->len > OUT_BYTES_MAX;
    char *at = buf_reserve(ret, piece.to - piece.from);
    if (!at)
        return;
    memcpy(at, ret->ptr + piece.from, piece.to - piece.from);
    ret->len += piece.to - piece.from;
}

static size_t plain_run(struct text brief, size_t from)
{
    size_t at = from;
    while (at < brief.len && (unsigned char)brief.ptr[at] >= BRIEF_BASE)
        at++;
    return at;
}

void brief_out(struct text brief, struct buf *ret)
{
    struct piece pieces[BRIEF_PIECES_MAX];
    size_t count = 0, open_at = 0;
    bool open = false;
    for (size_t at = 0; at < brief.len && !ret->failed;) {
        size_t end = plain_run(brief, at);
        if (end > at)
            buf_put(ret, text_slice(brief, at, end));
        at = end;
        if (at == brief.len)
            break;
        unsigned mark = (unsigned char)brief.ptr[at++];
        if (mark >= BRIEF_FIRST && mark < BRIEF_FIRST + BRIEF_SHORT) {
            buf_put(ret, phrases[mark - BRIEF_FIRST]);
        } else if (mark == BRIEF_OPEN) {
            open = true;
            open_at = ret->len;
        } else if (mark == BRIEF_CLOSE && open && count < BRIEF_PIECES_MAX) {
            pieces[count++] = (struct piece){ open_at, ret->len };
            open = false;
        } else if ((mark == BRIEF_LONGER || mark == BRIEF_AGAIN) && at < brief.len) {
            unsigned n = (unsigned char)brief.ptr[at++] - (unsigned)BRIEF_BASE;
            if (mark == BRIEF_LONGER && n < (unsigned)BRIEF_PHRASES - BRIEF_SHORT)
                buf_put(ret, phrases[BRIEF_SHORT + n]);
            else if (mark == BRIEF_AGAIN && n < count && !open)
                say_again(ret, pieces[n]);
        }
    }
}
