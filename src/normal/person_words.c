/*
 * A name comes wrapped: "T.a.v. mevr. drs. … MBA".  The wrapping is read from
 * the front (routing, courtesy, salutation, titles, household), from the back
 * (suffix, degrees, titles) and out of brackets; words that are also surnames
 * (Pastoor, Graaf, Heer) count only where a title would stand and a name follows.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/person_words.h"

#include <string.h>

#include "lang/given_names.h"
#include "lang/utf8.h"

void name_step(struct person_parse *parse, const char *what, struct text from, struct text to)
{
    if (parse->steps_count < NAME_STEPS_MAX)
        parse->steps[parse->steps_count++] = (struct name_step){ what, from, to };
}

static struct text value_of(const struct word_entry *entry)
{
    return word_value(&words_name_words, entry);
}

static char code_of(const struct name_token *token)
{
    return token->word ? token->word->code[0] : '\0';
}

/* ---- before the name ---- */

static void put_gender(struct person_words *words, char letter)
{
    words->male |= letter == 'm';
    words->female |= letter == 'f';
    words->other |= letter == 'o';
}

static void put_title(struct person_words *words, const struct word_entry *title)
{
    if (words->before_count < NAME_AROUND_MAX)
        words->before[words->before_count++] = title;
}

static bool country_has_sr(const char *country)
{
    return strcmp(country, "ES") == 0 || strcmp(country, "IT") == 0 || strcmp(country, "PT") == 0;
}

/* In its own language only: "M." is Monsieur in France, "Sr." Señor in Spain. */
static bool fits_country(const struct name_reading *reading, const struct name_token *token, size_t from, size_t to)
{
    switch (token->word->code[2]) {
    case 'F':
        if (reading->french)
            return true;
        /* in Belgium "M." may be an initial: it is Monsieur before a full given name and a surname */
        return reading->belgian && to - from >= 3 && token->has_dot &&
               given_name_find_hashed(token_key(&reading->tokens[from + 1]), reading->tokens[from + 1].hash).strength >
                   0;
    case 'S': return country_has_sr(reading->country);
    default: return true;
    }
}

/* "Mr." before an English given name is a salutation, before initials in Dutch a degree in law. */
static bool mr_is_salutation(const struct name_reading *reading, const struct name_token *token, size_t from, size_t to,
                             const struct person_words *words)
{
    if (words->salutation || !token->first_upper)
        return false;
    if (reading->english)
        return true;
    if (from + 2 >= to || token->all_upper)
        return false;
    const struct name_token *next = &reading->tokens[from + 1];
    struct given_name given = given_name_find_hashed(token_key(next), next->hash);
    return !reading->belgian && given.strength == 7 && given.gender == GIVEN_MALE && !token_is_initials(reading, next);
}

/* Does a token that could open the wrapping stand here? */
static bool opens_wrapping(const struct name_token *token)
{
    return token->word && strchr("sthwqe", token->word->code[0]) && !token_is(token, "m");
}

/* "de heer", "aan de familie", "van de heer": how many small words go before it. */
static size_t small_words(const struct name_reading *reading, size_t from, size_t to)
{
    size_t at = from;
    const struct name_token *tokens = reading->tokens;
    if (at < to && (token_is(&tokens[at], "aan") || token_is(&tokens[at], "voor") || token_is(&tokens[at], "van")))
        at++;
    if (at < to && (token_is(&tokens[at], "de") || token_is(&tokens[at], "den") || token_is(&tokens[at], "het") ||
                    token_is(&tokens[at], "the")))
        at++;
    if (at == from || at + 1 >= to || !opens_wrapping(&tokens[at]))
        return 0;
    /* "de Graaf", "van de Meester" are surnames: only words that cannot be one pass */
    const char *code = tokens[at].word->code;
    if (code[0] == 't' && (code[1] == 'w' || !tokens[at].has_dot))
        return 0;
    if (token_is(&tokens[at], "heer") && !reading->all_upper && !reading->all_lower && tokens[at].first_upper &&
        at + 2 > to)
        return 0;
    return at - from;
}

