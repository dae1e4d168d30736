/*
 * The map of the world: areas, streets, postcodes, and how many of what.
 *
 * An address is a number ("slot").  Each area (four digits) has STREETS
 * streets, each street NUMBERS houses or what it takes; a postcode's
 * letters follow from the street and the block of houses, so world-2 holds by
 * counting, not by looking.  Slots are dealt out through one shuffle: unit u
 * takes 2u for its home and 2u+1 for the one it left, organisations follow.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/world.h"

#include <assert.h>

enum { STREETS = 36, NUMBERS = 120, BLOCKS = 10, AREAS_MIN = 60 };

/* Letters the Dutch post uses; S does not begin a pair, for SA, SD and SS were never issued. */
static const char FIRST_LETTERS[] = "ABCDEGHJKLMNPRTVWXZ", SECOND_LETTERS[] = "ABCDEGHJKLMNPRSTVWXZ";

void world_init(struct world *ret, const struct words *words, uint64_t seed, uint64_t persons)
{
    assert(ret && words);
    *ret = (struct world){ .words = words, .seed = seed };
    ret->units = persons * 46 / 100 + 1;
    ret->organisations = persons * 20 / 100 + 1;
    uint64_t dealt = 2 * (ret->units + ret->organisations);
    uint64_t areas = dealt * 2 / (STREETS * NUMBERS) + AREAS_MIN;
    ret->areas_used = (uint32_t)(areas < words->areas_count ? areas : words->areas_count);
    uint64_t streets = (uint64_t)ret->areas_used * STREETS, numbers = (dealt + streets - 1) / streets;
    numbers = numbers < NUMBERS ? NUMBERS : numbers; /* where the whole country is full, streets are longer */
    ret->block = (uint32_t)(numbers / BLOCKS + 1);
    uint64_t slots = streets * numbers;
    ret->areas = shuffle_of(seed, ABOUT_AREAS, words->areas_count);
    ret->homes = shuffle_of(seed, ABOUT_HOMES, slots);
    ret->jobs = shuffle_of(seed, ABOUT_JOBS, 2 * ret->units);
    ret->second_jobs = shuffle_of(seed, ABOUT_SECOND_JOBS, 2 * ret->units);
    ret->third_jobs = shuffle_of(seed, ABOUT_THIRD_JOBS, 2 * ret->units);
    ret->past_jobs = shuffle_of(seed, ABOUT_PAST_JOBS, 2 * ret->units);
}

static void street_read(const struct world *world, uint16_t area, uint32_t street, struct cell *ret)
{
    struct chance chance = chance_of(world->seed, ABOUT_STREET, (uint64_t)area * STREETS + street);
    cell_clear(ret);
    if (chance_hits(&chance, 420)) {
        cell_put(ret, words_pick(world->words, WORD_STREET, &chance));
        return;
    }
    cell_put(ret, words_pick(world->words, WORD_STREET_STEM, &chance));
    cell_put(ret, words_pick(world->words, WORD_STREET_ENDING, &chance));
}

void world_address_read(const struct world *world, uint64_t slot, struct address *ret)
{
    uint64_t at = shuffle_at(&world->homes, slot);
    uint32_t area_at = (uint32_t)(at % world->areas_used);
    uint32_t street = (uint32_t)(at / world->areas_used % STREETS);
    uint32_t house = (uint32_t)(at / world->areas_used / STREETS);
    const struct area *area = &world->words->areas[shuffle_at(&world->areas, area_at)];
    struct chance chance = chance_of(world->seed, ABOUT_ADDRESS, at);
    ret->area = area->code;
    ret->place = area->place;
    ret->number = (uint16_t)(house + 1);
    ret->addition[0] = '\0';
    uint32_t pair = street * BLOCKS + house / world->block;
    ret->letters[0] = FIRST_LETTERS[pair / (sizeof(SECOND_LETTERS) - 1)];
    ret->letters[1] = SECOND_LETTERS[pair % (sizeof(SECOND_LETTERS) - 1)];
    ret->letters[2] = '\0';
    if (chance_hits(&chance, 160)) {
        static const char additions[][4] = {
            "A", "A", "A", "B", "B", "C", "1", "2", "3", "hs", "II", "bis", "a", "12"
        };
        const char *addition = additions[chance_below(&chance, sizeof(additions) / sizeof(*additions))];
        memcpy(ret->addition, addition, sizeof(ret->addition));
        /* "12 A" stands beside "12"; A of the first house has none before it */
        if (house > 0 && house % world->block > 0)
            ret->number--;
    }
    street_read(world, area->code, street, &ret->street);
}

static char fold_letter(struct text t, size_t *at)
{
    unsigned char c = (unsigned char)t.ptr[(*at)++];
    if (c < 0x80)
        return char_to_lower((char)c);
    unsigned char d = *at < t.len ? (unsigned char)t.ptr[(*at)++] : 0;
    /* U+00C0 … U+017F by base letter, as far as our tables use them */
    static const char latin1[] = "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty";
    if (c == 0xC3 && d >= 0x80)
        return latin1[d - 0x80];
    static const struct {
        unsigned char c, d;
        char letter;
    } more[] = { { 0xC4, 0x85, 'a' }, { 0xC4, 0x87, 'c' }, { 0xC4, 0x99, 'e' }, { 0xC4, 0x9E, 'g' },
                 { 0xC4, 0x9F, 'g' }, { 0xC4, 0xB0, 'i' }, { 0xC4, 0xB1, 'i' }, { 0xC5, 0x81, 'l' },
                 { 0xC5, 0x82, 'l' }, { 0xC5, 0x84, 'n' }, { 0xC5, 0x9A, 's' }, { 0xC5, 0x9B, 's' },
                 { 0xC5, 0x9E, 's' }, { 0xC5, 0x9F, 's' }, { 0xC5, 0xBA, 'z' }, { 0xC5, 0xBB, 'z' },
                 { 0xC5, 0xBC, 'z' } };
    for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++)
        if (more[i].c == c && more[i].d == d)
            return more[i].letter;
    return ' ';
}

void slug_put(struct cell *cell, struct text t, char separator)
{
    size_t start = cell->len;
    for (size_t i = 0; i < t.len;) {
        char c = fold_letter(t, &i);
        if (char_is_lower(c) || char_is_digit(c))
            cell_put_char(cell, c);
        else if (separator && cell->len > start && c != '\'' && c != '.' && cell->s[cell->len - 1] != separator)
            cell_put_char(cell, separator);
    }
    if (separator && cell->len > start && cell->s[cell->len - 1] == separator)
        cell->len--;
}

bool elfproef(const char digits[9])
{
    int sum = -(digits[8] - '0');
    for (int i = 0; i < 8; i++)
        sum += (9 - i) * (digits[i] - '0');
    return sum % 11 == 0;
}

int iban_check_digits(const char *country_and_account)
{
    unsigned rest = 0;
    const char *parts[3] = { country_and_account + 2, country_and_account, "00" };
    for (int part = 0; part < 3; part++)
        for (const char *s = parts[part]; *s && (part != 1 || s < country_and_account + 2); s++)
            rest = char_is_digit(*s) ? (rest * 10 + (unsigned)(*s - '0')) % 97
                                     : (rest * 100 + (unsigned)(*s - 'A' + 10)) % 97;
    return (int)(98 - rest);
}
