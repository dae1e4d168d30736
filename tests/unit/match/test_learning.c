/*
 * What people are asked, what their answers teach, and what is said of a
 * model that moved.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/town.h"

#include "base/scoped.h"
#include "match/model.h"

/* Somebody with two birth dates under one roof, as often as asked for; the first of each two is at ret. */
enum { TWISTED = 60 };
static size_t add_twisted(struct town *town)
{
    size_t first = town->count;
    for (uint64_t p = 0; p < TWISTED; p++) {
        const char *given = givens[hash_pair(p, 20) % 20], *surname = surnames[hash_pair(p, 21) % 20];
        struct date birth = { (int16_t)(1940 + hash_pair(p, 22) % 20), 3, 4 },
                    other = { (int16_t)(1971 + hash_pair(p, 23) % 20), 11, 27 };
        add(town, given, surname, birth, 2000 + (unsigned)p, "");
        add(town, given, surname, other, 2000 + (unsigned)p, "");
    }
    return first;
}

/* A run of which the first of those with two birth dates are decided on. */
static struct matcher *decided(const struct town *town, size_t first, size_t count, enum verdict verdict)
{
    struct error err = ERROR_NONE;
    struct matcher *matcher = NULL;
    struct match_options options = { .threads = 2 };
    assert_int_equal(matcher_open(&options, &matcher, &err), STATUS_OK);
    for (size_t i = 0; i < town->count; i++)
        assert_int_equal(matcher_add(matcher, id_at(i), 0, &town->mentions[i], &err), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(matcher_constrain(matcher, id_at(first + 2 * i), id_at(first + 2 * i + 1), verdict, &err),
                         STATUS_OK);
    assert_int_equal(matcher_run(matcher, &err), STATUS_OK);
    return matcher;
}

static struct match_model *model_of(const struct matcher *matcher)
{
    struct error err = ERROR_NONE;
    struct match_model *model = NULL;
    SCOPED(buf_done) struct buf bytes = BUF_EMPTY;
    assert_int_equal(matcher_model_write(matcher, &bytes, &err), STATUS_OK);
    assert_int_equal(match_model_read(buf_text(&bytes), &model, &err), STATUS_OK);
    return model;
}

/* What the model gives for a comparison of two, by its name. */
static int32_t evidence_for(const struct match_model *model, const struct town *town, size_t a, size_t b,
                            const char *comparison)
{
    struct match_side left = { &town->mentions[a], 0, false }, right = { &town->mentions[b], 0, false };
    struct match_explanation why;
    match_explain(model, &left, &right, &why);
    for (size_t i = 0; i < why.evidence_count; i++)
        if (strcmp(why.evidence[i].comparison, comparison) == 0)
            return why.evidence[i].score;
    fail_msg("nothing is said of %s", comparison);
    return 0;
}

static uint32_t cluster_size(const struct matcher *matcher, struct mention_id id)
{
    size_t count = 0, size = 0;
    const struct match_link *links = matcher_links(matcher, &count);
    uint32_t cluster = UINT32_MAX;
    for (size_t i = 0; i < count; i++)
        cluster = links[i].mention.v == id.v ? links[i].cluster : cluster;
    for (size_t i = 0; i < count; i++)
        size += links[i].cluster == cluster;
    return (uint32_t)size;
}

static uint32_t cluster_by_id(const struct matcher *matcher, struct mention_id id)
{
    size_t count = 0;
    const struct match_link *links = matcher_links(matcher, &count);
    for (size_t i = 0; i < count; i++)
        if (links[i].mention.v == id.v)
            return links[i].cluster;
    fail_msg("no link of a mention that is asked about");
    return 0;
}

static void reviews_stand_in_order_of_what_an_answer_sets_right(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    add_families(town);
    size_t first = add_twisted(town);
    struct matcher *matcher = decided(town, first, 0, VERDICT_SAME);
    size_t count = 0, larger = 0;
    const struct match_review *reviews = matcher_reviews(matcher, &count);
    assert_true(count > 3);
    for (size_t i = 0; i < count; i++) {
        assert_true(reviews[i].a.v < reviews[i].b.v);
        assert_int_not_equal(cluster_by_id(matcher, reviews[i].a), cluster_by_id(matcher, reviews[i].b));
        /* the chance that they are one, for each pair between the two */
        uint32_t pairs = cluster_size(matcher, reviews[i].a) * cluster_size(matcher, reviews[i].b);
        assert_true(reviews[i].worth >= 0 && reviews[i].worth <= (int64_t)pairs * 256);
        larger += pairs > 1;
        if (i == 0)
            continue;
        assert_true(reviews[i - 1].worth >= reviews[i].worth);
        if (reviews[i - 1].worth == reviews[i].worth)
            assert_true(reviews[i - 1].score >= reviews[i].score);
    }
    assert_true(larger > 0);
    /* one question for each two clusters */
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            uint32_t a = cluster_by_id(matcher, reviews[i].a), b = cluster_by_id(matcher, reviews[i].b);
            uint32_t x = cluster_by_id(matcher, reviews[j].a), y = cluster_by_id(matcher, reviews[j].b);
            assert_false((a == x && b == y) || (a == y && b == x));
        }
    matcher_close(&matcher);
    test_free(town);
}

