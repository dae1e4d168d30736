/*
 * Names of organisations by their words: a rare word that is shared says more
 * than the order or number of the usual ones.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/compare_parts.h"

#include "lang/org_words.h"
#include "match/edit.h"
#include "match/words.h"

/* "mat" and "maatschappij advies techniek", "dhp" and "van den heuvel prins": short words may be passed over. */
static bool is_initials(struct text short_name, struct text name)
{
    enum { LETTERS_MIN = 3, LETTERS_MAX = 6, SMALL_MAX = 3 };
    if (short_name.len < LETTERS_MIN || short_name.len > LETTERS_MAX)
        return false;
    struct text word = TEXT_EMPTY;
    size_t met = 0;
    while (text_next(&name, ' ', &word)) {
        if (word.len == 0)
            continue;
        if (met < short_name.len && word.ptr[0] == short_name.ptr[met])
            met++;
        else if (word.len > SMALL_MAX)
            return false;
    }
    return met == short_name.len;
}

/* One of two names: what stands behind its core is compared apart. */
struct org_side {
    uint32_t number;
    struct text text; /* without its marks */
    size_t marks;     /* last words such as "holding" */
    size_t town;      /* words of a town before them */
};

static struct org_side side_of(const struct table *table, uint32_t number)
{
    size_t marks = words_marks(&table->values[DOMAIN_ORG], &table->values[DOMAIN_ORG_WORD], number);
    return (struct org_side){ number, words_cut(table_text(table, DOMAIN_ORG, number), marks), marks,
                              table_value(table, DOMAIN_ORG, number)->flags };
}

/* Nothing of it left out, but a town that stands last. */
static struct org_side whole_of(const struct table *table, const struct org_side *side)
{
    return (struct org_side){ side->number, table_text(table, DOMAIN_ORG, side->number), 0,
                              side->marks ? 0 : side->town };
}

static bool are_initials(struct text x, struct text y)
{
    bool lone_x = text_find_char(x, ' ') == x.len, lone_y = text_find_char(y, ' ') == y.len;
    return lone_x != lone_y && (lone_x ? is_initials(x, y) : is_initials(y, x));
}

/* The town or number behind a name; of a head office the town, "" when it is not said. */
static struct text place_of(struct text name, size_t words, bool *ret_head)
{
    struct text place = text_from_offset(name, words_cut(name, words).len), head = TEXT(" " ORG_HEAD_OFFICE);
    *ret_head = text_ends(place, head);
    if (*ret_head)
        place = text_slice(place, 0, place.len - head.len);
    return text_trim(place);
}

/* Of two names with a town behind them: the same town, or one with an error ("nymegen"). Numbers have none. */
static bool are_one_place(struct text x, struct text y, size_t words_x, size_t words_y)
{
    bool head_x = false, head_y = false;
    struct text place_x = place_of(x, words_x, &head_x), place_y = place_of(y, words_y, &head_y);
    if (place_x.len == 0 || place_y.len == 0)
        return head_x && head_y;
    if (char_is_digit(place_x.ptr[0]) || char_is_digit(place_y.ptr[0]))
        return text_equal(place_x, place_y);
    unsigned most = place_x.len >= 7 && place_y.len >= 7 ? 2 : 1;
    return edit_distance(place_x, place_y, most) <= most;
}

/* "vastgoed ubbena": beside its town a name has no word but what many have; the town is then what it is called. */
static bool is_usual_beside_town(const struct table *table, const struct org_side *side)
{
    const struct value *value = table_value(table, DOMAIN_ORG, side->number);
    const uint32_t *words = table->values[DOMAIN_ORG].words.ptr + value->words_at;
    for (size_t i = 0; i + side->town + side->marks < value->words_count; i++)
        if (table_value(table, DOMAIN_ORG_WORD, words[i])->bits >= table->usual_word)
            return false;
    return side->town > 0;
}

