/*
 * A proposal is made in steps, each of which may correct the one before:
 *
 *     1 program   headers that stand together tell the program (header_presets.txt)
 *     2 header    the name people use (header_names.txt), with group and number
 *     3 names     headers that mean several things: "Naam", "Titel", "status"
 *     4 values    how many values have the field's form; a header nobody knows
 *                 over values nobody can mistake (e-mail, IBAN, postcode)
 *     5 events    order, click and mail fields only where the file is of events
 *     6 content   the other headers nobody knows, by words and neighbours (mapping_content.c)
 *     7 address   line, street, number and whole address of one family of columns
 *     8 places    two columns never take the same: the next slot
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/mapping.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "os/threads.h"
#include "parse/header.h"
#include "parse/mapping_rules.h"
#include "parse/names.h"
#include "parse/names_table.h"
#include "parse/refuse.h"

enum { TAKEN_FROM = 50, PRESET_SURE = 98, SECOND_NAME_FROM = 85, SLOTS_MAX = 255 };

bool judging_has(const struct judging *judging, enum field field)
{
    for (size_t i = 0; i < judging->layout.count; i++)
        if (judging->proposals[i].ref.field == field)
            return true;
    return false;
}

bool judging_key_is(const struct judging *judging, size_t column, const char *key)
{
    struct header header;
    header_fold(judging->layout.columns[column], &header);
    return text_equal(header_key(&header), text_from(key));
}

/* ---- 1 and 2: program and header ---- */

static size_t column_of_key(const struct judging *judging, const char *key)
{
    for (size_t i = 0; i < judging->layout.count; i++)
        if (judging_key_is(judging, i, key))
            return i;
    return SIZE_MAX;
}

static const struct name_preset *preset_of(const struct judging *judging)
{
    for (size_t p = 0; p < name_presets_count; p++) {
        const char *const *has = name_presets[p].has;
        while (*has && column_of_key(judging, *has) != SIZE_MAX)
            has++;
        if (!*has)
            return &name_presets[p];
    }
    return NULL;
}

static bool preset_takes(const struct name_preset *preset, const struct header *header, struct mapping_proposal *ret)
{
    struct text key = header_key(header);
    for (const struct name_row *row = preset ? preset->rows : NULL; row && row->key; row++)
        if (text_equal(key, (struct text){ row->key, row->len })) {
            *ret = (struct mapping_proposal){ .ref = row->ref, .confidence = PRESET_SURE };
            return true;
        }
    return false;
}

/* The reader masked all there is: by its header, or because of its values. */
static bool is_refused(const struct judging *judging, size_t column)
{
    size_t filled = 0;
    for (size_t r = 0; r < judging->samples_count; r++) {
        struct text cell = column < judging->samples[r].count ? judging->samples[r].cells[column] : TEXT_EMPTY;
        if (cell.len == 0)
            continue;
        filled++;
        if (!text_equal(cell, TEXT(REFUSE_MARK)))
            return false;
    }
    return filled > 0;
}

static void headers_read(struct judging *judging)
{
    const struct name_preset *preset = preset_of(judging);
    for (size_t i = 0; i < judging->layout.count; i++) {
        struct mapping_proposal *proposal = &judging->proposals[i];
        struct header header;
        header_fold(judging->layout.columns[i], &header);
        if (refuse_of_header(judging->layout.columns[i]) == REFUSE_WHOLE || is_refused(judging, i)) {
            *proposal = (struct mapping_proposal){ { .field = FIELD_REFUSE_NATIONAL_ID }, 99, PROPOSED_TEXT };
        } else if (preset_takes(preset, &header, proposal)) {
            judging->is_preset[i] = true;
        } else {
            struct name_found found = name_find(judging->layout.columns[i]);
            *proposal = (struct mapping_proposal){ .ref = found.ref, .confidence = found.confidence };
            judging->is_unknown[i] = found.confidence == 0;
        }
    }
}

/* ---- 8: places ---- */

static bool same_place(struct field_ref a, struct field_ref b)
{
    return a.field == b.field && a.group == b.group && a.slot == b.slot;
}

static bool place_is_taken(const struct judging *judging, size_t column)
{
    for (size_t i = 0; i < judging->layout.count; i++)
        if (i != column && same_place(judging->proposals[i].ref, judging->proposals[column].ref) &&
            (i < column || judging->proposals[i].ref.field == FIELD_NONE))
            return true;
    return false;
}

