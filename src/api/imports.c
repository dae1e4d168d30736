/*
 * GET, POST /api/v1/uploads, GET, DELETE /api/v1/uploads/{id}, PUT
 * /api/v1/uploads/{id}/mapping, POST /api/v1/uploads/{id}/import,
 * GET /api/v1/imports/{id} and its findings: a file is sent, looked at,
 * understood otherwise where that is wrong, and imported as a job.
 *
 * What is looked at is made by the dry run of the import (flow/import/
 * import_preview.h), each time anew: nothing of it is kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "base/scoped.h"
#include "flow/import/import_findings.h"
#include "flow/import/import_preview.h"
#include "flow/view/view.h"

static struct import_options options_of(const struct upload *upload, char path[UPLOAD_PATH_LEN])
{
    upload_path(upload, path);
    return (struct import_options){ .source = text_from(upload->source),
                                    .path = path,
                                    .name = upload->name,
                                    .map_json = upload->mapping.len ? buf_text(&upload->mapping) : TEXT_EMPTY };
}

static enum status put_upload(struct api_call *call, const struct upload *upload, struct error *err)
{
    char path[UPLOAD_PATH_LEN];
    struct job job = api_job(call);
    struct import_options options = options_of(upload, path);
    struct json_out *json = &call->json;
    json_object(json);
    json_put(json, "id", text_from(upload->id));
    json_put(json, "source", text_from(upload->source));
    json_put(json, "file", text_from(upload->name));
    json_put_u64(json, "bytes", upload->file.size);
    json_key(json, "kept_until");
    api_json_time(json, upload->at_ms + UPLOAD_KEPT_MS);
    json_key(json, "preview");
    enum status status = import_preview(call->store, &job, &options, json, err);
    json_end(json);
    return status;
}

/* The upload in the path, busy; else it was refused. */
static enum status take_upload(struct api_call *call, struct upload **ret, struct error *err)
{
    enum status status =
        uploads_take(&call->api->uploads, call->match.params[0], call->visitor.actor, call->now_ms, ret, err);
    if (status == STATUS_OK)
        call->audit_object = arena_copy(call->request->arena, text_from((*ret)->source));
    if (status == STATUS_NOT_FOUND)
        return api_refuse(call, PROBLEM_NOT_FOUND,
                          api_say(call, "Dit bestand is er niet meer; stuur het opnieuw.",
                                  "This file is here no more; send it again."));
    if (status == STATUS_CONFLICT)
        return api_refuse(
            call, PROBLEM_CONFLICT,
            api_say(call, "Dit bestand wordt al ingelezen of bekeken.", "This file is being imported or looked at."));
    return status;
}

/* ---- what may be sent ---- */

enum status api_get_upload_options(struct api_call *call, struct error *err)
{
    struct json_out *json = &call->json;
    json_object(json);
    json_put_u64(json, "bytes_max", call->api->uploads.bytes_max);
    json_key(json, "formats");
    json_array(json);
    for (int format = FORMAT_UNKNOWN + 1; format < FORMATS; format++)
        json_str(json, file_format_name((enum file_format)format));
    json_end(json);
    json_key(json, "fields");
    enum status status = import_fields(call->store, call->request->lang, json, err);
    json_end(json);
    return status;
}

/* ---- a file ---- */

static enum status name_problem(struct api_call *call)
{
    return api_refuse(call, PROBLEM_BAD_PARAMETER,
                      api_say(call, "source, de bron, en name, de naam van het bestand, zijn nodig.",
                              "source and name, that of the file, are needed."));
}

/* What cannot be read at all, in words of the reader's own; what was found comes after. */
static enum status unreadable(struct api_call *call, const struct error *err)
{
    struct arena *arena = call->request->arena;
    if (call->request->lang != LANGUAGE_NL)
        return STATUS_INVALID;
    return api_refuse(call, PROBLEM_INVALID,
                      arena_printf(arena,
                                   "Dit bestand kan niet worden gelezen: is het een rekenblad, bewaar het dan als CSV; "
                                   "is het afgebroken, maak het dan opnieuw. (%s)",
                                   err->message)
                          .ptr);
}

enum status api_create_upload(struct api_call *call, struct error *err)
{
    struct upload *upload = NULL;
    struct source source = { 0 };
    struct text wanted = http_query(call->request, "source"), name = text_trim(http_query(call->request, "name"));
    uint64_t modified_ms = 0;
    if (wanted.len == 0 || wanted.len > 64 || name.len == 0 || name.len > UPLOAD_NAME_BYTES_MAX ||
        !http_query_u64(call->request, "modified", 0, INT64_MAX, 0, &modified_ms))
        return name_problem(call);
    enum status status = store_source_get(call->store, wanted, call->request->arena, &source, err);
    if (status == STATUS_NOT_FOUND)
        return api_refuse(call, PROBLEM_NOT_FOUND,
                          api_say(call, "Er is geen bron met deze naam.", "There is no source with this name."));
    if (status == STATUS_OK)
        status = uploads_keep(&call->api->uploads, call->request->file, call->visitor.actor, source.name, name,
                              call->now_ms, &upload, err);
    if (status == STATUS_CONFLICT)
        return api_refuse(call, PROBLEM_BUSY, NULL);
    if (status != STATUS_OK)
        return status;
    if (modified_ms && (int64_t)modified_ms <= call->now_ms) {
        char path[UPLOAD_PATH_LEN];
        upload_path(upload, path);
        status = file_set_time(path, (int64_t)modified_ms, err);
    }
    if (status == STATUS_OK)
        status = put_upload(call, upload, err);
    call->audit_object = source.name;
    call->reply->status = 201;
    if (status == STATUS_OK)
        uploads_release(&call->api->uploads, upload);
    else
        uploads_drop(&call->api->uploads, upload);
    return status == STATUS_INVALID ? unreadable(call, err) : status;
}

