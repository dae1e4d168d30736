#!/usr/bin/env python3
"""Invented labelled sets of persons and organisations, Dutch, German and English.

    tests/quality/make_sets.py OUT                 the quick sets (3,000 rows or fewer)
    tests/quality/make_sets.py OUT --all           those of 20,000 too
    tests/quality/make_sets.py OUT nl_unknown_90k  the sets named
    tests/quality/make_sets.py tests/quality/sets nl_customers en_firms   those kept in the tree
    tests/quality/make_sets.py OUT --seed=two      other people in the same styles
    tests/quality/make_sets.py --list              names, rows and what each is about

Each set is OUT/NAME/records.csv (id first) and OUT/NAME/truth.csv (id,cluster).
A set has its own headers, its own notations and its own mess; the generator
knows nothing of the matching, and the same name gives the same bytes. People
and firms are invented: made/people.py, made/firms.py, made/styles.py, made/words.py.
Persons as registers, shops and clubs note them are in made/registers.py, as mail
order houses, rolls and practices do in made/members.py, as programs and people
of other habits leave them in made/habits.py, firms as registers,
bookkeepers and shops do in made/lists.py, as courts, licences and purchase
ledgers do in made/trade.py, as suppliers, charities, guides and licence boards do
in made/branches.py, as care brokers, chambers of crafts and purchasing desks do in made/trades.py;
persons in files whose columns are easily misread, and small lists, in made/columns.py.
"""
import csv
import os
import random
import sys
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from made import branches, columns, firms, habits, lists, members, mess as m, people, registers, styles, trade, trades  # noqa: E402,F401
from made.cells import SETS, date, field, made_set, one_line, street_line, table  # noqa: E402

KEPT = ("nl_customers", "en_firms")  # small ones, under tests/quality/sets


@made_set("nl_persons", 2000, "Dutch persons: initials, prefixes, married names, moves, households, twins", ";")
def nl_persons(rng, count):
    mess = {"lang": "nl", "typing": 0.06, "hearing": 0.04, "email_wrong": 0.03,
            "blank": {"birth": 0.2, "email": 0.3, "phone": 0.3, "mobile": 0.35, "postcode": 0.05, "gender": 0.1, "given": 0.4}}
    return table({"Klantnr": lambda r: str(rng.randrange(10000, 99999)), "M/V": lambda r: {"m": "M", "v": "V"}.get(r["gender"], ""),
                  "Voorletters": field("initials"), "Roepnaam": field("given"), "Tussenv.": field("prefix"), "Achternaam": field("surname"),
                  "Geb.datum": date(rng, ["nl"] * 4 + ["short", "slash"]), "Straat": field("street"), "Huisnr": field("number"),
                  "Toev": field("addition"), "PC": field("postcode"), "Woonplaats": field("city"), "tel.": field("phone"),
                  "06-nummer": field("mobile"), "E-mail": field("email")}, people.rows(rng, "nl", "nl", count, mess), rng)


@made_set("nl_one_name_20k", 20000, "Dutch persons in one column 'naam', address in one cell, read by a scanner")
def nl_one_name(rng, count):
    mess = {"lang": "nl", "scanning": 0.08, "typing": 0.02, "number_wrong": 0.01, "blank": {"birth": 0.3, "mobile": 0.5, "city": 0.05}}
    return table({"naam": lambda r: people.full_name(rng, r, "mixed"), "adres": lambda r: one_line(rng, r, "nl"),
                  "geboren": date(rng, ["nl", "nl", "words", "iso"]), "telefoon": lambda r: r["mobile"] or r["phone"]},
                 people.rows(rng, "nl", "nl", count, mess), rng)


@made_set("nl_few_columns", 2000, "Dutch persons with only name, city and birth date")
def nl_few_columns(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "hearing": 0.03, "birth_wrong": 0.06, "nick": 0.1, "blank": {"birth": 0.08, "city": 0.1}}
    return table({"naam": lambda r: people.full_name(rng, r, "given"), "plaats": field("city"), "geb": date(rng, ["nl"])},
                 people.rows(rng, "nl", "nl", count, mess), rng)


