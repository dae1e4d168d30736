/*
 * Cleaning has a fast road: a text of plain ASCII with single spaces, which
 * most are, is used where it lies.  Everything else is rewritten character by
 * character; only a text with combining marks goes through ICU for NFC.
 *
 * Cutting at full stops needs care, because "J.Chr." is one set of initials,
 * "C.Van Schaik" two words and "Ph.D." one title: a piece starts a new word
 * when it is too long to be an initial, or when what stands before it is known
 * as a title or salutation.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/name_tokens.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "lang/fold.h"
#include "lang/utf8.h"

/* Windows-1252, 0x80-0x9F; 0 has no character there. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0,      0x17D,  0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178,
};

static uint32_t code_of_byte(unsigned char byte)
{
    return byte < 0x80 || byte >= 0xA0 ? byte : windows_1252[byte - 0x80];
}

static bool is_symbol(uint32_t code)
{
    uint32_t mask = U_GET_GC_MASK((UChar32)code);
    return (mask & (U_GC_SO_MASK | U_GC_SK_MASK | U_GC_CS_MASK | U_GC_CO_MASK | U_GC_CN_MASK | U_GC_CC_MASK)) != 0;
}

/* The character written for this one: ' ' for white space, 0 for nothing. */
static uint32_t cleaned(uint32_t code)
{
    if (code < 0x80)
        return code < 0x20 || code == 0x7F ? ' ' : code == '`' ? '\'' : code == '[' ? '(' : code == ']' ? ')' : code;
    switch (code) {
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BC:
    case 0x2BB:
    case 0xB4:
    case 0x2032:
    case 0x2B9: return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
    case 0x2033: return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return '-';
    case 0xFF0C:
    case 0x3001: return ',';
    case 0xAD:
    case UTF8_BROKEN: return 0;
    default: break;
    }
    if (utf8_is_space(code))
        return ' ';
    if ((U_GET_GC_MASK((UChar32)code) & U_GC_CF_MASK) != 0)
        return 0;
    return is_symbol(code) ? ' ' : code;
}

static bool is_plain(struct text t)
{
    char before = ' ';
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        if (c < 0x20 || c >= 0x7F || c == '`' || c == '[' || c == ']' ||
            (c == ' ' && (before == ' ' || before == '\'')))
            return false;
        before = (char)c;
    }
    return before != ' ';
}

/* What a name neither starts nor ends with. */
static struct text trim_punctuation(struct text t)
{
    while (t.len > 0 && strchr(" ,;:*#_|=~<>\\/!?-", t.ptr[0]))
        t = text_from_offset(t, 1);
    while (t.len > 0 && strchr(" ,;:*#_|=~<>\\/!?-", t.ptr[t.len - 1]))
        t = text_slice(t, 0, t.len - 1);
    return t;
}

static bool compose(struct text t, struct arena *arena, struct text *ret)
{
    int32_t room = (int32_t)t.len * 3 + 8, len = 0, composed = 0, bytes = 0;
    UChar *wide = arena_take(arena, sizeof(UChar) * (size_t)room, _Alignof(UChar));
    UChar *into = arena_take(arena, sizeof(UChar) * (size_t)room, _Alignof(UChar));
    char *narrow = arena_take(arena, (size_t)room * 3, 1);
    UErrorCode code = U_ZERO_ERROR;
    if (!wide || !into || !narrow)
        return false;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
    u_strFromUTF8(wide, room, &len, t.ptr, (int32_t)t.len, &code);
    composed = U_SUCCESS(code) ? unorm2_normalize(nfc, wide, len, into, room, &code) : 0;
    u_strToUTF8(narrow, room * 3, &bytes, into, composed, &code);
    *ret = U_SUCCESS(code) ? (struct text){ narrow, (size_t)bytes } : t;
    return true;
}

/* "' t Hart" → "'t Hart": the new length. */
static size_t close_apostrophes(char *into, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        bool apart = into[i] == ' ' && kept > 0 && into[kept - 1] == '\'' && (kept == 1 || into[kept - 2] == ' ') &&
                     i + 2 < len && strchr("tsTS", into[i + 1]) && into[i + 2] == ' ';
        if (!apart)
            into[kept++] = into[i];
    }
    return kept;
}

