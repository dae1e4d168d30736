/*
 * What happened to the customers of the CRM and the debtors of the
 * bookkeeping: calls and visits with who follows up, quotes, contracts, service
 * cases, agreements and KPIs; invoices, payments and reminders.
 *
 *     walk of the source again ──▶ the same keys in the same order ──▶ its events
 *
 * Each customer draws from a stream of chance of its own, so that these files
 * change nothing in those of the records.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "demo/writer.h"
#include "os/clock.h"

enum { FOLLOW_UP_DAYS_MAX = 21 };

static const struct sheet_options CALLS = {
    .name = "crm_gesprekken.csv",
    .separator = ';',
    .header = "Gespreksnummer|Klantnummer|Tijdstip|Kanaal|Richting|Onderwerp|Gespreksverslag|Status|Opvolgen op|"
              "Behandelaar|Hoe ontstaan"
};
static const struct sheet_options QUOTES = {
    .name = "crm_offertes.csv",
    .separator = ';',
    .header = "Offertenummer|Klantnummer|Offertedatum|Artikelnummer|Artikel|Aantal|Bedrag|Valuta|Offertestatus|"
              "Geldig tot|Opvolgen op|Behandelaar"
};
static const struct sheet_options CONTRACTS = {
    .name = "crm_contracten.csv",
    .separator = ';',
    .header = "Contractnummer|Klantnummer|Ingangsdatum|Omschrijving|Bedrag|Valuta|Contractstatus|Einddatum|"
              "Opzegtermijn|Periode"
};
static const struct sheet_options CASES = {
    .name = "crm_zaken.csv",
    .separator = ';',
    .header = "Zaaknummer|Klantnummer|Soort|Meldingsdatum|Onderwerp|Artikel|Status|Prioriteit|Opvolgen op|Behandelaar|"
              "Oplossing"
};
static const struct sheet_options AGREEMENTS = {
    .name = "crm_afspraken.csv",
    .separator = ';',
    .header = "Gebeurtenis-ID|Klantnummer|Soort|Datum|Onderwerp|Streefwaarde|Behaald|Eenheid|Status|Einddatum"
};
static const struct sheet_options INVOICES = {
    .name = "boekhouding_facturen.csv",
    .separator = ';',
    .is_crlf = true,
    .header = "Factuurnummer|Debiteurnummer|Factuurdatum|Vervaldatum|Factuurbedrag|Valuta|Factuurstatus"
};
static const struct sheet_options PAYMENTS = {
    .name = "boekhouding_betalingen.csv",
    .separator = ';',
    .is_crlf = true,
    .header = "Betalingsnummer|Debiteurnummer|Betaaldatum|Bedrag|Valuta|Betreft factuur|Status"
};
static const struct sheet_options REMINDERS = {
    .name = "boekhouding_herinneringen.csv",
    .separator = ';',
    .is_crlf = true,
    .header = "Herinneringsnummer|Debiteurnummer|Herinneringsdatum|Bedrag|Valuta|Betreft factuur|Stap"
};

/* ---- days ---- */

static struct moment days_after(struct moment moment, int days)
{
    struct moment later = moment;
    date_from_days(days_from_date(moment.year, moment.month, moment.day) + days, &later.year, &later.month, &later.day);
    return later;
}

static int days_ago(struct moment moment)
{
    return days_from_date(DEMO_TODAY_YEAR, DEMO_TODAY_MONTH, DEMO_TODAY_DAY) -
           days_from_date(moment.year, moment.month, moment.day);
}

/* At most so many days before today. */
static struct moment moment_recent(struct chance *chance, int days)
{
    struct moment today = { DEMO_TODAY_YEAR, DEMO_TODAY_MONTH, DEMO_TODAY_DAY, chance_between(chance, 8, 17),
                            chance_between(chance, 0, 59) };
    return days_after(today, -chance_between(chance, 1, days));
}

/* ---- cells ---- */