/* "Erven van J. Bos", "wed. van dhr. Bos", but "erven van den Berg". */
static size_t skip_van(const struct name_reading *reading, size_t at, size_t to)
{
    const struct name_token *tokens = reading->tokens;
    if (at + 1 >= to || !token_is(&tokens[at], "van"))
        return at;
    const struct name_token *next = &tokens[at + 1];
    bool names_somebody = opens_wrapping(next) || token_is_initials(reading, next) ||
                          small_words(reading, at + 1, to) > 0 ||
                          (at + 2 < to && given_name_find_hashed(token_key(next), next->hash).strength > 4);
    return names_somebody ? at + 1 : at;
}

static size_t read_department(const struct name_reading *reading, size_t from, size_t to)
{
    uint8_t which[NAME_TOKENS_MAX];
    size_t count = 0, at = from;
    while (at < to && !(count > 0 && (opens_wrapping(&reading->tokens[at]) || code_of(&reading->tokens[at]) == 'r'))) {
        which[count++] = (uint8_t)at;
        if (reading->tokens[at++].comma_after)
            break;
    }
    reading->ret->department = name_join(reading->tokens, which, count, reading->arena);
    name_step(reading->ret, "department", reading->ret->department, TEXT_EMPTY);
    return at;
}

/* One word before the name: the place after it, or from when it is no such word. */
static size_t read_one_before(const struct name_reading *reading, size_t from, size_t to, struct person_words *words)
{
    const struct name_token *token = &reading->tokens[from];
    const char *code = token->word->code;
    size_t left = to - from - 1;
    struct person_parse *ret = reading->ret;
    bool abbreviated = token->has_dot || token->has_slash;
    if (left == 0 || (token->comma_after && !abbreviated && code[0] != 'h'))
        return from; /* "Heer, P. de" */
    switch (code[0]) {
    case 's':
        if (!fits_country(reading, token, from, to))
            return from;
        if (!words->widow) /* "wed. van dhr. P. Jansen" is a woman */
            put_gender(words, code[1]);
        words->salutation = true;
        name_step(ret, "salutation", token->t, value_of(token->word));
        return from + 1;
    case 'q':
        if (mr_is_salutation(reading, token, from, to, words)) {
            put_gender(words, 'm');
            words->salutation = true;
            name_step(ret, "salutation", token->t, TEXT("de heer"));
        } else {
            put_title(words, token->word);
            name_step(ret, "title", token->t, value_of(token->word));
        }
        return from + 1;
    case 't':
        if ((code[1] == 'F' && !reading->french && !reading->belgian) || (code[1] == 'F' && !abbreviated) ||
            (code[1] == 'w' && token->letters <= 4 && !abbreviated) ||
            (code[1] == 'g' && (words->before_count == 0 || !token->all_lower)) ||
            (token->all_upper && !abbreviated && !reading->all_upper && token->letters > 2)) /* "ING Bank" */
            return from;
        if (code[1] == 'w' && !abbreviated && from > 0 && !words->salutation && words->before_count == 0)
            return from;
        put_title(words, token->word);
        name_step(ret, "title", token->t, value_of(token->word));
        return from + 1;
    case 'n':
        if (token->word->number == 0 && !(left >= 2 && token[1].prefix))
            return from;
        words->nobility = token->word;
        put_gender(words, code[1]);
        name_step(ret, "nobility", token->t, value_of(token->word));
        return from + 1;
    case 'h':
        words->household = true;
        words->estate |= code[1] == 'e';
        name_step(ret, code[1] == 'e' ? "estate" : "household", token->t, value_of(token->word));
        return skip_van(reading, from + 1, to);
    case 'w':
        put_gender(words, code[1]);
        words->salutation = true;
        words->widow = true;
        name_step(ret, "widow", token->t, value_of(token->word));
        return skip_van(reading, from + 1, to);
    case 'e':
        if (token_is(token, "aan"))
            return from;
        return from + 1;
    case 'r':
        if (code[1] == 'd') {

            return read_department(reading, from + 1, to);
        }
        if (token->key_len == 2 && !abbreviated)
            return from; /* "Co", "Pa" */
        if (token->key_len == 2 && token->has_dot && token->all_upper)
            return from; /* initials */
        name_step(ret, "routing", token->t, value_of(token->word));
        return from + 1;
    case 'x': /* "Sr. Juan Pérez" */
        if (!token_is(token, "sr") || !country_has_sr(reading->country))
            return from;
        put_gender(words, 'm');
        words->salutation = true;
        name_step(ret, "salutation", token->t, TEXT("de heer"));
        return from + 1;
    case 'a': /* "Ph.D. John Doe" */
        if (code[1] == 'C' || left < 2 || words->after_count == NAME_AROUND_MAX || name_token_is_dotted(token))
            return from;
        words->after[words->after_count++] = token->word;
        name_step(ret, "degree", token->t, value_of(token->word));
        return from + 1;
    default: return from;
    }
}

