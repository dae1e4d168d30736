/*
 * "Dept. of Physics, University of Hull, Hull HU6, UK": above papers and in
 * lists of contacts one cell holds a department, the institute it is of, a
 * town and a country.  The last part that names an institute says who it is;
 * departments narrow it and are left out when names are compared, as are
 * countries.  The town becomes the town of a mention that has no address.
 *
 *     parts between commas ─ kind of each ─▶ the institute, the town
 *
 * What is shown, searched and stored does not change; names without a comma
 * are not looked at.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/draft_institute.h"

#include <string.h>

#include "lang/countries.h"
#include "lang/legal_forms.h"
#include "lang/org_words.h"
#include "lang/places.h"
#include "match/fold.h"

enum { PARTS_MAX = 8 };

enum part_kind {
    PART_OTHER,
    PART_UNIT,      /* "Department of Physics", "Civil Engineering Department" */
    PART_MAYBE,     /* "Institute of Genetics", "Surgery Group": a unit where an institute is named beside it */
    PART_INSTITUTE, /* "Hull University" */
    PART_FORM,      /* "Ltd" */
    PART_TOWN,
    PART_REGION, /* a country, or a state by its letters */
};

struct part {
    struct text raw;
    struct folded folded;
    enum part_kind kind;
};

static bool is_one_of(struct text word, const struct text *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(word, words[i]))
            return true;
    return false;
}

#define IS_ONE_OF(word, words) is_one_of((word), (words), sizeof(words) / sizeof((words)[0]))

static bool is_unit_word(struct text word)
{
    static const struct text words[] = {
        TEXT("department"),  TEXT("departments"),    TEXT("dept"),        TEXT("dep"),
        TEXT("departement"), TEXT("afdeling"),       TEXT("afd"),         TEXT("vakgroep"),
        TEXT("section"),     TEXT("abteilung"),      TEXT("abt"),         TEXT("fakultat"),
        TEXT("fakultaet"),   TEXT("faculty"),        TEXT("fac"),         TEXT("faculteit"),
        TEXT("sectie"),      TEXT("lehrstuhl"),      TEXT("fachbereich"), TEXT("chair"),
        TEXT("faculte"),     TEXT("leerstoelgroep"),
    };
    return IS_ONE_OF(word, words);
}

static bool may_be_unit_word(struct text word)
{
    static const struct text words[] = {
        TEXT("school"), TEXT("division"), TEXT("div"),       TEXT("institute"),  TEXT("institut"), TEXT("instituut"),
        TEXT("inst"),   TEXT("center"),   TEXT("centre"),    TEXT("ctr"),        TEXT("centrum"),  TEXT("zentrum"),
        TEXT("group"),  TEXT("unit"),     TEXT("lab"),       TEXT("laboratory"), TEXT("labs"),     TEXT("laboratories"),
        TEXT("office"), TEXT("program"),  TEXT("programme"), TEXT("service"),    TEXT("clinic"),   TEXT("groep"),
    };
    return IS_ONE_OF(word, words);
}

/* Of names that say themselves that nothing stands above them, but for a group of such. */
static bool is_institute_word(struct text word)
{
    static const struct text words[] = {
        TEXT("university"),  TEXT("univ"),        TEXT("universitat"), TEXT("universitaet"), TEXT("universiteit"),
        TEXT("universite"),  TEXT("universidad"), TEXT("universita"),  TEXT("hochschule"),   TEXT("hogeschool"),
        TEXT("polytechnic"), TEXT("college"),     TEXT("coll"),        TEXT("hospital"),     TEXT("hosp"),
        TEXT("klinikum"),    TEXT("krankenhaus"), TEXT("ziekenhuis"),  TEXT("universities"), TEXT("polytechnique"),
        TEXT("infirmary"),   TEXT("technion"),
    };
    return IS_ONE_OF(word, words);
}

/* "TX": a state by its letters, or a country by its name. */
static bool is_region(struct text raw)
{
    char country[3];
    bool letters = raw.len == 2;
    for (size_t i = 0; i < raw.len && letters; i++)
        letters = raw.ptr[i] >= 'A' && raw.ptr[i] <= 'Z';
    return letters || country_read(raw, country);
}

/* "57101 Siegen", "8397 GT De Blesse", "Hull": the town, without what of a postcode stands before it. */
static struct text town_of(struct text folded)
{
    char country[3];
    struct text rest = folded, word = TEXT_EMPTY;
    while (rest.len > 0 && !place_is_known(rest, country)) {
        struct text from = rest;
        if (!text_next(&rest, ' ', &word) || (!text_has_digit(word) && word.len != 2))
            return TEXT_EMPTY;
        if (rest.len >= from.len)
            return TEXT_EMPTY;
    }
    return rest;
}

