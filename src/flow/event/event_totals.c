/*
 * The totals of event_sums.h.  One pass gathers lines under their event and
 * payments under their invoice, one counts; a table says what each total is
 * called and which area shows it, in order of showing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/event/event_sums.h"

enum { CURRENCIES_MAX = 8, CHANNELS_MAX = 32 };

enum total {
    CONTACTS,
    CONTACT_LAST,
    CONTACT_CHANNEL, /* one per channel */
    FOLLOW_UPS_OPEN,
    FOLLOW_UP_NEXT,
    APPOINTMENT_NEXT,
    DOCUMENTS,
    ORDERS,
    ORDER_TOTAL,
    ORDER_AVERAGE,
    ORDER_FIRST,
    ORDER_LAST,
    RETURNS,
    QUOTES_OPEN,
    QUOTES_AMOUNT,
    REQUESTS_OPEN,
    SUBSCRIPTIONS,
    SUBSCRIPTION_ENDS,
    SUBSCRIPTION_NOTICE,
    WEB_VISITS,
    WEB_LAST,
    CASES,
    CASES_OPEN,
    COMPLAINTS_OPEN,
    AGREEMENTS_OPEN,
    KPIS,
    KPIS_BEHIND,
    CAMPAIGNS_SENT,
    CAMPAIGNS_OPENED,
    CAMPAIGNS_CLICKED,
    CAMPAIGNS_RESPONDED,
    CAMPAIGN_LAST,
    DISCOUNTS_OPEN,
    POINTS_LEFT,
    INVOICES,
    INVOICE_TOTAL,
    INVOICE_OPEN,
    INVOICE_OVERDUE,
    INVOICES_OVERDUE,
    INVOICE_OLDEST_DUE,
    PAYMENT_LAST,
    REMINDERS,
    TOTALS,
};

