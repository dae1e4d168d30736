/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/forgotten/erase_cells.h"

#include <string.h>

#include "base/scoped.h"
#include "normal/name_compose.h"

struct dividing {
    const struct erase_row *row;
    struct arena *arena;
    struct erase_words words;             /* of those who go */
    const struct mention *person, *other; /* who stay, NULL for nobody: a first person, one beside an organisation */
    const struct mention *organisation;
    bool person_goes, organisation_goes, first_goes;
    bool named; /* the pseudonym stands somewhere */
};

static void divide(struct dividing *d)
{
    const struct normal_record *normal = d->row->normal;
    for (unsigned i = 0; i < normal->mentions_count && i < 32; i++) {
        const struct mention *mention = &normal->mentions[i];
        bool goes = d->row->gone >> i & 1;
        if (goes) {
            erase_words_of(&d->words, mention);
            d->person_goes |= mention->kind == PARTY_PERSON;
            d->organisation_goes |= mention->kind == PARTY_ORGANISATION;
            d->first_goes |= i == 0;
        } else if (mention->kind == PARTY_ORGANISATION) {
            d->organisation = mention;
        } else if (i == 0 || normal->is_couple) {
            d->person = mention;
        } else {
            d->other = mention;
        }
    }
    erase_words_sort(&d->words);
}

/* ---- whose is a value? ---- */

static bool has_group(const struct mention *mention, enum field_group group)
{
    for (size_t i = 0; mention && i < mention->addresses_count; i++)
        if (mention->addresses[i].group == group)
            return true;
    return false;
}

/* A cell may hold several: each must be the other's, and an organisation's must not bear a person's name. */
static bool mailbox_stays(const struct dividing *d, struct text cell)
{
    const struct mention *stays = d->person ? d->person : d->organisation;
    bool any = false;
    for (size_t i = 0; stays && i < stays->emails_count; i++) {
        const struct email *email = &stays->emails[i];
        if (text_find_nocase(cell, email->address) == cell.len)
            continue;
        if (stays == d->organisation ? !email->is_role : d->organisation_goes && email->is_role)
            return false;
        any = true;
    }
    return any;
}

static bool same_digits(struct text cell, struct text number)
{
    char digits[16];
    size_t len = 0, at = sizeof(digits);
    for (size_t i = number.len; i > 0 && len < 8; i--)
        if (char_is_digit(number.ptr[i - 1])) {
            digits[--at] = number.ptr[i - 1];
            len++;
        }
    size_t seen = len;
    for (size_t i = cell.len; i > 0 && seen > 0; i--)
        if (char_is_digit(cell.ptr[i - 1])) {
            if (cell.ptr[i - 1] != digits[at + seen - 1])
                return false;
            seen--;
        }
    return len == 8 && seen == 0;
}

static bool phone_stays(const struct dividing *d, struct text cell)
{
    const struct mention *stays = d->person ? d->person : d->organisation;
    for (size_t i = 0; stays && i < stays->phones_count; i++)
        if (same_digits(cell, stays->phones[i].e164))
            return stays == d->person || stays->phones[i].kind != PHONE_MOBILE;
    return false;
}

/* ---- one cell ---- */

static struct text name_part(const struct person_name *name, enum field field, struct arena *arena)
{
    switch ((int)field) {
    case FIELD_PERSON_FULL: return name_full(name, arena);
    case FIELD_PERSON_GIVEN: return name->given;
    case FIELD_PERSON_NICKNAME: return name->call_name;
    case FIELD_PERSON_INITIALS: return name->initials;
    case FIELD_PERSON_PREFIX:
    case FIELD_PERSON_MIDDLE_OR_PREFIX: return name->prefix;
    case FIELD_PERSON_FAMILY: return name->surname;
    default: return TEXT_EMPTY;
    }
}

static bool takes_name(enum field field)
{
    return field == FIELD_PERSON_FULL || field == FIELD_PERSON_FAMILY || field == FIELD_PERSON_GIVEN;
}

static struct text of_person(struct dividing *d, enum field field, struct text cell)
{
    if (!d->person_goes)
        return cell;
    if (d->person) /* one of a couple, whose name stood in the same cells */
        return name_part(&d->person->name, field, d->arena);
    if (d->other && field == FIELD_PERSON_FULL && d->other->name.surname.len &&
        text_find_nocase(cell, d->other->name.surname) < cell.len && (!d->first_goes || d->named))
        return cell;
    if (!d->first_goes && field != FIELD_PERSON_FULL)
        return cell;
    if (d->organisation && d->organisation->org.name.len &&
        text_find_nocase(cell, d->organisation->org.name) < cell.len)
        return cell; /* an organisation in a column for people */
    if (takes_name(field) && d->row->pseudonym.len && !d->named) {
        d->named = true;
        return d->row->pseudonym;
    }
    return TEXT_EMPTY;
}

