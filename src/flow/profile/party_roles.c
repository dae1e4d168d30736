/*
 * The versions of a record fall into spells: runs of versions with one
 * employer and function.  A version that has no column for an employer is of
 * no spell.
 *
 *   versions  1 Bakkerij   2 Bakkerij   3 (none)   4 Molen   5 Molen
 *   spells    ╰──── a ────────────╯     ╰── b ─╯   ╰──── c ──────╯
 *   roles     a until 3's day                      c since 4's day
 *
 * The last spell is what the record says now.  Each before it ended: by the
 * next employer, or because the column was emptied.  Who takes up a job again
 * that he left has two periods there.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/party_roles.h"

#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/json_out.h"
#include "base/scoped.h"
#include "flow/profile/earlier.h"
#include "golden/survive.h"
#include "lang/fold.h"
#include "model/date.h"

struct heard_role {
    struct role_seen seen;
    struct text name; /* of the organisation */
    bool is_gone;
};

struct spell {
    struct heard_role role; /* as its last version says; organisation v 0: none, or not known which */
    struct text said_name, core, name_folded, former_folded, kvk, title;
    bool has_employer, is_silent; /* silent: of a version that cannot say */
    int64_t first_ms;             /* when the source first held it so */
    struct record_id record;
};

struct spells {
    struct spell *items;
    size_t count;
};

static enum status too_large(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "a person has more roles than fit its memory");
}

static enum status push(struct party_roles *roles, const struct heard_role *role, struct error *err)
{
    if (roles->count == roles->cap) {
        size_t cap = roles->cap ? roles->cap * 2 : 8;
        struct heard_role *grown = arena_array(roles->scratch, struct heard_role, cap);
        if (!grown)
            return too_large(err);
        if (roles->count)
            memcpy(grown, roles->items, roles->count * sizeof(*grown));
        roles->items = grown;
        roles->cap = cap;
    }
    roles->items[roles->count++] = *role;
    return STATUS_OK;
}

/* ---- what a version says ---- */

/* A mailbox or phone that the record gives for both is where he is reached at work; each alone has its own. */
static void hear_contact(const struct mention *person, const struct mention *organisation, struct arena *arena,
                         struct role_seen *seen)
{
    static const enum field_group places[] = { GROUP_WORK, GROUP_VISIT, GROUP_NONE };
    for (size_t i = 0; i < person->emails_count && seen->email.len == 0; i++) {
        const struct email *email = &person->emails[i];
        for (size_t o = 0; o < organisation->emails_count && !email->is_role && !email->is_free; o++)
            if (text_equal(organisation->emails[o].key, email->key))
                seen->email = email->address;
    }
    for (size_t i = 0; i < person->phones_count && seen->phone.len == 0; i++) {
        const struct phone *phone = &person->phones[i];
        for (size_t o = 0; o < organisation->phones_count && phone->kind != PHONE_FAX && seen->phone.len == 0; o++)
            if (text_equal(organisation->phones[o].e164, phone->e164))
                seen->phone = phone->extension.len ? arena_printf(arena, "%.*s;ext=%.*s", TEXT_ARG(phone->e164),
                                                                  TEXT_ARG(phone->extension))
                                                   : phone->e164;
    }
    for (size_t p = 0; p < sizeof(places) / sizeof(places[0]) && seen->address.len == 0; p++)
        for (size_t i = 0; i < organisation->addresses_count && seen->address.len == 0; i++)
            if (organisation->addresses[i].group == places[p])
                seen->address = golden_address_line(&organisation->addresses[i], arena);
}

static struct role_seen seen_of(const struct normal_record *normal, const struct role_claim *claim,
                                struct record_id record, uint32_t source, int64_t observed_ms, struct arena *arena)
{
    struct role_seen seen = { .title = claim->title,
                              .department = claim->department,
                              .part = claim->part,
                              .since = claim->since,
                              .until = claim->until,
                              .record = record,
                              .source = source,
                              .observed_ms = observed_ms };
    hear_contact(&normal->mentions[claim->person], &normal->mentions[claim->organisation], arena, &seen);
    return seen;
}

static bool is_of(const struct role_claim *claim, const struct normal_record *normal, size_t person)
{
    return claim->person == person && claim->organisation < normal->mentions_count;
}

