/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/fsck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/job/tell.h"
#include "flow/profile/corpus.h"
#include "flow/profile/earlier.h"
#include "flow/profile/party.h"
#include "flow/resolve/fsck_erasure.h"
#include "flow/resolve/fsck_identity.h"
#include "os/process.h"
#include "store/change.h"

enum { KEY_HITS = 50 };
#define FSCK_ARENA_BYTES ((size_t)2 << 30)

/* A mention that a current record holds. */
struct found {
    uint64_t mention, seq; /* of the record version */
    bool linked;
};

struct fsck {
    struct store *store;
    const struct job *job;
    struct corpus corpus;
    struct arena arena, scratch;
    void (*problem)(void *ctx, const char *what, const char *id);
    void *ctx;
    VEC(struct party_id) parties;
    VEC(struct found) mentions; /* of the records as they are now, in order of id */
    uint64_t view_seq;          /* the newest record version the view knows */
    bool said_moved;            /* people said something since the view was made */
    struct fsck_report report;
    struct teller teller;
    bool failed; /* memory was gone in a callback */
};

static void fsck_done(struct fsck *fsck)
{
    corpus_close(&fsck->corpus);
    arena_done(&fsck->arena);
    arena_done(&fsck->scratch);
    vec_done(&fsck->parties);
    vec_done(&fsck->mentions);
}

static void tell_problem(struct fsck *fsck, const char *what, const char *id)
{
    fsck->report.problems++;
    fsck->problem(fsck->ctx, what, id);
}

static void tell_structure(void *ctx, const char *what, const char *id)
{
    tell_problem(ctx, what, id);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for checking");
}

/* ---- mentions ---- */

static int compare_found(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static struct found *find_mention(const struct fsck *fsck, struct mention_id id)
{
    struct found wanted = { .mention = id.v };
    if (fsck->mentions.len == 0)
        return NULL;
    return bsearch(&wanted, fsck->mentions.ptr, fsck->mentions.len, sizeof(wanted), compare_found);
}

static enum status read_mentions(struct fsck *fsck, struct error *err)
{
    struct stored_record record = { 0 };
    enum status status = store_records_begin(fsck->store, err), walked = STATUS_OK;
    uint64_t done = 0, total = store_records_count(fsck->store);
    if (status != STATUS_OK)
        return status;
    while (walked == STATUS_OK && store_records_next(fsck->store, &record)) {
        struct normal_record normal = { 0 };
        arena_reset(&fsck->arena);
        walked = corpus_normalise(&fsck->corpus, &record, &fsck->arena, &normal, err);
        for (size_t i = 0; i < normal.mentions_count && i < MENTIONS_PER_RECORD_MAX && walked == STATUS_OK; i++)
            if (!vec_push(&fsck->mentions, (struct found){ mention_id_at(record.id, &normal, i).v, record.seq, false }))
                walked = no_memory(err);
        tell(&fsck->teller, "records", ++done, total);
        if (process_interrupted())
            walked = error_set(err, STATUS_INTERRUPTED, "stopped");
    }
    status = store_records_end(fsck->store, walked == STATUS_OK ? err : NULL);
    if (fsck->mentions.len)
        qsort(fsck->mentions.ptr, fsck->mentions.len, sizeof(struct found), compare_found);
    return walked != STATUS_OK ? walked : status;
}

/* ---- parties ---- */

static bool keep_party(void *ctx, const struct stored_party *party)
{
    struct fsck *fsck = ctx;
    fsck->failed = !vec_push(&fsck->parties, party->party);
    return !fsck->failed;
}

static bool find_organisation(void *ctx, struct mention_id mention, struct party_id *ret, struct text *ret_name)
{
    struct fsck *fsck = ctx;
    struct stored_link link = { 0 };
    struct stored_party party = { 0 };
    if (store_mention_link(fsck->store, mention, &link, NULL) != STATUS_OK || link.kind != PARTY_ORGANISATION ||
        store_party_get(fsck->store, link.party, &fsck->arena, &party, NULL) != STATUS_OK)
        return false;
    *ret = link.party;
    *ret_name = party.name;
    return true;
}

static bool find_earlier(void *ctx, struct party_id then, struct party_id *ret, struct text *ret_name)
{
    struct fsck *fsck = ctx;
    struct stored_party party = { 0 };
    if (store_party_resolve(fsck->store, then, ret, NULL) != STATUS_OK ||
        store_party_get(fsck->store, *ret, &fsck->arena, &party, NULL) != STATUS_OK) {
        *ret = then;
        return false;
    }
    *ret_name = party.name;
    return true;
}

static bool find_called(void *ctx, struct text key, struct party_id like, struct party_id *ret)
{
    return earlier_called(((struct fsck *)ctx)->store, key, like, ret);
}

static bool same_role(const struct stored_role *a, const struct stored_role *b)
{
    const struct text left[] = { a->title, a->department, a->part,  a->since,     a->until,  a->email,
                                 a->phone, a->address,    a->ended, a->gone_name, a->origins },
                      right[] = { b->title, b->department, b->part,  b->since,     b->until,  b->email,
                                  b->phone, b->address,    b->ended, b->gone_name, b->origins };
    bool same = a->organisation.v == b->organisation.v && a->record.v == b->record.v;
    for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
        same = same && text_equal(left[i], right[i]);
    return same;
}

static bool same_roles(const struct party_made *made, const struct stored_role *roles, size_t count,
                       struct party_id person)
{
    size_t own = 0;
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        if (roles[i].person.v != person.v)
            continue;
        own++;
        for (size_t m = 0; m < made->roles_count && !found; m++)
            found = same_role(&made->roles[m], &roles[i]);
        if (!found)
            return false;
    }
    return own == made->roles_count;
}

