/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/outbox/hand_over.h"

#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/job/csv_cell.h"
#include "flow/job/pick.h"
#include "flow/profile/corpus.h"
#include "flow/profile/profile_json.h"
#include "flow/snapshot/view_snapshot.h"
#include "os/clock.h"

enum { HAND_OVER_ARENA_BYTES = 256 * 1024 * 1024, KEY_BYTES_MAX = 500 };

/* ---- shown ---- */

void hand_over_put(struct view *view, const struct hand_over *hand_over, struct json_out *json)
{
    struct stored_link link = { 0 };
    json_object(json);
    json_put_str(json, "id", id_text_of('B', hand_over->id).s);
    if (store_mention_link(view->store, hand_over->mention, &link, NULL) == STATUS_OK) {
        view_put_id_name(view, "party", link.party, json);
    } else {
        json_key(json, "party");
        json_null(json);
    }
    json_put(json, "source", view_source_name(view, hand_over->source_id));
    json_put(json, "number", hand_over->number);
    json_put_str(json, "state", hand_over_state_name(hand_over->state));
    view_put_some(json, "key", hand_over->key);
    json_put(json, "author", hand_over->author);
    view_put_time(json, "at", hand_over->recorded_ms);
    view_put_some(json, "state_author", hand_over->state_author);
    view_put_time(json, "state_at", hand_over->state_ms);
    json_end(json);
}

enum status view_hand_overs(struct store *store, const struct hand_overs_wanted *wanted, struct json_out *json,
                            struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct hand_over *all = NULL;
    size_t count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_hand_overs(store, STORE_NOW, &view.arena, &all, &count, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "hand_overs");
    json_array(json);
    for (size_t i = count; i-- > 0;)
        if ((!wanted->state || all[i].state == wanted->state) &&
            (!wanted->source.len || text_equal(view_source_name(&view, all[i].source_id), wanted->source)))
            hand_over_put(&view, &all[i], json);
    json_end(json);
    json_end(json);
    return STATUS_OK;
}

