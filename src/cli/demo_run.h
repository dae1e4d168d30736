/*
 * The main job on the demonstration company: files to a fresh store, resolved,
 * held against the truth, told in a few lines, and served.
 */
#pragma once

#include "cli/command.h"
#include "demo/demo.h"

struct demo_run {
    const char *folder;    /* holds the files; the store goes there too unless store_url is given */
    const char *store_url; /* NULL: a store in folder, made anew */
    const char *listen;    /* NULL: the usual address */
    bool serves;
    struct demo_report made;
};

enum status demo_run(struct cli *cli, const struct demo_run *run, struct error *err);

/* How well links agree with the truth, over pairs of records; households over pairs of persons. */
struct demo_score {
    uint64_t records, true_pairs, found_pairs, right_pairs;
};
struct demo_scores {
    struct demo_score persons, organisations, households;
    bool measured; /* false when there is too much of it for a quick look */
};

/* Reads <folder>/waarheid.csv. */
enum status demo_scores_read(struct store *store, const char *folder, struct demo_scores *ret, struct error *err);
double demo_score_f1(const struct demo_score *score);
