/*
 * Each side is found by keys and then held against what the other side says
 * itself, so that both pages tell the same.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/org_ties.h"

#include <stdlib.h>
#include <string.h>

#include "flow/profile/profile_json.h"
#include "normal/organisation.h"
#include "store/choice.h"

enum { HITS_MAX = 60, NUMBERS_MAX = 4, NUMBER_DIGITS = 8 };

/* A value of a profile with where it is from. */
struct named_value {
    struct text value, source, since;
    struct record_id record;
};

/* What a profile says that ties. */
struct facts {
    struct party_id id;
    struct named_value name, kvk[NUMBERS_MAX], kbo[NUMBERS_MAX], branch, parent, through, former;
    size_t kvk_count, kbo_count;
};

struct finding_ties {
    const struct org_profiles *profiles;
    struct arena *arena;
    struct facts own;
    struct org_tie *ties;
    size_t count;
};

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "an organisation has more ties than fit its memory");
}

struct text org_tie_core(struct text name, const char *country, struct arena *arena)
{
    struct org_parse parse = { 0 };
    char code[3] = { country[0], country[0] ? country[1] : '\0', '\0' };
    enum finding finding = org_name_parse(name, code, arena, &parse);
    return finding == FINDING_NONE || finding == FINDING_REPAIRED ? parse.name.core : TEXT_EMPTY;
}

/* ---- what a profile says ---- */

static struct text after(struct text json, struct text key)
{
    size_t at = text_find(json, key);
    struct text rest = at < json.len ? text_from_offset(json, at + key.len) : TEXT_EMPTY;
    return text_slice(rest, 0, text_find_char(rest, '"'));
}

static struct named_value named_in(const struct profile_field *field, struct arena *arena)
{
    size_t at = text_find(field->json, TEXT("\"origin\":{"));
    struct text origin = at < field->json.len ? text_from_offset(field->json, at) : TEXT_EMPTY;
    struct named_value said = { .value = arena_copy(arena, field->value) };
    struct text time = after(origin, TEXT("\"at\":\""));
    record_id_read(after(origin, TEXT("\"record\":\"")), &said.record);
    said.source = arena_copy(arena, after(origin, TEXT("\"source\":\"")));
    said.since = arena_copy(arena, text_slice(time, 0, time.len < 10 ? time.len : 10));
    return said;
}

static bool read_facts(const struct finding_ties *finding, struct party_id id, struct facts *ret)
{
    struct text rest = TEXT_EMPTY;
    struct profile_field field;
    *ret = (struct facts){ .id = id };
    if (party_id_kind(id) != PARTY_ORGANISATION || !finding->profiles->profile(finding->profiles->ctx, id, &rest))
        return false;
    const struct {
        const char *name;
        struct named_value *one;
    } single[] = { { "org.name", &ret->name },
                   { "org.branch", &ret->branch },
                   { "org.parent", &ret->parent },
                   { "org.buys_through", &ret->through },
                   { "org.former_name", &ret->former } };
    while (profile_json_next(&rest, finding->arena, &field)) {
        if (text_equal(field.field, TEXT("org.kvk")) && ret->kvk_count < NUMBERS_MAX)
            ret->kvk[ret->kvk_count++] = named_in(&field, finding->arena);
        if (text_equal(field.field, TEXT("org.kbo")) && ret->kbo_count < NUMBERS_MAX)
            ret->kbo[ret->kbo_count++] = named_in(&field, finding->arena);
        for (size_t i = 0; i < sizeof(single) / sizeof(single[0]); i++)
            if (single[i].one->value.len == 0 && text_equal(field.field, text_from(single[i].name)))
                *single[i].one = named_in(&field, finding->arena);
    }
    return true;
}

/* ---- who is meant ---- */

static enum status hits_of(const struct finding_ties *finding, const char *kind, struct text value,
                           struct search_hit **ret, size_t *ret_count, struct error *err)
{
    *ret_count = 0;
    if (value.len == 0)
        return STATUS_OK;
    struct text key = arena_printf(finding->arena, "%s:%.*s", kind, TEXT_ARG(value));
    return key.ptr ? store_search_key(finding->profiles->store, key, HITS_MAX, finding->arena, ret, ret_count, err)
                   : no_memory(err);
}

