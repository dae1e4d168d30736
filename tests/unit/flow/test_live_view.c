/*
 * Records put, changed and taken back one by one or some at once, with
 * decisions and imports between: after each of them the view is, byte for
 * byte, the one a resolve and a rebuild make.  The same after threads and
 * processes wrote at once, and after one that was killed.
 *
 * The engine is PostgreSQL when KLANTBEELD_TEST_POSTGRES names one, else SQLite.
 */
#include "changing_world.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "base/scoped.h"
#include "flow/forgotten/erased.h"
#include "flow/import/import.h"
#include "flow/privacy/erase.h"
#include "flow/resolve/fsck.h"
#include "flow/resolve/resolve.h"
#include "flow/steward/decide.h"

enum { PEOPLE = 160, STEPS = 32, SEEDS = 3, COLUMNS = 13 };

/* ---- records ---- */

static const char *const columns[COLUMNS] = { "Contact-ID",   "Voornaam", "Achternaam", "Geboortejaar", "Straat",
                                              "Huisnummer",   "Postcode", "Plaats",     "E-mailadres",  "Telefoon",
                                              "Bedrijfsnaam", "Functie",  "Partner" };

struct line {
    char cells[COLUMNS][64];
};

/* Person n: two records of three are of one, houses hold several, some work somewhere; an edition is what a clerk
 * changes. */
static struct line line_of(unsigned n, unsigned edition)
{
    static const char *const given[] = { "Anna", "Bram", "Carla", "Dirk", "Elise", "Frank", "Greet", "Hugo" };
    static const char *const family[] = { "Aalbers",   "Boerma", "van Dijkum", "Everink",    "Grasveld",
                                          "Haverkamp", "Kuiper", "Lammers",    "de Molenaar" };
    static const char *const firms[] = { "Bakkerij De Graan B.V.", "Smederij Aambeeld", "Kapsalon Krul",
                                         "Drukkerij Zwart" };
    unsigned who = n * 2 / 3, house = who / 2 + (edition % 3 == 2 ? 7 : 0);
    struct line line = { 0 };
    const char *firm = who % 4 == 0 ? firms[(who / 4 + (edition == 4)) % 4] : "";
    snprintf(line.cells[0], sizeof(line.cells[0]), "C%u", n);
    snprintf(line.cells[1], sizeof(line.cells[1]), "%s", n % 3 == 1 && edition ? "J." : given[who * 5 % 8]);
    snprintf(line.cells[2], sizeof(line.cells[2]), "%s", family[(who / 2 + (who % 5 == 0)) * 7 % 9]);
    snprintf(line.cells[3], sizeof(line.cells[3]), "%u", 1940 + who % 60);
    snprintf(line.cells[4], sizeof(line.cells[4]), "%s", house % 3 ? "Lindeweg" : "Lindenweg");
    snprintf(line.cells[5], sizeof(line.cells[5]), "%u%s", 1 + house % 30, house % 7 == 3 && who % 2 ? " B" : "");
    snprintf(line.cells[6], sizeof(line.cells[6]), "%u AB", 1011 + house % 30 * 13);
    snprintf(line.cells[7], sizeof(line.cells[7]), "Utrecht");
    if (edition != 3)
        snprintf(line.cells[8], sizeof(line.cells[8]), "p%u.%u@postduif.example", who, edition / 2);
    snprintf(line.cells[9], sizeof(line.cells[9]), "030 23%05u", house * 17 % 100000);
    snprintf(line.cells[10], sizeof(line.cells[10]), "%s%s", firm, firm[0] && edition > 2 ? " Holding" : "");
    snprintf(line.cells[11], sizeof(line.cells[11]), "%s", firm[0] ? "inkoper" : "");
    return line;
}

