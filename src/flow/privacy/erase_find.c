/*
 * Who is meant: the mentions of a party now, those it had last before they
 * left every party (the record says something else today), and in each of
 * their records who else is named.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/scoped.h"
#include "flow/forgotten/erased.h"
#include "flow/job/pick.h"
#include "flow/privacy/erase_inside.h"
#include "store/history.h"

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for what is erased");
}

static struct erase_target *target_of(struct erase *erase, struct record_id record)
{
    for (size_t i = 0; i < erase->targets.len; i++)
        if (erase->targets.ptr[i].record.v == record.v)
            return &erase->targets.ptr[i];
    if (!vec_push(&erase->targets, (struct erase_target){ .record = record }))
        return NULL;
    return &erase->targets.ptr[erase->targets.len - 1];
}

/* Which mention of a record has this id: kinds and ordinals are few. */
static enum status add_mention(struct erase *erase, struct record_id record, struct mention_id mention,
                               struct error *err)
{
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++)
        for (unsigned ordinal = 0; ordinal < ERASE_ORDINALS; ordinal++)
            if (mention_id_of(record, kind, ordinal).v == mention.v) {
                struct erase_target *target = target_of(erase, record);
                if (!target)
                    return no_memory(err);
                target->gone[kind] |= (uint8_t)(1u << ordinal);
            }
    return STATUS_OK;
}

static enum status add_links(struct erase *erase, const struct stored_link *links, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = add_mention(erase, links[i].record, links[i].mention, err);
    return status;
}

/* Mentions that were the party's last, before their record named somebody else. */
static enum status add_ended(struct erase *erase, struct party_id party, struct error *err)
{
    struct mention_id *left = NULL;
    size_t count = 0;
    enum status status = store_party_left(erase->store, party, &erase->arena, &left, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct assignment_run *rows = NULL;
        size_t rows_count = 0;
        status = store_mention_assignments(erase->store, left[i], &erase->arena, &rows, &rows_count, err);
        if (status != STATUS_OK || rows_count == 0)
            continue;
        const struct assignment_run *newest = &rows[0];
        for (size_t r = 1; r < rows_count; r++)
            if (rows[r].run > newest->run)
                newest = &rows[r];
        if (newest->party.v == 0 && newest->before.v == party.v && newest->record.v)
            status = add_mention(erase, newest->record, left[i], err);
    }
    return status;
}

static enum status add_party(struct erase *erase, struct party_id party, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_party_links(erase->store, party, &erase->arena, &links, &count, err);
    if (status == STATUS_OK)
        status = add_links(erase, links, count, err);
    return status == STATUS_OK ? add_ended(erase, party, err) : status;
}

