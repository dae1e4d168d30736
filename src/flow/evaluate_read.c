/*
 * Any table of people or organisations can be measured, so the columns are
 * looked at with care.  The id column and columns that hold the answer are
 * never evidence.  A column whose header sounds like a field but whose values
 * do not behave so ("title" of a song, not of a professor) is compared by its
 * content instead.
 *
 * A file is about persons or about organisations, or says per record which:
 * when only one column holds the name, the majority decides for all, because
 * two spellings of one name must not fall on two sides.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/evaluate_read.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "normal/date.h"
#include "normal/record.h"
#include "os/file.h"
#include "parse/mapping.h"
#include "parse/reader.h"

enum { MAP_BYTES_MAX = 4 * 1024 * 1024, ORG_SHARE_MIN = 25 /* per cent */ };

void labelled_done(struct labelled *labelled)
{
    arena_done(&labelled->arena);
    intern_done(&labelled->ids);
    vec_done(&labelled->mentions);
    vec_done(&labelled->sources);
}

static enum status too_large(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "the file does not fit in memory");
}

/* ---- the file ---- */

struct sheet {
    struct layout layout;
    VEC(struct row) rows;
    size_t id_column, source_column; /* source_column SIZE_MAX: none */
    struct field_ref *refs;
    uint8_t *contents;
    uint8_t *orders;
    bool *excluded;
};

static void sheet_done(struct sheet *sheet)
{
    vec_done(&sheet->rows);
}

static bool header_is(struct text header, const char *const *names)
{
    for (; *names; names++)
        if (text_equal_nocase(text_trim(header), text_from(*names)))
            return true;
    return false;
}

static enum status copy_row(const struct row *row, struct arena *arena, struct row *ret, struct error *err)
{
    struct text *cells = arena_array(arena, struct text, row->count + 1);
    if (!cells)
        return too_large(err);
    for (size_t i = 0; i < row->count; i++) {
        cells[i] = arena_copy(arena, row->cells[i]);
        if (!cells[i].ptr)
            return too_large(err);
    }
    *ret = (struct row){ .cells = cells, .count = row->count, .number = row->number };
    return STATUS_OK;
}

static enum status sheet_read(const char *path, struct arena *arena, struct sheet *ret, struct error *err)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    enum status status = reader_open(path, &reader, err);
    if (status != STATUS_OK)
        return status;
    struct layout layout = reader_layout(reader);
    struct text *columns = arena_array(arena, struct text, layout.count + 1);
    if (!columns)
        return too_large(err);
    for (size_t i = 0; i < layout.count; i++)
        columns[i] = arena_copy(arena, layout.columns[i]);
    ret->layout = (struct layout){ columns, layout.count };
    struct row row;
    for (enum row_state state; (state = reader_next(reader, &row)) != ROW_NONE;) {
        struct row copy;
        if (state == ROW_BAD)
            continue;
        status = copy_row(&row, arena, &copy, err);
        if (status != STATUS_OK)
            return status;
        if (!vec_push(&ret->rows, copy))
            return too_large(err);
    }
    return reader_status(reader, err);
}

static struct text cell_of(const struct row *row, size_t column)
{
    return column < row->count ? text_trim(row->cells[column]) : TEXT_EMPTY;
}

/* ---- columns ---- */

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

