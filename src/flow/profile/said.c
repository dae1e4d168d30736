/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/said.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/search.h"
#include "flow/profile/profile_json.h"
#include "normal/record.h"

enum status said_read(struct store *store, int64_t until_ms, struct arena *arena, struct said *ret, struct error *err)
{
    struct choice *choices = NULL;
    size_t count = 0;
    struct signal_fact *signals = NULL;
    size_t signals_count = 0;
    enum status status = store_choices(store, until_ms, arena, &choices, &count, err);
    if (status == STATUS_OK)
        status = store_signals(store, until_ms, arena, &signals, &signals_count, err);
    if (status == STATUS_OK)
        *ret = (struct said){ choices, count, signals, signals_count };
    return status;
}

/* The first choice on the mention, or where it would stand. */
static size_t first_of(const struct said *said, struct mention_id mention)
{
    return LOWER_BOUND(i, 0, said->choices_count, said->choices[i].mention.v < mention.v);
}

/* The first signal on the record, or where it would stand. */
static size_t first_signal(const struct said *said, struct record_id record)
{
    return LOWER_BOUND(i, 0, said->signals_count, said->signals[i].record.v < record.v);
}

bool said_touches(const struct said *said, struct mention_id mention, struct record_id record)
{
    size_t at = first_of(said, mention), signal = first_signal(said, record);
    return (at < said->choices_count && said->choices[at].mention.v == mention.v) ||
           (signal < said->signals_count && said->signals[signal].record.v == record.v);
}

enum status said_signals(const struct said *said, struct record_id record, struct arena *arena,
                         const struct said_signal **ret, size_t *ret_count, struct error *err)
{
    size_t from = first_signal(said, record), to = from;
    *ret = NULL;
    *ret_count = 0;
    while (to < said->signals_count && said->signals[to].record.v == record.v)
        to++;
    if (from == to)
        return STATUS_OK;
    struct said_signal *signals = arena_array(arena, struct said_signal, to - from);
    if (!signals)
        return error_set(err, STATUS_LIMIT, "the signals of a party are larger than their memory");
    for (size_t i = from; i < to; i++)
        signals[i - from] = (struct said_signal){ .kind = said->signals[i].kind,
                                                  .status = said->signals[i].status,
                                                  .about = said->signals[i].about,
                                                  .at_ms = said->signals[i].at_ms };
    *ret = signals;
    *ret_count = to - from;
    return STATUS_OK;
}

struct said_state said_state_of(const struct said *said)
{
    struct said_state ret = { .s = "" };
    uint64_t newest = 0, withdrawn = 0;
    for (size_t i = 0; i < said->choices_count; i++) {
        newest = said->choices[i].id > newest ? said->choices[i].id : newest;
        withdrawn += said->choices[i].withdrawn;
    }
    snprintf(ret.s, sizeof(ret.s), "choices %" PRIu64 " withdrawn %" PRIu64 " signals %zu", newest, withdrawn,
             said->signals_count);
    return ret;
}

/* ---- values as typed ---- */

/* A value alone names nobody, so a stand-in does; its own claim is passed over. */
enum status said_value_read(const char country[3], enum party_kind kind, struct field_ref field, struct text value,
                            int64_t now_ms, struct arena *arena, struct mention *ret, struct error *err)
{
    const struct field_ref refs[] = { field, { .field = kind == PARTY_PERSON ? FIELD_PERSON_FAMILY : FIELD_ORG_NAME } };
    const struct text cells[] = { value, kind == PARTY_PERSON ? TEXT("Jansen") : TEXT("Jansen B.V.") };
    bool names = field.field == FIELD_PERSON_FULL || field.field == FIELD_ORG_NAME;
    size_t count = names ? 1 : 2;
    struct mapping mapping = { .refs = refs, .count = count };
    struct row row = { .cells = cells, .count = count, .number = 1 };
    struct normal_options options = { .now_ms = now_ms };
    struct normal_record normal = { 0 };
    memcpy(options.country, country, sizeof(options.country));
    enum status status = normal_record_read(&mapping, &row, (struct record_id){ 1 }, &options, arena, &normal, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < normal.mentions_count; i++)
        if (normal.mentions[i].kind == kind) {
            *ret = normal.mentions[i];
            return STATUS_OK;
        }
    return error_set(err, STATUS_INVALID, "this cannot be read as %s", field_ref_text(field).s);
}