static enum part_kind kind_by_words(struct text folded)
{
    struct text rest = folded, word = TEXT_EMPTY, first = TEXT_EMPTY, last = TEXT_EMPTY;
    bool institute = false, maybe = false;
    while (text_next(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        institute |= is_institute_word(word);
        if (first.len == 0)
            first = word;
        last = word;
    }
    maybe = may_be_unit_word(first) || text_equal(last, TEXT("group")) || text_equal(last, TEXT("unit"));
    return institute                                   ? PART_INSTITUTE
           : is_unit_word(first) || is_unit_word(last) ? PART_UNIT
           : maybe                                     ? PART_MAYBE
                                                       : PART_OTHER;
}

static enum part_kind kind_of(const struct part *part, bool is_first)
{
    static const char nowhere[3] = "";
    struct legal_form form;
    struct folded joined;
    fold_joined(part->raw, &joined);
    if (is_first)
        return kind_by_words(folded_text(&part->folded));
    if (legal_form_find(folded_text(&joined), nowhere, &form))
        return PART_FORM;
    if (is_region(part->raw))
        return PART_REGION;
    return town_of(folded_text(&part->folded)).len > 0 ? PART_TOWN : kind_by_words(folded_text(&part->folded));
}

/* Cut at commas and semicolons; 0 when there is one part, or too many. */
static size_t cut(struct text name, struct part parts[PARTS_MAX])
{
    size_t count = 0, from = 0;
    for (size_t i = 0; i <= name.len; i++) {
        if (i < name.len && name.ptr[i] != ',' && name.ptr[i] != ';')
            continue;
        struct text raw = text_trim(text_slice(name, from, i));
        from = i + 1;
        while (raw.len > 2 && raw.ptr[raw.len - 1] == '.' && raw.ptr[raw.len - 3] != '.') /* "USA.", not "U.S.A." */
            raw.len--;
        if (raw.len == 0)
            continue;
        if (count == PARTS_MAX)
            return 0;
        parts[count].raw = raw;
        fold_value(raw, &parts[count].folded);
        parts[count].kind = kind_of(&parts[count], count == 0);
        count++;
    }
    return count > 1 ? count : 0;
}

static bool is_place(enum part_kind kind)
{
    return kind == PART_TOWN || kind == PART_REGION;
}

/* Words of a part behind what is there, but those that no name is told by. */
static void put_words(struct institute *ret, const struct part *part)
{
    struct folded joined;
    fold_name(part->raw, &joined);
    struct text rest = folded_text(&joined), word = TEXT_EMPTY;
    while (text_next(&rest, ' ', &word)) {
        if (word.len == 0 || org_word_find(word, word_hash(word)).filler || ret->len + word.len + 1 > sizeof(ret->name))
            continue;
        if (ret->len > 0)
            ret->name[ret->len++] = ' ';
        memcpy(ret->name + ret->len, word.ptr, word.len);
        ret->len += word.len;
    }
}

/* What stands behind "dept." was taken for its department, the institute too: "…, Dept. of Law, Hull University". */
#define DEPARTMENT ", dept "

static size_t append(char *at, size_t len, struct text t)
{
    if (t.len)
        memcpy(at + len, t.ptr, t.len);
    return len + t.len;
}

static bool has_parts(struct text name)
{
    return text_find_char(name, ',') < name.len || text_find_char(name, ';') < name.len;
}

bool institute_has_parts(struct text name, struct text department)
{
    return has_parts(name) || has_parts(department);
}

bool institute_read(struct text name, struct text department, struct institute *ret)
{
    struct part parts[PARTS_MAX];
    char whole[3 * FOLD_BYTES_MAX];
    size_t last[PART_REGION + 1], seen[PART_REGION + 1] = { 0 };
    ret->len = 0;
    ret->town = TEXT_EMPTY;
    if (!institute_has_parts(name, department))
        return false;
    if (department.len > 0 && name.len + department.len + strlen(DEPARTMENT) <= sizeof(whole)) {
        size_t len = append(whole, 0, name);
        len = append(whole, len, TEXT(DEPARTMENT));
        name = (struct text){ whole, append(whole, len, department) };
    }
    size_t count = cut(name, parts), names = count;
    while (names > 1 && is_place(parts[names - 1].kind))
        names--;
    for (size_t i = 0; i < names; i++) {
        last[parts[i].kind] = i;
        seen[parts[i].kind]++;
    }
    bool region = names < count && parts[count - 1].kind == PART_REGION;
    bool told = seen[PART_INSTITUTE] > 0, above = seen[PART_UNIT] > 0 && seen[PART_OTHER] + seen[PART_MAYBE] > 0;
    if (count == 0 || !(told || above || region))
        return false;
    for (size_t i = names; i < count && ret->town.len == 0; i++) {
        struct text town = parts[i].kind == PART_TOWN ? town_of(folded_text(&parts[i].folded)) : TEXT_EMPTY;
        ret->town = (struct text){ ret->letters, append(ret->letters, 0, town) };
    }
    if (told) {
        put_words(ret, &parts[last[PART_INSTITUTE]]);
        return ret->len > 0;
    }
    for (size_t i = 0; i < names; i++)
        if (!above || parts[i].kind == PART_OTHER || (parts[i].kind == PART_MAYBE && seen[PART_OTHER] == 0))
            put_words(ret, &parts[i]);
    return ret->len > 0;
}
