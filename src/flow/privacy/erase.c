/*
 * All of it in one transaction, a dry run too: it does the same and is rolled
 * back, so what it tells is what would happen.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/privacy/erase.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/scoped.h"
#include "flow/forgotten/erase_cells.h"
#include "flow/forgotten/erased.h"
#include "flow/privacy/erase_inside.h"
#include "flow/resolve/resolve.h"
#include "lang/fold.h"
#include "store/history.h"
#include "store/piece.h"

const char *const erase_grounds[] = { "request", "objection", "consent", "unlawful", "retention", NULL };

static void erase_done(struct erase *erase)
{
    for (size_t i = 0; i < erase->targets.len; i++)
        vec_done(&erase->targets.ptr[i].fields);
    vec_done(&erase->targets);
    vec_done(&erase->others);
    vec_done(&erase->documents);
    vec_done(&erase->files);
    vec_done(&erase->said);
    erase_words_done(&erase->words);
    corpus_close(&erase->corpus);
    vec_done(&erase->hashes);
    erased_close(&erase->held);
    sodium_memzero(erase->secret, sizeof(erase->secret));
    arena_done(&erase->arena);
}

static void erase_begin(struct erase *erase, struct store *store, const struct job *job,
                        const struct erase_asked *asked)
{
    *erase = (struct erase){ .store = store,
                             .job = job,
                             .asked = asked,
                             .arena = ARENA_UP_TO(ERASE_ARENA_BYTES),
                             .held = ERASED_NONE,
                             .corpus = CORPUS_CLOSED };
    erase->words = ERASE_WORDS_IN(&erase->arena);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for what is erased");
}

/* ---- one record ---- */

static uint32_t gone_of(const struct erase_target *target, const struct normal_record *normal)
{
    uint32_t gone = 0;
    for (unsigned i = 0; i < normal->mentions_count && i < 32; i++) {
        unsigned ordinal = mention_ordinal(normal, i);
        if (ordinal < ERASE_ORDINALS && (target->gone[normal->mentions[i].kind] >> ordinal & 1))
            gone |= UINT32_C(1) << i;
    }
    return gone;
}

static enum status keep_fields(struct erase_target *target, const struct mapping *mapping, const uint8_t *changed,
                               struct error *err)
{
    for (size_t c = 0; c < mapping->count; c++) {
        bool known = !changed[c];
        for (size_t i = 0; i < target->fields.len && !known; i++)
            known = memcmp(&target->fields.ptr[i], &mapping->refs[c], sizeof(struct field_ref)) == 0;
        if (!known && !vec_push(&target->fields, mapping->refs[c]))
            return no_memory(err);
    }
    return STATUS_OK;
}

/* Those who stay may be called otherwise now: of a couple the second is the only one. Sets old and new, by pairs. */
struct shift {
    struct mention_id from[2 * ERASE_ORDINALS], to[2 * ERASE_ORDINALS];
    size_t count;
};

static void see_shift(const struct erase_target *target, const struct normal_record *before, uint32_t gone,
                      const struct normal_record *after, bool pseudonym, struct shift *ret)
{
    ret->count = 0;
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++) {
        size_t at = 0;
        for (size_t i = 0; i < before->mentions_count && i < 32; i++) {
            bool goes = gone >> i & 1;
            if (before->mentions[i].kind != kind || (goes && !(pseudonym && kind == PARTY_PERSON)))
                continue;
            while (at < after->mentions_count && after->mentions[at].kind != kind)
                at++;
            if (at == after->mentions_count)
                break;
            struct mention_id from = mention_id_at(target->record, before, i);
            struct mention_id to = mention_id_at(target->record, after, at++);
            if (from.v != to.v && ret->count < sizeof(ret->from) / sizeof(ret->from[0])) {
                ret->from[ret->count] = from;
                ret->to[ret->count++] = to;
            }
        }
    }
}

