/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/party.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "flow/job/packed.h"
#include "flow/profile/earlier.h"
#include "flow/profile/org_ties.h"
#include "flow/profile/party_find.h"
#include "flow/profile/party_homes.h"
#include "flow/profile/party_roles.h"
#include "flow/profile/profile_json.h"
#include "golden/survive.h"
#include "model/brief.h"
#include "normal/name_compose.h"

struct making {
    const struct corpus *corpus;
    const struct party_links *links;
    struct party_id id;
    struct arena *scratch, *arena;
    struct witness *witnesses;
    size_t witnesses_count;
    struct party_roles roles;
    struct party_homes homes;
    struct text *left; /* keys of employers of earlier versions (earlier.h) */
    size_t left_count;
    struct golden golden;
    uint32_t records;
};

static enum status too_large(const struct making *making, struct error *err)
{
    return error_set(err, STATUS_LIMIT, "party %s has more records than fit its memory", party_id_text(making->id).s);
}

/* ---- what the records say ---- */

static enum status normalised(struct making *making, const struct party_mention *mention, struct normal_record *ret,
                              struct error *err)
{
    struct stored_record record;
    if (mention->packed.len == 0)
        return corpus_normalise(making->corpus, mention->record, making->scratch, ret, err);
    return packed_read(mention->packed, making->scratch, &record, ret) ? STATUS_OK : too_large(making, err);
}

/* What the record of a person says now and said before: roles that ended, homes. */
static enum status hear_versions(struct making *making, const struct party_mention *mention,
                                 const struct normal_record *normal, size_t place, uint32_t source, struct error *err)
{
    struct normal_record *then = arena_array(making->scratch, struct normal_record, mention->earlier_count + 1);
    if (!then)
        return too_large(making, err);
    enum status status = party_homes_hear(&making->homes, normal, place, mention->record, err);
    for (size_t i = 0; i < mention->earlier_count && status == STATUS_OK; i++) {
        const struct stored_record *record = &mention->earlier[i].record;
        status = corpus_normalise(making->corpus, record, making->scratch, &then[i], err);
        if (status == STATUS_OK)
            status = party_homes_hear(&making->homes, &then[i], mention_place(&then[i], PARTY_PERSON, mention->ordinal),
                                      record, err);
        const struct mention *employer = status == STATUS_OK ? earlier_employer(&then[i], mention->ordinal) : NULL;
        if (employer)
            making->left_count += earlier_keys(employer, making->scratch, &making->left[making->left_count]);
    }
    return status == STATUS_OK ? party_roles_hear(&making->roles, mention, normal, place, source, then, err) : status;
}

static enum status hear(struct making *making, const struct party_mention *mention, struct error *err)
{
    const struct stored_record *record = mention->record;
    enum party_kind kind = party_id_kind(making->id);
    uint32_t source = corpus_source(making->corpus, record->source_id);
    struct normal_record normal = { 0 };
    enum status status = normalised(making, mention, &normal, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < normal.mentions_count; i++) {
        if (normal.mentions[i].kind != kind || mention_ordinal(&normal, i) != mention->ordinal)
            continue;
        struct witness *witness = &making->witnesses[making->witnesses_count++];
        *witness = (struct witness){
            .record = record->id,
            .ordinal = mention->ordinal,
            .source = source,
            .observed_ms = normal.modified_ms ? normal.modified_ms : record->observed_ms,
            .mention = &normal.mentions[i],
        };
        status = said_choices(&making->corpus->said, making->corpus->country, mention_id_at(record->id, &normal, i),
                              kind, making->scratch, &witness->choices, &witness->choices_count, err);
        if (status == STATUS_OK)
            status = said_signals(&making->corpus->said, record->id, making->scratch, &witness->signals,
                                  &witness->signals_count, err);
        if (status != STATUS_OK)
            return status;
        return kind == PARTY_PERSON ? hear_versions(making, mention, &normal, i, source, err) : STATUS_OK;
    }
    return error_set(err, STATUS_BROKEN, "record %s no longer holds a mention that is linked",
                     record_id_text(record->id).s);
}

