/*
 * klantbeeld record put and delete: one record of a source, kept or taken back, and whose it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "cli/values.h"
#include "flow/live/live.h"
#include "flow/resolve/resolve.h"

/* What a record did to a party, in words: by language. */
static const struct {
    const char *change, *words[LANGUAGE_COUNT];
} changes[] = {
    { "created", { "nieuw", "new" } },
    { "joined", { "dit record hoort er nu bij", "this record is of it now" } },
    { "updated", { "bijgewerkt", "made again" } },
    { "unchanged", { "niets veranderd", "nothing changed" } },
    { "review", { "kan dezelfde zijn: kijk zelf", "may be the same: look for yourself" } },
};

static const char *words_of(const char *change, enum language lang)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
        if (strcmp(change, changes[i].change) == 0)
            return changes[i].words[lang];
    return lang == LANGUAGE_NL ? "na de volgende resolve" : "after the next resolve";
}

static void print_party(const struct cli *cli, const struct answer_node *party)
{
    bool review = strcmp(answer_text(party, "outcome"), "review") == 0;
    long long records = (long long)answer_number(party, "records");
    printf("%s  %s  (%lld %s, %s)\n", answer_text(party, "id"), answer_text(party, "name"), records,
           records == 1 ? "record" : "records",
           words_of(review ? "review" : answer_text(party, "change"), cli->job.lang));
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    printf("%s  %s %s\n%s\n", answer_text(root, "record"), answer_text(root, "source"), answer_text(root, "key"),
           answer_text(root, "sentence"));
    for (const struct answer_node *party = answer_first(root, "parties"); party; party = answer_next(party))
        print_party(cli, party);
    for (const struct answer_node *left = answer_first(root, "left"); left; left = answer_next(left)) {
        const char *now = answer_text(left, "now"), *id = answer_text(left, "id");
        bool moved = now[0] && strcmp(now, "null") != 0 && strcmp(now, id) != 0;
        printf(cli_say(cli, "%s  daar hoort dit record niet meer bij%s%s\n",
                       "%s  this record is not of it any more%s%s\n"),
               id, moved ? " → " : "", moved ? now : "");
    }
    if (!answer_is_true(root, "current"))
        printf("%s\n",
               cli_say(cli, "Het klantbeeld volgt bij de volgende resolve.", "The view follows at the next resolve."));
}

static enum status keep(struct cli *cli, struct store *store, const struct cli_args *args, bool put,
                        const struct live_question *values, struct buf *buf, struct error *err)
{
    struct text source = cli_arg(args, "source");
    SCOPED(live_close) struct live *live = NULL;
    struct json_out json = json_out_over(buf);
    enum status status = live_open(store, &cli->job, &live, err);
    json_object(&json);
    if (status == STATUS_OK)
        status = put ? live_put(live, store, &cli->job, source, values, &json, err)
                     : live_remove(live, store, &cli->job, source, args->positional[1], &json, err);
    json_end(&json);
    return status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct live_question values = { 0 };
    struct resolve_report report = { 0 };
    bool put = text_equal(args->positional[0], TEXT("put"));
    if (!put && !text_equal(args->positional[0], TEXT("delete")))
        return error_set(err, STATUS_USAGE, "record knows 'put' and 'delete'");
    if (!cli_arg(args, "source").ptr)
        return error_set(err, STATUS_USAGE, "record put and record delete need --source NAME");
    if (!put && args->positional_count != 2)
        return error_set(err, STATUS_USAGE, "record delete takes one key");
    enum status status = put ? cli_values_read(args, 1, &values, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = keep(cli, store, args, put, &values, &buf, err);
    if (status == STATUS_OK && cli_flag(args, "resolve"))
        status = resolve_run(store, &cli->job, &report, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

static const struct cli_option options[] = {
    { "source", "NAME", "the source the record is of", NULL, "de bron waar het record van is" },
    { "resolve", NULL, "resolve all afterwards", NULL, "resolve daarna alles" },
    { 0 },
};

const struct command command_record = {
    .name = "record",
    .usage = "put --source NAME FIELD=VALUE... | delete --source NAME KEY",
    .summary = "keep one record of a source, or take it back, and say whose it is",
    .description =
        "The record goes in as a row of a file would: the same key is a new version. Its links, its party, profile\n"
        "and household are made at once, as a resolve would with the model that is kept. The answer says which party\n"
        "it is of, of how many records, and what changed; 'at the next resolve' when rules changed or much waits.\n"
        "FIELD is a field (source.id, person.given, email) or a header as people write it (Klantnummer, Achternaam).\n"
        "delete keeps a version that names nobody: what was known stays known, for who asks as of then. To forget\n"
        "somebody, see erase.",
    .example = "klantbeeld record put --source shop Klantnummer=81 naam=\"J. van den Berg\" email=jb@post.example\n"
               "  klantbeeld record delete --source shop 81",
    .options = options,
    .positional_min = 2,
    .positional_max = -1,
    .run = run,
    .summary_nl = "bewaar een record van een bron, of neem het terug, en zeg van wie het is",
    .description_nl =
        "Het record gaat erin zoals een regel van een bestand: dezelfde sleutel is een nieuwe versie. Zijn "
        "koppelingen,\n"
        "relatie, profiel en huishouden worden meteen gemaakt, zoals een resolve dat met het bewaarde model zou doen.\n"
        "Het antwoord zegt bij welke relatie het hoort, van hoeveel records, en wat er veranderde; 'na de volgende\n"
        "resolve' als regels veranderden of er veel wacht. FIELD is een veld (source.id, person.given, email) of een\n"
        "kop zoals mensen die schrijven (Klantnummer, Achternaam). delete bewaart een versie die niemand noemt: wat\n"
        "bekend was, blijft bekend voor wie naar toen vraagt. Om iemand te vergeten: erase.",
};
