/*
 * Files, read in pieces and written whole.
 */
#pragma once

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

struct file {
    int fd;              /* -1 when closed */
    uint64_t size;       /* bytes at open, 0 for a pipe */
    int64_t modified_ms; /* of the file, since 1970-01-01 UTC */
    bool is_regular;
};

#define FILE_CLOSED ((struct file){ .fd = -1 })

/* "-" is standard input. A folder is an error. */
enum status file_open(const char *path, struct file *ret, struct error *err);
/* Up to len bytes; *ret_len 0 is the end. */
enum status file_read(struct file *file, char *into, size_t len, size_t *ret_len, struct error *err);
enum status file_rewind(struct file *file, struct error *err); /* regular files only */
void file_close(struct file *file);

/* All of a file into buf (appended); STATUS_LIMIT above bytes_max. */
enum status file_slurp(const char *path, size_t bytes_max, struct buf *buf, struct error *err);

/*
 * Put a file in place whole or not at all: written without a name where the file system can (O_TMPFILE), fsync, a name
 * of path and FILE_NEW for a moment, rename, fsync of the folder.
 */
#define FILE_NEW ".new."
enum status file_replace(const char *path, struct text bytes, struct error *err);
/* The same of parts one after another, for its owner alone to read. */
enum status file_replace_parts(const char *path, const struct text *parts, size_t count, struct error *err);

/* Everything written to it so far, and its name in its folder, survive a power cut. Nobody else has it open. */
enum status file_make_lasting(const char *path, struct error *err);
/* The same is begun for what is written so far, and not waited for. A wish: nothing is told. */
void file_begin_lasting(const char *path);

/*
 * A file without a name, for this process alone, gone when it is closed:
 * beside a path, or where temporary files belong when that is NULL.
 */
enum status file_scratch(const char *beside, struct file *ret, struct error *err);
enum status file_append(struct file *file, struct text bytes, struct error *err); /* size grows */
/* All of len bytes from there, by any number of threads; an end before that is STATUS_IO. */
enum status file_read_at(const struct file *file, uint64_t at, char *into, size_t len, struct error *err);

/*
 * All of it as memory, to be read here and there; of a file that nobody can make shorter meanwhile.  Empty when it is.
 * file_unmap() of what was given, TEXT_EMPTY too.
 */
enum status file_map(const struct file *file, struct text *ret, struct error *err);
void file_unmap(struct text *mapped);

/* A file that one process holds at a time; it stays, empty, and a dead process lets go of it. */
struct file_lock {
    int fd; /* -1 when not held */
};
#define FILE_LOCK_NONE ((struct file_lock){ .fd = -1 })
/* Wait up to wait_ms; *ret_held false when somebody else keeps holding it. */
enum status file_lock(const char *path, int wait_ms, struct file_lock *ret, bool *ret_held, struct error *err);
void file_unlock(struct file_lock *lock);

/* Call each with the names in the folder of path that begin as path's own name does. */
enum status file_siblings(const char *path, void (*each)(void *ctx, const char *folder, const char *name), void *ctx,
                          struct error *err);

bool file_exists(const char *path);
enum status file_set_time(const char *path, int64_t ms, struct error *err); /* when it was changed last */
enum status file_remove(const char *path, struct error *err);               /* absent is fine */

/* Make a folder and those above it. */
enum status folder_make(const char *path, struct error *err);

/* The part after the last '/'. */
const char *path_base(const char *path);
/* Where data of this user belongs: $XDG_DATA_HOME/klantbeeld, else ~/.local/share/klantbeeld
 * (XDG Base Directory Specification 0.8). ret holds PATH_MAX bytes. */
enum status path_data_home(char *ret, size_t len, struct error *err);
