/*
 * The matching held against a labelled file.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/columns.h"
#include "cli/match_report.h"
#include "flow/evaluate/evaluate.h"
#include "os/file.h"

enum { ERRORS_MAX = 100000 };

/* The next line of the mapping, taken apart. */
static bool next_column(struct text *rest, struct text cells[5])
{
    struct text line;
    if (!text_next(rest, '\n', &line) || line.len == 0)
        return false;
    for (size_t i = 0; i < 5; i++)
        if (!text_next(&line, '\t', &cells[i]))
            cells[i] = TEXT_EMPTY;
    return true;
}

static void put_json(const struct evaluate_report *report, struct text mapping, struct buf *buf)
{
    struct json_out json = json_out_over(buf);
    json_object(&json);
#define COUNT(name)           (json_key(&json, #name), json_u64(&json, report->name))
#define SHARE(name, decimals) (json_key(&json, #name), json_fixed(&json, report->name, decimals))
    COUNT(records);
    COUNT(entities);
    COUNT(true_pairs);
    COUNT(found_pairs);
    COUNT(right_pairs);
    SHARE(precision, 6);
    SHARE(recall, 6);
    SHARE(f1, 6);
    SHARE(b3_precision, 6);
    SHARE(b3_recall, 6);
    SHARE(b3_f1, 6);
    COUNT(pairs_scored);
    SHARE(blocking_recall, 6);
    json_key(&json, "threshold");
    json_fixed(&json, report->threshold_bits, 3);
    json_key(&json, "expected_precision");
    json_fixed(&json, report->sure, 4);
    COUNT(reviews);
    SHARE(seconds_read, 3);
    SHARE(cpu_read, 3);
    SHARE(seconds_prepare, 3);
    SHARE(seconds_block, 3);
    SHARE(seconds_train, 3);
    SHARE(seconds_score, 3);
    SHARE(seconds_cluster, 3);
    SHARE(seconds_match, 3);
    SHARE(wall_s, 3);
    SHARE(peak_rss_mb, 1);
#undef COUNT
#undef SHARE
    match_report_json(&report->stats, &json);
    if (report->households.records > 0) {
        const struct household_report *h = &report->households;
        json_key(&json, "households");
        json_object(&json);
        json_key(&json, "records"), json_u64(&json, h->records);
        json_key(&json, "households"), json_u64(&json, h->households);
        json_key(&json, "true_pairs"), json_u64(&json, h->true_pairs);
        json_key(&json, "found_pairs"), json_u64(&json, h->found_pairs);
        json_key(&json, "right_pairs"), json_u64(&json, h->right_pairs);
        json_key(&json, "precision"), json_fixed(&json, h->precision, 6);
        json_key(&json, "recall"), json_fixed(&json, h->recall, 6);
        json_key(&json, "f1"), json_fixed(&json, h->f1, 6);
        json_end(&json);
    }
    json_put(&json, "country", text_from(report->country));
    if (mapping.len > 0) {
        static const char *const keys[] = { "column", "meaning", "confidence", "filled", "distinct" };
        struct text cells[5];
        json_key(&json, "mapping");
        json_array(&json);
        while (next_column(&mapping, cells)) {
            json_object(&json);
            for (size_t i = 0; i < 5; i++) {
                uint64_t number = 0;
                json_key(&json, keys[i]);
                if (i < 2)
                    json_text(&json, cells[i]);
                else if (text_to_u64(cells[i], &number))
                    json_u64(&json, number);
                else
                    json_null(&json);
            }
            json_end(&json);
        }
        json_end(&json);
    }
    json_end(&json);
}

static void print_report(const struct cli *cli, const struct evaluate_report *r)
{
    bool nl = cli->job.lang == LANGUAGE_NL;
    printf(nl ? "%llu records, %llu entiteiten\n" : "%llu records, %llu entities\n", (unsigned long long)r->records,
           (unsigned long long)r->entities);
    printf(nl ? "paren: %llu echt, %llu gevonden, %llu goed\n" : "pairs: %llu true, %llu found, %llu right\n",
           (unsigned long long)r->true_pairs, (unsigned long long)r->found_pairs, (unsigned long long)r->right_pairs);
    printf("         %s  %s  F1\n", nl ? "precisie" : "precision", nl ? "vangst" : "recall");
    printf("%-8s %.4f    %.4f  %.4f\n", nl ? "paren" : "pairs", r->precision, r->recall, r->f1);
    printf("%-8s %.4f    %.4f  %.4f\n", "B-cubed", r->b3_precision, r->b3_recall, r->b3_f1);
    if (r->households.records > 0)
        printf("%-8s %.4f    %.4f  %.4f  (%llu %s)\n", nl ? "thuis" : "homes", r->households.precision,
               r->households.recall, r->households.f1, (unsigned long long)r->households.households,
               nl ? "huishoudens van twee of meer" : "households of two and more");
    printf(nl ? "%llu paren vergeleken; %.2f%% van de echte paren was daarbij; drempel %.1f bit; %llu ter beoordeling\n"
              : "%llu pairs compared; %.2f%% of the true pairs among them; threshold %.1f bits; %llu to review\n",
           (unsigned long long)r->pairs_scored, 100 * r->blocking_recall, r->threshold_bits,
           (unsigned long long)r->reviews);
    printf(nl ? "%.2f s (lezen %.2f, voorbereiden %.2f, kandidaten %.2f, leren %.2f, vergelijken %.2f, groeperen "
                "%.2f), %.0f MB\n"
              : "%.2f s (read %.2f, prepare %.2f, block %.2f, train %.2f, score %.2f, cluster %.2f), %.0f MB\n",
           r->wall_s, r->seconds_read, r->seconds_prepare, r->seconds_block, r->seconds_train, r->seconds_score,
           r->seconds_cluster, r->peak_rss_mb);
}

