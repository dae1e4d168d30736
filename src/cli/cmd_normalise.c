/*
 * One parser held against a text, with its reasons; or a table of cases from
 * standard input, each column as the parser understands it.  Needs no store.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "lang/countries.h"
#include "model/date.h"
#include "normal/show.h"

static void free_line(char **line)
{
    free(*line);
    *line = NULL;
}

static const struct show_kind *kind_of(const struct cli_args *args, struct error *err)
{
    struct text name = cli_arg(args, "as");
    if (!name.ptr) {
        error_set(err, STATUS_USAGE, "normalise needs --as KIND");
        error_hint(err, "Kinds: name, name-compose, address, phone, email, identifier, postcode, organisation, date,\n"
                        "number, web, sector.");
        return NULL;
    }
    const struct show_kind *kind = show_kind_find(name);
    if (!kind) {
        error_set(err, STATUS_USAGE, "'%.*s' is no kind of value", TEXT_ARG(name));
        error_hint(err, "Kinds: name, name-compose, address, phone, email, identifier, postcode, organisation, date,\n"
                        "number, web, sector.");
    }
    return kind;
}

static enum status country_of(const struct cli *cli, const struct cli_args *args, char ret[3], struct error *err)
{
    struct text raw = cli_arg(args, "country");
    memcpy(ret, cli->job.country[0] ? cli->job.country : "NL", 3);
    if (!raw.ptr || country_read(raw, ret))
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, "'%.*s' is no country", TEXT_ARG(raw));
}

static bool is_input(const struct show_kind *kind, size_t column)
{
    return kind->inputs >> column & 1;
}

/* A date of two digits needs to know what day it is. */
static void fill_today(const struct cli *cli, const struct show_kind *kind, struct text *inputs, struct arena *arena)
{
    for (size_t c = 0; c < show_columns_count(kind); c++)
        if (is_input(kind, c) && inputs[c].len == 0 && strcmp(kind->columns[c], "today") == 0)
            inputs[c] = arena_copy(arena, text_from(date_text(date_of_ms(cli->job.now_ms)).s));
}

static void run(const struct cli *cli, const struct show_kind *kind, struct text *inputs, const char *country,
                struct arena *arena, struct show_result *ret)
{
    *ret = (struct show_result){ .reasons_count = 0 };
    fill_today(cli, kind, inputs, arena);
    for (size_t c = 0; c < show_columns_count(kind); c++)
        if (is_input(kind, c))
            ret->cells[c] = inputs[c];
    kind->run(inputs, country, arena, ret);
}

/* ---- a table ---- */

struct header {
    size_t column_of[SHOW_COLUMNS_MAX]; /* cell of the input line, per column of the kind; SIZE_MAX when not there */
};

static struct text without_line_end(struct text t)
{
    while (t.len > 0 && (t.ptr[t.len - 1] == '\n' || t.ptr[t.len - 1] == '\r'))
        t.len--;
    return t;
}

static enum status read_header(const struct show_kind *kind, struct text line, struct header *ret, struct error *err)
{
    size_t found = 0;
    for (size_t c = 0; c < SHOW_COLUMNS_MAX; c++)
        ret->column_of[c] = SIZE_MAX;
    struct text name;
    if (text_starts(line, TEXT("\xef\xbb\xbf")))
        line = text_from_offset(line, 3);
    for (size_t i = 0; text_next(&line, '\t', &name); i++)
        for (size_t c = 0; c < show_columns_count(kind); c++)
            if (is_input(kind, c) && text_equal(text_trim(name), text_from(kind->columns[c])) &&
                ret->column_of[c] == SIZE_MAX) {
                ret->column_of[c] = i;
                found++;
            }
    if (found > 0)
        return STATUS_OK;
    error_set(err, STATUS_INVALID, "the first line names none of the input columns of '%s'", kind->name);
    error_hint(err, "Begin with a line of column names, split by tabs; the main one is '%s'.", kind->main_input);
    return STATUS_INVALID;
}

/* A cell of a table holds no tab or line end. */
static void put_cell(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        buf_put_char(out, t.ptr[i] == '\t' || t.ptr[i] == '\n' || t.ptr[i] == '\r' ? ' ' : t.ptr[i]);
}

