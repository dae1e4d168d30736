/*
 * A tie hangs on the founding mentions of its two parties: those in their
 * smallest records, as decisions do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/tie_write.h"

#include <string.h>

#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/job/tie_kinds.h"
#include "os/clock.h"

struct end {
    struct mention_id mention;
    enum party_kind kind;
};

/* Of a record that names both, the person: the organisation has an id of its own to be named by. */
static enum status find_end(struct store *store, struct text id, struct arena *arena, struct end *ret,
                            struct error *err)
{
    struct picked picked = { 0 };
    const struct stored_link *best = NULL;
    enum status status = pick_mentions(store, id, arena, &picked, err);
    for (size_t i = 0; i < picked.count && status == STATUS_OK; i++) {
        const struct stored_link *link = &picked.links[i];
        bool is_before =
            best &&
            (link->kind < best->kind ||
             (link->kind == best->kind && (link->record.v < best->record.v ||
                                           (link->record.v == best->record.v && link->ordinal < best->ordinal))));
        if (!best || is_before)
            best = link;
    }
    if (status == STATUS_OK)
        *ret = (struct end){ best->mention, best->kind };
    return status;
}

static bool is_date(struct text t)
{
    static const struct text shapes[] = { { "dddd-dd-dd", 10 }, { "dddd-dd", 7 }, { "dddd", 4 } };
    if (t.len == 0)
        return true;
    for (size_t s = 0; s < 3; s++) {
        bool fits = t.len == shapes[s].len;
        for (size_t i = 0; fits && i < t.len; i++)
            fits = shapes[s].ptr[i] == 'd' ? char_is_digit(t.ptr[i]) : t.ptr[i] == shapes[s].ptr[i];
        if (fits)
            return true;
    }
    return false;
}

