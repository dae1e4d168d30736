#include "parse/mapping.h"

#include "model/date.h"
#include "parse/rows.h"
/* Proposes for a file in memory; ret is "header=field header=field …", slots shown. */
static void propose(struct text file, struct buf *ret)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 24);
    struct row rows[MAPPING_SAMPLE_ROWS], row;
    struct mapping_proposal proposals[200];
    size_t count = 0;
    assert_int_equal(reader_over(file, &reader, NULL), STATUS_OK);
    struct layout layout = reader_layout(reader);
    assert_true(layout.count <= 200);
    while (count < MAPPING_SAMPLE_ROWS && reader_next(reader, &row) == ROW_GOOD) {
        struct text *cells = arena_array(&arena, struct text, layout.count);
        for (size_t i = 0; i < layout.count; i++)
            cells[i] = arena_copy(&arena, row.cells[i]);
        rows[count++] = (struct row){ .cells = cells, .count = layout.count };
    }
    mapping_propose(layout, rows, count, proposals);
    for (size_t i = 0; i < layout.count; i++) {
        buf_put(ret, i > 0 ? TEXT("\n") : TEXT(""));
        buf_put(ret, layout.columns[i]);
        buf_put_char(ret, '=');
        if (proposals[i].ref.field != FIELD_NONE)
            buf_put_str(ret, field_ref_text(proposals[i].ref).s);
    }
}

static void check_proposal(const char *label, const char *file, const char *want)
{
    SCOPED(buf_done) struct buf got = BUF_EMPTY;
    propose(text_from(file), &got);
    check_text(buf_text(&got), text_from(want), label);
}

static void headers_of_four_languages_are_known(void **state)
{
    check_proposal("nl", "Achternaam;tussenv.;Voorletters;m/v;geb.datum;Huisnr;toev;pc;woonplaats;gsm;opm\n",
                   "Achternaam=person.family\ntussenv.=person.prefix\nVoorletters=person.initials\nm/v=person.gender\n"
                   "geb.datum=person.birthdate\nHuisnr=\ntoev=\npc=addr.postcode\nwoonplaats=addr.city\ngsm=phone."
                   "mobile\nopm=note");
    check_proposal(
        "en", "given_name,surname,street_number,address_1,address_2,suburb,postcode,state,date_of_birth,soc_sec_id\n",
        "given_name=person.given\nsurname=person.family\nstreet_number=addr.number\naddress_1=addr.street\naddress_2="
        "addr.line2\n"
        "suburb=addr.city\npostcode=addr.postcode\nstate=addr.region\ndate_of_birth=person.birthdate\nsoc_sec_id="
        "REFUSE_NATIONAL_ID");
    check_proposal("de",
                   "Anrede;Name;Vorname;Stra\xc3\x9f"
                   "e;Hausnummer;PLZ;Ort;Telefon;Firma\n",
                   "Anrede=person.title\nName=person.family\nVorname=person.given\nStra\xc3\x9f"
                   "e=addr.street\nHausnummer=addr.number\n"
                   "PLZ=addr.postcode\nOrt=addr.city\nTelefon=phone\nFirma=org.name");
    check_proposal(
        "fr",
        "Civilit\xc3\xa9;Nom;Pr\xc3\xa9nom;Adresse;Code postal;Ville;T\xc3\xa9l\xc3\xa9phone;Soci\xc3\xa9t\xc3\xa9\n",
        "Civilit\xc3\xa9=person.title\nNom=person.family\nPr\xc3\xa9nom=person.given\nAdresse=addr.line1\nCode "
        "postal=addr.postcode\n"
        "Ville=addr.city\nT\xc3\xa9l\xc3\xa9phone=phone\nSoci\xc3\xa9t\xc3\xa9=org.name");
}