static void print_mapping(const struct cli *cli, struct text mapping)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(5);
    struct text cells[5];
    columns_put_str(&table, cli_say(cli, "kolom", "column"));
    columns_put_str(&table, cli_say(cli, "betekenis", "meaning"));
    columns_put_str(&table, "%");
    columns_put_str(&table, cli_say(cli, "gevuld", "filled"));
    columns_put_str(&table, cli_say(cli, "verschillend", "distinct"));
    while (next_column(&mapping, cells))
        for (size_t i = 0; i < 5; i++)
            columns_put(&table, cells[i]);
    columns_print(&table, stdout);
    printf("\n");
}

/* The NUL-ended form of an argument; arguments are made of C strings and end with one. */
static const char *path_of(struct text t)
{
    return t.len ? t.ptr : NULL;
}

static enum status run_evaluate(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    SCOPED(buf_done) struct buf pairs = BUF_EMPTY;
    SCOPED(buf_done) struct buf weights = BUF_EMPTY;
    SCOPED(buf_done) struct buf mapping = BUF_EMPTY;
    SCOPED(buf_done) struct buf errors = BUF_EMPTY;
    uint64_t errors_max = 0;
    struct text errors_wanted = cli_arg(args, "errors");
    if (errors_wanted.ptr && (!text_to_u64(errors_wanted, &errors_max) || errors_max > ERRORS_MAX))
        return error_set(err, STATUS_USAGE, "--errors needs a number of at most %d", ERRORS_MAX);
    const char *pairs_path = path_of(cli_arg(args, "pairs")), *weights_path = path_of(cli_arg(args, "weights"));
    struct evaluate_options options = {
        .records = path_of(args->positional[0]),
        .truth = path_of(args->positional[1]),
        .map = path_of(cli_arg(args, "map")),
        .households = path_of(cli_arg(args, "households")),
        .pairs = pairs_path ? &pairs : NULL,
        .mapping = cli_flag(args, "mapping") ? &mapping : NULL,
        .errors = errors_max > 0 && !cli->json ? &errors : NULL,
        .errors_max = errors_max,
        .weights = weights_path ? &weights : NULL,
    };
    if (!match_rules_read(cli_arg(args, "without-rule"), &options.without_rules))
        return match_rules_refuse(cli_arg(args, "without-rule"), err);
    if (!options.records || !options.truth)
        return error_set(err, STATUS_USAGE, "a file name is empty");
    struct evaluate_report report;
    enum status status = evaluate_run(&options, &cli->job, &report, err);
    if (status == STATUS_OK && pairs_path)
        status = file_replace(pairs_path, buf_text(&pairs), err);
    if (status == STATUS_OK && weights_path)
        status = file_replace(weights_path, buf_text(&weights), err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        if (options.mapping)
            print_mapping(cli, buf_text(&mapping));
        print_report(cli, &report);
        match_report_print(cli, &report.stats);
        if (options.errors)
            printf("\n%.*s", TEXT_ARG(buf_text(&errors)));
        return STATUS_OK;
    }
    put_json(&report, buf_text(&mapping), &json);
    return cli_put_json(&json, err);
}

const struct command command_evaluate = {
    .name = "evaluate",
    .usage = "RECORDS TRUTH.csv [--map MAP.json] [--households FILE] [--mapping] [--errors N] [--pairs FILE] "
             "[--weights FILE] "
             "[--without-rule NAMES]",
    .summary = "measure the matching on a file of which the truth is known",
    .description =
        "Reads the records, matches them in memory and compares the outcome with the truth. Nothing is stored.\n\n"
        "TRUTH.csv has the columns id,cluster or id_a,id_b; ids are those of the column 'id' of the records, or of "
        "their first column. Columns are recognised by their headers; a column that is not recognised takes part as "
        "text, number, date or code by its content. The id column and a column that holds the answer take no part.",
    .example = "klantbeeld evaluate klanten.csv waarheid.csv --json",
    .options =
        (const struct cli_option[]){
            { "map", "MAP.json", "what the columns are, in place of what their headers say", NULL },
            { "households", "FILE", "measure households too: FILE has id,cluster of the records that live in one",
              NULL },
            { "mapping", NULL, "print what each column was taken for", NULL },
            { "errors", "N", "print N wrong and N missed pairs, their rows side by side", NULL },
            { "pairs", "FILE", "write the wrong and the missed pairs with their scores, as CSV", NULL },
            { "weights", "FILE", "write what the matching learned, as text", NULL },
            { "without-rule", "NAMES", "switch off rules that forbid joining: twins, couple, ... or all", NULL },
            { 0 },
        },
    .positional_min = 2,
    .positional_max = 2,
    .run = run_evaluate,
};