static unsigned level_by_words(const struct words_alike *alike)
{
    if (alike->shared >= 970)
        return ORG_TYPO;
    if (alike->shared >= 880)
        return ORG_ALIKE_90;
    if (alike->contained >= 950)
        return ORG_CONTAINED;
    if (alike->shared >= 740)
        return ORG_ALIKE_75;
    if (alike->shared >= 600)
        return ORG_ALIKE_60;
    if (alike->shared >= 450)
        return ORG_ALIKE_45;
    if (alike->contained >= 600)
        return ORG_RARE_WORD;
    return alike->shared >= 250 ? ORG_ALIKE_25 : ORG_DIFFERENT;
}

/* Two names that are not one, the last words of each left out. */
static unsigned org_alike(const struct table *table, const struct org_side *x, const struct org_side *y,
                          int16_t *ret_bits)
{
    struct words_alike alike = words_compare_without(&table->values[DOMAIN_ORG], &table->values[DOMAIN_ORG_WORD],
                                                     x->number, y->number, x->town + x->marks, y->town + y->marks);
    *ret_bits = (int16_t)alike.rarest;
    bool other_town = x->town && y->town && !are_one_place(x->text, y->text, x->town, y->town);
    if (other_town && alike.shared >= 880)
        return ORG_OTHER_TOWN;
    size_t shorter = x->text.len < y->text.len ? x->text.len : y->text.len;
    /* "Dallas Tools" and "Dallas Foods": two words that others have too are not one with an error */
    bool two_words = other_town || (alike.apart > 0 && alike.apart < table->usual_word);
    if (shorter >= 6 && !two_words && edit_distance(x->text, y->text, 2) <= (shorter >= 10 ? 2 : 1))
        return ORG_TYPO;
    if (alike.shared >= 880 && !x->town != !y->town)
        return ORG_CONTAINED;
    unsigned level = level_by_words(&alike);
    if (level > ORG_CONTAINED && are_initials(words_cut(x->text, x->town), words_cut(y->text, y->town)))
        return ORG_INITIALS;
    return level;
}

/* Where a name is called by its town, the lesser likeness of it with and without counts. */
static unsigned org_called(const struct table *table, const struct org_side *x, const struct org_side *y,
                           int16_t *ret_bits)
{
    unsigned level = org_alike(table, x, y, ret_bits);
    if (level == ORG_DIFFERENT || level == ORG_OTHER_TOWN ||
        !(is_usual_beside_town(table, x) || is_usual_beside_town(table, y)))
        return level;
    struct org_side whole_x = *x, whole_y = *y;
    whole_x.town = whole_y.town = 0;
    int16_t whole_bits = 0;
    unsigned whole = org_alike(table, &whole_x, &whole_y, &whole_bits);
    if (whole <= level)
        return level;
    *ret_bits = whole_bits;
    return whole;
}

/* "holding" and "holdings", "verwaltungs" and "verwaltungsgesellschaft" are one mark. */
static bool have_mark(struct text marks, struct text mark)
{
    enum { TOLD_BY = 4 };
    struct text other = TEXT_EMPTY;
    while (text_next(&marks, ' ', &other))
        if (text_equal(text_slice(other, 0, TOLD_BY), text_slice(mark, 0, TOLD_BY)))
            return true;
    return false;
}

static bool are_in(struct text marks, struct text others)
{
    struct text mark = TEXT_EMPTY;
    while (text_next(&marks, ' ', &mark))
        if (mark.len > 0 && !have_mark(others, mark))
            return false;
    return true;
}

/* Each mark of one is a word of the other, wherever that stands: "peters vastgoed" and "vastgoed peters en zonen". */
static bool have_one_marks(const struct table *table, const struct org_side *x, const struct org_side *y)
{
    struct text name_x = table_text(table, DOMAIN_ORG, x->number), name_y = table_text(table, DOMAIN_ORG, y->number);
    return are_in(text_from_offset(name_x, x->text.len), name_y) &&
           are_in(text_from_offset(name_y, y->text.len), name_x);
}

