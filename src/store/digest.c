/*
 * One number for the whole state: equal facts give it equal on both engines,
 * after any interruption and with any number of threads.
 *
 * Each table is read in the order of its ids (texts only break ties, by
 * bytes).  A row becomes 128 bits (XXH3 under two seeds: SHA-256 of every
 * profile would take as long as reading them), and SHA-256 goes over those.
 * Nothing of the clock, of the order of writing or of this store's own
 * numbering takes part.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <endian.h>

#include "base/scoped.h"
#include "model/brief.h"
#include "store/inside.h"

/* The columns of a row: n a number, t a text, b bytes, j JSON that is kept in brief. */
static const struct {
    const char *name, *columns;
} tables[] = {
    { "digest_records", "nntbtt" },      { "digest_links", "nnnnnnnn" },    { "digest_parties", "nnttttj" },
    { "digest_roles", "nnntttttttttt" }, { "digest_members", "nntnttttt" }, { "digest_keys", "nnt" },
    { "digest_findings", "nttt" },       { "digest_reviews", "nnnnnn" },
};

static void put_text(struct buf *row, struct text value)
{
    buf_put_u64(row, value.len); /* so that columns cannot run into each other */
    buf_put_char(row, ':');
    buf_put(row, value);
}

/* What it says counts, not how it is kept. */
static void put_json(struct buf *row, struct text brief)
{
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    brief_out(brief, &json);
    put_text(row, buf_text(&json));
    row->failed = row->failed || json.failed;
}

static void put_row(const struct db_stmt *stmt, const char *columns, struct buf *row)
{
    for (int i = 0; columns[i]; i++) {
        if (columns[i] == 'n') {
            buf_put_i64(row, db_i64(stmt, i));
            buf_put_char(row, ' ');
            continue;
        }
        if (columns[i] == 'j')
            put_json(row, db_text(stmt, i));
        else
            put_text(row, columns[i] == 't' ? db_text(stmt, i) : db_blob(stmt, i));
    }
}

enum { BLOCK_BYTES = 64 * 1024 };

static void fold_in(struct digest *digest, struct buf *block)
{
    *digest = digest_of_pair((struct text){ (const char *)digest->bytes, sizeof(digest->bytes) }, buf_text(block));
    buf_reset(block);
}

static void put_hash(struct buf *block, struct text row)
{
    for (uint64_t seed = 1; seed <= 2; seed++) {
        uint64_t hash = htole64(hash_text_seeded(row, seed));
        buf_put(block, (struct text){ (const char *)&hash, sizeof(hash) });
    }
}

static enum status add_table(struct store *store, const char *name, const char *columns, struct digest *digest,
                             struct error *err)
{
    SCOPED(buf_done) struct buf row = BUF_EMPTY;
    SCOPED(buf_done) struct buf block = BUF_EMPTY;
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    put_hash(&block, text_from(name));
    while (db_next(stmt)) {
        buf_reset(&row);
        put_row(stmt, columns, &row);
        put_hash(&block, buf_text(&row));
        if (block.len >= BLOCK_BYTES)
            fold_in(digest, &block);
    }
    fold_in(digest, &block);
    status = db_end(stmt, err);
    if (status == STATUS_OK)
        status = buf_status(&row, err);
    return status == STATUS_OK ? buf_status(&block, err) : status;
}

enum status store_state_digest(struct store *store, struct digest *ret, struct error *err)
{
    struct digest digest = { 0 };
    struct reading reading;
    enum status status = reading_begin(store, &reading, err);
    if (status != STATUS_OK)
        return status;
    status = bulk_flush(store, 0, BULK_LINK, err);
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]) && status == STATUS_OK; i++)
        status = add_table(store, tables[i].name, tables[i].columns, &digest, err);
    if (status == STATUS_OK)
        *ret = digest;
    return reading_end(store, &reading, status);
}
