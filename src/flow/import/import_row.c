/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import/import_row.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/json_out.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/event/event_detail.h"
#include "lang/fold.h"
#include "normal/number.h"

const char *import_key_name(enum import_key key)
{
    static const char *const names[IMPORT_KEYS] = { "none", "id", "customer_number", "email", "content" };
    return names[key];
}

/* Who or what a row is about; a date of birth or a consent alone says nothing. */
static bool identifies(enum field field)
{
    return (field >= FIELD_PERSON_FULL && field <= FIELD_PERSON_BIRTHDATE) ||
           (field >= FIELD_ORG_NAME && field <= FIELD_ORG_DUNS) ||
           (field >= FIELD_ADDR_LINE1 && field <= FIELD_ADDR_COUNTRY) || field == FIELD_EMAIL ||
           (field >= FIELD_PHONE && field <= FIELD_PHONE_FAX) || field == FIELD_BANK_IBAN || field == FIELD_SOCIAL;
}

static bool names_somebody(enum field field)
{
    return (field >= FIELD_PERSON_FULL && field <= FIELD_PERSON_FAMILY) || field == FIELD_ORG_NAME ||
           field == FIELD_EMAIL;
}

static uint32_t ref_order(struct field_ref ref)
{
    return (uint32_t)ref.field << 16 | (uint32_t)ref.group << 8 | ref.slot;
}

/* "Factuurnummer" is a column of invoices, "Offerte-ID" one of quotes; NULL when the header does not say. */
static const struct event_kind *kind_of_header(struct text header)
{
    static const char *const endings[] = { "nummer", "number", "nr", "no", "id", "key", "sleutel" };
    char key[KEY_BYTES_MAX];
    struct text name = { key, fold_key(text_slice(header, 0, sizeof(key)), key, sizeof(key)) };
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        struct text ending = text_from(endings[i]);
        if (!text_ends(name, ending))
            continue;
        name.len -= ending.len;
        const struct event_word *word = event_word_find(name);
        if (!word && text_ends(name, TEXT("s")))
            word = event_word_find(text_slice(name, 0, name.len - 1));
        return word && strcmp(word->kind->name, "event") != 0 ? word->kind : NULL;
    }
    return NULL;
}

/* Which columns an event keeps as details and as extra; what kind its key column is of. */
static enum status plan_events(struct import_plan *plan, struct arena *arena, struct error *err)
{
    uint16_t *details = arena_array(arena, uint16_t, plan->layout.count + 1);
    uint16_t *extra = arena_array(arena, uint16_t, plan->layout.count + 1);
    if (!details || !extra)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a plan of the file");
    for (size_t c = 0; c < plan->layout.count; c++) {
        enum field field = plan->mapping->refs[c].field;
        if (field == FIELD_NONE)
            extra[plan->extra_count++] = (uint16_t)c;
        else if (event_detail_is(field))
            details[plan->details_count++] = (uint16_t)c;
        if (field == FIELD_EVENT_ID && !plan->kind)
            plan->kind = kind_of_header(plan->layout.columns[c]);
    }
    plan->details = details;
    plan->extra = extra;
    return STATUS_OK;
}

enum status import_plan_make(const struct source *source, struct layout layout, const struct mapping *mapping,
                             int64_t file_ms, struct arena *arena, struct import_plan *ret, struct error *err)
{
    uint16_t *ordered = arena_array(arena, uint16_t, layout.count + 1);
    if (!ordered)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a plan of the file");
    struct import_plan plan = {
        .source = *source, .layout = layout, .mapping = mapping, .file_ms = file_ms, .ordered = ordered
    };
    for (size_t c = 0; c < layout.count; c++) {
        enum field field = mapping->refs[c].field;
        plan.is_event_file = plan.is_event_file || field == FIELD_EVENT_ID;
        plan.has_identity = plan.has_identity || identifies(field) || field == FIELD_SOURCE_ID ||
                            field == FIELD_CUSTOMER_NUMBER || field == FIELD_EVENT_REF;
        if (!identifies(field))
            continue;
        size_t at = plan.ordered_count++;
        for (; at > 0 && ref_order(mapping->refs[ordered[at - 1]]) > ref_order(mapping->refs[c]); at--)
            ordered[at] = ordered[at - 1];
        ordered[at] = (uint16_t)c;
    }
    enum status status = plan_events(&plan, arena, err);
    *ret = plan;
    return status;
}

