/*
 * All that a party is and was called, here and elsewhere.  No key is ever
 * thrown away: what a letter of five years ago says still leads to the party.
 *
 * KeyRing
 *   { "party": {id, name},
 *     "ids": [ { "id": id, "current": bool } ],       its own, and those that were merged into it
 *     "numbers": [ { "number": text, "current": bool, "at": time } ],
 *     "keys": [ { "source": text, "key": text, "record": id, "current": bool } ] }
 *              current false: a record that was with the party once and is with another now
 */
#pragma once

#include "base/json_out.h"
#include "store/store.h"

/* Follows redirects. STATUS_NOT_FOUND as view_party(). */
enum status view_key_ring(struct store *store, struct party_id id, struct json_out *json, struct error *err);