static void put_number(struct sheet *sheet, const char *prefix, uint64_t number)
{
    struct cell cell = { 0 };
    cell_put_str(&cell, prefix);
    cell_put_number(&cell, number, 6);
    sheet_put_cell(sheet, &cell);
}

static void put_moment(struct sheet *sheet, struct moment moment)
{
    struct cell cell = { 0 };
    moment_put(&cell, moment);
    sheet_put_cell(sheet, &cell);
}

static void put_date(struct sheet *sheet, struct moment moment)
{
    struct cell cell = { 0 };
    moment_put_date(&cell, moment);
    sheet_put_cell(sheet, &cell);
}

static void put_euros(struct sheet *sheet, uint64_t cents)
{
    struct cell cell = { 0 };
    euros_put(&cell, cents, ',');
    sheet_put_cell(sheet, &cell);
    sheet_put_str(sheet, "EUR");
}

static const struct product *draw_product(const struct words *words, struct chance *chance)
{
    return &words->products[chance_below(chance, (uint32_t)words->products_count)];
}

static const char *draw_seller(struct chance *chance)
{
    static const char *const names[] = { "Anja", "Piet", "Samira", "Joost" };
    return names[chance_below(chance, 4)];
}

/* Who is to do something by when; two empty cells when nothing is left. */
static void put_follow_up(struct sheet *sheet, struct chance *chance, struct moment from, bool wanted)
{
    if (!wanted) {
        sheet_put_str(sheet, "");
        sheet_put_str(sheet, "");
        return;
    }
    put_date(sheet, days_after(from, chance_between(chance, 2, FOLLOW_UP_DAYS_MAX)));
    sheet_put_str(sheet, draw_seller(chance));
}

/* ---- the CRM ---- */

struct crm_sheets {
    struct sheet calls, quotes, contracts, cases, agreements;
    const struct words *words;
};

static void call_write(struct crm_sheets *s, struct chance *chance, const struct cell *key)
{
    static const struct {
        const char *channel, *subject, *report;
    } calls[] = {
        { "telefoon", "Vraagt prijs van %", "Wil een prijs bij grotere afname." },
        { "telefoon", "Levertijd van %", "Uitgelegd wanneer de voorraad wordt aangevuld." },
        { "telefoon", "Nieuw assortiment", "Heeft belangstelling, stuurt zelf een lijst." },
        { "bezoek", "Kennismaking", "Rondleiding gehad, gesproken over % en de jaarafname." },
        { "bezoek", "Jaargesprek", "Afname doorgenomen, tevreden over de levering." },
        { "e-mail", "Documentatie over %", "Folder en prijslijst gestuurd." },
        { "beurs", "Gesprek op de beurs", "Stand bezocht, kaartje gekregen." },
        { "chat", "Vraag over de webshop", "Wachtwoord hersteld." },
    };
    static const char *const origins[] = {
        "advies van collega", "website", "beurs Horecava", "nieuwsbrief", "", "", ""
    };
    uint32_t which = chance_below(chance, 8);
    struct moment at = chance_hits(chance, 250) ? moment_recent(chance, 40) : moment_draw(chance, 2024);
    bool open = chance_hits(chance, days_ago(at) < 45 ? 450 : 60);
    struct text product = draw_product(s->words, chance)->name;
    put_number(&s->calls, "G", s->calls.rows + 1);
    sheet_put_cell(&s->calls, key);
    put_moment(&s->calls, at);
    sheet_put_str(&s->calls, calls[which].channel);
    sheet_put_str(&s->calls, chance_hits(chance, 550) ? "inkomend" : "uitgaand");
    for (int part = 0; part < 2; part++) {
        struct cell cell = { 0 };
        for (const char *c = part ? calls[which].report : calls[which].subject; *c; c++)
            if (*c == '%')
                cell_put(&cell, product);
            else
                cell_put_char(&cell, *c);
        sheet_put_cell(&s->calls, &cell);
    }
    sheet_put_str(&s->calls, open ? "open" : "afgehandeld");
    put_follow_up(&s->calls, chance, at, open);
    sheet_put_str(&s->calls, origins[chance_below(chance, 7)]);
    sheet_end(&s->calls);
}

