/*
 * What happened: of a record that is emptied all goes, save what the law wants
 * kept (catalogue: a row "event.KIND" with basis law, for as long as it says).
 * Of that only what an auditor asks for stays: when, how much, of what, in
 * what state.  On a record of others nothing that happened goes, but it does
 * not name the person any more.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/scoped.h"
#include "flow/event/event_detail.h"
#include "flow/privacy/erase_inside.h"
#include "model/event_kind.h"
#include "store/house_anchor.h"
#include "store/role_anchor.h"

#define MS_PER_MONTH INT64_C(2629746000) /* a year is 365.2425 days */

bool erase_law_keeps(const struct erase *erase, const struct event_fact *event, int64_t *ret_until_ms)
{
    char field[80];
    size_t len = sizeof("event.") - 1;
    if (event->kind.len >= sizeof(field) - len)
        return false;
    memcpy(field, "event.", len);
    memcpy(field + len, event->kind.ptr, event->kind.len);
    const struct catalogue_row *row =
        catalogue_find(&erase->corpus.catalogue, (struct text){ field, len + event->kind.len });
    if (!row || !text_equal(row->basis, TEXT("law")))
        return false;
    *ret_until_ms = row->retention_months ? event->at_ms + (int64_t)row->retention_months * MS_PER_MONTH : INT64_MAX;
    return *ret_until_ms > erase->job->now_ms;
}

static void count_event(struct erase *erase, struct text kind, bool kept, const char *why, int64_t until_ms)
{
    struct erase_kind *found = NULL;
    for (size_t i = 0; i < erase->kinds_count && !found; i++)
        if (text_equal(erase->kinds[i].kind, kind))
            found = &erase->kinds[i];
    if (!found && erase->kinds_count < ERASE_KINDS_MAX) {
        found = &erase->kinds[erase->kinds_count++];
        *found = (struct erase_kind){ .kind = arena_copy(&erase->arena, kind) };
    }
    erase->counts.events_kept += kept;
    erase->counts.events_gone += !kept;
    if (!found)
        return;
    found->kept += kept;
    found->gone += !kept;
    if (kept)
        found->why = why;
    if (kept && until_ms != INT64_MAX && until_ms > found->until_ms)
        found->until_ms = until_ms;
}

static enum status keep_document(struct erase *erase, const struct event_fact *event, struct error *err)
{
    struct text digest = event_detail_get(event->details, FIELD_EVENT_DIGEST, &erase->arena);
    if (digest.len == 0 || vec_push(&erase->documents, digest))
        return STATUS_OK;
    return error_set(err, STATUS_NO_MEMORY, "no memory for what is erased");
}

/* ---- texts ---- */

/* The import frees texts that come in later by the same words, so that the same row again is the same. */
static struct text freed(struct erase *erase, const struct erase_target *target, struct text text, struct arena *arena)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    bool found = target->whole || target->is_typed
                     ? erase_words_replace(&erase->words, text, erase->pseudonym, &buf)
                     : erased_free_text(&erase->held, target->record, text, erase->pseudonym, &buf);
    return found ? arena_copy(arena, buf_text(&buf)) : text;
}

/* What an auditor asks for. */
static enum status details_of_law(const struct event_fact *event, struct arena *arena, struct text *ret,
                                  struct error *err)
{
    static const enum field fields[] = { FIELD_EVENT_PRODUCT,     FIELD_EVENT_ARTICLE, FIELD_EVENT_QUANTITY,
                                         FIELD_EVENT_LINE_AMOUNT, FIELD_EVENT_PAYMENT, FIELD_EVENT_ABOUT,
                                         FIELD_EVENT_PERIOD,      FIELD_EVENT_STEP };
    struct event_details kept = { 0 };
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        *event_detail_of(&kept, fields[i]) = event_detail_get(event->details, fields[i], arena);
    return event_details_write(&kept, arena, ret, err);
}

