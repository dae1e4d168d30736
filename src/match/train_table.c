/*
 * What a table can tell before any weight is known: how far the expectations
 * are needed beside it, which columns are numbers that a party has one of, and
 * which ways of being alike leave a trace in it at all.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/train_inside.h"

#include <math.h>

enum { MUCH_TOLD = 5 };

#define SAME_PERSONS       32.0 /* pairs that the expectations stand for, … */
#define SAME_FEW           32.0 /* … and so many more in a small table, where sixty pairs would teach as much */
#define FEW_MENTIONS       500.0
#define SAME_LEAST         8.0 /* … and this few in a large one that tells at least MUCH_TOLD things of each */
#define MANY_MENTIONS      20000.0
#define SAME_ORGANISATIONS 24.0
#define HOME_LEAST         0.02 /* some people share a home, also where the table shows none yet */
#define BRANCHES_LEAST     0.06 /* for each pair of the same: some firms have them, also where the table shows none yet */
#define HOME_UNSEEN        0.07 /* for each pair of the same, where no streets are known */
#define LIKE_MOST          8.0  /* for each pair of the same */
#define SISTERS_MOST       1.0  /* of companies of one owner: more would be the same under another name */

struct view {
    const struct table *table;
    const struct sample *sample;
    const struct shown *shown; /* as far as it is seen */
};

/* A number that a register gave, or a column that nearly identifies. */
static bool is_number_of_party(const struct view *v, size_t c)
{
    bool of_register = c == COMPARE_IDENTIFIER + IDENTIFIER_KVK || c == COMPARE_IDENTIFIER + IDENTIFIER_RSIN ||
                       c == COMPARE_IDENTIFIER + IDENTIFIER_KBO || c == COMPARE_IDENTIFIER + IDENTIFIER_LEI;
    return of_register || (c >= COMPARE_ATTRIBUTE && v->table->columns[c - COMPARE_ATTRIBUTE].is_key);
}

/* Companies of one owner are seen by their numbers: one door, one name but for a word, and another number. */
static bool has_numbers(const struct view *v)
{
    enum { NEEDED = 50 }; /* one in */
    for (size_t i = 0; i < v->sample->used_count; i++)
        if (is_number_of_party(v, v->sample->used[i]) && v->sample->random.known[v->sample->used[i]] * NEEDED >= 1)
            return true;
    return false;
}

/* Or by what stands behind their names: "holding" came back with a row of its own, twice at least. */
static bool marks_tell(const struct marks_seen *marks)
{
    enum { PAIRS_NEEDED = 3, BACK_NEEDED = 2 };
    return marks->pairs >= PAIRS_NEEDED && marks->back >= BACK_NEEDED && marks->apart >= 0.5;
}

/* Without an address nobody can be told from a namesake, or a home be seen. */
static bool likeness_shows(const struct view *v, enum likeness likeness)
{
    enum { NEEDED = 50 }; /* one in */
    double name = v->sample->random.known[v->table->kind == PARTY_PERSON ? COMPARE_SURNAME : COMPARE_ORG];
    double address = v->sample->random.known[COMPARE_ADDRESS], birth = v->sample->random.known[COMPARE_BIRTH];
    if (likeness == LIKE_SISTER)
        return v->shown->marks_tell || (v->table->kind == PARTY_ORGANISATION && name * NEEDED >= 1 &&
                                        address * NEEDED >= 1 && v->shown->has_numbers);
    if (likeness == LIKE_HOME)
        return address * NEEDED >= 1 || v->sample->random.known[COMPARE_PHONE] * NEEDED >= 1;
    double phone = v->table->kind == PARTY_ORGANISATION ? v->sample->random.known[COMPARE_PHONE] : 0;
    return name * NEEDED >= 1 && (address * NEEDED >= 1 || birth * NEEDED >= 1 || phone * NEEDED >= 1);
}

/* Whether an address tells homes apart: a street does, and a postcode that few share. */
static bool is_of_a_home(const struct table *table, const struct prep_address *address)
{
    enum { FEW = 12 };
    return address->street ||
           (address->postcode && table->values[DOMAIN_POSTCODE].counts.ptr[address->postcode] <= FEW);
}

/*
 * Where hardly a street, a narrow postcode or a phone is known, homes cannot be seen: those of one name in one town are
 * believed to be few.
 */
static double like_most(const struct view *v, int likeness)
{
    size_t homes = 0, addresses = v->table->addresses.len;
    if (likeness == LIKE_SISTER)
        return SISTERS_MOST;
    if (likeness != LIKE_HOME || v->sample->random.known[COMPARE_PHONE] * 10 >= 1)
        return LIKE_MOST;
    for (size_t i = 0; i < addresses; i++)
        homes += is_of_a_home(v->table, &v->table->addresses.ptr[i]);
    return addresses > 0 && homes * 10 < addresses ? HOME_UNSEEN : LIKE_MOST;
}

static double like_least(const struct view *v, int likeness)
{
    return likeness == LIKE_SISTER                ? 0
           : likeness == LIKE_HOME                ? HOME_LEAST
           : v->table->kind == PARTY_ORGANISATION ? BRANCHES_LEAST
                                                  : 0;
}

/* Of how many things on their own the table tells, of a tenth of its mentions: who, when born, where, how reached. */
static size_t things_told(const struct table *table)
{
    enum { GIVEN, SURNAME, BIRTH, ADDRESS, EMAIL, PHONE, THINGS, LOOKED_AT = 1000 };
    size_t told[THINGS] = { 0 }, looked = 0, count = 0, step = table->preps.len / LOOKED_AT + 1;
    for (size_t i = 0; i < table->preps.len; i += step, looked++) {
        const struct prep *p = &table->preps.ptr[i];
        told[GIVEN] += p->given_count > 0;
        told[SURNAME] += p->surname != 0;
        told[BIRTH] += p->birth != 0;
        told[ADDRESS] += p->addresses_count > 0;
        told[EMAIL] += p->emails_count > 0;
        told[PHONE] += p->phones_count > 0;
    }
    for (size_t i = 0; i < THINGS; i++)
        count += told[i] * 10 > looked;
    return count;
}

/*
 * A large table that tells much of each speaks for itself; where little is told, namesakes look like the same person
 * however large it is, and the expectations hold.
 */
static double same_strength(const struct view *v)
{
    double mentions = (double)v->table->preps.len;
    if (v->table->kind != PARTY_PERSON)
        return SAME_ORGANISATIONS;
    if (mentions > MANY_MENTIONS && things_told(v->table) >= MUCH_TOLD)
        return fmax(SAME_LEAST, SAME_PERSONS * sqrt(MANY_MENTIONS / mentions));
    return SAME_PERSONS + SAME_FEW * fmax(0, 1 - mentions / FEW_MENTIONS);
}

bool see_table(const struct table *table, const struct sample *sample, struct shown *ret)
{
    const struct view view = { table, sample, ret };
    *ret = (struct shown){ .strength = same_strength(&view), .has_numbers = has_numbers(&view) };
    if (table->kind == PARTY_ORGANISATION && !marks_see(table, &ret->marks))
        return false;
    ret->marks_tell = marks_tell(&ret->marks);
    for (size_t c = 0; c < COMPARE_COUNT; c++)
        ret->is_number[c] = is_number_of_party(&view, c);
    for (int k = 0; k < LIKENESSES; k++) {
        ret->likeness[k] = likeness_shows(&view, (enum likeness)k);
        ret->like_least[k] = like_least(&view, k);
        ret->like_most[k] = like_most(&view, k);
    }
    return true;
}