static void quote_write(struct crm_sheets *s, struct chance *chance, const struct cell *key)
{
    static const char *const old[] = { "geaccepteerd", "geaccepteerd", "afgewezen", "verlopen" };
    struct moment at = chance_hits(chance, 350) ? moment_recent(chance, 60) : moment_draw(chance, 2024);
    const struct product *product = draw_product(s->words, chance);
    uint32_t quantity = 5 + chance_below(chance, 60);
    bool open = days_ago(at) < 60 && chance_hits(chance, 700);
    put_number(&s->quotes, "OF", s->quotes.rows + 1);
    sheet_put_cell(&s->quotes, key);
    put_moment(&s->quotes, at);
    sheet_put(&s->quotes, product->number);
    sheet_put(&s->quotes, product->name);
    sheet_put_number(&s->quotes, quantity);
    put_euros(&s->quotes, (uint64_t)product->price_cents * quantity * 95 / 100);
    sheet_put_str(&s->quotes, open ? "open" : old[chance_below(chance, 4)]);
    put_date(&s->quotes, days_after(at, 45));
    put_follow_up(&s->quotes, chance, at, open && chance_hits(chance, 600));
    sheet_end(&s->quotes);
}

static void contract_write(struct crm_sheets *s, struct chance *chance, const struct cell *key)
{
    static const char *const subjects[] = { "Onderhoud vaatwasser", "Servicecontract koeling", "Huur koffieautomaat",
                                            "Abonnement schoonmaakmiddelen" };
    static const char *const notices[] = { "1 maand", "2 maanden", "3 maanden" };
    struct moment at = moment_draw(chance, 2022);
    int years = chance_between(chance, 1, 3);
    struct moment end = days_after(at, years * 365);
    while (days_ago(end) > 0 && chance_hits(chance, 800)) /* most are renewed */
        end = days_after(end, 365);
    bool ended = days_ago(end) > 0;
    put_number(&s->contracts, "CT", s->contracts.rows + 1);
    sheet_put_cell(&s->contracts, key);
    put_date(&s->contracts, at);
    sheet_put_str(&s->contracts, subjects[chance_below(chance, 4)]);
    put_euros(&s->contracts, (uint64_t)chance_between(chance, 25, 400) * 100);
    sheet_put_str(&s->contracts, ended ? "beëindigd" : chance_hits(chance, 80) ? "opgezegd" : "lopend");
    put_date(&s->contracts, end);
    sheet_put_str(&s->contracts, notices[chance_below(chance, 3)]);
    sheet_put_str(&s->contracts, chance_hits(chance, 500) ? "per maand" : "per kwartaal");
    sheet_end(&s->contracts);
}

static void case_write(struct crm_sheets *s, struct chance *chance, const struct cell *key)
{
    static const char *const subjects[] = { "% werkt niet", "% beschadigd aangekomen", "Handleiding van % gevraagd",
                                            "Te laat geleverd: %" };
    static const char *const solved[] = { "Vervangen", "Monteur geweest", "Uitgelegd", "Creditnota gestuurd" };
    struct moment at = chance_hits(chance, 300) ? moment_recent(chance, 30) : moment_draw(chance, 2024);
    struct text product = draw_product(s->words, chance)->name;
    bool open = days_ago(at) < 31 && chance_hits(chance, 650), complaint = chance_hits(chance, 250);
    struct cell subject = { 0 };
    for (const char *c = subjects[chance_below(chance, 4)]; *c; c++)
        if (*c == '%')
            cell_put(&subject, product);
        else
            cell_put_char(&subject, *c);
    put_number(&s->cases, "Z", s->cases.rows + 1);
    sheet_put_cell(&s->cases, key);
    sheet_put_str(&s->cases, complaint ? "klacht" : "servicezaak");
    put_moment(&s->cases, at);
    sheet_put_cell(&s->cases, &subject);
    sheet_put(&s->cases, product);
    sheet_put_str(&s->cases, !open ? "opgelost" : chance_hits(chance, 300) ? "wacht op klant" : "in behandeling");
    sheet_put_str(&s->cases, complaint ? "hoog" : chance_hits(chance, 200) ? "laag" : "normaal");
    put_follow_up(&s->cases, chance, at, open);
    sheet_put_str(&s->cases, open ? "" : solved[chance_below(chance, 4)]);
    sheet_end(&s->cases);
}