static enum status one_version(struct erase *erase, struct erase_target *target, const struct stored_record *version,
                               struct arena *arena, struct shift *shift, struct error *err)
{
    const struct stored_layout *layout = NULL;
    struct text *cells = NULL, kept = TEXT_EMPTY;
    struct normal_record before = { 0 }, after = { 0 };
    enum status status = corpus_cells(&erase->corpus, version, arena, &layout, &cells, err);
    if (status == STATUS_OK)
        status = corpus_normalise(&erase->corpus, version, arena, &before, err);
    if (status != STATUS_OK)
        return status;
    const struct mapping *mapping = &erase->corpus.mappings[layout - erase->corpus.layouts];
    bool named = target->whole ? target->keeps_events : target->gone[PARTY_PERSON] && target->keeps_organisation;
    struct erase_row row = { .mapping = mapping,
                             .cells = cells,
                             .normal = &before,
                             .gone = gone_of(target, &before),
                             .pseudonym = named ? erase->pseudonym : TEXT_EMPTY };
    uint8_t *changed = arena_array(arena, uint8_t, mapping->count + 1);
    if (!changed)
        return no_memory(err);
    if (!row.gone && !target->whole)
        return STATUS_OK; /* this version did not name them */
    status = erase_cells(&row, arena, &kept, changed, err);
    if (status == STATUS_OK)
        status = keep_fields(target, mapping, changed, err);
    if (status == STATUS_OK)
        status = store_record_rewrite(erase->store, version->seq, target->renamed, target->new_key, kept, err);
    if (status != STATUS_OK || target->whole)
        return status;
    struct stored_record rewritten = *version;
    rewritten.cells = kept;
    status = corpus_normalise(&erase->corpus, &rewritten, arena, &after, err);
    if (status == STATUS_OK)
        see_shift(target, &before, row.gone, &after, named, shift);
    return status;
}

struct mention_id erase_nobody(const struct erase *erase, struct mention_id mention)
{
    struct erased_hash hash = erased_hash_of(erase->secret, 'M', (struct record_id){ mention.v }, TEXT_EMPTY);
    uint64_t id = 0;
    memcpy(&id, hash.bytes, sizeof(id));
    id &= (UINT64_C(1) << 62) - 1;
    return (struct mention_id){ id ? id : 1 };
}

static enum status rename_whole(struct erase *erase, const struct erase_target *target, struct error *err)
{
    enum status status = STATUS_OK;
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_HOUSEHOLD && status == STATUS_OK; kind++)
        for (unsigned o = 0; o < ERASE_ORDINALS && status == STATUS_OK; o++)
            status = store_mention_rename(erase->store, mention_id_of(target->record, kind, o),
                                          mention_id_of(target->renamed, kind, o), target->renamed, err);
    return status;
}

/* Those who go make place first, so that nobody's history runs into another's. */
static enum status rename_shared(struct erase *erase, const struct erase_target *target, const struct shift *shift,
                                 struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < shift->count && status == STATUS_OK; i++)
        for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++)
            for (unsigned o = 0; o < ERASE_ORDINALS && status == STATUS_OK; o++) {
                struct mention_id old = mention_id_of(target->record, kind, o);
                if ((target->gone[kind] >> o & 1) && old.v == shift->to[i].v)
                    status = store_mention_rename(erase->store, old, erase_nobody(erase, old), target->record, err);
            }
    for (size_t i = 0; i < shift->count && status == STATUS_OK; i++)
        status = store_mention_rename(erase->store, shift->from[i], shift->to[i], target->record, err);
    return status;
}

static enum status forget_said(struct erase *erase, const struct erase_target *target, struct error *err)
{
    enum status status = STATUS_OK;
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++)
        for (unsigned o = 0; o < ERASE_ORDINALS && status == STATUS_OK; o++)
            if (target->gone[kind] >> o & 1)
                status = store_mention_forget(erase->store, mention_id_of(target->record, kind, o),
                                              &erase->counts.said_gone, err);
    if (status == STATUS_OK && target->whole)
        status = store_record_forget(erase->store, target->record, &erase->counts.said_gone, err);
    return status;
}

