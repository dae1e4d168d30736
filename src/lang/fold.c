/*
 * Three roads.  Most names are letters and spaces and nothing else: two blocks
 * of sixteen bytes.  Nearly every other name is Latin: one table look-up a
 * character, about 30 ns a name.  A text with one letter outside the tables goes as a whole
 * through ICU's transliterator "Any-Latin; Latin-ASCII" (about 6 us), because
 * other scripts need their neighbours to be read; its answer then takes the
 * first road, so that both end in the same alphabet.
 *
 *     text ── Latin only ──────────────────▶ table ──▶ ASCII
 *       └──── other letters ──▶ ICU ──▶ Latin ──┘
 *
 * A transliterator takes a millisecond to open and may not be shared by
 * threads, so each thread keeps its own and gives it back when it ends.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/fold.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/look.h"
#include "lang/fold_table.h"
#include "lang/utf8.h"

enum { ICU_CHUNK_BYTES = 2048 }; /* longer texts are transliterated in pieces */

struct folded {
    char *into;
    size_t len;
    size_t cap;
    bool space; /* one is due before the next letter */
    bool full;
    bool umlaut; /* ä is ae */
};

static void put_letters(struct folded *out, const char *letters)
{
    size_t len = strlen(letters), space = out->space && out->len > 0;
    if (out->full || out->len + space + len > out->cap) {
        out->full = true;
        return;
    }
    if (space)
        out->into[out->len++] = ' ';
    out->space = false;
    memcpy(out->into + out->len, letters, len);
    out->len += len;
}

/* ' ' ‹ʼ› and the quotes that people type for an apostrophe. */
static bool is_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2018 || code == 0x2019 || code == 0x201B || code == 0x2BC || code == 0x2032 ||
           code == 0x2BB || code == 0x2B9;
}

static bool is_invisible(uint32_t code)
{
    return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) || code == 0x2060 ||
           code == 0xFEFF || (code >= 0xFE00 && code <= 0xFE0F);
}

static const char *table_entry(uint32_t code)
{
    if (code < 0x250)
        return fold_latin[code];
    if (code >= 0x1E00 && code <= 0x1EFF)
        return fold_latin_additional[code - 0x1E00];
    if (is_apostrophe(code) || is_invisible(code) || utf8_is_mark(code))
        return "-";
    return NULL;
}

/* German spelling of the umlauts, written whole or with a combining mark. */
static const char *umlaut_of(uint32_t code, uint32_t next)
{
    switch (code) {
    case 0xC4:
    case 0xE4: return "ae";
    case 0xD6:
    case 0xF6: return "oe";
    case 0xDC:
    case 0xFC: return "ue";
    case 'a':
    case 'A': return next == 0x308 ? "ae" : NULL;
    case 'o':
    case 'O': return next == 0x308 ? "oe" : NULL;
    case 'u':
    case 'U': return next == 0x308 ? "ue" : NULL;
    default: return NULL;
    }
}

/* ASCII from the start of *rest, up to the first other byte; what is left stays in *rest. */
static void fold_plain(struct text *rest, struct folded *out)
{
    if (rest->len == 0)
        return;
    const char *at = rest->ptr, *end = rest->ptr + rest->len;
    size_t len = out->len;
    bool space = out->space;
    for (; at < end && (unsigned char)*at < 0x80; at++) {
        char c = fold_latin[(unsigned char)*at][0]; /* one letter at most */
        if (c == '\0') {
            space = true;
            continue;
        }
        if (c == '-')
            continue;
        if (out->umlaut && at + 1 < end && (at[1] & 0x80))
            break; /* a mark may follow */
        if (len + 1 + (space && len > 0) > out->cap) {
            out->full = true;
            break;
        }
        if (space && len > 0)
            out->into[len++] = ' ';
        space = false;
        out->into[len++] = c;
    }
    out->len = len;
    out->space = space;
    rest->len = (size_t)(end - at);
    rest->ptr = at;
}

/* False at the first letter that only ICU can read. */
static bool fold_by_table(struct text t, struct folded *out)
{
    uint32_t code = 0;
    while (!out->full) {
        fold_plain(&t, out);
        if (out->full || !utf8_next(&t, &code))
            break;
        const char *letters = table_entry(code);
        if (!letters) {
            if (utf8_is_letter(code) || (utf8_is_digit(code) && code >= 0x80))
                return false;
            letters = "";
        }
        if (out->umlaut && (code < 0x80 ? t.len > 0 && (t.ptr[0] & 0x80) : code <= 0xFF)) {
            struct text ahead = t;
            uint32_t next = 0;
            utf8_next(&ahead, &next);
            const char *german = umlaut_of(code, next);
            letters = german ? german : letters;
        }
        if (letters[0] == '\0')
            out->space = true;
        else if (letters[0] != '-')
            put_letters(out, letters);
    }
    return true;
}