@made_set("nl_unknown_2k", 2000, "Dutch persons under headers that say nothing", ";")
def nl_unknown(rng, count):
    mess = {"lang": "nl", "typing": 0.07, "hearing": 0.04, "swap": 0.02, "abbreviate": 0.3,
            "blank": {"birth": 0.15, "email": 0.3, "phone": 0.3, "postcode": 0.05, "given": 0.1}}
    return table({"field_1": field("given"), "field_2": field("prefix"), "field_3": field("surname"), "field_4": date(rng, ["nl"]),
                  "field_5": field("street"), "field_6": field("number"), "field_7": field("addition"), "field_8": field("postcode"),
                  "field_9": field("city"), "field_10": field("phone"), "field_11": field("email")},
                 people.rows(rng, "nl", "nl", count, mess), rng)


@made_set("nl_unknown_90k", 90000, "the same, 90,000 rows")
def nl_unknown_90k(rng, count):
    return nl_unknown(rng, count)


@made_set("nl_orgs", 2000, "Dutch organisations: legal forms, branches, KvK half filled, trade names", ";", "cp1252")
def nl_orgs(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "hearing": 0.02, "abbreviate": 0.3, "trade_name": 0.3,
            "blank": {"kvk": 0.5, "phone": 0.25, "web": 0.5, "email": 0.4, "trade": 0.5, "contact": 0.5, "postcode": 0.04}}
    return table({"Relatiecode": lambda r: "R%05d" % rng.randrange(100000), "Naam 1": field("name"), "Handelsnaam": field("trade"),
                  "KvK": field("kvk"), "Bezoekadres": street_line, "Postcode": field("postcode"), "Vest.plaats": field("city"),
                  "Tel": field("phone"), "Mail": field("email"), "Site": field("web"), "Contactpersoon": field("contact")},
                 firms.rows(rng, "nl", "nl", count, mess), rng)


@made_set("nl_firms_20k", 20000, "Dutch organisations with name, address in one cell and phone")
def nl_firms_20k(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "shorten": 0.3, "capitals": 0.15, "trade_name": 0, "blank": {"phone": 0.3, "postcode": 0.1}}
    return table({"bedrijf": field("name"), "adres": lambda r: one_line(rng, r, "nl"), "telnr": field("phone")},
                 firms.rows(rng, "nl", "nl", count, mess), rng)


@made_set("de_persons", 2000, "German persons: umlauts, double names, titles, what was heard on the phone", ";", "cp1252")
def de_persons(rng, count):
    mess = {"lang": "de", "typing": 0.04, "hearing": 0.07, "umlaut": 0.2,
            "blank": {"birth": 0.2, "email": 0.4, "phone": 0.3, "mobile": 0.6, "gender": 0.05, "postcode": 0.03}}
    salutation = {"m": "Herr", "v": "Frau"}
    return table({"Kd-Nr": lambda r: str(rng.randrange(100000, 999999)), "Anrede": lambda r: salutation.get(r["gender"], ""),
                  "Titel": field("title"), "Vorname": field("given"), "Name": lambda r: (r["prefix"] + " " + r["surname"]).strip(),
                  "Geb.-Datum": date(rng, ["de"] * 5 + ["iso"]), "Strasse/Nr": street_line, "PLZ": field("postcode"), "Ort": field("city"),
                  "Telefon": field("phone"), "Handy": field("mobile"), "E-Mail": field("email")},
                 people.rows(rng, "de", "de", count, mess), rng)


@made_set("de_one_line", 2000, "German persons with their name and address in two cells")
def de_one_line(rng, count):
    mess = {"lang": "de", "typing": 0.06, "umlaut": 0.3, "scanning": 0.04, "blank": {"phone": 0.4, "birth": 0.3}}
    return table({"Kunde": lambda r: people.full_name(rng, r, "mixed"), "Anschrift": lambda r: one_line(rng, r, "de"),
                  "Tel.": field("phone"), "geb. am": date(rng, ["de"])}, people.rows(rng, "de", "de", count, mess), rng)


