/*
 * Rates per mille, one row a kind of mess, one column a source.  They are
 * estimates from what such files look like, set so that every kind is met in
 * the default demonstration and none of them makes the picture.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/mess.h"

#include <assert.h>

/* clang-format off */
static const struct {
    enum mess mess;
    const char *name;
    uint16_t rates[DEMO_SOURCES]; /* crm, bookkeeping, shop, newsletter, Anja, Piet, mail */
} table[MESS_KINDS] = {
    { MESS_OFFICIAL_NAME,       "passport name for call name",   {  60, 500, 120,  60,  20,  30,  10 } },
    { MESS_INITIALS_ONLY,       "initials for the given name",   {  60, 700,  40,  25,  30,  40,  60 } },
    { MESS_NAMES_SWAPPED,       "given name and surname swapped",{   8,  10,  15,  20,   4,   6,   3 } },
    { MESS_OTHER_NAME_USE,      "married name as others use it", { 120, 150, 200, 180, 120, 120, 150 } },
    { MESS_PREFIX_MISSING,      "prefix left out",               {  12,  20,  30,  50,  20,  15,  30 } },
    { MESS_PREFIX_SHORT,        "prefix shortened: v.d.",        {  25,  80,  30,  20,  40,  40,  20 } },
    { MESS_PREFIX_IN_SURNAME,   "prefix in the surname column",  {  70,   0, 180, 900, 200, 300,   0 } },
    { MESS_PREFIX_IN_GIVEN,     "prefix in the given name",      {   8,   0,  20,  20,  10,  10,   0 } },
    { MESS_PREFIX_BEHIND,       "prefix behind the surname",     {  15,   0,   8,  10,  10,  25,   0 } },
    { MESS_SALUTATION_IN_NAME,  "salutation inside the name",    {  15, 300,   6,   5,  15,  20,  10 } },
    { MESS_COUPLE_IN_FIELD,     "two people in one field",       {   0,  90,   0,   0,   0,   0,   0 } },
    { MESS_ALL_CAPS,            "capitals only",                 {  10, 350,  25,  15,   5,  10,   5 } },
    { MESS_ALL_SMALL,           "small letters only",            {   5,   5,  60,  50,   5,  15,  30 } },
    { MESS_GENERATION_SHOWN,    "sr. and jr. written",           { 350, 300, 150, 100, 500, 400, 200 } },
    { MESS_TYPO_GIVEN,          "typing error, given name",      {  20,  10,  30,  25,  20,  25,   8 } },
    { MESS_TYPO_SURNAME,        "typing error, surname",         {  28,  30,  30,  30,  30,  35,   8 } },
    { MESS_TYPO_STREET,         "typing error, street",          {  25,  25,  30,   0,  25,  30,   0 } },
    { MESS_TYPO_CITY,           "typing error, place",           {  15,  15,  20,   0,  15,  15,   0 } },
    { MESS_TYPO_EMAIL,          "typing error, e-mail",          {  18,  15,  10,   6,  15,  20,   0 } },
    { MESS_TYPO_ORGANISATION,   "typing error, organisation",    {  25,  15,  30,   0,  25,  30,   0 } },
    { MESS_WRONG_DIGIT,         "wrong digit in a number",       {  20,  15,  15,   0,  25,  25,   0 } },
    { MESS_OCR,                 "misread by a scanner",          {   6,  30,   0,   0,   2,  10,   0 } },
    { MESS_PHONETIC,            "written as it sounds",          {  25,  15,  15,  10,  25,  25,   4 } },
    { MESS_MOJIBAKE,            "encoding taken for another",    {  60,   0, 100, 150,   0,   0,  50 } },
    { MESS_OLD_HOME,            "the address before moving",     { 450, 300, 350,   0, 600, 600,   0 } },
    { MESS_POSTCODE_WRONG,      "wrong postcode",                {  12,  10,  15,   0,  15,  20,   0 } },
    { MESS_POSTCODE_NO_LETTERS, "postcode without letters",      {   6,   5,   8,   0,  30,  20,   0 } },
    { MESS_NUMBER_IN_STREET,    "house number in the street",    {  40,   0,  50,   0,   0,   0,   0 } },
    { MESS_STREET_SHORT,        "street shortened: str.",        {  60,  80,  30,   0,  70,  80,   0 } },
    { MESS_PHONE_NO_ZERO,       "telephone without its 0",       {  25,  60,  10,   0,   5,  60,   0 } },
    { MESS_PHONE_EXPONENT,      "telephone as 6,12E+08",         {   4,  12,   0,   0,   0,   8,   0 } },
    { MESS_BIRTH_UNKNOWN,       "no date of birth",              { 850, 900, 550, 800, 700, 800, 999 } },
    { MESS_BIRTH_SWAPPED,       "day and month swapped",         {  15,  10,  10,  10,  15,  20,   0 } },
    { MESS_BIRTH_PLACEHOLDER,   "date of birth 01-01-1900",      {  60,  80,  15,  10,   0,  40,   0 } },
    { MESS_PLACEHOLDER,         "nvt, -, onbekend",              {  30,  20,   8,   4,   5,  15,   0 } },
    { MESS_BLANK_EMAIL,         "no e-mail",                     { 120, 350,   0,   0, 120, 150,   0 } },
    { MESS_BLANK_PHONE,         "no telephone",                  { 200, 350, 250,   0, 100, 130,   0 } },
    { MESS_BLANK_ADDRESS,       "no address",                    { 150,  10,  30,   0, 450, 350,   0 } },
    { MESS_OTHER_EMAIL,         "the private mailbox at work",   { 120, 100, 300, 250, 120, 100, 200 } },
    { MESS_ROLE_MAILBOX,        "info@ of the organisation",     { 110, 500,  80,  90,  60,  60, 120 } },
    { MESS_ORGANISATION_SHORT,  "organisation without its form", { 350, 150, 450,   0, 500, 500, 500 } },
    { MESS_PAST_JOB,            "the employer before",           { 400,   0,   0, 150, 500, 500,   0 } },
    { MESS_TITLE_SHOWN,         "title written",                 { 500, 150,  50,  20, 150, 250, 150 } },
    { MESS_NATIONAL_NUMBER,     "a personal number in a note",   {   5,   0,   0,   0,   0,  12,   0 } },
};
/* clang-format on */

