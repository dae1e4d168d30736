/*
 * klantbeeld record put: one record of a source, and where it goes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "cli/values.h"
#include "flow/live.h"
#include "flow/resolve.h"

static enum status print(const struct buf *buf, struct error *err)
{
    SCOPED(answer_done) struct answer answer = ANSWER_NONE;
    enum status status = answer_read(buf, &answer, err);
    if (status != STATUS_OK)
        return status;
    printf("%s  %s %s\n%s\n", answer_text(answer.root, "record"), answer_text(answer.root, "source"),
           answer_text(answer.root, "key"), answer_text(answer.root, "sentence"));
    for (const struct answer_node *party = answer_first(answer.root, "parties"); party; party = answer_next(party))
        printf("%s  %s\n", answer_text(party, "id"), answer_text(party, "name"));
    return STATUS_OK;
}

static enum status put(struct cli *cli, struct store *store, struct text source, const struct live_question *values,
                       struct buf *buf, struct error *err)
{
    SCOPED(live_close) struct live *live = NULL;
    struct json_out json = json_out_over(buf);
    enum status status = live_open(store, &cli->job, &live, err);
    json_object(&json);
    if (status == STATUS_OK)
        status = live_put(live, store, &cli->job, source, values, &json, err);
    json_end(&json);
    return status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct live_question values = { 0 };
    struct resolve_report report = { 0 };
    if (!text_equal(args->positional[0], TEXT("put")))
        return error_set(err, STATUS_USAGE, "record knows 'put'");
    if (!cli_arg(args, "source").ptr)
        return error_set(err, STATUS_USAGE, "record put needs --source NAME");
    enum status status = cli_values_read(args, 1, &values, err);
    if (status == STATUS_OK)
        status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = put(cli, store, cli_arg(args, "source"), &values, &buf, err);
    if (status == STATUS_OK && cli_flag(args, "resolve"))
        status = resolve_run(store, &cli->job, &report, err);
    if (status != STATUS_OK)
        return status;
    return cli->json ? cli_put_json(&buf, err) : print(&buf, err);
}

static const struct cli_option options[] = {
    { "source", "NAME", "the source the record is of", NULL, "de bron waar het record van is" },
    { "resolve", NULL, "resolve afterwards, so that profiles follow at once", NULL,
      "resolve daarna, zodat de profielen meteen volgen" },
    { 0 },
};

const struct command command_record = {
    .name = "record",
    .usage = "put --source NAME FIELD=VALUE... [--resolve]",
    .summary = "keep one record of a source and say whose it is",
    .description =
        "The record goes in as a row of a file would: the same key is a new version. The answer says what the next\n"
        "resolve will do with it; profiles and households follow then, or at once with --resolve. FIELD is a field\n"
        "(source.id, person.given, email) or a header as people write it (Klantnummer, Achternaam).",
    .example = "klantbeeld record put --source shop Klantnummer=81 naam=\"J. van den Berg\" email=jb@post.example",
    .options = options,
    .positional_min = 2,
    .positional_max = -1,
    .run = run,
    .summary_nl = "bewaar een record van een bron en zeg van wie het is",
    .description_nl =
        "Het record gaat erin zoals een regel van een bestand: dezelfde sleutel is een nieuwe versie. Het antwoord "
        "zegt\n"
        "wat de volgende resolve ermee doet; profielen en huishoudens volgen dan, of meteen met --resolve. FIELD is "
        "een\n"
        "veld (source.id, person.given, email) of een kop zoals mensen die schrijven (Klantnummer, Achternaam).",
};
