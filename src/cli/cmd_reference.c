/*
 * klantbeeld reference: registers of addresses, loaded for checking.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "flow/profile/reference.h"
#include "os/clock.h"

enum { REGISTERS_BYTES_MAX = 1024 * 1024 };

static const struct cli_option options[] = { { NULL, NULL, NULL, NULL } };

static void put_register(struct json_out *json, const struct reference_register *one)
{
    char loaded[CLOCK_TEXT_LEN + 1];
    clock_text(one->loaded_ms, loaded);
    json_object(json);
    json_put(json, "kind", one->kind);
    json_put_u64(json, "rows", one->rows);
    json_put(json, "file", one->file_name);
    json_put_str(json, "loaded", loaded);
    json_end(json);
}

static enum status load(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct reference_register loaded = { 0 };
    if (args->positional_count != 3)
        return error_set(err, STATUS_USAGE, "reference load takes a register and a file");
    enum status status = reference_load(store, &cli->job, args->positional[1], args->positional[2].ptr, &loaded, err);
    if (status != STATUS_OK)
        return status;
    if (cli->json) {
        struct json_out json = json_out_over(&buf);
        put_register(&json, &loaded);
        return cli_put_json(&buf, err);
    }
    printf("%s %.*s, %" PRIu64 " %s\n", cli_say(cli, "Register geladen:", "Register loaded:"), TEXT_ARG(loaded.kind),
           loaded.rows, cli_say(cli, "regels", "rows"));
    printf("%s\n",
           cli_say(cli, "De bevindingen volgen bij de volgende resolve.", "Findings follow at the next resolve."));
    return STATUS_OK;
}

static void print(const struct reference_register *registers, size_t count)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(4);
    for (size_t i = 0; i < count; i++) {
        char rows[24], loaded[CLOCK_TEXT_LEN + 1];
        snprintf(rows, sizeof(rows), "%" PRIu64, registers[i].rows);
        clock_text(registers[i].loaded_ms, loaded);
        columns_put(&table, registers[i].kind);
        columns_put_str(&table, rows);
        columns_put_str(&table, loaded);
        columns_put(&table, registers[i].file_name);
    }
    columns_print(&table, stdout);
}

static enum status list(struct cli *cli, struct store *store, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(REGISTERS_BYTES_MAX);
    struct reference_register *registers = NULL;
    size_t count = 0;
    enum status status = store_references(store, &arena, &registers, &count, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        print(registers, count);
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_key(&json, "registers");
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        put_register(&json, &registers[i]);
    json_end(&json);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    bool is_load = text_equal(word, TEXT("load"));
    if (!is_load && !text_equal(word, TEXT("list")))
        return error_set(err, STATUS_USAGE, "reference takes load or list, not '%.*s'", TEXT_ARG(word));
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    return is_load ? load(cli, store, args, err) : list(cli, store, err);
}

const struct command command_reference = {
    .name = "reference",
    .usage = "load bag|pc4|be-postcodes FILE | list",
    .summary = "load a register of addresses to check streets and places against",
    .description =
        "A register is a file with a header: 'bag' has postcode, straat, plaats and, when known, min_number and\n"
        "max_number (or one huisnummer a row); 'pc4' and 'be-postcodes' have postcode and plaats. Loading one\n"
        "again replaces it whole. With a register, resolve tells addresses that contradict it and proposes what\n"
        "the register has; without one nothing changes.",
    .example = "klantbeeld reference load bag postcodes.csv\nklantbeeld reference list",
    .options = options,
    .positional_min = 1,
    .positional_max = 3,
    .run = run,
};
