/*
 * Any sequence of imports, events, decisions, choices, withdrawals, erasures
 * and lifted holds, with resolves in between: a rebuild gives the same bytes,
 * fsck finds nothing, and the other engine the same.  A merge that is taken
 * back leaves what was there before.
 *
 * A sequence is a list of steps made from a seed.  One that fails is made
 * smaller by halves until each step in it is needed, and then told.
 *
 * SQLite always; PostgreSQL too when KLANTBEELD_TEST_POSTGRES names one.
 * KLANTBEELD_SEEDS and KLANTBEELD_STEPS ask for more.
 */
#include "flow/resolve/resolve.h"
#include "test.h"

#include <unistd.h>
#include <utime.h>

#include "base/scoped.h"
#include "db/db.h"
#include "flow/import/import.h"
#include "flow/privacy/erase.h"
#include "flow/resolve/fsck.h"
#include "flow/steward/choose.h"
#include "flow/steward/decide.h"

enum { PEOPLE = 120, STEPS_USUAL = 12, SEEDS_USUAL = 3, STEPS_MAX = 400, MERGES = 4 };

enum kind { IMPORT_CRM, IMPORT_SHOP, EVENTS, DECIDE, WITHDRAW, CHOOSE, UNCHOOSE, ERASE, ERASE_RECORD, LIFT, RESOLVE };
static const char *const kind_names[] = { "import crm", "import shop", "events",       "decide", "withdraw", "choose",
                                          "unchoose",   "erase",       "erase record", "lift",   "resolve" };

struct step {
    enum kind kind;
    unsigned a, b, c;
};

struct chance {
    uint64_t state;
};

static unsigned draw(struct chance *chance, unsigned below)
{
    chance->state = chance->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(chance->state >> 33) % below;
}

static void make_steps(unsigned seed, struct step *ret, size_t count)
{
    static const enum kind often[] = { IMPORT_CRM, IMPORT_CRM, IMPORT_SHOP, EVENTS,       DECIDE, DECIDE, WITHDRAW,
                                       CHOOSE,     UNCHOOSE,   ERASE,       ERASE_RECORD, LIFT,   RESOLVE };
    struct chance chance = { seed + 1 };
    for (size_t i = 0; i < count; i++)
        ret[i] = (struct step){ often[draw(&chance, sizeof(often) / sizeof(often[0]))], draw(&chance, PEOPLE - 8),
                                draw(&chance, PEOPLE), draw(&chance, 6) };
}

/* ---- a world ---- */

struct world {
    char folder[64], url[160];
    struct store *store;
    struct job job;
    struct error err;
    uint64_t choices;
};

static const char *postgres_url(void)
{
    const char *url = getenv("KLANTBEELD_TEST_POSTGRES");
    return url && url[0] ? url : NULL;
}

static bool make_world(struct world *world, const char *postgres)
{
    *world = (struct world){ .folder = "/tmp/kb-sequences-XXXXXX" };
    assert_non_null(mkdtemp(world->folder));
    snprintf(world->url, sizeof(world->url), "sqlite:%s/store.db", world->folder);
    if (postgres) {
        struct db *db;
        snprintf(world->url, sizeof(world->url), "%s", postgres);
        assert_int_equal(db_open(world->url, &db, NULL), STATUS_OK);
        assert_int_equal(
            db_exec(db,
                    "DROP SCHEMA IF EXISTS klantbeeld CASCADE; DROP SCHEMA IF EXISTS klantbeeld_view CASCADE;"
                    "DROP SCHEMA IF EXISTS klantbeeld_next CASCADE; DROP SCHEMA IF EXISTS klantbeeld_old CASCADE;",
                    NULL),
            STATUS_OK);
        db_close(&db);
    }
    world->job = (struct job){
        .threads = 2, .now_ms = 1795000000000, .lang = LANGUAGE_EN, .country = "NL", .author = TEXT("test")
    };
    uint32_t id = 0;
    return store_open(world->url, &(struct store_options){ .create = true }, &world->store, &world->err) == STATUS_OK &&
           store_source_add(world->store, TEXT("crm"), SOURCE_CRM, false, 1, &id, NULL) == STATUS_OK &&
           store_source_add(world->store, TEXT("shop"), SOURCE_WEBSHOP, false, 1, &id, NULL) == STATUS_OK;
}

static void drop_world(struct world *world)
{
    char command[128];
    store_close(&world->store);
    snprintf(command, sizeof(command), "rm -rf '%s'", world->folder);
    assert_int_equal(system(command), 0);
}

