/*
 * One record at a time, by two writers with an index each: every answer is
 * what the resolve then does, and the end is the partition, with the scores,
 * of all records in one file.
 *
 * The engine is PostgreSQL when KLANTBEELD_TEST_POSTGRES names one, else SQLite.
 */
#include "flow/job/index_place.h"

#include "changing_world.h"

#include <unistd.h>
#include <utime.h>

#include "base/scoped.h"
#include "flow/import/import.h"
#include "flow/resolve/fsck.h"
#include "flow/resolve/resolve.h"
#include "os/file.h"
#include "store/change.h"

enum { PEOPLE = 200, BASE = 150, PUTS = 60, WRITERS = 2, COLUMNS = 9 };

/* ---- records ---- */

static const char *const columns[COLUMNS] = { "Contact-ID", "Voornaam", "Achternaam", "Geboortejaar", "Straat",
                                              "Huisnummer", "Postcode", "Plaats",     "E-mailadres" };

struct line {
    char cells[COLUMNS][48];
};

/* Record n of edition e: two records of three are of one person, an edition is another house or mailbox. */
static struct line line_of(unsigned n, unsigned edition)
{
    static const char *const given[] = { "Anna", "Bram", "Carla", "Dirk", "Elise", "Frank", "Greet", "Hugo" };
    static const char *const family[] = { "Aalbers",   "Boerma", "van Dijkum", "Everink",    "Grasveld",
                                          "Haverkamp", "Kuiper", "Lammers",    "de Molenaar" };
    unsigned who = n * 2 / 3;
    struct line line = { 0 };
    snprintf(line.cells[0], sizeof(line.cells[0]), "C%u", n);
    snprintf(line.cells[1], sizeof(line.cells[1]), "%s", n % 3 == 1 && edition ? "J." : given[who * 5 % 8]);
    snprintf(line.cells[2], sizeof(line.cells[2]), "%s", family[who * 7 % 9]);
    snprintf(line.cells[3], sizeof(line.cells[3]), "%u", 1940 + who % 60);
    snprintf(line.cells[4], sizeof(line.cells[4]), "Lindeweg");
    snprintf(line.cells[5], sizeof(line.cells[5]), "%u", 1 + who % 40 + edition % 2 * 50);
    snprintf(line.cells[6], sizeof(line.cells[6]), "%u AB", 1011 + who % 40 * 13);
    snprintf(line.cells[7], sizeof(line.cells[7]), "Utrecht");
    snprintf(line.cells[8], sizeof(line.cells[8]), "p%u.%u@postduif.example", who, edition / 2);
    return line;
}

/* The put of a turn: a new record, or one of those there are in another edition. */
static struct line put_of(unsigned turn, unsigned *ret_n)
{
    *ret_n = turn % 2 ? BASE + turn / 2 % (PEOPLE - BASE) : turn * 37 % BASE;
    return line_of(*ret_n, turn % 2 ? turn / (2 * (PEOPLE - BASE)) : 1 + turn % 3);
}

