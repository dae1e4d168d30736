/*
 * Twenty thousand records put after each other, with no resolve between: the
 * last go in as the first did, are found as fast, and the view holds.
 */
#include "flow/live/live.h"

#include "changing_world.h"

#include "base/scoped.h"
#include "flow/import/import.h"
#include "flow/resolve/fsck.h"
#include "flow/resolve/resolve.h"
#include "os/process.h"

/* Somebody new, as a shop sends them. */
struct shopper {
    char key[16], given[16], family[24], postcode[8], mail[48];
};

/* Syllables by chance, so that hardly two are alike. */
static void name_of(uint64_t chance, unsigned syllables, char *ret)
{
    for (unsigned i = 0; i < syllables; i++) {
        chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        *ret++ = "bdfghjklmnprstvwz"[(chance >> 33) % 17];
        *ret++ = "aeiou"[(chance >> 45) % 5];
    }
    *ret = '\0';
}

static void shopper_of(unsigned n, struct shopper *shopper, struct live_question *ret)
{
    snprintf(shopper->key, sizeof(shopper->key), "S%u", n);
    name_of(n, 3, shopper->given);
    name_of(n + 1000000, 5, shopper->family);
    snprintf(shopper->postcode, sizeof(shopper->postcode), "%uAB", 1000 + n * 7919 % 9000);
    snprintf(shopper->mail, sizeof(shopper->mail), "shopper%u@post.example", n);
    *ret = (struct live_question){ .values = { { TEXT("Contact-ID"), text_from(shopper->key) },
                                               { TEXT("Voornaam"), text_from(shopper->given) },
                                               { TEXT("Achternaam"), text_from(shopper->family) },
                                               { TEXT("Postcode"), text_from(shopper->postcode) },
                                               { TEXT("E-mailadres"), text_from(shopper->mail) } },
                                   .count = 5 };
}

enum { MANY = 20000, IN_A_CALL = 200, CALLS = MANY / IN_A_CALL, LATELY = CALLS / 5 };

/* Some came in a file, so that there is a model. */
static void begin(struct world *world)
{
    struct import_report imported = { 0 };
    struct resolve_report resolved = { 0 };
    struct error err = ERROR_NONE;
    SCOPED(buf_done) struct buf lines = BUF_EMPTY;
    make_world(world, 0);
    buf_printf(&lines, "Contact-ID;Voornaam;Achternaam;Postcode;E-mailadres\n");
    for (unsigned n = 0; n < IN_A_CALL; n++) {
        struct shopper shopper;
        struct live_question values;
        shopper_of(MANY + n * 2 / 3, &shopper, &values);
        buf_printf(&lines, "F%u;%s;%s;%s;%s\n", n, shopper.given, shopper.family, shopper.postcode, shopper.mail);
    }
    const struct import_options options = { .source = TEXT("shop"), .path = "-", .bytes = buf_text(&lines) };
    if (import_file(world->store, &world->job, &options, &imported, &err) != STATUS_OK ||
        resolve_run(world->store, &world->job, &resolved, &err) != STATUS_OK ||
        live_open(world->store, &world->job, &world->live, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void count_problem(void *ctx, const char *what, const char *id)
{
    (void)what;
    (void)id;
    ++*(unsigned *)ctx;
}

static unsigned count_problems(struct world *world)
{
    struct fsck_report report = { 0 };
    struct error err = ERROR_NONE;
    unsigned problems = 0;
    if (fsck_run(world->store, &world->job, false, count_problem, &problems, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return problems;
}

static void put_shoppers(struct world *world, unsigned from)
{
    static struct live_question values[IN_A_CALL];
    static struct shopper shoppers[IN_A_CALL];
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct json_out json = json_out_over(&said);
    struct error err = ERROR_NONE;
    for (unsigned i = 0; i < IN_A_CALL; i++)
        shopper_of(from + i, &shoppers[i], &values[i]);
    json_object(&json);
    if (live_put_all(world->live, world->store, &world->job, TEXT("shop"), values, IN_A_CALL, &json, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    json_end(&json);
    heard(world, &said);
}

static double search_seconds(struct world *world)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 24);
    double began = process_cpu_seconds();
    for (unsigned i = 0; i < 100; i++) {
        struct search_hit *hits;
        size_t count = 0;
        bool near = false;
        struct shopper shopper;
        struct live_question values;
        shopper_of(i * 30, &shopper, &values);
        arena_reset(&arena);
        assert_int_equal(
            store_search(world->store, text_from(shopper.family), PARTY_PERSON, 20, &arena, &hits, &count, &near, NULL),
            STATUS_OK);
        assert_true(count > 0);
    }
    return process_cpu_seconds() - began;
}

/* No resolve is due: the last of many go in as the first did, and are found as fast. */
static void twenty_thousand_puts_stay_level(void **state)
{
    (void)state;
    struct world world;
    double first = 0, last = 0, began = 0, search_first = 0;
    begin(&world);
    for (unsigned call = 0; call < CALLS; call++) {
        began = call == 0 || call == CALLS - LATELY ? process_cpu_seconds() : began;
        put_shoppers(&world, call * IN_A_CALL);
        if (call == LATELY - 1) {
            first = process_cpu_seconds() - began;
            search_first = search_seconds(&world);
        }
    }
    last = process_cpu_seconds() - began;
    print_message("# puts %.2f s then %.2f s, searches %.3f s then %.3f s\n", first, last, search_first,
                  search_seconds(&world));
    assert_int_equal(world.waited, 0);
    assert_true(last < 2.5 * first);
    assert_int_equal(count_problems(&world), 0);
    drop_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_thousand_puts_stay_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
