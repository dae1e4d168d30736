"""Persons as webshops, registers, clubs, call centres and scanned forms note them.

Made to be unlike the other sets (adr 0156): few columns, columns that hold
more than one thing, one cell for a whole name, heavy blanks, one to twelve
rows each, or hardly anybody twice.
"""
from made import mess as m
from made import people, styles
from made.cells import date, field, made_set, one_line, street_line, table

TWELVE = [30, 20, 14, 10, 7, 5, 4, 3, 2, 2, 2, 1]


def comma_initials(rng, r):
    """"Achternaam, V.B. van der", as registers file them."""
    initials = r["initials"] if m.chance(rng, 0.7) else r["initials"].replace(".", "")
    tail = " " + r["prefix"] if r["prefix"] else ""
    return (r["surname"] + ", " + initials + tail).strip(" ,") if r["surname"] else ""


def any_cell(rng, r):
    """One of what is known, as people fill in whatever a form asks."""
    return rng.choice([r["email"], r["mobile"], r["phone"]])


def name_heirs(rng, members):
    """Now and then a child is named after a parent, or a twin after nobody in particular but nearly so."""
    for child in members[2:]:
        parent = next((p for p in members[:2] if p["gender"] == child["gender"]), None)
        if parent and m.chance(rng, 0.25):
            child["given"] = parent["given"]
        if m.chance(rng, 0.2):
            child["birth"] = members[2]["birth"]
    return members


def family_rows(rng, lang, country, count, mess, seen):
    """As styles.people_rows, but families hand names down and all of a home are in the table."""
    made, entity = [], 0
    while len(made) < count:
        for person in name_heirs(rng, people.household_new(rng, lang, country)):
            if m.chance(rng, 0.95):
                for _ in range(rng.choices(range(1, len(seen) + 1), seen)[0]):
                    made.append((entity, people.sighting(rng, person, lang, country, mess)))
                entity += 1
    return made[:count]


@made_set("nl_newsletter", 2000, "subscribers: first name and mailbox, a surname or mobile now and then", ";")
def nl_newsletter(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "nick": 0.35, "email_wrong": 0.05, "blank": {"surname": 0.55, "mobile": 0.6, "email": 0.1, "given": 0.05}}
    return table({"aanmelddatum": lambda r: "%02d-%02d-2024" % (rng.randrange(1, 29), rng.randrange(1, 13)), "voornaam": field("given"),
                  "achternaam": lambda r: " ".join(filter(None, [r["prefix"] if r["surname"] else "", r["surname"]])),
                  "e-mail adres": field("email"), "mobiel nummer": field("mobile")},
                 styles.people_rows(rng, "nl", "nl", count, mess, [50, 28, 14, 8], 0.6), rng)


@made_set("de_post_only", 3000, "a German mail order house: name and postal address, nothing else", ";", "cp1252")
def de_post_only(rng, count):
    mess = {"lang": "de", "typing": 0.06, "hearing": 0.03, "umlaut": 0.25, "nick": 0.1, "blank": {"postcode": 0.03}}
    return table({"KdNr": lambda r: str(rng.randrange(10 ** 6, 10 ** 7)), "Anrede": lambda r: {"m": "Herrn", "v": "Frau"}[r["gender"]],
                  "Name1": lambda r: (r["given"] + " " + r["prefix"]).strip() + " " + r["surname"], "Straße Hausnr.": street_line,
                  "PLZ": field("postcode"), "Ort": field("city")}, people.rows(rng, "de", "de", count, mess), rng)


@made_set("be_fr_clients", 1500, "Belgian French customers: accents, Saint and bte, two given names, mobile and landline", ";")
def be_fr_clients(rng, count):
    mess = {"lang": "fr", "typing": 0.05, "hearing": 0.04, "blank": {"birth": 0.3, "email": 0.4, "phone": 0.4, "mobile": 0.4, "postcode": 0.05}}

    def unmarked(text):
        return m.plain(text) if m.chance(rng, 0.3) else text.upper() if m.chance(rng, 0.1) else text
    return table({"Civilité": lambda r: {"m": "M.", "v": "Mme"}[r["gender"]], "Prénom": lambda r: unmarked(r["given"]), "Nom": lambda r: unmarked(r["surname"]),
                  "Date de naissance": date(rng, ["slash", "nl"]), "Rue": lambda r: unmarked(r["street"]), "N°": field("number"), "Boîte": field("addition"),
                  "Code postal": field("postcode"), "Localité": lambda r: unmarked(r["city"]), "Tél.": field("phone"), "GSM": field("mobile"),
                  "Courriel": field("email")}, people.rows(rng, "fr", "be", count, mess), rng)


