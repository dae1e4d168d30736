/*
 * Two colleagues' address books: Anja's telephone gives vCard 3.0 (RFC 2426),
 * Piet's Outlook a CSV file with Dutch headers, everything in quotes,
 * Windows-1252, and a "Sofinummer" column that no customer view may take.
 *
 * Outlook itself exports no key; the last column is what a synchronisation
 * program adds, so that the truth can name each row.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "demo/writer.h"

enum { FOLD_AT = 75 }; /* octets a line, RFC 2426 2.6 */

/* One vCard line, escaped by the caller, folded here. */
static void card_line(struct sheet *sheet, struct text line)
{
    size_t room = FOLD_AT;
    while (line.len > room) {
        size_t cut = room;
        while (cut > 1 && ((unsigned char)line.ptr[cut] & 0xC0) == 0x80)
            cut--;
        sheet_put_raw(sheet, text_slice(line, 0, cut));
        sheet_put_raw(sheet, TEXT("\r\n "));
        line = text_from_offset(line, cut);
        room = FOLD_AT - 1;
    }
    sheet_put_raw(sheet, line);
    sheet_put_raw(sheet, TEXT("\r\n"));
}

/* A property of parts; ';' between them, special characters escaped. */
struct card_text {
    char s[1024];
    size_t len;
};

static void card_raw(struct card_text *line, const char *cstr)
{
    for (; *cstr && line->len < sizeof(line->s); cstr++)
        line->s[line->len++] = *cstr;
}

static void card_value(struct card_text *line, const struct cell *cell)
{
    for (size_t i = 0; i < cell->len && line->len + 1 < sizeof(line->s); i++) {
        if (cell->s[i] == ';' || cell->s[i] == ',' || cell->s[i] == '\\')
            line->s[line->len++] = '\\';
        line->s[line->len++] = cell->s[i];
    }
}

static void card_property(struct sheet *sheet, const char *name, const struct cell *const *parts, size_t count)
{
    struct card_text line = { .len = 0 };
    size_t filled = 0;
    card_raw(&line, name);
    card_raw(&line, ":");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            card_raw(&line, ";");
        if (parts[i])
            card_value(&line, parts[i]);
        filled += parts[i] ? parts[i]->len : 0;
    }
    if (filled > 0)
        card_line(sheet, (struct text){ line.s, line.len });
}

static void card_one(struct sheet *sheet, const char *name, const struct cell *value)
{
    card_property(sheet, name, &value, 1);
}

/* "21-03-1980" to "1980-03-21"; anything else stays out. */
static void card_birth(const struct cell *birth, struct cell *ret)
{
    cell_clear(ret);
    if (birth->len != 10)
        return;
    struct text t = cell_text(birth);
    cell_put(ret, text_slice(t, 6, 10));
    cell_put_char(ret, '-');
    cell_put(ret, text_slice(t, 3, 5));
    cell_put_char(ret, '-');
    cell_put(ret, text_slice(t, 0, 2));
}

static void card_write(struct sheet *sheet, const struct cell *key, const struct sighting *s, struct chance *chance)
{
    struct cell line = { 0 }, birth = { 0 }, revised = { 0 };
    const char *address = s->organisation != DEMO_NOBODY ? "ADR;TYPE=WORK" : "ADR;TYPE=HOME";
    const char *phone = s->organisation != DEMO_NOBODY ? "TEL;TYPE=WORK,VOICE" : "TEL;TYPE=HOME,VOICE";
    static const struct cell country = { .len = 9, .s = "Nederland" };
    line_put(&line, s, chance);
    card_birth(&s->birth, &birth);
    struct moment moment = moment_draw(chance, 2021);
    moment_put(&revised, moment);
    revised.s[10] = 'T';
    cell_put_str(&revised, ":00Z");
    sheet_put_raw(sheet, TEXT("BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Voorbeeldtelefoon//NL\r\n"));
    card_property(sheet, "N", (const struct cell *const[]){ &s->surname, &s->given, &s->prefix, &s->title, &s->suffix },
                  5);
    card_one(sheet, "FN", &s->full);
    card_property(sheet, "ORG",
                  (const struct cell *const[]){ &s->organisation_name, s->department.len ? &s->department : NULL },
                  s->department.len ? 2 : 1);
    card_one(sheet, "TITLE", &s->title_at_work);
    card_one(sheet, phone, &s->phone);
    card_one(sheet, "TEL;TYPE=CELL", &s->mobile);
    card_one(sheet, "EMAIL;TYPE=INTERNET", &s->email);
    if (line.len > 0)
        card_property(sheet, address,
                      (const struct cell *const[]){ NULL, NULL, &line, &s->city, NULL, &s->postcode, &country }, 7);
    card_one(sheet, "BDAY", &birth);
    if (chance_hits(chance, 150))
        sheet_put_raw(sheet, TEXT("NOTE:Ontmoet op de beurs\\; stuurt zelf vaak klanten door\\, erg aardig.\r\n"));
    if (chance_hits(chance, 300))
        sheet_put_raw(sheet, chance_hits(chance, 500) ? TEXT("CATEGORIES:Klanten\r\n")
                                                      : TEXT("CATEGORIES:Klanten,Kerstkaart\r\n"));
    card_one(sheet, "UID", key);
    card_one(sheet, "REV", &revised);
    sheet_put_raw(sheet, TEXT("END:VCARD\r\n"));
}

