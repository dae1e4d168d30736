/*
 * Two streams are merged by time: the entries that fit in memory (imports,
 * decisions, choices, rulesets) and the changed records, read downwards from
 * the newest in windows.  The cursor holds where both stand, so a page costs
 * what it shows, whatever came in since.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history/changes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "flow/history/changes_said.h"
#include "flow/profile/profile_json.h"
#include "flow/snapshot/view_snapshot.h"
#include "store/history.h"

enum { WINDOW_RECORDS = 5000, WINDOWS_MAX = 20, STEPS_MAX = 1000, RULESETS_READ_MAX = 100000, CELLS_SHOWN_MAX = 50 };

/* In order of kind; entries of one time stand in this order. */
enum entry_kind {
    ENTRY_IMPORT,
    ENTRY_DECISION,
    ENTRY_DECISION_WITHDRAWN,
    ENTRY_CHOICE,
    ENTRY_CHOICE_WITHDRAWN,
    ENTRY_RULES,
    ENTRY_SAID, /* and its kind, enum said_kind */
    ENTRY_LAST = ENTRY_SAID + SAID_KINDS - 1
};

struct entry {
    int64_t ms;
    enum entry_kind kind;
    uint64_t id;
    struct text by, reason, sentence, source, file;
    const struct said_told *said; /* the sentence is made when it is shown */
};

/* Where a page begins: below this entry, and below this place of records. */
struct place {
    int64_t ms;
    unsigned kind;
    uint64_t id, seq;
};

struct listing {
    struct view view;
    const struct job *job;
    const struct changes_asked *asked;
    struct json_out *json;
    VEC(struct entry) entries; /* newest first, as the page wants them */
    size_t at;                 /* the next of them */
    struct place place;        /* of the last one shown */
    size_t shown;
    bool full;
};

static void listing_done(struct listing *l)
{
    vec_done(&l->entries);
    view_close(&l->view);
}

#define SAY(l, nl, en) ((l)->job->lang == LANGUAGE_NL ? (nl) : (en))

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the changes");
}

/* ---- order ---- */

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms > y->ms ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->id > y->id ? -1 : x->id < y->id;
}

static bool is_below(const struct entry *entry, const struct place *place)
{
    struct entry last = { .ms = place->ms, .kind = (enum entry_kind)place->kind, .id = place->id };
    return compare_entries(&last, entry) < 0;
}

static bool read_cursor(struct text cursor, struct place *ret)
{
    struct text rest = cursor, part;
    uint64_t kind;
    if (cursor.len == 0) {
        *ret = (struct place){ .ms = INT64_MAX, .kind = 0, .id = UINT64_MAX, .seq = INT64_MAX };
        return true;
    }
    return text_next(&rest, '.', &part) && text_to_i64(part, &ret->ms) && text_next(&rest, '.', &part) &&
           text_to_u64(part, &kind) && kind <= ENTRY_LAST && (ret->kind = (unsigned)kind, true) &&
           text_next(&rest, '.', &part) && text_to_u64(part, &ret->id) && text_to_u64(rest, &ret->seq) &&
           ret->seq <= INT64_MAX;
}

/* ---- entries ---- */

static enum status add(struct listing *l, struct entry entry, struct error *err)
{
    if (entry.ms < l->asked->since_ms || (l->asked->by.len && !text_equal(l->asked->by, entry.by)) ||
        !is_below(&entry, &l->place))
        return STATUS_OK;
    return vec_push(&l->entries, entry) ? STATUS_OK : no_memory(err);
}

/* A file holds records or events. */
static struct text import_sentence(struct listing *l, const struct import_run *run, struct text source)
{
    const struct import_counts *n = &run->counts;
    if (n->events_created + n->events_unchanged && n->created + n->updated + n->unchanged == 0)
        return arena_printf(&l->view.arena,
                            SAY(l, "Import van %.*s in %.*s: %llu gebeurtenissen, %llu ongewijzigd.",
                                "Import of %.*s into %.*s: %llu events, %llu unchanged."),
                            TEXT_ARG(run->file_name), TEXT_ARG(source), (unsigned long long)n->events_created,
                            (unsigned long long)n->events_unchanged);
    return arena_printf(&l->view.arena,
                        SAY(l, "Import van %.*s in %.*s: %llu nieuw, %llu gewijzigd, %llu ongewijzigd.",
                            "Import of %.*s into %.*s: %llu created, %llu updated, %llu unchanged."),
                        TEXT_ARG(run->file_name), TEXT_ARG(source), (unsigned long long)n->created,
                        (unsigned long long)n->updated, (unsigned long long)n->unchanged);
}

