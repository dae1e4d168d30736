/*
 * One against all gives what all against all gives (index-1): the same
 * candidates, the same scores, the same clusters, whatever came and went.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "match/index.h"
#include "os/file.h"

enum { TOWN_MAX = 2200, FIRMS_PER = 8 };

static const char *const givens[] = { "Anna", "Bram", "Carla", "Dirk",  "Eva",  "Frank", "Greet",
                                      "Henk", "Inge", "Jaap",  "Karin", "Lars", "Mieke", "Niels",
                                      "Olga", "Paul", "Roos",  "Sven",  "Tess", "Wout" };
static const char *const surnames[] = { "Akkerman", "Bosman", "Cornelissen", "Dijkman", "Elzinga", "Fokkens", "Groot",
                                        "Hagen",    "Ilsink", "Jongbloed",   "Kuipers", "Lammers", "Mulder",  "Nooij",
                                        "Otten",    "Pool",   "Rademaker",   "Slagter", "Tromp",   "Verkerk" };
static const char *const trades[] = { "Bakkerij", "Garage", "Kapsalon", "Advies", "Bouw" };
static const char *const streets[] = { "Dorpsstraat", "Molenweg", "Kerkplein", "Havenkade", "Lindelaan" };

struct dweller {
    struct mention mention;
    struct address address;
    struct email email;
    struct phone phone;
    struct attribute attribute;
    char number[12], postcode[12], mail[40], call[24], colour[24], firm[48];
};

struct town {
    struct dweller dwellers[TOWN_MAX];
    size_t count;
};

/* Persons mostly, each twice with something else the second time; what he says hangs on n alone. */
static void settle_in(struct dweller *dweller, uint64_t n)
{
    uint64_t who = n / 2, again = n % 2;
    bool moved = again && hash_pair(who, 6) % 5 == 0, typo = again && hash_pair(who, 9) % 6 == 0;
    unsigned house = (unsigned)(hash_pair(who, moved ? 8 : 7) % 150);
    snprintf(dweller->number, sizeof(dweller->number), "%u", house % 90 + 1);
    snprintf(dweller->postcode, sizeof(dweller->postcode), "%04u AB", 1000 + house);
    snprintf(dweller->mail, sizeof(dweller->mail), "u%llu@post.example", (unsigned long long)(who % 1000));
    snprintf(dweller->call, sizeof(dweller->call), "+3161%07llu", (unsigned long long)(hash_pair(who, 10) % 200));
    snprintf(dweller->colour, sizeof(dweller->colour), "%s %llu", again ? "blauw" : "groen",
             (unsigned long long)(hash_pair(who, 11) % 40));
    dweller->address = (struct address){ .street = text_from(streets[house % 5]),
                                         .number = text_from(dweller->number),
                                         .postcode = hash_pair(n, 12) % 9 ? text_from(dweller->postcode) : TEXT_EMPTY,
                                         .city = TEXT("Veenstad") };
    dweller->email = (struct email){ .address = text_from(dweller->mail), .key = text_from(dweller->mail) };
    dweller->phone = (struct phone){ .kind = PHONE_MOBILE, .e164 = text_from(dweller->call) };
    dweller->attribute = (struct attribute){ .column = 3, .kind = ATTRIBUTE_TEXT, .value = text_from(dweller->colour) };
    dweller->mention = (struct mention){ .kind = PARTY_PERSON,
                                         .addresses = &dweller->address,
                                         .addresses_count = hash_pair(n, 13) % 7 != 0,
                                         .emails = &dweller->email,
                                         .emails_count = hash_pair(n, 14) % 3 == 0,
                                         .phones = &dweller->phone,
                                         .phones_count = hash_pair(n, 15) % 3 != 0,
                                         .attributes = &dweller->attribute,
                                         .attributes_count = hash_pair(n, 16) % 4 != 0 };
    if (who % FIRMS_PER == 0) {
        static const char *const forms[] = { "B.V.", "", "GmbH", "GmbH & Co. KG" };
        snprintf(dweller->firm, sizeof(dweller->firm), "%s %s%s%s", trades[hash_pair(who, 4) % 5],
                 surnames[hash_pair(who, 5) % 20], typo ? "s" : "", n % 5 ? "" : ", Utrecht, NL");
        dweller->mention.kind = PARTY_ORGANISATION;
        dweller->mention.org =
            (struct org_name){ .name = text_from(dweller->firm),
                               .legal_form = text_from(forms[hash_pair(n, 19) % 4]),
                               .department = n % 7 ? TEXT_EMPTY : TEXT("Inkoop, Utrecht University") };
        return;
    }
    if (n % 23 == 5) { /* many of whom nothing sets them apart: keys that only windows split */
        dweller->address = (struct address){ .city = TEXT("Veenstad") };
        dweller->mention.addresses_count = 1;
        dweller->mention.name = (struct person_name){ .given = TEXT("Jan"), .surname = TEXT("Pool") };
        return;
    }
    struct date birth = { (int16_t)(1940 + hash_pair(who, 1) % 16), (uint8_t)(1 + hash_pair(who, 2) % 12),
                          (uint8_t)(1 + hash_pair(who, 3) % 28) };
    dweller->mention.birth = hash_pair(n, 17) % 4 ? birth : (struct date){ 0 };
    dweller->mention.name = (struct person_name){ .given = text_from(givens[hash_pair(who, 4) % 11]),
                                                  .surname = text_from(surnames[hash_pair(who, 5) % 13]),
                                                  .call_name = text_from(givens[hash_pair(who, 18) % 20]) };
}

