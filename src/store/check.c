/*
 * Is the store in order?  Each question of queries.sql named check_… gives
 * the ids for which something is wrong; none is the good answer.
 *
 * What needs work beyond comparing rows is done here: the audit chain, the
 * circles in redirects, and whether the search index holds just the words of
 * the parties (by a sum over rank and word that does not mind the order).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "store/inside.h"

struct checking {
    struct store *store;
    void (*problem)(void *ctx, const char *what, const char *id);
    void *ctx;
};

enum { TOLD_MAX = 1000 }; /* problems of one kind */

/* letter 0: a party, whose kind tells the letter. */
static const struct {
    const char *name;
    char letter;
    const char *what;
} checks[] = {
    { "check_record_versions", 'R', "the versions of a record have a gap" },
    { "check_record_replaces", 'R', "a record version does not follow the one before it" },
    { "check_record_source", 'R', "a record whose source, layout or import is not there or not its own" },
    { "check_event_source", 'E', "an event whose source or import is not there or not its own" },
    { "check_event_versions", 'E', "the versions of an event have a gap" },
    { "check_event_replaces", 'E', "an event version does not follow the one before it" },
    { "check_link_record", 'M', "a link to a record that is not there" },
    { "check_link_party", 'M', "a link to a party that is not there" },
    { "check_link_kind", 'M', "a link to a party of another kind" },
    { "check_link_twice", 'M', "a mention is linked more than once" },
    { "check_link_identity", 'M', "a link that the identity log does not know" },
    { "check_party_link", 0, "a party without a link" },
    { "check_household_member", 0, "a household without members" },
    { "check_party_live", 0, "a party that the identity log does not call live" },
    { "check_identity_party", 0, "a live identity without a party" },
    { "check_role_party", 0, "a role of a party that is not there" },
    { "check_role_record", 'R', "a role said by a record that is not there" },
    { "check_member_party", 0, "a household member that is not there" },
    { "check_member_twice", 0, "a person is in more than one household" },
    { "check_finding_record", 'R', "a finding on a record that is not there" },
    { "check_key_party", 0, "a search key of a party that is not there" },
    { "check_redirect_end", 0, "a redirect to an id that was never given" },
};

static void tell(const struct checking *checking, char letter, uint64_t id, const char *what)
{
    struct party_id party = { id };
    struct id_text text = letter ? id_text_of(letter, id) : party_id_text(party);
    checking->problem(checking->ctx, what, text.s);
}

