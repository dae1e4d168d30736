/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "bench_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "normal/record.h"
#include "os/clock.h"
#include "parse/mapping.h"
#include "parse/reader.h"

void bench_die(const struct error *err)
{
    fprintf(stderr, "bench: %s\n", err->message);
    exit(1);
}

void bench_die_of_memory(void)
{
    struct error err = ERROR_NONE;
    error_set(&err, STATUS_NO_MEMORY, "out of memory");
    bench_die(&err);
}

void bench_add_file(const char *path, struct matcher *matcher)
{
    struct error err = ERROR_NONE;
    struct reader *reader = NULL;
    struct row row;
    if (reader_open(path, &reader, &err) != STATUS_OK)
        bench_die(&err);
    struct layout layout = reader_layout(reader);
    struct mapping_proposal *proposals = calloc(layout.count, sizeof(*proposals));
    struct field_ref *refs = calloc(layout.count, sizeof(*refs));
    if (!proposals || !refs)
        bench_die_of_memory();
    mapping_propose(layout, NULL, 0, proposals);
    for (size_t i = 0; i < layout.count; i++)
        refs[i] = proposals[i].ref;
    const struct mapping mapping = { .refs = refs, .count = layout.count };
    const struct normal_options options = { .country = "NL", .now_ms = clock_now_ms() };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    uint64_t number = 0;
    for (enum row_state state; (state = reader_next(reader, &row)) != ROW_NONE;) {
        struct normal_record normal;
        if (state != ROW_GOOD)
            continue;
        number++;
        arena_reset(&arena);
        if (normal_record_read(&mapping, &row, (struct record_id){ number }, &options, &arena, &normal, &err) !=
            STATUS_OK)
            bench_die(&err);
        struct mention_id id = { hash_u64(number) }; /* spread as those of a store are */
        for (size_t i = 0; i < normal.mentions_count && i < 1; i++)
            if (matcher_add(matcher, id, 0, &normal.mentions[i], &err) != STATUS_OK)
                bench_die(&err);
    }
    free(proposals);
    free(refs);
    reader_close(&reader);
}
