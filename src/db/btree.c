/*
 * Leaves are filled but for an eighth, which rows that come between need later
 * (adr 0191), and written by the run of neighbouring pages.  What is above them is known
 * when they are: of a table it is made at the end, of a list of its leaves; of
 * an index each full page sends the entry that follows it up a level.
 *
 *     table                          index
 *     (3) (6)          ◀ highest     [4]  [8]         ◀ entries, not copies
 *     1 2 3 | 4 5 6 | 7 8 9          1 2 3 | 5 6 7 | 9
 *
 * Pages are given out by runs that grow, so that a small tree takes one and a
 * large one is written a quarter of a megabyte at a time.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "db/btree.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    EXTENT_PAGES_MAX = 64,
    LOCK_PAGE = 0x40000000 / PAGE_BYTES + 1, /* SQLite locks bytes of it and keeps nothing there */
    LEAF_HEAD = 8,
    INSIDE_HEAD = 12,
    TABLE_INSIDE = 0x05,
    TABLE_LEAF = 0x0d,
    INDEX_INSIDE = 0x02,
    INDEX_LEAF = 0x0a,
    CELL_BYTES_MIN = 4,
    /* a leaf with some cells keeps that much for rows that come between, which would else make two pages of three */
    LEAF_SPARE_BYTES = PAGE_BYTES / 8,
    LEAF_SPARE_FROM = 4, /* cells */
    /* of a payload that does not fit: how much stays (fileformat2, 1.6) */
    TABLE_LOCAL_MAX = PAGE_BYTES - 35,
    INDEX_LOCAL_MAX = (PAGE_BYTES - 12) * 64 / 255 - 23,
    LOCAL_MIN = (PAGE_BYTES - 12) * 32 / 255 - 23,
    OVERFLOW_BYTES = PAGE_BYTES - 4,
    INSIDE_CHILDREN_MAX = (PAGE_BYTES - INSIDE_HEAD) / (2 + 4 + 9), /* a place, a page, a row of nine bytes */
    TRUNK_PAGES_MAX = PAGE_BYTES / 4 - 8,                           /* as old versions of SQLite want it */
    /* in the head of the file */
    HEAD_PAGES_AT = 28,
    HEAD_UNUSED_AT = 32,
    HEAD_UNUSED_COUNT_AT = 36,
    HEAD_BYTES = 100,
};

static void put_u16(uint8_t *at, unsigned n)
{
    at[0] = (uint8_t)(n >> 8);
    at[1] = (uint8_t)n;
}

static void put_u32(uint8_t *at, uint32_t n)
{
    put_u16(at, n >> 16);
    put_u16(at + 2, n & 0xffff);
}

static uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Seven bits a byte, the highest first; of nine bytes the last has eight. */
static unsigned put_varint(uint8_t *at, uint64_t n)
{
    uint8_t low_first[10];
    unsigned len = 0;
    if (n < 0x80) {
        at[0] = (uint8_t)n;
        return 1;
    }
    if (n >> 56) {
        at[8] = (uint8_t)n;
        n >>= 8;
        for (int i = 7; i >= 0; i--, n >>= 7)
            at[i] = (uint8_t)(n & 0x7f) | 0x80;
        return 9;
    }
    for (; n || len == 0; n >>= 7)
        low_first[len++] = (uint8_t)(n & 0x7f) | 0x80;
    low_first[0] &= 0x7f;
    for (unsigned i = 0; i < len; i++)
        at[i] = low_first[len - 1 - i];
    return len;
}

/* ---- the file ---- */

static enum status io_failed(const char *doing, struct error *err)
{
    bool full = errno == ENOSPC || errno == EDQUOT;
    enum status status =
        error_set(err, STATUS_STORE, "cannot %s: %s", doing, full ? "the disk is full" : strerror(errno));
    if (full)
        error_hint(err, "Make room on the disk; what was committed before is safe.");
    return status;
}

