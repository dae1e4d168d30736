/*
 * Van Houten & Dochters: six sources of an invented wholesaler, and the truth.
 *
 *     demo_write ─┬─ crm.csv, crm_2025.csv               contacts of the sellers, now and a year ago
 *                 │    crm_{gesprekken,offertes,contracten,zaken,afspraken}.csv
 *                 ├─ boekhouding.csv                     debtors
 *                 │    boekhouding_{facturen,betalingen,herinneringen}.csv
 *                 ├─ webshop_klanten{,_2025}.csv, webshop_{orders,retouren}.csv
 *                 ├─ nieuwsbrief.csv, nieuwsbrief_acties.csv
 *                 ├─ adresboek_anja.vcf, adresboek_piet.csv
 *                 ├─ servicemail.csv
 *                 ├─ waarheid.csv                        who is meant by each record
 *                 ├─ waarheid_banden.csv                 how organisations belong, who worked and lived where before
 *                 └─ evaluatie_{personen,organisaties}{,_waarheid}.csv
 *
 * Everything is a function of the seed and the size; files are written from
 * front to end and memory does not grow with them.
 */
#pragma once

#include "base/status.h"
#include "base/text.h"

enum {
    DEMO_RECORDS_DEFAULT = 5000, /* gives about 2,000 persons, 400 organisations, 600 households */
    DEMO_RECORDS_MIN = 100,
    DEMO_RECORDS_MAX = 10 * 1000 * 1000,
    DEMO_SEED_DEFAULT = 1,
};

struct demo_options {
    const char *folder; /* must be there */
    uint64_t records;   /* source records in all, about; events come on top */
    uint64_t seed;
    void (*progress)(void *ctx, const char *step, uint64_t done, uint64_t total); /* may be NULL */
    void *progress_ctx;
};

struct demo_report {
    uint64_t records, events;
    uint64_t persons, organisations, households; /* entities in the world; households of two and more */
    uint64_t person_mentions, organisation_mentions;
    uint64_t bytes;
};

enum status demo_write(const struct demo_options *options, struct demo_report *ret, struct error *err);

/* The sources as an importer must be told of them, in the order that events find their records. */
struct demo_file {
    const char *source; /* "crm" */
    const char *kind;   /* store/store.h, source_kind_name() */
    const char *name;   /* "crm.csv" */
    bool is_former;     /* a delivery of a year before: imported and resolved first (demo_former_ms) */
};
extern const struct demo_file demo_files[]; /* closed by an entry of NULLs */
int64_t demo_former_ms(void);               /* the day of those deliveries */

/*
 * The flat table for measuring the match engine, with <file>_waarheid.csv
 * (id,cluster) and <file>_huishoudens.csv (id,household) beside it.
 */
struct demo_bench_options {
    const char *path;
    uint64_t records; /* rows, exactly */
    uint64_t seed;
};
struct demo_bench_report {
    uint64_t records, persons, households, bytes;
};
enum status demo_write_bench(const struct demo_bench_options *options, struct demo_bench_report *ret,
                             struct error *err);