static void import_lines(struct world *world, unsigned from, unsigned to, unsigned edition)
{
    const struct utimbuf times = { NOW_MS / 1000, NOW_MS / 1000 };
    char path[128];
    snprintf(path, sizeof(path), "%s/crm.csv", world->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t c = 0; c < COLUMNS; c++)
        fprintf(file, "%s%s", columns[c], c + 1 < COLUMNS ? ";" : "\n");
    for (unsigned n = from; n < to; n++) {
        struct line line = line_of(n, edition);
        for (size_t c = 0; c < COLUMNS; c++)
            fprintf(file, "%s%s", line.cells[c], c + 1 < COLUMNS ? ";" : "\n");
    }
    fclose(file);
    assert_int_equal(utime(path, &times), 0);
    struct import_options options = { .source = TEXT("crm"), .path = path };
    struct import_report report = { 0 };
    struct error err = ERROR_NONE;
    if (import_file(world->store, &world->job, &options, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static struct resolve_report resolve(struct world *world, enum status (*how)(struct store *, const struct job *,
                                                                             struct resolve_report *, struct error *))
{
    struct resolve_report report = { 0 };
    struct error err = ERROR_NONE;
    if (how(world->store, &world->job, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return report;
}

static void begin(struct world *world, unsigned seed)
{
    struct error err = ERROR_NONE;
    make_world(world, seed);
    import_lines(world, 0, PEOPLE * 3 / 4, 0);
    assert_true(resolve(world, resolve_run).trained);
    if (live_open(world->store, &world->job, &world->live, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

/* ---- what may happen ---- */

static void question_of(const struct line *line, struct live_question *ret)
{
    *ret = (struct live_question){ .count = COLUMNS };
    for (size_t c = 0; c < COLUMNS; c++)
        ret->values[c] = (struct live_value){ text_from(columns[c]), text_from(line->cells[c]) };
}

static void put(struct world *world, unsigned n, unsigned edition)
{
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct json_out json = json_out_over(&said);
    struct live_question values;
    struct error err = ERROR_NONE;
    struct line line = line_of(n, edition);
    question_of(&line, &values);
    json_object(&json);
    if (live_put(world->live, world->store, &world->job, TEXT("crm"), &values, &json, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    json_end(&json);
    heard(world, &said);
}

static void put_some(struct world *world, unsigned n, unsigned edition, size_t count)
{
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct json_out json = json_out_over(&said);
    static struct live_question values[8];
    static struct line lines[8];
    struct error err = ERROR_NONE;
    for (unsigned i = 0; i < count; i++) {
        lines[i] = line_of(n + i, edition);
        question_of(&lines[i], &values[i]);
    }
    json_object(&json);
    if (live_put_all(world->live, world->store, &world->job, TEXT("crm"), values, count, &json, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    json_end(&json);
    heard(world, &said);
}

static void take_back(struct world *world, unsigned n)
{
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct json_out json = json_out_over(&said);
    struct error err = ERROR_NONE;
    char key[16];
    snprintf(key, sizeof(key), "C%u", n);
    json_object(&json);
    enum status status = live_remove(world->live, world->store, &world->job, TEXT("crm"), text_from(key), &json, &err);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        fail_msg("%s", err.message);
    json_end(&json);
    if (status == STATUS_OK)
        heard(world, &said);
}

/* Refused is fine: decisions that cannot all be true are. */
static void decide(struct world *world)
{
    struct decide_report report = { 0 };
    struct error err = ERROR_NONE;
    char a[16], b[16];
    unsigned n = draw(world, PEOPLE * 3 / 4);
    snprintf(a, sizeof(a), "crm/C%u", n);
    snprintf(b, sizeof(b), "crm/C%u", draw(world, 3) ? n + 1 + draw(world, 3) : draw(world, PEOPLE));
    enum decide_what what = (enum decide_what)draw(world, 3);
    enum status status = decide_pair(world->store, &world->job, what, text_from(a), text_from(b), TEXT("because"),
                                     draw(world, 2), &report, &err);
    if (status != STATUS_OK && status != STATUS_CONFLICT && status != STATUS_NOT_FOUND && status != STATUS_USAGE)
        fail_msg("%s", err.message);
}

static void step(struct world *world)
{
    unsigned n = draw(world, PEOPLE - 8), edition = draw(world, 6);
    switch (draw(world, 10)) {
    case 0: take_back(world, n); break;
    case 1: put_some(world, n, edition, 1 + draw(world, 7)); break;
    case 2: import_lines(world, n, n + 1 + draw(world, 4), edition); break;
    case 3: decide(world); break;
    default: put(world, n, edition); break;
    }
}

static void count_problem(void *ctx, const char *what, const char *id)
{
    (void)what;
    (void)id;
    ++*(unsigned *)ctx;
}

struct checked {
    struct digest state;
    unsigned problems;
};

static struct checked check(struct world *world)
{
    struct fsck_report report = { 0 };
    struct checked checked = { 0 };
    struct error err = ERROR_NONE;
    if (fsck_run(world->store, &world->job, false, count_problem, &checked.problems, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    checked.state = report.state;
    return checked;
}

static bool same(const struct checked *a, const struct checked *b)
{
    return memcmp(a->state.bytes, b->state.bytes, sizeof(a->state.bytes)) == 0 && a->problems == b->problems;
}

static void the_view_follows_each_record(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        struct world world;
        begin(&world, seed);
        for (unsigned i = 0; i < STEPS; i++) {
            step(&world);
            put(&world, draw(&world, PEOPLE), draw(&world, 6)); /* what waited is taken along */
            struct checked followed = check(&world), resolved, rebuilt;
            struct resolve_report report = resolve(&world, resolve_run);
            resolved = check(&world);
            if (!same(&followed, &resolved) || report.parties_made)
                fail_msg("seed %u, step %u: the resolve is another, %llu parties made", seed, i,
                         (unsigned long long)report.parties_made);
            if (i % 8)
                continue;
            report = resolve(&world, rebuild_run);
            assert_false(report.trained);
            rebuilt = check(&world);
            if (!same(&followed, &rebuilt))
                fail_msg("seed %u, step %u: the rebuild is another", seed, i);
        }
        assert_int_equal(world.waited, 0);
        assert_true(world.current >= STEPS);
        drop_world(&world);
    }
}

/* ---- somebody is erased ---- */

/* A record alone, or the person it names; false when nobody is there any more. */
static bool erase(struct world *world)
{
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct json_out json = json_out_over(&said);
    struct error err = ERROR_NONE;
    char who[16];
    bool follows = false;
    snprintf(who, sizeof(who), "crm/C%u", draw(world, PEOPLE));
    struct erase_asked asked = {
        .who = text_from(who), .ground = TEXT("request"), .reason = TEXT("asked"), .person = draw(world, 3) != 0
    };
    enum status status = erase_run(world->store, &world->job, world->live, &asked, &json, &err);
    if (status == STATUS_NOT_FOUND)
        return false;
    if (status != STATUS_OK)
        fail_msg("%s: %s", who, err.message);
    assert_int_equal(erased_view_follows(world->store, &follows, &err), STATUS_OK);
    assert_true(follows);
    return true;
}

static void the_view_follows_an_erasure(void **state)
{
    (void)state;
    unsigned erased = 0;
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        struct world world;
        begin(&world, seed + 50);
        for (unsigned i = 0; i < STEPS / 2; i++) {
            step(&world);
            if (i % 3 == 0)
                put(&world, draw(&world, PEOPLE), draw(&world, 6));
            if (!erase(&world))
                continue;
            erased++;
            struct checked followed = check(&world), rebuilt;
            if (followed.problems)
                fail_msg("seed %u, step %u: %u problems", seed, i, followed.problems);
            struct resolve_report report = resolve(&world, i % 2 ? rebuild_run : resolve_run);
            assert_false(report.trained);
            rebuilt = check(&world);
            if (!same(&followed, &rebuilt))
                fail_msg("seed %u, step %u: the rebuild is another", seed, i);
        }
        drop_world(&world);
    }
    assert_true(erased > STEPS / 2);
}

/* ---- several at once ---- */

enum { WRITERS = 4, PUTS = 24 };

struct writer {
    struct world *world;
    struct live *live;
    unsigned number;
    pthread_t thread;
};

/* Everybody has records of his own and some that all write. */
static void put_as(struct world *world, struct writer *writer, unsigned turn)
{
    unsigned n = turn % 4 == 3 ? turn : PEOPLE + writer->number * PUTS + turn;
    put(world, n, (turn + writer->number) % 6);
}

static void *write_all(void *ctx)
{
    struct writer *writer = ctx;
    struct world own = *writer->world;
    struct error err = ERROR_NONE;
    own.live = writer->live;
    assert_int_equal(store_open(own.url, NULL, &own.store, &err), STATUS_OK);
    for (unsigned turn = 0; turn < PUTS; turn++)
        put_as(&own, writer, turn);
    store_close(&own.store);
    return NULL;
}

/* What stands now is what a resolve and a rebuild of all make of the facts. */
static void view_is_that_of_all(struct world *world)
{
    struct checked followed = check(world), resolved, rebuilt;
    struct resolve_report report = resolve(world, resolve_run);
    assert_int_equal(report.parties_made, 0);
    resolved = check(world);
    report = resolve(world, rebuild_run);
    assert_false(report.trained);
    rebuilt = check(world);
    assert_true(same(&followed, &resolved) && same(&followed, &rebuilt));
}

static void threads_write_at_once(void **state)
{
    (void)state;
    struct world world;
    struct writer writers[WRITERS];
    begin(&world, 11);
    for (unsigned w = 0; w < WRITERS; w++) {
        writers[w] = (struct writer){ .world = &world, .live = world.live, .number = w };
        assert_int_equal(pthread_create(&writers[w].thread, NULL, write_all, &writers[w]), 0);
    }
    for (unsigned w = 0; w < WRITERS; w++)
        pthread_join(writers[w].thread, NULL);
    view_is_that_of_all(&world);
    drop_world(&world);
}

/* A process of its own, with an index of its own; each record it was told is kept goes to the pipe. */
static pid_t start_writer(struct world *world, unsigned number, unsigned turns, int to)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    struct world own = *world;
    struct writer writer = { .world = &own, .number = number };
    if (store_open(own.url, NULL, &own.store, NULL) != STATUS_OK ||
        live_open(own.store, &own.job, &own.live, NULL) != STATUS_OK)
        _exit(1);
    for (unsigned turn = 0; turn < turns; turn++) {
        put_as(&own, &writer, turn);
        unsigned n = turn % 4 == 3 ? turn : PEOPLE + number * PUTS + turn;
        if (to >= 0 && write(to, &n, sizeof(n)) != sizeof(n))
            _exit(1);
    }
    _exit(0); /* nothing is closed: what counts is in the store */
}

static void close_all(struct world *world)
{
    live_close(&world->live);
    store_close(&world->store);
}

static void open_all(struct world *world)
{
    struct error err = ERROR_NONE;
    assert_int_equal(store_open(world->url, NULL, &world->store, &err), STATUS_OK);
    if (live_open(world->store, &world->job, &world->live, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void processes_write_at_once(void **state)
{
    (void)state;
    struct world world;
    int status = 0;
    begin(&world, 12);
    close_all(&world);
    pid_t first = start_writer(&world, 0, PUTS, -1), second = start_writer(&world, 1, PUTS, -1);
    assert_int_equal(waitpid(first, &status, 0), first);
    assert_int_equal(status, 0);
    assert_int_equal(waitpid(second, &status, 0), second);
    assert_int_equal(status, 0);
    open_all(&world);
    put(&world, 3, 1);
    assert_int_equal(world.waited, 0);
    view_is_that_of_all(&world);
    drop_world(&world);
}

/* Killed in the middle, again and again: what was told is kept stands, and the view goes on where it was. */
static void what_was_told_is_kept_after_a_kill(void **state)
{
    (void)state;
    struct world world;
    begin(&world, 13);
    for (unsigned round = 0; round < 4; round++) {
        int ends[2], status = 0;
        unsigned n = 0, told = 0;
        close_all(&world);
        assert_int_equal(pipe(ends), 0);
        pid_t pid = start_writer(&world, round, 100000, ends[1]);
        close(ends[1]);
        unsigned keys[400];
        while (told < 10 + round * 7 && read(ends[0], &n, sizeof(n)) == sizeof(n))
            keys[told++] = n;
        usleep(1000 * (round * 3 + 1));
        kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        while (told < 400 && read(ends[0], &n, sizeof(n)) == sizeof(n))
            keys[told++] = n;
        close(ends[0]);
        assert_true(told >= 10);
        open_all(&world);
        for (unsigned i = 0; i < told; i++) {
            SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
            struct stored_record record;
            char key[16];
            snprintf(key, sizeof(key), "C%u", keys[i]);
            assert_int_equal(
                store_record_get(world.store, record_id_of(TEXT("crm"), text_from(key)), &arena, &record, NULL),
                STATUS_OK);
        }
        put(&world, round, 2); /* takes along what the crash may have left between facts and view */
        assert_int_equal(world.waited, 0);
        view_is_that_of_all(&world);
    }
    drop_world(&world);
}

/* The view as it was before some puts, and the facts with them: as the disk may have it after a power cut. */
static void a_view_that_the_disk_missed_is_mended(void **state)
{
    (void)state;
    struct world world;
    struct error err = ERROR_NONE;
    char command[400];
    begin(&world, 14);
    if (strncmp(world.url, "sqlite:", 7) != 0) { /* facts and view are one file elsewhere */
        drop_world(&world);
        skip();
    }
    for (unsigned n = 0; n < 20; n++)
        put(&world, n * 7 % PEOPLE, n % 6);
    close_all(&world);
    snprintf(command, sizeof(command), "mkdir %s/kept && cp %s/store.db-view-* %s/kept", world.folder, world.folder,
             world.folder);
    assert_int_equal(system(command), 0);
    open_all(&world);
    for (unsigned n = 0; n < 60; n++)
        put(&world, n * 11 % PEOPLE, (n + 1) % 6);
    struct checked whole = check(&world);
    close_all(&world);
    snprintf(command, sizeof(command), "cp %s/kept/* %s", world.folder, world.folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(store_open(world.url, NULL, &world.store, &err), STATUS_OK);
    assert_true(check(&world).problems > 0);
    if (live_mend(world.store, &world.job, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    struct checked mended = check(&world);
    assert_true(same(&whole, &mended));
    view_is_that_of_all(&world);
    drop_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_view_follows_each_record),
        cmocka_unit_test(the_view_follows_an_erasure),
        cmocka_unit_test(threads_write_at_once),
        cmocka_unit_test(processes_write_at_once),
        cmocka_unit_test(what_was_told_is_kept_after_a_kill),
        cmocka_unit_test(a_view_that_the_disk_missed_is_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
