/*
 * The whole engine on a made town: who is one, who is not, and that nothing
 * but the facts decides (match-1).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "match/model.h"
#include "match/town.h"

static void the_same_person_twice_is_found(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct matcher *matcher = matched(town, 2, false, 0, 0, 0);
    size_t joined = 0, wrong = 0;
    for (size_t i = 0; i < CROWD; i += COPIES) {
        joined += cluster_of(matcher, i) == cluster_of(matcher, i + 1);
        wrong += i + COPIES < CROWD && cluster_of(matcher, i) == cluster_of(matcher, i + COPIES);
    }
    assert_true(joined >= PEOPLE * 98 / 100);
    assert_int_equal(wrong, 0);
    matcher_close(&matcher);
    test_free(town);
}

static void threads_and_order_change_no_byte(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct matcher *one = matched(town, 1, false, 0, 0, 0);
    struct buf first = BUF_EMPTY;
    struct error err = ERROR_NONE;
    assert_int_equal(matcher_model_write(one, &first, &err), STATUS_OK);
    size_t count = 0, reviews = 0;
    const struct match_link *links = matcher_links(one, &count);
    const struct match_review *to_review = matcher_reviews(one, &reviews);
    for (int threads = 1; threads <= 7; threads += 3) {
        struct matcher *other = matched(town, threads, true, 0, 0, 0);
        struct buf again = BUF_EMPTY;
        size_t other_count = 0, other_reviews = 0;
        assert_int_equal(matcher_model_write(other, &again, &err), STATUS_OK);
        const struct match_link *other_links = matcher_links(other, &other_count);
        const struct match_review *other_review = matcher_reviews(other, &other_reviews);
        assert_int_equal(first.len, again.len);
        assert_memory_equal(first.ptr, again.ptr, first.len);
        assert_int_equal(count, other_count);
        for (size_t i = 0; i < count; i++) {
            assert_true(links[i].mention.v == other_links[i].mention.v);
            assert_int_equal(links[i].cluster, other_links[i].cluster);
            assert_int_equal(links[i].score, other_links[i].score);
        }
        assert_int_equal(reviews, other_reviews);
        for (size_t i = 0; i < reviews; i++)
            assert_int_equal(to_review[i].score, other_review[i].score);
        buf_done(&again);
        matcher_close(&other);
    }
    buf_done(&first);
    matcher_close(&one);
    test_free(town);
}

static void people_of_one_house_stay_themselves(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    add_families(town);
    struct date old = { 1951, 3, 14 }, young = { 1979, 8, 2 }, twin = { 2001, 5, 5 };
    size_t father = add(town, "Willem", "Zandstra", old, 901, ""),
           son = add(town, "Willem", "Zandstra", young, 901, "");
    size_t lisa = add(town, "Lisa", "Yntema", twin, 902, ""), mark = add(town, "Mark", "Yntema", twin, 902, "");
    size_t he = add(town, "Bas", "Xhofleer", (struct date){ 0 }, 903, "thuis@xhofleer.example");
    size_t she = add(town, "Petra", "Xhofleer", (struct date){ 0 }, 903, "thuis@xhofleer.example");
    struct matcher *matcher = matched(town, 2, false, 0, 0, 0);
    assert_int_not_equal(cluster_of(matcher, father), cluster_of(matcher, son));
    assert_int_not_equal(cluster_of(matcher, lisa), cluster_of(matcher, mark));
    assert_int_not_equal(cluster_of(matcher, he), cluster_of(matcher, she));
    matcher_close(&matcher);
    test_free(town);
}

static void one_person_entered_five_times_is_one(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct date birth = { 1966, 11, 23 };
    size_t five[] = {
        add(town, "Johannes", "Qualm", birth, 905, "j.qualm@post.example"),
        add(town, "Hans", "Qualm", birth, 905, ""),
        add(town, "J.", "Qualm", birth, 905, "j.qualm@post.example"),
        add(town, "Johannes", "Qulam", birth, 906, "j.qualm@post.example"),
        add(town, "Johannes", "Qualm", (struct date){ 1966, 11, 13 }, 905, ""),
    };
    struct matcher *matcher = matched(town, 2, false, 0, 0, 0);
    for (size_t i = 1; i < 5; i++)
        assert_int_equal(cluster_of(matcher, five[0]), cluster_of(matcher, five[i]));
    matcher_close(&matcher);
    test_free(town);
}

static void a_decision_outranks_the_scores(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct matcher *apart = matched(town, 2, false, 0, 1, VERDICT_DIFFERENT);
    assert_int_not_equal(cluster_of(apart, 0), cluster_of(apart, 1));
    struct matcher *together = matched(town, 2, false, 0, 300, VERDICT_SAME);
    assert_int_equal(cluster_of(together, 0), cluster_of(together, 300));
    matcher_close(&apart);
    matcher_close(&together);
    test_free(town);
}

static void explain_two(const struct match_model *model, const struct town *town, size_t a, size_t b,
                        struct match_explanation *ret)
{
    struct match_side left = { &town->mentions[a], 0 }, right = { &town->mentions[b], 0 };
    match_explain(model, &left, &right, ret);
}

static void the_saved_model_explains_with_the_same_score(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct matcher *matcher = matched(town, 2, false, 0, 0, 0);
    struct buf bytes = BUF_EMPTY;
    struct error err = ERROR_NONE;
    struct match_model *model = NULL;
    assert_int_equal(matcher_model_write(matcher, &bytes, &err), STATUS_OK);
    assert_int_equal(match_model_read(buf_text(&bytes), &model, &err), STATUS_OK);
    size_t count = 0, checked = 0;
    const struct match_link *links = matcher_links(matcher, &count);
    for (size_t i = 0; i < CROWD && checked < 50; i++) {
        for (size_t k = 0; k < count; k++) {
            if (links[k].mention.v != id_at(i).v || links[k].reason != LINK_SCORE)
                continue;
            size_t best = 0;
            while (id_at(best).v != links[k].best.v)
                best++;
            struct match_explanation why;
            explain_two(model, town, i, best, &why);
            assert_true(why.score >= links[k].score - 2 && why.score <= links[k].score + 2);
            int32_t sum = 0;
            for (size_t e = 0; e < why.evidence_count; e++) {
                sum += why.evidence[e].score;
                assert_true(why.evidence[e].sentence_nl[0] && why.evidence[e].sentence_en[0]);
            }
            assert_int_equal(sum, why.score);
            checked++;
        }
    }
    assert_true(checked > 10);
    match_model_close(&model);
    buf_done(&bytes);
    matcher_close(&matcher);
    test_free(town);
}

/* Each cluster is built again by joins of the model, one less than it has mentions; and whoever was joined met in a
 * key. */
