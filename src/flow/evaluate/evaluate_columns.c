/*
 * Any table of people or organisations can be measured, so the columns are
 * looked at with care.  The id column and columns that hold the answer are
 * never evidence.  A column whose header sounds like a field but whose values
 * do not behave so ("title" of a song, not of a professor) is compared by its
 * content instead.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/evaluate/evaluate_inside.h"

#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "os/file.h"
#include "os/threads.h"

enum { MAP_BYTES_MAX = 4 * 1024 * 1024 };

static bool is_number(struct text t)
{
    size_t digits = 0, points = 0;
    for (size_t i = 0; i < t.len; i++) {
        digits += char_is_digit(t.ptr[i]);
        points += t.ptr[i] == '.' || t.ptr[i] == ',';
        if (!char_is_digit(t.ptr[i]) && t.ptr[i] != '.' && t.ptr[i] != ',' && !(i == 0 && t.ptr[i] == '-'))
            return false;
    }
    return digits > 0 && points <= 2;
}

static bool is_date(struct text t)
{
    size_t digits = 0, marks = 0;
    for (size_t i = 0; i < t.len; i++) {
        digits += char_is_digit(t.ptr[i]);
        marks += t.ptr[i] == '-' || t.ptr[i] == '/' || t.ptr[i] == '.';
    }
    return marks == 2 && digits >= 4 && digits <= 8 && digits + marks == t.len;
}

/* "HRB 33538", "HRA 412 B": the number of a register and which. */
static bool is_code_of_register(struct text t)
{
    enum { LETTERS_MAX = 4, DIGITS_MIN = 3, BEHIND_MAX = 2 };
    size_t i = 0, digits = 0, behind = 0;
    while (i < t.len && char_is_alpha(t.ptr[i]))
        i++;
    if (i < 2 || i > LETTERS_MAX || i == t.len || t.ptr[i++] != ' ')
        return false;
    for (; i < t.len && char_is_digit(t.ptr[i]); i++)
        digits++;
    if (i < t.len && t.ptr[i] == ' ')
        for (i++; i < t.len && char_is_alpha(t.ptr[i]); i++)
            behind++;
    return i == t.len && digits >= DIGITS_MIN && behind <= BEHIND_MAX;
}

static bool is_code(struct text t)
{
    size_t digits = 0;
    if (is_code_of_register(t))
        return true;
    for (size_t i = 0; i < t.len; i++) {
        digits += char_is_digit(t.ptr[i]);
        if (char_is_space(t.ptr[i]))
            return false;
    }
    return digits > 0 && t.len <= 24;
}

struct column_look {
    size_t filled, numbers, dates, codes, letters, distinct;
};

static struct column_look look_at(const struct listing *listing, size_t column)
{
    struct column_look look = { 0 };
    SCOPED(id_list_done) struct id_list seen = { 0 };
    for (size_t r = 0; r < listing->rows.len && look.filled < 5000; r++) {
        struct text cell = listing_cell(&listing->rows.ptr[r], column);
        if (cell.len == 0)
            continue;
        look.filled++;
        look.numbers += is_number(cell);
        look.dates += is_date(cell);
        look.codes += is_code(cell);
        look.letters += cell.len;
        id_list_put(&seen, (struct record_id){ hash_text(text_slice(cell, 0, 200)) }, TEXT_EMPTY);
    }
    look.distinct = seen.hashes.len;
    return look;
}

struct looking {
    const struct listing *listing;
    struct column_look *looks; /* by column */
};

static void look_at_one(void *ctx, size_t column, int thread)
{
    (void)thread;
    const struct looking *looking = ctx;
    looking->looks[column] = look_at(looking->listing, column);
}

static enum attribute_kind content_of(const struct column_look *look)
{
    if (look->filled == 0)
        return ATTRIBUTE_TEXT;
    if (look->dates * 10 >= look->filled * 9)
        return ATTRIBUTE_DATE;
    if (look->numbers * 10 >= look->filled * 9)
        return ATTRIBUTE_NUMBER;
    return look->codes * 10 >= look->filled * 8 ? ATTRIBUTE_CODE : ATTRIBUTE_TEXT;
}

/* Fields that stand for few short values; a column of long or ever new ones is something else. */
static bool is_small_field(enum field field)
{
    switch ((int)field) {
    case FIELD_PERSON_TITLE:
    case FIELD_PERSON_SUFFIX:
    case FIELD_PERSON_PREFIX:
    case FIELD_PERSON_NAME_USE:
    case FIELD_PERSON_GENDER:
    case FIELD_PERSON_PARTNER_PREFIX:
    case FIELD_ORG_LEGAL_FORM:
    case FIELD_ADDR_KIND:
    case FIELD_PHONE_TYPE:
    case FIELD_ADDR_LETTER:
    case FIELD_ADDR_ADDITION:
    case FIELD_PERSON_LANGUAGE: return true;
    default: return false;
    }
}

/* Fields that resolve takes no evidence from, or only beside another; here each column counts by itself. */
static bool is_by_content(enum field field)
{
    switch ((int)field) {
    case FIELD_ROLE_TITLE:
    case FIELD_ROLE_DEPARTMENT:
    case FIELD_ROLE_PART:
    case FIELD_ROLE_SINCE:
    case FIELD_ROLE_UNTIL:
    case FIELD_SOURCE_CREATED:
    case FIELD_SOURCE_MODIFIED:
    case FIELD_SOURCE_ID: return true;
    default: return field_is_of_event(field);
    }
}

