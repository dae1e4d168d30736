/*
 * Mail addresses: what is sent to, what is compared, what is odd.  Web
 * addresses and social profiles stand here too.
 */
#include "base/scoped.h"
#include "normal/email.h"
#include "normal/email_domains.h"
#include "normal/web.h"
#include "test.h"

#include "normal/vectors.h"

static const struct {
    const char *raw, *address, *key;
    enum finding finding;
    const char *proposal;
} cases[] = {
    { "Jan Bos <jan@bos.example>", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "mailto:jan@bos.example", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "\"Bos, Jan\" <jan@bos.example>", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "'jan@bos.example'", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "jan@BOS.Example", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "JAN@bos.example", "JAN@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "jan@gmial.com", "jan@gmial.com", "jan@gmial.com", FINDING_EMAIL_TYPO, "jan@gmail.com" },
    { "jan@hotmial.com", "jan@hotmial.com", "jan@hotmial.com", FINDING_EMAIL_TYPO, "jan@hotmail.com" },
    { "jan@gmail.con", "jan@gmail.con", "jan@gmail.con", FINDING_EMAIL_TYPO, "jan@gmail.com" },
    { "jan@hotmail", "", "", FINDING_EMAIL_TYPO, "jan@hotmail.com" },
    { "jan@gmail", "", "", FINDING_EMAIL_TYPO, "jan@gmail.com" },
    { "jan@outlok.com", "jan@outlok.com", "jan@outlok.com", FINDING_EMAIL_TYPO, "jan@outlook.com" },
    { "jan@ziggo.n", "", "", FINDING_EMAIL_TYPO, "jan@ziggo.nl" },
    { "jan@ziggo", "", "", FINDING_EMAIL_TYPO, "jan@ziggo.nl" },
    { "jan@gmail,com", "", "", FINDING_EMAIL_TYPO, "jan@gmail.com" },
    { "jan@hotmail..nl", "", "", FINDING_EMAIL_TYPO, "jan@hotmail.nl" },
    { "jan@gmailcom", "", "", FINDING_EMAIL_TYPO, "jan@gmail.com" },
    { "jan@hotnail.com", "jan@hotnail.com", "jan@hotnail.com", FINDING_EMAIL_TYPO, "jan@hotmail.com" },
    { "jan@live.nll", "jan@live.nll", "jan@live.nll", FINDING_EMAIL_TYPO, "jan@live.nl" },
    { "jan@telenet.bee", "jan@telenet.bee", "jan@telenet.bee", FINDING_EMAIL_TYPO, "jan@telenet.be" },
    { "jan@yaho.com", "jan@yaho.com", "jan@yaho.com", FINDING_EMAIL_TYPO, "jan@yahoo.com" },
    { "jan@kpnmail.con", "jan@kpnmail.con", "jan@kpnmail.con", FINDING_EMAIL_TYPO, "jan@kpnmail.com" },
    { "info@bos.example", "info@bos.example", "info@bos.example", FINDING_NONE, "" },
    { "Info.utrecht@bos.example", "Info.utrecht@bos.example", "info.utrecht@bos.example", FINDING_NONE, "" },
    { "sales-nl@bos.example", "sales-nl@bos.example", "sales-nl@bos.example", FINDING_NONE, "" },
    { "informant@bos.example", "informant@bos.example", "informant@bos.example", FINDING_NONE, "" },
    { "jan@mailinator.com", "jan@mailinator.com", "jan@mailinator.com", FINDING_EMAIL_THROWAWAY, "" },
    { "jan@xs4all.nl", "jan@xs4all.nl", "jan@xs4all.nl", FINDING_NONE, "" },
    { "jan@müller.example", "jan@xn--mller-kva.example", "jan@xn--mller-kva.example", FINDING_NONE, "" },
    { "jan@xn--mller-kva.example", "jan@xn--mller-kva.example", "jan@xn--mller-kva.example", FINDING_NONE, "" },
    { "jän@bos.example", "jän@bos.example", "jän@bos.example", FINDING_UNLIKELY, "" },
    { "jan (at) bos.example", "jan@bos.example", "jan@bos.example", FINDING_REPAIRED, "" },
    { "jan[at]bos.example", "jan@bos.example", "jan@bos.example", FINDING_REPAIRED, "" },
    { "jan @bos.example", "", "", FINDING_MALFORMED, "" },
    { "jan@ bos.example", "", "", FINDING_MALFORMED, "" },
    { ".jan@bos.example", "", "", FINDING_MALFORMED, "" },
    { "jan.@bos.example", "", "", FINDING_MALFORMED, "" },
    { "jan@bos", "", "", FINDING_MALFORMED, "" },
    { "jan@@bos.example", "", "", FINDING_MALFORMED, "" },
    { "jan@bos_x.example", "", "", FINDING_MALFORMED, "" },
    { "jan@-bos.example", "", "", FINDING_MALFORMED, "" },
    { "jan@bos-.example", "", "", FINDING_MALFORMED, "" },
    { "jan@1.2.3.4", "", "", FINDING_MALFORMED, "" },
    { "jan@[1.2.3.4]", "", "", FINDING_MALFORMED, "" },
    { "x@x", "", "", FINDING_PLACEHOLDER, "" },
    { "nvt", "", "", FINDING_PLACEHOLDER, "" },
    { "n.v.t.", "", "", FINDING_PLACEHOLDER, "" },
    { "geen@geen.nl", "", "", FINDING_PLACEHOLDER, "" },
    { "test@test.nl", "", "", FINDING_PLACEHOLDER, "" },
    { "-", "", "", FINDING_PLACEHOLDER, "" },
    { "jan@bos.example,", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "jan@bos.example;", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "<jan@bos.example>", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "e-mail: jan@bos.example", "jan@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "jan+a+b@bos.example", "jan+a+b@bos.example", "jan@bos.example", FINDING_NONE, "" },
    { "+jan@bos.example", "+jan@bos.example", "+jan@bos.example", FINDING_NONE, "" },
    { "j.a.n+x@GoogleMail.com", "j.a.n+x@googlemail.com", "jan@gmail.com", FINDING_NONE, "" },
    { "\"a@b\"@bos.example", "\"a@b\"@bos.example", "\"a@b\"@bos.example", FINDING_NONE, "" },
    { "o'brien@bos.example", "o'brien@bos.example", "o'brien@bos.example", FINDING_NONE, "" },
    { "jan@mail.bos.co.uk", "jan@mail.bos.co.uk", "jan@mail.bos.co.uk", FINDING_NONE, "" },
    { "jan@t-online.de", "jan@t-online.de", "jan@t-online.de", FINDING_NONE, "" },
    { "jan@home.be", "jan@home.be", "jan@home.be", FINDING_NONE, "" },
    { "jan@hotmail.nl", "jan@hotmail.nl", "jan@hotmail.nl", FINDING_NONE, "" },
    { "jan@gmail.nl", "jan@gmail.nl", "jan@gmail.nl", FINDING_EMAIL_TYPO, "jan@gmail.com" },
};

static void addresses_are_read(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct email email;
        struct text proposal;
        check_int(email_read(text_from(cases[i].raw), &arena, &email, &proposal), cases[i].finding, cases[i].raw);
        check_text(email.address, text_from(cases[i].address), cases[i].raw);
        check_text(email.key, text_from(cases[i].key), cases[i].raw);
        check_text(proposal, text_from(cases[i].proposal), cases[i].raw);
        arena_reset(&arena);
    }
}

static void reading_twice_is_reading_once(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct email once, twice, of_key;
        struct text proposal;
        email_read(text_from(cases[i].raw), &arena, &once, &proposal);
        if (once.address.len == 0)
            continue;
        email_read(once.address, &arena, &twice, &proposal);
        check_text(twice.address, once.address, cases[i].raw);
        check_text(twice.key, once.key, cases[i].raw);
        email_read(once.key, &arena, &of_key, &proposal);
        check_text(of_key.key, once.key, cases[i].raw);
        arena_reset(&arena);
    }
}

