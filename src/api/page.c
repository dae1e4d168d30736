/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/page.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "api/api_routes.h"
#include "api/app.h"
#include "base/hash.h"

enum { MINUTE_MS = 60 * 1000, TAG_ROOM = 24 };
static_assert(API_ROUTES <= UINT8_MAX, "an operation fits in struct ready_key");

static struct ready_key key_of(const struct api_call *call, struct party_id party)
{
    return (struct ready_key){
        .party = party.v,
        .operation = (uint8_t)call->match.route,
        .sees = api_job(call).sees,
        .lang = (uint8_t)call->request->lang,
        .gzip = http_wants_gzip(call->request),
    };
}

static void count_looks(struct api_call *call, const uint16_t *places, size_t count)
{
    if (looks_count(&call->api->looks, places, count, call->now_ms) && !jobs_running(&call->api->jobs))
        looks_keep(&call->api->looks, call->store, call->now_ms, NULL); /* counting is no reason to wait or to fail */
}

static bool tag(struct api_call *call, uint64_t of_bytes)
{
    char text[TAG_ROOM];
    snprintf(text, sizeof(text), "%016" PRIx64, of_bytes);
    return http_reply_tag(call->request, call->reply, text_from(text));
}

/* The reply is held by us. */
static void give(struct api_call *call, struct ready_reply *reply)
{
    count_looks(call, reply->places, reply->places_count);
    if (reply->packed)
        http_reply_packed(call->request, call->reply);
    if (tag(call, reply->tag)) {
        ready_release(reply);
        return;
    }
    call->reply->borrowed = reply->bytes;
    call->reply->release = ready_release;
    call->reply->owner = reply;
}

bool page_give(struct api_call *call, struct party_id party)
{
    struct ready_key key = key_of(call, party);
    struct ready_reply *reply = ready_find(call->api->ready, &key, call->version, call->now_ms / MINUTE_MS);
    if (reply)
        give(call, reply);
    return reply != NULL;
}

void page_made(struct api_call *call, struct party_id party)
{
    assert(call->hidden); /* what is kept ready goes out as it is */
    struct http_reply *reply = call->reply;
    struct ready_reply one = { .key = key_of(call, party),
                               .version = call->version,
                               .minute = call->now_ms / MINUTE_MS };
    if (reply->body.failed)
        return; /* told by who sends it */
    one.places_count = (uint16_t)looks_places(&call->api->looks, buf_text(&reply->body), one.places, READY_PLACES_MAX);
    one.packed = http_reply_pack(call->request, reply);
    one.tag = hash_text(buf_text(&reply->body));
    struct ready_reply *kept = ready_put(call->api->ready, &one, &reply->body);
    if (kept) {
        give(call, kept);
        return;
    }
    count_looks(call, one.places, one.places_count);
    if (one.packed)
        http_reply_packed(call->request, reply);
    if (tag(call, one.tag))
        buf_done(&reply->body);
}
