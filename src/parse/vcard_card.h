/*
 * One card between its lines (vcard.c) and its columns (vcard_fields.c).
 */
#pragma once

#include "base/buf.h"
#include "base/map.h"
#include "parse/format.h"
#include "parse/vcard_property.h"

enum {
    VCARD_NAMES_BYTES_MAX = 1024 * 1024,
    VCARD_PROPERTIES_MAX = 1000, /* of one card; with more it is a bad row */
    VCARD_SLOT_MAX = 99,         /* values of one kind in one card */
};

struct vcard_value {
    uint32_t column;
    struct text text;
};

struct vcard {
    struct intern columns;
    struct buf line; /* the property being unfolded */
    struct buf raw;  /* the beginning of the card, for when it is bad */
    struct vcard_property *properties;
    size_t properties_count;
    struct vcard_value *values;
    size_t values_count;
    char line_end;
    bool begun;  /* the BEGIN of the next card was read already */
    bool modern; /* 3.0 or 4.0: commas make lists */
    bool full;   /* an arena or a limit was met */
};

static inline bool vcard_is_named(const struct vcard_property *property, const char *name)
{
    return text_equal_nocase(property->name, text_from(name));
}

/* The properties of a card to columns and values; a column not seen before is added as long as there is no layout. */
void vcard_understand(struct reader *reader);
