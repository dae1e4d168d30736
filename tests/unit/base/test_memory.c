#include "base/arena.h"
#include "base/map.h"
#include "base/search.h"
#include "base/vec.h"
#include "test.h"

static void a_full_arena_says_so_and_serves_again_after_reset(void **state)
{
    struct arena arena = ARENA_UP_TO(1000);
    assert_non_null(arena_take(&arena, 1000, 8));
    assert_null(arena_take(&arena, 1, 1));
    arena_reset(&arena);
    assert_non_null(arena_take(&arena, 999, 1));
    assert_null(arena_take(&arena, 2, 1));
    arena_done(&arena);
    arena_done(&arena);
}

static void arena_memory_is_aligned_and_apart(void **state)
{
    struct arena arena = ARENA_UP_TO(10 << 20);
    char *last = NULL;
    for (int i = 0; i < 5000; i++) {
        char *p = arena_take(&arena, (size_t)i % 300 + 1, 16);
        assert_int_equal((uintptr_t)p % 16, 0);
        memset(p, i & 255, (size_t)i % 300 + 1);
        if (last)
            assert_int_equal((unsigned char)*last, (i - 1) & 255);
        last = p;
    }
    struct text copy = arena_printf(&arena, "%d-%s", 12, "a");
    check_text(copy, TEXT("12-a"), "printf");
    struct text part = TEXT("Graan bakt");
    copy = arena_printf(&arena, "%.*s|%c|%u%%|%d|%s", 5, part.ptr, 'x', 4000000000u, -7, "");
    check_text(copy, TEXT("Graan|x|4000000000%|-7|"), "the plain directives");
    copy = arena_printf(&arena, "%.*s%.*s", 0, (const char *)NULL, 3, "a\0b");
    check_text(copy, TEXT("a"), "nothing, and up to a NUL");
    copy = arena_printf(&arena, "%s %04x %5.1f", "a", 255, 2.25);
    check_text(copy, TEXT("a 00ff   2.2"), "the rest is printf's");
    assert_int_equal(copy.ptr[copy.len], 0);
    arena_done(&arena);
}

static void map_keeps_every_key_zero_included(void **state)
{
    struct map map = MAP_EMPTY;
    bool is_new = false;
    for (uint64_t k = 0; k < 10000; k++)
        *map_put(&map, k * 977, k, &is_new) = k + 1;
    for (uint64_t k = 0; k < 10000; k++)
        assert_true(*map_get(&map, k * 977) == k + 1);
    assert_null(map_get(&map, 5));
    assert_non_null(map_put(&map, 0, 9, &is_new));
    assert_false(is_new);
    map_done(&map);
}

static void interned_texts_get_numbers_in_order_of_first_sight(void **state)
{
    struct intern intern = INTERN_UP_TO(1 << 20);
    char name[16];
    for (uint32_t i = 0; i < 3000; i++) {
        snprintf(name, sizeof(name), "naam%u", i);
        assert_int_equal(intern_put(&intern, text_from(name)), i);
    }
    assert_int_equal(intern_put(&intern, TEXT("naam7")), 7);
    assert_int_equal(intern_get(&intern, TEXT("nergens")), INTERN_NONE);
    check_text(intern.texts[2999], TEXT("naam2999"), "text by number");
    intern_done(&intern);
}

static void vectors_grow(void **state)
{
    VEC(int) v = { 0 };
    for (int i = 0; i < 1000; i++)
        assert_true(vec_push(&v, i));
    for (int i = 0; i < 1000; i++)
        assert_int_equal(v.ptr[i], i);
    vec_done(&v);
    assert_int_equal(v.len, 0);
}

/* Against the slow twin: a walk from the start. */
static void a_bound_is_where_a_walk_finds_it(void **state)
{
    static const int numbers[] = { 1, 3, 3, 3, 4, 9, 9, 12 };
    for (size_t from = 0; from <= 8; from++)
        for (size_t to = from; to <= 8; to++)
            for (int wanted = 0; wanted < 14; wanted++) {
                size_t walked = from;
                while (walked < to && numbers[walked] < wanted)
                    walked++;
                assert_int_equal(LOWER_BOUND(i, from, to, numbers[i] < wanted), walked);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_arena_says_so_and_serves_again_after_reset),
        cmocka_unit_test(arena_memory_is_aligned_and_apart),
        cmocka_unit_test(map_keeps_every_key_zero_included),
        cmocka_unit_test(interned_texts_get_numbers_in_order_of_first_sight),
        cmocka_unit_test(vectors_grow),
        cmocka_unit_test(a_bound_is_where_a_walk_finds_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
