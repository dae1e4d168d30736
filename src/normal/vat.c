/*
 * VAT numbers of Europe.  A country's form is a picture (9 digit, A letter,
 * * either), its check a small function; a country whose check is not public
 * or not known to us has the form alone.
 *
 * Rules: the tax administrations' own, as the European Commission lists the
 * forms for VIES.  The Dutch id passes by the test of eleven (old form) or by
 * mod 97-10 over the whole (since 1 January 2020).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "normal/identifier.h"

/* ---- sums ---- */

static int digit(char c)
{
    return c - '0';
}

static int weighted(const char *d, const char *weights)
{
    int sum = 0;
    for (int i = 0; weights[i]; i++)
        sum += digit(d[i]) * (weights[i] >= 'a' ? weights[i] - 'a' + 10 : digit(weights[i]));
    return sum;
}

static uint64_t number(const char *d, size_t len)
{
    uint64_t n = 0;
    text_to_u64((struct text){ d, len }, &n);
    return n;
}

/* ISO 7064 mod 11,10: Germany and Croatia. */
static bool passes_mod11_10(const char *d, size_t len)
{
    int check = 10;
    for (size_t i = 0; i + 1 < len; i++) {
        check = (check + digit(d[i])) % 10;
        check = (check ? check : 10) * 2 % 11;
    }
    return (11 - check) % 10 == digit(d[len - 1]);
}

/* ---- countries; d is what follows the two letters ---- */

static bool at(const char *d, size_t len)
{
    int sum = 4;
    for (int i = 1; i < 8; i++) {
        int n = digit(d[i]) * (i % 2 ? 1 : 2);
        sum += n / 10 + n % 10;
    }
    return (10 - sum % 10) % 10 == digit(d[8]);
}

static bool be(const char *d, size_t len)
{
    return d[0] <= '1' && number(d, 8) > 0 && 97 - number(d, 8) % 97 == number(d + 8, 2);
}

static bool bg(const char *d, size_t len)
{
    if (len != 9)
        return true; /* ten digits are of a person */
    int sum = weighted(d, "12345678") % 11;
    if (sum == 10)
        sum = weighted(d, "3456789a") % 11;
    return sum % 10 == digit(d[8]);
}

static bool cy(const char *d, size_t len)
{
    static const uint8_t odd[10] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21 };
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += i % 2 ? digit(d[i]) : odd[digit(d[i])];
    return memcmp(d, "12", 2) != 0 && 'A' + sum % 26 == d[8];
}

static bool cz(const char *d, size_t len)
{
    if (len != 8)
        return true; /* nine and ten digits are of persons */
    int check = (11 - weighted(d, "8765432") % 11) % 11;
    return (check == 0 ? 1 : check == 10 ? 0 : check) == digit(d[7]) && d[0] != '9';
}

static bool de(const char *d, size_t len)
{
    return d[0] != '0' && passes_mod11_10(d, len);
}
static bool dk(const char *d, size_t len)
{
    return d[0] != '0' && weighted(d, "27654321") % 11 == 0;
}
static bool ee(const char *d, size_t len)
{
    return weighted(d, "371371371") % 10 == 0;
}

static bool es(const char *d, size_t len)
{
    static const char person[] = "TRWAGMYFPDXBNJZSQVHLCKE", company[] = "JABCDEFGHI";
    if (char_is_digit(d[0]))
        return person[number(d, 8) % 23] == d[8];
    if (d[0] == 'X' || d[0] == 'Y' || d[0] == 'Z') {
        char n[9] = { (char)('0' + d[0] - 'X') };
        memcpy(n + 1, d + 1, 7);
        return person[number(n, 8) % 23] == d[8];
    }
    if (d[0] == 'K' || d[0] == 'L' || d[0] == 'M')
        return person[number(d + 1, 7) % 23] == d[8];
    int sum = 0;
    for (int i = 1; i <= 7; i++) {
        int n = digit(d[i]) * (i % 2 ? 2 : 1);
        sum += n / 10 + n % 10;
    }
    int check = (10 - sum % 10) % 10;
    return d[8] == '0' + check || d[8] == company[check];
}

static bool fi(const char *d, size_t len)
{
    return weighted(d, "79a58421") % 11 == 0;
}

