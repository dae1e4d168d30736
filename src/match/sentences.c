/*
 * One table per comparison, by level.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/sentences.h"

static const struct sentence given[] = {
    { "", "", "" },
    { "equal", "De voornaam is gelijk.", "The given name is equal." },
    { "call name", "De roepnaam of een tweede voornaam is gelijk.", "The call name or another given name is equal." },
    { "swapped", "Voornaam en achternaam zijn verwisseld.", "Given name and surname are swapped." },
    { "one typing error", "De voornaam verschilt een typefout.", "The given name differs by a typing error." },
    { "short form", "De ene voornaam is een bekende korte vorm van de andere.",
      "One given name is a known short form of the other." },
    { "shortened", "De ene voornaam is het begin van de andere.", "One given name is the start of the other." },
    { "initials fit", "De voorletter past bij de voornaam.", "The initial fits the given name." },
    { "alike", "De voornamen lijken op elkaar.", "The given names look alike." },
    { "same first letter", "Alleen de eerste letter van de voornaam is gelijk.",
      "Only the first letter of the given name is equal." },
    { "different", "De voornaam is anders.", "The given name is different." },
    { "two names", "Het zijn twee verschillende voornamen.", "They are two different given names." },
};
static const struct sentence middle[] = {
    { "", "", "" },
    { "equal", "De tweede voornaam is gelijk.", "The middle name is equal." },
    { "initials fit", "De tweede voorletter past.", "The middle initial fits." },
    { "alike", "De tweede voornamen lijken op elkaar.", "The middle names look alike." },
    { "different", "De tweede voornaam is anders.", "The middle name is different." },
};
static const struct sentence surname[] = {
    { "", "", "" },
    { "equal", "De achternaam is gelijk.", "The surname is equal." },
    { "swapped", "Voornaam en achternaam zijn verwisseld.", "Given name and surname are swapped." },
    { "one typing error", "De achternaam verschilt een typefout.", "The surname differs by a typing error." },
    { "part of it", "Een deel van de (dubbele of gehuwde) achternaam is gelijk.",
      "Part of the (double or married) surname is equal." },
    { "two typing errors", "De achternaam verschilt een paar letters.", "The surname differs by a few letters." },
    { "sounds alike", "De achternamen klinken gelijk.", "The surnames sound alike." },
    { "different", "De achternaam is anders.", "The surname is different." },
};
static const struct sentence generation[] = {
    { "", "", "" },
    { "equal", "De toevoeging junior of senior is gelijk.", "The suffix junior or senior is equal." },
    { "different", "De een is junior, de ander senior.", "One is junior, the other senior." },
};
static const struct sentence birth[] = {
    { "", "", "" },
    { "equal", "De geboortedatum is gelijk.", "The birth date is equal." },
    { "day and month swapped", "Dag en maand van de geboortedatum zijn verwisseld.",
      "Day and month of the birth date are swapped." },
    { "one digit wrong", "De geboortedatum verschilt een cijfer.", "The birth date differs by one digit." },
    { "fits", "De gedeeltelijke geboortedatum past.", "The partial birth date fits." },
    { "two parts equal", "Twee van dag, maand en jaar zijn gelijk.", "Two of day, month and year are equal." },
    { "two digits wrong", "De geboortedatum verschilt twee cijfers.", "The birth date differs by two digits." },
    { "same year", "Alleen het geboortejaar is gelijk.", "Only the year of birth is equal." },
    { "different", "De geboortedatum is anders.", "The birth date is different." },
};
static const struct sentence gender[] = {
    { "", "", "" },
    { "equal", "Het geslacht is gelijk.", "The gender is equal." },
    { "different", "Het geslacht is anders.", "The gender is different." },
};
static const struct sentence org[] = {
    { "", "", "" },
    { "equal", "De naam van de organisatie is gelijk.", "The organisation's name is equal." },
    { "equal but for spaces", "De namen zijn gelijk op spaties na.", "The names are equal but for spaces." },
    { "typing errors", "De naam verschilt alleen in typefouten of volgorde.",
      "The name differs by typing errors or order only." },
    { "nearly equal", "De namen zijn bijna gelijk.", "The names are nearly equal." },
    { "contained", "De ene naam staat geheel in de andere.", "One name stands whole in the other." },
    { "initials", "De ene naam bestaat uit de beginletters van de andere.", "One name is the other's initials." },
    { "other mark", "De namen zijn gelijk op een woord als Holding of Vastgoed na.",
      "The names are equal but for a word such as Holding or Property." },
    { "much alike", "De namen lijken sterk op elkaar.", "The names look much alike." },
    { "alike", "De namen lijken op elkaar.", "The names look alike." },
    { "half alike", "De namen lijken half op elkaar.", "The names are half alike." },
    { "telling word shared", "De namen delen een kenmerkend woord.", "The names share a telling word." },
    { "little alike", "De namen lijken weinig op elkaar.", "The names look little alike." },
    { "other town", "De namen zijn gelijk op de plaats erachter na.", "The names are equal but for the town behind." },
    { "different", "De naam van de organisatie is anders.", "The organisation's name is different." },
};
static const struct sentence address[] = {
    { "", "", "" },
    { "equal", "Het adres is gelijk.", "The address is equal." },
    { "equal, place with an error", "Straat en huisnummer zijn gelijk, de plaats heeft een fout.",
      "Street and house number are equal, the place has an error." },
    { "equal, street with an error", "Huisnummer en plaats zijn gelijk, de straat lijkt erop.",
      "House number and place are equal, the street looks alike." },
    { "number with an error", "Dezelfde straat, huisnummer met een fout.",
      "The same street, house number with an error." },
    { "street and number equal", "Straat en huisnummer zijn gelijk, een plaats is niet bekend.",
      "Street and house number are equal, a place is not known." },
    { "another place", "Straat en huisnummer zijn gelijk, in een andere plaats.",
      "Street and house number are equal, in another place." },
    { "same street", "Dezelfde straat, ander huisnummer.", "The same street, another house number." },
    { "postcode equal", "De postcode is gelijk, een straat is niet bekend.",
      "The postcode is equal, a street is not known." },
    { "postcode and number equal", "Postcode en huisnummer zijn gelijk, de straat is anders.",
      "Postcode and house number are equal, the street is different." },
    { "postcode equal, street different", "De postcode is gelijk, de straat is anders.",
      "The postcode is equal, the street is different." },
    { "city equal", "De plaats is gelijk, een straat is niet bekend.", "The place is equal, a street is not known." },
    { "city and number equal", "Plaats en huisnummer zijn gelijk, de straat is anders.",
      "Place and house number are equal, the street is different." },
    { "city equal, street different", "Dezelfde plaats, een andere straat.", "The same place, another street." },
    { "same region", "Alleen de streek is gelijk.", "Only the region is equal." },
    { "different", "Het adres is anders.", "The address is different." },
};
static const struct sentence email[] = {
    { "", "", "" },
    { "equal", "Het e-mailadres is gelijk.", "The e-mail address is equal." },
    { "name part equal", "Het deel voor de @ is gelijk.", "The part before the @ is equal." },
    { "typing errors", "Het e-mailadres verschilt een typefout.", "The e-mail address differs by a typing error." },
    { "name part alike", "Het deel voor de @ lijkt erop.", "The part before the @ looks alike." },
    { "same domain", "Alleen het maildomein is gelijk.", "Only the mail domain is equal." },
    { "different", "Het e-mailadres is anders.", "The e-mail address is different." },
};
static const struct sentence phone[] = {
    { "", "", "" },
    { "equal", "Een telefoonnummer is gelijk.", "A phone number is equal." },
    { "last digits equal", "De laatste zeven cijfers van het telefoonnummer zijn gelijk.",
      "The last seven digits of the phone number are equal." },
    { "one digit wrong", "Het telefoonnummer verschilt een cijfer.", "The phone number differs by one digit." },
    { "different", "De telefoonnummers zijn anders.", "The phone numbers are different." },
};
static const struct sentence code[] = {
    { "", "", "" },
    { "equal", "Het nummer of kenmerk is gelijk.", "The number or code is equal." },
    { "one sign wrong", "Het nummer of kenmerk verschilt een teken.", "The number or code differs by one sign." },
    { "different", "Het nummer of kenmerk is anders.", "The number or code is different." },
};
static const struct sentence age[] = {
    { "", "", "" },
    { "equal", "De leeftijd is gelijk.", "The age is equal." },
    { "near", "De leeftijden schelen niet meer dan twaalf jaar.", "The ages are no more than twelve years apart." },
    { "different", "De leeftijden schelen meer dan twaalf jaar.", "The ages are more than twelve years apart." },
};
static const struct sentence contradiction[] = {
    { "", "", "" },
    { "none", "Niet meer dan een kenmerk van de persoon verschilt.", "No more than one mark of the person differs." },
    { "doubt", "Een mannen- en een vrouwennaam, of een naam die alleen lijkt en door niets wordt bevestigd.",
      "A man's and a woman's name, or a name that only looks alike and is confirmed by nothing." },
    { "two", "Twee kenmerken van de persoon verschillen tegelijk.", "Two marks of the person differ at once." },
    { "three", "Drie of meer kenmerken van de persoon verschillen tegelijk.",
      "Three or more marks of the person differ at once." },
};
static const struct sentence source[] = {
    { "", "", "" },
    { "equal", "Beide komen uit dezelfde bron.", "Both come from the same source." },
    { "different", "Ze komen uit verschillende bronnen.", "They come from different sources." },
};
static const struct sentence text[] = {
    { "", "", "" },
    { "equal", "De waarde is gelijk.", "The value is equal." },
    { "nearly equal", "De waarden zijn bijna gelijk.", "The values are nearly equal." },
    { "alike", "De waarden lijken op elkaar.", "The values look alike." },
    { "half alike", "De waarden lijken half op elkaar.", "The values are half alike." },
    { "little alike", "De waarden lijken weinig op elkaar.", "The values look little alike." },
    { "different", "De waarde is anders.", "The value is different." },
};

const struct sentence *sentence_of(enum comparison comparison, const struct prep_column *column, unsigned levels,
                                   unsigned level)
{
    if (column && column->field.field == FIELD_PERSON_AGE && levels == CODE_LEVELS)
        return &age[level];
    switch (comparison) {
    case COMPARE_GIVEN: return &given[level];
    case COMPARE_MIDDLE: return &middle[level];
    case COMPARE_SURNAME: return &surname[level];
    case COMPARE_GENERATION: return &generation[level];
    case COMPARE_BIRTH: return &birth[level];
    case COMPARE_GENDER: return &gender[level];
    case COMPARE_ORG: return &org[level];
    case COMPARE_ADDRESS: return &address[level];
    case COMPARE_UNIT: return &code[level == TWO_DIFFERENT ? (unsigned)CODE_DIFFERENT : level];
    case COMPARE_EMAIL: return &email[level];
    case COMPARE_PHONE:
    case COMPARE_FAX: return &phone[level];
    case COMPARE_CONTRADICTION: return &contradiction[level];
    case COMPARE_SOURCE: return &source[level];
    default: return levels == TEXT_LEVELS ? &text[level] : &code[level];
    }
}

const char *sentence_comparison(enum comparison comparison, const struct prep_column *column)
{
    static const char *const names[] = {
        "given name", "middle name",    "surname",       "generation", "birth date", "gender", "organisation name",
        "address",    "house addition", "address extra", "e-mail",     "phone",      "fax",    "contradictions",
        "source",     "legal form",
    };
    static const char *const identifiers[IDENTIFIER_KINDS] = {
        "identifier", "kvk",  "branch",          "rsin",           "vat", "kbo", "iban", "bic", "gln", "lei", "eori",
        "oin",        "duns", "customer number", "social profile",
    };
    if (comparison < COMPARE_IDENTIFIER)
        return names[comparison];
    if (comparison < COMPARE_ATTRIBUTE)
        return identifiers[comparison - COMPARE_IDENTIFIER];
    return column && column->field.field != FIELD_NONE ? field_name(column->field.field) : "column";
}

struct sentence sentence_of_mailbox(enum comparison comparison, const char *level)
{
    return comparison == COMPARE_GIVEN
               ? (struct sentence){ level, "De voornaam past bij wat de mailbox van de ander zegt.",
                                    "The given name fits what the other's mailbox says." }
               : (struct sentence){ level, "De achternaam past bij wat de mailbox van de ander zegt.",
                                    "The surname fits what the other's mailbox says." };
}

const char *sentence_label(enum comparison comparison, const struct prep_column *column, enum language lang)
{
    static const char *const dutch[] = {
        "voornaam",
        "tweede voornaam",
        "achternaam",
        "junior of senior",
        "geboortedatum",
        "geslacht",
        "naam",
        "adres",
        "toevoeging",
        "adresaanvulling",
        "e-mail",
        "telefoon",
        "fax",
        "tegenspraak",
        "bron",
        "rechtsvorm",
        "nummer",
        "KvK-nummer",
        "vestigingsnummer",
        "RSIN",
        "btw-nummer",
        "KBO-nummer",
        "IBAN",
        "BIC",
        "GLN",
        "LEI",
        "EORI",
        "OIN",
        "DUNS",
        "klantnummer",
        "sociaal profiel",
    };
    _Static_assert(sizeof(dutch) / sizeof(*dutch) == COMPARE_ATTRIBUTE, "a label for each");
    if (comparison >= COMPARE_ATTRIBUTE && column && column->field.field != FIELD_NONE)
        return field_label(column->field.field, lang);
    if (lang != LANGUAGE_NL)
        return sentence_comparison(comparison, column);
    return comparison < COMPARE_ATTRIBUTE ? dutch[comparison] : "kolom";
}

const struct sentence *sentence_start(void)
{
    static const struct sentence start = { "any two", "Twee willekeurige vermeldingen zijn zelden dezelfde.",
                                           "Any two mentions are seldom the same." };
    return &start;
}

const struct sentence *sentence_likeness(enum party_kind kind, unsigned likeness)
{
    static const struct sentence all[2][3] = {
        { { "could be of one home", "Het kunnen huisgenoten of familie zijn.",
            "They could be people of one home or family." },
          { "could be namesakes", "Het kunnen naamgenoten zijn.", "They could be namesakes." } },
        { { "could be neighbours", "Het kunnen twee organisaties op een adres zijn.",
            "They could be two organisations at one address." },
          { "could be branches", "Het kunnen vestigingen van een keten zijn.", "They could be branches of one chain." },
          { "could be sister companies", "Het kunnen twee bedrijven van een eigenaar zijn.",
            "They could be two companies of one owner." } },
    };
    return &all[kind == PARTY_ORGANISATION][likeness];
}

const char *sentence_family(enum block_family family, enum language lang)
{
    static const char *const labels[BLOCK_FAMILIES][LANGUAGE_COUNT] = {
        [BLOCK_ALL] = { "iedereen met iedereen", "everybody with everybody" },
        [BLOCK_NAME_SOUND] = { "klank van voornaam en achternaam", "sound of given name and surname" },
        [BLOCK_NAME_LETTERS] = { "eerste letters van voornaam en achternaam",
                                 "first letters of given name and surname" },
        [BLOCK_GIVEN] = { "voornaam en begin van de achternaam", "given name and start of the surname" },
        [BLOCK_SURNAME] = { "achternaam en voorletter", "surname and initial" },
        [BLOCK_BIRTH] = { "geboortedatum", "birth date" },
        [BLOCK_BIRTH_PART] = { "deel van de geboortedatum met een naam", "part of the birth date with a name" },
        [BLOCK_POSTCODE] = { "postcode met een naam", "postcode with a name" },
        [BLOCK_CITY] = { "plaats of straat met een naam", "place or street with a name" },
        [BLOCK_LONE] = { "een waarde die weinigen hebben", "one value that few have" },
        [BLOCK_HOUSE] = { "postcode en huisnummer", "postcode and house number" },
        [BLOCK_STREET] = { "straat met huisnummer, postcode of plaats", "street with house number, postcode or place" },
        [BLOCK_EMAIL] = { "e-mailadres", "e-mail address" },
        [BLOCK_LOCAL] = { "naam of domein van het e-mailadres", "name or domain of the e-mail address" },
        [BLOCK_PHONE] = { "telefoonnummer", "phone number" },
        [BLOCK_IDENTIFIER] = { "nummer", "number of its own" },
        [BLOCK_ATTRIBUTE] = { "verdere kolom", "a further column" },
        [BLOCK_ORG] = { "hele naam", "whole name" },
        [BLOCK_ORG_WORD] = { "zeldzaam woord uit de naam", "rare word of the name" },
        [BLOCK_ORG_WORDS] = { "twee woorden uit de naam", "two words of the name" },
        [BLOCK_ORG_LETTERS] = { "begin van de naam, ook met de plaats", "start of the name, also with the place" },
        [BLOCK_ORG_GRAMS] = { "stukken van de naam", "pieces of the name" },
    };
    return labels[family][lang];
}
