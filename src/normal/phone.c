/*
 * First everything that is no number goes: words, layout, "(0)" after a
 * country code, the extension.  Then the country is settled: "+", "00", or
 * where the record lives.  Then the numbering plan judges.
 *
 * A number that does not exist in its plan is kept with a finding, as the
 * customer wrote it: a digit too many in our data is often one digit away
 * from a working line.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/phone.h"

#include <assert.h>
#include <string.h>

#include "lang/dialling.h"
#include "normal/clean.h"
#include "normal/number.h"
#include "normal/phone_plan.h"
#include "normal/phone_shim.h"

enum { DIGITS_MAX = 24, EXTENSION_MAX = 8, CACHE_SLOTS = 1024 };

/* ---- taking apart ---- */

struct cut {
    char digits[DIGITS_MAX + 2]; /* "+" first when the country is said */
    size_t len;
    char extension[EXTENSION_MAX + 1];
    size_t extension_len;
    bool odd; /* letters that are no word of ours */
};

static size_t digits_in(struct text t)
{
    size_t count = 0;
    for (size_t i = 0; i < t.len; i++)
        count += char_is_digit(t.ptr[i]);
    return count;
}

/* Where an extension starts and its digits; t.len when there is none. */
static size_t find_extension(struct text t, struct text *ret)
{
    static const char *const words[] = {
        "toestelnummer", "toestel", "toest", "tst",       "extension", "ext", "intern", "int", "doorkiesnummer",
        "doorkies",      "dkn",     "poste", "durchwahl", "dw",        "app", "extn",   "x",   "#"
    };
    *ret = TEXT_EMPTY;
    for (size_t i = 4; i < t.len; i++) {
        if (!char_is_alpha(t.ptr[i]) && t.ptr[i] != '#')
            continue;
        for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
            struct text word = text_from(words[w]), here = text_from_offset(t, i);
            if (!text_starts_nocase(here, word) || (word.len > 1 && char_is_alpha(t.ptr[i - 1])))
                continue;
            size_t at = i + word.len;
            while (at < t.len &&
                   (t.ptr[at] == '.' || t.ptr[at] == ' ' || t.ptr[at] == ':' || t.ptr[at] == '-' || t.ptr[at] == '='))
                at++;
            size_t end = at;
            while (end < t.len && char_is_digit(t.ptr[end]))
                end++;
            if (end == at || end - at > EXTENSION_MAX || digits_in(text_from_offset(t, end)) > 0 ||
                digits_in(text_slice(t, 0, i)) < 4)
                continue;
            *ret = text_slice(t, at, end);
            return i;
        }
        while (i + 1 < t.len && char_is_alpha(t.ptr[i + 1]))
            i++;
    }
    return t.len;
}

/* Words that say which phone, nothing else. */
static bool is_phone_word(struct text word)
{
    static const char *const words[] = { "tel",        "telefoon",  "telefoonnummer",
                                         "telnr",      "nr",        "no",
                                         "mob",        "mobiel",    "mobile",
                                         "gsm",        "m",         "t",
                                         "f",          "fax",       "phone",
                                         "ph",         "p",         "h",
                                         "w",          "prive",     "priv",
                                         "werk",       "thuis",     "work",
                                         "home",       "cell",      "office",
                                         "kantoor",    "tel.",      "tf",
                                         "tlf",        "portable",  "fixe",
                                         "bureau",     "handy",     "mobil",
                                         "telefon",    "telephone", "call",
                                         "of",         "dag",       "avond",
                                         "overdag",    "vast",      "bel",
                                         "direct",     "nummer",    "number",
                                         "whatsapp",   "wa",        "app",
                                         "noodnummer", "algemeen",  "centrale",
                                         "receptie",   "tav",       "van",
                                         "mw",         "dhr",       "na",
                                         "uur",        "alleen",    NULL };
    for (const char *const *w = words; *w; w++)
        if (text_equal_nocase(word, text_from(*w)))
            return true;
    return false;
}

/* "612345678.0": a number that went through a table of fractions. */
static struct text without_fraction(struct text t)
{
    struct text whole = text_slice(t, 0, t.len > 2 ? t.len - 2 : 0);
    uint64_t number = 0;
    return text_ends(t, TEXT(".0")) && text_to_u64(whole, &number) ? whole : t;
}

static struct cut cut_number(struct text t)
{
    enum { WHOLE = 8 }; /* digits: what stands behind a word after so many is another thing, "(na 18u)" */
    struct cut cut = { .len = 0 };
    struct text extension;
    t = text_slice(t, 0, find_extension(t, &extension));
    memcpy(cut.extension, extension.ptr ? extension.ptr : "", extension.len);
    cut.extension_len = extension.len;
    if (text_starts_nocase(t, TEXT("tel:")))
        t = text_from_offset(t, 4);
    t = without_fraction(text_trim(text_slice(t, 0, text_find_char(t, ';'))));

