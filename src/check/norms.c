/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "check/norms.h"

#include <assert.h>
#include <string.h>

#include "base/embedded.h"

extern const struct embedded check_files[];

enum { PARTS = 8, MONTHS_MAX = 1200 };
#define MONTH_MS (INT64_C(2629746) * 1000) /* a twelfth of a Gregorian year */

static const char *const notations[NOTATIONS] = { "any", "date", "digits", "email", "e164", "iban" };
static const char *const stages[] = { "*", "suspect", "prospect", "customer", "former" };

const char *notation_name(enum notation notation)
{
    return notations[notation];
}

struct text norms_default(void)
{
    const struct embedded *file = embedded_find(check_files, TEXT("norms.tsv"));
    assert(file);
    return file->bytes;
}

/* ---- notation ---- */

static bool all_digits(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (!char_is_digit(t.ptr[i]))
            return false;
    return t.len > 0;
}

/* "1980", "1980-03" or "1980-03-21". */
static bool is_date(struct text t)
{
    if (t.len != 4 && t.len != 7 && t.len != 10)
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (i == 4 || i == 7 ? t.ptr[i] != '-' : !char_is_digit(t.ptr[i]))
            return false;
    return true;
}

static bool is_email(struct text t)
{
    size_t at = text_find_char(t, '@');
    struct text domain = text_from_offset(t, at + 1);
    return at > 0 && at < t.len && text_find_char(domain, '@') == domain.len && text_find_char(domain, '.') > 0 &&
           text_find_char(domain, '.') + 1 < domain.len && text_find_char(t, ' ') == t.len;
}

static bool is_iban(struct text t)
{
    if (t.len < 15 || t.len > 34 || !char_is_upper(t.ptr[0]) || !char_is_upper(t.ptr[1]))
        return false;
    for (size_t i = 2; i < t.len; i++)
        if (!char_is_digit(t.ptr[i]) && (i < 4 || !char_is_upper(t.ptr[i])))
            return false;
    return true;
}

bool notation_fits(enum notation notation, struct text value)
{
    switch (notation) {
    case NOTATION_DATE: return is_date(value);
    case NOTATION_DIGITS: return all_digits(value);
    case NOTATION_EMAIL: return is_email(value);
    case NOTATION_E164:
        return value.len >= 8 && value.len <= 16 && value.ptr[0] == '+' && all_digits(text_from_offset(value, 1));
    case NOTATION_IBAN: return is_iban(value);
    case NOTATION_ANY:
    case NOTATIONS: break;
    }
    return text_trim(value).len > 0;
}

/* ---- the table ---- */

/* "addr" begins "addr.home.full" but not "address". */
static bool name_begins(struct text whole, struct text part)
{
    return whole.len >= part.len && part.len && whole.ptr[0] == part.ptr[0] &&
           memcmp(whole.ptr, part.ptr, part.len) == 0 && (whole.len == part.len || whole.ptr[part.len] == '.');
}

static bool word_in(struct text word, const char *const *words, size_t count, size_t *ret)
{
    for (*ret = 0; *ret < count; ++*ret)
        if (text_equal(word, text_from(words[*ret])))
            return true;
    return false;
}

static bool number_up_to(struct text word, uint64_t max, unsigned *ret)
{
    uint64_t number = 0;
    bool good = text_to_u64(word, &number) && number <= max;
    *ret = (unsigned)number;
    return good;
}

static enum status line_wrong(struct error *err, size_t number, const char *what, struct text word)
{
    return error_set(err, STATUS_INVALID, "norms line %zu: %s '%.*s'", number, what, TEXT_ARG(text_slice(word, 0, 60)));
}

