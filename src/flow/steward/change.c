/*
 * Where a change goes: to the view as a choice, or to the system that leads.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/outbox/proposals.h"
#include "flow/profile/corpus.h"
#include "flow/profile/profile_json.h"
#include "flow/steward/choose.h"

enum { CHANGE_ARENA_BYTES = 64 * 1024 * 1024 };

struct changing {
    struct store *store;
    const struct job *job;
    const struct change_asked *asked;
    struct arena arena;
    struct corpus corpus;
    struct picked picked;
    enum party_kind kind;
    struct field_ref field;
    struct stored_party party;
    enum stage stage;
    const struct stored_link *leader; /* the record of the party that leads the field, NULL when none does */
    uint32_t source;                  /* its place in corpus.sources */
};

static void changing_done(struct changing *c)
{
    arena_done(&c->arena);
    corpus_close(&c->corpus);
}

static enum status find_field(struct changing *c, struct error *err)
{
    enum status status = STATUS_USAGE;
    for (size_t i = 0; i < c->picked.count && status != STATUS_OK; i++) {
        c->kind = c->picked.links[i].kind;
        status = said_field_read(c->asked->field, c->kind, &c->field, err);
        c->picked.party = c->picked.links[i].party;
    }
    return status;
}

static void read_stage(struct changing *c)
{
    struct text word = profile_json_text(c->party.profile, "stage", &c->arena);
    for (int s = 0; s < STAGE_COUNT; s++)
        if (text_equal(word, text_from(stage_name((enum stage)s))))
            c->stage = (enum stage)s;
}

/* All of the party's records: the leader is the best of them, of equals the smallest record. */
static enum status find_leader(struct changing *c, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    unsigned best = LEADING_RANK_LAST;
    enum status status = store_party_links(c->store, c->picked.party, &c->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_record record = { 0 };
        status = store_record_get(c->store, links[i].record, &c->arena, &record, err);
        if (status != STATUS_OK)
            return status;
        uint32_t source = corpus_source(&c->corpus, record.source_id);
        unsigned rank = leading_rank(&c->corpus.leading, c->field, c->stage, source);
        if (rank < best || (c->leader && rank == best && record.id.v < c->leader->record.v)) {
            best = rank;
            c->leader = &links[i];
            c->source = source;
        }
    }
    return status;
}

/* Does the leader belong to whoever asks, by its own name or by its owner's? */
static enum status is_own(struct changing *c, bool *ret, struct text *ret_owner, struct error *err)
{
    bool known = false;
    enum status status = STATUS_OK;
    *ret = false;
    for (size_t i = 0; i < c->corpus.sources_count && status == STATUS_OK; i++) {
        const struct source *source = &c->corpus.sources[i];
        struct text owner = TEXT_EMPTY;
        status = store_source_owner(c->store, source->id, STORE_NOW, &c->arena, &owner, err);
        bool theirs = text_equal(source->name, c->asked->as) || (owner.len && text_equal(owner, c->asked->as));
        known = known || theirs;
        if (c->leader && i == c->source) {
            *ret = theirs && (c->asked->by.is_master || !owner.len || text_equal(owner, c->asked->by.name));
            *ret_owner = owner;
        }
    }
    if (status != STATUS_OK || known)
        return status;
    error_set(err, STATUS_USAGE, "there is no source or owner '%.*s'", TEXT_ARG(text_slice(c->asked->as, 0, 64)));
    error_hint(err, "See them with: klantbeeld source list");
    return STATUS_USAGE;
}