static int compare_mentions(const void *a, const void *b)
{
    const struct party_mention *x = a, *y = b;
    if (x->record->id.v != y->record->id.v)
        return x->record->id.v < y->record->id.v ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static enum status hear_all(struct making *making, const struct party_mention *mentions, size_t count,
                            struct error *err)
{
    struct party_mention *sorted = arena_array(making->scratch, struct party_mention, count);
    making->witnesses = arena_array(making->scratch, struct witness, count);
    if (!sorted || !making->witnesses)
        return too_large(making, err);
    size_t versions = 0;
    for (size_t i = 0; i < count; i++)
        versions += mentions[i].earlier_count;
    making->left = arena_array(making->scratch, struct text, versions * EARLIER_KEYS_MAX + 1);
    if (!making->left)
        return too_large(making, err);
    memcpy(sorted, mentions, count * sizeof(*sorted));
    if (count > 1)
        qsort(sorted, count, sizeof(*sorted), compare_mentions);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        making->records += i == 0 || sorted[i].record->id.v != sorted[i - 1].record->id.v;
        status = hear(making, &sorted[i], err);
    }
    return status;
}

/* ---- how it is shown ---- */

static const struct golden_value *value_of(const struct golden *golden, enum field field)
{
    for (size_t i = 0; i < golden->values_count; i++)
        if (golden->values[i].field.field == field)
            return &golden->values[i];
    return NULL;
}

static const struct golden_value *block_of(const struct golden *golden, enum golden_block block)
{
    for (size_t i = 0; i < golden->values_count; i++)
        if (golden->values[i].block == block)
            return &golden->values[i];
    return NULL;
}

/* Somebody without a name is called by what is known: mailbox, phone, number. */
static struct text stand_in_name(const struct making *making)
{
    const struct golden *golden = &making->golden;
    const struct golden_value *value = block_of(golden, GOLDEN_EMAIL);
    if (!value)
        value = block_of(golden, GOLDEN_PHONE);
    if (!value)
        value = value_of(golden, FIELD_CUSTOMER_NUMBER);
    if (!value)
        value = golden->values_count ? &golden->values[0] : NULL;
    struct id_text id = party_id_text(making->id);
    return value ? value->best.value : arena_copy(making->arena, text_from(id.s));
}

/* "De Graan" stands in the list under G. */
static struct text organisation_sort(struct text name, struct arena *arena)
{
    static const char *const articles[] = { "De ", "Het ", "'t ", "The ", "Le ", "La ", "Les " };
    for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++) {
        struct text article = text_from(articles[i]);
        if (text_starts_nocase(name, article) && name.len > article.len)
            return arena_printf(arena, "%.*s, %.*s", TEXT_ARG(text_from_offset(name, article.len)),
                                TEXT_ARG(text_trim(text_slice(name, 0, article.len))));
    }
    return name;
}

static void show(struct making *making, struct stored_party *party, struct profile_head *head)
{
    const struct golden *golden = &making->golden;
    party->name = golden->name ? profile_value(golden->name->block, &golden->name->best, making->arena) : TEXT_EMPTY;
    if (party->name.len == 0)
        party->name = stand_in_name(making);
    party->sort_name = party->name;
    if (golden->kind == PARTY_ORGANISATION)
        party->sort_name = organisation_sort(party->name, making->arena);
    if (golden->kind != PARTY_PERSON || !golden->name)
        return;
    const struct person_name *name = golden->name->best.block;
    if (name->surname.len == 0)
        return;
    const struct address *home = golden->home ? golden->home->best.block : NULL;
    const char *country = home && home->country[0] ? home->country : making->corpus->country;
    party->sort_name = name_sort(name, name_custom_of(country), making->arena);
    head->salutation = name_salutation(name, golden->gender, making->arena);
    head->address_line = name_address_line(name, golden->gender, making->arena);
}

