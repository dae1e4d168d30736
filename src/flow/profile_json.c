/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "normal/name_compose.h"
#include "os/clock.h"

/* ---- writing ---- */

struct text profile_value(enum golden_block block, const struct golden_candidate *candidate, struct arena *arena)
{
    if (block != GOLDEN_PERSON_NAME)
        return candidate->value;
    struct text shown = name_display(candidate->block, arena);
    return shown.len ? shown : candidate->value;
}

static void put_part(struct json_out *json, const char *key, struct text value)
{
    if (value.len == 0)
        return;
    json_key(json, key);
    json_text(json, value);
}

static void put_name_parts(struct json_out *json, const struct person_name *name)
{
    char use[2] = { (char)name->use, '\0' };
    put_part(json, "given", name->given);
    put_part(json, "call_name", name->call_name);
    put_part(json, "initials", name->initials);
    put_part(json, "prefix", name->prefix);
    put_part(json, "surname", name->surname);
    put_part(json, "partner_prefix", name->partner_prefix);
    put_part(json, "partner_surname", name->partner_surname);
    put_part(json, "titles_before", name->titles_before);
    put_part(json, "titles_after", name->titles_after);
    put_part(json, "suffix", name->suffix);
    put_part(json, "use", text_from(use));
    put_part(json, "nobility", text_from(name->nobility));
}

static void put_address_parts(struct json_out *json, const struct address *address)
{
    static const char *const kinds[] = { "street", "po_box", "reply_number", "other" };
    json_key(json, "kind");
    json_str(json, kinds[address->kind]);
    put_part(json, "street", address->street);
    put_part(json, "number", address->number);
    put_part(json, "letter", address->letter);
    put_part(json, "addition", address->addition);
    put_part(json, "extra", address->extra);
    put_part(json, "postcode", address->postcode);
    put_part(json, "city", address->city);
    put_part(json, "region", address->region);
    put_part(json, "country", text_from(address->country));
}

static void put_phone_parts(struct json_out *json, const struct phone *phone)
{
    put_part(json, "national", phone->national);
    put_part(json, "extension", phone->extension);
}

static void put_parts(struct json_out *json, enum golden_block block, const void *of)
{
    if (block != GOLDEN_PERSON_NAME && block != GOLDEN_ADDRESS && block != GOLDEN_PHONE)
        return;
    json_key(json, "parts");
    json_object(json);
    if (block == GOLDEN_PERSON_NAME)
        put_name_parts(json, of);
    else if (block == GOLDEN_ADDRESS)
        put_address_parts(json, of);
    else
        put_phone_parts(json, of);
    json_end(json);
}

/*
 * Nearly all values of a profile come from a few records, so what an origin
 * says of its record is kept: of the last one only, which is that of the most.
 */
struct origins {
    const struct corpus *corpus;
    struct arena *arena;
    const struct witness *last;
    bool last_typed;
    struct text before, after; /* {"record":…,"source":…,"rule":"  and  ","at":… */
};

/* Ids, names of sources and times have nothing to escape. */
static void remember(struct origins *origins, const struct witness *witness, bool typed)
{
    char at[CLOCK_TEXT_LEN + 1];
    if (origins->last == witness && origins->last_typed == typed)
        return;
    clock_text(witness->observed_ms, at);
    struct text source = typed ? TEXT("by-hand") : origins->corpus->sources[witness->source].name;
    origins->before = arena_printf(origins->arena, "{\"record\":\"%s\",\"source\":\"%.*s\",\"rule\":\"",
                                   record_id_text(witness->record).s, TEXT_ARG(source));
    origins->after = arena_printf(origins->arena, "\",\"at\":\"%s\"", at);
    origins->last = witness;
    origins->last_typed = typed;
}