static pthread_key_t thread_key;
static pthread_once_t key_once = PTHREAD_ONCE_INIT;

static void close_transliterator(void *opened)
{
    utrans_close(opened);
}

static void make_key(void)
{
    if (pthread_key_create(&thread_key, close_transliterator) != 0)
        abort();
}

/* NULL when ICU has no data for it: letters of other scripts are then spaces. */
static UTransliterator *thread_transliterator(void)
{
    pthread_once(&key_once, make_key);
    UTransliterator *opened = pthread_getspecific(thread_key);
    if (!opened) {
        UErrorCode code = U_ZERO_ERROR;
        UChar id[32];
        u_uastrcpy(id, "Any-Latin; Latin-ASCII");
        opened = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
        if (U_FAILURE(code))
            return NULL;
        pthread_setspecific(thread_key, opened);
    }
    return opened;
}

/* One piece through ICU, then by the table. Letters that ICU left are spaces. */
static void fold_piece_by_icu(UTransliterator *latin, struct text piece, struct folded *out)
{
    enum { WIDE = ICU_CHUNK_BYTES * 8 };
    UChar wide[WIDE];
    char narrow[WIDE * 3];
    UErrorCode code = U_ZERO_ERROR;
    int32_t len = 0, narrow_len = 0;
    u_strFromUTF8WithSub(wide, WIDE, &len, piece.ptr, (int32_t)piece.len, ' ', NULL, &code);
    int32_t limit = len;
    utrans_transUChars(latin, wide, &len, WIDE, 0, &limit, &code);
    u_strToUTF8WithSub(narrow, sizeof(narrow), &narrow_len, wide, len, ' ', NULL, &code);
    if (U_FAILURE(code))
        return;
    struct text rest = { narrow, (size_t)narrow_len };
    for (uint32_t letter; !out->full && utf8_next(&rest, &letter);) {
        const char *letters = table_entry(letter);
        if (!letters || letters[0] == '\0')
            out->space = true;
        else if (letters[0] != '-')
            put_letters(out, letters);
    }
}

static void fold_by_icu(struct text t, struct folded *out)
{
    UTransliterator *latin = thread_transliterator();
    while (latin && t.len > 0 && !out->full) {
        struct text piece = utf8_cut(t, ICU_CHUNK_BYTES);
        if (piece.len == 0) /* only continuation bytes */
            piece = text_slice(t, 0, ICU_CHUNK_BYTES);
        fold_piece_by_icu(latin, piece, out);
        t = text_from_offset(t, piece.len);
    }
}

/* Letters, digits and single spaces, as most names, towns and streets are: capitals become small, that is all. */
static bool fold_simple(struct text t, char *into, size_t len)
{
    if (t.len == 0 || t.len > LOOK_BYTES_MAX || len < LOOK_BYTES_MAX)
        return false;
    struct text_look look = text_look(t);
    if (look.sign || look.rest || !look_is_trim(&look, t.len))
        return false;
    text_lower(t, into);
    return true;
}

static size_t fold_with(struct text t, char *into, size_t len, bool umlaut)
{
    if (fold_simple(t, into, len))
        return t.len;
    struct folded out = { .into = into, .cap = len, .umlaut = umlaut };
    if (!fold_by_table(t, &out)) {
        out = (struct folded){ .into = into, .cap = len, .umlaut = umlaut };
        fold_by_icu(t, &out);
    }
    return out.len;
}

size_t fold_ascii(struct text t, char *into, size_t len)
{
    return fold_with(t, into, len, false);
}

size_t fold_ascii_umlaut(struct text t, char *into, size_t len)
{
    return fold_with(t, into, len, true);
}

static struct text fold_in_arena(struct text t, struct arena *arena, bool umlaut)
{
    /* Latin text never grows; a Han character of three bytes may be six letters and a space. */
    char small[1024];
    size_t room = t.len * 3 + 16, len;
    char *wide = NULL;
    if (room > sizeof(small) && !(wide = arena_take(arena, room, 1)))
        return TEXT_EMPTY;
    char *into = wide ? wide : small;
    len = fold_with(t, into, wide ? room : sizeof(small), umlaut);
    if (wide)
        return (struct text){ wide, len };
    struct text copy = arena_copy(arena, (struct text){ small, len });
    return copy.ptr ? copy : TEXT_EMPTY;
}

struct text fold_text(struct text t, struct arena *arena)
{
    return fold_in_arena(t, arena, false);
}

struct text fold_text_umlaut(struct text t, struct arena *arena)
{
    return fold_in_arena(t, arena, true);
}

size_t fold_key(struct text t, char *into, size_t len)
{
    size_t folded = fold_ascii(t, into, len), kept = 0;
    for (size_t i = 0; i < folded; i++)
        if (into[i] != ' ')
            into[kept++] = into[i];
    return kept;
}