static enum status write_out(struct buf *out, struct error *err)
{
    if (buf_status(out, err) != STATUS_OK)
        return STATUS_NO_MEMORY;
    if (fwrite(out->ptr ? out->ptr : "", 1, out->len, stdout) != out->len)
        return error_system(err, "cannot write to standard output");
    buf_reset(out);
    return STATUS_OK;
}

static enum status run_table(const struct cli *cli, const struct show_kind *kind, const char *country,
                             struct error *err)
{
    SCOPED(free_line) char *line = NULL;
    SCOPED(buf_done) struct buf out = BUF_EMPTY;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    size_t room = 0, columns = show_columns_count(kind);
    ssize_t len = getline(&line, &room, stdin);
    if (len < 0)
        return error_set(err, STATUS_INVALID, "standard input is empty");
    struct header header;
    if (read_header(kind, without_line_end((struct text){ line, (size_t)len }), &header, err) != STATUS_OK)
        return STATUS_INVALID;
    for (size_t c = 0; c < columns; c++) {
        buf_put_str(&out, kind->columns[c]);
        buf_put_char(&out, c + 1 < columns ? '\t' : '\n');
    }
    while ((len = getline(&line, &room, stdin)) >= 0) {
        struct text rest = without_line_end((struct text){ line, (size_t)len }), cell, inputs[SHOW_COLUMNS_MAX] = { 0 };
        if (rest.len > ROW_BYTES_MAX)
            return error_set(err, STATUS_LIMIT, "a line is longer than %d bytes", ROW_BYTES_MAX);
        for (size_t i = 0; text_next(&rest, '\t', &cell); i++)
            for (size_t c = 0; c < columns; c++)
                if (header.column_of[c] == i)
                    inputs[c] = cell;
        struct show_result result;
        run(cli, kind, inputs, country, &arena, &result);
        for (size_t c = 0; c < columns; c++) {
            put_cell(&out, result.cells[c]);
            buf_put_char(&out, c + 1 < columns ? '\t' : '\n');
        }
        arena_reset(&arena);
        if (out.len > 1 << 16 && write_out(&out, err) != STATUS_OK)
            return STATUS_IO;
    }
    return write_out(&out, err);
}

/* ---- a text ---- */

