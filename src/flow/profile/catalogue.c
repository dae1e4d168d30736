/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/job/table.h"
#include "flow/profile/leaders.h"
#include "flow/profile/profile_json.h"
#include "golden/catalogue.h"
#include "store/event.h"

enum {
    CATALOGUE_ARENA_BYTES = 16 * 1024 * 1024,
    PARTY_BYTES = 16 * 1024 * 1024,
    FIELDS_MAX = 600,
    HARDLY_PERCENT = 2,
    LOOKS_TO_JUDGE = 200, /* parties looked at before "never looked at" means something */
    COUNTED_TO_JUDGE = 20,
};

enum status catalogue_ruleset(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err)
{
    return table_get(store, "catalogue", catalogue_default(), arena, ret, err);
}

enum status catalogue_body(struct store *store, struct arena *arena, struct text *ret, struct error *err)
{
    struct ruleset ruleset = { 0 };
    enum status status = catalogue_ruleset(store, arena, &ruleset, err);
    *ret = ruleset.body;
    return status;
}

enum status catalogue_put(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                          uint64_t *ret_version, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(CATALOGUE_ARENA_BYTES);
    struct catalogue catalogue = { 0 };
    enum status status = catalogue_read(body, &arena, &catalogue, err);
    if (status == STATUS_OK && catalogue.count == 0)
        status = error_set(err, STATUS_INVALID, "there is no field in it");
    return status == STATUS_OK ? table_put(store, job, "catalogue", "catalogue.put", catalogue_default(), body, made_of,
                                           &arena, NULL, ret_version, err)
                               : status;
}

/* A row may stand for several ("org"): then it does not name each of them. */
struct text catalogue_label(const struct catalogue *catalogue, struct text field, enum language lang,
                            struct arena *arena)
{
    const struct catalogue_row *row = catalogue_find(catalogue, field);
    return row && row->label[lang].len && text_equal(row->field, field) ? row->label[lang]
                                                                        : profile_label(field, lang, arena);
}

/* ---- what use fields are ---- */

struct use {
    struct text field; /* of the row, or as the profile names it when it is in no row */
    const struct catalogue_row *row;
    uint64_t filled, looks;
    struct party_id last; /* counted in filled last */
    bool of_person, of_organisation;
};

struct counting {
    struct arena arena, party;
    struct catalogue catalogue;
    struct leading leading;
    struct use uses[FIELDS_MAX];
    size_t uses_count;
    uint64_t parties[PARTY_HOUSEHOLD + 1], parties_max, looks;
    struct party_id counted_to[PARTY_HOUSEHOLD + 1];
    struct ruleset table;
    bool failed;
};

static struct counting *counting_new(uint64_t parties_max)
{
    struct counting *c = calloc(1, sizeof(*c));
    if (c) {
        c->arena = ARENA_UP_TO(CATALOGUE_ARENA_BYTES);
        c->party = ARENA_UP_TO(PARTY_BYTES);
        c->parties_max = parties_max ? parties_max : UINT64_MAX;
    }
    return c;
}

static void counting_free(struct counting **counting)
{
    if (*counting) {
        arena_done(&(*counting)->arena);
        arena_done(&(*counting)->party);
        free(*counting);
    }
    *counting = NULL;
}

/* The row a field is counted under, or one of its own; NULL when there are too many. */
static struct use *use_of(struct counting *c, struct text field)
{
    const struct catalogue_row *row = catalogue_find(&c->catalogue, field);
    for (size_t i = 0; i < c->uses_count; i++)
        if (row ? c->uses[i].row == row : !c->uses[i].row && text_equal(c->uses[i].field, field))
            return &c->uses[i];
    if (c->uses_count == FIELDS_MAX)
        return NULL;
    struct use *use = &c->uses[c->uses_count++];
    use->row = row;
    use->field = row ? row->field : arena_copy(&c->arena, field);
    c->failed = c->failed || !use->field.ptr;
    return use;
}

/* Once a party, as they come party by party; use may be NULL. */
static void count_filled(struct use *use, struct party_id party)
{
    enum party_kind kind = party_id_kind(party);
    if (!use)
        return;
    use->filled += use->last.v != party.v;
    use->last = party;
    use->of_person = use->of_person || kind == PARTY_PERSON;
    use->of_organisation = use->of_organisation || kind == PARTY_ORGANISATION;
}

