/*
 * What records said before their newest version, and who was meant then.
 *
 *   version   1 ──────── 2 ──────── 3 (stands)
 *   views          V1        V2         V3           made of the facts until there
 *                  └ organisation of version 1: what its mention was given to in V1
 *
 * The mention of an organisation has one id through all versions of a record,
 * so only the identity log knows who it was: it is asked as of the last view
 * that was made while the version stood.  A version that came and went between
 * two views was shown to nobody, and its organisation is not known.
 */
#pragma once

#include "flow/party.h"

struct earlier_version {
    struct stored_record record;
    struct party_id organisation; /* of its first organisation, under its id of then; v 0: not known */
};

/* Sets earlier and earlier_count of each mention: the versions before mention->record, oldest first. */
enum status earlier_read(struct store *store, struct party_mention *mentions, size_t count, struct arena *arena,
                         struct error *err);
