/*
 * klantbeeld search: who is meant.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/job/tie_kinds.h"
#include "flow/steward/traits.h"
#include "flow/view/view.h"

static const char *const kinds[] = { "person", "organisation", "household", NULL };

static const char *const parts[] = { "decides", "influences", "uses", "pays", "gatekeeper", NULL };

static const struct cli_option options[] = {
    { "kind", "KIND", "person, organisation or household only", kinds },
    { "trait", "NAME=VALUE", "who has this trait (see 'help trait')", NULL },
    { "part", "PART", "who has this part in decisions, in a role that goes on", parts },
    { "limit", "N", "at most so many (20)", NULL },
    { NULL, NULL, NULL, NULL },
};

static bool kind_read(struct text word, enum party_kind *ret)
{
    for (int k = PARTY_PERSON; k <= PARTY_HOUSEHOLD; k++)
        if (text_equal(word, text_from(party_kind_name((enum party_kind)k)))) {
            *ret = (enum party_kind)k;
            return true;
        }
    return word.ptr == NULL;
}

static const char *kind_word(const struct cli *cli, const char *kind)
{
    if (kind[0] == 'p')
        return cli_say(cli, "persoon", "person");
    return kind[0] == 'o' ? cli_say(cli, "organisatie", "organisation") : cli_say(cli, "huishouden", "household");
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(5);
    const struct answer_node *party;
    if (answer_is_true(root, "near"))
        printf("%s\n",
               cli_say(cli, "Niets zoals getypt; met één letter anders:", "Nothing as typed; with one letter mended:"));
    for (party = answer_first(root, "parties"); party; party = answer_next(party)) {
        columns_put_str(&table, answer_text(party, "id"));
        columns_put_str(&table, kind_word(cli, answer_text(party, "kind")));
        columns_put_u64(&table, (uint64_t)answer_number(party, "records"));
        columns_put_str(&table, answer_text(party, "name"));
        columns_put_str(&table, answer_text(party, "summary"));
    }
    if (!answer_first(root, "parties"))
        printf("%s\n", cli_say(cli, "Niets gevonden.", "Nothing found."));
    columns_print(&table, stdout);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY, words = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum party_kind kind = (enum party_kind)0;
    uint64_t limit = 20;
    struct text limit_word = cli_arg(args, "limit"), trait = cli_arg(args, "trait");
    struct parties_sought sought = { .part = cli_arg(args, "part") };
    if (trait.ptr && !trait_read(trait, &sought.trait_name, &sought.trait_value))
        return error_set(err, STATUS_USAGE, "--trait takes NAME=VALUE");
    if (sought.part.ptr && (sought.part.len == 0 || !tie_part_is_one(sought.part)))
        return error_set(err, STATUS_USAGE, "--part takes decides, influences, uses, pays or gatekeeper");
    if (!trait.ptr && !sought.part.ptr && args->positional_count == 0)
        return error_set(err, STATUS_USAGE, "search takes words, --trait or --part");
    if (!kind_read(cli_arg(args, "kind"), &kind))
        return error_set(err, STATUS_USAGE, "there is no kind '%.*s'", TEXT_ARG(cli_arg(args, "kind")));
    if (limit_word.ptr && (!text_to_u64(limit_word, &limit) || limit < 1 || limit > SEARCH_HITS_MAX))
        return error_set(err, STATUS_USAGE, "--limit takes a number from 1 to %d", SEARCH_HITS_MAX);
    for (size_t i = 0; i < args->positional_count; i++) {
        buf_put_str(&words, i ? " " : "");
        buf_put(&words, args->positional[i]);
    }
    enum status status = cli_store(cli, false, &store, err);
    sought.words = buf_text(&words);
    sought.kind = kind;
    sought.limit = limit;
    if (status == STATUS_OK && (trait.ptr || sought.part.ptr))
        status = view_parties_sought(store, &cli->job, &sought, &json, err);
    else if (status == STATUS_OK)
        status = view_search(store, buf_text(&words), kind, limit, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_search = {
    .name = "search",
    .usage = "[TEXT] [--trait NAME=VALUE] [--part PART] [--kind KIND] [--limit N]",
    .summary = "find a person, organisation or household",
    .description =
        "By words (beginnings count, all must be found), or exactly by e-mail address, phone number, postcode with\n"
        "house number, customer number, KvK, VAT or IBAN number, or id. When nothing has the words as typed, those\n"
        "are shown that have them with one letter of one word mended.",
    .example = "klantbeeld search jansen utrecht\nklantbeeld search \"1234 AB 12\"\nklantbeeld search --part decides",
    .options = options,
    .positional_min = 0,
    .positional_max = -1,
    .run = run,
};
