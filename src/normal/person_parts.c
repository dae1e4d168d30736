/*
 * A name that came in columns.  A column holds what somebody once typed into
 * it: "van den Berg" and "Berg, van den" in the surname, "J.P." or "Jan (Hans)"
 * as given name, "Dhr. drs." as title.  Each column is read for what its name
 * says and gives the rest to where it belongs; a whole name in one column,
 * with the others empty, is read as person_name_parse() does.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "lang/fold.h"
#include "lang/given_names.h"
#include "lang/utf8.h"
#include "normal/name_case.h"
#include "normal/person_order.h"
#include "normal/person_plain.h"

enum { SURNAME_ONLY = 80, GIVEN_ONLY = 45, TWO_IN_GIVEN = 85 };

/* One column, cleaned and cut. */
struct column {
    struct name_token tokens[NAME_TOKENS_MAX];
    size_t count;
    struct text clean;
};

static bool read_column(struct text raw, struct name_reading *reading, struct column *ret)
{
    ret->count = 0;
    ret->clean = TEXT_EMPTY;
    if (raw.len == 0 || raw.len > ROW_BYTES_MAX || !name_clean(raw, reading->arena, &ret->clean))
        return raw.len == 0;
    if (ret->clean.len > NAME_BYTES_MAX)
        ret->clean = utf8_cut(ret->clean, NAME_BYTES_MAX);
    ret->count = name_tokens(ret->clean, true, ret->tokens);
    if (name_is_placeholder(ret->tokens, ret->count))
        ret->count = 0;
    reading->tokens = ret->tokens;
    return true;
}

static void merge_around(const struct person_name *from, struct person_name *into)
{
    if (into->titles_before.len == 0)
        into->titles_before = from->titles_before;
    if (into->titles_after.len == 0)
        into->titles_after = from->titles_after;
    if (into->suffix.len == 0)
        into->suffix = from->suffix;
    if (into->call_name.len == 0)
        into->call_name = from->call_name;
    if (into->gender == GENDER_UNKNOWN)
        into->gender = from->gender;
    if (into->nobility[0] == '\0')
        memcpy(into->nobility, from->nobility, sizeof(into->nobility));
}

/* Given column: given names, initials, a call name in brackets, titles, a prefix at the end. */
static void read_given(struct name_reading *reading, const struct column *column, struct person_name *ret)
{
    struct person_words words;
    struct person_name around = { 0 };
    reading->tokens = column->tokens;
    person_words_read(reading, 0, column->count, &words);
    person_order_around(reading, &words, &around);
    size_t end = words.count;
    const struct word_entry *entry = NULL;
    for (size_t i = 1; i < words.count && ret->prefix.len == 0; i++)
        if (name_prefix_at(reading, words.core + i, 0, words.count - i, true, &entry) == words.count - i &&
            entry->code[0] == 'n') {
            ret->prefix = word_value(&words_name_prefixes, entry);
            name_step(reading->ret, "prefix", ret->prefix, ret->prefix);
            end = i;
        }
    struct person_name given = { .call_name = around.call_name };
    person_order_given_part(reading, words.core, 0, end, &given);
    merge_around(&around, ret);
    ret->given = given.given;
    if (given.initials.len > 0 && ret->initials.len == 0)
        ret->initials = given.initials;
    if (given.call_name.len > 0)
        ret->call_name = given.call_name;
    if (words.rest_count > 0)
        ret->given = name_join(reading->tokens, words.rest, words.rest_count, reading->arena);
}

