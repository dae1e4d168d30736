/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/household_move.h"

#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/view/tie_write.h"
#include "os/clock.h"
#include "store/tie.h"

struct moving {
    struct store *store;
    const struct job *job;
    const struct household_move *asked;
    struct arena *arena;
    struct party_id household, persons[HOUSEHOLD_MOVERS_MAX];
    struct stored_member *members;
    size_t members_count, stayers_count;
    struct text at;
};

static bool is_member(const struct moving *m, struct party_id person)
{
    for (size_t i = 0; i < m->members_count; i++)
        if (m->members[i].person.v == person.v)
            return true;
    return false;
}

static bool moves(const struct moving *m, struct party_id person)
{
    for (size_t i = 0; i < m->asked->persons_count; i++)
        if (m->persons[i].v == person.v)
            return true;
    return false;
}

/* The person meant: of several the member, so that a record with two of them names the right one. */
static enum status find_person(const struct moving *m, struct text named, struct party_id *ret, struct error *err)
{
    struct picked picked = { 0 };
    enum status status = pick_mentions(m->store, named, m->arena, &picked, err);
    ret->v = 0;
    for (size_t i = 0; i < picked.count && status == STATUS_OK; i++) {
        struct party_id party = picked.links[i].party;
        if (party_id_kind(party) == PARTY_PERSON && (ret->v == 0 || is_member(m, party)))
            *ret = party;
    }
    return status;
}

static enum status read_all(struct moving *m, struct error *err)
{
    const struct household_move *asked = m->asked;
    if (!party_id_read(asked->household, &m->household) || party_id_kind(m->household) != PARTY_HOUSEHOLD)
        return error_set(err, STATUS_USAGE, "this is no id of a household; they begin with H-");
    if (asked->persons_count == 0 || asked->persons_count > HOUSEHOLD_MOVERS_MAX)
        return error_set(err, STATUS_USAGE, "name 1 to %d persons", HOUSEHOLD_MOVERS_MAX);
    enum status status = store_party_resolve(m->store, m->household, &m->household, err);
    if (status == STATUS_OK)
        status = store_party_members(m->store, m->household, m->arena, &m->members, &m->members_count, err);
    for (size_t i = 0; i < asked->persons_count && status == STATUS_OK; i++)
        status = find_person(m, asked->persons[i], &m->persons[i], err);
    for (size_t i = 0; i < m->members_count; i++)
        m->stayers_count += !moves(m, m->members[i].person);
    return status;
}

static struct text printed(const struct moving *m, struct party_id id)
{
    return arena_copy(m->arena, text_from(party_id_text(id).s));
}

/* Between one who moves and one who does not; what was said before is no trouble. */
static enum status say(const struct moving *m, struct party_id mover, struct party_id stayer, const char *kind,
                       struct error *err)
{
    uint64_t id = 0;
    struct error why = ERROR_NONE;
    struct tie_asked tie = { .a = printed(m, mover),
                             .b = printed(m, stayer),
                             .kind = text_from(kind),
                             .since = m->at,
                             .reason = m->asked->reason };
    enum status status = tie_put(m->store, m->job, &tie, m->arena, &id, &why);
    if (status != STATUS_OK && status != STATUS_CONFLICT && err)
        *err = why;
    return status == STATUS_CONFLICT ? STATUS_OK : status;
}

/* They lived apart until that day: the same is said again, with its end. */
static enum status end_apart(const struct moving *m, struct party_id mover, struct party_id stayer, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    enum status status = store_party_ties(m->store, mover, STORE_NOW, m->arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_link a = { 0 }, b = { 0 };
        uint64_t id = 0;
        if (!text_equal(ties[i].kind, TEXT("apart")) || ties[i].until.len ||
            store_mention_link(m->store, ties[i].a, &a, NULL) != STATUS_OK ||
            store_mention_link(m->store, ties[i].b, &b, NULL) != STATUS_OK ||
            (a.party.v != stayer.v && b.party.v != stayer.v))
            continue;
        status = tie_put_end(m->store, m->job, &ties[i], m->at, m->asked->reason, m->arena, &id, err);
    }
    return status;
}

