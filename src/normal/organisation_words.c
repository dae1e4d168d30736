/*
 * Person or organisation?  Evidence is weighed, the strongest counts: a legal
 * form, a word such as "stichting", an ending such as "-bedrijf", "& Zn.", a
 * digit, a web domain.  What names a person at the front ("dhr.", "fam.")
 * outweighs all: people are called Kerk, Bakker and Schildersbedrijf does not
 * follow "mevrouw".
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/organisation_words.h"

#include <string.h>

#include "lang/fold.h"
#include "lang/given_names.h"
#include "lang/legal_forms.h"
#include "lang/org_words.h"
#include "normal/organisation.h"

enum {
    SURE = 95,
    WEAK_FORM = 40,
    AMPERSAND = 65,
    DIGIT = 65,
    NUMBER_AT_END = 50,
    DOMAIN = 75,
    LED_BY_PERSON = 15, /* what initials or a given name at the front take off */
    BEHIND_INITIALS = 35,
};

static bool looks_initials(const struct name_token *token)
{
    return token->letters == 1 || (token->has_dot && token->letters <= 3 && token->first_upper && !token->word);
}

static bool is_prefix_word(const struct name_token *token)
{
    static const char *const capitals[] = { "van", "von", "ter", "ten", "te" };
    for (size_t i = 0; token->first_upper && token->key_len <= 3 && i < sizeof(capitals) / sizeof(capitals[0]); i++)
        if (text_equal(token_key(token), text_from(capitals[i])))
            return true;
    return token->letters <= 3 && !token->first_upper && token->prefix;
}

/* Is somebody addressed: "dhr.", "de heer", "fam.", "t.a.v. mevr."? */
static bool addresses_person(const struct name_token *tokens, size_t count)
{
    size_t i = 0;
    while (i < count && tokens[i].word && strchr("re", tokens[i].word->code[0]) && tokens[i].word->code[1] != 'd')
        i++;
    if (i + 1 < count && (token_is(&tokens[i], "de") || token_is(&tokens[i], "den")))
        i++;
    if (i >= count || !tokens[i].word || tokens[i].bracket)
        return false;
    const struct word_entry *word = tokens[i].word;
    if (word->code[0] == 'h')
        return i + 1 < count;
    if (word->code[0] != 's' || word->code[2] != '\0' || i + 1 >= count)
        return false;
    return tokens[i].has_dot || tokens[i].letters <= 4 || !token_is(&tokens[i], "heren");
}

/* Keys of tokens[from, to) joined: "gmbh", "&", "co", "kg" give "gmbhcokg". 0 when too long. */
static size_t joined_key(const struct name_token *tokens, size_t from, size_t to, char *into, size_t room)
{
    size_t len = 0;
    for (size_t i = from; i < to; i++) {
        if (len + tokens[i].key_len > room)
            return 0;
        memcpy(into + len, tokens[i].key, tokens[i].key_len);
        len += tokens[i].key_len;
    }
    return len;
}

bool org_form_at(const struct name_token *tokens, size_t from, size_t to, const char country[3], struct legal_form *ret)
{
    char key[64];
    if (tokens[from].key_len == 0 || tokens[to - 1].key_len == 0)
        return false;
    for (size_t i = from; i + 1 < to; i++)
        if (tokens[i].comma_after)
            return false;
    size_t len = joined_key(tokens, from, to, key, sizeof(key));
    return len > 0 && legal_form_find((struct text){ key, len }, country, ret);
}

/* Written as a form is, and not as a word or initials: "SA", "S.A.", "gmbh". */
static bool form_like(const struct name_token *tokens, size_t from, size_t to)
{
    const struct name_token *token = &tokens[from];
    return to - from > 1 || token->all_upper || token->has_dot || token->has_slash || token->letters > 3 ||
           (token->first_upper && !token->all_lower && token->letters <= 5);
}