static void groups_and_numbers_are_understood(void **state)
{
    check_proposal(
        "groups",
        "Factuuradres;Factuurplaats;\"Huisadres, straat\";Land/regio "
        "(werk);billing_address_1;shipping_city;MailingPostalCode;"
        "bezoekadres postcode;werk e-mail;Telefoon werk\n",
        "Factuuradres=addr.invoice.line1\nFactuurplaats=addr.invoice.city\nHuisadres, straat=addr.home.line1\n"
        "Land/regio "
        "(werk)=addr.work.country\nbilling_address_1=addr.invoice.line1#2\nshipping_city=addr.delivery.city\n"
        "MailingPostalCode=addr.post.postcode\nbezoekadres postcode=addr.visit.postcode\nwerk e-mail=email.work\n"
        "Telefoon werk=phone.work");
    check_proposal(
        "numbers",
        "Naam;E-mail 1 - Value;E-mail 2 - Value;Address 2 - City;Address 2;tel;tel (2);Address 1 - Postal Code\n",
        "Naam=person.full\nE-mail 1 - Value=email\nE-mail 2 - Value=email#2\nAddress 2 - City=addr.city#2\nAddress "
        "2=addr.line2\n"
        "tel=phone\ntel (2)=phone#2\nAddress 1 - Postal Code=addr.postcode");
    check_proposal("nested keys",
                   "{\"billing\":{\"address\":{\"city\":\"Ede\"}},\"FEATURES\":{\"NAME_LAST\":\"Bos\"}}\n",
                   "billing.address.city=addr.invoice.city\nFEATURES.NAME_LAST=person.family");
    check_proposal("our own names", "person.given;addr.home.line1;email#2\n",
                   "person.given=person.given\naddr.home.line1=addr.home.line1\nemail#2=email#2");
}

static void programs_are_recognised(void **state)
{
    check_proposal("LinkedIn", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
                   "First Name=person.given\nLast Name=person.family\nURL=social\nEmail "
                   "Address=email\nCompany=org.name\nPosition=role.title\nConnected On=");
    check_proposal("Brevo", "EMAIL;LASTNAME;FIRSTNAME;SMS;EMAIL_BLACKLISTED;SMS_BLACKLISTED;ADDED_TIME;MODIFIED_TIME\n",
                   "EMAIL=email\nLASTNAME=person.family\nFIRSTNAME=person.given\nSMS=phone.mobile\nEMAIL_BLACKLISTED="
                   "consent.email_optout\n"
                   "SMS_BLACKLISTED=consent.sms_optout\nADDED_TIME=source.created\nMODIFIED_TIME=source.modified");
    check_proposal("Salesforce", "Id,AccountId,Salutation,FirstName,LastName,MailingStreet,Title,DoNotCall\n",
                   "Id=source.id\nAccountId=\nSalutation=person.title\nFirstName=person.given\nLastName=person.family\n"
                   "MailingStreet=addr.post.line1\nTitle=role.title\nDoNotCall=consent.phone_optout");
    check_proposal("KBO",
                   "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,StreetNL,"
                   "StreetFR,HouseNumber,Box\n",
                   "EntityNumber=org.kbo\nTypeOfAddress=addr.kind\nCountryNL=addr.country\nCountryFR=\nZipcode=addr."
                   "postcode\nMunicipalityNL=addr.city\n"
                   "MunicipalityFR=\nStreetNL=addr.street\nStreetFR=\nHouseNumber=addr.number\nBox=addr.addition");
}

static void a_name_is_of_whom_its_values_are(void **state)
{
    check_proposal("people", "name,city\nJan Bos,Ede\nAnna Kok,Urk\nPieter Mol,Goes\n",
                   "name=person.full\ncity=addr.city");
    check_proposal("organisations", "name,city\nBakkerij Bos BV,Ede\nStichting Kok,Urk\nHotel Mol,Goes\n",
                   "name=org.name\ncity=addr.city");
    check_proposal("both: the one that is tested per value",
                   "naam;plaats\nBakkerij Bos BV;Ede\nJ. de Vries;Urk\nHotel Mol;Goes\n",
                   "naam=person.full\nplaats=addr.city");
    check_proposal(
        "restaurants",
        "id,name,addr,city,phone,type\n1,art's delicatessen,12224 ventura blvd.,studio city,818/762-1221,american\n"
        "2,campanile,624 s. la brea ave.,los angeles,213-938-1447,american\n3,cafe bizou,14016 ventura blvd.,sherman "
        "oaks,818/788-3536,french\n"
        "4,grill on the alley,9560 dayton way,los angeles,310/276-0615,american\n",
        "id=source.id\nname=org.name\naddr=addr.line1\ncity=addr.city\nphone=phone\ntype=");
    check_proposal("beside given names", "naam;voornaam\nBos;Jan\nKok;Anna\n",
                   "naam=person.family\nvoornaam=person.given");
}

