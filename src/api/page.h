/*
 * Pages of parties that are kept ready (api/ready.h): give one, or keep what
 * was just made.  Both count which fields were looked at, and both answer 304
 * to who has the same bytes already (If-None-Match).
 */
#pragma once

#include "api/api.h"

/* True when the reply is given. */
bool page_give(struct api_call *call, struct party_id party);
/* call->reply->body is the page, as JSON: what is sent is settled here. */
void page_made(struct api_call *call, struct party_id party);
