/* The files: the same seed gives the same bytes, and what they hold is what was asked for. */
#include <dirent.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "demo/demo.h"
#include "os/file.h"
#include "test.h"

static const char *const names[] = { "adresboek_anja.vcf",
                                     "adresboek_piet.csv",
                                     "boekhouding.csv",
                                     "boekhouding_betalingen.csv",
                                     "boekhouding_facturen.csv",
                                     "boekhouding_herinneringen.csv",
                                     "crm.csv",
                                     "crm_2025.csv",
                                     "crm_afspraken.csv",
                                     "crm_contracten.csv",
                                     "crm_gesprekken.csv",
                                     "crm_offertes.csv",
                                     "crm_zaken.csv",
                                     "evaluatie_organisaties.csv",
                                     "evaluatie_organisaties_waarheid.csv",
                                     "evaluatie_personen.csv",
                                     "evaluatie_personen_waarheid.csv",
                                     "nieuwsbrief.csv",
                                     "nieuwsbrief_acties.csv",
                                     "servicemail.csv",
                                     "waarheid.csv",
                                     "waarheid_banden.csv",
                                     "webshop_klanten.csv",
                                     "webshop_klanten_2025.csv",
                                     "webshop_orders.csv",
                                     "webshop_retouren.csv" };
enum { NAMES = sizeof(names) / sizeof(*names), FILE_BYTES_MAX = 64 * 1024 * 1024 };

/* Of the first seed at the usual size: changes only when the generator does, and then on purpose. */
static const char RECORDED[] = "d450e9cfa585dcd17e2a5a0fddc20cf54515ccedff540dff10e32bfd4c3e156c";
static const char RECORDED_BENCH[] = "0781b54345814f90bc1f8f916dc22a59d740aa8a0da202cfc532fc72baead283";

static char folder[] = "/tmp/kb_demo_XXXXXX";
static struct demo_report report;

static void path_of(char *ret, size_t len, const char *name)
{
    snprintf(ret, len, "%s/%s", folder, name);
}

