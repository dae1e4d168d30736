/*
 * Names as in the file format: U usable bytes of a page, X the most of a
 * record that lies in the page, M the least when the rest goes to a chain of
 * pages of its own.  The page that holds the byte at 1 GiB is never used:
 * SQLite locks by it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "db/sqlite_tree.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    U = TREE_PAGE_BYTES,
    X_OF_TABLE = U - 35,
    X_OF_KEYED = (U - 12) * 64 / 255 - 23,
    M = (U - 12) * 32 / 255 - 23,
    LEAF_HEAD = 8,
    INNER_HEAD = 12,
    LEAF_OF_TABLE = 0x0d,
    LEAF_OF_KEYED = 0x0a,
    INNER_OF_TABLE = 0x05,
    INNER_OF_KEYED = 0x02,
    CELL_BYTES_MAX = 2 * VARINT_MAX + U,
    OUT_BYTES = 1024 * 1024,
    LOCK_PAGE = 0x40000000 / U + 1,
};

static void put_u16(unsigned char *at, uint32_t n)
{
    at[0] = (unsigned char)(n >> 8);
    at[1] = (unsigned char)n;
}

static void put_u32(unsigned char *at, uint32_t n)
{
    put_u16(at, n >> 16);
    put_u16(at + 2, n & 0xffff);
}

size_t varint_put(unsigned char *into, uint64_t n)
{
    unsigned char turned[VARINT_MAX];
    size_t len = 0;
    if (n < 0x80) {
        into[0] = (unsigned char)n;
        return 1;
    }
    if (n >> 56) { /* nine bytes: the last has all eight bits */
        into[8] = (unsigned char)n;
        n >>= 8;
        for (int i = 7; i >= 0; i--, n >>= 7)
            into[i] = (unsigned char)(n & 0x7f) | 0x80;
        return VARINT_MAX;
    }
    for (; n; n >>= 7)
        turned[len++] = (unsigned char)(n & 0x7f);
    for (size_t i = 0; i < len; i++)
        into[i] = turned[len - 1 - i] | (i + 1 < len ? 0x80 : 0);
    return len;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the pages of a view");
}

/* ---- pages ---- */

static enum status write_at(int fd, const unsigned char *bytes, size_t len, uint32_t page, struct error *err)
{
    uint64_t at = (uint64_t)(page - 1) * U;
    while (len) {
        ssize_t wrote = pwrite(fd, bytes, len, (off_t)at);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0 && errno == ENOSPC) {
            error_set(err, STATUS_IO, "cannot write to the view: the disk is full");
            error_hint(err, "Make room on the disk; what was committed before is safe.");
            return STATUS_IO;
        }
        if (wrote <= 0)
            return error_set(err, STATUS_IO, "cannot write to the view: %s", strerror(errno));
        bytes += wrote;
        len -= (size_t)wrote;
        at += (uint64_t)wrote;
    }
    return STATUS_OK;
}

enum status page_file_flush(struct page_file *file, struct error *err)
{
    enum status status = buf_status(&file->out, err);
    if (status == STATUS_OK && file->out.len)
        status = write_at(file->fd, (const unsigned char *)file->out.ptr, file->out.len, file->out_from, err);
    buf_reset(&file->out);
    file->out_from = file->next;
    return status;
}

static uint32_t next_page(const struct page_file *file)
{
    return file->next == LOCK_PAGE ? file->next + 1 : file->next;
}

static enum status put_page(struct page_file *file, const unsigned char page[U], struct error *err)
{
    static const unsigned char nothing[U];
    if (file->out.len == 0)
        file->out_from = file->next;
    if (file->next == LOCK_PAGE) {
        buf_put(&file->out, (struct text){ (const char *)nothing, U });
        file->next++;
    }
    buf_put(&file->out, (struct text){ (const char *)page, U });
    file->next++;
    return file->out.len >= OUT_BYTES ? page_file_flush(file, err) : STATUS_OK;
}

/* What does not fit beside its row: page after page, each with the number of the next. */
static enum status put_chain(struct page_file *file, struct text rest, uint32_t *ret_first, struct error *err)
{
    unsigned char page[U];
    enum status status = STATUS_OK;
    *ret_first = next_page(file);
    while (rest.len && status == STATUS_OK) {
        size_t len = rest.len < U - 4 ? rest.len : U - 4;
        struct page_file after = { .next = next_page(file) + 1 };
        put_u32(page, rest.len > len ? next_page(&after) : 0);
        memcpy(page + 4, rest.ptr, len);
        memset(page + 4 + len, 0, U - 4 - len);
        rest = text_from_offset(rest, len);
        status = put_page(file, page, err);
    }
    return status;
}

