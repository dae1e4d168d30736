/*
 * What records said before their newest version, and who was meant then.
 *
 *   version   1 ──────── 2 ──────── 3 (stands)
 *   views          V1        V2         V3           made of the facts until there
 *                  └ organisation of version 1: what its mention was given to in V1
 *
 * The mention of an organisation has one id through all versions of a record,
 * so only the identity log knows who it was: it is asked as of the last view
 * that was made while the version stood.  But that id goes along when the
 * record names another organisation, and a version that came and went between
 * two views is not in the log at all.  So the organisation is also sought by
 * what the version calls it: its number, or else its name (adr 0162).
 */
#pragma once

#include "flow/profile/party.h"

struct earlier_version {
    struct stored_record record;
    struct party_id organisation; /* of its first organisation, under its id of then; v 0: not known */
};

/* Where the person of that ordinal works by this version; NULL when it does not say. */
const struct mention *earlier_employer(const struct normal_record *then, unsigned ordinal);
/* The keys it is sought by, number before name, as party_find.h writes them; how many. */
enum { EARLIER_KEYS_MAX = 2 };
size_t earlier_keys(const struct mention *organisation, struct arena *arena, struct text ret[EARLIER_KEYS_MAX]);
/*
 * As party_links.called, of the view that stands in the store.
 */
bool earlier_called(struct store *store, struct text key, struct party_id like, struct party_id *ret);

/* Sets earlier and earlier_count of each mention: the versions before mention->record, oldest first. */
enum status earlier_read(struct store *store, struct party_mention *mentions, size_t count, struct arena *arena,
                         struct error *err);
