/*
 * A profile is written a million times in a job, always in one shape, so the
 * commas and brackets stand in literals (base/json_pen.h) and nothing is
 * worked out twice: of a record what its origin says, of a value the area.
 * The shape is told in profile_json.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/profile_json.h"

#include <string.h>

#include "base/json_pen.h"
#include "normal/name_compose.h"
#include "os/clock.h"

enum { ORIGINS_KEPT = 4, PROFILE_BYTES_USUAL = 4096 };

/* What an origin says of its record; nearly all values of a profile come from a few. */
struct origin {
    const struct witness *witness;
    bool typed;
    struct text before, after; /* {"record":…,"source":…,"rule":"  and  ","at":"…" */
};

struct writing {
    const struct corpus *corpus;
    const struct golden *golden;
    struct arena *arena;
    struct buf *buf;
    struct origin origins[ORIGINS_KEPT];
    size_t origins_next; /* to be forgotten first */
    bool failed;         /* memory was gone */
};

struct text profile_value(enum golden_block block, const struct golden_candidate *candidate, struct arena *arena)
{
    if (block != GOLDEN_PERSON_NAME)
        return candidate->value;
    struct text shown = name_display(candidate->block, arena);
    return shown.len ? shown : candidate->value;
}

/* ---- parts of a value ---- */

/* key comes with its comma: ,"given": — the first of an object loses it in put_parts(). */
static void put_part(struct buf *buf, struct text key, struct text value)
{
    if (value.len == 0)
        return;
    pen_put(buf, key);
    pen_text(buf, value);
}

#define PART(buf, name, value) put_part((buf), TEXT(",\"" name "\":"), (value))

static void put_name_parts(struct buf *buf, const struct person_name *name)
{
    char use[2] = { (char)name->use, '\0' };
    PART(buf, "given", name->given);
    PART(buf, "call_name", name->call_name);
    PART(buf, "initials", name->initials);
    PART(buf, "prefix", name->prefix);
    PART(buf, "surname", name->surname);
    PART(buf, "partner_prefix", name->partner_prefix);
    PART(buf, "partner_surname", name->partner_surname);
    PART(buf, "titles_before", name->titles_before);
    PART(buf, "titles_after", name->titles_after);
    PART(buf, "suffix", name->suffix);
    PART(buf, "use", text_from(use));
    PART(buf, "nobility", text_from(name->nobility));
}

static void put_address_parts(struct buf *buf, const struct address *address)
{
    static const struct text kinds[] = { { "street", 6 }, { "po_box", 6 }, { "reply_number", 12 }, { "other", 5 } };
    PART(buf, "kind", kinds[address->kind]);
    PART(buf, "street", address->street);
    PART(buf, "number", address->number);
    PART(buf, "letter", address->letter);
    PART(buf, "addition", address->addition);
    PART(buf, "extra", address->extra);
    PART(buf, "postcode", address->postcode);
    PART(buf, "city", address->city);
    PART(buf, "region", address->region);
    PART(buf, "country", text_from(address->country));
}

static void put_parts(struct buf *buf, enum golden_block block, const void *of)
{
    if (block != GOLDEN_PERSON_NAME && block != GOLDEN_ADDRESS && block != GOLDEN_PHONE)
        return;
    pen_put(buf, TEXT(",\"parts\":{"));
    size_t from = buf->len;
    if (block == GOLDEN_PERSON_NAME) {
        put_name_parts(buf, of);
    } else if (block == GOLDEN_ADDRESS) {
        put_address_parts(buf, of);
    } else {
        PART(buf, "national", ((const struct phone *)of)->national);
        PART(buf, "extension", ((const struct phone *)of)->extension);
    }
    if (buf->len > from && !buf->failed) { /* without the comma of the first */
        memmove(buf->ptr + from, buf->ptr + from + 1, buf->len - from - 1);
        buf->len--;
    }
    pen_put(buf, TEXT("}"));
}

/* ---- where it is from ---- */