static void mailboxes_are_told_apart(void **state)
{
    static const struct {
        const char *raw;
        bool role, free, throwaway;
    } kinds[] = {
        { "info@bos.example", true, false, false },     { "boekhouding@bos.example", true, false, false },
        { "facturen@bos.example", true, false, false }, { "no-reply@bos.example", true, false, false },
        { "info2@bos.example", true, false, false },    { "jan@bos.example", false, false, false },
        { "jan@gmail.com", false, true, false },        { "jan@ziggo.nl", false, true, false },
        { "jan@telenet.be", false, true, false },       { "jan@t-online.de", false, true, false },
        { "jan@mailinator.com", false, false, true },   { "itske@bos.example", false, false, false },
        { "hrafn@bos.example", false, false, false },   { "infante@bos.example", false, false, false },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct email email;
        struct text proposal;
        email_read(text_from(kinds[i].raw), &arena, &email, &proposal);
        check_int(email.is_role, kinds[i].role, kinds[i].raw);
        check_int(email.is_free, kinds[i].free, kinds[i].raw);
        check_int(email.is_throwaway, kinds[i].throwaway, kinds[i].raw);
    }
}

static void cells_with_several_are_split(void **state)
{
    static const struct {
        const char *raw;
        size_t count;
        const char *parts[3];
    } cells[] = {
        { "a@b.example;c@d.example", 2, { "a@b.example", "c@d.example" } },
        { "a@b.example, c@d.example", 2, { "a@b.example", "c@d.example" } },
        { "a@b.example / c@d.example", 2, { "a@b.example", "c@d.example" } },
        { "a@b.example c@d.example", 2, { "a@b.example", "c@d.example" } },
        { "Bos, Jan <a@b.example>", 1, { "Bos, Jan <a@b.example>" } },
        { "\"Bos, Jan\" <a@b.example>; c@d.example", 2, { "\"Bos, Jan\" <a@b.example>", "c@d.example" } },
        { "a@b.example", 1, { "a@b.example" } },
        { "", 0, { NULL } },
    };
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        struct text parts[EMAILS_PER_CELL_MAX];
        check_int(email_split(text_from(cells[i].raw), parts), cells[i].count, cells[i].raw);
        for (size_t p = 0; p < cells[i].count; p++)
            check_text(parts[p], text_from(cells[i].parts[p]), cells[i].raw);
    }
}