/* A household is erased by its members. */
static enum status add_household(struct erase *erase, struct party_id household, struct error *err)
{
    struct stored_member *members = NULL;
    size_t count = 0;
    enum status status = store_party_members(erase->store, household, &erase->arena, &members, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (members[i].household.v == household.v)
            status = add_party(erase, members[i].person, err);
    return status;
}

static enum status stay(struct erase *erase, struct party_id party, struct error *err)
{
    for (size_t i = 0; i < erase->others.len; i++)
        if (erase->others.ptr[i].v == party.v)
            return STATUS_OK;
    return vec_push(&erase->others, party) ? STATUS_OK : no_memory(err);
}

/* This record alone: whoever other records name too is told as staying. */
static enum status add_record(struct erase *erase, const struct picked *picked, struct error *err)
{
    enum status status = add_links(erase, picked->links, picked->count, err);
    for (size_t i = 0; i < picked->count && status == STATUS_OK; i++) {
        struct stored_link *links = NULL;
        size_t count = 0;
        status = store_party_links(erase->store, picked->links[i].party, &erase->arena, &links, &count, err);
        if (status == STATUS_OK && count > 1)
            status = stay(erase, picked->links[i].party, err);
    }
    return status;
}

static enum status add_asked(struct erase *erase, struct error *err)
{
    struct picked picked = { 0 };
    struct party_id party = { 0 };
    struct text who = text_trim(erase->asked->who);
    if (!party_id_read(who, &party)) {
        enum status status = pick_mentions(erase->store, who, &erase->arena, &picked, err);
        if (status == STATUS_OK && !erase->asked->person)
            return add_record(erase, &picked, err);
        for (size_t i = 0; i < picked.count && status == STATUS_OK; i++)
            if (picked.links[i].kind == PARTY_PERSON)
                status = add_party(erase, picked.links[i].party, err);
        return status;
    }
    enum status status = store_party_resolve(erase->store, party, &party, err);
    if (status != STATUS_OK)
        return status;
    return party_id_kind(party) == PARTY_HOUSEHOLD ? add_household(erase, party, err) : add_party(erase, party, err);
}

/* ---- who else ---- */

static enum status add_other(struct erase *erase, struct record_id record, enum party_kind kind, unsigned ordinal,
                             struct error *err)
{
    struct stored_link link = { 0 };
    enum status status = store_mention_link(erase->store, mention_id_of(record, kind, ordinal), &link, NULL);
    return status == STATUS_OK ? stay(erase, link.party, err) : STATUS_OK;
}

static enum status look_at_versions(struct erase *erase, struct erase_target *target, struct error *err)
{
    SCOPED(arena_done) struct arena scratch = ARENA_UP_TO(ERASE_ARENA_BYTES);
    struct stored_record *versions = NULL;
    enum status status =
        store_record_versions(erase->store, target->record, &scratch, &versions, &target->versions, err);
    for (size_t v = 0; v < target->versions && status == STATUS_OK; v++) {
        struct normal_record normal = { 0 };
        status = corpus_normalise(&erase->corpus, &versions[v], &scratch, &normal, err);
        for (size_t i = 0; i < normal.mentions_count && status == STATUS_OK; i++) {
            unsigned ordinal = mention_ordinal(&normal, i);
            enum party_kind kind = normal.mentions[i].kind;
            if (ordinal < ERASE_ORDINALS && target->gone[kind] >> ordinal & 1)
                erase_words_of(&erase->words, &normal.mentions[i]);
            else if (ordinal < ERASE_ORDINALS)
                target->stays[kind] |= (uint8_t)(1u << ordinal);
        }
        target->source_id = versions[v].source_id;
        target->source_key = arena_copy(&erase->arena, versions[v].source_key);
    }
    target->whole = !target->stays[PARTY_PERSON] && !target->stays[PARTY_ORGANISATION];
    target->keeps_organisation = target->stays[PARTY_ORGANISATION] != 0;
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++)
        for (unsigned o = 0; o < ERASE_ORDINALS && status == STATUS_OK; o++)
            if (target->stays[kind] >> o & 1)
                status = add_other(erase, target->record, kind, o, err);
    return status;
}

static struct mention_id founder_of(const struct erase *erase)
{
    struct mention_id founder = { UINT64_MAX };
    for (size_t t = 0; t < erase->targets.len; t++)
        for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++)
            for (unsigned o = 0; o < ERASE_ORDINALS; o++) {
                struct mention_id id = mention_id_of(erase->targets.ptr[t].record, kind, o);
                if ((erase->targets.ptr[t].gone[kind] >> o & 1) && id.v < founder.v)
                    founder = id;
            }
    return founder;
}

/* A record that is emptied is called by a hash of its old name that nobody without the secret can make. */
static bool rename_target(struct erase *erase, struct erase_target *target)
{
    target->renamed = target->record;
    target->new_key = target->source_key;
    if (!target->whole)
        return true;
    struct erased_hash hash = erased_hash_of(erase->secret, 'I', target->record, TEXT_EMPTY);
    uint64_t id = 0;
    memcpy(&id, hash.bytes, sizeof(id));
    id &= (UINT64_C(1) << 62) - 1;
    target->renamed.v = id ? id : 1;
    target->new_key = arena_printf(&erase->arena, "gewist-%s", record_id_text(target->renamed).s + 2);
    return target->new_key.ptr != NULL;
}

static enum status nobody_named(const struct erase_asked *asked, struct error *err)
{
    if (!asked->person)
        return error_set(err, STATUS_NOT_FOUND, "there is nothing to erase");
    error_set(err, STATUS_NOT_FOUND, "'%.*s' names no person", TEXT_ARG(text_slice(asked->who, 0, 64)));
    error_hint(err, "Without --person the record itself goes, whoever it names.");
    return STATUS_NOT_FOUND;
}

enum status erase_find(struct erase *erase, struct error *err)
{
    enum status status = add_asked(erase, err);
    if (status == STATUS_OK && erase->targets.len == 0)
        status = nobody_named(erase->asked, err);
    for (size_t i = 0; i < erase->targets.len && status == STATUS_OK; i++) {
        status = look_at_versions(erase, &erase->targets.ptr[i], err);
        if (status == STATUS_OK && !rename_target(erase, &erase->targets.ptr[i]))
            status = no_memory(err);
    }
    erase->pseudonym = erased_pseudonym(erase->secret, founder_of(erase), &erase->arena);
    erase_words_sort(&erase->words);
    return status == STATUS_OK && (erase->words.failed || !erase->pseudonym.ptr) ? no_memory(err) : status;
}
