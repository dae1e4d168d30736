/*
 * One operation of the contract, from request to reply.
 *
 * spec/openapi.yaml names the operations; tools/spec_routes.py makes the table
 * of them; each has its function in the file of its resource.  By the time
 * that function runs, the caller is known and allowed, a body is there when
 * one is due, and the store is open.  The function writes its reply into
 * call->json, or fails with a status that becomes a problem document.
 */
#pragma once

#include "access/session.h"
#include "api/body.h"
#include "base/json_out.h"
#include "flow/job/job.h"
#include "http/http.h"
#include "http/router.h"
#include "store/store.h"

struct api; /* api/app.h */

struct api_call {
    struct api *api;
    struct http_request *request;
    struct http_reply *reply;
    const struct api_operation *operation;
    struct http_match match; /* path parts: call->match.params[0] */
    struct visitor visitor;
    uint64_t version;         /* of the store when we began (store/version.h) */
    struct store *store;      /* of this thread; NULL only for a public operation that did not ask */
    struct body body;         /* when the operation has one */
    struct json_out json;     /* the reply, application/json */
    struct text audit_object; /* the id that the audit chain gets; empty for lists */
    bool audited;             /* it is in the audit chain already */
    bool hidden;              /* api_hide() was here */
    int64_t now_ms;
};

struct api_operation {
    const char *name; /* operationId */
    enum policy policy;
    bool slow;
    bool has_body;
    const char *audit; /* its word in the audit chain, or NULL */
    enum status (*run)(struct api_call *call, struct error *err);
    size_t body_max; /* bytes, when more than HTTP_BODY_BYTES_MAX; else 0 */
    bool to_file;    /* its body is in request->file */
};

/* The store of this thread, opened at first use. */
enum status api_store(struct api_call *call, struct error *err);

/* Refuse with this problem; detail NULL: the problem's own. What it returns is to be returned: nothing is added to it.
 */
enum status api_refuse(struct api_call *call, enum problem problem, const char *detail);
/* A resolve is at work, which this must not cross. */
enum status api_refuse_running(struct api_call *call);
/* What begins long work answers so: 202 and the job under its place, or that another runs. */
enum status api_put_begun(struct api_call *call, uint64_t id, enum status status);
/* What is wrong with the words of a request, not with the request. */
enum status api_as_invalid(enum status status);
#define api_say(call, nl, en) ((call)->request->lang == LANGUAGE_NL ? (nl) : (en))

/*
 * The party, or the id of that letter, in the path; the audit chain gets it.
 * False when it is none; then refuse.
 */
bool api_read_party(struct api_call *call, struct party_id *ret);
enum status api_bad_party(struct api_call *call);
enum status api_no_party(struct api_call *call); /* there is none with that id */
bool api_read_id(struct api_call *call, char letter, uint64_t *ret);

/* Take out of the reply what the caller may not see (flow/snapshot/hidden.h); once, and before it is packed. */
enum status api_hide(struct api_call *call, struct error *err);

/*
 * Put the call into the audit chain now, before work that holds the store for
 * long. Others get there after they have succeeded.
 */
enum status api_audit(struct api_call *call, struct error *err);

/* What a job below is to know of this call: clock, threads, language, author. */
struct job api_job(const struct api_call *call);

/* Start a resolve when asked, and put its id, or null, under "job". */
void api_put_job(struct api_call *call, bool resolve);

/* After the facts of an erasure: a resolve that makes the view anew and cleans the files; one at work does it as well.
 */
void api_settle_erasure(struct api_call *call);
struct live;
/* The index that is kept between questions, made at the first (matches.c). */
enum status api_live(struct api_call *call, const struct job *job, struct live **ret, struct error *err);

void api_json_time(struct json_out *json, int64_t ms); /* "2026-11-22T09:30:00Z"; 0 gives null */