static struct text join_with_dot(struct text a, struct text b, struct arena *arena)
{
    if (a.len == 0 || b.len == 0)
        return a.len ? a : b;
    return arena_printf(arena, "%.*s · %.*s", TEXT_ARG(a), TEXT_ARG(b));
}

/* A job that made place for the next one says where he was. */
static bool is_shown(const struct stored_role *role)
{
    return !role_was_left(role->ended);
}

/* "Utrecht · Bakkerij De Graan B.V.": what tells two of one name apart. */
static struct text summary_of(const struct making *making, const struct stored_role *roles, size_t roles_count)
{
    const struct golden *golden = &making->golden;
    const struct golden_value *place = golden->home ? golden->home : block_of(golden, GOLDEN_ADDRESS);
    struct text line = place ? ((const struct address *)place->best.block)->city : TEXT_EMPTY;
    struct party_id last = { 0 };
    for (size_t i = 0, named = 0; i < roles_count && named < 2; i++) {
        if (roles[i].organisation.v == last.v || !is_shown(&roles[i]))
            continue;
        last = roles[i].organisation;
        line = join_with_dot(line, party_roles_organisation(&making->roles, last), making->arena);
        named++;
    }
    const struct golden_value *kvk = value_of(golden, FIELD_ORG_KVK);
    if (kvk)
        line = join_with_dot(line, arena_printf(making->arena, "KvK %.*s", TEXT_ARG(kvk->best.value)), making->arena);
    const struct golden_value *email = block_of(golden, GOLDEN_EMAIL);
    if (line.len == 0 && email)
        line = email->best.value;
    return line;
}

enum status party_profile(const struct stored_party *made, struct arena *arena, struct text *ret, struct error *err)
{
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    brief_out(made->brief, &json);
    enum status status = buf_status(&json, err);
    if (status == STATUS_OK)
        *ret = arena_copy(arena, buf_text(&json));
    if (status == STATUS_OK && !ret->ptr)
        return error_set(err, STATUS_LIMIT, "the profile of a party does not fit its memory");
    return status;
}

static enum status write_profile(struct making *making, const struct profile_head *head, struct text *ret,
                                 struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    profile_json_write(making->corpus, &making->golden, head, making->scratch, &buf);
    enum status status = buf_status(&buf, err);
    if (status != STATUS_OK)
        return status;
    *ret = arena_copy(making->arena, buf_text(&buf));
    return ret->ptr ? STATUS_OK : too_large(making, err);
}

/* ---- home ---- */

static struct text keep(struct text t, struct arena *arena)
{
    return t.len ? arena_copy(arena, t) : TEXT_EMPTY;
}

static void keep_name(const struct person_name *name, struct arena *arena, struct person_name *ret)
{
    *ret = *name;
    struct text *texts[] = { &ret->given,
                             &ret->call_name,
                             &ret->initials,
                             &ret->prefix,
                             &ret->surname,
                             &ret->partner_prefix,
                             &ret->partner_surname,
                             &ret->titles_before,
                             &ret->titles_after,
                             &ret->suffix,
                             &ret->raw };
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        *texts[i] = keep(*texts[i], arena);
}

/* "1998-03-01" as 19980301. */
static uint32_t day_number(struct text date)
{
    uint32_t number = 0, digits = 0;
    for (size_t i = 0; i < date.len; i++)
        if (char_is_digit(date.ptr[i])) {
            number = number * 10 + (uint32_t)(date.ptr[i] - '0');
            digits++;
        }
    for (; digits < 8; digits++)
        number *= 10;
    return number;
}