static void read_initials(struct name_reading *reading, const struct column *column, struct person_name *ret)
{
    uint8_t which[NAME_TOKENS_MAX];
    size_t count = 0;
    struct person_name read = { 0 };
    /* "JAM" and "jam" in this column are initials, whatever else they could be */
    bool alone = column->count == 1 && column->tokens[0].letters <= 5 && !column->tokens[0].has_dot &&
                 (column->tokens[0].all_upper || column->tokens[0].all_lower);
    if (alone) {
        char *into = arena_take(reading->arena, column->clean.len * 4 + 1, 1);
        size_t len = 0;
        struct text rest = column->tokens[0].t;
        if (!into)
            return;
        for (uint32_t code; utf8_next(&rest, &code);)
            if (utf8_is_letter(code)) {
                len += utf8_put(utf8_to_upper(code), into + len);
                into[len++] = '.';
            }
        ret->initials = (struct text){ into, len };
        return;
    }
    reading->tokens = column->tokens;
    reading->all_lower = true; /* "j.p." are initials too */
    for (size_t i = 0; i < column->count; i++)
        if (!column->tokens[i].bracket)
            which[count++] = (uint8_t)i;
    person_order_given_part(reading, which, 0, count, &read);
    reading->all_lower = false;
    ret->initials = read.initials;
    if (read.given.len > 0 && ret->given.len == 0)
        ret->given = read.given;
    if (read.call_name.len > 0 && ret->call_name.len == 0)
        ret->call_name = read.call_name;
}

/* Surname column: a prefix before or behind it, a second surname, initials, titles, suffix. */
static void read_family(struct name_reading *reading, const struct column *column, bool with_given,
                        struct person_name *ret)
{
    struct person_words words;
    struct person_name read = { 0 };
    reading->tokens = column->tokens;
    person_words_read(reading, 0, column->count, &words);
    size_t moved = 0, end = words.count, from = 0;
    const struct word_entry *entry = NULL;
    if (words.has_born || words.has_spouse || !with_given) {
        person_order_read(reading, &words, &read);
    } else {
        person_order_around(reading, &words, &read);
        for (size_t i = 1; i < words.count && moved == 0; i++)
            if (name_prefix_at(reading, words.core + i, 0, words.count - i, true, &entry) == words.count - i)
                moved = words.count - i;
        end -= moved;
        while (from + 1 < end && token_is_initials(reading, &column->tokens[words.core[from]]))
            from++;
        if (from > 0 && ret->initials.len == 0)
            person_order_given_part(reading, words.core, 0, from, &read);
        person_order_surname_part(reading, words.core, from, end, true, &read);
        if (moved > 0)
            read.prefix =
                name_lower(name_join(column->tokens, words.core + end, moved, reading->arena), reading->arena);
        if (words.rest_count > 0)
            read.surname =
                arena_printf(reading->arena, "%.*s (%.*s)", TEXT_ARG(read.surname),
                             TEXT_ARG(name_join(column->tokens, words.rest, words.rest_count, reading->arena)));
    }
    merge_around(&read, ret);
    ret->surname = read.surname;
    if (ret->prefix.len == 0)
        ret->prefix = read.prefix;
    if (ret->partner_surname.len == 0) {
        ret->partner_prefix = read.partner_prefix;
        ret->partner_surname = read.partner_surname;
    } else if (read.partner_surname.len > 0 && !text_equal_nocase(read.partner_surname, ret->partner_surname)) {
        if (text_equal_nocase(read.surname, ret->partner_surname)) { /* "Bakker-Jansen" with partner Bakker */
            ret->surname = read.partner_surname;
            ret->prefix = read.partner_prefix;
        } else {
            ret->surname = name_join(column->tokens, words.core + from, end - from, reading->arena);
        }
    }
    if (ret->initials.len == 0)
        ret->initials = read.initials;
    if (ret->given.len == 0)
        ret->given = read.given;
    if (read.use != NAME_USE_UNKNOWN)
        ret->use = read.use;
    if (!with_given)
        ret->confidence = read.confidence;
}