@made_set("de_persons_20k", 20000, "German persons with name, street, place and mail", "\t")
def de_persons_20k(rng, count):
    mess = {"lang": "de", "typing": 0.06, "hearing": 0.03, "umlaut": 0.25, "swap": 0.03, "capitals": 0.1,
            "blank": {"email": 0.4, "postcode": 0.06, "given": 0.02, "birth": 0.3}}
    return table({"VORNAME": field("given"), "NACHNAME": lambda r: (r["prefix"] + " " + r["surname"]).strip(), "STRASSE": field("street"),
                  "HAUSNR": lambda r: r["number"] + r["addition"], "PLZ": field("postcode"), "ORT": field("city"), "EMAIL": field("email"),
                  "GEBDAT": date(rng, ["flat"])}, people.rows(rng, "de", "de", count, mess), rng)


@made_set("de_firms", 500, "German firms: GmbH & Co. KG, Straße and Str.", ";")
def de_firms(rng, count):
    mess = {"lang": "de", "typing": 0.05, "hearing": 0.03, "blank": {"vat": 0.6, "phone": 0.2, "web": 0.5, "postcode": 0.03}}
    return table({"Name 1": field("name"), "Name 2": lambda r: r["contact"] if m.chance(rng, 0.3) else "", "Strasse/Nr": street_line,
                  "PLZ": field("postcode"), "Ort": field("city"), "USt-IdNr.": field("vat"), "Tel.": field("phone"), "Internet": field("web")},
                 firms.rows(rng, "de", "de", count, mess), rng)


@made_set("en_persons", 2000, "English persons: nicknames, US addresses and dates")
def en_persons(rng, count):
    mess = {"lang": "en", "typing": 0.06, "hearing": 0.04, "nick": 0.35,
            "blank": {"birth": 0.15, "email": 0.35, "phone": 0.3, "second": 0.5, "postcode": 0.04}}
    return table({"First": field("given"), "MI": lambda r: r["second"][:1], "Last": field("surname"), "DOB": date(rng, ["us"] * 4 + ["iso"]),
                  "Address": lambda r: street_line(r, True), "City": field("city"), "ST": field("state"), "Zip": field("postcode"),
                  "Home Phone": field("phone"), "Email": field("email")}, people.rows(rng, "en", "us", count, mess), rng)


@made_set("en_uk_persons", 500, "British persons, city and postcode in one cell")
def en_uk_persons(rng, count):
    mess = {"lang": "en", "typing": 0.07, "hearing": 0.03, "nick": 0.25, "blank": {"birth": 0.25, "mobile": 0.4, "email": 0.4}}
    return table({"Customer": lambda r: people.full_name(rng, r, "mixed"), "Address": lambda r: street_line(r, True),
                  "Town/Postcode": lambda r: (r["city"] + " " + r["postcode"]).strip(), "D.O.B.": date(rng, ["slash", "slash", "words"], "en"),
                  "Mob": field("mobile"), "e-mail": field("email")}, people.rows(rng, "en", "uk", count, mess), rng)


@made_set("en_persons_20k", 20000, "English persons: full name, street, 'city, state zip' in one cell")
def en_persons_20k(rng, count):
    mess = {"lang": "en", "typing": 0.05, "hearing": 0.05, "nick": 0.25, "birth_wrong": 0.05, "blank": {"birth": 0.25, "phone": 0.3}}
    return table({"fullname": lambda r: people.full_name(rng, r, "mixed"), "street": lambda r: street_line(r, True),
                  "citystatezip": lambda r: "%s, %s %s" % (r["city"], r["state"], r["postcode"]), "dob": date(rng, ["us"]),
                  "phone": field("phone")}, people.rows(rng, "en", "us", count, mess), rng)