static enum status one_record(struct erase *erase, struct erase_target *target, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ERASE_ARENA_BYTES);
    struct stored_record *versions = NULL;
    struct shift shift = { .count = 0 };
    size_t count = 0;
    enum status status = erase_events(erase, target, err);
    if (status == STATUS_OK)
        status = store_record_versions(erase->store, target->record, &arena, &versions, &count, err);
    for (size_t v = 0; v < count && status == STATUS_OK; v++)
        status = one_version(erase, target, &versions[v], &arena, &shift, err);
    if (status == STATUS_OK)
        status = forget_said(erase, target, err);
    if (status == STATUS_OK)
        status = target->whole ? rename_whole(erase, target, err) : rename_shared(erase, target, &shift, err);
    erase->counts.records_empty += target->whole;
    erase->counts.records_shared += !target->whole;
    return status;
}

/* ---- beside records ---- */

static bool tells(void *ctx, struct text raw)
{
    struct erase *erase = ctx;
    if (erase_words_tell(&erase->words, raw))
        return true;
    for (size_t i = 0; i < erase->targets.len; i++) {
        const struct text key = erase->targets.ptr[i].source_key;
        if (erase->targets.ptr[i].whole && key.len >= ERASE_WORD_BYTES_MIN && text_find(raw, key) < raw.len)
            return true;
    }
    return false;
}

static enum status forget_beside(struct erase *erase, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < erase->targets.len && status == STATUS_OK; i++) {
        bool seen = false;
        for (size_t j = 0; j < i; j++)
            seen = seen || erase->targets.ptr[j].source_id == erase->targets.ptr[i].source_id;
        if (!seen)
            status = store_rejects_forget(erase->store, erase->targets.ptr[i].source_id, tells, erase, &erase->rejected,
                                          err);
    }
    for (size_t i = 0; i < erase->documents.len && status == STATUS_OK; i++) {
        bool gone = false;
        status = store_document_drop(erase->store, erase->documents.ptr[i], &gone, err);
        erase->counts.documents_gone += gone;
    }
    if (status == STATUS_OK)
        status = erase_documents_end(erase, err);
    return status == STATUS_OK ? store_models_forget(erase->store, err) : status;
}

/* ---- what is kept of it ---- */

static bool hold(struct erase *erase, char what, struct record_id record, struct text detail)
{
    struct erased_hash hash = erased_hash_of(erase->secret, what, record, detail);
    return detail.len == 0 || (erased_add(&erase->held, &hash, 1) && vec_push(&erase->hashes, hash));
}

/* What the person is called in texts, for each record that stays. */
static enum status hold_words(struct erase *erase, struct error *err)
{
    bool good = true;
    memcpy(erase->held.secret, erase->secret, sizeof(erase->held.secret));
    for (size_t t = 0; t < erase->targets.len && good; t++) {
        struct record_id record = erase->targets.ptr[t].record;
        for (size_t i = 0; i < erase->words.words.len && good && !erase->targets.ptr[t].whole; i++)
            good = hold(erase, 'W', record, fold_text(erase->words.words.ptr[i].text, &erase->arena));
        for (size_t i = 0; i < erase->words.phones.len && good && !erase->targets.ptr[t].whole; i++)
            good = hold(erase, 'D', record, erase->words.phones.ptr[i]);
    }
    return good ? STATUS_OK : no_memory(err);
}

static enum status put_hash(struct erase *erase, char what, struct record_id record, struct text detail,
                            struct error *err)
{
    struct erased_hash hash = erased_hash_of(erase->secret, what, record, detail);
    return store_erased_put(erase->store, &hash, erase->counts.id, err);
}

static enum status hold_back_person(struct erase *erase, const struct erase_target *target,
                                    const struct erased_detail *details, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t d = 0; d < count && status == STATUS_OK; d++)
        status = put_hash(erase, details[d].what, target->record, details[d].text, err);
    return status;
}

