/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/uploads.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "os/process.h"

void uploads_init(struct uploads *uploads, const char *beside, uint64_t bytes_max)
{
    *uploads = (struct uploads){ .bytes_max = bytes_max };
    snprintf(uploads->beside, sizeof(uploads->beside), "%s", beside);
    for (size_t i = 0; i < UPLOADS_KEPT_MAX; i++)
        uploads->places[i].file = FILE_CLOSED;
    pthread_mutex_init(&uploads->lock, NULL);
}

static void empty(struct upload *place)
{
    file_close(&place->file);
    buf_done(&place->mapping);
    *place = (struct upload){ .file = FILE_CLOSED };
}

void uploads_done(struct uploads *uploads)
{
    for (size_t i = 0; i < UPLOADS_KEPT_MAX; i++)
        empty(&uploads->places[i]);
    pthread_mutex_destroy(&uploads->lock);
}

/* The lock is held. */
static void drop_old(struct uploads *uploads, int64_t now_ms)
{
    for (size_t i = 0; i < UPLOADS_KEPT_MAX; i++) {
        struct upload *place = &uploads->places[i];
        if (place->id[0] && !place->busy && now_ms - place->at_ms > UPLOAD_KEPT_MS)
            empty(place);
    }
}

/* A free place, else that of the oldest; NULL when all are busy. The lock is held. */
static struct upload *make_room(struct uploads *uploads)
{
    struct upload *oldest = NULL;
    for (size_t i = 0; i < UPLOADS_KEPT_MAX; i++) {
        struct upload *place = &uploads->places[i];
        if (!place->id[0])
            return place;
        if (!place->busy && (!oldest || place->at_ms < oldest->at_ms))
            oldest = place;
    }
    if (oldest)
        empty(oldest);
    return oldest;
}

static void name_it(struct upload *upload)
{
    unsigned char secret[UPLOAD_ID_LEN / 2];
    process_secret_bytes(secret, sizeof(secret));
    for (size_t i = 0; i < sizeof(secret); i++)
        snprintf(upload->id + 2 * i, 3, "%02x", secret[i]);
}

enum status uploads_keep(struct uploads *uploads, struct file *file, struct text actor, struct text source,
                         struct text name, int64_t now_ms, struct upload **ret, struct error *err)
{
    pthread_mutex_lock(&uploads->lock);
    drop_old(uploads, now_ms);
    struct upload *place = make_room(uploads);
    if (place) {
        *place = (struct upload){ .file = *file, .at_ms = now_ms, .busy = true };
        *file = FILE_CLOSED;
        name_it(place);
        snprintf(place->actor, sizeof(place->actor), "%.*s", TEXT_ARG(actor));
        snprintf(place->source, sizeof(place->source), "%.*s", TEXT_ARG(source));
        snprintf(place->name, sizeof(place->name), "%.*s", TEXT_ARG(name));
        *ret = place;
    }
    pthread_mutex_unlock(&uploads->lock);
    return place ? STATUS_OK : error_set(err, STATUS_CONFLICT, "%d files are being imported", UPLOADS_KEPT_MAX);
}

enum status uploads_take(struct uploads *uploads, struct text id, struct text actor, int64_t now_ms,
                         struct upload **ret, struct error *err)
{
    enum status status = STATUS_NOT_FOUND;
    pthread_mutex_lock(&uploads->lock);
    drop_old(uploads, now_ms);
    for (size_t i = 0; i < UPLOADS_KEPT_MAX && status == STATUS_NOT_FOUND; i++) {
        struct upload *place = &uploads->places[i];
        if (!place->id[0] || !text_equal(id, text_from(place->id)) || !text_equal(actor, text_from(place->actor)))
            continue;
        status = place->busy ? STATUS_CONFLICT : STATUS_OK;
        if (status == STATUS_OK) {
            place->busy = true;
            *ret = place;
        }
    }
    pthread_mutex_unlock(&uploads->lock);
    return status == STATUS_OK ? status : error_set(err, status, "that file is not here, or somebody is busy with it");
}

void uploads_release(struct uploads *uploads, struct upload *upload)
{
    if (!upload)
        return;
    pthread_mutex_lock(&uploads->lock);
    assert(upload->busy);
    upload->busy = false;
    pthread_mutex_unlock(&uploads->lock);
}

void uploads_drop(struct uploads *uploads, struct upload *upload)
{
    pthread_mutex_lock(&uploads->lock);
    assert(upload->busy);
    empty(upload);
    pthread_mutex_unlock(&uploads->lock);
}

void upload_path(const struct upload *upload, char ret[UPLOAD_PATH_LEN])
{
    snprintf(ret, UPLOAD_PATH_LEN, "/proc/self/fd/%d", upload->file.fd);
}