/* The first filled cell of a field, in any group. */
static struct text cell_of(const struct import_plan *plan, const struct row *row, enum field field, size_t *ret_column)
{
    for (size_t c = 0; c < row->count && c < plan->layout.count; c++)
        if (plan->mapping->refs[c].field == field) {
            struct text cell = text_trim(row->cells[c]);
            if (cell.len == 0)
                continue;
            if (ret_column)
                *ret_column = c;
            return cell;
        }
    return TEXT_EMPTY;
}

/* Shops number their guests 0, spreadsheets put an apostrophe before what must stay text. */
static struct text plain_key(struct text cell)
{
    if (cell.len > 1 && cell.ptr[0] == '\'')
        cell = text_from_offset(cell, 1);
    return text_equal(cell, TEXT("0")) ? TEXT_EMPTY : cell;
}

static struct text lower(struct text t, struct arena *arena)
{
    char *into = arena_take(arena, t.len + 1, 1);
    if (!into)
        return TEXT_EMPTY;
    for (size_t i = 0; i < t.len; i++)
        into[i] = char_to_lower(t.ptr[i]);
    return (struct text){ into, t.len };
}

static struct text email_key(const struct import_plan *plan, const struct row *row, struct arena *arena)
{
    struct text cell = cell_of(plan, row, FIELD_EMAIL, NULL);
    return text_find_char(cell, '@') < cell.len && cell.len <= KEY_BYTES_MAX / 2 ? lower(cell, arena) : TEXT_EMPTY;
}

/* Two hashes side by side: 124 bits, so that two rows never meet by chance. */
static struct text hash_of_cells(const struct import_plan *plan, const struct row *row, bool all, struct arena *arena)
{
    uint64_t a = 'a', b = 'b';
    bool filled = false;
    size_t count = all ? plan->layout.count : plan->ordered_count;
    for (size_t i = 0; i < count; i++) {
        size_t c = all ? i : plan->ordered[i];
        struct text cell = c < row->count ? text_trim(row->cells[c]) : TEXT_EMPTY;
        if (cell.len == 0)
            continue;
        struct field_ref_text name = field_ref_text(plan->mapping->refs[c]);
        struct text label = all ? plan->layout.columns[c] : text_from(name.s);
        a = hash_text_seeded(cell, hash_text_seeded(label, a));
        b = hash_text_seeded(cell, hash_text_seeded(label, b));
        filled = true;
    }
    if (!filled)
        return TEXT_EMPTY;
    struct id_text first = id_text_of('~', a >> 2), second = id_text_of('~', b >> 2);
    return arena_printf(arena, "~%s%s", first.s + 2, second.s + 2);
}

/* A key longer than a key may be is known by its hash. */
static struct text bounded(struct text key, struct arena *arena)
{
    if (key.len <= KEY_BYTES_MAX)
        return key;
    struct id_text first = id_text_of('~', hash_text_seeded(key, 'a') >> 2),
                   second = id_text_of('~', hash_text_seeded(key, 'b') >> 2);
    return arena_printf(arena, "~%s%s", first.s + 2, second.s + 2);
}

static struct text own_key(const struct import_plan *plan, const struct row *row, struct arena *arena,
                           enum import_key *ret)
{
    struct text key = plain_key(cell_of(plan, row, FIELD_SOURCE_ID, NULL));
    *ret = IMPORT_KEY_ID;
    if (key.len)
        return bounded(key, arena);
    key = plain_key(cell_of(plan, row, FIELD_CUSTOMER_NUMBER, NULL));
    *ret = IMPORT_KEY_NUMBER;
    if (key.len)
        return bounded(key, arena);
    if (plan->source.kind == SOURCE_NEWSLETTER || plan->is_event_file) {
        key = email_key(plan, row, arena);
        *ret = IMPORT_KEY_EMAIL;
        if (key.len)
            return key;
    }
    *ret = IMPORT_KEY_HASH;
    key = hash_of_cells(plan, row, !plan->has_identity, arena);
    if (key.len == 0)
        *ret = IMPORT_KEY_NONE;
    return key;
}

