/*
 * Files that were sent to be imported and wait for somebody to say that it is
 * well: each in a file without a name (os/file.h), so that it is read by this
 * process alone and is gone when it is imported, thrown away, UPLOAD_KEPT_MS
 * old, or the server ends, however it ends (docs/adr/0212).
 *
 * uploads-1  At most UPLOADS_KEPT_MAX are kept, each of at most bytes_max; the oldest that nobody is busy with makes
 *            room.
 * uploads-2  Only who sent one is told of it.
 * uploads-3  One is used by one call or job at a time.
 */
#pragma once

#include <limits.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/status.h"
#include "os/file.h"

enum { UPLOADS_KEPT_MAX = 8, UPLOAD_ID_LEN = 32, UPLOAD_NAME_BYTES_MAX = 200, UPLOAD_KEPT_MS = 4 * 3600 * 1000 };

struct upload {
    char id[UPLOAD_ID_LEN + 1]; /* "" of a free place */
    char actor[96], source[65], name[UPLOAD_NAME_BYTES_MAX + 1];
    struct file file;
    struct buf mapping; /* the fields somebody chose, as a mapping file; empty: none were */
    int64_t at_ms;
    bool busy;
};

struct uploads {
    pthread_mutex_t lock;
    char beside[PATH_MAX]; /* "": where temporary files belong */
    uint64_t bytes_max;
    struct upload places[UPLOADS_KEPT_MAX];
};

void uploads_init(struct uploads *uploads, const char *beside, uint64_t bytes_max);
void uploads_done(struct uploads *uploads);

/* Takes the file over, and busy. STATUS_CONFLICT when others are busy with all that are kept. */
enum status uploads_keep(struct uploads *uploads, struct file *file, struct text actor, struct text source,
                         struct text name, int64_t now_ms, struct upload **ret, struct error *err);
/* Busy from then on. STATUS_NOT_FOUND; STATUS_CONFLICT when somebody is busy with it. */
enum status uploads_take(struct uploads *uploads, struct text id, struct text actor, int64_t now_ms,
                         struct upload **ret, struct error *err);
void uploads_release(struct uploads *uploads, struct upload *upload); /* it stays; NULL is fine */
void uploads_drop(struct uploads *uploads, struct upload *upload);

/* A path to it, for as long as it is kept. */
enum { UPLOAD_PATH_LEN = 40 };
void upload_path(const struct upload *upload, char ret[UPLOAD_PATH_LEN]);
