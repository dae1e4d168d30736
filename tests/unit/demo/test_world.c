/* The invented world: what must hold for every seed and size (demo/world.h). */
#include "base/hash.h"
#include "base/map.h"
#include "base/scoped.h"
#include "demo/sighting.h"
#include "demo/world.h"
#include "test.h"

static struct words words;

static int load(void **state)
{
    struct error err = ERROR_NONE;
    return words_load(&words, &err) == STATUS_OK ? 0 : -1;
}

static int unload(void **state)
{
    words_done(&words);
    return 0;
}

static void shuffles_go_both_ways_and_meet_nobody_twice(void **state)
{
    static const uint64_t counts[] = { 1, 2, 3, 7, 64, 1000, 4097 };
    for (size_t c = 0; c < sizeof(counts) / sizeof(*counts); c++) {
        struct shuffle shuffle = shuffle_of(5, 1, counts[c]);
        bool *seen = calloc(counts[c], 1);
        for (uint64_t i = 0; i < counts[c]; i++) {
            uint64_t at = shuffle_at(&shuffle, i);
            assert_true(at < counts[c] && !seen[at]);
            seen[at] = true;
            check_int(shuffle_back(&shuffle, at), i, "back");
        }
        free(seen);
    }
}

static void lists_are_long_enough(void **state)
{
    assert_true(words.given_count >= 500);
    assert_true(words.surnames_count >= 1500);
    assert_true(words.lists[WORD_STREET].count + words.lists[WORD_STREET_STEM].count >= 400);
    assert_true(words.areas_count >= 1000);
}

static uint64_t postcode_of(const struct address *a)
{
    return (uint64_t)a->area << 16 | (uint64_t)a->letters[0] << 8 | (uint64_t)a->letters[1];
}

/* world-1 and world-2 */
static void a_postcode_is_one_street_and_an_address_one_household(void **state)
{
    struct world world;
    world_init(&world, &words, 1, 2000);
    SCOPED(map_done) struct map streets = MAP_EMPTY;
    SCOPED(map_done) struct map doors = MAP_EMPTY;
    uint64_t slots = 2 * (world.units + world.organisations), shared = 0;
    for (uint64_t slot = 0; slot < slots; slot++) {
        struct address address;
        bool is_new = false;
        world_address_read(&world, slot, &address);
        uint64_t street = hash_pair(hash_text(cell_text(&address.street)), address.place);
        uint64_t *held = map_put(&streets, postcode_of(&address), street, &is_new);
        assert_true(is_new || *held == street);
        uint64_t door =
            hash_pair(hash_pair(postcode_of(&address), address.number), hash_text(text_from(address.addition)));
        map_put(&doors, door, slot, &is_new);
        shared += !is_new;
        assert_false(address.letters[0] == 'S' && strchr("ADS", address.letters[1]));
        assert_true(address.number >= 1 && address.area >= 1000);
    }
    check_int(shared, 0, "doors given out twice");
}

/* world-3 */
static void a_job_is_known_on_both_sides(void **state)
{
    struct world world;
    world_init(&world, &words, 3, 2000);
    uint64_t contacts = 0, jobs = 0;
    for (uint64_t o = 0; o < world.organisations; o++) {
        struct organisation organisation;
        organisation_read(&world, o, &organisation);
        for (int c = 0; c < CONTACTS_MAX; c++) {
            struct unit unit;
            int member = 0;
            if (!organisation_contact(&world, &organisation, c, &unit, &member))
                continue;
            struct placement placements[JOBS_MAX + 1];
            int count = person_placements(&world, unit.index, member, placements);
            assert_true(count > 0 && placements[0].organisation == o);
            contacts++;
        }
    }
    for (uint64_t u = 0; u < world.units; u++)
        for (int m = 0; m < 2 && m < unit_count(&world, u); m++) {
            struct placement placements[JOBS_MAX + 1];
            int count = person_placements(&world, u, m, placements);
            for (int i = 0; i < count; i++)
                assert_true(placements[i].organisation < world.organisations);
            jobs += (uint64_t)count;
        }
    assert_true(contacts > 500 && jobs > contacts);
}

