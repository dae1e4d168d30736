/*
 * How fast the store is by itself, on made-up rows:
 *
 *     bench_store URL ROWS     one line a step, then times per question
 *
 * put        facts into an empty store, batches of IMPORT_BATCH_ROWS, each committed
 * put_again  the same facts: nothing changes
 * walk       every record's newest version
 * identity   the identity log of a first run
 * derived    a view of one party and link per record, keys and findings; end makes the indexes
 * commit     of identity and view
 * search …   words as typed, per question p50 and p99 in milliseconds
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "os/clock.h"
#include "os/process.h"
#include "store/store.h"

enum { PROFILE_BYTES = 1200, QUESTIONS = 2000, GIVEN = 400, SURNAMES = 5000 };

static struct error err = ERROR_NONE;

static void must(enum status status)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_store: %s\n", err.message);
    exit(1);
}

/* Seconds of the processor since the last call: beside the clock's they tell waiting from working. */
static double cpu_seconds(void)
{
    static clock_t last;
    clock_t now = clock(), since = now - last;
    last = now;
    return (double)since / CLOCKS_PER_SEC;
}

static double thread_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void tell(const char *step, uint64_t rows, uint64_t start)
{
    printf("%s %llu %.3f s, %.3f s of processor, peak %.0f MB\n", step, (unsigned long long)rows,
           (double)(clock_elapsed_ns() - start) / 1e9, cpu_seconds(), process_peak_rss_mb());
    fflush(stdout);
}

/* Small numbers more often: about as uneven as names are. */
static uint64_t uneven(uint64_t seed, uint64_t count)
{
    double x = (double)(hash_u64(seed) >> 11) / 9007199254740992.0;
    return (uint64_t)(x * x * x * (double)count);
}

/* Syllables make a word of a number. */
static void word(uint64_t n, char *ret, size_t len)
{
    static const char *const syllables[] = { "ba", "ver", "jan", "de", "ho", "ut",  "ma", "ri",
                                             "ke", "son", "pie", "te", "lo", "wil", "sa", "nu" };
    ret[0] = '\0';
    for (n += 17; n > 0; n /= 16)
        strncat(ret, syllables[n % 16], len - strlen(ret) - 1);
}

struct person {
    char given[32], surname[40], email[96], cells[400];
};

static void person_make(uint64_t i, struct person *ret)
{
    word(uneven(i * 2, GIVEN), ret->given, sizeof(ret->given));
    word(1000 + uneven(i * 2 + 1, SURNAMES), ret->surname, sizeof(ret->surname));
    snprintf(ret->email, sizeof(ret->email), "%s.%s%llu@post.example", ret->given, ret->surname,
             (unsigned long long)(i % 977));
    snprintf(ret->cells, sizeof(ret->cells),
             "[\"C%08llu\",\"%s\",\"%s\",\"%s\",\"+3161%07llu\",\"Dorpsstraat %llu\",\"%04llu AB\",\"Utrecht\","
             "\"1970-01-%02llu\",\"klant\",\"nieuwsbrief\"]",
             (unsigned long long)i, ret->given, ret->surname, ret->email, (unsigned long long)(i % 10000000),
             (unsigned long long)(i % 200), (unsigned long long)(1000 + i % 9000), (unsigned long long)(1 + i % 28));
}

static struct record_id record_of(uint64_t i)
{
    char key[24];
    snprintf(key, sizeof(key), "C%08llu", (unsigned long long)i);
    return record_id_of(TEXT("bench"), text_from(key));
}