static void agreement_write(struct crm_sheets *s, struct chance *chance, const struct cell *key)
{
    static const char *const subjects[] = { "Korting bij afname boven 5.000 euro", "Levering op dinsdag voor 10 uur",
                                            "Jaarlijkse keuring inbegrepen" };
    bool kpi = chance_hits(chance, 450);
    struct moment at = moment_draw(chance, 2025);
    int target = chance_between(chance, 2, 20) * 1000, actual = target * chance_between(chance, 40, 120) / 100;
    put_number(&s->agreements, "A", s->agreements.rows + 1);
    sheet_put_cell(&s->agreements, key);
    sheet_put_str(&s->agreements, kpi ? "KPI" : "overeenkomst");
    put_date(&s->agreements, at);
    sheet_put_str(&s->agreements, kpi ? "Jaarafname" : subjects[chance_below(chance, 3)]);
    if (kpi) {
        sheet_put_number(&s->agreements, (uint64_t)target);
        sheet_put_number(&s->agreements, (uint64_t)actual);
        sheet_put_str(&s->agreements, "euro");
        sheet_put_str(&s->agreements, actual >= target            ? "gehaald"
                                      : actual * 10 >= target * 8 ? "op schema"
                                                                  : "achter");
    } else {
        for (int empty = 0; empty < 3; empty++)
            sheet_put_str(&s->agreements, "");
        sheet_put_str(&s->agreements, chance_hits(chance, 850) ? "lopend" : "nagekomen");
    }
    put_date(&s->agreements, (struct moment){ 2026, 12, 31, 0, 0 });
    sheet_end(&s->agreements);
}

static void times(struct crm_sheets *s, struct chance *chance, const struct cell *key, uint32_t permille, int most,
                  void (*write)(struct crm_sheets *, struct chance *, const struct cell *))
{
    for (int i = 0; i < most && chance_hits(chance, permille); i++)
        write(s, chance, key);
}

static void crm_sheets_done(struct crm_sheets *s)
{
    struct sheet *const all[] = { &s->calls, &s->quotes, &s->contracts, &s->cases, &s->agreements };
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        sheet_done(all[i]);
}

enum status source_crm_events_write(struct demo_writer *writer, struct error *err)
{
    SCOPED(crm_sheets_done)
    struct crm_sheets s = {
        SHEET_CLOSED, SHEET_CLOSED, SHEET_CLOSED, SHEET_CLOSED, SHEET_CLOSED, writer->world->words
    };
    struct {
        const struct sheet_options *options;
        struct sheet *sheet;
    } files[] = { { &CALLS, &s.calls },
                  { &QUOTES, &s.quotes },
                  { &CONTRACTS, &s.contracts },
                  { &CASES, &s.cases },
                  { &AGREEMENTS, &s.agreements } };
    enum { FILES = sizeof(files) / sizeof(files[0]) };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < FILES && status == STATUS_OK; i++)
        status = sheet_open(writer->options->folder, files[i].options, files[i].sheet, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    uint64_t number = 100000;
    for (walk_start(&walk, writer, DEMO_CRM); walk_next(&walk);) {
        struct cell key = { 0 };
        cell_put_str(&key, "C");
        cell_put_number(&key, ++number, 6);
        struct chance chance = chance_of(writer->world->seed, ABOUT_HAPPENED, number);
        bool works = walk.stop.job >= 0 || walk.stop.is_organisation;
        times(&s, &chance, &key, works ? 560 : 300, 6, call_write);
        times(&s, &chance, &key, works ? 240 : 40, 2, quote_write);
        times(&s, &chance, &key, works ? 180 : 60, 2, contract_write);
        times(&s, &chance, &key, 150, 3, case_write);
        times(&s, &chance, &key, works ? 150 : 0, 2, agreement_write);
    }
    for (size_t i = 0; i < FILES && status == STATUS_OK; i++) {
        writer->report.events += files[i].sheet->rows;
        writer->report.bytes += files[i].sheet->out.bytes;
        status = sheet_close(files[i].sheet, err);
    }
    return status;
}