static struct town *town_of(size_t count)
{
    struct town *town = test_calloc(1, sizeof(*town));
    for (town->count = 0; town->count < count; town->count++)
        settle_in(&town->dwellers[town->count], town->count);
    return town;
}

static struct match_item item_at(const struct town *town, size_t i)
{
    return (struct match_item){ { 1 + (uint64_t)i * 7919 % 1000003 }, (uint32_t)(i % 2), &town->dwellers[i].mention };
}

/* All of the town but for those that are away. */
static struct matcher *matched(const struct town *town, const uint8_t *away, const struct match_model *model)
{
    struct error err = ERROR_NONE;
    struct matcher *matcher = NULL;
    struct match_options options = { .threads = 2 };
    assert_int_equal(matcher_open(&options, &matcher, &err), STATUS_OK);
    if (model)
        matcher_use_model(matcher, model);
    for (size_t i = 0; i < town->count; i++) {
        struct match_item item = item_at(town, i);
        if (!away || !away[i])
            assert_int_equal(matcher_add(matcher, item.id, item.source, item.mention, &err), STATUS_OK);
    }
    assert_int_equal(matcher_constrain(matcher, item_at(town, 10).id, item_at(town, 31).id, VERDICT_SAME, &err), 0);
    assert_int_equal(matcher_constrain(matcher, item_at(town, 20).id, item_at(town, 21).id, VERDICT_DIFFERENT, &err),
                     0);
    assert_int_equal(matcher_run(matcher, &err), STATUS_OK);
    return matcher;
}

static struct match_model *trained(const struct town *town)
{
    struct error err = ERROR_NONE;
    struct buf bytes = BUF_EMPTY;
    struct match_model *model = NULL;
    struct matcher *matcher = matched(town, NULL, NULL);
    assert_int_equal(matcher_model_write(matcher, &bytes, &err), STATUS_OK);
    assert_int_equal(match_model_read(buf_text(&bytes), &model, &err), STATUS_OK);
    buf_done(&bytes);
    matcher_close(&matcher);
    return model;
}

