/*
 * Help is written for somebody who has the question now: what it does in one
 * line, how to type it, an example that can be copied.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "cli/options.h"

static const char *say(const char *en, const char *nl, enum language lang)
{
    return lang == LANGUAGE_NL && nl ? nl : en;
}

static void put_options(const struct cli_option *options, enum language lang, struct buf *buf)
{
    for (; options && options->name; options++) {
        char left[64];
        snprintf(left, sizeof(left), "--%s%s%s", options->name, options->argument ? " " : "",
                 options->argument ? options->argument : "");
        buf_printf(buf, "  %-22s %s\n", left, say(options->help, options->help_nl, lang));
    }
}

void help_all(enum language lang, struct buf *buf)
{
    buf_put_str(buf, say("klantbeeld: one customer view from many sources\n\n"
                         "Use: klantbeeld COMMAND [OPTION…]\n\nCommands:\n",
                         "klantbeeld: één klantbeeld uit vele bronnen\n\n"
                         "Gebruik: klantbeeld OPDRACHT [OPTIE…]\n\nOpdrachten:\n",
                         lang));
    for (const struct command *const *c = commands; *c; c++)
        buf_printf(buf, "  %-11s %s\n", (*c)->name, say((*c)->summary, (*c)->summary_nl, lang));
    buf_put_str(buf, say("\nOptions of every command:\n", "\nOpties van elke opdracht:\n", lang));
    put_options(global_options, lang, buf);
    buf_put_str(buf, say("\nStart with: klantbeeld demo --run\n"
                         "More of one: klantbeeld help COMMAND\n",
                         "\nBegin met: klantbeeld demo --run\n"
                         "Meer over één: klantbeeld help OPDRACHT\n",
                         lang));
}

void help_command(const struct command *command, enum language lang, struct buf *buf)
{
    const char *description = say(command->description, command->description_nl, lang);
    buf_printf(buf, "%s: %s\n\n%s klantbeeld %s %s\n", command->name, say(command->summary, command->summary_nl, lang),
               say("Use:", "Gebruik:", lang), command->name, command->usage);
    if (description && description[0])
        buf_printf(buf, "\n%s\n", description);
    if (command->options && command->options->name) {
        buf_put_str(buf, say("\nOptions:\n", "\nOpties:\n", lang));
        put_options(command->options, lang, buf);
    }
    buf_put_str(buf, say("\nOptions of every command:\n", "\nOpties van elke opdracht:\n", lang));
    put_options(global_options, lang, buf);
    struct text rest = text_from(command->example), line;
    buf_put_str(buf, say("\nExample:\n", "\nVoorbeeld:\n", lang));
    while (text_next(&rest, '\n', &line))
        buf_printf(buf, "  %.*s\n", TEXT_ARG(line));
}

/* roff: a dot or quote at the start of a line and every backslash mean something else. */
static void put_roff(struct text t, struct buf *buf)
{
    bool at_start = true;
    for (size_t i = 0; i < t.len; i++) {
        if (at_start && (t.ptr[i] == '.' || t.ptr[i] == '\''))
            buf_put_str(buf, "\\&");
        if (t.ptr[i] == '\\')
            buf_put_str(buf, "\\e");
        else if (t.ptr[i] == '-')
            buf_put_str(buf, "\\-");
        else
            buf_put_char(buf, t.ptr[i]);
        at_start = t.ptr[i] == '\n';
    }
}

static void put_roff_options(const struct cli_option *options, struct buf *buf)
{
    for (; options && options->name; options++) {
        buf_put_str(buf, ".TP\n.B ");
        put_roff(TEXT("--"), buf);
        put_roff(text_from(options->name), buf);
        if (options->argument)
            buf_printf(buf, " \\fI%s\\fR", options->argument);
        buf_put_char(buf, '\n');
        put_roff(text_from(options->help), buf);
        buf_put_char(buf, '\n');
    }
}

