/*
 * Replies that are kept ready: given at their own version only, bounded, and alive while they are being sent.
 */
#include "api/ready.h"

#include <pthread.h>

#include "base/arena.h"
#include "test.h"

static struct ready_reply *put(struct ready *ready, uint64_t party, uint64_t version, size_t len)
{
    struct ready_reply one = { .key = { .party = party }, .version = version, .minute = 1 };
    struct buf body = BUF_EMPTY;
    for (size_t i = 0; i < len; i++)
        buf_put_char(&body, (char)('a' + party % 26));
    struct ready_reply *kept = ready_put(ready, &one, &body);
    buf_done(&body);
    return kept;
}

static void keep(struct ready *ready, uint64_t party, uint64_t version, size_t len)
{
    struct ready_reply *kept = put(ready, party, version, len);
    if (kept)
        ready_release(kept);
}

static bool has(struct ready *ready, uint64_t party, uint64_t version)
{
    struct ready_key key = { .party = party };
    struct ready_reply *found = ready_find(ready, &key, version, 1);
    if (found)
        ready_release(found);
    return found != NULL;
}

static void a_reply_is_given_at_its_own_version_only(void **state)
{
    struct ready *ready = ready_new();
    keep(ready, 1, 7, 100);
    assert_true(has(ready, 1, 7));
    assert_false(has(ready, 1, 8) || has(ready, 1, 6) || has(ready, 2, 7));
    keep(ready, 1, 8, 100);
    assert_true(has(ready, 1, 8));
    assert_false(has(ready, 1, 7)); /* its place was taken over */
    keep(ready, 3, 0, 100);
    assert_false(has(ready, 3, 0));
    ready_free(&ready);
}

static void another_question_is_another_reply(void **state)
{
    struct ready *ready = ready_new();
    keep(ready, 1, 7, 100);
    struct ready_key keys[] = {
        { .party = 1, .operation = 1 }, { .party = 1, .sees = 1 }, { .party = 1, .lang = 1 }, { .party = 1, .gzip = 1 }
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        assert_null(ready_find(ready, &keys[i], 7, 1));
    struct ready_key same = { .party = 1 };
    assert_null(ready_find(ready, &same, 7, 2)); /* a later minute */
    ready_free(&ready);
}

static void what_is_kept_is_bounded(void **state)
{
    struct ready *ready = ready_new();
    enum { EACH = 100 * 1000 };
    for (uint64_t party = 1; party <= 3000; party++)
        keep(ready, party, 7, EACH);
    struct ready_figures figures = ready_figures(ready);
    assert_int_equal(figures.made, 3000);
    assert_true(figures.bytes <= READY_BYTES_MAX && figures.bytes > READY_BYTES_MAX / 2);
    assert_true(has(ready, 3000, 7));
    assert_null(put(ready, 5000, 7, READY_ENTRY_BYTES_MAX + 1)); /* with what describes it, too large */
    assert_null(put(ready, 5000, 7, READY_ENTRY_BYTES_MAX));
    assert_null(put(ready, 5000, 7, 0));
    ready_free(&ready);
}

static void a_reply_outlives_its_place(void **state)
{
    struct ready *ready = ready_new();
    struct ready_reply *sent = put(ready, 1, 7, 50);
    keep(ready, 1, 8, 60);
    assert_int_equal(sent->bytes.len, 50);
    ready_free(&ready);
    assert_int_equal(sent->bytes.ptr[49], 'b');
    ready_release(sent);
}

static void *hammer(void *ctx)
{
    struct ready *ready = ctx;
    for (uint64_t i = 0; i < 20000; i++) {
        struct ready_key key = { .party = i % 700 };
        struct ready_reply *found = ready_find(ready, &key, 1 + i / 5000, 1);
        if (!found)
            found = put(ready, key.party, 1 + i / 5000, 200);
        assert_true(found->bytes.ptr[199] == (char)('a' + key.party % 26));
        ready_release(found);
    }
    return NULL;
}

static void threads_share_it(void **state)
{
    struct ready *ready = ready_new();
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hammer, ready), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    ready_free(&ready);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reply_is_given_at_its_own_version_only),
        cmocka_unit_test(another_question_is_another_reply),
        cmocka_unit_test(what_is_kept_is_bounded),
        cmocka_unit_test(a_reply_outlives_its_place),
        cmocka_unit_test(threads_share_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