enum status source_anja_write(struct demo_writer *writer, struct error *err)
{
    static const struct sheet_options options = { .name = "adresboek_anja.vcf" };
    SCOPED(sheet_done) struct sheet sheet = SHEET_CLOSED;
    enum status status = sheet_open(writer->options->folder, &options, &sheet, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    struct sighting s;
    uint64_t number = 0;
    for (walk_start(&walk, writer, DEMO_ANJA); walk_next(&walk);) {
        walk_look(&walk, &s);
        struct cell key = { 0 };
        cell_put_str(&key, "anja-");
        cell_put_number(&key, ++number, 6);
        sighting_full(&s, FULL_GIVEN, DEMO_ANJA, &walk.chance);
        struct cell *const unseen[] = { &s.kvk, &s.vat, &s.iban, &s.web, &s.initials };
        for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
            cell_clear(unseen[i]);
        card_write(&sheet, &key, &s, &walk.chance);
        cell_clear(&s.full); /* the parts say it */
        cell_clear(&s.salutation);
        writer_note(writer, "adresboek-anja", &key, &s);
    }
    writer->report.bytes += sheet.out.bytes;
    return sheet_close(&sheet, err);
}

enum status source_piet_write(struct demo_writer *writer, struct error *err)
{
    static const struct sheet_options options = {
        .name = "adresboek_piet.csv",
        .separator = ',',
        .encoding = SHEET_WINDOWS_1252,
        .quotes_all = true,
        .is_crlf = true,
        .header = "Titel|Voornaam|Middelste naam|Achternaam|Achtervoegsel|Bedrijf|Afdeling|Functie|Werkadres, straat|"
                  "Werkadres, plaats|Werkadres, postcode|Land/regio (werk)|Huisadres, straat|Huisadres, plaats|"
                  "Huisadres, postcode|Land/regio (thuis)|Fax op werk|Telefoon op werk|Telefoon thuis|Mobiele telefoon|"
                  "Account|E-mailadres|E-mailtype|Weergavenaam voor e-mail|Geslacht|Initialen|Partner|Sofinummer|"
                  "Verjaardag|Notities|Webpagina|Categorieën|Privé|Contact-ID"
    };
    static const struct cell empty = { 0 };
    SCOPED(sheet_done) struct sheet sheet = SHEET_CLOSED;
    enum status status = sheet_open(writer->options->folder, &options, &sheet, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    struct sighting s;
    uint64_t number = 0;
    for (walk_start(&walk, writer, DEMO_PIET); walk_next(&walk);) {
        walk_look(&walk, &s);
        struct chance *chance = &walk.chance;
        struct cell key = { 0 }, line = { 0 }, birth = s.birth, partner = { 0 };
        bool work = s.organisation != DEMO_NOBODY;
        cell_put_str(&key, "piet-");
        cell_put_number(&key, ++number, 6);
        line_put(&line, &s, chance);
        if (birth.len == 0)
            cell_set_str(&birth, "0-0-00");
        sighting_full(&s, FULL_GIVEN, DEMO_PIET, chance);
        if (walk.unit.count > 1 && walk.unit.kind <= UNIT_FAMILY && walk.stop.member < 2 && chance_hits(chance, 250))
            cell_put(&partner, walk.unit.persons[1 - walk.stop.member].call_name);
        const struct cell *const cells[] = { chance_hits(chance, 300) ? &s.salutation : &s.title,
                                             &s.given,
                                             &s.prefix,
                                             &s.surname,
                                             &s.suffix,
                                             &s.organisation_name,
                                             &s.department,
                                             &s.title_at_work,
                                             work ? &line : &empty,
                                             work ? &s.city : &empty,
                                             work ? &s.postcode : &empty };
        for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
            sheet_put_cell(&sheet, cells[i]);
        sheet_put_str(&sheet, work ? "Nederland" : "");
        const struct cell *const home[] = { work ? &empty : &line, work ? &empty : &s.city,
                                            work ? &empty : &s.postcode };
        for (size_t i = 0; i < 3; i++)
            sheet_put_cell(&sheet, home[i]);
        sheet_put_str(&sheet, "");
        sheet_put_str(&sheet, "");
        sheet_put_cell(&sheet, work ? &s.phone : &empty);
        sheet_put_cell(&sheet, work ? &empty : &s.phone);
        sheet_put_cell(&sheet, &s.mobile);
        sheet_put_str(&sheet, "");
        sheet_put_cell(&sheet, &s.email);
        sheet_put_str(&sheet, s.email.len ? "SMTP" : "");
        sheet_put_cell(&sheet, &s.full);
        sheet_put_str(&sheet, "Niet opgegeven");
        sheet_put_cell(&sheet, &s.initials);
        sheet_put_cell(&sheet, &partner);
        sheet_put_str(&sheet, mess_hits(MESS_NATIONAL_NUMBER, DEMO_PIET, chance) ? "111222333" : "");
        sheet_put_cell(&sheet, &birth);
        sheet_put_str(&sheet, chance_hits(chance, 80) ? "Belt altijd op vrijdag" : "");
        sheet_put_cell(&sheet, work && chance_hits(chance, 300) ? &s.web : &empty);
        sheet_put_str(&sheet, chance_hits(chance, 400) ? "Klanten;Horeca" : "");
        sheet_put_str(&sheet, "Onwaar");
        sheet_put_cell(&sheet, &key);
        sheet_end(&sheet);

        s.street = line;
        struct cell *const unseen[] = { &s.number, &s.addition, &s.kvk, &s.vat, &s.iban, &s.full, &s.salutation };
        for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
            cell_clear(unseen[i]);
        writer_note(writer, "adresboek-piet", &key, &s);
    }
    writer->report.bytes += sheet.out.bytes;
    return sheet_close(&sheet, err);
}