static void put_all(struct store *store, uint64_t rows, uint32_t source, uint32_t layout, uint64_t import_id,
                    enum change want)
{
    static struct record_fact facts[IMPORT_BATCH_ROWS];
    static enum change changes[IMPORT_BATCH_ROWS];
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)64 << 20);
    for (uint64_t at = 0; at < rows; at += IMPORT_BATCH_ROWS) {
        size_t count = rows - at < IMPORT_BATCH_ROWS ? rows - at : IMPORT_BATCH_ROWS;
        arena_reset(&arena);
        for (size_t i = 0; i < count; i++) {
            struct person person;
            person_make(at + i, &person);
            struct text cells = arena_copy(&arena, text_from(person.cells));
            facts[i] = (struct record_fact){ record_of(at + i), source, layout, text_slice(cells, 2, 11), cells, 1 };
        }
        must(store_records_put(store, import_id, facts, count, 2, changes, &err));
        for (size_t i = 0; i < count; i++)
            if (changes[i] != want)
                abort();
    }
}

static void walk(struct store *store)
{
    struct stored_record record;
    uint64_t bytes = 0;
    must(store_records_begin(store, &err));
    while (store_records_next(store, &record))
        bytes += record.cells.len;
    must(store_records_end(store, &err));
}

static void derive(struct store *store, uint64_t rows)
{
    static char profile[PROFILE_BYTES + 1];
    memset(profile, 'x', PROFILE_BYTES);
    must(store_derived_begin(store, &err));
    for (uint64_t i = 0; i < rows; i++) {
        struct person person;
        person_make(i, &person);
        struct record_id record = record_of(i);
        struct mention_id mention = mention_id_of(record, PARTY_PERSON, 0);
        struct party_id party = party_id_of(PARTY_PERSON, mention, 0);
        char name[80], search[256], email[128], phone[32];
        snprintf(name, sizeof(name), "%s %s", person.given, person.surname);
        snprintf(search, sizeof(search), "%s %s utrecht", name, person.email);
        struct stored_link link = { mention, record, PARTY_PERSON, 0, party, 0, 1, { 0 } };
        must(store_link_put(store, &link, &err));
        snprintf(email, sizeof(email), "email:%s", person.email);
        snprintf(phone, sizeof(phone), "phone:+3161%07llu", (unsigned long long)i);
        const struct stored_key keys[] = { { text_from(email), party }, { text_from(phone), party } };
        struct stored_party stored = { party,
                                       1 + (uint32_t)(i % 3),
                                       text_from(name),
                                       text_from(name),
                                       TEXT("Dorpsstraat, Utrecht"),
                                       { profile, PROFILE_BYTES },
                                       text_from(search),
                                       keys,
                                       2 };
        must(store_party_put(store, &stored, &err));
        if (i % 3 == 0)
            must(store_finding_put(store, &(struct stored_finding){ record, FINDING_NONE + 1, { "email" }, { 0 } },
                                   &err));
    }
}