static void put_json(const struct cli *cli, const struct show_kind *kind, const struct show_result *result,
                     struct json_out *json)
{
    json_object(json);
    json_put_str(json, "kind", kind->name);
    json_key(json, "values");
    json_object(json);
    for (size_t c = 0; c < show_columns_count(kind); c++)
        json_put(json, kind->columns[c], result->cells[c]);
    json_end(json);
    json_key(json, "reasons");
    json_array(json);
    for (size_t i = 0; i < result->reasons_count; i++) {
        const struct show_reason *reason = &result->reasons[i];
        json_object(json);
        if (reason->finding != FINDING_NONE) {
            json_put_str(json, "finding", finding_code(reason->finding));
            json_put_str(json, "severity", severity_name(finding_severity(reason->finding)));
            json_put_str(json, "field", field_ref_text(reason->field).s);
            json_put_str(json, "sentence", finding_sentence(reason->finding, cli->job.lang));
            json_put(json, "proposal", reason->to);
        } else {
            json_put_str(json, "step", reason->what);
            json_put(json, "from", reason->from);
            json_put(json, "to", reason->to);
        }
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void print(const struct cli *cli, const struct show_kind *kind, const struct show_result *result)
{
    for (size_t c = 0; c < show_columns_count(kind); c++)
        if (result->cells[c].len > 0)
            printf("  %-20s %.*s\n", kind->columns[c], TEXT_ARG(result->cells[c]));
    for (size_t i = 0; i < result->reasons_count; i++) {
        const struct show_reason *reason = &result->reasons[i];
        if (reason->finding == FINDING_NONE) {
            printf("  . %s: %.*s%s%.*s\n", reason->what, TEXT_ARG(reason->from),
                   reason->from.len && reason->to.len ? " -> " : "", TEXT_ARG(reason->to));
            continue;
        }
        const char *label = field_label(reason->field.field, cli->job.lang);
        printf("  ! %s%s%s", label, label[0] ? ": " : "", finding_sentence(reason->finding, cli->job.lang));
        if (reason->to.len > 0)
            printf(" %s: %.*s", cli_say(cli, "Voorstel", "Proposal"), TEXT_ARG(reason->to));
        printf("\n");
    }
}

static enum status run_texts(const struct cli *cli, const struct show_kind *kind, const struct cli_args *args,
                             const char *country, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    size_t main_column = 0;
    for (size_t c = 0; c < show_columns_count(kind); c++)
        if (strcmp(kind->columns[c], kind->main_input) == 0)
            main_column = c;
    if (cli->json)
        json_array(&json);
    for (size_t i = 0; i < args->positional_count; i++) {
        struct text inputs[SHOW_COLUMNS_MAX] = { 0 };
        struct text t = args->positional[i];
        /* column=value fills another column: type=iban, line2="1050 Elsene" */
        bool several = false;
        for (; i < args->positional_count; i++) {
            size_t eq = text_find_char(args->positional[i], '=');
            size_t c = show_columns_count(kind);
            while (c-- > 0)
                if (is_input(kind, c) &&
                    text_equal(text_slice(args->positional[i], 0, eq), text_from(kind->columns[c])) &&
                    eq < args->positional[i].len)
                    break;
            if (c == SIZE_MAX)
                break;
            inputs[c] = text_from_offset(args->positional[i], eq + 1);
            several = true;
        }
        if (i < args->positional_count)
            t = args->positional[i];
        else if (several)
            t = TEXT_EMPTY;
        if (inputs[main_column].len == 0)
            inputs[main_column] = t;
        struct show_result result;
        run(cli, kind, inputs, country, &arena, &result);
        if (cli->json)
            put_json(cli, kind, &result, &json);
        else {
            printf("%.*s\n", TEXT_ARG(inputs[main_column]));
            print(cli, kind, &result);
        }
        arena_reset(&arena);
    }
    if (!cli->json)
        return STATUS_OK;
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status run_normalise(struct cli *cli, const struct cli_args *args, struct error *err)
{
    char country[3];
    const struct show_kind *kind = kind_of(args, err);
    if (!kind || country_of(cli, args, country, err) != STATUS_OK)
        return STATUS_USAGE;
    if (cli_flag(args, "tsv"))
        return run_table(cli, kind, country, err);
    if (args->positional_count > 0)
        return run_texts(cli, kind, args, country, err);
    error_set(err, STATUS_USAGE, "normalise needs a text, or --tsv and a table on standard input");
    return STATUS_USAGE;
}

static const char *const kinds[] = { "name",     "name-compose", "address", "phone",  "email", "identifier",
                                     "postcode", "organisation", "date",    "number", "web",   "sector",
                                     NULL };

static const struct cli_option options[] = {
    { "as", "KIND",
      "what the text is: name, name-compose, address, phone, email, identifier, postcode, organisation, date, number, "
      "web, sector",
      kinds },
    { "country", "COUNTRY", "where a text that does not say is from; NL when not given", NULL },
    { "tsv", NULL, "read a table from standard input, its first line names the columns; print every column", NULL },
    { NULL, NULL, NULL, NULL },
};

const struct command command_normalise = {
    .name = "normalise",
    .usage = "--as KIND [--country NL] [--tsv] TEXT…",
    .summary = "show how a name, address, phone or other value is understood",
    .description =
        "Prints the parts of each TEXT, and why: the steps of the parser and what it finds odd. A value for another\n"
        "input column is written column=value before the text: type=iban, line2='1050 Elsene'.\n"
        "\n"
        "With --tsv a table is read from standard input. Input columns, by name in its first line: name: raw, "
        "country;\n"
        "name-compose: gender, naamgebruik, voornamen, voorvoegsel, geslachtsnaam, partner_voorvoegsel,\n"
        "partner_geslachtsnaam; address: line1, line2, country; phone: default_country, raw; email: raw;\n"
        "identifier: type, raw; postcode: country, raw; organisation: raw, country; date: raw, today; number, sector: "
        "raw;\n"
        "web: raw, network. Other columns are passed over. What is not certain is empty.",
    .example = "klantbeeld normalise --as address 'Singel 101-hs, 1012 VG Amsterdam'\n"
               "klantbeeld normalise --as identifier type=iban 'NL20 INGB 0001 2345 67'",
    .options = options,
    .positional_min = 0,
    .positional_max = -1,
    .run = run_normalise,
};
