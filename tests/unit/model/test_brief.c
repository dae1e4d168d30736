#include "base/json_pen.h"
#include "base/scoped.h"
#include "model/brief.h"
#include "test.h"

static void check_out(struct text brief, struct text expected, const char *what)
{
    SCOPED(buf_done) struct buf out = BUF_EMPTY;
    brief_out(brief, &out);
    check_text(buf_text(&out), expected, what);
}

static void each_phrase_says_its_text(void **state)
{
    static const struct text texts[] = {
#define BRIEF(name, text) { text, sizeof(text) - 1 },
#include "model/brief.def"
#undef BRIEF
    };
    for (int p = 0; p < BRIEF_PHRASES; p++) {
        SCOPED(buf_done) struct buf brief = BUF_EMPTY;
        brief_put(&brief, (enum brief_phrase)p);
        assert_int_equal(brief.len, p < BRIEF_SHORT ? 1 : 2);
        check_out(buf_text(&brief), texts[p], "phrase");
    }
}

static void names_that_are_known_are_phrases(void **state)
{
    static const struct {
        struct text name;
        size_t bytes;
    } cases[] = {
        { TEXT("only"), 1 },        { TEXT("agreed"), 1 },   { TEXT("spelling"), 2 }, { TEXT("email"), 2 },
        { TEXT("person.full"), 2 }, { TEXT("org.name"), 2 }, { TEXT("emails"), 6 },   { TEXT(""), 0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(buf_done) struct buf brief = BUF_EMPTY;
        brief_put_name(&brief, cases[i].name);
        assert_int_equal(brief.len, cases[i].bytes);
        check_out(buf_text(&brief), cases[i].name, "name");
    }
}

static void json_without_marks_is_in_brief_as_it_is(void **state)
{
    check_out(TEXT("{\"a\":[1,\"\\u0001 é\"]}"), TEXT("{\"a\":[1,\"\\u0001 é\"]}"), "plain");
    check_out(TEXT(""), TEXT(""), "empty");
}

static void pieces_are_said_again(void **state)
{
    SCOPED(buf_done) struct buf brief = BUF_EMPTY;
    brief_open(&brief);
    brief_put(&brief, BRIEF_RULE_ONLY);
    pen_put(&brief, TEXT("!"));
    brief_close(&brief);
    brief_open(&brief);
    pen_put(&brief, TEXT("yes"));
    brief_close(&brief);
    brief_again(&brief, 0);
    brief_again(&brief, 1);
    check_out(buf_text(&brief), TEXT("only!yesonly!yes"), "pieces");
}

/* What a broken disk might hold: something comes out, never more than the marks can say. */
static void marks_that_mean_nothing_are_passed_over(void **state)
{
    static const struct {
        struct text brief, out;
    } cases[] = {
        { TEXT("a\x1e"), TEXT("a") },
        { TEXT("a\x1e!b"), TEXT("ab") },
        { TEXT("\x1b"), TEXT("") },
        { TEXT("\x1b\x7f"), TEXT("") },
        { TEXT("\x1b\x01z"), TEXT("z") },
        { TEXT("\x1c\x61"), TEXT("a") },
        { TEXT("\x1d\x1f\x1e\x20"), TEXT("") },
        { TEXT("\x1c"
               "a\x1e \x1d\x1e "),
          TEXT("aa") },
        { TEXT("\x1c"
               "a\x1d\x1c\x1e b\x1d\x1e!"),
          TEXT("abb") },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_out(cases[i].brief, cases[i].out, "odd marks");
    uint64_t random = 88172645463325252u;
    for (int round = 0; round < 2000; round++) {
        SCOPED(buf_done) struct buf out = BUF_EMPTY;
        char bytes[24];
        for (size_t i = 0; i < sizeof(bytes); i++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            bytes[i] = (char)(random % 40);
        }
        brief_out((struct text){ bytes, sizeof(bytes) }, &out);
        assert_false(out.failed);
    }
}

static void what_comes_out_is_bounded(void **state)
{
    enum { PIECE = 1024 * 1024, TIMES = 1000 };
    SCOPED(buf_done) struct buf brief = BUF_EMPTY;
    SCOPED(buf_done) struct buf out = BUF_EMPTY;
    brief_open(&brief);
    for (int i = 0; i < PIECE; i++)
        brief_put_byte(&brief, 'x');
    brief_close(&brief);
    for (int i = 0; i < TIMES; i++)
        brief_again(&brief, 0);
    brief_out(buf_text(&brief), &out);
    assert_true(out.failed && out.len <= 66 * (size_t)PIECE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_phrase_says_its_text),
        cmocka_unit_test(names_that_are_known_are_phrases),
        cmocka_unit_test(json_without_marks_is_in_brief_as_it_is),
        cmocka_unit_test(pieces_are_said_again),
        cmocka_unit_test(what_comes_out_is_bounded),
        cmocka_unit_test(marks_that_mean_nothing_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