size_t person_words_lead(const struct name_reading *reading, size_t from, size_t to, struct person_words *words)
{
    const struct name_token *tokens = reading->tokens;
    while (from < to && !tokens[from].bracket) {
        if (from + 1 < to && token_is(&tokens[from], "ter") && token_is(&tokens[from + 1], "attentie")) {
            name_step(reading->ret, "routing", tokens[from + 1].t, TEXT("t.a.v."));
            from += 2 + (from + 3 < to && token_is(&tokens[from + 2], "van"));
            continue;
        }
        if (from + 1 < to && tokens[from].letters == 0 && words->salutation && tokens[from].t.len == 1) {
            from++; /* "dhr. / mw." */
            continue;
        }
        size_t small = small_words(reading, from, to);
        if (!tokens[from + small].word)
            break;
        size_t past = read_one_before(reading, from + small, to, words);
        if (past == from + small)
            break;
        from = past;
    }
    return from;
}

/* ---- behind the name ---- */

/* Words of the name that are no initials, in tokens[from, to). */
static size_t name_words_in(const struct name_reading *reading, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += !reading->tokens[i].bracket && !token_is_initials(reading, &reading->tokens[i]);
    return count;
}

static bool is_degree(const struct name_reading *reading, const struct name_token *token, size_t from, size_t at,
                      bool after_comma, const struct person_words *words)
{
    if (code_of(token) != 'a')
        return false;
    size_t before = at - from, words_before = name_words_in(reading, from, at);
    bool only_surname = words_before == before && before <= 2 && words->before_count == 0 && words->after_count == 0;
    if (after_comma && only_surname && name_token_is_dotted(token) && !reading->english)
        return false; /* "Jansen, M.A." */
    bool framed = after_comma || words->salutation || words->before_count > 0 || words->after_count > 0;
    if (words_before == 0)
        return false;
    if (token->word->code[1] != 'C') /* "MSc", "PhD" */
        return before >= 1;
    if (!token->all_upper && token->letters < 3)
        return false;
    if (token->has_dot && pieces_are_initials(reading, token->t) && token->letters == 2 && words_before == before &&
        !after_comma)
        return false; /* "Jansen M.A." has initials behind the name */
    if (!token->all_upper &&
        !(token->first_upper && token->letters >= 3 && text_equal(token->t, value_of(token->word))))
        return false;
    return before >= 2 || framed;
}