@made_set("nl_phone_list", 1500, "a call centre: name as heard, town and a phone number", ";")
def nl_phone_list(rng, count):
    mess = {"lang": "nl", "typing": 0.03, "hearing": 0.15, "nick": 0.3, "blank": {"given": 0.25, "phone": 0.1, "mobile": 0.1, "city": 0.15}}
    return table({"beller": lambda r: people.full_name(rng, dict(r, initials=""), "given"), "plaats": field("city"),
                  "nummer": lambda r: rng.choice([r["phone"], r["mobile"]]) or r["mobile"] or r["phone"]},
                 styles.people_rows(rng, "nl", "nl", count, mess, [40, 30, 20, 10], 0.8), rng)


@made_set("nl_register_comma", 2500, "a register: 'Achternaam, V.', birth date and postcode, few twice", ";")
def nl_register_comma(rng, count):
    mess = {"lang": "nl", "typing": 0.04, "hearing": 0.02, "birth_wrong": 0.04, "maiden": 0.7, "blank": {"postcode": 0.15, "birth": 0.05}}
    return table({"Naam": lambda r: comma_initials(rng, r), "Geslacht": lambda r: {"m": "man", "v": "vrouw"}[r["gender"]], "Geboortedatum": date(rng, ["flat"]),
                  "Postcode": field("postcode"), "Nr": field("number")}, styles.people_rows(rng, "nl", "nl", count, mess, [85, 12, 3], 0.85), rng)


@made_set("de_scanned_forms", 1200, "German paper forms read by a scanner: a third of the words with a letter misread")
def de_scanned_forms(rng, count):
    mess = {"lang": "de", "scanning": 0.33, "typing": 0.01, "birth_wrong": 0.06, "number_wrong": 0.05, "postcode_wrong": 0.06,
            "blank": {"email": 0.5, "phone": 0.3, "birth": 0.15}}
    return table({"Name, Vorname": lambda r: (r["surname"] + ", " + r["given"]).strip(" ,"), "geboren am": date(rng, ["de"]),
                  "Wohnhaft": lambda r: one_line(rng, r, "de"), "Telefon": field("phone"), "eMail": lambda r: m.scanning(rng, r["email"]) if m.chance(rng, 0.2) else r["email"]},
                 styles.people_rows(rng, "de", "de", count, mess, [45, 35, 15, 5]), rng)


@made_set("en_club", 800, "a British club: nicknames, fathers and sons of one name, day and month changed about")
def en_club(rng, count):
    mess = {"lang": "en", "typing": 0.05, "hearing": 0.03, "nick": 0.5, "birth_wrong": 0.02, "blank": {"birth": 0.2, "mobile": 0.5, "postcode": 0.1, "email": 0.5}}

    def born(r):
        y, month, day = r["birth"] if r["birth"] else (0, 0, 0)
        swapped = (y, day, month) if day <= 12 and m.chance(rng, 0.25) else (y, month, day)
        return m.date_text(swapped, "slash") if y else ""
    return table({"Forename": field("given"), "Surname": field("surname"), "Date of birth": born, "Address": lambda r: street_line(r, True),
                  "Post code": field("postcode"), "Mobile": field("mobile"), "Email": field("email")},
                 family_rows(rng, "en", "uk", count, mess, [45, 30, 15, 10]), rng)


@made_set("en_movers", 3000, "American customers over twenty years: most moved, one to twelve rows each")
def en_movers(rng, count):
    mess = {"lang": "en", "typing": 0.06, "hearing": 0.03, "nick": 0.2, "blank": {"birth": 0.35, "phone": 0.35, "email": 0.35, "second": 0.6}}
    made, entity = [], 0
    while len(made) < count:
        for person in people.household_new(rng, "en", "us"):
            if not m.chance(rng, 0.6):
                continue
            person["homes"] += [people.address(rng, "us") for _ in range(rng.choice([0, 1, 1, 2]))]
            for _ in range(rng.choices(range(1, 13), TWELVE)[0]):
                at = rng.randrange(len(person["homes"]))
                row = people.sighting(rng, dict(person, homes=person["homes"][at:at + 1]), "en", "us", mess)
                made.append((entity, row))
            entity += 1
    return table({"first_nm": field("given"), "mid": lambda r: r["second"][:1], "last_nm": field("surname"), "birth_dt": date(rng, ["us"]),
                  "addr": lambda r: street_line(r, True), "city": field("city"), "st": field("state"), "zip": field("postcode"),
                  "ph": field("phone"), "email_addr": field("email")}, made[:count], rng)


