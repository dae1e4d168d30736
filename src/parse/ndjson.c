/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/format.h"

static enum status ndjson_open(struct reader *reader, struct error *err)
{
    return STATUS_NOT_FOUND;
}

static enum format_row ndjson_next(struct reader *reader)
{
    return FORMAT_ROW_END;
}

static void ndjson_nothing(struct reader *reader) {}

const struct format format_ndjson = { FORMAT_NDJSON, ndjson_open, ndjson_next, ndjson_nothing, ndjson_nothing };
