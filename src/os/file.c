/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/scoped.h"

enum status file_open(const char *path, struct file *ret, struct error *err)
{
    *ret = FILE_CLOSED;
    int fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_system(err, "cannot open '%s'", path);
    struct stat st;
    if (fstat(fd, &st) != 0) {
        enum status status = error_system(err, "cannot look at '%s'", path);
        close(fd);
        return status;
    }
    if (S_ISDIR(st.st_mode)) {
        close(fd);
        error_set(err, STATUS_INVALID, "'%s' is a folder", path);
        error_hint(err, "Name the file inside it.");
        return STATUS_INVALID;
    }
    *ret = (struct file){
        .fd = fd,
        .size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0,
        .modified_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000,
        .is_regular = S_ISREG(st.st_mode),
    };
    return STATUS_OK;
}

enum status file_read(struct file *file, char *into, size_t len, size_t *ret_len, struct error *err)
{
    ssize_t got = 0;
    do {
        got = read(file->fd, into, len);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return error_system(err, "cannot read");
    *ret_len = (size_t)got;
    return STATUS_OK;
}

enum status file_rewind(struct file *file, struct error *err)
{
    if (lseek(file->fd, 0, SEEK_SET) != 0)
        return error_system(err, "cannot read from the start again");
    return STATUS_OK;
}

enum status file_scratch(const char *beside, struct file *ret, struct error *err)
{
    char path[PATH_MAX];
    const char *folder = getenv("TMPDIR");
    *ret = FILE_CLOSED;
    folder = folder && folder[0] ? folder : "/tmp";
    int len = beside ? snprintf(path, sizeof(path), "%s-scratch-XXXXXX", beside)
                     : snprintf(path, sizeof(path), "%s/klantbeeld-scratch-XXXXXX", folder);
    if (len < 0 || len >= (int)sizeof(path))
        return error_set(err, STATUS_LIMIT, "the path of a temporary file is too long");
    int fd = mkstemp(path); /* readable by its owner only */
    if (fd < 0)
        return error_system(err, "cannot make a temporary file");
    (void)unlink(path);
    *ret = (struct file){ .fd = fd, .is_regular = true };
    return STATUS_OK;
}

enum status file_append(struct file *file, struct text bytes, struct error *err)
{
    while (bytes.len) {
        ssize_t put = pwrite(file->fd, bytes.ptr, bytes.len, (off_t)file->size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return error_system(err, "cannot write to a temporary file");
        file->size += (uint64_t)put;
        bytes = (struct text){ bytes.ptr + put, bytes.len - (size_t)put };
    }
    return STATUS_OK;
}

enum status file_read_at(const struct file *file, uint64_t at, char *into, size_t len, struct error *err)
{
    while (len) {
        ssize_t got = pread(file->fd, into, len, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(err, "cannot read");
        if (got == 0)
            return error_set(err, STATUS_IO, "a temporary file ends too early");
        into += got;
        at += (uint64_t)got;
        len -= (size_t)got;
    }
    return STATUS_OK;
}

enum status file_map(const struct file *file, struct text *ret, struct error *err)
{
    *ret = TEXT_EMPTY;
    if (file->size == 0)
        return STATUS_OK;
    void *bytes = mmap(NULL, file->size, PROT_READ, MAP_SHARED, file->fd, 0);
    if (bytes == MAP_FAILED)
        return error_system(err, "cannot read a temporary file as memory");
    *ret = (struct text){ bytes, file->size };
    return STATUS_OK;
}

void file_unmap(struct text *mapped)
{
    if (mapped->len)
        munmap((void *)(uintptr_t)mapped->ptr, mapped->len);
    *mapped = TEXT_EMPTY;
}

void file_close(struct file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    *file = FILE_CLOSED;
}

enum status file_slurp(const char *path, size_t bytes_max, struct buf *buf, struct error *err)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    enum status status = file_open(path, &file, err);
    size_t total = 0;
    while (status == STATUS_OK) {
        char *at = buf_reserve(buf, 64 * 1024);
        if (!at)
            return buf_status(buf, err);
        size_t got = 0;
        status = file_read(&file, at, 64 * 1024, &got, err);
        if (status != STATUS_OK)
            return error_within(err, status, "'%s'", path);
        if (got == 0)
            break;
        total += got;
        if (total > bytes_max)
            return error_set(err, STATUS_LIMIT, "'%s' is larger than %zu bytes", path, bytes_max);
        buf->len += got;
        buf->ptr[buf->len] = '\0';
    }
    return status;
}

static enum status write_all(int fd, struct text bytes, struct error *err)
{
    while (bytes.len > 0) {
        ssize_t put = write(fd, bytes.ptr, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return error_system(err, "cannot write");
        bytes = text_from_offset(bytes, (size_t)put);
    }
    return STATUS_OK;
}

/* The folder in which path lies, with its slash; "." when path has none. */
static void folder_of(const char *path, char ret[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    snprintf(ret, PATH_MAX, "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
}

static void folder_sync(const char *path)
{
    char folder[PATH_MAX];
    folder_of(path, folder);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd); /* some file systems cannot; the rename itself has succeeded */
    close(fd);
}

/* A file in the folder of path, without a name so that nothing stays of it when we are killed; -1 when such cannot be.
 */
static int open_nameless(const char *path)
{
    char folder[PATH_MAX];
    folder_of(path, folder);
    return open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

/* The name is for a moment only: what somebody who died then has left of it goes. */
static enum status give_name(int fd, const char *name, struct error *err)
{
    char by[64];
    snprintf(by, sizeof(by), "/proc/self/fd/%d", fd);
    if (linkat(AT_FDCWD, by, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
        return STATUS_OK;
    if (errno == EEXIST && unlink(name) == 0 && linkat(AT_FDCWD, by, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
        return STATUS_OK;
    return error_system(err, "cannot give a file its name");
}

static enum status replace(const char *path, const struct text *parts, size_t count, mode_t mode, struct error *err)
{
    char temporary[PATH_MAX];
    enum status status = STATUS_OK;
    int fd = open_nameless(path);
    bool nameless = fd >= 0;
    int len = nameless ? snprintf(temporary, sizeof(temporary), "%s" FILE_NEW "%ld-%d", path, (long)getpid(), fd)
                       : snprintf(temporary, sizeof(temporary), "%s" FILE_NEW "XXXXXX", path);
    if (len < 0 || (size_t)len >= sizeof(temporary))
        status = error_set(err, STATUS_LIMIT, "the path '%s' is too long", path);
    else if (!nameless && (fd = mkstemp(temporary)) < 0)
        status = error_system(err, "cannot make a file beside '%s'", path);
    if (fd < 0)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = write_all(fd, parts[i], err);
    (void)fchmod(fd, mode); /* some file systems have no modes */
    if (status == STATUS_OK && fsync(fd) != 0)
        status = error_system(err, "cannot make writing sure");
    if (status == STATUS_OK && nameless) {
        status = give_name(fd, temporary, err);
        nameless = status != STATUS_OK;
    }
    if (status == STATUS_OK && rename(temporary, path) != 0)
        status = error_system(err, "cannot put '%s' in place", path);
    if (status != STATUS_OK && !nameless)
        unlink(temporary);
    close(fd);
    if (status == STATUS_OK)
        folder_sync(path);
    return status;
}

enum status file_replace(const char *path, struct text bytes, struct error *err)
{
    return replace(path, &bytes, 1, 0644, err);
}

enum status file_replace_parts(const char *path, const struct text *parts, size_t count, struct error *err)
{
    return replace(path, parts, count, 0600, err);
}

enum status file_make_lasting(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_system(err, "cannot open '%s'", path);
    enum status status = fsync(fd) == 0 ? STATUS_OK : error_system(err, "cannot make writing sure");
    close(fd);
    if (status == STATUS_OK)
        folder_sync(path);
    return status;
}

void file_begin_lasting(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
    close(fd);
}

enum status file_lock(const char *path, int wait_ms, struct file_lock *ret, bool *ret_held, struct error *err)
{
    enum { STEP_MS = 20 };
    *ret = FILE_LOCK_NONE;
    *ret_held = false;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_system(err, "cannot open '%s'", path);
    for (int waited = 0;; waited += STEP_MS) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            ret->fd = fd;
            *ret_held = true;
            return STATUS_OK;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            enum status status = error_system(err, "cannot hold '%s'", path);
            close(fd);
            return status;
        }
        if (waited >= wait_ms)
            break;
        nanosleep(&(struct timespec){ .tv_nsec = STEP_MS * 1000000L }, NULL);
    }
    close(fd);
    return STATUS_OK;
}

void file_unlock(struct file_lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    *lock = FILE_LOCK_NONE;
}

enum status file_siblings(const char *path, void (*each)(void *ctx, const char *folder, const char *name), void *ctx,
                          struct error *err)
{
    char folder[PATH_MAX];
    const char *base = path_base(path);
    folder_of(path, folder);
    DIR *dir = opendir(folder);
    if (!dir)
        return error_system(err, "cannot look into the folder '%s'", folder);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strncmp(entry->d_name, base, strlen(base)) == 0)
            each(ctx, folder, entry->d_name);
    closedir(dir);
    return STATUS_OK;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

enum status file_set_time(const char *path, int64_t ms, struct error *err)
{
    const struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, times[2] = { time, time };
    return utimensat(AT_FDCWD, path, times, 0) == 0 ? STATUS_OK : error_system(err, "cannot date '%s'", path);
}

enum status file_remove(const char *path, struct error *err)
{
    if (unlink(path) != 0 && errno != ENOENT)
        return error_system(err, "cannot remove '%s'", path);
    return STATUS_OK;
}

enum status folder_make(const char *path, struct error *err)
{
    char part[PATH_MAX];
    int len = snprintf(part, sizeof(part), "%s", path);
    if (len < 0 || (size_t)len >= sizeof(part))
        return error_set(err, STATUS_LIMIT, "the path '%s' is too long", path);
    for (char *slash = part + 1;; slash++) {
        if (*slash != '/' && *slash != '\0')
            continue;
        char kept = *slash;
        *slash = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return error_system(err, "cannot make the folder '%s'", part);
        if (kept == '\0')
            return STATUS_OK;
        *slash = kept;
    }
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

enum status path_data_home(char *ret, size_t len, struct error *err)
{
    const char *xdg = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    int used = 0;
    if (xdg && xdg[0] == '/')
        used = snprintf(ret, len, "%s/klantbeeld", xdg);
    else if (home && home[0] == '/')
        used = snprintf(ret, len, "%s/.local/share/klantbeeld", home);
    else {
        error_set(err, STATUS_NOT_FOUND, "no home folder to keep the store in");
        error_hint(err, "Set HOME, or name the store with --store sqlite:PATH.");
        return STATUS_NOT_FOUND;
    }
    return used > 0 && (size_t)used < len ? STATUS_OK
                                          : error_set(err, STATUS_LIMIT, "the home folder's path is too long");
}