/* A prefix column as it is; capitals and lower case as the surname's source had them. */
static struct text read_prefix(struct name_reading *reading, const struct column *column)
{
    uint8_t which[NAME_TOKENS_MAX];
    const struct word_entry *entry = NULL;
    reading->tokens = column->tokens;
    for (size_t i = 0; i < column->count; i++)
        which[i] = (uint8_t)i;
    if (column->count == 0)
        return TEXT_EMPTY;
    size_t len = name_prefix_at(reading, which, 0, column->count, true, &entry);
    bool upper = true;
    for (size_t i = 0; i < column->count; i++)
        upper &= column->tokens[i].all_upper;
    if (len == column->count && (entry->code[0] == 'a' || upper))
        return word_value(&words_name_prefixes, entry);
    return upper ? name_lower(column->clean, reading->arena) : column->clean;
}

static bool is_prefix_column(struct name_reading *reading, const struct column *column)
{
    uint8_t which[NAME_TOKENS_MAX];
    const struct word_entry *entry = NULL;
    reading->tokens = column->tokens;
    for (size_t i = 0; i < column->count; i++)
        which[i] = (uint8_t)i;
    return column->count > 0 && name_prefix_at(reading, which, 0, column->count, true, &entry) == column->count;
}

/* Salutation, titles, nobility; words we do not know stay as titles. */
static void read_title(struct name_reading *reading, const struct column *column, struct person_name *ret)
{
    struct person_words words = { 0 };
    struct name_token tokens[NAME_TOKENS_MAX];
    size_t count = column->count < NAME_TOKENS_MAX - 1 ? column->count : NAME_TOKENS_MAX - 1;
    if (count == 0)
        return;
    /* a word of no meaning behind them, so that the last is not taken for a name */
    memcpy(tokens, column->tokens, sizeof(tokens[0]) * count);
    name_tokens(TEXT("Xx"), false, &tokens[count]);
    reading->tokens = tokens;
    size_t past = person_words_lead(reading, 0, count + 1, &words);
    person_order_around(reading, &words, ret);
    if (past >= count)
        return;
    uint8_t which[NAME_TOKENS_MAX];
    size_t left = 0;
    for (size_t i = past; i < count; i++)
        if (tokens[i].word && tokens[i].word->code[0] == 'a') {
            struct text value = word_value(&words_name_words, tokens[i].word);
            ret->titles_after = ret->titles_after.len == 0 ? value
                                                           : arena_printf(reading->arena, "%.*s %.*s",
                                                                          TEXT_ARG(ret->titles_after), TEXT_ARG(value));
        } else if (tokens[i].letters > 0) {
            which[left++] = (uint8_t)i;
        }
    struct text rest = name_join(tokens, which, left, reading->arena);
    if (rest.len > 0)
        ret->titles_before = ret->titles_before.len == 0 ? rest
                                                         : arena_printf(reading->arena, "%.*s %.*s",
                                                                        TEXT_ARG(ret->titles_before), TEXT_ARG(rest));
}

static void read_suffix(struct name_reading *reading, const struct column *column, struct person_name *ret)
{
    for (size_t i = 0; i < column->count; i++) {
        const struct word_entry *word = column->tokens[i].word;
        if (word && word->code[0] == 'a') {
            struct text value = word_value(&words_name_words, word);
            ret->titles_after = ret->titles_after.len == 0 ? value
                                                           : arena_printf(reading->arena, "%.*s %.*s",
                                                                          TEXT_ARG(ret->titles_after), TEXT_ARG(value));
        } else if (word && word->code[0] == 'x' && ret->suffix.len == 0) {
            ret->suffix = word_value(&words_name_words, word);
        } else {
            ret->suffix = ret->suffix.len == 0 ? column->tokens[i].t
                                               : arena_printf(reading->arena, "%.*s %.*s", TEXT_ARG(ret->suffix),
                                                              TEXT_ARG(column->tokens[i].t));
        }
    }
}