static void put_origin(struct origins *origins, const struct golden_candidate *candidate, struct json_out *json)
{
    struct buf *buf = json->buf;
    remember(origins, candidate->witness, candidate->typed);
    buf->failed = buf->failed || !origins->before.ptr || !origins->after.ptr;
    json_key(json, "origin");
    json_raw(json, origins->before);
    buf_put_str(buf, golden_rule_name(candidate->rule));
    buf_put(buf, origins->after);
    if (candidate->choice) {
        char at[CLOCK_TEXT_LEN + 1];
        struct json_out part = json_out_over(buf);
        clock_text(candidate->choice->recorded_ms, at);
        buf_put(buf, TEXT(",\"author\":"));
        json_text(&part, candidate->choice->author);
        part = json_out_over(buf);
        buf_put(buf, TEXT(",\"reason\":"));
        json_text(&part, candidate->choice->reason);
        part = json_out_over(buf);
        buf_put(buf, TEXT(",\"chosen\":"));
        json_str(&part, at);
    }
    buf_put_char(buf, '}');
}

/* How far it is trusted, till when, and what took trust away; of a choice there is nothing to weigh. */
static void put_trust(const struct golden_candidate *candidate, struct json_out *json)
{
    if (candidate->typed || candidate->rule == GOLDEN_CHOSEN || !candidate->witness->mention)
        return;
    json_key(json, "trust");
    json_u64(json, candidate->trust);
    if (candidate->trusted_until != DECAY_NEVER) {
        char at[CLOCK_TEXT_LEN + 1];
        clock_text((int64_t)candidate->trusted_until * 86400000, at);
        json_key(json, "until");
        json_text(json, text_slice(text_from(at), 0, 10));
    }
    if (candidate->lowered) {
        json_key(json, "lowered");
        json_text(json, candidate->lowered->status.len ? candidate->lowered->status : candidate->lowered->kind);
    }
}

/* What the rules give beside a choice; that they gave another when it was made, is for somebody to look at. */
static void put_otherwise(const struct golden_value *value, struct arena *arena, struct json_out *json)
{
    if (!value->otherwise)
        return;
    struct text now = profile_value(value->block, value->otherwise, arena);
    json_key(json, "otherwise");
    json_text(json, now);
    if (!text_equal_nocase(now, value->best.choice->otherwise)) {
        json_key(json, "review");
        json_bool(json, true);
    }
}

static void put_value(struct origins *origins, const struct golden_value *value, struct json_out *json)
{
    struct arena *arena = origins->arena;
    json_object(json);
    json_key(json, "field");
    struct field_ref_text room;
    json_text(json, corpus_field_name(origins->corpus, value->best.field, &room));
    json_key(json, "value");
    json_text(json, profile_value(value->block, &value->best, arena));
    put_parts(json, value->block, value->best.block);
    put_origin(origins, &value->best, json);
    put_trust(&value->best, json);
    put_otherwise(value, arena, json);
    json_key(json, "others");
    json_array(json);
    for (size_t i = 0; i < value->others_count; i++) {
        json_object(json);
        json_key(json, "value");
        json_text(json, profile_value(value->block, &value->others[i], arena));
        put_origin(origins, &value->others[i], json);
        json_end(json);
    }
    json_end(json);
    if (value->more) {
        json_key(json, "more");
        json_u64(json, value->more);
    }
    json_end(json);
}

/* What the norms ask and this profile does not have. Age is left out: it would need the clock. */
static void put_norms(const struct corpus *corpus, const struct golden *golden, struct arena *arena,
                      struct json_out *json)
{
    struct norm_value *values = arena_array(arena, struct norm_value, golden->values_count + 1);
    bool open = false;
    for (size_t i = 0; values && i < golden->values_count; i++) {
        const struct golden_value *value = &golden->values[i];
        struct text text = value->best.value;
        values[i] = (struct norm_value){
            .field = arena_copy(arena, text_from(field_ref_text(value->field).s)),
            .value = text.len ? text : profile_value(value->block, &value->best, arena),
        };
    }
    for (size_t n = 0; values && n < corpus->norms.count; n++) {
        enum norm_verdict verdict = norm_judge(&corpus->norms, n, golden->kind, text_from(stage_name(golden->stage)),
                                               values, golden->values_count, 0);
        if (verdict != NORM_MISSING && verdict != NORM_NOTATION)
            continue;
        if (!open) {
            json_key(json, "norms");
            json_array(json);
            open = true;
        }
        json_object(json);
        json_key(json, verdict == NORM_MISSING ? "missing" : "notation");
        json_text(json, corpus->norms.list[n].field);
        json_end(json);
    }
    if (open)
        json_end(json);
}