static bool is_code(struct text t)
{
    size_t digits = 0;
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

static struct column_look look_at(const struct sheet *sheet, size_t column)
{
    struct column_look look = { 0 };
    SCOPED(intern_done) struct intern seen = INTERN_UP_TO(1 << 26);
    for (size_t r = 0; r < sheet->rows.len && look.filled < 5000; r++) {
        struct text cell = cell_of(&sheet->rows.ptr[r], column);
        if (cell.len == 0)
            continue;
        look.filled++;
        look.numbers += is_number(cell);
        look.dates += is_date(cell);
        look.codes += is_code(cell);
        look.letters += cell.len;
        intern_put(&seen, text_slice(cell, 0, 200));
    }
    look.distinct = seen.count;
    return look;
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
    case FIELD_ROLE_SINCE:
    case FIELD_ROLE_UNTIL:
    case FIELD_SOURCE_CREATED:
    case FIELD_SOURCE_MODIFIED:
    case FIELD_EVENT_ID:
    case FIELD_EVENT_KIND:
    case FIELD_EVENT_TIME:
    case FIELD_EVENT_REF:
    case FIELD_EVENT_CHANNEL:
    case FIELD_EVENT_DIRECTION:
    case FIELD_EVENT_SUBJECT:
    case FIELD_EVENT_TEXT:
    case FIELD_EVENT_AMOUNT:
    case FIELD_EVENT_CURRENCY:
    case FIELD_EVENT_STATUS:
    case FIELD_EVENT_PRODUCT:
    case FIELD_EVENT_CAMPAIGN:
    case FIELD_SOURCE_ID: return true;
    default: return false;
    }
}

static bool sheet_has(const struct sheet *sheet, enum field field)
{
    for (size_t c = 0; c < sheet->layout.count; c++)
        if (!sheet->excluded[c] && sheet->refs[c].field == field)
            return true;
    return false;
}

static enum status map_columns(const struct evaluate_options *options, struct sheet *sheet, struct arena *arena,
                               struct error *err)
{
    static const char *const ids[] = { "id", "record id", "record_id", "recid", "rec_id", "rid", NULL };
    static const char *const sources[] = { "source", "bron", "data_source", "datasource", "source_name", NULL };
    static const char *const answers[] = { "cluster",      "cluster_id", "clusterid", "cluster id",   "true_id",
                                           "true id",      "entity",     "entity_id", "entityid",     "truth",
                                           "label",        "match_id",   "unique_id", "unique id",    "rec_id",
                                           "rec id",       "orig_id",    "uid",       "uuid",         "guid",
                                           "row_id",       "rownum",     "index",     "canonical_id", "group_id",
                                           "duplicate_of", "record_id",  "record id", "tid",          NULL };
    size_t count = sheet->layout.count;
    sheet->refs = arena_array(arena, struct field_ref, count + 1);
    sheet->contents = arena_array(arena, uint8_t, count + 1);
    sheet->orders = arena_array(arena, uint8_t, count + 1);
    sheet->excluded = arena_array(arena, bool, count + 1);
    struct mapping_proposal *proposals = arena_array(arena, struct mapping_proposal, count + 1);
    if (!sheet->refs || !sheet->contents || !sheet->orders || !sheet->excluded || !proposals)
        return too_large(err);

    sheet->id_column = 0;
    sheet->source_column = SIZE_MAX;
    for (size_t c = count; c-- > 0;) {
        if (header_is(sheet->layout.columns[c], ids))
            sheet->id_column = c;
        if (header_is(sheet->layout.columns[c], sources))
            sheet->source_column = c;
    }
    for (size_t c = count; c-- > 0;)
        if (header_is(sheet->layout.columns[c], (const char *const[]){ "id", NULL }))
            sheet->id_column = c;

