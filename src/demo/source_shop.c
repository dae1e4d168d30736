/*
 * webshop_klanten.csv, webshop_orders.csv and webshop_retouren.csv: customers as
 * they typed themselves in, what they ordered and what came back; UTF-8, commas, ISO dates.
 * webshop_klanten_2025.csv: the customers of a year before, at home where they lived then.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "demo/former.h"

static const char customers_header[] =
    "Klantnummer|Bedrijfsnaam|Voornaam|Tussenvoegsel|Achternaam|E-mailadres|Telefoon|Straat|Huisnummer|"
    "Toevoeging|Postcode|Plaats|Land|Geboortedatum|Aangemaakt op|Nieuwsbrief|Aantal bestellingen|Totaal besteed";
static const struct sheet_options CUSTOMERS = { .name = "webshop_klanten.csv",
                                                .separator = ',',
                                                .header = customers_header };
static const struct sheet_options FORMER_CUSTOMERS = { .name = "webshop_klanten_2025.csv",
                                                       .separator = ',',
                                                       .header = customers_header };
static const struct sheet_options ORDERS = {
    .name = "webshop_orders.csv",
    .separator = ',',
    .header = "Bestelnummer|Klantnummer|Besteldatum|Orderstatus|Artikelnummer|Artikel|Aantal|Totaalbedrag|Valuta|"
              "Betaalmethode|Kanaal"
};

static const struct sheet_options RETURNS = {
    .name = "webshop_retouren.csv",
    .separator = ',',
    .header =
        "Retournummer|Klantnummer|Retourdatum|Betreft order|Artikelnummer|Artikel|Aantal|Bedrag|Valuta|Retourreden|"
        "Retourstatus"
};

struct bought {
    uint64_t orders, cents;
};

/* Of an order that came back: by a stream of chance of its own, so that the orders stay what they are. */
static void return_write(struct walk *walk, struct sheet *sheet, const struct cell *key, const struct cell *order,
                         uint64_t order_number, struct moment ordered, const struct product *product, uint32_t quantity)
{
    static const char *const reasons[] = { "verkeerde maat", "beschadigd", "niet naar wens", "verkeerd geleverd" };
    static const char *const states[] = { "terugbetaald", "terugbetaald", "ontvangen", "aangemeld", "geweigerd" };
    struct chance chance = chance_of(walk->writer->world->seed, ABOUT_HAPPENED, order_number);
    struct cell number = { 0 }, at = { 0 }, amount = { 0 };
    uint32_t back = 1 + chance_below(&chance, quantity);
    cell_put_str(&number, "R");
    cell_put_number(&number, order_number, 6);
    moment_put(&at, moment_after(&chance, ordered));
    euros_put(&amount, (uint64_t)product->price_cents * back, '.');
    sheet_put_cell(sheet, &number);
    sheet_put_cell(sheet, key);
    sheet_put_cell(sheet, &at);
    sheet_put_cell(sheet, order);
    sheet_put(sheet, product->number);
    sheet_put(sheet, product->name);
    sheet_put_number(sheet, back);
    sheet_put_cell(sheet, &amount);
    sheet_put_str(sheet, "EUR");
    sheet_put_str(sheet, reasons[chance_below(&chance, 4)]);
    sheet_put_str(sheet, states[chance_below(&chance, 5)]);
    sheet_end(sheet);
}

static struct bought orders_write(struct walk *walk, struct sheet *sheet, struct sheet *returns, const struct cell *key,
                                  int since, uint64_t *number)
{
    static const uint16_t counts[] = { 18, 30, 18, 12, 8, 6, 4, 2, 1, 1 };
    static const char *const states[] = { "Afgerond",  "Afgerond",    "Afgerond", "Afgerond",
                                          "Verzonden", "Geannuleerd", "Retour" };
    static const char *const ways[] = { "iDEAL", "iDEAL", "Op rekening", "Creditcard", "PayPal", "Overboeking" };
    const struct words *words = walk->writer->world->words;
    const struct person *person = &walk->unit.persons[walk->stop.member];
    struct chance chance =
        chance_of(walk->writer->world->seed, ABOUT_EVENTS + 16 * DEMO_SHOP, person->id * 8 + (uint64_t)walk->stop.copy);
    struct bought bought = { .orders = (uint64_t)chance_among(&chance, counts, 10) };
    if (walk->stop.job >= 0)
        bought.orders *= 2;
    for (uint64_t i = 0; i < bought.orders; i++) {
        struct cell order = { 0 }, at = { 0 }, amount = { 0 };
        const struct product *product = &words->products[chance_below(&chance, (uint32_t)words->products_count)];
        uint32_t quantity = 1 + chance_below(&chance, walk->stop.job >= 0 ? 12 : 3);
        uint32_t state = chance_below(&chance, 7);
        uint64_t cents = (uint64_t)product->price_cents * quantity;
        cell_put_str(&order, "VH");
        cell_put_number(&order, ++*number, 6);
        struct moment ordered = moment_draw(&chance, since);
        moment_put(&at, ordered);
        if (state == 6)
            return_write(walk, returns, key, &order, *number, ordered, product, quantity);
        else if (state != 5)
            bought.cents += cents;
        euros_put(&amount, cents, '.');
        sheet_put_cell(sheet, &order);
        sheet_put_cell(sheet, key);
        sheet_put_cell(sheet, &at);
        sheet_put_str(sheet, states[state]);
        sheet_put(sheet, product->number);
        sheet_put(sheet, product->name);
        sheet_put_number(sheet, quantity);
        sheet_put_cell(sheet, &amount);
        sheet_put_str(sheet, "EUR");
        sheet_put_str(sheet, ways[chance_below(&chance, 6)]);
        sheet_put_str(sheet, chance_hits(&chance, 800) ? "Webshop" : "Telefoon");
        sheet_end(sheet);
    }
    return bought;
}

