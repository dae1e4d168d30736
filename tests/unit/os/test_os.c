#include <unistd.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/memory.h"
#include "os/relay.h"
#include "os/threads.h"
#include "test.h"

static void dates_go_to_days_and_back(void **state)
{
    for (int32_t days = -200000; days < 200000; days += 7) {
        int y, m, d;
        date_from_days(days, &y, &m, &d);
        assert_int_equal(days_from_date(y, m, d), days);
    }
    assert_int_equal(days_from_date(1970, 1, 1), 0);
    assert_int_equal(days_from_date(2000, 3, 1) - days_from_date(2000, 2, 28), 2);
}

static void times_read_back_what_they_print(void **state)
{
    static const int64_t cases[] = { 0, 951782400000, -1000, 1795426200000 };
    for (size_t i = 0; i < 4; i++) {
        char printed[CLOCK_TEXT_LEN + 1];
        int64_t ms = 1;
        clock_text(cases[i], printed);
        assert_true(clock_read(text_from(printed), &ms));
        assert_true(ms == cases[i]);
    }
    int64_t ms = 0;
    assert_false(clock_read(TEXT("2026-13-01"), &ms));
    assert_false(clock_read(TEXT("gisteren"), &ms));
}

static void a_file_is_replaced_whole(void **state)
{
    char path[] = "/tmp/kb_test_XXXXXX";
    close(mkstemp(path));
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    assert_int_equal(file_replace(path, TEXT("een"), NULL), 0);
    assert_int_equal(file_replace(path, TEXT("twee"), NULL), 0);
    assert_int_equal(file_slurp(path, 100, &buf, NULL), 0);
    check_text(buf_text(&buf), TEXT("twee"), "content");
    buf_reset(&buf);
    assert_int_equal(file_slurp(path, 4, &buf, NULL), 0);
    assert_int_equal(file_slurp(path, 3, &buf, NULL), STATUS_LIMIT);
    assert_int_equal(file_remove(path, NULL), 0);
    struct error err = ERROR_NONE;
    struct file file;
    assert_int_equal(file_open(path, &file, &err), STATUS_NOT_FOUND);
    assert_non_null(strstr(err.message, path));
    assert_int_equal(file_open("/tmp", &file, &err), STATUS_INVALID);
}

static void fill(void *ctx, size_t slice, int thread)
{
    ((size_t *)ctx)[slice] += slice * slice;
}

static void every_slice_is_done_once(void **state)
{
    for (int threads = 1; threads <= 7; threads++) {
        size_t out[1000] = { 0 };
        threads_run(threads, 1000, fill, out);
        for (size_t i = 0; i < 1000; i++)
            assert_int_equal(out[i], i * i);
    }
    threads_run(3, 0, fill, NULL);
}

/* Calls a crew again from within its work. */
static void fill_twice(void *ctx, size_t slice, int thread)
{
    size_t inner[5] = { 0 };
    threads_run(2, 5, fill, inner);
    assert_int_equal(inner[4], 16);
    fill(ctx, slice, thread);
}

static void a_crew_does_call_after_call(void **state)
{
    for (int threads = 1; threads <= 5; threads++) {
        struct crew *crew = crew_open(threads);
        assert_non_null(crew);
        assert_null(crew_use(crew));
        for (size_t call = 0; call < 200; call++) {
            size_t out[64] = { 0 };
            threads_run((int)(call % 7), 1 + call % 64, call % 10 ? fill : fill_twice, out);
            for (size_t i = 0; i < 64; i++)
                assert_int_equal(out[i], i < 1 + call % 64 ? i * i : 0);
        }
        assert_ptr_equal(crew_use(NULL), crew);
        crew_close(&crew);
        crew_close(&crew);
    }
}

static void note(void *ctx, void *item)
{
    struct {
        int next;
    } *seen = ctx;
    assert_int_equal(*(int *)item, seen->next++);
    *(int *)item = -1; /* done */
}

static void a_relay_works_in_the_order_of_giving(void **state)
{
    for (int threaded = 0; threaded <= 1; threaded++) {
        int items[500], seen = 0;
        struct relay *relay = relay_open(threaded, note, &seen);
        for (int i = 0; i < 500; i++) {
            items[i] = i;
            relay_give(relay, &items[i]);
            assert_true(i == 0 || items[i - 1] == -1);
        }
        relay_wait(relay);
        assert_int_equal(seen, 500);
        assert_int_equal(items[499], -1);
        relay_close(&relay);
        assert_null(relay);
    }
}

static void a_lock_is_held_by_one(void **state)
{
    char path[64];
    snprintf(path, sizeof(path), "/tmp/klantbeeld-lock-%d", (int)getpid());
    struct file_lock first, second;
    bool held;
    assert_int_equal(file_lock(path, 0, &first, &held, NULL), 0);
    assert_true(held);
    assert_int_equal(file_lock(path, 30, &second, &held, NULL), 0);
    assert_false(held);
    file_unlock(&first);
    file_unlock(&second);
    assert_int_equal(file_lock(path, 0, &second, &held, NULL), 0);
    assert_true(held);
    file_unlock(&second);
    assert_int_equal(file_remove(path, NULL), 0);
}

static void a_large_array_keeps_what_it_holds(void **state)
{
    enum { COUNT = 700000, LIKELY = 400000 };
    VEC(uint32_t) grown = { 0 };
    size_t moves = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        const uint32_t *before = grown.ptr;
        assert_true(memory_reserve(&grown, i + 1u, LIKELY));
        moves += grown.cap > LIKELY / 2 && grown.ptr != before;
        grown.ptr[grown.len++] = i;
    }
    assert_int_equal(moves, 2); /* once to what was likely, once beyond */
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(grown.ptr[i], i);
    assert_false(memory_reserve(&grown, SIZE_MAX / 2, 0));
    assert_int_equal(grown.len, COUNT);
    vec_done(&grown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_go_to_days_and_back),   cmocka_unit_test(times_read_back_what_they_print),
        cmocka_unit_test(a_file_is_replaced_whole),    cmocka_unit_test(every_slice_is_done_once),
        cmocka_unit_test(a_crew_does_call_after_call), cmocka_unit_test(a_relay_works_in_the_order_of_giving),
        cmocka_unit_test(a_lock_is_held_by_one),       cmocka_unit_test(a_large_array_keeps_what_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
