/*
 * A profile is written a million times in a job, always in one shape, so it is
 * written in brief (model/brief.h): names, commas and brackets are marks of a
 * byte or two, and what an origin says of its record is a piece that is said
 * again by its number.  Nothing is worked out twice: of a record what its
 * origin says, of a value the area.  The shape is told in profile_json.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/profile_json.h"

#include <string.h>

#include "base/json_pen.h"
#include "model/brief.h"
#include "normal/name_compose.h"
#include "os/clock.h"

enum { ORIGINS_KEPT = 4, PROFILE_BYTES_USUAL = 2048, NO_PIECE = BRIEF_PIECES_MAX };

/* What an origin says of its record; nearly all values of a profile come from a few. */
struct origin {
    const struct witness *witness;
    int64_t observed_ms;
    unsigned before, after; /* pieces: {"record":…,"source":…,"rule":"  and  ","at":"…" */
    bool typed;
};

struct writing {
    const struct corpus *corpus;
    const struct golden *golden;
    struct arena *arena;
    struct buf *buf;
    struct origin origins[ORIGINS_KEPT];
    size_t origins_next; /* to be forgotten first */
    unsigned pieces;     /* so far */
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

static void put_part(struct buf *buf, enum brief_phrase key, struct text value, bool *first)
{
    if (value.len == 0)
        return;
    if (!*first)
        brief_put_byte(buf, ',');
    *first = false;
    brief_put(buf, key);
    pen_text(buf, value);
}

static void put_name_parts(struct buf *buf, const struct person_name *name)
{
    char use[2] = { (char)name->use, '\0' };
    bool first = true;
    put_part(buf, BRIEF_GIVEN, name->given, &first);
    put_part(buf, BRIEF_CALL_NAME, name->call_name, &first);
    put_part(buf, BRIEF_INITIALS, name->initials, &first);
    put_part(buf, BRIEF_PREFIX, name->prefix, &first);
    put_part(buf, BRIEF_SURNAME, name->surname, &first);
    put_part(buf, BRIEF_PARTNER_PREFIX, name->partner_prefix, &first);
    put_part(buf, BRIEF_PARTNER_SURNAME, name->partner_surname, &first);
    put_part(buf, BRIEF_TITLES_BEFORE, name->titles_before, &first);
    put_part(buf, BRIEF_TITLES_AFTER, name->titles_after, &first);
    put_part(buf, BRIEF_SUFFIX, name->suffix, &first);
    put_part(buf, BRIEF_USE, text_from(use), &first);
    put_part(buf, BRIEF_NOBILITY, text_from(name->nobility), &first);
}

static void put_address_parts(struct buf *buf, const struct address *address)
{
    static const struct text kinds[] = { { "street", 6 }, { "po_box", 6 }, { "reply_number", 12 }, { "other", 5 } };
    bool first = address->kind != ADDRESS_STREET;
    if (first)
        put_part(buf, BRIEF_KIND, kinds[address->kind], &first);
    else
        brief_put(buf, BRIEF_KIND_STREET);
    put_part(buf, BRIEF_STREET, address->street, &first);
    put_part(buf, BRIEF_NUMBER, address->number, &first);
    put_part(buf, BRIEF_LETTER, address->letter, &first);
    put_part(buf, BRIEF_ADDITION, address->addition, &first);
    put_part(buf, BRIEF_EXTRA, address->extra, &first);
    put_part(buf, BRIEF_POSTCODE, address->postcode, &first);
    put_part(buf, BRIEF_CITY, address->city, &first);
    put_part(buf, BRIEF_REGION, address->region, &first);
    put_part(buf, BRIEF_COUNTRY, text_from(address->country), &first);
}

static void put_phone_parts(struct buf *buf, const struct phone *phone)
{
    bool first = true;
    put_part(buf, BRIEF_NATIONAL, phone->national, &first);
    put_part(buf, BRIEF_EXTENSION, phone->extension, &first);
}

static void put_parts(struct buf *buf, enum golden_block block, const void *of)
{
    if (block != GOLDEN_PERSON_NAME && block != GOLDEN_ADDRESS && block != GOLDEN_PHONE)
        return;
    brief_put(buf, BRIEF_PARTS);
    if (block == GOLDEN_PERSON_NAME)
        put_name_parts(buf, of);
    else if (block == GOLDEN_ADDRESS)
        put_address_parts(buf, of);
    else
        put_phone_parts(buf, of);
    brief_put_byte(buf, '}');
}

/* ---- where it is from ---- */

/* A piece that may be said again, while there are numbers left. */
static unsigned open_piece(struct writing *w)
{
    if (w->pieces == NO_PIECE)
        return NO_PIECE;
    brief_open(w->buf);
    return w->pieces++;
}

static void close_piece(struct writing *w, unsigned piece)
{
    if (piece != NO_PIECE)
        brief_close(w->buf);
}

/* Ids, names of sources and times have nothing to escape. */
static void put_before(struct writing *w, struct origin *origin)
{
    const struct witness *witness = origin->witness;
    const struct id_text record = record_id_text(witness->record);
    if (origin->before != NO_PIECE) {
        brief_again(w->buf, origin->before);
        return;
    }
    origin->before = open_piece(w);
    brief_put(w->buf, BRIEF_RECORD);
    pen_put(w->buf, (struct text){ record.s, ID_TEXT_LEN });
    brief_put(w->buf, BRIEF_SOURCE);
    pen_put(w->buf, origin->typed ? TEXT("by-hand") : w->corpus->sources[witness->source].name);
    brief_put(w->buf, BRIEF_RULE);
    close_piece(w, origin->before);
}

static void put_after(struct writing *w, struct origin *origin)
{
    char at[CLOCK_TEXT_LEN + 1];
    if (origin->after != NO_PIECE) {
        brief_again(w->buf, origin->after);
        return;
    }
    clock_text(origin->observed_ms, at);
    origin->after = open_piece(w);
    brief_put(w->buf, BRIEF_AT);
    pen_put(w->buf, (struct text){ at, CLOCK_TEXT_LEN });
    pen_put(w->buf, TEXT("\""));
    close_piece(w, origin->after);
}

/* Records of one delivery say the same time. */
static struct origin *origin_of(struct writing *w, const struct witness *witness, bool typed)
{
    unsigned after = NO_PIECE;
    for (size_t i = 0; i < ORIGINS_KEPT; i++) {
        struct origin *origin = &w->origins[i];
        if (origin->witness == witness && origin->typed == typed)
            return origin;
        if (origin->witness && origin->observed_ms == witness->observed_ms)
            after = origin->after;
    }
    struct origin *origin = &w->origins[w->origins_next++ % ORIGINS_KEPT];
    *origin = (struct origin){ witness, witness->observed_ms, NO_PIECE, after, typed };
    return origin;
}

static void put_origin(struct writing *w, const struct golden_candidate *candidate)
{
    struct origin *origin = origin_of(w, candidate->witness, candidate->typed);
    struct buf *buf = w->buf;
    brief_put(buf, BRIEF_ORIGIN);
    put_before(w, origin);
    brief_put_name(buf, text_from(golden_rule_name(candidate->rule)));
    put_after(w, origin);
    if (candidate->choice) {
        char at[CLOCK_TEXT_LEN + 1];
        clock_text(candidate->choice->recorded_ms, at);
        brief_put(buf, BRIEF_AUTHOR);
        pen_text(buf, candidate->choice->author);
        brief_put(buf, BRIEF_REASON);
        pen_text(buf, candidate->choice->reason);
        brief_put(buf, BRIEF_CHOSEN);
        pen_text(buf, text_from(at));
    }
    brief_put_byte(buf, '}');
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
    brief_put(buf, BRIEF_TRUST);
    buf_put_u64(buf, candidate->trust);
    if (candidate->trusted_until != DECAY_NEVER) {
        char day[] = "0000-00-00\"";
        put_day(candidate->trusted_until, day);
        brief_put(buf, BRIEF_UNTIL);
        pen_put(buf, (struct text){ day, sizeof(day) - 1 });
    }
    if (candidate->lowered) {
        brief_put(buf, BRIEF_LOWERED);
        pen_text(buf, candidate->lowered->status.len ? candidate->lowered->status : candidate->lowered->kind);
    }
}

/* What the rules give beside a choice; that they gave another when it was made, is for somebody to look at. */
static void put_otherwise(struct writing *w, const struct golden_value *value)
{
    if (!value->otherwise)
        return;
    struct text now = profile_value(value->block, value->otherwise, w->arena);
    brief_put(w->buf, BRIEF_OTHERWISE);
    pen_text(w->buf, now);
    if (!text_equal_nocase(now, value->best.choice->otherwise))
        brief_put(w->buf, BRIEF_REVIEW);
}

/* Up to its value. What somebody called a field of his own may need escaping. */
static void put_field(struct buf *buf, struct field_ref field, struct text name)
{
    if (field.field == FIELD_CUSTOM) {
        brief_put(buf, BRIEF_CUSTOM);
        pen_text(buf, name);
        brief_put(buf, BRIEF_CUSTOM_VALUE);
        return;
    }
    brief_put(buf, BRIEF_FIELD);
    brief_put_name(buf, name);
    brief_put(buf, BRIEF_VALUE);
}

static void put_value(struct writing *w, const struct golden_value *value)
{
    struct buf *buf = w->buf;
    struct field_ref_text room;
    put_field(buf, value->best.field, corpus_field_name(w->corpus, value->best.field, &room));
    pen_text(buf, profile_value(value->block, &value->best, w->arena));
    put_parts(buf, value->block, value->best.block);
    put_origin(w, &value->best);
    put_trust(buf, &value->best);
    put_otherwise(w, value);
    if (value->others_count == 0 && !value->more) {
        brief_put(buf, BRIEF_NO_OTHERS);
        return;
    }
    brief_put(buf, BRIEF_OTHERS);
    for (size_t i = 0; i < value->others_count; i++) {
        if (i)
            brief_put_byte(buf, ',');
        brief_put(buf, BRIEF_OTHER);
        pen_text(buf, profile_value(value->block, &value->others[i], w->arena));
        put_origin(w, &value->others[i]);
        brief_put_byte(buf, '}');
    }
    brief_put_byte(buf, ']');
    if (value->more) {
        brief_put(buf, BRIEF_MORE);
        buf_put_u64(buf, value->more);
    }
    brief_put_byte(buf, '}');
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
        brief_put_byte(w->buf, ',');
        if (!open)
            brief_put(w->buf, BRIEF_NORMS);
        brief_put(w->buf, verdict == NORM_MISSING ? BRIEF_MISSING : BRIEF_NOTATION);
        pen_text(w->buf, norms->list[n].field);
        brief_put_byte(w->buf, '}');
        open = true;
    }
    if (open)
        brief_put_byte(w->buf, ']');
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
            if (open || any)
                brief_put_byte(w->buf, ',');
            if (!open) {
                brief_put(w->buf, BRIEF_AREA);
                pen_put(w->buf, text_from(area_name((enum area)area)));
                brief_put(w->buf, BRIEF_FIELDS);
            }
            put_value(w, &golden->values[i]);
            open = any = true;
        }
        if (open)
            pen_put(w->buf, TEXT("]}"));
    }
}

static void put_head(struct buf *buf, enum brief_phrase key, struct text value)
{
    bool first = false; /* the stage stands before it */
    put_part(buf, key, value, &first);
}

void profile_json_write(const struct corpus *corpus, const struct golden *golden, const struct profile_head *head,
                        struct arena *arena, struct buf *buf)
{
    struct writing w = { .corpus = corpus, .golden = golden, .arena = arena, .buf = buf };
    buf_reserve(buf, PROFILE_BYTES_USUAL);
    brief_put(buf, BRIEF_STAGE);
    pen_put(buf, text_from(stage_name(golden->stage)));
    brief_put_byte(buf, '"');
    put_head(buf, BRIEF_SALUTATION, head->salutation);
    put_head(buf, BRIEF_ADDRESS_LINE, head->address_line);
    put_norms(&w);
    brief_put_byte(buf, ',');
    brief_put(buf, BRIEF_AREAS);
    put_areas(&w);
    pen_put(buf, TEXT("]}"));
    buf->failed = buf->failed || w.failed;
}