    size_t samples = sheet->rows.len < MAPPING_SAMPLE_ROWS ? sheet->rows.len : MAPPING_SAMPLE_ROWS;
    mapping_propose(sheet->layout, sheet->rows.ptr, samples, proposals);
    struct mapping given = { 0 };
    if (options->map) {
        SCOPED(buf_done) struct buf json = BUF_EMPTY;
        enum status status = file_slurp(options->map, MAP_BYTES_MAX, &json, err);
        if (status == STATUS_OK)
            status = mapping_read_json(buf_text(&json), sheet->layout, arena, &given, err);
        if (status != STATUS_OK)
            return status;
    }
    for (size_t c = 0; c < count; c++) {
        sheet->refs[c] = given.count ? given.refs[c] : proposals[c].ref;
        sheet->excluded[c] = c == sheet->id_column || c == sheet->source_column ||
                             (!given.count && header_is(sheet->layout.columns[c], answers)) ||
                             (sheet->refs[c].field == FIELD_SOURCE_ID && !given.count);
        struct column_look look = look_at(sheet, c);
        sheet->contents[c] = (uint8_t)content_of(&look);
        if (given.count)
            continue;
        bool many = look.distinct * 10 > look.filled * 3 && look.distinct > 30;
        bool is_long = look.filled > 0 && look.letters / look.filled > 14;
        if (is_by_content(sheet->refs[c].field) || (is_small_field(sheet->refs[c].field) && (is_long || many)))
            sheet->refs[c].field = FIELD_NONE;
    }
    for (size_t c = 0; c < count; c++)
        if (sheet->excluded[c])
            sheet->refs[c] = (struct field_ref){ .field = FIELD_NONE };
    struct mapping mapping = { .refs = sheet->refs, .count = count };
    normal_learn(&mapping, sheet->rows.ptr, samples, sheet->orders);
    return STATUS_OK;
}

/* ---- records ---- */

/* What a file is about when its one name column does not say. */
enum subject { SUBJECT_BY_RECORD = 0, SUBJECT_PERSON, SUBJECT_ORGANISATION };

static const struct mention *mention_of(const struct normal_record *record, enum party_kind kind)
{
    for (size_t i = 0; i < record->mentions_count; i++)
        if (record->mentions[i].kind == kind)
            return &record->mentions[i];
    return NULL;
}

static bool person_has_name(const struct mention *m)
{
    return m && (m->name.given.len || m->name.surname.len || m->name.initials.len || m->name.call_name.len ||
                 m->name.raw.len);
}

static bool organisation_has_name(const struct mention *m)
{
    return m && (m->org.name.len || m->org.core.len);
}

/* All of two lists in one; either may be empty. */
#define JOINED(arena, type, a, a_count, b, b_count, ret, ret_count)                                                    \
    do {                                                                                                               \
        type *joined_ = arena_array((arena), type, (size_t)(a_count) + (b_count) + 1);                                 \
        if (!joined_)                                                                                                  \
            return too_large(err);                                                                                     \
        if (a_count)                                                                                                   \
            memcpy(joined_, (a), (a_count) * sizeof(type));                                                            \
        if (b_count)                                                                                                   \
            memcpy(joined_ + (a_count), (b), (b_count) * sizeof(type));                                                \
        (ret) = joined_;                                                                                               \
        (ret_count) = (uint16_t)((a_count) + (b_count));                                                               \
    } while (0)

/* The subject with everything the record says; excluded columns taken out again. */
static enum status join_mentions(const struct sheet *sheet, const struct mention *main, const struct mention *other,
                                 struct arena *arena, struct mention *ret, struct error *err)
{
    static const struct mention nobody = { 0 };
    if (!other)
        other = &nobody;
    *ret = *main;
    JOINED(arena, struct address, main->addresses, main->addresses_count, other->addresses, other->addresses_count,
           ret->addresses, ret->addresses_count);
    JOINED(arena, struct email, main->emails, main->emails_count, other->emails, other->emails_count, ret->emails,
           ret->emails_count);
    JOINED(arena, struct phone, main->phones, main->phones_count, other->phones, other->phones_count, ret->phones,
           ret->phones_count);
    JOINED(arena, struct identifier, main->identifiers, main->identifiers_count, other->identifiers,
           other->identifiers_count, ret->identifiers, ret->identifiers_count);
    struct attribute *attributes =
        arena_array(arena, struct attribute, main->attributes_count + other->attributes_count + 2u);
    if (!attributes)
        return too_large(err);
    size_t count = 0;
    for (size_t i = 0; i < (size_t)main->attributes_count + other->attributes_count; i++) {
        struct attribute attribute =
            i < main->attributes_count ? main->attributes[i] : other->attributes[i - main->attributes_count];
        if (attribute.column < sheet->layout.count && sheet->excluded[attribute.column])
            continue;
        attributes[count++] = attribute;
    }
    struct text beside = other == &nobody                    ? TEXT_EMPTY
                         : other->kind == PARTY_ORGANISATION ? other->org.name
                                                             : other->name.raw;
    if (beside.len)
        attributes[count++] = (struct attribute){
            .field = { .field = other->kind == PARTY_ORGANISATION ? FIELD_ORG_NAME : FIELD_PERSON_FULL },
            .column = (uint16_t)(sheet->layout.count + 1),
            .kind = ATTRIBUTE_TEXT,
            .value = beside,
        };
    ret->attributes = attributes;
    ret->attributes_count = (uint16_t)count;
    return STATUS_OK;
}

