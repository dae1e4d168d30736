"""Persons as mail order houses, electoral rolls, practices and savings cards note them.

Two addresses in one row, an age in place of a birth date, both names of a
marriage in one cell under headers of another trade, a card list of tens of
thousands, two files that share a name and little else, and contacts at work
(adr 0173).
"""
from made import mess as m
from made import people, styles
from made import words as w
from made.cells import made_set, one_line, street_line


def sightings(rng, lang, country, count, mess, seen, share=0.75):
    """[(entity, person, row)]: as styles.people_rows, with the person beside each row."""
    made, entity, numbers = [], 0, list(range(1, len(seen) + 1))
    while len(made) < count:
        for person in people.household_new(rng, lang, country):
            if m.chance(rng, share):
                for _ in range(rng.choices(numbers, seen)[0]):
                    made.append((entity, person, people.sighting(rng, person, lang, country, mess)))
                entity += 1
    return made[:count]


@made_set("de_mail_order", 2500, "a German mail order house: invoice address and, of some, another address for the parcel", ";", "cp1252")
def de_mail_order(rng, count):
    mess = {"lang": "de", "typing": 0.05, "hearing": 0.02, "umlaut": 0.2, "nick": 0.08, "blank": {"phone": 0.5, "email": 0.35, "postcode": 0.02}}
    rows = []
    for entity, person, r in sightings(rng, "de", "de", count, mess, [45, 30, 15, 10]):
        other = people.sighting(rng, person, "de", "de", mess) if m.chance(rng, 0.3) else None
        if other and m.chance(rng, 0.4):  # at work, at a neighbour's
            other.update(people.address(rng, "de"))
        rows.append((entity, [{"m": "Herr", "v": "Frau"}[r["gender"]], r["title"], r["given"], (r["prefix"] + " " + r["surname"]).strip(),
                              street_line(r), r["postcode"], r["city"]] +
                     ([other["given"] + " " + other["surname"], street_line(other), other["postcode"], other["city"]] if other else [""] * 4) +
                     [r["phone"], r["email"]]))
    return ["Anrede", "Titel", "Vorname", "Name", "RE_Straße", "RE_PLZ", "RE_Ort", "Lieferempfänger", "LI_Straße", "LI_PLZ", "LI_Ort", "Telefon",
            "E-Mail"], rows


@made_set("en_roll", 3000, "an American roll in two years: middle initial, age, street and zip; most stand in one of them")
def en_roll(rng, count):
    mess = {"lang": "en", "typing": 0.04, "hearing": 0.02, "nick": 0.12, "capitals": 0.4, "blank": {"second": 0.1}}
    rows = []
    for entity, _, r in sightings(rng, "en", "us", count, mess, [65, 30, 5]):
        year = rng.choice([2016, 2020])
        rows.append((entity, [r["surname"], r["given"], r["second"][:1], str(year - r["birth"][0]) if m.chance(rng, 0.95) else "", r["gender"].replace("v", "F").upper(),
                              street_line(r, True), r["city"], r["postcode"], rng.choice(["DEM", "REP", "NPA"]), str(year)]))
    return ["NAME_LAST", "NAME_FIRST", "MI", "AGE", "SEX", "RES_ADDR", "RES_CITY", "RES_ZIP", "PARTY", "ROLL"], rows


def both_names(rng, person, r):
    """"Jansen-de Vries, A.B. (mevr.)" and what else practices make of it."""
    own = " ".join(filter(None, [person["prefix"], person["surname"]]))
    family = " ".join(filter(None, [r["prefix"], r["surname"]]))
    if person["partner"] and m.chance(rng, 0.6):
        partner = " ".join(filter(None, person["partner"]))
        family = rng.choice(["%s-%s", "%s - %s", "%s e/v %s"]) % ((partner, own) if m.chance(rng, 0.75) else (own, partner))
    sign = {"m": rng.choice(["dhr.", "hr."]), "v": rng.choice(["mw.", "mevr."])}[person["gender"]]
    given = r["initials"] if m.chance(rng, 0.7) else "%s (%s)" % (r["initials"], r["given"])
    return rng.choice(["%s, %s" % (family, given), "%s, %s (%s)" % (family, given, sign), "%s %s %s" % (sign, r["initials"], family)])


@made_set("nl_patients", 2000, "patients of Dutch practices: both names of a marriage in one cell, headers of the trade", ";")
def nl_patients(rng, count):
    mess = {"lang": "nl", "typing": 0.04, "hearing": 0.03, "birth_wrong": 0.03, "blank": {"phone": 0.4, "mobile": 0.4, "email": 0.6, "birth": 0.04}}
    rows = [(entity, ["%05d" % rng.randrange(100000), both_names(rng, person, r), m.date_text(r["birth"], rng.choice(["nl", "short"])) if r["birth"] else "",
                      one_line(rng, r, "nl"), r["phone"] or r["mobile"], r["mobile"], r["email"], rng.choice(["", "AA", "BB", "CC"]), rng.choice(["1", "2", "3"])])
            for entity, person, r in sightings(rng, "nl", "nl", count, mess, [50, 30, 15, 5], 0.9)]
    return ["patnr", "pat_naam", "gd", "adr", "tel1", "tel2", "mail", "UZOVI", "verz_soort"], rows


