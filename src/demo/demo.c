/*
 * The order of writing, and how many people give how many records.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/demo.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/scoped.h"
#include "demo/writer.h"
#include "os/clock.h"
#include "os/file.h"

enum { PERSONS_PER_1000_RECORDS = 400 };

const struct demo_file demo_files[] = {
    { "crm", "crm", "crm_2025.csv", true },
    { "webshop", "webshop", "webshop_klanten_2025.csv", true },
    { "boekhouding", "billing", "boekhouding.csv" },
    { "boekhouding", "billing", "boekhouding_facturen.csv" },
    { "boekhouding", "billing", "boekhouding_betalingen.csv" },
    { "boekhouding", "billing", "boekhouding_herinneringen.csv" },
    { "crm", "crm", "crm.csv" },
    { "crm", "crm", "crm_gesprekken.csv" },
    { "crm", "crm", "crm_offertes.csv" },
    { "crm", "crm", "crm_contracten.csv" },
    { "crm", "crm", "crm_zaken.csv" },
    { "crm", "crm", "crm_afspraken.csv" },
    { "webshop", "webshop", "webshop_klanten.csv" },
    { "webshop", "webshop", "webshop_orders.csv" },
    { "webshop", "webshop", "webshop_retouren.csv" },
    { "nieuwsbrief", "newsletter", "nieuwsbrief.csv" },
    { "nieuwsbrief", "newsletter", "nieuwsbrief_acties.csv" },
    { "adresboek-anja", "address-book", "adresboek_anja.vcf" },
    { "adresboek-piet", "address-book", "adresboek_piet.csv" },
    { "servicemail", "mailbox", "servicemail.csv" },
    { 0 },
};

static const struct sheet_options TIES = { .name = "waarheid_banden.csv",
                                           .separator = ',',
                                           .header = "kind|a|b|until|source|key" };
static const struct sheet_options TRUTH = { .name = "waarheid.csv",
                                            .separator = ',',
                                            .header = "source|key|person|organisation|household" };
static const struct sheet_options PERSONS = {
    .name = "evaluatie_personen.csv",
    .separator = ',',
    .header = "id|source|aanhef|titel|voorletters|voornaam|tussenvoegsel|achternaam|achtervoegsel|naam|geboortedatum|"
              "straat|huisnummer|toevoeging|postcode|plaats|e-mailadres|telefoon|mobiel|organisatie|functie"
};
static const struct sheet_options PERSONS_TRUTH = { .name = "evaluatie_personen_waarheid.csv",
                                                    .separator = ',',
                                                    .header = "id|cluster" };
static const struct sheet_options ORGANISATIONS = {
    .name = "evaluatie_organisaties.csv",
    .separator = ',',
    .header = "id|source|bedrijfsnaam|kvk-nummer|btw-nummer|iban|straat|huisnummer|toevoeging|postcode|plaats|"
              "e-mailadres|telefoon|website"
};
static const struct sheet_options ORGANISATIONS_TRUTH = { .name = "evaluatie_organisaties_waarheid.csv",
                                                          .separator = ',',
                                                          .header = "id|cluster" };

static enum status write_sources(struct demo_writer *writer, struct error *err)
{
    static enum status (*const sources[])(struct demo_writer *, struct error *) = {
        source_crm_write,  source_books_write, source_shop_write,       source_news_write,       source_anja_write,
        source_piet_write, source_mail_write,  source_crm_events_write, source_book_events_write
    };
    for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
        enum status status = sources[i](writer, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static void writer_done(struct demo_writer *writer)
{
    sheet_done(&writer->ties);
    sheet_done(&writer->truth);
    sheet_done(&writer->persons);
    sheet_done(&writer->persons_truth);
    sheet_done(&writer->organisations);
    sheet_done(&writer->organisations_truth);
}

static void count_households(struct demo_writer *writer)
{
    for (uint64_t u = 0; u < writer->world->units; u++) {
        int count = unit_count(writer->world, u);
        writer->report.persons += (uint64_t)count;
        writer->report.households += count > 1;
    }
    writer->report.organisations = writer->world->organisations;
}

int64_t demo_former_ms(void)
{
    return days_from_date(DEMO_FORMER_YEAR, DEMO_TODAY_MONTH, DEMO_TODAY_DAY) * INT64_C(86400000) + 12 * 3600 * 1000;
}

/* An importer takes the date of a file for the day its source held it so. */
static enum status date_back(const char *folder, const char *name, struct error *err)
{
    char path[PATH_MAX];
    int len = snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (len < 0 || (size_t)len >= sizeof(path))
        return error_set(err, STATUS_USAGE, "the name of the folder is too long");
    return file_set_time(path, demo_former_ms(), err);
}

enum status demo_write(const struct demo_options *options, struct demo_report *ret, struct error *err)
{
    assert(options && options->folder && ret);
    if (options->records < DEMO_RECORDS_MIN || options->records > DEMO_RECORDS_MAX)
        return error_set(err, STATUS_LIMIT, "the demonstration has between %d and %d records", DEMO_RECORDS_MIN,
                         DEMO_RECORDS_MAX);
    SCOPED(words_done) struct words words = WORDS_EMPTY;
    enum status status = words_load(&words, err);
    if (status != STATUS_OK)
        return status;
    struct world world;
    world_init(&world, &words, options->seed, options->records * PERSONS_PER_1000_RECORDS / 1000);
    SCOPED(writer_done)
    struct demo_writer writer = { .world = &world,
                                  .options = options,
                                  .ties = SHEET_CLOSED,
                                  .truth = SHEET_CLOSED,
                                  .persons = SHEET_CLOSED,
                                  .persons_truth = SHEET_CLOSED,
                                  .organisations = SHEET_CLOSED,
                                  .organisations_truth = SHEET_CLOSED };
    struct {
        const struct sheet_options *options;
        struct sheet *sheet;
    } tables[] = { { &TIES, &writer.ties },
                   { &TRUTH, &writer.truth },
                   { &PERSONS, &writer.persons },
                   { &PERSONS_TRUTH, &writer.persons_truth },
                   { &ORGANISATIONS, &writer.organisations },
                   { &ORGANISATIONS_TRUTH, &writer.organisations_truth } };
    enum { TABLES = sizeof(tables) / sizeof(*tables) };
    for (int i = 0; i < TABLES && status == STATUS_OK; i++)
        status = sheet_open(options->folder, tables[i].options, tables[i].sheet, err);
    if (status == STATUS_OK)
        status = write_sources(&writer, err);
    for (int i = 0; i < TABLES && status == STATUS_OK; i++) {
        writer.report.bytes += tables[i].sheet->out.bytes;
        status = sheet_close(tables[i].sheet, err);
    }
    if (status != STATUS_OK)
        return status;
    for (const struct demo_file *file = demo_files; file->name && status == STATUS_OK; file++)
        if (file->is_former)
            status = date_back(options->folder, file->name, err);
    if (status != STATUS_OK)
        return status;
    count_households(&writer);
    *ret = writer.report;
    return STATUS_OK;
}
