/*
 * Each kind is "strip what people put around it, look at the form, then the
 * check".  The tests are those of the registers themselves: the test of
 * eleven (RSIN), ISO 7064 mod 97-10 (IBAN, LEI, KBO, new Dutch VAT ids), the
 * GS1 sum (GLN).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/identifier.h"

#include <assert.h>
#include <string.h>

#include "normal/clean.h"

enum { SIGNS_MAX = 40 };

/* ---- checks ---- */

bool check_eleven(const char *d)
{
    int sum = 0;
    bool any = false;
    for (int i = 0; i < 8; i++) {
        sum += (9 - i) * (d[i] - '0');
        any |= d[i] != '0';
    }
    sum -= d[8] - '0';
    return any && sum % 11 == 0;
}

bool check_mod97_10(struct text t)
{
    unsigned rest = 0;
    for (size_t i = 0; i < t.len; i++) {
        char c = t.ptr[i];
        if (char_is_digit(c))
            rest = (rest * 10 + (unsigned)(c - '0')) % 97;
        else
            rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
    }
    return rest == 1;
}

bool check_luhn(const char *digits, size_t len)
{
    int sum = 0;
    for (size_t i = 0; i < len; i++) {
        int d = digits[len - 1 - i] - '0';
        if (i % 2 == 1)
            d = d > 4 ? 2 * d - 9 : 2 * d;
        sum += d;
    }
    return sum % 10 == 0;
}

static bool check_gs1(const char *d, size_t len)
{
    int sum = 0;
    for (size_t i = 0; i < len; i++)
        sum += (d[len - 1 - i] - '0') * (i % 2 ? 3 : 1);
    return sum % 10 == 0;
}

static bool check_kbo(const char *ten_digits)
{
    int n = 0;
    for (int i = 0; i < 8; i++)
        n = n * 10 + (ten_digits[i] - '0');
    int check = (ten_digits[8] - '0') * 10 + ten_digits[9] - '0';
    return n > 0 && 97 - n % 97 == check;
}

bool national_number_be(struct text raw, char ret[12])
{
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '.' || c == '-' || c == ' ' || c == '/')
            continue;
        if (!char_is_digit(c) || len == 11)
            return false;
        ret[len++] = c;
    }
    ret[len] = '\0';
    if (len != 11)
        return false;
    uint64_t nine = 0, check = 0;
    text_to_u64((struct text){ ret, 9 }, &nine);
    text_to_u64((struct text){ ret + 9, 2 }, &check);
    if (nine == 0)
        return false;
    int month = (ret[2] - '0') * 10 + ret[3] - '0', day = (ret[4] - '0') * 10 + ret[5] - '0';
    if (month % 20 > 12 || month >= 60 || day > 31)
        return false;
    return 97 - nine % 97 == check || 97 - (2000000000 + nine) % 97 == check;
}

/* ---- signs ---- */

struct signs {
    char s[SIGNS_MAX + 1];
    size_t len;
    bool bad; /* something that no number holds, or too much */
};

/* Letters and digits in capitals; spaces and layout go. */
static struct signs squeeze(struct text raw)
{
    struct signs signs = { .len = 0 };
    for (size_t i = 0; i < raw.len; i++) {
        char c = char_to_upper(raw.ptr[i]);
        if (c == ' ' || c == '.' || c == '-' || c == '/' || c == '_' || c == ':' || c == ',' || c == '\'' || c == '#')
            continue;
        if ((!char_is_digit(c) && !char_is_upper(c)) || signs.len == SIGNS_MAX) {
            signs.bad = true;
            break;
        }
        signs.s[signs.len++] = c;
    }
    signs.s[signs.len] = '\0';
    return signs;
}

static bool all_digits(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!char_is_digit(s[i]))
            return false;
    return len > 0;
}

static bool all_zero(const struct signs *signs)
{
    for (size_t i = 0; i < signs->len; i++)
        if (signs->s[i] != '0')
            return false;
    return true;
}

/* The words people write before a number: "KvK-nummer 12345678". */
static bool drop_one(struct signs *signs, const char *const *words)
{
    for (; *words; words++) {
        size_t n = strlen(*words);
        if (signs->len > n && memcmp(signs->s, *words, n) == 0) {
            memmove(signs->s, signs->s + n, signs->len - n + 1);
            signs->len -= n;
            return true;
        }
    }
    return false;
}

/* As often as they stand there, so that what is left is read the same again. */
static void drop_word(struct signs *signs, const char *const *words)
{
    static const char *const numbers[] = { "NUMMER", "NR", "NO", "NUMBER", "NUM", NULL };
    bool dropped = false;
    while (drop_one(signs, words) || (dropped && drop_one(signs, numbers)))
        dropped = true;
}

