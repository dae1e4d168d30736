/*
 * An index as two files.  PATH is what match/index.h writes.  Beside it stands
 * PATH-about: what columns are, the model, decisions, and which number of the
 * caller each mention has, so that loading needs nothing else:
 *
 *     "KBABOUT1" country columns { names fields refuse order } model sources decisions mentions
 *
 * Numbers are as this machine holds them; the index refuses another's.  Its
 * stamp is the hash of the file beside it, so halves of two savings are told
 * from one.  A file is input: every length is looked at before it is believed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "library/engine.h"
#include "os/file.h"

enum { PATH_BYTES_MAX = 4096 };
static const char form[8] = { 'K', 'B', 'A', 'B', 'O', 'U', 'T', '1' };
static const size_t about_bytes_max = (size_t)16 << 30;

/* ---- saving ---- */

static void put_bytes(struct buf *buf, const void *bytes, size_t len)
{
    buf_put(buf, (struct text){ bytes, len });
}

static void put_u32(struct buf *buf, uint32_t n)
{
    put_bytes(buf, &n, sizeof(n));
}

static void put_text(struct buf *buf, struct text t)
{
    put_u32(buf, (uint32_t)t.len);
    buf_put(buf, t);
}

static void put_columns(const struct columns *columns, struct buf *buf)
{
    put_u32(buf, (uint32_t)columns->layout.count);
    for (size_t i = 0; i < columns->layout.count; i++) {
        put_text(buf, columns->layout.columns[i]);
        put_text(buf, text_from(columns->fields[i]));
        put_u32(buf, columns->refuse[i]);
        put_u32(buf, columns->orders[i]);
    }
}

/* Those that are in the index, by record, kind and place; one that went is forgotten. */
static void put_mentions(const struct kb_engine *engine, struct buf *buf)
{
    uint32_t count = 0;
    for (size_t i = 0; i < engine->mentions.len; i++)
        count += match_index_has(engine->index, engine_id_of(engine->mentions.ptr[i]));
    put_u32(buf, count);
    for (size_t i = 0; i < engine->mentions.len; i++) {
        const struct kb_mention *mention = &engine->mentions.ptr[i];
        if (!match_index_has(engine->index, engine_id_of(*mention)))
            continue;
        put_bytes(buf, &mention->record, sizeof(mention->record));
        put_u32(buf, mention->kind);
        put_u32(buf, mention->place);
    }
}

static enum status put_about(const struct kb_engine *engine, struct buf *buf, struct error *err)
{
    SCOPED(buf_done) struct buf model = BUF_EMPTY;
    enum status status = match_model_write(engine->model, &model, err);
    if (status != STATUS_OK)
        return status;
    put_bytes(buf, form, sizeof(form));
    put_bytes(buf, engine->normal.country, sizeof(engine->normal.country));
    put_columns(&engine->columns, buf);
    put_text(buf, buf_text(&model));
    put_u32(buf, (uint32_t)engine->clean_sources.len);
    for (size_t i = 0; i < engine->clean_sources.len; i++)
        put_u32(buf, engine->clean_sources.ptr[i]);
    put_u32(buf, (uint32_t)engine->decisions.len);
    for (size_t i = 0; i < engine->decisions.len; i++) {
        put_bytes(buf, &engine->decisions.ptr[i].a.v, sizeof(uint64_t));
        put_bytes(buf, &engine->decisions.ptr[i].b.v, sizeof(uint64_t));
        put_u32(buf, engine->decisions.ptr[i].verdict);
    }
    put_mentions(engine, buf);
    return buf_status(buf, err);
}

static enum status name_about(const char *path, char ret[PATH_BYTES_MAX], struct error *err)
{
    int len = snprintf(ret, PATH_BYTES_MAX, "%s-about", path);
    return len > 0 && len < PATH_BYTES_MAX ? STATUS_OK : error_set(err, STATUS_LIMIT, "the name of a file is too long");
}

