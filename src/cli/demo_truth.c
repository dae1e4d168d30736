/*
 * Links against the truth.  waarheid.csv has a row for each person a record
 * names: the record's first row belongs to its first person mention, a second
 * row (a couple in one field) to its second.
 *
 * A person of the truth is the party that holds most of his records; persons
 * who share a household in the truth are held against parties that do.
 *
 * Pairs within a cluster are counted, not made: n records of one party are
 * n(n-1)/2 pairs, and pairs that are right are those within both.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "cli/demo_run.h"
#include "os/file.h"

enum { TRUTH_ROWS_MAX = 200 * 1000, TRUTH_BYTES_MAX = 32 * 1024 * 1024, LINKS_BYTES_MAX = 1024 * 1024 };

struct meant {
    uint64_t entity; /* of the truth */
    uint64_t party;  /* we gave it; 0: none */
};

typedef VEC(struct meant) meant_list;

/* A person of the truth in one of his records. */
struct lives {
    uint64_t person, household, party;
};

struct truth {
    struct store *store;
    struct arena links;
    struct map seen; /* record and entity: several mails of one sender are one record */
    struct text last_source, last_key;
    unsigned ordinal; /* of the person in the record */
    meant_list persons, organisations;
    VEC(struct lives) lives;
};

static void truth_done(struct truth *truth)
{
    arena_done(&truth->links);
    map_done(&truth->seen);
    vec_done(&truth->persons);
    vec_done(&truth->organisations);
    vec_done(&truth->lives);
}

static uint64_t party_of(const struct stored_link *links, size_t count, enum party_kind kind, unsigned nth)
{
    for (size_t i = 0; i < count; i++)
        if (links[i].kind == kind && nth-- == 0)
            return links[i].party.v;
    return 0;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory to compare with the truth");
}

static enum status note(struct truth *truth, uint64_t record, struct text entity, uint64_t party, bool is_person,
                        struct error *err)
{
    if (entity.len == 0)
        return STATUS_OK;
    bool is_new = false;
    struct meant meant = { hash_text(entity), party };
    if (!map_put(&truth->seen, hash_pair(record, meant.entity), 1, &is_new))
        return no_memory(err);
    if (!is_new)
        return STATUS_OK;
    bool kept = is_person ? vec_push(&truth->persons, meant) : vec_push(&truth->organisations, meant);
    return kept ? STATUS_OK : no_memory(err);
}

/* source,key,person,organisation,household */
static enum status row_read(struct truth *truth, struct text line, struct error *err)
{
    struct text cells[5] = { 0 };
    for (int i = 0; i < 5; i++)
        if (!text_next(&line, ',', &cells[i]))
            break;
    bool again = text_equal(cells[0], truth->last_source) && text_equal(cells[1], truth->last_key);
    truth->ordinal = again ? truth->ordinal + 1 : 0;
    truth->last_source = cells[0];
    truth->last_key = cells[1];

    struct record_id record = record_id_of(cells[0], cells[1]);
    struct stored_link *links = NULL;
    size_t count = 0;
    arena_reset(&truth->links);
    enum status status = store_record_links(truth->store, record, &truth->links, &links, &count, err);
    if (status == STATUS_NOT_FOUND)
        count = 0;
    else if (status != STATUS_OK)
        return status;
    uint64_t person = party_of(links, count, PARTY_PERSON, truth->ordinal);
    if (cells[2].len && !vec_push(&truth->lives, (struct lives){ hash_text(cells[2]), hash_text(cells[4]), person }))
        return no_memory(err);
    status = note(truth, record.v, cells[2], person, true, err);
    if (status == STATUS_OK)
        status = note(truth, record.v, cells[3], party_of(links, count, PARTY_ORGANISATION, 0), false, err);
    return status;
}

static int by_entity(const void *a, const void *b)
{
    const struct meant *x = a, *y = b;
    return x->entity != y->entity ? (x->entity < y->entity ? -1 : 1) : (x->party > y->party) - (x->party < y->party);
}

static int by_party(const void *a, const void *b)
{
    const struct meant *x = a, *y = b;
    return (x->party > y->party) - (x->party < y->party);
}

static uint64_t pairs(uint64_t n)
{
    return n * (n - 1) / 2;
}

