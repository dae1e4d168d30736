/*
 * The syntax is RFC 5321's as mail servers really take it: a dot-atom or a
 * quoted text, an @, and a domain of at least two labels.  Comments, address
 * literals and routes are never what a customer meant.
 *
 * International domains become punycode by UTS 46, not for display but
 * because that is what is sent to and what compares equal.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/look.h"
#include "normal/email.h"

#include <assert.h>
#include <string.h>
#include <libpsl.h>
#include <unicode/uidna.h>

#include "normal/clean.h"
#include "normal/email_domains.h"

/* ---- what stands around an address ---- */

static struct text strip_pair(struct text t, char open, char close)
{
    return t.len >= 2 && t.ptr[0] == open && t.ptr[t.len - 1] == close ? text_trim(text_slice(t, 1, t.len - 1)) : t;
}

static struct text strip_words(struct text t)
{
    static const char *const words[] = { "mailto:", "e-mail:", "email:", "mail:", "smtp:", "e:", "m:" };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (t.len > 0 && char_to_lower(t.ptr[0]) == words[i][0] && text_starts_nocase(t, text_from(words[i])))
            return text_trim(text_from_offset(t, strlen(words[i])));
    return t;
}

static struct text unwrap(struct text t)
{
    t = text_trim(t);
    size_t open = text_find_char(t, '<');
    size_t close = t.len;
    while (close > 0 && t.ptr[close - 1] != '>')
        close--;
    if (open < t.len && close > open + 1)
        t = text_trim(text_slice(t, open + 1, close - 1));
    for (size_t before = t.len + 1; t.len < before;) {
        before = t.len;
        t = strip_words(t);
        t = strip_pair(t, '\'', '\'');
        t = strip_pair(t, '(', ')');
        t = strip_pair(t, '[', ']');
        if (t.len && t.ptr[0] == '"' && text_find(t, TEXT("\"@")) == t.len)
            t = strip_pair(t, '"', '"');
        while (t.len && (t.ptr[t.len - 1] == '.' || t.ptr[t.len - 1] == ',' || t.ptr[t.len - 1] == ';' ||
                         t.ptr[t.len - 1] == ':'))
            t = text_trim(text_slice(t, 0, t.len - 1));
        if (t.len && (t.ptr[0] == '\'' || t.ptr[0] == ',' || t.ptr[0] == ';'))
            t = text_trim(text_from_offset(t, 1));
    }
    return t;
}

/* ---- local part ---- */

static bool is_atom_sign(unsigned char c)
{
    if (char_is_alpha((char)c) || char_is_digit((char)c) || c >= 0x80 || c == '-' || c == '_')
        return true;
    return c && strchr("!#$%&'*+/=?^`{|}~", c);
}

static bool is_dot_atom(struct text t)
{
    if (t.len == 0 || t.ptr[0] == '.' || t.ptr[t.len - 1] == '.')
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (t.ptr[i] == '.' ? t.ptr[i - 1] == '.' : !is_atom_sign((unsigned char)t.ptr[i]))
            return false;
    return true;
}

static bool is_quoted(struct text t)
{
    if (t.len < 3 || t.ptr[0] != '"' || t.ptr[t.len - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < t.len; i++) {
        if (t.ptr[i] == '\\' && i + 2 < t.len)
            i++;
        else if (t.ptr[i] == '"' || (unsigned char)t.ptr[i] < 0x20)
            return false;
    }
    return true;
}

/* ---- domain ---- */

static bool has_high_byte(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if ((unsigned char)t.ptr[i] >= 0x80)
            return true;
    return false;
}

/* "müller.example" → "xn--mller-kva.example"; the empty text when UTS 46 refuses it. */
static struct text to_punycode(struct text domain, struct arena *arena)
{
    static _Thread_local UIDNA *idna; /* ICU's own object, made once a thread; it holds no customer data */
    UErrorCode code = U_ZERO_ERROR;
    if (!idna)
        idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &code);
    char out[256];
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (!idna || U_FAILURE(code))
        return TEXT_EMPTY;
    int32_t len = uidna_nameToASCII_UTF8(idna, domain.ptr, (int32_t)domain.len, out, sizeof(out), &info, &code);
    if (U_FAILURE(code) || info.errors != 0 || len <= 0 || len > 253)
        return TEXT_EMPTY;
    return arena_copy(arena, (struct text){ out, (size_t)len });
}