static void a_title_is_what_its_values_are(void **state)
{
    check_proposal("salutation", "title,first_name,last_name\nMr,Jan,Bos\nMrs,An,Kok\n",
                   "title=person.title\nfirst_name=person.given\nlast_name=person.family");
    check_proposal("gender", "Titel;Voornaam;Achternaam\nM;Jan;Bos\nV;An;Kok\n",
                   "Titel=person.gender\nVoornaam=person.given\nAchternaam=person.family");
    check_proposal("function", "title,first_name,last_name\nBuyer,Jan,Bos\nSales manager,An,Kok\n",
                   "title=role.title\nfirst_name=person.given\nlast_name=person.family");
    check_proposal("organisation", "title,first_name,last_name,vat_id\nBakkerij Bos BV,Jan,Bos,0123456749\n,An,Kok,\n",
                   "title=org.name\nfirst_name=person.given\nlast_name=person.family\nvat_id=org.kbo");
    check_proposal("a book", "id,title,year\n1,On matching of records in large files,1969\n2,A study of names,1999\n",
                   "id=source.id\ntitle=\nyear=");
}

static void values_can_overrule_a_header(void **state)
{
    check_proposal(
        "unknown headers",
        "a;b;c;d\njan@bos.example;NL91ABNA0417164300;1234 "
        "AB;x1\nan@kok.example;NL91ABNA0417164300;2511AA;y\npiet@mol.example;NL91 ABNA 0417 1643 00;9999 XX;z\n",
        "a=email\nb=bank.iban\nc=addr.postcode\nd=");
    check_proposal("telephone that is e-mail",
                   "naam;telefoon\nJan;jan@bos.example\nAn;an@kok.example\nPiet;piet@mol.example\n",
                   "naam=person.full\ntelefoon=email");
    check_proposal("website that is yes or no",
                   "naam;website\nJan;No\nAn;No\nPiet;Yes\nJan;No\nAn;No\nPiet;Yes\nJan;No\nAn;No\nPiet;Yes\nJan;"
                   "No\nAn;No\nPiet;Yes\n",
                   "naam=person.full\nwebsite=");
    check_proposal("number of a company is no house number",
                   "CompanyName,CompanyNumber,PostTown\nACME LTD,01234567,LONDON\n",
                   "CompanyName=org.name\nCompanyNumber=\nPostTown=addr.city");
}

static void addresses_are_arranged(void **state)
{
    check_proposal("line and number", "Adres;Huisnummer;Postcode;Plaats\n",
                   "Adres=addr.street\nHuisnummer=addr.number\nPostcode=addr.postcode\nPlaats=addr.city");
    check_proposal("street without number", "Straat;Postcode;Plaats\n",
                   "Straat=addr.line1\nPostcode=addr.postcode\nPlaats=addr.city");
    check_proposal("whole address alone",
                   "naam;adres\nJan Bos;\"Weg 1, 1234 AB Ede, Nederland\"\nAn Kok;\"Dijk 2, 2345 BC Urk, Nederland\"\n",
                   "naam=person.full\nadres=addr.full");
    check_proposal("whole address beside its parts",
                   "Volledig adres;Straat;Huisnummer;Plaats\n\"Weg 1, Ede\";Weg;1;Ede\n",
                   "Volledig adres=\nStraat=addr.street\nHuisnummer=addr.number\nPlaats=addr.city");
}