static const struct {
    const char *name, *label[LANGUAGE_COUNT];
    enum area area;
    enum total_unit unit;
} told[TOTALS] = {
    [CONTACTS] = { "contacts", { "Contactmomenten", "Contact moments" }, AREA_CONTACT, TOTAL_COUNT },
    [CONTACT_LAST] = { "contact_last", { "Laatste contact", "Last contact" }, AREA_CONTACT, TOTAL_DATE },
    [CONTACT_CHANNEL] = { "contacts", { "", "" }, AREA_CONTACT, TOTAL_COUNT },
    [FOLLOW_UPS_OPEN] = { "follow_ups_open", { "Op te volgen", "To follow up" }, AREA_CONTACT, TOTAL_COUNT },
    [FOLLOW_UP_NEXT] = { "follow_up_next", { "Eerste opvolging", "First follow-up" }, AREA_CONTACT, TOTAL_DATE },
    [APPOINTMENT_NEXT] = { "appointment_next", { "Volgende afspraak", "Next appointment" }, AREA_CONTACT, TOTAL_DATE },
    [DOCUMENTS] = { "documents", { "Documenten", "Documents" }, AREA_CONTACT, TOTAL_COUNT },
    [ORDERS] = { "orders", { "Bestellingen", "Orders" }, AREA_PRODUCTS, TOTAL_COUNT },
    [ORDER_TOTAL] = { "order_total", { "Besteld", "Ordered" }, AREA_PRODUCTS, TOTAL_AMOUNT },
    [ORDER_AVERAGE] = { "order_average", { "Gemiddelde bestelling", "Average order" }, AREA_PRODUCTS, TOTAL_AMOUNT },
    [ORDER_FIRST] = { "order_first", { "Eerste bestelling", "First order" }, AREA_PRODUCTS, TOTAL_DATE },
    [ORDER_LAST] = { "order_last", { "Laatste bestelling", "Last order" }, AREA_PRODUCTS, TOTAL_DATE },
    [RETURNS] = { "returns", { "Retouren", "Returns" }, AREA_PRODUCTS, TOTAL_COUNT },
    [QUOTES_OPEN] = { "quotes_open", { "Open offertes", "Open quotes" }, AREA_PRODUCTS, TOTAL_COUNT },
    [QUOTES_AMOUNT] = { "quotes_open_amount",
                        { "Bedrag open offertes", "Open quotes, amount" },
                        AREA_PRODUCTS,
                        TOTAL_AMOUNT },
    [REQUESTS_OPEN] = { "requests_open", { "Open aanvragen", "Open requests" }, AREA_PRODUCTS, TOTAL_COUNT },
    [SUBSCRIPTIONS] = { "subscriptions_active",
                        { "Lopende abonnementen", "Active subscriptions" },
                        AREA_PRODUCTS,
                        TOTAL_COUNT },
    [SUBSCRIPTION_ENDS] = { "subscription_ends",
                            { "Abonnement loopt tot", "Subscription ends on" },
                            AREA_PRODUCTS,
                            TOTAL_DATE },
    [SUBSCRIPTION_NOTICE] = { "subscription_notice_by",
                              { "Opzeggen kan tot", "Notice by" },
                              AREA_PRODUCTS,
                              TOTAL_DATE },
    [WEB_VISITS] = { "web_visits",
                     { "Webbezoeken en zoekopdrachten", "Web visits and searches" },
                     AREA_PRODUCTS,
                     TOTAL_COUNT },
    [WEB_LAST] = { "web_last", { "Laatst op de site", "Last on the site" }, AREA_PRODUCTS, TOTAL_DATE },
    [CASES] = { "cases", { "Servicezaken en klachten", "Service cases and complaints" }, AREA_PROGRESS, TOTAL_COUNT },
    [CASES_OPEN] = { "cases_open", { "Open servicezaken", "Open service cases" }, AREA_PROGRESS, TOTAL_COUNT },
    [COMPLAINTS_OPEN] = { "complaints_open", { "Open klachten", "Open complaints" }, AREA_PROGRESS, TOTAL_COUNT },
    [AGREEMENTS_OPEN] = { "agreements_open",
                          { "Lopende afspraken", "Running agreements" },
                          AREA_PROGRESS,
                          TOTAL_COUNT },
    [KPIS] = { "kpis", { "KPI's", "KPIs" }, AREA_PROGRESS, TOTAL_COUNT },
    [KPIS_BEHIND] = { "kpis_behind", { "KPI's achter op schema", "KPIs behind" }, AREA_PROGRESS, TOTAL_COUNT },
    [CAMPAIGNS_SENT] = { "campaigns_sent",
                         { "Campagnes ontvangen", "Campaigns received" },
                         AREA_CAMPAIGNS,
                         TOTAL_COUNT },
    [CAMPAIGNS_OPENED] = { "campaigns_opened", { "Geopend", "Opened" }, AREA_CAMPAIGNS, TOTAL_PERCENT },
    [CAMPAIGNS_CLICKED] = { "campaigns_clicked", { "Geklikt", "Clicked" }, AREA_CAMPAIGNS, TOTAL_PERCENT },
    [CAMPAIGNS_RESPONDED] = { "campaigns_responded", { "Gereageerd", "Responded" }, AREA_CAMPAIGNS, TOTAL_PERCENT },
    [CAMPAIGN_LAST] = { "campaign_last",
                        { "Laatste reactie op een campagne", "Last campaign activity" },
                        AREA_CAMPAIGNS,
                        TOTAL_DATE },
    [DISCOUNTS_OPEN] = { "discounts_open",
                         { "Open kortingscodes", "Open discount codes" },
                         AREA_CAMPAIGNS,
                         TOTAL_COUNT },
    [POINTS_LEFT] = { "points_left", { "Spaarpunten", "Loyalty points" }, AREA_CAMPAIGNS, TOTAL_COUNT },
    [INVOICES] = { "invoices", { "Facturen", "Invoices" }, AREA_FINANCIAL, TOTAL_COUNT },
    [INVOICE_TOTAL] = { "invoice_total", { "Gefactureerd", "Invoiced" }, AREA_FINANCIAL, TOTAL_AMOUNT },
    [INVOICE_OPEN] = { "invoice_open", { "Openstaand", "Open" }, AREA_FINANCIAL, TOTAL_AMOUNT },
    [INVOICE_OVERDUE] = { "invoice_overdue",
                          { "Waarvan vervallen", "Of which overdue" },
                          AREA_FINANCIAL,
                          TOTAL_AMOUNT },
    [INVOICES_OVERDUE] = { "invoices_overdue",
                           { "Vervallen facturen", "Overdue invoices" },
                           AREA_FINANCIAL,
                           TOTAL_COUNT },
    [INVOICE_OLDEST_DUE] = { "invoice_oldest_due",
                             { "Oudste vervaldag", "Oldest due date" },
                             AREA_FINANCIAL,
                             TOTAL_DATE },
    [PAYMENT_LAST] = { "payment_last", { "Laatste betaling", "Last payment" }, AREA_FINANCIAL, TOTAL_DATE },
    [REMINDERS] = { "reminders", { "Herinneringen", "Reminders" }, AREA_FINANCIAL, TOTAL_COUNT },
};