static int64_t time_of(const struct import_plan *plan, const struct row *row, enum field field)
{
    size_t column = 0;
    struct text cell = cell_of(plan, row, field, &column);
    const uint8_t *orders = plan->mapping->date_orders;
    enum date_order order = orders ? (enum date_order)orders[column] : DATE_ORDER_UNKNOWN;
    return cell.len ? date_time_read_ms(cell, order, plan->file_ms) : 0;
}

/* ---- events ---- */

static void read_amount(const struct import_plan *plan, const struct row *row, struct arena *arena,
                        struct event_fact *event)
{
    struct text cell = cell_of(plan, row, FIELD_EVENT_AMOUNT, NULL), number = TEXT_EMPTY;
    enum finding finding = cell.len ? number_read(cell, true, arena, &number) : FINDING_EMPTY;
    event->has_amount = finding != FINDING_EMPTY && number.len && event_cents_read(number, &event->amount_cents);
}

/* What a row calls its event, and what else that word says. */
struct called {
    struct text kind, status, channel;
};

/* What a file calls nothing is named after what it holds. */
static struct text kind_by_content(const struct import_plan *plan, const struct row *row)
{
    if (plan->source.kind == SOURCE_MAILBOX)
        return TEXT("contact");
    if (cell_of(plan, row, FIELD_EVENT_CAMPAIGN, NULL).len)
        return TEXT("campaign");
    if (cell_of(plan, row, FIELD_EVENT_PRODUCT, NULL).len || cell_of(plan, row, FIELD_EVENT_AMOUNT, NULL).len)
        return plan->source.kind == SOURCE_BILLING ? TEXT("invoice") : TEXT("order");
    return cell_of(plan, row, FIELD_EVENT_CHANNEL, NULL).len ? TEXT("contact") : TEXT("event");
}

/* A word nobody told us is kept, in small letters. */
static struct called called_of(const struct import_plan *plan, const struct row *row, struct arena *arena)
{
    struct text cell = cell_of(plan, row, FIELD_EVENT_KIND, NULL);
    const struct event_word *word = cell.len ? event_word_find(cell) : NULL;
    struct called called = { .status = cell_of(plan, row, FIELD_EVENT_STATUS, NULL),
                             .channel = cell_of(plan, row, FIELD_EVENT_CHANNEL, NULL) };
    if (word && plan->kind && word->kind != plan->kind && event_state_find(plan->kind, cell))
        word = NULL; /* of a file of one kind the word is a state: "Geopend" */
    if (word) {
        called.kind = text_from(word->kind->name);
        called.status = called.status.len ? called.status : text_from(word->state);
        called.channel = called.channel.len ? called.channel : text_from(word->channel);
    } else if (plan->kind) {
        called.kind = text_from(plan->kind->name);
        called.status = called.status.len ? called.status : cell;
    } else {
        called.kind = cell.len ? lower(cell, arena) : kind_by_content(plan, row);
    }
    return called;
}

/* Columns no field covers, by their headers. */
static struct text extra_of(const struct import_plan *plan, const struct row *row, struct arena *arena)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    for (size_t i = 0; i < plan->extra_count; i++) {
        size_t c = plan->extra[i];
        struct text cell = c < row->count ? text_trim(row->cells[c]) : TEXT_EMPTY;
        if (cell.len == 0)
            continue;
        if (buf.len == 0)
            json_object(&json);
        json_key_text(&json, plan->layout.columns[c]);
        json_text(&json, cell);
    }
    if (buf.len)
        json_end(&json);
    return buf.len && !buf.failed ? arena_copy(arena, buf_text(&buf)) : TEXT_EMPTY;
}

/* Numbers in one spelling, so that they can be added up; what is no number stays as it is. */
static struct text detail_value(enum field field, struct text cell, struct arena *arena)
{
    struct text number = TEXT_EMPTY;
    if (cell.len && field_kind_of(field) == FIELD_KIND_NUMBER)
        number_read(cell, true, arena, &number);
    return number.len ? number : cell;
}