static void every_cluster_is_built_again(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct matcher *matcher = matched(town, 2, false, 0, 300, VERDICT_SAME);
    struct buf bytes = BUF_EMPTY;
    struct error err = ERROR_NONE;
    struct match_model *model = NULL;
    size_t decided = 0, built = 0;
    assert_int_equal(matcher_model_write(matcher, &bytes, &err), STATUS_OK);
    assert_int_equal(match_model_read(buf_text(&bytes), &model, &err), STATUS_OK);
    const struct match_decided same = { id_at(0), id_at(300), VERDICT_SAME };
    for (size_t i = 0; i < CROWD && built < 60; i++) {
        struct match_side sides[MATCH_PARTY_MAX] = { 0 };
        struct mention_id ids[MATCH_PARTY_MAX];
        struct match_join joins[MATCH_PARTY_MAX];
        size_t count = 0, joined = 0;
        for (size_t k = 0; k < CROWD; k++) {
            if (cluster_of(matcher, k) != cluster_of(matcher, i))
                continue;
            if (k < i) {
                count = 0; /* seen */
                break;
            }
            size_t at = count++;
            for (; at > 0 && ids[at - 1].v > id_at(k).v; at--) {
                ids[at] = ids[at - 1];
                sides[at] = sides[at - 1];
            }
            ids[at] = id_at(k);
            sides[at] = (struct match_side){ .mention = &town->mentions[k] };
        }
        if (count < 2)
            continue;
        struct match_party party = { sides, ids, count, &same, 1 };
        assert_int_equal(match_build(model, &party, joins, &joined, &err), STATUS_OK);
        assert_int_equal(joined, count - 1);
        for (size_t j = 0; j < joined; j++) {
            struct match_explanation why;
            assert_true(joins[j].a < joins[j].b && joins[j].pairs > 0);
            match_explain(model, &sides[joins[j].best_a], &sides[joins[j].best_b], &why);
            decided += joins[j].is_decided;
            assert_true(joins[j].is_decided || (why.keys && joins[j].best >= match_threshold(model, PARTY_PERSON)));
        }
        built++;
    }
    assert_int_equal(built, 60);
    assert_int_equal(decided, 1);
    match_model_close(&model);
    buf_done(&bytes);
    matcher_close(&matcher);
    test_free(town);
}

static void a_broken_model_is_refused(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct matcher *matcher = matched(town, 2, false, 0, 0, 0);
    struct buf bytes = BUF_EMPTY;
    struct error err = ERROR_NONE;
    struct match_model *model = NULL;
    assert_int_equal(matcher_model_write(matcher, &bytes, &err), STATUS_OK);
    for (size_t len = 0; len < bytes.len; len += len < 200 ? 1 : 997)
        assert_int_equal(match_model_read(text_slice(buf_text(&bytes), 0, len), &model, &err), STATUS_INVALID);
    for (size_t at = 0; at < bytes.len; at += 131) {
        bytes.ptr[at] ^= 0x55;
        if (match_model_read(buf_text(&bytes), &model, &err) == STATUS_OK) {
            struct match_explanation why;
            explain_two(model, town, 0, 1, &why);
            match_model_close(&model);
        }
        bytes.ptr[at] ^= 0x55;
    }
    buf_done(&bytes);
    matcher_close(&matcher);
    test_free(town);
}