static struct match_index *indexed(const struct town *town, const struct match_model *model, int threads)
{
    struct error err = ERROR_NONE;
    struct match_index *index = NULL;
    struct match_item *items = test_calloc(town->count, sizeof(*items));
    const struct match_decided decided[] = { { item_at(town, 10).id, item_at(town, 31).id, VERDICT_SAME },
                                             { item_at(town, 20).id, item_at(town, 21).id, VERDICT_DIFFERENT } };
    for (size_t i = 0; i < town->count; i++)
        items[i] = item_at(town, i);
    assert_int_equal(match_index_open(model, 0, &index, &err), STATUS_OK);
    assert_int_equal(match_index_add_all(index, items, town->count / 3, threads, &err), STATUS_OK);
    assert_int_equal(match_index_add_all(index, items + town->count / 3, town->count - town->count / 3, threads, &err),
                     STATUS_OK);
    assert_int_equal(match_index_settle(index, threads, &err), STATUS_OK);
    assert_int_equal(match_index_decide(index, decided, 2, &err), STATUS_OK);
    test_free(items);
    return index;
}

static const struct match_link *link_of(const struct match_link *links, size_t count, uint64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (links[i].mention.v == id)
            return &links[i];
    return NULL;
}

/* One that is only asked about goes where a whole run put it. */
static void guest_is_at_home(const struct match_index *index, const struct matcher *matcher,
                             const struct match_item *item)
{
    struct error err = ERROR_NONE;
    struct match_around around;
    size_t count = 0;
    const struct match_link *links = matcher_links(matcher, &count);
    const struct match_link *batch = link_of(links, count, item->id.v);
    assert_int_equal(match_index_around(index, NULL, 0, item, &around, &err), STATUS_OK);
    const struct match_link *one = link_of(around.links.ptr, around.links.len, item->id.v);
    assert_non_null(one);
    assert_int_equal(one->score, batch->score);
    assert_int_equal(one->best.v, batch->best.v);
    for (size_t l = 0; l < around.links.len; l++) {
        const struct match_link *other = link_of(links, count, around.links.ptr[l].mention.v);
        assert_int_equal(around.links.ptr[l].cluster == one->cluster, other->cluster == batch->cluster);
    }
    match_around_done(&around);
}

/* Many pairs asked after at once give the number that asking one by one gives, whoever is asked after twice. */
static void same_count(struct matcher *matcher, const struct town *town)
{
    enum { PAIRS = 6000 };
    uint64_t *pairs[3] = { NULL, test_calloc(PAIRS, sizeof(uint64_t)), test_calloc(PAIRS, sizeof(uint64_t)) };
    size_t met = 0, counts[3] = { 0 };
    for (size_t i = 0; i < PAIRS; i++) {
        struct match_item a = item_at(town, hash_u64(i) % town->count),
                          b = item_at(town, hash_u64(i / 40) % town->count);
        enum party_kind kind = a.mention->kind;
        if (b.mention->kind != kind)
            continue;
        pairs[kind][counts[kind]++] =
            (uint64_t)matcher_place(matcher, kind, a.id) << 32 | matcher_place(matcher, kind, b.id);
        met += matcher_pair_was_candidate(matcher, a.id, b.id);
    }
    assert_true(met > 0);
    assert_int_equal(matcher_count_candidates(matcher, PARTY_PERSON, pairs[PARTY_PERSON], counts[PARTY_PERSON]) +
                         matcher_count_candidates(matcher, PARTY_ORGANISATION, pairs[PARTY_ORGANISATION],
                                                  counts[PARTY_ORGANISATION]),
                     met);
    assert_int_equal(matcher_count_candidates(matcher, PARTY_PERSON, NULL, 0), 0);
    assert_int_equal(matcher_place(matcher, PARTY_PERSON, (struct mention_id){ UINT64_MAX }), UINT32_MAX);
    test_free(pairs[PARTY_PERSON]);
    test_free(pairs[PARTY_ORGANISATION]);
}

