/*
 * boekhouding.csv: debtors, one name column of 50 characters, half of it in
 * capitals; Windows-1252, semicolons, decimal commas.  servicemail.csv: the
 * export of the service desk's mailbox.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "demo/belongs.h"

enum { DEBTOR_NAME_MAX = 50, MAIL_TEXT_MAX = 900 };

/* As the bookkeeping package cuts it. */
static void cut_name(struct cell *name)
{
    if (name->len <= DEBTOR_NAME_MAX)
        return;
    size_t len = DEBTOR_NAME_MAX;
    while (len > 0 && ((unsigned char)name->s[len] & 0xC0) == 0x80)
        len--;
    name->len = (uint16_t)len;
}

static void debtor_name(struct walk *walk, struct sighting *s)
{
    if (walk->stop.is_organisation) {
        s->full = s->organisation_name;
        return;
    }
    static const uint16_t styles[] = { 10, 65, 25 };
    if (walk->stop.member == 0 && walk->unit.count > 1 && walk->unit.kind < UNIT_ONE_PARENT &&
        mess_hits(MESS_COUPLE_IN_FIELD, DEMO_BOOKS, &walk->chance))
        sighting_couple(walk->writer->world, &walk->unit, &walk->chance, s);
    else
        sighting_full(s, (enum full_style)chance_among(&walk->chance, styles, 3), DEMO_BOOKS, &walk->chance);
    sighting_forget_parts(s);
}

/* The person to whose attention bills go, when there is one. */
static bool attention_read(struct walk *walk, struct cell *ret, struct sighting *s)
{
    struct unit unit;
    int member = 0;
    cell_clear(ret);
    if (!walk->stop.is_organisation || walk->organisation.kind == ORGANISATION_SOLE ||
        !chance_hits(&walk->chance, 350) ||
        !organisation_contact(walk->writer->world, &walk->organisation, 0, &unit, &member))
        return false;
    const struct person *person = &unit.persons[member];
    cell_put(ret, text_slice(person->call_name, 0, (unsigned char)person->call_name.ptr[0] & 0x80 ? 2 : 1));
    cell_put_char(ret, '.');
    cell_put_word(ret, person->surname.prefix);
    cell_put_word(ret, cell_text(&person->surname.name));
    s->person = person->id;
    s->household = unit.index;
    return true;
}

/* "J. de Vries" as a debtor is the man and his business both. */
static bool owner_named(struct walk *walk, struct sighting *s)
{
    struct unit unit;
    int member = 0;
    if (!walk->stop.is_organisation || !walk->organisation.is_plain_name ||
        !organisation_contact(walk->writer->world, &walk->organisation, 0, &unit, &member))
        return false;
    s->person = unit.persons[member].id;
    s->household = unit.index;
    return true;
}

enum status source_books_write(struct demo_writer *writer, struct error *err)
{
    static const struct sheet_options options = {
        .name = "boekhouding.csv",
        .separator = ';',
        .encoding = SHEET_WINDOWS_1252,
        .is_crlf = true,
        .header =
            "Debiteurnummer|Naam|T.a.v.|Adres|Postcode|Plaats|Land|Telefoon|E-mailadres|KvK-nummer|Btw-nummer|"
            "IBAN|Betalingstermijn|Kredietlimiet|Openstaand saldo|Klant sinds|Vestigingsnummer|Moederbedrijf|Koopt via|"
            "Voorheen"
    };
    static const char *const terms[] = { "14", "14", "30", "30", "30", "60", "8" };
    SCOPED(sheet_done) struct sheet sheet = SHEET_CLOSED;
    enum status status = sheet_open(writer->options->folder, &options, &sheet, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    struct sighting s;
    uint64_t number = 13000;
    for (walk_start(&walk, writer, DEMO_BOOKS); walk_next(&walk);) {
        walk_look(&walk, &s);
        struct chance *chance = &walk.chance;
        struct cell key = { 0 }, line = { 0 }, attention = { 0 }, limit = { 0 }, balance = { 0 }, since = { 0 };
        cell_put_number(&key, ++number, 5);
        debtor_name(&walk, &s);
        cut_name(&s.full);
        bool to_attention = attention_read(&walk, &attention, &s) || owner_named(&walk, &s);
        if (s.po_box.len > 0) {
            line = s.po_box;
        } else {
            line_put(&line, &s, chance);
        }
        if (s.phone.len == 0)
            s.phone = s.mobile;
        cell_clear(&s.mobile);
        cell_clear(&s.birth);
        cell_clear(&s.web);
        if (chance_hits(chance, 150))
            cell_clear(&s.kvk);
        if (chance_hits(chance, 300))
            cell_clear(&s.vat);
        if (chance_hits(chance, 250))
            cell_clear(&s.iban);
        if (chance_hits(chance, 600))
            cell_put_number(&limit, (uint64_t)chance_between(chance, 1, 50) * 500, 1);
        euros_put(&balance, chance_hits(chance, 700) ? 0 : chance_below(chance, 450000), ',');
        moment_put_date(&since, moment_draw(chance, 2021));
        const struct cell *const cells[] = { &key, &s.full, &attention, &line, &s.postcode, &s.city };
        for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
            sheet_put_cell(&sheet, cells[i]);
        sheet_put_str(&sheet, "NL");
        const struct cell *const more[] = { &s.phone, &s.email, &s.kvk, &s.vat, &s.iban };
        for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++)
            sheet_put_cell(&sheet, more[i]);
        sheet_put_str(&sheet, terms[chance_below(chance, 7)]);
        sheet_put_cell(&sheet, &limit);
        sheet_put_cell(&sheet, &balance);
        sheet_put_cell(&sheet, &since);
        struct belonging belonging = { 0 };
        if (walk.stop.is_organisation)
            belonging_read(writer, &walk.organisation, &key, &belonging);
        const struct cell *const belongs[] = { &belonging.branch, &belonging.parent, &belonging.through,
                                               &belonging.former };
        for (size_t i = 0; i < sizeof(belongs) / sizeof(*belongs); i++)
            sheet_put_cell(&sheet, belongs[i]);
        sheet_end(&sheet);

        if (s.organisation != DEMO_NOBODY)
            s.organisation_name = s.full;
        if (to_attention && attention.len > 0)
            s.full = attention;
        s.street = line;
        cell_clear(&s.number);
        cell_clear(&s.addition);
        writer_note(writer, "boekhouding", &key, &s);
    }
    writer->report.bytes += sheet.out.bytes;
    return sheet_close(&sheet, err);
}