/* Before its rows are rewritten: by what those who go are known again. */
struct known {
    VEC(struct erased_detail) details;
    VEC(size_t) targets;
};

static enum status know(struct erase *erase, struct known *known, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t t = 0; t < erase->targets.len && status == STATUS_OK; t++) {
        const struct erase_target *target = &erase->targets.ptr[t];
        struct stored_record *versions = NULL;
        size_t count = 0;
        status = store_record_versions(erase->store, target->record, &erase->arena, &versions, &count, err);
        for (size_t v = 0; v < count && status == STATUS_OK; v++) {
            struct normal_record normal = { 0 };
            struct erased_detail details[ERASED_DETAILS_MAX];
            status = corpus_normalise(&erase->corpus, &versions[v], &erase->arena, &normal, err);
            uint32_t gone = status == STATUS_OK ? gone_of(target, &normal) : 0;
            for (unsigned i = 0; i < normal.mentions_count && i < 32; i++) {
                bool is_held = (gone >> i & 1) && !target->whole;
                size_t n = is_held ? erased_details(&normal.mentions[i], &erase->arena, details) : 0;
                if ((gone >> i & 1) && !erase_view_say(erase, target, &versions[v], &normal, i))
                    status = no_memory(err);
                for (size_t d = 0; d < n && status == STATUS_OK; d++)
                    if (!vec_push(&known->details, details[d]) || !vec_push(&known->targets, t))
                        status = no_memory(err);
            }
        }
    }
    return status;
}

static void known_done(struct known *known)
{
    vec_done(&known->details);
    vec_done(&known->targets);
}

static enum status keep_target(struct erase *erase, const struct erase_target *target, struct error *err)
{
    const struct erasure_message message = { .erasure = erase->counts.id,
                                             .source_id = target->source_id,
                                             .source_key = target->source_key,
                                             .what = target->whole ? ERASURE_RECORD : ERASURE_PERSON_IN_RECORD };
    enum status status = put_hash(erase, target->whole ? 'R' : 'S', target->record, TEXT_EMPTY, err);
    for (size_t i = 0; i < erase->corpus.sources_count && status == STATUS_OK; i++)
        if (erase->corpus.sources[i].id == target->source_id && erase->corpus.sources[i].kind != SOURCE_BY_HAND)
            status = store_erasure_message_put(erase->store, &message, err);
    return status;
}

static enum status keep(struct erase *erase, const struct known *known, struct error *err)
{
    struct erasure *counts = &erase->counts;
    counts->pseudonym = erase->pseudonym;
    counts->ground = erase->asked->ground;
    counts->reason = erase->asked->reason;
    counts->author = erase->job->author;
    counts->recorded_ms = erase->job->now_ms;
    enum status status = store_erasure_put(erase->store, counts, &counts->id, err);
    for (size_t i = 0; i < erase->targets.len && status == STATUS_OK; i++)
        status = keep_target(erase, &erase->targets.ptr[i], err);
    for (size_t i = 0; i < known->details.len && status == STATUS_OK; i++)
        status = hold_back_person(erase, &erase->targets.ptr[known->targets.ptr[i]], &known->details.ptr[i], 1, err);
    for (size_t i = 0; i < erase->hashes.len && status == STATUS_OK; i++)
        status = store_erased_put(erase->store, &erase->hashes.ptr[i], counts->id, err);
    if (status == STATUS_OK)
        status = store_audit(erase->store, erase->job->now_ms, erase->job->author, TEXT("erase"),
                             text_from(id_text_of('W', counts->id).s), counts->ground, err);
    return status;
}

/* ---- the whole ---- */