/* Everybody's partners, asked as a stranger and held against a whole run. */
static void same_partners(struct match_index *index, struct matcher *matcher, const struct town *town,
                          const uint8_t *away, size_t step)
{
    struct error err = ERROR_NONE;
    for (size_t i = 0; i < town->count; i += step) {
        struct match_item item = item_at(town, i);
        struct match_asked asked;
        size_t met = 0;
        if (away && away[i])
            continue;
        assert_int_equal(match_index_remove(index, item.id, &err), STATUS_OK);
        assert_int_equal(match_index_ask(index, &item, INT32_MIN, &asked, &err), STATUS_OK);
        guest_is_at_home(index, matcher, &item);
        assert_int_equal(match_index_add(index, &item, &err), STATUS_OK);
        for (size_t j = 0; j < town->count; j++)
            met += matcher_pair_was_candidate(matcher, item.id, item_at(town, j).id);
        for (size_t h = 0; h < asked.hits.len; h++) {
            struct buf line = BUF_EMPTY;
            char said[32];
            uint64_t other = asked.hits.ptr[h].mention.v;
            assert_true(matcher_pair_was_candidate(matcher, item.id, asked.hits.ptr[h].mention));
            matcher_pair_write(matcher, (struct mention_id){ item.id.v < other ? item.id.v : other },
                               (struct mention_id){ item.id.v < other ? other : item.id.v }, &line);
            snprintf(said, sizeof(said), "%.1f,", asked.hits.ptr[h].score / 256.0);
            /* a rule that keeps two apart is not in what is written of them */
            assert_true(asked.hits.ptr[h].score == -8 * 256 || text_starts(buf_text(&line), text_from(said)));
            buf_done(&line);
        }
        assert_int_equal(asked.met, met);
        assert_int_equal(asked.hits.len, met);
        match_asked_done(&asked);
    }
}

/* What is found around each is what the whole run found of it. */
static void same_links(const struct match_index *index, const struct matcher *matcher, const struct town *town,
                       const uint8_t *away, size_t step)
{
    struct error err = ERROR_NONE;
    size_t count = 0, together = 0, expected = 0;
    const struct match_link *links = matcher_links(matcher, &count);
    for (size_t i = 0; i < town->count; i += step) {
        struct mention_id id = item_at(town, i).id;
        struct match_around around;
        if (away && away[i])
            continue;
        assert_int_equal(match_index_around(index, &id, 1, NULL, &around, &err), STATUS_OK);
        const struct match_link *batch = link_of(links, count, id.v);
        const struct match_link *one = link_of(around.links.ptr, around.links.len, id.v);
        assert_non_null(one);
        assert_int_equal(one->score, batch->score);
        assert_int_equal(one->reason, batch->reason);
        assert_int_equal(one->best.v, batch->best.v);
        for (size_t l = 0; l < around.links.len; l++) {
            const struct match_link *other = link_of(links, count, around.links.ptr[l].mention.v);
            assert_int_equal(around.links.ptr[l].cluster == one->cluster, other->cluster == batch->cluster);
            together += other->cluster == batch->cluster;
        }
        for (size_t l = 0; l < count; l++)
            expected += links[l].cluster == batch->cluster;
        match_around_done(&around);
    }
    assert_int_equal(together, expected);
}

static void one_by_one_meets_and_links_as_all_at_once(void **state)
{
    (void)state;
    static const size_t sizes[] = { 300, TOWN_MAX };
    for (size_t s = 0; s < 2; s++) {
        struct town *town = town_of(sizes[s]);
        struct match_model *model = trained(town);
        struct matcher *matcher = matched(town, NULL, model);
        assert_false(matcher_stats(matcher).trained);
        if (s) { /* keys too full and budgets met, or the town proves little */
            assert_true(matcher_stats(matcher).keys_refined > 20);
            assert_true(matcher_stats(matcher).budget_hits > 30);
        }
        same_count(matcher, town);
        struct match_index *index = indexed(town, model, 2);
        assert_int_equal(match_index_count(index, PARTY_PERSON) + match_index_count(index, PARTY_ORGANISATION),
                         sizes[s]);
        same_links(index, matcher, town, NULL, s ? 13 : 3);
        same_partners(index, matcher, town, NULL, s ? 61 : 7);
        match_index_close(&index);
        matcher_close(&matcher);
        match_model_close(&model);
        test_free(town);
    }
}