/* The surest column keeps the place; the others move to the next free slot, in order of the file. */
static void places_give(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        struct mapping_proposal *mine = &judging->proposals[i];
        if (mine->ref.field == FIELD_NONE || mine->ref.field == FIELD_REFUSE_NATIONAL_ID)
            continue;
        for (size_t j = i + 1; j < judging->layout.count; j++) {
            struct mapping_proposal *other = &judging->proposals[j];
            if (same_place(mine->ref, other->ref) && other->confidence > mine->confidence && mine->confidence < 90) {
                /* give way: the later one is clearly meant */
                mine->ref.slot++;
                break;
            }
        }
        /* "Shipping First Name" is another's, when there is a first name already */
        if (field_kind_of(mine->ref.field) == FIELD_KIND_NAME && mine->confidence < SECOND_NAME_FROM &&
            place_is_taken(judging, i))
            *mine = (struct mapping_proposal){ .confidence = 0 };
        while (mine->ref.field != FIELD_NONE && mine->ref.slot < SLOTS_MAX && place_is_taken(judging, i))
            mine->ref.slot++;
        if (mine->ref.slot == SLOTS_MAX)
            *mine = (struct mapping_proposal){ .confidence = 0 };
    }
}

/* ---- content ---- */

struct counting {
    struct judging *judging;
    bool *is_counted; /* by column */
};

static void count_column(void *ctx, size_t column, int thread)
{
    (void)thread;
    const struct counting *counting = ctx;
    const struct judging *judging = counting->judging;
    uint64_t *seen = calloc(CONTENT_SEEN_SIZE, sizeof(*seen));
    for (size_t r = 0; seen && r < judging->samples_count; r++)
        if (column < judging->samples[r].count)
            content_add(&judging->contents[column], judging->samples[r].cells[column], seen);
    counting->is_counted[column] = seen != NULL;
    free(seen);
}

/* Columns say nothing of one another yet, so each is counted by itself. */
static bool contents_count(struct judging *judging, int threads)
{
    struct counting counting = { judging, calloc(judging->layout.count + 1, sizeof(bool)) };
    bool good = counting.is_counted != NULL;
    if (good)
        threads_run(threads, judging->layout.count, count_column, &counting);
    for (size_t i = 0; good && i < judging->layout.count; i++)
        good = counting.is_counted[i];
    free(counting.is_counted);
    return good;
}

/* How a column without a field is compared. */
static enum attribute_kind_proposed kind_of_content(const struct content *content)
{
    if (content->filled == 0)
        return PROPOSED_TEXT;
    unsigned bytes = content->bytes / content->filled;
    if (content_share(content, content->date) >= 80)
        return PROPOSED_DATE;
    bool is_long = content_share(content, content->whole) >= 90 && bytes >= 7;
    if (content_share(content, content->number) >= 90 && !is_long)
        return PROPOSED_NUMBER;
    if (content_share(content, content->single) >= 90 && bytes <= 24)
        return PROPOSED_CODE;
    return PROPOSED_TEXT;
}

/* A header whose values say something else has said nothing: "Relatie" over numbers. */
static void doubtful_drop(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        struct mapping_proposal *proposal = &judging->proposals[i];
        if (proposal->ref.field == FIELD_NONE || proposal->confidence >= TAKEN_FROM)
            continue;
        *proposal = (struct mapping_proposal){ .confidence = 0 };
        judging->is_unknown[i] = true;
    }
}

static void propose_all(struct layout layout, const struct row *samples, size_t samples_count, int threads,
                        bool of_events, struct mapping_proposal *ret)
{
    struct judging judging = { .layout = layout, .samples = samples, .proposals = ret, .of_events = of_events };
    judging.samples_count = samples_count < MAPPING_SAMPLE_ROWS ? samples_count : MAPPING_SAMPLE_ROWS;
    judging.contents = calloc(layout.count + 1, sizeof(*judging.contents));
    judging.is_preset = calloc(layout.count + 1, sizeof(*judging.is_preset));
    judging.is_unknown = calloc(layout.count + 1, sizeof(*judging.is_unknown));
    memset(ret, 0, layout.count * sizeof(*ret));
    if (judging.contents && judging.is_preset && judging.is_unknown && contents_count(&judging, threads)) {
        headers_read(&judging);
        names_weigh(&judging);
        values_weigh(&judging);
        events_arrange(&judging);
        doubtful_drop(&judging);
        contents_tell(&judging);
        addresses_arrange(&judging);
        places_give(&judging);
    } /* else without memory nothing is proposed: every column is then not taken */
    for (size_t i = 0; i < layout.count; i++) {
        if (ret[i].confidence < TAKEN_FROM)
            ret[i].ref = (struct field_ref){ .field = FIELD_NONE };
        if (judging.contents)
            ret[i].content = kind_of_content(&judging.contents[i]);
    }
    free(judging.contents);
    free(judging.is_preset);
    free(judging.is_unknown);
}

void mapping_propose(struct layout layout, const struct row *samples, size_t samples_count,
                     struct mapping_proposal *ret)
{
    propose_all(layout, samples, samples_count, 1, false, ret);
}

void mapping_propose_on(int threads, struct layout layout, const struct row *samples, size_t samples_count,
                        struct mapping_proposal *ret)
{
    propose_all(layout, samples, samples_count, threads, false, ret);
}

void mapping_propose_events(struct layout layout, const struct row *samples, size_t samples_count,
                            struct mapping_proposal *ret)
{
    propose_all(layout, samples, samples_count, 1, true, ret);
}
