/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/party_word.h"

#include "base/scoped.h"
#include "flow/job/pick.h"

enum { WORD_ARENA_BYTES = 64 * 1024 * 1024 };

enum status party_of_word(struct store *store, struct text word, struct party_id *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(WORD_ARENA_BYTES);
    struct picked picked = { 0 };
    if (party_id_read(word, ret))
        return STATUS_OK;
    enum status status = pick_mentions(store, word, &arena, &picked, err);
    *ret = picked.party;
    return status;
}
