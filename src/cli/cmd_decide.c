/*
 * klantbeeld decide: a person says it, and that outranks the model.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "flow/steward/decide.h"

static const struct cli_option options[] = {
    { "reason", "TEXT", "why; kept with the decision", NULL },
    { "resolve", NULL, "make the view anew at once", NULL },
    { NULL, NULL, NULL, NULL },
};

static bool what_read(struct text word, enum decide_what *ret)
{
    static const struct text words[] = { { "same", 4 }, { "different", 9 }, { "withdraw", 8 } };
    for (size_t i = 0; i < 3; i++)
        if (text_equal(word, words[i])) {
            *ret = (enum decide_what)i;
            return true;
        }
    return false;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct decide_report report = { 0 };
    enum decide_what what = DECIDE_SAME;
    if (!what_read(args->positional[0], &what))
        return error_set(err, STATUS_USAGE, "decide takes same, different or withdraw, not '%.*s'",
                         TEXT_ARG(args->positional[0]));
    if (!cli_arg(args, "reason").ptr) {
        error_set(err, STATUS_USAGE, "decide needs --reason");
        error_hint(err, "Whoever meets the decision next year wants to know why.");
        return STATUS_USAGE;
    }
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = decide_among(store, &cli->job, what, args->positional + 1, args->positional_count - 1,
                              cli_arg(args, "reason"), cli_flag(args, "resolve"), &report, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        printf("%.*s\n", TEXT_ARG(report.sentence));
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_u64(&json, "decisions", report.decisions);
    json_put(&json, "sentence", report.sentence);
    json_end(&json);
    return cli_put_json(&buf, err);
}

const struct command command_decide = {
    .name = "decide",
    .usage = "same|different|withdraw A B [C…] --reason TEXT [--resolve]",
    .summary = "say that some are the same, or not, or take that back",
    .description =
        "A, B … are ids of records, mentions or parties; a record may also be named as source/key. Of more than two\n"
        "all are the same, or each differs from each, or all that was decided between any two is taken back. A\n"
        "decision is kept with author, time and reason, survives every rebuild, and holds from the next resolve. Two\n"
        "records of one party decided different are split. A decision against one that stands is refused until that\n"
        "is withdrawn.",
    .example = "klantbeeld decide same crm/10023 webshop/58 --reason \"asked her\"\n"
               "klantbeeld decide withdraw crm/10023 webshop/58 --reason \"wrong Jansen\" --resolve",
    .options = options,
    .positional_min = 3,
    .positional_max = -1,
    .run = run,
};