static void events_are_taken_only_in_a_file_of_events(void **state)
{
    check_proposal("orders", "Bestelnummer,Klantnummer,Besteldatum,Orderstatus,Artikel,Totaalbedrag,Valuta,Kanaal\n",
                   "Bestelnummer=event.id\nKlantnummer=event.ref\nBesteldatum=event.time\nOrderstatus=event."
                   "status\nArtikel=event.product\n"
                   "Totaalbedrag=event.amount\nValuta=event.currency\nKanaal=event.channel");
    check_proposal("mailbox", "Bericht-ID;Ontvangen op;Van;Naam;Onderwerp;Bericht\n",
                   "Bericht-ID=event.id\nOntvangen "
                   "op=event.time\nVan=event.ref\nNaam=person.full\nOnderwerp=event.subject\nBericht=event.text");
    check_proposal(
        "clicks", "id,Lidnummer,Campagne,Gebeurtenis,Tijdstip\n",
        "id=event.id\nLidnummer=event.ref\nCampagne=event.campaign\nGebeurtenis=event.kind\nTijdstip=event.time");
    check_proposal("customers", "Klantnummer;Naam;Bedrag;Kanaal;Onderwerp\n",
                   "Klantnummer=customer.number\nNaam=person.full\nBedrag=\nKanaal=\nOnderwerp=");
}

static void a_mapping_is_read_back_as_written(void **state)
{
    static const struct text columns[] = { TEXT("Naam"), TEXT("Opm. \"x\""), TEXT("a.b"), TEXT("E-mail") };
    struct layout layout = { columns, 4 };
    struct field_ref refs[4] = { { .field = FIELD_PERSON_FULL },
                                 { .field = FIELD_NONE },
                                 { .field = FIELD_ADDR_CITY, .group = GROUP_HOME, .slot = 1 },
                                 { .field = FIELD_EMAIL } };
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct mapping read;
    mapping_write_json(layout, &(struct mapping){ .refs = refs, .count = 4 }, &json);
    check_text(buf_text(&json),
               TEXT("{\"columns\":{\"Naam\":\"person.full\",\"Opm. "
                    "\\\"x\\\"\":null,\"a.b\":\"addr.home.city#2\",\"E-mail\":\"email\"}}"),
               "json");
    assert_int_equal(mapping_read_json(buf_text(&json), layout, &arena, &read, NULL), STATUS_OK);
    assert_int_equal(read.count, 4);
    for (size_t i = 0; i < 4; i++)
        check_text(text_from(field_ref_text(read.refs[i]).s), text_from(field_ref_text(refs[i]).s), "ref");
}

static void a_mapping_that_is_wrong_says_where(void **state)
{
    static const struct {
        const char *json, *message, *hint;
    } cases[] = {
        { "{\"columns\":{\"Nam\":\"person.full\"}}", "the file has no column 'Nam'", "'Naam'" },
        { "{\"columns\":{\"Naam\":\"person.ful\"}}", "column 'Naam': there is no field 'person.ful'", "'person.full'" },
        { "{\"columns\":{\"Naam\":\"xyzzyxyzzy\"}}", "there is no field 'xyzzyxyzzy'", "null" },
        { "{\"columns\":{\"Naam\":3}}", "there is no field '3'", "" },
        { "{\"columns\":{},\"date_orders\":{\"Naam\":\"us\"}}", "no order 'us'", "month_first" },
        { "{\"columns\":{},\"date_orders\":{\"Nam\":\"mixed\"}}", "the file has no column 'Nam'", "'Naam'" },
        { "{\"kolommen\":{}}", "", "" },
        { "{\"kolommen\":{\"Naam\":\"email\"}}", "this is no mapping", "columns" },
        { "{\"columns\":{", "this is no mapping", "columns" },
        { "", "this is no mapping", "columns" },
    };
    static const struct text columns[] = { TEXT("Naam"), TEXT("Plaats") };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
        struct error err = ERROR_NONE;
        struct mapping read;
        enum status status =
            mapping_read_json(text_from(cases[i].json), (struct layout){ columns, 2 }, &arena, &read, &err);
        check_int(status, cases[i].message[0] ? STATUS_INVALID : STATUS_OK, cases[i].json);
        if (!strstr(err.message, cases[i].message) || !strstr(err.hint, cases[i].hint))
            fail_msg("%s: %s (%s)", cases[i].json, err.message, err.hint);
    }
}