static enum status check_keys(struct fsck *fsck, const struct party_made *made, const char *id, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < made->party.keys_count && status == STATUS_OK; i++) {
        struct search_hit *hits = NULL;
        size_t count = 0;
        bool found = false;
        status = store_search_key(fsck->store, made->party.keys[i].key, KEY_HITS, &fsck->arena, &hits, &count, err);
        for (size_t h = 0; h < count; h++)
            found = found || hits[h].party.v == made->party.party.v;
        if (status == STATUS_OK && !found && count < KEY_HITS)
            tell_problem(fsck, "a party is not found by a key of its records", id);
    }
    return status;
}

static enum status compare(struct fsck *fsck, const struct stored_party *kept, const struct party_made *made,
                           struct error *err)
{
    struct id_text id = party_id_text(kept->party);
    struct stored_role *roles = NULL;
    struct text profile = TEXT_EMPTY;
    size_t count = 0;
    enum status status = party_profile(&made->party, &fsck->arena, &profile, err);
    if (status != STATUS_OK)
        return status;
    if (!text_equal(kept->profile, profile))
        tell_problem(fsck, "the profile is not what the records give", id.s);
    else if (!text_equal(kept->name, made->party.name) || !text_equal(kept->sort_name, made->party.sort_name) ||
             !text_equal(kept->summary, made->party.summary) || kept->records != made->party.records)
        tell_problem(fsck, "name, summary or number of records is not what the records give", id.s);
    status = store_party_roles(fsck->store, kept->party, &fsck->arena, &roles, &count, err);
    if (status == STATUS_OK && party_id_kind(kept->party) == PARTY_PERSON &&
        !same_roles(made, roles, count, kept->party))
        tell_problem(fsck, "the roles are not what the records give", id.s);
    return status == STATUS_OK ? check_keys(fsck, made, id.s, err) : status;
}

static enum status check_party(struct fsck *fsck, struct party_id id, struct error *err)
{
    struct party_links organisations = { find_organisation, find_earlier, find_called, fsck };
    struct stored_party kept = { 0 };
    struct stored_link *links = NULL;
    struct party_made made = { 0 };
    size_t count = 0;
    bool is_stale = false, is_broken = false;
    arena_reset(&fsck->arena);
    enum status status = store_party_get(fsck->store, id, &fsck->arena, &kept, err);
    if (status == STATUS_OK)
        status = store_party_links(fsck->store, id, &fsck->arena, &links, &count, err);
    if (status != STATUS_OK || count == 0) /* a party without links is told by store_check */
        return status;
    struct party_mention *mentions = arena_array(&fsck->arena, struct party_mention, count);
    struct stored_record *records = arena_array(&fsck->arena, struct stored_record, count);
    if (!mentions || !records)
        return no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        mentions[i] = (struct party_mention){ .record = &records[i], .ordinal = links[i].ordinal };
        status = store_record_get(fsck->store, links[i].record, &fsck->arena, &records[i], err);
        is_stale = is_stale || records[i].seq > fsck->view_seq ||
                   (fsck->said_moved && said_touches(&fsck->corpus.said, links[i].mention, links[i].record));
        struct found *found = find_mention(fsck, links[i].mention);
        if (found)
            found->linked = true;
        else if (!is_stale)
            tell_problem(fsck, "a link to a mention that its record does not hold",
                         mention_id_text(links[i].mention).s);
        is_broken = is_broken || !found;
    }
    fsck->report.stale += is_stale;
    if (is_stale || is_broken)
        return status;
    if (status == STATUS_OK && party_id_kind(id) == PARTY_PERSON)
        status = earlier_read(fsck->store, mentions, count, &fsck->arena, err);
    if (status == STATUS_OK)
        status =
            party_make(&fsck->corpus, &organisations, id, mentions, count, &fsck->scratch, &fsck->arena, &made, err);
    fsck->report.parties_checked++;
    return status == STATUS_OK ? compare(fsck, &kept, &made, err) : status;
}