static enum status check_asked(const struct erase_asked *asked, struct error *err)
{
    bool known = false;
    for (size_t i = 0; erase_grounds[i]; i++)
        known = known || text_equal(asked->ground, text_from(erase_grounds[i]));
    if (!known) {
        error_set(err, STATUS_USAGE, "'%.*s' is no ground to erase", TEXT_ARG(asked->ground));
        error_hint(err, "Grounds are request, objection, consent, unlawful and retention.");
        return STATUS_USAGE;
    }
    if (text_trim(asked->reason).len == 0)
        return error_set(err, STATUS_USAGE, "say why; the reason is kept without the person");
    if (asked->reason.len > ERASE_REASON_BYTES_MAX)
        return error_set(err, STATUS_LIMIT, "a reason is at most %d bytes", ERASE_REASON_BYTES_MAX);
    return STATUS_OK;
}

static enum status open_secret(struct erase *erase, struct error *err)
{
    bool there = false;
    if (erase->asked->secret)
        memcpy(erase->secret, erase->asked->secret, sizeof(erase->secret));
    else
        randombytes_buf(erase->secret, sizeof(erase->secret));
    return store_erasure_secret(erase->store, true, erase->job->now_ms, erase->secret, &there, err);
}

enum status erase_facts(struct erase *erase, struct error *err)
{
    SCOPED(known_done) struct known known = { 0 };
    enum status status = corpus_open(erase->store, erase->job, &erase->corpus, err);
    if (status == STATUS_OK)
        status = open_secret(erase, err);
    if (status == STATUS_OK)
        status = erase_find(erase, err);
    if (status == STATUS_OK && erase_words_tell(&erase->words, erase->asked->reason))
        status = error_set(err, STATUS_USAGE, "the reason names the person; say it without, for it is kept");
    if (status == STATUS_OK)
        status = know(erase, &known, err);
    if (status == STATUS_OK)
        status = hold_words(erase, err);
    for (size_t i = 0; i < erase->targets.len && status == STATUS_OK; i++)
        status = one_record(erase, &erase->targets.ptr[i], err);
    if (status == STATUS_OK)
        status = forget_beside(erase, err);
    return status == STATUS_OK ? keep(erase, &known, err) : status;
}

/* Whoever came in since the view was made is in no party yet. */
static enum status see_all(struct store *store, const struct job *job, struct error *err)
{
    struct resolve_report report;
    struct view_age age = { 0 };
    uint64_t newest = 0;
    enum status status = store_record_last(store, &newest, err);
    if (status == STATUS_OK)
        (void)store_view_age(store, &age, NULL); /* of none: all records are newer */
    return status == STATUS_OK && newest > age.record_seq ? resolve_run(store, job, &report, err) : status;
}

/* In a transaction of their own; the view waits. */
static enum status facts_alone(struct erase *erase, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(erase->store, &tx, err);
    if (status == STATUS_OK)
        status = erase_facts(erase, err);
    return status == STATUS_OK && !erase->asked->dry_run ? store_commit(&tx, err) : status;
}

/* The facts, and the view with them where it can follow. */
static enum status facts_and_view(struct erase *erase, struct live *live, bool *ret_follows, bool *ret_index_kept,
                                  struct error *err)
{
    struct error why = ERROR_NONE;
    *ret_follows = *ret_index_kept = false;
    if (!live || erase->asked->dry_run)
        return facts_alone(erase, err);
    enum status status = live_erase(live, erase->store, erase->job, erase_in_view, erase, ret_index_kept, &why);
    if (status == STATUS_LIMIT || status == STATUS_CONFLICT) {
        log_event(LOG_INFO, "erase_view_waits", "why='%s'", why.message);
        const struct erase_asked *asked = erase->asked;
        const struct job *job = erase->job;
        struct store *store = erase->store;
        erase_done(erase);
        erase_begin(erase, store, job, asked);
        return facts_alone(erase, err);
    }
    if (status != STATUS_OK && err)
        *err = why;
    *ret_follows = status == STATUS_OK;
    return status;
}

