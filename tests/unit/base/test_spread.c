#include "base/spread.h"
#include "test.h"

struct item {
    uint32_t place;
    int64_t number;
};

static int by_number(const void *a, const void *b, void *ctx)
{
    const struct item *x = a, *y = b;
    if (*(const bool *)ctx)
        return x->number < y->number ? -1 : x->number > y->number;
    return (uint64_t)x->number < (uint64_t)y->number ? -1 : (uint64_t)x->number > (uint64_t)y->number;
}

enum { SPREAD, LOW, EQUAL, HALF_ZERO, KINDS };

static int64_t number_of(int kind, uint64_t i)
{
    uint64_t mixed = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    switch (kind) {
    case LOW: return (int64_t)(mixed >> 60) - 8;
    case EQUAL: return -7;
    case HALF_ZERO: return i % 2 ? 0 : (int64_t)mixed;
    default: return (int64_t)mixed;
    }
}

static void any_numbers_are_sorted_and_equal_ones_keep_their_order(void **state)
{
    static const size_t counts[] = { 0, 1, 2, 255, 256, 257, 5000, 100000 };
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++)
            for (int is_signed = 0; is_signed < 2; is_signed++) {
                size_t count = counts[c];
                bool ctx = is_signed;
                struct item *items = calloc(count + 1, sizeof(*items));
                assert_non_null(items);
                for (size_t i = 0; i < count; i++)
                    items[i] = (struct item){ (uint32_t)i, number_of(kind, i) };
                assert_true(spread_sort(items, count, sizeof(*items), offsetof(struct item, number), is_signed,
                                        by_number, &ctx));
                for (size_t i = 1; i < count; i++) {
                    int order = by_number(&items[i - 1], &items[i], &ctx);
                    assert_true(order < 0 || (order == 0 && items[i - 1].place < items[i].place));
                }
                free(items);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(any_numbers_are_sorted_and_equal_ones_keep_their_order) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
