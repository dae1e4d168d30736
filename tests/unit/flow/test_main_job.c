/*
 * The main job on a real store in a folder of its own: import, resolve,
 * decide, view, fsck; and that the outcome hangs on facts alone.
 */
#include "flow/import/import.h"
#include "test.h"

#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "flow/history/as_of.h"
#include "flow/job/pick.h"
#include "flow/resolve/fsck.h"
#include "flow/resolve/resolve.h"
#include "flow/steward/decide.h"
#include "flow/view/export.h"
#include "flow/view/view.h"

enum { CROWD = 300 };

struct world {
    char folder[64];
    struct store *store;
    struct job job;
};

static int make_world(void **state)
{
    struct world *world = calloc(1, sizeof(*world));
    char url[128];
    const struct store_options options = { .create = true };
    struct error err = ERROR_NONE;
    snprintf(world->folder, sizeof(world->folder), "/tmp/kb-flow-XXXXXX");
    if (!mkdtemp(world->folder))
        return -1;
    snprintf(url, sizeof(url), "sqlite:%s/store.db", world->folder);
    world->job = (struct job){
        .threads = 2, .now_ms = 1795000000000, .lang = LANGUAGE_EN, .country = "NL", .author = TEXT("test")
    };
    if (store_open(url, &options, &world->store, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    uint32_t id = 0;
    assert_int_equal(store_source_add(world->store, TEXT("crm"), SOURCE_CRM, false, 1, &id, NULL), STATUS_OK);
    assert_int_equal(store_source_add(world->store, TEXT("shop"), SOURCE_WEBSHOP, false, 1, &id, NULL), STATUS_OK);
    *state = world;
    return 0;
}

static int drop_world(void **state)
{
    struct world *world = *state;
    char command[128];
    store_close(&world->store);
    snprintf(command, sizeof(command), "rm -rf '%s'", world->folder);
    int failed = system(command);
    free(world);
    return failed;
}

/* ---- files ---- */

static const char *write_file(struct world *world, const char *name, const char *body, char path[128])
{
    const struct utimbuf times = { 1760000000, 1760000000 };
    snprintf(path, 128, "%s/%s", world->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(body, file);
    fclose(file);
    assert_int_equal(utime(path, &times), 0);
    return path;
}

static struct import_report import(struct world *world, const char *source, const char *name, const char *body,
                                   enum status want)
{
    char path[128];
    struct import_options options = { .source = text_from(source), .path = write_file(world, name, body, path) };
    struct import_report report = { 0 };
    struct error err = ERROR_NONE;
    enum status status = import_file(world->store, &world->job, &options, &report, &err);
    if (status != want)
        fail_msg("%s: %s", name, err.message);
    return report;
}

static const char *const given[] = {
    "Anna", "Bram", "Carla", "Dirk", "Elise", "Frank", "Greet", "Hugo", "Ilse", "Jaap"
};
static const char *const heads[] = { "Aal", "Boer", "Cor",   "Dijk", "Ever", "Gras", "Haver", "Iep", "Kuip",
                                     "Lam", "Mol",  "Nagel", "Olde", "Pot",  "Rijn", "Smal",  "Tuin" };
static const char *const tails[] = { "brink", "huis", "kamp",  "laar",  "man", "stra", "veld", "water", "zand",
                                     "broek", "dam",  "gaard", "horst", "loo", "mans", "poel", "steeg", "zijl" };

/* People enough to learn from: every third of the CRM is in the shop too. step turns the order of rows. */
static void crowd(struct world *world, size_t step)
{
    static char crm[CROWD * 120 + 200], shop[CROWD * 120 + 200];
    int at = 0, to = 0;
    at += sprintf(crm, "Contact-ID;Voornaam;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats;E-mailadres\n");
    to +=
        sprintf(shop, "Klantnummer,Voornaam,Achternaam,Geboortedatum,Straat,Huisnummer,Postcode,Plaats,E-mailadres\n");
    for (size_t n = 0; n < CROWD; n++) {
        size_t i = n * step % CROWD;
        const char *g = given[i * 7 % 10], *head = heads[i % 17], *tail = tails[i / 17];
        unsigned day = (unsigned)(13 + i % 15), month = (unsigned)(1 + i % 12), year = (unsigned)(1940 + i % 61);
        unsigned number = (unsigned)(1 + i % 97), code = (unsigned)(1011 + i * 29 % 8900);
        at += sprintf(crm + at, "C%zu;%s;%s%s;%02u-%02u-%u;%sweg;%u;%u AB;Utrecht;%s%zu@postduif.example\n", i, g, head,
                      tail, day, month, year, tail, number, code, g, i);
        if (i % 3 == 0)
            to += sprintf(shop + to, "%zu,%c.,%s%s,%02u-%02u-%u,%sweg,%u,%u AB,Utrecht,%s%zu@postduif.example\n", i,
                          g[0], head, tail, day, month, year, tail, number, code, g, i);
    }
    import(world, "crm", "crm.csv", crm, STATUS_OK);
    import(world, "shop", "shop.csv", shop, STATUS_OK);
}

static struct resolve_report resolve(struct world *world, int threads)
{
    struct resolve_report report = { 0 };
    struct error err = ERROR_NONE;
    world->job.threads = threads;
    if (resolve_run(world->store, &world->job, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return report;
}

static void fail_problem(void *ctx, const char *what, const char *id)
{
    fail_msg("%s: %s", id, what);
}

static struct fsck_report check(struct world *world)
{
    struct fsck_report report = { 0 };
    struct error err = ERROR_NONE;
    if (fsck_run(world->store, &world->job, false, fail_problem, NULL, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return report;
}

static void check_digest(struct digest a, struct digest b, const char *label)
{
    if (memcmp(a.bytes, b.bytes, sizeof(a.bytes)) != 0)
        fail_msg("%s: another state", label);
}

static struct party_id party_of(struct world *world, const char *record)
{
    struct arena arena = ARENA_UP_TO(16 * 1024 * 1024);
    struct picked picked = { 0 };
    struct error err = ERROR_NONE;
    if (pick_mentions(world->store, text_from(record), &arena, &picked, &err) != STATUS_OK)
        fail_msg("%s: %s", record, err.message);
    struct party_id party = picked.party;
    arena_done(&arena);
    return party;
}

/* ---- tests ---- */

static void same_file_twice_changes_nothing(void **state)
{
    static const char body[] =
        "Contact-ID;Voornaam;Achternaam;E-mailadres\n1;Jan;Bos;jan@bos.example\n2;Els;Vos;els@vos.example\n";
    static const char touched[] =
        "Contact-ID;Voornaam;Achternaam;E-mailadres\n1;Jan;Bos;jan@bos.example\n2;Els;Vos-Bos;els@vos.example\n";
    struct world *world = *state;
    struct import_report first = import(world, "crm", "a.csv", body, STATUS_OK),
                         second = import(world, "crm", "a.csv", body, STATUS_OK);
    assert_int_equal(first.counts.created, 2);
    assert_int_equal(second.counts.unchanged, 2);
    assert_true(second.same_file && second.import_id == first.import_id);
    struct import_report third = import(world, "crm", "a.csv", touched, STATUS_OK);
    assert_int_equal(third.counts.updated, 1);
    assert_int_equal(third.counts.unchanged, 1);
    assert_false(third.same_file);
}

static void key_twice_in_a_file_the_last_counts(void **state)
{
    struct world *world = *state;
    struct import_report report =
        import(world, "crm", "a.csv", "Contact-ID;Voornaam;Achternaam\n1;Jan;Bos\n1;Jan;Vos\n1;Jan;Vos\n", STATUS_OK);
    assert_int_equal(report.counts.rows, 3);
    assert_int_equal(report.counts.created, 1);
    assert_int_equal(report.counts.rejected, 1);
    assert_int_equal(report.counts.unchanged, 1);
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct stored_record record = { 0 };
    assert_int_equal(store_record_get(world->store, record_id_of(TEXT("crm"), TEXT("1")), &arena, &record, NULL),
                     STATUS_OK);
    check_text(record.cells, TEXT("[\"1\",\"Jan\",\"Vos\"]"), "the last");
    arena_done(&arena);
}

/* What the view says of the party of a record. */
static bool shows(struct world *world, const char *record, const char *wanted)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct error err = ERROR_NONE;
    if (view_party(world->store, &world->job, party_of(world, record), &json, &err) != STATUS_OK)
        fail_msg("%s: %s", record, err.message);
    return text_find(buf_text(&buf), text_from(wanted)) < buf.len;
}

/* 03/04/1980 is what the column says it is, also for rows and files without a tell-tale, in whatever order. */
static void a_column_teaches_its_order_of_dates(void **state)
{
    static const char silent[] = "Contact-ID;Voornaam;Achternaam;Geboortedatum\n1;Jan;Bos;03/04/1980\n";
    static const char telling[] =
        "Contact-ID;Voornaam;Achternaam;Geboortedatum\n2;Els;Vos;12/31/1980\n3;Ot;Haas;03/04/1980\n";
    static const char against[] = "Contact-ID;Voornaam;Achternaam;Geboortedatum\n4;Rik;Das;31/12/1980\n";
    struct world *world = *state;
    import(world, "crm", "a.csv", silent, STATUS_OK);
    resolve(world, 1);
    assert_true(shows(world, "crm/1", "1980-04-03"));
    import(world, "crm", "b.csv", telling, STATUS_OK);
    resolve(world, 1);
    assert_true(shows(world, "crm/3", "1980-03-04"));
    assert_true(shows(world, "crm/1", "1980-03-04"));
    import(world, "crm", "a.csv", silent, STATUS_OK); /* teaches nothing, forgets nothing */
    resolve(world, 1);
    assert_true(shows(world, "crm/1", "1980-03-04"));
    check(world);
    import(world, "crm", "c.csv", against, STATUS_OK); /* now nobody knows */
    resolve(world, 1);
    assert_true(shows(world, "crm/1", "1980-04-03"));
    assert_true(shows(world, "crm/2", "1980-12-31"));
    check(world);
}

static void lines_of_an_order_stand_beside_each_other(void **state)
{
    static const char orders[] = "event.id;event.ref;event.product;event.amount;event.time\n"
                                 "O1;501;Boek;10.00;2025-01-02\nO1;501;Lamp;20.00;2025-01-02\n"
                                 "O1;501;Lamp;20.00;2025-01-02\nO2;501;Boek;10.00;2025-01-03\n";
    static const char more[] = "event.id;event.ref;event.product;event.amount;event.time\n"
                               "O1;501;Boek;10.00;2025-01-02\nO1;501;Lamp;20.00;2025-01-02\n"
                               "O2;501;Boek;10.00;2025-01-03\nO3;501;Pen;1.00;2025-01-04\n";
    struct world *world = *state;
    struct import_report first = import(world, "shop", "o.csv", orders, STATUS_OK);
    assert_int_equal(first.counts.events_created, 3);
    struct import_report second = import(world, "shop", "o2.csv", more, STATUS_OK);
    assert_int_equal(second.counts.events_created, 1);
    assert_int_equal(second.counts.events_unchanged, 3);
}

static void unknown_source_says_how_to_add_it(void **state)
{
    struct world *world = *state;
    char path[128];
    struct import_options options = { .source = TEXT("crmm"), .path = write_file(world, "a.csv", "Naam\nJan\n", path) };
    struct import_report report = { 0 };
    struct error err = ERROR_NONE;
    assert_int_equal(import_file(world->store, &world->job, &options, &report, &err), STATUS_NOT_FOUND);
    assert_non_null(strstr(err.hint, "source add"));
}

static void file_about_nobody_is_refused_and_leaves_nothing(void **state)
{
    struct world *world = *state;
    import(world, "crm", "a.csv", "Kleur;Maat\nrood;12\nblauw;14\n", STATUS_INVALID);
    struct store_counts counts = { 0 };
    assert_int_equal(store_count(world->store, &counts, NULL), STATUS_OK);
    assert_int_equal(counts.records, 0);
}

static void outcome_does_not_hang_on_threads_or_order(void **state)
{
    struct world *one = *state, *two = NULL;
    crowd(one, 1);
    resolve(one, 1);
    struct digest first = check(one).state;
    resolve(one, 2);
    check_digest(first, check(one).state, "two threads");
    struct resolve_report report = { 0 };
    one->job.threads = 7;
    assert_int_equal(rebuild_run(one->store, &one->job, &report, NULL), STATUS_OK);
    assert_int_equal(report.parties_given, 0);
    check_digest(first, check(one).state, "rebuild on seven");

    assert_int_equal(make_world((void **)&two), 0);
    crowd(two, 7); /* the same rows in another order */
    resolve(two, 3);
    check_digest(first, check(two).state, "rows in another order");
    assert_int_equal(drop_world((void **)&two), 0);
}

static enum status decide(struct world *world, enum decide_what what, const char *a, const char *b, struct error *err)
{
    struct decide_report report = { 0 };
    return decide_pair(world->store, &world->job, what, text_from(a), text_from(b), TEXT("because"), true, &report,
                       err);
}

static void decisions_hold_and_can_be_taken_back(void **state)
{
    struct world *world = *state;
    struct error err = ERROR_NONE;
    crowd(world, 1);
    resolve(world, 2);
    struct digest before = check(world).state;
    struct party_id a = party_of(world, "crm/C1"), b = party_of(world, "crm/C2");
    assert_int_not_equal(a.v, b.v);

    assert_int_equal(decide(world, DECIDE_SAME, "crm/C1", "crm/C2", &err), STATUS_OK);
    assert_int_equal(party_of(world, "crm/C1").v, party_of(world, "crm/C2").v);
    assert_int_equal(decide(world, DECIDE_DIFFERENT, "crm/C1", "crm/C2", &err), STATUS_CONFLICT);
    resolve(world, 1);
    assert_int_equal(party_of(world, "crm/C1").v, party_of(world, "crm/C2").v);
    check(world);

    struct party_id survivor = { 0 };
    assert_int_equal(store_party_resolve(world->store, a.v == party_of(world, "crm/C1").v ? b : a, &survivor, NULL),
                     STATUS_OK);
    assert_int_equal(survivor.v, party_of(world, "crm/C1").v);

    assert_int_equal(decide(world, DECIDE_WITHDRAW, "crm/C1", "crm/C2", &err), STATUS_OK);
    assert_int_equal(party_of(world, "crm/C1").v, a.v);
    assert_int_equal(party_of(world, "crm/C2").v, b.v);
    check_digest(before, check(world).state, "as before the merge");
    assert_int_equal(decide(world, DECIDE_WITHDRAW, "crm/C1", "crm/C2", &err), STATUS_NOT_FOUND);
}

static void chain_of_same_refuses_a_different_across_it(void **state)
{
    struct world *world = *state;
    struct error err = ERROR_NONE;
    crowd(world, 1);
    resolve(world, 2);
    assert_int_equal(decide(world, DECIDE_DIFFERENT, "crm/C1", "crm/C3", &err), STATUS_OK);
    assert_int_equal(decide(world, DECIDE_SAME, "crm/C1", "crm/C2", &err), STATUS_OK);
    assert_int_equal(decide(world, DECIDE_SAME, "crm/C2", "crm/C3", &err), STATUS_CONFLICT);
    check(world);
}

static void views_answer_and_follow_redirects(void **state)
{
    struct world *world = *state;
    struct error err = ERROR_NONE;
    struct buf buf = BUF_EMPTY;
    crowd(world, 1);
    resolve(world, 2);
    struct party_id a = party_of(world, "crm/C0"), b = party_of(world, "crm/C1");
    assert_int_equal(decide(world, DECIDE_SAME, "crm/C0", "crm/C1", &err), STATUS_OK);
    struct party_id now = party_of(world, "crm/C0"), gone = now.v == a.v ? b : a;

    struct json_out json = json_out_over(&buf);
    assert_int_equal(view_party(world->store, &world->job, gone, &json, &err), STATUS_OK);
    assert_true(text_find(buf_text(&buf), TEXT("\"redirected_from\":\"")) < buf.len);
    assert_true(text_find(buf_text(&buf), TEXT("\"label\":\"Basic data\"")) < buf.len);
    buf_reset(&buf);
    json = json_out_over(&buf);
    assert_int_equal(view_explain(world->store, &world->job, TEXT("crm/C0"), TEXT("crm/C1"), &json, &err), STATUS_OK);
    assert_true(text_find(buf_text(&buf), TEXT("\"verdict\":\"decided_same\"")) < buf.len);
    buf_reset(&buf);
    json = json_out_over(&buf);
    assert_int_equal(view_search(world->store, TEXT("Anna0@postduif.example"), (enum party_kind)0, 5, &json, &err),
                     STATUS_OK);
    assert_true(text_find(buf_text(&buf), TEXT("\"total\":1")) < buf.len);
    buf_reset(&buf);
    json = json_out_over(&buf);
    assert_int_equal(view_party(world->store, &world->job, (struct party_id){ (UINT64_C(1) << 60) + 5 }, &json, &err),
                     STATUS_NOT_FOUND);
    assert_int_equal(buf.len, 0);
    assert_int_equal(view_reviews(world->store, 10, 0, LANGUAGE_NL, &json, &err), STATUS_OK);
    buf_reset(&buf);
    json = json_out_over(&buf);
    assert_int_equal(view_summary(world->store, &json, &err), STATUS_OK);
    assert_true(text_find(buf_text(&buf), TEXT("\"state\":\"done\"")) < buf.len);
    buf_done(&buf);
}

static void empty_store_resolves_to_nothing(void **state)
{
    struct world *world = *state;
    struct resolve_report report = resolve(world, 2);
    assert_int_equal(report.records + report.persons + report.households, 0);
    check(world);
}

static enum status gather(void *ctx, struct text piece, struct error *err)
{
    buf_put(ctx, piece);
    return STATUS_OK;
}

static void export_quotes_what_must_be_quoted(void **state)
{
    struct world *world = *state;
    struct buf out = BUF_EMPTY;
    uint64_t rows = 0;
    struct export_options options = { .what = EXPORT_PARTIES, .write = gather, .ctx = &out };
    import(world, "crm", "a.csv",
           "Contact-ID;Voornaam;Achternaam;Opmerking;Mobiel\n1;Jan;Bos;\"=1+1, \"\"ja\"\"\";06-12345678\n", STATUS_OK);
    resolve(world, 1);
    assert_int_equal(export_run(world->store, &world->job, &options, &rows, NULL), STATUS_OK);
    assert_int_equal(rows, 1);
    assert_true(text_find(buf_text(&out), TEXT("\"'=1+1, \"\"ja\"\"\"")) < out.len);
    assert_true(text_find(buf_text(&out), TEXT(",+31612345678,")) < out.len);
    buf_reset(&out);
    options.what = EXPORT_KEYS;
    assert_int_equal(export_run(world->store, &world->job, &options, &rows, NULL), STATUS_OK);
    assert_true(text_starts(buf_text(&out), TEXT("party,kind,record,source,key\r\nP-")));
    buf_done(&out);
}

/* ---- earlier days ---- */

static bool keep_id(void *ctx, const struct stored_party *party)
{
    VEC(struct party_id) *ids = ctx;
    return vec_push(ids, party->party);
}

/* as_of-1: of now, every party is the stored one. */
static void check_as_of_now(struct world *world)
{
    SCOPED(as_of_close) struct as_of as_of = AS_OF_CLOSED;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(256 * 1024 * 1024);
    VEC(struct party_id) ids = { 0 };
    struct error err = ERROR_NONE;
    assert_int_equal(store_parties_each(world->store, (enum party_kind)0, keep_id, &ids, NULL), STATUS_OK);
    assert_true(ids.len > 0);
    if (as_of_open(world->store, &world->job, INT64_MAX, &as_of, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    for (size_t i = 0; i < ids.len; i++) {
        struct id_text id = party_id_text(ids.ptr[i]);
        const struct as_of_party *then = NULL;
        struct stored_party now = { 0 };
        const struct stored_role *roles_then = NULL;
        struct stored_role *roles = NULL;
        struct stored_member *members = NULL;
        size_t count_then = 0, count = 0, own = 0;
        assert_int_equal(store_party_get(world->store, ids.ptr[i], &arena, &now, NULL), STATUS_OK);
        if (as_of_party(&as_of, ids.ptr[i], &then, &err) != STATUS_OK)
            fail_msg("%s: %s", id.s, err.message);
        if (!text_equal(now.profile, then->party.profile) || !text_equal(now.name, then->party.name) ||
            !text_equal(now.sort_name, then->party.sort_name) || !text_equal(now.summary, then->party.summary) ||
            now.records != then->party.records)
            fail_msg("%s: another profile", id.s);
        assert_int_equal(store_party_roles(world->store, ids.ptr[i], &arena, &roles, &count, NULL), STATUS_OK);
        assert_int_equal(as_of_roles(&as_of, then, &roles_then, &count_then, NULL), STATUS_OK);
        assert_int_equal(count, count_then);
        for (size_t r = 0; r < count; r++)
            assert_true(roles[r].person.v == roles_then[r].person.v &&
                        roles[r].organisation.v == roles_then[r].organisation.v &&
                        text_equal(roles[r].title, roles_then[r].title));
        assert_int_equal(store_party_members(world->store, ids.ptr[i], &arena, &members, &count, NULL), STATUS_OK);
        for (size_t m = 0; m < count; m++)
            own += members[m].household.v == ids.ptr[i].v;
        assert_int_equal(own, then->members_count);
    }
    vec_done(&ids);
}

static void as_of_now_is_what_is_stored(void **state)
{
    struct world *world = *state;
    char before[4096], after[4096];
    crowd(world, 1);
    resolve(world, 2);
    check_as_of_now(world);
    world->job.now_ms += 86400000;
    import(world, "crm", "later.csv",
           "Contact-ID;Voornaam;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats;E-mailadres\n"
           "C0;Anna;Aalbrink;13-01-1940;Elders;9;1011 AB;Utrecht;anna.nieuw@postduif.example\n"
           "C1;;;;;;;;\n"
           "C900;Nieuw;Gezicht;01-01-1999;Elders;9;1011 AB;Utrecht;nieuw@postduif.example\n",
           STATUS_OK);
    resolve(world, 1);
    check_as_of_now(world);
    struct decide_report decided = { 0 };
    struct error err = ERROR_NONE;
    snprintf(before, sizeof(before), "%s", party_id_text(party_of(world, "crm/C5")).s);
    world->job.now_ms += 86400000;
    assert_int_equal(decide_pair(world->store, &world->job, DECIDE_SAME, TEXT("crm/C5"), TEXT("crm/C7"), TEXT("a test"),
                                 true, &decided, &err),
                     STATUS_OK);
    check_as_of_now(world);
    world->job.now_ms += 86400000;
    assert_int_equal(decide_pair(world->store, &world->job, DECIDE_WITHDRAW, TEXT("crm/C5"), TEXT("crm/C7"),
                                 TEXT("a test"), true, &decided, &err),
                     STATUS_OK);
    snprintf(after, sizeof(after), "%s", party_id_text(party_of(world, "crm/C5")).s);
    assert_string_equal(before, after);
    check_as_of_now(world);
    struct digest once = check(world).state;
    struct resolve_report report = { 0 };
    assert_int_equal(rebuild_run(world->store, &world->job, &report, &err), STATUS_OK);
    check_digest(once, check(world).state, "rebuilt");
    check_as_of_now(world);
}

int main(void)
{
#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, make_world, drop_world)
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(same_file_twice_changes_nothing),
        IN_A_WORLD(key_twice_in_a_file_the_last_counts),
        IN_A_WORLD(a_column_teaches_its_order_of_dates),
        IN_A_WORLD(lines_of_an_order_stand_beside_each_other),
        IN_A_WORLD(unknown_source_says_how_to_add_it),
        IN_A_WORLD(file_about_nobody_is_refused_and_leaves_nothing),
        IN_A_WORLD(outcome_does_not_hang_on_threads_or_order),
        IN_A_WORLD(decisions_hold_and_can_be_taken_back),
        IN_A_WORLD(chain_of_same_refuses_a_different_across_it),
        IN_A_WORLD(views_answer_and_follow_redirects),
        IN_A_WORLD(empty_store_resolves_to_nothing),
        IN_A_WORLD(export_quotes_what_must_be_quoted),
        IN_A_WORLD(as_of_now_is_what_is_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
