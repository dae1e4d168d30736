/*
 * A row of a file to facts: which record it is, which event, and under what key.
 *
 * The key of a record, the first of these that is filled:
 *   source.id · customer.number · of a newsletter the e-mail address ·
 *   a hash of the cells that identify ("~" and 26 signs), so that the same
 *   row is the same record at the next import.
 * Which of these a file uses is told in the report, because a hash key
 * cannot follow a correction: the corrected row is a new record.
 *
 * A row with an event key is an event.  It points at the record with its
 * event.ref as key, else at the record its own key would make.  When the row
 * also says who it was about, that is a record too, made only when the source
 * has none by that key: its cells are those that do not belong to the event.
 * Without an event.ref its key is the e-mail address and the name, because one
 * mailbox may serve two people.
 *
 * The kind is the row's own word (data/event_kinds.tsv knows many), else that
 * of the whole file: as told, or as the header of its key says ("Offertenummer");
 * else what the row holds.  The state stays the word the source wrote.  A file
 * of events may hold another source's customer keys: told, or in a column.
 *
 * Lines of one order stand under one event.id.  Of rows with the same id in
 * one file, those with another product or another amount of it are lines: the
 * first is the event itself, the others are "<id>/2", "<id>/3" in order of
 * appearance, and name it as their parent.  So the same file again gives the
 * same keys; an export that orders its lines otherwise rewrites them.  Rows
 * without product are versions of one event and the last counts.
 */
#pragma once

#include "flow/import/import.h"
#include "model/event_kind.h"
#include "normal/date.h"
#include "parse/mapping.h"
#include "store/store.h"

struct import_plan {
    struct source source;
    struct layout layout;
    const struct mapping *mapping;
    int64_t file_ms;         /* when the file was made: what is not dated held then */
    bool is_event_file;      /* a column is event.id */
    bool has_identity;       /* some column says who or what */
    const uint16_t *ordered; /* columns that identify, in order of field: the hash must not follow column order */
    size_t ordered_count;
    const struct event_kind *kind;   /* of the whole file, when it is of one kind; else NULL */
    struct text customers;           /* the source whose keys event.ref holds; empty: its own */
    bool all_events;                 /* each row is one, also without an event key: the key is then of its cells */
    const uint16_t *details, *extra; /* columns of events: of a field of their own, of none */
    size_t details_count, extra_count;
};

/* arena holds the plan. */
enum status import_plan_make(const struct source *source, struct layout layout, const struct mapping *mapping,
                             int64_t file_ms, struct arena *arena, struct import_plan *ret, struct error *err);

struct import_item {
    enum finding rejected; /* FINDING_NONE, or why there is no fact */
    enum import_key key;
    bool has_record, has_event;
    bool only_if_absent;       /* the record: leave one that is there alone */
    struct record_fact record; /* layout_id is not filled */
    struct event_fact event;
    struct text event_product;
};

/* Make of the event line n of its event.id; 1 leaves it as it is. */
void import_item_line(const struct import_plan *plan, uint64_t n, struct arena *arena, struct import_item *item);

/* Everything in ret lives in arena or in row. */
enum status import_row_read(const struct import_plan *plan, const struct row *row, struct arena *arena,
                            struct import_item *ret, struct error *err);