void profile_json_write(const struct corpus *corpus, const struct golden *golden, const struct profile_head *head,
                        struct arena *arena, struct json_out *json)
{
    struct origins origins = { .corpus = corpus, .arena = arena };
    json_object(json);
    json_key(json, "stage");
    json_str(json, stage_name(golden->stage));
    put_part(json, "salutation", head->salutation);
    put_part(json, "address_line", head->address_line);
    put_norms(corpus, golden, arena, json);
    json_key(json, "areas");
    json_array(json);
    for (int area = 0; area < AREA_COUNT; area++) {
        bool open = false;
        for (size_t i = 0; i < golden->values_count; i++) {
            if (corpus_field_area(corpus, golden->values[i].best.field) != (enum area)area)
                continue;
            if (!open) {
                json_object(json);
                json_key(json, "area");
                json_str(json, area_name((enum area)area));
                json_key(json, "fields");
                json_array(json);
                open = true;
            }
            put_value(&origins, &golden->values[i], json);
        }
        if (open) {
            json_end(json);
            json_end(json);
        }
    }
    json_end(json);
    json_end(json);
}

/* ---- reading ---- */

/* From the sign after the opening quote to before the closing one. */
static struct text string_at(struct text t, size_t from)
{
    size_t i = from;
    while (i < t.len && t.ptr[i] != '"')
        i += t.ptr[i] == '\\' ? 2 : 1;
    return text_slice(t, from, i);
}

/* As cells_read() does it: one text is a list of one. */
static struct text unescaped(struct text body, struct arena *arena)
{
    struct text list = arena_printf(arena, "[\"%.*s\"]", TEXT_ARG(body)), value = TEXT_EMPTY;
    if (list.len == 0 || cells_read(list, arena, &value, 1, NULL) != STATUS_OK)
        return TEXT_EMPTY;
    return value;
}

struct text profile_json_text(struct text profile, const char *key, struct arena *arena)
{
    struct text needle = arena_printf(arena, "\"%s\":\"", key);
    size_t areas = text_find(profile, TEXT("\"areas\":["));
    size_t at = text_find(text_slice(profile, 0, areas), needle);
    return at < areas ? unescaped(string_at(profile, at + needle.len), arena) : TEXT_EMPTY;
}

bool profile_json_next_norm(struct text *rest, struct arena *arena, struct text *ret_field, enum finding *ret)
{
    static const struct text missing = { "{\"missing\":\"", 12 }, notation = { "{\"notation\":\"", 13 };
    struct text head = text_slice(*rest, 0, text_find(*rest, TEXT("\"areas\":[")));
    size_t at_missing = text_find(head, missing), at_notation = text_find(head, notation);
    bool is_missing = at_missing < at_notation;
    size_t at = is_missing ? at_missing : at_notation;
    if (at == head.len)
        return false;
    struct text raw = string_at(head, at + (is_missing ? missing.len : notation.len));
    *ret = is_missing ? FINDING_NORM_MISSING : FINDING_NORM_NOTATION;
    *ret_field = unescaped(raw, arena);
    *rest = text_from_offset(*rest, (size_t)(raw.ptr + raw.len - rest->ptr));
    return true;
}