struct text email_domain(struct text address)
{
    for (size_t i = address.len; i > 0; i--)
        if (address.ptr[i - 1] == '@')
            return text_from_offset(address, i);
    return TEXT_EMPTY;
}

struct text domain_registrable(struct text domain)
{
    char name[256];
    const psl_ctx_t *psl = psl_builtin();
    if (domain.len == 0 || domain.len >= sizeof(name) || !psl)
        return domain;
    memcpy(name, domain.ptr, domain.len);
    name[domain.len] = '\0';
    const char *part = psl_registrable_domain(psl, name);
    return part ? text_from_offset(domain, (size_t)(part - name)) : domain;
}

/* ---- reading ---- */

/* "jan (at) bos (dot) nl", "jan[at]bos.nl": what people do against harvesters. */
static struct text undo_at(struct text t, struct arena *arena)
{
    static const char *const forms[] = { " (at) ", "(at)", "[at]", " [at] ", "{at}", " at " };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        size_t at = text_find_nocase(t, text_from(forms[i]));
        if (at == 0 || at >= t.len)
            continue;
        struct text left = text_trim(text_slice(t, 0, at)),
                    right = text_trim(text_from_offset(t, at + strlen(forms[i])));
        if (is_dot_atom(left) && text_find_char(right, '.') < right.len && text_find_char(right, ' ') == right.len)
            return arena_printf(arena, "%.*s@%.*s", TEXT_ARG(left), TEXT_ARG(right));
    }
    return TEXT_EMPTY;
}

/* "geen@geen.nl": a local part that says nothing, at a domain that does not either. */
static bool is_test_address(struct text local, struct text domain)
{
    static const struct text locals[] = {
        TEXT("geen"),          TEXT("nvt"),        TEXT("onbekend"),  TEXT("unknown"),
        TEXT("none"),          TEXT("noemail"),    TEXT("geenemail"), TEXT("geenmail"),
        TEXT("test"),          TEXT("xxx"),        TEXT("x"),         TEXT("xx"),
        TEXT("nomail"),        TEXT("geen-email"), TEXT("no-email"),  TEXT("heeftgeen"),
        TEXT("heeftgeenemail")
    };
    static const struct text domains[] = { TEXT("geen.nl"),      TEXT("nvt.nl"),      TEXT("onbekend.nl"),
                                           TEXT("geenemail.nl"), TEXT("geenmail.nl"), TEXT("test.nl"),
                                           TEXT("test.com"),     TEXT("x.nl"),        TEXT("xx.nl"),
                                           TEXT("xxx.nl"),       TEXT("none.com"),    TEXT("noemail.com"),
                                           TEXT("email.nl"),     TEXT("unknown.com"), TEXT("geen.be") };
    bool nothing = false;
    if (local.len == 0 || !strchr("gnotuxhGNOTUXH", local.ptr[0])) /* no name below begins otherwise */
        return false;
    for (size_t i = 0; i < sizeof(locals) / sizeof(locals[0]) && !nothing; i++)
        nothing = local.len == locals[i].len && text_equal_nocase(local, locals[i]);
    for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]) && nothing; i++)
        if (text_equal(domain, domains[i]))
            return true;
    return false;
}

static struct text make_key(struct text local, struct text domain, bool quoted, struct arena *arena)
{
    char *key = arena_take(arena, local.len + domain.len + 2, 1);
    if (!key)
        return TEXT_EMPTY;
    bool gmail = text_equal(domain, TEXT("gmail.com")) || text_equal(domain, TEXT("googlemail.com"));
    size_t len = 0, plus = quoted ? local.len : text_find_char(local, '+');
    if (plus == 0)
        plus = local.len;
    for (size_t i = 0; i < plus; i++)
        if (!gmail || quoted || local.ptr[i] != '.')
            key[len++] = char_to_lower(local.ptr[i]);
    key[len++] = '@';
    struct text host = gmail ? TEXT("gmail.com") : domain;
    memcpy(key + len, host.ptr, host.len);
    len += host.len;
    key[len] = '\0';
    return (struct text){ key, len };
}

