/*
 * The fast measures against their slow twins, and what they are for in cases.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "base/hash.h"
#include "match/edit.h"
#include "match/fold.h"
#include "match/jaro.h"
#include "match/words.h"

enum { ROUNDS = 20000, LEN_MAX = 90 };

/* Optimal string alignment by the book: the whole table. */
static unsigned slow_distance(struct text a, struct text b)
{
    static unsigned d[LEN_MAX + 1][LEN_MAX + 1];
    for (size_t i = 0; i <= a.len; i++)
        d[i][0] = (unsigned)i;
    for (size_t j = 0; j <= b.len; j++)
        d[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        for (size_t j = 1; j <= b.len; j++) {
            unsigned best = d[i - 1][j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);
            if (d[i - 1][j] + 1 < best)
                best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best)
                best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[a.len][b.len];
}

/* The n-th made-up word of few letters, so that words look alike often. */
static struct text made_word(uint64_t n, size_t len_max, char room[LEN_MAX])
{
    size_t len = hash_pair(n, 1) % (len_max + 1);
    for (size_t i = 0; i < len; i++)
        room[i] = (char)('a' + hash_pair(n, i + 2) % 3);
    return (struct text){ room, len };
}

static void fast_distance_equals_slow_distance(void **state)
{
    (void)state;
    for (uint64_t n = 0; n < ROUNDS; n++) {
        char one[LEN_MAX], other[LEN_MAX];
        size_t len_max = n % 50 == 0 ? LEN_MAX : 12;
        struct text a = made_word(2 * n, len_max, one), b = made_word(2 * n + 1, len_max, other);
        unsigned want = slow_distance(a, b);
        assert_int_equal(edit_distance(a, b, 200), want);
        assert_int_equal(edit_distance(b, a, 200), want);
        assert_int_equal(edit_distance(a, b, 2), want > 2 ? 3 : want);
    }
}

static void distance_counts_a_swap_once(void **state)
{
    static const struct {
        const char *a, *b;
        unsigned distance;
    } cases[] = {
        { "", "", 0 },           { "jansen", "jansen", 0 }, { "jansen", "jasnen", 1 }, { "jansen", "janssen", 1 },
        { "meyer", "maier", 2 }, { "", "ab", 2 },           { "ab", "ba", 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_int(edit_distance(text_from(cases[i].a), text_from(cases[i].b), 9), cases[i].distance, cases[i].a);
}

/* Jaro–Winkler in floating point, straight from the definition. */
static double slow_jaro_winkler(struct text a, struct text b, double *ret_jaro)
{
    *ret_jaro = 0;
    if (a.len == 0 || b.len == 0)
        return a.len == b.len;
    bool met_a[LEN_MAX] = { false }, met_b[LEN_MAX] = { false };
    long longer = (long)(a.len > b.len ? a.len : b.len), reach = longer / 2 - 1 > 0 ? longer / 2 - 1 : 0;
    double met = 0, moved = 0;
    for (long i = 0; i < (long)a.len; i++)
        for (long j = 0; j < (long)b.len && !met_a[i]; j++)
            if (labs(i - j) <= reach && !met_b[j] && a.ptr[i] == b.ptr[j])
                met_a[i] = met_b[j] = (met++, true);
    if (met == 0)
        return 0;
    for (size_t i = 0, j = 0; i < a.len; i++) {
        if (!met_a[i])
            continue;
        while (!met_b[j])
            j++;
        moved += a.ptr[i] != b.ptr[j++];
    }
    moved = (double)((long)moved / 2);
    double alike = (met / (double)a.len + met / (double)b.len + (met - moved) / met) / 3;
    *ret_jaro = alike;
    size_t prefix = 0;
    while (prefix < 4 && prefix < a.len && prefix < b.len && a.ptr[prefix] == b.ptr[prefix])
        prefix++;
    return alike < 0.7 ? alike : alike + 0.1 * (double)prefix * (1 - alike);
}

static void fast_jaro_winkler_is_near_the_slow_one(void **state)
{
    (void)state;
    for (uint64_t n = 0; n < ROUNDS; n++) {
        char one[LEN_MAX], other[LEN_MAX];
        struct text a = made_word(2 * n, 14, one), b = made_word(2 * n + 1, 14, other);
        double jaro = 0, want = 1000 * slow_jaro_winkler(a, b, &jaro);
        double got = jaro_winkler(a, b);
        if (jaro > 0.695 && jaro < 0.705)
            continue; /* the bonus begins here, and thousandths are cut */
        assert_true(got >= want - 3 && got <= want + 3);
        assert_int_equal(jaro_winkler(a, a), 1000);
    }
}

static void names_that_sound_alike_share_a_key(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        { "meijer", "meyer", true },     { "meyer", "maier", true },    { "jansen", "janssen", true },
        { "schmidt", "schmid", true },   { "philips", "filips", true }, { "bakker", "visser", false },
        { "de vries", "devries", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_int(fold_sound(text_from(cases[i].a)) == fold_sound(text_from(cases[i].b)), cases[i].same, cases[i].a);
}

static void words_differ_by_an_error_but_numbers_do_not(void **state)
{
    (void)state;
    assert_true(word_alike(TEXT("bakkerij"), TEXT("bakerij")) >= 850);
    assert_true(word_alike(TEXT("international"), TEXT("int")) >= 800);
    assert_int_equal(word_alike(TEXT("12"), TEXT("13")), 0);
    assert_int_equal(word_alike(TEXT("graan"), TEXT("molen")), 0);
    assert_int_equal(word_alike(TEXT("graan"), TEXT("graan")), 1000);
}

static void initials_in_a_row_become_one_word(void **state)
{
    static const struct {
        const char *raw, *folded;
    } cases[] = {
        { "J.P. Morgan", "jp morgan" },
        { "A B C Winkel", "abc winkel" },
        { "De Graan", "de graan" },
        { "", "" },
        { "X", "x" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct folded folded;
        fold_name(text_from(cases[i].raw), &folded);
        check_text(folded_text(&folded), text_from(cases[i].folded), cases[i].raw);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fast_distance_equals_slow_distance),
        cmocka_unit_test(distance_counts_a_swap_once),
        cmocka_unit_test(fast_jaro_winkler_is_near_the_slow_one),
        cmocka_unit_test(names_that_sound_alike_share_a_key),
        cmocka_unit_test(words_differ_by_an_error_but_numbers_do_not),
        cmocka_unit_test(initials_in_a_row_become_one_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
