/*
 * The tables that make_names.py makes of header_names.txt and header_presets.txt.
 */
#pragma once

#include "model/field.h"

struct name_row {
    const char *key; /* folded, sorted by bytes */
    size_t len;
    struct field_ref ref; /* FIELD_NONE: known, not taken */
};

/* A program whose export is recognised by headers that stand together. */
struct name_preset {
    const char *title;
    const char *const *has;      /* keys that must all be there, NULL-ended */
    const struct name_row *rows; /* what it means by its headers, key NULL-ended */
};

extern const struct name_row name_rows[];
extern const size_t name_rows_count;
extern const struct name_preset name_presets[];
extern const size_t name_presets_count;
