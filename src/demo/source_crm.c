/*
 * crm.csv: what the sellers keep, one row a contact with his or her
 * organisation; UTF-8 with a mark, semicolons, Windows line ends.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "demo/writer.h"

/* A number that passes the 11-test and that nobody has: for showing that it is masked. */
static const char NATIONAL_NUMBER[] = "111222333";

static void note_put(struct chance *chance, struct cell *ret)
{
    static const char *const notes[] = { "",
                                         "",
                                         "",
                                         "",
                                         "",
                                         "Belt liever 's middags",
                                         "Wil offerte per kwartaal",
                                         "Let op: levering via achterdeur",
                                         "Kerstpakket sturen",
                                         "Beslist over inkoop verpakkingen",
                                         "Gesproken op de beurs",
                                         "Vegetarisch restaurant, geen leer",
                                         "Nieuwe contactpersoon sinds dit jaar" };
    cell_set_str(ret, notes[chance_below(chance, sizeof(notes) / sizeof(*notes))]);
    if (mess_hits(MESS_NATIONAL_NUMBER, DEMO_CRM, chance)) {
        cell_set_str(ret, "Legitimatie gezien, BSN ");
        cell_put_str(ret, NATIONAL_NUMBER);
    }
}

enum status source_crm_write(struct demo_writer *writer, struct error *err)
{
    static const struct sheet_options options = {
        .name = "crm.csv",
        .separator = ';',
        .encoding = SHEET_UTF8_BOM,
        .is_crlf = true,
        .header = "Contact-ID|Aanhef|Titel|Voorletters|Voornaam|Tussenvoegsel|Achternaam|Geslacht|Geboortedatum|"
                  "Organisatie|Functie|Afdeling|KvK-nummer|Straat|Huisnummer|Toevoeging|Postcode|Plaats|Land|"
                  "Telefoon|Mobiel|E-mailadres|Nieuwsbrief|Accountmanager|Status|Aangemaakt op|Gewijzigd op|Opmerking"
    };
    static const char *const stages[] = { "Klant", "Klant", "Klant", "Prospect", "Suspect", "Oud-klant" };
    SCOPED(sheet_done) struct sheet sheet = SHEET_CLOSED;
    enum status status = sheet_open(writer->options->folder, &options, &sheet, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    struct sighting s;
    uint64_t number = 100000;
    for (walk_start(&walk, writer, DEMO_CRM); walk_next(&walk);) {
        walk_look(&walk, &s);
        struct cell key = { 0 }, note = { 0 }, created = { 0 }, modified = { 0 }, seller = { 0 };
        struct cell gender = { 0 };
        cell_put_str(&key, "C");
        cell_put_number(&key, ++number, 6);
        struct moment made = moment_draw(&walk.chance, 2021);
        moment_put_date(&created, made);
        moment_put_date(&modified, moment_after(&walk.chance, made));
        cell_put(&seller, words_pick(writer->world->words, WORD_SELLER, &walk.chance));
        if (s.gender && !chance_hits(&walk.chance, 150))
            cell_put_char(&gender, s.gender == 'm' ? 'M' : 'V');
        note_put(&walk.chance, &note);
        bool kvk = chance_hits(&walk.chance, 350);
        if (!kvk)
            cell_clear(&s.kvk);
        cell_clear(&s.vat);
        cell_clear(&s.iban);
        const struct cell *const cells[] = {
            &key,       &s.salutation, &s.title,  &s.initials,          &s.given,         &s.prefix,
            &s.surname, &gender,       &s.birth,  &s.organisation_name, &s.title_at_work, &s.department,
            &s.kvk,     &s.street,     &s.number, &s.addition,          &s.postcode,      &s.city
        };
        for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
            sheet_put_cell(&sheet, cells[i]);
        sheet_put_str(&sheet, chance_hits(&walk.chance, 500) ? "Nederland" : "");
        sheet_put_cell(&sheet, &s.phone);
        sheet_put_cell(&sheet, &s.mobile);
        sheet_put_cell(&sheet, &s.email);
        sheet_put_str(&sheet, chance_hits(&walk.chance, 550) ? "Ja" : chance_hits(&walk.chance, 600) ? "Nee" : "");
        sheet_put_cell(&sheet, &seller);
        sheet_put_str(&sheet, stages[chance_below(&walk.chance, 6)]);
        sheet_put_cell(&sheet, &created);
        sheet_put_cell(&sheet, &modified);
        sheet_put_cell(&sheet, &note);
        sheet_end(&sheet);
        writer_note(writer, "crm", &key, &s);
    }
    writer->report.bytes += sheet.out.bytes;
    return sheet_close(&sheet, err);
}
