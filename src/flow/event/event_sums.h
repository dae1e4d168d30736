/*
 * What the events of a party come to: counts and totals for the seven areas,
 * made from every event of its records and nothing else, so that they hold
 * for a person, an organisation (with its roles) and a household (the sum of
 * its members' own) alike.
 *
 * Rules
 *   What is void (cancelled, refused) does not count.
 *   The amount of an order or invoice with lines is event_amount()'s.
 *   Money is summed per currency; what names none is EUR.
 *   An invoice is open for its amount less the payments and credit notes that
 *   name it (event.about); paid when its source says so.
 *   A campaign is counted once per record; who clicked has opened, who opened
 *   or responded was reached.
 *   Today is the day handed in: overdue, active and due are judged by it.
 */
#pragma once

#include "flow/job/job.h"
#include "model/event_kind.h"
#include "store/event.h"

/* One event or line, as far as totals and lists need it. */
struct summed_event {
    uint64_t seq;
    struct event_id id, parent;
    struct record_id record;
    const struct event_kind *kind;   /* never NULL: a kind nobody told us is "event" */
    const struct event_state *state; /* NULL when not known */
    int64_t at_ms, amount_cents, line_cents, until_ms, follow_up_ms, done_ms, points;
    char currency[4];
    bool has_amount, has_line; /* has_line: line_cents is what this line alone costs */
    uint8_t channel;           /* place in event_codes + 1, 0 none */
    uint64_t key, about;       /* hashes of source key and of what it is about; 0 for none */
    uint64_t campaign;         /* hash, 0 for none */
    struct text notice;        /* in arena */
};

/* Of the scopes that are the party's own (self and roles; of a household its members), newest first, lines too. */
enum status event_sums_read(struct store *store, struct party_id party, struct arena *arena, struct summed_event **ret,
                            size_t *ret_count, struct error *err);

/* The same of events at hand; seq is the place in facts. */
enum status event_sums_of(const struct event_fact *facts, size_t count, struct arena *arena, struct summed_event **ret,
                          struct error *err);

enum { DAY_MS = 24 * 60 * 60 * 1000 };

enum total_unit { TOTAL_COUNT, TOTAL_AMOUNT, TOTAL_DATE, TOTAL_PERCENT };
struct event_total {
    const char *name; /* "order_total" */
    const char *label[LANGUAGE_COUNT];
    enum area area;
    enum total_unit unit;
    int64_t value;    /* a number, cents, ms or tenths of a percent */
    char currency[4]; /* of amounts */
};
/* In order of area and of telling; what is nothing is left out. */
enum status event_totals(const struct summed_event *events, size_t count, int64_t now_ms, struct arena *arena,
                         struct event_total **ret, size_t *ret_count, struct error *err);

/* The kind, or "event" for a word nobody told us. */
const struct event_kind *event_kind_of(struct text kind);
/*
 * What an event is worth.  Beside a column of line amounts, the amount is that
 * of the whole; without one of the whole, the lines are added up.  Lines with
 * an amount and no column for lines: when all are equal they repeat the whole,
 * else they are added up.
 */
struct line_sum {
    int64_t cents; /* of the lines beside the first */
    unsigned count;
    bool differ; /* an amount is not the first's */
};
void line_sum_add(struct line_sum *lines, bool has_amount, int64_t cents, int64_t first_cents);
bool event_worth(bool has_amount, int64_t amount_cents, bool has_line, int64_t line_cents, struct line_sum lines,
                 int64_t *ret_cents);
/* The day until which notice may be given: a date as it stands, or a term ("2 maanden", "30 days") before the end.
 * 0 when it says neither. */
int64_t event_notice_by(struct text notice, int64_t until_ms);
/* Nothing is left to be followed up: marked done, or the state says so. */
bool event_follow_up_open(const struct event_kind *kind, const struct event_state *state, int64_t follow_up_ms,
                          int64_t done_ms);