/* Does case say anything in the given and surname columns? Gives whether it does in each by itself. */
static bool parts_case(struct name_reading *reading, const struct column *given, const struct column *family)
{
    struct name_reading each = *reading;
    bool upper = true, lower = true, own = true;
    const struct column *both[] = { given, family };
    for (size_t i = 0; i < 2; i++) {
        if (both[i]->count == 0)
            continue;
        each.tokens = both[i]->tokens;
        name_reading_case(&each, both[i]->count);
        upper &= each.all_upper;
        lower &= each.all_lower;
        own &= !each.all_upper && !each.all_lower;
    }
    /* a surname alone in capitals is repaired by itself; "VOS" beside initials too */
    reading->all_upper = upper && (given->count > 0 || family->count > 0);
    reading->all_lower = lower && (given->count > 0 || family->count > 0);
    return own;
}

/* "Jan en Annie" as given names of one surname. */
static bool read_two_given(struct name_reading *reading, const struct column *given)
{
    struct person_parse *ret = reading->ret;
    for (size_t i = 1; i + 1 < given->count; i++) {
        const struct name_token *token = &given->tokens[i];
        bool joins = (token->word && token->word->code[0] == 'c' && token->word->code[1] != 'x' && token->all_lower) ||
                     (token->t.len == 1 && (token->t.ptr[0] == '&' || token->t.ptr[0] == '+'));
        if (!joins)
            continue;
        struct person_words words;
        struct person_name shared = ret->names[0];
        reading->tokens = given->tokens;
        for (size_t n = 0; n < 2; n++) {
            struct person_name one = { 0 };
            person_words_read(reading, n == 0 ? 0 : i + 1, n == 0 ? i : given->count, &words);
            person_order_given(reading, &words, &one);
            one.prefix = shared.prefix;
            one.surname = shared.surname;
            one.partner_prefix = shared.partner_prefix;
            one.partner_surname = shared.partner_surname;
            one.raw = shared.raw;
            one.confidence = TWO_IN_GIVEN;
            ret->names[n] = one;
        }
        ret->names_count = 2;
        ret->is_household = true;
        return true;
    }
    return false;
}

static bool only_family(const struct person_parts *parts)
{
    return parts->given.len + parts->nickname.len + parts->initials.len + parts->prefix.len +
               parts->middle_or_prefix.len + parts->partner_prefix.len + parts->partner_family.len ==
           0;
}

static void cut_long(struct person_name *name)
{
    struct text *const parts[] = { &name->given,           &name->call_name,     &name->initials,
                                   &name->prefix,          &name->surname,       &name->partner_prefix,
                                   &name->partner_surname, &name->titles_before, &name->titles_after,
                                   &name->suffix };
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (parts[i]->len > NAME_BYTES_MAX / 4)
            *parts[i] = utf8_cut(*parts[i], NAME_BYTES_MAX / 4);
}

/* One word in a column that calls itself the surname is one, whatever the lists say. */
static enum finding family_alone(const struct person_parts *parts, const char country[3], struct arena *arena,
                                 struct person_parse *ret)
{
    enum finding finding = person_name_parse(parts->family, country, arena, ret);
    struct person_name *name = &ret->names[0];
    if (ret->names_count != 1 || ret->is_organisation)
        return finding;
    if (name->surname.len == 0 && name->given.len > 0) {
        name->surname = name->given;
        name->given = TEXT_EMPTY;
    }
    if (name->given.len == 0 && name->initials.len == 0 && name->confidence < SURNAME_ONLY &&
        finding == FINDING_NAME_UNCERTAIN) {
        name->confidence = ret->confidence = SURNAME_ONLY;
        finding = FINDING_NONE;
    }
    return finding;
}

