/*
 * Words typed with one letter wrong (store/typo.c): one word against a slow
 * twin, and all words of an index against looking at each, on either engine.
 */
#include "base/scoped.h"
#include "store/inside.h"
#include "world.h"

enum { WORDS = 600, ASKED = 400 };

static unsigned draw(unsigned *state, unsigned below)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) % below;
}

/* Few letters, so that many words are near each other. */
static struct text word_drawn(unsigned *state, size_t len, char *into)
{
    for (size_t i = 0; i < len; i++)
        into[i] = (char)('a' + draw(state, 4));
    return (struct text){ into, len };
}

/* Optimal string alignment of whole texts, bytes as letters: 0, 1, or 2 for more. */
static int distance(struct text a, struct text b)
{
    int d[40][40];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t k = 0; k <= b.len; k++) {
            if (i == 0 || k == 0) {
                d[i][k] = (int)(i + k);
                continue;
            }
            int best = d[i - 1][k - 1] + (a.ptr[i - 1] != b.ptr[k - 1]);
            best = d[i - 1][k] + 1 < best ? d[i - 1][k] + 1 : best;
            best = d[i][k - 1] + 1 < best ? d[i][k - 1] + 1 : best;
            if (i > 1 && k > 1 && a.ptr[i - 1] == b.ptr[k - 2] && a.ptr[i - 2] == b.ptr[k - 1] &&
                d[i - 2][k - 2] + 1 < best)
                best = d[i - 2][k - 2] + 1;
            d[i][k] = best;
        }
    return d[a.len][b.len] > 1 ? 2 : d[a.len][b.len];
}

static bool slowly(struct text word, struct text typed)
{
    for (size_t len = 0; len <= word.len; len++)
        if (distance(text_slice(word, 0, len), typed) <= 1)
            return true;
    return false;
}

static void one_word_agrees_with_its_slow_twin(void **state)
{
    unsigned chance = 1, near = 0;
    for (int i = 0; i < 200000; i++) {
        char a[12], b[12];
        struct text word = word_drawn(&chance, draw(&chance, 9), a);
        struct text typed = word_drawn(&chance, 4 + draw(&chance, 5), b);
        bool want = slowly(word, typed);
        near += want;
        if (typo_begins(word, typed) != want)
            fail_msg("'%.*s' typed as '%.*s': want %d", TEXT_ARG(word), TEXT_ARG(typed), want);
    }
    assert_true(near > 1000 && near < 190000);
}

static void short_words_and_numbers_have_no_typos(void **state)
{
    assert_false(typo_is_looked_for(TEXT("")) || typo_is_looked_for(TEXT("bak")) || typo_is_looked_for(TEXT("éél")));
    assert_true(typo_is_looked_for(TEXT("bakk")) && typo_is_looked_for(TEXT("éééé")));
    assert_false(typo_is_looked_for(TEXT("1234")) || typo_is_looked_for(TEXT("huis12")));
    char same[100];
    memset(same, 'a', sizeof(same));
    for (size_t len = 4; len < sizeof(same); len++)
        assert_int_equal(typo_is_looked_for((struct text){ same, len }), len < 76);
}

static void letters_are_not_bytes(void **state)
{
    assert_true(typo_begins(TEXT("müller"), TEXT("mëller")));
    assert_true(typo_begins(TEXT("müller"), TEXT("muller")));
    assert_true(typo_begins(TEXT("müller"), TEXT("mller")));
    assert_true(typo_begins(TEXT("müller"), TEXT("ümller")));
    assert_false(typo_begins(TEXT("müller"), TEXT("ëmller")));
    typo_begins(TEXT("m\xc3"), TEXT("m\xbf\xbf\xff")); /* no UTF-8: any answer */
}

/* ---- all words ---- */

struct dictionary {
    struct text words[WORDS];
    char bytes[WORDS][16];
};