/* {order} and {product} filled in. */
static size_t fill_in(struct text template, const struct cell *order, struct text product, char *into, size_t cap)
{
    size_t len = 0;
    while (template.len > 0) {
        struct text part = text_slice(template, 0, 1);
        size_t step = 1;
        if (text_starts(template, TEXT("{order}"))) {
            part = cell_text(order);
            step = 7;
        } else if (text_starts(template, TEXT("{product}"))) {
            part = product;
            step = 9;
        }
        for (size_t i = 0; i < part.len && len < cap; i++)
            into[len++] = part.ptr[i];
        template = text_from_offset(template, step);
    }
    return len;
}

static void mail_signature(const struct sighting *s, struct chance *chance, char *text, size_t *len)
{
    struct cell line = { 0 };
    cell_put_str(&line, chance_hits(chance, 600) ? "\nMet vriendelijke groet,\n" : "\nGroet,\n");
    cell_put(&line, cell_text(&s->full));
    if (s->mobile.len > 0 && chance_hits(chance, 400)) {
        cell_put_str(&line, "\n");
        cell_put(&line, cell_text(&s->mobile));
    }
    for (size_t i = 0; i < line.len && *len < MAIL_TEXT_MAX; i++)
        text[(*len)++] = line.s[i];
}

/* The key an importer gives the sender: mailbox and name, because one mailbox may serve two people. */
static void sender_key(const struct sighting *s, struct cell *ret)
{
    cell_clear(ret);
    for (size_t i = 0; i < s->email.len; i++)
        cell_put_char(ret, char_to_lower(s->email.s[i]));
    cell_put_word(ret, cell_text(&s->full));
}

enum status source_mail_write(struct demo_writer *writer, struct error *err)
{
    static const struct sheet_options options = { .name = "servicemail.csv",
                                                  .separator = ',',
                                                  .is_crlf = true,
                                                  .header =
                                                      "Bericht-ID|Ontvangen op|Naam|E-mailadres|Onderwerp|Bericht" };
    const struct words *words = writer->world->words;
    SCOPED(sheet_done) struct sheet sheet = SHEET_CLOSED;
    enum status status = sheet_open(writer->options->folder, &options, &sheet, err);
    if (status != STATUS_OK)
        return status;
    struct walk walk;
    struct sighting s;
    uint64_t number = 0;
    for (walk_start(&walk, writer, DEMO_MAIL); walk_next(&walk);) {
        walk_look(&walk, &s);
        struct chance *chance = &walk.chance;
        struct cell message = { 0 }, at = { 0 }, order = { 0 }, key = { 0 };
        char subject[MAIL_TEXT_MAX], text[MAIL_TEXT_MAX];
        cell_put_char(&message, '<');
        cell_put_number(&message, ++number, 7);
        cell_put_str(&message, "@service.vanhouten.example>");
        moment_put(&at, moment_draw(chance, 2021));
        sighting_full(&s, FULL_GIVEN, DEMO_MAIL, chance);
        sighting_forget_parts(&s);
        if (s.email.len == 0)
            s.email = walk.unit.persons[walk.stop.member].email;
        cell_put_str(&order, "VH");
        cell_put_number(&order, 200000 + chance_below(chance, 700000), 6);
        const struct mail *mail = &words->mails[chance_below(chance, (uint32_t)words->mails_count)];
        struct text product = words->products[chance_below(chance, (uint32_t)words->products_count)].name;
        size_t subject_len = fill_in(mail->subject, &order, product, subject, sizeof(subject));
        size_t text_len = fill_in(mail->body, &order, product, text, MAIL_TEXT_MAX - 200);
        mail_signature(&s, chance, text, &text_len);
        sheet_put_cell(&sheet, &message);
        sheet_put_cell(&sheet, &at);
        sheet_put_cell(&sheet, &s.full);
        sheet_put_cell(&sheet, &s.email);
        sheet_put(&sheet, (struct text){ subject, subject_len });
        sheet_put(&sheet, (struct text){ text, text_len });
        sheet_end(&sheet);

        sender_key(&s, &key);
        struct sighting seen = s; /* a mail says a name and a mailbox, no more */
        struct cell *const unseen[] = { &seen.street,       &seen.number, &seen.addition,
                                        &seen.postcode,     &seen.city,   &seen.phone,
                                        &seen.mobile,       &seen.birth,  &seen.organisation_name,
                                        &seen.title_at_work };
        for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
            cell_clear(unseen[i]);
        seen.organisation = DEMO_NOBODY;
        writer_note(writer, "servicemail", &key, &seen);
    }
    writer->report.events += number;
    writer->report.bytes += sheet.out.bytes;
    return sheet_close(&sheet, err);
}