@made_set("en_companies", 2000, "English companies: Inc and Ltd, abbreviations, address in one cell")
def en_companies(rng, count):
    mess = {"lang": "en", "typing": 0.05, "hearing": 0.02, "shorten": 0.35, "blank": {"phone": 0.3, "web": 0.5, "postcode": 0.1, "contact": 0.6}}
    return table({"company": field("name"), "location": lambda r: one_line(rng, r, "us"), "phone #": field("phone"), "url": field("web"),
                  "contact": field("contact")}, firms.rows(rng, "en", "us", count, mess), rng)


@made_set("en_unknown", 2000, "English companies under headers that say nothing")
def en_unknown(rng, count):
    mess = {"lang": "en", "typing": 0.05, "shorten": 0.3, "blank": {"phone": 0.25, "postcode": 0.05}}
    return table({"c1": field("name"), "c2": lambda r: street_line(r, True), "c3": field("city"), "c4": field("state"), "c5": field("postcode"),
                  "c6": field("phone")}, firms.rows(rng, "en", "us", count, mess), rng)


@made_set("crm_mixed", 2000, "what a CRM gathered of five sources, persons and firms, each noting it its own way")
def crm_mixed(rng, count):
    tidy = {"lang": "nl", "typing": 0.02, "tidy": True, "blank": {"mobile": 0.4, "birth": 0.5, "phone": 0.2}}
    webby = {"lang": "nl", "typing": 0.08, "maiden": 0.8, "nick": 0.3, "blank": {"mobile": 0.2, "birth": 0.95, "second": 0.9, "phone": 0.5}}
    scanned = {"lang": "nl", "scanning": 0.1, "blank": {"email": 0.6, "birth": 0.7, "mobile": 0.5, "phone": 0.3}}
    forms = {"crm": tidy, "billing": dict(tidy, capitals=1), "webshop": webby, "newsletter": dict(webby, blank={"mobile": 1, "phone": 1, "birth": 1}),
             "excel 2019": scanned}
    made, entity, sources = [], 0, list(forms)
    while len(made) < count:
        if m.chance(rng, 0.25):
            firm = firms.firm_new(rng, "nl", "nl")
            for source in rng.sample(["crm", "billing", "excel 2019"], rng.choice([1, 1, 2, 3])):
                r = firms.sighting(rng, firm, "nl", "nl", dict(forms[source], blank={"phone": 0.3}))
                made.append((entity, [source, "", "", r["name"], street_line(r), r["postcode"], r["city"], r["phone"], r["email"], ""]))
            entity += 1
            continue
        for person in people.household_new(rng, "nl", "nl"):
            if not m.chance(rng, 0.7):
                continue
            for source in rng.sample(sources, rng.choices([1, 2, 3, 4], [40, 35, 18, 7])[0]):
                r = people.sighting(rng, person, "nl", "nl", forms[source])
                split = source in ("crm", "webshop")
                name = "" if split else people.full_name(rng, r, "initials" if source == "billing" else "comma" if source == "excel 2019" else "given")
                post = source != "newsletter"
                made.append((entity, [source, r["given"] if split else "", " ".join(filter(None, [r["prefix"], r["surname"]])) if split else "", name,
                                      street_line(r) if post else "", r["postcode"] if post else "", r["city"] if post else "",
                                      r["mobile"] or r["phone"], r["email"] if source != "billing" else "",
                                      m.date_text(r["birth"], {"crm": "nl", "webshop": "iso"}.get(source, "short")) if r["birth"] else ""]))
            entity += 1
    return ["source", "field_2", "field_3", "Naam 1", "Strasse/Nr", "field_7", "Ort", "tel.", "Mailadr", "DOB"], made[:count]