/* ---- the bookkeeping ---- */

struct book_sheets {
    struct sheet invoices, payments, reminders;
};

static void book_sheets_done(struct book_sheets *s)
{
    sheet_done(&s->invoices);
    sheet_done(&s->payments);
    sheet_done(&s->reminders);
}

static void put_of_invoice(struct sheet *sheet, const char *prefix, const struct cell *key, struct moment at,
                           uint64_t cents, uint64_t invoice)
{
    put_number(sheet, prefix, sheet->rows + 1);
    sheet_put_cell(sheet, key);
    put_date(sheet, at);
    put_euros(sheet, cents);
    put_number(sheet, "F", invoice);
}

static void invoice_write(struct book_sheets *s, struct chance *chance, const struct cell *key)
{
    struct moment at = chance_hits(chance, 350) ? moment_recent(chance, 50) : moment_draw(chance, 2024);
    struct moment due = days_after(at, chance_hits(chance, 600) ? 14 : 30);
    uint64_t cents = (uint64_t)chance_between(chance, 1500, 450000), number = s->invoices.rows + 1;
    bool paid = days_ago(at) > 75 || chance_hits(chance, 450), in_part = !paid && chance_hits(chance, 120);
    put_number(&s->invoices, "F", number);
    sheet_put_cell(&s->invoices, key);
    put_date(&s->invoices, at);
    put_date(&s->invoices, due);
    put_euros(&s->invoices, cents);
    sheet_put_str(&s->invoices, paid ? "betaald" : "open");
    sheet_end(&s->invoices);
    if (paid || in_part) {
        int days = chance_between(chance, 3, 40);
        struct moment day = days_after(at, days < days_ago(at) ? days : days_ago(at));
        put_of_invoice(&s->payments, "B", key, day, in_part ? cents / 2 : cents, number);
        sheet_put_str(&s->payments, "ontvangen");
        sheet_end(&s->payments);
    }
    for (int step = 1; step <= 2 && !paid && days_ago(due) > step * 8; step++) {
        put_of_invoice(&s->reminders, "H", key, days_after(due, step * 8), cents, number);
        sheet_put_number(&s->reminders, (uint64_t)step);
        sheet_end(&s->reminders);
    }
}

enum status source_book_events_write(struct demo_writer *writer, struct error *err)
{
    SCOPED(book_sheets_done) struct book_sheets s = { SHEET_CLOSED, SHEET_CLOSED, SHEET_CLOSED };
    enum status status = sheet_open(writer->options->folder, &INVOICES, &s.invoices, err);
    if (status == STATUS_OK)
        status = sheet_open(writer->options->folder, &PAYMENTS, &s.payments, err);
    if (status == STATUS_OK)
        status = sheet_open(writer->options->folder, &REMINDERS, &s.reminders, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    uint64_t number = 13000;
    for (walk_start(&walk, writer, DEMO_BOOKS); walk_next(&walk);) {
        struct cell key = { 0 };
        cell_put_number(&key, ++number, 5);
        struct chance chance = chance_of(writer->world->seed, ABOUT_HAPPENED, number);
        for (int i = 0; i < 6 && chance_hits(&chance, walk.stop.is_organisation ? 720 : 450); i++)
            invoice_write(&s, &chance, &key);
    }
    struct sheet *const all[] = { &s.invoices, &s.payments, &s.reminders };
    for (size_t i = 0; i < 3 && status == STATUS_OK; i++) {
        writer->report.events += all[i]->rows;
        writer->report.bytes += all[i]->out.bytes;
        status = sheet_close(all[i], err);
    }
    return status;
}