enum status api_get_upload(struct api_call *call, struct error *err)
{
    struct upload *upload = NULL;
    enum status status = take_upload(call, &upload, err);
    if (status == STATUS_OK)
        status = put_upload(call, upload, err);
    uploads_release(&call->api->uploads, upload);
    return status;
}

enum status api_delete_upload(struct api_call *call, struct error *err)
{
    struct upload *upload = NULL;
    enum status status = take_upload(call, &upload, err);
    if (status != STATUS_OK)
        return status;
    uploads_drop(&call->api->uploads, upload);
    call->reply->status = 204;
    return STATUS_OK;
}

/* A mapping that is wrong leaves the one before. */
enum status api_map_upload(struct api_call *call, struct error *err)
{
    struct upload *upload = NULL;
    enum status status = take_upload(call, &upload, err);
    if (status != STATUS_OK)
        return status;
    struct buf before = upload->mapping;
    upload->mapping = BUF_EMPTY;
    buf_put(&upload->mapping, call->request->body);
    status = buf_status(&upload->mapping, err);
    if (status == STATUS_OK)
        status = put_upload(call, upload, err);
    struct buf *gone = status == STATUS_OK ? &before : &upload->mapping;
    buf_done(gone);
    if (status != STATUS_OK)
        upload->mapping = before;
    uploads_release(&call->api->uploads, upload);
    return status;
}

enum status api_start_import(struct api_call *call, struct error *err)
{
    struct upload *upload = NULL;
    uint64_t id = 0;
    bool resolve = false;
    const struct body_want wants[] = { BODY_BOOL_IF("resolve", &resolve) };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = take_upload(call, &upload, err);
    if (status != STATUS_OK)
        return status;
    status = jobs_running(&call->api->jobs) ? STATUS_CONFLICT : api_audit(call, err);
    if (status == STATUS_OK)
        status = jobs_start_import(&call->api->jobs, call->now_ms, call->visitor.actor, upload, resolve, &id, err);
    if (status != STATUS_OK)
        uploads_release(&call->api->uploads, upload);
    return api_put_begun(call, id, status);
}

/* ---- what an import brought ---- */

static bool read_import_id(struct api_call *call, uint64_t *ret)
{
    call->audit_object = arena_printf(call->request->arena, "import %.*s", TEXT_ARG(call->match.params[0]));
    return text_to_u64(call->match.params[0], ret) && *ret > 0 && *ret <= INT64_MAX;
}

static enum status no_import(struct api_call *call)
{
    return api_refuse(call, PROBLEM_NOT_FOUND,
                      api_say(call, "Er is geen import met dit nummer.", "There is no import with this number."));
}

enum status api_get_import(struct api_call *call, struct error *err)
{
    uint64_t id = 0;
    if (!read_import_id(call, &id))
        return no_import(call);
    enum status status = view_import(call->store, id, &call->json, err);
    return status == STATUS_NOT_FOUND ? no_import(call) : status;
}

enum status api_list_import_findings(struct api_call *call, struct error *err)
{
    uint64_t id = 0, limit = 0;
    struct job job = api_job(call);
    if (!read_import_id(call, &id))
        return no_import(call);
    if (!http_query_u64(call->request, "limit", 1, IMPORT_FINDINGS_MAX, IMPORT_FINDINGS_USUAL, &limit))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "limit is 1 tot en met 200.", "limit is 1 to 200."));
    enum status status =
        import_findings(call->store, &job, id, http_query(call->request, "cursor"), limit, &call->json, err);
    if (status == STATUS_INVALID)
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "cursor is er geen van deze lijst.", "cursor is none of this list."));
    return status == STATUS_NOT_FOUND ? no_import(call) : status;
}

enum status api_export_import_findings(struct api_call *call, struct error *err)
{
    SCOPED(buf_done) struct buf csv = BUF_EMPTY;
    uint64_t id = 0;
    struct job job = api_job(call);
    if (!read_import_id(call, &id))
        return no_import(call);
    enum status status = import_findings_export(call->store, &job, id, &csv, err);
    if (status == STATUS_NOT_FOUND)
        return no_import(call);
    if (status != STATUS_OK)
        return status;
    call->reply->content_type = "text/csv";
    buf_put(&call->reply->body, buf_text(&csv));
    return buf_status(&call->reply->body, err);
}