struct row {
    struct cell key, created, spent;
    const char *country, *newsletter;
    uint64_t orders;
    struct sighting seen;
};

static void row_put(struct sheet *sheet, const struct row *row)
{
    const struct sighting *s = &row->seen;
    const struct cell *const cells[] = {
        &row->key,  &s->organisation_name, &s->given,    &s->prefix, &s->surname, &s->email, &s->phone, &s->street,
        &s->number, &s->addition,          &s->postcode, &s->city
    };
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
        sheet_put_cell(sheet, cells[i]);
    sheet_put_str(sheet, row->country);
    sheet_put_cell(sheet, &s->birth);
    sheet_put_cell(sheet, &row->created);
    sheet_put_str(sheet, row->newsletter);
    sheet_put_number(sheet, row->orders);
    sheet_put_cell(sheet, &row->spent);
    sheet_end(sheet);
}

/* What the shop does not ask, or puts elsewhere. */
static void forget(struct chance *chance, struct sighting *s)
{
    if (s->phone.len == 0 || (s->mobile.len > 0 && chance_hits(chance, 600)))
        s->phone = s->mobile;
    struct cell *const unseen[] = { &s->mobile, &s->salutation, &s->title, &s->initials, &s->title_at_work,
                                    &s->kvk,    &s->vat,        &s->iban,  &s->web,      &s->email_second };
    for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
        cell_clear(unseen[i]);
    if (s->suffix.len > 0) {
        cell_put_word(&s->surname, cell_text(&s->suffix));
        cell_clear(&s->suffix);
    }
}

/* The same customer a year ago: at home where he lived then; who bought for a firm did so for the same one. */
static void former_put(const struct walk *walk, struct moment made, struct sheet *sheet, const struct row *row)
{
    struct former former;
    struct row then = *row;
    former_draw(walk, made, NULL, &former);
    if (!former.is_there)
        return;
    if (former.change == FORMER_MOVED || former.change == FORMER_PARTED)
        former_look(walk, &former, &row->key, &then.seen);
    row_put(sheet, &then);
}

enum status source_shop_write(struct demo_writer *writer, struct error *err)
{
    SCOPED(sheet_done) struct sheet customers = SHEET_CLOSED;
    SCOPED(sheet_done) struct sheet former = SHEET_CLOSED;
    SCOPED(sheet_done) struct sheet orders = SHEET_CLOSED;
    SCOPED(sheet_done) struct sheet returns = SHEET_CLOSED;
    const struct {
        const struct sheet_options *options;
        struct sheet *sheet;
    } sheets[] = {
        { &CUSTOMERS, &customers }, { &FORMER_CUSTOMERS, &former }, { &ORDERS, &orders }, { &RETURNS, &returns }
    };
    enum { SHEETS = sizeof(sheets) / sizeof(*sheets) };
    enum status status = STATUS_OK;
    for (int i = 0; i < SHEETS && status == STATUS_OK; i++)
        status = sheet_open(writer->options->folder, sheets[i].options, sheets[i].sheet, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    uint64_t number = 70000, order_number = 200000;
    for (walk_start(&walk, writer, DEMO_SHOP); walk_next(&walk);) {
        struct row row = { 0 };
        walk_look(&walk, &row.seen);
        cell_put_number(&row.key, ++number, 5);
        struct moment made = moment_draw(&walk.chance, 2021);
        moment_put(&row.created, made);
        struct bought bought = orders_write(&walk, &orders, &returns, &row.key, made.year, &order_number);
        row.orders = bought.orders;
        euros_put(&row.spent, bought.cents, '.');
        forget(&walk.chance, &row.seen);
        row.country = chance_hits(&walk.chance, 900) ? "NL" : "Nederland";
        row.newsletter = chance_hits(&walk.chance, 450) ? "ja" : "nee";
        row_put(&customers, &row);
        former_put(&walk, made, &former, &row);
        writer_note(writer, "webshop", &row.key, &row.seen);
    }
    writer->report.events += orders.rows + returns.rows;
    for (int i = 0; i < SHEETS && status == STATUS_OK; i++) {
        writer->report.bytes += sheets[i].sheet->out.bytes;
        status = sheet_close(sheets[i].sheet, err);
    }
    return status;
}