enum status erase_run(struct store *store, const struct job *job, struct live *live, const struct erase_asked *asked,
                      struct json_out *json, struct error *err)
{
    SCOPED(erase_done) struct erase erase;
    bool follows = false, index_kept = false, done = false;
    erase_begin(&erase, store, job, asked);
    enum status status = check_asked(asked, err);
    if (status == STATUS_OK && !asked->dry_run)
        status = see_all(store, job, err);
    if (status == STATUS_OK)
        status = store_erase_prepare(store, err);
    if (status == STATUS_OK)
        status = facts_and_view(&erase, live, &follows, &index_kept, err);
    if (status != STATUS_OK || asked->dry_run)
        return status == STATUS_OK ? erase_put(&erase, false, json, err) : status;
    log_event(LOG_INFO, "erased", "id=%s view=%s", id_text_of('W', erase.counts.id).s, follows ? "follows" : "waits");
    if (!asked->facts_only && follows)
        status =
            erased_settle(store, job->now_ms, (struct erased_files){ .view = true, .index_kept = index_kept }, err);
    else if (!asked->facts_only)
        status = erase_resume(store, job, &done, err);
    if (status == STATUS_CONFLICT && !asked->facts_only) /* the files wait for a reader: told in the answer */
        status = STATUS_OK;
    else
        done = status == STATUS_OK && !asked->facts_only;
    uint64_t open = 0;
    if (status == STATUS_OK && done)
        status = store_erasures_open(store, &open, err);
    return status == STATUS_OK ? erase_put(&erase, done && open == 0, json, err) : status;
}

enum status erase_resume(struct store *store, const struct job *job, bool *ret, struct error *err)
{
    struct resolve_report report = { 0 };
    uint64_t open = 0;
    bool follows = false;
    enum status status = store_erasures_open(store, &open, err);
    *ret = open > 0;
    if (status != STATUS_OK || open == 0)
        return status;
    status = erased_view_follows(store, &follows, err);
    if (status == STATUS_OK && !follows)
        status = resolve_run(store, job, &report, err); /* settles too */
    if (status == STATUS_OK && !follows)
        status = store_erasures_open(store, &open, err);
    return status == STATUS_OK && open
               ? erased_settle(store, job->now_ms, (struct erased_files){ .view = !report.whole }, err)
               : status;
}

/* ---- afterwards ---- */

enum status erase_lift(struct store *store, const struct job *job, struct text who, struct text reason,
                       struct error *err)
{
    uint8_t secret[ERASURE_SECRET_BYTES] = { 0 };
    bool there = false;
    size_t slash = text_find_char(who, '/');
    if (slash == 0 || slash + 1 >= who.len)
        return error_set(err, STATUS_USAGE, "name the record as source/key");
    if (text_trim(reason).len == 0 || reason.len > ERASE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "say why, in %d bytes at most", ERASE_REASON_BYTES_MAX);
    struct record_id record = record_id_of(text_slice(who, 0, slash), text_from_offset(who, slash + 1));
    enum status status = store_erasure_secret(store, false, 0, secret, &there, err);
    if (status != STATUS_OK)
        return status;
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    status = store_begin(store, &tx, err);
    bool lifted = false;
    for (const char *what = "RS"; *what && status == STATUS_OK && there; what++) {
        struct erased_hash hash = erased_hash_of(secret, *what, record, TEXT_EMPTY);
        status = store_erased_lift(store, &hash, reason, job->author, job->now_ms, err);
        lifted = lifted || status == STATUS_OK;
        if (status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    sodium_memzero(secret, sizeof(secret));
    if (status == STATUS_OK && !lifted)
        status = error_set(err, STATUS_NOT_FOUND, "nothing is held back under this key");
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("erase.lift"), text_from(record_id_text(record).s),
                             TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

enum status erase_told(struct store *store, const struct job *job, uint64_t id, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_erase_prepare(store, err);
    if (status == STATUS_OK)
        status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_erasure_message_end(store, id, job->author, job->now_ms, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("erase.told"), text_from(id_text_of('Y', id).s),
                             TEXT_EMPTY, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    return status == STATUS_OK ? store_erase_clean(store, false, err) : status;
}