static void import_lines(struct world *world, const struct line *lines, size_t count)
{
    const struct utimbuf times = { NOW_MS / 1000, NOW_MS / 1000 };
    char path[128];
    snprintf(path, sizeof(path), "%s/crm.csv", world->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t c = 0; c < COLUMNS; c++)
        fprintf(file, "%s%s", columns[c], c + 1 < COLUMNS ? ";" : "\n");
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            fprintf(file, "%s%s", lines[i].cells[c], c + 1 < COLUMNS ? ";" : "\n");
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

static void begin(struct world *world)
{
    static struct line lines[BASE];
    make_world(world, 0);
    for (unsigned n = 0; n < BASE; n++)
        lines[n] = line_of(n, 0);
    import_lines(world, lines, BASE);
    assert_true(resolve(world, resolve_run).trained);
}

/* ---- what stands in the view ---- */

struct stand {
    uint64_t mention, first, party, best; /* first: the smallest mention of its party */
    int32_t score;
    uint64_t profile; /* hash of its party's */
};

struct stands {
    struct stand all[PEOPLE * 2];
    size_t count;
};

static bool keep_link(void *ctx, const struct stored_link *link)
{
    struct stands *stands = ctx;
    assert_true(stands->count < PEOPLE * 2);
    stands->all[stands->count++] =
        (struct stand){ link->mention.v, link->mention.v, link->party.v, link->best.v, link->score, 0 };
    return true;
}

static int by_mention(const void *a, const void *b)
{
    const struct stand *x = a, *y = b;
    return (x->mention > y->mention) - (x->mention < y->mention);
}

static void read_stands(struct world *world, struct stands *ret)
{
    ret->count = 0;
    assert_int_equal(store_links_each(world->store, keep_link, ret, NULL), STATUS_OK);
    qsort(ret->all, ret->count, sizeof(ret->all[0]), by_mention);
    for (size_t i = 0; i < ret->count; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
        struct stored_party party = { 0 };
        assert_int_equal(store_party_get(world->store, (struct party_id){ ret->all[i].party }, &arena, &party, NULL),
                         STATUS_OK);
        ret->all[i].profile = hash_text(party.profile);
    }
    for (size_t i = 0; i < ret->count; i++)
        for (size_t j = 0; j < i && ret->all[i].first == ret->all[i].mention; j++)
            if (ret->all[j].party == ret->all[i].party)
                ret->all[i].first = ret->all[j].mention;
}

/* ---- answers ---- */

struct writer {
    struct store *store;
    struct live *live;
};

static void answer_of(struct world *world, struct writer *writer, const struct line *line, struct buf *ret)
{
    struct live_question values = { .count = COLUMNS };
    struct json_out json = json_out_over(ret);
    struct error err = ERROR_NONE;
    for (size_t c = 0; c < COLUMNS; c++)
        values.values[c] = (struct live_value){ text_from(columns[c]), text_from(line->cells[c]) };
    json_object(&json);
    if (live_put(writer->live, writer->store, &world->job, TEXT("crm"), &values, &json, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    json_end(&json);
}

/* The value of a key, the first that stands there; empty when there is none. */
static struct text member(struct text json, const char *key)
{
    char wanted[32];
    snprintf(wanted, sizeof(wanted), "\"%s\":\"", key);
    size_t at = text_find(json, text_from(wanted));
    struct text rest = text_from_offset(json, at + strlen(wanted));
    return at == json.len ? TEXT_EMPTY : text_slice(rest, 0, text_find_char(rest, '"'));
}

/* What was said of the record before the resolve is what the resolve did. */
static void said_is_done(struct world *world, struct text said, const struct stands *before)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct record_id record = { 0 };
    struct party_id party = { 0 }, now = { 0 };
    struct stored_link *links = NULL;
    size_t count = 0;
    bool was_there = false;
    assert_true(record_id_read(member(said, "record"), &record));
    assert_int_equal(store_record_links(world->store, record, &arena, &links, &count, NULL), STATUS_OK);
    assert_int_equal(count, 1);
    for (size_t i = 0; i < before->count; i++)
        was_there |= before->all[i].party == links[0].party.v;
    if (!text_equal(member(said, "outcome"), TEXT("linked"))) {
        assert_false(was_there && links[0].best.v); /* it joined nobody who was there */
        return;
    }
    assert_true(party_id_read(member(said, "id"), &party));
    assert_int_equal(store_party_resolve(world->store, party, &now, NULL), STATUS_OK);
    assert_int_equal(now.v, links[0].party.v);
}

static void open_writers(struct world *world, struct writer writers[WRITERS])
{
    struct error err = ERROR_NONE;
    for (int w = 0; w < WRITERS; w++) {
        assert_int_equal(store_open(world->url, NULL, &writers[w].store, &err), STATUS_OK);
        if (live_open(writers[w].store, &world->job, &writers[w].live, &err) != STATUS_OK)
            fail_msg("%s", err.message);
    }
}

static void close_writers(struct writer writers[WRITERS])
{
    for (int w = 0; w < WRITERS; w++) {
        live_close(&writers[w].live);
        store_close(&writers[w].store);
    }
}

static void fail_problem(void *ctx, const char *what, const char *id)
{
    (void)ctx;
    fail_msg("%s: %s", id, what);
}

static void one_by_one_ends_where_all_at_once_does(void **state)
{
    (void)state;
    static struct stands one, all, before;
    static struct line lines[PUTS];
    struct world world;
    struct writer writers[WRITERS] = { 0 };
    struct fsck_report changed = { 0 }, rebuilt = { 0 };
    unsigned linked = 0, n = 0;

    begin(&world);
    open_writers(&world, writers);
    read_stands(&world, &before);
    for (unsigned turn = 0; turn < PUTS; turn++) {
        SCOPED(buf_done) struct buf said = BUF_EMPTY;
        lines[turn] = put_of(turn, &n);
        answer_of(&world, &writers[turn % WRITERS], &lines[turn], &said);
        linked += text_equal(member(buf_text(&said), "outcome"), TEXT("linked"));
        if (turn % 3 == 2) { /* now and then only: what waits must count too */
            read_stands(&world, &before);
            assert_false(resolve(&world, resolve_run).trained);
            said_is_done(&world, buf_text(&said), &before);
        }
    }
    assert_in_range(linked, PUTS / 2, PUTS);
    assert_false(resolve(&world, resolve_run).trained);
    read_stands(&world, &one);
    assert_int_equal(fsck_run(world.store, &world.job, false, fail_problem, NULL, &changed, NULL), STATUS_OK);
    resolve(&world, rebuild_run);
    assert_int_equal(fsck_run(world.store, &world.job, false, fail_problem, NULL, &rebuilt, NULL), STATUS_OK);
    assert_memory_equal(changed.state.bytes, rebuilt.state.bytes, sizeof(changed.state.bytes));
    close_writers(writers);
    drop_world(&world);

    begin(&world);
    import_lines(&world, lines, PUTS);
    assert_false(resolve(&world, resolve_run).trained);
    read_stands(&world, &all);
    assert_int_equal(one.count, all.count);
    for (size_t i = 0; i < one.count; i++) {
        assert_int_equal(one.all[i].mention, all.all[i].mention);
        assert_int_equal(one.all[i].first, all.all[i].first);
        assert_int_equal(one.all[i].score, all.all[i].score);
        assert_int_equal(one.all[i].best, all.all[i].best);
        assert_int_equal(one.all[i].profile, all.all[i].profile);
    }
    drop_world(&world);
}

/* ---- the file ---- */

static struct live_about opened(struct world *world)
{
    struct error err = ERROR_NONE;
    struct live *live = NULL;
    if (live_open(world->store, &world->job, &live, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    struct live_about about = live_about(live);
    live_close(&live);
    return about;
}

static void a_file_that_stands_for_something_else_is_not_used(void **state)
{
    (void)state;
    SCOPED(buf_done) struct buf bytes = BUF_EMPTY;
    struct world world;
    char path[200];
    struct line line = line_of(BASE, 0);
    if (getenv("KLANTBEELD_TEST_POSTGRES"))
        skip();
    begin(&world);
    snprintf(path, sizeof(path), "%s/store.db-index", world.folder);
    struct live_about first = opened(&world), second = opened(&world);
    assert_false(first.was_read);
    assert_true(second.was_read);
    assert_int_equal(first.mentions, BASE);
    import_lines(&world, &line, 1); /* facts since are taken in */
    second = opened(&world);
    assert_true(second.was_read);
    assert_int_equal(second.mentions, BASE + 1);
    assert_int_equal(second.taken_in, 1);

    assert_int_equal(file_slurp(path, SIZE_MAX / 2, &bytes, NULL), STATUS_OK);
    for (unsigned part = 0; part < 8; part++) { /* torn anywhere, made anew */
        struct text less = text_slice(buf_text(&bytes), 0, bytes.len * part / 8);
        assert_int_equal(file_replace(path, less, NULL), STATUS_OK);
        second = opened(&world);
        assert_false(second.was_read);
        assert_int_equal(second.mentions, BASE + 1);
    }
    assert_true(opened(&world).was_read);
    resolve(&world, resolve_retrain); /* another model */
    assert_true(opened(&world).mentions == BASE + 1);
    assert_int_equal(index_drop_file(world.store, NULL), STATUS_OK);
    assert_false(file_exists(path));
    drop_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_by_one_ends_where_all_at_once_does),
        cmocka_unit_test(a_file_that_stands_for_something_else_is_not_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
