/*
 * Any sequence of imports, decisions, withdrawals and choices, with a resolve
 * after each or not: the view that was changed again and again is the view
 * that a rebuild makes, byte for byte, and fsck finds nothing.
 *
 * The engine is PostgreSQL when KLANTBEELD_TEST_POSTGRES names one, else SQLite.
 */
#include "flow/resolve/resolve.h"

#include "changing_world.h"

#include <unistd.h>
#include <utime.h>

#include "base/scoped.h"
#include "flow/import/import.h"
#include "flow/resolve/fsck.h"
#include "flow/steward/decide.h"

enum { PEOPLE = 240, STEPS = 14, SEEDS = 4 };

static const char *const given[] = { "Anna", "Bram", "Carla", "Dirk", "Elise", "Frank", "Greet" };
static const char *const family[] = { "Aalbers",   "Boerma", "van Dijkum", "Everink",    "Grasveld",
                                      "Haverkamp", "Kuiper", "Lammers",    "de Molenaar" };
static const char *const firms[] = { "Bakkerij De Graan B.V.", "Smederij Aambeeld", "Kapsalon Krul",
                                     "Drukkerij Zwart" };

/* Person n as a row; edition changes what a clerk might: the house, the mailbox, the firm's name. */
static int put_row(char *at, unsigned n, unsigned edition, bool in_shop)
{
    const char *g = given[n * 5 % 7], *f = family[n * 7 % 9], *firm = n % 5 == 0 ? firms[n % 4] : "";
    if (in_shop)
        return sprintf(at, "%u;%c.;%s;%u;Lindeweg;%u;%u AB;Utrecht;p%u.%u@postduif.example\n", n, g[0], f,
                       1940 + n % 60, 1 + n % 40 + edition % 2, 1011 + n % 40 * 13, n, edition % 2);
    return sprintf(at, "C%u;%s;%s;%u;Lindeweg;%u;%u AB;Utrecht;p%u.%u@postduif.example;%s%s;%s\n", n, g, f,
                   1940 + n % 60, 1 + n % 40, 1011 + n % 40 * 13, n, edition, firm,
                   firm[0] && edition > 2 ? " Holding" : "", firm[0] ? "inkoper" : "");
}