    bool plus = false;
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        if (c == '+' && cut.len == 0)
            plus = true;
        else if (text_starts(text_from_offset(t, i), TEXT("(0)")) && cut.len > 0)
            i += 2;
        else if (char_is_digit((char)c) && cut.len < DIGITS_MAX)
            cut.digits[cut.len++] = (char)c;
        else if (char_is_digit((char)c)) {
            cut.odd = true;
            break;
        } else if (char_is_alpha((char)c)) {
            size_t from = i;
            while (i + 1 < t.len && char_is_alpha(t.ptr[i + 1]))
                i++;
            if (!is_phone_word(text_slice(t, from, i + 1)))
                cut.odd = true;
            if (cut.len >= WHOLE)
                break;
        }
        /* every other sign is layout: ( ) - . / and the dashes and spaces of Unicode */
    }
    if (!plus && cut.len > 4 && cut.digits[0] == '0' && cut.digits[1] == '0' && cut.digits[2] != '0') {
        plus = true;
        cut.len -= 2;
        memmove(cut.digits, cut.digits + 2, cut.len);
    }
    if (plus) {
        memmove(cut.digits + 1, cut.digits, cut.len);
        cut.digits[0] = '+';
        cut.len++;
    }
    cut.digits[cut.len] = '\0';
    return cut;
}

/* ---- judging ---- */

struct judged {
    struct phone_shim_number number; /* e164, national, type, valid */
    enum phone_kind kind;
    bool parsed;
};

static enum phone_kind kind_of(enum phone_shim_type type)
{
    static const enum phone_kind kinds[] = {
        [PHONE_SHIM_UNKNOWN] = PHONE_UNKNOWN,
        [PHONE_SHIM_FIXED] = PHONE_FIXED,
        [PHONE_SHIM_MOBILE] = PHONE_MOBILE,
        [PHONE_SHIM_FIXED_OR_MOBILE] = PHONE_UNKNOWN,
        [PHONE_SHIM_TOLL_FREE] = PHONE_TOLL_FREE,
        [PHONE_SHIM_PREMIUM] = PHONE_PREMIUM,
        [PHONE_SHIM_VOIP] = PHONE_VOIP,
        [PHONE_SHIM_PAGER] = PHONE_PAGER,
        [PHONE_SHIM_UAN] = PHONE_UAN,
    };
    return kinds[type];
}

/* What libphonenumber said of this thread's last numbers: it takes 30 µs, a shared reception desk number comes often.
 */
struct cache_slot {
    char key[DIGITS_MAX + 6]; /* country and digits */
    struct judged judged;
};

static struct judged judge_by_library(const char *digits, size_t len, const char *country)
{
    static _Thread_local struct cache_slot cache[CACHE_SLOTS];
    char key[DIGITS_MAX + 6] = { 0 };
    memcpy(key, country, strlen(country));
    memcpy(key + 3, digits, len);
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < len + 3; i++)
        hash = (hash ^ (unsigned char)key[i]) * 16777619u;
    struct cache_slot *slot = &cache[(hash ^ hash >> 15) % CACHE_SLOTS];
    if (memcmp(slot->key, key, sizeof(key)) == 0)
        return slot->judged;
    struct judged judged = { .parsed = false };
    judged.parsed = phone_shim_read(digits, len, country, &judged.number);
    judged.kind = judged.parsed ? kind_of(judged.number.type) : PHONE_UNKNOWN;
    memcpy(slot->key, key, sizeof(key));
    slot->judged = judged;
    return judged;
}

static struct judged judge(const char *digits, size_t len, const char *country)
{
    struct judged judged = { .parsed = true };
    enum plan_answer answer =
        phone_plan_read(digits, len, country, judged.number.e164, judged.number.national, &judged.kind);
    if (answer != PLAN_NOT_OURS) {
        judged.number.valid = judged.number.possible = answer == PLAN_VALID;
        return judged;
    }
    return judge_by_library(digits, len, country);
}