bool mess_hits(enum mess mess, enum demo_source source, struct chance *chance)
{
    assert(table[mess].mess == mess);
    return chance_hits(chance, table[mess].rates[source]);
}

const char *mess_name(enum mess mess)
{
    return table[mess].name;
}

static char neighbour(char c, struct chance *chance)
{
    static const char *const rows[] = { "qwertyuiop", "asdfghjkl", "zxcvbnm" };
    char small = char_to_lower(c);
    for (int row = 0; row < 3; row++) {
        const char *at = strchr(rows[row], small);
        if (!at)
            continue;
        char other = at[1] && (at == rows[row] || chance_hits(chance, 500)) ? at[1] : at[-1];
        return char_is_upper(c) ? char_to_upper(other) : other;
    }
    return c;
}

/* The place of some ASCII letter, not the first when there are others; len when there is none. */
static size_t some_letter(const struct cell *cell, struct chance *chance)
{
    size_t chosen = cell->len;
    uint32_t seen = 0;
    for (size_t i = 0; i < cell->len; i++)
        if (char_is_alpha(cell->s[i]) && (i > 0 || chance_hits(chance, 150)))
            if (chance_below(chance, ++seen) == 0)
                chosen = i;
    return chosen;
}

static void cell_erase(struct cell *cell, size_t at)
{
    memmove(cell->s + at, cell->s + at + 1, cell->len - at - 1);
    cell->len--;
}

static void cell_insert(struct cell *cell, size_t at, char c)
{
    if (cell->len == CELL_BYTES_MAX)
        return;
    memmove(cell->s + at + 1, cell->s + at, cell->len - at);
    cell->s[at] = c;
    cell->len++;
}

void mess_typo(struct cell *cell, struct chance *chance)
{
    static const uint16_t weights[] = { 22, 28, 30, 20 };
    size_t at = some_letter(cell, chance);
    if (at == cell->len || cell->len < 3)
        return;
    char c = cell->s[at];
    switch (chance_among(chance, weights, 4)) {
    case 0:
        cell_insert(cell, at, chance_hits(chance, 600) ? char_to_lower(c) : neighbour(char_to_lower(c), chance));
        break;
    case 1: cell_erase(cell, at); break;
    case 2: cell->s[at] = neighbour(c, chance); break;
    default:
        if (at + 1 < cell->len && char_is_alpha(cell->s[at + 1])) {
            cell->s[at] = cell->s[at + 1];
            cell->s[at + 1] = c;
        } else {
            cell_erase(cell, at);
        }
    }
}

/* Put b for the first a at or after some place; false when there is no a. */
static bool replace_one(struct cell *cell, const char *a, const char *b, struct chance *chance)
{
    struct text t = cell_text(cell);
    size_t from = chance_below(chance, (uint32_t)t.len + 1);
    size_t at = text_find(text_from_offset(t, from), text_from(a));
    at = from + at < t.len ? from + at : text_find(t, text_from(a));
    if (at >= t.len)
        return false;
    struct cell made = { 0 };
    cell_put(&made, text_slice(t, 0, at));
    cell_put_str(&made, b);
    cell_put(&made, text_from_offset(t, at + strlen(a)));
    *cell = made;
    return true;
}

