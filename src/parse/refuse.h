/*
 * National personal numbers stop here.
 *
 * A Dutch burgerservicenummer may be used only where an act says so (GDPR
 * article 87, UAVG article 46), and consent does not help; other countries'
 * numbers are as bad.  So a reader erases them before anything else sees a
 * row, and nothing of them is kept: not a part, not a hash, not their length.
 *
 *     header says so ("BSN", "SSN", "Paspoortnummer")      every cell is erased
 *     unknown header, most values pass the 11-test          every cell is erased
 *     near words that say so, in any other text             the number is erased
 *     a VAT number that is one, of no legal person          the cell is erased
 *     phone, KvK, other VAT, IBAN, customer number, id …    left alone
 *
 * One in eleven numbers of nine digits passes the test, so a number alone, in
 * a column that is not full of them, is left alone too.
 */
#pragma once

#include "base/arena.h"
#include "model/record.h"

#define REFUSE_MARK MASKED_TEXT

/* How a column is treated. */
enum refuse {
    REFUSE_LOOK = 0, /* erase numbers near words */
    REFUSE_WHOLE,    /* erase every cell */
    REFUSE_NEVER,    /* its numbers are known to be something else */
};

enum refuse refuse_of_header(struct text header);

/* What the values of one column look like; to be filled with some of its cells. */
struct refuse_sample {
    size_t filled, dutch, belgian;
};
void refuse_sample_add(struct refuse_sample *sample, struct text cell);
bool refuse_sample_is_national(const struct refuse_sample *sample);

/* Form and check digits of a citizen service number or a Belgian national register number. */
bool refuse_is_dutch(const char digits[9]);
bool refuse_is_belgian(const char digits[11]);

/* Erase the numbers that stand near words that name them. Returns how many; *ret is
 * the cell itself when there are none, and the mark alone when the arena is full. */
size_t refuse_mask_text(struct text cell, struct arena *arena, struct text *ret);

/*
 * Erase what may not be kept in the cells of a row, by how each column is
 * treated; found, which may be NULL, hears of each under the field it was in.
 */
void refuse_row(const enum refuse *columns, struct text *cells, size_t count, struct arena *arena,
                void (*found)(void *ctx, enum field field), void *ctx);

/*
 * For a row whose columns are not known: erase what passes a test wherever it
 * stands, and with has_refused_column every word that holds five digits.
 */
size_t refuse_mask_row(struct text row, bool has_refused_column, struct arena *arena, struct text *ret);

/* refuse_vat.c: Dutch VAT numbers in the old form, NL and nine digits that pass the 11-test and B01. */
enum refuse_vat {
    REFUSE_VAT_NONE = 0,
    REFUSE_VAT_LEGAL_RANGE,  /* as legal persons have them */
    REFUSE_VAT_PERSON_RANGE, /* as people have them */
};
enum refuse_vat refuse_vat_of(struct text cell);

/* Shorter cells hold no number of nine digits; what is no VAT number by its length and end is nearly every cell. */
enum { REFUSE_BYTES_MIN = 9, REFUSE_VAT_BYTES_MAX = 30 /* "NL 1234.56.782.B.01", with blanks about it */ };
static inline bool refuse_may_be_vat(struct text cell)
{
    return cell.len >= REFUSE_BYTES_MIN && cell.len <= REFUSE_VAT_BYTES_MAX && cell.ptr[cell.len - 1] <= '9';
}

/* Whether a cell names a legal form: that of a sole trader, or any other. */
enum refuse_form { REFUSE_FORM_NONE = 0, REFUSE_FORM_OTHER, REFUSE_FORM_SOLE };
enum refuse_form refuse_form_in(struct text cell);
