/*
 * klantbeeld import: a file of a source into the store, or what would happen.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "flow/import/import.h"
#include "flow/import/import_preview.h"

static const struct cli_option options[] = {
    { "source", "NAME", "the source the file is from (see source add)", NULL },
    { "map", "MAP.json", "what each column becomes; else the mapping kept for this layout, else a proposed one", NULL },
    { "dry-run", NULL, "show the mapping and what would happen to each row; write nothing", NULL },
    { "events", "KIND", "every row is an event of this kind", NULL },
    { "customers-of", "SOURCE", "the source whose customer keys the events name", NULL },
    { NULL, NULL, NULL, NULL },
};

static void put_counts(const struct import_report *report, struct json_out *json)
{
    const struct {
        const char *key;
        uint64_t n;
    } counts[] = {
        { "rows", report->counts.rows },
        { "created", report->counts.created },
        { "updated", report->counts.updated },
        { "unchanged", report->counts.unchanged },
        { "rejected", report->counts.rejected },
        { "events_created", report->counts.events_created },
        { "events_unchanged", report->counts.events_unchanged },
        { "masked", report->masked },
    };
    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
        json_key(json, counts[i].key);
        json_u64(json, counts[i].n);
    }
    json_key(json, "keys");
    json_object(json);
    for (int key = IMPORT_KEY_ID; key < IMPORT_KEYS; key++)
        if (report->keys[key]) {
            json_key(json, import_key_name((enum import_key)key));
            json_u64(json, report->keys[key]);
        }
    json_end(json);
    json_key(json, "format");
    json_str(json, file_format_name(report->shape.format));
    json_key(json, "encoding");
    json_str(json, encoding_name(report->shape.encoding));
    json_key(json, "wall_s");
    json_fixed(json, report->seconds, 3);
}

static void print_counts(const struct cli *cli, const struct import_report *report)
{
    const struct import_counts *counts = &report->counts;
    const struct {
        const char *nl, *en;
        uint64_t n;
        bool always;
    } lines[] = {
        { "regels", "rows", counts->rows, true },
        { "nieuw", "created", counts->created, true },
        { "gewijzigd", "updated", counts->updated, true },
        { "ongewijzigd", "unchanged", counts->unchanged, true },
        { "afgekeurd", "rejected", counts->rejected, true },
        { "gebeurtenissen nieuw of gewijzigd", "events created or updated", counts->events_created, false },
        { "gebeurtenissen ongewijzigd", "events unchanged", counts->events_unchanged, false },
        { "persoonsnummers gewist", "national numbers erased", report->masked, false },
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        if (lines[i].always || lines[i].n)
            printf("%-34s %12" PRIu64 "\n", cli_say(cli, lines[i].nl, lines[i].en), lines[i].n);
    printf("%-34s %12.2f s\n", cli_say(cli, "tijd", "time"), report->seconds);
    if (report->same_file)
        printf("%s\n", cli_say(cli, "Dit bestand was het laatste van deze bron; er is niets veranderd.",
                               "This file was the last of its source; nothing changed."));
    if (report->keys[IMPORT_KEY_HASH])
        printf("%s\n", cli_say(cli,
                               "Geen sleutelkolom: een regel wordt herkend aan zijn inhoud, dus een verbeterde regel "
                               "is een nieuw record.",
                               "No key column: a row is known by its content, so a corrected row is a new record."));
}

/* ---- dry run ---- */

struct dry {
    const struct cli *cli;
    struct json_out *json;
    struct arena arena;
    bool rows_open;
};

static const char *change_word(const struct cli *cli, enum change change)
{
    static const char *const nl[] = { "afgekeurd", "nieuw", "gewijzigd", "ongewijzigd" };
    static const char *const en[] = { "rejected", "create", "update", "unchanged" };
    return cli_say(cli, nl[change], en[change]);
}

static void show_mapping(void *ctx, struct file_shape shape, struct layout layout,
                         const struct mapping_proposal *proposals, const struct text *customs)
{
    struct dry *dry = ctx;
    SCOPED(columns_done) struct columns table = COLUMNS_OF(3);
    if (dry->json) {
        json_key(dry->json, "mapping");
        json_array(dry->json);
    } else {
        columns_put_str(&table, cli_say(dry->cli, "KOLOM", "COLUMN"));
        columns_put_str(&table, cli_say(dry->cli, "WORDT", "BECOMES"));
        columns_put_str(&table, cli_say(dry->cli, "ZEKERHEID", "CONFIDENCE"));
    }
    for (size_t i = 0; i < layout.count; i++) {
        struct field_ref_text name = field_ref_text(proposals[i].ref);
        struct text field = customs && customs[i].len ? customs[i] : text_from(name.s);
        if (dry->json) {
            json_object(dry->json);
            json_key(dry->json, "column");
            json_text(dry->json, layout.columns[i]);
            json_key(dry->json, "field");
            json_text(dry->json, field);
            json_key(dry->json, "confidence");
            json_u64(dry->json, proposals[i].confidence);
            json_end(dry->json);
        } else {
            columns_put(&table, layout.columns[i]);
            columns_put(&table, field.len ? field : TEXT("-"));
            columns_put_u64(&table, proposals[i].confidence);
        }
    }
    if (dry->json)
        json_end(dry->json);
    else
        columns_print(&table, stdout);
    if (!dry->json)
        printf("\n");
}

