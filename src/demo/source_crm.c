/*
 * crm.csv: what the sellers keep, one row a contact with his or her
 * organisation; UTF-8 with a mark, semicolons, Windows line ends.
 * crm_2025.csv is what they had a year before.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "demo/former.h"

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

/* What the seller noted of the part this contact has in decisions, by what he is; every other row says nothing. */
static const char *part_of(struct text title, struct chance chance)
{
    static const struct {
        const char *titles, *words[3];
    } parts[] = {
        { "Directeur Eigenaar Bedrijfsleider Filiaalmanager Locatiemanager",
          { "Beslisser", "beslist", "Decision maker" } },
        { "Hoofd inkoop Inkoper", { "Inkoper", "Economic buyer", "Budgethouder" } },
        { "Boekhouder Penningmeester", { "Betaler", "Budgethouder", "betaalt" } },
        { "Chef-kok Teamleider keuken Hoofd schoonmaak Magazijnmedewerker",
          { "Gebruiker", "Eindgebruiker", "gebruikt" } },
        { "Facilitair manager Kwaliteitsmedewerker Adviseur Projectleider",
          { "Beïnvloeder", "adviseert", "Influencer" } },
        { "Receptionist Secretaresse Office manager", { "Poortwachter", "Gatekeeper", "poortwachter" } },
    };
    if (title.len == 0 || chance_hits(&chance, 500))
        return "";
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (text_find(text_from(parts[i].titles), title) < strlen(parts[i].titles))
            return parts[i].words[chance_below(&chance, 3)];
    return "";
}

static const char header[] =
    "Contact-ID|Aanhef|Titel|Voorletters|Voornaam|Tussenvoegsel|Achternaam|Geslacht|Geboortedatum|"
    "Organisatie|Functie|Afdeling|Rol bij besluiten|KvK-nummer|Straat|Huisnummer|Toevoeging|Postcode|Plaats|Land|"
    "Telefoon|Mobiel|E-mailadres|Nieuwsbrief|Accountmanager|Status|Aangemaakt op|Gewijzigd op|Opmerking";

struct row {
    struct cell key, gender, seller, created, modified, note;
    const char *country, *newsletter, *stage;
    struct chance chance; /* of what depends on the job */
    struct sighting seen;
};

static void row_put(struct sheet *sheet, const struct row *row)
{
    const struct sighting *s = &row->seen;
    const struct cell *const cells[] = {
        &row->key,   &s->salutation, &s->title, &s->initials,          &s->given,         &s->prefix,
        &s->surname, &row->gender,   &s->birth, &s->organisation_name, &s->title_at_work, &s->department
    };
    const struct cell *const place[] = { &s->kvk, &s->street, &s->number, &s->addition, &s->postcode, &s->city };
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
        sheet_put_cell(sheet, cells[i]);
    sheet_put_str(sheet, part_of(cell_text(&s->title_at_work), row->chance));
    for (size_t i = 0; i < sizeof(place) / sizeof(*place); i++)
        sheet_put_cell(sheet, place[i]);
    sheet_put_str(sheet, row->country);
    sheet_put_cell(sheet, &s->phone);
    sheet_put_cell(sheet, &s->mobile);
    sheet_put_cell(sheet, &s->email);
    sheet_put_str(sheet, row->newsletter);
    sheet_put_cell(sheet, &row->seller);
    sheet_put_str(sheet, row->stage);
    sheet_put_cell(sheet, &row->created);
    sheet_put_cell(sheet, &row->modified);
    sheet_put_cell(sheet, &row->note);
    sheet_end(sheet);
}

/* The same row in the delivery of a year ago; what changed since was changed on the day the row of today says. */
static void former_put(const struct walk *walk, struct moment made, struct moment changed, struct sheet *sheet,
                       const struct row *row)
{
    struct former former;
    struct row then = *row;
    former_draw(walk, made, &changed, &former);
    if (!former.is_there)
        return;
    if (former.until.year)
        then.modified = then.created;
    if (former.was_prospect && strcmp(row->stage, "Klant") == 0)
        then.stage = "Prospect";
    former_look(walk, &former, &row->key, &then.seen);
    if (row->seen.kvk.len == 0)
        cell_clear(&then.seen.kvk);
    row_put(sheet, &then);
}

static enum status open_sheet(struct demo_writer *writer, const char *name, struct sheet *ret, struct error *err)
{
    const struct sheet_options options = {
        .name = name, .separator = ';', .encoding = SHEET_UTF8_BOM, .is_crlf = true, .header = header
    };
    return sheet_open(writer->options->folder, &options, ret, err);
}

enum status source_crm_write(struct demo_writer *writer, struct error *err)
{
    static const char *const stages[] = { "Klant", "Klant", "Klant", "Prospect", "Suspect", "Oud-klant" };
    SCOPED(sheet_done) struct sheet sheet = SHEET_CLOSED;
    SCOPED(sheet_done) struct sheet former = SHEET_CLOSED;
    enum status status = open_sheet(writer, "crm.csv", &sheet, err);
    if (status == STATUS_OK)
        status = open_sheet(writer, "crm_2025.csv", &former, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    uint64_t number = 100000;
    for (walk_start(&walk, writer, DEMO_CRM); walk_next(&walk);) {
        struct row row = { 0 };
        struct sighting *s = &row.seen;
        walk_look(&walk, s);
        cell_put_str(&row.key, "C");
        cell_put_number(&row.key, ++number, 6);
        row.chance = chance_of(writer->world->seed, ABOUT_DECISIONS, number);
        struct moment made = moment_draw(&walk.chance, 2021), changed = moment_after(&walk.chance, made);
        moment_put_date(&row.created, made);
        moment_put_date(&row.modified, changed);
        cell_put(&row.seller, words_pick(writer->world->words, WORD_SELLER, &walk.chance));
        if (s->gender && !chance_hits(&walk.chance, 150))
            cell_put_char(&row.gender, s->gender == 'm' ? 'M' : 'V');
        note_put(&walk.chance, &row.note);
        if (!chance_hits(&walk.chance, 350))
            cell_clear(&s->kvk);
        cell_clear(&s->vat);
        cell_clear(&s->iban);
        row.country = chance_hits(&walk.chance, 500) ? "Nederland" : "";
        row.newsletter = chance_hits(&walk.chance, 550) ? "Ja" : chance_hits(&walk.chance, 600) ? "Nee" : "";
        row.stage = stages[chance_below(&walk.chance, 6)];
        row_put(&sheet, &row);
        former_put(&walk, made, changed, &former, &row);
        writer_note(writer, "crm", &row.key, s);
    }
    writer->report.bytes += sheet.out.bytes + former.out.bytes;
    status = sheet_close(&former, err);
    return status == STATUS_OK ? sheet_close(&sheet, err) : status;
}
