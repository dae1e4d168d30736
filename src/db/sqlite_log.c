/*
 * SQLite writes a transaction to its log page by page: 24 bytes of frame, then
 * the page, each a call of the system that touches two pages of the kernel's.
 * A record that is put leaves 35 pages, and those seventy calls took 0.26 ms
 * of processor where the same bytes in one call take 0.04 (docs/adr/0204).
 *
 * So the log is a file of ours over that of the system: frames that follow
 * each other wait in memory, and go out together with the page that commits
 * them.  What a frame says tells which page that is (file format, 4.1):
 *
 *     frame   page number ∙ pages of the file after a commit, else 0 ∙ salts ∙ checksums     24 bytes
 *     page    …
 *
 * Nobody else looks at a frame before its transaction is committed, and a
 * transaction that is not needs none; who reads one of his own, waits for the
 * disk or writes elsewhere has what waits written first.  A frame waits only
 * where it goes on from what was written last: SQLite also writes frames anew
 * in place, without a page, after the commit.  An error of writing comes
 * before SQLite says that it committed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "db/sqlite.h"

enum {
    FRAME_LEN = 24,
    FRAME_COMMIT_AT = 4,
    PAGE_USUAL = 4096,
    AHEAD = 8 * 1024 * 1024,    /* bytes a log is made longer at a time */
    WAITS_MAX = 128 * 1024 - 1, /* bytes: SQLite's own files take no more at once */
};

/* The log of one connection; the system's own file lies behind it. */
struct log_file {
    sqlite3_file file;
    char *waits;        /* frames and pages that are not written yet; NULL: none ever were */
    int len;            /* of it */
    sqlite3_int64 end;  /* of what was written last, with what waits */
    sqlite3_int64 size; /* of the file, that it has at least */
    bool goes_ahead;    /* it is made longer by much at a time */
    bool page_follows;  /* the last was a frame … */
    bool commits;       /* … and its page commits */
};

static struct log_file *of(sqlite3_file *file)
{
    return (struct log_file *)file;
}

static sqlite3_file *system_file(sqlite3_file *file)
{
    return (sqlite3_file *)(of(file) + 1);
}

/*
 * A file that grows has its length and places written with each wait for the disk; one that is long enough has not.
 * Whoever writes to the log holds its lock, so nobody else's frames lie beyond; zeros are no frames to SQLite.
 */
static void go_ahead(struct log_file *log)
{
    static const char zeros[64 * 1024];
    sqlite3_file *file = system_file(&log->file);
    if (file->pMethods->xFileSize(file, &log->size) != SQLITE_OK || log->end <= log->size)
        return;
    int code = SQLITE_OK;
    sqlite3_int64 at = log->end;
    for (; code == SQLITE_OK && at < log->end + AHEAD; at += (int)sizeof(zeros))
        code = file->pMethods->xWrite(file, zeros, sizeof(zeros), at);
    log->goes_ahead = code == SQLITE_OK; /* or it grows as it ever did */
    log->size = at;
}

static int write_out(struct log_file *log)
{
    sqlite3_file *file = system_file(&log->file);
    int len = log->len;
    log->len = 0; /* what cannot be written is of a transaction that fails now */
    log->page_follows = false;
    if (len && log->goes_ahead && log->end > log->size)
        go_ahead(log);
    return len ? file->pMethods->xWrite(file, log->waits, len, log->end - len) : SQLITE_OK;
}

static int write_now(struct log_file *log, const void *bytes, int len, sqlite3_int64 at)
{
    sqlite3_file *file = system_file(&log->file);
    int code = write_out(log);
    log->end = at + len;
    return code == SQLITE_OK ? file->pMethods->xWrite(file, bytes, len, at) : code;
}

/* A frame, or the page of the one before. */
static void wait_with(struct log_file *log, const void *bytes, int len)
{
    static const char none[4] = { 0 };
    memcpy(log->waits + log->len, bytes, (size_t)len);
    log->len += len;
    log->end += len;
    log->page_follows = !log->page_follows;
    if (log->page_follows)
        log->commits = memcmp((const char *)bytes + FRAME_COMMIT_AT, none, sizeof(none)) != 0;
}

