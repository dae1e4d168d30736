/*
 * klantbeeld erase: somebody goes, and what others and the law need stays.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/privacy/erase.h"

static const char *const grounds[] = { "request", "objection", "consent", "unlawful", "retention", NULL };

static const struct cli_option options[] = {
    { "reason", "TEXT", "why, without the person's name; it is kept", NULL, "waarom, zonder de naam; dit blijft" },
    { "ground", "WORD", "request (when left out), objection, consent, unlawful or retention", grounds,
      "grond: request (standaard), objection, consent, unlawful of retention" },
    { "dry-run", NULL, "tell what would go and what must stay, and erase nothing", NULL,
      "toon wat er zou gaan en wat blijft, en wis niets" },
    { "person", NULL, "of a record: the whole person it names, in all records", NULL,
      "van een record: de hele persoon die het noemt, in alle records" },
    { "drop-texts", NULL, "of an organisation's contact moments that stay, erase the texts whole", NULL,
      "wis ook de teksten van contactmomenten die bij een organisatie blijven" },
    { "source", "NAME", "messages: those for this source", NULL, "messages: die voor deze bron" },
    { NULL, NULL, NULL, NULL, NULL },
};

/* ---- one erasure ---- */

static const char *why_text(const struct cli *cli, const char *why)
{
    if (text_equal(text_from(why), TEXT("law")))
        return cli_say(cli, "blijven: bewaarplicht", "stay: the law wants them kept");
    if (text_equal(text_from(why), TEXT("organisation")))
        return cli_say(cli, "blijven bij de organisatie, onder pseudoniem",
                       "stay at the organisation, under a pseudonym");
    return cli_say(cli, "blijven bij wie er ook in staat", "stay with who else is named");
}

static void print_records(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(4);
    for (const struct answer_node *item = answer_first(root, "records"); item; item = answer_next(item)) {
        SCOPED(buf_done) struct buf fields = BUF_EMPTY;
        for (const struct answer_node *field = answer_first(item, "fields"); field; field = answer_next(field)) {
            if (fields.len)
                buf_put_str(&fields, ", ");
            buf_put_str(&fields, answer_text(field, "label"));
        }
        SCOPED(buf_done) struct buf name = BUF_EMPTY;
        buf_printf(&name, "%s/%s", answer_text(item, "source"), answer_text(item, "key"));
        columns_put_str(&table, name.ptr);
        columns_put_str(&table, answer_is_true(item, "whole") ? cli_say(cli, "heel", "whole")
                                                              : cli_say(cli, "deels", "in part"));
        columns_put_str(&table, fields.ptr ? fields.ptr : "");
        columns_put_str(&table, "");
    }
    columns_print(&table, stdout);
}

static void print_events(const struct cli *cli, const struct answer_node *root)
{
    for (const struct answer_node *item = answer_first(root, "events"); item; item = answer_next(item)) {
        double gone = answer_number(item, "gone"), kept = answer_number(item, "kept");
        printf("  %s:", answer_text(item, "label"));
        if (gone > 0)
            printf(" %.0f %s", gone, cli_say(cli, "gewist", "erased"));
        if (kept > 0)
            printf("%s %.0f %s", gone > 0 ? ";" : "", kept, why_text(cli, answer_text(item, "why")));
        if (kept > 0 && answer_text(item, "until")[0])
            printf(" %s %s", cli_say(cli, "tot", "until"), answer_text(item, "until"));
        printf("\n");
    }
}

