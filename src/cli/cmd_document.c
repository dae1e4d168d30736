/*
 * klantbeeld document: letters, mails and quotes kept with a customer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "flow/event/event_write.h"
#include "os/out.h"

static const struct cli_option options[] = {
    { "record", "SOURCE/KEY", "the record it belongs to, or the id of a party", NULL },
    { "kind", "KIND", "letter, email, quote … in a word of your own", NULL },
    { "subject", "TEXT", "in a few words (the name of the file)", NULL },
    { "out", "FILE", "of get: where to write it", NULL },
    { NULL, NULL, NULL, NULL },
};

/* "crm:10023" or "crm/10023": a record, also one that comes later; else a party by its id. */
static enum status read_place(struct text word, struct document_added *ret, struct error *err)
{
    size_t mark = text_find_char(word, ':');
    if (mark >= word.len)
        mark = text_find_char(word, '/');
    if (party_id_read(word, &ret->party))
        return STATUS_OK;
    ret->source = text_slice(word, 0, mark);
    ret->key = text_from_offset(word, mark + 1);
    if (mark < word.len && ret->source.len && ret->key.len && ret->key.len <= KEY_BYTES_MAX)
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, "document add needs --record SOURCE/KEY, or the id of a party");
}

static enum status add(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    struct document_added added = { .form = cli_arg(args, "kind").ptr ? cli_arg(args, "kind") : TEXT("letter"),
                                    .subject = cli_arg(args, "subject") };
    struct document_kept kept = { 0 };
    char hex[65];
    enum status status = read_place(cli_arg(args, "record"), &added, err);
    if (status == STATUS_OK)
        status = document_add(store, &cli->job, args->positional[1].ptr, &added, &kept, err);
    if (status != STATUS_OK)
        return status;
    digest_hex(kept.digest, hex);
    if (!cli->json) {
        printf("%s  %s  %s\n", event_id_text(kept.event).s, hex,
               kept.is_new ? cli_say(cli, "bewaard", "kept") : cli_say(cli, "was er al", "was there already"));
        if (kept.waits)
            printf(cli_say(cli, "Het wacht op record %.*s van bron %.*s; daarna staat het bij die klant.\n",
                           "It waits for record %.*s of source %.*s, and then stands with that customer.\n"),
                   TEXT_ARG(added.key), TEXT_ARG(added.source));
        return STATUS_OK;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "event", event_id_text(kept.event).s);
    json_put_str(&json, "digest", hex);
    json_put_bool(&json, "new", kept.is_new);
    json_put_bool(&json, "waits", kept.waits);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status get(struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)2 * DOCUMENT_BYTES_MAX);
    SCOPED(out_done) struct out out = OUT_CLOSED;
    struct document document;
    struct event_id id;
    struct text name;
    if (!event_id_read(args->positional[1], &id) || !cli_arg(args, "out").ptr)
        return error_set(err, STATUS_USAGE, "document get needs the id of an event and --out FILE");
    enum status status = document_of_event(store, id, &arena, &document, &name, err);
    if (status == STATUS_OK)
        status = out_open(cli_arg(args, "out").ptr, &out, err);
    if (status != STATUS_OK)
        return status;
    out_put_long(&out, document.content.ptr, document.content.len);
    return out_close(&out, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (text_equal(word, TEXT("add")))
        return add(cli, store, args, err);
    if (text_equal(word, TEXT("get")))
        return get(store, args, err);
    return error_set(err, STATUS_USAGE, "document takes add or get, not '%.*s'", TEXT_ARG(word));
}

const struct command command_document = {
    .name = "document",
    .usage = "add FILE --record SOURCE/KEY|PARTY [--kind KIND] [--subject TEXT] | get EVENT --out FILE",
    .summary = "keep a letter, mail or quote with a customer, or fetch it",
    .description = "A file is kept once by what it holds (SHA-256), however often it is put, up to 16 MiB. It shows\n"
                   "in the timeline as an event of the record it was put with; the record may come later.",
    .example = "klantbeeld document add offerte.pdf --record crm/10023 --kind quote\n"
               "klantbeeld document get E-0A1B2C3D4E5F6 --out offerte.pdf",
    .options = options,
    .positional_min = 2,
    .positional_max = 2,
    .run = run,
};
