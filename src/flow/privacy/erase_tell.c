/*
 * What was erased, and what is to be told of it: shapes in erase.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "flow/job/csv_cell.h"
#include "flow/job/day.h"
#include "flow/privacy/erase_inside.h"
#include "flow/snapshot/view_snapshot.h"
#include "model/date.h"
#include "model/event_kind.h"

static struct text source_name(const struct erase *erase, uint32_t id)
{
    for (size_t i = 0; i < erase->corpus.sources_count; i++)
        if (erase->corpus.sources[i].id == id)
            return erase->corpus.sources[i].name;
    return TEXT_EMPTY;
}

static void put_record(const struct erase *erase, const struct erase_target *target, struct json_out *json)
{
    json_object(json);
    json_put(json, "record", text_from(record_id_text(target->record).s));
    json_put(json, "source", source_name(erase, target->source_id));
    json_put(json, "key", target->source_key);
    json_put_bool(json, "whole", target->whole);
    json_put_u64(json, "versions", target->versions);
    json_key(json, "fields");
    json_array(json);
    for (size_t i = 0; i < target->fields.len; i++) {
        struct field_ref ref = target->fields.ptr[i];
        struct field_ref_text name = field_ref_text(ref);
        json_object(json);
        json_put(json, "field", ref.field == FIELD_NONE ? TEXT("other") : text_from(name.s));
        json_put(json, "label",
                 text_from(ref.field == FIELD_NONE ? (erase->job->lang == LANGUAGE_NL ? "Andere kolom" : "Other column")
                                                   : field_label((enum field)ref.field, erase->job->lang)));
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void put_kind(const struct erase *erase, const struct erase_kind *kind, struct json_out *json)
{
    const struct event_kind *known = event_kind_get(kind->kind);
    json_object(json);
    json_put(json, "kind", kind->kind);
    json_put(json, "label", known ? text_from(known->label[erase->job->lang]) : kind->kind);
    json_put_u64(json, "gone", kind->gone);
    json_put_u64(json, "kept", kind->kept);
    if (kind->why)
        json_put(json, "why", text_from(kind->why));
    if (kind->until_ms)
        json_put(json, "until", text_from(date_text(date_of_ms(kind->until_ms)).s));
    json_end(json);
}

static void put_others(const struct erase *erase, struct json_out *json)
{
    json_key(json, "others");
    json_array(json);
    for (size_t i = 0; i < erase->others.len; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)16 << 20);
        struct stored_party party = { 0 };
        json_object(json);
        json_put(json, "id", text_from(party_id_text(erase->others.ptr[i]).s));
        if (store_party_get(erase->store, erase->others.ptr[i], &arena, &party, NULL) == STATUS_OK)
            json_put(json, "name", party.name);
        else
            json_put(json, "name", text_from(party_id_text(erase->others.ptr[i]).s));
        json_end(json);
    }
    json_end(json);
}

static void put_files(const struct erase *erase, struct json_out *json)
{
    json_key(json, "files");
    json_array(json);
    for (size_t i = 0; i < erase->files.len; i++) {
        const struct erase_file *file = &erase->files.ptr[i];
        json_object(json);
        json_put(json, "event", text_from(event_id_text(file->event).s));
        json_put(json, "outcome", text_from(erase_file_word(file)));
        json_put_bool(json, "by_hand", erase_file_by_hand(file));
        json_end(json);
    }
    json_end(json);
}

static void put_sentence(const struct erase *erase, bool done, struct json_out *json)
{
    bool nl = erase->job->lang == LANGUAGE_NL;
    const char *sentence =
        erase->asked->dry_run      ? (nl ? "Er is niets gewist: dit is wat er zou gaan en wat er moet blijven."
                                         : "Nothing was erased: this is what would go and what must stay.")
        : done                     ? (nl ? "Gewist. De bronnen moeten hetzelfde doen: zie 'klantbeeld erase messages'."
                                         : "Erased. The sources are to do the same: see 'klantbeeld erase messages'.")
        : erase->asked->facts_only ? (nl ? "Gewist uit de gegevens. Het beeld en de bestanden volgen met de koppeling."
                                         : "Erased from the facts. The view and the files follow with the resolve.")
                                   : (nl ? "Gewist uit de gegevens. De bestanden volgen: 'klantbeeld erase resume'."
                                         : "Erased from the facts. The files follow: 'klantbeeld erase resume'.");
    json_put(json, "sentence", text_from(sentence));
}

enum status erase_put(const struct erase *erase, bool done, struct json_out *json, struct error *err)
{
    json_object(json);
    json_put_bool(json, "dry_run", erase->asked->dry_run);
    json_put_bool(json, "done", done);
    if (!erase->asked->dry_run)
        json_put(json, "id", text_from(id_text_of('W', erase->counts.id).s));
    json_put(json, "pseudonym", erase->pseudonym);
    json_put(json, "ground", erase->asked->ground);
    json_put(json, "reason", erase->asked->reason);
    put_sentence(erase, done, json);
    json_key(json, "records");
    json_array(json);
    for (size_t i = 0; i < erase->targets.len; i++)
        put_record(erase, &erase->targets.ptr[i], json);
    json_end(json);
    json_key(json, "events");
    json_array(json);
    for (size_t i = 0; i < erase->kinds_count; i++)
        put_kind(erase, &erase->kinds[i], json);
    json_end(json);
    json_put_u64(json, "said", erase->counts.said_gone);
    json_put_u64(json, "documents", erase->counts.documents_gone);
    put_files(erase, json);
    json_put_u64(json, "rejected", erase->rejected);
    put_others(erase, json);
    json_end(json);
    return STATUS_OK;
}

/* ---- all of them ---- */