static const char *file_text(const struct cli *cli, const char *outcome)
{
    static const struct {
        const char *outcome, *nl, *en;
    } texts[] = {
        { "clean", "het document noemt de persoon niet", "the document does not name the person" },
        { "freed", "het document noemde de persoon en nu niet meer",
          "the document named the person, and does no more" },
        { "format", "met de hand nakijken: dit document is geen leesbare tekst",
          "look at it by hand: this document is no text that can be read" },
        { "encoded", "met de hand nakijken: delen van dit document zijn gecodeerd",
          "look at it by hand: parts of this document are encoded" },
        { "shared", "met de hand nakijken: gebeurtenissen van anderen noemen hetzelfde document",
          "look at it by hand: events of others name the same document" },
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (strcmp(texts[i].outcome, outcome) == 0)
            return cli_say(cli, texts[i].nl, texts[i].en);
    return outcome;
}

static void print_erasure(const struct cli *cli, const struct answer_node *root)
{
    printf("%s\n", answer_text(root, "sentence"));
    if (answer_text(root, "id")[0])
        printf("%s  %s\n", answer_text(root, "id"), answer_text(root, "pseudonym"));
    print_records(cli, root);
    print_events(cli, root);
    printf("%s %.0f, %s %.0f, %s %.0f\n", cli_say(cli, "Wat mensen erover zeiden:", "What people said:"),
           answer_number(root, "said"), cli_say(cli, "documenten:", "documents:"), answer_number(root, "documents"),
           cli_say(cli, "afgekeurde regels:", "rejected rows:"), answer_number(root, "rejected"));
    for (const struct answer_node *item = answer_first(root, "files"); item; item = answer_next(item))
        printf("  %s %s\n", answer_text(item, "event"), file_text(cli, answer_text(item, "outcome")));
    for (const struct answer_node *item = answer_first(root, "others"); item; item = answer_next(item))
        printf("%s %s %s\n", cli_say(cli, "Blijft:", "Stays:"), answer_text(item, "id"), answer_text(item, "name"));
}

static enum status erase_one(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct erase_asked asked = { .who = args->positional[0],
                                 .ground = cli_arg(args, "ground").ptr ? cli_arg(args, "ground") : TEXT("request"),
                                 .reason = cli_arg(args, "reason"),
                                 .dry_run = cli_flag(args, "dry-run"),
                                 .person = cli_flag(args, "person"),
                                 .drop_texts = cli_flag(args, "drop-texts") };
    if (!asked.reason.ptr && asked.dry_run)
        asked.reason = TEXT("-");
    if (!asked.reason.ptr) {
        error_set(err, STATUS_USAGE, "erase needs --reason");
        error_hint(err, "Look first with --dry-run. The reason is kept; leave the person's name out of it.");
        return STATUS_USAGE;
    }
    SCOPED(live_close) struct live *live = NULL;
    if (!asked.dry_run)
        (void)live_open(store, &cli->job, &live, NULL); /* without it the view is made anew */
    enum status status = erase_run(store, &cli->job, live, &asked, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print_erasure, err) : status;
}

/* ---- lists ---- */

static void print_list(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(6);
    const struct answer_node *item = answer_first(root, "erasures");
    if (!item)
        printf("%s\n", cli_say(cli, "Er is niemand gewist.", "Nobody was erased."));
    for (; item; item = answer_next(item)) {
        columns_put_str(&table, answer_text(item, "id"));
        columns_put_str(&table, answer_text(item, "recorded"));
        columns_put_str(&table, answer_text(item, "author"));
        columns_put_str(&table, answer_text(item, "ground"));
        columns_put_str(&table, answer_is_true(item, "done") ? answer_text(item, "pseudonym")
                                                             : cli_say(cli, "niet af", "not finished"));
        columns_put_str(&table, answer_text(item, "reason"));
    }
    columns_print(&table, stdout);
}

static enum status list(struct cli *cli, struct store *store, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum status status = view_erasures(store, &cli->job, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print_list, err) : status;
}

static enum status messages(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    uint64_t count = 0;
    if (cli->json)
        return list(cli, store, err);
    enum status status = erase_messages_csv(store, cli_arg(args, "source"), &buf, &count, err);
    if (status == STATUS_OK && fwrite(buf.ptr, 1, buf.len, stdout) != buf.len)
        status = error_system(err, "cannot write");
    return status;
}

/* ---- afterwards ---- */

static enum status told(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    char letter = 0;
    uint64_t id = 0;
    if (args->positional_count != 2 || !id_read(args->positional[1], &letter, &id) || letter != 'Y')
        return error_set(err, STATUS_USAGE, "name one message by its id; they begin with Y-");
    enum status status = erase_told(store, &cli->job, id, err);
    if (status == STATUS_OK && !cli->json)
        printf("%s\n", cli_say(cli, "De bron heeft het gewist; de sleutel is hier ook weg.",
                               "The source erased it; its key is gone here too."));
    return status;
}

static enum status lift(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    if (args->positional_count != 2 || !cli_arg(args, "reason").ptr)
        return error_set(err, STATUS_USAGE, "erase lift takes source/key and --reason");
    enum status status = erase_lift(store, &cli->job, args->positional[1], cli_arg(args, "reason"), err);
    if (status == STATUS_OK && !cli->json)
        printf("%s\n", cli_say(cli, "Opgeheven: de volgende levering van deze sleutel komt er weer in.",
                               "Lifted: the next delivery of this key comes in again."));
    return status;
}

static enum status resume(struct cli *cli, struct store *store, struct error *err)
{
    bool was_open = false;
    enum status status = erase_resume(store, &cli->job, &was_open, err);
    if (status == STATUS_OK && !cli->json)
        printf("%s\n", was_open ? cli_say(cli, "Afgemaakt.", "Finished.")
                                : cli_say(cli, "Er was niets af te maken.", "There was nothing to finish."));
    return status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (text_equal(word, TEXT("list")))
        return list(cli, store, err);
    if (text_equal(word, TEXT("messages")))
        return messages(cli, store, args, err);
    if (text_equal(word, TEXT("told")))
        return told(cli, store, args, err);
    if (text_equal(word, TEXT("lift")))
        return lift(cli, store, args, err);
    if (text_equal(word, TEXT("resume")))
        return resume(cli, store, err);
    if (args->positional_count != 1)
        return error_set(err, STATUS_USAGE, "erase takes one party or record; or list, messages, told, lift, resume");
    return erase_one(cli, store, args, err);
}

const struct command command_erase = {
    .name = "erase",
    .usage = "PARTY|RECORD [--person] --reason TEXT [--ground WORD] [--dry-run] [--drop-texts] |\n"
             "     list | messages [--source NAME] | told MESSAGE | lift SOURCE/KEY --reason TEXT | resume",
    .summary = "erase a person, and keep what others and the law need",
    .description =
        "PARTY or RECORD is an id, or source/key; a record goes alone unless --person is given. All that names the\n"
        "person goes: every version of the records, what\n"
        "people said, documents, trained models, and what the files of the store still held. Who else stands in the\n"
        "same records stays. Contact moments of a role stay at the organisation under a pseudonym; of invoices and\n"
        "orders the amounts stay as long as the law wants (catalogue: rows 'event.KIND' with basis law).\n"
        "A row delivered again does not bring the person back; 'lift' says that it is a new relation. 'messages' "
        "gives\n"
        "the keys the sources are to erase as CSV; 'told' says that a source did, and its key goes here too.\n"
        "'resume' finishes what was stopped half-way.",
    .example = "klantbeeld erase crm/10023 --person --dry-run\n"
               "klantbeeld erase crm/10023 --person --reason \"asked by letter of 3 March\"\n"
               "klantbeeld erase messages --source crm > crm.csv",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
    .summary_nl = "wis een persoon, en houd wat anderen en de wet nodig hebben",
    .description_nl =
        "PARTY of RECORD is een nummer, of bron/sleutel. Alles wat de persoon noemt gaat weg: elke versie van de\n"
        "gegevens, wat mensen erover zeiden, documenten, geleerde modellen, en wat er nog in de bestanden stond. Wie\n"
        "er verder in dezelfde gegevens staat blijft. Contactmomenten van een rol blijven onder een pseudoniem bij de\n"
        "organisatie; van facturen en bestellingen blijven de bedragen zolang de wet dat wil (catalogus: rijen\n"
        "'event.SOORT' met grondslag law). Een regel die opnieuw wordt geleverd brengt de persoon niet terug; met\n"
        "'lift' zegt u dat het een nieuwe relatie is. 'messages' geeft als CSV de sleutels die de bronnen moeten\n"
        "wissen; 'told' zegt dat een bron dat deed, en dan gaat de sleutel hier ook weg. 'resume' maakt af wat\n"
        "halverwege werd gestopt.",
};