struct money {
    char currency[4];
    int64_t cents[TOTALS];
    int64_t count[TOTALS];
};

struct totals {
    const struct summed_event *events;
    size_t count;
    int64_t now_ms;
    struct map lines;     /* event id to place in line_sums + 1 */
    struct map paid;      /* hash of an invoice's key to cents */
    struct map campaigns; /* campaign and record to reach */
    VEC(struct line_sum) line_sums;
    struct money money[CURRENCIES_MAX];
    size_t money_count;
    int64_t counts[TOTALS];
    int64_t channels[CHANNELS_MAX];
};

static void totals_done(struct totals *totals)
{
    map_done(&totals->lines);
    map_done(&totals->paid);
    map_done(&totals->campaigns);
    vec_done(&totals->line_sums);
}

static bool is(const struct summed_event *event, const char *kind)
{
    return strcmp(event->kind->name, kind) == 0;
}

static bool in_state(const struct summed_event *event, const char *state)
{
    return event->state && strcmp(event->state->name, state) == 0;
}

static bool is_open(const struct summed_event *event)
{
    return !event->state || event->state->class == EVENT_STATE_OPEN;
}

/* More currencies than we keep apart go with the last. */
static struct money *money_of(struct totals *t, const char currency[4])
{
    for (size_t i = 0; i < t->money_count; i++)
        if (strcmp(t->money[i].currency, currency) == 0)
            return &t->money[i];
    if (t->money_count < CURRENCIES_MAX) {
        memcpy(t->money[t->money_count].currency, currency, 4);
        t->money_count++;
    }
    return &t->money[t->money_count - 1];
}

static void later(struct totals *t, enum total total, int64_t ms)
{
    if (t->counts[total] < ms)
        t->counts[total] = ms;
}

static void earlier(struct totals *t, enum total total, int64_t ms)
{
    if (ms && (t->counts[total] == 0 || ms < t->counts[total]))
        t->counts[total] = ms;
}

static void add_money(struct totals *t, enum total total, const struct summed_event *event, int64_t cents)
{
    struct money *money = money_of(t, event->currency);
    money->cents[total] += cents;
    money->count[total]++;
}

static bool worth(const struct totals *t, const struct summed_event *event, int64_t *ret)
{
    const uint64_t *place = map_get(&t->lines, event->id.v);
    struct line_sum lines = place && *place ? t->line_sums.ptr[*place - 1] : (struct line_sum){ 0 };
    return event_worth(event->has_amount, event->amount_cents, event->has_line, event->line_cents, lines, ret);
}

/* ---- gathering ---- */