static bool count_party(void *ctx, const struct stored_party *party)
{
    struct counting *c = ctx;
    enum party_kind kind = party_id_kind(party->party);
    struct text rest = party->profile;
    struct profile_field field = { 0 };
    arena_reset(&c->party);
    while (profile_json_next(&rest, &c->party, &field))
        count_filled(use_of(c, field.field), party->party);
    c->counted_to[kind] = party->party;
    return ++c->parties[kind] < c->parties_max && !c->failed;
}

static enum status read_looks(struct counting *c, struct store *store, struct error *err)
{
    struct field_use *uses = NULL;
    size_t count = 0;
    enum status status = store_field_uses(store, STORE_NOW, &c->arena, &uses, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct use *use = uses[i].field.len ? use_of(c, uses[i].field) : NULL;
        if (use)
            use->looks += uses[i].looks;
        else if (uses[i].field.len == 0)
            c->looks = uses[i].looks;
    }
    return status;
}

/* A row of events is filled at a party that has such an event on one of its records. */
static bool count_event(void *ctx, struct text kind, struct party_id party)
{
    struct counting *c = ctx;
    arena_reset(&c->party);
    struct text field = arena_printf(&c->party, "event.%.*s", TEXT_ARG(kind));
    c->failed = c->failed || !field.ptr;
    if (!c->failed)
        count_filled(use_of(c, field), party);
    return !c->failed;
}

static enum status count_all(struct counting *c, struct store *store, struct error *err)
{
    enum status status = catalogue_ruleset(store, &c->arena, &c->table, err);
    if (status == STATUS_OK)
        status = catalogue_read(c->table.body, &c->arena, &c->catalogue, err);
    for (size_t i = 0; i < c->catalogue.count && status == STATUS_OK; i++)
        use_of(c, c->catalogue.rows[i].field);
    for (int kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++)
        status = store_parties_each(store, (enum party_kind)kind, count_party, c, err);
    for (int kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++)
        status = store_event_parties_each(store, (enum party_kind)kind, c->counted_to[kind], count_event, c, err);
    if (status == STATUS_OK && c->failed)
        status = error_set(err, STATUS_NO_MEMORY, "no memory to count fields");
    return status == STATUS_OK ? read_looks(c, store, err) : status;
}

/* ---- what could be left out ---- */

static uint64_t asked(const struct counting *c, const struct use *use)
{
    uint64_t persons = c->parties[PARTY_PERSON], organisations = c->parties[PARTY_ORGANISATION];
    if (use->of_person != use->of_organisation)
        return use->of_person ? persons : organisations;
    bool is_org = text_starts(use->field, TEXT("org")), is_person = text_starts(use->field, TEXT("person"));
    return is_org ? organisations : is_person ? persons : persons + organisations;
}

static const char *advice_of(const struct counting *c, const struct use *use, unsigned share)
{
    if (use->filled == 0)
        return NULL; /* nothing to stop */
    if (!use->row)
        return "no_row";
    if (use->row->question == QUESTION_NONE)
        return "no_question";
    if (c->looks >= LOOKS_TO_JUDGE && use->looks == 0)
        return "never_looked_at";
    bool happens = text_starts(use->field, TEXT("event")); /* seldom, maybe; nobody fills it in */
    return !happens && asked(c, use) >= COUNTED_TO_JUDGE && share < HARDLY_PERCENT ? "hardly_filled" : NULL;
}