static enum status details_of(const struct import_plan *plan, const struct row *row, struct arena *arena,
                              struct text *ret, struct error *err)
{
    struct event_details details = { 0 };
    for (size_t i = 0; i < plan->details_count; i++) {
        size_t c = plan->details[i];
        enum field field = plan->mapping->refs[c].field;
        struct text cell = c < row->count ? text_trim(row->cells[c]) : TEXT_EMPTY;
        if (cell.len && event_detail_of(&details, field)->len == 0)
            *event_detail_of(&details, field) = detail_value(field, cell, arena);
    }
    *ret = TEXT_EMPTY;
    return plan->details_count ? event_details_write(&details, arena, ret, err) : STATUS_OK;
}

/* The record of a customer key: of this source, or of the one the file or the row names. */
static struct record_id record_of_ref(const struct import_plan *plan, const struct row *row, struct text ref)
{
    struct text source = cell_of(plan, row, FIELD_EVENT_REF_SOURCE, NULL);
    if (source.len == 0)
        source = plan->customers.len ? plan->customers : plan->source.name;
    return record_id_of(source, ref);
}

static enum status event_read(const struct import_plan *plan, const struct row *row, struct text key, struct text ref,
                              int64_t observed_ms, struct arena *arena, struct event_fact *ret, struct error *err)
{
    int64_t at_ms = time_of(plan, row, FIELD_EVENT_TIME);
    struct called called = called_of(plan, row, arena);
    *ret = (struct event_fact){
        .id = event_id_of(plan->source.name, key),
        .source_id = plan->source.id,
        .source_key = key,
        .record = record_of_ref(plan, row, ref),
        .kind = called.kind,
        .at_ms = at_ms ? at_ms : observed_ms,
        .currency = cell_of(plan, row, FIELD_EVENT_CURRENCY, NULL),
        .channel = called.channel,
        .direction = cell_of(plan, row, FIELD_EVENT_DIRECTION, NULL),
        .subject = cell_of(plan, row, FIELD_EVENT_SUBJECT, NULL),
        .body = cell_of(plan, row, FIELD_EVENT_TEXT, NULL),
        .status = called.status,
        .owner = cell_of(plan, row, FIELD_EVENT_OWNER, NULL),
        .until_ms = time_of(plan, row, FIELD_EVENT_UNTIL),
        .follow_up_ms = time_of(plan, row, FIELD_EVENT_FOLLOW_UP),
        .extra = extra_of(plan, row, arena),
    };
    read_amount(plan, row, arena, ret);
    return details_of(plan, row, arena, &ret->details, err);
}

/* ---- records ---- */

/* The cells of a record; those of an event are left out of the record beside it. */
static enum status cells_keep(const struct import_plan *plan, const struct row *row, bool beside_event,
                              struct arena *arena, struct text *ret, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    const struct text *cells = row->cells;
    size_t count = row->count < plan->layout.count ? row->count : plan->layout.count;
    if (beside_event) {
        struct text *kept = arena_array(arena, struct text, count + 1);
        if (!kept)
            return error_set(err, STATUS_LIMIT, "row %llu is larger than its memory", (unsigned long long)row->number);
        for (size_t c = 0; c < count; c++) {
            enum field field = plan->mapping->refs[c].field;
            kept[c] = field == FIELD_NONE || field_is_of_event(field) || field == FIELD_SOURCE_MODIFIED ||
                              field == FIELD_SOURCE_CREATED
                          ? TEXT_EMPTY
                          : row->cells[c];
        }
        cells = kept;
    }
    cells_write(cells, count, &buf);
    *ret = arena_copy(arena, buf_text(&buf));
    if (buf.failed || !ret->ptr)
        return error_set(err, STATUS_LIMIT, "row %llu is larger than its memory", (unsigned long long)row->number);
    return STATUS_OK;
}

static enum status record_keep(const struct import_plan *plan, const struct row *row, struct text key,
                               int64_t observed_ms, struct arena *arena, struct import_item *ret, struct error *err)
{
    ret->has_record = true;
    ret->record = (struct record_fact){
        .id = record_id_of(plan->source.name, key),
        .source_id = plan->source.id,
        .source_key = key,
        .observed_ms = observed_ms,
    };
    return cells_keep(plan, row, ret->has_event, arena, &ret->record.cells, err);
}