static bool gather_lines(struct totals *t)
{
    struct map firsts = MAP_EMPTY;
    bool fits = true, is_new;
    for (size_t i = 0; i < t->count && fits; i++)
        if (!t->events[i].parent.v && (t->events[i].kind->fits & EVENT_FITS_LINES))
            fits = map_put(&firsts, t->events[i].id.v, i, &is_new);
    for (size_t i = 0; i < t->count && fits; i++) {
        const struct summed_event *line = &t->events[i];
        const uint64_t *first = line->parent.v ? map_get(&firsts, line->parent.v) : NULL;
        if (!first)
            continue;
        uint64_t *place = map_put(&t->lines, line->parent.v, t->line_sums.len + 1, &is_new);
        fits = place && (!is_new || vec_push(&t->line_sums, (struct line_sum){ 0 }));
        if (fits)
            line_sum_add(&t->line_sums.ptr[*place - 1], line->has_amount, line->amount_cents,
                         t->events[*first].amount_cents);
    }
    map_done(&firsts);
    return fits;
}

static bool gather_payments(struct totals *t)
{
    bool is_new;
    for (size_t i = 0; i < t->count; i++) {
        const struct summed_event *event = &t->events[i];
        bool counts =
            (is(event, "payment") || is(event, "credit")) && !(event->state && event->state->class == EVENT_STATE_VOID);
        int64_t cents;
        if (!counts || !event->about || event->parent.v || !worth(t, event, &cents))
            continue;
        uint64_t *paid = map_put(&t->paid, event->about, 0, &is_new);
        if (!paid)
            return false;
        *paid += (uint64_t)(cents < 0 ? -cents : cents);
    }
    return true;
}

/* ---- counting ---- */

static void count_contact(struct totals *t, const struct summed_event *event)
{
    if (is(event, "contact")) {
        t->counts[CONTACTS]++;
        t->channels[event->channel < CHANNELS_MAX ? event->channel : 0]++;
        later(t, CONTACT_LAST, event->at_ms);
    } else if (is(event, "document")) {
        t->counts[DOCUMENTS]++;
    } else if (is(event, "appointment")) {
        if (event->at_ms >= t->now_ms)
            earlier(t, APPOINTMENT_NEXT, event->at_ms);
        else if (in_state(event, "held"))
            later(t, CONTACT_LAST, event->at_ms);
    }
}

static void count_products(struct totals *t, const struct summed_event *event)
{
    int64_t cents = 0;
    bool has_worth = worth(t, event, &cents);
    if (is(event, "order")) {
        if (has_worth)
            add_money(t, ORDER_TOTAL, event, cents);
        if (has_worth && cents < 0)
            return; /* taken back: it lowers the total and is no order */
        if (has_worth)
            add_money(t, ORDER_AVERAGE, event, cents);
        t->counts[ORDERS]++;
        earlier(t, ORDER_FIRST, event->at_ms);
        later(t, ORDER_LAST, event->at_ms);
    } else if (is(event, "return")) {
        t->counts[RETURNS]++;
    } else if (is(event, "quote")) {
        bool expired = event->until_ms && event->until_ms + DAY_MS <= t->now_ms;
        if (!is_open(event) || expired)
            return;
        t->counts[QUOTES_OPEN]++;
        if (has_worth)
            add_money(t, QUOTES_AMOUNT, event, cents);
    } else if (is(event, "request")) {
        t->counts[REQUESTS_OPEN] += is_open(event);
    } else if (is(event, "subscription")) {
        bool ended = (event->until_ms && event->until_ms + DAY_MS <= t->now_ms) || !is_open(event);
        if (ended || event->at_ms > t->now_ms)
            return;
        t->counts[SUBSCRIPTIONS]++;
        earlier(t, SUBSCRIPTION_ENDS, event->until_ms);
        int64_t notice = event_notice_by(event->notice, event->until_ms);
        if (notice + DAY_MS > t->now_ms && !in_state(event, "ending"))
            earlier(t, SUBSCRIPTION_NOTICE, notice);
    } else if (is(event, "web_visit") || is(event, "web_search")) {
        t->counts[WEB_VISITS]++;
        later(t, WEB_LAST, event->at_ms);
    }
}