@made_set("de_link_two", 3000, "two German sources that each name nobody twice, their columns under one another", ";")
def de_link_two(rng, count):
    clean = {"lang": "de", "typing": 0.02, "tidy": True, "blank": {"email": 0.3, "phone": 0.3, "birth": 0.1}}
    messy = {"lang": "de", "typing": 0.09, "hearing": 0.05, "umlaut": 0.3, "birth_wrong": 0.06, "swap": 0.02,
             "blank": {"email": 0.5, "phone": 0.5, "birth": 0.3, "postcode": 0.1}}
    made = styles.two_sources(rng, "de", "de", count, clean, messy)
    cell = [lambda s: s[0], lambda s: s[1]["given"], lambda s: (s[1]["prefix"] + " " + s[1]["surname"]).strip(),
            lambda s: m.date_text(s[1]["birth"], "de") if s[1]["birth"] else "", lambda s: street_line(s[1]),
            lambda s: s[1]["postcode"], lambda s: s[1]["city"], lambda s: s[1]["phone"], lambda s: s[1]["email"]]
    return ["Quelle", "Vorname", "Nachname", "Geburtstag", "Straße", "PLZ", "Wohnort", "Telefonnummer", "Mail"], [
        (entity, [c(s) for c in cell]) for entity, s in made]


@made_set("nl_hardly_any", 2500, "Dutch persons, hardly anyone named twice", ";")
def nl_hardly_any(rng, count):
    mess = {"lang": "nl", "typing": 0.06, "hearing": 0.03, "blank": {"birth": 0.3, "email": 0.3, "mobile": 0.4, "given": 0.3}}
    return table({"voorletters": field("initials"), "voornaam": field("given"), "tussenvoegsel": field("prefix"), "achternaam": field("surname"),
                  "geboortedatum": date(rng, ["nl"]), "straat": field("street"), "huisnummer": lambda r: r["number"] + r["addition"],
                  "postcode": field("postcode"), "plaats": field("city"), "mobiel": field("mobile"), "email": field("email")},
                 styles.people_rows(rng, "nl", "nl", count, mess, [97, 3], 0.9), rng)


@made_set("en_many_each", 1500, "English persons named four to ten times, a fifth of the cells blank")
def en_many_each(rng, count):
    blank = {k: 0.2 for k in ("given", "surname", "birth", "street", "number", "city", "state", "postcode", "phone", "email")}
    mess = {"lang": "en", "typing": 0.08, "hearing": 0.05, "nick": 0.3, "blank": blank}
    return table({"GivenName": field("given"), "FamilyName": field("surname"), "BirthDate": date(rng, ["us", "iso"]),
                  "HouseNo": field("number"), "Street": field("street"), "Town": field("city"), "State": field("state"), "PostalCode": field("postcode"),
                  "Tel": field("phone"), "Mail": field("email")},
                 styles.people_rows(rng, "en", "us", count, mess, [0, 0, 0, 25, 25, 20, 12, 8, 6, 4]), rng)


@made_set("de_name_city", 1500, "German persons with name and town only")
def de_name_city(rng, count):
    mess = {"lang": "de", "typing": 0.05, "umlaut": 0.2}
    return table({"Vorname": field("given"), "Nachname": field("surname"), "Ort": field("city")},
                 styles.people_rows(rng, "de", "de", count, mess, [55, 30, 15], 0.4), rng)


@made_set("nl_name_email", 1500, "Dutch persons with name and e-mail address only")
def nl_name_email(rng, count):
    mess = {"lang": "nl", "typing": 0.06, "nick": 0.3, "email_wrong": 0.05, "blank": {"email": 0.15}}
    return table({"Naam": lambda r: people.full_name(rng, r, "mixed"), "E-mailadres": field("email")},
                 styles.people_rows(rng, "nl", "nl", count, mess, [50, 30, 12, 8]), rng)


@made_set("en_name_year", 1000, "English persons with name and year of birth only")
def en_name_year(rng, count):
    mess = {"lang": "en", "typing": 0.06, "nick": 0.2, "birth_wrong": 0.02}
    return table({"first_name": field("given"), "middle": lambda r: r["second"][:1], "last_name": field("surname"),
                  "year_of_birth": lambda r: str(r["birth"][0])}, styles.people_rows(rng, "en", "us", count, mess, [55, 30, 15], 0.5), rng)