bool profile_json_next(struct text *rest, struct arena *arena, struct profile_field *ret)
{
    static const struct text start = { "{\"field\":\"", 10 };
    size_t at = text_find(*rest, start);
    if (at == rest->len)
        return false;
    struct text from = text_from_offset(*rest, at);
    struct text value_key = TEXT("\",\"value\":\"");
    size_t next = text_find(text_from_offset(from, start.len), start);
    ret->field = string_at(from, start.len);
    ret->value = unescaped(string_at(from, start.len + ret->field.len + value_key.len), arena);
    ret->json = text_slice(from, 0, start.len + next);
    *rest = text_from_offset(from, start.len);
    return true;
}

/* No key of a part stands outside parts, and within a text every quote is escaped. */
struct text profile_json_part(const struct profile_field *field, const char *part, struct arena *arena)
{
    struct text needle = arena_printf(arena, "\"%s\":\"", part);
    size_t from = text_find(field->json, TEXT("\"parts\":{")), to = text_find(field->json, TEXT("\"others\":["));
    if (from >= to || needle.len == 0)
        return TEXT_EMPTY;
    struct text parts = text_slice(field->json, from, to);
    size_t at = text_find(parts, needle);
    return at < parts.len ? unescaped(string_at(parts, at + needle.len), arena) : TEXT_EMPTY;
}

static const char *group_label(enum field_group group, enum language lang)
{
    static const char *const labels[GROUP_COUNT][LANGUAGE_COUNT] = {
        [GROUP_NONE] = { "", "" },
        [GROUP_HOME] = { "thuis", "home" },
        [GROUP_WORK] = { "werk", "work" },
        [GROUP_VISIT] = { "bezoek", "visiting" },
        [GROUP_POST] = { "post", "postal" },
        [GROUP_INVOICE] = { "factuur", "invoice" },
        [GROUP_DELIVERY] = { "levering", "delivery" },
        [GROUP_OTHER] = { "overig", "other" },
    };
    return labels[group][lang];
}

struct text profile_label(struct text field, enum language lang, struct arena *arena)
{
    struct field_ref ref = { 0 };
    if (!field_ref_read(field, &ref) &&
        !field_ref_read(arena_printf(arena, "%.*s.full", TEXT_ARG(field)), &ref)) /* "addr", as norms name it */
        return field;
    const char *label = field_label(ref.field, lang);
    if (ref.field == FIELD_ADDR_FULL)
        label = lang == LANGUAGE_NL ? "Adres" : "Address";
    if (ref.group == GROUP_NONE)
        return text_from(label);
    return arena_printf(arena, "%s (%s)", label, group_label(ref.group, lang));
}

static struct text area_label_of(struct text name, enum language lang)
{
    for (int area = 0; area < AREA_COUNT; area++)
        if (text_equal(name, text_from(area_name((enum area)area))))
            return text_from(area_label((enum area)area, lang));
    return name;
}

/* Codes that people read as words: of what kind of field, which code, in which language. */
static const struct code_words {
    enum field from, to;
    const char *code;
    const char *words[LANGUAGE_COUNT];
} code_words[] = {
    { FIELD_PERSON_GENDER, FIELD_PERSON_GENDER, "male", { "man", "male" } },
    { FIELD_PERSON_GENDER, FIELD_PERSON_GENDER, "female", { "vrouw", "female" } },
    { FIELD_PERSON_GENDER, FIELD_PERSON_GENDER, "other", { "anders", "other" } },
    { FIELD_CONSENT_EMAIL, FIELD_CONSENT_POST_OPTOUT, "unknown", { "onbekend", "unknown" } },
    { FIELD_CONSENT_EMAIL, FIELD_CONSENT_POST_OPTOUT, "granted", { "toegestaan", "granted" } },
    { FIELD_CONSENT_EMAIL, FIELD_CONSENT_POST_OPTOUT, "refused", { "geweigerd", "refused" } },
    { FIELD_CUSTOMER_STAGE, FIELD_CUSTOMER_STAGE, "suspect", { "suspect", "suspect" } },
    { FIELD_CUSTOMER_STAGE, FIELD_CUSTOMER_STAGE, "prospect", { "prospect", "prospect" } },
    { FIELD_CUSTOMER_STAGE, FIELD_CUSTOMER_STAGE, "customer", { "klant", "customer" } },
    { FIELD_CUSTOMER_STAGE, FIELD_CUSTOMER_STAGE, "former", { "voormalig klant", "former customer" } },
};