static void lengths_are_held(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    char local[80], raw[400];
    struct email email;
    struct text proposal;
    memset(local, 'a', sizeof(local));
    for (int len = 63; len <= 65; len++) {
        snprintf(raw, sizeof(raw), "%.*s@bos.example", len, local);
        check_int(email_read(text_from(raw), &arena, &email, &proposal), len <= 64 ? FINDING_NONE : FINDING_MALFORMED,
                  raw);
    }
    for (int len = 253; len <= 255; len++) { /* the whole: 60 of the local part and a domain of labels */
        size_t at = (size_t)snprintf(raw, sizeof(raw), "%.*s@", 60, local);
        while (at < (size_t)len - 8) {
            size_t label = (size_t)len - 8 - at > 50 ? 50 : (size_t)len - 8 - at - 1;
            memset(raw + at, 'b', label);
            at += label;
            raw[at++] = '.';
            if (label == 0)
                break;
        }
        snprintf(raw + at - 1, sizeof(raw) - at + 1, ".%.*s", len - (int)at, "exampleexample");
        check_int(email_read(text_from(raw), &arena, &email, &proposal),
                  strlen(raw) <= 254 ? FINDING_NONE : FINDING_MALFORMED, raw);
    }
}

static void registrable_domains_are_found(void **state)
{
    check_text(domain_registrable(TEXT("mail.bos.co.uk")), TEXT("bos.co.uk"), "co.uk");
    check_text(domain_registrable(TEXT("a.b.bos.nl")), TEXT("bos.nl"), "nl");
    check_text(domain_registrable(TEXT("bos.nl")), TEXT("bos.nl"), "itself");
    check_text(domain_registrable(TEXT("")), TEXT(""), "empty");
}

