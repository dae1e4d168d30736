/*
 * Households held against a truth of records.  People move and households
 * change between two sightings, so pairs count within one source only: two
 * records of one census are of one household or not.  A person seen twice by
 * a source at two addresses lives at both.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "flow/evaluate/evaluate_inside.h"
#include "golden/household.h"

struct at_home {
    uint32_t source, record, truth, found;
};

struct living {
    struct at_home *homes; /* of each record */
    struct resident *residents;
    uint32_t *of, *resident_of; /* household of each resident; resident of each record */
    uint32_t *truth;
    struct map seen; /* person and address → resident */
    struct arena arena;
};

static void living_done(struct living *living)
{
    free(living->homes);
    free(living->residents);
    free(living->of);
    free(living->resident_of);
    free(living->truth);
    map_done(&living->seen);
    arena_done(&living->arena);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory while evaluating households");
}

static int by_source(const void *a, const void *b)
{
    const struct at_home *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

static int by_truth(const void *a, const void *b)
{
    const struct at_home *x = a, *y = b;
    if (x->truth != y->truth)
        return x->truth < y->truth ? -1 : 1;
    return (x->found > y->found) - (x->found < y->found);
}

static int by_found(const void *a, const void *b)
{
    const struct at_home *x = a, *y = b;
    return (x->found > y->found) - (x->found < y->found);
}

static uint64_t pairs_of(uint64_t n)
{
    return n * (n - 1) / 2;
}

static void count_pairs(struct at_home *homes, size_t count, struct household_report *ret)
{
    qsort(homes, count, sizeof(*homes), by_found);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && homes[end].found == homes[i].found;)
            end++;
        ret->found_pairs += pairs_of(end - i);
    }
    qsort(homes, count, sizeof(*homes), by_truth);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && homes[end].truth == homes[i].truth;)
            end++;
        ret->households += end - i > 1;
        ret->true_pairs += pairs_of(end - i);
        for (size_t k = i, both; k < end; k = both) {
            for (both = k; both < end && homes[both].found == homes[k].found;)
                both++;
            ret->right_pairs += pairs_of(both - k);
        }
    }
}

/* The residents of one source, their households, and the records of it that the truth knows. */
static enum status find_in_source(const struct labelled *labelled, const uint32_t *clusters, struct living *living,
                                  struct at_home *homes, size_t count, struct household_report *ret, struct error *err)
{
    uint32_t residents = 0, households = 0;
    map_done(&living->seen);
    living->seen = MAP_EMPTY;
    for (size_t i = 0; i < count; i++) {
        uint32_t record = homes[i].record;
        const struct mention *mention = &labelled->mentions.ptr[record];
        const struct address *home = resident_home(mention);
        uint32_t cluster = clusters[record];
        uint64_t key =
            hash_pair(cluster != UINT32_MAX ? cluster : UINT64_MAX - record, home ? resident_address(home) : 0);
        const uint64_t *known = map_get(&living->seen, key);
        living->resident_of[record] = known ? (uint32_t)*known : residents;
        if (known)
            continue;
        if (!map_put(&living->seen, key, residents, NULL))
            return no_memory(err);
        resident_of_mention(mention, home, record + 1u, &living->arena, &living->residents[residents++]);
        arena_reset(&living->arena);
    }
    enum status status = households_find(living->residents, residents, NULL, 0, NULL, 0, living->of, &households, err);
    if (status != STATUS_OK)
        return status;
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t resident = living->resident_of[homes[i].record];
        homes[i].truth = living->truth[homes[i].record];
        homes[i].found = living->of[resident] == HOUSEHOLD_NONE ? households + resident : living->of[resident];
        if (homes[i].truth != UINT32_MAX)
            homes[known++] = homes[i];
    }
    ret->records += known;
    count_pairs(homes, known, ret);
    return STATUS_OK;
}

enum status households_evaluate(const char *truth_path, const struct labelled *labelled, enum language lang,
                                const uint32_t *clusters, struct household_report *ret, struct error *err)
{
    size_t count = labelled->mentions.len;
    SCOPED(living_done)
    struct living living = { .homes = malloc((count + 1) * sizeof(*living.homes)),
                             .residents = malloc((count + 1) * sizeof(*living.residents)),
                             .of = malloc((count + 1) * sizeof(*living.of)),
                             .resident_of = malloc((count + 1) * sizeof(*living.resident_of)),
                             .truth = malloc((count + 1) * sizeof(*living.truth)),
                             .seen = MAP_EMPTY,
                             .arena = ARENA_UP_TO(1 << 20) };
    if (!living.homes || !living.residents || !living.of || !living.resident_of || !living.truth)
        return no_memory(err);
    *ret = (struct household_report){ 0 };
    enum status status = truth_read(truth_path, labelled, 1, lang, living.truth, err);
    for (uint32_t i = 0; i < count; i++)
        living.homes[i] = (struct at_home){ .source = labelled->sources.ptr[i], .record = i };
    qsort(living.homes, count, sizeof(*living.homes), by_source);
    for (size_t i = 0, end; i < count && status == STATUS_OK; i = end) {
        for (end = i; end < count && living.homes[end].source == living.homes[i].source;)
            end++;
        status = find_in_source(labelled, clusters, &living, &living.homes[i], end - i, ret, err);
    }
    ret->precision = ret->found_pairs ? (double)ret->right_pairs / (double)ret->found_pairs : ret->true_pairs == 0;
    ret->recall = ret->true_pairs ? (double)ret->right_pairs / (double)ret->true_pairs : 1;
    double sum = ret->precision + ret->recall;
    ret->f1 = sum > 0 ? 2 * ret->precision * ret->recall / sum : 0;
    return status;
}