/* Ids, names of sources and times have nothing to escape. */
static const struct origin *origin_of(struct writing *w, const struct witness *witness, bool typed)
{
    for (size_t i = 0; i < ORIGINS_KEPT; i++)
        if (w->origins[i].witness == witness && w->origins[i].typed == typed)
            return &w->origins[i];
    char at[CLOCK_TEXT_LEN + 1];
    struct origin *origin = &w->origins[w->origins_next++ % ORIGINS_KEPT];
    clock_text(witness->observed_ms, at);
    struct text source = typed ? TEXT("by-hand") : w->corpus->sources[witness->source].name;
    const struct id_text record = record_id_text(witness->record);
    const struct text before[] = {
        TEXT("{\"record\":\""), { record.s, ID_TEXT_LEN }, TEXT("\",\"source\":\""), source, TEXT("\",\"rule\":\"")
    };
    const struct text after[] = { TEXT("\",\"at\":\""), { at, CLOCK_TEXT_LEN }, TEXT("\"") };
    origin->before = arena_join(w->arena, before, sizeof(before) / sizeof(before[0]));
    origin->after = arena_join(w->arena, after, sizeof(after) / sizeof(after[0]));
    origin->witness = witness;
    origin->typed = typed;
    w->failed = w->failed || !origin->before.ptr || !origin->after.ptr;
    return origin;
}

static void put_origin(struct writing *w, const struct golden_candidate *candidate)
{
    const struct origin *origin = origin_of(w, candidate->witness, candidate->typed);
    struct buf *buf = w->buf;
    pen_put(buf, TEXT(",\"origin\":"));
    pen_put(buf, origin->before);
    pen_put(buf, text_from(golden_rule_name(candidate->rule)));
    pen_put(buf, origin->after);
    if (candidate->choice) {
        char at[CLOCK_TEXT_LEN + 1];
        clock_text(candidate->choice->recorded_ms, at);
        pen_put(buf, TEXT(",\"author\":"));
        pen_text(buf, candidate->choice->author);
        pen_put(buf, TEXT(",\"reason\":"));
        pen_text(buf, candidate->choice->reason);
        pen_put(buf, TEXT(",\"chosen\":"));
        pen_text(buf, text_from(at));
    }
    pen_put(buf, TEXT("}"));
}

static void put_two(char *at, int n)
{
    at[0] = (char)('0' + n / 10 % 10);
    at[1] = (char)('0' + n % 10);
}

/* As clock_text() writes it: ten thousand years on, the century is what is left of it. */
static void put_day(int32_t days, char *at)
{
    int year, month, day;
    date_from_days(days, &year, &month, &day);
    put_two(at, (int)((unsigned)year % 10000u / 100));
    put_two(at + 2, (int)((unsigned)year % 100u));
    put_two(at + 5, month);
    put_two(at + 8, day);
}

/* How far it is trusted, till when, and what took trust away; of a choice there is nothing to weigh. */
static void put_trust(struct buf *buf, const struct golden_candidate *candidate)
{
    if (candidate->typed || candidate->rule == GOLDEN_CHOSEN || !candidate->witness->mention)
        return;
    pen_put(buf, TEXT(",\"trust\":"));
    buf_put_u64(buf, candidate->trust);
    if (candidate->trusted_until != DECAY_NEVER) {
        char day[] = ",\"until\":\"0000-00-00\"";
        put_day(candidate->trusted_until, day + 10);
        pen_put(buf, (struct text){ day, sizeof(day) - 1 });
    }
    if (candidate->lowered) {
        pen_put(buf, TEXT(",\"lowered\":"));
        pen_text(buf, candidate->lowered->status.len ? candidate->lowered->status : candidate->lowered->kind);
    }
}

/* What the rules give beside a choice; that they gave another when it was made, is for somebody to look at. */
static void put_otherwise(struct writing *w, const struct golden_value *value)
{
    if (!value->otherwise)
        return;
    struct text now = profile_value(value->block, value->otherwise, w->arena);
    pen_put(w->buf, TEXT(",\"otherwise\":"));
    pen_text(w->buf, now);
    if (!text_equal_nocase(now, value->best.choice->otherwise))
        pen_put(w->buf, TEXT(",\"review\":true"));
}

