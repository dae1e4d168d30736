#include "base/limits.h"
#include "parse/rows.h"

static void cards_become_our_own_fields(void **state)
{
    static const struct {
        const char *label, *file, *want;
    } cases[] = {
        { "3.0",
          "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Bos;Jan;van den;dr.;jr.\r\nFN:Jan van den Bos\r\nORG:Acme "
          "B.V.;Inkoop\r\nTITLE:Inkoper\r\n"
          "ADR;TYPE=HOME:;;Dorpsstraat 1;Ede;Gelderland;1234 AB;Nederland\r\nTEL;TYPE=CELL,VOICE:06-12345678\r\n"
          "EMAIL;TYPE=INTERNET,PREF:jan@bos.example\r\nBDAY:1980-03-21\r\nEND:VCARD\r\n",
          "person.family|person.given|person.middle_or_prefix|person.title|person.suffix|person.full|org.name|role."
          "department|role.title|"
          "addr.home.line1|addr.home.city|addr.home.region|addr.home.postcode|addr.home.country|phone.mobile|email|"
          "person.birthdate\n"
          "Bos|Jan|van den|dr.|jr.|Jan van den Bos|Acme B.V.|Inkoop|Inkoper|Dorpsstraat 1|Ede|Gelderland|1234 "
          "AB|Nederland|06-12345678|"
          "jan@bos.example|1980-03-21" },
        { "2.1 quoted-printable with soft breaks",
          "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96zil;Ann=\na;;;\nNOTE;ENCODING="
          "QUOTED-PRINTABLE:een=0D=0A=\ntwee\n"
          "TEL;WORK;VOICE:020 1234567\nTEL;HOME;FAX:020 7654321\nEND:VCARD\n",
          "person.family|person.given|note|phone.work|phone.fax\n\xc3\x96zil|Anna|een\ntwee|020 1234567|020 7654321" },
        { "latin-1",
          "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=D6zil;Anna\nEND:VCARD\n",
          "person.family|person.given\n\xc3\x96zil|Anna" },
        { "4.0",
          "BEGIN:VCARD\nVERSION:4.0\nFN:Jan "
          "Bos\nTEL;VALUE=uri;TYPE=\"voice,home\":tel:+31-20-1234567\nGENDER:M;man\nUID:urn:uuid:1\n"
          "RELATED;TYPE=spouse;VALUE=text:An Bos\nREV:20240102T030405Z\nEND:VCARD\n",
          "person.full|phone.home|person.gender|source.id|person.partner_name|source.modified\n"
          "Jan Bos|+31-20-1234567|M|urn:uuid:1|An Bos|20240102T030405Z" },
        { "folded lines", "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\n  Bos\nNOTE:een \n twee\nEND:VCARD\n",
          "person.full|note\nJan Bos|een twee" },
        { "escapes",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Bos\\, Jan\\; jr.\nNOTE:a\\nb\\\\c\nURL:http\\://bos.example\nEND:VCARD\n",
          "person.full|note|web\nBos, Jan; jr.|a\nb\\c|http://bos.example" },
        { "several of a kind",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nEMAIL:a@b.example\nEMAIL:c@d.example\nEMAIL;TYPE=WORK:e@f.example\nEND:"
          "VCARD\n",
          "person.full|email|email#2|email.work\nJan|a@b.example|c@d.example|e@f.example" },
        { "Apple's groups",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nitem1.X-ABRELATEDNAMES:An\nitem1.X-ABLabel:_$!<Spouse>!$_\nitem2.TEL:020 "
          "1234567\n"
          "item2.X-ABLabel:_$!<AssistantPhone>!$_\nitem3.X-ABRELATEDNAMES:Piet\nitem3.X-ABLabel:_$!<Brother>!$_\nEND:"
          "VCARD\n",
          "person.full|person.partner_name\nJan|An" },
        { "photographs are passed over",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\n SkZJRg==\nNOTE:na\nEND:VCARD\n",
          "person.full|note\nJan|na" },
        { "an organisation", "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:Acme B.V.\nORG:Acme B.V.\nEND:VCARD\n",
          "org.name\nAcme B.V." },
        { "an organisation that says so", "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Acme B.V.\nEND:VCARD\n",
          "org.name\nAcme B.V." },
        { "address of several lines",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nADR;TYPE=WORK:;;Weg 1\\nGebouw B;Ede;;;\nEND:VCARD\n",
          "person.full|addr.work.line2|addr.work.line1|addr.work.city\nJan|Gebouw B|Weg 1|Ede" },
        { "two addresses keep apart",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nADR:;;Weg 1;Ede;;;\nADR:;;;Urk;;1234 AB;\nEND:VCARD\n",
          "person.full|addr.line1|addr.city|addr.city#2|addr.postcode#2\nJan|Weg 1|Ede|Urk|1234 AB" },
        { "categories", "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nCATEGORIES:Klant,VIP\nEND:VCARD\n",
          "person.full|tag\nJan|Klant ::: VIP" },
        { "several cards and talk between",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nEND:VCARD\n\nhallo\nbegin:vcard\nVERSION:3.0\nFN:An\nEND:vcard\n",
          "person.full\nJan\nAn" },
        { "an agent inside a card",
          "BEGIN:VCARD\nVERSION:2.1\nN:Bos;Jan\nAGENT:\nBEGIN:VCARD\nN:Kok;An\nEND:VCARD\nNOTE:na\nEND:VCARD\n",
          "person.family|person.given|note\nBos|Jan|na" },
        { "a card without end",
          "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nBEGIN:VCARD\nVERSION:3.0\nFN:An\nEND:VCARD\nBEGIN:VCARD\nFN:Piet\n",
          "person.full\n!row_unreadable BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nBEGIN:VCARD\n\nAn\n!row_unreadable "
          "BEGIN:VCARD\nFN:Piet\n" },
        { "an unknown property keeps its name", "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nX-SKYPE:janbos\nEND:VCARD\n",
          "person.full|X-SKYPE\nJan|janbos" },
        { "a property that could be taken for ours", "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nemail#2;x:y\nEND:VCARD\n",
          "person.full|EMAIL#2\nJan|y" },
        { "a national number", "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nX-BSN:123456782\nEND:VCARD\n",
          "person.full|X-BSN\nJan|[gewist]" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(buf_done) struct buf got = BUF_EMPTY;
        check_int(rows_read(text_from(cases[i].file), &got), STATUS_OK, cases[i].label);
        check_text(buf_text(&got), text_from(cases[i].want), cases[i].label);
    }
}

static void utf16_cards_are_read(void **state)
{
    static const char card[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jan Bos\r\nEND:VCARD\r\n";
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    buf_put(&file, TEXT("\xff\xfe"));
    for (size_t i = 0; i + 1 < sizeof(card); i++)
        buf_put(&file, (struct text){ (const char[]){ card[i], 0 }, 2 });
    check_rows(buf_text(&file), "person.full\nJan Bos");
}

static void a_large_photograph_needs_no_room(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    buf_put_str(&file, "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nPHOTO;ENCODING=b:\n");
    for (int i = 0; i < 100000; i++)
        buf_put_str(&file, " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
    buf_put_str(&file, "NOTE:na\nEND:VCARD\n");
    check_rows(buf_text(&file), "person.full|note\nJan|na");
}

static void a_value_above_the_limit_is_a_bad_row(void **state)
{
    for (int more = 0; more < 2; more++) {
        SCOPED(buf_done) struct buf file = BUF_EMPTY;
        SCOPED(reader_close) struct reader *reader = NULL;
        struct row row;
        buf_put_str(&file, "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nNOTE:");
        for (int i = 0; i < FIELD_BYTES_MAX - 5 + more; i++)
            buf_put_char(&file, 'x');
        buf_put_str(&file, "\nEND:VCARD\n");
        assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
        check_int(reader_next(reader, &row), more ? ROW_BAD : ROW_GOOD, "long note");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards_become_our_own_fields),
        cmocka_unit_test(utf16_cards_are_read),
        cmocka_unit_test(a_large_photograph_needs_no_room),
        cmocka_unit_test(a_value_above_the_limit_is_a_bad_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