enum status columns_read(const struct evaluate_options *options, const char *home, int threads, struct listing *listing,
                         struct arena *arena, struct error *err)
{
    static const char *const ids[] = { "id", "record id", "record_id", "recid", "rec_id", "rid", NULL };
    static const char *const sources[] = { "source", "bron", "data_source", "datasource", "source_name", NULL };
    static const char *const answers[] = { "cluster",      "cluster_id", "clusterid", "cluster id",   "true_id",
                                           "true id",      "entity",     "entity_id", "entityid",     "truth",
                                           "label",        "match_id",   "unique_id", "unique id",    "rec_id",
                                           "rec id",       "orig_id",    "uid",       "uuid",         "guid",
                                           "row_id",       "rownum",     "index",     "canonical_id", "group_id",
                                           "duplicate_of", "record_id",  "record id", "tid",          NULL };
    size_t count = listing->layout.count;
    listing->refs = arena_array(arena, struct field_ref, count + 1);
    listing->contents = arena_array(arena, uint8_t, count + 1);
    listing->orders = arena_array(arena, uint8_t, count + 1);
    listing->excluded = arena_array(arena, bool, count + 1);
    listing->proposals = arena_array(arena, struct mapping_proposal, count + 1);
    const struct looking looking = { listing, arena_array(arena, struct column_look, count + 1) };
    if (!listing->refs || !listing->contents || !listing->orders || !listing->excluded || !listing->proposals ||
        !looking.looks)
        return listing_too_large(err);

    listing->id_column = 0;
    listing->source_column = SIZE_MAX;
    for (size_t c = count; c-- > 0;) {
        if (header_is(listing->layout.columns[c], ids))
            listing->id_column = c;
        if (header_is(listing->layout.columns[c], sources))
            listing->source_column = c;
    }
    for (size_t c = count; c-- > 0;)
        if (header_is(listing->layout.columns[c], (const char *const[]){ "id", NULL }))
            listing->id_column = c;

    listing->id_column = truth_id_column(options->truth, listing, listing->id_column, threads);

    size_t samples = listing->rows.len < MAPPING_SAMPLE_ROWS ? listing->rows.len : MAPPING_SAMPLE_ROWS;
    mapping_propose_on(threads, listing->layout, listing->rows.ptr, samples, listing->proposals);
    threads_run(threads, count, look_at_one, (void *)&looking);
    struct mapping given = { 0 };
    if (options->map) {
        SCOPED(buf_done) struct buf json = BUF_EMPTY;
        enum status status = file_slurp(options->map, MAP_BYTES_MAX, &json, err);
        if (status == STATUS_OK)
            status = mapping_read_json(buf_text(&json), listing->layout, arena, &given, err);
        if (status != STATUS_OK)
            return status;
    }
    for (size_t c = 0; c < count; c++) {
        listing->refs[c] = given.count ? given.refs[c] : listing->proposals[c].ref;
        listing->excluded[c] = c == listing->id_column || c == listing->source_column ||
                               (!given.count && header_is(listing->layout.columns[c], answers)) ||
                               (listing->refs[c].field == FIELD_SOURCE_ID && !given.count);
        struct column_look look = looking.looks[c];
        listing->contents[c] = (uint8_t)content_of(&look);
        if (given.count)
            continue;
        bool many = look.distinct * 10 > look.filled * 3 && look.distinct > 30;
        bool is_long = look.filled > 0 && look.letters / look.filled > 14;
        if (is_by_content(listing->refs[c].field) || (is_small_field(listing->refs[c].field) && (is_long || many)))
            listing->refs[c].field = FIELD_NONE;
    }
    for (size_t c = 0; c < count; c++)
        if (listing->excluded[c]) /* of the record and not of who is named: not read at all */
            listing->refs[c] = (struct field_ref){ .field = FIELD_SOURCE_ID };
    struct mapping mapping = { .refs = listing->refs, .count = count };
    normal_learn(&mapping, listing->rows.ptr, samples, listing->orders);
    country_find(listing, home, listing->country);
    return STATUS_OK;
}

/* ---- report ---- */

void columns_write(const struct listing *listing, struct buf *buf)
{
    static const char *const kinds[] = { "text", "number", "date", "code" };
    for (size_t c = 0; c < listing->layout.count; c++) {
        struct column_look look = look_at(listing, c);
        struct text header = listing->layout.columns[c];
        for (size_t i = 0; i < header.len; i++)
            buf_put_char(buf, char_is_space(header.ptr[i]) ? ' ' : header.ptr[i]);
        if (c == listing->id_column)
            buf_put_str(buf, "\t(id)\t");
        else if (c == listing->source_column)
            buf_put_str(buf, "\t(source)\t");
        else if (listing->excluded[c])
            buf_put_str(buf, "\t(left out)\t");
        else if (listing->refs[c].field == FIELD_NONE)
            buf_printf(buf, "\t(%s)\t", kinds[listing->contents[c]]);
        else
            buf_printf(buf, "\t%s\t%u", field_ref_text(listing->refs[c]).s, (unsigned)listing->proposals[c].confidence);
        buf_printf(buf, "\t%zu\t%zu\n", look.filled, look.distinct);
    }
}