/* What a legal form at the end or the start says. */
static uint8_t by_legal_form(const struct name_token *tokens, size_t count, const char country[3])
{
    struct legal_form form;
    size_t longest = count - 1 < 6 ? count - 1 : 6;
    for (size_t len = longest; len >= 1; len--) {
        size_t from = count - len;
        if (!org_form_at(tokens, from, count, country, &form))
            continue;
        if (tokens[from - 1].comma_after && tokens[from].has_dot &&
            tokens[from].letters <= (name_token_is_dotted(&tokens[from]) ? 3 : 2) && count == len + 1)
            return NUMBER_AT_END; /* "Jansen, B.V." may have initials */
        if (form.sure)
            return SURE;
        if (form.country_fits && form_like(tokens, from, count) && !(tokens[from].has_dot && country[0] != 'N'))
            return 80;
        bool all_capitals = tokens[0].all_upper && tokens[0].letters > 1 && !tokens[0].has_dot; /* "JAN VAN AS" */
        return form_like(tokens, from, count) && !tokens[from].has_dot && count - len >= 2 && tokens[from].all_upper &&
                       !all_capitals
                   ? 62
                   : WEAK_FORM;
    }
    if (count < 2)
        return 0;
    for (size_t len = 3; len >= 1; len--)
        if (len < count && org_form_at(tokens, 0, len, country, &form) && form.at_start &&
            (tokens[0].letters > 4 || tokens[0].all_upper || (form.sure && tokens[0].letters > 2)) &&
            !looks_initials(&tokens[len]) && !tokens[len - 1].comma_after)
            return tokens[0].has_dot && tokens[0].letters <= 2 ? WEAK_FORM : /* "B.V. Jansen" */
                       form.sure || tokens[0].letters > 4 ? SURE
                                                          : 70;
    for (size_t i = 1; i + 1 < count; i++) /* "Jansen BV Utrecht" */
        if (tokens[i].all_upper && !tokens[i].has_dot && !tokens[i - 1].all_upper && tokens[i - 1].letters > 2 &&
            !tokens[i - 1].word && !tokens[i - 1].comma_after && !tokens[i].comma_after &&
            org_form_at(tokens, i, i + 1, country, &form) && form.sure)
            return 80;
    return 0;
}

/* "St. Voorbeeldfonds" is a Stichting and "Ver. Ons Dorp" a Vereniging, but "St. John" nothing of the kind. */
static bool is_short_stichting(const struct name_token *tokens, size_t count, const char country[3])
{
    bool dutch = country[0] == '\0' || strcmp(country, "NL") == 0 || strcmp(country, "BE") == 0;
    return dutch && count > 1 && (token_is(&tokens[0], "st") || token_is(&tokens[0], "ver")) && tokens[0].has_dot &&
           !name_token_is_dotted(&tokens[0]) && tokens[1].letters > 2;
}

/* "h.o.d.n.", "v/h": only firms have another name. */
static uint8_t by_clause(const struct name_token *tokens, size_t i, size_t count)
{
    const struct name_token *token = &tokens[i];
    if (i == 0 || i + 1 >= count)
        return 0;
    if (token_is(token, "hodn") || token_is(token, "thodn") || (token_is(token, "ho") && token->has_slash) ||
        (token_is(token, "handelend") && token_is(&tokens[i + 1], "onder")))
        return 90;
    return token_is(token, "vh") && token->has_slash ? 75 : 0;
}

/* Names that are often written with their stops. */
static bool is_known_with_dots(const struct name_token *token)
{
    return token->letters > 3 || token_is(token, "ggd") || token_is(token, "ggz") || token_is(token, "uwv") ||
           token_is(token, "hbo") || token_is(token, "mbo");
}

/* What an ending says: of the last part only in "Nijhuis-Winkel" behind a given name or another surname. */
static uint8_t by_ending(const struct name_token *tokens, size_t i)
{
    const struct name_token *token = &tokens[i];
    char key[NAME_KEY_MAX];
    size_t hyphen = token->t.len, left = 0, right = 0;
    while (hyphen > 0 && token->t.ptr[hyphen - 1] != '-')
        hyphen--;
    if (hyphen < 2)
        return org_ending_sure(token_key(token));
    left = fold_key(text_slice(token->t, 0, hyphen - 1), key, sizeof(key));
    struct text before = { key, left };
    bool surnames = surname_strength(before) > 0 || given_name_find(before).strength > 0 ||
                    (i > 0 && (looks_initials(&tokens[0]) ||
                               given_name_find_hashed(token_key(&tokens[0]), tokens[0].hash).strength > 0));
    if (!surnames)
        return org_ending_sure(token_key(token));
    right = fold_key(text_from_offset(token->t, hyphen), key, sizeof(key));
    struct text part = { key, right };
    return right < 7 || surname_strength(part) > 0 ? 0 : org_ending_sure(part);
}