static enum status add_imports(struct listing *l, struct error *err)
{
    struct arena *arena = &l->view.arena;
    struct import_run *runs = NULL;
    struct record_import *authors = NULL;
    size_t count = 0, authors_count = 0;
    enum status status = store_imports(l->view.store, arena, &runs, &count, err);
    if (status == STATUS_OK)
        status = store_import_authors(l->view.store, arena, &authors, &authors_count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct text source = view_source_name(&l->view, runs[i].source_id);
        struct text sentence = import_sentence(l, &runs[i], source);
        status = add(l,
                     (struct entry){ .ms = runs[i].started_ms,
                                     .kind = ENTRY_IMPORT,
                                     .id = runs[i].id,
                                     .by = i < authors_count ? authors[i].author : TEXT_EMPTY,
                                     .sentence = sentence,
                                     .source = source,
                                     .file = runs[i].file_name },
                     err);
    }
    return status;
}

static enum status add_decisions(struct listing *l, struct error *err)
{
    struct arena *arena = &l->view.arena;
    struct decision_told *told = NULL;
    size_t count = 0;
    enum status status = store_decision_log(l->view.store, arena, &told, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct decision *d = &told[i].decision;
        struct text what = text_from(d->kind == DECISION_SAME ? SAY(l, "dezelfde", "the same")
                                                              : SAY(l, "niet dezelfde", "not the same"));
        struct id_text a = mention_id_text(d->a), b = mention_id_text(d->b);
        status = add(l,
                     (struct entry){ .ms = d->recorded_ms,
                                     .kind = ENTRY_DECISION,
                                     .id = d->id,
                                     .by = d->author,
                                     .reason = d->reason,
                                     .sentence = arena_printf(
                                         arena, SAY(l, "Besloten: %s en %s zijn %.*s.", "Decided: %s and %s are %.*s."),
                                         a.s, b.s, TEXT_ARG(what)) },
                     err);
        if (status == STATUS_OK && told[i].taken_back.ms)
            status = add(
                l,
                (struct entry){ .ms = told[i].taken_back.ms,
                                .kind = ENTRY_DECISION_WITHDRAWN,
                                .id = d->id,
                                .by = told[i].taken_back.author,
                                .reason = told[i].taken_back.reason,
                                .sentence = arena_printf(
                                    arena, SAY(l, "Ingetrokken: %s en %s zijn %.*s.", "Withdrawn: %s and %s are %.*s."),
                                    a.s, b.s, TEXT_ARG(what)) },
                err);
    }
    return status;
}

static enum status add_choices(struct listing *l, struct error *err)
{
    struct arena *arena = &l->view.arena;
    struct choice_told *told = NULL;
    size_t count = 0;
    enum status status = store_choice_log_all(l->view.store, arena, &told, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!view_shows_field(&l->view, told[i].field))
            continue;
        struct text label = profile_label(told[i].field, l->job->lang, arena);
        struct text sentence = arena_printf(arena, SAY(l, "Gekozen voor %.*s: %.*s.", "Chosen for %.*s: %.*s."),
                                            TEXT_ARG(label), TEXT_ARG(told[i].value));
        status = add(l,
                     (struct entry){ .ms = told[i].recorded_ms,
                                     .kind = ENTRY_CHOICE,
                                     .id = told[i].id,
                                     .by = told[i].author,
                                     .reason = told[i].reason,
                                     .sentence = sentence },
                     err);
        if (status == STATUS_OK && told[i].taken_back.ms)
            status = add(l,
                         (struct entry){ .ms = told[i].taken_back.ms,
                                         .kind = ENTRY_CHOICE_WITHDRAWN,
                                         .id = told[i].id,
                                         .by = told[i].taken_back.author,
                                         .reason = told[i].taken_back.reason,
                                         .sentence = arena_printf(arena,
                                                                  SAY(l, "Keuze voor %.*s ingetrokken: %.*s.",
                                                                      "Choice for %.*s withdrawn: %.*s."),
                                                                  TEXT_ARG(label), TEXT_ARG(told[i].value)) },
                         err);
    }
    return status;
}

