/*
 * What a column says with a letter, a digit or a word of its own: man or
 * woman, and whose surname is used.  Each system has its codes; they do not
 * contradict each other, so all are read everywhere.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/fold.h"
#include "normal/name_tokens.h"
#include "normal/person_name.h"

enum gender gender_read(struct text raw)
{
    static const struct {
        const char *word;
        enum gender gender;
    } words[] = {
        { "m", GENDER_MALE },
        { "man", GENDER_MALE },
        { "male", GENDER_MALE },
        { "mannelijk", GENDER_MALE },
        { "h", GENDER_MALE },
        { "homme", GENDER_MALE },
        { "masculin", GENDER_MALE },
        { "mannlich", GENDER_MALE },
        { "heer", GENDER_MALE },
        { "jongen", GENDER_MALE },
        { "boy", GENDER_MALE },
        { "1", GENDER_MALE },
        { "v", GENDER_FEMALE },
        { "vrouw", GENDER_FEMALE },
        { "f", GENDER_FEMALE },
        { "female", GENDER_FEMALE },
        { "vrouwelijk", GENDER_FEMALE },
        { "femme", GENDER_FEMALE },
        { "feminin", GENDER_FEMALE },
        { "weiblich", GENDER_FEMALE },
        { "w", GENDER_FEMALE },
        { "meisje", GENDER_FEMALE },
        { "woman", GENDER_FEMALE },
        { "girl", GENDER_FEMALE },
        { "2", GENDER_FEMALE },
        { "o", GENDER_OTHER },
        { "x", GENDER_OTHER },
        { "other", GENDER_OTHER },
        { "anders", GENDER_OTHER },
        { "overig", GENDER_OTHER },
        { "divers", GENDER_OTHER },
        { "nonbinary", GENDER_OTHER },
        { "nonbinair", GENDER_OTHER },
        { "autre", GENDER_OTHER },
        { "genderneutraal", GENDER_OTHER },
        { "d", GENDER_OTHER },
    };
    struct name_token tokens[NAME_TOKENS_MAX];
    if (raw.len > 40)
        return GENDER_UNKNOWN;
    if (raw.len == 1 && (char_is_alpha(raw.ptr[0]) || char_is_digit(raw.ptr[0]))) { /* as nearly every column */
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
            if (words[i].word[0] == char_to_lower(raw.ptr[0]) && words[i].word[1] == '\0')
                return words[i].gender;
    }
    size_t count = name_tokens(text_trim(raw), false, tokens);
    if (count == 0 || count > 2)
        return GENDER_UNKNOWN;
    const struct name_token *token = &tokens[count - 1]; /* "de heer" */
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_equal(token_key(token), text_from(words[i].word)))
            return words[i].gender;
    if (!token->word || token->word->code[0] != 's')
        return GENDER_UNKNOWN;
    switch (token->word->code[1]) {
    case 'm': return GENDER_MALE;
    case 'f': return GENDER_FEMALE;
    case 'o': return GENDER_OTHER;
    default: return GENDER_UNKNOWN;
    }
}

bool gender_is_left_open(struct text raw)
{
    static const char *const words[] = { "u",
                                         "0",
                                         "9",
                                         "a",
                                         "n",
                                         "onbekend",
                                         "onb",
                                         "unknown",
                                         "unspecified",
                                         "notspecified",
                                         "nietgespecificeerd",
                                         "nietopgegeven",
                                         "nietbekend",
                                         "onbepaald",
                                         "undisclosed",
                                         "prefernottosay",
                                         "wilnietzeggen",
                                         "notapplicable",
                                         "nvt",
                                         "afdeling",
                                         "geen",
                                         "none",
                                         "inconnu",
                                         "nonprecise",
                                         "unbekannt",
                                         "keineangabe",
                                         "bedrijf",
                                         "organisatie",
                                         "zakelijk",
                                         "familie",
                                         "fam" };
    char key[NAME_KEY_MAX];
    struct text word = { key, raw.len <= NAME_KEY_MAX ? fold_key(raw, key, sizeof(key)) : 0 };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_equal(word, text_from(words[i])))
            return true;
    return word.len == 0 && raw.len <= NAME_KEY_MAX; /* "-", "?" */
}

enum name_use name_use_read(struct text raw)
{
    static const struct {
        const char *key;
        enum name_use use;
    } words[] = {
        { "e", NAME_USE_OWN },
        { "0", NAME_USE_OWN },
        { "eigen", NAME_USE_OWN },
        { "eigennaam", NAME_USE_OWN },
        { "eigengeslachtsnaam", NAME_USE_OWN },
        { "geboortenaam", NAME_USE_OWN },
        { "own", NAME_USE_OWN },
        { "p", NAME_USE_PARTNER },
        { "2", NAME_USE_PARTNER },
        { "partner", NAME_USE_PARTNER },
        { "partnernaam", NAME_USE_PARTNER },
        { "naampartner", NAME_USE_PARTNER },
        { "geslachtsnaampartner", NAME_USE_PARTNER },
        { "v", NAME_USE_PARTNER_OWN },
        { "1", NAME_USE_PARTNER_OWN },
        { "partnereigen", NAME_USE_PARTNER_OWN },
        { "partnernaameigennaam", NAME_USE_PARTNER_OWN },
        { "naampartnereigennaam", NAME_USE_PARTNER_OWN },
        { "n", NAME_USE_OWN_PARTNER },
        { "3", NAME_USE_OWN_PARTNER },
        { "eigenpartner", NAME_USE_OWN_PARTNER },
        { "eigennaampartnernaam", NAME_USE_OWN_PARTNER },
        { "eigennaamnaampartner", NAME_USE_OWN_PARTNER },
    };
    struct name_token tokens[NAME_TOKENS_MAX];
    char key[NAME_KEY_MAX];
    size_t len = 0, count = raw.len > 80 ? 0 : name_tokens(text_trim(raw), false, tokens);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(token_key(&tokens[i]), TEXT("en")) || text_equal(token_key(&tokens[i]), TEXT("van")))
            continue;
        if (len + tokens[i].key_len > sizeof(key))
            return NAME_USE_UNKNOWN;
        memcpy(key + len, tokens[i].key, tokens[i].key_len);
        len += tokens[i].key_len;
        /* "V: partnernaam - eigen naam": the letter is enough */
        if (len == 1 && count > 1 && tokens[i].t.len == 2 && tokens[i].t.ptr[1] == ':')
            break;
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_equal((struct text){ key, len }, text_from(words[i].key)))
            return words[i].use;
    return NAME_USE_UNKNOWN;
}