static void pad_left(struct signs *signs, size_t want)
{
    size_t missing = want - signs->len;
    memmove(signs->s + missing, signs->s, signs->len + 1);
    memset(signs->s, '0', missing);
    signs->len = want;
}

static enum finding keep(struct signs *signs, bool passes, struct arena *arena, struct identifier *ret)
{
    ret->value = arena_copy(arena, (struct text){ signs->s, signs->len });
    ret->valid = passes;
    return passes ? FINDING_NONE : FINDING_CHECK_DIGIT;
}

/* ---- kinds ---- */

static enum finding read_kvk(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "KVK", "KAMERVANKOOPHANDEL", "HANDELSREGISTER", "KVKNUMMER", "COC", "DOSSIER",
                                        NULL });
    if (!all_digits(s->s, s->len) || all_zero(s))
        return FINDING_MALFORMED;
    if (s->len == 12) {
        s->s[s->len = 8] = '\0';
        if (all_zero(s))
            return FINDING_MALFORMED;
        keep(s, true, arena, ret);
        return FINDING_KVK_WITH_BRANCH;
    }
    if (s->len == 7) {
        pad_left(s, 8);
        keep(s, true, arena, ret);
        return FINDING_REPAIRED;
    }
    return s->len == 8 ? keep(s, true, arena, ret) : FINDING_MALFORMED;
}

static enum finding read_rsin(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "RSIN", "FISCAAL", NULL });
    if (!all_digits(s->s, s->len) || s->len > 9 || s->len < 8)
        return FINDING_MALFORMED;
    if (s->len == 8)
        pad_left(s, 9);
    return all_zero(s) ? FINDING_MALFORMED : keep(s, check_eleven(s->s), arena, ret);
}

static enum finding read_kbo(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "KBO", "BCE", "ONDERNEMINGS", "BTWBE", "BTW", "TVABE", "TVA", NULL });
    drop_word(s, (const char *const[]){ "BE", NULL });
    if (!all_digits(s->s, s->len))
        return FINDING_MALFORMED;
    if (s->len == 9)
        pad_left(s, 10);
    if (s->len != 10)
        return FINDING_MALFORMED;
    /* 2-8 first is an establishment unit, with the same check */
    if (s->s[0] == '9')
        return FINDING_MALFORMED;
    return keep(s, check_kbo(s->s) && s->s[0] <= '1', arena, ret);
}

static enum finding read_branch(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "VESTIGINGS", "VESTIGING", "BRANCH", NULL });
    if (!all_digits(s->s, s->len) || all_zero(s))
        return FINDING_MALFORMED;
    if (s->len == 10 && s->s[0] >= '2' && s->s[0] <= '8') /* Belgian establishment unit */
        return keep(s, check_kbo(s->s), arena, ret);
    if (s->len < 12 && s->len >= 6)
        pad_left(s, 12); /* spreadsheets eat the four noughts in front */
    return s->len == 12 ? keep(s, true, arena, ret) : FINDING_MALFORMED;
}

static enum finding read_digits(struct signs *s, size_t want, bool (*check)(const char *, size_t), struct arena *arena,
                                struct identifier *ret)
{
    if (!all_digits(s->s, s->len) || s->len != want || all_zero(s))
        return FINDING_MALFORMED;
    return keep(s, !check || check(s->s, s->len), arena, ret);
}

static enum finding read_bic(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "BIC", "SWIFT", NULL });
    if (s->len != 8 && s->len != 11)
        return FINDING_MALFORMED;
    for (int i = 0; i < 6; i++)
        if (!char_is_upper(s->s[i]))
            return FINDING_MALFORMED;
    return keep(s, true, arena, ret);
}

static enum finding read_lei(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "LEI", NULL });
    if (s->len != 20 || !all_digits(s->s + 18, 2))
        return FINDING_MALFORMED;
    return keep(s, check_mod97_10((struct text){ s->s, 20 }), arena, ret);
}

static enum finding read_eori(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "EORI", NULL });
    if (s->len < 5 || s->len > 17 || !char_is_upper(s->s[0]) || !char_is_upper(s->s[1]))
        return FINDING_MALFORMED;
    if (memcmp(s->s, "NL", 2) == 0) {
        if (!all_digits(s->s + 2, s->len - 2) || s->len > 11)
            return FINDING_MALFORMED;
        if (s->len < 11) { /* NL + nine digits */
            size_t missing = 11 - s->len;
            memmove(s->s + 2 + missing, s->s + 2, s->len - 2 + 1);
            memset(s->s + 2, '0', missing);
            s->len = 11;
        }
    }
    return keep(s, true, arena, ret);
}

