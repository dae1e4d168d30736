/*
 * Values that stand once are not listed: what is not listed is as rare as
 * the table allows.  A reader trusts no byte of it: every number is checked
 * before it is used as a size or a place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/file.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "match/match.h"

static const char magic[8] = { 'K', 'B', 'M', 'O', 'D', 'E', 'L', '7' };

enum { RARITIES_MAX = 1 << 26 };

static void put_number(struct buf *buf, uint64_t n, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        buf_put_char(buf, (char)(n >> (8 * i) & 0xff));
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = ((const struct rarity *)a)->hash, y = ((const struct rarity *)b)->hash;
    return (x > y) - (x < y);
}

/* What stood more than once, by hash; false without memory. */
static bool list_rarities(const struct values *values, struct rarities *ret)
{
    *ret = (struct rarities){ .ptr = malloc((values->hashes.len + 1) * sizeof(*ret->ptr)) };
    if (!ret->ptr)
        return false;
    for (uint32_t i = 1; i < values->hashes.len; i++) {
        int16_t bits = *values_bits(values, i);
        if (bits > ret->unseen)
            ret->unseen = bits;
        if (values->counts.ptr[i] > 1)
            ret->ptr[ret->len++] = (struct rarity){ values->hashes.ptr[i], bits };
    }
    qsort(ret->ptr, ret->len, sizeof(*ret->ptr), by_hash);
    return true;
}

static void put_rarities(const struct rarities *rarities, struct buf *buf)
{
    put_number(buf, (uint16_t)rarities->unseen, 2);
    put_number(buf, rarities->len, 4);
    for (size_t i = 0; i < rarities->len; i++) {
        put_number(buf, rarities->ptr[i].hash, 8);
        put_number(buf, (uint16_t)rarities->ptr[i].bits, 2);
    }
}

/* What stands before the rarities of a kind. */
struct kind_head {
    const struct model *model;
    const struct prep_column *columns;
    size_t columns_count;
    int16_t usual_given, usual_surname, usual_word;
    bool has_sources;
    struct fillers fillers;
};

static void put_head(const struct kind_head *head, struct buf *buf)
{
    const struct model *model = head->model;
    put_number(buf, model->kind, 1);
    put_number(buf, (uint32_t)model->prior, 4);
    for (int i = 0; i < LIKENESSES; i++)
        put_number(buf, (uint32_t)model->prior_like[i], 4);
    put_number(buf, (uint32_t)model->threshold, 4);
    put_number(buf, (uint32_t)model->review, 4);
    put_number(buf, model->without_rules, 4);
    put_number(buf, (uint16_t)head->usual_given, 2);
    put_number(buf, (uint16_t)head->usual_surname, 2);
    put_number(buf, (uint16_t)head->usual_word, 2);
    put_number(buf, head->has_sources, 1);
    for (int i = 0; i < FILLERS_MAX; i++)
        put_number(buf, head->fillers.births[i], 4);
    put_number(buf, head->columns_count, 1);
    for (size_t i = 0; i < head->columns_count; i++) {
        put_number(buf, head->columns[i].field.field, 2);
        put_number(buf, head->columns[i].number, 2);
        put_number(buf, head->columns[i].kind, 1);
        put_number(buf, head->columns[i].is_used + 2 * head->columns[i].is_key, 1);
    }
    for (size_t c = 0; c < COMPARE_COUNT; c++) {
        const struct comparison_model *comparison = &model->comparisons[c];
        put_number(buf, comparison->levels + 128u * comparison->is_single, 1);
        for (unsigned l = 1; l <= comparison->levels; l++) {
            put_number(buf, (uint16_t)comparison->weight[l], 2);
            for (int i = 0; i < LIKENESSES; i++)
                put_number(buf, (uint16_t)comparison->like[i][l], 2);
            put_number(buf, (uint16_t)comparison->mean_bits[l], 2);
        }
    }
}

void model_file_write(const struct model *const models[MODEL_KINDS], const struct table *const tables[MODEL_KINDS],
                      struct buf *buf)
{
    buf_put(buf, (struct text){ magic, sizeof(magic) });
    for (int k = 0; k < MODEL_KINDS; k++) {
        const struct table *table = tables[k];
        put_head(&(struct kind_head){ models[k], table->columns, table->columns_count, table->usual_given,
                                      table->usual_surname, table->usual_word, table->has_sources, table->fillers },
                 buf);
        for (int d = 0; d < DOMAIN_COUNT; d++) {
            struct rarities rarities;
            if (list_rarities(&table->values[d], &rarities))
                put_rarities(&rarities, buf);
            else
                buf->failed = true;
            free(rarities.ptr);
        }
    }
}

enum status match_model_write(const struct match_model *model, struct buf *ret, struct error *err)
{
    buf_put(ret, (struct text){ magic, sizeof(magic) });
    for (int k = 0; k < MODEL_KINDS; k++) {
        put_head(&(struct kind_head){ &model->models[k], model->columns[k], model->columns_count[k],
                                      model->usual_given[k], model->usual_surname[k], model->usual_word[k],
                                      model->has_sources[k], model->fillers[k] },
                 ret);
        for (int d = 0; d < DOMAIN_COUNT; d++)
            put_rarities(&model->rarities[k][d], ret);
    }
    return buf_status(ret, err);
}

/* Reading: bytes are taken from the front; good goes false when they run out. */
struct bytes {
    struct text rest;
    bool good;
};