static void orders_of_dates_are_kept_beside_the_columns(void **state)
{
    static const struct text columns[] = { TEXT("Naam"), TEXT("Geboren"), TEXT("Sinds") };
    static const struct field_ref refs[] = { { .field = FIELD_PERSON_FULL },
                                             { .field = FIELD_PERSON_BIRTHDATE },
                                             { .field = FIELD_NONE } };
    static const uint8_t orders[] = { NAME_ORDER_SURNAME_FIRST, DATE_ORDER_MDY, DATE_ORDER_MIXED };
    struct layout layout = { columns, 3 };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    SCOPED(buf_done) struct buf json = BUF_EMPTY;
    struct mapping read;
    mapping_write_json(layout, &(struct mapping){ .refs = refs, .count = 3, .date_orders = orders }, &json);
    assert_true(
        text_find(
            buf_text(&json),
            TEXT("\"date_orders\":{\"Naam\":\"surname_first\",\"Geboren\":\"month_first\",\"Sinds\":\"mixed\"}")) <
        json.len);
    assert_int_equal(mapping_read_json(buf_text(&json), layout, &arena, &read, NULL), STATUS_OK);
    assert_memory_equal(read.date_orders, orders, 3);
}

static void two_columns_of_one_field_get_places(void **state)
{
    static const struct text columns[] = { TEXT("a"), TEXT("b") };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct mapping read;
    assert_int_equal(mapping_read_json(TEXT("{\"columns\":{\"a\":\"email\",\"b\":\"email\"}}"),
                                       (struct layout){ columns, 2 }, &arena, &read, NULL),
                     STATUS_OK);
    assert_int_equal(read.refs[0].slot, 0);
    assert_int_equal(read.refs[1].slot, 1);
}

static void headers_nobody_knows_are_read_by_their_values(void **state)
{
    check_proposal("nl",
                   "k1;k2;k3;k4;k5;k6;k7;k8;k9\n"
                   "Jan;van den;Berg;12-03-1967;Dorpsstraat;12;1234 AB;Utrecht;0612345678\n"
                   "Piet;;Jansen;01-11-1980;Kerkweg;3;3511 CD;Amersfoort;06-22345678\n"
                   "Maria;de;Vries;23-06-1955;Molenlaan;104;9711 XX;Groningen;050-1234567\n"
                   "Willem;;Bakker;30-01-1948;Hoofdstraat;7;1011 AA;Amsterdam;020 1234567\n"
                   "Anna;;Visser;14-02-1991;Stationsplein;9;2511 BB;Den Haag;+31612345679\n"
                   "Kees;;Smit;15-05-1961;Havenkade;23;3011 CC;Rotterdam;0687654321\n"
                   "Sanne;de;Jong;06-06-1977;Parklaan;1;5611 DD;Eindhoven;0640123456\n"
                   "Hendrik;;Mulder;19-09-1969;Bosweg;88;7511 EE;Enschede;0531234567\n"
                   "Johanna;;Bos;02-12-1950;Singel;45;6811 FF;Arnhem;0261234567\n"
                   "Thomas;;Vos;28-08-1985;Lindenlaan;17;8011 GG;Zwolle;0381234567\n",
                   "k1=person.given\nk2=\nk3=person.family\nk4=person.birthdate\nk5=addr.street\nk6=addr.number\n"
                   "k7=addr.postcode\nk8=addr.city\nk9=phone");
    check_proposal("en",
                   "c1,c2,c3,c4,c5\n"
                   "Acme Plumbing Inc,12 Main St,Chicago,IL,60601\n"
                   "Summit Roofing LLC,300 Oak Avenue,Houston,TX,77002\n"
                   "Blue Ridge Dairy Co,45 Elm Road,Denver,CO,80203\n"
                   "Smith & Sons Ltd,7 Lake Drive,Seattle,WA,98101\n"
                   "Pioneer Insurance Corp,9 Hill Ln,Boston,MA,02108\n"
                   "Liberty Motors Inc,1200 Pine St,Portland,OR,97201\n"
                   "First National Bank,18 Church St,Atlanta,GA,30303\n"
                   "Golden Bakery LLC,5 Mill Road,Miami,FL,33101\n"
                   "Eagle Software Inc,62 Park Ave,Austin,TX,78701\n"
                   "Keystone Logistics LLC,81 River Dr,Phoenix,AZ,85001\n",
                   "c1=org.name\nc2=addr.line1\nc3=addr.city\nc4=addr.region\nc5=addr.postcode");
    check_proposal("one cell",
                   "x1|x2\n"
                   "Hans Müller|Hauptstr. 5, 80331 München\nPetra Schmidt|Gartenweg 7, 50667 Köln\n"
                   "Weber, Klaus|Ringstraße 12, 20095 Hamburg\nSabine Fischer|Bergstr. 3, 70173 Stuttgart\n"
                   "Uwe Wagner|Am Markt 1, 01067 Dresden\nHeike Becker|Schulweg 22, 04109 Leipzig\n"
                   "Karl Hoffmann|Lindenallee 9, 45127 Essen\nMonika Koch|Dorfstr. 14, 28195 Bremen\n"
                   "Stefan Bauer|Feldweg 6, 30159 Hannover\nBirgit Klein|Parkstr. 31, 90402 Nürnberg\n",
                   "x1=person.full\nx2=addr.full");
}

