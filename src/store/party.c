/*
 * What the view is asked: a party, its links, roles and household, and all of them for an export.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "model/brief.h"
#include "store/inside.h"
#include "store/piece.h"

/* A list asked for by one id. */
static enum status list_by(struct store *store, const char *name, uint64_t id, struct arena *arena, size_t item_size,
                           bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void **ret,
                           size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    return query_collect(stmt, arena, item_size, read, ret, ret_count, err);
}

/* Its texts are good until the next row; profile is the memory of what is kept in brief. */
static void party_view(const struct db_stmt *stmt, struct buf *profile, struct stored_party *ret)
{
    buf_reset(profile);
    brief_out(db_text(stmt, 5), profile);
    *ret = (struct stored_party){
        .party = { (uint64_t)db_i64(stmt, 0) },
        .records = (uint32_t)db_i64(stmt, 1),
        .name = db_text(stmt, 2),
        .sort_name = db_text(stmt, 3),
        .summary = db_text(stmt, 4),
        .profile = buf_text(profile),
        .search = db_text(stmt, 6),
    };
}

static bool party_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    SCOPED(buf_done) struct buf profile = BUF_EMPTY;
    struct stored_party *party = item;
    party_view(stmt, &profile, party);
    party->profile = profile.failed ? TEXT_EMPTY : arena_copy(arena, buf_text(&profile));
    return party->profile.ptr && column_keep(stmt, 2, arena, &party->name) &&
           column_keep(stmt, 3, arena, &party->sort_name) && column_keep(stmt, 4, arena, &party->summary) &&
           column_keep(stmt, 6, arena, &party->search);
}

enum status store_party_get(struct store *store, struct party_id id, struct arena *arena, struct stored_party *ret,
                            struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id.v);
    return query_one(stmt, arena, party_read, ret, "there is no such party", err);
}

static bool name_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    return column_keep(stmt, 0, arena, item);
}

enum status store_party_name(struct store *store, struct party_id id, struct arena *arena, struct text *ret,
                             struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_name", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id.v);
    return query_one(stmt, arena, name_read, ret, "there is no such party", err);
}

static bool head_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct party_head *head = item;
    head->records = (uint32_t)db_i64(stmt, 1);
    return column_keep(stmt, 0, arena, &head->name);
}

enum status store_party_head(struct store *store, struct party_id id, struct arena *arena, struct party_head *ret,
                             struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_head", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id.v);
    return query_one(stmt, arena, head_read, ret, "there is no such party", err);
}

bool link_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    *(struct stored_link *)item = (struct stored_link){
        .mention = { (uint64_t)db_i64(stmt, 0) },
        .record = { (uint64_t)db_i64(stmt, 1) },
        .kind = (enum party_kind)db_i64(stmt, 2),
        .ordinal = (uint8_t)db_i64(stmt, 3),
        .party = { (uint64_t)db_i64(stmt, 4) },
        .score = (int32_t)db_i64(stmt, 5),
        .reason = (uint8_t)db_i64(stmt, 6),
        .best = { (uint64_t)db_i64(stmt, 7) },
    };
    return true;
}

enum status store_party_links(struct store *store, struct party_id id, struct arena *arena, struct stored_link **ret,
                              size_t *ret_count, struct error *err)
{
    return list_by(store, "party_links", id.v, arena, sizeof(struct stored_link), link_read, (void **)ret, ret_count,
                   err);
}

enum status store_record_links(struct store *store, struct record_id id, struct arena *arena, struct stored_link **ret,
                               size_t *ret_count, struct error *err)
{
    return list_by(store, "record_links", id.v, arena, sizeof(struct stored_link), link_read, (void **)ret, ret_count,
                   err);
}

enum status store_mention_link(struct store *store, struct mention_id id, struct stored_link *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "mention_link", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id.v);
    return query_one(stmt, NULL, link_read, ret, "there is no such mention", err);
}

static bool role_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct stored_role *role = item;
    role->person.v = (uint64_t)db_i64(stmt, 0);
    role->organisation.v = (uint64_t)db_i64(stmt, 1);
    role->record.v = (uint64_t)db_i64(stmt, 4);
    struct text *texts[] = { &role->part,    &role->since, &role->until,     &role->email,  &role->phone,
                             &role->address, &role->ended, &role->gone_name, &role->origins };
    for (int i = 0; i < 9; i++)
        if (!column_keep(stmt, 5 + i, arena, texts[i]))
            return false;
    return column_keep(stmt, 2, arena, &role->title) && column_keep(stmt, 3, arena, &role->department);
}

enum status store_party_roles(struct store *store, struct party_id id, struct arena *arena, struct stored_role **ret,
                              size_t *ret_count, struct error *err)
{
    return list_by(store, "party_roles", id.v, arena, sizeof(struct stored_role), role_read, (void **)ret, ret_count,
                   err);
}

static bool member_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct stored_member *member = item;
    member->household.v = (uint64_t)db_i64(stmt, 0);
    member->person.v = (uint64_t)db_i64(stmt, 1);
    member->has_left = db_i64(stmt, 3) != 0;
    struct text *texts[] = { &member->since, &member->until, &member->ended, &member->since_origin,
                             &member->until_origin };
    for (int i = 0; i < 5; i++)
        if (!column_keep(stmt, 4 + i, arena, texts[i]))
            return false;
    return column_keep(stmt, 2, arena, &member->place);
}

/* Most persons are of no household, and what one has to do then is less than to ask for all of it. */
static enum status has_lived(struct store *store, struct party_id person, bool with_left, bool *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "person_lived", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)person.v);
    db_bind_i64(stmt, 2, with_left);
    *ret = db_next(stmt);
    return db_end(stmt, err);
}