/* The place where tokens[from, to) stops being name. */
static size_t read_behind(const struct name_reading *reading, size_t from, size_t to, struct person_words *words)
{
    const struct name_token *tokens = reading->tokens;
    struct person_parse *ret = reading->ret;
    while (to > from + 1) {
        const struct name_token *token = &tokens[to - 1];
        bool after_comma = tokens[to - 2].comma_after;
        if (token->bracket || !token->word)
            break;
        const struct word_entry *prefix = tokens[to - 2].prefix;
        if (prefix && !after_comma && (prefix->code[0] == 'n' || prefix->code[0] == 'f') && token->word->code[0] != 'x')
            break; /* "VAN DER AA" */
        const char *code = token->word->code;
        size_t before = name_words_in(reading, from, to - 1);
        if (code[0] == 'x' && !words->suffix && before > 0 &&
            (code[1] == 'C' ? token->all_upper && !token->has_dot && token->letters >= 2
                            : code[1] != 'F' || reading->french) &&
            !(token->letters > 4 && to - 1 - from < 2 && !words->salutation)) {
            words->suffix = token->word;
            name_step(ret, "suffix", token->t, value_of(token->word));
        } else if (is_degree(reading, token, from, to - 1, after_comma, words)) {
            if (words->after_count < NAME_AROUND_MAX)
                words->after[words->after_count++] = token->word;
            name_step(ret, "degree", token->t, value_of(token->word));
        } else if ((code[0] == 't' || code[0] == 'q') && before > 0 && code[1] != 'F' &&
                   (after_comma || (token->has_dot && !token_is_initials(reading, token)) ||
                    (code[1] != 'w' && token->all_lower && !reading->all_lower))) {
            put_title(words, token->word);
            name_step(ret, "title", token->t, value_of(token->word));
        } else if (code[0] == 'n' && before > 0 && token->word->number == 1) {
            words->nobility = token->word;
            put_gender(words, code[1]);
            name_step(ret, "nobility", token->t, value_of(token->word));
        } else if (code[0] == 's' && code[2] == '\0' && before > 0 && (after_comma || token->has_dot)) {
            put_gender(words, code[1]);
            name_step(ret, "salutation", token->t, value_of(token->word));
        } else if (code[0] == 'h' && code[1] != 'e' && before > 0) {
            words->household = true;
            name_step(ret, "household", token->t, value_of(token->word));
        } else if (code[0] == 'g' && before > 0 && token->has_dot && token->all_lower) {
            words->household = true;
            name_step(ret, "and others", token->t, value_of(token->word));
        } else
            break;
        to--;
    }
    /* read backwards, shown forwards */
    for (size_t i = 0; i < words->after_count / 2; i++) {
        const struct word_entry *swap = words->after[i];
        words->after[i] = words->after[words->after_count - 1 - i];
        words->after[words->after_count - 1 - i] = swap;
    }
    return to;
}

/* ---- in brackets ---- */

/* tokens[from, to) stood in one pair of brackets or quotes. True when they belong to the name after all. */
static bool read_bracket(const struct name_reading *reading, size_t from, size_t to, struct person_words *words)
{
    const struct name_token *tokens = reading->tokens;
    const struct name_token *first = &tokens[from];
    uint8_t which[NAME_TOKENS_MAX];
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        which[count++] = (uint8_t)i;
    const struct word_entry *entry = NULL;
    if (name_prefix_at(reading, which, 0, count, true, &entry) == count)
        return true; /* "Berg (van den)" */
    char code = code_of(first);
    if (code == 'b' || code == 'p')
        return true; /* "(geb. Bakker)" */
    if (count == 1 && code == 's' && (first->word->code[2] == '\0' || first->letters > 1)) {
        put_gender(words, first->word->code[1]);
        name_step(reading->ret, "salutation", first->t, value_of(first->word));
        return false;
    }
    if (count == 1 && first->letters == 1 && words->count > 0 && !first->has_dot && !first->first_upper) {
        char letter = char_to_lower(first->t.ptr[0]);
        if (letter == 'm' || letter == 'v' || letter == 'f') {
            put_gender(words, letter == 'm' ? 'm' : 'f');
            name_step(reading->ret, "gender", first->t, TEXT_EMPTY);
            return false;
        }
    }
    if (count == 1 && code == 'x' && !words->suffix) {
        words->suffix = first->word;
        return false;
    }
    if (count == 1 && (code == 't' || code == 'q')) {
        put_title(words, first->word);
        return false;
    }
    bool name_like = count <= 2 && words->call_count == 0 && (words->count > 0 || first->bracket == '"');
    for (size_t i = from; i < to; i++)
        name_like &= !tokens[i].has_digit && tokens[i].letters > 1 && (tokens[i].first_upper || reading->all_lower);
    for (size_t i = from; i < to; i++) {
        if (name_like)
            words->call[words->call_count++] = (uint8_t)i;
        else
            words->rest[words->rest_count++] = (uint8_t)i;
    }
    return false;
}

