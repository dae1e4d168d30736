/*
 * Totals of events, and until when notice may be given.
 */
#include "flow/event/event_sums.h"
#include "os/clock.h"
#include "test.h"

static int64_t day(const char *text)
{
    int64_t ms = 0;
    assert_true(clock_read(text_from(text), &ms));
    return ms;
}

static void notice_is_a_date_or_a_term_before_the_end(void **state)
{
    static const struct {
        const char *notice, *until, *by; /* by "": it is not known */
    } cases[] = {
        { "2026-10-01", "2026-12-31", "2026-10-01" },
        { "30 dagen", "2026-12-31", "2026-12-01" },
        { "30 days", "2026-12-31", "2026-12-01" },
        { "2 weken", "2026-12-31", "2026-12-17" },
        { "1 maand", "2026-03-31", "2026-02-28" },
        { "1 maand", "2024-03-31", "2024-02-29" },
        { "3 maanden", "2026-02-15", "2025-11-15" },
        { "12 months", "2026-02-15", "2025-02-15" },
        { "1 jaar", "2024-02-29", "2023-02-28" },
        { "14", "2026-12-31", "2026-12-17" },
        { " 2 MAANDEN ", "2026-12-31", "2026-10-31" },
        { "0 dagen", "2026-12-31", "2026-12-31" },
        { "", "2026-12-31", "" },
        { "op tijd", "2026-12-31", "" },
        { "2 maanden", "", "" },
        { "99999 dagen", "2026-12-31", "" },
        { "2 boterhammen", "2026-12-31", "" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t until = cases[i].until[0] ? day(cases[i].until) : 0, by = cases[i].by[0] ? day(cases[i].by) : 0;
        int64_t found = event_notice_by(text_from(cases[i].notice), until);
        if (found != by)
            fail_msg("'%s' before %s is %lld, not %s", cases[i].notice, cases[i].until, (long long)found, cases[i].by);
    }
}

static const struct event_total *total_of(const struct event_total *totals, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(totals[i].name, name) == 0)
            return &totals[i];
    return NULL;
}

static void check(const struct event_total *totals, size_t count, const char *name, int64_t value)
{
    const struct event_total *total = total_of(totals, count, name);
    if ((total ? total->value : 0) != value)
        fail_msg("%s is %lld, not %lld", name, total ? (long long)total->value : 0, (long long)value);
}

/* What happened to somebody, told as a source tells it. */
static struct event_fact fact(unsigned number, const char *kind, const char *at, int64_t cents, const char *status,
                              const char *details)
{
    static char keys[16][8];
    snprintf(keys[number], sizeof(keys[number]), "%u", number);
    return (struct event_fact){ .id = { number + 1u },
                                .source_key = text_from(keys[number]),
                                .record = { 7 },
                                .kind = text_from(kind),
                                .at_ms = day(at),
                                .amount_cents = cents,
                                .has_amount = cents != 0,
                                .status = text_from(status),
                                .details = text_from(details) };
}

static void totals_count_what_stands(void **state)
{
    struct arena arena = ARENA_UP_TO(4 * 1024 * 1024);
    struct event_fact facts[] = {
        fact(0, "order", "2026-01-05", 10000, "geleverd", ""),
        fact(1, "order", "2026-03-05", 5000, "", ""),
        fact(2, "order", "2026-04-05", 99900, "geannuleerd", ""), /* void: it counts nowhere */
        fact(3, "invoice", "2026-02-01", 12100, "", ""),
        fact(4, "invoice", "2026-05-01", 8000, "", ""),
        fact(5, "payment", "2026-02-20", 12100, "", "{\"about\":\"3\"}"),
        fact(6, "payment", "2026-05-20", 3000, "", "{\"about\":\"4\"}"),
        fact(7, "subscription", "2025-12-31", 0, "actief", "{\"notice\":\"2 maanden\"}"),
        fact(8, "contact", "2026-06-01", 0, "", ""),
        fact(9, "order", "2026-05-05", -2000, "retour", ""), /* lowers the total, and is no order */
    };
    enum { FACTS = sizeof(facts) / sizeof(facts[0]) };
    facts[4].until_ms = day("2026-05-31");
    facts[7].until_ms = day("2026-12-31");
    facts[8].follow_up_ms = day("2026-06-09");
    struct summed_event *events = NULL;
    struct event_total *totals = NULL;
    size_t count = 0;
    assert_int_equal(event_sums_of(facts, FACTS, &arena, &events, NULL), STATUS_OK);
    assert_int_equal(event_totals(events, FACTS, day("2026-06-05"), &arena, &totals, &count, NULL), STATUS_OK);
    check(totals, count, "orders", 2);
    check(totals, count, "order_total", 13000);
    check(totals, count, "order_average", 7500);
    check(totals, count, "order_last", day("2026-03-05"));
    check(totals, count, "invoices", 2);
    check(totals, count, "invoice_open", 5000); /* what is left after the payment that names it */
    check(totals, count, "invoice_overdue", 5000);
    check(totals, count, "subscriptions_active", 1);
    check(totals, count, "subscription_ends", day("2026-12-31"));
    check(totals, count, "subscription_notice_by", day("2026-10-31"));
    check(totals, count, "follow_ups_open", 1);
    check(totals, count, "contacts", 1);
    /* the last day still counts, the day after it does not */
    assert_int_equal(event_totals(events, FACTS, day("2026-10-31"), &arena, &totals, &count, NULL), STATUS_OK);
    check(totals, count, "subscription_notice_by", day("2026-10-31"));
    assert_int_equal(event_totals(events, FACTS, day("2026-11-01"), &arena, &totals, &count, NULL), STATUS_OK);
    check(totals, count, "subscription_notice_by", 0);
    assert_int_equal(event_totals(events, 0, day("2026-11-01"), &arena, &totals, &count, NULL), STATUS_OK);
    assert_int_equal(count, 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notice_is_a_date_or_a_term_before_the_end),
        cmocka_unit_test(totals_count_what_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