static uint64_t take(struct bytes *bytes, unsigned count)
{
    if (bytes->rest.len < count) {
        bytes->good = false;
        return 0;
    }
    uint64_t n = 0;
    for (unsigned i = 0; i < count; i++)
        n |= (uint64_t)(unsigned char)bytes->rest.ptr[i] << (8 * i);
    bytes->rest = text_from_offset(bytes->rest, count);
    return n;
}

static void take_rarities(struct bytes *bytes, struct rarities *ret)
{
    ret->unseen = (int16_t)take(bytes, 2);
    size_t count = take(bytes, 4);
    if (!bytes->good || count > RARITIES_MAX || count * 10 > bytes->rest.len) {
        bytes->good = false;
        return;
    }
    ret->ptr = malloc((count + 1) * sizeof(*ret->ptr));
    if (!ret->ptr) {
        bytes->good = false;
        return;
    }
    for (ret->len = 0; ret->len < count; ret->len++) {
        ret->ptr[ret->len].hash = take(bytes, 8);
        ret->ptr[ret->len].bits = (int16_t)take(bytes, 2);
        if (ret->len > 0 && ret->ptr[ret->len].hash <= ret->ptr[ret->len - 1].hash)
            bytes->good = false;
    }
}

static void take_kind(struct bytes *bytes, struct match_model *ret, int k)
{
    struct model *model = &ret->models[k];
    model->kind = (enum party_kind)take(bytes, 1);
    model->prior = (int32_t)take(bytes, 4);
    for (int i = 0; i < LIKENESSES; i++)
        model->prior_like[i] = (int32_t)take(bytes, 4);
    model->threshold = (int32_t)take(bytes, 4);
    model->review = (int32_t)take(bytes, 4);
    model->without_rules = (uint32_t)take(bytes, 4);
    ret->usual_given[k] = (int16_t)take(bytes, 2);
    ret->usual_surname[k] = (int16_t)take(bytes, 2);
    ret->usual_word[k] = (int16_t)take(bytes, 2);
    ret->has_sources[k] = take(bytes, 1) != 0;
    for (int i = 0; i < FILLERS_MAX; i++)
        ret->fillers[k].births[i] = (uint32_t)take(bytes, 4);
    ret->columns_count[k] = take(bytes, 1);
    if (ret->columns_count[k] > COLUMNS_MAX || (int)model->kind != k + 1) {
        bytes->good = false;
        return;
    }
    for (size_t i = 0; i < ret->columns_count[k]; i++) {
        struct prep_column *column = &ret->columns[k][i];
        uint64_t field = take(bytes, 2);
        column->number = (uint16_t)take(bytes, 2);
        uint64_t kind = take(bytes, 1);
        uint64_t use = take(bytes, 1);
        column->is_used = use & 1;
        column->is_key = use & 2;
        if (field >= FIELD_COUNT || kind > ATTRIBUTE_CODE)
            bytes->good = false;
        column->field.field = (enum field)(field < FIELD_COUNT ? field : 0);
        column->kind = (enum attribute_kind)(kind <= ATTRIBUTE_CODE ? kind : 0);
    }
    for (size_t c = 0; c < COMPARE_COUNT; c++) {
        struct comparison_model *comparison = &model->comparisons[c];
        uint64_t levels = take(bytes, 1);
        comparison->levels = levels & 127;
        comparison->is_single = levels & 128;
        if (comparison->levels >= LEVELS_MAX) {
            bytes->good = false;
            return;
        }
        for (unsigned l = 1; l <= comparison->levels; l++) {
            comparison->weight[l] = (int16_t)take(bytes, 2);
            for (int i = 0; i < LIKENESSES; i++)
                comparison->like[i][l] = (int16_t)take(bytes, 2);
            comparison->mean_bits[l] = (int16_t)take(bytes, 2);
        }
    }
    for (int d = 0; bytes->good && d < DOMAIN_COUNT; d++)
        take_rarities(bytes, &ret->rarities[k][d]);
}

enum status match_model_read(struct text bytes, struct match_model **ret, struct error *err)
{
    struct match_model *model = calloc(1, sizeof(*model));
    if (!model)
        return error_set(err, STATUS_NO_MEMORY, "out of memory while reading a model");
    struct bytes reading = { bytes, text_starts(bytes, (struct text){ magic, sizeof(magic) }) };
    reading.rest = text_from_offset(bytes, sizeof(magic));
    for (int k = 0; reading.good && k < MODEL_KINDS; k++)
        take_kind(&reading, model, k);
    if (!reading.good || reading.rest.len > 0) {
        match_model_close(&model);
        return error_set(err, STATUS_INVALID, "not a match model of this version");
    }
    *ret = model;
    return STATUS_OK;
}

void match_model_close(struct match_model **model)
{
    if (!*model)
        return;
    for (int k = 0; k < MODEL_KINDS; k++)
        for (int d = 0; d < DOMAIN_COUNT; d++)
            free((*model)->rarities[k][d].ptr);
    free(*model);
    *model = NULL;
}

int16_t model_file_bits(const struct rarities *rarities, uint64_t hash)
{
    struct rarity wanted = { .hash = hash };
    const struct rarity *found =
        rarities->len ? bsearch(&wanted, rarities->ptr, rarities->len, sizeof(wanted), by_hash) : NULL;
    return found ? found->bits : rarities->unseen;
}

bool model_file_forget(struct rarities *rarities, uint64_t hash)
{
    struct rarity wanted = { .hash = hash };
    struct rarity *found =
        rarities->len ? bsearch(&wanted, rarities->ptr, rarities->len, sizeof(wanted), by_hash) : NULL;
    if (!found)
        return false;
    memmove(found, found + 1, (size_t)(rarities->ptr + rarities->len - found - 1) * sizeof(*found));
    rarities->len--;
    return true;
}