static void what_is_decided_is_not_asked_again(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    add_families(town);
    size_t first = add_twisted(town), count = 0;
    struct matcher *asked = decided(town, first, 0, VERDICT_SAME);
    const struct match_review *reviews = matcher_reviews(asked, &count);
    assert_true(count > 0);
    struct mention_id a = reviews[0].a, b = reviews[0].b;

    struct error err = ERROR_NONE;
    struct matcher *again = NULL;
    struct match_options options = { .threads = 2 };
    assert_int_equal(matcher_open(&options, &again, &err), STATUS_OK);
    for (size_t i = 0; i < town->count; i++)
        assert_int_equal(matcher_add(again, id_at(i), 0, &town->mentions[i], &err), STATUS_OK);
    assert_int_equal(matcher_constrain(again, a, b, VERDICT_DIFFERENT, &err), STATUS_OK);
    assert_int_equal(matcher_run(again, &err), STATUS_OK);
    uint32_t x = cluster_by_id(again, a), y = cluster_by_id(again, b);
    reviews = matcher_reviews(again, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t p = cluster_by_id(again, reviews[i].a), q = cluster_by_id(again, reviews[i].b);
        assert_false((p == x && q == y) || (p == y && q == x));
    }
    matcher_close(&asked);
    matcher_close(&again);
    test_free(town);
}

/* Those who look like the decided ones are judged by it, though nobody decided on them. */
static void decisions_teach_about_those_who_look_alike(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    size_t first = add_twisted(town), last = first + 2 * (TWISTED - 1);
    struct matcher *plain = decided(town, first, 0, VERDICT_SAME), *same = decided(town, first, 40, VERDICT_SAME),
                   *different = decided(town, first, 40, VERDICT_DIFFERENT);
    struct match_model *before = model_of(plain), *joined = model_of(same), *parted = model_of(different);
    int32_t of_plain = evidence_for(before, town, last, last + 1, "birth date"),
            of_same = evidence_for(joined, town, last, last + 1, "birth date"),
            of_different = evidence_for(parted, town, last, last + 1, "birth date");
    assert_true(of_same > of_plain - BIT / 4);
    assert_true(of_different < of_plain - 2 * BIT);
    match_model_close(&before);
    match_model_close(&joined);
    match_model_close(&parted);
    matcher_close(&plain);
    matcher_close(&same);
    matcher_close(&different);
    test_free(town);
}

/* "person: birth date, different -4.5 -> -1.0; …", largest first, and nothing of what stayed. */
static void drift_names_the_weights_that_moved_most(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    size_t first = add_twisted(town);
    struct matcher *plain = decided(town, first, 0, VERDICT_DIFFERENT),
                   *taught = decided(town, first, TWISTED, VERDICT_DIFFERENT);
    struct match_model *before = model_of(plain), *after = model_of(taught);
    SCOPED(buf_done) struct buf none = BUF_EMPTY;
    SCOPED(buf_done) struct buf moved = BUF_EMPTY;
    match_model_drift(before, before, &none);
    assert_int_equal(buf_text(&none).len, 0);
    match_model_drift(before, after, &moved);
    struct text rest = buf_text(&moved), line = TEXT_EMPTY;
    assert_true(text_find(rest, TEXT("person: birth date, different ")) < rest.len);
    double least = 1e9;
    size_t lines = 0;
    for (; text_next(&rest, ';', &line); lines++) {
        char copy[200];
        snprintf(copy, sizeof(copy), "%.*s", TEXT_ARG(line));
        const char *arrow = strstr(copy, " -> ");
        assert_non_null(arrow);
        const char *number = arrow;
        while (number > copy && number[-1] != ' ')
            number--;
        double by = atof(arrow + 4) - atof(number);
        by = by < 0 ? -by : by;
        assert_true(by >= 0.9 && by <= least + 0.1); /* written to a tenth */
        least = by;
    }
    assert_true(lines >= 1 && lines <= 5);
    match_model_close(&before);
    match_model_close(&after);
    matcher_close(&plain);
    matcher_close(&taught);
    test_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reviews_stand_in_order_of_what_an_answer_sets_right),
        cmocka_unit_test(what_is_decided_is_not_asked_again),
        cmocka_unit_test(decisions_teach_about_those_who_look_alike),
        cmocka_unit_test(drift_names_the_weights_that_moved_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
