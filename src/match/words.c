/*
 * Words that are equal meet first; of what is left each word takes the best
 * partner among the other side's, in order; last, two words that together
 * spell one of the other side meet it.  With at most 24 words a side this is
 * a few dozen steps.  Weights are the words' bits, so "stichting" or "street"
 * hardly count and "klaverblad" does.
 *
 * After soft TF-IDF of Cohen, Ravikumar, Fienberg (2003), with Jaccard's
 * share in place of the cosine, because a missing word should cost.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/words.h"

#include <string.h>

#include "match/edit.h"
#include "match/jaro.h"
#include "match/near.h"

enum { SIDE_MAX = 24, COLUMN_PREFIX = 3, MET_FROM = 800 };

struct side {
    uint32_t word[SIDE_MAX];
    struct text text[SIDE_MAX];
    unsigned bits[SIDE_MAX];
    bool met[SIDE_MAX];
    size_t count;
    unsigned total;
};

static unsigned word_bits(const struct values *words, uint32_t word)
{
    int bits = words->about.ptr[word].bits;
    return bits < 64 ? 64 : (unsigned)bits;
}

static bool is_among(uint32_t word, const uint32_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == word)
            return true;
    return false;
}

bool words_has(const struct values *set, uint32_t a, uint32_t word)
{
    const struct value *value = &set->about.ptr[a];
    return is_among(word, set->words.ptr + value->words_at, value->words_count);
}

static void side_fill(const struct values *set, const struct values *words, uint32_t number, size_t without_last,
                      const uint32_t *but, size_t but_count, struct side *side)
{
    const struct value *value = &set->about.ptr[number];
    side->count = 0;
    side->total = 0;
    for (size_t from = 0; from + without_last < value->words_count; from++) {
        uint32_t word = set->words.ptr[value->words_at + from];
        if (is_among(word, but, but_count))
            continue;
        size_t i = side->count++;
        side->word[i] = word;
        side->text[i] = values_text(words, word);
        struct text t = side->text[i];
        if (t.len > COLUMN_PREFIX && t.ptr[COLUMN_PREFIX - 1] == ':')
            side->text[i] = text_from_offset(t, COLUMN_PREFIX);
        side->bits[i] = word_bits(words, word);
        side->met[i] = false;
        side->total += side->bits[i];
    }
}

unsigned word_alike(struct text a, struct text b)
{
    struct text shorter = a.len < b.len ? a : b, longer = a.len < b.len ? b : a;
    if (text_equal(a, b))
        return 1000;
    if (text_has_digit(a) || text_has_digit(b))
        return 0; /* numbers differ or they do not */
    if (shorter.len >= 3 && text_starts(longer, shorter))
        return shorter.len * 2 >= longer.len ? 900 : 820;
    if (shorter.len == 1 && longer.len > 1 && longer.ptr[0] == shorter.ptr[0])
        return 800;
    if (shorter.len < 4)
        return 0;
    unsigned most = longer.len >= 9 ? 2 : 1;
    unsigned apart = edit_distance(a, b, most);
    if (apart <= most)
        return apart == 1 ? 900 : 850;
    return jaro_winkler(a, b) >= 930 ? 820 : 0;
}

static bool spells(struct text whole, struct text first, struct text second)
{
    return whole.len == first.len + second.len && text_starts(whole, first) && text_ends(whole, second);
}

/* Two neighbours of one side that are one word on the other. */
static unsigned meet_joined(struct side *a, struct side *b)
{
    unsigned gained = 0;
    for (size_t i = 0; i + 1 < a->count; i++) {
        if (a->met[i] || a->met[i + 1])
            continue;
        for (size_t j = 0; j < b->count; j++) {
            if (b->met[j] || !spells(b->text[j], a->text[i], a->text[i + 1]))
                continue;
            a->met[i] = a->met[i + 1] = b->met[j] = true;
            gained += a->bits[i] + a->bits[i + 1] + b->bits[j];
            break;
        }
    }
    return gained;
}

/* One word each, and not the same: most streets. */
static struct words_alike compare_single(const struct values *set, const struct values *words, uint32_t a, uint32_t b)
{
    uint32_t x = set->words.ptr[set->about.ptr[a].words_at], y = set->words.ptr[set->about.ptr[b].words_at];
    unsigned bits_x = word_bits(words, x), bits_y = word_bits(words, y);
    unsigned met = near_word(words, x, y);
    if (met < MET_FROM)
        return (struct words_alike){ .lone = (uint16_t)(bits_x > bits_y ? bits_x : bits_y),
                                     .apart = (uint16_t)(bits_x > bits_y ? bits_x : bits_y) };
    unsigned met_x = bits_x * met / 1000, met_y = bits_y * met / 1000;
    unsigned lighter = bits_x < bits_y ? bits_x : bits_y;
    return (struct words_alike){
        .shared = (uint16_t)(1000ull * (met_x + met_y) / (bits_x + bits_y)),
        .contained = (uint16_t)(1000ull * (bits_x < bits_y ? met_x : met_y) / lighter),
    };
}

