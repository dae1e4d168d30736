/*
 * Two passes: the first finds the command, because only then it is known
 * which options take a value; the second reads the words against the global
 * options and the command's.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/options.h"

#include <string.h>

#include "base/limits.h"

static const char *const languages[] = { "nl", "en", NULL };

const struct cli_option global_options[] = {
    { "store", "URL", "sqlite:PATH or postgres://USER@HOST/NAME (default: a file in the data folder)", NULL },
    { "threads", "N", "how many threads work at once (default: all processors)", NULL },
    { "lang", "nl|en", "language of what is printed (default: that of LANG)", languages },
    { "country", "CC", "the organisation's own country, for values that do not say (default: NL)", NULL },
    { "json", NULL, "print one JSON document instead of text", NULL },
    { "quiet", NULL, "no progress on the terminal", NULL },
    { "help", NULL, "say how a command is used", NULL },
    { NULL, NULL, NULL, NULL },
};

const struct command *command_find(struct text name)
{
    for (const struct command *const *c = commands; *c; c++)
        if (text_equal(name, text_from((*c)->name)))
            return *c;
    return NULL;
}

static const struct cli_option *option_find(const struct cli_option *options, struct text name)
{
    for (; options && options->name; options++)
        if (text_equal(name, text_from(options->name)))
            return options;
    return NULL;
}

/* Edit distance of short names (Levenshtein 1966), for "did you mean". */
static int name_distance(struct text a, struct text b)
{
    int row[64];
    if (a.len >= 63 || b.len >= 63)
        return 99;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= a.len; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b.len; j++) {
            int change = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);
            int gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = change < gap ? change : gap;
        }
    }
    return row[b.len];
}

static void nearest(const char *candidate, struct text name, const char **best, int *best_distance)
{
    int distance = name_distance(text_from(candidate), name);
    if (distance < *best_distance) {
        *best_distance = distance;
        *best = candidate;
    }
}

static enum status unknown_command(struct text name, struct error *err)
{
    const char *best = NULL;
    int distance = 4;
    for (const struct command *const *c = commands; *c; c++)
        nearest((*c)->name, name, &best, &distance);
    error_set(err, STATUS_USAGE, "there is no command '%.*s'", TEXT_ARG(name));
    if (best)
        error_hint(err, "Did you mean '%s'? 'klantbeeld help' lists all commands.", best);
    else
        error_hint(err, "'klantbeeld help' lists all commands.");
    return STATUS_USAGE;
}

static enum status unknown_option(const struct command *command, struct text name, struct error *err)
{
    const char *best = NULL;
    int distance = 4;
    for (const struct cli_option *o = global_options; o->name; o++)
        nearest(o->name, name, &best, &distance);
    for (const struct cli_option *o = command ? command->options : NULL; o && o->name; o++)
        nearest(o->name, name, &best, &distance);
    error_set(err, STATUS_USAGE, "there is no option --%.*s", TEXT_ARG(name));
    if (best)
        error_hint(err, "Did you mean --%s?", best);
    else if (command)
        error_hint(err, "'klantbeeld help %s' lists its options.", command->name);
    return STATUS_USAGE;
}

static bool is_option(struct text word)
{
    return word.len > 2 && word.ptr[0] == '-' && word.ptr[1] == '-';
}

/* The first word that is neither an option nor the value of a global one. */
static struct text first_word(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct text word = text_from(argv[i]);
        if (!is_option(word))
            return word;
        const struct cli_option *option = option_find(global_options, text_from_offset(word, 2));
        if (option && option->argument)
            i++;
    }
    return TEXT_EMPTY;
}

static enum status global_set(const char *name, struct text value, struct cli *cli, struct options_parsed *ret,
                              struct error *err)
{
    uint64_t n = 0;
    if (strcmp(name, "store") == 0)
        cli->store_url = value.ptr; /* from argv, so it ends with NUL */
    else if (strcmp(name, "json") == 0)
        cli->json = true;
    else if (strcmp(name, "quiet") == 0)
        ret->quiet = true;
    else if (strcmp(name, "help") == 0)
        ret->help = true;
    else if (strcmp(name, "threads") == 0) {
        if (!text_to_u64(value, &n) || n < 1 || n > THREADS_MAX)
            return error_set(err, STATUS_USAGE, "--threads takes a number from 1 to %d", THREADS_MAX);
        cli->job.threads = (int)n;
    } else if (strcmp(name, "country") == 0) {
        if (value.len != 2 || !char_is_alpha(value.ptr[0]) || !char_is_alpha(value.ptr[1]))
            return error_set(err, STATUS_USAGE, "--country takes a two-letter code such as NL or BE");
        cli->job.country[0] = char_to_upper(value.ptr[0]);
        cli->job.country[1] = char_to_upper(value.ptr[1]);
    } else if (strcmp(name, "lang") == 0) {
        if (!text_equal(value, TEXT("nl")) && !text_equal(value, TEXT("en")))
            return error_set(err, STATUS_USAGE, "--lang takes nl or en");
        cli->job.lang = text_equal(value, TEXT("nl")) ? LANGUAGE_NL : LANGUAGE_EN;
    }
    return STATUS_OK;
}