static struct text words_of(enum field field, struct text value, enum language lang)
{
    for (size_t i = 0; i < sizeof(code_words) / sizeof(code_words[0]); i++) {
        const struct code_words *w = &code_words[i];
        if (field >= w->from && field <= w->to && text_equal(value, text_from(w->code)))
            return text_from(w->words[lang]);
    }
    return TEXT_EMPTY;
}

struct text profile_words(struct text field, struct text value, enum language lang)
{
    struct field_ref ref = { 0 };
    return field_ref_read(field, &ref) ? words_of(ref.field, value, lang) : TEXT_EMPTY;
}

static void put_label(struct text label, struct buf *buf)
{
    buf_put(buf, TEXT(",\"label\":"));
    struct json_out json = json_out_over(buf);
    json_text(&json, label);
}

static void put_words(struct text words, struct buf *buf)
{
    if (words.len == 0)
        return;
    buf_put(buf, TEXT(",\"text\":"));
    struct json_out json = json_out_over(buf);
    json_text(&json, words);
}

/* The label an installation gave its own field; "custom.shoe_size" or "trait.shoe_size" without one is "Shoe size". */
static struct text custom_label(const struct catalogue *catalogue, struct text field, enum language lang,
                                struct arena *arena)
{
    const struct catalogue_row *row = catalogue ? catalogue_find(catalogue, field) : NULL;
    if (row && row->label[lang].len)
        return row->label[lang];
    struct text name = arena_copy(arena, text_from_offset(field, text_find_char(field, '.') + 1));
    char *letters = (char *)(uintptr_t)name.ptr;
    for (size_t i = 0; i < name.len; i++)
        letters[i] = letters[i] == '_' ? ' ' : i == 0 ? char_to_upper(letters[i]) : letters[i];
    return name;
}

static struct text label_of(const struct catalogue *catalogue, struct text field, enum language lang,
                            struct arena *arena)
{
    return text_starts(field, TEXT("custom.")) || text_starts(field, TEXT("trait."))
               ? custom_label(catalogue, field, lang, arena)
               : profile_label(field, lang, arena);
}

