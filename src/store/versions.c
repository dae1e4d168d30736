/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/versions.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "base/search.h"

enum {
    CHUNK_ROWS = 5000,            /* looked up by one question on PostgreSQL */
    KNOWN_MAX = 16 * 1024 * 1024, /* ids of an import into an empty store that are remembered, of each kind */
    KNOWN_TIMES_MAX = 256,        /* as many times as are put: to add few to many takes longer than to look them up */
};

/* Facts by id, those of one id in the order they came: neighbours in the indexes are looked up together. */
struct ordered {
    uint64_t id;
    size_t place;
};

struct putting {
    struct store *store;
    const struct versioned *kind;
    const struct versions_put *put;
    const char *facts;
    size_t count;
    struct newest *newest; /* of each fact */
    struct ordered *order;
    size_t *before; /* of each fact, the place of the one of its id before it, plus 1; 0: none */
    int64_t last_seq;
};

static const void *fact_at(const struct putting *p, size_t place)
{
    return p->facts + place * p->kind->fact_size;
}

static uint64_t id_at(const struct putting *p, size_t place)
{
    uint64_t id;
    memcpy(&id, fact_at(p, place), sizeof(id));
    return id;
}

static int by_id(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static void put_in_order(struct putting *p)
{
    for (size_t i = 0; i < p->count; i++)
        p->order[i] = (struct ordered){ id_at(p, i), i };
    qsort(p->order, p->count, sizeof(*p->order), by_id);
    for (size_t k = 1; k < p->count; k++)
        if (p->order[k].id == p->order[k - 1].id)
            p->before[p->order[k].place] = p->order[k - 1].place + 1;
}

/* ---- what is known without asking ---- */

/*
 * Of a store that was empty when this connection began to fill it every id is
 * known, as long as nobody else put one: seq counts up without gaps.  Then
 * only what may be there is looked up.
 */
static bool knows_all(const struct known_ids *known, int64_t last_seq)
{
    return known->all && known->seq == last_seq;
}

static void forget(struct known_ids *known)
{
    vec_done(&known->ids);
    *known = (struct known_ids){ 0 };
}

void known_forget(struct store *store)
{
    for (int kind = 0; kind < KNOWN_KINDS; kind++)
        forget(&store->known[kind]);
}

/* Both are in order: merged from the end, in place. */
static void learn(struct known_ids *known, const struct putting *p)
{
    size_t stood = known->ids.len, put = p->count, total = stood + put;
    if (total > KNOWN_MAX || stood / KNOWN_TIMES_MAX > put || !vec_reserve(&known->ids, total)) {
        forget(known);
        return;
    }
    uint64_t *ids = known->ids.ptr;
    for (size_t at = total; put > 0; at--)
        ids[at - 1] = stood && ids[stood - 1] > p->order[put - 1].id ? ids[--stood] : p->order[--put].id;
    known->ids.len = total; /* one that was put twice stands there twice */
    known->seq = p->last_seq;
}

/* *at, which starts at 0, is where the last one stood or would: they are asked for in order. */
static bool is_known(const struct known_ids *known, uint64_t id, size_t *at)
{
    size_t len = known->ids.len, step = 1;
    const uint64_t *ids = known->ids.ptr;
    while (*at + step < len && ids[*at + step] < id)
        step *= 2;
    *at = LOWER_BOUND(i, *at + step / 2, *at + step + 1 < len ? *at + step + 1 : len, ids[i] < id);
    return *at < len && ids[*at] == id;
}

/* ---- what stands ---- */

static enum status look_up_each(struct putting *p, struct error *err)
{
    struct db_stmt *stmt;
    const struct known_ids *known = &p->store->known[p->kind->known];
    bool knows = knows_all(known, p->last_seq);
    size_t at = 0;
    enum status status = query(p->store, p->kind->newest, &stmt, err), worked = STATUS_OK;
    for (size_t k = 0; k < p->count && status == STATUS_OK && worked == STATUS_OK; k++) {
        size_t i = p->order[k].place;
        if (p->before[i] || (knows && !is_known(known, p->order[k].id, &at)))
            continue; /* compared with the one before it; or there is none */
        db_bind_i64(stmt, 1, (int64_t)p->order[k].id);
        if (db_next(stmt))
            worked = p->kind->with_row(p->store, stmt, fact_at(p, i), &p->newest[i], err);
        status = db_end(stmt, worked == STATUS_OK ? err : NULL);
    }
    return worked == STATUS_OK ? status : worked;
}

/* A round trip each would take longer than all the rest: the ids go over as one array. */
static enum status look_up_together(struct putting *p, size_t from, size_t count, struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    enum status status = ids_array(&p->order[from].id, sizeof(*p->order), count, &ids, err), worked = STATUS_OK;
    if (status == STATUS_OK)
        status = query(p->store, p->kind->newest_of, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, buf_text(&ids));
    while (worked == STATUS_OK && db_next(stmt)) {
        size_t k = (size_t)db_i64(stmt, p->kind->place) - 1;
        assert(k < count);
        size_t i = p->order[from + k].place;
        if (!p->before[i])
            worked = p->kind->with_row(p->store, stmt, fact_at(p, i), &p->newest[i], err);
    }
    status = db_end(stmt, worked == STATUS_OK ? err : NULL);
    return worked == STATUS_OK ? status : worked;
}

static enum status look_up(struct putting *p, struct error *err)
{
    enum status status = bulk_flush(p->store, p->kind->table, p->kind->table + 1, err);
    if (status == STATUS_OK)
        status = query_named_number(p->store, p->kind->last_seq, &p->last_seq, err);
    for (size_t i = 0; i < p->count; i++)
        p->newest[i] = (struct newest){ .change = CHANGE_CREATED };
    if (status != STATUS_OK || p->last_seq == 0)
        return status; /* nothing stands yet */
    if (db_engine_of(p->store->db) == DB_SQLITE)
        return look_up_each(p, err);
    for (size_t at = 0; at < p->count && status == STATUS_OK; at += CHUNK_ROWS)
        status = look_up_together(p, at, p->count - at < CHUNK_ROWS ? p->count - at : CHUNK_ROWS, err);
    return status;
}

/* ---- what becomes of it ---- */

/* One met before in the batch is compared with that fact, not with what was looked up. */
static enum status settle_one(struct putting *p, size_t i, struct db_bulk *into, enum change *ret, struct error *err)
{
    struct newest *newest = &p->newest[i];
    enum status status = STATUS_OK;
    if (p->before[i]) {
        size_t before = p->before[i] - 1;
        *newest = p->newest[before];
        status = p->kind->with_fact(fact_at(p, before), fact_at(p, i), &newest->change, err);
    }
    *ret = newest->change;
    if (status != STATUS_OK || newest->change == CHANGE_UNCHANGED)
        return status;
    int64_t seq = ++p->last_seq;
    if (into)
        status = p->kind->append(into, fact_at(p, i), seq, newest, p->put, err);
    newest->seq = seq;
    newest->version++;
    return status;
}

static enum status settle(struct putting *p, enum change *ret, struct error *err)
{
    struct db_bulk *into = NULL;
    enum status status = p->put->dry ? STATUS_OK : bulk(p->store, p->kind->table, &into, err);
    for (size_t k = 0; k < p->count && status == STATUS_OK; k++) {
        size_t i = p->order[k].place;
        status = settle_one(p, i, into, &ret[i], err);
    }
    return status;
}

static void putting_done(struct putting *p)
{
    free(p->newest);
    free(p->order);
    free(p->before);
}

static enum status put_all(struct putting *p, enum change *ret, struct error *err)
{
    p->newest = calloc(p->count, sizeof(*p->newest));
    p->order = calloc(p->count, sizeof(*p->order));
    p->before = calloc(p->count, sizeof(*p->before));
    if (!p->newest || !p->order || !p->before)
        return error_set(err, STATUS_NO_MEMORY, "no memory for comparing with what is kept");
    put_in_order(p);
    enum status status = look_up(p, err);
    struct known_ids *known = &p->store->known[p->kind->known];
    if (status == STATUS_OK && p->last_seq == 0 && !p->put->dry && db_engine_of(p->store->db) == DB_SQLITE) {
        forget(known);
        known->all = true;
    }
    bool knew_all = knows_all(known, p->last_seq);
    if (status == STATUS_OK)
        status = settle(p, ret, err);
    if (status == STATUS_OK && knew_all && !p->put->dry)
        learn(known, p);
    return status;
}

enum status versions_put(struct store *store, const struct versioned *kind, const struct versions_put *put,
                         const void *facts, size_t count, enum change *ret, struct error *err)
{
    SCOPED(putting_done)
    struct putting putting = { .store = store, .kind = kind, .put = put, .facts = facts, .count = count };
    struct write write;
    if (count == 0)
        return STATUS_OK;
    if (put->dry)
        return put_all(&putting, ret, err);
    enum status status = write_begin(store, &write, err);
    return status == STATUS_OK ? write_end(store, &write, put_all(&putting, ret, err), err) : status;
}