enum status said_value_show(const struct leading *leading, struct field_ref field, const struct mention *mention,
                            struct arena *arena, struct text *ret_value, struct text *ret_key, struct error *err)
{
    struct golden golden = { 0 };
    struct witness witness = { .record = { 1 }, .mention = mention };
    enum status status = golden_survive(leading, &witness, 1, arena, &golden, err);
    *ret_value = *ret_key = TEXT_EMPTY;
    for (size_t i = 0; i < golden.values_count && status == STATUS_OK; i++) {
        struct field_ref contest = { 0 };
        const struct golden_value *value = &golden.values[i];
        if (golden_contest_field(mention->kind, value->field, &contest) && contest.field == field.field &&
            contest.group == field.group) {
            *ret_value = profile_value(value->block, &value->best, arena);
            *ret_key = value->best.key;
            return STATUS_OK;
        }
    }
    return status;
}

enum status said_field_read(struct text name, enum party_kind kind, struct field_ref *ret, struct error *err)
{
    char whole[FIELD_REF_TEXT_MAX];
    struct field_ref asked = { 0 };
    bool known = field_ref_read(name, &asked);
    if (!known && name.len + 6 < sizeof(whole)) { /* "addr.invoice" is the address, whole */
        size_t len = name.len;
        memcpy(whole, name.ptr ? name.ptr : "", len);
        memcpy(whole + len, ".full", 6);
        known = field_ref_read(text_from(whole), &asked);
    }
    if (!known) {
        error_set(err, STATUS_USAGE, "there is no field '%.*s'", TEXT_ARG(text_slice(name, 0, 60)));
        error_hint(err,
                   "Fields are named as the profile names them: person.full, addr.invoice, email, phone, org.vat.");
        return STATUS_USAGE;
    }
    if (golden_contest_field(kind, asked, ret))
        return STATUS_OK;
    error_set(err, STATUS_USAGE, "%s of a %s is not chosen by itself", field_ref_text(asked).s, party_kind_name(kind));
    error_hint(err, "A name and an address survive whole: choose person.full, org.name or addr.GROUP.");
    return STATUS_USAGE;
}

/* ---- choices ---- */

static enum status choice_as_said(const struct choice *choice, const char country[3], enum party_kind kind,
                                  struct arena *arena, struct said_choice *ret, bool *ret_fits, struct error *err)
{
    *ret = (struct said_choice){ .otherwise = choice->otherwise,
                                 .author = choice->author,
                                 .reason = choice->reason,
                                 .recorded_ms = choice->recorded_ms,
                                 .id = choice->id };
    struct error why = ERROR_NONE;
    *ret_fits = said_field_read(choice->field, kind, &ret->field, &why) == STATUS_OK;
    if (!*ret_fits || choice->record.v)
        return STATUS_OK;
    struct mention *mention = arena_new(arena, struct mention);
    if (!mention)
        return error_set(err, STATUS_LIMIT, "a choice is larger than its memory");
    enum status status =
        said_value_read(country, kind, ret->field, choice->value, choice->recorded_ms, arena, mention, &why);
    ret->mention = mention;
    *ret_fits = status == STATUS_OK;
    if (status == STATUS_INVALID) /* read well when it was put; a later program that cannot read it leaves it out */
        return STATUS_OK;
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

enum status said_choices(const struct said *said, const char country[3], struct mention_id mention,
                         enum party_kind kind, struct arena *arena, const struct said_choice **ret, size_t *ret_count,
                         struct error *err)
{
    *ret = NULL;
    *ret_count = 0;
    size_t from = first_of(said, mention), to = from, kept = 0;
    while (to < said->choices_count && said->choices[to].mention.v == mention.v)
        to++;
    if (from == to)
        return STATUS_OK;
    struct said_choice *read = arena_array(arena, struct said_choice, to - from);
    if (!read)
        return error_set(err, STATUS_LIMIT, "the choices of a party are larger than their memory");
    for (size_t i = from; i < to; i++) {
        bool fits = false;
        if (said->choices[i].withdrawn)
            continue;
        enum status status = choice_as_said(&said->choices[i], country, kind, arena, &read[kept], &fits, err);
        if (status != STATUS_OK)
            return status;
        kept += fits;
    }
    *ret = read;
    *ret_count = kept;
    return STATUS_OK;
}
