/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/person_plain.h"

#include "lang/seen.h"

enum column { COLUMN_GIVEN = 'g', COLUMN_PREFIX = 'p', COLUMN_FAMILY = 'f' };

/* A text in what this thread remembers of a kind of column. */
static struct seen column_seen(enum column column, struct text t, const char country[3])
{
    /* of a million names 20,000 given names and 40,000 surnames differ, and one that is not remembered is read in full
     */
    enum { FIRST_SLOTS = 2 * SEEN_SLOTS, FAMILY_SLOTS = 4 * SEEN_SLOTS };
    static _Thread_local uint64_t first[FIRST_SLOTS], family[FAMILY_SLOTS];
    const char tag[4] = { country[0], (char)(country[0] ? country[1] : 0), (char)column };
    return column == COLUMN_FAMILY ? seen_in(family, FAMILY_SLOTS, t, tag) : seen_in(first, FIRST_SLOTS, t, tag);
}

static void learn(enum column column, struct text t, const char country[3], uint8_t note)
{
    seen_put(column_seen(column, t, country), note);
}

static bool is_learnt(enum column column, struct text t, const char country[3], uint8_t *ret_note)
{
    struct seen seen = column_seen(column, t, country);
    if (!seen_is(seen))
        return false;
    *ret_note = seen_note(seen);
    return true;
}

static bool has_three_columns(const struct person_parts *parts)
{
    return parts->given.len > 0 && parts->family.len > 0 &&
           parts->title.len + parts->suffix.len + parts->nickname.len + parts->initials.len +
                   parts->middle_or_prefix.len + parts->partner_prefix.len + parts->partner_family.len +
                   parts->name_use.len ==
               0;
}

struct text person_parts_join(const struct person_parts *parts, struct arena *arena)
{
    const struct text all[] = { parts->title,    parts->initials,         parts->given,
                                parts->nickname, parts->middle_or_prefix, parts->prefix,
                                parts->family,   parts->partner_prefix,   parts->partner_family,
                                parts->suffix };
    size_t len = 0;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        len += all[i].len + 1;
    char *into = arena_take(arena, len, 1);
    if (!into)
        return TEXT_EMPTY;
    len = 0;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i].len == 0)
            continue;
        if (len > 0)
            into[len++] = ' ';
        memcpy(into + len, all[i].ptr, all[i].len);
        len += all[i].len;
    }
    return (struct text){ into, len };
}

static void put_step(struct person_parse *parse, const char *what, struct text t)
{
    parse->steps[parse->steps_count++] = (struct name_step){ what, t, t };
}

bool person_plain_read(const struct person_parts *parts, const char country[3], struct arena *arena,
                       struct person_parse *ret)
{
    uint8_t gender = 0, none;
    if (!has_three_columns(parts) || !is_learnt(COLUMN_GIVEN, parts->given, country, &gender) ||
        !is_learnt(COLUMN_FAMILY, parts->family, country, &none) ||
        (parts->prefix.len > 0 && !is_learnt(COLUMN_PREFIX, parts->prefix, country, &none)))
        return false;
    memset(ret, 0, offsetof(struct person_parse, steps)); /* the rest is large and counted */
    ret->names[0] = (struct person_name){ .given = parts->given,
                                          .prefix = parts->prefix,
                                          .surname = parts->family,
                                          .raw = person_parts_join(parts, arena),
                                          .confidence = NAME_COLUMN_CONFIDENCE };
    ret->names_count = 1;
    ret->confidence = NAME_COLUMN_CONFIDENCE;
    ret->gender_guess = (enum gender)gender;
    ret->steps_count = 0;
    put_step(ret, "surname", parts->family);
    put_step(ret, "given name", parts->given);
    return true;
}

static bool is_step(const struct name_step *step, const char *what, struct text t)
{
    return strcmp(step->what, what) == 0 && text_equal(step->from, t) && text_equal(step->to, t);
}

/* The two columns gave themselves, and nothing else was said of the person. */
static bool is_plain(const struct person_parts *parts, const struct person_parse *parse)
{
    const struct person_name *name = &parse->names[0];
    return parse->names_count == 1 && parse->steps_count == 2 && is_step(&parse->steps[0], "surname", parts->family) &&
           is_step(&parse->steps[1], "given name", parts->given) && text_equal(name->given, parts->given) &&
           text_equal(name->surname, parts->family) && (name->prefix.len > 0) == (parts->prefix.len > 0) &&
           name->call_name.len + name->initials.len + name->partner_prefix.len + name->partner_surname.len +
                   name->titles_before.len + name->titles_after.len + name->suffix.len + parse->department.len ==
               0 &&
           name->use == NAME_USE_UNKNOWN && name->gender == GENDER_UNKNOWN && name->nobility[0] == '\0' &&
           name->confidence == NAME_COLUMN_CONFIDENCE && parse->confidence == NAME_COLUMN_CONFIDENCE &&
           !parse->is_household && !parse->is_estate && !parse->is_organisation && parse->organisation_sure == 0;
}

void person_plain_learn(const struct person_parts *parts, const char country[3], const struct person_parse *parse,
                        bool own_case)
{
    if (!own_case || !has_three_columns(parts) || !is_plain(parts, parse))
        return;
    learn(COLUMN_GIVEN, parts->given, country, (uint8_t)parse->gender_guess);
    learn(COLUMN_FAMILY, parts->family, country, 0);
    if (parts->prefix.len > 0 && text_equal(parse->names[0].prefix, parts->prefix))
        learn(COLUMN_PREFIX, parts->prefix, country, 0);
}