/* Past the object that begins at from; braces in texts are passed over. */
size_t profile_json_object_end(struct text json, size_t from)
{
    size_t depth = 0, i = from;
    bool in_text = false;
    for (; i < json.len; i++) {
        char c = json.ptr[i];
        if (in_text) {
            i += c == '\\';
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return json.len;
}

void profile_json_for(struct text profile, const struct catalogue *catalogue, enum catalogue_role role, struct buf *buf)
{
    static const struct text start = { "{\"field\":\"", 10 };
    size_t areas = text_find(profile, TEXT("\"areas\":["));
    buf_put(buf, text_slice(profile, 0, areas));
    struct text rest = text_from_offset(profile, areas);
    for (size_t at; (at = text_find(rest, start)) < rest.len;) {
        size_t end = profile_json_object_end(rest, at);
        if (catalogue_shows(catalogue, string_at(rest, at + start.len), role)) {
            buf_put(buf, text_slice(rest, 0, end));
        } else {
            buf_put(buf, text_slice(rest, 0, at));
            if (end < rest.len && rest.ptr[end] == ',')
                end++;
            else if (!buf->failed && buf->len && buf->ptr[buf->len - 1] == ',')
                buf->len--;
        }
        rest = text_from_offset(rest, end);
    }
    buf_put(buf, rest);
}

enum { LABEL_SLOTS = 1024, LABELS_MAX = 700, LABEL_BYTES_MAX = 4 * 1024 * 1024 };

struct known_label {
    struct text field, label;
    enum field of; /* FIELD_NONE for what is none of ours */
};

struct profile_labels {
    const struct catalogue *catalogue;
    enum language lang;
    struct arena arena, passing; /* passing: of labels past the most that are kept */
    size_t count;
    struct known_label slots[LABEL_SLOTS]; /* by hash of field */
};

struct profile_labels *profile_labels_new(const struct catalogue *catalogue, enum language lang)
{
    struct profile_labels *labels = calloc(1, sizeof(*labels));
    if (labels) {
        labels->catalogue = catalogue;
        labels->lang = lang;
        labels->arena = labels->passing = ARENA_UP_TO(LABEL_BYTES_MAX);
    }
    return labels;
}

void profile_labels_free(struct profile_labels **labels)
{
    if (*labels) {
        arena_done(&(*labels)->arena);
        arena_done(&(*labels)->passing);
        free(*labels);
    }
    *labels = NULL;
}

static struct known_label work_out(const struct profile_labels *labels, struct text field, struct arena *arena)
{
    struct field_ref ref = { 0 };
    return (struct known_label){
        .field = arena_copy(arena, field),
        .label = arena_copy(arena, label_of(labels->catalogue, field, labels->lang, arena)),
        .of = field_ref_read(field, &ref) ? ref.field : FIELD_NONE,
    };
}

/* Until the next call. */
static struct known_label label_in(struct profile_labels *labels, struct text field)
{
    size_t at = hash_text(field) % LABEL_SLOTS;
    for (; labels->slots[at].field.ptr; at = (at + 1) % LABEL_SLOTS)
        if (text_equal(labels->slots[at].field, field))
            return labels->slots[at];
    if (labels->count < LABELS_MAX) {
        struct known_label made = work_out(labels, field, &labels->arena);
        if (made.field.ptr && made.label.ptr) {
            labels->count++;
            labels->slots[at] = made;
            return made;
        }
    }
    arena_reset(&labels->passing);
    return work_out(labels, field, &labels->passing);
}

/* The next of the signs that open an object; rest.len when there is none. */
static size_t next_sign(struct text rest, const struct text *signs, size_t count, size_t *ret_which)
{
    for (size_t at = 0; at < rest.len; at++) {
        const char *brace = memchr(rest.ptr + at, '{', rest.len - at);
        if (!brace)
            break;
        at = (size_t)(brace - rest.ptr);
        for (size_t i = 0; i < count; i++)
            if (text_starts(text_from_offset(rest, at), signs[i])) {
                *ret_which = i;
                return at;
            }
    }
    return rest.len;
}

void profile_json_labelled(struct text profile, struct profile_labels *labels, struct buf *buf)
{
    enum { OF_AREA, OF_FIELD, OF_OTHER, SIGNS };
    static const struct text signs[SIGNS] = { { "{\"area\":\"", 9 }, { "{\"field\":\"", 10 }, { "{\"value\":\"", 10 } };
    const struct text value_key = TEXT("\",\"value\":\"");
    size_t list = text_find(profile, TEXT("\"areas\":["));
    if (list == profile.len) {
        buf_put_str(buf, "[]");
        return;
    }
    struct text rest = text_slice(profile, list + 8, profile.len - 1);
    enum field field = FIELD_NONE;
    for (;;) {
        size_t which = 0, at = next_sign(rest, signs, SIGNS, &which);
        if (at == rest.len)
            break;
        size_t mark = at + signs[which].len;
        struct text name = string_at(rest, mark);
        struct text value = which == OF_OTHER ? name : string_at(rest, mark + name.len + value_key.len);
        buf_put(buf, text_slice(rest, 0, mark + name.len + 1));
        if (which == OF_FIELD) {
            struct known_label known = label_in(labels, name);
            field = known.of;
            put_label(known.label, buf);
        } else if (which == OF_AREA) {
            put_label(area_label_of(name, labels->lang), buf);
        }
        if (which != OF_AREA)
            put_words(words_of(field, value, labels->lang), buf);
        rest = text_from_offset(rest, mark + name.len + 1);
    }
    buf_put(buf, rest);
}