@made_set("nl_care", 600, "a care home's files: initials, surname, sex, birth date, street; twins, fathers and sons", ";")
def nl_care(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "hearing": 0.04, "maiden": 0.6, "blank": {"birth": 0.1, "number": 0.1}}
    return table({"voorl.": field("initials"), "tussenv.": field("prefix"), "naam": field("surname"), "m/v": field("gender"), "gebdatum": date(rng, ["nl", "short"]),
                  "straat": field("street"), "nr": lambda r: r["number"] + r["addition"], "plaats": field("city")},
                 family_rows(rng, "nl", "nl", count, mess, [45, 35, 15, 5]), rng)


@made_set("de_foreign_names", 1000, "people in Germany with names of elsewhere, umlauts and transliterations", ";")
def de_foreign_names(rng, count):
    mess = {"lang": "de", "typing": 0.04, "hearing": 0.03, "umlaut": 0.3, "swap": 0.06, "blank": {"birth": 0.2, "email": 0.5, "phone": 0.4}}
    made, entity = [], 0
    while len(made) < count:
        for person in people.household_new(rng, "de", "de"):
            given, family = rng.choice(styles.TRANSLIT), rng.choice(styles.TRANSLIT_FAMILY)
            foreign = m.chance(rng, 0.6)
            for _ in range(rng.choices([1, 2, 3, 4, 5], [45, 28, 15, 8, 4])[0]):
                other = dict(person, given=rng.choice([given[0]] * 2 + given[1].split()), surname=rng.choice([family[0]] * 2 + family[1].split()),
                             partner=None, prefix="") if foreign else person
                made.append((entity, people.sighting(rng, other, "de", "de", mess)))
            entity += 1
    return table({"Nachname": field("surname"), "Vorname": field("given"), "Geb": date(rng, ["de", "iso"]), "Strasse": street_line,
                  "Postleitzahl": field("postcode"), "Stadt": field("city"), "Rufnummer": field("phone"), "E-Mail-Adresse": field("email")}, made[:count], rng)


@made_set("nl_half_blank", 3000, "four sources put together: half of all cells blank, one to twelve rows each")
def nl_half_blank(rng, count):
    blank = {k: 0.5 for k in ("given", "birth", "street", "number", "city", "postcode", "phone", "mobile", "email", "gender")}
    mess = {"lang": "nl", "typing": 0.05, "hearing": 0.02, "nick": 0.15, "blank": dict(blank, surname=0.15)}
    return table({"bron": lambda r: rng.choice(["winkel", "web", "beurs", "service"]), "Geslacht": field("gender"), "Voornaam": field("given"),
                  "Achternaam": lambda r: " ".join(filter(None, [r["prefix"] if r["surname"] else "", r["surname"]])), "Geboren": date(rng, ["iso"]),
                  "Straat": field("street"), "Huisnummer": field("number"), "Postcode": field("postcode"), "Woonplaats": field("city"),
                  "Vast": field("phone"), "Mobiel": field("mobile"), "E-mail": field("email")},
                 styles.people_rows(rng, "nl", "nl", count, mess, TWELVE, 0.6), rng)


@made_set("en_contact_cell", 1500, "English customers: name, town, and one cell with a phone number or a mailbox")
def en_contact_cell(rng, count):
    mess = {"lang": "en", "typing": 0.05, "nick": 0.2, "blank": {"city": 0.15}}
    return table({"Name": lambda r: people.full_name(rng, r, rng.choice(["given", "comma", "initials"])), "Town": field("city"), "Contact": lambda r: any_cell(rng, r)},
                 styles.people_rows(rng, "en", "uk", count, mess, [45, 30, 15, 10], 0.7), rng)


@made_set("en_donors_20k", 20000, "American donors: one cell for the name, one for the place, hardly anybody twice")
def en_donors(rng, count):
    mess = {"lang": "en", "typing": 0.05, "hearing": 0.03, "nick": 0.25, "capitals": 0.2, "blank": {"email": 0.6}}
    return table({"DONOR": lambda r: people.full_name(rng, r, rng.choice(["given", "both", "comma"])), "STREET": lambda r: street_line(r, True),
                  "CITY_STATE_ZIP": lambda r: "%s %s %s" % (r["city"], r["state"], r["postcode"]), "EMAIL": field("email")},
                 styles.people_rows(rng, "en", "us", count, mess, [94, 5, 1], 0.7), rng)