static void count_progress(struct totals *t, const struct summed_event *event)
{
    bool open = is_open(event);
    if (is(event, "case") || is(event, "complaint")) {
        t->counts[CASES]++;
        t->counts[is(event, "case") ? CASES_OPEN : COMPLAINTS_OPEN] += open;
    } else if (is(event, "agreement")) {
        t->counts[AGREEMENTS_OPEN] += open && !(event->until_ms && event->until_ms + DAY_MS <= t->now_ms);
    } else if (is(event, "kpi")) {
        t->counts[KPIS]++;
        t->counts[KPIS_BEHIND] += in_state(event, "behind");
    }
}

enum { REACHED = 1, OPENED = 2, CLICKED = 4, RESPONDED = 8 };

static unsigned reach_of(const struct summed_event *event)
{
    if (in_state(event, "opened"))
        return REACHED | OPENED;
    if (in_state(event, "clicked"))
        return REACHED | OPENED | CLICKED;
    if (in_state(event, "responded"))
        return REACHED | RESPONDED;
    return in_state(event, "sent") || in_state(event, "delivered") || in_state(event, "unsubscribed") ||
                   in_state(event, "complained")
               ? REACHED
               : 0;
}

static bool count_campaigns(struct totals *t, const struct summed_event *event)
{
    bool is_new;
    if (is(event, "campaign")) {
        uint64_t key = hash_text_seeded((struct text){ (const char *)&event->record.v, sizeof(event->record.v) },
                                        event->campaign ? event->campaign : event->key);
        uint64_t *reach = map_put(&t->campaigns, key, 0, &is_new);
        if (!reach)
            return false;
        unsigned fresh = reach_of(event) & ~(unsigned)*reach;
        *reach |= fresh;
        t->counts[CAMPAIGNS_SENT] += !!(fresh & REACHED);
        t->counts[CAMPAIGNS_OPENED] += !!(fresh & OPENED);
        t->counts[CAMPAIGNS_CLICKED] += !!(fresh & CLICKED);
        t->counts[CAMPAIGNS_RESPONDED] += !!(fresh & RESPONDED);
        if (reach_of(event) & ~(unsigned)REACHED)
            later(t, CAMPAIGN_LAST, event->at_ms);
    } else if (is(event, "discount")) {
        t->counts[DISCOUNTS_OPEN] += is_open(event) && !(event->until_ms && event->until_ms + DAY_MS <= t->now_ms);
    } else if (is(event, "points")) {
        bool spent = in_state(event, "spent") && event->points > 0;
        t->counts[POINTS_LEFT] += spent ? -event->points : event->points;
    }
    return true;
}

static void count_invoice(struct totals *t, const struct summed_event *event)
{
    int64_t cents = 0;
    bool has_worth = worth(t, event, &cents);
    t->counts[INVOICES]++;
    if (has_worth)
        add_money(t, INVOICE_TOTAL, event, cents);
    const uint64_t *paid = map_get(&t->paid, event->key);
    int64_t left = cents - (paid ? (int64_t)*paid : 0);
    if (!is_open(event) || !has_worth || left <= 0)
        return;
    add_money(t, INVOICE_OPEN, event, left);
    if (!event->until_ms || event->until_ms + DAY_MS > t->now_ms)
        return;
    add_money(t, INVOICE_OVERDUE, event, left);
    t->counts[INVOICES_OVERDUE]++;
    earlier(t, INVOICE_OLDEST_DUE, event->until_ms);
}