static enum status put_home(struct making *making, struct party_made *ret, struct error *err)
{
    const struct golden *golden = &making->golden;
    if (golden->home) {
        const struct golden_candidate *best = &golden->home->best;
        ret->address = resident_address(best->block);
        ret->address_line = keep(best->value, making->arena);
        ret->address_record = best->witness->record;
        ret->address_source = best->witness->source;
        ret->address_ms = best->witness->observed_ms;
    }
    if (golden->kind != PARTY_PERSON)
        return STATUS_OK;
    ret->home = party_homes_at(&making->homes, ret->address);
    ret->home_before = party_homes_before(&making->homes, &ret->home);
    if (!party_homes_absences(&making->homes, ret->address, ret->absences, &ret->absences_count))
        return too_large(making, err);
    const struct golden_value *death = value_of(golden, FIELD_PERSON_DEATHDATE);
    if (death)
        ret->died = day_number(death->best.value);
    resident_of(golden, making->id.v, making->scratch, &ret->resident);
    ret->gender = golden->gender;
    if (golden->name)
        keep_name(golden->name->best.block, making->arena, &ret->name);
    return STATUS_OK;
}

/* Whom an organisation names, so that they find it too (flow/profile/org_ties.h). */
static void add_named(const struct making *making, struct party_finder *finder)
{
    const struct {
        const char *key;
        enum field field;
        bool by_name_alone;
    } kinds[] = { { "parent", FIELD_ORG_PARENT, false },
                  { "through", FIELD_ORG_BUYS_THROUGH, false },
                  { "former", FIELD_ORG_FORMER_NAME, true } };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const struct golden_value *value = value_of(&making->golden, kinds[i].field);
        if (!value)
            continue;
        struct text said = value->best.value;
        party_find_add_key(finder, kinds[i].key, org_tie_core(said, making->corpus->country, making->scratch));
        if (kinds[i].by_name_alone)
            continue;
        const struct source *source = &making->corpus->sources[value->best.witness->source];
        struct id_text record = record_id_text(record_id_of(source->name, said));
        party_find_add_key(finder, kinds[i].key, text_from(record.s));
        party_find_add_key(finder, kinds[i].key, said);
    }
}

enum status party_make(const struct corpus *corpus, const struct party_links *links, struct party_id id,
                       const struct party_mention *mentions, size_t count, struct arena *scratch, struct arena *arena,
                       struct party_made *ret, struct error *err)
{
    assert(count > 0);
    struct making making = { .corpus = corpus, .links = links, .id = id, .scratch = scratch, .arena = arena };
    making.roles = (struct party_roles){ .corpus = corpus, .links = links, .scratch = scratch };
    making.homes = (struct party_homes){ .scratch = scratch };
    struct profile_head head = { 0 };
    struct stored_role *roles = NULL;
    size_t roles_count = 0;
    *ret = (struct party_made){ .party = { .party = id } };
    arena_reset(scratch);

    enum status status = hear_all(&making, mentions, count, err);
    if (status == STATUS_OK)
        status =
            golden_survive(&corpus->leading, making.witnesses, making.witnesses_count, scratch, &making.golden, err);
    if (status == STATUS_OK)
        status = party_roles_end(&making.roles, id, arena, &roles, &roles_count, err);
    if (status != STATUS_OK)
        return status;
    ret->party.records = making.records;
    show(&making, &ret->party, &head);
    ret->party.name = keep(ret->party.name, arena);
    ret->party.sort_name = keep(ret->party.sort_name, arena);
    ret->party.summary = keep(summary_of(&making, roles, roles_count), arena);
    status = put_home(&making, ret, err);
    ret->roles = roles;
    ret->roles_count = roles_count;
    if (status == STATUS_OK)
        status = write_profile(&making, &head, &ret->party.brief, err);
    if (status != STATUS_OK)
        return status;

    struct party_finder finder = { .scratch = scratch, .arena = arena };
    add_named(&making, &finder);
    for (size_t i = 0; i < making.left_count; i++)
        party_find_add_key(&finder, "left", making.left[i]);
    for (size_t i = 0; i < making.witnesses_count; i++)
        party_find_add(&finder, making.witnesses[i].mention);
    for (size_t i = 0; i < count; i++)
        party_find_add_record(&finder, mentions[i].record);
    for (size_t i = 0; i < roles_count; i++)
        if (is_shown(&roles[i]))
            party_find_add_words(&finder, party_roles_organisation(&making.roles, roles[i].organisation));
    return party_find_end(&finder, id, ret, err) ? STATUS_OK : too_large(&making, err);
}