void help_man(struct buf *buf)
{
    buf_printf(buf, ".TH KLANTBEELD 1 \"\" \"klantbeeld %s\" \"User commands\"\n", KLANTBEELD_VERSION);
    buf_put_str(buf, ".SH NAME\nklantbeeld \\- one customer view from many sources\n"
                     ".SH SYNOPSIS\n.B klantbeeld\n.I COMMAND\n.RI [ OPTION ...]\n"
                     ".SH DESCRIPTION\nCollects customer records from several systems, recognises who is the same "
                     "person, organisation and household, and keeps one profile in which every value can say where it "
                     "came from.\n.SH OPTIONS\n");
    put_roff_options(global_options, buf);
    buf_put_str(buf, ".SH COMMANDS\n");
    for (const struct command *const *c = commands; *c; c++) {
        buf_printf(buf, ".SS %s\n.B klantbeeld %s\n", (*c)->name, (*c)->name);
        put_roff(text_from((*c)->usage), buf);
        buf_put_str(buf, "\n.PP\n");
        put_roff(text_from((*c)->summary), buf);
        buf_put_str(buf, ".\n");
        if ((*c)->description && (*c)->description[0]) {
            put_roff(text_from((*c)->description), buf);
            buf_put_char(buf, '\n');
        }
        put_roff_options((*c)->options, buf);
        buf_put_str(buf, ".PP\nExample:\n.PP\n.nf\n");
        put_roff(text_from((*c)->example), buf);
        buf_put_str(buf, "\n.fi\n");
    }
    buf_put_str(buf, ".SH EXIT STATUS\n");
    for (int s = STATUS_OK; s <= STATUS_INTERRUPTED; s++)
        buf_printf(buf, ".TP\n.B %d\n%s\n", status_exit_code((enum status)s), status_name((enum status)s));
    buf_put_str(buf, ".SH ENVIRONMENT\n.TP\n.B XDG_DATA_HOME\nwhere the default store is kept, in a folder klantbeeld\n"
                     ".TP\n.B KLANTBEELD_NOW\na fixed time instead of the clock, for tests\n");
}

static void put_words(const struct cli_option *options, struct buf *buf)
{
    for (; options && options->name; options++)
        buf_printf(buf, " --%s", options->name);
}

void help_completion_bash(struct buf *buf)
{
    buf_put_str(buf, "# bash completion for klantbeeld; made by: klantbeeld completion bash\n"
                     "_klantbeeld() {\n"
                     "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= word\n"
                     "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                     "        [[ $word != -* ]] && { command=$word; break; }\n"
                     "    done\n"
                     "    [[ $prev == --lang ]] && { COMPREPLY=($(compgen -W 'nl en' -- \"$cur\")); return; }\n"
                     "    local words=\"");
    put_words(global_options, buf);
    buf_put_str(buf, "\"\n    case $command in\n        '') words+=\"");
    for (const struct command *const *c = commands; *c; c++)
        buf_printf(buf, " %s", (*c)->name);
    buf_put_str(buf, "\" ;;\n");
    for (const struct command *const *c = commands; *c; c++) {
        buf_printf(buf, "        %s) words+=\"", (*c)->name);
        put_words((*c)->options, buf);
        buf_put_str(buf, "\" ;;\n");
    }
    buf_put_str(buf, "    esac\n"
                     "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                     "    [[ $cur != -* && -n $command ]] && COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
                     "}\n"
                     "complete -o filenames -F _klantbeeld klantbeeld\n");
}

/* In zsh's 'single quotes' a quote is '\'' and the brackets of _arguments need a backslash. */
static void put_zsh(const char *s, struct buf *buf)
{
    for (; *s; s++) {
        if (*s == '\'')
            buf_put_str(buf, "'\\''");
        else if (strchr("[]:\\", *s))
            buf_printf(buf, "\\%c", *s);
        else
            buf_put_char(buf, *s);
    }
}

static void put_zsh_options(const struct cli_option *options, struct buf *buf)
{
    for (; options && options->name; options++) {
        buf_printf(buf, " '--%s[", options->name);
        put_zsh(options->help, buf);
        buf_put_char(buf, ']');
        if (options->argument) {
            buf_put_char(buf, ':');
            put_zsh(options->argument, buf);
            buf_put_char(buf, ':');
            if (options->choices) {
                buf_put_char(buf, '(');
                for (const char *const *choice = options->choices; *choice; choice++)
                    buf_printf(buf, "%s%s", choice == options->choices ? "" : " ", *choice);
                buf_put_char(buf, ')');
            } else {
                buf_put_str(buf, "_files");
            }
        }
        buf_put_char(buf, '\'');
    }
}

void help_completion_zsh(struct buf *buf)
{
    buf_put_str(buf, "#compdef klantbeeld\n# zsh completion; made by: klantbeeld completion zsh\n"
                     "_klantbeeld() {\n    local -a commands\n    commands=(\n");
    for (const struct command *const *c = commands; *c; c++) {
        buf_printf(buf, "        '%s:", (*c)->name);
        put_zsh((*c)->summary, buf);
        buf_put_str(buf, "'\n");
    }
    buf_put_str(buf,
                "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
                "    case $words[2] in\n");
    for (const struct command *const *c = commands; *c; c++) {
        buf_printf(buf, "        %s) _arguments", (*c)->name);
        put_zsh_options((*c)->options, buf);
        put_zsh_options(global_options, buf);
        buf_put_str(buf, " '*:file:_files' ;;\n");
    }
    buf_put_str(buf, "    esac\n}\n_klantbeeld \"$@\"\n");
}