static void put_erasure(const struct erasure *erasure, struct json_out *json)
{
    json_object(json);
    json_put(json, "id", text_from(id_text_of('W', erasure->id).s));
    json_put(json, "pseudonym", erasure->pseudonym);
    json_put(json, "ground", erasure->ground);
    json_put(json, "reason", erasure->reason);
    json_put(json, "author", erasure->author);
    view_put_time(json, "recorded", erasure->recorded_ms);
    json_put_bool(json, "done", erasure->done_ms != 0);
    json_put_u64(json, "records", erasure->records_empty);
    json_put_u64(json, "shared", erasure->records_shared);
    json_put_u64(json, "events", erasure->events_gone);
    json_put_u64(json, "kept", erasure->events_kept);
    json_put_u64(json, "said", erasure->said_gone);
    json_put_u64(json, "documents", erasure->documents_gone);
    json_end(json);
}

enum status view_erasures(struct store *store, const struct job *job, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct erasure *erasures = NULL;
    struct erasure_message *messages = NULL;
    size_t count = 0, messages_count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_erasures(store, &view.arena, &erasures, &count, err);
    if (status == STATUS_OK)
        status = store_erasure_messages(store, &view.arena, &messages, &messages_count, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "erasures");
    json_array(json);
    for (size_t i = 0; i < count; i++)
        put_erasure(&erasures[i], json);
    json_end(json);
    json_key(json, "messages");
    json_array(json);
    for (size_t i = 0; i < messages_count; i++) {
        json_object(json);
        json_put(json, "id", text_from(id_text_of('Y', messages[i].id).s));
        json_put(json, "erasure", text_from(id_text_of('W', messages[i].erasure).s));
        json_put(json, "source", view_source_name(&view, messages[i].source_id));
        json_put(json, "key", messages[i].source_key);
        json_put(json, "what", messages[i].what == ERASURE_RECORD ? TEXT("record") : TEXT("person"));
        view_put_time(json, "since", messages[i].recorded_ms);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return STATUS_OK;
}

enum status erase_messages_csv(struct store *store, struct text source, struct buf *ret, uint64_t *ret_count,
                               struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct erasure_message *messages = NULL;
    size_t count = 0;
    *ret_count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_erasure_messages(store, &view.arena, &messages, &count, err);
    if (status != STATUS_OK)
        return status;
    buf_put_str(ret, "message,erasure,source,key,erase,since\r\n");
    for (size_t i = 0; i < count; i++) {
        struct text name = view_source_name(&view, messages[i].source_id);
        if (source.len && !text_equal(source, name))
            continue;
        csv_cell_put(ret, text_from(id_text_of('Y', messages[i].id).s), false);
        csv_cell_put(ret, text_from(id_text_of('W', messages[i].erasure).s), false);
        csv_cell_put(ret, name, false);
        csv_cell_put(ret, messages[i].source_key, false);
        csv_cell_put(ret, messages[i].what == ERASURE_RECORD ? TEXT("record") : TEXT("person"), false);
        csv_cell_put(ret, text_from(date_text(date_of_ms(messages[i].recorded_ms)).s), true);
        ++*ret_count;
    }
    return buf_status(ret, err);
}