static enum status run_check(const struct checking *checking, const char *name, char letter, const char *what,
                             struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(checking->store, name, &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    for (int told = 0; told < TOLD_MAX && db_next(stmt); told++)
        tell(checking, letter, (uint64_t)db_i64(stmt, 0), what);
    return db_end(stmt, err);
}

/* ---- the audit chain ---- */

static enum status check_audit(const struct checking *checking, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(checking->store, "audit_walk", &stmt, err), worked = STATUS_OK;
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    struct digest before = { 0 };
    uint64_t seq = 0;
    bool whole = true;
    while (whole && worked == STATUS_OK && db_next(stmt)) {
        struct audit_entry entry = { (uint64_t)db_i64(stmt, 0), db_i64(stmt, 1),  db_text(stmt, 2),
                                     db_text(stmt, 3),          db_text(stmt, 4), db_text(stmt, 5) };
        struct digest digest;
        struct text chain = { (const char *)before.bytes, seq > 0 ? sizeof(before.bytes) : 0 };
        worked = audit_digest(chain, &entry, &digest, err);
        struct text kept = db_blob(stmt, 6);
        whole = entry.seq == ++seq && kept.len == sizeof(digest.bytes) && memcmp(kept.ptr, digest.bytes, kept.len) == 0;
        if (!whole) {
            char id[24];
            snprintf(id, sizeof(id), "%llu", (unsigned long long)entry.seq);
            checking->problem(checking->ctx, "the audit chain is broken at this entry", id);
        }
        before = digest;
    }
    status = db_end(stmt, err);
    return status == STATUS_OK ? worked : status;
}

/* ---- redirects ---- */

struct redirects {
    struct map next; /* of parties whose newest event is a redirect */
    bool failed;
};

static bool keep_redirect(void *ctx, struct party_id party, enum identity_event last, struct party_id other)
{
    struct redirects *redirects = ctx;
    if (last == IDENTITY_REDIRECTED && !map_put(&redirects->next, party.v, other.v, NULL))
        redirects->failed = true;
    return !redirects->failed;
}

struct circles {
    const struct checking *checking;
    struct map *next;
};

/* Longer than there are redirects is a circle. */
static bool follow(void *ctx, struct party_id party, enum identity_event last, struct party_id other)
{
    struct circles *circles = ctx;
    if (last != IDENTITY_REDIRECTED)
        return true;
    uint64_t at = party.v;
    size_t steps = 0;
    for (uint64_t *next; steps <= circles->next->count && (next = map_get(circles->next, at)); steps++)
        at = *next;
    if (steps > circles->next->count)
        tell(circles->checking, 0, party.v, "a party redirects in a circle");
    return true;
}

static enum status check_redirects(const struct checking *checking, struct error *err)
{
    struct redirects redirects = { .next = MAP_EMPTY };
    enum status status = store_identities_each(checking->store, keep_redirect, &redirects, err);
    if (status == STATUS_OK && redirects.failed)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for checking redirects");
    struct circles circles = { checking, &redirects.next };
    if (status == STATUS_OK)
        status = store_identities_each(checking->store, follow, &circles, err);
    map_done(&redirects.next);
    return status;
}

/* ---- the search index ---- */

/* Adds up over list and rank, so the order of rows does not matter. */
struct sum {
    uint64_t count, hash;
    struct text list;
};

static void add_rank(void *ctx, uint64_t rank)
{
    struct sum *sum = ctx;
    sum->count++;
    sum->hash += hash_pair(hash_text(sum->list), rank);
}

static void add_once(struct sum *sum, struct intern *seen, struct text list, uint64_t rank)
{
    uint32_t before = seen->count;
    if (intern_put(seen, list) == before) {
        sum->list = list;
        add_rank(sum, rank);
    }
}

/* What the lists should hold for one party. */
static void expect(struct sum *words, struct sum *prefixes, struct party_id party, struct text text, uint64_t rank)
{
    SCOPED(intern_done) struct intern seen_words = INTERN_UP_TO(1 << 24);
    SCOPED(intern_done) struct intern seen_prefixes = INTERN_UP_TO(1 << 24);
    struct text word;
    add_once(words, &seen_words, word_of_kind(party_id_kind(party)), rank);
    while (word_next(&text, &word)) {
        add_once(words, &seen_words, word, rank);
        for (size_t len = 1; len <= PREFIX_BYTES_MAX && len <= word.len; len++)
            add_once(prefixes, &seen_prefixes, text_slice(word, 0, len), rank);
    }
}

/* ---- parties that changed since the lists were made ---- */

/* Who stands at which rank, 0 where the party changed since: the lists do not count there. */
struct standing {
    VEC(uint64_t) parties; /* by rank */
    struct map fresh;
};

static void standing_done(struct standing *standing)
{
    vec_done(&standing->parties);
    map_done(&standing->fresh);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for checking the search index");
}

/* Their words stand beside the lists, as they stand with the party. */
static enum status read_fresh(const struct checking *checking, struct standing *standing, struct error *err)
{
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = query(checking->store, "check_fresh", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt)) {
        fits = map_put(&standing->fresh, (uint64_t)db_i64(stmt, 0), 1, NULL);
        if (db_i64(stmt, 1) == 0)
            tell(checking, 0, (uint64_t)db_i64(stmt, 0), "a changed party is not found by its words");
    }
    status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? no_memory(err) : status;
}