static void replace_some(struct cell *cell, const char *const (*pairs)[2], uint32_t count, struct chance *chance)
{
    uint32_t from = chance_below(chance, count);
    for (uint32_t i = 0; i < count; i++)
        if (replace_one(cell, pairs[(from + i) % count][0], pairs[(from + i) % count][1], chance))
            return;
}

void mess_ocr(struct cell *cell, struct chance *chance)
{
    static const char *const pairs[][2] = { { "m", "rn" }, { "rn", "m" }, { "l", "1" },  { "O", "0" }, { "o", "0" },
                                            { "B", "8" },  { "S", "5" },  { "I", "l" },  { "e", "c" }, { "h", "b" },
                                            { "cl", "d" }, { "vv", "w" }, { "ij", "y" }, { "0", "O" }, { "1", "l" },
                                            { "5", "S" },  { "8", "B" } };
    replace_some(cell, pairs, sizeof(pairs) / sizeof(*pairs), chance);
}

void mess_phonetic(struct cell *cell, struct chance *chance)
{
    static const char *const pairs[][2] = {
        { "ij", "ei" }, { "ij", "y" }, { "ei", "ij" }, { "y", "ij" }, { "ou", "au" }, { "au", "ou" }, { "c", "k" },
        { "k", "c" },   { "dt", "t" }, { "d", "dt" },  { "t", "d" },  { "ph", "f" },  { "f", "v" },   { "v", "f" },
        { "s", "z" },   { "z", "s" },  { "aa", "ae" }, { "ks", "x" }, { "x", "ks" },  { "sch", "s" }, { "ss", "s" },
        { "s", "ss" },  { "nn", "n" }, { "n", "nn" },  { "ee", "e" }, { "oo", "o" },  { "uy", "ui" }, { "ui", "uy" },
        { "ck", "k" },  { "th", "t" }, { "g", "ch" }
    };
    replace_some(cell, pairs, sizeof(pairs) / sizeof(*pairs), chance);
}

void mess_digit(struct cell *cell, struct chance *chance)
{
    size_t chosen = cell->len;
    uint32_t seen = 0;
    for (size_t i = 0; i < cell->len; i++)
        if (char_is_digit(cell->s[i]) && chance_below(chance, ++seen) == 0)
            chosen = i;
    if (chosen == cell->len)
        return;
    if (chosen + 1 < cell->len && char_is_digit(cell->s[chosen + 1]) && chance_hits(chance, 400)) {
        char c = cell->s[chosen];
        cell->s[chosen] = cell->s[chosen + 1];
        cell->s[chosen + 1] = c;
    } else {
        cell->s[chosen] = (char)('0' + (cell->s[chosen] - '0' + 1 + (int)chance_below(chance, 8)) % 10);
    }
}

void mess_caps(struct cell *cell)
{
    for (size_t i = 0; i < cell->len; i++) {
        cell->s[i] = char_to_upper(cell->s[i]);
        unsigned char c = (unsigned char)cell->s[i];
        if (i > 0 && (unsigned char)cell->s[i - 1] == 0xC3 && c >= 0xA0 && c != 0xB7 && c != 0xBF)
            cell->s[i] = (char)(c - 0x20);
    }
}

void mess_small(struct cell *cell)
{
    for (size_t i = 0; i < cell->len; i++)
        cell->s[i] = char_to_lower(cell->s[i]);
}

void mess_mojibake(struct cell *cell)
{
    struct cell made = { 0 };
    for (size_t i = 0; i < cell->len; i++) {
        unsigned char c = (unsigned char)cell->s[i];
        if (c < 0x80)
            cell_put_char(&made, (char)c);
        else if (c >= 0xA0)
            cell_put(&made, (struct text){
                                (const char[]){ (char)(c < 0xC0 ? 0xC2 : 0xC3), (char)(c < 0xC0 ? c : c - 0x40) }, 2 });
        else if (c == 0x89)
            cell_put_str(&made, "\xE2\x80\xB0");
        else
            return; /* has no place in Windows-1252 that we write: leave it whole */
    }
    *cell = made;
}

struct text mess_placeholder(struct chance *chance)
{
    static const char *const words[] = { "nvt", "-", "n.v.t.", "onbekend", "x", "?", "geen", "." };
    return text_from(words[chance_below(chance, sizeof(words) / sizeof(*words))]);
}