static enum status members_of(struct store *store, struct party_id id, bool with_left, struct arena *arena,
                              struct stored_member **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    bool is_household = party_id_kind(id) == PARTY_HOUSEHOLD, any = is_household;
    enum status status = is_household ? STATUS_OK : has_lived(store, id, with_left, &any, err);
    if (status == STATUS_OK)
        status = query(store, is_household ? "household_members" : "person_members", &stmt, err);
    *ret = arena_array(arena, struct stored_member, 1);
    *ret_count = 0;
    if (status != STATUS_OK || !any)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id.v);
    db_bind_i64(stmt, 2, with_left);
    return query_collect(stmt, arena, sizeof(struct stored_member), member_read, (void **)ret, ret_count, err);
}

enum status store_party_members(struct store *store, struct party_id id, struct arena *arena,
                                struct stored_member **ret, size_t *ret_count, struct error *err)
{
    return members_of(store, id, false, arena, ret, ret_count, err);
}

enum status store_party_members_ever(struct store *store, struct party_id id, struct arena *arena,
                                     struct stored_member **ret, size_t *ret_count, struct error *err)
{
    return members_of(store, id, true, arena, ret, ret_count, err);
}

static bool finding_item_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct stored_finding *finding = item;
    finding->record.v = (uint64_t)db_i64(stmt, 0);
    if (!finding_read(db_text(stmt, 1), &finding->finding))
        finding->finding = FINDING_NONE; /* written by a newer program */
    snprintf(finding->field.s, sizeof(finding->field.s), "%.*s", TEXT_ARG(db_text(stmt, 2)));
    return column_keep(stmt, 3, arena, &finding->proposal);
}

enum status store_record_findings(struct store *store, struct record_id id, struct arena *arena,
                                  struct stored_finding **ret, size_t *ret_count, struct error *err)
{
    return list_by(store, "record_findings", id.v, arena, sizeof(struct stored_finding), finding_item_read,
                   (void **)ret, ret_count, err);
}

bool review_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    *(struct stored_review *)item = (struct stored_review){
        .a = { (uint64_t)db_i64(stmt, 0) },
        .b = { (uint64_t)db_i64(stmt, 1) },
        .party_a = { (uint64_t)db_i64(stmt, 2) },
        .party_b = { (uint64_t)db_i64(stmt, 3) },
        .score = (int32_t)db_i64(stmt, 4),
        .worth = db_i64(stmt, 5),
    };
    return true;
}

enum status store_reviews(struct store *store, size_t limit, size_t offset, struct arena *arena,
                          struct stored_review **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "reviews", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)limit);
    db_bind_i64(stmt, 2, (int64_t)offset);
    return query_collect(stmt, arena, sizeof(struct stored_review), review_read, (void **)ret, ret_count, err);
}

enum status store_parties_each(struct store *store, enum party_kind kind,
                               bool (*each)(void *ctx, const struct stored_party *party), void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    struct reading reading; /* what each asks of the view is of the same one */
    int64_t from, to;
    enum status status = reading_begin(store, &reading, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "parties", &stmt, err);
    if (status != STATUS_OK)
        return reading_end(store, &reading, status);
    party_range(kind, &from, &to);
    db_bind_i64(stmt, 1, from);
    db_bind_i64(stmt, 2, to);
    status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return reading_end(store, &reading, status);
    SCOPED(buf_done) struct buf profile = BUF_EMPTY;
    struct stored_party party;
    bool more = true;
    while (more && db_next(stmt)) {
        party_view(stmt, &profile, &party);
        more = !profile.failed && each(ctx, &party);
    }
    status = db_end(stmt, err);
    return reading_end(store, &reading, status == STATUS_OK ? buf_status(&profile, err) : status);
}

/* ---- counts ---- */

static enum status count_kind(struct store *store, enum party_kind kind, uint64_t *ret, struct error *err)
{
    struct db_stmt *stmt;
    int64_t from, to, count;
    enum status status = query(store, "count_parties", &stmt, err);
    if (status != STATUS_OK)
        return status;
    party_range(kind, &from, &to);
    db_bind_i64(stmt, 1, from);
    db_bind_i64(stmt, 2, to);
    status = query_number(stmt, &count, err);
    *ret = (uint64_t)count;
    return status;
}

enum status store_count(struct store *store, struct store_counts *ret, struct error *err)
{
    struct store_counts counts = { 0 };
    const struct {
        const char *name;
        uint64_t *into;
    } asked[] = {
        { "count_sources", &counts.sources }, { "count_versions", &counts.versions },
        { "records_count", &counts.records }, { "count_rejected", &counts.rejected },
        { "count_events", &counts.events },   { "count_links", &counts.mentions },
        { "count_roles", &counts.roles },     { "count_findings", &counts.findings },
        { "count_reviews", &counts.reviews }, { "count_decisions", &counts.decisions },
    };
    enum status status = bulk_flush(store, 0, BULK_LINK, err);
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]) && status == STATUS_OK; i++) {
        int64_t count;
        status = query_named_number(store, asked[i].name, &count, err);
        *asked[i].into = status == STATUS_OK ? (uint64_t)count : 0;
    }
    if (status == STATUS_OK)
        status = count_kind(store, PARTY_PERSON, &counts.persons, err);
    if (status == STATUS_OK)
        status = count_kind(store, PARTY_ORGANISATION, &counts.organisations, err);
    if (status == STATUS_OK)
        status = count_kind(store, PARTY_HOUSEHOLD, &counts.households, err);
    if (status == STATUS_OK)
        *ret = counts;
    return status;
}