static void make(uint64_t records, uint64_t seed)
{
    struct error err = ERROR_NONE;
    struct demo_options options = { .folder = folder, .records = records, .seed = seed };
    if (demo_write(&options, &report, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void slurp(const char *name, struct buf *buf)
{
    char path[200];
    struct error err = ERROR_NONE;
    path_of(path, sizeof(path), name);
    buf_reset(buf);
    if (file_slurp(path, FILE_BYTES_MAX, buf, &err) != STATUS_OK)
        fail_msg("%s", err.message);
}

static void digest_of_all(char ret[65])
{
    SCOPED(buf_done) struct buf all = BUF_EMPTY;
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    for (int i = 0; i < NAMES; i++) {
        slurp(names[i], &file);
        buf_put(&all, buf_text(&file));
    }
    digest_hex(digest_of(buf_text(&all)), ret);
}

/* vCard lines go on after CRLF and a space. */
static void unfold(struct buf *file)
{
    size_t len = 0;
    for (size_t i = 0; i < file->len; i++)
        if (i + 2 < file->len && memcmp(file->ptr + i, "\r\n ", 3) == 0)
            i += 2;
        else
            file->ptr[len++] = file->ptr[i];
    file->len = len;
}

static size_t lines_of(const char *name)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    slurp(name, &file);
    size_t lines = 0;
    for (size_t i = 0; i < file.len; i++)
        lines += file.ptr[i] == '\n';
    return lines;
}

static int open_folder(void **state)
{
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char path[400];
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        unlink(path);
    }
    if (dir)
        closedir(dir);
    return rmdir(folder);
}

static void same_seed_gives_same_bytes_and_another_gives_others(void **state)
{
    char first[65], again[65], other[65];
    make(DEMO_RECORDS_DEFAULT, 2);
    digest_of_all(other);
    make(DEMO_RECORDS_DEFAULT, DEMO_SEED_DEFAULT);
    digest_of_all(first);
    make(DEMO_RECORDS_DEFAULT, DEMO_SEED_DEFAULT);
    digest_of_all(again);
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    assert_string_equal(first, RECORDED);
}

static void usual_size_is_what_is_promised(void **state)
{
    make(DEMO_RECORDS_DEFAULT, DEMO_SEED_DEFAULT);
    assert_in_range(report.records, 4500, 5500);
    assert_in_range(report.persons, 1800, 2200);
    assert_in_range(report.organisations, 380, 420);
    assert_in_range(report.households, 540, 660);
    assert_true(report.events > report.records);
}

static void every_mailbox_is_on_an_example_domain(void **state)
{
    make(DEMO_RECORDS_DEFAULT, DEMO_SEED_DEFAULT);
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    for (int i = 0; i < NAMES; i++) {
        slurp(names[i], &file);
        unfold(&file);
        struct text rest = buf_text(&file);
        for (size_t at; (at = text_find_char(rest, '@')) < rest.len;) {
            rest = text_from_offset(rest, at + 1);
            size_t len = 0;
            while (len < rest.len && !strchr(",;\"\r\n> ", rest.ptr[len]))
                len++;
            struct text domain = text_slice(rest, 0, len);
            if (!text_ends(domain, TEXT(".example")))
                fail_msg("%s: %.*s", names[i], TEXT_ARG(domain));
        }
    }
}

/* The key is the first cell of these. */
static void truth_names_every_record(void **state)
{
    make(2000, 7);
    SCOPED(buf_done) struct buf truth = BUF_EMPTY;
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    slurp("waarheid.csv", &truth);
    static const struct {
        const char *source, *name;
        char separator;
    } sources[] = { { "crm", "crm.csv", ';' },
                    { "boekhouding", "boekhouding.csv", ';' },
                    { "webshop", "webshop_klanten.csv", ',' },
                    { "nieuwsbrief", "nieuwsbrief.csv", ',' } };
    size_t records = 0;
    for (size_t s = 0; s < sizeof(sources) / sizeof(*sources); s++) {
        slurp(sources[s].name, &file);
        struct text rest = buf_text(&file), line;
        text_next(&rest, '\n', &line);
        while (text_next(&rest, '\n', &line)) {
            char row[100];
            struct text key = text_slice(line, 0, text_find_char(line, sources[s].separator));
            if (key.len == 0 || text_starts(key, TEXT("99900")))
                continue; /* the broken rows mean nobody */
            snprintf(row, sizeof(row), "\n%s,%.*s,", sources[s].source, TEXT_ARG(key));
            if (text_find(buf_text(&truth), text_from(row)) == truth.len)
                fail_msg("no truth for %s", row);
            records++;
        }
    }
    assert_in_range(records, report.records * 6 / 10, report.records);
    assert_true(lines_of("waarheid.csv") > report.records);
}

/* Each kind of tie is there, and each names parties that the records name, under a key of its source. */
static void ties_are_true_of_what_the_records_name(void **state)
{
    static const char *const kinds[] = { "branch", "parent", "predecessor", "buys-through", "role", "member" };
    size_t found[sizeof(kinds) / sizeof(*kinds)] = { 0 };
    SCOPED(buf_done) struct buf ties = BUF_EMPTY;
    SCOPED(buf_done) struct buf truth = BUF_EMPTY;
    make(DEMO_RECORDS_DEFAULT, DEMO_SEED_DEFAULT);
    slurp("waarheid_banden.csv", &ties);
    slurp("waarheid.csv", &truth);
    struct text rest = buf_text(&ties), line;
    text_next(&rest, '\n', &line);
    while (text_next(&rest, '\n', &line)) {
        struct text cells[6] = { 0 };
        char row[100];
        if (line.len == 0)
            continue;
        for (size_t i = 0; i < 6; i++)
            text_next(&line, ',', &cells[i]);
        for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
            found[k] += text_equal(cells[0], text_from(kinds[k]));
        bool was = text_equal(cells[0], TEXT("role")) || text_equal(cells[0], TEXT("member"));
        check_int(cells[3].len > 0, was, "until");
        snprintf(row, sizeof(row), "\n%.*s,%.*s,", TEXT_ARG(cells[4]), TEXT_ARG(text_trim(cells[5])));
        if (text_find(buf_text(&truth), text_from(row)) == truth.len)
            fail_msg("no record %s", row);
    }
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
        if (found[k] < 5)
            fail_msg("%zu of %s", found[k], kinds[k]);
}

/* Every row of a year ago is of a record of today, and most are the same. */
static void a_year_ago_most_was_the_same(void **state)
{
    static const char *const pairs[][2] = { { "crm_2025.csv", "crm.csv" },
                                            { "webshop_klanten_2025.csv", "webshop_klanten.csv" } };
    make(DEMO_RECORDS_DEFAULT, DEMO_SEED_DEFAULT);
    for (size_t p = 0; p < 2; p++) {
        SCOPED(buf_done) struct buf then = BUF_EMPTY;
        SCOPED(buf_done) struct buf now = BUF_EMPTY;
        slurp(pairs[p][0], &then);
        slurp(pairs[p][1], &now);
        size_t rows = 0, same = 0;
        struct text rest = buf_text(&then), line;
        text_next(&rest, '\n', &line);
        while (text_next(&rest, '\n', &line)) {
            rows++;
            same += text_find(buf_text(&now), line) < now.len;
        }
        assert_in_range(same, rows * 6 / 10, rows - 20);
    }
}

static void evaluation_tables_and_their_truth_are_as_long(void **state)
{
    make(2000, 7);
    check_int(lines_of("evaluatie_personen_waarheid.csv"), report.person_mentions + 1, "persons");
    check_int(lines_of("evaluatie_personen.csv"), report.person_mentions + 1, "persons");
    check_int(lines_of("evaluatie_organisaties_waarheid.csv"), report.organisation_mentions + 1, "organisations");
    check_int(lines_of("evaluatie_organisaties.csv"), report.organisation_mentions + 1, "organisations");
}

static void encodings_are_those_of_the_programs(void **state)
{
    make(DEMO_RECORDS_DEFAULT, DEMO_SEED_DEFAULT);
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    slurp("crm.csv", &file);
    assert_true(text_starts(buf_text(&file), TEXT("\xEF\xBB\xBF"
                                                  "Contact-ID;")));
    slurp("adresboek_piet.csv", &file);
    assert_true(text_find(buf_text(&file), TEXT("Categorie\xEBn")) < file.len);
    assert_true(text_find(buf_text(&file), TEXT("\"111222333\"")) < file.len);
    slurp("boekhouding.csv", &file);
    assert_true(text_find(buf_text(&file), TEXT("\xC3")) == file.len ||
                text_find(buf_text(&file), TEXT("\xEB")) < file.len);
    slurp("nieuwsbrief.csv", &file);
    assert_true(text_find(buf_text(&file), TEXT("Ã")) < file.len);
    assert_true(text_find(buf_text(&file), TEXT(",extra,kolommen")) < file.len);
}

static void limits_hold_below_at_and_above(void **state)
{
    struct error err = ERROR_NONE;
    struct demo_options options = { .folder = folder, .records = DEMO_RECORDS_MIN - 1, .seed = 1 };
    assert_int_equal(demo_write(&options, &report, &err), STATUS_LIMIT);
    options.records = DEMO_RECORDS_MIN;
    assert_int_equal(demo_write(&options, &report, &err), STATUS_OK);
    options.records = (uint64_t)DEMO_RECORDS_MAX + 1;
    assert_int_equal(demo_write(&options, &report, &err), STATUS_LIMIT);
    options = (struct demo_options){ .folder = "/nowhere/at/all", .records = 1000, .seed = 1 };
    assert_int_equal(demo_write(&options, &report, &err), STATUS_NOT_FOUND);
}

static void bench_table_has_its_rows_and_its_truth(void **state)
{
    char path[200], hex[65];
    struct error err = ERROR_NONE;
    struct demo_bench_report bench;
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    path_of(path, sizeof(path), "bench.csv");
    assert_int_equal(
        demo_write_bench(&(struct demo_bench_options){ .path = path, .records = 20000, .seed = 1 }, &bench, &err),
        STATUS_OK);
    check_int(lines_of("bench.csv"), 20001, "rows");
    check_int(lines_of("bench_waarheid.csv"), 20001, "truth");
    check_int(lines_of("bench_huishoudens.csv"), 20001, "households");
    assert_in_range(bench.persons, 20000 * 10 / 20, 20000 * 10 / 15);
    slurp("bench.csv", &file);
    assert_true(
        text_starts(buf_text(&file), TEXT("id,voornaam,tussenvoegsel,achternaam,geboortedatum,straat,huisnummer,")));
    digest_hex(digest_of(buf_text(&file)), hex);
    assert_string_equal(hex, RECORDED_BENCH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_gives_same_bytes_and_another_gives_others),
        cmocka_unit_test(usual_size_is_what_is_promised),
        cmocka_unit_test(every_mailbox_is_on_an_example_domain),
        cmocka_unit_test(truth_names_every_record),
        cmocka_unit_test(ties_are_true_of_what_the_records_name),
        cmocka_unit_test(a_year_ago_most_was_the_same),
        cmocka_unit_test(evaluation_tables_and_their_truth_are_as_long),
        cmocka_unit_test(encodings_are_those_of_the_programs),
        cmocka_unit_test(limits_hold_below_at_and_above),
        cmocka_unit_test(bench_table_has_its_rows_and_its_truth),
    };
    return cmocka_run_group_tests(tests, open_folder, drop_folder);
}