@made_set("nl_third_blank", 2000, "Dutch persons, three of ten cells blank", ";")
def nl_third_blank(rng, count):
    blank = {k: 0.3 for k in ("given", "initials", "prefix", "surname", "birth", "street", "number", "city", "postcode", "phone", "mobile", "email", "gender")}
    mess = {"lang": "nl", "typing": 0.06, "hearing": 0.03, "blank": blank}
    return table({"vnaam": field("given"), "tv": field("prefix"), "anaam": field("surname"), "gebdat": date(rng, ["nl", "flat"]), "adres": field("street"),
                  "nr": field("number"), "pc": field("postcode"), "woonplaats": field("city"), "tel": field("phone"), "gsm": field("mobile"),
                  "mail": field("email")}, styles.people_rows(rng, "nl", "nl", count, mess, [35, 30, 20, 15]), rng)


@made_set("nl_foreign_names", 1200, "people in the Netherlands with names of elsewhere, in many spellings")
def nl_foreign_names(rng, count):
    mess = {"lang": "nl", "typing": 0.03, "hearing": 0.03, "blank": {"birth": 0.25, "email": 0.5, "mobile": 0.4, "phone": 0.4, "postcode": 0.05}}
    return table({"Voornaam": field("given"), "Achternaam": field("surname"), "Geboren": date(rng, ["nl", "iso"]), "Adres": street_line,
                  "Postcode": field("postcode"), "Plaats": field("city"), "Mobiel": field("mobile"), "E-mail": field("email")},
                 styles.foreign_rows(rng, count, mess), rng)


@made_set("nl_married", 1500, "Dutch persons: double names, initials only, moved", ";")
def nl_married(rng, count):
    mess = {"lang": "nl", "typing": 0.04, "hearing": 0.03, "maiden": 0.3, "blank": {"birth": 0.35, "mobile": 0.5, "phone": 0.4, "email": 0.5}}
    return table({"aanhef": lambda r: {"m": "Dhr.", "v": "Mevr."}[r["gender"]], "naam": lambda r: people.full_name(rng, r, rng.choice(["initials", "initials", "comma"])),
                  "geb.": date(rng, ["nl", "short"]), "straat + nr": street_line, "pc": field("postcode"), "plaats": field("city"),
                  "telefoon": lambda r: r["phone"] or r["mobile"], "e-mail": field("email")},
                 styles.people_rows(rng, "nl", "nl", count, mess, [40, 35, 18, 7], 0.9), rng)


@made_set("nl_firms_spoken", 1500, "Dutch firms as people say them: initials, town, Holding, words turned", ";")
def nl_firms_spoken(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "hearing": 0.02, "blank": {"phone": 0.3, "web": 0.5, "email": 0.4, "kvk": 0.7, "postcode": 0.05}}
    return table({"Bedrijfsnaam": field("name"), "Straat": street_line, "PC": field("postcode"), "Plaats": field("city"), "Telefoon": field("phone"),
                  "Website": field("web"), "E-mail": field("email"), "KvK-nummer": field("kvk")},
                 styles.firm_rows(rng, "nl", "nl", count, mess), rng)


@made_set("de_firms_spoken", 1500, "German firms: Gebrüder, Gebrueder, Niederlassung, Verwaltung, umlauts", ";")
def de_firms_spoken(rng, count):
    mess = {"lang": "de", "typing": 0.05, "umlaut": 0.3, "scanning": 0.03, "blank": {"phone": 0.3, "web": 0.4, "email": 0.5, "postcode": 0.05}}
    return table({"Firma": field("name"), "Anschrift": lambda r: one_line(rng, r, "de"), "Fon": field("phone"), "Homepage": field("web"), "eMail": field("email")},
                 styles.firm_rows(rng, "de", "de", count, mess), rng)


@made_set("en_firms_spoken", 1500, "British firms: trade names, initials, head office and branch")
def en_firms_spoken(rng, count):
    mess = {"lang": "en", "typing": 0.06, "hearing": 0.02, "blank": {"phone": 0.4, "web": 0.5, "postcode": 0.08}}
    return table({"Organisation": field("name"), "Address 1": lambda r: street_line(r, True), "Town": field("city"), "Postcode": field("postcode"),
                  "Telephone": field("phone"), "Web": field("web")}, styles.firm_rows(rng, "en", "uk", count, mess), rng)