static uint8_t by_word(const struct name_token *tokens, size_t i, size_t count)
{
    const struct name_token *token = &tokens[i];
    if (name_token_is_dotted(token) && !is_known_with_dots(token))
        return 0; /* "F.A. Segers", "Beek, R.D.W. van de" */
    struct org_word word = org_word_find(token_key(token), token->hash);
    word.surname_too |=
        word.sure > 0 && word.sure < 85 && surname_strength_hashed(token_key(token), token->hash) > 0; /* "Staal" */
    bool first = i == 0 || (i == 1 && (token_is(&tokens[0], "de") || token_is(&tokens[0], "het")));
    bool after_prefix = i > 0 && is_prefix_word(&tokens[i - 1]);
    bool acronym = i == 1 && tokens[0].all_upper && tokens[0].letters >= 3 && !tokens[0].has_dot && !token->all_upper;
    if (word.sure > 0 && word.surname_too && acronym && i + 1 == count) /* "ING Bank" */
        return AMPERSAND;
    bool behind_surname =
        i == 1 && i + 1 == count && surname_strength_hashed(token_key(&tokens[0]), tokens[0].hash) > 0 &&
        given_name_find_hashed(token_key(&tokens[0]), tokens[0].hash).strength == 0 && !tokens[0].comma_after;
    if (word.sure > 0 && word.surname_too && behind_surname) /* "Jansen Bouw" */
        return 62;
    if (word.sure > 0 && word.surname_too &&
        (!first || count < 2 || token->comma_after || looks_initials(&tokens[i + 1 < count ? i + 1 : i]) ||
         after_prefix))
        return 0;
    if (word.sure > 0 && after_prefix && i + 1 == count)
        return 0;
    if (word.sure > 0 && token->letters <= 4 && word.sure >= 80 && !first) /* "zn", "fa", "comp" need their sign */
        return i > 0 && (tokens[i - 1].t.ptr[0] == '&' || token_is(&tokens[i - 1], "en") || token->has_dot ||
                         token->letters == 4)
                   ? word.sure
                   : 0;
    bool alone =
        (i + 1 == count && (i == 0 || (i == 1 && looks_initials(&tokens[0])))) || (i == 0 && token->comma_after);
    if (word.sure > 0) /* "J. Fonds" may be somebody */
        return alone && i > 0 ? word.sure - BEHIND_INITIALS : word.sure;
    if (token_is(token, "co") && i > 0 && (tokens[i - 1].t.ptr[0] == '&' || token_is(&tokens[i - 1], "en")))
        return 90;
    if (token->letters < 7 || after_prefix || token->has_apostrophe)
        return 0;
    uint8_t sure = by_ending(tokens, i);
    if (sure == 0 || surname_strength_hashed(token_key(token), token->hash) > 0)
        return 0;
    if (i > 0 && looks_initials(&tokens[i - 1]) && i + 1 == count)
        return sure - BEHIND_INITIALS;
    return alone && sure < 85 ? sure - LED_BY_PERSON - 10 : sure; /* "Hazewinkel" */
}

static uint8_t by_digits(const struct name_token *tokens, size_t i, size_t count)
{
    const struct name_token *token = &tokens[i];
    if (!token->has_digit)
        return 0;
    return token->letters == 0 && i + 1 == count && i > 0 ? NUMBER_AT_END : DIGIT;
}

static bool is_domain(struct text t)
{
    static const char *const ends[] = { ".nl", ".be", ".com", ".eu", ".net", ".org", ".de" };
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (t.len > strlen(ends[i]) + 2 && text_ends_nocase(t, text_from(ends[i])))
            return true;
    return false;
}

/* "Jansen & Bakker" without a given name or initials is a firm; "J. & A. Bos" is a couple. */
static bool ampersand_of_firm(const struct name_token *tokens, size_t count)
{
    bool ampersand = false;
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].letters == 0) {
            ampersand |= i > 0 && i + 1 < count && tokens[i].t.ptr[0] == '&';
            continue;
        }
        if (looks_initials(&tokens[i]) || (tokens[i].word && strchr("stqhk", tokens[i].word->code[0])) ||
            tokens[i].letters == 1)
            return false;
        if (given_name_find_hashed(token_key(&tokens[i]), tokens[i].hash).strength > 0)
            return false;
    }
    return ampersand;
}

uint8_t org_test_tokens(const struct name_token *tokens, size_t count, const char country[3])
{
    uint8_t sure = 0;
    size_t signs = 0;
    if (count == 0 || addresses_person(tokens, count))
        return 0;
    uint8_t form = by_legal_form(tokens, count, country);
    if (is_short_stichting(tokens, count, country))
        form = 85;
    bool ampersand = false;
    for (size_t i = 0; i < count; i++) {
        uint8_t here = by_word(tokens, i, count), digits = by_digits(tokens, i, count);
        uint8_t clause = by_clause(tokens, i, count);
        here = digits > here ? digits : here;
        here = clause > here ? clause : here;
        ampersand |= tokens[i].t.len == 1 && tokens[i].t.ptr[0] == '&';
        if (tokens[i].has_dot && is_domain(tokens[i].t))
            here = DOMAIN;
        signs += here > 0;
        sure = here > sure ? here : sure;
    }
    if (ampersand && sure < AMPERSAND && ampersand_of_firm(tokens, count))
        sure = AMPERSAND;
    bool led = count > 1 && (looks_initials(&tokens[0]) ||
                             given_name_find_hashed(token_key(&tokens[0]), tokens[0].hash).strength > 4);
    if (led && sure > 0 && signs < 2)
        sure = sure > LED_BY_PERSON ? sure - LED_BY_PERSON : 0;
    if (form == WEAK_FORM && sure >= 50)
        form = SURE;
    sure = form > sure ? form : sure;
    return signs > 1 && sure >= 50 && sure < 95 ? sure + 5 : sure;
}
