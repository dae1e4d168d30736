/*
 * A row without one of those it names.
 *
 * Who else is named keeps what is his: of "Bakkerij De Graan, t.a.v. Jan Bos"
 * the bakery, its address and info@; of a couple the other one.  In doubt
 * between a person who was erased and an organisation a value goes: mailboxes
 * that bear a name, mobile numbers, home addresses, notes.
 *
 *     field            a person goes, an organisation stays      an organisation goes, a person stays
 *     person.*         goes; a pseudonym where the name stood    stays
 *     org.*, web       stays                                     goes
 *     role.*           goes                                      goes
 *     addr.*           stays when it is the other's              the same
 *     email, phone     stays when it is the other's and no       the same
 *                      personal one
 *     customer.*, bank stays                                     stays, save its own numbers
 *     note, tag, own   goes                                      stays
 *     no field         the person's words are taken out          the same
 *
 * Pure: the import calls it too, so a row delivered again becomes the row that is kept.
 */
#pragma once

#include "flow/forgotten/erase_words.h"
#include "model/record.h"

struct erase_row {
    const struct mapping *mapping;
    const struct text *cells; /* as many as the mapping has columns */
    const struct normal_record *normal;
    uint32_t gone; /* a bit for each mention that goes */
    struct text pseudonym;
};

/* The cells as they are kept, cells_write(); changed (may be NULL) has a byte per column: 1 where it lost something.
 * Everything in arena. */
enum status erase_cells(const struct erase_row *row, struct arena *arena, struct text *ret, uint8_t *changed,
                        struct error *err);