/* One option word, with its value from the word or the next one. */
static enum status option_take(int argc, char **argv, int *at, struct cli *cli, struct options_parsed *ret,
                               struct error *err)
{
    struct text word = text_from_offset(text_from(argv[*at]), 2);
    size_t equals = text_find_char(word, '=');
    struct text name = text_slice(word, 0, equals);
    const struct cli_option *own = ret->command ? option_find(ret->command->options, name) : NULL;
    const struct cli_option *global = own ? NULL : option_find(global_options, name);
    const struct cli_option *option = own ? own : global;
    struct text value = TEXT("1");

    if (!option)
        return unknown_option(ret->command, name, err);
    if (option->argument && equals < word.len)
        value = text_from_offset(word, equals + 1);
    else if (option->argument && *at + 1 < argc)
        value = text_from(argv[++*at]);
    else if (option->argument)
        return error_set(err, STATUS_USAGE, "--%s needs %s", option->name, option->argument);
    else if (equals < word.len)
        return error_set(err, STATUS_USAGE, "--%s takes no value", option->name);
    if (global)
        return global_set(global->name, value, cli, ret, err);
    ret->args.values[own - ret->command->options] = value;
    return STATUS_OK;
}

static size_t options_count(const struct cli_option *options)
{
    size_t count = 0;
    while (options && options[count].name)
        count++;
    return count;
}

static enum status count_check(const struct options_parsed *parsed, struct error *err)
{
    const struct command *command = parsed->command;
    int given = (int)parsed->args.positional_count;
    if (given >= command->positional_min && (command->positional_max < 0 || given <= command->positional_max))
        return STATUS_OK;
    error_set(err, STATUS_USAGE, "'%s' %s", command->name,
              given < command->positional_min ? "needs more words" : "takes fewer words");
    error_hint(err, "Use: klantbeeld %s %s", command->name, command->usage);
    return STATUS_USAGE;
}

enum status options_parse(int argc, char **argv, struct arena *arena, struct cli *cli, struct options_parsed *ret,
                          struct error *err)
{
    struct text name = first_word(argc, argv);
    *ret = (struct options_parsed){ .command = name.len ? command_find(name) : NULL };
    if (name.len && !ret->command)
        return unknown_command(name, err);

    const struct cli_option *own = ret->command ? ret->command->options : NULL;
    ret->args.options = own;
    ret->args.values = arena_array(arena, struct text, options_count(own) + 1);
    ret->args.positional = arena_array(arena, struct text, (size_t)argc + 1);
    if (!ret->args.values || !ret->args.positional)
        return error_set(err, STATUS_LIMIT, "the command line is too long");

    bool command_seen = false, options_ended = false;
    for (int i = 1; i < argc; i++) {
        struct text word = text_from(argv[i]);
        if (!options_ended && text_equal(word, TEXT("--"))) {
            options_ended = true;
        } else if (!options_ended && is_option(word)) {
            if (text_equal(word, TEXT("--version"))) {
                ret->version = true;
                continue;
            }
            enum status status = option_take(argc, argv, &i, cli, ret, err);
            if (status != STATUS_OK)
                return status;
        } else if (!command_seen && ret->command) {
            command_seen = true;
        } else {
            ret->args.positional[ret->args.positional_count++] = word;
        }
    }
    if (ret->command && !ret->help && !ret->version)
        return count_check(ret, err);
    return STATUS_OK;
}

struct text cli_arg(const struct cli_args *args, const char *option)
{
    for (size_t i = 0; args->options && args->options[i].name; i++)
        if (strcmp(args->options[i].name, option) == 0)
            return args->values[i];
    return TEXT_EMPTY;
}

bool cli_flag(const struct cli_args *args, const char *option)
{
    return cli_arg(args, option).ptr != NULL;
}