/* "local@domain"; as it stands in written when nothing changed. */
static struct text join_parts(struct text local, struct text domain, struct text written, struct arena *arena)
{
    if (domain.ptr == written.ptr + local.len + 1)
        return written;
    char *out = arena_take(arena, local.len + domain.len + 2, 1);
    if (!out)
        return TEXT_EMPTY;
    memcpy(out, local.ptr, local.len);
    out[local.len] = '@';
    memcpy(out + local.len + 1, domain.ptr, domain.len);
    out[local.len + 1 + domain.len] = '\0';
    return (struct text){ out, local.len + 1 + domain.len };
}

static struct text lower_copy(struct text t, struct arena *arena)
{
    size_t upper = 0;
    for (size_t i = 0; i < t.len; i++)
        upper += char_is_upper(t.ptr[i]);
    if (upper == 0)
        return t;
    char *out = arena_take(arena, t.len + 1, 1);
    if (!out)
        return TEXT_EMPTY;
    for (size_t i = 0; i < t.len; i++)
        out[i] = char_to_lower(t.ptr[i]);
    out[t.len] = '\0';
    return (struct text){ out, t.len };
}

/* Small letters, digits and single "." "-" "_" between them, and one @: nothing to unwrap, to lower or to mend. */
static bool is_simple(struct text t, size_t *ret_at)
{
    enum { SIMPLE_BYTES_MAX = 2 * LOOK_BYTES_MAX };
    if (t.len > SIMPLE_BYTES_MAX || t.len < 3)
        return false;
    uint64_t ats = 0, dots = 0, others = 0;
    for (size_t from = 0; from < t.len; from += LOOK_BYTES_MAX) {
        struct text part = text_slice(t, from, from + LOOK_BYTES_MAX);
        struct text_look look = text_look(part);
        uint64_t other = look.upper | look.space | look.rest;
        for (uint32_t left = look.sign; left; left &= left - 1) {
            uint64_t bit = left & -left;
            char c = part.ptr[__builtin_ctz(left)];
            *(c == '.' ? &dots : c == '@' ? &ats : &others) |= c == '-' || c == '_' ? 0 : bit << from;
        }
        others |= other << from;
    }
    uint64_t last = (uint64_t)1 << (t.len - 1);
    if (others || !ats || (ats & (ats - 1)) || (dots & (dots >> 1 | ats >> 1 | last)) ||
        !(char_is_lower(t.ptr[0]) || char_is_digit(t.ptr[0])))
        return false;
    *ret_at = (size_t)__builtin_ctzll(ats);
    return true;
}

bool email_read_plain(struct text t, struct arena *arena, struct email *ret, enum finding *ret_finding)
{
    size_t at = 0;
    if (!is_simple(t, &at) || at + 1 == t.len || clean_is_filler_of(t, FIELD_EMAIL))
        return false;
    struct text local = text_slice(t, 0, at), domain = text_from_offset(t, at + 1);
    struct domain_look look = email_domain_look(domain, arena);
    if (!look.is_one || look.proposal.len > 0 || text_equal(domain, TEXT("gmail.com")) ||
        text_equal(domain, TEXT("googlemail.com")) || is_test_address(local, domain))
        return false;
    *ret = (struct email){ .address = t,
                           .key = t,
                           .is_role = email_local_is_role(local),
                           .is_free = look.is_free,
                           .is_throwaway = look.is_throwaway };
    *ret_finding = look.is_throwaway ? FINDING_EMAIL_THROWAWAY : FINDING_NONE;
    return true;
}

enum finding email_read(struct text raw, struct arena *arena, struct email *ret, struct text *ret_proposal)
{
    assert(arena && ret && ret_proposal);

    *ret = (struct email){ 0 };
    *ret_proposal = TEXT_EMPTY;
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (clean_is_filler_of(raw, FIELD_EMAIL))
        return FINDING_PLACEHOLDER;
    enum finding finding = FINDING_NONE;
    if (email_read_plain(raw, arena, ret, &finding))
        return finding;
    if (raw.len > 4 * EMAIL_BYTES_MAX)
        return FINDING_MALFORMED;

