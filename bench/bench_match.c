/*
 * Where the time and the memory of matching go, on one flat file of persons:
 *
 *     bench_match FILE [THREADS]
 *
 * One line "match.STEP rows seconds peak_mb cpu" per step of matcher_run(),
 * as bench_steps.c prints them, then on stderr what each part of the matcher
 * holds at the end, in bytes per mention.  Seconds on the clock say little on
 * a busy machine: compare those of the processor, in the last column.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench_file.h"
#include "match/side.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"

/* The step that runs now, and when it began. */
struct watch {
    const char *step;
    uint64_t start, rows;
    double cpu;
};

static void next_step(struct watch *watch, const char *step, uint64_t rows)
{
    if (watch->step && watch->rows)
        printf("match.%s %llu %.3f %.0f %.3f\n", watch->step, (unsigned long long)watch->rows,
               (double)(clock_elapsed_ns() - watch->start) / 1e9, process_peak_rss_mb(),
               process_cpu_seconds() - watch->cpu);
    fflush(stdout);
    *watch = (struct watch){ step, clock_elapsed_ns(), rows, process_cpu_seconds() };
}

static void on_progress(void *ctx, const char *step, uint64_t done, uint64_t total)
{
    (void)done;
    next_step(ctx, step, total);
}

static void tell_bytes(const char *part, uint64_t bytes, uint64_t mentions)
{
    fprintf(stderr, "bench_match: %-28s %9.1f MB %8.1f bytes a mention\n", part, (double)bytes / 1e6,
            mentions ? (double)bytes / (double)mentions : 0);
}

static uint64_t values_bytes(const struct values *values)
{
    return values->about.cap * sizeof(*values->about.ptr) + values->bits.cap * sizeof(int16_t) +
           values->counts.cap * sizeof(uint32_t) + values->hashes.cap * sizeof(uint64_t) +
           values->starts.cap * sizeof(uint32_t) + values->letters.cap + values->words.cap * sizeof(uint32_t) +
           values->slots_size * sizeof(uint32_t);
}

static void tell_parts(const struct side *side)
{
    const struct table *table = &side->table;
    uint64_t mentions = table->preps.len, values = 0;
    for (size_t d = 0; d < DOMAIN_COUNT; d++)
        values += values_bytes(&table->values[d]);
    tell_bytes("mentions", table->preps.cap * sizeof(struct prep), mentions);
    tell_bytes("addresses", table->addresses.cap * sizeof(struct prep_address), mentions);
    tell_bytes("e-mail addresses", table->emails.cap * sizeof(struct prep_email), mentions);
    tell_bytes("phones", table->phones.cap * sizeof(struct prep_phone), mentions);
    tell_bytes("identifiers, attributes",
               table->identifiers.cap * sizeof(struct prep_identifier) +
                   table->attributes.cap * sizeof(struct prep_attribute),
               mentions);
    tell_bytes("values", values, mentions);
    tell_bytes("runs", side->index.members.len * sizeof(uint32_t), mentions);
    tell_bytes("cards, while scoring", mentions * (sizeof(struct card) + sizeof(struct place_card)), mentions);
    tell_bytes("scored pairs", side->pairs_count * sizeof(struct scored_pair), mentions);
    tell_bytes("clusters and links", mentions * (sizeof(uint32_t) + sizeof(struct match_link)), mentions);
}

int main(int argc, char **argv)
{
    struct error err = ERROR_NONE;
    struct matcher *matcher = NULL;
    struct watch watch = { 0 };
    if (argc < 2) {
        fprintf(stderr, "use: bench_match FILE [THREADS]\n");
        return 2;
    }
    const struct match_options options = { .threads = argc > 2 ? atoi(argv[2]) : threads_default(),
                                           .progress = on_progress,
                                           .progress_ctx = &watch };
    if (matcher_open(&options, &matcher, &err) != STATUS_OK)
        bench_die(&err);
    next_step(&watch, "add", 1);
    bench_add_file(argv[1], matcher);
    next_step(&watch, "prepare", 1);
    if (matcher_run(matcher, &err) != STATUS_OK)
        bench_die(&err);
    next_step(&watch, NULL, 0);
    tell_parts(&matcher->sides[0]);
    matcher_close(&matcher);
    return 0;
}