static enum status save(struct kb_engine *engine, const char *path, struct error *err)
{
    SCOPED(buf_done) struct buf about = BUF_EMPTY;
    char beside[PATH_BYTES_MAX];
    enum status status = index_settle(engine, err);
    if (status == STATUS_OK)
        status = name_about(path, beside, err);
    if (status == STATUS_OK)
        status = put_about(engine, &about, err);
    if (status == STATUS_OK)
        status = file_replace_parts(beside, (struct text[]){ buf_text(&about) }, 1, err);
    uint64_t stamp = hash_text(buf_text(&about));
    if (status == STATUS_OK)
        status = match_index_write(engine->index, path, (struct text){ (const char *)&stamp, sizeof(stamp) }, err);
    return status;
}

enum kb_status kb_index_save(struct kb_engine *engine, const char *path, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    return tell(save(engine, path, &why), &why, err);
}

/* ---- loading ---- */

/* What is left of the file; is_torn once something was asked that it has not. */
struct about {
    struct text rest;
    bool is_torn;
};

static bool take(struct about *about, void *into, size_t len)
{
    about->is_torn |= about->rest.len < len;
    if (about->is_torn)
        memset(into, 0, len);
    else
        memcpy(into, about->rest.ptr, len);
    about->rest = text_from_offset(about->rest, about->is_torn ? about->rest.len : len);
    return !about->is_torn;
}

static uint32_t take_u32(struct about *about)
{
    uint32_t n = 0;
    take(about, &n, sizeof(n));
    return n;
}

static struct text take_text(struct about *about)
{
    size_t len = take_u32(about);
    about->is_torn |= about->rest.len < len;
    len = about->is_torn ? 0 : len;
    struct text t = text_slice(about->rest, 0, len);
    about->rest = text_from_offset(about->rest, len);
    return t;
}

/* How many follow, each of at least so many bytes. */
static size_t take_count(struct about *about, size_t bytes)
{
    size_t count = take_u32(about);
    about->is_torn |= count > about->rest.len / bytes;
    return about->is_torn ? 0 : count;
}

static enum status torn(struct error *err)
{
    return error_set(err, STATUS_BROKEN, "the saved index is torn or another program's; make it anew");
}

static enum status take_columns(struct about *about, struct columns *columns, struct error *err)
{
    enum { BYTES = 4 * sizeof(uint32_t) };
    struct about names = *about;
    size_t count = take_count(&names, BYTES);
    if (names.is_torn || count == 0)
        return torn(err);
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)16 * 1024 * 1024);
    struct text *texts = arena_array(&arena, struct text, count);
    if (!texts)
        return torn(err);
    for (size_t i = 0; i < count; i++) {
        texts[i] = take_text(&names);
        take_text(&names);
        take_u32(&names);
        take_u32(&names);
    }
    if (names.is_torn)
        return torn(err);
    enum status status = columns_name(columns, texts, NULL, count, err);
    take_u32(about);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        take_text(about);
        struct text field = take_text(about);
        columns->refuse[i] = (enum refuse)take_u32(about);
        columns->orders[i] = (uint8_t)take_u32(about);
        columns->refs[i] = (struct field_ref){ .field = FIELD_NONE };
        if (field.len >= FIELD_REF_TEXT_MAX || columns->refuse[i] > REFUSE_NEVER ||
            (field.len && !field_ref_read(field, &columns->refs[i])))
            return torn(err);
        if (field.len)
            memcpy(columns->fields[i], field.ptr, field.len);
        if (columns->refuse[i] == REFUSE_WHOLE)
            columns->refs[i].field = FIELD_REFUSE_NATIONAL_ID;
    }
    columns->is_settled = status == STATUS_OK;
    return status;
}