    struct text t = unwrap(raw);
    struct text domain = email_domain(t);
    if (domain.len == 0) {
        t = undo_at(t, arena);
        domain = email_domain(t);
        finding = FINDING_REPAIRED;
    }
    if (domain.len == 0)
        return FINDING_MALFORMED;
    struct text local = text_slice(t, 0, t.len - domain.len - 1);
    bool quoted = is_quoted(local);
    if (local.len > EMAIL_LOCAL_BYTES_MAX || (!quoted && !is_dot_atom(local)))
        return FINDING_MALFORMED;
    domain = has_high_byte(domain) ? to_punycode(domain, arena) : lower_copy(domain, arena);
    struct domain_look look = email_domain_look(domain, arena);
    struct text guess = look.proposal;
    if (!look.is_one) {
        if (guess.len > 0)
            *ret_proposal = arena_printf(arena, "%.*s@%.*s", TEXT_ARG(local), TEXT_ARG(guess));
        return guess.len > 0 ? FINDING_EMAIL_TYPO : FINDING_MALFORMED;
    }
    if (local.len + 1 + domain.len > EMAIL_BYTES_MAX)
        return FINDING_MALFORMED;
    if (is_test_address(local, domain))
        return FINDING_PLACEHOLDER;
    struct text address = join_parts(local, domain, t, arena);
    if (address.len < raw.len && clean_is_filler_of(address, FIELD_EMAIL))
        return FINDING_PLACEHOLDER; /* with signs around it that hid this */

    ret->address = address;
    ret->key = make_key(local, domain, quoted, arena);
    ret->is_role = email_local_is_role(local);
    ret->is_free = look.is_free;
    ret->is_throwaway = look.is_throwaway;
    if (guess.len > 0) {
        *ret_proposal = arena_printf(arena, "%.*s@%.*s", TEXT_ARG(local), TEXT_ARG(guess));
        return FINDING_EMAIL_TYPO;
    }
    if (ret->is_throwaway)
        return FINDING_EMAIL_THROWAWAY;
    return finding == FINDING_NONE && has_high_byte(local) ? FINDING_UNLIKELY : finding;
}

size_t email_split(struct text raw, struct text ret[EMAILS_PER_CELL_MAX])
{
    size_t count = 0, from = 0, marks = 0, at = 0;
    bool quoted = false;
    raw = text_trim(raw);
    if (is_simple(raw, &at))
        return ret[0] = raw, 1;
    static const bool is_mark[256] = { ['@'] = true, [';'] = true, [','] = true, ['|'] = true, ['\n'] = true };
    for (size_t i = 0; i < raw.len; i++)
        marks += is_mark[(unsigned char)raw.ptr[i]];
    if (marks <= 1 && raw.len > 0 && text_find_char(raw, '@') < raw.len) /* one address, as nearly all cells */
        return ret[0] = raw, 1;
    for (size_t i = 0; i <= raw.len && count < EMAILS_PER_CELL_MAX; i++) {
        char c = i < raw.len ? raw.ptr[i] : ';';
        if (c == '"' && i < raw.len)
            quoted = !quoted && text_find_char(text_from_offset(raw, i + 1), '"') < raw.len - i - 1;
        if (quoted && i < raw.len)
            continue;
        struct text part = text_slice(raw, from, i), rest = text_from_offset(raw, i + 1);
        bool part_has_at = text_find_char(part, '@') < part.len, more = text_find_char(rest, '@') < rest.len;
        bool mark = c == ';' || c == ',' || c == '|' || c == '\n';
        /* a space or slash parts two addresses, but not a name from its address */
        bool loose = (c == ' ' || c == '/') && part_has_at && more && text_find_char(part, '<') == part.len &&
                     text_find_char(rest, '<') == rest.len;
        if (!mark && !loose)
            continue;
        if (c == ',' && !part_has_at && more)
            continue; /* "Bos, Jan <jan@bos.example>" */
        part = text_trim(part);
        while (part.len > 0 && (part.ptr[0] == '/' || part.ptr[0] == ' '))
            part = text_from_offset(part, 1);
        if (part.len > 0)
            ret[count++] = part;
        from = i + 1;
    }
    return count;
}