static void web_addresses_have_one_form(void **state)
{
    static const struct {
        const char *raw, *web;
        enum finding finding;
    } webs[] = {
        { "https://www.Bos.example/", "bos.example", FINDING_NONE },
        { "http://bos.example/nl/?utm_source=x", "bos.example/nl", FINDING_NONE },
        { "bos.example/p?id=3&fbclid=abc", "bos.example/p?id=3", FINDING_NONE },
        { "www.bos.example#top", "bos.example", FINDING_NONE },
        { "bos.example:8080/x", "bos.example:8080/x", FINDING_NONE },
        { "http://https://www.bos.example", "bos.example", FINDING_NONE },
        { "http://", "", FINDING_PLACEHOLDER },
        { "nvt", "", FINDING_PLACEHOLDER },
        { "geen website", "", FINDING_MALFORMED },
        { "", "", FINDING_EMPTY },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(webs) / sizeof(webs[0]); i++) {
        struct text web;
        check_int(web_read(text_from(webs[i].raw), &arena, &web), webs[i].finding, webs[i].raw);
        check_text(web, text_from(webs[i].web), webs[i].raw);
    }
}

static void profiles_are_network_and_handle(void **state)
{
    static const struct {
        const char *raw, *network, *profile;
        enum finding finding;
    } profiles[] = {
        { "https://nl.linkedin.com/in/Piet-Bos-1a2b/?trk=x", "", "linkedin:piet-bos-1a2b", FINDING_NONE },
        { "linkedin.com/in/andr%C3%A9-bos", "", "linkedin:andré-bos", FINDING_NONE },
        { "www.linkedin.com/company/Bos-Groep/about", "", "linkedin-company:bos-groep", FINDING_NONE },
        { "@PietBos", "", "x:pietbos", FINDING_NONE },
        { "https://twitter.com/PietBos", "", "x:pietbos", FINDING_NONE },
        { "x.com/pietbos?s=20", "", "x:pietbos", FINDING_NONE },
        { "https://www.instagram.com/piet.bos/", "", "instagram:piet.bos", FINDING_NONE },
        { "piet.bos", "Instagram", "instagram:piet.bos", FINDING_NONE },
        { "https://www.facebook.com/bosgroep", "", "facebook:bosgroep", FINDING_NONE },
        { "https://youtube.com/@bosgroep", "", "youtube:bosgroep", FINDING_NONE },
        { "https://www.tiktok.com/@bosgroep", "", "tiktok:bosgroep", FINDING_NONE },
        { "linkedin:piet-bos", "", "linkedin:piet-bos", FINDING_NONE },
        { "https://www.facebook.com/profile.php?id=100012&x=1", "", "facebook:100012", FINDING_NONE },
        { "bos", "X", "x:bos", FINDING_NONE },
        { "linkedin.com/in/a%ff", "", "", FINDING_SOCIAL_UNKNOWN },
        { "linkedin.com/in/a%2525", "", "", FINDING_SOCIAL_UNKNOWN },
        { "https://facebook.com/sharer.php?u=x", "", "", FINDING_SOCIAL_UNKNOWN },
        { "https://bos.example/in/piet", "", "", FINDING_SOCIAL_UNKNOWN },
        { "twitter.com/averyveryverylongname", "", "", FINDING_SOCIAL_UNKNOWN },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
        struct text profile;
        check_int(social_read(text_from(profiles[i].raw), text_from(profiles[i].network), &arena, &profile),
                  profiles[i].finding, profiles[i].raw);
        check_text(profile, text_from(profiles[i].profile), profiles[i].raw);
    }
}

static void shared_cases_of_mail_pass(void **state)
{
    check_vectors("email", "emails.tsv", 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_read),
        cmocka_unit_test(reading_twice_is_reading_once),
        cmocka_unit_test(mailboxes_are_told_apart),
        cmocka_unit_test(cells_with_several_are_split),
        cmocka_unit_test(lengths_are_held),
        cmocka_unit_test(registrable_domains_are_found),
        cmocka_unit_test(web_addresses_have_one_form),
        cmocka_unit_test(profiles_are_network_and_handle),
        cmocka_unit_test(shared_cases_of_mail_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
