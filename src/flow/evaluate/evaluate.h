/*
 * How well the matching does on a labelled file: nothing is stored.
 *
 * The records are read, normalised and matched in memory as resolve would do
 * it, and the clusters found are held against the truth.  A record is one
 * entity here, whichever of its mentions is its subject.
 */
#pragma once

#include "base/buf.h"
#include "base/status.h"
#include "flow/job/job.h"
#include "match/match.h"

struct evaluate_options {
    const char *records;    /* any file a reader reads */
    const char *truth;      /* id,cluster or id_a,id_b */
    const char *map;        /* mapping file, or NULL: proposed from headers and content */
    const char *households; /* truth of households (id,cluster), or NULL */
    uint32_t without_rules; /* match_rules_read */
    struct buf *pairs;      /* wrong and missed pairs as CSV, ids and levels only; or NULL */
    struct buf *mapping;    /* per column a line "header TAB meaning TAB confidence TAB filled TAB distinct"; or NULL */
    struct buf *errors;     /* some wrong and missed pairs, their rows side by side; or NULL */
    size_t errors_max;      /* of each kind */
    struct buf *weights;    /* what the model learned, to be read by people; or NULL */
};

struct household_report {
    uint64_t records, households; /* with a known household; of two records and more */
    uint64_t true_pairs, found_pairs, right_pairs;
    double precision, recall, f1; /* over pairs within a source */
};

struct evaluate_report {
    uint64_t records, entities; /* records with a known entity */
    uint64_t true_pairs, found_pairs, right_pairs;
    double precision, recall, f1; /* over pairs */
    double b3_precision, b3_recall, b3_f1;
    uint64_t pairs_scored;
    double blocking_recall; /* true pairs that were candidates */
    double threshold_bits;
    double sure; /* precision as the model expects it, without the truth */
    uint64_t reviews;
    uint64_t stopped[MATCH_RULES]; /* pairs above 0 bits that a rule kept apart */
    /* reading goes with normalising and adding, side by side; preparing is what comes after the last row */
    double seconds_read, seconds_prepare, seconds_block, seconds_train, seconds_score, seconds_cluster;
    double cpu_read;      /* of all threads, in user and system */
    double seconds_match; /* all of these: from file to clusters */
    double wall_s, peak_rss_mb;
    struct match_stats stats;           /* of the matching, with what each family of candidate keys did */
    char country[3];                    /* what the table was taken to be of */
    struct household_report households; /* zero when not asked */
};

enum status evaluate_run(const struct evaluate_options *options, const struct job *job, struct evaluate_report *ret,
                         struct error *err);