/* "Bakkerij De Graan vestiging Utrecht" */
static bool is_named_as_branch(const struct finding_ties *finding, struct text name)
{
    struct org_parse parse = { 0 };
    org_name_parse(name, finding->profiles->country, finding->arena, &parse);
    return parse.branch.len > 0;
}

/* The one organisation with that key beside the one that names it, its branches not counted; v 0 for none or several.
 */
static enum status only_one(const struct finding_ties *finding, const char *kind, struct text value,
                            struct party_id beside, struct party_id *ret, struct error *err)
{
    struct search_hit *hits = NULL;
    size_t count = 0, found = 0, whole = 0;
    struct party_id first = { 0 }, first_whole = { 0 };
    enum status status = hits_of(finding, kind, value, &hits, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (hits[i].party.v == beside.v || party_id_kind(hits[i].party) != PARTY_ORGANISATION)
            continue;
        if (found++ == 0)
            first = hits[i].party;
        if (!is_named_as_branch(finding, hits[i].name) && whole++ == 0)
            first_whole = hits[i].party;
    }
    *ret = found == 1 ? first : whole == 1 ? first_whole : (struct party_id){ 0 };
    return status;
}

/* A key of the same source, a number, or a name; in that order. */
static enum status meant_by(const struct finding_ties *finding, const struct facts *facts,
                            const struct named_value *said, bool by_name_alone, struct party_id *ret, struct error *err)
{
    struct text digits = TEXT_EMPTY;
    ret->v = 0;
    if (said->value.len == 0)
        return STATUS_OK;
    if (!by_name_alone && said->source.len) {
        struct stored_link *links = NULL;
        size_t count = 0;
        if (store_record_links(finding->profiles->store, record_id_of(said->source, said->value), finding->arena,
                               &links, &count, NULL) == STATUS_OK)
            for (size_t i = 0; i < count; i++)
                if (links[i].kind == PARTY_ORGANISATION && links[i].party.v != facts->id.v)
                    *ret = links[i].party;
    }
    bool is_number = !by_name_alone && said->value.len == NUMBER_DIGITS;
    for (size_t i = 0; i < said->value.len && is_number; i++)
        is_number = char_is_digit(said->value.ptr[i]);
    digits = is_number ? said->value : TEXT_EMPTY;
    enum status status = ret->v ? STATUS_OK : only_one(finding, "kvk", digits, facts->id, ret, err);
    if (status == STATUS_OK && ret->v == 0)
        status = only_one(finding, "org", org_tie_core(said->value, finding->profiles->country, finding->arena),
                          facts->id, ret, err);
    return status;
}

/* ---- ties ---- */

static void put(struct finding_ties *finding, const char *kind, bool out, struct party_id other, const char *rule,
                const struct named_value *said)
{
    for (size_t i = 0; i < finding->count; i++)
        if (finding->ties[i].other.v == other.v && finding->ties[i].out == out &&
            strcmp(finding->ties[i].kind, kind) == 0)
            return;
    if (finding->count < ORG_TIES_MAX && other.v != finding->own.id.v)
        finding->ties[finding->count++] = (struct org_tie){ kind, out, other, rule, said->record, said->since };
}

static bool has_number(const struct named_value *numbers, size_t count, struct text value)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(numbers[i].value, value))
            return true;
    return false;
}

static enum status tie_branches(struct finding_ties *finding, const char *kind, const struct named_value *numbers,
                                size_t count, struct error *err)
{
    const struct facts *own = &finding->own;
    enum status status = STATUS_OK;
    for (size_t n = 0; n < count && status == STATUS_OK; n++) {
        struct search_hit *hits = NULL;
        size_t hits_count = 0;
        status = hits_of(finding, kind, numbers[n].value, &hits, &hits_count, err);
        for (size_t i = 0; i < hits_count && status == STATUS_OK; i++) {
            struct facts other;
            if (hits[i].party.v == own->id.v || !read_facts(finding, hits[i].party, &other))
                continue;
            bool is_kvk = strcmp(kind, "kvk") == 0;
            if (!has_number(is_kvk ? other.kvk : other.kbo, is_kvk ? other.kvk_count : other.kbo_count,
                            numbers[n].value))
                continue;
            if (own->branch.value.len && other.branch.value.len && !text_equal(own->branch.value, other.branch.value))
                put(finding, "same-company", true, other.id, "number", &own->branch);
            else if (own->branch.value.len && !other.branch.value.len)
                put(finding, "branch", true, other.id, "number", &own->branch);
            else if (!own->branch.value.len && other.branch.value.len)
                put(finding, "branch", false, other.id, "number", &other.branch);
        }
    }
    return status;
}