static enum status rewrite(struct erase *erase, const struct erase_target *target, struct event_version version,
                           struct arena *arena, struct error *err)
{
    struct event_fact *event = &version.event;
    enum status status = STATUS_OK;
    if (event->record.v == target->record.v)
        event->record = target->renamed;
    if (target->whole) {
        event->subject = event->body = event->extra = event->owner = TEXT_EMPTY;
        status = details_of_law(event, arena, &event->details, err);
    } else if (erase->asked->drop_texts) {
        event->subject = event->body = event->extra = TEXT_EMPTY;
    }
    if (status == STATUS_OK && !target->whole)
        status = erase_document_of(erase, event, arena, err);
    event->subject = freed(erase, target, event->subject, arena);
    event->body = freed(erase, target, event->body, arena);
    event->extra = freed(erase, target, event->extra, arena);
    event->details = freed(erase, target, event->details, arena);
    return status == STATUS_OK ? store_event_rewrite(erase->store, &version, err) : status;
}

/* ---- one event, all its versions ---- */

static enum status one_event(struct erase *erase, const struct erase_target *target,
                             const struct event_version *versions, size_t count, struct arena *arena, struct error *err)
{
    const struct event_fact *newest = &versions[count - 1].event;
    int64_t until_ms = INT64_MAX;
    bool elsewhere = newest->record.v != target->record.v; /* its source gave it to another record since */
    bool law = target->whole && !elsewhere && erase_law_keeps(erase, newest, &until_ms);
    bool kept = law || elsewhere || !target->whole;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && target->whole && !elsewhere; i++)
        status = keep_document(erase, &versions[i].event, err);
    if (!elsewhere)
        count_event(erase, newest->kind, kept,
                    law                          ? "law"
                    : target->keeps_organisation ? "organisation"
                                                 : "shared",
                    law ? until_ms : INT64_MAX);
    if (status == STATUS_OK && !kept)
        return store_event_drop(erase->store, newest->id, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (!elsewhere || versions[i].event.record.v == target->record.v)
            status = rewrite(erase, target, versions[i], arena, err);
    return status;
}

static enum status events_of(struct erase *erase, struct erase_target *target, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ERASE_ARENA_BYTES);
    struct event_version *versions = NULL;
    size_t count = 0, from = 0;
    enum status status = store_record_event_versions(erase->store, target->record, &arena, &versions, &count, err);
    for (size_t i = 1; i <= count && status == STATUS_OK; i++) {
        if (i < count && versions[i].event.id.v == versions[from].event.id.v)
            continue;
        uint64_t kept = erase->counts.events_kept;
        status = one_event(erase, target, versions + from, i - from, &arena, err);
        target->keeps_events |= erase->counts.events_kept > kept;
        from = i;
    }
    return status;
}

/* What happened in roles that were typed: it stays with the organisation, without the person's words. */
static enum status events_of_typed(struct erase *erase, const struct erase_target *target, struct arena *arena,
                                   struct error *err)
{
    enum status status = STATUS_OK;
    for (unsigned o = 0; o < ERASE_ORDINALS && status == STATUS_OK; o++) {
        struct role_anchor *anchors = NULL;
        size_t count = 0;
        if (!(target->gone[PARTY_PERSON] >> o & 1))
            continue;
        status = store_role_anchors(erase->store, mention_id_of(target->record, PARTY_PERSON, o), arena, &anchors,
                                    &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            struct erase_target typed = {
                .record = anchors[i].record, .renamed = anchors[i].record, .is_typed = true, .keeps_organisation = true
            };
            status = events_of(erase, &typed, err);
        }
    }
    return status;
}

/* With a household it stays while others of it are there, without the person's words; with the last of them it goes. */
static enum status events_of_house(struct erase *erase, const struct erase_target *target, struct arena *arena,
                                   struct error *err)
{
    enum status status = STATUS_OK;
    for (unsigned o = 0; o < ERASE_ORDINALS && status == STATUS_OK; o++) {
        struct house_record *records = NULL;
        size_t count = 0;
        if (!(target->gone[PARTY_PERSON] >> o & 1))
            continue;
        status = store_house_records(erase->store, mention_id_of(target->record, PARTY_PERSON, o), arena, &records,
                                     &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            struct erase_target house = { .record = records[i].record,
                                          .renamed = records[i].record,
                                          .is_typed = true,
                                          .whole = records[i].mentions == 1 };
            status = events_of(erase, &house, err);
        }
    }
    return status;
}

enum status erase_events(struct erase *erase, struct erase_target *target, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ERASE_ARENA_BYTES);
    enum status status = events_of(erase, target, err);
    if (status == STATUS_OK)
        status = events_of_typed(erase, target, &arena, err);
    return status == STATUS_OK ? events_of_house(erase, target, &arena, err) : status;
}
