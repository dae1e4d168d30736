/*
 * klantbeeld export: parties with their golden values, or the key ring.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/scoped.h"
#include "cli/command.h"
#include "flow/privacy/subject.h"
#include "flow/view/export.h"
#include "os/out.h"

static const char *const kinds[] = { "person", "organisation", "household", NULL };
static const char *const formats[] = { "csv", "ndjson", NULL };

static const struct cli_option options[] = {
    { "kind", "KIND", "person, organisation or household only", kinds },
    { "format", "FORMAT", "csv or ndjson (csv)", formats },
    { "party", "PARTY", "all that is known of one party, as JSON: for himself", NULL },
    { "keys", NULL, "the key ring: party ids and the keys of the sources", NULL },
    { "out", "FILE", "where to; standard output when left out", NULL },
    { NULL, NULL, NULL, NULL },
};

static bool word_read(struct text word, const char *const *words, int *ret)
{
    for (int i = 0; words[i]; i++)
        if (text_equal(word, text_from(words[i]))) {
            *ret = i;
            return true;
        }
    return false;
}

static enum status write_stdout(void *ctx, struct text piece, struct error *err)
{
    return fwrite(piece.ptr, 1, piece.len, stdout) == piece.len ? STATUS_OK
                                                                : error_system(err, "cannot write to standard output");
}

static enum status write_file(void *ctx, struct text piece, struct error *err)
{
    out_put(ctx, piece.ptr, piece.len); /* remembers what goes wrong until out_close() */
    return STATUS_OK;
}

/* GDPR, articles 15 and 20. */
static enum status export_subject(struct cli *cli, struct text who, struct text path, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(out_done) struct out out = OUT_CLOSED;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = subject_export(store, &cli->job, who, &json, err);
    if (status == STATUS_OK)
        status = store_audit(store, cli->job.now_ms, cli->job.author, TEXT("export"), TEXT("subject"), TEXT_EMPTY, err);
    if (status != STATUS_OK || !path.ptr)
        return status == STATUS_OK ? cli_put_json(&buf, err) : status;
    status = out_open(path.ptr, &out, err);
    if (status != STATUS_OK)
        return status;
    out_put(&out, buf.ptr, buf.len);
    out_put(&out, "\n", 1);
    return out_close(&out, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    if (cli_arg(args, "party").ptr)
        return export_subject(cli, cli_arg(args, "party"), cli_arg(args, "out"), err);
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(out_done) struct out out = OUT_CLOSED;
    struct text kind_word = cli_arg(args, "kind"), format_word = cli_arg(args, "format"), path = cli_arg(args, "out");
    struct export_options export = { .what = cli_flag(args, "keys") ? EXPORT_KEYS : EXPORT_PARTIES,
                                     .write = write_stdout };
    int kind = -1, format = EXPORT_CSV;
    uint64_t rows = 0;
    if (kind_word.ptr && !word_read(kind_word, kinds, &kind))
        return error_set(err, STATUS_USAGE, "there is no kind '%.*s'", TEXT_ARG(kind_word));
    if (format_word.ptr && !word_read(format_word, formats, &format))
        return error_set(err, STATUS_USAGE, "export writes csv or ndjson, not '%.*s'", TEXT_ARG(format_word));
    export.kind = (enum party_kind)(kind + 1);
    export.format = (enum export_format)format;
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK && path.ptr) {
        export.write = write_file;
        export.ctx = &out;
        status = out_open(path.ptr, &out, err);
    }
    if (status == STATUS_OK)
        status = store_audit(store, cli->job.now_ms, cli->job.author, TEXT("export"),
                             export.what == EXPORT_KEYS ? TEXT("keys") : TEXT("parties"), TEXT_EMPTY, err);
    if (status == STATUS_OK)
        status = export_run(store, &cli->job, &export, &rows, err);
    if (status != STATUS_OK || !path.ptr)
        return status;
    status = out_close(&out, err);
    if (status == STATUS_OK)
        printf("%" PRIu64 " %s '%s'\n", rows, cli_say(cli, "regels geschreven naar", "rows written to"), path.ptr);
    return status;
}

const struct command command_export = {
    .name = "export",
    .usage = "[--kind KIND] [--format csv|ndjson] [--keys] [--party PARTY] [--out FILE]",
    .summary = "write parties with their golden values, or the key ring",
    .description =
        "CSV gives one line a party with the best value of each field; NDJSON the whole profile with origins.\n"
        "With --keys: which party each source key belongs to now. With --party: all that is known of one party as "
        "JSON,\n"
        "every version, event, choice and who looked: for the person himself (GDPR, articles 15 and 20).",
    .example = "klantbeeld export --kind person --out personen.csv\nklantbeeld export --keys > sleutelbos.csv",
    .options = options,
    .run = run,
};