/* ---- a page that is filled from both ends ---- */

static void begin_leaf(struct tree *tree)
{
    memset(tree->leaf, 0, U);
    tree->cells = 0;
    tree->content = U;
}

static bool fits(uint32_t head, uint32_t cells, uint32_t content, size_t len)
{
    return head + 2 * (cells + 1) + len <= content;
}

static void add_cell(unsigned char *page, uint32_t head, uint32_t *cells, uint32_t *content, const void *cell,
                     size_t len)
{
    *content -= (uint32_t)len;
    memcpy(page + *content, cell, len);
    put_u16(page + head + 2 * *cells, *content);
    ++*cells;
}

static void set_head(unsigned char *page, int type, uint32_t cells, uint32_t content)
{
    page[0] = (unsigned char)type;
    put_u16(page + 3, cells);
    put_u16(page + 5, content); /* a page of 16 KiB is never so empty that this would be 65536 */
}

/* ---- leaves ---- */

void tree_init(struct tree *tree, struct page_file *file, uint32_t root, bool keyed)
{
    *tree = (struct tree){ .file = file, .root = root, .keyed = keyed };
    begin_leaf(tree);
}

void tree_done(struct tree *tree)
{
    buf_done(&tree->waiting);
    buf_done(&tree->dividers);
    vec_done(&tree->children);
}

static enum status keep_divider(struct tree *tree, struct tree_child *child, struct text divider, struct error *err)
{
    child->divider_at = tree->dividers.len;
    child->divider_len = (uint32_t)divider.len;
    buf_put(&tree->dividers, divider);
    return buf_status(&tree->dividers, err);
}

/* The leaf is done; divider is what lies between it and the next. */
static enum status end_leaf(struct tree *tree, struct text divider, struct error *err)
{
    struct tree_child child = { .page = next_page(tree->file), .first = tree->first, .last = tree->last };
    unsigned char number[VARINT_MAX];
    if (!tree->keyed)
        divider = (struct text){ (const char *)number, varint_put(number, (uint64_t)tree->last) };
    enum status status = keep_divider(tree, &child, divider, err);
    if (status == STATUS_OK && !vec_push(&tree->children, child))
        status = no_memory(err);
    set_head(tree->leaf, tree->keyed ? LEAF_OF_KEYED : LEAF_OF_TABLE, tree->cells, tree->content);
    if (status == STATUS_OK)
        status = put_page(tree->file, tree->leaf, err);
    begin_leaf(tree);
    return status;
}

/* The bytes of a row in its page; what is too long goes to a chain. */
static enum status make_cell(struct tree *tree, int64_t rowid, struct text record, unsigned char *cell, size_t *ret_len,
                             struct error *err)
{
    size_t most = tree->keyed ? X_OF_KEYED : X_OF_TABLE, local = record.len, len = varint_put(cell, record.len);
    enum status status = STATUS_OK;
    if (!tree->keyed)
        len += varint_put(cell + len, (uint64_t)rowid);
    if (local > most) {
        local = M + (record.len - M) % (U - 4);
        local = local <= most ? local : M;
    }
    memcpy(cell + len, record.ptr, local);
    len += local;
    if (local < record.len) {
        uint32_t first = 0;
        status = put_chain(tree->file, text_from_offset(record, local), &first, err);
        put_u32(cell + len, first);
        len += 4;
    }
    assert(len >= 4);
    *ret_len = len;
    return status;
}

enum status tree_put(struct tree *tree, int64_t rowid, struct text record, struct error *err)
{
    unsigned char cell[CELL_BYTES_MAX];
    size_t len = 0;
    enum status status = make_cell(tree, rowid, record, cell, &len, err);
    if (status != STATUS_OK)
        return status;
    if (tree->has_waiting) {
        status = end_leaf(tree, buf_text(&tree->waiting), err);
        tree->has_waiting = false;
    } else if (!tree->keyed && !fits(LEAF_HEAD, tree->cells, tree->content, len)) {
        status = end_leaf(tree, TEXT_EMPTY, err);
    } else if (tree->keyed && !fits(LEAF_HEAD, tree->cells, tree->content, len)) {
        buf_reset(&tree->waiting);
        buf_put(&tree->waiting, (struct text){ (const char *)cell, len });
        tree->has_waiting = true;
        return buf_status(&tree->waiting, err);
    }
    if (tree->cells == 0)
        tree->first = rowid;
    tree->last = rowid;
    add_cell(tree->leaf, LEAF_HEAD, &tree->cells, &tree->content, cell, len);
    return status;
}

