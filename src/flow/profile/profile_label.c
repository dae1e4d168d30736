/*
 * Words of people put into a profile on its way out: labels of areas and
 * fields, and what a code stands for.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/profile_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/json_out.h"
#include "flow/profile/profile_inside.h"

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
        struct text name = profile_string_at(rest, mark);
        struct text value = which == OF_OTHER ? name : profile_string_at(rest, mark + name.len + value_key.len);
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