static void people_have_what_life_gives_them(void **state)
{
    struct world world;
    world_init(&world, &words, 1, 4000);
    uint64_t twins = 0, fathers = 0, married = 0, shared = 0, moved = 0, called = 0;
    for (uint64_t u = 0; u < world.units; u++) {
        struct unit unit;
        unit_read(&world, u, &unit);
        check_int(unit.count, unit_count(&world, u), "members");
        for (int m = 0; m < unit.count; m++) {
            const struct person *p = &unit.persons[m];
            assert_true(p->given[0].len > 0 && p->call_name.len > 0 && p->surname.name.len > 0);
            assert_true(text_ends(cell_text(&p->email), TEXT(".example")));
            assert_true(p->birth_year >= 1930 && p->birth_year <= DEMO_TODAY_YEAR - 15);
            check_int(strlen(p->mobile), 9, "mobile");
            if (m > 0 && p->is_twin && unit.persons[m - 1].is_twin) {
                assert_int_equal(p->birth_day, unit.persons[m - 1].birth_day);
                assert_false(text_equal(p->given[0], unit.persons[m - 1].given[0]));
                twins++;
            }
            fathers += p->generation == 'j';
            married += p->has_partner_name;
            shared += p->shares_mailbox;
            called += p->has_call_name;
        }
        moved += unit.persons[0].moved;
    }
    assert_true(twins > 3 && fathers > 20 && married > 400 && shared > 100 && called > 300);
    assert_in_range(moved * 1000 / world.units, 90, 150);
}

static unsigned mod97(const char *s)
{
    unsigned rest = 0;
    for (; *s; s++)
        rest =
            char_is_digit(*s) ? (rest * 10 + (unsigned)(*s - '0')) % 97 : (rest * 100 + (unsigned)(*s - 'A' + 10)) % 97;
    return rest;
}

static void numbers_of_organisations_pass_their_checks(void **state)
{
    struct world world;
    world_init(&world, &words, 1, 4000);
    uint64_t kinds[5] = { 0 };
    for (uint64_t o = 0; o < world.organisations; o++) {
        struct organisation organisation;
        organisation_read(&world, o, &organisation);
        kinds[organisation.kind]++;
        check_int(mod97(organisation.vat), 1, "VAT");
        assert_false(elfproef(organisation.vat + 2));
        char turned[40];
        snprintf(turned, sizeof(turned), "%s%.4s", organisation.iban + 4, organisation.iban);
        check_int(mod97(turned), 1, "IBAN");
        check_int(strlen(organisation.kvk), 8, "KvK");
        check_int(strlen(organisation.phone), 9, "phone");
        assert_true(text_ends(cell_text(&organisation.email), TEXT(".example")));
        assert_true(organisation.name.len > 0);
    }
    for (int k = 0; k < 5; k++)
        assert_true(kinds[k] > 0);
}

static void the_test_number_is_one_that_gets_masked(void **state)
{
    assert_true(elfproef("111222333"));
    assert_false(elfproef("111222334"));
}

static void mistakes_change_a_word_and_keep_it_whole(void **state)
{
    uint64_t changed = 0;
    for (uint64_t i = 0; i < 2000; i++) {
        struct chance chance = chance_of(1, 1, i);
        struct cell cell = { 0 };
        cell_put_str(&cell, "Scheepstra-Krüger");
        switch (i % 4) {
        case 0: mess_typo(&cell, &chance); break;
        case 1: mess_ocr(&cell, &chance); break;
        case 2: mess_phonetic(&cell, &chance); break;
        default: mess_mojibake(&cell); break;
        }
        changed += !text_equal(cell_text(&cell), TEXT("Scheepstra-Krüger"));
        assert_true(cell.len >= 14 && cell.len <= 24);
    }
    assert_true(changed > 1900);
    struct cell cell = { 0 };
    cell_put_str(&cell, "Zoë");
    mess_mojibake(&cell);
    check_text(cell_text(&cell), TEXT("ZoÃ«"), "mojibake");
    for (size_t i = 0; i < 100; i++)
        cell_put_str(&cell, "ë");
    assert_true(cell.len <= CELL_BYTES_MAX && ((unsigned char)cell.s[cell.len - 1] & 0xC0) == 0x80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shuffles_go_both_ways_and_meet_nobody_twice),
        cmocka_unit_test(lists_are_long_enough),
        cmocka_unit_test(a_postcode_is_one_street_and_an_address_one_household),
        cmocka_unit_test(a_job_is_known_on_both_sides),
        cmocka_unit_test(people_have_what_life_gives_them),
        cmocka_unit_test(numbers_of_organisations_pass_their_checks),
        cmocka_unit_test(the_test_number_is_one_that_gets_masked),
        cmocka_unit_test(mistakes_change_a_word_and_keep_it_whole),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