static struct text kvk_of(const struct mention *organisation)
{
    for (size_t i = 0; i < organisation->identifiers_count; i++)
        if (organisation->identifiers[i].kind == IDENTIFIER_KVK && organisation->identifiers[i].valid)
            return organisation->identifiers[i].value;
    return TEXT_EMPTY;
}

static int64_t observed_of(const struct normal_record *normal, const struct stored_record *record)
{
    return normal->modified_ms ? normal->modified_ms : record->observed_ms;
}

/* One version's word about the person of that ordinal; organisation stays open. */
static void hear_version(struct party_roles *roles, const struct normal_record *normal,
                         const struct stored_record *record, unsigned ordinal, uint32_t source, struct spell *ret,
                         const struct role_claim **ret_claim)
{
    *ret = (struct spell){ .first_ms = observed_of(normal, record), .record = record->id };
    *ret_claim = NULL;
    size_t person = mention_place(normal, PARTY_PERSON, ordinal);
    ret->is_silent =
        person == normal->mentions_count || !corpus_layout_has(roles->corpus, record->layout_id, FIELD_ORG_NAME);
    for (size_t i = 0; i < normal->roles_count && !ret->has_employer; i++) {
        const struct role_claim *claim = &normal->roles[i];
        if (!is_of(claim, normal, person))
            continue;
        const struct mention *organisation = &normal->mentions[claim->organisation];
        ret->has_employer = true;
        ret->is_silent = false;
        ret->role.seen = seen_of(normal, claim, record->id, source, ret->first_ms, roles->scratch);
        ret->role.name = ret->said_name = organisation->org.name;
        ret->core = organisation->org.core;
        ret->name_folded = fold_text(organisation->org.name, roles->scratch);
        ret->former_folded = fold_text(organisation->org.former_name, roles->scratch);
        ret->kvk = kvk_of(organisation);
        ret->title = fold_text(claim->title, roles->scratch);
        *ret_claim = claim;
    }
}

/* ---- spells ---- */

static bool is_same_text(struct text a, struct text b)
{
    return a.len > 0 && text_equal(a, b);
}

static bool is_same_employer(const struct spell *before, const struct spell *now)
{
    if (!before->has_employer || !now->has_employer)
        return before->has_employer == now->has_employer;
    if (is_same_text(before->core, now->core) || is_same_text(before->kvk, now->kvk) ||
        is_same_text(before->name_folded, now->former_folded) || is_same_text(before->core, now->former_folded))
        return true;
    /* the id of an organisation that one record names goes along when that record names another one */
    bool other_number = before->kvk.len > 0 && now->kvk.len > 0;
    struct party_id party = before->role.seen.organisation;
    return !other_number && party.v != 0 && party.v == now->role.seen.organisation.v;
}

/* Another function counts as the next one when the record says since when; else somebody mended the word. */
static bool is_same_function(const struct spell *before, const struct spell *now)
{
    struct date since = now->role.seen.since;
    return !now->has_employer || before->title.len == 0 || text_equal(before->title, now->title) || since.year == 0 ||
           (before->role.seen.since.year != 0 && date_compare(before->role.seen.since, since) >= 0);
}

static void add_version(struct spells *spells, const struct spell *version)
{
    struct spell *last = spells->count ? &spells->items[spells->count - 1] : NULL;
    if (version->is_silent)
        return;
    if (!last || !is_same_employer(last, version) || !is_same_function(last, version)) {
        spells->items[spells->count++] = *version;
        return;
    }
    int64_t first_ms = last->first_ms;
    struct party_id party = last->role.seen.organisation;
    *last = *version;
    last->first_ms = first_ms;
    if (last->role.seen.organisation.v == 0)
        last->role.seen.organisation = party;
}

/*
 * The employer of an earlier version: whom the log says, when that is still called so, else who is called so.  A name
 * that changed in its place stays the log's; false when the id went along to another, or nobody is known.
 */
static bool find_employer(const struct party_roles *roles, const struct normal_record *then, unsigned ordinal,
                          struct party_id logged, struct party_id *ret, struct text *ret_name)
{
    const struct party_links *links = roles->links;
    struct text keys[EARLIER_KEYS_MAX];
    struct party_id now = { 0 };
    size_t count = earlier_keys(earlier_employer(then, ordinal), roles->scratch, keys);
    bool is_there = logged.v && links->earlier && links->earlier(links->ctx, logged, &now, ret_name);
    ret->v = 0;
    for (size_t i = 0; i < count && links->called && is_there; i++)
        if (links->called(links->ctx, keys[i], now, ret))
            return true;
    for (size_t i = 0; i < count && links->called; i++)
        if (links->called(links->ctx, keys[i], (struct party_id){ 0 }, ret))
            return links->earlier(links->ctx, *ret, ret, ret_name);
    bool has_number = count == EARLIER_KEYS_MAX;
    if (is_there && now.v == logged.v && !has_number)
        *ret = now;
    return ret->v != 0;
}