/* A tie that one of the two names. */
struct naming {
    const char *kind, *key, *rule;
    bool namer_is_a, by_name_alone;
    size_t said; /* offset in facts */
};

static const struct named_value *said_of(const struct facts *facts, const struct naming *naming)
{
    return (const struct named_value *)((const char *)facts + naming->said);
}

static enum status tie_those_who_name(struct finding_ties *finding, const struct naming *naming, struct text by,
                                      struct error *err)
{
    struct search_hit *hits = NULL;
    size_t count = 0;
    enum status status = hits_of(finding, naming->key, by, &hits, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct facts other;
        struct party_id meant = { 0 };
        if (hits[i].party.v == finding->own.id.v || !read_facts(finding, hits[i].party, &other))
            continue;
        status = meant_by(finding, &other, said_of(&other, naming), naming->by_name_alone, &meant, err);
        if (status == STATUS_OK && meant.v == finding->own.id.v)
            put(finding, naming->kind, !naming->namer_is_a, other.id, naming->rule, said_of(&other, naming));
    }
    return status;
}

static enum status tie_named(struct finding_ties *finding, const struct naming *naming, struct error *err)
{
    const struct facts *own = &finding->own;
    const struct named_value *said = said_of(own, naming);
    struct party_id meant = { 0 };
    enum status status = meant_by(finding, own, said, naming->by_name_alone, &meant, err);
    if (status == STATUS_OK && meant.v)
        put(finding, naming->kind, naming->namer_is_a, meant, naming->rule, said);
    if (status == STATUS_OK)
        status = tie_those_who_name(finding, naming,
                                    org_tie_core(own->name.value, finding->profiles->country, finding->arena), err);
    for (size_t i = 0; i < own->kvk_count && status == STATUS_OK && !naming->by_name_alone; i++)
        status = tie_those_who_name(finding, naming, own->kvk[i].value, err);
    return status;
}

/* By the key a source has for this organisation. */
static enum status tie_those_who_know_a_key(struct finding_ties *finding, const struct naming *naming,
                                            struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status =
        store_party_links(finding->profiles->store, finding->own.id, finding->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK && !naming->by_name_alone; i++) {
        struct id_text id = record_id_text(links[i].record);
        status = tie_those_who_name(finding, naming, arena_copy(finding->arena, text_from(id.s)), err);
    }
    return status;
}

static int compare_ties(const void *a, const void *b)
{
    const struct org_tie *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);
    order = order ? order : (int)y->out - (int)x->out;
    return order ? order : (x->other.v < y->other.v ? -1 : x->other.v > y->other.v);
}

enum status org_ties_of(const struct org_profiles *profiles, struct party_id id, struct arena *arena,
                        struct org_tie **ret, size_t *ret_count, struct error *err)
{
    static const struct naming namings[] = {
        { "parent", "parent", "column", false, false, offsetof(struct facts, parent) },
        { "buys-through", "through", "column", true, false, offsetof(struct facts, through) },
        { "predecessor", "former", "former_name", false, true, offsetof(struct facts, former) },
    };
    struct finding_ties finding = { .profiles = profiles, .arena = arena };
    *ret_count = 0;
    finding.ties = arena_array(arena, struct org_tie, ORG_TIES_MAX);
    if (!finding.ties)
        return no_memory(err);
    if (!read_facts(&finding, id, &finding.own))
        return STATUS_OK;
    enum status status = tie_branches(&finding, "kvk", finding.own.kvk, finding.own.kvk_count, err);
    if (status == STATUS_OK)
        status = tie_branches(&finding, "kbo", finding.own.kbo, finding.own.kbo_count, err);
    for (size_t i = 0; i < sizeof(namings) / sizeof(namings[0]) && status == STATUS_OK; i++) {
        status = tie_named(&finding, &namings[i], err);
        if (status == STATUS_OK)
            status = tie_those_who_know_a_key(&finding, &namings[i], err);
    }
    if (finding.count)
        qsort(finding.ties, finding.count, sizeof(*finding.ties), compare_ties);
    *ret = finding.ties;
    *ret_count = finding.count;
    return status;
}