/* In order of rank; ranks gathers who stands where, to be compared with search_rank. */
static enum status sum_expected(struct store *store, const struct standing *standing, struct sum *words,
                                struct sum *prefixes, bool *ret_in_order, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "check_words_of_parties", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    uint64_t rank = 0, count = standing->parties.len;
    *ret_in_order = true;
    while (db_next(stmt)) {
        struct party_id party = { (uint64_t)db_i64(stmt, 0) };
        if (map_get(&standing->fresh, party.v))
            continue;
        while (rank < count && standing->parties.ptr[rank] == 0)
            rank++;
        *ret_in_order = *ret_in_order && rank < count && standing->parties.ptr[rank] == party.v;
        expect(words, prefixes, party, db_text(stmt, 1), rank++);
    }
    while (rank < count && standing->parties.ptr[rank] == 0)
        rank++;
    *ret_in_order = *ret_in_order && rank == count;
    return db_end(stmt, err);
}

static enum status read_ranks(struct store *store, struct standing *standing, struct error *err)
{
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = query(store, "check_ranks", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt)) {
        uint64_t first = (uint64_t)db_i64(stmt, 0) * BLOCK_RANKS;
        struct text parties = db_blob(stmt, 1);
        for (uint64_t i = 0; i < parties.len / 8 && fits; i++) {
            uint64_t party = block_party(parties, first + i);
            fits = vec_push(&standing->parties, map_get(&standing->fresh, party) ? 0 : party);
        }
    }
    status = db_end(stmt, err);
    return status == STATUS_OK && !fits ? no_memory(err) : status;
}

struct kept {
    struct sum *sum;
    const struct standing *standing;
};

static void add_kept(void *ctx, uint64_t rank)
{
    struct kept *kept = ctx;
    if (rank >= kept->standing->parties.len || kept->standing->parties.ptr[rank])
        add_rank(kept->sum, rank);
}

static enum status sum_kept(struct store *store, const char *name, const struct standing *standing, struct sum *sum,
                            struct error *err)
{
    struct kept kept = { sum, standing };
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    while (db_next(stmt)) {
        sum->list = db_blob(stmt, 0);
        chunk_each((uint64_t)db_i64(stmt, 1), db_blob(stmt, 2), add_kept, &kept);
    }
    return db_end(stmt, err);
}

static bool same_sum(struct sum a, struct sum b)
{
    return a.count == b.count && a.hash == b.hash;
}

static enum status check_search(const struct checking *checking, struct error *err)
{
    SCOPED(standing_done) struct standing standing = { .fresh = MAP_EMPTY };
    struct sum words = { 0 }, prefixes = { 0 }, kept_words = { 0 }, kept_prefixes = { 0 };
    bool in_order = false;
    enum status status = read_fresh(checking, &standing, err);
    if (status == STATUS_OK)
        status = read_ranks(checking->store, &standing, err);
    if (status == STATUS_OK)
        status = sum_expected(checking->store, &standing, &words, &prefixes, &in_order, err);
    if (status == STATUS_OK)
        status = sum_kept(checking->store, "check_words_of_index", &standing, &kept_words, err);
    if (status == STATUS_OK)
        status = sum_kept(checking->store, "check_prefixes_of_index", &standing, &kept_prefixes, err);
    if (status != STATUS_OK)
        return status;
    if (!in_order)
        checking->problem(checking->ctx, "the order of the search index is not that of the parties", "search");
    else if (!same_sum(words, kept_words) || !same_sum(prefixes, kept_prefixes))
        checking->problem(checking->ctx, "the search index does not hold the words of the parties", "search");
    return status;
}

enum status store_check(struct store *store, void (*problem)(void *ctx, const char *what, const char *id), void *ctx,
                        struct error *err)
{
    struct checking checking = { store, problem, ctx };
    struct reading reading;
    enum status status = reading_begin(store, &reading, err);
    if (status != STATUS_OK)
        return status;
    status = bulk_flush(store, 0, BULK_LINK, err);
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]) && status == STATUS_OK; i++)
        status = run_check(&checking, checks[i].name, checks[i].letter, checks[i].what, err);
    if (status == STATUS_OK)
        status = check_redirects(&checking, err);
    if (status == STATUS_OK)
        status = check_audit(&checking, err);
    if (status == STATUS_OK)
        status = check_search(&checking, err);
    return reading_end(store, &reading, status);
}