enum status view_hand_over(struct store *store, uint64_t id, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct hand_over hand_over = { 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_hand_over_get(store, id, STORE_NOW, &view.arena, &hand_over, err);
    if (status == STATUS_OK)
        hand_over_put(&view, &hand_over, json);
    return status;
}

/* ---- carried to the source ---- */

/* What an account is opened with: the first of these fields that the party has stands in the column. */
struct told_column {
    const char *name;
    const char *fields[5];
    const char *part; /* of an address, or NULL: the value */
};

#define INVOICE_ADDRESS                                                                                                \
    {                                                                                                                  \
        "addr.invoice.full", "addr.full", "addr.visit.full", "addr.home.full", "addr.post.full"                        \
    }

static const struct told_column told[] = {
    { "name", { "org.name", "person.full" }, NULL },
    { "kvk", { "org.kvk" }, NULL },
    { "vat", { "org.vat" }, NULL },
    { "street", INVOICE_ADDRESS, "street" },
    { "house_number", INVOICE_ADDRESS, "number" },
    { "addition", INVOICE_ADDRESS, "addition" },
    { "pobox", INVOICE_ADDRESS, "pobox" },
    { "postcode", INVOICE_ADDRESS, "postcode" },
    { "city", INVOICE_ADDRESS, "city" },
    { "country", INVOICE_ADDRESS, "country" },
    { "email", { "email.invoice", "email" }, NULL },
    { "phone", { "phone" }, NULL },
    { "iban", { "bank.iban" }, NULL },
};

/* A box has its number in a column of its own; letter and addition stand together, "A-2". */
static struct text address_part(const struct profile_field *field, const char *part, struct arena *arena)
{
    struct text kind = profile_json_part(field, "kind", arena), value = profile_json_part(field, part, arena);
    bool is_box = text_equal(kind, TEXT("po_box"));
    if (strcmp(part, "pobox") == 0)
        return is_box ? profile_json_part(field, "number", arena) : TEXT_EMPTY;
    if (strcmp(part, "number") == 0)
        return is_box ? TEXT_EMPTY : value;
    if (strcmp(part, "street") == 0)
        return text_equal(kind, TEXT("reply_number")) ? TEXT("Antwoordnummer") : value;
    if (strcmp(part, "addition") != 0)
        return value;
    struct text letter = profile_json_part(field, "letter", arena);
    return letter.len && value.len ? arena_printf(arena, "%.*s-%.*s", TEXT_ARG(letter), TEXT_ARG(value))
           : letter.len            ? letter
                                   : value;
}

static bool begins(struct text whole, struct text part)
{
    return text_starts(whole, part) && (whole.len == part.len || whole.ptr[part.len] == '.');
}

static struct text told_value(struct text profile, const struct told_column *column, struct arena *arena)
{
    for (size_t i = 0; i < 5 && column->fields[i]; i++) {
        struct text rest = profile;
        struct profile_field field;
        while (profile_json_next(&rest, arena, &field))
            if (begins(field.field, text_from(column->fields[i])))
                return column->part ? address_part(&field, column->part, arena) : field.value;
    }
    return TEXT_EMPTY;
}

static enum status put_line(struct store *store, const struct hand_over *hand_over, struct arena *arena,
                            struct buf *buf, struct error *err)
{
    struct stored_link link = { 0 };
    struct stored_party party = { 0 };
    char at[CLOCK_TEXT_LEN + 1];
    enum status status = store_mention_link(store, hand_over->mention, &link, err);
    if (status == STATUS_OK)
        status = store_party_get(store, link.party, arena, &party, err);
    if (status != STATUS_OK)
        return status;
    clock_text(hand_over->recorded_ms, at);
    csv_cell_put(buf, text_from(id_text_of('B', hand_over->id).s), false);
    csv_cell_put(buf, hand_over->number, false);
    csv_cell_put(buf, text_from(party_kind_name(party_id_kind(party.party))), false);
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
        csv_cell_put(buf, told_value(party.profile, &told[i], arena), false);
    csv_cell_put(buf, text_from(at), true);
    return STATUS_OK;
}

/* A customer whose record is gone has nothing to be told. */
static enum status export_one(struct store *store, const struct job *job, const struct hand_over *hand_over,
                              struct arena *arena, struct buf *buf, uint64_t *ret_count, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = put_line(store, hand_over, arena, buf, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK) {
        *err = why;
        return status;
    }
    ++*ret_count;
    return store_hand_over_step(store, hand_over->id, HAND_OVER_SENT, TEXT_EMPTY, job->author, job->now_ms, err);
}

enum status hand_overs_export(struct store *store, const struct job *job, struct text source, bool again,
                              struct buf *buf, uint64_t *ret_count, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HAND_OVER_ARENA_BYTES);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct hand_over *all = NULL;
    struct source wanted = { 0 };
    size_t count = 0;
    *ret_count = 0;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_source_get(store, source, &arena, &wanted, err);
    if (status == STATUS_OK)
        status = store_hand_overs(store, STORE_NOW, &arena, &all, &count, err);
    buf_put_str(buf, "hand_over,customer_number,kind");
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
        buf_printf(buf, ",%s", told[i].name);
    buf_put_str(buf, ",at\r\n");
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (all[i].source_id == wanted.id &&
            (all[i].state == HAND_OVER_OPEN || (again && all[i].state == HAND_OVER_SENT)))
            status = export_one(store, job, &all[i], &arena, buf, ret_count, err);
    if (status == STATUS_OK)
        status = buf_status(buf, err);
    if (status == STATUS_OK && *ret_count)
        status = store_audit(store, job->now_ms, job->author, TEXT("hand_over.export"), source, TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- answered ---- */

/* What the source calls the customer is the same party, now or when the record comes. */
static enum status decide_same(struct store *store, const struct job *job, const struct hand_over *hand_over,
                               struct mention_id mention, struct error *err)
{
    uint64_t id;
    struct id_text name = id_text_of('B', hand_over->id);
    char reason[64];
    snprintf(reason, sizeof(reason), "hand-over %s was acknowledged", name.s);
    struct decision decision = { .a = hand_over->mention,
                                 .b = mention,
                                 .kind = DECISION_SAME,
                                 .reason = text_from(reason),
                                 .author = job->author,
                                 .recorded_ms = job->now_ms };
    return store_decision_put(store, &decision, &id, err);
}

/* Only a mention in the view has a kind; of one that is gone nothing can be decided. */
static enum status key_is_same(struct store *store, const struct job *job, const struct hand_over *hand_over,
                               struct text key, struct arena *arena, struct error *err)
{
    struct stored_link link = { 0 };
    struct source *sources = NULL;
    size_t count = 0;
    enum status status = store_mention_link(store, hand_over->mention, &link, err);
    if (status == STATUS_OK)
        status = store_sources(store, arena, &sources, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (sources[i].id != hand_over->source_id)
            continue;
        struct mention_id there = mention_id_of(record_id_of(sources[i].name, key), (enum party_kind)link.kind, 0);
        if (there.v != hand_over->mention.v)
            return decide_same(store, job, hand_over, there, err);
    }
    return status;
}

enum status hand_over_answer(struct store *store, const struct job *job, uint64_t id, enum hand_over_state state,
                             struct text key, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HAND_OVER_ARENA_BYTES);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct hand_over hand_over = { 0 };
    char action[40];
    key = text_trim(key);
    if (state == HAND_OVER_OPEN)
        return error_set(err, STATUS_USAGE, "a hand-over becomes sent, acknowledged or withdrawn");
    if ((key.len > 0) != (state == HAND_OVER_ACKNOWLEDGED) || key.len > KEY_BYTES_MAX)
        return error_set(err, STATUS_USAGE,
                         "an acknowledgement, and nothing else, names the key the customer has there");
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_hand_over_get(store, id, STORE_NOW, &arena, &hand_over, err);
    if (status == STATUS_OK)
        status = store_hand_over_step(store, id, state, key, job->author, job->now_ms, err);
    if (status == STATUS_OK && state == HAND_OVER_ACKNOWLEDGED)
        status = key_is_same(store, job, &hand_over, key, &arena, err);
    snprintf(action, sizeof(action), "hand_over.%s", hand_over_state_name(state));
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, text_from(action), text_from(id_text_of('B', id).s),
                             TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- answered by what comes in ---- */

struct settling {
    struct store *store;
    const struct job *job;
    struct arena arena;
    struct corpus corpus;
    const struct hand_over *hand_over;
    struct party_id party; /* of the hand-over */
    uint64_t decided;
};

static void settling_done(struct settling *s)
{
    arena_done(&s->arena);
    corpus_close(&s->corpus);
}

static bool carries_number(const struct mention *mention, struct text number)
{
    for (size_t i = 0; i < mention->identifiers_count; i++)
        if (mention->identifiers[i].kind == IDENTIFIER_CUSTOMER_NUMBER &&
            text_equal_nocase(mention->identifiers[i].value, number))
            return true;
    return false;
}

/* Does this record of the source answer?  One of the customer's own that came since, or one that has the number. */
static enum status answers(struct settling *s, const struct stored_link *link, struct stored_record *record, bool *ret,
                           struct error *err)
{
    struct normal_record normal = { 0 };
    *ret = false;
    enum status status = store_record_get(s->store, link->record, &s->arena, record, err);
    if (status != STATUS_OK || record->source_id != s->hand_over->source_id)
        return status;
    *ret = text_equal_nocase(record->source_key, s->hand_over->number) ||
           (link->party.v == s->party.v && record->recorded_ms > s->hand_over->recorded_ms);
    if (*ret)
        return STATUS_OK;
    status = corpus_normalise(&s->corpus, record, &s->arena, &normal, err);
    for (size_t i = 0; i < normal.mentions_count && status == STATUS_OK && !*ret; i++)
        *ret = carries_number(&normal.mentions[i], s->hand_over->number);
    return status;
}

static enum status settle_with(struct settling *s, const struct stored_link *link, const struct stored_record *record,
                               struct error *err)
{
    enum status status = store_hand_over_step(s->store, s->hand_over->id, HAND_OVER_ACKNOWLEDGED, record->source_key,
                                              s->job->author, s->job->now_ms, err);
    if (status != STATUS_OK || link->party.v == s->party.v)
        return status;
    s->decided++;
    return decide_same(s->store, s->job, s->hand_over, link->mention, err);
}

/* Its own records first, then those of whoever is found under the number. */
static enum status settle_party(struct settling *s, struct party_id party, bool *ret_done, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_party_links(s->store, party, &s->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK && !*ret_done; i++) {
        struct stored_record record = { 0 };
        status = answers(s, &links[i], &record, ret_done, err);
        if (status == STATUS_OK && *ret_done)
            status = settle_with(s, &links[i], &record, err);
    }
    return status;
}

static enum status settle_one(struct settling *s, struct error *err)
{
    enum { HITS_MAX = 10 };
    static const char *const under[] = { "customer", "key" };
    struct stored_link link = { 0 };
    struct error why = ERROR_NONE;
    bool done = false;
    arena_reset(&s->arena);
    enum status status = store_mention_link(s->store, s->hand_over->mention, &link, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK) {
        *err = why;
        return status;
    }
    s->party = link.party;
    status = settle_party(s, s->party, &done, err);
    for (size_t u = 0; u < 2 && status == STATUS_OK && !done; u++) {
        struct search_hit *hits = NULL;
        size_t count = 0;
        struct text key = arena_printf(&s->arena, "%s:%.*s", under[u], TEXT_ARG(s->hand_over->number));
        status = store_search_key(s->store, key, HITS_MAX, &s->arena, &hits, &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK && !done; i++)
            if (hits[i].party.v != s->party.v && party_id_kind(hits[i].party) == party_id_kind(s->party))
                status = settle_party(s, hits[i].party, &done, err);
    }
    return status;
}

static bool is_waiting(const struct hand_over *hand_over)
{
    return hand_over->state == HAND_OVER_OPEN || hand_over->state == HAND_OVER_SENT;
}

static enum status settle_all(struct settling *s, const struct hand_over *all, size_t count, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(s->store, &tx, err);
    if (status == STATUS_OK)
        status = corpus_open(s->store, s->job, &s->corpus, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (is_waiting(&all[i])) {
            s->hand_over = &all[i];
            status = settle_one(s, err);
        }
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

enum status hand_overs_settle(struct store *store, const struct job *job, uint64_t *ret_decided, struct error *err)
{
    SCOPED(settling_done)
    struct settling settling = {
        .store = store, .job = job, .arena = ARENA_UP_TO(HAND_OVER_ARENA_BYTES), .corpus = CORPUS_CLOSED
    };
    SCOPED(arena_done) struct arena kept = ARENA_UP_TO(HAND_OVER_ARENA_BYTES);
    struct hand_over *all = NULL;
    size_t count = 0;
    bool any = false;
    *ret_decided = 0;
    enum status status = store_hand_overs(store, STORE_NOW, &kept, &all, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        any = any || is_waiting(&all[i]);
    if (status == STATUS_OK && any)
        status = settle_all(&settling, all, count, err);
    *ret_decided = settling.decided;
    return status;
}