static void import(struct world *world, unsigned from, unsigned to, unsigned edition, bool shop)
{
    static char body[PEOPLE * 200 + 400];
    const struct utimbuf times = { 1760000000, 1760000000 };
    char path[128];
    int at =
        shop
            ? sprintf(body,
                      "Klantnummer;Voorletters;Achternaam;Geboortejaar;Straat;Huisnummer;Postcode;Plaats;E-mailadres\n")
            : sprintf(body, "Contact-ID;Voornaam;Achternaam;Geboortejaar;Straat;Huisnummer;Postcode;Plaats;"
                            "E-mailadres;Bedrijfsnaam;Functie\n");
    for (unsigned n = from; n < to; n++)
        at += put_row(body + at, n, edition, shop);
    snprintf(path, sizeof(path), "%s/%s.csv", world->folder, shop ? "shop" : "crm");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(body, file);
    fclose(file);
    assert_int_equal(utime(path, &times), 0);
    struct import_options options = { .source = text_from(shop ? "shop" : "crm"), .path = path };
    struct import_report report = { 0 };
    struct error err = ERROR_NONE;
    if (import_file(world->store, &world->job, &options, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void fail_problem(void *ctx, const char *what, const char *id)
{
    fail_msg("seed %u: %s: %s", *(unsigned *)ctx, id, what);
}

static struct digest state_of(struct world *world, unsigned seed)
{
    struct fsck_report report = { 0 };
    struct error err = ERROR_NONE;
    if (fsck_run(world->store, &world->job, false, fail_problem, &seed, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return report.state;
}

/* Refused is fine: decisions that cannot all be true are. */
static void decide(struct world *world, bool now)
{
    struct decide_report report = { 0 };
    struct error err = ERROR_NONE;
    char a[16], b[16];
    unsigned n = draw(world, PEOPLE);
    snprintf(a, sizeof(a), "crm/C%u", n);
    snprintf(b, sizeof(b), "shop/%u", draw(world, 3) ? n : draw(world, PEOPLE));
    enum decide_what what = (enum decide_what)draw(world, 3);
    enum status status =
        decide_pair(world->store, &world->job, what, text_from(a), text_from(b), TEXT("because"), now, &report, &err);
    if (status != STATUS_OK && status != STATUS_CONFLICT && status != STATUS_NOT_FOUND && status != STATUS_USAGE)
        fail_msg("%s", err.message);
}

static void step(struct world *world)
{
    unsigned n = draw(world, PEOPLE - 8), edition = draw(world, 5);
    switch (draw(world, 4)) {
    case 0: import(world, n, n + 1 + draw(world, 6), edition, false); break;
    case 1: import(world, n, n + 1 + draw(world, 6), edition, true); break;
    default: decide(world, draw(world, 2)); break;
    }
}

static struct resolve_report resolve(struct world *world, enum status (*how)(struct store *, const struct job *,
                                                                             struct resolve_report *, struct error *))
{
    struct resolve_report report = { 0 };
    struct error err = ERROR_NONE;
    world->job.threads = 1 + (int)draw(world, 3);
    if (how(world->store, &world->job, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return report;
}

static void a_changed_view_is_the_one_a_rebuild_makes(void **state)
{
    unsigned changed = 0;
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        struct world world;
        make_world(&world, seed);
        import(&world, 0, PEOPLE * 3 / 4, 0, false);
        import(&world, PEOPLE / 3, PEOPLE * 3 / 4, 0, true);
        resolve(&world, resolve_run);
        for (unsigned i = 0; i < STEPS; i++) {
            step(&world);
            if (draw(&world, 3) == 0)
                step(&world);
            struct resolve_report report = resolve(&world, resolve_run);
            if (!report.whole)
                assert_true(report.parties_made < PEOPLE / 2);
            changed += !report.whole;
            if (draw(&world, 3))
                continue;
            struct digest was = state_of(&world, seed), again;
            report = resolve(&world, rebuild_run);
            assert_true(report.whole && !report.trained);
            again = state_of(&world, seed);
            if (memcmp(was.bytes, again.bytes, sizeof(was.bytes)) != 0)
                fail_msg("seed %u, step %u: the rebuild is another", seed, i);
        }
        drop_world(&world);
    }
    assert_in_range(changed, SEEDS * STEPS * 2 / 3, SEEDS * STEPS);
}

static void nothing_new_makes_nothing(void **state)
{
    struct world world;
    make_world(&world, 7);
    import(&world, 0, 60, 0, false);
    resolve(&world, resolve_run);
    struct digest was = state_of(&world, 7), again;
    struct resolve_report report = resolve(&world, resolve_run);
    assert_false(report.whole);
    assert_int_equal(report.parties_made, 0);
    import(&world, 5, 6, 4, false);
    report = resolve(&world, resolve_run);
    assert_false(report.whole);
    assert_in_range(report.parties_made, 1, 12); /* the person, the firm, who works there, the household */
    import(&world, 0, 130, 0, false);            /* more than twice as many: the model is trained again */
    report = resolve(&world, resolve_run);
    assert_true(report.whole && report.trained);
    report = resolve(&world, resolve_retrain);
    assert_true(report.whole && report.trained);
    was = state_of(&world, 7);
    report = resolve(&world, resolve_run);
    assert_true(!report.whole && report.parties_made == 0);
    again = state_of(&world, 7);
    assert_memory_equal(was.bytes, again.bytes, sizeof(was.bytes));
    drop_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_new_makes_nothing),
        cmocka_unit_test(a_changed_view_is_the_one_a_rebuild_makes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