static bool row_names_somebody(const struct import_plan *plan, const struct row *row)
{
    for (size_t c = 0; c < row->count && c < plan->layout.count; c++)
        if (names_somebody(plan->mapping->refs[c].field) && text_trim(row->cells[c]).len)
            return true;
    return false;
}

/* The name in a row as it stands there, so that two people behind one mailbox stay two. */
static struct text name_in(const struct import_plan *plan, const struct row *row, struct arena *arena)
{
    struct text name = TEXT_EMPTY;
    for (size_t i = 0; i < plan->ordered_count; i++) {
        size_t c = plan->ordered[i];
        enum field field = plan->mapping->refs[c].field;
        if ((field > FIELD_PERSON_FAMILY && field != FIELD_ORG_NAME) || c >= row->count ||
            text_trim(row->cells[c]).len == 0)
            continue;
        struct text part = text_trim(row->cells[c]);
        name = arena_printf(arena, "%.*s%s%.*s", TEXT_ARG(name), name.len ? " " : "", TEXT_ARG(part));
    }
    return name;
}

static enum status event_row_read(const struct import_plan *plan, const struct row *row, struct text event_key,
                                  int64_t observed_ms, struct arena *arena, struct import_item *ret, struct error *err)
{
    struct text ref = plain_key(cell_of(plan, row, FIELD_EVENT_REF, NULL));
    bool names = row_names_somebody(plan, row);
    if (text_find_char(ref, '@') < ref.len)
        ref = lower(ref, arena);
    ret->only_if_absent = true;
    ret->key = IMPORT_KEY_ID;
    if (ref.len == 0) {
        ref = own_key(plan, row, arena, &ret->key);
        struct text name = ret->key == IMPORT_KEY_EMAIL ? name_in(plan, row, arena) : TEXT_EMPTY;
        if (name.len)
            ref = arena_printf(arena, "%.*s %.*s", TEXT_ARG(ref), TEXT_ARG(name));
    }
    if (ref.len == 0) {
        ret->rejected = FINDING_ROW_WITHOUT_KEY;
        return STATUS_OK;
    }
    ref = bounded(ref, arena);
    ret->has_event = true;
    enum status status = event_read(plan, row, bounded(event_key, arena), ref, observed_ms, arena, &ret->event, err);
    ret->event_product = cell_of(plan, row, FIELD_EVENT_PRODUCT, NULL);
    bool own = ret->event.record.v == record_id_of(plan->source.name, ref).v; /* another source has its own records */
    return status == STATUS_OK && names && own ? record_keep(plan, row, ref, observed_ms, arena, ret, err) : status;
}

void import_item_line(const struct import_plan *plan, uint64_t n, struct arena *arena, struct import_item *item)
{
    struct event_fact *event = &item->event;
    if (n < 2)
        return;
    event->parent = event->id;
    int64_t cents;
    if (event_cents_read(event_detail_get(event->details, FIELD_EVENT_LINE_AMOUNT, arena), &cents)) {
        event->amount_cents = cents;
        event->has_amount = true;
    }
    event->source_key =
        bounded(arena_printf(arena, "%.*s/%llu", TEXT_ARG(event->source_key), (unsigned long long)n), arena);
    event->id = event_id_of(plan->source.name, event->source_key);
}

enum status import_row_read(const struct import_plan *plan, const struct row *row, struct arena *arena,
                            struct import_item *ret, struct error *err)
{
    *ret = (struct import_item){ 0 };
    int64_t modified_ms = time_of(plan, row, FIELD_SOURCE_MODIFIED);
    int64_t observed_ms = modified_ms ? modified_ms : plan->file_ms;
    struct text event_key = plan->is_event_file ? plain_key(cell_of(plan, row, FIELD_EVENT_ID, NULL)) : TEXT_EMPTY;
    if (event_key.len == 0 && plan->all_events)
        event_key = hash_of_cells(plan, row, true, arena);
    if (event_key.len)
        return event_row_read(plan, row, event_key, observed_ms, arena, ret, err);
    struct text key = own_key(plan, row, arena, &ret->key);
    if (key.len == 0) {
        ret->rejected = FINDING_ROW_WITHOUT_KEY;
        return STATUS_OK;
    }
    return record_keep(plan, row, key, observed_ms, arena, ret, err);
}
