/* A made town to match: pairs of one person, and families on request. */
#pragma once

#include "test.h"

#include "base/hash.h"
#include "match/match.h"

enum { PEOPLE = 400, COPIES = 2, CROWD = PEOPLE * COPIES, FAMILIES = 80, SPECIAL = 136 + 4 * FAMILIES };

static const char *const givens[] = { "Anna", "Bram", "Carla", "Dirk",  "Eva",  "Frank", "Greet",
                                      "Henk", "Inge", "Jaap",  "Karin", "Lars", "Mieke", "Niels",
                                      "Olga", "Paul", "Roos",  "Sven",  "Tess", "Wout" };
static const char *const surnames[] = { "Akkerman", "Bosman", "Cornelissen", "Dijkman", "Elzinga", "Fokkens", "Groot",
                                        "Hagen",    "Ilsink", "Jongbloed",   "Kuipers", "Lammers", "Mulder",  "Nooij",
                                        "Otten",    "Pool",   "Rademaker",   "Slagter", "Tromp",   "Verkerk" };
static const char *const streets[] = { "Dorpsstraat", "Molenweg", "Kerkplein", "Havenkade", "Lindelaan" };

struct town {
    struct mention mentions[CROWD + SPECIAL];
    struct address addresses[CROWD + SPECIAL];
    struct email emails[CROWD + SPECIAL];
    char text[CROWD + SPECIAL][3][40];
    size_t count;
};

static inline size_t add(struct town *town, const char *given, const char *surname, struct date birth, unsigned house,
                         const char *mail)
{
    size_t i = town->count++;
    snprintf(town->text[i][0], sizeof(town->text[i][0]), "%u", house % 90 + 1);
    snprintf(town->text[i][1], sizeof(town->text[i][1]), "%04u AB", 1000 + house);
    snprintf(town->text[i][2], sizeof(town->text[i][2]), "%s", mail);
    town->addresses[i] = (struct address){ .street = text_from(streets[house % 5]),
                                           .number = text_from(town->text[i][0]),
                                           .postcode = text_from(town->text[i][1]),
                                           .city = TEXT("Veenstad") };
    town->emails[i] = (struct email){ .address = text_from(town->text[i][2]), .key = text_from(town->text[i][2]) };
    town->mentions[i] = (struct mention){
        .kind = PARTY_PERSON,
        .name = { .given = text_from(given), .surname = text_from(surname) },
        .birth = birth,
        .addresses = &town->addresses[i],
        .addresses_count = 1,
        .emails = &town->emails[i],
        .emails_count = mail[0] ? 1 : 0,
    };
    return i;
}

/* A crowd of which each person stands there twice, now and then with another house. */
static inline struct town *town_of_pairs(void)
{
    struct town *town = test_calloc(1, sizeof(*town));
    for (uint64_t p = 0; p < PEOPLE; p++) {
        struct date birth = { (int16_t)(1940 + hash_pair(p, 1) % 60), (uint8_t)(1 + hash_pair(p, 2) % 12),
                              (uint8_t)(1 + hash_pair(p, 3) % 28) };
        for (int copy = 0; copy < COPIES; copy++) {
            bool moved = copy == 1 && hash_pair(p, 6) % 8 == 0;
            add(town, givens[hash_pair(p, 4) % 20], surnames[hash_pair(p, 5) % 20], birth,
                (unsigned)(hash_pair(p, moved ? 8 : 7) % 900), "");
        }
    }
    return town;
}

/* Four people of one surname in one house, so that the town shows what a home is. */
static inline void add_families(struct town *town)
{
    for (uint64_t f = 0; f < FAMILIES; f++) {
        for (uint64_t m = 0; m < 4; m++) {
            struct date birth = { (int16_t)((m < 2 ? 1950 : 1980) + hash_pair(f, m) % 25),
                                  (uint8_t)(1 + hash_pair(f, m + 4) % 12), (uint8_t)(1 + hash_pair(f, m + 8) % 28) };
            add(town, givens[(hash_pair(f, 12) + m * 5) % 20], surnames[hash_pair(f, 13) % 20], birth,
                1000 + (unsigned)f, "");
        }
    }
}

static inline struct mention_id id_at(size_t i)
{
    return (struct mention_id){ 1 + i * 7919 % 1000003 };
}

static inline struct matcher *matched(const struct town *town, int threads, bool backwards, size_t same_a,
                                      size_t same_b, enum verdict verdict)
{
    struct error err = ERROR_NONE;
    struct matcher *matcher = NULL;
    struct match_options options = { .threads = threads };
    assert_int_equal(matcher_open(&options, &matcher, &err), STATUS_OK);
    for (size_t n = 0; n < town->count; n++) {
        size_t i = backwards ? town->count - 1 - n : n;
        assert_int_equal(matcher_add(matcher, id_at(i), 0, &town->mentions[i], &err), STATUS_OK);
    }
    if (verdict)
        assert_int_equal(matcher_constrain(matcher, id_at(same_a), id_at(same_b), verdict, &err), STATUS_OK);
    assert_int_equal(matcher_run(matcher, &err), STATUS_OK);
    return matcher;
}

static inline uint32_t cluster_of(const struct matcher *matcher, size_t i)
{
    size_t count = 0;
    const struct match_link *links = matcher_links(matcher, &count);
    for (size_t k = 0; k < count; k++)
        if (links[k].mention.v == id_at(i).v)
            return links[k].cluster;
    fail_msg("mention %zu has no link", i);
    return 0;
}
