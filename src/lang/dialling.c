/*
 * Codes: ITU-T E.164 assigned country codes; trunk prefixes as the national
 * plans have them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/dialling.h"

#include <string.h>

static const struct {
    char country[3];
    char code[4];
    bool trunk_zero;
} codes[] = {
    { "NL", "31", true },   { "BE", "32", true },   { "DE", "49", true },   { "FR", "33", true },
    { "GB", "44", true },   { "LU", "352", false }, { "US", "1", false },   { "CA", "1", false },
    { "AT", "43", true },   { "CH", "41", true },   { "IE", "353", true },  { "ES", "34", false },
    { "PT", "351", false }, { "IT", "39", false },  { "DK", "45", false },  { "SE", "46", true },
    { "NO", "47", false },  { "FI", "358", true },  { "PL", "48", false },  { "CZ", "420", false },
    { "SK", "421", true },  { "HU", "36", false },  { "RO", "40", true },   { "BG", "359", true },
    { "GR", "30", false },  { "TR", "90", true },   { "HR", "385", true },  { "SI", "386", true },
    { "RS", "381", true },  { "EE", "372", false }, { "LV", "371", false }, { "LT", "370", false },
    { "UA", "380", true },  { "AU", "61", true },   { "NZ", "64", true },   { "ZA", "27", true },
    { "MA", "212", true },  { "SR", "597", false }, { "CW", "599", false }, { "AW", "297", false },
    { "IN", "91", true },   { "CN", "86", true },   { "JP", "81", true },   { "IL", "972", true },
    { "AE", "971", true },  { "BR", "55", true },   { "MX", "52", false },  { "IS", "354", false },
    { "CY", "357", false }, { "MT", "356", false }, { "AL", "355", true },  { "BA", "387", true },
    { "MK", "389", true },  { "ME", "382", true },  { "MD", "373", true },  { "EG", "20", true },
    { "ID", "62", true },   { "TH", "66", true },   { "KR", "82", true },   { "SG", "65", false },
    { "HK", "852", false }, { "MC", "377", false }, { "LI", "423", false }, { "AD", "376", false },
    { "SM", "378", false },
};

enum { CODES = sizeof(codes) / sizeof(codes[0]) };

const char *dialling_code(const char *country, size_t *ret_len)
{
    for (size_t i = 0; i < CODES; i++)
        if (strcmp(codes[i].country, country) == 0) {
            *ret_len = strlen(codes[i].code);
            return codes[i].code;
        }
    return NULL;
}

bool dialling_has_trunk_zero(const char *country)
{
    for (size_t i = 0; i < CODES; i++)
        if (strcmp(codes[i].country, country) == 0)
            return codes[i].trunk_zero;
    return false;
}

const char *dialling_country(struct text digits)
{
    if (digits.len == 0 || digits.ptr[0] == '1')
        return "";
    for (size_t i = 0; i < CODES; i++)
        if (text_starts(digits, text_from(codes[i].code)))
            return codes[i].country;
    return "";
}