static enum status put_proposal(struct changing *c, uint64_t *ret_id, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct mention mention = { 0 };
    struct text value = TEXT_EMPTY, key = TEXT_EMPTY;
    struct shown_value shown = { 0 };
    enum status status = said_value_read(c->corpus.country, c->kind, c->field, c->asked->value, c->job->now_ms,
                                         &c->arena, &mention, err);
    if (status == STATUS_OK)
        status = said_value_show(&c->corpus.leading, c->field, &mention, &c->arena, &value, &key, err);
    if (status == STATUS_OK && value.len == 0)
        status = error_set(err, STATUS_INVALID, "the value cannot be read as %s", field_ref_text(c->field).s);
    if (status != STATUS_OK)
        return status;
    shown_value_of(c->party.profile, c->kind, c->field, &c->arena, &shown);
    struct proposal proposal = { .mention = c->leader->mention,
                                 .field = arena_copy(&c->arena, text_from(field_ref_text(c->field).s)),
                                 .value = c->asked->value,
                                 .was = shown.value,
                                 .source_id = c->corpus.sources[c->source].id,
                                 .asked_by = c->asked->as,
                                 .reason = text_trim(c->asked->reason),
                                 .author = c->job->author,
                                 .recorded_ms = c->job->now_ms };
    status = store_begin(c->store, &tx, err);
    if (status == STATUS_OK)
        status = store_proposal_put(c->store, &proposal, ret_id, err);
    if (status == STATUS_OK)
        status = store_audit(c->store, c->job->now_ms, c->job->author, TEXT("proposal.put"),
                             arena_copy(&c->arena, text_from(id_text_of('V', *ret_id).s)), TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static struct text proposed(const struct changing *c, struct text owner, struct arena *arena)
{
    struct text source = c->corpus.sources[c->source].name;
    const char *to = owner.len ? " → " : "";
    if (c->job->lang == LANGUAGE_NL)
        return arena_printf(arena, "Bron %.*s is hierin leidend: de wijziging is daar voorgesteld%s%.*s.",
                            TEXT_ARG(source), to, TEXT_ARG(owner));
    return arena_printf(arena, "Source %.*s leads here: the change was proposed there%s%.*s.", TEXT_ARG(source), to,
                        TEXT_ARG(owner));
}

static enum status as_choice(struct changing *c, bool resolve_after, struct change_report *ret, struct error *err)
{
    struct choose_asked asked = {
        .party = c->asked->party, .field = c->asked->field, .value = c->asked->value, .reason = c->asked->reason
    };
    struct choose_report report = { 0 };
    enum status status = choose_value(c->store, c->job, &asked, resolve_after, &report, err);
    *ret = (struct change_report){ .id = report.id, .sentence = report.sentence };
    return status;
}

static enum status decide(struct changing *c, bool *ret_locked, struct text *ret_owner, struct error *err)
{
    bool own = false;
    enum status status = pick_mentions(c->store, c->asked->party, &c->arena, &c->picked, err);
    if (status == STATUS_OK)
        status = find_field(c, err);
    if (status == STATUS_OK)
        status = corpus_open(c->store, c->job, &c->corpus, err);
    if (status == STATUS_OK)
        status = store_party_get(c->store, c->picked.party, &c->arena, &c->party, err);
    if (status != STATUS_OK)
        return status;
    read_stage(c);
    status = find_leader(c, err);
    if (status == STATUS_OK)
        status = is_own(c, &own, ret_owner, err);
    *ret_locked = c->leader && !own && leading_is_locked(&c->corpus.leading, c->field, c->stage);
    return status;
}

enum status change_value(struct store *store, const struct job *job, const struct change_asked *asked,
                         bool resolve_after, struct arena *arena, struct change_report *ret, struct error *err)
{
    SCOPED(changing_done)
    struct changing c = {
        .store = store, .job = job, .asked = asked, .arena = ARENA_UP_TO(CHANGE_ARENA_BYTES), .corpus = CORPUS_CLOSED
    };
    struct text owner = TEXT_EMPTY;
    bool locked = false;
    if (text_trim(asked->reason).len == 0 || asked->reason.len > CHOICE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a change needs a reason of at most %d bytes", CHOICE_REASON_BYTES_MAX);
    if (asked->value.len == 0 || asked->value.len > CHOICE_VALUE_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a value is 1 to %d bytes", CHOICE_VALUE_BYTES_MAX);
    enum status status = decide(&c, &locked, &owner, err);
    if (status != STATUS_OK)
        return status;
    if (!locked)
        return as_choice(&c, resolve_after, ret, err);
    uint64_t id = 0;
    status = put_proposal(&c, &id, err);
    if (status == STATUS_OK)
        *ret = (struct change_report){ .is_proposal = true,
                                       .id = id,
                                       .source = arena_copy(arena, c.corpus.sources[c.source].name),
                                       .owner = arena_copy(arena, owner),
                                       .sentence = proposed(&c, owner, arena) };
    return status;
}