static struct text first_cell(const struct sheet *sheet, const struct row *row, enum field field)
{
    for (size_t c = 0; c < sheet->layout.count; c++)
        if (sheet->refs[c].field == field && cell_of(row, c).len)
            return cell_of(row, c);
    return TEXT_EMPTY;
}

/* An organisation that a file about persons must take for a person: its name as it stands. */
static void make_person(const struct sheet *sheet, const struct row *row, struct mention *mention)
{
    if (mention->kind == PARTY_PERSON)
        return;
    struct text given = first_cell(sheet, row, FIELD_PERSON_GIVEN),
                family = first_cell(sheet, row, FIELD_PERSON_FAMILY);
    mention->kind = PARTY_PERSON;
    mention->name =
        (struct person_name){ .given = given, .surname = family, .raw = first_cell(sheet, row, FIELD_PERSON_FULL) };
    if (!given.len && !family.len && !mention->name.raw.len)
        mention->name.raw = mention->org.name;
}

/* A birth date that is no date but has eight digits still has seven or eight right ones. */
static void keep_wrong_birth(const struct sheet *sheet, const struct row *row, struct mention *mention)
{
    if (mention->birth.year || mention->birth.month || mention->birth.day)
        return;
    struct text cell = first_cell(sheet, row, FIELD_PERSON_BIRTHDATE);
    char digits[8];
    size_t count = 0, signs = 0;
    for (size_t i = 0; i < cell.len; i++) {
        if (!char_is_digit(cell.ptr[i])) {
            signs++;
            continue;
        }
        if (count == 8)
            return;
        digits[count++] = cell.ptr[i];
    }
    bool year_first = cell.len >= 5 && (signs == 0 || !char_is_digit(cell.ptr[4]));
    if (count != 8 || signs > 2 || !year_first)
        return;
    mention->birth.year =
        (int16_t)((digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + digits[3] - '0');
    mention->birth.month = (uint8_t)((digits[4] - '0') * 10 + digits[5] - '0');
    mention->birth.day = (uint8_t)((digits[6] - '0') * 10 + digits[7] - '0');
}

static enum status record_mention(const struct sheet *sheet, const struct row *row, enum subject subject,
                                  const struct normal_options *options, struct arena *arena, struct mention *ret,
                                  bool *ret_is_organisation, struct error *err)
{
    struct mapping mapping = { .refs = sheet->refs, .count = sheet->layout.count };
    struct normal_record record = { 0 };
    struct record_id id = record_id_of(TEXT("evaluate"), cell_of(row, sheet->id_column));
    enum status status = normal_record_read(&mapping, row, id, options, arena, &record, err);
    if (status != STATUS_OK)
        return status;
    const struct mention *person = mention_of(&record, PARTY_PERSON),
                         *organisation = mention_of(&record, PARTY_ORGANISATION);
    bool org_first =
        organisation_has_name(organisation) && (!person_has_name(person) || subject == SUBJECT_ORGANISATION);
    static const struct mention nobody_p = { .kind = PARTY_PERSON }, nobody_o = { .kind = PARTY_ORGANISATION };
    const struct mention *main = org_first ? organisation : person ? person : organisation;
    if (!main)
        main = subject == SUBJECT_PERSON ? &nobody_p : &nobody_o;
    *ret_is_organisation = main->kind == PARTY_ORGANISATION;
    status = join_mentions(sheet, main, main == person ? organisation : person, arena, ret, err);
    if (status != STATUS_OK)
        return status;
    if (subject == SUBJECT_PERSON)
        make_person(sheet, row, ret);
    if (subject == SUBJECT_ORGANISATION && ret->kind == PARTY_PERSON) {
        ret->kind = PARTY_ORGANISATION;
        ret->org = (struct org_name){ .name = ret->name.raw, .core = ret->name.raw };
    }
    if (ret->kind == PARTY_PERSON)
        keep_wrong_birth(sheet, row, ret);
    return STATUS_OK;
}

/* Look at all records once and say what the file is about. */
static enum status find_subject(struct sheet *sheet, const struct normal_options *options, enum subject *ret,
                                struct error *err)
{
    bool has_org = sheet_has(sheet, FIELD_ORG_NAME) || sheet_has(sheet, FIELD_ORG_TRADE_NAME);
    bool has_parts = sheet_has(sheet, FIELD_PERSON_GIVEN) || sheet_has(sheet, FIELD_PERSON_FAMILY);
    bool has_full = sheet_has(sheet, FIELD_PERSON_FULL);
    bool is_personal = sheet_has(sheet, FIELD_PERSON_BIRTHDATE) || sheet_has(sheet, FIELD_PERSON_GENDER) ||
                       sheet_has(sheet, FIELD_PERSON_AGE);
    *ret = SUBJECT_BY_RECORD;
    if (has_org && !has_parts && !has_full) {
        *ret = SUBJECT_ORGANISATION;
    } else if (!has_org && !has_parts && !has_full) {
        *ret = is_personal ? SUBJECT_PERSON : SUBJECT_ORGANISATION;
    } else if (!has_org && (has_parts || is_personal)) {
        *ret = SUBJECT_PERSON;
    } else if (!has_org) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
        size_t organisations = 0;
        for (size_t r = 0; r < sheet->rows.len; r++) {
            struct mention mention;
            bool is_organisation = false;
            enum status status = record_mention(sheet, &sheet->rows.ptr[r], SUBJECT_BY_RECORD, options, &arena,
                                                &mention, &is_organisation, err);
            if (status != STATUS_OK)
                return status;
            organisations += is_organisation;
            arena_reset(&arena);
        }
        *ret = organisations * 100 >= sheet->rows.len * ORG_SHARE_MIN ? SUBJECT_ORGANISATION : SUBJECT_PERSON;
    } else {
        size_t with_person = 0, with_org = 0, with_both = 0;
        for (size_t r = 0; r < sheet->rows.len; r++) {
            const struct row *row = &sheet->rows.ptr[r];
            bool org = first_cell(sheet, row, FIELD_ORG_NAME).len > 0;
            bool person = first_cell(sheet, row, FIELD_PERSON_FULL).len ||
                          first_cell(sheet, row, FIELD_PERSON_FAMILY).len ||
                          first_cell(sheet, row, FIELD_PERSON_GIVEN).len;
            with_org += org;
            with_person += person;
            with_both += org && person;
        }
        if (with_org * 100 >= sheet->rows.len * 95 && with_person * 100 < sheet->rows.len * 80)
            *ret = SUBJECT_ORGANISATION; /* companies, some with a contact */
        else if (with_both * 100 >= sheet->rows.len * 30 && with_person * 100 >= sheet->rows.len * 95)
            *ret = SUBJECT_PERSON; /* people, with their employers */
    }
    if (*ret == SUBJECT_ORGANISATION && !has_org)
        for (size_t c = 0; c < sheet->layout.count; c++)
            if (sheet->refs[c].field == FIELD_PERSON_FULL)
                sheet->refs[c].field = FIELD_ORG_NAME;
    return STATUS_OK;
}