/* ---- the whole ---- */

/* "geb.", "née", "e.v." between two surnames. */
static bool joins_surnames(const struct name_token *token, const struct person_words *words, size_t left)
{
    char code = code_of(token);
    if (words->count == 0 || left == 0 || words->has_born || words->has_spouse)
        return false;
    if (code == 'b') {
        if (token_is(token, "ne") || token_is(token, "nee"))
            return token->t.len > token->key_len || token->all_lower;
        return token->has_dot || token->letters > 3;
    }
    if (code == 'p')
        return token->letters > 3 || (token->all_lower && (token->has_dot || token_is(token, "ev")));
    return code == 'w' && (token->has_dot || token->letters > 4) && token->all_lower;
}

static void put_core(struct person_words *words, const struct name_token *token, size_t index)
{
    words->core[words->count++] = (uint8_t)index;
    if (token->comma_after && words->comma == 0)
        words->comma = words->count;
}

void person_words_read(const struct name_reading *reading, size_t from, size_t to, struct person_words *ret)
{
    const struct name_token *tokens = reading->tokens;
    *ret = (struct person_words){ 0 };
    from = person_words_lead(reading, from, to, ret);
    to = read_behind(reading, from, to, ret);
    for (size_t i = from; i < to; i++) {
        const struct name_token *token = &tokens[i];
        if (token->bracket) {
            size_t end = i + 1;
            while (end < to && tokens[end].bracket == token->bracket && !tokens[end - 1].comma_after)
                end++;
            bool name = read_bracket(reading, i, end, ret);
            if (!name) {
                if (tokens[end - 1].comma_after && ret->comma == 0 && ret->count > 0)
                    ret->comma = ret->count;
                i = end - 1;
                continue;
            }
        }
        if (joins_surnames(token, ret, to - i - 1)) {
            bool born = code_of(token) == 'b';
            name_step(reading->ret, born ? "born" : "married to", token->t, value_of(token->word));
            if (code_of(token) == 'w')
                put_gender(ret, token->word->code[1]);
            else if (!born)
                put_gender(ret, 'f');
            if (i + 2 < to && (token_is(token, "echtgenote")) && token_is(&tokens[i + 1], "van") &&
                !tokens[i + 2].all_lower)
                i++;
            *(born ? &ret->has_born : &ret->has_spouse) = true;
            *(born ? &ret->born : &ret->spouse) = ret->count;
            continue;
        }
        /* behind a comma stands what would stand before a given name: "Bos, dhr. drs. P." */
        if (ret->comma > 0 && ret->comma == ret->count && token->word) {
            size_t past = person_words_lead(reading, i, to, ret);
            if (past > i) {
                i = past - 1;
                continue;
            }
        }
        if (ret->count > 0 && token->comma_after && code_of(token) == 'x' && !ret->suffix &&
            token->word->code[1] != 'F' &&
            (token->word->code[1] != 'C' || token->all_upper)) { /* "Smith Jr., Robert" */
            ret->suffix = token->word;
            ret->comma = ret->comma == 0 ? ret->count : ret->comma;
            name_step(reading->ret, "suffix", token->t, value_of(token->word));
            continue;
        }
        if (ret->count > 0 && code_of(token) == 'n' && token->word->number == 0 && token->all_lower && i + 1 < to &&
            !reading->all_lower) {
            ret->nobility = token->word;
            put_gender(ret, token->word->code[1]);
            name_step(reading->ret, "nobility", token->t, value_of(token->word));
            continue;
        }
        put_core(ret, token, i);
    }
    if (ret->comma >= ret->count)
        ret->comma = 0; /* nothing of the name behind it: "J. Bos, MSc" */
}