/* Letters of many kinds beside a given name are initials, of few kinds a code. */
static void letters_of_few_kinds_are_no_initials(void **state)
{
    static const char *const givens[] = { "Jan", "Piet", "Maria", "Willem", "Anna", "Kees", "Sanne", "Thomas" };
    static const char *const surnames[] = { "Berg", "Jansen", "Vries", "Bakker", "Visser", "Smit", "Mulder" };
    (void)state;
    for (unsigned kinds = 3; kinds <= 19; kinds += 8) {
        SCOPED(buf_done) struct buf file = BUF_EMPTY, got = BUF_EMPTY;
        buf_printf(&file, "x;Vorname;Nachname\n");
        for (unsigned i = 0; i < 100; i++)
            buf_printf(&file, "%c;%s;%s\n", 'A' + i % kinds, givens[i % 8], surnames[i % 7]);
        propose(buf_text(&file), &got);
        check_text(buf_text(&got),
                   kinds == 19 ? TEXT("x=person.middle_or_prefix\nVorname=person.given\nNachname=person.family")
                               : TEXT("x=\nVorname=person.given\nNachname=person.family"),
                   "letters");
    }
}

/* One cell for whichever people filled in, also under a header that promises a name. */
static void a_mailbox_or_a_phone_in_one_column(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY, got = BUF_EMPTY;
    (void)state;
    buf_printf(&file, "Name;Contact\n");
    for (unsigned i = 0; i < 60; i++)
        buf_printf(&file, i % 3 ? "Jan Bakker;06-123%05u\n" : "Anna de Vries;anna%u@post.example\n", i * 37);
    propose(buf_text(&file), &got);
    check_text(buf_text(&got), TEXT("Name=person.full\nContact=phone"), "contact");
}

enum { ROWS_OF_A_LIST = 120 };

/* A list of names, with one more column whose cells value() writes. */
static void check_beside_names(const char *label, const char *header, void (*value)(unsigned row, char into[40]),
                               const char *want)
{
    static const char *const givens[] = { "Jan", "Piet", "Maria", "Willem", "Anna", "Kees", "Sanne", "Thomas" };
    static const char *const surnames[] = { "Berg",   "Jansen", "Vries", "Bakker", "Visser", "Smit",
                                            "Mulder", "Bos",    "Vos",   "Peters", "Dekker" };
    SCOPED(buf_done) struct buf file = BUF_EMPTY, got = BUF_EMPTY, wanted = BUF_EMPTY;
    buf_printf(&file, "vorname;nachname;%s\n", header);
    for (unsigned i = 0; i < ROWS_OF_A_LIST; i++) {
        char cell[40];
        value(i, cell);
        buf_printf(&file, "%s;%s;%s\n", givens[i % 8], surnames[i % 11], cell);
    }
    propose(buf_text(&file), &got);
    buf_printf(&wanted, "vorname=person.given\nnachname=person.family\n%s=%s", header, want);
    check_text(buf_text(&got), buf_text(&wanted), label);
}

static unsigned long long scattered(unsigned row, unsigned long long from, unsigned long long below)
{
    return from + row * 2654435761ull % 4294967291ull % (below - from);
}

#define CELLS(name, ...)                                                                                               \
    static void name(unsigned row, char into[40])                                                                      \
    {                                                                                                                  \
        snprintf(into, 40, __VA_ARGS__);                                                                               \
    }
