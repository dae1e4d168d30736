/*
 * nieuwsbrief.csv and nieuwsbrief_acties.csv: subscribers with two names and
 * a mailbox, and what they opened; a few rows at the end are broken, as they
 * are when somebody edits an export by hand.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "demo/writer.h"

static const struct sheet_options MEMBERS = {
    .name = "nieuwsbrief.csv",
    .separator = ',',
    .header = "Lidnummer|E-mailadres|Voornaam|Achternaam|Geboortedatum|Aangemeld op|Afgemeld op|Afgemeld|Labels"
};
static const struct sheet_options ACTIONS = { .name = "nieuwsbrief_acties.csv",
                                              .separator = ',',
                                              .header = "Gebeurtenis-ID|Lidnummer|Campagne|Actie|Tijdstip" };

/* Two rows with too many columns, and a quote that is never closed. */
static const char BROKEN[] = "999001,te@veel.example,Te,Veel,,2024-01-02 10:00,,nee,klant,,,,,,,,,,extra,kolommen\r\n"
                             "999002,nog@meer.example,Nog,Meer,,2024-01-03 11:30,,nee,klant,een,twee,drie\r\n"
                             "999003,\"open@aanhaling.example,Open,Aanhaling,,2024-01-04 12:00,,nee,klant\r\n";

static uint64_t actions_write(struct walk *walk, struct sheet *sheet, const struct cell *key, int since,
                              uint64_t number)
{
    static const char *const months[] = { "jan", "feb", "mrt", "apr", "mei", "jun",
                                          "jul", "aug", "sep", "okt", "nov", "dec" };
    const struct person *person = &walk->unit.persons[walk->stop.member];
    struct chance chance =
        chance_of(walk->writer->world->seed, ABOUT_EVENTS + 16 * DEMO_NEWS, person->id * 8 + (uint64_t)walk->stop.copy);
    int interest = chance_between(&chance, 0, 4);
    for (int i = 0; i < interest * 2; i++) {
        struct cell id = { 0 }, campaign = { 0 }, at = { 0 };
        struct moment moment = moment_draw(&chance, since);
        bool click = chance_hits(&chance, 260);
        cell_put_char(&id, 'G');
        cell_put_number(&id, ++number, 7);
        cell_put_str(&campaign, "Nieuwsbrief ");
        cell_put_str(&campaign, months[moment.month - 1]);
        cell_put_char(&campaign, ' ');
        cell_put_number(&campaign, (uint64_t)moment.year, 4);
        moment_put(&at, moment);
        sheet_put_cell(sheet, &id);
        sheet_put_cell(sheet, key);
        sheet_put_cell(sheet, &campaign);
        sheet_put_str(sheet, click ? "klik" : "open");
        sheet_put_cell(sheet, &at);
        sheet_end(sheet);
    }
    return number;
}

enum status source_news_write(struct demo_writer *writer, struct error *err)
{
    static const char *const labels[] = { "klant", "klant", "horeca", "particulier", "prospect", "beurs 2024", "" };
    SCOPED(sheet_done) struct sheet members = SHEET_CLOSED;
    SCOPED(sheet_done) struct sheet actions = SHEET_CLOSED;
    enum status status = sheet_open(writer->options->folder, &MEMBERS, &members, err);
    if (status == STATUS_OK)
        status = sheet_open(writer->options->folder, &ACTIONS, &actions, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    struct sighting s;
    uint64_t number = 500000, action = 0;
    for (walk_start(&walk, writer, DEMO_NEWS); walk_next(&walk);) {
        walk_look(&walk, &s);
        struct chance *chance = &walk.chance;
        struct cell key = { 0 }, joined = { 0 }, left = { 0 };
        struct moment made = moment_draw(chance, 2021);
        bool gone = chance_hits(chance, 140);
        cell_put_number(&key, ++number, 6);
        moment_put(&joined, made);
        if (gone)
            moment_put(&left, moment_after(chance, made));
        if (s.email.len == 0 || text_find_char(cell_text(&s.email), '@') == s.email.len)
            s.email = walk.unit.persons[walk.stop.member].email; /* no subscriber without a mailbox */
        if (chance_hits(chance, 120))
            cell_clear(&s.given);
        if (chance_hits(chance, 90))
            cell_clear(&s.surname);
        if (s.surname.len > 0) { /* what prefix is left goes before it */
            struct cell whole = s.prefix;
            cell_put_word(&whole, cell_text(&s.surname));
            s.surname = whole;
        }
        const struct cell *const cells[] = { &key, &s.email, &s.given, &s.surname, &s.birth, &joined, &left };
        for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
            sheet_put_cell(&members, cells[i]);
        sheet_put_str(&members, gone ? "ja" : "nee");
        sheet_put_str(&members, labels[chance_below(chance, 7)]);
        sheet_end(&members);
        action = actions_write(&walk, &actions, &key, made.year, action);

        struct cell *const unseen[] = { &s.prefix,
                                        &s.salutation,
                                        &s.title,
                                        &s.initials,
                                        &s.suffix,
                                        &s.street,
                                        &s.number,
                                        &s.addition,
                                        &s.postcode,
                                        &s.city,
                                        &s.phone,
                                        &s.mobile,
                                        &s.organisation_name,
                                        &s.title_at_work };
        for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
            cell_clear(unseen[i]);
        s.organisation = DEMO_NOBODY;
        writer_note(writer, "nieuwsbrief", &key, &s);
    }
    sheet_put_raw(&members, (struct text){ BROKEN, sizeof(BROKEN) - 1 });
    writer->report.events += actions.rows;
    writer->report.bytes += members.out.bytes + actions.out.bytes;
    status = sheet_close(&members, err);
    return status == STATUS_OK ? sheet_close(&actions, err) : status;
}