bool name_clean(struct text raw, struct arena *arena, struct text *ret)
{
    if (is_plain(raw)) {
        *ret = trim_punctuation(raw);
        return true;
    }
    /* a byte of Windows-1252 may become three */
    char *into = arena_take(arena, raw.len * 3 + UTF8_BYTES_MAX, 1);
    if (!into)
        return false;
    size_t len = 0;
    bool space = false, marks = false;
    for (uint32_t code; raw.len > 0;) {
        unsigned char byte = (unsigned char)raw.ptr[0];
        size_t left = raw.len;
        utf8_next(&raw, &code);
        if (code == UTF8_BROKEN && left - raw.len == 1)
            code = code_of_byte(byte);
        if (code == 0x132 || code == 0x133) { /* the ligature of old typewriters */
            memcpy(into + len, space && len > 0 ? (code == 0x132 ? " IJ" : " ij") : (code == 0x132 ? "IJ" : "ij"), 3);
            len += 2 + (space && len > 0);
            space = false;
            continue;
        }
        code = cleaned(code);
        space |= code == ' ';
        if (code == 0 || code == ' ')
            continue;
        marks |= utf8_is_mark(code);
        if (space && len > 0)
            into[len++] = ' ';
        space = false;
        len += utf8_put(code, into + len);
    }
    len = close_apostrophes(into, len);
    *ret = (struct text){ into, len };
    if (marks && !compose(*ret, arena, ret))
        return false;
    *ret = trim_punctuation(*ret);
    return true;
}

/* ---- tokens ---- */

static void look_at_letters(struct name_token *token)
{
    size_t letters = 0, upper = 0, lower = 0;
    bool first = true;
    struct text rest = token->t;
    for (uint32_t code; utf8_next(&rest, &code);) {
        if (code < 0x80 && !char_is_alpha((char)code)) {
            token->has_digit |= char_is_digit((char)code);
            token->has_dot |= code == '.';
            token->has_slash |= code == '/';
            token->has_apostrophe |= code == '\'';
            continue;
        }
        if (!utf8_is_letter(code))
            continue;
        bool is_upper = utf8_is_upper(code);
        token->first_upper |= first && is_upper;
        first = false;
        letters++;
        upper += is_upper;
        lower += utf8_is_lower(code);
    }
    token->letters = letters > 255 ? 255 : (uint8_t)letters;
    token->all_upper = letters > 0 && upper == letters;
    token->all_lower = letters > 0 && lower == letters;
}

/* A word of ASCII, nearly every one: looks, key and hash in one walk. False at the first other byte. */
static bool look_at_ascii(struct name_token *token)
{
    size_t letters = 0, upper = 0, len = 0;
    uint32_t hash = WORD_HASH_START;
    for (size_t i = 0; i < token->t.len; i++) {
        char c = token->t.ptr[i];
        if ((unsigned char)c >= 0x80)
            return false;
        if (char_is_alpha(c)) {
            upper += char_is_upper(c);
            token->first_upper |= letters == 0 && char_is_upper(c);
            letters++;
            c = char_to_lower(c);
        } else if (char_is_digit(c)) {
            token->has_digit = true;
        } else {
            token->has_dot |= c == '.';
            token->has_slash |= c == '/';
            token->has_apostrophe |= c == '\'';
            continue;
        }
        if (len < NAME_KEY_MAX)
            token->key[len] = c;
        len++;
        hash = word_hash_step(hash, c);
    }
    token->letters = letters > 255 ? 255 : (uint8_t)letters;
    token->all_upper = letters > 0 && upper == letters;
    token->all_lower = letters > 0 && upper == 0;
    token->key_len = len > NAME_KEY_MAX ? 0 : (uint8_t)len;
    token->hash = len > NAME_KEY_MAX ? WORD_HASH_START : hash;
    return true;
}

bool name_token_is_dotted(const struct name_token *token)
{
    return token->has_dot && token->all_upper && token->letters >= 2 && token->t.ptr[1] == '.';
}

static void look_at(struct name_token *token)
{
    if (!look_at_ascii(token)) {
        char folded[NAME_KEY_MAX + 2];
        token->first_upper = token->has_dot = token->has_digit = token->has_slash = token->has_apostrophe = false;
        look_at_letters(token);
        size_t len = fold_key(token->t, folded, sizeof(folded));
        token->key_len = len > NAME_KEY_MAX ? 0 : (uint8_t)len;
        memcpy(token->key, folded, token->key_len);
        token->hash = word_hash(token_key(token));
    }
    token->word = token->prefix = NULL;
    if (token->key_len == 0)
        return;
    token->word = word_find_hashed(&words_name_words, token_key(token), token->hash);
    /* "D.R." and "M.W." are initials, "dr." and "mw." are not; "T.A.V." and "M.B.A." are no name */
    if (token->word && name_token_is_dotted(token) && token->word->code[0] != 'a' && !token_is(token, "tav"))
        token->word = NULL;
    token->prefix = word_find_hashed(&words_name_prefixes, token_key(token), token->hash);
    if (token->prefix && token->prefix->code[0] != 'a' && name_token_is_dotted(token))
        token->prefix = NULL; /* "Arslan, D.A.", but "J. V.D. BERG" */
}