static void derive(struct world *world, const struct dictionary *dictionary)
{
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world->store, &tx, &err));
    ok(store_derived_begin(world->store, &err));
    for (unsigned i = 0; i < WORDS; i++) {
        struct text words = arena_printf(&world->arena, "%.*s utrecht", TEXT_ARG(dictionary->words[i]));
        struct stored_party party = { world_person(i), 1, TEXT("Jan"), TEXT("jan"), TEXT(""), TEXT("{}"), words };
        ok(store_party_put(world->store, &party, &err));
    }
    ok(store_derived_end(world->store, &err));
    ok(store_commit(&tx, &err));
}

static bool collect(void *ctx, struct text beginning, struct error *err)
{
    struct dictionary *dictionary = ctx;
    for (unsigned i = 0; i < WORDS; i++)
        if (text_starts(dictionary->words[i], beginning))
            dictionary->bytes[i][15] = 1;
    return true;
}

static void jumps_find_what_looking_at_each_finds(void **state)
{
    SCOPED(world_remove) struct world world;
    struct dictionary *dictionary = calloc(1, sizeof(*dictionary));
    unsigned chance = 7;
    world_make(&world);
    for (unsigned i = 0; i < WORDS; i++)
        dictionary->words[i] = word_drawn(&chance, 1 + draw(&chance, 14), dictionary->bytes[i]);
    derive(&world, dictionary);
    ok(store_read_begin(world.store, &err));
    for (int asked = 0; asked < ASKED; asked++) {
        char bytes[16];
        struct text typed = word_drawn(&chance, 4 + draw(&chance, 9), bytes);
        for (unsigned i = 0; i < WORDS; i++)
            dictionary->bytes[i][15] = 0;
        ok(typo_each(world.store, "search_word_from", typed, collect, dictionary, &err));
        for (unsigned i = 0; i < WORDS; i++)
            if (!text_starts(dictionary->words[i], typed) && /* as typed it was found before */
                (bool)dictionary->bytes[i][15] != typo_begins(dictionary->words[i], typed))
                fail_msg("'%.*s' typed as '%.*s'", TEXT_ARG(dictionary->words[i]), TEXT_ARG(typed));
    }
    store_read_end(world.store);
    free(dictionary);
}

static void near_ones_come_only_when_nothing_is_as_typed(void **state)
{
    SCOPED(world_remove) struct world world;
    static const struct {
        const char *words;
        unsigned count;
        bool near;
    } cases[] = {
        { "jansen", 10, false },
        { "janzen", 10, true },
        { "jasnen", 10, true },
        { "jan utrehct", 10, true },
        { "jan jansen utrec", 10, false },
        { "jnsen utrech", 10, true },
        { "jnsen utrehct", 0, false },
        { "jabsxn", 0, false },
        { "jna", 0, false },
        { "jansen amsterdam", 0, false },
        { "ajnsen jan", 10, true },
    };
    world_make(&world);
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world.store, &tx, &err));
    ok(world_derive(&world, 10, 1, &err));
    ok(store_commit(&tx, &err));
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct search_hit *hits;
        size_t count;
        bool near = true;
        ok(store_search(world.store, text_from(cases[i].words), PARTY_PERSON, 20, &world.arena, &hits, &count, &near,
                        &err));
        check_int(count, cases[i].count, cases[i].words);
        check_int(near, cases[i].near, cases[i].words);
        ok(store_search(world.store, text_from(cases[i].words), PARTY_HOUSEHOLD, 20, &world.arena, &hits, &count, &near,
                        &err));
        check_int(count, 0, cases[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_word_agrees_with_its_slow_twin),
        cmocka_unit_test(short_words_and_numbers_have_no_typos),
        cmocka_unit_test(letters_are_not_bytes),
        cmocka_unit_test(jumps_find_what_looking_at_each_finds),
        cmocka_unit_test(near_ones_come_only_when_nothing_is_as_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