static void what_came_and_went_leaves_no_trace(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    struct town *town = town_of(TOWN_MAX);
    struct match_model *model = trained(town);
    struct match_index *index = indexed(town, model, 1);
    uint8_t *away = test_calloc(TOWN_MAX, 1);
    uint64_t chance = 7;
    for (size_t turn = 0; turn < 1500; turn++) {
        chance = hash_u64(chance);
        size_t i = chance % TOWN_MAX;
        struct match_item item = item_at(town, i);
        if (turn % 3 == 0) { /* another says something else under the same id, for a while */
            struct match_item other = { item.id, item.source, &town->dwellers[(i + 2) % TOWN_MAX].mention };
            assert_int_equal(match_index_add(index, &other, &err), STATUS_OK);
        }
        away[i] = turn % 2;
        if (away[i])
            assert_int_equal(match_index_remove(index, item.id, &err), STATUS_OK);
        else
            assert_int_equal(match_index_add(index, &item, &err), STATUS_OK);
        assert_int_equal(match_index_has(index, item.id), !away[i]);
        if (turn == 900)
            assert_int_equal(match_index_settle(index, 2, &err), STATUS_OK);
    }
    struct matcher *matcher = matched(town, away, model);
    assert_false(matcher_stats(matcher).trained);
    same_links(index, matcher, town, away, 17);
    same_partners(index, matcher, town, away, 101);
    matcher_close(&matcher);
    match_index_close(&index);
    match_model_close(&model);
    test_free(away);
    test_free(town);
}

static void the_file_gives_the_index_again_and_a_torn_one_nothing(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    struct town *town = town_of(1700);
    struct match_model *model = trained(town);
    struct matcher *matcher = matched(town, NULL, model);
    struct match_index *index = indexed(town, model, 1), *again = NULL;
    struct buf stamp = BUF_EMPTY, bytes = BUF_EMPTY;
    char path[] = "/tmp/kb_index_XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct match_item first = item_at(town, 0);
    assert_int_equal(match_index_remove(index, first.id, &err), STATUS_OK);
    assert_int_equal(match_index_write(index, path, TEXT("stands for 7"), &err), STATUS_OK);
    assert_int_equal(match_index_read(path, model, 0, &again, &stamp, &err), STATUS_OK);
    assert_true(text_equal(buf_text(&stamp), TEXT("stands for 7")));
    assert_false(match_index_has(again, first.id));
    assert_int_equal(match_index_add(again, &first, &err), STATUS_OK);
    const struct match_decided decided[] = { { item_at(town, 10).id, item_at(town, 31).id, VERDICT_SAME },
                                             { item_at(town, 20).id, item_at(town, 21).id, VERDICT_DIFFERENT } };
    assert_int_equal(match_index_decide(again, decided, 2, &err), STATUS_OK);
    same_links(again, matcher, town, NULL, 31);
    match_index_close(&again);

    assert_int_equal(file_slurp(path, SIZE_MAX / 2, &bytes, &err), STATUS_OK);
    for (size_t cut = 0; cut < 40; cut++) {
        struct text less = text_slice(buf_text(&bytes), 0, bytes.len * cut / 40);
        assert_int_equal(file_replace(path, less, &err), STATUS_OK);
        assert_int_equal(match_index_read(path, model, 0, &again, &stamp, &err), STATUS_BROKEN);
    }
    for (size_t at = 3; at < bytes.len; at += bytes.len / 40) {
        bytes.ptr[at] ^= 4;
        assert_int_equal(file_replace(path, buf_text(&bytes), &err), STATUS_OK);
        assert_int_equal(match_index_read(path, model, 0, &again, &stamp, &err), STATUS_BROKEN);
        bytes.ptr[at] ^= 4;
    }
    assert_int_equal(file_remove(path, &err), STATUS_OK);
    assert_int_equal(match_index_read(path, model, 0, &again, &stamp, &err), STATUS_NOT_FOUND);
    buf_done(&stamp);
    buf_done(&bytes);
    match_index_close(&index);
    matcher_close(&matcher);
    match_model_close(&model);
    test_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_by_one_meets_and_links_as_all_at_once),
        cmocka_unit_test(what_came_and_went_leaves_no_trace),
        cmocka_unit_test(the_file_gives_the_index_again_and_a_torn_one_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