/* Lost noughts and plus signs; the digits are changed in place. */
static enum finding repair(struct cut *cut, const char *country)
{
    if (cut->digits[0] == '+' || cut->digits[0] == '0')
        return FINDING_NONE;
    size_t code_len = 0;
    const char *code = dialling_code(country, &code_len);
    struct judged judged;
    char tried[DIGITS_MAX + 3];
    if (cut->len + 2 > DIGITS_MAX)
        return FINDING_NONE;
    /* "31612345678": the country code without its plus */
    if (code && cut->len >= code_len + 8 && memcmp(cut->digits, code, code_len) == 0) {
        tried[0] = '+';
        memcpy(tried + 1, cut->digits, cut->len + 1);
        judged = judge(tried, cut->len + 1, country);
        if (judged.number.valid) {
            memcpy(cut->digits, tried, cut->len + 2);
            cut->len++;
            return FINDING_REPAIRED;
        }
    }
    if (!dialling_has_trunk_zero(country) || cut->len < 8)
        return FINDING_NONE;
    tried[0] = '0';
    memcpy(tried + 1, cut->digits, cut->len + 1);
    judged = judge(tried, cut->len + 1, country);
    if (!judged.number.valid)
        return FINDING_NONE;
    memcpy(cut->digits, tried, cut->len + 2);
    cut->len++;
    return FINDING_PHONE_LOST_ZERO;
}

static bool is_emergency(const char *digits)
{
    static const char *const numbers[] = { "112", "911", "999", "110", "144", "100", "101", "113", "116000", "116111" };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (strcmp(digits, numbers[i]) == 0)
            return true;
    return false;
}

/* Digits that miss their area code: "637 1708" in America, "123456" in Zutphen. */
static bool is_local(const struct cut *cut, const char *country)
{
    if (cut->digits[0] == '+' || cut->digits[0] == '0')
        return false;
    if (strcmp(country, "US") == 0 || strcmp(country, "CA") == 0)
        return cut->len == 7;
    return cut->len >= 5 && cut->len <= (country[0] ? 8 : 9) && (!country[0] || dialling_has_trunk_zero(country));
}

static enum finding read_one(struct text raw, const char *country, struct arena *arena, struct phone *ret)
{
    struct cut cut = cut_number(raw);
    size_t digits = cut.len - (cut.len > 0 && cut.digits[0] == '+');
    if (digits < 3 || (cut.odd && digits < 7))
        return FINDING_MALFORMED;
    if (is_emergency(cut.digits))
        return FINDING_PHONE_EMERGENCY;
    if (digits < 5)
        return FINDING_MALFORMED;

    /* "14 020": the number of a municipality is dialled as it is */
    if (strcmp(country, "NL") == 0 && cut.digits[0] == '1' && cut.digits[1] == '4' && cut.digits[2] == '0' &&
        (cut.len == 5 || cut.len == 6)) {
        ret->e164 = arena_printf(arena, "+31%s", cut.digits);
        ret->national = arena_printf(arena, "14 %s", cut.digits + 2);
        ret->kind = PHONE_UAN;
        ret->valid = true;
        return FINDING_NONE;
    }
    enum finding finding = repair(&cut, country);
    ret->extension =
        cut.extension_len ? arena_copy(arena, (struct text){ cut.extension, cut.extension_len }) : TEXT_EMPTY;
    if (is_local(&cut, country)) {
        ret->national = arena_copy(arena, (struct text){ cut.digits, cut.len });
        return FINDING_PHONE_WITHOUT_AREA;
    }
    struct judged judged = judge(cut.digits, cut.len, country);
    if (!judged.parsed) {
        ret->national = arena_copy(arena, (struct text){ cut.digits, cut.len });
        return FINDING_PHONE_INVALID;
    }
    ret->e164 = arena_copy(arena, text_from(judged.number.e164));
    ret->national = arena_copy(arena, text_from(judged.number.national));
    ret->kind = judged.kind;
    ret->valid = judged.number.valid;
    return ret->valid ? finding : FINDING_PHONE_INVALID;
}

/* ---- several in one cell ---- */

/* Bytes of a mark that always parts numbers; 0 for none. */
static size_t mark_at(struct text t, size_t at)
{
    static const char *const marks[] = { ":::", " of ", " or ", " en ", " ou ", " oder ", " and ", " & " };
    char c = t.ptr[at];
    if (c == ',' || c == '\n' || c == '|' ||
        (c == ';' && !text_starts_nocase(text_from_offset(t, at + 1), TEXT("ext"))))
        return 1;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (text_starts_nocase(text_from_offset(t, at), text_from(marks[i])))
            return strlen(marks[i]);
    return 0;
}

/* "020-1234567/06-12345678" is two, "02/512.34.56" one, "020-1234567/68" one and the last digits of another. */
static size_t split_slash(struct text t, struct text *ret, size_t room)
{
    for (size_t i = 0; i < t.len && room > 1; i++) {
        if (t.ptr[i] != '/')
            continue;
        struct text left = text_slice(t, 0, i), right = text_from_offset(t, i + 1);
        size_t left_digits = digits_in(left), right_digits = digits_in(right);
        if (left_digits >= 8 && right_digits >= 7) {
            ret[0] = left;
            return 1 + split_slash(right, ret + 1, room - 1);
        }
        if (left_digits >= 9 && right_digits <= 4)
            return ret[0] = left, 1;
    }
    return ret[0] = t, 1;
}

