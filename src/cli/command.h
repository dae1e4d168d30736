/*
 * A command is one file and one const struct: its name, its options and its
 * help stand beside its code; the help, the man page and shell completion are
 * made from them.
 */
#pragma once

#include "base/buf.h"
#include "flow/job/job.h"
#include "store/store.h"

struct cli_option {
    const char *name;     /* "source", for --source */
    const char *argument; /* "NAME", or NULL for a flag */
    const char *help;
    const char *const *choices; /* for completion, NULL-ended, or NULL */
    const char *help_nl;        /* NULL: help */
};

struct cli_args {
    struct text *positional;
    size_t positional_count;
    const struct cli_option *options; /* the command's, for cli_arg() */
    struct text *values;              /* per option; ptr NULL when not given */
};

struct cli {
    const char *store_url; /* --store, may be NULL */
    bool json;             /* --json */
    bool progress;         /* stderr is a terminal and --json is off */
    struct job job;        /* threads, clock, language, progress, author "cli:<user>" */
};

struct command {
    const char *name;                   /* "import"; "source add" is one command "source" with a first word */
    const char *usage;                  /* "--source NAME FILE [--map MAP.json] [--dry-run]" */
    const char *summary;                /* one line */
    const char *description;            /* paragraphs for --help and the man page */
    const char *example;                /* one or more lines, runnable */
    const struct cli_option *options;   /* NULL-name-ended */
    int positional_min, positional_max; /* max -1: any number */
    enum status (*run)(struct cli *cli, const struct cli_args *args, struct error *err);
    const char *summary_nl, *description_nl; /* NULL: as in English */
};

/* The value of an option: ptr NULL when not given, TEXT("1") for a flag that is. */
struct text cli_arg(const struct cli_args *args, const char *option);
bool cli_flag(const struct cli_args *args, const char *option);
/* Open the store as the command needs it; with a hint to run init when it is not there. */
enum status cli_store(struct cli *cli, bool create, struct store **ret, struct error *err);
/* Say something in the user's language on standard output. */
#define cli_say(cli, nl, en) ((cli)->job.lang == LANGUAGE_NL ? (nl) : (en))
/* Write a finished JSON document and a newline to standard output. */
enum status cli_put_json(const struct buf *buf, struct error *err);

extern const struct command *const commands[]; /* NULL-ended, in order of the help page; cli/commands.c */
