/*
 * One value, one or two persons.
 *
 *   raw ─ clean ─ tokens ─┬─ organisation? ──▶ (organisation.h)
 *                         ├─ couple? split at "en", "&" ──┐
 *                         └───────────────────────────────┴▶ words around the name off (person_words.c)
 *                                                             │
 *                               order: which words are given, which are surname (person_order.c)
 *                                                             ▼
 *                                                        person_name
 *
 * A couple may share a surname ("J. en A. de Vries"), given names ("Dhr. en
 * mw. P. Jansen") or nothing; the part that has less takes from the other.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/person_name.h"

#include <string.h>

#include "base/limits.h"
#include "lang/given_names.h"
#include "lang/utf8.h"
#include "normal/name_case.h"
#include "normal/name_compose.h"
#include "normal/organisation_words.h"
#include "normal/person_order.h"

enum { ORGANISATION_FROM = 60, COUPLE_CONFIDENCE_MAX = 85 };

static bool country_in(const char country[3], const char *list)
{
    for (; *list; list += 3)
        if (country[0] == list[0] && country[1] == list[1])
            return true;
    return false;
}

void name_reading_init(struct name_reading *reading, const char country[3], struct arena *arena,
                       struct person_parse *ret)
{
    *reading = (struct name_reading){
        .arena = arena,
        .ret = ret,
        .country = country,
        .dutch = country[0] == '\0' || country_in(country, "NL SR CW AW SX BQ "),
        .belgian = country_in(country, "BE "),
        .french = country_in(country, "FR LU MC "),
        .english = country_in(country, "GB UK US IE CA AU NZ ZA IN SG MT "),
    };
}

/* Does case say anything? Not when every word of two letters or more is upper, or lower. */
void name_reading_case(struct name_reading *reading, size_t count)
{
    size_t upper = 0, lower = 0, mixed = 0, small = 0;
    for (size_t i = 0; i < count; i++) {
        const struct name_token *token = &reading->tokens[i];
        if (token->letters < 2 ||
            (token->word && !token->first_upper && strchr("stnhreqxgkbpw", token->word->code[0])) ||
            (token->word && token->word->code[0] == 'c' && !token->first_upper))
            continue; /* "dhr. JANSEN": the salutation says nothing */
        if (token->word && token->word->code[1] == 'C' && token->all_upper && i > 0)
            continue; /* "jan de boer RA" */
        if (token->all_upper)
            upper += !(token->has_dot && token->letters <= 4) && token->letters > 1;
        else if (token->all_lower && token->prefix)
            small++;
        else if (token->all_lower)
            lower++;
        else if (token->word && strchr("sthqe", token->word->code[0]))
            continue; /* "Dhr. JANSEN" */
        else
            mixed++;
    }
    bool only_initials = upper == 1 && lower == 0 && mixed == 0 && small > 0;
    reading->all_upper = upper > 0 && lower == 0 && mixed == 0 && small == 0 && !only_initials;
    reading->all_lower = lower > 0 && upper == 0 && mixed == 0;
}

/* ---- couples ---- */

/* What joins two persons: "en", "&", "e/o"; count when there is none. */
static size_t find_joining(const struct name_reading *reading, size_t from, size_t count)
{
    for (size_t i = from + 1; i + 1 < count; i++) {
        const struct name_token *token = &reading->tokens[i];
        if (token->bracket)
            continue;
        if (token->t.len == 1 && (token->t.ptr[0] == '&' || token->t.ptr[0] == '+'))
            return i;
        if (!token->word || token->word->code[0] != 'c' || token->has_dot)
            continue;
        if (token->first_upper && !reading->all_upper)
            continue;
        const struct name_token *before_it = &reading->tokens[i - 1];
        if (!before_it->first_upper && !reading->all_lower && before_it->prefix)
            continue;                      /* "von und zu" */
        if (token->word->code[1] == 'x') { /* "of": between salutations only */
            const struct word_entry *before = reading->tokens[i - 1].word, *after = reading->tokens[i + 1].word;
            if (!before || !after || before->code[0] != 's' || after->code[0] != 's')
                continue;
        }
        if (token->has_slash || token->word->code[1] != 'o' || token->letters > 2)
            return i;
    }
    return count;
}

