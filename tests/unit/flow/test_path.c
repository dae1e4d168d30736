/*
 * How two parties are connected: over roles, households and ties, by the shortest way.
 */
#include "flow/resolve/resolve.h"
#include "test.h"

#include <unistd.h>

#include "base/buf.h"
#include "base/scoped.h"
#include "flow/import/import.h"
#include "flow/job/pick.h"
#include "flow/view/ties.h"

struct world {
    char folder[64];
    struct store *store;
    struct job job;
};

static const char contacts[] =
    "Contact-ID;Voornaam;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats;E-mailadres;Bedrijf;KvK-nummer\n"
    "1;Anna;Grasveld;1970-01-05;Lindeweg;4;1011 AB;Amsterdam;anna@grasveld.example;;\n"
    "2;Bram;Grasveld;1968-07-17;Lindeweg;4;1011 AB;Amsterdam;bram@grasveld.example;;\n"
    "3;Bram;Grasveld;1968-07-17;;;;;bram@grasveld.example;Smederij Aambeeld B.V.;61234700\n"
    "4;Carla;Everink;1981-03-30;;;;;carla@aambeeld.example;Smederij Aambeeld B.V.;61234700\n"
    "5;Dirk;Haverkamp;1955-11-11;Veldweg;90;7325 CC;Apeldoorn;dirk@haverkamp.example;;\n";

static int make_world(void **state)
{
    static struct world world;
    char url[96], path[96];
    struct error err = ERROR_NONE;
    uint32_t id = 0;
    world = (struct world){ .folder = "/tmp/kb-path-XXXXXX" };
    assert_non_null(mkdtemp(world.folder));
    snprintf(url, sizeof(url), "sqlite:%s/store.db", world.folder);
    snprintf(path, sizeof(path), "%s/crm.csv", world.folder);
    world.job = (struct job){
        .threads = 1, .now_ms = 1795000000000, .lang = LANGUAGE_EN, .country = "NL", .author = TEXT("test")
    };
    if (store_open(url, &(struct store_options){ .create = true }, &world.store, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    assert_int_equal(store_source_add(world.store, TEXT("crm"), SOURCE_CRM, false, 1, &id, NULL), STATUS_OK);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(contacts, file);
    fclose(file);
    struct import_options options = { .source = TEXT("crm"), .path = path };
    struct import_report imported = { 0 };
    struct resolve_report resolved = { 0 };
    if (import_file(world.store, &world.job, &options, &imported, &err) != STATUS_OK ||
        resolve_run(world.store, &world.job, &resolved, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    *state = &world;
    return 0;
}

static int drop_world(void **state)
{
    struct world *world = *state;
    char command[128];
    store_close(&world->store);
    snprintf(command, sizeof(command), "rm -rf '%s'", world->folder);
    return system(command);
}

static struct party_id person(struct world *world, const char *key)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct picked picked = { 0 };
    struct party_id ret = { 0 };
    assert_int_equal(pick_mentions(world->store, text_from(key), &arena, &picked, NULL), STATUS_OK);
    for (size_t i = 0; i < picked.count; i++)
        if (picked.links[i].kind == PARTY_PERSON)
            ret = picked.links[i].party;
    assert_true(ret.v != 0);
    return ret;
}

/* The kinds of the steps, with a space after each; "-" when there is no way. */
static void check_path(struct world *world, const char *from, const char *to, const char *expected)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct error err = ERROR_NONE;
    char kinds[200] = "";
    if (path_view(world->store, &world->job, person(world, from), person(world, to), &json, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    struct text rest = buf_text(&buf), key = TEXT("\"kind\":\"");
    bool found = text_find(rest, TEXT("\"found\":true")) < rest.len;
    for (size_t at; (at = text_find(rest, key)) < rest.len;) {
        rest = text_from_offset(rest, at + key.len);
        size_t len = strlen(kinds);
        snprintf(kinds + len, sizeof(kinds) - len, "%.*s ", (int)text_find_char(rest, '"'), rest.ptr);
    }
    if (strcmp(found ? kinds : "-", expected) != 0)
        fail_msg("from %s to %s: '%s' and not '%s'", from, to, found ? kinds : "-", expected);
}

static uint64_t tie(struct world *world, const char *a, const char *kind, const char *b)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct tie_asked asked = { .a = text_from(a), .b = text_from(b), .kind = text_from(kind), .reason = TEXT("told") };
    struct tie_report report = { 0 };
    struct error err = ERROR_NONE;
    if (tie_add(world->store, &world->job, &asked, &arena, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return report.id;
}

static void a_way_leads_over_household_and_roles(void **state)
{
    check_path(*state, "crm/1", "crm/1", "");
    check_path(*state, "crm/1", "crm/2", "household ");
    check_path(*state, "crm/2", "crm/4", "role role ");
    check_path(*state, "crm/1", "crm/4", "household role role ");
    check_path(*state, "crm/4", "crm/1", "role role household ");
    check_path(*state, "crm/1", "crm/5", "-");
}

static void a_tie_makes_a_way_and_apart_does_not(void **state)
{
    struct world *world = *state;
    struct tie_report report = { 0 };
    tie(world, "crm/4", "apart", "crm/5");
    check_path(world, "crm/4", "crm/5", "-");
    uint64_t id = tie(world, "crm/5", "represents", "crm/4");
    check_path(world, "crm/4", "crm/5", "represents ");
    check_path(world, "crm/5", "crm/1", "represents role role household ");
    tie(world, "crm/1", "guardian", "crm/5"); /* shorter, and taken */
    check_path(world, "crm/5", "crm/1", "guardian ");
    assert_int_equal(tie_withdraw(world->store, &world->job, id, TEXT("no more"), &report, NULL), STATUS_OK);
    check_path(world, "crm/4", "crm/5", "role role household guardian ");
}

static void who_is_not_there_is_told(void **state)
{
    struct world *world = *state;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct party_id nobody = party_id_of(PARTY_PERSON, (struct mention_id){ 1 }, 0);
    struct error err = ERROR_NONE;
    assert_int_equal(path_view(world->store, &world->job, person(world, "crm/1"), nobody, &json, &err),
                     STATUS_NOT_FOUND);
    assert_int_equal(buf.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_way_leads_over_household_and_roles),
        cmocka_unit_test(a_tie_makes_a_way_and_apart_does_not),
        cmocka_unit_test(who_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, make_world, drop_world);
}