CELLS(mobiles, "06%08llu", scattered(row, 10000000, 58999999))
CELLS(mobiles_written, row % 3 ? "06-%08llu" : "+316%08llu", scattered(row, 10000000, 58999999))
CELLS(orders_rising, "%llu", 2042300217ull + row * 37)
CELLS(contracts, "1%09llu", scattered(row, 0, 999999999))
CELLS(partners, "00%08llu", scattered(row, 10000000, 99999999))
CELLS(policies, "0%010llu", scattered(row, 0, 4294967000ull) * 2)
CELLS(of_one_area, "541%03llu%04llu", scattered(row, 200, 999), scattered(row + 7, 0, 9999))
CELLS(of_america, "%llu%llu%04llu", scattered(row, 20, 99) * 10 + 5, scattered(row, 200, 999), scattered(row, 0, 9999))
CELLS(born, "%llu", scattered(row, 1938, 2004))
CELLS(built, "%llu", scattered(row, 1890, 2015))
CELLS(joined, "%llu", 2023 - scattered(row, 0, 50) * scattered(row, 0, 50) / 50)
CELLS(cars, "%llu", scattered(row, 1988, 2024))
CELLS(born_on, "%02llu-%02llu-%llu", scattered(row, 1, 28), scattered(row, 1, 12), scattered(row, 1938, 2004))
CELLS(ordered_on, "%02llu-%02llu-%llu", scattered(row, 1, 28), scattered(row, 1, 12), scattered(row, 2009, 2024))

