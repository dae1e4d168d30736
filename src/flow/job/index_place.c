/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/index_place.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "os/file.h"

enum status index_place(struct store *store, char path[PATH_MAX], struct error *err)
{
    struct text url = text_from(store_url(store)), sqlite = TEXT("sqlite:");
    if (text_starts(url, sqlite)) {
        struct text file = text_from_offset(url, sqlite.len);
        if (text_equal(file, TEXT(":memory:")))
            return STATUS_OK;
        snprintf(path, PATH_MAX, "%.*s-index", TEXT_ARG(file));
        return STATUS_OK;
    }
    char home[PATH_MAX];
    enum status status = path_data_home(home, sizeof(home), err);
    if (status == STATUS_OK)
        status = folder_make(home, err);
    if (status == STATUS_OK && snprintf(path, PATH_MAX, "%s/%016" PRIx64 ".index", home, hash_text(url)) >= PATH_MAX)
        path[0] = '\0';
    return status;
}

enum status index_homes_place(const char *index_path, char ret[PATH_MAX], struct error *err)
{
    int len = snprintf(ret, PATH_MAX, "%s-homes", index_path);
    return len > 0 && len < PATH_MAX ? STATUS_OK : error_set(err, STATUS_LIMIT, "the path of the index is too long");
}

enum status index_drop_homes(const char *index_path, struct error *err)
{
    char path[PATH_MAX];
    enum status status = index_homes_place(index_path, path, err);
    return status == STATUS_OK ? file_remove(path, err) : status;
}

static void sweep_one(void *ctx, const char *folder, const char *name)
{
    char path[PATH_MAX];
    enum status *status = ctx;
    if (!strstr(name, FILE_NEW))
        return;
    int len = snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (len > 0 && len < PATH_MAX && file_remove(path, NULL) != STATUS_OK)
        *status = STATUS_IO;
}

enum status index_sweep(struct store *store, struct error *err)
{
    char path[PATH_MAX] = "";
    enum status status = index_place(store, path, err), swept = STATUS_OK;
    if (status == STATUS_OK && path[0])
        status = file_siblings(path, sweep_one, &swept, err);
    return status == STATUS_OK && swept != STATUS_OK
               ? error_set(err, swept, "what was left of an index beside '%s' cannot be removed", path)
               : status;
}

enum status index_drop_file(struct store *store, struct error *err)
{
    char path[PATH_MAX] = "";
    enum status status = index_place(store, path, err);
    if (status == STATUS_OK && path[0])
        status = index_drop_homes(path, err);
    return status == STATUS_OK && path[0] ? file_remove(path, err) : status;
}