/* Only given names or initials: "J." in "J. en A. de Vries", "Jan" in "Jan en Annie Bos". */
static bool only_given(const struct name_reading *reading, const struct person_words *words)
{
    if (words->count == 0 || words->count > 3 || words->comma > 0)
        return false;
    for (size_t i = 0; i < words->count; i++) {
        const struct name_token *token = &reading->tokens[words->core[i]];
        if (token_is_initials(reading, token))
            continue;
        struct given_name given = given_name_find_hashed(token_key(token), token->hash);
        if (given.strength == 0 || (given.is_surname_too && words->salutation && words->count == 1))
            return false;
    }
    return true;
}

static void share_surname(struct person_name *to, const struct person_name *from)
{
    to->prefix = from->prefix;
    to->surname = from->surname;
    to->partner_prefix = from->partner_prefix;
    to->partner_surname = from->partner_surname;
}

static uint8_t least(uint8_t a, uint8_t b)
{
    return a < b ? a : b;
}

/* "Dhr. en mw. P. Jansen": two salutations, one name. */
static void read_shared_name(const struct name_reading *reading, const struct person_words *left,
                             struct person_words *right)
{
    struct person_name *names = reading->ret->names;
    enum gender gender = left->male != left->female ? (left->male ? GENDER_MALE : GENDER_FEMALE) : GENDER_UNKNOWN;
    bool own_given;
    person_order_read(reading, right, &names[0]);
    own_given = names[0].given.len > 0 || names[0].initials.len > 0;
    share_surname(&names[1], &names[0]);
    names[1].confidence = names[0].confidence;
    if (own_given) { /* whose "P." it is, nobody knows */
        names[0].gender = GENDER_UNKNOWN;
        return;
    }
    names[1].gender = names[0].gender;
    names[0].gender = gender;
}

/* tokens[0, joining) are salutations and titles only: "De heer en …". */
static bool is_only_salutation(const struct name_reading *reading, size_t from, size_t joining,
                               struct person_words *words)
{
    const struct name_token *last = &reading->tokens[joining - 1];
    for (size_t i = from; i < joining; i++) {
        const struct name_token *token = &reading->tokens[i];
        bool small = i + 1 < joining && (token_is(token, "de") || token_is(token, "den"));
        if (!small && !(token->word && strchr("sthqer", token->word->code[0])))
            return false;
    }
    if (!last->word || !(strchr("sq", last->word->code[0]) || last->has_dot || joining > 1))
        return false;
    words->male |= last->word->code[0] == 'q';
    words->male |= last->word->code[0] == 's' && last->word->code[1] == 'm';
    words->female |= last->word->code[0] == 's' && last->word->code[1] == 'f';
    return true;
}

static void read_couple(const struct name_reading *reading, size_t joining, size_t count, size_t from)
{
    struct person_parse *ret = reading->ret;
    struct person_words left, right;
    const struct name_token *after = &reading->tokens[joining + 1];
    ret->is_household = true;
    name_step(ret, "couple", reading->tokens[joining].t, TEXT_EMPTY);
    /* "Jansen en kinderen", "en echtgenote", "en gezin": one person is named */
    if (joining + 2 == count && after->word &&
        (strchr("kh", after->word->code[0]) || (after->word->code[0] == 'p' && after->letters > 3))) {
        name_step(ret, "household", after->t, TEXT_EMPTY);
        person_words_read(reading, from, joining, &left);
        person_order_read(reading, &left, &ret->names[0]);
        ret->names_count = 1;
        return;
    }
    struct person_name *names = ret->names;
    person_words_read(reading, from, joining, &left);
    person_words_read(reading, joining + 1, count, &right);
    ret->is_estate |= left.estate;
    ret->names_count = 2;
    if (is_only_salutation(reading, from, joining, &left))
        left.count = 0;
    size_t second = left.count == 0 ? find_joining(reading, joining + 1, count) : count;
    if (second < count) { /* "Dhr. en mevr. J. en A. Smit": two salutations, two names */
        bool men[] = { left.male, right.male }, women[] = { left.female, right.female };
        read_couple(reading, second, count, joining + 1);
        for (size_t i = 0; i < 2; i++)
            if (men[i] != women[i])
                names[i].gender = men[i] ? GENDER_MALE : GENDER_FEMALE;
        return;
    }
    if (left.count == 0) {
        read_shared_name(reading, &left, &right);
    } else if (only_given(reading, &left) && right.count > 0 && !only_given(reading, &right)) {
        left.salutation = false;
        person_order_given(reading, &left, &names[0]);
        person_order_read(reading, &right, &names[1]);
        share_surname(&names[0], &names[1]);
    } else if (only_given(reading, &right)) {
        person_order_read(reading, &left, &names[0]);
        person_order_given(reading, &right, &names[1]);
        share_surname(&names[1], &names[0]);
    } else {
        person_order_read(reading, &left, &names[0]);
        person_order_read(reading, &right, &names[1]);
        bool bare = left.count + right.count == 2 && !left.salutation && !right.salutation && !left.household;
        if (bare)
            names[0].confidence = least(names[0].confidence, 50);
    }
    for (size_t i = 0; i < 2; i++)
        names[i].confidence = least(names[i].confidence, COUPLE_CONFIDENCE_MAX);
}