static const char *const given[] = { "Anna", "Bram", "Carla", "Dirk", "Elise", "Frank", "Greet" };
static const char *const family[] = { "Aalbers",   "Boerma", "van Dijkum", "Everink",    "Grasveld",
                                      "Haverkamp", "Kuiper", "Lammers",    "de Molenaar" };
static const char *const firms[] = { "Bakkerij De Graan B.V.", "Smederij Aambeeld", "Kapsalon Krul",
                                     "Drukkerij Zwart" };

static const char crm_head[] = "Contact-ID;Voornaam;Achternaam;Geboortejaar;Straat;Huisnummer;Postcode;Plaats;"
                               "E-mailadres;Bedrijfsnaam;Functie;Notitie\n";
static const char shop_head[] = "Klantnummer;Naam;Straat;Huisnummer;Postcode;Plaats;E-mailadres\n";
static const char event_head[] = "Factuurnummer;Klantnummer;Factuurdatum;Bedrag;Status;Omschrijving\n";

/* Person n as a row; edition changes what a clerk might, employers too. In the shop one in six is a couple in one cell.
 */
static int put_row(char *at, unsigned n, unsigned edition, enum kind file)
{
    const char *g = given[n * 5 % 7], *f = family[n * 7 % 9],
               *firm = n % 5 == 0 && edition != 2 ? firms[(n + edition / 2) % 4] : "";
    if (file == EVENTS)
        return sprintf(at, "F%u;C%u;%u-0%u-11;%u,50;betaald;Voor %s %s\n", n, n, 2015 + n % 11, 1 + edition, 10 + n, g,
                       f);
    if (file == IMPORT_SHOP && n % 6 == 0)
        return sprintf(at, "%u;Dhr. en mw. %s;Lindeweg;%u;%u AB;Utrecht;p%u.%u@postduif.example\n", n, f, 1 + n % 40,
                       1011 + n % 40 * 13, n, edition % 2);
    if (file == IMPORT_SHOP)
        return sprintf(at, "%u;%c. %s;Lindeweg;%u;%u AB;Utrecht;p%u.%u@postduif.example\n", n, g[0], f,
                       1 + n % 40 + edition % 2, 1011 + n % 40 * 13, n, edition % 2);
    return sprintf(at, "C%u;%s;%s;%u;Lindeweg;%u;%u AB;Utrecht;p%u.%u@postduif.example;%s%s;%s;Sprak met %s\n", n, g, f,
                   1940 + n % 60, 1 + n % 40, 1011 + n % 40 * 13, n, edition, firm,
                   firm[0] && edition > 3 ? " Holding" : "", firm[0] ? "inkoper" : "", g);
}

static enum status import(struct world *world, unsigned from, unsigned to, unsigned edition, enum kind file)
{
    static char body[PEOPLE * 260 + 400];
    const struct utimbuf times = { 1760000000, 1760000000 };
    char path[128];
    int at = sprintf(body, "%s", file == IMPORT_CRM ? crm_head : file == IMPORT_SHOP ? shop_head : event_head);
    for (unsigned n = from; n < to && n < PEOPLE; n++)
        at += put_row(body + at, n, edition, file);
    snprintf(path, sizeof(path), "%s/%d.csv", world->folder, (int)file);
    FILE *into = fopen(path, "w");
    assert_non_null(into);
    fputs(body, into);
    fclose(into);
    assert_int_equal(utime(path, &times), 0);
    struct import_options options = { .source = file == IMPORT_SHOP ? TEXT("shop") : TEXT("crm"), .path = path };
    struct import_report report = { 0 };
    return import_file(world->store, &world->job, &options, &report, &world->err);
}

/* ---- a step ---- */

static bool is_refused(enum status status)
{
    return status == STATUS_CONFLICT || status == STATUS_NOT_FOUND || status == STATUS_USAGE ||
           status == STATUS_INVALID || status == STATUS_DENIED;
}

static enum status erase(struct world *world, const char *who, bool person)
{
    static const uint8_t secret[ERASURE_SECRET_BYTES] = { 7 };
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct erase_asked asked = {
        .who = text_from(who), .ground = TEXT("request"), .reason = TEXT("asked"), .person = person, .secret = secret
    };
    return erase_run(world->store, &world->job, NULL, &asked, &json, &world->err);
}

static enum status choose(struct world *world, const struct step *step, const char *who)
{
    struct choose_report report = { 0 };
    char value[40];
    snprintf(value, sizeof(value), "chosen%u@postduif.example", step->b);
    struct choose_asked asked = {
        .party = text_from(who), .field = TEXT("email"), .value = text_from(value), .reason = TEXT("because")
    };
    enum status status = choose_value(world->store, &world->job, &asked, false, &report, &world->err);
    if (status == STATUS_OK)
        world->choices = report.id;
    return status;
}