/* A household is not made again (that needs all residents at once): its members must be persons who are there. */
static enum status check_household(struct fsck *fsck, struct party_id id, struct error *err)
{
    struct stored_member *members = NULL;
    size_t count = 0, own = 0;
    arena_reset(&fsck->arena);
    enum status status = store_party_members(fsck->store, id, &fsck->arena, &members, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_party person = { 0 };
        struct error why = ERROR_NONE;
        if (members[i].household.v != id.v)
            continue;
        own++;
        status = store_party_get(fsck->store, members[i].person, &fsck->arena, &person, &why);
        if (status == STATUS_NOT_FOUND || party_id_kind(members[i].person) != PARTY_PERSON) {
            tell_problem(fsck, "a household with a member who is no person that is there", party_id_text(id).s);
            status = STATUS_OK;
        } else if (status != STATUS_OK && err) {
            *err = why;
        }
    }
    if (status == STATUS_OK && own < 2)
        tell_problem(fsck, "a household of fewer than two persons", party_id_text(id).s);
    return status;
}

static enum status check_parties(struct fsck *fsck, bool quick, struct error *err)
{
    enum status status = store_parties_each(fsck->store, (enum party_kind)0, keep_party, fsck, err);
    if (status == STATUS_OK && fsck->failed)
        return no_memory(err);
    for (size_t i = 0; i < fsck->parties.len && status == STATUS_OK; i += quick ? FSCK_QUICK_EVERY : 1) {
        if (party_id_kind(fsck->parties.ptr[i]) == PARTY_HOUSEHOLD)
            status = check_household(fsck, fsck->parties.ptr[i], err);
        else
            status = check_party(fsck, fsck->parties.ptr[i], err);
        tell(&fsck->teller, "parties", i, fsck->parties.len);
        if (process_interrupted())
            status = error_set(err, STATUS_INTERRUPTED, "stopped");
    }
    return status;
}

/* ---- what no party holds ---- */

static void check_unlinked(struct fsck *fsck)
{
    for (size_t i = 0; i < fsck->mentions.len; i++) {
        const struct found *found = &fsck->mentions.ptr[i];
        if (found->linked)
            continue;
        if (found->seq > fsck->view_seq) /* came in after the last resolve */
            fsck->report.stale++;
        else
            tell_problem(fsck, "a mention that is in no party",
                         mention_id_text((struct mention_id){ found->mention }).s);
    }
}

/* What the view says it is made of: it may have followed single records since a resolve told the facts (piece.h). */
static enum status view_says(struct fsck *fsck, const char *name, struct text *ret, struct error *err)
{
    struct arena *arena = &fsck->corpus.arena;
    struct ruleset ruleset = { 0 };
    enum status status = store_view_state_get(fsck->store, name, arena, ret, NULL);
    if (status != STATUS_NOT_FOUND)
        return status;
    const char *kept = strcmp(name, "seq") == 0 ? "default" : name;
    status = store_ruleset_get(fsck->store, TEXT("view"), text_from(kept), arena, &ruleset, err);
    *ret = ruleset.body;
    return status;
}

static enum status read_view(struct fsck *fsck, struct error *err)
{
    struct text seq = TEXT_EMPTY, said = TEXT_EMPTY;
    enum status status = view_says(fsck, "seq", &seq, err);
    if (status == STATUS_OK && !text_to_u64(seq, &fsck->view_seq))
        return error_set(err, STATUS_BROKEN, "what the view was made of cannot be read");
    if (status == STATUS_OK)
        status = view_says(fsck, "said", &said, err);
    if (status == STATUS_OK)
        fsck->said_moved = !text_equal(said, text_from(said_state_of(&fsck->corpus.said).s));
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status fsck_run(struct store *store, const struct job *job, bool quick,
                     void (*problem)(void *ctx, const char *what, const char *id), void *ctx, struct fsck_report *ret,
                     struct error *err)
{
    uint64_t started = clock_elapsed_ns();
    SCOPED(fsck_done)
    struct fsck fsck = { .store = store,
                         .job = job,
                         .corpus = CORPUS_CLOSED,
                         .problem = problem,
                         .ctx = ctx,
                         .arena = ARENA_UP_TO(FSCK_ARENA_BYTES),
                         .scratch = ARENA_UP_TO(FSCK_ARENA_BYTES),
                         .teller = { .job = job } };
    enum status status = store_check(store, tell_structure, &fsck, err);
    if (status == STATUS_OK)
        status = fsck_identity(store, tell_structure, &fsck, err);
    if (status == STATUS_OK)
        status = fsck_erasure(store, tell_structure, &fsck, err);
    if (status == STATUS_OK)
        status = corpus_open(store, job, &fsck.corpus, err);
    if (status == STATUS_OK)
        status = read_view(&fsck, err);
    if (status == STATUS_OK)
        status = read_mentions(&fsck, err);
    if (status == STATUS_OK)
        status = check_parties(&fsck, quick, err);
    if (status == STATUS_OK && !quick)
        check_unlinked(&fsck);
    if (status == STATUS_OK)
        status = store_state_digest(store, &fsck.report.state, err);
    fsck.report.seconds = seconds_since(started);
    *ret = fsck.report;
    return status;
}