enum finding person_name_from_parts(const struct person_parts *parts, const char country[3], struct arena *arena,
                                    struct person_parse *ret)
{
    struct name_reading reading;
    struct column given, family, other;
    if (person_plain_read(parts, country, arena, ret))
        return FINDING_NONE;
    memset(ret, 0, sizeof(*ret));
    name_reading_init(&reading, country, arena, ret);
    struct person_name *name = &ret->names[0];
    struct person_name around = { 0 };
    if (!read_column(parts->title, &reading, &other))
        return FINDING_TOO_LONG;
    if (only_family(parts)) {
        if (parts->family.len == 0)
            return FINDING_EMPTY;
        enum finding finding = family_alone(parts, country, arena, ret);
        reading.ret = ret;
        if (ret->names_count == 0)
            return finding;
        read_title(&reading, &other, &around);
        merge_around(&around, name);
        if (read_column(parts->suffix, &reading, &other))
            read_suffix(&reading, &other, name);
        name->use = parts->name_use.len > 0 ? name_use_read(parts->name_use) : name->use;
        return finding;
    }
    read_title(&reading, &other, name);
    if (!read_column(parts->given, &reading, &given) || !read_column(parts->family, &reading, &family))
        return FINDING_TOO_LONG;
    ret->names_count = 1;
    name->raw = person_parts_join(parts, arena);
    name->confidence = NAME_COLUMN_CONFIDENCE;
    bool own_case = parts_case(&reading, &given, &family);
    if (read_column(parts->prefix, &reading, &other))
        name->prefix = read_prefix(&reading, &other);
    struct text middle = TEXT_EMPTY;
    if (read_column(parts->middle_or_prefix, &reading, &other)) {
        if (name->prefix.len == 0 && is_prefix_column(&reading, &other))
            name->prefix = read_prefix(&reading, &other);
        else if (other.count > 0)
            middle = other.clean;
    }
    if (read_column(parts->partner_prefix, &reading, &other))
        name->partner_prefix = read_prefix(&reading, &other);
    if (read_column(parts->partner_family, &reading, &other) && other.count > 0) {
        struct person_name partner = { 0 };
        bool dutch = reading.dutch;
        reading.dutch = false; /* one surname: no second one is looked for */
        read_family(&reading, &other, true, &partner);
        reading.dutch = dutch;
        name->partner_surname = partner.surname;
        if (name->partner_prefix.len == 0)
            name->partner_prefix = partner.prefix;
    }
    if (read_column(parts->initials, &reading, &other) && other.count > 0)
        read_initials(&reading, &other, name);
    bool whole_in_given = family.count == 0 && given.count > 1 && name->partner_surname.len == 0;
    if (whole_in_given) {
        struct person_parse inner;
        enum finding finding = person_name_parse(parts->given, country, arena, &inner);
        merge_around(name, &inner.names[0]);
        inner.names[0].raw = name->raw;
        *ret = inner;
        return finding;
    }
    if (family.count > 0)
        read_family(&reading, &family, given.count > 0 || name->initials.len > 0, name);
    bool couple = given.count > 2 && read_two_given(&reading, &given);
    if (!couple && given.count > 0) {
        struct text initials = name->initials;
        read_given(&reading, &given, name);
        name->initials = initials.len > 0 ? initials : name->initials;
    }
    if (middle.len > 0)
        name->given =
            name->given.len == 0 ? middle : arena_printf(arena, "%.*s %.*s", TEXT_ARG(name->given), TEXT_ARG(middle));
    if (read_column(parts->nickname, &reading, &other) && other.count > 0)
        name->call_name = reading.all_upper || reading.all_lower ? name_title_case(other.clean, arena) : other.clean;
    if (read_column(parts->suffix, &reading, &other))
        read_suffix(&reading, &other, name);
    if (parts->name_use.len > 0)
        name->use = name_use_read(parts->name_use);
    for (size_t i = 0; i < ret->names_count; i++)
        cut_long(&ret->names[i]);
    if (name->surname.len == 0 && name->partner_surname.len == 0) {
        if (name->given.len == 0 && name->initials.len == 0 && name->call_name.len == 0) {
            ret->names_count = 0;
            return FINDING_PLACEHOLDER;
        }
        name->confidence = GIVEN_ONLY;
    }
    enum finding finding = name_finding(ret, &reading);
    person_plain_learn(parts, country, ret, own_case);
    return finding;
}
