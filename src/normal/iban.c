/*
 * An IBAN is its country's structure with two check digits in front: n digits,
 * a capitals, c either.  The structures are those of the register that SWIFT
 * keeps for ISO 13616.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "normal/identifier.h"

static const struct {
    char country[3];
    const char *structure; /* of what follows the check digits */
} structures[] = {
    { "AD", "8n12c" },   { "AE", "19n" },      { "AL", "8n16c" },    { "AT", "16n" },      { "AZ", "4a20c" },
    { "BA", "16n" },     { "BE", "12n" },      { "BG", "4a6n8c" },   { "BH", "4a14c" },    { "BR", "23n1a1c" },
    { "BY", "4c4n16c" }, { "CH", "5n12c" },    { "CR", "18n" },      { "CY", "8n16c" },    { "CZ", "20n" },
    { "DE", "18n" },     { "DK", "14n" },      { "DO", "4c20n" },    { "EE", "16n" },      { "EG", "25n" },
    { "ES", "20n" },     { "FI", "14n" },      { "FO", "14n" },      { "FR", "10n11c2n" }, { "GB", "4a14n" },
    { "GE", "2a16n" },   { "GI", "4a15c" },    { "GL", "14n" },      { "GR", "7n16c" },    { "GT", "24c" },
    { "HR", "17n" },     { "HU", "24n" },      { "IE", "4a14n" },    { "IL", "19n" },      { "IQ", "4a15n" },
    { "IS", "22n" },     { "IT", "1a10n12c" }, { "JO", "4a4n18c" },  { "KW", "4a22c" },    { "KZ", "3n13c" },
    { "LB", "4n20c" },   { "LC", "4a24c" },    { "LI", "5n12c" },    { "LT", "16n" },      { "LU", "3n13c" },
    { "LV", "4a13c" },   { "LY", "21n" },      { "MC", "10n11c2n" }, { "MD", "20c" },      { "ME", "18n" },
    { "MK", "3n10c2n" }, { "MR", "23n" },      { "MT", "4a5n18c" },  { "MU", "4a19n3a" },  { "NL", "4a10n" },
    { "NO", "11n" },     { "PK", "4a16c" },    { "PL", "24n" },      { "PS", "4a21c" },    { "PT", "21n" },
    { "QA", "4a21c" },   { "RO", "4a16c" },    { "RS", "18n" },      { "SA", "2n18c" },    { "SC", "4a20n3a" },
    { "SD", "14n" },     { "SE", "20n" },      { "SI", "15n" },      { "SK", "20n" },      { "SM", "1a10n12c" },
    { "ST", "21n" },     { "SV", "4a20n" },    { "TL", "19n" },      { "TN", "20n" },      { "TR", "6n16c" },
    { "UA", "6n19c" },   { "VA", "18n" },      { "VG", "4a16n" },    { "XK", "16n" },
};

static const char *structure_of(const char *country)
{
    for (size_t i = 0; i < sizeof(structures) / sizeof(structures[0]); i++)
        if (memcmp(structures[i].country, country, 2) == 0)
            return structures[i].structure;
    return NULL;
}

static bool fits(const char *s, size_t len, const char *structure)
{
    size_t at = 0;
    while (*structure) {
        size_t count = 0;
        while (char_is_digit(*structure))
            count = count * 10 + (size_t)(*structure++ - '0');
        char kind = *structure++;
        for (; count > 0; count--, at++) {
            if (at == len)
                return false;
            bool digit = char_is_digit(s[at]), upper = char_is_upper(s[at]);
            if (kind == 'n' ? !digit : kind == 'a' ? !upper : !digit && !upper)
                return false;
        }
    }
    return at == len;
}

/* Belgium and a few more end in digits of their own; where we know the rule we hold them to it. */
static bool passes_national_check(const char *iban)
{
    if (memcmp(iban, "BE", 2) != 0)
        return true;
    uint64_t ten = 0, check = 0;
    text_to_u64((struct text){ iban + 4, 10 }, &ten);
    text_to_u64((struct text){ iban + 14, 2 }, &check);
    return (ten % 97 ? ten % 97 : 97) == check;
}

enum finding iban_read(struct text raw, char ret[IBAN_TEXT_MAX])
{
    char s[IBAN_TEXT_MAX + 8];
    size_t len = 0;
    ret[0] = '\0';
    for (size_t i = 0; i < raw.len; i++) {
        char c = char_to_upper(raw.ptr[i]);
        if (c == ' ' || c == '.' || c == '-' || c == ':' || c == '/' || c == '_' || c == ',')
            continue;
        if ((!char_is_digit(c) && !char_is_upper(c)) || len == sizeof(s) - 1)
            return FINDING_MALFORMED;
        s[len++] = c;
    }
    const char *iban = s;
    if (len > 4 && memcmp(s, "IBAN", 4) == 0) {
        iban += 4;
        len -= 4;
    }
    if (len < 5 || len >= IBAN_TEXT_MAX)
        return len == 0 ? FINDING_EMPTY : FINDING_MALFORMED;
    const char *structure = structure_of(iban);
    if (!structure || !char_is_digit(iban[2]) || !char_is_digit(iban[3]) || !fits(iban + 4, len - 4, structure))
        return FINDING_MALFORMED;
    char moved[IBAN_TEXT_MAX];
    memcpy(moved, iban + 4, len - 4);
    memcpy(moved + len - 4, iban, 4);
    bool passes = check_mod97_10((struct text){ moved, len }) && passes_national_check(iban);
    memcpy(ret, iban, len);
    ret[len] = '\0';
    return passes ? FINDING_NONE : FINDING_CHECK_DIGIT;
}