enum status labelled_read(const struct evaluate_options *options, const struct job *job, struct labelled *ret,
                          struct error *err)
{
    SCOPED(sheet_done) struct sheet sheet = { 0 };
    enum status status = sheet_read(options->records, &ret->arena, &sheet, err);
    if (status == STATUS_OK)
        status = map_columns(options, &sheet, &ret->arena, err);
    if (status != STATUS_OK)
        return status;
    struct normal_options normal = {
        .now_ms = job->now_ms, .keep_unrecognised = true, .contents = sheet.contents, .date_orders = sheet.orders
    };
    memcpy(normal.country, job->country, sizeof(normal.country));
    enum subject subject = SUBJECT_BY_RECORD;
    status = find_subject(&sheet, &normal, &subject, err);
    if (status != STATUS_OK)
        return status;

    SCOPED(intern_done) struct intern sources = INTERN_UP_TO(1 << 26);
    for (size_t r = 0; r < sheet.rows.len; r++) {
        const struct row *row = &sheet.rows.ptr[r];
        uint32_t number = intern_put(&ret->ids, cell_of(row, sheet.id_column));
        if (number == INTERN_NONE)
            return too_large(err);
        if (number < ret->mentions.len)
            return error_set(err, STATUS_INVALID, "row %zu has the id of an earlier row", r + 1);
        struct mention mention;
        bool is_organisation = false;
        status = record_mention(&sheet, row, subject, &normal, &ret->arena, &mention, &is_organisation, err);
        if (status != STATUS_OK)
            return error_within(err, status, "row %zu", r + 1);
        uint32_t source = sheet.source_column == SIZE_MAX ? 0 : intern_put(&sources, cell_of(row, sheet.source_column));
        if (!vec_push(&ret->mentions, mention) || !vec_push(&ret->sources, source))
            return too_large(err);
    }
    return STATUS_OK;
}

