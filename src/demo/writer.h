/*
 * What the sources share while they are written: the walk over the world, the
 * truth beside each record, and counting.  Inside demo/ only.
 */
#pragma once

#include "base/arena.h"
#include "demo/demo.h"
#include "demo/sheet.h"
#include "demo/sighting.h"

struct demo_writer {
    const struct world *world;
    const struct demo_options *options;
    struct sheet ties, truth, persons, persons_truth, organisations, organisations_truth;
    struct demo_report report;
};

/* One record was written under key: note who it means. */
void writer_note(struct demo_writer *writer, const char *source, const struct cell *key, const struct sighting *s);

/* A moment between 2021 and "today", seconds kept; later than from_year when that is given. */
struct moment {
    int year, month, day, hour, minute;
};

/* What is or was true beside the records: who was in a role or a household until when, how organisations belong. */
struct demo_tie {
    const char *kind; /* flow/job/tie_kinds.h, or "role", "member" */
    struct {
        char letter; /* 'P', 'O', 'H' */
        uint64_t number;
    } a, b;              /* "a KIND b" */
    struct moment until; /* year 0: it stands */
    const char *source;  /* whose record says so */
    const struct cell *key;
};
void writer_note_tie(struct demo_writer *writer, const struct demo_tie *tie);
const char *demo_source_name(enum demo_source source); /* as an importer is told */

/* A record to be written. */
struct stop {
    bool is_organisation; /* else a member of unit */
    uint64_t index;       /* of the organisation or the unit */
    int member;
    int job;                    /* which of the person's; -1: privately */
    struct placement placement; /* of the job */
    int copy;                   /* 0 is the first record of this person in this source */
};

enum { LATER_MAX = 256 };

/*
 * Everybody and everything a source writes about, in an order of its own.
 * Who is in twice does not stand twice in a row: the second copy waits.
 *
 *     struct walk walk; walk_start(&walk, writer, DEMO_CRM);
 *     while (walk_next(&walk)) … walk.stop, walk.unit, walk.job, walk.organisation …
 */
struct walk {
    struct demo_writer *writer;
    enum demo_source source;
    struct shuffle order;
    uint64_t at, total;
    struct chance chance;  /* of the present row */
    struct chance waiting; /* decides when a copy's time has come */
    struct stop stop;
    struct unit unit;
    struct organisation organisation; /* of the stop, or of its job */
    struct job job;
    struct stop here[64]; /* stops of the unit in hand */
    int here_count, here_at;
    struct stop later[LATER_MAX];
    int later_count;
};

void walk_start(struct walk *walk, struct demo_writer *writer, enum demo_source source);
bool walk_next(struct walk *walk);
/* The job of the stop, NULL for a private person. */
static inline const struct job *walk_job(const struct walk *walk)
{
    return walk->stop.job >= 0 ? &walk->job : NULL;
}
/* What the source saw at this stop. */
void walk_look(struct walk *walk, struct sighting *ret);

struct moment moment_draw(struct chance *chance, int from_year);
struct moment moment_after(struct chance *chance, struct moment moment); /* never after "today" */
void moment_put(struct cell *cell, struct moment moment);                /* 2024-03-12 09:14 */
void moment_put_date(struct cell *cell, struct moment moment);           /* 12-03-2024 */
void euros_put(struct cell *cell, uint64_t cents, char point);

enum status source_crm_write(struct demo_writer *writer, struct error *err);
enum status source_books_write(struct demo_writer *writer, struct error *err);
enum status source_shop_write(struct demo_writer *writer, struct error *err);
enum status source_news_write(struct demo_writer *writer, struct error *err);
enum status source_anja_write(struct demo_writer *writer, struct error *err);
enum status source_piet_write(struct demo_writer *writer, struct error *err);
enum status source_mail_write(struct demo_writer *writer, struct error *err);
enum status source_crm_events_write(struct demo_writer *writer, struct error *err);
enum status source_book_events_write(struct demo_writer *writer, struct error *err);