static enum status take_mentions(struct about *about, struct kb_engine *engine, struct error *err)
{
    enum { BYTES = sizeof(uint64_t) + 2 * sizeof(uint32_t) };
    size_t count = take_count(about, BYTES);
    if (!map_reserve(&engine->places, count) || !vec_reserve(&engine->mentions, count + 1))
        return error_set(err, STATUS_NO_MEMORY, "no memory for the index");
    for (size_t i = 0; i < count; i++) {
        struct kb_mention mention = { 0 };
        bool is_new = false;
        take(about, &mention.record, sizeof(mention.record));
        mention.kind = (enum kb_kind)take_u32(about);
        mention.place = take_u32(about);
        if (mention.kind != KB_PERSON && mention.kind != KB_ORGANISATION)
            return torn(err);
        if (!map_put(&engine->places, engine_id_of(mention).v, i, &is_new))
            return error_set(err, STATUS_NO_MEMORY, "no memory for the index");
        engine->mentions.ptr[engine->mentions.len++] = mention;
    }
    return about->is_torn || about->rest.len > 0 ? torn(err) : STATUS_OK;
}

static enum status take_said(struct about *about, struct kb_engine *engine, struct error *err)
{
    bool good = true;
    for (size_t left = take_count(about, sizeof(uint32_t)); left > 0; left--)
        good &= vec_push(&engine->clean_sources, take_u32(about));
    for (size_t left = take_count(about, 2 * sizeof(uint64_t) + sizeof(uint32_t)); left > 0; left--) {
        struct decision decision = { .verdict = VERDICT_SAME };
        take(about, &decision.a.v, sizeof(decision.a.v));
        take(about, &decision.b.v, sizeof(decision.b.v));
        if (take_u32(about) == VERDICT_DIFFERENT)
            decision.verdict = VERDICT_DIFFERENT;
        good &= vec_push(&engine->decisions, decision);
    }
    engine->has_new_verdict = engine->decisions.len > 0;
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for the index");
}

static enum status take_about(struct about about, struct kb_engine *engine, struct error *err)
{
    char begins[sizeof(form)];
    take(&about, begins, sizeof(begins));
    if (memcmp(begins, form, sizeof(form)) != 0)
        return torn(err);
    take(&about, engine->normal.country, sizeof(engine->normal.country));
    enum status status = take_columns(&about, &engine->columns, err);
    struct text model = take_text(&about);
    if (status == STATUS_OK)
        status = match_model_read(model, &engine->model, err);
    if (status == STATUS_OK)
        status = take_said(&about, engine, err);
    return status == STATUS_OK ? take_mentions(&about, engine, err) : status;
}

static enum status load(struct kb_engine *engine, const char *path, struct error *err)
{
    SCOPED(buf_done) struct buf about = BUF_EMPTY, stamp = BUF_EMPTY;
    char beside[PATH_BYTES_MAX];
    enum status status = engine_check_open(engine, err);
    if (status == STATUS_OK && (engine->columns.layout.columns || engine->model || engine->decisions.len ||
                                engine->clean_sources.len || engine->index))
        return error_set(err, STATUS_USAGE, "an index is loaded into an engine that was told nothing yet");
    if (status == STATUS_OK)
        status = name_about(path, beside, err);
    if (status == STATUS_OK)
        status = file_slurp(beside, about_bytes_max, &about, err);
    if (status != STATUS_OK)
        return status;
    status = take_about((struct about){ .rest = buf_text(&about) }, engine, err);
    if (status == STATUS_OK)
        status = match_index_read(path, engine->model, engine->without_rules, &engine->index, &stamp, err);
    uint64_t want = hash_text(buf_text(&about));
    if (status == STATUS_OK && (stamp.len != sizeof(want) || memcmp(stamp.ptr, &want, sizeof(want)) != 0))
        status = torn(err);
    for (size_t i = 0; i < engine->clean_sources.len && status == STATUS_OK; i++)
        status = match_index_clean_source(engine->index, engine->clean_sources.ptr[i], err);
    engine->is_filled = status == STATUS_OK;
    engine->has_failed |= status != STATUS_OK;
    return status;
}

enum kb_status kb_index_load(struct kb_engine *engine, const char *path, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    return tell(load(engine, path, &why), &why, err);
}
