/*
 * An id is given once, redirected or retired while it is there, revived while
 * it is not.  At the end every mention is in a party that is there, and every
 * party that is there has a mention.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/fsck_identity.h"

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "store/history.h"

enum { STATE_GIVEN = 1, STATE_DEAD, STATE_HELD }; /* held: by a mention */

struct replay {
    struct map states; /* of each id */
    VEC(struct party_id) ids;
    void (*problem)(void *ctx, const char *what, const char *id);
    void *ctx;
    bool failed; /* memory was gone */
};

static void replay_done(struct replay *replay)
{
    map_done(&replay->states);
    vec_done(&replay->ids);
}

static void tell_of(struct replay *replay, const char *what, struct party_id id)
{
    replay->problem(replay->ctx, what, party_id_text(id).s);
}

static bool see_event(void *ctx, const struct identity_told *told)
{
    struct replay *replay = ctx;
    bool is_new = false;
    uint64_t *state = map_put(&replay->states, told->party.v, 0, &is_new);
    if (!state || (is_new && !vec_push(&replay->ids, told->party))) {
        replay->failed = true;
        return false;
    }
    switch (told->event) {
    case IDENTITY_GIVEN:
        if (*state)
            tell_of(replay, "an id that was given twice", told->party);
        *state = STATE_GIVEN;
        break;
    case IDENTITY_REVIVED:
        if (*state != STATE_DEAD)
            tell_of(replay, "an id that was revived while it was there", told->party);
        *state = STATE_GIVEN;
        break;
    case IDENTITY_REDIRECTED: /* of one that leads elsewhere already, to another */
    case IDENTITY_RETIRED:
        if (!*state)
            tell_of(replay, "an id that was taken away before it was given", told->party);
        *state = STATE_DEAD;
        break;
    }
    return true;
}

static bool see_assignment(void *ctx, struct assignment assignment)
{
    struct replay *replay = ctx;
    uint64_t *state = map_get(&replay->states, assignment.party.v);
    if (assignment.party.v == 0)
        return true;
    if (!state || *state == STATE_DEAD)
        replay->problem(replay->ctx, "a mention of a party that the identity log ends without",
                        mention_id_text(assignment.mention).s);
    else
        *state = STATE_HELD;
    return true;
}

enum status fsck_identity(struct store *store, void (*problem)(void *ctx, const char *what, const char *id), void *ctx,
                          struct error *err)
{
    SCOPED(replay_done) struct replay replay = { .problem = problem, .ctx = ctx };
    enum status status = store_identity_log_each(store, see_event, &replay, err);
    if (status == STATUS_OK && !replay.failed)
        status = store_assignments_each(store, see_assignment, &replay, err);
    if (status == STATUS_OK && replay.failed)
        return error_set(err, STATUS_NO_MEMORY, "no memory for checking");
    for (size_t i = 0; i < replay.ids.len && status == STATUS_OK; i++)
        if (*map_get(&replay.states, replay.ids.ptr[i].v) == STATE_GIVEN)
            tell_of(&replay, "a party that is there without a mention", replay.ids.ptr[i]);
    return status;
}