static unsigned org_pair(const struct table *table, uint32_t x_number, uint32_t y_number, int16_t *ret_bits)
{
    enum { MARKED_MIN = 10 };
    struct text tx = table_text(table, DOMAIN_ORG, x_number), ty = table_text(table, DOMAIN_ORG, y_number);
    int16_t either = bits_of_either(table, DOMAIN_ORG, x_number, y_number);
    *ret_bits = either;
    if (x_number == y_number)
        return ORG_EQUAL;
    if (equal_joined(tx, ty))
        return ORG_JOINED;
    struct org_side x = side_of(table, x_number), y = side_of(table, y_number);
    bool one_marks = (x.marks == 0 && y.marks == 0) || have_one_marks(table, &x, &y);
    if (one_marks && x.marks != y.marks)
        x = whole_of(table, &x), y = whole_of(table, &y);
    unsigned level = org_called(table, &x, &y, ret_bits);
    if (level == ORG_TYPO || level == ORG_ALIKE_90) /* a slip is as rare as the name it is in */
        *ret_bits = either;
    if (one_marks || level > ORG_ALIKE_75 || (level == ORG_ALIKE_75 && *ret_bits == 0))
        return level;
    bool is_slip = tx.len >= MARKED_MIN && ty.len >= MARKED_MIN && edit_distance(tx, ty, 2) <= 2;
    return is_slip ? ORG_TYPO : ORG_OTHER_MARK; /* "verwaltngs" */
}

/* "GmbH" is part of "GmbH & Co. KG": a form is often cut short. */
static unsigned form_level(uint32_t x, uint32_t y)
{
    return !x || !y ? 0 : x == y ? FORM_EQUAL : (x & y) == x || (x & y) == y ? FORM_PART : FORM_DIFFERENT;
}

void compare_organisation(const struct table *table, const struct prep *a, const struct prep *b,
                          struct pair_levels *ret)
{
    ret->level[COMPARE_FORM] = (uint8_t)form_level(a->form, b->form);
    uint32_t left[] = { a->org, a->org_trade, a->org_former }, right[] = { b->org, b->org_trade, b->org_former };
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++) {
            if (!left[i] || !right[j])
                continue;
            int16_t bits = 0;
            unsigned level = org_pair(table, left[i], right[j], &bits);
            if (ret->level[COMPARE_ORG] == 0 || level < ret->level[COMPARE_ORG]) {
                ret->level[COMPARE_ORG] = (uint8_t)level;
                ret->bits[COMPARE_ORG] = bits;
            }
        }
    }
}

static bool has_word(struct text t, struct text word)
{
    struct text other = TEXT_EMPTY;
    while (text_next(&t, ' ', &other))
        if (text_equal(other, word))
            return true;
    return false;
}

/* The words of the town two stand in. */
struct town_words {
    struct text x, y; /* as each writes it */
};

static struct text town_of(const struct table *table, const struct prep *p)
{
    uint32_t city = p->addresses_count ? table->addresses.ptr[p->addresses_at].city : 0;
    return city ? table_text(table, DOMAIN_CITY, city) : TEXT_EMPTY;
}

static bool is_of_town(const struct table *table, const struct town_words *town, uint32_t word)
{
    struct text t = table_text(table, DOMAIN_ORG_WORD, word);
    return has_word(town->x, t) || has_word(town->y, t);
}

/* How rare a name is without the town in it. */
static int16_t bits_without_town(const struct table *table, const struct town_words *town, uint32_t number)
{
    struct org_side side = side_of(table, number);
    int16_t whole = bits_of(table, DOMAIN_ORG, number);
    const struct value *value = table_value(table, DOMAIN_ORG, number);
    const uint32_t *words = table->values[DOMAIN_ORG].words.ptr + value->words_at;
    int bits = 0;
    bool has_town = false;
    for (size_t i = 0; i < value->words_count; i++) { /* marks too */
        bool is_town = (i + side.town + side.marks >= value->words_count && i + side.marks < value->words_count) ||
                       is_of_town(table, town, words[i]);
        has_town |= is_town;
        bits += is_town ? 0 : table_value(table, DOMAIN_ORG_WORD, words[i])->bits;
    }
    return has_town && bits < whole ? (int16_t)bits : whole;
}