static void put_value(struct writing *w, const struct golden_value *value)
{
    struct buf *buf = w->buf;
    struct field_ref_text room;
    pen_put(buf, TEXT("{\"field\":"));
    pen_text(buf, corpus_field_name(w->corpus, value->best.field, &room));
    pen_put(buf, TEXT(",\"value\":"));
    pen_text(buf, profile_value(value->block, &value->best, w->arena));
    put_parts(buf, value->block, value->best.block);
    put_origin(w, &value->best);
    put_trust(buf, &value->best);
    put_otherwise(w, value);
    pen_put(buf, TEXT(",\"others\":["));
    for (size_t i = 0; i < value->others_count; i++) {
        pen_put(buf, i ? TEXT(",{\"value\":") : TEXT("{\"value\":"));
        pen_text(buf, profile_value(value->block, &value->others[i], w->arena));
        put_origin(w, &value->others[i]);
        pen_put(buf, TEXT("}"));
    }
    pen_put(buf, TEXT("]"));
    if (value->more) {
        pen_put(buf, TEXT(",\"more\":"));
        buf_put_u64(buf, value->more);
    }
    pen_put(buf, TEXT("}"));
}

/* ---- the whole ---- */

/* What the norms ask and this profile does not have. Age is left out: it would need the clock. */
static void put_norms(struct writing *w)
{
    const struct golden *golden = w->golden;
    const struct norms *norms = &w->corpus->norms;
    struct field_ref_text *names =
        arena_take(w->arena, (golden->values_count + 1) * sizeof(*names), _Alignof(struct field_ref_text));
    struct norm_value *values = arena_array(w->arena, struct norm_value, golden->values_count + 1);
    struct text stage = text_from(stage_name(golden->stage));
    bool open = false;
    if (!names || !values) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < golden->values_count; i++) {
        const struct golden_value *value = &golden->values[i];
        struct text text = value->best.value;
        names[i] = field_ref_text(value->field);
        values[i] =
            (struct norm_value){ .field = text_from(names[i].s),
                                 .value = text.len ? text : profile_value(value->block, &value->best, w->arena) };
    }
    for (size_t n = 0; n < norms->count; n++) {
        enum norm_verdict verdict = norm_judge(norms, n, golden->kind, stage, values, golden->values_count, 0);
        if (verdict != NORM_MISSING && verdict != NORM_NOTATION)
            continue;
        pen_put(w->buf, open ? TEXT(",") : TEXT(",\"norms\":["));
        pen_put(w->buf, verdict == NORM_MISSING ? TEXT("{\"missing\":") : TEXT("{\"notation\":"));
        pen_text(w->buf, norms->list[n].field);
        pen_put(w->buf, TEXT("}"));
        open = true;
    }
    if (open)
        pen_put(w->buf, TEXT("]"));
}

static void put_areas(struct writing *w)
{
    const struct golden *golden = w->golden;
    uint8_t *areas = arena_take(w->arena, golden->values_count + 1, 1);
    bool any = false;
    if (!areas) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < golden->values_count; i++)
        areas[i] = (uint8_t)corpus_field_area(w->corpus, golden->values[i].best.field);
    for (unsigned area = 0; area < AREA_COUNT; area++) {
        bool open = false;
        for (size_t i = 0; i < golden->values_count; i++) {
            if (areas[i] != area)
                continue;
            if (!open) {
                pen_put(w->buf, any ? TEXT(",{\"area\":") : TEXT("{\"area\":"));
                pen_text(w->buf, text_from(area_name((enum area)area)));
                pen_put(w->buf, TEXT(",\"fields\":["));
            } else {
                pen_put(w->buf, TEXT(","));
            }
            put_value(w, &golden->values[i]);
            open = any = true;
        }
        if (open)
            pen_put(w->buf, TEXT("]}"));
    }
}

void profile_json_write(const struct corpus *corpus, const struct golden *golden, const struct profile_head *head,
                        struct arena *arena, struct buf *buf)
{
    struct writing w = { .corpus = corpus, .golden = golden, .arena = arena, .buf = buf };
    buf_reserve(buf, PROFILE_BYTES_USUAL);
    pen_put(buf, TEXT("{\"stage\":"));
    pen_text(buf, text_from(stage_name(golden->stage)));
    PART(buf, "salutation", head->salutation);
    PART(buf, "address_line", head->address_line);
    put_norms(&w);
    pen_put(buf, TEXT(",\"areas\":["));
    put_areas(&w);
    pen_put(buf, TEXT("]}"));
    buf->failed = buf->failed || w.failed;
}