static enum status play_one(struct world *world, const struct step *step)
{
    struct decide_report decided = { 0 };
    struct choose_report chosen = { 0 };
    struct resolve_report resolved = { 0 };
    char a[16], b[16];
    snprintf(a, sizeof(a), "crm/C%u", step->a);
    snprintf(b, sizeof(b), "shop/%u", step->c % 3 ? step->a : step->b);
    world->job.now_ms += 60000;
    switch (step->kind) {
    case IMPORT_CRM:
    case IMPORT_SHOP:
    case EVENTS: return import(world, step->a, step->a + 1 + step->b % 6, step->c, step->kind);
    case DECIDE:
    case WITHDRAW:
        return decide_pair(world->store, &world->job,
                           step->kind == WITHDRAW ? (enum decide_what)2 : (enum decide_what)(step->c % 2), text_from(a),
                           text_from(b), TEXT("because"), false, &decided, &world->err);
    case CHOOSE: return choose(world, step, a);
    case UNCHOOSE:
        return choose_withdraw(world->store, &world->job, world->choices, TEXT("not so"), false, &chosen, &world->err);
    case ERASE: return erase(world, a, true);
    case ERASE_RECORD: return erase(world, step->c % 2 ? a : b, false);
    case LIFT: return erase_lift(world->store, &world->job, text_from(step->c % 2 ? a : b), TEXT("new"), &world->err);
    case RESOLVE: return resolve_run(world->store, &world->job, &resolved, &world->err);
    }
    return STATUS_OK;
}

/* ---- a sequence ---- */

struct outcome {
    bool good;
    char why[ERROR_MESSAGE_MAX + 100];
    struct digest state;
};

static void problem(void *ctx, const char *what, const char *id)
{
    struct outcome *outcome = ctx;
    if (outcome->good)
        snprintf(outcome->why, sizeof(outcome->why), "%s: %s", id, what);
    outcome->good = false;
}

static void look(struct world *world, struct outcome *outcome, struct digest *ret)
{
    struct fsck_report report = { 0 };
    if (fsck_run(world->store, &world->job, false, problem, outcome, &report, &world->err) != STATUS_OK)
        problem(outcome, world->err.message, "fsck");
    *ret = report.state;
}

