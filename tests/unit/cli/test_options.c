#include "base/scoped.h"
#include "cli/help.h"
#include "cli/options.h"
#include "test.h"

struct outcome {
    struct cli cli;
    struct options_parsed parsed;
    struct error err;
    enum status status;
};

/* words are cut at spaces; the program's name is put before them. */
static struct outcome parse(struct arena *arena, const char *words)
{
    static char copy[400];
    static char *argv[32];
    int argc = 1;
    struct outcome outcome = { .cli.job = { .threads = 4, .country = "NL" } };
    argv[0] = "klantbeeld";
    snprintf(copy, sizeof(copy), "%s", words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    outcome.status = options_parse(argc, argv, arena, &outcome.cli, &outcome.parsed, &outcome.err);
    return outcome;
}

static void global_options_stand_anywhere(void **state)
{
    static const char *const lines[] = {
        "--json search --threads 3 jansen",
        "search jansen --threads=3 --json",
        "--threads 3 search --json -- jansen",
    };
    for (size_t i = 0; i < 3; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct outcome got = parse(&arena, lines[i]);
        check_int(got.status, STATUS_OK, lines[i]);
        check_text(text_from(got.parsed.command->name), TEXT("search"), lines[i]);
        assert_true(got.cli.json);
        assert_int_equal(got.cli.job.threads, 3);
        assert_int_equal(got.parsed.args.positional_count, 1);
        check_text(got.parsed.args.positional[0], TEXT("jansen"), lines[i]);
    }
}

static void wrong_words_say_what_is_wrong(void **state)
{
    static const struct {
        const char *words, *message, *hint;
    } cases[] = {
        { "serach jansen", "there is no command 'serach'", "Did you mean 'search'?" },
        { "search jansen --jsom", "there is no option --jsom", "Did you mean --json?" },
        { "search jansen --threads 0", "--threads takes a number", "" },
        { "search jansen --threads 257", "--threads takes a number", "" },
        { "search jansen --lang de", "--lang takes nl or en", "" },
        { "search jansen --lang", "--lang needs nl|en", "" },
        { "search jansen --json=1", "--json takes no value", "" },
        { "map", "'map' needs more words", "Use: klantbeeld map FILE" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct outcome got = parse(&arena, cases[i].words);
        check_int(got.status, STATUS_USAGE, cases[i].words);
        if (!strstr(got.err.message, cases[i].message) || !strstr(got.err.hint, cases[i].hint))
            fail_msg("%s: '%s' / '%s'", cases[i].words, got.err.message, got.err.hint);
    }
}

static void threads_at_the_limit_are_taken(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
    assert_int_equal(parse(&arena, "search x --threads 256").status, STATUS_OK);
    assert_int_equal(parse(&arena, "search x --threads 1").cli.job.threads, 1);
}

static void every_command_is_described_in_full(void **state)
{
    for (const struct command *const *c = commands; *c; c++) {
        SCOPED(buf_done) struct buf buf = BUF_EMPTY;
        struct text name = text_from((*c)->name);
        assert_true((*c)->run && strlen((*c)->summary) > 10 && (*c)->usage);
        if (text_find(text_from((*c)->example), name) == strlen((*c)->example))
            fail_msg("%s: its example does not use it", (*c)->name);
        help_command(*c, LANGUAGE_EN, &buf);
        for (const struct cli_option *o = (*c)->options; o && o->name; o++)
            if (text_find(buf_text(&buf), text_from(o->name)) == buf.len)
                fail_msg("%s: --%s is not in its help", (*c)->name, o->name);
    }
}

static void man_page_and_completions_name_every_command(void **state)
{
    void (*const writers[])(struct buf *) = { help_man, help_completion_bash, help_completion_zsh };
    for (size_t w = 0; w < 5; w++) {
        SCOPED(buf_done) struct buf buf = BUF_EMPTY;
        if (w < 3)
            writers[w](&buf);
        else
            help_all(w == 3 ? LANGUAGE_NL : LANGUAGE_EN, &buf);
        for (const struct command *const *c = commands; *c; c++)
            assert_true(text_find(buf_text(&buf), text_from((*c)->name)) < buf.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(global_options_stand_anywhere),
        cmocka_unit_test(wrong_words_say_what_is_wrong),
        cmocka_unit_test(threads_at_the_limit_are_taken),
        cmocka_unit_test(every_command_is_described_in_full),
        cmocka_unit_test(man_page_and_completions_name_every_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