/* A misread column costs more than one that is not read. */
static void digits_are_what_the_column_shows(void **state)
{
    static const struct {
        const char *header;
        void (*value)(unsigned row, char into[40]);
        const char *want;
    } cases[] = {
        { "c", mobiles, "phone" },
        { "c", mobiles_written, "phone" },
        { "c", of_america, "phone" },
        { "c", orders_rising, "" },
        { "c", contracts, "" },
        { "c", partners, "" },
        { "c", policies, "" },
        { "c", of_one_area, "" },
        { "c", born, "person.birthdate" },
        { "c", built, "" },
        { "c", joined, "" },
        { "c", cars, "" },
        { "c", born_on, "person.birthdate" },
        { "c", ordered_on, "" },
        { "offertenr", mobiles, "" },
        { "ring phone", of_one_area, "phone" },
        { "class of", born, "" },
        { "trouwdag", born_on, "" },
        { "geb jaar lid", joined, "" },
        { "birth year", born, "person.birthdate" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char label[20];
        snprintf(label, sizeof(label), "case %zu", i);
        check_beside_names(label, cases[i].header, cases[i].value, cases[i].want);
    }
}

CELLS(sellers, row % 3 ? "Bob Fisher" : row % 2 ? "Ann Baker" : "Eva Smith")
CELLS(sellers_boxes, "%s@shop.example", row % 3 ? "bob" : row % 2 ? "ann" : "eva")
CELLS(their_boxes, "p%u@post.example", row * 7)
CELLS(one_country, row < 200 ? "Nederland" : "Duitsland")
CELLS(customer_numbers, "%u", 31000 + row * 13)
CELLS(partners_names, "%s", row % 2 ? "" : row % 4 ? "Karin" : row % 6 ? "Piet" : row % 8 ? "Klaas" : "Sofie")

/* What is the same over and over is of those who serve the customers, not of them. */
static void a_few_values_are_of_nobody(void **state)
{
    static const struct {
        const char *header;
        void (*value)(unsigned row, char into[40]);
        const char *want;
    } cases[] = {
        { "acc_mgr", sellers, "" }, { "x", sellers_boxes, "" },          { "x", their_boxes, "email" },
        { "x", one_country, "" },   { "relatie", customer_numbers, "" }, { "x", partners_names, "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char label[20];
        snprintf(label, sizeof(label), "case %zu", i);
        check_beside_names(label, cases[i].header, cases[i].value, cases[i].want);
    }
}

static void a_house_number_stands_beside_a_street_that_is_known(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY, got = BUF_EMPTY;
    (void)state;
    buf_printf(&file, "nachname;rue;n\n");
    for (unsigned i = 0; i < ROWS_OF_A_LIST; i++)
        buf_printf(&file, "Bakker;Rue %s;%u\n", i % 2 ? "Haute" : "Basse", 1 + i * 7 % 90);
    propose(buf_text(&file), &got);
    check_text(buf_text(&got), TEXT("nachname=person.family\nrue=addr.street\nn=addr.number"), "number");
}

/* Two rows of one mailbox are one person, who was born once. */
static void what_differs_where_rows_are_alike_is_no_birth(void **state)
{
    (void)state;
    for (unsigned same = 0; same < 2; same++) {
        SCOPED(buf_done) struct buf file = BUF_EMPTY, got = BUF_EMPTY;
        buf_printf(&file, "a;b\n");
        for (unsigned i = 0; i < ROWS_OF_A_LIST; i++)
            buf_printf(&file, "p%u@post.example;%llu\n", i / 2 * 31, scattered(same ? i / 2 : i, 1938, 2004));
        propose(buf_text(&file), &got);
        check_text(buf_text(&got), same ? TEXT("a=email\nb=person.birthdate") : TEXT("a=email\nb="), "alike");
    }
}

/* The whole date says more than the year beside it. */
static void a_year_of_birth_is_taken_where_nothing_better_stands(void **state)
{
    (void)state;
    check_proposal("year", "name;geboortejaar\nJan Bakker;1967\nAnna Smit;1958\nPiet Vos;1971\n",
                   "name=person.full\ngeboortejaar=person.birthdate");
    check_proposal("both", "name;geboortejaar;geboortedatum\nJan Bakker;1967;01-02-1967\nAnna Smit;1958;03-04-1958\n",
                   "name=person.full\ngeboortejaar=\ngeboortedatum=person.birthdate");
}

static void what_is_neither_name_nor_place_stays_text(void **state)
{
    check_proposal("films",
                   "c1,c2,c3\n"
                   "The Long Way Home,drama,1987\nNight of Stars,thriller,1994\nA Quiet River,drama,2003\n"
                   "Paper Boats,comedy,1999\nGlass Mountain,fantasy,2011\nRed Harvest,crime,1978\n"
                   "Under the Bridge,drama,1990\nSilent Fields,war,1969\nTwo Suns,science fiction,2015\n"
                   "Last Train North,thriller,2001\nThe Painted Door,horror,1984\n",
                   "c1=\nc2=\nc3=");
    check_proposal("orders",
                   "a;b;c\n10001;12,50;2024-01-03\n10002;7,95;2024-01-03\n10003;130,00;2024-01-04\n"
                   "10004;22,10;2024-01-05\n10005;9,99;2024-01-05\n10006;45,00;2024-01-06\n10007;18,20;2024-01-08\n"
                   "10008;3,50;2024-01-08\n10009;64,75;2024-01-09\n10010;11,00;2024-01-10\n",
                   "a=\nb=\nc=");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_four_languages_are_known),
        cmocka_unit_test(groups_and_numbers_are_understood),
        cmocka_unit_test(programs_are_recognised),
        cmocka_unit_test(a_name_is_of_whom_its_values_are),
        cmocka_unit_test(a_title_is_what_its_values_are),
        cmocka_unit_test(values_can_overrule_a_header),
        cmocka_unit_test(addresses_are_arranged),
        cmocka_unit_test(events_are_taken_only_in_a_file_of_events),
        cmocka_unit_test(a_mapping_is_read_back_as_written),
        cmocka_unit_test(a_mapping_that_is_wrong_says_where),
        cmocka_unit_test(orders_of_dates_are_kept_beside_the_columns),
        cmocka_unit_test(two_columns_of_one_field_get_places),
        cmocka_unit_test(headers_nobody_knows_are_read_by_their_values),
        cmocka_unit_test(letters_of_few_kinds_are_no_initials),
        cmocka_unit_test(a_mailbox_or_a_phone_in_one_column),
        cmocka_unit_test(digits_are_what_the_column_shows),
        cmocka_unit_test(a_few_values_are_of_nobody),
        cmocka_unit_test(a_house_number_stands_beside_a_street_that_is_known),
        cmocka_unit_test(what_differs_where_rows_are_alike_is_no_birth),
        cmocka_unit_test(a_year_of_birth_is_taken_where_nothing_better_stands),
        cmocka_unit_test(what_is_neither_name_nor_place_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