enum status tree_end_run(struct tree *tree, struct error *err)
{
    assert(!tree->keyed);
    return tree->cells ? end_leaf(tree, TEXT_EMPTY, err) : STATUS_OK;
}

/* ---- inner pages ---- */

/* One page of the level above: children from to to, the last of them to the right of all cells. */
static void fill_inner(const struct tree *tree, const struct tree_child *children, size_t from, size_t to,
                       unsigned char page[U])
{
    unsigned char cell[CELL_BYTES_MAX];
    uint32_t cells = 0, content = U;
    memset(page, 0, U);
    for (size_t i = from; i < to; i++) {
        put_u32(cell, children[i].page);
        memcpy(cell + 4, tree->dividers.ptr + children[i].divider_at, children[i].divider_len);
        add_cell(page, INNER_HEAD, &cells, &content, cell, 4 + children[i].divider_len);
    }
    put_u32(page + 8, children[to].page);
    set_head(page, tree->keyed ? INNER_OF_KEYED : INNER_OF_TABLE, cells, content);
}

/* The last child that fits in one page with the first; at least one stays for the next page with its neighbour. */
static size_t last_of_inner(const struct tree_child *children, size_t from, size_t count)
{
    uint32_t cells = 0, content = U;
    size_t at = from;
    while (at + 1 < count && fits(INNER_HEAD, cells, content, 4 + children[at].divider_len)) {
        content -= 4 + children[at].divider_len;
        cells++;
        at++;
    }
    return at + 2 == count ? at - 1 : at; /* a page with one child alone would have no cell */
}

static int by_first(const void *a, const void *b)
{
    const struct tree_child *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

static enum status build_up(struct tree *tree, struct error *err)
{
    unsigned char page[U];
    enum status status = STATUS_OK;
    if (!tree->keyed)
        qsort(tree->children.ptr, tree->children.len, sizeof(*tree->children.ptr), by_first);
    while (status == STATUS_OK) {
        const struct tree_child *children = tree->children.ptr;
        size_t count = tree->children.len, above = 0;
        for (size_t from = 0, to; from < count && status == STATUS_OK; from = to + 1) {
            to = last_of_inner(children, from, count);
            fill_inner(tree, children, from, to, page);
            if (from == 0 && to + 1 == count)
                return write_at(tree->file->fd, page, U, tree->root, err);
            struct tree_child made = children[to];
            made.page = next_page(tree->file);
            tree->children.ptr[above++] = made;
            status = put_page(tree->file, page, err);
        }
        tree->children.len = above;
    }
    return status;
}

/* The row that waits to divide has nothing to its right: the last of the leaf divides instead. */
static enum status end_with_waiting(struct tree *tree, struct error *err)
{
    assert(tree->cells > 1);
    const unsigned char *pointers = tree->leaf + LEAF_HEAD + 2 * (tree->cells - 2);
    uint32_t before = (uint32_t)pointers[0] << 8 | pointers[1], last = tree->content;
    struct text divider = { (const char *)tree->leaf + last, before - last };
    tree->cells--;
    tree->content = before;
    struct buf moved = BUF_EMPTY;
    buf_put(&moved, divider);
    memset(tree->leaf + last, 0, before - last);
    memset(tree->leaf + LEAF_HEAD + 2 * tree->cells, 0, 2);
    enum status status = buf_status(&moved, err);
    if (status == STATUS_OK)
        status = end_leaf(tree, buf_text(&moved), err);
    buf_done(&moved);
    add_cell(tree->leaf, LEAF_HEAD, &tree->cells, &tree->content, tree->waiting.ptr, tree->waiting.len);
    tree->has_waiting = false;
    return status;
}

enum status tree_end(struct tree *tree, struct error *err)
{
    enum status status = tree->has_waiting ? end_with_waiting(tree, err) : STATUS_OK;
    if (status != STATUS_OK || tree->cells == 0)
        return status;
    if (tree->children.len == 0) {
        set_head(tree->leaf, tree->keyed ? LEAF_OF_KEYED : LEAF_OF_TABLE, tree->cells, tree->content);
        return write_at(tree->file->fd, tree->leaf, U, tree->root, err);
    }
    status = end_leaf(tree, TEXT_EMPTY, err);
    return status == STATUS_OK ? build_up(tree, err) : status;
}