/* Each mention of a pair from the same source, which is known to name nobody twice. */
static void a_clean_source_names_nobody_twice(void **state)
{
    (void)state;
    struct town *town = town_of_pairs();
    struct error err = ERROR_NONE;
    for (int decided = 0; decided < 2; decided++) {
        struct matcher *matcher = NULL;
        struct match_options options = { .threads = 2 };
        assert_int_equal(matcher_open(&options, &matcher, &err), STATUS_OK);
        assert_int_equal(matcher_clean_source(matcher, 3, &err), STATUS_OK);
        for (size_t i = 0; i < town->count; i++)
            assert_int_equal(matcher_add(matcher, id_at(i), 3, &town->mentions[i], &err), STATUS_OK);
        if (decided)
            assert_int_equal(matcher_constrain(matcher, id_at(0), id_at(1), VERDICT_SAME, &err), STATUS_OK);
        assert_int_equal(matcher_run(matcher, &err), STATUS_OK);
        assert_int_equal(matcher_stats(matcher).clusters, town->count - (size_t)decided);
        uint32_t rules = 0;
        assert_true(match_rules_read(TEXT("clean-source"), &rules));
        for (unsigned r = 0; r < MATCH_RULES; r++)
            assert_int_equal(matcher_stats(matcher).stopped[r] > 0, rules >> r & 1);
        matcher_close(&matcher);
    }
    test_free(town);
}

static void rules_have_names(void **state)
{
    (void)state;
    static const struct {
        const char *names;
        bool good;
    } cases[] = {
        { "twins", true },          { "twins,couple", true }, { "father and son", true },
        { "father-and-son", true }, { "all", true },          { "", true },
        { "nobody", false },        { "twins,", true },       { "clean_source", true },
        { "twins, couple", true },
    };
    uint32_t rules = 0;
    struct error err = ERROR_NONE;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_int(match_rules_read(text_from(cases[i].names), &rules), cases[i].good, cases[i].names);
    for (unsigned r = 1; r < MATCH_RULES; r++) {
        assert_true(match_rules_read(text_from(match_rule_name(r)), &rules));
        assert_int_equal(rules, UINT32_C(1) << r);
    }
    assert_int_equal(match_rules_refuse(TEXT("nobody"), &err), STATUS_USAGE);
}

static void nothing_at_all_is_matched_too(void **state)
{
    (void)state;
    struct town *town = test_calloc(1, sizeof(*town));
    struct matcher *matcher = matched(town, 2, false, 0, 0, 0);
    size_t count = 1;
    matcher_links(matcher, &count);
    assert_int_equal(count, 0);
    matcher_close(&matcher);
    town->mentions[town->count++] = (struct mention){ .kind = PARTY_PERSON };
    town->mentions[town->count++] = (struct mention){ .kind = PARTY_PERSON };
    matcher = matched(town, 2, false, 0, 0, 0);
    assert_int_not_equal(cluster_of(matcher, 0), cluster_of(matcher, 1));
    matcher_close(&matcher);
    test_free(town);
}

static void agreement_never_counts_against_and_difference_never_for(void **state)
{
    (void)state;
    struct comparison_model comparison = { .levels = 3,
                                           .weight = { 0, 5 * BIT, 0, -3 * BIT },
                                           .mean_bits = { 0, 8 * BIT, 0, 0 } };
    for (int bits = 1; bits < 20 * BIT; bits += 100)
        assert_true(model_weight(&comparison, 1, (int16_t)bits) >= 0);
    assert_int_equal(model_weight(&comparison, 3, 0), -3 * BIT);
    assert_true(model_weight(&comparison, 1, 11 * BIT) > model_weight(&comparison, 1, 6 * BIT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_person_twice_is_found),
        cmocka_unit_test(threads_and_order_change_no_byte),
        cmocka_unit_test(people_of_one_house_stay_themselves),
        cmocka_unit_test(one_person_entered_five_times_is_one),
        cmocka_unit_test(a_decision_outranks_the_scores),
        cmocka_unit_test(the_saved_model_explains_with_the_same_score),
        cmocka_unit_test(every_cluster_is_built_again),
        cmocka_unit_test(a_broken_model_is_refused),
        cmocka_unit_test(a_clean_source_names_nobody_twice),
        cmocka_unit_test(rules_have_names),
        cmocka_unit_test(nothing_at_all_is_matched_too),
        cmocka_unit_test(agreement_never_counts_against_and_difference_never_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
