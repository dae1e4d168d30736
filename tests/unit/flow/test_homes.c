#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/scoped.h"
#include "flow/job/index_place.h"
#include "flow/resolve/homes.h"
#include "os/file.h"
#include "test.h"

enum { SEATS = 20000, ADDRESSES = 700 };

struct walk {
    uint64_t last, count;
};

static bool next_party(void *ctx, uint64_t party)
{
    struct walk *walk = ctx;
    assert_true(party > walk->last);
    walk->last = party;
    walk->count++;
    return true;
}

static void add_all(struct homes *homes, uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++)
        assert_true(homes_add_seat(homes, (struct party_id){ i * 7919 % 100003 + 1 }, i % ADDRESSES + 1));
}

static void check_all(const struct homes *homes, uint64_t seats)
{
    for (uint64_t address = 1; address <= ADDRESSES; address++) {
        struct walk walk = { 0 };
        uint64_t want = (seats - address) / ADDRESSES + 1;
        assert_true(homes_each(homes, homes_key_of_seat(address), next_party, &walk));
        assert_int_equal(walk.count, want);
        assert_int_equal(homes_count(homes, homes_key_of_seat(address)), want);
    }
    assert_int_equal(homes_count(homes, homes_key_of_seat(ADDRESSES + 1)), 0);
}

static void homes_of_a_file_are_those_that_were_written(void **state)
{
    SCOPED(homes_done) struct homes homes = { 0 };
    SCOPED(homes_done) struct homes again = { 0 };
    char index[] = "/tmp/kb_homes_XXXXXX", path[PATH_MAX];
    const struct homes_of of = { .born = 3, .stamp = 9, .seq = 12, .record = 99, .version = 2, .erasures = 1 };
    struct homes_of got;
    int fd = mkstemp(index);
    assert_true(fd >= 0);
    close(fd);
    add_all(&homes, 0, SEATS);
    check_all(&homes, SEATS);
    assert_false(homes_read(&again, index, &got)); /* there is none */
    assert_int_equal(homes_write(&homes, index, &of, NULL), STATUS_OK);
    assert_true(homes_read(&again, index, &got));
    assert_int_equal(got.born, 3);
    assert_int_equal(got.record, 99);
    assert_int_equal(again.stamp, 9);
    size_t kept = again.kept_count;
    assert_in_range(kept, 1, SEATS);
    add_all(&again, 0, SEATS); /* the rest, and those that are there once */
    check_all(&again, SEATS);
    add_all(&again, SEATS, 4 * SEATS); /* so many that the file is left for memory */
    check_all(&again, 4 * SEATS);
    assert_int_equal(again.mapped.len, 0);

    assert_int_equal(index_homes_place(index, path, NULL), STATUS_OK);
    const off_t lengths[] = { 4096 + 17, 4096, 100, 0 };
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        assert_int_equal(truncate(path, lengths[i]), 0);
        assert_false(homes_read(&again, index, &got));
        assert_int_equal(again.born, 0);
    }
    assert_int_equal(index_drop_homes(index, NULL), STATUS_OK);
    assert_false(file_exists(path));
    unlink(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(homes_of_a_file_are_those_that_were_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
