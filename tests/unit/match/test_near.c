/*
 * The sketches keep strangers apart and nobody else: near_*() and the measure
 * it stands for give the same answer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "base/hash.h"
#include "match/compare_parts.h"
#include "match/edit.h"
#include "match/jaro.h"
#include "match/near.h"
#include "match/words.h"

enum { WORDS = 700, LEN_MAX = 90 };

/* Few letters and many lengths, so that words look alike often; every ninth has digits or spaces, some are long. */
static struct text made_word(uint64_t n, char room[LEN_MAX])
{
    static const char letters[] = "abcdeo ab12 .@";
    size_t len = 1 + hash_pair(n, 1) % (n % 70 == 0 ? LEN_MAX - 1 : 11);
    size_t kinds = n % 9 == 0 ? sizeof(letters) - 1 : 2 + n % 5;
    for (size_t i = 0; i < len; i++)
        room[i] = letters[hash_pair(n, i + 2) % kinds];
    return (struct text){ room, len };
}

static void fill(struct values *values)
{
    assert_true(values_open(values, VALUES_WITH_TEXT));
    for (uint64_t n = 0; n < WORDS; n++) {
        char room[LEN_MAX];
        assert_int_not_equal(values_put(values, made_word(n, room), NULL), VALUE_NONE);
    }
}

static void near_measures_equal_the_measures_of_the_texts(void **state)
{
    (void)state;
    struct values values;
    fill(&values);
    for (uint32_t a = 1; a < values.about.len; a++) {
        for (uint32_t b = 1; b < values.about.len; b++) {
            struct text x = values_text(&values, a), y = values_text(&values, b);
            for (unsigned most = 1; most <= 3; most++)
                assert_int_equal(near_distance(&values, a, b, most), edit_distance(x, y, most));
            unsigned alike = jaro_winkler(x, y);
            for (unsigned least = 820; least <= 930; least += 55) {
                unsigned here = near_jaro(&values, a, b, least);
                assert_true(alike >= least ? here == alike : here < least);
            }
            assert_int_equal(near_joined(&values, a, b), equal_joined(x, y));
            for (unsigned most = 1; most <= 3; most++)
                if (a != b && !near_possible(&values, a, b, most, 900))
                    assert_true(edit_distance(x, y, most) > most && alike < 900 && !equal_joined(x, y));
            if (!near_word_possible(&values.about.ptr[a], &values.about.ptr[b]))
                assert_int_equal(word_alike(x, y), 0);
            assert_int_equal(near_word(&values, a, b), word_alike(x, y));
        }
    }
    values_done(&values);
}

static void an_edit_changes_two_bits_at_most(void **state)
{
    (void)state;
    assert_int_equal(sketch_apart(sketch_of(TEXT("jansen")), sketch_of(TEXT("jansne"))), 0);
    assert_int_equal(sketch_apart(sketch_of(TEXT("jansen")), sketch_of(TEXT("janssen"))), 1);
    assert_int_equal(sketch_apart(sketch_of(TEXT("jansen")), sketch_of(TEXT("hansen"))), 2);
    assert_int_equal(sketch_apart(sketch_of(TEXT("van dijk")), sketch_of(TEXT("vandijk"))), 0);
    assert_true(sketch_of(TEXT("van dijk")) & SKETCH_SPACE);
    assert_false(sketch_of(TEXT("p@h`")) & SKETCH_SPACE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_measures_equal_the_measures_of_the_texts),
        cmocka_unit_test(an_edit_changes_two_bits_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