def card_row(rng, r):
    """A card list's cells."""
    return [r["initials"].replace(".", ""), " ".join(filter(None, [r["prefix"], r["surname"]])), r["postcode"].replace(" ", ""), r["number"] + r["addition"],
            m.date_text(r["birth"], "nl") if r["birth"] else "", r["email"], r["mobile"], str(rng.randrange(0, 5000))]


@made_set("nl_savings_card_40k", 40000, "savings cards of a Dutch chain, typed in a hurry: initials, postcode and number, half of the rest", ";")
def nl_savings_card(rng, count):
    mess = {"lang": "nl", "typing": 0.10, "hearing": 0.05, "birth_wrong": 0.06, "postcode_wrong": 0.04, "number_wrong": 0.04, "email_wrong": 0.06,
            "blank": {"birth": 0.45, "email": 0.5, "mobile": 0.6, "postcode": 0.05, "number": 0.03}}
    return ["voorl", "naam", "pcode", "huisnr", "geb_datum", "emailadres", "mobielnr", "saldo punten"], [
        (entity, card_row(rng, r)) for entity, _, r in sightings(rng, "nl", "nl", count, mess, [70, 20, 7, 3], 0.7)]


@made_set("nl_two_files", 3000, "members of a club beside its webshop: name and town in both, of the rest each has its own", ";")
def nl_two_files(rng, count):
    club = {"lang": "nl", "typing": 0.02, "tidy": True, "maiden": 0.6, "blank": {"phone": 0.3, "email": 0.6}}
    shop = {"lang": "nl", "typing": 0.06, "hearing": 0.02, "nick": 0.15, "blank": {"mobile": 0.3, "email": 0.05}}
    rows = []
    for entity, (source, r) in styles.two_sources(rng, "nl", "nl", count, club, shop):
        name = " ".join(filter(None, [r["prefix"], r["surname"]]))
        rows.append((entity, ["leden", r["initials"], name, "", m.date_text(r["birth"], "nl"), street_line(r), r["postcode"], r["city"], r["phone"], "", r["email"]]
                     if source == "A" else ["shop", "", "", (r["given"] + " " + name).strip(), "", street_line(r) if m.chance(rng, 0.5) else "", "", r["city"], "",
                                            r["mobile"], r["email"]]))
    return ["bestand", "voorletters", "achternaam", "naam", "geb.datum", "adres", "postcode", "plaats", "telefoon", "mobiel", "e-mail"], rows


@made_set("en_contacts_at_work", 2000, "contacts of an English seller: name, employer, job, mail at work or private, direct phone")
def en_contacts_at_work(rng, count):
    mess = {"lang": "en", "typing": 0.04, "nick": 0.25, "email_wrong": 0.02, "blank": {"email": 0.25, "mobile": 0.5}}
    jobs, made, entity = "Buyer,Head of Sales,Director,Office Manager,Engineer,Accountant,Marketing Manager,CEO".split(","), [], 0
    firms = [rng.choice(w.EN_PARTS[0]) + rng.choice(w.EN_PARTS[1]) for _ in range(count // 12)]
    while len(made) < count:
        for person in people.household_new(rng, "en", "uk")[:2]:
            work = [(firm, rng.choice(jobs), firm.lower() + ".example", people.landline(rng, "uk", person["homes"][0]))
                    for firm in (rng.choice(firms) for _ in range(rng.choice([1, 1, 1, 2])))]
            for _ in range(rng.choices([1, 2, 3, 4], [45, 30, 15, 10])[0]):
                r, (firm, job, domain, phone) = people.sighting(rng, person, "en", "uk", mess), rng.choice(work)
                mail = m.plain(person["given"] + "." + person["surname"]).lower().replace(" ", "") + "@" + domain if m.chance(rng, 0.6) else r["email"]
                made.append((entity, [r["given"], r["surname"], job if m.chance(rng, 0.6) else "", rng.choice([firm, firm + " Ltd", firm + " Limited", ""]),
                                      mail if r["email"] else "", m.telephone(rng, phone, "uk") if m.chance(rng, 0.6) else "", r["mobile"], r["city"]]))
            entity += 1
    return ["First Name", "Last Name", "Job Title", "Company", "Email", "Direct Phone", "Mobile", "City"], made[:count]
