/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/format.h"

static enum status vcard_open(struct reader *reader, struct error *err)
{
    return STATUS_NOT_FOUND;
}

static enum format_row vcard_next(struct reader *reader)
{
    return FORMAT_ROW_END;
}

static void vcard_nothing(struct reader *reader) {}

const struct format format_vcard = { FORMAT_VCARD, vcard_open, vcard_next, vcard_nothing, vcard_nothing };