@made_set("nl_firms_bare", 1000, "Dutch firms with name and town only")
def nl_firms_bare(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "hearing": 0.02, "brand": 0, "initials": 0.05}
    return table({"Naam": field("name"), "Vestigingsplaats": field("city")}, styles.firm_rows(rng, "nl", "nl", count, mess), rng)


@made_set("en_firms_contact", 1000, "companies with name, e-mail, website and phone, no address")
def en_firms_contact(rng, count):
    mess = {"lang": "en", "typing": 0.05, "blank": {"phone": 0.3, "web": 0.3, "email": 0.3}}
    return table({"Account Name": field("name"), "Email": field("email"), "Website": field("web"), "Phone": field("phone")},
                 styles.firm_rows(rng, "en", "us", count, mess), rng)


@made_set("de_persons_rough", 1200, "German persons, typed badly: a quarter of the words wrong")
def de_persons_rough(rng, count):
    mess = {"lang": "de", "typing": 0.22, "hearing": 0.1, "umlaut": 0.2, "scanning": 0.06, "birth_wrong": 0.12, "number_wrong": 0.06, "postcode_wrong": 0.08,
            "swap": 0.05, "email_wrong": 0.1, "blank": {"birth": 0.1, "phone": 0.3, "email": 0.3}}
    return table({"vorname": field("given"), "nachname": field("surname"), "geburtsdatum": date(rng, ["iso"]), "strasse": field("street"),
                  "hausnummer": field("number"), "plz": field("postcode"), "ort": field("city"), "telefon": field("phone"), "email": field("email")},
                 styles.people_rows(rng, "de", "de", count, mess, [45, 30, 15, 10]), rng)


@made_set("nl_firms_90k", 90000, "Dutch firms as people say them, 90,000 rows", ";")
def nl_firms_90k(rng, count):
    return nl_firms_spoken(rng, count)


@made_set(KEPT[0], 300, "kept in the tree: customers of a Dutch shop", ";")
def nl_customers(rng, count):
    return nl_persons(rng, count)


@made_set(KEPT[1], 300, "kept in the tree: American firms, address in one cell")
def en_firms(rng, count):
    return en_companies(rng, count)


def make(name, out, seed=""):
    count, _, separator, encoding, function = SETS[name]
    rng = random.Random(zlib.crc32((name + seed).encode()))
    header, rows = function(rng, count)
    rng.shuffle(rows)
    os.makedirs(os.path.join(out, name), exist_ok=True)
    numbers = {}
    with open(os.path.join(out, name, "records.csv"), "w", encoding=encoding, errors="replace", newline="") as records, \
            open(os.path.join(out, name, "truth.csv"), "w", encoding="ascii", newline="") as truth:
        table_out, truth_out = csv.writer(records, delimiter=separator), csv.writer(truth)
        table_out.writerow(["id"] + header)
        truth_out.writerow(["id", "cluster"])
        for i, (entity, cells) in enumerate(rows, 1):
            table_out.writerow([i] + cells)
            truth_out.writerow([i, numbers.setdefault(entity, len(numbers) + 1)])
    return os.path.join(out, name)


def names(most):
    return [name for name in SETS if SETS[name][0] <= most and name not in KEPT]


def seed_of(argv):
    """What --seed=TEXT says: with another, other people."""
    return next((a.split("=", 1)[1] for a in argv if a.startswith("--seed=")), "")


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    if "--list" in sys.argv:
        for name, (count, about, *_rest) in SETS.items():
            print("%-20s %6d  %s" % (name, count, about))
        return 0
    if not args:
        raise SystemExit(__doc__)
    unknown = [name for name in args[1:] if name not in SETS]
    if unknown:
        raise SystemExit("no set is called %s" % ", ".join(unknown))
    for name in args[1:] or names(20000 if "--all" in sys.argv else 3000):
        print(make(name, args[0], seed_of(sys.argv)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
