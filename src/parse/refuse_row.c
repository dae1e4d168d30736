/*
 * A row on its way in: what its columns and its words say must go is erased
 * before anybody else sees it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/refuse.h"

struct finder {
    void (*found)(void *ctx, enum field field);
    void *ctx;
};

static void tell(const struct finder *finder, enum field field)
{
    if (finder->found)
        finder->found(finder->ctx, field);
}

/* A sole trader's old VAT number holds his national number. */
static void mask_vat(struct text *cells, size_t count, const struct finder *finder)
{
    enum refuse_form form = REFUSE_FORM_NONE;
    bool form_read = false;
    for (size_t i = 0; i < count; i++) {
        enum refuse_vat vat = refuse_may_be_vat(cells[i]) ? refuse_vat_of(cells[i]) : REFUSE_VAT_NONE;
        if (vat == REFUSE_VAT_NONE)
            continue;
        for (size_t j = 0; !form_read && j < count && form != REFUSE_FORM_SOLE; j++) {
            enum refuse_form here = refuse_form_in(cells[j]);
            form = here > form ? here : form;
        }
        form_read = true;
        if (form == REFUSE_FORM_SOLE || (form == REFUSE_FORM_NONE && vat == REFUSE_VAT_PERSON_RANGE)) {
            cells[i] = TEXT(REFUSE_MARK);
            tell(finder, FIELD_ORG_VAT);
        }
    }
}

void refuse_row(const enum refuse *columns, struct text *cells, size_t count, struct arena *arena,
                void (*found)(void *ctx, enum field field), void *ctx)
{
    const struct finder finder = { found, ctx };
    bool may_be_vat = false;
    for (size_t i = 0; i < count; i++) {
        if (columns[i] == REFUSE_WHOLE) {
            if (text_trim(cells[i]).len == 0)
                continue;
            cells[i] = TEXT(REFUSE_MARK);
            tell(&finder, FIELD_REFUSE_NATIONAL_ID);
        } else if (cells[i].len >= REFUSE_BYTES_MIN && columns[i] == REFUSE_LOOK &&
                   refuse_mask_text(cells[i], arena, &cells[i]) > 0) {
            tell(&finder, FIELD_NOTE);
        }
        may_be_vat |= refuse_may_be_vat(cells[i]);
    }
    if (may_be_vat)
        mask_vat(cells, count, &finder);
}
