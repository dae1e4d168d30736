/*
 * POST, GET and DELETE /api/v1/session: in, who, out.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"

enum { TOKEN_BYTES_MAX = 200 };

static void set_cookie(struct api_call *call, struct text token)
{
    http_reply_header(call->request, call->reply, "Set-Cookie",
                      access_cookie(token, call->api->https, call->request->arena));
}

static void write_session(struct api_call *call)
{
    struct json_out *json = &call->json;
    const struct visitor *visitor = &call->visitor;
    json_object(json);
    json_put(json, "user", visitor->name);
    json_put_str(json, "role", role_name(visitor->role));
    json_key(json, "may");
    json_array(json);
    for (int p = POLICY_READ; p < POLICIES; p++)
        if (policy_allows(p, visitor->role))
            json_str(json, policy_name(p));
    json_end(json);
    json_put_str(json, "csrf", visitor->session.len > 0 ? csrf_of(visitor->session).s : "");
    json_key(json, "until");
    api_json_time(json, visitor->until_ms);
    json_put_str(json, "version", KLANTBEELD_VERSION);
    json_end(json);
}

static enum status refuse_login(struct api_call *call, enum status status, int wait_s)
{
    if (status == STATUS_DENIED)
        return api_refuse(call, PROBLEM_LOGIN_REFUSED, NULL);
    enum status told = api_refuse(call, PROBLEM_TOO_MANY, NULL);
    http_reply_header(call->request, call->reply, "Retry-After", arena_printf(call->request->arena, "%d", wait_s));
    return told;
}

enum status api_create_session(struct api_call *call, struct error *err)
{
    struct text token;
    struct token session;
    int wait_s = 1;
    const struct body_want wants[] = {
        BODY_NEEDED("token", TOKEN_BYTES_MAX, &token),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = api_store(call, err);
    if (status != STATUS_OK)
        return status;
    status = access_login(&call->api->access, call->store, token, call->request->peer, call->now_ms,
                          call->request->arena, &session, &call->visitor, &wait_s, err);
    if (status == STATUS_DENIED || status == STATUS_LIMIT)
        return refuse_login(call, status, wait_s);
    if (status != STATUS_OK)
        return status;
    call->reply->status = 201;
    set_cookie(call, text_from(session.s));
    write_session(call);
    return STATUS_OK;
}

enum status api_get_session(struct api_call *call, struct error *err)
{
    write_session(call);
    return STATUS_OK;
}

enum status api_delete_session(struct api_call *call, struct error *err)
{
    enum status status = access_logout(&call->api->access, call->store, &call->visitor, call->now_ms, err);
    if (status != STATUS_OK)
        return status;
    call->reply->status = 204;
    set_cookie(call, TEXT_EMPTY);
    return STATUS_OK;
}