static const char *advice_text(const char *advice, enum language lang)
{
    static const char *const texts[][3] = {
        { "no_row", "Staat niet in de catalogus: zeg waarvoor het dient, of verzamel het niet meer.",
          "Not in the catalogue: say what it is for, or collect it no longer." },
        { "no_question", "Beantwoordt geen vraag: overweeg het niet meer te verzamelen.",
          "Answers no question: consider collecting it no longer." },
        { "never_looked_at", "Wordt nooit bekeken: overweeg het niet meer te verzamelen.",
          "Never looked at: consider collecting it no longer." },
        { "hardly_filled", "Bijna nergens gevuld: vul het beter, of verzamel het niet meer.",
          "Hardly filled: fill it better, or collect it no longer." },
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (text_equal(text_from(advice), text_from(texts[i][0])))
            return texts[i][lang == LANGUAGE_NL ? 1 : 2];
    return "";
}

/* ---- as JSON ---- */

static void put_months(struct json_out *json, const char *key, unsigned months)
{
    if (months == 0)
        return;
    json_put_u64(json, key, months);
}

static void put_row(const struct use *use, enum language lang, struct arena *arena, struct json_out *json)
{
    const struct catalogue_row *row = use->row;
    struct field_ref ref = { 0 };
    struct text label = row ? row->label[lang] : TEXT_EMPTY;
    enum area area = row ? row->area : field_ref_read(use->field, &ref) ? field_area(ref.field) : AREA_EXTRA;
    json_put(json, "label", label.len ? label : profile_label(use->field, lang, arena));
    json_put(json, "area", text_from(area_name(area)));
    json_put(json, "kind", row ? row->kind : TEXT_EMPTY);
    json_put(json, "question", text_from(catalogue_question_name(row ? row->question : QUESTION_NONE)));
    json_put(json, "see", text_from(catalogue_role_name(row ? row->see : CATALOGUE_READER)));
    json_put(json, "change", text_from(catalogue_role_name(row ? row->change : CATALOGUE_STEWARD)));
    json_put(json, "origin", row ? row->origin : TEXT_EMPTY);
    json_put(json, "owner", row ? row->owner : TEXT_EMPTY);
    json_put(json, "norm", row ? row->norm : TEXT_EMPTY);
    json_put(json, "basis", row ? row->basis : TEXT_EMPTY);
    put_months(json, "half_life", row ? row->half_months : 0);
    put_months(json, "retention", row ? row->retention_months : 0);
}

static void put_use(const struct counting *c, const struct use *use, enum language lang, struct arena *arena,
                    struct json_out *json)
{
    uint64_t of = asked(c, use);
    unsigned share = of ? (unsigned)(use->filled * 100 / of) : 0;
    const char *advice = advice_of(c, use, share);
    json_object(json);
    json_put(json, "field", use->field);
    put_row(use, lang, arena, json);
    json_put_bool(json, "custom", text_starts(use->field, TEXT("custom.")));
    json_put_u64(json, "filled", use->filled);
    json_put_u64(json, "share", share > 100 ? 100 : share);
    json_put_u64(json, "looks", use->looks);
    json_key(json, "leads");
    leaders_put(&c->leading, use->field, arena, json);
    if (advice) {
        json_put(json, "advice", text_from(advice));
        json_put(json, "advice_text", text_from(advice_text(advice, lang)));
    }
    json_end(json);
}

static int by_field(const void *a, const void *b)
{
    return text_compare(((const struct use *)a)->field, ((const struct use *)b)->field);
}

enum status view_catalogue_use(struct store *store, const struct job *job, uint64_t parties_max, struct json_out *json,
                               struct error *err)
{
    SCOPED(counting_free) struct counting *c = counting_new(parties_max);
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    if (!c)
        return error_set(err, STATUS_NO_MEMORY, "no memory to count fields");
    enum status status = count_all(c, store, err);
    if (status == STATUS_OK)
        status = leaders_read(store, &c->arena, &c->leading, err);
    if (status != STATUS_OK)
        return status;
    qsort(c->uses, c->uses_count, sizeof(c->uses[0]), by_field);
    json_object(&inner);
    table_head_put(&c->table, &inner);
    json_put_u64(&inner, "persons", c->parties[PARTY_PERSON]);
    json_put_u64(&inner, "organisations", c->parties[PARTY_ORGANISATION]);
    json_put_u64(&inner, "looks", c->looks);
    json_key(&inner, "fields");
    json_array(&inner);
    for (size_t i = 0; i < c->uses_count; i++)
        put_use(c, &c->uses[i], job->lang, &c->arena, &inner);
    json_end(&inner);
    json_put(&inner, "table", c->table.body);
    json_end(&inner);
    status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