struct cut {
    struct name_token *tokens;
    size_t count;
    const char *end; /* of the last token, to see what is glued */
    char bracket;
    bool split_dots;
};

static void put_token(struct cut *cut, struct text t)
{
    while (t.len > 0 && t.ptr[0] == '.')
        t = text_from_offset(t, 1);
    if (t.len == 0)
        return;
    if (cut->count == NAME_TOKENS_MAX) {
        struct name_token *last = &cut->tokens[NAME_TOKENS_MAX - 1];
        last->t.len = (size_t)(t.ptr + t.len - last->t.ptr);
        last->key_len = 0;
        last->word = last->prefix = NULL;
        return;
    }
    struct name_token *token = &cut->tokens[cut->count++];
    memset(token, 0, offsetof(struct name_token, key));
    token->t = t;
    token->glued = cut->count > 1 && cut->end == t.ptr;
    token->bracket = cut->bracket;
    cut->end = t.ptr + t.len;
    look_at(token);
}

/* A word of a list of ours, by its text. */
static const struct word_entry *known(const struct word_table *table, struct text t)
{
    char key[NAME_KEY_MAX];
    size_t len = t.len <= NAME_KEY_MAX ? fold_key(t, key, sizeof(key)) : 0;
    return word_find(table, (struct text){ key, len });
}

static bool is_title_word(struct text piece)
{
    const struct word_entry *word = piece.len > 1 ? known(&words_name_words, piece) : NULL;
    return word && strchr("stnheqw", word->code[0]);
}

/* Does the piece after a full stop start a word of its own? */
static bool starts_word(struct text before, struct text piece, bool dot_after)
{
    if (piece.len == 0 || !utf8_is_letter((unsigned char)piece.ptr[0] < 0x80 ? (uint32_t)piece.ptr[0] : 0xC0))
        return piece.len > 2 && piece.ptr[0] == '\''; /* "v.'t Hof" is taken as two */
    bool upper_before = before.len == 1 && char_is_upper(before.ptr[0]);
    if (upper_before && piece.len == 1 && char_is_lower(piece.ptr[0]))
        return true; /* "J.v.d.Berg" */
    if (is_title_word(before))
        return true; /* "drs.J" */
    if (piece.len == 1)
        return false;
    size_t letters = utf8_length(piece);
    if (letters == 1)
        return false;
    if (letters >= 3 && !(dot_after && letters <= 4 && char_is_upper(piece.ptr[0]) && !is_title_word(piece)))
        return true; /* "C.Van", but not "J.Chr." */
    if (is_title_word(piece) || (char_is_lower(piece.ptr[0]) && known(&words_name_prefixes, piece)))
        return true;                                                                             /* "J.de" */
    return !dot_after && char_is_upper(piece.ptr[0]) && char_is_lower(piece.ptr[piece.len - 1]); /* "J.Li" */
}

static bool is_domain(struct text t)
{
    static const char *const ends[] = { ".nl", ".be", ".com", ".eu", ".net", ".org", ".de" };
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (t.len > strlen(ends[i]) + 2 && text_ends(t, text_from(ends[i])))
            return true;
    return false;
}

/* "d'Ancona", "'tHart", "l'Ecluse": the prefix apart. How long it is, or 0. */
static size_t glued_prefix(struct text t)
{
    static const char *const prefixes[] = { "d'", "l'", "'t", "'T", "'s", "dell'", "dall'" };
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        size_t len = strlen(prefixes[i]);
        if (t.len > len + 1 && text_starts(t, text_from(prefixes[i])) && char_is_upper(t.ptr[len]))
            return len;
    }
    return 0;
}

static void put_word(struct cut *cut, struct text word)
{
    if (!cut->split_dots) {
        put_token(cut, word);
        return;
    }
    size_t prefix = memchr(word.ptr, '\'', word.len) ? glued_prefix(word) : 0;
    if (prefix > 0) {
        put_token(cut, text_slice(word, 0, prefix));
        word = text_from_offset(word, prefix);
    }
    if (!memchr(word.ptr, '.', word.len - 1) || is_domain(word) || known(&words_name_words, word)) {
        put_token(cut, word);
        return;
    }
    size_t from = 0, piece_from = 0;
    struct text before = TEXT_EMPTY;
    for (size_t i = 0; i <= word.len; i++) {
        if (i < word.len && word.ptr[i] != '.')
            continue;
        struct text piece = text_slice(word, piece_from, i);
        if (piece_from > from && starts_word(before, piece, i < word.len)) {
            put_token(cut, text_slice(word, from, piece_from));
            from = piece_from;
        }
        if (piece.len > 0)
            before = piece;
        piece_from = i + 1;
    }
    put_token(cut, text_from_offset(word, from));
}