/* ---- the whole ---- */

static enum gender guess_gender(const struct person_name *name)
{
    enum { FIRST_MAX = 30 };
    struct text first = name->given.len > 0 ? name->given : name->call_name;
    char key[FIRST_MAX];
    size_t len = 0;
    while (len < first.len && len < FIRST_MAX && char_is_alpha(first.ptr[len])) {
        key[len] = char_to_lower(first.ptr[len]);
        len++;
    }
    struct given_name given = { 0 };
    if (len > 0 && (len == first.len || first.ptr[len] == ' ' || first.ptr[len] == '-')) { /* plain, as nearly all */
        given = given_name_find((struct text){ key, len });
    } else {
        struct name_token tokens[NAME_TOKENS_MAX];
        first = text_slice(first, 0, text_find_char(first, ' '));
        first = text_slice(first, 0, text_find_char(first, '-'));
        if (first.len == 0 || first.len > FIRST_MAX || name_tokens(first, false, tokens) == 0)
            return GENDER_UNKNOWN;
        given = given_name_find(token_key(&tokens[0]));
    }
    return given.gender == GIVEN_MALE ? GENDER_MALE : given.gender == GIVEN_FEMALE ? GENDER_FEMALE : GENDER_UNKNOWN;
}

static bool is_longer(const struct person_name *name)
{
    const struct text *parts[] = { &name->given,           &name->call_name,     &name->initials,
                                   &name->prefix,          &name->surname,       &name->partner_prefix,
                                   &name->partner_surname, &name->titles_before, &name->titles_after };
    size_t len = 0;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        len += parts[i]->len;
    return len > NAME_BYTES_MAX;
}

enum finding name_finding(struct person_parse *ret, const struct name_reading *reading)
{
    ret->confidence = ret->names[0].confidence;
    if (ret->names_count == 2)
        ret->confidence = least(ret->confidence, ret->names[1].confidence);
    if (ret->gender_guess == GENDER_UNKNOWN)
        ret->gender_guess = guess_gender(&ret->names[0]);
    if (ret->confidence < NAME_CONFIDENCE_SURE)
        return FINDING_NAME_UNCERTAIN;
    if (ret->names_count == 2)
        return FINDING_NAME_COUPLE;
    return reading->all_upper || reading->all_lower ? FINDING_REPAIRED : FINDING_NONE;
}

/* Kept whole where a reader finds it, and nothing claimed. */
static enum finding kept_whole(struct text clean, struct text raw, enum finding why, struct person_parse *ret)
{
    ret->names_count = 1;
    ret->names[0] = (struct person_name){ .surname = utf8_cut(clean, NAME_BYTES_MAX), .raw = raw };
    ret->confidence = 0;
    return why;
}

static bool any_letter(const struct name_token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (tokens[i].letters > 0)
            return true;
    return false;
}

enum finding person_name_parse(struct text raw, const char country[3], struct arena *arena, struct person_parse *ret)
{
    return person_name_parse_ordered(raw, country, false, arena, ret);
}