static enum status add_rules(struct listing *l, struct error *err)
{
    struct ruleset_head *heads = NULL;
    size_t count = 0;
    enum status status =
        store_ruleset_heads(l->view.store, INT64_MAX, RULESETS_READ_MAX, &l->view.arena, &heads, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct text sentence = changes_rules_sentence(&heads[i], l->job->lang, &l->view.arena);
        if (sentence.len == 0)
            continue;
        status = add(l,
                     (struct entry){ .ms = heads[i].recorded_ms,
                                     .kind = ENTRY_RULES,
                                     .id = heads[i].id,
                                     .by = heads[i].author,
                                     .sentence = sentence },
                     err);
    }
    return status;
}

/* Steps of one id may be of one moment: id tells them apart. */
static enum status add_said(struct listing *l, struct error *err)
{
    struct said_told *told = NULL;
    size_t count = 0;
    enum status status = store_said_log(l->view.store, &l->view.arena, &told, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool is_value = told[i].kind == SAID_PROPOSAL || told[i].kind == SAID_PROPOSAL_STEP;
        if (is_value && !view_shows_field(&l->view, told[i].word))
            continue;
        status = add(
            l,
            (struct entry){ .ms = told[i].recorded_ms,
                            .kind = (enum entry_kind)(ENTRY_SAID + (int)told[i].kind),
                            .id = told[i].id * STEPS_MAX + told[i].step % STEPS_MAX,
                            .by = told[i].author,
                            .reason = told[i].reason,
                            .source = told[i].source_id ? view_source_name(&l->view, told[i].source_id) : TEXT_EMPTY,
                            .said = &told[i] },
            err);
    }
    return status;
}

/* ---- putting ---- */

static void put_head(struct listing *l, const char *kind, int64_t ms, struct text by, struct text sentence)
{
    json_object(l->json);
    json_put_str(l->json, "kind", kind);
    view_put_time(l->json, "at", ms);
    view_put_some(l->json, "by", by);
    json_put(l->json, "sentence", sentence);
}

static void put_entry(struct listing *l, const struct entry *entry)
{
    static const char *const kinds[] = { [ENTRY_IMPORT] = "import",
                                         [ENTRY_DECISION] = "decision",
                                         [ENTRY_DECISION_WITHDRAWN] = "decision_withdrawn",
                                         [ENTRY_CHOICE] = "choice",
                                         [ENTRY_CHOICE_WITHDRAWN] = "choice_withdrawn",
                                         [ENTRY_RULES] = "rules" };
    bool is_choice = entry->kind == ENTRY_CHOICE || entry->kind == ENTRY_CHOICE_WITHDRAWN;
    char number[24];
    if (entry->said)
        put_head(l, changes_said_kind(entry->said), entry->ms, entry->by,
                 changes_said_sentence(&l->view, l->job->lang, entry->said));
    else
        put_head(l, kinds[entry->kind], entry->ms, entry->by, entry->sentence);
    snprintf(number, sizeof(number), "%" PRIu64, entry->said ? entry->said->id : entry->id);
    char letter = entry->said ? changes_said_letter(entry->said) : is_choice ? 'C' : 'D';
    json_put_str(l->json, "id",
                 entry->kind == ENTRY_IMPORT || entry->kind == ENTRY_RULES || !letter
                     ? number
                     : id_text_of(letter, entry->said ? entry->said->id : entry->id).s);
    view_put_some(l->json, "reason", entry->reason);
    view_put_some(l->json, "source", entry->source);
    view_put_some(l->json, "file", entry->file);
    json_end(l->json);
    l->place.ms = entry->ms;
    l->place.kind = entry->kind;
    l->place.id = entry->id;
    l->full = ++l->shown == l->asked->limit;
}

struct cell_list {
    const struct stored_layout *layout;
    struct text *cells;
    size_t count;
};

static bool read_cells(struct listing *l, uint32_t layout_id, struct text json, struct arena *arena,
                       struct cell_list *ret)
{
    ret->layout = view_layout(&l->view, layout_id);
    if (!ret->layout)
        return false;
    ret->count = ret->layout->layout.count;
    ret->cells = arena_array(arena, struct text, ret->count + 1);
    return ret->cells && cells_read(json, arena, ret->cells, ret->count, NULL) == STATUS_OK;
}

static struct text cell_of(const struct cell_list *list, struct text column)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->layout->layout.columns[i], column))
            return list->cells[i];
    return TEXT_EMPTY;
}

