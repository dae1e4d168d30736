/*
 * Inside match/train*.c: what a round of EM starts from and what it counts.
 *
 *     the table ─ see_table ─▶ shown        sample ─┐
 *     shares ─ weigh ─▶ weights ─ count_sample ─▶ counts ─▶ shares of the next round
 */
#pragma once

#include "match/train_marks.h"
#include "match/train_sample.h"

/* What a table shows before anything is weighed. */
struct shown {
    double strength;                                      /* pairs that the expectations of the same stand for */
    bool is_number[COMPARE_COUNT];                        /* a number that a register gave, or nearly identifies */
    bool has_numbers;                                     /* enough of them to show companies of one owner */
    struct marks_seen marks;                              /* of organisations */
    bool marks_tell;                                      /* companies of one owner apart */
    bool likeness[LIKENESSES];                            /* those alike in this way can be seen */
    double like_least[LIKENESSES], like_most[LIKENESSES]; /* of them for each pair of the same */
};

/* false without memory. */
bool see_table(const struct table *table, const struct sample *sample, struct shown *ret);

/* log2 against strangers, by level; [0], not known, is 0. */
struct weights {
    double same[COMPARE_COUNT][LEVELS_MAX], like[LIKENESSES][COMPARE_COUNT][LEVELS_MAX];
};

/* What one round weighs pairs with. */
struct round_start {
    const struct sample *sample;
    const struct shown *shown;
    enum party_kind kind;
    const struct weights *weights;
    double log_same, log_like[LIKENESSES];
    const double *follow; /* by comparison: how often those alike share what one party shares with itself */
};

/* What one round counts. */
struct counts {
    struct shares same;
    double known_follow[COMPARE_COUNT], follow[COMPARE_COUNT];      /* of namesakes */
    double known_named[COMPARE_COUNT], differ_named[COMPARE_COUNT]; /* of numbers, among the same of one name */
    double sum_same, sum_like[LIKENESSES];
    double sister_org[LEVELS_MAX], sister_form[LEVELS_MAX]; /* names and legal forms of companies of one owner */
};

/* Room for the counting of all rounds. */
struct counting;
struct counting *counting_open(const struct sample *sample); /* NULL without memory */
void counting_done(struct counting *counting);
void count_sample(struct counting *counting, const struct round_start *start, int threads, struct counts *ret);
