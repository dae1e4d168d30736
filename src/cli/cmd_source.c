/*
 * klantbeeld source: the systems that records come from.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "os/clock.h"
#include "store/proposal.h"

enum { SOURCES_BYTES_MAX = 64 * 1024 * 1024 };

static const char *const kinds[] = { "crm",     "billing", "webshop", "newsletter", "address-book",
                                     "mailbox", "by-hand", "other",   NULL };

static const struct cli_option options[] = {
    { "kind", "KIND", "what kind of system it is; decides what it leads (other)", kinds },
    { "one-per-party", NULL, "known clean: nobody is in it twice", NULL },
    { "owner", "NAME", "who answers for what it holds, and decides on proposals", NULL },
    { NULL, NULL, NULL, NULL },
};

static enum status owner_of(struct store *store, const struct source *source, struct arena *arena, struct text *ret,
                            struct error *err)
{
    return store_source_owner(store, source->id, STORE_NOW, arena, ret, err);
}

static void put_source(struct json_out *json, const struct source *source, struct text owner)
{
    char created[CLOCK_TEXT_LEN + 1];
    clock_text(source->created_ms, created);
    json_object(json);
    json_put(json, "name", source->name);
    json_put_str(json, "kind", source_kind_name(source->kind));
    json_put_bool(json, "one_per_party", source->one_per_party);
    json_put_str(json, "created", created);
    if (owner.len)
        json_put(json, "owner", owner);
    json_end(json);
}

static enum status add(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    struct text kind_word = cli_arg(args, "kind");
    enum source_kind kind = SOURCE_OTHER;
    uint32_t id = 0;
    if (args->positional_count != 2)
        return error_set(err, STATUS_USAGE, "source add takes one name");
    if (kind_word.ptr && !source_kind_read(kind_word, &kind))
        return error_set(err, STATUS_USAGE, "there is no kind of source '%.*s'", TEXT_ARG(kind_word));
    enum status status =
        store_source_add(store, args->positional[1], kind, cli_flag(args, "one-per-party"), cli->job.now_ms, &id, err);
    if (status == STATUS_OK)
        status = store_audit(store, cli->job.now_ms, cli->job.author, TEXT("source.add"), args->positional[1],
                             TEXT_EMPTY, err);
    if (status == STATUS_OK && cli_arg(args, "owner").len)
        status = store_source_owner_put(store, id, cli_arg(args, "owner"), cli->job.author, cli->job.now_ms, err);
    if (status == STATUS_OK && !cli->json)
        printf("%s %.*s (%s)\n", cli_say(cli, "Bron toegevoegd:", "Source added:"), TEXT_ARG(args->positional[1]),
               source_kind_name(kind));
    return status;
}

/* source owner NAME OWNER */
static enum status give(struct cli *cli, struct store *store, const struct cli_args *args, struct arena *arena,
                        struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct source source = { 0 };
    if (args->positional_count != 3 || args->positional[2].len > 200)
        return error_set(err, STATUS_USAGE, "source owner takes a source and a name; \"\" for nobody");
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_source_get(store, args->positional[1], arena, &source, err);
    if (status == STATUS_OK)
        status = store_source_owner_put(store, source.id, args->positional[2], cli->job.author, cli->job.now_ms, err);
    if (status == STATUS_OK)
        status = store_audit(store, cli->job.now_ms, cli->job.author, TEXT("source.owner"), args->positional[1],
                             TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static enum status show(struct cli *cli, struct store *store, const struct cli_args *args, struct arena *arena,
                        struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct source source = { 0 };
    struct text owner = TEXT_EMPTY;
    if (args->positional_count < 2)
        return error_set(err, STATUS_USAGE, "source %.*s takes one name", TEXT_ARG(args->positional[0]));
    enum status status = store_source_get(store, args->positional[1], arena, &source, err);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND
                   ? error_set(err, status, "there is no source '%.*s'", TEXT_ARG(args->positional[1]))
                   : status;
    status = owner_of(store, &source, arena, &owner, err);
    if (status != STATUS_OK)
        return status;
    if (cli->json) {
        struct json_out json = json_out_over(&buf);
        put_source(&json, &source, owner);
        return cli_put_json(&buf, err);
    }
    char created[CLOCK_TEXT_LEN + 1];
    clock_text(source.created_ms, created);
    printf("%-14s %.*s\n", cli_say(cli, "naam", "name"), TEXT_ARG(source.name));
    printf("%-14s %s\n", cli_say(cli, "soort", "kind"), source_kind_name(source.kind));
    printf("%-14s %s\n", cli_say(cli, "toegevoegd", "added"), created);
    if (owner.len)
        printf("%-14s %.*s\n", cli_say(cli, "eigenaar", "owner"), TEXT_ARG(owner));
    if (source.one_per_party)
        printf("%s\n", cli_say(cli, "iedereen staat er hoogstens een keer in", "nobody is in it twice"));
    return STATUS_OK;
}

static enum status list(struct cli *cli, struct store *store, struct arena *arena, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    SCOPED(columns_done) struct columns table = COLUMNS_OF(3);
    struct source *sources = NULL;
    size_t count = 0;
    enum status status = store_sources(store, arena, &sources, &count, err);
    struct text *owners = arena_array(arena, struct text, count + 1);
    if (status == STATUS_OK && !owners)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for the sources");
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = owner_of(store, &sources[i], arena, &owners[i], err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        for (size_t i = 0; i < count; i++) {
            columns_put(&table, sources[i].name);
            columns_put_str(&table, source_kind_name(sources[i].kind));
            columns_put(&table, owners[i]);
        }
        columns_print(&table, stdout);
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_key(&json, "sources");
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        put_source(&json, &sources[i], owners[i]);
    json_end(&json);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SOURCES_BYTES_MAX);
    struct text word = args->positional[0];
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (text_equal(word, TEXT("add"))) {
        status = add(cli, store, args, err);
        return status == STATUS_OK && cli->json ? show(cli, store, args, &arena, err) : status;
    }
    if (text_equal(word, TEXT("owner"))) {
        status = give(cli, store, args, &arena, err);
        return status == STATUS_OK ? show(cli, store, args, &arena, err) : status;
    }
    if (text_equal(word, TEXT("show")))
        return show(cli, store, args, &arena, err);
    if (text_equal(word, TEXT("list")))
        return list(cli, store, &arena, err);
    return error_set(err, STATUS_USAGE, "source takes add, list, show or owner, not '%.*s'", TEXT_ARG(word));
}

const struct command command_source = {
    .name = "source",
    .usage = "add NAME [--kind KIND] [--one-per-party] [--owner NAME] | list | show NAME | owner NAME OWNER",
    .summary = "add, list or show the systems that records come from",
    .description =
        "A source is a system or a pile of records with keys of its own: the CRM, the bookkeeping, an address book.\n"
        "Its name is of small letters, digits and dashes. Its kind decides which values it leads (data/leading.tsv).\n"
        "The owner of a source decides on changes proposed to it ('help proposal').",
    .example = "klantbeeld source add crm --kind crm\nklantbeeld source list",
    .options = options,
    .positional_min = 1,
    .positional_max = 3,
    .run = run,
};