/* Bits of the commonest word that met nothing, 0 for none. */
static unsigned commonest_lone(const struct side *side)
{
    unsigned least = 0;
    for (size_t i = 0; i < side->count; i++)
        if (!side->met[i] && (least == 0 || side->bits[i] < least))
            least = side->bits[i];
    return least;
}

size_t words_marks(const struct values *set, const struct values *words, uint32_t number)
{
    const struct value *value = &set->about.ptr[number];
    size_t marks = 0;
    while (marks + 1 < value->words_count &&
           (words->about.ptr[set->words.ptr[value->words_at + value->words_count - 1 - marks]].flags & VALUE_MARK))
        marks++;
    return marks;
}

struct text words_cut(struct text name, size_t words)
{
    for (; words > 0; words--) {
        size_t last = name.len;
        while (last > 0 && name.ptr[last - 1] != ' ')
            last--;
        name = text_slice(name, 0, last > 0 ? last - 1 : 0);
    }
    return name;
}

struct words_alike words_compare(const struct values *set, const struct values *words, uint32_t a_number,
                                 uint32_t b_number)
{
    return words_compare_without(set, words, a_number, b_number, 0, 0);
}

struct words_alike words_compare_without(const struct values *set, const struct values *words, uint32_t a_number,
                                         uint32_t b_number, size_t last_of_a, size_t last_of_b)
{
    return words_compare_but(set, words, a_number, b_number, last_of_a, last_of_b, NULL, 0);
}

struct words_alike words_compare_but(const struct values *set, const struct values *words, uint32_t a_number,
                                     uint32_t b_number, size_t last_of_a, size_t last_of_b, const uint32_t *but,
                                     size_t but_count)
{
    if (set->about.ptr[a_number].words_count == 1 && set->about.ptr[b_number].words_count == 1 &&
        set->words.ptr[set->about.ptr[a_number].words_at] != set->words.ptr[set->about.ptr[b_number].words_at])
        return compare_single(set, words, a_number, b_number);
    struct side a, b;
    side_fill(set, words, a_number, last_of_a, but, but_count, &a);
    side_fill(set, words, b_number, last_of_b, but, but_count, &b);
    struct words_alike alike = { 0 };
    if (a.count == 0 || b.count == 0)
        return alike;

    unsigned met_a = 0, met_b = 0;
    for (size_t i = 0; i < a.count; i++) {
        for (size_t j = 0; j < b.count; j++) {
            if (b.met[j] || a.word[i] != b.word[j])
                continue;
            a.met[i] = b.met[j] = true;
            met_a += a.bits[i];
            met_b += b.bits[j];
            if (a.bits[i] > alike.rarest)
                alike.rarest = (uint16_t)a.bits[i];
            break;
        }
    }
    unsigned joined = meet_joined(&a, &b) + meet_joined(&b, &a);
    met_a += joined / 2;
    met_b += joined / 2;
    for (size_t i = 0; i < a.count; i++) {
        if (a.met[i])
            continue;
        size_t best = b.count;
        unsigned best_alike = MET_FROM - 1;
        for (size_t j = 0; j < b.count; j++) {
            unsigned here = b.met[j] ? 0 : near_word(words, a.word[i], b.word[j]);
            if (here > best_alike) {
                best_alike = here;
                best = j;
            }
        }
        if (best == b.count)
            continue;
        a.met[i] = b.met[best] = true;
        met_a += a.bits[i] * best_alike / 1000;
        met_b += b.bits[best] * best_alike / 1000;
    }
    unsigned common_a = commonest_lone(&a), common_b = commonest_lone(&b);
    if (common_a && common_b)
        alike.apart = (uint16_t)(common_a > common_b ? common_a : common_b);
    for (size_t i = 0; i < a.count; i++)
        if (!a.met[i] && a.bits[i] > alike.lone)
            alike.lone = (uint16_t)a.bits[i];
    for (size_t j = 0; j < b.count; j++)
        if (!b.met[j] && b.bits[j] > alike.lone)
            alike.lone = (uint16_t)b.bits[j];

    unsigned total = a.total + b.total, lighter = a.total < b.total ? a.total : b.total;
    unsigned met = a.total < b.total ? met_a : met_b;
    alike.shared = (uint16_t)(1000ull * (met_a + met_b) / total);
    if (alike.shared > 1000)
        alike.shared = 1000;
    alike.contained = (uint16_t)(1000ull * met / lighter > 1000 ? 1000 : 1000ull * met / lighter);
    return alike;
}