static enum status write_at(int fd, const void *bytes, size_t len, uint64_t at, struct error *err)
{
    const char *from = bytes;
    while (len) {
        ssize_t written = pwrite(fd, from, len, (off_t)at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return io_failed("write to the store", err);
        from += written;
        at += (uint64_t)written;
        len -= (size_t)written;
    }
    return STATUS_OK;
}

static uint64_t place_of(uint32_t page)
{
    return (uint64_t)(page - 1) * PAGE_BYTES;
}

enum status pages_begin(const char *path, struct pages *ret, struct error *err)
{
    struct stat about;
    *ret = PAGES_NONE;
    ret->fd = open(path, O_RDWR | O_CLOEXEC);
    if (ret->fd < 0 || fstat(ret->fd, &about) != 0)
        return io_failed("open the store", err);
    ret->count = (uint32_t)((uint64_t)about.st_size / PAGE_BYTES);
    return STATUS_OK;
}

void pages_done(struct pages *pages)
{
    if (pages->fd >= 0)
        close(pages->fd);
    vec_done(&pages->unused);
    *pages = PAGES_NONE;
}

/* A run of so many pages; fewer never. */
static enum status give_run(struct pages *pages, uint32_t room, uint32_t *ret, struct error *err)
{
    enum status status = STATUS_OK;
    pthread_mutex_lock(&pages->lock);
    uint64_t from = (uint64_t)pages->count + 1;
    if (from <= LOCK_PAGE && from + room > LOCK_PAGE) {
        for (; from < LOCK_PAGE && status == STATUS_OK; from++)
            if (!vec_push(&pages->unused, (uint32_t)from))
                status = error_set(err, STATUS_NO_MEMORY, "no memory for pages");
        from = LOCK_PAGE + 1;
    }
    if (from + room > UINT32_MAX - 1)
        status = error_set(err, STATUS_LIMIT, "a view has more pages than a file can have");
    if (status == STATUS_OK) {
        *ret = (uint32_t)from;
        pages->count = (uint32_t)(from + room - 1);
    }
    pthread_mutex_unlock(&pages->lock);
    return status;
}

static enum status give_back(struct pages *pages, uint32_t from, uint32_t to, struct error *err)
{
    enum status status = STATUS_OK;
    pthread_mutex_lock(&pages->lock);
    for (uint32_t page = from; page < to && status == STATUS_OK; page++)
        if (!vec_push(&pages->unused, page))
            status = error_set(err, STATUS_NO_MEMORY, "no memory for pages");
    pthread_mutex_unlock(&pages->lock);
    return status;
}

/* Pages nobody used are listed by some of them; what lies on the others is nobody's business. */
static enum status list_unused(struct pages *pages, struct error *err)
{
    uint8_t trunk[PAGE_BYTES];
    uint32_t next = 0;
    enum status status = STATUS_OK;
    for (size_t at = 0; at < pages->unused.len && status == STATUS_OK;) {
        uint32_t page = pages->unused.ptr[at++], count = 0;
        memset(trunk, 0, sizeof(trunk));
        for (; at < pages->unused.len && count < TRUNK_PAGES_MAX; at++)
            put_u32(trunk + 8 + 4 * (size_t)count++, pages->unused.ptr[at]);
        put_u32(trunk, next);
        put_u32(trunk + 4, count);
        status = write_at(pages->fd, trunk, sizeof(trunk), place_of(page), err);
        next = page;
    }
    uint8_t head[8];
    put_u32(head, next);
    put_u32(head + 4, (uint32_t)pages->unused.len);
    return status == STATUS_OK ? write_at(pages->fd, head, sizeof(head), HEAD_UNUSED_AT, err) : status;
}

enum status pages_end(struct pages *pages, struct error *err)
{
    uint8_t head[HEAD_BYTES];
    if (pread(pages->fd, head, sizeof(head), 0) != (ssize_t)sizeof(head))
        return io_failed("read the store", err);
    if (get_u32(head + HEAD_UNUSED_AT)) /* SQLite left some: the schema was just made, so that cannot be */
        return error_set(err, STATUS_BROKEN, "a view that grows has pages without use");
    enum status status = list_unused(pages, err);
    put_u32(head, pages->count);
    if (status == STATUS_OK)
        status = write_at(pages->fd, head, 4, HEAD_PAGES_AT, err);
    if (status == STATUS_OK && ftruncate(pages->fd, (off_t)((uint64_t)pages->count * PAGE_BYTES)) != 0)
        status = io_failed("write to the store", err);
    pages_done(pages);
    return status;
}

/* ---- pages of one tree ---- */

static enum status write_extent(struct btree *tree, struct error *err)
{
    return tree->used
               ? write_at(tree->pages->fd, tree->extent, (size_t)tree->used * PAGE_BYTES, place_of(tree->from), err)
               : STATUS_OK;
}

/* Room for a page that is filled now: its bytes stand until the next is asked for. */
static enum status next_page(struct btree *tree, uint8_t **ret, uint32_t *ret_page, struct error *err)
{
    if (tree->used == tree->room) {
        uint32_t room = tree->room == 0 ? 1 : tree->room * 2 < EXTENT_PAGES_MAX ? tree->room * 2 : EXTENT_PAGES_MAX;
        enum status status = write_extent(tree, err);
        if (status == STATUS_OK)
            status = give_run(tree->pages, room, &tree->from, err);
        uint8_t *grown = status == STATUS_OK ? realloc(tree->extent, (size_t)room * PAGE_BYTES) : NULL;
        if (!grown)
            return status == STATUS_OK ? error_set(err, STATUS_NO_MEMORY, "no memory for pages") : status;
        tree->extent = grown;
        tree->room = room;
        tree->used = 0;
    }
    *ret = tree->extent + (size_t)tree->used * PAGE_BYTES;
    *ret_page = tree->from + tree->used++;
    return STATUS_OK;
}

static void page_clear(struct page *page, unsigned head)
{
    page->head = head;
    page->cells = 0;
    page->low = PAGE_BYTES;
    page->last_len = 0;
}

/* Where a cell of that length is to be written; NULL when the page is full. */
static uint8_t *page_take(struct page *page, unsigned len)
{
    unsigned places_end = page->head + 2 * page->cells;
    if (len < CELL_BYTES_MIN) {
        if (places_end + 2 + CELL_BYTES_MIN > page->low)
            return NULL;
        memset(page->bytes + page->low - CELL_BYTES_MIN, 0, CELL_BYTES_MIN);
        len = CELL_BYTES_MIN;
    }
    bool spares = page->head == LEAF_HEAD && page->cells >= LEAF_SPARE_FROM;
    if (places_end + 2 + len + (spares ? LEAF_SPARE_BYTES : 0) > page->low)
        return NULL;
    page->low -= len;
    page->last_len = len;
    put_u16(page->bytes + places_end, page->low);
    page->cells++;
    return page->bytes + page->low;
}

/* Head and all: right is the page after the last cell, of one that is not a leaf. */
static void page_finish(struct page *page, uint8_t type, uint32_t right)
{
    page->bytes[0] = type;
    put_u16(page->bytes + 1, 0);
    put_u16(page->bytes + 3, page->cells);
    put_u16(page->bytes + 5, page->low);
    page->bytes[7] = 0;
    if (page->head == INSIDE_HEAD)
        put_u32(page->bytes + 8, right);
    unsigned places_end = page->head + 2 * page->cells;
    memset(page->bytes + places_end, 0, page->low - places_end);
}

static enum status page_put(struct btree *tree, struct page *page, uint8_t type, uint32_t right, uint32_t *ret,
                            struct error *err)
{
    uint8_t *into = NULL;
    page_finish(page, type, right);
    enum status status = next_page(tree, &into, ret, err);
    if (status == STATUS_OK)
        memcpy(into, page->bytes, PAGE_BYTES);
    page_clear(page, page->head);
    return status;
}

static enum status root_put(struct btree *tree, struct page *page, uint8_t type, uint32_t right, struct error *err)
{
    page_finish(page, type, right);
    return write_at(tree->pages->fd, page->bytes, PAGE_BYTES, place_of(tree->root), err);
}

/* How much of a payload stays in its cell. */
static size_t local_of(size_t len, size_t local_max)
{
    if (len <= local_max)
        return len;
    size_t kept = LOCAL_MIN + (len - LOCAL_MIN) % OVERFLOW_BYTES;
    return kept <= local_max ? kept : LOCAL_MIN;
}

/* What does not fit, in a chain of pages; the last first, as each names the next. */
static enum status put_overflow(struct btree *tree, struct text rest, uint32_t *ret, struct error *err)
{
    enum status status = STATUS_OK;
    *ret = 0;
    for (size_t end = rest.len; end > 0 && status == STATUS_OK;) {
        size_t from = (end - 1) / OVERFLOW_BYTES * OVERFLOW_BYTES;
        uint8_t *into = NULL;
        uint32_t next = *ret;
        status = next_page(tree, &into, ret, err);
        if (status != STATUS_OK)
            break;
        put_u32(into, next);
        memcpy(into + 4, rest.ptr + from, end - from);
        memset(into + 4 + (end - from), 0, OVERFLOW_BYTES - (end - from));
        end = from;
    }
    return status;
}

static struct level *level_of(struct btree *tree, unsigned number)
{
    assert(number < PAGE_LEVELS_MAX);
    if (!tree->levels[number]) {
        struct level *made = malloc(sizeof(*made));
        if (!made)
            return NULL;
        made->waits = false;
        page_clear(&made->page, number ? INSIDE_HEAD : LEAF_HEAD);
        tree->levels[number] = made;
    }
    return tree->levels[number];
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for pages");
}

void btree_begin(struct btree *tree, struct pages *pages, uint32_t root, bool is_index)
{
    *tree = (struct btree){ .pages = pages, .root = root, .is_index = is_index };
}

void btree_done(struct btree *tree)
{
    for (unsigned i = 0; i < PAGE_LEVELS_MAX; i++)
        free(tree->levels[i]);
    free(tree->extent);
    vec_done(&tree->leaves);
    *tree = BTREE_NONE;
}

/* ---- a table ---- */

enum status btree_run(struct btree *tree, struct error *err)
{
    struct level *leaf = tree->levels[0];
    struct leaf put = { .first = tree->first, .last = tree->last };
    if (!leaf || leaf->page.cells == 0)
        return STATUS_OK;
    enum status status = page_put(tree, &leaf->page, TABLE_LEAF, 0, &put.page, err);
    return status != STATUS_OK ? status : vec_push(&tree->leaves, put) ? STATUS_OK : no_memory(err);
}

enum status btree_add_row(struct btree *tree, int64_t row, struct text record, struct error *err)
{
    struct level *leaf = level_of(tree, 0);
    uint8_t head[20];
    unsigned head_len = put_varint(head, record.len);
    size_t local = local_of(record.len, TABLE_LOCAL_MAX);
    uint32_t overflow = 0;
    enum status status = STATUS_OK;
    if (!leaf)
        return no_memory(err);
    head_len += put_varint(head + head_len, (uint64_t)row);
    if (local < record.len)
        status = put_overflow(tree, text_from_offset(record, local), &overflow, err);
    unsigned len = head_len + (unsigned)local + (overflow ? 4 : 0);
    uint8_t *cell = status == STATUS_OK ? page_take(&leaf->page, len) : NULL;
    if (!cell && status == STATUS_OK) {
        status = btree_run(tree, err);
        cell = status == STATUS_OK ? page_take(&leaf->page, len) : NULL;
    }
    if (status != STATUS_OK)
        return status;
    assert(cell); /* a page holds any one cell */
    memcpy(cell, head, head_len);
    memcpy(cell + head_len, record.ptr, local);
    if (overflow)
        put_u32(cell + head_len + local, overflow);
    if (leaf->page.cells == 1)
        tree->first = row;
    tree->last = row;
    return STATUS_OK;
}

static int by_first(const void *a, const void *b)
{
    const struct leaf *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* One level up: the pages in leaves become those above them, filled evenly. */
static enum status put_above(struct btree *tree, struct page *page, bool *ret_is_root, struct error *err)
{
    size_t children = tree->leaves.len, count = (children + INSIDE_CHILDREN_MAX - 1) / INSIDE_CHILDREN_MAX;
    enum status status = STATUS_OK;
    *ret_is_root = count == 1;
    for (size_t p = 0; p < count && status == STATUS_OK; p++) {
        size_t from = children * p / count, to = children * (p + 1) / count;
        struct leaf above = { .first = tree->leaves.ptr[from].first, .last = tree->leaves.ptr[to - 1].last };
        for (size_t i = from; i + 1 < to; i++) {
            uint8_t row[9];
            unsigned len = put_varint(row, (uint64_t)tree->leaves.ptr[i].last);
            uint8_t *cell = page_take(page, 4 + len);
            assert(cell);
            put_u32(cell, tree->leaves.ptr[i].page);
            memcpy(cell + 4, row, len);
        }
        uint32_t right = tree->leaves.ptr[to - 1].page;
        status = count == 1 ? root_put(tree, page, TABLE_INSIDE, right, err)
                            : page_put(tree, page, TABLE_INSIDE, right, &above.page, err);
        tree->leaves.ptr[p] = above;
    }
    tree->leaves.len = count;
    return status;
}

static enum status end_table(struct btree *tree, struct error *err)
{
    struct level *leaf = tree->levels[0];
    if (!leaf)
        return STATUS_OK;
    if (tree->leaves.len == 0)
        return root_put(tree, &leaf->page, TABLE_LEAF, 0, err);
    enum status status = btree_run(tree, err);
    bool is_root = false;
    if (status != STATUS_OK)
        return status;
    qsort(tree->leaves.ptr, tree->leaves.len, sizeof(*tree->leaves.ptr), by_first);
    assert(tree->leaves.len > 1); /* a run is followed by a row */
    page_clear(&leaf->page, INSIDE_HEAD);
    while (status == STATUS_OK && !is_root)
        status = put_above(tree, &leaf->page, &is_root, err);
    return status;
}

/* ---- an index ---- */

static bool put_cell(struct level *level, unsigned number, uint32_t child, const uint8_t *body, unsigned len)
{
    unsigned head = number ? 4 : 0;
    uint8_t *cell = page_take(&level->page, head + len);
    if (!cell)
        return false;
    if (head)
        put_u32(cell, child);
    memcpy(cell + head, body, len);
    level->last_len = len;
    return true;
}

static uint8_t type_of(unsigned number)
{
    return number ? INDEX_INSIDE : INDEX_LEAF;
}

static enum status push(struct btree *tree, unsigned number, uint32_t child, const uint8_t *body, unsigned len,
                        struct error *err)
{
    struct level *level = level_of(tree, number);
    if (!level)
        return no_memory(err);
    if (level->waits) { /* what waits stands between the full page and what comes now */
        uint32_t page = 0;
        enum status status = page_put(tree, &level->page, type_of(number), level->waiting_child, &page, err);
        level->waits = false;
        if (status == STATUS_OK)
            status = push(tree, number + 1, page, level->waiting.bytes, level->waiting.len, err);
        if (status != STATUS_OK)
            return status;
    }
    if (put_cell(level, number, child, body, len))
        return STATUS_OK;
    level->waits = true;
    level->waiting_child = child;
    level->waiting.len = len;
    memcpy(level->waiting.bytes, body, len);
    return STATUS_OK;
}

enum status btree_add_entry(struct btree *tree, struct text record, struct error *err)
{
    uint8_t body[INDEX_LOCAL_MAX + 20];
    unsigned len = put_varint(body, record.len);
    size_t local = local_of(record.len, INDEX_LOCAL_MAX);
    memcpy(body + len, record.ptr, local);
    len += (unsigned)local;
    if (local < record.len) {
        uint32_t overflow = 0;
        enum status status = put_overflow(tree, text_from_offset(record, local), &overflow, err);
        if (status != STATUS_OK)
            return status;
        put_u32(body + len, overflow);
        len += 4;
    }
    return push(tree, 0, 0, body, len, err);
}

/* Nothing follows what waits: the last cell of the full page stands between them in its place. */
static enum status settle_waiting(struct btree *tree, unsigned number, struct level *level, struct error *err)
{
    unsigned head = number ? 4 : 0;
    struct page *page = &level->page;
    struct cell last;
    uint32_t right = head ? get_u32(page->bytes + page->low) : 0, put = 0;
    assert(page->cells > 1); /* four of the largest fit */
    last.len = level->last_len;
    memcpy(last.bytes, page->bytes + page->low + head, last.len);
    page->low += page->last_len;
    page->cells--;
    enum status status = page_put(tree, page, type_of(number), right, &put, err);
    level->waits = false;
    if (status == STATUS_OK)
        status = push(tree, number + 1, put, last.bytes, last.len, err);
    if (status == STATUS_OK)
        (void)put_cell(level, number, level->waiting_child, level->waiting.bytes, level->waiting.len);
    return status;
}

static enum status end_index(struct btree *tree, struct error *err)
{
    enum status status = STATUS_OK;
    uint32_t below = 0;
    for (unsigned i = 0; i < PAGE_LEVELS_MAX && tree->levels[i] && status == STATUS_OK; i++) {
        struct level *level = tree->levels[i];
        if (level->waits)
            status = settle_waiting(tree, i, level, err);
        if (status != STATUS_OK)
            break;
        bool is_top = i + 1 == PAGE_LEVELS_MAX || !tree->levels[i + 1];
        status = is_top ? root_put(tree, &level->page, type_of(i), below, err)
                        : page_put(tree, &level->page, type_of(i), below, &below, err);
    }
    return status;
}

enum status btree_end(struct btree *tree, struct error *err)
{
    enum status status = tree->is_index ? end_index(tree, err) : end_table(tree, err);
    if (status == STATUS_OK)
        status = write_extent(tree, err);
    if (status == STATUS_OK)
        status = give_back(tree->pages, tree->from + tree->used, tree->from + tree->room, err);
    return status;
}
