/*
 * GET and PUT /api/v1/rules, POST /api/v1/rules/trial, GET and PUT
 * /api/v1/stage-rules, GET and PUT /api/v1/norms, PUT /api/v1/catalogue: the
 * tables an organisation decides about.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "base/scoped.h"
#include "flow/profile/catalogue.h"
#include "flow/profile/norms.h"
#include "flow/profile/rules.h"
#include "flow/steward/stage.h"

enum { TABLE_BYTES_MAX = 256 * 1024, TRIAL_FIRST_USUAL = 50, TRIAL_ARENA_BYTES = 256 * 1024 * 1024 };

typedef enum status put_fn(struct store *, const struct job *, struct text, uint64_t made_of, uint64_t *ret_version,
                           struct error *);

static enum status put_table(struct api_call *call, put_fn *put, struct error *err)
{
    struct job job = api_job(call);
    struct text table = TEXT_EMPTY;
    bool resolve = false;
    uint64_t made_of = TABLE_OF_ANY, version = 0;
    const struct body_want wants[] = { BODY_NEEDED("table", TABLE_BYTES_MAX, &table),
                                       BODY_NUMBER_IF("version", &made_of), BODY_BOOL_IF("resolve", &resolve) };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = put(call->store, &job, table, made_of, &version, err);
    if (status == STATUS_CONFLICT)
        return api_refuse(call, PROBLEM_CONFLICT,
                          api_say(call, "Iemand anders heeft deze tabel intussen gewijzigd: haal haar opnieuw op.",
                                  "Somebody else changed this table meanwhile: fetch it again."));
    if (status == STATUS_OK)
        status = api_audit(call, err);
    if (status != STATUS_OK)
        return status;
    json_object(&call->json);
    json_put_u64(&call->json, "version", version);
    api_put_job(call, resolve);
    json_end(&call->json);
    return STATUS_OK;
}

/* ---- who leads ---- */

enum status api_get_rules(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    return view_rules(call->store, &job, &call->json, err);
}

static enum status put_rules(struct store *store, const struct job *job, struct text table, uint64_t made_of,
                             uint64_t *ret_version, struct error *err)
{
    bool changed = false;
    return rules_put(store, job, table, made_of, ret_version, &changed, err);
}

enum status api_set_rules(struct api_call *call, struct error *err)
{
    return put_table(call, put_rules, err);
}

enum status api_try_rules(struct api_call *call, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(TRIAL_ARENA_BYTES);
    struct job job = api_job(call);
    struct text table = TEXT_EMPTY;
    struct rules_report report = { 0 };
    uint64_t first = TRIAL_FIRST_USUAL;
    const struct body_want wants[] = { BODY_NEEDED("table", TABLE_BYTES_MAX, &table), BODY_NUMBER_IF("first", &first) };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK && first > RULES_FIRST_MAX)
        status = error_set(err, STATUS_INVALID, "first is a number from 0 to %d", RULES_FIRST_MAX);
    if (status == STATUS_OK && jobs_running(&call->api->jobs))
        return api_refuse_running(call);
    if (status == STATUS_OK)
        status = rules_try(call->store, &job, table, first, &arena, &report, err);
    return status == STATUS_OK ? rules_report_put(call->store, &job, &report, &call->json, err) : status;
}

/* ---- the steps of a customer ---- */

enum status api_get_stage_rules(struct api_call *call, struct error *err)
{
    return view_stage_rules(call->store, &call->json, err);
}

enum status api_set_stage_rules(struct api_call *call, struct error *err)
{
    return put_table(call, stages_put, err);
}

/* ---- what is asked, and what is kept ---- */

enum status api_get_norms(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    return view_norms(call->store, &job, true, &call->json, err);
}

enum status api_set_norms(struct api_call *call, struct error *err)
{
    return put_table(call, norms_set, err);
}

enum status api_set_catalogue(struct api_call *call, struct error *err)
{
    return put_table(call, catalogue_put, err);
}