static enum status read_spells(struct party_roles *roles, const struct party_mention *mention,
                               const struct normal_record *normal, uint32_t source, const struct normal_record *then,
                               struct spells *ret, struct error *err)
{
    struct spell version;
    const struct role_claim *claim;
    *ret = (struct spells){ .items = arena_array(roles->scratch, struct spell, mention->earlier_count + 1) };
    if (!ret->items)
        return too_large(err);
    for (size_t i = 0; i < mention->earlier_count; i++) {
        const struct earlier_version *earlier = &mention->earlier[i];
        struct text name = TEXT_EMPTY;
        hear_version(roles, &then[i], &earlier->record, mention->ordinal, source, &version, &claim);
        if (version.has_employer && find_employer(roles, &then[i], mention->ordinal, earlier->organisation,
                                                  &version.role.seen.organisation, &name))
            version.role.name = name;
        add_version(ret, &version);
    }
    hear_version(roles, normal, mention->record, mention->ordinal, source, &version, &claim);
    if (claim)
        roles->links->organisation(roles->links->ctx, mention_id_at(mention->record->id, normal, claim->organisation),
                                   &version.role.seen.organisation, &version.role.name);
    add_version(ret, &version);
    return STATUS_OK;
}

/* When the spell ended: where the next begins, as its record says or as its source first held it. */
static struct date end_of(const struct spell *spell, const struct spell *next)
{
    struct date said = next->role.seen.since, until = spell->role.seen.until;
    if (until.year)
        return until;
    if (next->has_employer && said.year &&
        (spell->role.seen.since.year == 0 || date_compare(said, spell->role.seen.since) >= 0))
        return said;
    return date_of_ms(next->first_ms);
}

static void begin_after(struct role_seen *seen, const struct spell *spell)
{
    if (seen->since.year)
        return;
    seen->since = date_of_ms(spell->first_ms);
    seen->began_after = true;
}

/* The employer's id went along with the record to the next one: it keeps its name, and an id that is nobody's. */
static void name_gone(const struct spell *spell, struct heard_role *role)
{
    struct mention_id mention = mention_id_of(spell->record, PARTY_ORGANISATION, 0);
    role->seen.organisation = party_id_of(PARTY_ORGANISATION, mention, (unsigned)hash_text(spell->core));
    role->name = spell->said_name;
    role->is_gone = true;
}

/* The same job in a spell after it. */
static bool is_taken_up_again(const struct spells *spells, size_t place)
{
    const struct spell *spell = &spells->items[place];
    for (size_t i = place + 1; i < spells->count; i++)
        if (spells->items[i].has_employer && is_same_employer(spell, &spells->items[i]) &&
            text_equal(spell->title, spells->items[i].title))
            return true;
    return false;
}

static enum status push_ended(struct party_roles *roles, const struct spells *spells, struct error *err)
{
    size_t last = spells->count;
    while (last > 0 && !spells->items[last - 1].has_employer)
        last--;
    enum status status = STATUS_OK;
    for (size_t i = 0; i + 1 < spells->count && status == STATUS_OK; i++) {
        const struct spell *spell = &spells->items[i], *next = &spells->items[i + 1];
        struct heard_role role = spell->role;
        if (!spell->has_employer)
            continue;
        if (role.seen.organisation.v == 0 ||
            (role.seen.organisation.v == spells->items[last - 1].role.seen.organisation.v &&
             !is_same_employer(spell, &spells->items[last - 1])))
            name_gone(spell, &role);
        if (i > 0)
            begin_after(&role.seen, spell);
        role.seen.until = end_of(spell, next);
        role.seen.end = next->has_employer ? ROLE_ENDED_NEXT : ROLE_ENDED_EMPTIED;
        role.seen.resumed = is_taken_up_again(spells, i);
        role.seen.observed_ms = next->first_ms;
        status = push(roles, &role, err);
    }
    return status;
}