static const char *later_sentence(const struct moving *m)
{
    bool nl = m->job->lang == LANGUAGE_NL;
    return m->asked->resolve_after ? ""
           : nl                    ? " Het geldt vanaf de volgende resolve."
                                   : " It holds from the next resolve.";
}

static struct text split_sentence(const struct moving *m)
{
    size_t leaving = m->asked->persons_count, staying = m->stayers_count;
    bool larger = staying >= leaving;
    return m->job->lang == LANGUAGE_NL
               ? arena_printf(m->arena,
                              "Vastgelegd: %zu vertrekt, %zu blijft. %s houden het nummer van het huishouden; adres en "
                              "status volgen de bronnen, contracten en contacten blijven bij wie ze afsloot of voerde, "
                              "die van het huishouden zelf bij het grootste deel.%s",
                              leaving, staying, larger ? "De blijvers" : "De vertrekkers", later_sentence(m))
               : arena_printf(m->arena,
                              "Kept: %zu leave, %zu stay. Those who %s keep the household's id; address and status "
                              "follow the sources, contracts and contacts stay with who made them, the household's own "
                              "with the larger part.%s",
                              leaving, staying, larger ? "stay" : "leave", later_sentence(m));
}

static struct text join_sentence(const struct moving *m)
{
    return m->job->lang == LANGUAGE_NL
               ? arena_printf(
                     m->arena,
                     "Vastgelegd: %zu erbij, bij %zu die er waren, sinds %.*s. Het huishouden houdt zijn nummer "
                     "en adres; contracten en contacten blijven bij wie ze afsloot of voerde.%s",
                     m->asked->persons_count, m->stayers_count, TEXT_ARG(m->at), later_sentence(m))
               : arena_printf(m->arena,
                              "Kept: %zu come to the %zu who are there, since %.*s. The household keeps its id and "
                              "address; contracts and contacts stay with who made them.%s",
                              m->asked->persons_count, m->stayers_count, TEXT_ARG(m->at), later_sentence(m));
}

static enum status each_pair(const struct moving *m, bool is_join, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t s = 0; s < m->members_count && status == STATUS_OK; s++) {
        struct party_id stayer = m->members[s].person;
        for (size_t i = 0; i < m->asked->persons_count && !moves(m, stayer) && status == STATUS_OK; i++) {
            if (is_join)
                status = end_apart(m, m->persons[i], stayer, err);
            if (status == STATUS_OK)
                status = say(m, m->persons[i], stayer, is_join ? "together" : "apart", err);
        }
    }
    return status;
}

enum status household_split(struct store *store, const struct job *job, const struct household_move *asked,
                            struct arena *arena, struct text *ret_sentence, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct moving m = { .store = store, .job = job, .asked = asked, .arena = arena, .at = asked->at };
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = read_all(&m, err);
    for (size_t i = 0; i < asked->persons_count && status == STATUS_OK; i++)
        if (!is_member(&m, m.persons[i]))
            return error_set(err, STATUS_USAGE, "'%.*s' is no member of that household", TEXT_ARG(asked->persons[i]));
    if (status == STATUS_OK && m.stayers_count == 0)
        return error_set(err, STATUS_USAGE, "somebody must stay, or there is nothing to split");
    if (status == STATUS_OK)
        status = each_pair(&m, false, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    *ret_sentence = split_sentence(&m);
    return status;
}

enum status household_join(struct store *store, const struct job *job, const struct household_move *asked,
                           struct arena *arena, struct text *ret_sentence, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    char today[CLOCK_TEXT_LEN + 1];
    clock_text(job->now_ms, today);
    struct moving m = { .store = store, .job = job, .asked = asked, .arena = arena };
    m.at = asked->at.len ? asked->at : arena_copy(arena, (struct text){ today, 10 });
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = read_all(&m, err);
    for (size_t i = 0; i < asked->persons_count && status == STATUS_OK; i++)
        if (m.persons[i].v == 0)
            return error_set(err, STATUS_USAGE, "'%.*s' names no person", TEXT_ARG(asked->persons[i]));
        else if (is_member(&m, m.persons[i]))
            return error_set(err, STATUS_USAGE, "'%.*s' is a member already", TEXT_ARG(asked->persons[i]));
    if (status == STATUS_OK)
        status = each_pair(&m, true, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    *ret_sentence = join_sentence(&m);
    return status;
}