/* A quote opens when a word starts, and only when it closes again. */
static bool opens_quote(struct text t, size_t at)
{
    char c = t.ptr[at];
    if (c == '"')
        return memchr(t.ptr + at + 1, '"', t.len - at - 1) != NULL;
    if (c != '\'' || (at > 0 && t.ptr[at - 1] != ' '))
        return false;
    for (size_t i = at + 1; i < t.len && t.ptr[i] != ' '; i++) /* 'Hans' in one word, not 't Hof */
        if (t.ptr[i] == '\'')
            return i > at + 2 && (i + 1 == t.len || t.ptr[i + 1] == ' ' || t.ptr[i + 1] == ',');
    return false;
}

size_t name_tokens(struct text clean, bool split_dots, struct name_token *ret)
{
    struct cut cut = { .tokens = ret, .split_dots = split_dots };
    size_t from = 0;
    char closing = 0;
    for (size_t i = 0; i <= clean.len; i++) {
        char c = i < clean.len ? clean.ptr[i] : ' ';
        if (char_is_alpha(c) || (c & 0x80) || c == '.' || c == '-' || char_is_digit(c))
            continue;
        bool closes = closing && c == closing;
        bool opens = !closing && ((c == '(' && memchr(clean.ptr + i, ')', clean.len - i)) ||
                                  ((c == '"' || c == '\'') && i < clean.len && opens_quote(clean, i)));
        bool apart = c == '&' || (c == '+' && !char_is_digit(i + 1 < clean.len ? clean.ptr[i + 1] : 'x'));
        if (c != ' ' && c != ',' && c != ';' && c != '(' && c != ')' && c != '"' && !closes && !opens && !apart)
            continue;
        if (i > from)
            put_word(&cut, text_slice(clean, from, i));
        if ((c == ',' || c == ';') && cut.count > 0 && i < clean.len)
            ret[cut.count - 1].comma_after = true;
        if (apart)
            put_token(&cut, text_slice(clean, i, i + 1));
        if (opens) {
            closing = c == '(' ? ')' : c;
            cut.bracket = c == '(' ? '(' : '"';
        } else if (closes) {
            closing = 0;
            cut.bracket = 0;
        }
        from = i + 1;
    }
    bool all = true; /* quotes or brackets around everything mean nothing */
    for (size_t i = 0; i < cut.count; i++)
        all &= ret[i].bracket != 0 && ret[i].bracket == ret[0].bracket;
    for (size_t i = 0; all && i < cut.count; i++)
        ret[i].bracket = 0;
    return cut.count;
}

struct text name_join(const struct name_token *tokens, const uint8_t *which, size_t count, struct arena *arena)
{
    if (count == 0)
        return TEXT_EMPTY;
    /* side by side in the source: a view is enough */
    const struct name_token *first = &tokens[which[0]], *last = &tokens[which[count - 1]];
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += tokens[which[i]].t.len + (i > 0 && !(tokens[which[i]].glued && which[i - 1] + 1 == which[i]));
    if (last->t.ptr + last->t.len == first->t.ptr + len)
        return (struct text){ first->t.ptr, len };
    char *into = arena_take(arena, len + 1, 1);
    if (!into)
        return TEXT_EMPTY;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const struct name_token *token = &tokens[which[i]];
        if (i > 0 && !(token->glued && which[i - 1] + 1 == which[i]))
            into[at++] = ' ';
        memcpy(into + at, token->t.ptr, token->t.len);
        at += token->t.len;
    }
    into[at] = '\0';
    return (struct text){ into, at };
}

bool name_is_placeholder(const struct name_token *tokens, size_t count)
{
    char key[NAME_KEY_MAX];
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (count > 4 || len + tokens[i].key_len > sizeof(key))
            return false;
        memcpy(key + len, tokens[i].key, tokens[i].key_len);
        len += tokens[i].key_len;
    }
    if (len == 0) /* "-", "?", "..." */
        return count == 0 || (count == 1 && tokens[0].t.len < 4 && tokens[0].letters == 0);
    const struct word_entry *word =
        count == 1 ? tokens[0].word : word_find(&words_name_words, (struct text){ key, len });
    return word && word->code[0] == 'z';
}