static void put_cells(struct listing *l, const struct record_change *change)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(VIEW_ARENA_BYTES);
    struct cell_list now = { 0 }, was = { 0 };
    size_t put = 0;
    json_key(l->json, "cells");
    json_array(l->json);
    if (read_cells(l, change->record.layout_id, change->record.cells, &arena, &now) &&
        read_cells(l, change->before_layout_id, change->before_cells, &arena, &was))
        for (size_t i = 0; i < now.count && put < CELLS_SHOWN_MAX; i++) {
            struct text column = now.layout->layout.columns[i], before = cell_of(&was, column);
            bool shown = false;
            if (text_equal(before, now.cells[i]) ||
                view_shows_column(&l->view, now.layout, i, &shown, NULL) != STATUS_OK || !shown)
                continue;
            put++;
            json_object(l->json);
            json_put(l->json, "column", column);
            json_put(l->json, "before", before);
            json_put(l->json, "after", now.cells[i]);
            json_end(l->json);
        }
    json_end(l->json);
}

static void put_record(struct listing *l, const struct record_change *change)
{
    const struct stored_record *record = &change->record;
    struct text source = view_source_name(&l->view, record->source_id);
    put_head(l, "record", record->recorded_ms, change->author,
             arena_printf(&l->view.arena,
                          SAY(l, "Bronrecord %.*s/%.*s, versie %u.", "Source record %.*s/%.*s, version %u."),
                          TEXT_ARG(source), TEXT_ARG(record->source_key), record->version));
    view_put_some(l->json, "source", source);
    view_put_some(l->json, "file", change->file_name);
    json_put_str(l->json, "record", record_id_text(record->id).s);
    json_put_u64(l->json, "version", record->version);
    put_cells(l, change);
    json_end(l->json);
    l->place.seq = record->seq;
    l->full = ++l->shown == l->asked->limit;
}

/* What is in memory and newer than the record goes first. */
static bool put_until(struct listing *l, int64_t ms)
{
    while (!l->full && l->at < l->entries.len && l->entries.ptr[l->at].ms >= ms)
        put_entry(l, &l->entries.ptr[l->at++]);
    return !l->full;
}

static bool see_record(void *ctx, const struct record_change *change)
{
    struct listing *l = ctx;
    if (change->record.recorded_ms < l->asked->since_ms) {
        l->place.seq = 0;
        return false;
    }
    if (l->asked->by.len && !text_equal(l->asked->by, change->author))
        return true;
    if (!put_until(l, change->record.recorded_ms))
        return false;
    put_record(l, change);
    return !l->full;
}

static enum status put_records(struct listing *l, struct error *err)
{
    uint64_t last = 0;
    enum status status = store_record_last(l->view.store, &last, err);
    if (l->place.seq > last + 1)
        l->place.seq = last + 1;
    for (int i = 0; i < WINDOWS_MAX && l->place.seq > 1 && !l->full && status == STATUS_OK; i++) {
        uint64_t below = l->place.seq, from = below > WINDOW_RECORDS ? below - WINDOW_RECORDS : 1;
        status = store_record_changes(l->view.store, below, from, see_record, l, err);
        if (!l->full && l->place.seq > from)
            l->place.seq = from;
    }
    return status;
}

static enum status put_page(struct listing *l, struct error *err)
{
    json_object(l->json);
    json_key(l->json, "changes");
    json_array(l->json);
    enum status status = put_records(l, err);
    if (l->place.seq <= 1) /* no more records: the rest is in memory */
        put_until(l, INT64_MIN);
    json_end(l->json);
    if (l->place.seq > 1 || l->at < l->entries.len) {
        json_put(l->json, "next",
                 arena_printf(&l->view.arena, "%" PRId64 ".%u.%" PRIu64 ".%" PRIu64, l->place.ms, l->place.kind,
                              l->place.id, l->place.seq));
    }
    json_end(l->json);
    return status;
}

enum status changes_view(struct store *store, const struct job *job, const struct changes_asked *asked,
                         struct json_out *json, struct error *err)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    SCOPED(listing_done) struct listing l = { .view = VIEW_CLOSED, .job = job, .asked = asked, .json = &inner };
    if (!read_cursor(asked->cursor, &l.place))
        return error_set(err, STATUS_USAGE, "this is no cursor of a list of changes");
    enum status status = view_open(store, &l.view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&l.view, job, err);
    if (status == STATUS_OK)
        status = add_imports(&l, err);
    if (status == STATUS_OK)
        status = add_decisions(&l, err);
    if (status == STATUS_OK)
        status = add_choices(&l, err);
    if (status == STATUS_OK)
        status = add_rules(&l, err);
    if (status == STATUS_OK)
        status = add_said(&l, err);
    if (l.entries.len)
        qsort(l.entries.ptr, l.entries.len, sizeof(*l.entries.ptr), compare_entries);
    if (status == STATUS_OK)
        status = put_page(&l, err);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
