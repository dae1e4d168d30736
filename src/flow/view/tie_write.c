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
                       .recorded_ms = job->now_ms };
    status = refuse_standing(store, &tie, arena, err);
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