/* Each part must be a number by itself. */
static size_t split(struct text raw, struct text ret[PHONES_PER_CELL_MAX])
{
    size_t count = 0, from = 0;
    if (text_starts_nocase(raw, TEXT("tel:")))
        return ret[0] = raw, 1;
    for (size_t i = 0; i < raw.len && count < PHONES_PER_CELL_MAX - 1; i++) {
        size_t skip = mark_at(raw, i);
        if (skip == 0 || digits_in(text_slice(raw, from, i)) < 7 || digits_in(text_from_offset(raw, i + skip)) < 7)
            continue;
        count += split_slash(text_slice(raw, from, i), ret + count, PHONES_PER_CELL_MAX - 1 - count);
        from = i + skip;
        i = from - 1;
    }
    return count + split_slash(text_from_offset(raw, from), ret + count, PHONES_PER_CELL_MAX - count);
}

static bool is_plain_number(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!char_is_digit(t.ptr[i]) && t.ptr[i] != '-' && t.ptr[i] != ' ' && t.ptr[i] != '+')
            return false;
    return true;
}

/*
 * "06-12345678", "0612345678": nothing to take apart or to repair, so the plan may judge at once.  Of a number that the
 * plan knows to be none this is what all the rest would say.
 */
static bool read_plain(struct text raw, const char *country, struct arena *arena, struct phone *ret)
{
    char digits[DIGITS_MAX + 2] = { 0 }, e164[24] = "", national[40] = "";
    size_t len = 0;
    enum phone_kind kind = PHONE_UNKNOWN;
    if (raw.len < 9 || raw.len > DIGITS_MAX || raw.ptr[0] != '0' || raw.ptr[1] == '0')
        return false;
    for (size_t i = 0; i < raw.len; i++)
        if (char_is_digit(raw.ptr[i]))
            digits[len++] = raw.ptr[i];
        else if (raw.ptr[i] != '-' && raw.ptr[i] != ' ')
            return false;
    enum plan_answer answer = len >= 5 ? phone_plan_read(digits, len, country, e164, national, &kind) : PLAN_NOT_OURS;
    if (answer == PLAN_NOT_OURS)
        return false;
    *ret = (struct phone){ .e164 = arena_copy(arena, text_from(e164)),
                           .national = arena_copy(arena, text_from(national)),
                           .kind = kind,
                           .valid = answer == PLAN_VALID };
    return true;
}

enum finding phone_read(struct text raw, const char *country, struct arena *arena,
                        struct phone ret[PHONES_PER_CELL_MAX], size_t *ret_count)
{
    assert(country && strlen(country) <= 2 && arena && ret && ret_count);

    *ret_count = 0;
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (read_plain(raw, country, arena, &ret[0])) {
        *ret_count = 1;
        return ret->valid ? FINDING_NONE : FINDING_PHONE_INVALID;
    }
    if (raw.len > 200)
        return FINDING_MALFORMED;
    if (raw.ptr[0] == '\'')
        raw = text_trim(text_from_offset(raw, 1));
    if (clean_is_filler(raw))
        return FINDING_PLACEHOLDER;
    if (number_is_scientific(raw))
        return FINDING_PHONE_SCIENTIFIC;

    struct text parts[PHONES_PER_CELL_MAX] = { raw };
    size_t parts_count = is_plain_number(raw) ? 1 : split(raw, parts);
    enum finding worst = FINDING_NONE;
    for (size_t i = 0; i < parts_count; i++) {
        struct phone phone = { 0 };
        enum finding finding = read_one(parts[i], country, arena, &phone);
        if (phone.e164.len > 0 || phone.national.len > 0)
            ret[(*ret_count)++] = phone;
        if (worst == FINDING_NONE || (finding != FINDING_NONE && finding_severity(finding) > finding_severity(worst)))
            worst = finding;
    }
    return worst == FINDING_NONE && *ret_count > 1 ? FINDING_SEVERAL_VALUES : worst;
}

const char *phone_kind_name(enum phone_kind kind)
{
    static const char *const names[] = { "unknown",   "fixed",   "mobile", "voip",  "uan",
                                         "toll_free", "premium", "fax",    "pager", "machine" };
    return names[kind];
}

const char *phone_country(struct text e164)
{
    if (e164.len < 4 || e164.ptr[0] != '+')
        return "";
    return dialling_country(text_from_offset(e164, 1));
}