/* ---- truth ---- */

static uint32_t root_of(uint32_t *root, uint32_t i)
{
    while (root[i] != i)
        i = root[i] = root[root[i]];
    return i;
}

enum status truth_read(const char *path, const struct labelled *labelled, uint32_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SIZE_MAX / 4);
    SCOPED(sheet_done) struct sheet sheet = { 0 };
    enum status status = sheet_read(path, &arena, &sheet, err);
    if (status != STATUS_OK)
        return status;
    if (sheet.layout.count < 2)
        return error_set(err, STATUS_INVALID, "the truth needs two columns: id,cluster or id_a,id_b");

    static const char *const pair_headers[] = { "id_a",        "ida",     "id1",       "id_1", "id_l",
                                                "unique_id_l", "left_id", "ltable_id", NULL };
    bool is_pairs = header_is(sheet.layout.columns[0], pair_headers);
    for (uint32_t i = 0; i < labelled->mentions.len; i++)
        ret[i] = is_pairs ? i : UINT32_MAX;
    SCOPED(intern_done) struct intern clusters = INTERN_UP_TO(SIZE_MAX / 4);
    for (size_t r = 0; r < sheet.rows.len; r++) {
        const struct row *row = &sheet.rows.ptr[r];
        uint32_t a = intern_get(&labelled->ids, cell_of(row, 0));
        if (a == INTERN_NONE)
            continue;
        if (!is_pairs) {
            ret[a] = cell_of(row, 1).len ? intern_put(&clusters, cell_of(row, 1)) : UINT32_MAX;
            continue;
        }
        uint32_t b = intern_get(&labelled->ids, cell_of(row, 1));
        struct text score = cell_of(row, 2);
        if (b == INTERN_NONE || (score.len && strtod(score.ptr, NULL) < 0.5))
            continue;
        a = root_of(ret, a);
        b = root_of(ret, b);
        if (a < b)
            ret[b] = a;
        else
            ret[a] = b;
    }
    for (uint32_t i = 0; is_pairs && i < labelled->mentions.len; i++)
        ret[i] = root_of(ret, i);
    return STATUS_OK;
}