static bool count_event(struct totals *t, const struct summed_event *event)
{
    bool fits = true;
    if (event->parent.v || (event->state && event->state->class == EVENT_STATE_VOID))
        return true;
    if (event_follow_up_open(event->kind, event->state, event->follow_up_ms, event->done_ms)) {
        t->counts[FOLLOW_UPS_OPEN]++;
        earlier(t, FOLLOW_UP_NEXT, event->follow_up_ms);
    }
    switch (event->kind->area) {
    case AREA_CONTACT: count_contact(t, event); break;
    case AREA_PRODUCTS: count_products(t, event); break;
    case AREA_PROGRESS: count_progress(t, event); break;
    case AREA_CAMPAIGNS: fits = count_campaigns(t, event); break;
    case AREA_FINANCIAL:
        if (is(event, "invoice"))
            count_invoice(t, event);
        else if (is(event, "payment"))
            later(t, PAYMENT_LAST, event->at_ms);
        else if (is(event, "reminder"))
            t->counts[REMINDERS]++;
        break;
    default: break;
    }
    return fits;
}

/* ---- telling ---- */

struct total_list {
    VEC(struct event_total) items;
};

static bool tell_total(struct total_list *out, enum total total, int64_t value, const char *currency)
{
    struct event_total item = { .name = told[total].name,
                                .label = { told[total].label[0], told[total].label[1] },
                                .area = told[total].area,
                                .unit = told[total].unit,
                                .value = value };
    if (currency)
        memcpy(item.currency, currency, 4);
    return vec_push(&out->items, item);
}

static bool tell_channels(const struct totals *t, struct arena *arena, struct total_list *out)
{
    for (size_t c = 0; c < event_codes_count && c + 1 < CHANNELS_MAX; c++) {
        if (t->channels[c + 1] == 0)
            continue;
        struct event_total item = { .name = arena_printf(arena, "contacts_%s", event_codes[c].name).ptr,
                                    .label = { event_codes[c].label[0], event_codes[c].label[1] },
                                    .area = AREA_CONTACT,
                                    .unit = TOTAL_COUNT,
                                    .value = t->channels[c + 1] };
        if (!item.name || !vec_push(&out->items, item))
            return false;
    }
    return true;
}

static bool tell_money(const struct totals *t, enum total total, struct total_list *out)
{
    bool fits = true;
    for (size_t i = 0; i < t->money_count && fits; i++) {
        const struct money *money = &t->money[i];
        int64_t cents = money->cents[total];
        if (total == ORDER_AVERAGE && money->count[total] > 0)
            cents = (cents + money->count[total] / 2) / money->count[total];
        if (cents || money->count[total])
            fits = tell_total(out, total, cents, money->currency);
    }
    return fits;
}

static bool tell(struct totals *t, struct arena *arena, struct total_list *out)
{
    bool fits = true;
    int64_t reached = t->counts[CAMPAIGNS_SENT];
    for (int i = 0; i < TOTALS && fits; i++) {
        enum total total = (enum total)i;
        if (total == CONTACT_CHANNEL)
            fits = tell_channels(t, arena, out);
        else if (told[total].unit == TOTAL_AMOUNT)
            fits = tell_money(t, total, out);
        else if (told[total].unit == TOTAL_PERCENT)
            fits = reached == 0 || tell_total(out, total, (t->counts[total] * 1000 + reached / 2) / reached, NULL);
        else if (t->counts[total])
            fits = tell_total(out, total, t->counts[total], NULL);
    }
    return fits;
}

enum status event_totals(const struct summed_event *events, size_t count, int64_t now_ms, struct arena *arena,
                         struct event_total **ret, size_t *ret_count, struct error *err)
{
    SCOPED(totals_done) struct totals totals = { .events = events, .count = count, .now_ms = now_ms };
    struct total_list out = { 0 };
    bool fits = gather_lines(&totals) && gather_payments(&totals);
    for (size_t i = 0; i < count && fits; i++)
        fits = count_event(&totals, &events[i]);
    fits = fits && tell(&totals, arena, &out);
    struct event_total *kept = fits ? arena_array(arena, struct event_total, out.items.len + 1) : NULL;
    if (kept && out.items.len)
        memcpy(kept, out.items.ptr, out.items.len * sizeof(*kept));
    *ret = kept;
    *ret_count = out.items.len;
    vec_done(&out.items);
    return kept ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for the totals of a party");
}