static enum status check(const struct tie_asked *asked, struct error *err)
{
    if (text_trim(asked->reason).len == 0 || asked->reason.len > TIE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a tie needs a reason of at most %d bytes", TIE_REASON_BYTES_MAX);
    if (!tie_kind_is_one(asked->kind)) {
        error_set(err, STATUS_USAGE, "there is no kind of tie of that name");
        error_hint(err, "partner, parent, guardian, represents, together, apart, role, branch, predecessor, "
                        "buys-through, same-company; not-parent and the like to deny one that records give");
        return STATUS_USAGE;
    }
    if (!tie_part_is_one(asked->part))
        return error_set(err, STATUS_USAGE, "a part in decisions is decides, influences, uses, pays or gatekeeper");
    if (asked->title.len > TIE_TITLE_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a title has at most %d bytes", TIE_TITLE_BYTES_MAX);
    const struct text reach[] = { asked->department, asked->email, asked->phone, asked->address };
    for (size_t i = 0; i < sizeof(reach) / sizeof(reach[0]); i++)
        if (reach[i].len > TIE_TITLE_BYTES_MAX)
            return error_set(err, STATUS_USAGE, "department, email, phone and address have at most %d bytes each",
                             TIE_TITLE_BYTES_MAX);
    bool is_role = text_equal(asked->kind, TEXT("role"));
    if (!is_role &&
        (asked->department.len || asked->email.len || asked->phone.len || asked->address.len || asked->instead_of.len))
        return error_set(err, STATUS_USAGE, "a department, mailbox, phone and address are of a role");
    if (asked->email.len && text_find_char(asked->email, '@') >= asked->email.len)
        return error_set(err, STATUS_USAGE, "an e-mail address has an @");
    if (!is_date(asked->since) || !is_date(asked->until))
        return error_set(err, STATUS_USAGE, "since and until are dates as 2026-03-01, 2026-03 or 2026");
    size_t known = asked->since.len < asked->until.len ? asked->since.len : asked->until.len;
    if (known && memcmp(asked->since.ptr, asked->until.ptr, known) > 0)
        return error_set(err, STATUS_USAGE, "a tie cannot end before it began");
    return STATUS_OK;
}

static enum status refuse_standing(struct store *store, const struct tie *tie, struct arena *arena, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    enum status status = store_ties(store, STORE_NOW, arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (ties[i].a.v == tie->a.v && ties[i].b.v == tie->b.v && text_equal(ties[i].kind, tie->kind) &&
            text_equal(ties[i].title, tie->title) && text_equal(ties[i].since, tie->since))
            return error_set(err, STATUS_CONFLICT, "tie %s says so already", id_text_of('T', ties[i].id).s);
    return status;
}

static bool is_of(struct store *store, struct mention_id mention, struct party_id party)
{
    struct stored_link link = { 0 };
    return store_mention_link(store, mention, &link, NULL) == STATUS_OK && link.party.v == party.v;
}

/* Does a record give the person a role there that goes on? */
static enum status has_role(struct store *store, struct party_id person, struct party_id office, struct arena *arena,
                            struct stored_role *ret, bool *ret_has, struct error *err)
{
    struct stored_role *roles = NULL;
    size_t count = 0;
    enum status status = store_party_roles(store, person, arena, &roles, &count, err);
    *ret_has = false;
    for (size_t i = 0; i < count && status == STATUS_OK && !*ret_has; i++)
        if (roles[i].organisation.v == office.v && roles[i].until.len == 0) {
            *ret = roles[i];
            *ret_has = true;
        }
    return status;
}

/*
 * The role that this one takes the place of: a typed one ends, of one that a
 * record gives it is typed that it ended.
 */
static enum status end_former(struct store *store, const struct job *job, const struct tie_asked *asked,
                              const struct tie *next, enum party_kind kind, struct arena *arena, struct error *err)
{
    struct end former = { { 0 }, 0 };
    struct stored_link person = { 0 }, office = { 0 };
    struct tie *ties = NULL;
    struct stored_role role = { 0 };
    char today[CLOCK_TEXT_LEN + 1];
    size_t count = 0, ended = 0;
    bool has = false;
    uint64_t id = 0;
    clock_text(job->now_ms, today);
    struct text until = next->since.len ? next->since : arena_copy(arena, (struct text){ today, 10 });
    enum status status = find_end(store, asked->instead_of, arena, &former, err);
    if (status == STATUS_OK && (kind != PARTY_PERSON || former.kind != PARTY_ORGANISATION))
        status = error_set(err, STATUS_USAGE, "a role takes the place of that at another organisation");
    if (status == STATUS_OK)
        status = store_mention_link(store, next->a, &person, err);
    if (status == STATUS_OK)
        status = store_mention_link(store, former.mention, &office, err);
    if (status == STATUS_OK)
        status = store_party_ties(store, person.party, STORE_NOW, arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (text_equal(ties[i].kind, TEXT("role")) && ties[i].until.len == 0 && is_of(store, ties[i].a, person.party) &&
            is_of(store, ties[i].b, office.party)) {
            status = tie_put_end(store, job, &ties[i], until, asked->reason, arena, &id, err);
            ended++;
        }
    if (status == STATUS_OK && ended == 0)
        status = has_role(store, person.party, office.party, arena, &role, &has, err);
    if (status == STATUS_OK && ended == 0 && !has)
        return error_set(err, STATUS_NOT_FOUND, "there is no such role that goes on");
    if (status != STATUS_OK || ended)
        return status;
    struct tie over = { .a = next->a,
                        .b = former.mention,
                        .kind = next->kind,
                        .title = role.title,
                        .since = role.since.len && text_compare(role.since, until) <= 0 ? role.since : TEXT_EMPTY,
                        .until = until,
                        .reason = next->reason,
                        .author = job->author,
                        .recorded_ms = job->now_ms };
    status = store_tie_put(store, &over, &id, err);
    return status == STATUS_OK ? store_audit(store, job->now_ms, job->author, TEXT("tie.add"),
                                             arena_copy(arena, text_from(id_text_of('T', id).s)), TEXT_EMPTY, err)
                               : status;
}

enum status tie_put(struct store *store, const struct job *job, const struct tie_asked *asked, struct arena *arena,
                    uint64_t *ret_id, struct error *err)
{
    struct end a = { { 0 }, 0 }, b = { { 0 }, 0 };
    enum status status = check(asked, err);
    if (status == STATUS_OK)
        status = find_end(store, asked->a, arena, &a, err);
    if (status == STATUS_OK)
        status = find_end(store, asked->b, arena, &b, err);
    if (status != STATUS_OK)
        return status;
    if (a.mention.v == b.mention.v)
        return error_set(err, STATUS_USAGE, "that is one and the same");
    if (!tie_kind_find(asked->kind, a.kind, b.kind))
        return error_set(err, STATUS_USAGE, "'%.*s' is no tie between these two", TEXT_ARG(asked->kind));
    struct tie tie = { .a = a.mention,
                       .b = b.mention,
                       .kind = asked->kind,
                       .title = asked->title,
                       .part = asked->part,
                       .since = asked->since,
                       .until = asked->until,
                       .reason = text_trim(asked->reason),
                       .author = job->author,
                       .recorded_ms = job->now_ms,
                       .department = asked->department,
                       .email = asked->email,
                       .phone = asked->phone,
                       .address = asked->address };
    status = refuse_standing(store, &tie, arena, err);
    if (status == STATUS_OK && asked->instead_of.len)
        status = end_former(store, job, asked, &tie, a.kind, arena, err);
    if (status == STATUS_OK)
        status = store_tie_put(store, &tie, ret_id, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("tie.add"),
                             arena_copy(arena, text_from(id_text_of('T', *ret_id).s)), TEXT_EMPTY, err);
    return status;
}

enum status tie_add(struct store *store, const struct job *job, const struct tie_asked *asked, struct arena *arena,
                    struct tie_report *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = tie_put(store, job, asked, arena, &ret->id, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    ret->sentence = text_from(job->lang == LANGUAGE_NL ? "Vastgelegd." : "Kept.");
    return status;
}

enum status tie_withdraw(struct store *store, const struct job *job, uint64_t id, struct text reason,
                         struct tie_report *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    reason = text_trim(reason);
    if (reason.len == 0 || reason.len > TIE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a withdrawal needs a reason of at most %d bytes", TIE_REASON_BYTES_MAX);
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_tie_withdraw(store, id, reason, job->author, job->now_ms, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("tie.withdraw"), text_from(id_text_of('T', id).s),
                             TEXT_EMPTY, err);
    *ret = (struct tie_report){ id, text_from(job->lang == LANGUAGE_NL ? "De band is ingetrokken."
                                                                       : "The tie was withdrawn.") };
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static enum status find_tie(struct store *store, uint64_t id, struct arena *arena, struct tie *ret, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    enum status status = store_ties(store, STORE_NOW, arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (ties[i].id == id) {
            *ret = ties[i];
            return STATUS_OK;
        }
    return status == STATUS_OK ? error_set(err, STATUS_NOT_FOUND, "no tie %s stands", id_text_of('T', id).s) : status;
}

/* Facts are not edited. Of a tie without a first day it is the day it was said, for it stands again as said today. */
enum status tie_put_end(struct store *store, const struct job *job, const struct tie *tie, struct text until,
                        struct text reason, struct arena *arena, uint64_t *ret_id, struct error *err)
{
    struct tie ended = *tie;
    char day[CLOCK_TEXT_LEN + 1];
    clock_text(tie->recorded_ms, day);
    if (ended.since.len == 0 && text_compare((struct text){ day, until.len }, until) <= 0)
        ended.since = arena_copy(arena, (struct text){ day, 10 });
    struct tie_asked asked = {
        .kind = ended.kind, .part = ended.part, .since = ended.since, .until = until, .reason = reason
    };
    enum status status = check(&asked, err);
    if (status == STATUS_OK)
        status = store_tie_withdraw(store, tie->id, text_trim(reason), job->author, job->now_ms, err);
    ended.until = until;
    ended.reason = text_trim(reason);
    ended.author = job->author;
    ended.recorded_ms = job->now_ms;
    if (status == STATUS_OK)
        status = store_tie_put(store, &ended, ret_id, err);
    return status == STATUS_OK ? store_audit(store, job->now_ms, job->author, TEXT("tie.end"),
                                             arena_copy(arena, text_from(id_text_of('T', *ret_id).s)),
                                             arena_copy(arena, text_from(id_text_of('T', tie->id).s)), err)
                               : status;
}

enum status tie_end(struct store *store, const struct job *job, uint64_t id, struct text until, struct text reason,
                    struct arena *arena, struct tie_report *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct tie tie = { 0 };
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = find_tie(store, id, arena, &tie, err);
    if (status == STATUS_OK && until.len == 0)
        return error_set(err, STATUS_USAGE, "say until when it lasted");
    if (status == STATUS_OK)
        status = tie_put_end(store, job, &tie, until, reason, arena, &ret->id, err);
    ret->sentence = text_from(job->lang == LANGUAGE_NL ? "Het einde is vastgelegd." : "Its end is kept.");
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}
