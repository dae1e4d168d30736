/*
 * Columns that were seen to give themselves are put together without being
 * read: with what a thread remembers and without it, a name must be the same.
 * A thread that has just begun remembers nothing, so each name is read by such
 * a thread and by one that has read all of them, in two orders.
 */
#include <pthread.h>

#include "base/scoped.h"
#include "normal/person_name.h"
#include "test.h"

static const char *const givens[] = { "Jan",   "jan",       "JAN",  "Anna Maria", "J.",       "J.P.", "Jan en Annie",
                                      "x",     "Dhr. Piet", "Thé",  "Jean-Luc",   "  Kees ",  "Mr.",  "IJsbrand",
                                      "van",   "de",        "Sr.",  "Bo",         "Jan (Ko)", "-",    "Marie",
                                      "Drs J", "Karel",     "Mohá", "Fam.",       "J van den" };
static const char *const prefixes[] = { "", "van", "VAN", "van den", "Von", "el", "vd", "-", "'t", "x" };
static const char *const families[] = {
    "Berg",    "berg",      "BERG",          "de Vries",      "Jansen-Bakker", "Bakker B.V.",
    "Berg jr", "van Dam",   "Berg, van den", "O'Brien",       "Ijsseldijk",    "x",
    "Ng",      "Vos MBA",   "Vos e.v. Kok",  "Stichting Vos", "García",        "El-Amrani",
    "Dr.",     "Berg(zzp)", "Jan",           "Koning",        "Jonkheer",      "nvt"
};
static const char *const countries[] = { "NL", "BE", "GB", "" };

enum { LINE_MAX_BYTES = 1500 };
#define COUNT(of) (sizeof(of) / sizeof((of)[0]))

struct one {
    size_t given, prefix, family, country;
    char line[LINE_MAX_BYTES];
};

/* All that was read, as text. */
static void read_one(struct one *one)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct person_parts parts = { .given = text_from(givens[one->given]),
                                  .prefix = text_from(prefixes[one->prefix]),
                                  .family = text_from(families[one->family]) };
    struct person_parse parse;
    enum finding finding = person_name_from_parts(&parts, countries[one->country], &arena, &parse);
    int len = snprintf(one->line, LINE_MAX_BYTES, "%d %d%d%d%d %d %d '%.*s'", (int)finding, parse.names_count,
                       parse.is_organisation, parse.is_household, parse.is_estate, parse.confidence,
                       (int)parse.gender_guess, TEXT_ARG(parse.department));
    for (size_t i = 0; i < 2; i++) {
        const struct person_name *n = &parse.names[i];
        len += snprintf(one->line + len, LINE_MAX_BYTES - (size_t)len,
                        " | %.*s, %.*s, %.*s, %.*s, %.*s, %.*s, %.*s, %.*s, %.*s, %.*s, %.*s %d %d %s %d",
                        TEXT_ARG(n->given), TEXT_ARG(n->call_name), TEXT_ARG(n->initials), TEXT_ARG(n->prefix),
                        TEXT_ARG(n->surname), TEXT_ARG(n->partner_prefix), TEXT_ARG(n->partner_surname),
                        TEXT_ARG(n->titles_before), TEXT_ARG(n->titles_after), TEXT_ARG(n->suffix), TEXT_ARG(n->raw),
                        (int)n->use, (int)n->gender, n->nobility, n->confidence);
    }
    for (size_t i = 0; i < parse.steps_count && len < LINE_MAX_BYTES; i++)
        len += snprintf(one->line + len, LINE_MAX_BYTES - (size_t)len, " %s:%.*s>%.*s", parse.steps[i].what,
                        TEXT_ARG(parse.steps[i].from), TEXT_ARG(parse.steps[i].to));
}

static void *read_afresh(void *one)
{
    read_one(one);
    return NULL;
}

static struct one one_at(size_t n)
{
    struct one one = { .given = n % COUNT(givens) };
    n /= COUNT(givens);
    one.prefix = n % COUNT(prefixes);
    n /= COUNT(prefixes);
    one.family = n % COUNT(families);
    one.country = n / COUNT(families) % COUNT(countries);
    return one;
}

static void names_are_the_same_with_and_without_memory(void **state)
{
    size_t all = COUNT(givens) * COUNT(prefixes) * COUNT(families) * COUNT(countries);
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < all; i++) {
            struct one warm = one_at(round == 0 ? i : all - 1 - i);
            read_one(&warm);
            if (i % 11 != round) /* a thread for each takes long */
                continue;
            struct one fresh = warm;
            pthread_t thread;
            assert_int_equal(pthread_create(&thread, NULL, read_afresh, &fresh), 0);
            pthread_join(thread, NULL);
            if (strcmp(fresh.line, warm.line) != 0)
                fail_msg("'%s' '%s' '%s' (%s):\n%s\nand with what was seen before:\n%s", givens[warm.given],
                         prefixes[warm.prefix], families[warm.family], countries[warm.country], fresh.line, warm.line);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_the_same_with_and_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
