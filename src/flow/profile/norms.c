/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/norms.h"

#include <string.h>

#include "base/scoped.h"
#include "flow/job/table.h"
#include "flow/profile/profile_json.h"
#include "os/clock.h"

enum { PARTY_BYTES_MAX = 16 * 1024 * 1024 };

enum status norms_ruleset(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err)
{
    return table_get(store, "norms", norms_default(), arena, ret, err);
}

enum status norms_body(struct store *store, struct arena *arena, struct text *ret, struct error *err)
{
    struct ruleset ruleset = { 0 };
    enum status status = norms_ruleset(store, arena, &ruleset, err);
    *ret = ruleset.body;
    return status;
}

enum status norms_set(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                      uint64_t *ret_version, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct norms norms;
    enum status status = norms_read(body, &arena, &norms, err);
    if (status == STATUS_OK && norms.count == 0)
        status = error_set(err, STATUS_INVALID, "there is no norm in it");
    return status == STATUS_OK ? table_put(store, job, "norms", "norms.set", norms_default(), body, made_of, &arena,
                                           NULL, ret_version, err)
                               : status;
}

/* ---- checking ---- */

struct judging {
    const struct norms *norms;
    struct norm_count *counts;
    int64_t now_ms;
    struct arena party;
};

static void judging_done(struct judging *judging)
{
    arena_done(&judging->party);
}

/* When a source last held it: the origin comes before the runners-up. */
static int64_t seen_ms(struct text json)
{
    static const struct text key = { "\"at\":\"", 6 };
    int64_t ms = 0;
    struct text at = text_from_offset(json, text_find(json, key) + key.len);
    return clock_read(text_slice(at, 0, text_find_char(at, '"')), &ms) ? ms : 0;
}

static void count_one(struct norm_count *count, enum norm_verdict verdict, struct party_id party)
{
    if (verdict == NORM_NOT_ASKED)
        return;
    count->asked++;
    count->of[verdict]++;
    if (verdict != NORM_MET && count->first_count < NORM_MISSING_SHOWN)
        count->first[count->first_count++] = party;
}

size_t norm_values_of(struct text profile, struct arena *arena, struct norm_value *ret, size_t max)
{
    struct profile_field field;
    size_t count = 0;
    while (count < max && profile_json_next(&profile, arena, &field))
        ret[count++] = (struct norm_value){ field.field, field.value, seen_ms(field.json) };
    return count;
}

static bool judge_party(void *ctx, const struct stored_party *party)
{
    struct judging *judging = ctx;
    enum party_kind kind = party_id_kind(party->party);
    arena_reset(&judging->party);
    struct norm_value *values = arena_array(&judging->party, struct norm_value, NORM_VALUES_MAX);
    struct text stage = profile_json_text(party->profile, "stage", &judging->party);
    size_t count = values ? norm_values_of(party->profile, &judging->party, values, NORM_VALUES_MAX) : 0;
    for (size_t i = 0; i < judging->norms->count; i++)
        count_one(&judging->counts[i], norm_judge(judging->norms, i, kind, stage, values, count, judging->now_ms),
                  party->party);
    return true;
}

unsigned norm_share(const struct norm_count *count)
{
    return count->asked ? (unsigned)(count->of[NORM_MET] * 1000 / count->asked) : 1000;
}

bool norm_is_met(const struct norm_count *count)
{
    return norm_share(count) >= count->norm->limit * 10;
}

enum status norms_check(struct store *store, const struct job *job, struct arena *arena, struct norm_count **ret,
                        size_t *ret_count, struct error *err)
{
    struct text body = TEXT_EMPTY;
    struct norms norms = { 0 };
    enum status status = norms_body(store, arena, &body, err);
    if (status == STATUS_OK)
        status = norms_read(body, arena, &norms, err);
    if (status != STATUS_OK)
        return status;
    SCOPED(judging_done)
    struct judging judging = { .norms = &norms,
                               .counts = arena_array(arena, struct norm_count, norms.count + 1),
                               .now_ms = job->now_ms,
                               .party = ARENA_UP_TO(PARTY_BYTES_MAX) };
    if (!judging.counts)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the norms");
    for (size_t i = 0; i < norms.count; i++)
        judging.counts[i].norm = &norms.list[i];
    *ret = judging.counts;
    *ret_count = norms.count;
    return store_parties_each(store, 0, judge_party, &judging, err);
}
