/*
 * How many pairs are compared and scored per second on one core: nothing is
 * read, prepared or looked for while the clock runs.
 *
 *     bench_pairs FILE [ROUNDS]
 *
 * The file is one of `klantbeeld demo --bench-persons`: given name, surname,
 * birth date, gender, street and number, postcode and city, e-mail, phone.
 * Its rows are matched once; then all candidate pairs of that run are scored
 * again, in the order in which the run scores them, on one thread.  A round
 * is one line "compare pairs seconds peak_mb cpu", as bench_steps.c prints
 * them.  Then once "compare-whole", without the cards of match/bound.h, and
 * "compare-random" on as many pairs drawn blindly.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "bench_file.h"
#include "match/side.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"

struct pairs {
    VEC(uint64_t) list;
};

static void take_pairs(void *ctx, size_t slice, int thread, uint64_t *met, size_t count)
{
    (void)slice;
    (void)thread;
    struct pairs *pairs = ctx;
    if (!vec_reserve(&pairs->list, pairs->list.len + count))
        bench_die_of_memory();
    memcpy(pairs->list.ptr + pairs->list.len, met, count * sizeof(*met));
    pairs->list.len += count;
}

static void take_score(void *ctx, uint32_t a, uint32_t b, int32_t score)
{
    (void)a;
    (void)b;
    *(int64_t *)ctx += score;
}

/* As the run does it: a few thousand pairs at a time. */
static void score(const struct side *side, const struct bound *bound, const char *step, const struct pairs *pairs)
{
    enum { AT_ONCE = 4096 };
    uint64_t room[AT_ONCE], start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    int64_t sum = 0;
    size_t count = pairs->list.len, passed = 0;
    for (size_t at = 0; at < count; at += AT_ONCE) {
        size_t here = count - at < AT_ONCE ? count - at : AT_ONCE;
        memcpy(room, pairs->list.ptr + at, here * sizeof(*room));
        passed += side_score_pairs(side, bound, room, here, NULL, take_score, &sum);
    }
    double seconds = (double)(clock_elapsed_ns() - start) / 1e9;
    cpu = process_cpu_seconds() - cpu;
    printf("%s %zu %.3f %.0f %.3f\n", step, count, seconds, process_peak_rss_mb(), cpu);
    fprintf(stderr, "bench_pairs: %s %.0f ns of processor a pair, %.1f%% passed over by their cards, scores %lld\n",
            step, count ? cpu * 1e9 / (double)count : 0, count ? 100.0 * (double)passed / (double)count : 0,
            (long long)sum);
}

static void draw(const struct side *side, struct pairs *pairs)
{
    uint64_t mentions = side->table.preps.len;
    for (size_t i = 0; mentions > 1 && i < pairs->list.len; i++) {
        uint32_t a = (uint32_t)(hash_u64(2 * i) % mentions), b = (uint32_t)(hash_u64(2 * i + 1) % mentions);
        pairs->list.ptr[i] = pair_pack(a, b == a ? (b + 1) % (uint32_t)mentions : b);
    }
}

int main(int argc, char **argv)
{
    struct error err = ERROR_NONE;
    struct matcher *matcher = NULL;
    const struct match_options options = { .threads = threads_default() };
    if (argc < 2) {
        fprintf(stderr, "use: bench_pairs FILE [ROUNDS]\n");
        return 2;
    }
    if (matcher_open(&options, &matcher, &err) != STATUS_OK)
        bench_die(&err);
    bench_add_file(argv[1], matcher);
    if (matcher_run(matcher, &err) != STATUS_OK)
        bench_die(&err);
    const struct side *side = &matcher->sides[0];
    struct bound bound = { 0 };
    if (!bound_open(&side->table, &side->model, options.threads, &bound))
        bench_die_of_memory();
    struct pairs pairs = { 0 };
    if (!block_pairs(&side->index, NULL, 1, take_pairs, &pairs))
        bench_die_of_memory();
    for (int round = argc > 2 ? atoi(argv[2]) : 3; round > 0; round--)
        score(side, &bound, "compare", &pairs);
    const struct bound none = { 0 };
    score(side, &none, "compare-whole", &pairs);
    draw(side, &pairs);
    score(side, &bound, "compare-random", &pairs);
    bound_done(&bound);
    vec_done(&pairs.list);
    matcher_close(&matcher);
    return 0;
}