enum status party_roles_hear(struct party_roles *roles, const struct party_mention *mention,
                             const struct normal_record *normal, size_t person, uint32_t source,
                             const struct normal_record *then, struct error *err)
{
    struct spells spells = { 0 };
    enum status status = STATUS_OK;
    if (mention->earlier_count)
        status = read_spells(roles, mention, normal, source, then, &spells, err);
    for (size_t i = 0; i < normal->roles_count && status == STATUS_OK; i++) {
        const struct role_claim *claim = &normal->roles[i];
        struct heard_role role = { 0 };
        struct party_id organisation = { 0 };
        if (!is_of(claim, normal, person) ||
            !roles->links->organisation(roles->links->ctx,
                                        mention_id_at(mention->record->id, normal, claim->organisation), &organisation,
                                        &role.name))
            continue;
        role.seen = seen_of(normal, claim, mention->record->id, source, mention->record->observed_ms, roles->scratch);
        role.seen.organisation = organisation;
        if (spells.count > 1)
            begin_after(&role.seen, &spells.items[spells.count - 1]);
        status = push(roles, &role, err);
    }
    return status == STATUS_OK && spells.count > 1 ? push_ended(roles, &spells, err) : status;
}

/* ---- as they are kept ---- */

static const struct heard_role *heard_of(const struct party_roles *roles, struct party_id organisation)
{
    for (size_t i = 0; i < roles->count; i++)
        if (roles->items[i].seen.organisation.v == organisation.v)
            return &roles->items[i];
    return NULL;
}

struct text party_roles_organisation(const struct party_roles *roles, struct party_id organisation)
{
    const struct heard_role *heard = heard_of(roles, organisation);
    return heard ? heard->name : TEXT_EMPTY;
}

static struct text keep(struct text t, struct arena *arena)
{
    return t.len ? arena_copy(arena, t) : TEXT_EMPTY;
}

static struct text keep_date(struct date date, struct arena *arena)
{
    struct golden_date text = golden_date_text(date);
    return keep(text_from(text.s), arena);
}

/* Of what comes from another record than the role itself. */
static enum status put_origins(const struct role *role, struct arena *arena, struct text *ret, struct error *err)
{
    const struct {
        const char *name;
        struct record_id record;
    } parts[] = { { "department", role->department.record },
                  { "part", role->part.record },
                  { "email", role->email.record },
                  { "phone", role->phone.record },
                  { "address", role->address.record },
                  { "since", role->since_record },
                  { "until", role->until_record } };
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (parts[i].record.v && parts[i].record.v != role->record.v) {
            json_key(&json, parts[i].name);
            json_str(&json, record_id_text(parts[i].record).s);
        }
    json_end(&json);
    enum status status = buf_status(&buf, err);
    if (status != STATUS_OK)
        return status;
    *ret = arena_copy(arena, buf_text(&buf));
    return ret->ptr ? STATUS_OK : too_large(err);
}

enum status party_roles_end(struct party_roles *roles, struct party_id person, struct arena *arena,
                            struct stored_role **ret, size_t *ret_count, struct error *err)
{
    struct role_seen *seen = arena_array(roles->scratch, struct role_seen, roles->count + 1);
    struct role *merged = NULL;
    size_t count = 0;
    if (!seen)
        return too_large(err);
    for (size_t i = 0; i < roles->count; i++)
        seen[i] = roles->items[i].seen;
    enum status status = roles_merge(&roles->corpus->leading, seen, roles->count, roles->scratch, &merged, &count, err);
    struct stored_role *stored = status == STATUS_OK ? arena_array(arena, struct stored_role, count + 1) : NULL;
    if (status == STATUS_OK && !stored)
        return too_large(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct role *role = &merged[i];
        const struct heard_role *heard = heard_of(roles, role->organisation);
        stored[i] = (struct stored_role){
            .person = person,
            .organisation = role->organisation,
            .title = keep(role->title, arena),
            .department = keep(role->department.value, arena),
            .part = keep(role->part.value, arena),
            .record = role->record,
            .since = keep_date(role->since, arena),
            .until = keep_date(role->until, arena),
            .email = keep(role->email.value, arena),
            .phone = keep(role->phone.value, arena),
            .address = keep(role->address.value, arena),
            .ended = text_from(role_end_name(role->end)),
            .gone_name = heard->is_gone ? keep(heard->name, arena) : TEXT_EMPTY,
        };
        status = put_origins(role, arena, &stored[i].origins, err);
    }
    *ret = stored;
    *ret_count = count;
    return status;
}