static struct demo_score score(const meant_list *list)
{
    struct demo_score score = { .records = list->len };
    if (list->len == 0)
        return score;
    qsort(list->ptr, list->len, sizeof(*list->ptr), by_entity);
    for (size_t i = 0, j; i < list->len; i = j) {
        for (j = i; j < list->len && list->ptr[j].entity == list->ptr[i].entity;) {
            size_t from = j;
            while (j < list->len && by_entity(&list->ptr[j], &list->ptr[from]) == 0)
                j++;
            if (list->ptr[from].party)
                score.right_pairs += pairs(j - from);
        }
        score.true_pairs += pairs(j - i);
    }
    qsort(list->ptr, list->len, sizeof(*list->ptr), by_party);
    for (size_t i = 0, j; i < list->len; i = j) {
        for (j = i; j < list->len && list->ptr[j].party == list->ptr[i].party;)
            j++;
        if (list->ptr[i].party)
            score.found_pairs += pairs(j - i);
    }
    return score;
}

/* ---- households ---- */

static int by_person(const void *a, const void *b)
{
    const struct lives *x = a, *y = b;
    return x->person != y->person ? (x->person < y->person ? -1 : 1) : (x->party > y->party) - (x->party < y->party);
}

/* The household a party is in; 0: none. */
static enum status household_of(struct truth *truth, uint64_t party, uint64_t *ret, struct error *err)
{
    struct stored_member *members = NULL;
    size_t count = 0;
    *ret = 0;
    if (party == 0)
        return STATUS_OK;
    arena_reset(&truth->links);
    enum status status =
        store_party_members(truth->store, (struct party_id){ party }, &truth->links, &members, &count, err);
    for (size_t i = 0; i < count; i++)
        if (members[i].person.v == party)
            *ret = members[i].household.v;
    return status;
}

static enum status score_households(struct truth *truth, struct demo_score *ret, struct error *err)
{
    meant_list list = { 0 };
    enum status status = STATUS_OK;
    const struct lives *all = truth->lives.ptr;
    if (truth->lives.len)
        qsort(truth->lives.ptr, truth->lives.len, sizeof(*all), by_person);
    for (size_t i = 0, j; i < truth->lives.len && status == STATUS_OK; i = j) {
        uint64_t party = 0, most = 0;
        struct meant meant = { .entity = all[i].household };
        for (j = i; j < truth->lives.len && all[j].person == all[i].person;) {
            size_t from = j;
            while (j < truth->lives.len && by_person(&all[j], &all[from]) == 0)
                j++;
            if (all[from].party && j - from > most) {
                most = j - from;
                party = all[from].party;
            }
        }
        status = household_of(truth, party, &meant.party, err);
        if (status == STATUS_OK && !vec_push(&list, meant))
            status = no_memory(err);
    }
    if (status == STATUS_OK)
        *ret = score(&list);
    vec_done(&list);
    return status;
}

double demo_score_f1(const struct demo_score *score)
{
    uint64_t sum = score->true_pairs + score->found_pairs;
    return sum ? 2.0 * (double)score->right_pairs / (double)sum : 0;
}

enum status demo_scores_read(struct store *store, const char *folder, struct demo_scores *ret, struct error *err)
{
    *ret = (struct demo_scores){ 0 };
    char path[PATH_MAX];
    int len = snprintf(path, sizeof(path), "%s/waarheid.csv", folder);
    if (len < 0 || (size_t)len >= sizeof(path))
        return error_set(err, STATUS_USAGE, "the name of the folder is too long");
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    enum status status = file_slurp(path, TRUTH_BYTES_MAX, &file, NULL);
    if (status == STATUS_LIMIT)
        return STATUS_OK;
    if (status != STATUS_OK)
        return file_slurp(path, TRUTH_BYTES_MAX, &file, err);

    SCOPED(truth_done)
    struct truth truth = { .store = store, .links = ARENA_UP_TO(LINKS_BYTES_MAX), .seen = MAP_EMPTY };
    struct text rest = buf_text(&file), line;
    size_t rows = 0;
    for (struct text count = rest; text_next(&count, '\n', &line);)
        rows++;
    if (rows > TRUTH_ROWS_MAX)
        return STATUS_OK;
    text_next(&rest, '\n', &line); /* the header */
    while (status == STATUS_OK && text_next(&rest, '\n', &line))
        if (line.len > 0)
            status = row_read(&truth, line, err);
    struct demo_score households = { 0 };
    if (status == STATUS_OK)
        status = score_households(&truth, &households, err);
    if (status != STATUS_OK)
        return status;
    *ret = (struct demo_scores){ .persons = score(&truth.persons),
                                 .organisations = score(&truth.organisations),
                                 .households = households,
                                 .measured = true };
    return STATUS_OK;
}
