/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/values.h"

enum status cli_values_read(const struct cli_args *args, size_t from, struct live_question *ret, struct error *err)
{
    for (size_t i = from; i < args->positional_count; i++) {
        struct text word = args->positional[i];
        size_t at = text_find_char(word, '=');
        if (at == 0 || at == word.len)
            return error_set(err, STATUS_USAGE, "'%.*s' is not FIELD=VALUE", TEXT_ARG(word));
        if (ret->count == LIVE_VALUES_MAX)
            return error_set(err, STATUS_USAGE, "more than %d values", LIVE_VALUES_MAX);
        ret->values[ret->count++] = (struct live_value){ text_slice(word, 0, at), text_from_offset(word, at + 1) };
    }
    return STATUS_OK;
}