static void identify(struct store *store, uint64_t rows)
{
    uint64_t run = store_next_run(store, &err);
    struct assignment *given = calloc(rows, sizeof(*given));
    if (!given)
        abort();
    for (uint64_t i = 0; i < rows; i++) {
        given[i].mention = mention_id_of(record_of(i), PARTY_PERSON, 0);
        given[i].party = party_id_of(PARTY_PERSON, given[i].mention, 0);
        must(store_identity_event_put(store, run, IDENTITY_GIVEN, given[i].party, (struct party_id){ 0 }, 2, &err));
    }
    must(store_assignments_put(store, run, given, rows, &err));
    free(given);
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* kind: 0 given and surname, 1 given and three letters, 2 one word, 3 three letters, 4 one letter, 5 a key, 6 a profile
 */
static void ask(struct store *store, const char *step, int kind, uint64_t rows)
{
    static double times[QUESTIONS], worked[QUESTIONS];
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 22);
    size_t asked = kind >= 2 && kind <= 4 ? QUESTIONS / 10 : QUESTIONS;
    for (size_t i = 0; i < asked; i++) {
        struct person person;
        struct search_hit *hits;
        size_t count;
        char words[160];
        person_make(hash_u64(i) % rows, &person);
        arena_reset(&arena);
        uint64_t start = clock_elapsed_ns();
        double work = thread_ms();
        if (kind == 6) {
            struct party_id party =
                party_id_of(PARTY_PERSON, mention_id_of(record_of(hash_u64(i) % rows), PARTY_PERSON, 0), 0);
            struct stored_party stored;
            must(store_party_get(store, party, &arena, &stored, &err));
        } else if (kind == 5) {
            snprintf(words, sizeof(words), "email:%s", person.email);
            must(store_search_key(store, text_from(words), 20, &arena, &hits, &count, &err));
        } else {
            snprintf(words, sizeof(words), "%s%s%.*s",
                     kind == 2   ? ""
                     : kind >= 3 ? ""
                                 : person.given,
                     kind <= 1 ? " " : "",
                     kind == 1 || kind == 3 ? 3
                     : kind == 4            ? 1
                                            : 40,
                     person.surname);
            must(store_search(store, text_from(words), 0, 20, &arena, &hits, &count, NULL, &err));
        }
        times[i] = (double)(clock_elapsed_ns() - start) / 1e6;
        worked[i] = thread_ms() - work;
    }
    qsort(times, asked, sizeof(double), by_size);
    qsort(worked, asked, sizeof(double), by_size);
    printf("%s p50 %.3f p99 %.3f ms; of processor p50 %.3f p99 %.3f ms\n", step, times[asked / 2],
           times[asked * 99 / 100], worked[asked / 2], worked[asked * 99 / 100]);
    fflush(stdout);
}

static void problem(void *ctx, const char *what, const char *id)
{
    printf("problem: %s %s\n", what, id);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: bench_store URL ROWS\n");
        return 2;
    }
    uint64_t rows = strtoull(argv[2], NULL, 10), import_id, start;
    struct store *store;
    struct store_tx tx;
    uint32_t source, layout;
    struct text columns[] = { TEXT("id"), TEXT("given"), TEXT("surname") };
    must(store_open(argv[1], &(struct store_options){ .create = true }, &store, &err));
    must(store_source_add(store, TEXT("bench"), SOURCE_CRM, false, 1, &source, &err));
    must(store_layout_put(store, source, (struct layout){ columns, 3 }, &layout, &err));
    must(store_import_begin(store, source, TEXT("bench.csv"), 1, &import_id, &err));

    start = clock_elapsed_ns();
    put_all(store, rows, source, layout, import_id, CHANGE_CREATED);
    tell("put", rows, start);
    start = clock_elapsed_ns();
    put_all(store, rows, source, layout, import_id, CHANGE_UNCHANGED);
    tell("put_again", rows, start);
    start = clock_elapsed_ns();
    walk(store);
    tell("walk", rows, start);
    for (int round = 0; round < 2; round++) {
        must(store_begin(store, &tx, &err));
        if (round == 0) {
            start = clock_elapsed_ns();
            identify(store, rows);
            tell("identity", rows, start);
        }
        start = clock_elapsed_ns();
        derive(store, rows);
        tell("derived_put", rows, start);
        start = clock_elapsed_ns();
        must(store_derived_end(store, &err));
        tell("derived_end", rows, start);
        start = clock_elapsed_ns();
        must(store_commit(&tx, &err));
        tell("commit", rows, start);
    }
    ask(store, "search_name", 0, rows);
    ask(store, "search_name_prefix3", 1, rows);
    ask(store, "search_word", 2, rows);
    ask(store, "search_prefix3", 3, rows);
    ask(store, "search_prefix1", 4, rows);
    ask(store, "search_key", 5, rows);
    ask(store, "party_get", 6, rows);
    struct digest digest;
    start = clock_elapsed_ns();
    must(store_state_digest(store, &digest, &err));
    tell("digest", rows, start);
    start = clock_elapsed_ns();
    must(store_check(store, problem, NULL, &err));
    tell("check", rows, start);
    store_close(&store);
    return 0;
}
