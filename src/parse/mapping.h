/*
 * What each column would become: proposed from the header, confirmed by the content.
 *
 * A header is compared folded (case, marks, punctuation) with names people and
 * programs use, in Dutch, English, French and German, and with the exact header
 * rows of well-known programs; then the share of values that fit the field's
 * form raises or lowers the confidence.  Two columns never take the same place.
 */
#pragma once

#include "model/record.h"

struct mapping_proposal {
    struct field_ref ref; /* FIELD_NONE when not taken; FIELD_REFUSE_NATIONAL_ID when refused */
    uint8_t confidence;   /* 0-100 */
    enum attribute_kind_proposed {
        PROPOSED_TEXT = 0,
        PROPOSED_NUMBER,
        PROPOSED_DATE,
        PROPOSED_CODE
    } content; /* for FIELD_NONE */
};

/* samples are some rows of the file (at most MAPPING_SAMPLE_ROWS). ret holds layout.count. */
enum { MAPPING_SAMPLE_ROWS = 500 };
void mapping_propose(struct layout layout, const struct row *samples, size_t samples_count,
                     struct mapping_proposal *ret);
/* The same, columns side by side. */
void mapping_propose_on(int threads, struct layout layout, const struct row *samples, size_t samples_count,
                        struct mapping_proposal *ret);
/* The same when somebody says that every row is an event. */
void mapping_propose_events(struct layout layout, const struct row *samples, size_t samples_count,
                            struct mapping_proposal *ret);

/* The mapping file and its kept form: {"columns":{"Naam":"person.full","Opm":null}}, with
 * "date_orders":{"Geboren":"month_first","Naam":"surname_first"} beside "columns" where that is known.
 * Reading complains of a column or field that does not exist, with its name. */
enum status mapping_read_json(struct text json, struct layout layout, struct arena *arena, struct mapping *ret,
                              struct error *err);
void mapping_write_json(struct layout layout, const struct mapping *mapping, struct buf *buf);