static enum status line_read(struct text line, size_t number, struct norm *ret, struct error *err)
{
    static const char *const kinds[] = { "person", "organisation" }, *const required[] = { "no", "yes" };
    struct text part[PARTS] = { { 0 } }, more = TEXT_EMPTY;
    size_t count = 0, kind, place, yes, notation;
    while (count < PARTS && text_next(&line, '\t', &part[count])) {
        part[count] = text_trim(part[count]);
        count++;
    }
    if (count < PARTS || text_next(&line, '\t', &more)) {
        error_set(err, STATUS_INVALID, "norms line %zu has not eight columns", number);
        error_hint(err, "They are kind, stage, field, required, notation, owner, months and limit, with tabs between.");
        return STATUS_INVALID;
    }
    if (!word_in(part[0], kinds, 2, &kind))
        return line_wrong(err, number, "no kind of party", part[0]);
    if (!word_in(part[1], stages, sizeof(stages) / sizeof(stages[0]), &place))
        return line_wrong(err, number, "no stage", part[1]);
    if (!field_part_is_known(part[2]))
        return line_wrong(err, number, "no field begins with", part[2]);
    if (!word_in(part[3], required, 2, &yes))
        return line_wrong(err, number, "required is yes or no, not", part[3]);
    if (!word_in(part[4], notations, NOTATIONS, &notation)) {
        line_wrong(err, number, "no notation", part[4]);
        error_hint(err, "Notations are any, date, digits, email, e164 and iban.");
        return STATUS_INVALID;
    }
    *ret = (struct norm){ .kind = kind == 0 ? PARTY_PERSON : PARTY_ORGANISATION,
                          .stage = part[1],
                          .field = part[2],
                          .required = yes == 1,
                          .notation = (enum notation)notation,
                          .owner = part[5] };
    if (!number_up_to(part[6], MONTHS_MAX, &ret->months))
        return line_wrong(err, number, "months is a whole number up to 1200, not", part[6]);
    if (!number_up_to(part[7], 100, &ret->limit))
        return line_wrong(err, number, "limit is a whole number up to 100, not", part[7]);
    return STATUS_OK;
}

static bool stands_twice(const struct norm *list, size_t count, const struct norm *one)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == one->kind && text_equal(list[i].stage, one->stage) && text_equal(list[i].field, one->field))
            return true;
    return false;
}

static bool is_any(const struct norm *norm)
{
    return norm->stage.len == 1 && norm->stage.ptr[0] == '*';
}

/* 0 for "*" and for what is no stage. */
static uint8_t stage_bit(struct text stage)
{
    size_t place;
    return word_in(stage, stages, sizeof(stages) / sizeof(stages[0]), &place) && place > 0 ? (uint8_t)(1u << place) : 0;
}

enum status norms_read(struct text body, struct arena *arena, struct norms *ret, struct error *err)
{
    struct norm *list = arena_array(arena, struct norm, NORMS_MAX);
    if (!list)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the norms");
    struct text line = TEXT_EMPTY;
    size_t count = 0;
    for (size_t number = 1; text_next(&body, '\n', &line); number++) {
        struct text bare = text_trim(line);
        if (bare.len == 0 || bare.ptr[0] == '#' || text_starts(bare, TEXT("kind\tstage")))
            continue;
        if (count == NORMS_MAX)
            return error_set(err, STATUS_LIMIT, "more than %d norms", NORMS_MAX);
        enum status status = line_read(bare, number, &list[count], err);
        if (status != STATUS_OK)
            return status;
        if (stands_twice(list, count, &list[count]))
            return line_wrong(err, number, "kind and stage have a norm already for", list[count].field);
        count++;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; is_any(&list[i]) && j < count; j++)
            if (list[j].kind == list[i].kind && text_equal(list[j].field, list[i].field))
                list[i].left_to |= stage_bit(list[j].stage);
    *ret = (struct norms){ list, count };
    return STATUS_OK;
}

/* ---- judging ---- */

static bool applies(const struct norms *norms, size_t index, enum party_kind kind, struct text stage)
{
    const struct norm *norm = &norms->list[index];
    if (norm->kind != kind)
        return false;
    return is_any(norm) ? (norm->left_to & stage_bit(stage)) == 0 : text_equal(norm->stage, stage);
}

enum norm_verdict norm_judge(const struct norms *norms, size_t index, enum party_kind kind, struct text stage,
                             const struct norm_value *values, size_t count, int64_t now_ms)
{
    const struct norm *norm = &norms->list[index];
    if (!applies(norms, index, kind, stage))
        return NORM_NOT_ASKED;
    enum norm_verdict best = norm->required ? NORM_MISSING : NORM_NOT_ASKED;
    for (size_t i = 0; i < count; i++) {
        if (!name_begins(values[i].field, norm->field) || text_trim(values[i].value).len == 0)
            continue;
        bool old = norm->months && now_ms - values[i].seen_ms > norm->months * MONTH_MS;
        if (!notation_fits(norm->notation, values[i].value))
            best = best == NORM_OLD ? NORM_OLD : NORM_NOTATION;
        else if (old)
            best = NORM_OLD;
        else
            return NORM_MET;
    }
    return best;
}