static bool same(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

static struct outcome play(const struct step *steps, size_t count, const char *postgres)
{
    struct outcome outcome = { .good = true };
    struct resolve_report report = { 0 };
    struct world world;
    if (!make_world(&world, postgres) || import(&world, 0, PEOPLE * 3 / 4, 0, IMPORT_CRM) != STATUS_OK ||
        import(&world, PEOPLE / 3, PEOPLE * 3 / 4, 0, IMPORT_SHOP) != STATUS_OK ||
        import(&world, 0, PEOPLE / 2, 0, EVENTS) != STATUS_OK ||
        resolve_run(world.store, &world.job, &report, &world.err) != STATUS_OK)
        fail_msg("no world: %s", world.err.message);
    for (size_t i = 0; i < count && outcome.good; i++) {
        enum status status = play_one(&world, &steps[i]);
        if (status != STATUS_OK && !is_refused(status))
            problem(&outcome, world.err.message, kind_names[steps[i].kind]);
    }
    if (outcome.good && resolve_run(world.store, &world.job, &report, &world.err) != STATUS_OK)
        problem(&outcome, world.err.message, "resolve");
    struct digest changed = { 0 };
    if (outcome.good)
        look(&world, &outcome, &changed);
    if (outcome.good && rebuild_run(world.store, &world.job, &report, &world.err) != STATUS_OK)
        problem(&outcome, world.err.message, "rebuild");
    if (outcome.good)
        look(&world, &outcome, &outcome.state);
    if (outcome.good && !same(&changed, &outcome.state))
        problem(&outcome, "the rebuild is another", "state");
    drop_world(&world);
    return outcome;
}

/* Both engines: each must be right, and they must agree. */
static struct outcome judge(const struct step *steps, size_t count)
{
    struct outcome outcome = play(steps, count, NULL);
    if (!outcome.good || !postgres_url())
        return outcome;
    struct outcome other = play(steps, count, postgres_url());
    if (other.good && !same(&other.state, &outcome.state))
        problem(&other, "PostgreSQL gives another state", "state");
    return other;
}

/* Leave out halves, then quarters … while it still fails. */
static size_t shrink(struct step *steps, size_t count)
{
    struct step fewer[STEPS_MAX];
    for (size_t size = count / 2 ? count / 2 : 1; size > 0; size /= 2)
        for (size_t at = 0; at < count && count > 1;) {
            size_t cut = size < count - at ? size : count - at;
            memcpy(fewer, steps, at * sizeof(*steps));
            memcpy(fewer + at, steps + at + cut, (count - at - cut) * sizeof(*steps));
            if (judge(fewer, count - cut).good) {
                at += cut;
                continue;
            }
            count -= cut;
            memcpy(steps, fewer, count * sizeof(*steps));
        }
    return count;
}

static unsigned asked(const char *name, unsigned usual, unsigned most)
{
    const char *value = getenv(name);
    unsigned n = value ? (unsigned)atoi(value) : usual;
    return n > most ? most : n;
}

static void any_sequence_rebuilds_to_the_same(void **state)
{
    unsigned seeds = asked("KLANTBEELD_SEEDS", SEEDS_USUAL, 100000),
             count = asked("KLANTBEELD_STEPS", STEPS_USUAL, STEPS_MAX);
    for (unsigned seed = 0; seed < seeds; seed++) {
        struct step steps[STEPS_MAX];
        make_steps(seed, steps, count);
        struct outcome outcome = judge(steps, count);
        if (outcome.good)
            continue;
        size_t left = shrink(steps, count);
        outcome = judge(steps, left);
        for (size_t i = 0; i < left; i++)
            print_message("# %s %u %u %u\n", kind_names[steps[i].kind], steps[i].a, steps[i].b, steps[i].c);
        fail_msg("seed %u fails with these %zu steps: %s", seed, left, outcome.why);
    }
}

/* ---- a merge and back ---- */

static enum status decide(struct world *world, unsigned a, unsigned b, enum decide_what what)
{
    struct decide_report report = { 0 };
    char first[16], second[16];
    snprintf(first, sizeof(first), "crm/C%u", a);
    snprintf(second, sizeof(second), "crm/C%u", b);
    world->job.now_ms += 60000;
    return decide_pair(world->store, &world->job, what, text_from(first), text_from(second), TEXT("because"), false,
                       &report, &world->err);
}

static void merge_and_back(unsigned seed, const char *postgres)
{
    struct chance chance = { seed + 77 };
    struct outcome outcome = { .good = true };
    struct resolve_report report = { 0 };
    struct digest before, merged, after;
    struct world world;
    unsigned a[MERGES], b[MERGES], count = 0;
    bool done[MERGES] = { false };
    assert_true(make_world(&world, postgres));
    assert_int_equal(import(&world, 0, PEOPLE, 0, IMPORT_CRM), STATUS_OK);
    assert_int_equal(import(&world, PEOPLE / 3, PEOPLE, 0, IMPORT_SHOP), STATUS_OK);
    assert_int_equal(resolve_run(world.store, &world.job, &report, &world.err), STATUS_OK);
    look(&world, &outcome, &before);
    for (unsigned i = 0; i < MERGES; i++) { /* of people apart from each other, so that no merge builds on another */
        unsigned n = i * (PEOPLE / MERGES);
        a[count] = n + draw(&chance, PEOPLE / MERGES / 2);
        b[count] = n + PEOPLE / MERGES / 2 + draw(&chance, PEOPLE / MERGES / 2);
        count += decide(&world, a[count], b[count], (enum decide_what)0) == STATUS_OK;
    }
    assert_true(count > 0);
    assert_int_equal(resolve_run(world.store, &world.job, &report, &world.err), STATUS_OK);
    look(&world, &outcome, &merged);
    for (unsigned left = count; left > 0;) { /* taken back in any order, with a resolve between or not */
        unsigned i = draw(&chance, count);
        if (done[i])
            continue;
        done[i] = true;
        left--;
        assert_int_equal(decide(&world, a[i], b[i], (enum decide_what)2), STATUS_OK);
        if (draw(&chance, 2))
            assert_int_equal(resolve_run(world.store, &world.job, &report, &world.err), STATUS_OK);
    }
    assert_int_equal(resolve_run(world.store, &world.job, &report, &world.err), STATUS_OK);
    look(&world, &outcome, &after);
    if (!outcome.good)
        fail_msg("seed %u: %s", seed, outcome.why);
    if (same(&before, &merged) || !same(&before, &after))
        fail_msg("seed %u: %s", seed, same(&before, &merged) ? "nothing was merged" : "not what was there before");
    drop_world(&world);
}

static void a_merge_taken_back_leaves_what_was(void **state)
{
    unsigned seeds = asked("KLANTBEELD_SEEDS", SEEDS_USUAL, 100000);
    for (unsigned seed = 0; seed < seeds; seed++) {
        merge_and_back(seed, NULL);
        if (postgres_url())
            merge_and_back(seed, postgres_url());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_merge_taken_back_leaves_what_was),
        cmocka_unit_test(any_sequence_rebuilds_to_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