static struct text without_words(struct dividing *d, struct text cell)
{
    struct buf buf = BUF_EMPTY;
    struct text by = d->row->pseudonym.len ? d->row->pseudonym : TEXT("[gewist]"), kept = cell;
    if (erase_words_replace(&d->words, cell, by, &buf)) {
        kept = arena_copy(d->arena, buf_text(&buf));
        d->words.failed |= !kept.ptr || buf.failed;
    }
    buf_done(&buf);
    return kept;
}

static struct text of_organisation(struct dividing *d, enum field field, struct text cell)
{
    if (d->organisation_goes)
        return TEXT_EMPTY;
    if (field != FIELD_ORG_NAME || !d->organisation || !d->organisation->org.attention.len)
        return cell;
    return d->organisation->org.name; /* "… t.a.v. Jan Bos" */
}

static bool is_number_of_organisation(enum field field)
{
    return field >= FIELD_ORG_NAME && field <= FIELD_ORG_SECTOR;
}

static struct text kept_cell(struct dividing *d, struct field_ref ref, struct text cell)
{
    enum field field = (enum field)ref.field;
    bool person_stays = d->person != NULL;
    if (field >= FIELD_PERSON_FULL && field <= FIELD_PERSON_HOUSEHOLD_ROLE)
        return of_person(d, field, cell);
    if (is_number_of_organisation(field))
        return of_organisation(d, field, cell);
    if (field >= FIELD_ROLE_TITLE && field <= FIELD_ROLE_UNTIL)
        return person_stays && d->organisation ? cell : TEXT_EMPTY;
    if (field >= FIELD_ADDR_LINE1 && field <= FIELD_ADDR_KIND)
        return has_group(person_stays ? d->person : d->organisation, ref.group) ? cell : TEXT_EMPTY;
    if (field == FIELD_EMAIL)
        return mailbox_stays(d, cell) ? cell : TEXT_EMPTY;
    if (field >= FIELD_PHONE && field <= FIELD_PHONE_FAX)
        return phone_stays(d, cell) ? cell : TEXT_EMPTY;
    if (field == FIELD_SOCIAL)
        return person_stays ? cell : TEXT_EMPTY;
    if (field == FIELD_WEB)
        return d->organisation_goes ? TEXT_EMPTY : cell;
    if (field == FIELD_BANK_HOLDER || field == FIELD_NONE || field == FIELD_SOURCE_ID)
        return without_words(d, cell);
    if (field >= FIELD_BANK_IBAN && field <= FIELD_CUSTOMER_BALANCE)
        return cell;
    if (field >= FIELD_SOURCE_CREATED && field <= FIELD_SOURCE_MODIFIED)
        return cell;
    if (field == FIELD_PHONE_TYPE)
        return cell;
    return person_stays ? without_words(d, cell) : TEXT_EMPTY; /* consents, measures, notes, tags, own fields */
}

/* Nobody stays: of all cells the pseudonym alone, where there is a name to put it. */
static void only_pseudonym(struct dividing *d, struct text *kept)
{
    static const enum field order[] = { FIELD_PERSON_FULL, FIELD_PERSON_FAMILY, FIELD_PERSON_GIVEN, FIELD_ORG_NAME };
    const struct mapping *mapping = d->row->mapping;
    for (size_t o = 0; o < sizeof(order) / sizeof(order[0]) && d->row->pseudonym.len; o++)
        for (size_t c = 0; c < mapping->count; c++)
            if (mapping->refs[c].field == order[o]) {
                kept[c] = d->row->pseudonym;
                return;
            }
}

static void keep_cells(struct dividing *d, struct text *kept)
{
    const struct mapping *mapping = d->row->mapping;
    if (!d->person && !d->other && !d->organisation) {
        only_pseudonym(d, kept);
        return;
    }
    for (size_t c = 0; c < mapping->count; c++)
        if (d->row->cells[c].len)
            kept[c] = kept_cell(d, mapping->refs[c], d->row->cells[c]);
}

enum status erase_cells(const struct erase_row *row, struct arena *arena, struct text *ret, uint8_t *changed,
                        struct error *err)
{
    struct dividing d = { .row = row, .arena = arena, .words = ERASE_WORDS_IN(arena) };
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    size_t count = row->mapping->count;
    struct text *kept = arena_array(arena, struct text, count + 1);
    if (!kept)
        return error_set(err, STATUS_LIMIT, "a record is larger than its memory");
    divide(&d);
    keep_cells(&d, kept);
    for (size_t c = 0; c < count && changed; c++)
        changed[c] |= !text_equal(kept[c], row->cells[c]);
    cells_write(kept, count, &buf);
    bool failed = d.words.failed;
    erase_words_done(&d.words);
    *ret = arena_copy(arena, buf_text(&buf));
    return failed || buf.failed || !ret->ptr ? error_set(err, STATUS_LIMIT, "a record is larger than its memory")
                                             : STATUS_OK;
}