static int log_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    struct log_file *log = of(file);
    bool goes_on = at == log->end && (log->page_follows ? len <= WAITS_MAX - log->len : len == FRAME_LEN);
    int code = SQLITE_OK;
    if (goes_on && !log->page_follows && log->len > WAITS_MAX - FRAME_LEN - PAGE_USUAL)
        code = write_out(log);
    if (goes_on && !log->waits)
        log->waits = malloc(WAITS_MAX);
    if (code != SQLITE_OK)
        return code;
    if (!goes_on || !log->waits)
        return write_now(log, bytes, len, at);
    wait_with(log, bytes, len);
    return !log->page_follows && log->commits ? write_out(log) : SQLITE_OK;
}

/* ---- the rest has what waits written first ---- */

static int log_close(sqlite3_file *file)
{
    free(of(file)->waits); /* of a transaction that did not commit */
    of(file)->waits = NULL;
    return system_file(file)->pMethods->xClose(system_file(file));
}

static int log_read(sqlite3_file *file, void *ret, int len, sqlite3_int64 at)
{
    int code = write_out(of(file));
    return code == SQLITE_OK ? system_file(file)->pMethods->xRead(system_file(file), ret, len, at) : code;
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = write_out(of(file));
    of(file)->size = 0; /* to be asked again */
    return code == SQLITE_OK ? system_file(file)->pMethods->xTruncate(system_file(file), size) : code;
}

static int log_sync(sqlite3_file *file, int flags)
{
    int code = write_out(of(file));
    return code == SQLITE_OK ? system_file(file)->pMethods->xSync(system_file(file), flags) : code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *ret)
{
    int code = write_out(of(file));
    return code == SQLITE_OK ? system_file(file)->pMethods->xFileSize(system_file(file), ret) : code;
}

static int log_lock(sqlite3_file *file, int level)
{
    return system_file(file)->pMethods->xLock(system_file(file), level);
}

static int log_unlock(sqlite3_file *file, int level)
{
    return system_file(file)->pMethods->xUnlock(system_file(file), level);
}

static int log_is_locked(sqlite3_file *file, int *ret)
{
    return system_file(file)->pMethods->xCheckReservedLock(system_file(file), ret);
}

static int log_control(sqlite3_file *file, int what, void *with)
{
    return system_file(file)->pMethods->xFileControl(system_file(file), what, with);
}

static int log_sector_size(sqlite3_file *file)
{
    return system_file(file)->pMethods->xSectorSize(system_file(file));
}

static int log_characteristics(sqlite3_file *file)
{
    return system_file(file)->pMethods->xDeviceCharacteristics(system_file(file));
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1, /* neither shared nor mapped: that is for the store's file */
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_is_locked,
    .xFileControl = log_control,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_characteristics,
};

/* ---- the system, save for logs ---- */

/* SQLite keeps the table it is given for as long as the program runs. */
static struct {
    sqlite3_vfs ours, *system;
} known;

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *ret, int flags, int *ret_flags)
{
    (void)vfs;
    if (!(flags & SQLITE_OPEN_WAL))
        return known.system->xOpen(known.system, path, ret, flags, ret_flags);
    *of(ret) = (struct log_file){ 0 };
    int code = known.system->xOpen(known.system, path, system_file(ret), flags, ret_flags);
    ret->pMethods = system_file(ret)->pMethods ? &log_methods : NULL;
    return code;
}

static void register_once(void)
{
    known.system = sqlite3_vfs_find(NULL);
    if (!known.system)
        return;
    known.ours = *known.system; /* all else is the system's: it sees its own table, under another name */
    known.ours.pNext = NULL;
    known.ours.zName = "klantbeeld";
    known.ours.szOsFile += (int)sizeof(struct log_file);
    known.ours.xOpen = open_file;
    if (sqlite3_vfs_register(&known.ours, 0) != SQLITE_OK)
        known.ours.zName = NULL;
}

const char *sqlite_log_system(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_once);
    return known.ours.zName;
}

void sqlite_log_ahead(sqlite3 *handle)
{
    sqlite3_file *file = NULL;
    if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file) == SQLITE_OK && file &&
        file->pMethods == &log_methods)
        of(file)->goes_ahead = true;
}