static enum finding read_oin(struct signs *s, struct arena *arena, struct identifier *ret)
{
    drop_word(s, (const char *const[]){ "OIN", NULL });
    if (!all_digits(s->s, s->len) || s->len != 20 || all_zero(s) || memcmp(s->s, "0000000", 7) != 0)
        return FINDING_MALFORMED;
    bool passes = s->s[7] != '1' || check_eleven(s->s + 8); /* 1: of an RSIN */
    return keep(s, passes, arena, ret);
}

static enum finding read_customer_number(struct text raw, struct arena *arena, struct identifier *ret)
{
    if (raw.len > 64)
        return FINDING_TOO_LONG;
    while (raw.len > 0 && raw.ptr[0] == '\'') /* how spreadsheets are told not to count with it */
        raw = text_trim(text_from_offset(raw, 1));
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (clean_is_filler(raw))
        return FINDING_PLACEHOLDER;
    ret->value = arena_copy(arena, raw);
    ret->valid = true;
    return FINDING_NONE;
}

enum finding identifier_read(enum identifier_kind kind, struct text raw, const char *country, struct arena *arena,
                             struct identifier *ret)
{
    assert(ret && country);

    *ret = (struct identifier){ .kind = kind };
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (clean_is_filler(raw))
        return FINDING_PLACEHOLDER;
    if (kind == IDENTIFIER_CUSTOMER_NUMBER || kind == IDENTIFIER_SOCIAL)
        return read_customer_number(raw, arena, ret);
    if (kind == IDENTIFIER_IBAN || kind == IDENTIFIER_VAT) {
        char value[IBAN_TEXT_MAX];
        enum finding finding = kind == IDENTIFIER_IBAN ? iban_read(raw, value) : vat_read(raw, country, value);
        if (finding == FINDING_NONE || finding == FINDING_CHECK_DIGIT)
            ret->value = arena_copy(arena, text_from(value));
        ret->valid = finding == FINDING_NONE;
        return finding;
    }
    struct signs s = squeeze(raw);
    if (s.bad || s.len == 0)
        return FINDING_MALFORMED;
    if (clean_is_filler((struct text){ s.s, s.len })) /* among so many signs that it did not show */
        return FINDING_PLACEHOLDER;
    switch (kind) {
    case IDENTIFIER_KVK: return read_kvk(&s, arena, ret);
    case IDENTIFIER_BRANCH: return read_branch(&s, arena, ret);
    case IDENTIFIER_RSIN: return read_rsin(&s, arena, ret);
    case IDENTIFIER_KBO: return read_kbo(&s, arena, ret);
    case IDENTIFIER_BIC: return read_bic(&s, arena, ret);
    case IDENTIFIER_GLN:
        drop_word(&s, (const char *const[]){ "GLN", "EAN", NULL });
        return read_digits(&s, 13, check_gs1, arena, ret);
    case IDENTIFIER_LEI: return read_lei(&s, arena, ret);
    case IDENTIFIER_EORI: return read_eori(&s, arena, ret);
    case IDENTIFIER_OIN: return read_oin(&s, arena, ret);
    case IDENTIFIER_DUNS:
        drop_word(&s, (const char *const[]){ "DUNS", NULL });
        return read_digits(&s, 9, NULL, arena, ret);
    default: return FINDING_MALFORMED;
    }
}

static const struct {
    const char *name;
    enum field field;
} kinds[IDENTIFIER_KINDS] = {
    [IDENTIFIER_NONE] = { "", FIELD_NONE },
    [IDENTIFIER_KVK] = { "kvk", FIELD_ORG_KVK },
    [IDENTIFIER_BRANCH] = { "branch", FIELD_ORG_BRANCH },
    [IDENTIFIER_RSIN] = { "rsin", FIELD_ORG_RSIN },
    [IDENTIFIER_VAT] = { "vat", FIELD_ORG_VAT },
    [IDENTIFIER_KBO] = { "kbo", FIELD_ORG_KBO },
    [IDENTIFIER_IBAN] = { "iban", FIELD_BANK_IBAN },
    [IDENTIFIER_BIC] = { "bic", FIELD_BANK_BIC },
    [IDENTIFIER_GLN] = { "gln", FIELD_ORG_GLN },
    [IDENTIFIER_LEI] = { "lei", FIELD_ORG_LEI },
    [IDENTIFIER_EORI] = { "eori", FIELD_ORG_EORI },
    [IDENTIFIER_OIN] = { "oin", FIELD_ORG_OIN },
    [IDENTIFIER_DUNS] = { "duns", FIELD_ORG_DUNS },
    [IDENTIFIER_CUSTOMER_NUMBER] = { "customer_number", FIELD_CUSTOMER_NUMBER },
    [IDENTIFIER_SOCIAL] = { "social", FIELD_SOCIAL },
};

const char *identifier_kind_name(enum identifier_kind kind)
{
    return kinds[kind].name;
}
enum field identifier_field(enum identifier_kind kind)
{
    return kinds[kind].field;
}