enum finding person_name_parse_ordered(struct text raw, const char country[3], bool surname_first, struct arena *arena,
                                       struct person_parse *ret)
{
    struct name_token tokens[NAME_TOKENS_MAX];
    struct name_reading reading;
    struct text clean;
    memset(ret, 0, sizeof(*ret));
    name_reading_init(&reading, country, arena, ret);
    reading.surname_first = surname_first;
    if (!name_clean(raw, arena, &clean))
        return FINDING_TOO_LONG;
    if (clean.len > NAME_BYTES_MAX)
        return kept_whole(clean, raw, FINDING_TOO_LONG, ret);
    size_t count = name_tokens(clean, true, tokens);
    if (count == 0)
        return raw.len > 0 && text_trim(raw).len > 0 ? FINDING_PLACEHOLDER : FINDING_EMPTY;
    if (name_is_placeholder(tokens, count))
        return FINDING_PLACEHOLDER;
    if (!any_letter(tokens, count))
        return kept_whole(clean, raw, FINDING_MALFORMED, ret);
    reading.tokens = tokens;
    name_reading_case(&reading, count);
    ret->organisation_sure = org_test_tokens(tokens, count, country);
    if (ret->organisation_sure >= ORGANISATION_FROM) {
        ret->is_organisation = true;
        ret->confidence = ret->organisation_sure;
        name_step(ret, "organisation", clean, TEXT_EMPTY);
        return FINDING_NAME_ORGANISATION;
    }
    size_t joining = find_joining(&reading, 0, count);
    if (joining < count) {
        read_couple(&reading, joining, count, 0);
    } else {
        struct person_words words;
        person_words_read(&reading, 0, count, &words);
        ret->is_household = words.household;
        ret->is_estate = words.estate;
        ret->names_count = 1;
        person_order_read(&reading, &words, &ret->names[0]);
    }
    for (size_t i = 0; i < ret->names_count; i++) {
        ret->names[i].raw = raw;
        if (is_longer(&ret->names[i]))
            return kept_whole(clean, raw, FINDING_TOO_LONG, ret);
    }
    return name_finding(ret, &reading);
}

/* ---- columns ---- */

const char *const person_column_names[PERSON_COLUMNS] = {
    "gender_or_ORG",  "titles",          "initials", "given",   "prefix",  "surname",
    "partner_prefix", "partner_surname", "suffix",   "sort_nl", "sort_be",
};

static struct text gender_letter(const struct person_parse *parse)
{
    const struct person_name *second = &parse->names[1];
    bool shared = parse->names_count == 2 && second->given.len == 0 && second->initials.len == 0 &&
                  second->call_name.len == 0 && text_equal(second->surname, parse->names[0].surname);
    if (parse->is_organisation)
        return TEXT("ORG");
    if (shared)
        return TEXT_EMPTY;
    switch (parse->names[0].gender) {
    case GENDER_MALE: return TEXT("M");
    case GENDER_FEMALE: return TEXT("V");
    case GENDER_OTHER: return TEXT("O");
    default: return TEXT_EMPTY;
    }
}

static struct text joined(struct arena *arena, struct text a, struct text b)
{
    if (a.len == 0 || b.len == 0)
        return a.len > 0 ? a : b;
    return arena_printf(arena, "%.*s %.*s", TEXT_ARG(a), TEXT_ARG(b));
}

void person_parse_columns(const struct person_parse *parse, struct arena *arena, struct text ret[PERSON_COLUMNS])
{
    const struct person_name *name = &parse->names[0];
    memset(ret, 0, sizeof(*ret) * PERSON_COLUMNS);
    ret[0] = gender_letter(parse);
    if (parse->is_organisation || parse->names_count == 0)
        return;
    bool predicate = name->nobility[0] == 'J';
    struct text noble = name_nobility_text(name);
    ret[1] = predicate ? joined(arena, noble, name->titles_before) : joined(arena, name->titles_before, noble);
    ret[2] = name->initials;
    ret[3] = name->given;
    ret[4] = name->prefix;
    ret[5] = name->surname;
    ret[6] = name->partner_prefix;
    ret[7] = name->partner_surname;
    ret[8] = joined(arena, name->titles_after, name->suffix);
    ret[9] = name_sort_surname(name, NAME_CUSTOM_NL, arena);
    ret[10] = name_sort_surname(name, NAME_CUSTOM_BE, arena);
}