static bool fr(const char *d, size_t len)
{
    if (!char_is_digit(d[0]) || !char_is_digit(d[1])) { /* the new kind, with letters in the key */
        static const char letters[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        const char *first = strchr(letters, d[0]), *second = strchr(letters, d[1]);
        if (!first || !second)
            return false;
        int a = (int)(first - letters), b = (int)(second - letters);
        int key = char_is_digit(d[0]) ? a * 24 + b - 10 : a * 34 + b - 100;
        return (number(d + 2, 9) + 1 + (uint64_t)(key / 11)) % 11 == (uint64_t)(key % 11);
    }
    if (memcmp(d + 2, "000", 3) != 0 && !check_luhn(d + 2, 9))
        return false;
    return (number(d + 2, 9) * 100 + 12) % 97 == number(d, 2);
}

static bool gb(const char *d, size_t len)
{
    if (len == 5)
        return (memcmp(d, "GD", 2) == 0 && number(d + 2, 3) < 500) ||
               (memcmp(d, "HA", 2) == 0 && number(d + 2, 3) >= 500);
    int rest = (weighted(d, "8765432") + (int)number(d + 7, 2)) % 97;
    return rest == 0 || rest == 42;
}

static bool el(const char *d, size_t len)
{
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum = sum * 2 + digit(d[i]);
    return sum * 2 % 11 % 10 == digit(d[8]);
}

static bool hu(const char *d, size_t len)
{
    return (weighted(d, "9731973") + digit(d[7])) % 10 == 0;
}

static bool ie(const char *d, size_t len)
{
    static const char letters[] = "WABCDEFGHIJKLMNOPQRSTUV";
    if (!char_is_digit(d[1])) { /* old form: digit, letter or sign, five digits, check */
        char moved[8] = { '0' };
        memcpy(moved + 1, d + 2, 5);
        moved[6] = d[0];
        return letters[weighted(moved, "8765432") % 23] == d[7];
    }
    int extra = len == 9 && d[8] >= 'A' && d[8] != 'W' ? 9 * (d[8] - 'A' + 1) : 0;
    return letters[(weighted(d, "8765432") + extra) % 23] == d[7];
}

static bool it(const char *d, size_t len)
{
    return number(d, 7) > 0 && check_luhn(d, 11);
}

static bool lt(const char *d, size_t len)
{
    size_t n = len - 1;
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += digit(d[i]) * (int)(1 + i % 9);
    if (sum % 11 == 10) {
        sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += digit(d[i]) * (int)(1 + (i + 2) % 9);
    }
    return (len == 9 ? d[7] == '1' : d[10] == '1') && sum % 11 % 10 == digit(d[n]);
}

static bool lu(const char *d, size_t len)
{
    return number(d, 6) % 89 == number(d + 6, 2);
}

static bool lv(const char *d, size_t len)
{
    if (d[0] <= '3')
        return true; /* of a person */
    return weighted(d, "91483a25761") % 11 == 3;
}

static bool mt(const char *d, size_t len)
{
    return d[0] != '0' && weighted(d, "346789a1") % 37 == 0;
}

static bool nl(const char *d, size_t len)
{
    if (d[9] != 'B' || number(d + 10, 2) == 0)
        return false;
    char whole[15] = "NL";
    memcpy(whole + 2, d, 12);
    return check_eleven(d) || (number(d, 9) > 0 && check_mod97_10((struct text){ whole, 14 }));
}

static bool no(const char *d, size_t len)
{
    return weighted(d, "32765432") % 11 == 0 ? d[8] == '0' : 11 - weighted(d, "32765432") % 11 == digit(d[8]);
}
static bool pl(const char *d, size_t len)
{
    return weighted(d, "657234567") % 11 == digit(d[9]);
}

static bool pt(const char *d, size_t len)
{
    return d[0] != '0' && (11 - weighted(d, "98765432") % 11) % 11 % 10 == digit(d[8]);
}

static bool ro(const char *d, size_t len)
{
    char ten[10];
    if (len > 10)
        return true; /* of a person */
    memset(ten, '0', 10);
    memcpy(ten + 10 - len, d, len);
    return weighted(ten, "753217532") * 10 % 11 % 10 == digit(ten[9]);
}

static bool se(const char *d, size_t len)
{
    return number(d + 10, 2) > 0 && check_luhn(d, 10);
}

static bool si(const char *d, size_t len)
{
    int check = 11 - weighted(d, "8765432") % 11;
    return d[0] != '0' && check != 11 && check % 10 == digit(d[7]);
}

static bool sk(const char *d, size_t len)
{
    return d[0] != '0' && strchr("2346789", d[2]) && number(d, 10) % 11 == 0;
}

static bool ch(const char *d, size_t len)
{
    int check = (11 - weighted(d + 1, "54327654") % 11) % 11;
    return check == digit(d[9]);
}

static const struct rule {
    char prefix[3];
    const char *picture; /* of what follows the letters */
    bool (*passes)(const char *d, size_t len);
} rules[] = {
    { "AT", "U99999999", at },
    { "BE", "9999999999", be },
    { "BG", "999999999", bg },
    { "BG", "9999999999", bg },
    { "CY", "99999999A", cy },
    { "CZ", "99999999", cz },
    { "CZ", "999999999", cz },
    { "CZ", "9999999999", cz },
    { "DE", "999999999", de },
    { "DK", "99999999", dk },
    { "EE", "999999999", ee },
    { "ES", "*9999999*", es },
    { "FI", "99999999", fi },
    { "FR", "**999999999", fr },
    { "GB", "999999999", gb },
    { "GB", "999999999999", gb },
    { "GB", "AA999", gb },
    { "XI", "999999999", gb },
    { "EL", "999999999", el },
    { "HR", "99999999999", passes_mod11_10 },
    { "HU", "99999999", hu },
    { "IE", "9*99999A", ie },
    { "IE", "9999999AA", ie },
    { "IT", "99999999999", it },
    { "LT", "999999999", lt },
    { "LT", "999999999999", lt },
    { "LU", "99999999", lu },
    { "LV", "99999999999", lv },
    { "MT", "99999999", mt },
    { "NL", "999999999A99", nl },
    { "NO", "999999999", no },
    { "NO", "999999999MVA", no },
    { "PL", "9999999999", pl },
    { "PT", "999999999", pt },
    { "RO", "99", ro },
    { "RO", "999", ro },
    { "RO", "9999", ro },
    { "RO", "99999", ro },
    { "RO", "999999", ro },
    { "RO", "9999999", ro },
    { "RO", "99999999", ro },
    { "RO", "999999999", ro },
    { "RO", "9999999999", ro },
    { "SE", "999999999999", se },
    { "SI", "99999999", si },
    { "SK", "9999999999", sk },
    { "CH", "E999999999", ch },
    { "CH", "E999999999MWST", ch },
    { "CH", "E999999999TVA", ch },
    { "CH", "E999999999IVA", ch },
};

static bool fits(const char *s, size_t len, const char *picture)
{
    for (size_t i = 0; i < len; i++, picture++) {
        bool is_digit = char_is_digit(s[i]), is_upper = char_is_upper(s[i]);
        if (*picture == '9'   ? !is_digit
            : *picture == 'A' ? !is_upper
            : *picture == '*' ? !is_digit && !is_upper
                              : *picture != s[i])
            return false;
    }
    return *picture == '\0';
}

static bool is_prefix(const char *two)
{
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (memcmp(rules[i].prefix, two, 2) == 0)
            return true;
    return false;
}

/* Greece is EL on VAT numbers. */
static void put_prefix(char *to, const char *country)
{
    memcpy(to, strcmp(country, "GR") == 0 ? "EL" : country, 2);
}

/* "NL4495445B01": noughts in front are lost often. "BE428759497" too. */
static size_t pad(char *s, size_t len)
{
    char *suffix = memchr(s + 2, 'B', len - 2);
    size_t body = suffix ? (size_t)(suffix - s) - 2 : len - 2;
    size_t missing = 0;
    if (memcmp(s, "NL", 2) == 0 && suffix && body < 9 && body >= 6 && len - 2 - body == 3)
        missing = 9 - body;
    else if (memcmp(s, "BE", 2) == 0 && len == 11)
        missing = 1;
    if (missing > 0) {
        memmove(s + 2 + missing, s + 2, len - 1);
        memset(s + 2, '0', missing);
    }
    return len + missing;
}

enum finding vat_read(struct text raw, const char *country, char ret[VAT_TEXT_MAX])
{
    static const char *const words[] = { "BTWNUMMER", "BTWNR", "BTWID",   "BTW",   "TVA", "VATNUMBER",
                                         "VATNO",     "VAT",   "USTIDNR", "USTID", "UID", "MWST" };
    char s[VAT_TEXT_MAX + 24];
    size_t len = 2; /* room for a prefix */
    ret[0] = '\0';
    for (size_t i = 0; i < raw.len; i++) {
        char c = char_to_upper(raw.ptr[i]);
        if (c == ' ' || c == '.' || c == '-' || c == '/' || c == '_' || c == ':' || c == ',')
            continue;
        if ((!char_is_digit(c) && !char_is_upper(c)) || len == sizeof(s) - 12)
            return FINDING_MALFORMED;
        s[len++] = c;
    }
    if (len == 2)
        return FINDING_EMPTY;
    s[len] = '\0';
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t n = strlen(words[i]);
        if (len - 2 > n && memcmp(s + 2, words[i], n) == 0) {
            memmove(s + 2, s + 2 + n, len - 1 - n);
            len -= n;
            break;
        }
    }
    char *vat = s;
    if (len > 4 && memcmp(s + 2, "GR", 2) == 0)
        memcpy(s + 2, "EL", 2);
    if (len > 4 && char_is_upper(s[2]) && char_is_upper(s[3]) && is_prefix(s + 2)) {
        vat = s + 2;
        len -= 2;
    } else if (country[0]) {
        put_prefix(s, country);
        if (!is_prefix(s))
            return FINDING_MALFORMED;
    } else
        return FINDING_MALFORMED;
    len = pad(vat, len);

    bool has_form = false;
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        const struct rule *rule = &rules[i];
        if (memcmp(rule->prefix, vat, 2) != 0 || len - 2 >= VAT_TEXT_MAX - 2 || !fits(vat + 2, len - 2, rule->picture))
            continue;
        has_form = true;
        if (rule->passes(vat + 2, len - 2)) {
            memcpy(ret, vat, len);
            ret[len] = '\0';
            return FINDING_NONE;
        }
    }
    if (!has_form)
        return FINDING_MALFORMED;
    memcpy(ret, vat, len);
    ret[len] = '\0';
    return FINDING_CHECK_DIGIT;
}

bool vat_may_hold_national_number(struct text vat)
{
    return vat.len == 14 && text_starts(vat, TEXT("NL")) && vat.ptr[11] == 'B' && check_eleven(vat.ptr + 2);
}