/*
 * "Hull Lifts" and "Hull Castings" in Hull: names that are alike in part must be so without the town in both, as that
 * they stand in one town is told by their addresses.  A name that is nothing but its town stays as it is.
 */
static void level_without_town(const struct table *table, const struct town_words *town, uint32_t x, uint32_t y,
                               struct pair_levels *ret)
{
    enum { TOWN_MAX = 4 };
    const struct values *names = &table->values[DOMAIN_ORG], *words = &table->values[DOMAIN_ORG_WORD];
    const struct value *value_x = table_value(table, DOMAIN_ORG, x), *value_y = table_value(table, DOMAIN_ORG, y);
    size_t marks_x = words_marks(names, words, x), marks_y = words_marks(names, words, y), count = 0;
    uint32_t of_town[TOWN_MAX];
    for (size_t i = 0; i < value_x->words_count && count < TOWN_MAX; i++) {
        uint32_t word = names->words.ptr[value_x->words_at + i];
        if (words_has(names, y, word) && is_of_town(table, town, word))
            of_town[count++] = word;
    }
    if (count == 0 || count + marks_x >= value_x->words_count || count + marks_y >= value_y->words_count)
        return;
    struct words_alike alike = words_compare_but(names, words, x, y, marks_x, marks_y, of_town, count);
    unsigned level = level_by_words(&alike);
    if (level < ret->level[COMPARE_ORG])
        return;
    ret->level[COMPARE_ORG] = (uint8_t)level;
    ret->bits[COMPARE_ORG] = (int16_t)alike.rarest;
}

/*
 * "Bau München" in München: that the towns agree is told by the name already.  Names that are one, or one with a slip,
 * are then as rare as they are without their town.
 */
void compare_organisation_town(const struct table *table, const struct prep *a, const struct prep *b,
                               struct pair_levels *ret)
{
    unsigned address = ret->level[COMPARE_ADDRESS], level = ret->level[COMPARE_ORG];
    bool one_town =
        address && address != ADDRESS_NO_PLACE && address != ADDRESS_OTHER_PLACE && address < ADDRESS_REGION;
    bool one_name = level == ORG_EQUAL && a->org == b->org;
    bool by_name = a->org && b->org && !a->org_trade && !b->org_trade && !a->org_former && !b->org_former;
    if (!one_town || !(one_name || by_name))
        return;
    struct town_words town = { town_of(table, a), town_of(table, b) };
    if (level <= ORG_ALIKE_90) {
        int16_t x = bits_without_town(table, &town, a->org), y = bits_without_town(table, &town, b->org);
        int16_t least = x < y ? x : y;
        if (least < ret->bits[COMPARE_ORG])
            ret->bits[COMPARE_ORG] = least;
    } else if (level != ORG_INITIALS && level != ORG_OTHER_MARK && level < ORG_OTHER_TOWN) {
        level_without_town(table, &town, a->org, b->org, ret);
    }
}

/* One that moves keeps its name, one that is renamed stays where it is. */
void compare_organisation_contradictions(struct pair_levels *ret)
{
    unsigned address = ret->level[COMPARE_ADDRESS];
    unsigned name = ret->level[COMPARE_ORG] >= ORG_ALIKE_75, phone = ret->level[COMPARE_PHONE] == PHONE_DIFFERENT;
    unsigned moved =
        address == ADDRESS_SAME_STREET || address == ADDRESS_OTHER_STREET || address >= ADDRESS_NUMBER_CITY;
    unsigned count = name + moved + (name && moved && phone); /* an organisation has many phones */
    if (!ret->level[COMPARE_ORG] && !address)
        return;
    ret->level[COMPARE_CONTRADICTION] = count >= 3   ? CONTRADICTION_THREE
                                        : count == 2 ? CONTRADICTION_TWO
                                                     : CONTRADICTION_NONE;
}