static void put_finding(struct dry *dry, const struct record_finding *finding)
{
    struct field_ref_text field = field_ref_text(finding->field);
    const char *sentence = finding_sentence(finding->finding, dry->cli->job.lang);
    if (!dry->json) {
        printf("        %s%s%s", field.s, field.s[0] ? ": " : "", sentence);
        if (finding->proposal.len)
            printf(" → %.*s", TEXT_ARG(finding->proposal));
        printf("\n");
        return;
    }
    json_object(dry->json);
    json_key(dry->json, "code");
    json_str(dry->json, finding_code(finding->finding));
    json_key(dry->json, "field");
    json_str(dry->json, field.s);
    json_key(dry->json, "sentence");
    json_str(dry->json, sentence);
    if (finding->proposal.len) {
        json_key(dry->json, "proposal");
        json_text(dry->json, finding->proposal);
    }
    json_end(dry->json);
}

static void put_findings(struct dry *dry, const struct import_row *row)
{
    for (size_t i = 0; i < row->findings_count; i++)
        put_finding(dry, &row->findings[i]);
    for (size_t i = 0; row->normal && i < row->normal->findings_count; i++)
        if (finding_severity(row->normal->findings[i].finding) > SEVERITY_NOTE || dry->json)
            put_finding(dry, &row->normal->findings[i]);
}

static void show_row(void *ctx, const struct import_row *row)
{
    struct dry *dry = ctx;
    size_t mentions = row->normal ? row->normal->mentions_count : 0;
    arena_reset(&dry->arena);
    if (!dry->json) {
        printf("%8" PRIu64 "  %-12s %.*s", row->number, change_word(dry->cli, row->change), TEXT_ARG(row->source_key));
        for (size_t i = 0; i < mentions; i++)
            printf("%s%.*s", i ? ", " : "  ", TEXT_ARG(import_name_of(&row->normal->mentions[i], &dry->arena)));
        printf("\n");
        put_findings(dry, row);
        return;
    }
    if (!dry->rows_open) {
        json_key(dry->json, "preview");
        json_array(dry->json);
        dry->rows_open = true;
    }
    json_object(dry->json);
    json_key(dry->json, "row");
    json_u64(dry->json, row->number);
    json_key(dry->json, "change");
    json_str(dry->json, (const char *const[]){ "rejected", "create", "update", "unchanged" }[row->change]);
    json_key(dry->json, "key");
    json_text(dry->json, row->source_key);
    json_key(dry->json, "names");
    json_array(dry->json);
    for (size_t i = 0; i < mentions; i++)
        json_text(dry->json, import_name_of(&row->normal->mentions[i], &dry->arena));
    json_end(dry->json);
    json_key(dry->json, "findings");
    json_array(dry->json);
    put_findings(dry, row);
    json_end(dry->json);
    json_end(dry->json);
}

static enum status dry_run(struct cli *cli, struct store *store, const struct import_options *import, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct dry dry = { .cli = cli, .json = cli->json ? &json : NULL, .arena = ARENA_UP_TO(64 * 1024 * 1024) };
    struct import_watch watch = { show_mapping, show_row, &dry };
    struct import_report report = { 0 };
    if (cli->json)
        json_object(&json);
    enum status status = import_dry_run(store, &cli->job, import, &watch, &report, err);
    arena_done(&dry.arena);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        printf("\n");
        print_counts(cli, &report);
        printf("%s\n",
               cli_say(cli, "Dit was een proef: er is niets bewaard.", "This was a dry run: nothing was kept."));
        return STATUS_OK;
    }
    if (!dry.rows_open) {
        json_key(&json, "preview");
        json_array(&json);
    }
    json_end(&json);
    put_counts(&report, &json);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct import_options import = { .source = cli_arg(args, "source"),
                                     .path = args->positional[0].ptr,
                                     .map_path = cli_arg(args, "map").ptr,
                                     .events = cli_arg(args, "events"),
                                     .customers = cli_arg(args, "customers-of") };
    struct import_report report = { 0 };
    if (!import.source.ptr) {
        error_set(err, STATUS_USAGE, "import needs --source NAME");
        error_hint(err, "`klantbeeld source list` shows the names; `klantbeeld source add NAME` makes one.");
        return STATUS_USAGE;
    }
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (cli_flag(args, "dry-run"))
        return dry_run(cli, store, &import, err);
    status = import_file(store, &cli->job, &import, &report, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        print_counts(cli, &report);
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_key(&json, "import");
    json_u64(&json, report.import_id);
    json_key(&json, "same_file");
    json_bool(&json, report.same_file);
    put_counts(&report, &json);
    json_end(&json);
    return cli_put_json(&buf, err);
}

const struct command command_import = {
    .name = "import",
    .usage = "--source NAME FILE [--map MAP.json] [--events KIND] [--customers-of SOURCE] [--dry-run]",
    .summary = "put a file of a source into the store",
    .description =
        "Reads CSV, NDJSON or vCard, in any common encoding; FILE - is standard input. What each column becomes is\n"
        "proposed from the header and the values, kept with the source, and used again for the same layout.\n"
        "The same file twice changes nothing; a row that changed becomes a new version of its record.\n"
        "A stopped import is finished by importing the file again.\n\n"
        "A file with a key and a time of events is one of events: orders, calls, invoices … (klantbeeld event kinds).\n"
        "--events says so, and which kind, when the file does not; --customers-of when the customer keys in it are\n"
        "those of another source. Events whose customer is not there yet wait for him.",
    .example = "klantbeeld import --source crm contacten.csv --dry-run\nklantbeeld import --source crm contacten.csv",
    .options = options,
    .positional_min = 1,
    .positional_max = 1,
    .run = run,
};
