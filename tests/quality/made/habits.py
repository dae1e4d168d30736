"""Persons as programs, forms and people of other habits than ours leave them (adr 0192).

A world of its own beside people.py: mailboxes of every make (nicknames, both
names of a couple, a year, nothing of a name), errors as test data generators
make them (a field of somebody else, cells changed about, cut short), middle
names and suffixes of a voters' roll, letters that a wrong character set has
lost, one cell for a name and one for an address, maiden names and a second
address.
"""
from made import mess as m
from made import people
from made.cells import date, field, made_set, one_line, street_line, table

PETS = "zon maan ster beer wolf vlinder bloem draak fiets storm panda kater tijger luna pixel disco retro koffie".split()
LOST = [("ü", "u"), ("ö", "o"), ("ä", "a"), ("ß", "s"), ("ü", "?"), ("ö", "?"), ("ä", "?"), ("ü", "Ã¼"), ("ö", "Ã¶"), ("ä", "Ã¤"), ("ß", "ÃŸ")]
HOSTS = ["mailbus.example", "post.example", "netmail.example", "inbox.example", "kabel.example", "snelweb.example"]


def slug(text, joint=""):
    return m.plain(m.spelled_out(text.lower())).replace(" ", joint).replace("'", "").replace("-", joint)


def mailbox(rng, person, mate=None):
    """A mailbox as people take one: most say who it is, some a couple, some nothing."""
    given, family = slug(person["given"]), slug((person["prefix"] + " " + person["surname"]).strip())
    dotted, year = slug((person["prefix"] + " " + person["surname"]).strip(), "."), str(person["birth"][0])
    makes = [given + "." + family, given + "." + dotted, given[0] + "." + family, given[0] + family, family + "." + given, given + family + year[2:],
             given + year, given + "_" + slug(person["surname"]) + rng.choice(["", year[2:]]), given[:3] + family[:4] + m.digits(rng, 2),
             family + m.digits(rng, 3), rng.choice(PETS) + rng.choice(PETS) + m.digits(rng, 2), rng.choice(PETS) + "_" + given, given + "-" + family]
    if mate and m.chance(rng, 0.3):
        makes = [slug(mate["given"]) + "en" + given, "fam" + family, "familie." + family, given + "." + slug(mate["given"])]
    return rng.choice(makes) + "@" + rng.choice(HOSTS)


def household(rng, lang, country):
    """people.household_new with mailboxes of our own make; mates share one now and then."""
    members = people.household_new(rng, lang, country)
    for i, member in enumerate(members):
        mate = members[0] if i == 1 else None
        member["email"] = mailbox(rng, member, mate) if m.chance(rng, 0.85) else ""
        member["email2"] = mailbox(rng, member) if m.chance(rng, 0.3) else member["email"]
        if mate and member["email"] and m.chance(rng, 0.25):
            mate["email"] = mate["email2"] = member["email"]
    return members


def people_of(rng, lang, country, count, mess, seen, share=0.75):
    """[(entity, person, row)]; a row has one of the person's mailboxes."""
    made, entity, numbers = [], 0, list(range(1, len(seen) + 1))
    while len(made) < count:
        for person in household(rng, lang, country):
            if not m.chance(rng, share):
                continue
            for _ in range(rng.choices(numbers, seen)[0]):
                as_seen = dict(person, email=rng.choice([person["email"], person["email"], person["email2"]]))
                made.append((entity, person, people.sighting(rng, as_seen, lang, country, mess)))
            entity += 1
    return made[:count]


def ordered_by(rng, r):
    """A name as somebody fills it in while buying."""
    family = " ".join(filter(None, [r["prefix"], r["surname"]]))
    polite = {"m": "dhr.", "v": "mevr."}[r["gender"]]
    return rng.choice([r["given"] + " " + family, r["given"] + " " + family, r["initials"] + " " + family, polite + " " + r["initials"] + " " + family,
                       r["given"].lower() + " " + family.lower(), r["given"][:1] + " " + family, r["given"], family]).strip()


@made_set("nl_orders", 3000, "orders of a Dutch webshop: one cell for the name, one for the address, mailbox and phone", ";")
def nl_orders(rng, count):
    mess = {"lang": "nl", "typing": 0.04, "nick": 0.2, "email_wrong": 0.03, "blank": {"postcode": 0.05, "phone": 0.5, "mobile": 0.4, "email": 0.05}}
    rows = [(entity, [rng.choice(["ORD-%06d", "W%07d"]) % rng.randrange(10 ** 6), ordered_by(rng, r), one_line(rng, r, "nl") if m.chance(rng, 0.85) else "",
                      r["email"], r["mobile"] or r["phone"], "%d,%02d" % (rng.randrange(5, 300), rng.randrange(100))])
            for entity, _, r in people_of(rng, "nl", "nl", count, mess, [40, 24, 14, 9, 6, 4, 2, 1], 0.6)]
    return ["ordernr", "besteller", "bezorgadres", "mail", "telnr", "bedrag"], rows


@made_set("nl_prospects", 2500, "marketing leads: name as far as it was given, mailbox and phone")
def nl_prospects(rng, count):
    mess = {"lang": "nl", "typing": 0.04, "nick": 0.25, "email_wrong": 0.04,
            "blank": {"given": 0.3, "surname": 0.25, "email": 0.25, "mobile": 0.4, "phone": 0.6}}

    def family(r):
        return " ".join(filter(None, [r["prefix"], r["surname"]])) if r["surname"] else ""
    rows = [(entity, [r["given"] or (r["initials"] if m.chance(rng, 0.3) else ""), family(r), r["email"], r["mobile"] or r["phone"],
                      rng.choice(["beurs", "web", "gids", "actie"])])
            for entity, _, r in people_of(rng, "nl", "nl", count, mess, [45, 28, 15, 8, 4], 0.6)]
    return ["FirstName", "LastName", "EmailAddress", "Phone", "LeadSource"], rows


@made_set("en_voters", 4000, "an English-speaking voters' roll over the years: middle names, suffixes, year of birth, moves")
def en_voters(rng, count):
    mess = {"lang": "en", "typing": 0.03, "hearing": 0.02, "nick": 0.06, "maiden": 0.3, "capitals": 1, "blank": {}}
    made, entity = [], 0
    while len(made) < count:
        for person in people.household_new(rng, "en", "us"):
            if m.chance(rng, 0.3):
                person["homes"].append(people.address(rng, "us"))
            middle = person["second"] or (people.given_name(rng, "en", person["gender"]) if m.chance(rng, 0.7) else "")
            suffix = "JR" if person["gender"] == "m" and m.chance(rng, 0.05) else ""
            for _ in range(rng.choices([1, 2, 3, 4], [50, 30, 15, 5])[0]):
                r = people.sighting(rng, person, "en", "us", mess)
                shown = rng.choice([middle, middle, middle[:1], ""]).upper()
                year = "" if m.chance(rng, 0.02) else str(r["birth"][0] + (rng.choice([-1, 1]) if m.chance(rng, 0.03) else 0))
                made.append((entity, [r["surname"], r["given"], shown, suffix if m.chance(rng, 0.8) else "", year, r["number"],
                                      r["street"], r["addition"], r["city"], r["postcode"], rng.choice(["A", "A", "I"])]))
            entity += 1
    return ["lname", "fname", "mname", "name_suffix_lbl", "birth_year", "house_num", "street_name", "unit", "res_city_desc", "zip_code",
            "status_cd"], made[:count]


@made_set("de_verein", 1500, "members of a German club: letters lost on the way, scanned lists, 'Nachname Vorname' in one cell", ";")
def de_verein(rng, count):
    mess = {"lang": "de", "typing": 0.03, "scanning": 0.08, "umlaut": 0.15, "nick": 0.15, "birth_wrong": 0.03,
            "blank": {"birth": 0.25, "phone": 0.5, "email": 0.35, "postcode": 0.1, "given": 0.02}}

    def lost(text):
        fits = [pair for pair in LOST if pair[0] in text]
        return text.replace(*rng.choice(fits)) if fits and m.chance(rng, 0.35) else text
    rows = [(entity, [lost((r["surname"] + " " + r["given"] + (" " + r["prefix"] if r["prefix"] else "")).strip()),
                      m.date_text(r["birth"], rng.choice(["de", "de", "short"])) if r["birth"] else "", lost(street_line(r)), r["postcode"],
                      lost(r["city"]), r["phone"], r["email"], str(rng.randrange(1970, 2024))])
            for entity, _, r in people_of(rng, "de", "de", count, mess, [45, 32, 16, 7], 0.9)]
    return ["Mitglied", "Geburtsdatum", "Straße", "PLZ", "Ort", "Telefon", "E-Mail", "Eintritt"], rows


@made_set("nl_hospital", 2000, "a hospital: maiden and married name, two addresses, dates of birth not known to the day", ";")
def nl_hospital(rng, count):
    mess = {"lang": "nl", "typing": 0.04, "hearing": 0.03, "maiden": 1, "birth_wrong": 0.02,
            "blank": {"given": 0.55, "birth": 0.03, "postcode": 0.05, "phone": 0.4, "mobile": 0.5}}
    rows = []
    for entity, person, r in people_of(rng, "nl", "nl", count, mess, [45, 30, 16, 9], 0.95):
        born = r["birth"] and ((r["birth"][0], 1, 1) if m.chance(rng, 0.02) else r["birth"])
        married = " ".join(filter(None, person["partner"])) if person["partner"] and m.chance(rng, 0.7) else ""
        second = rng.choice(person["homes"]) if m.chance(rng, 0.25) else None
        if second and m.chance(rng, 0.3):
            second = people.address(rng, "nl")  # a daughter's, a care home
        rows.append((entity, [{"m": "M", "v": "V"}[r["gender"]], r["initials"], r["given"], r["prefix"], r["surname"], married,
                              m.date_text(born, "nl") if born else "", street_line(r), r["postcode"], r["city"],
                              street_line(second) if second else "", second["postcode"] if second else "", second["city"] if second else "",
                              r["phone"] or r["mobile"]]))
    return ["Geslacht", "Voorletters", "Roepnaam", "Voorvoegsel", "Geboortenaam", "Partnernaam", "Geboortedatum", "Adres", "Postcode", "Woonplaats",
            "Tijdelijk adres", "Tijdelijke postcode", "Tijdelijke plaats", "Telefoon"], rows


def changed(rng, r, other):
    """What generators of test data do: one to three cells replaced, cut, changed about or emptied."""
    r = dict(r)
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        name = rng.choice(["given", "surname", "street", "city", "postcode", "email", "phone", "number"])
        kind = rng.randrange(6)
        if kind == 0:
            r[name] = other[name]
        elif kind == 1:
            r[name] = ""
        elif kind == 2 and len(r[name]) > 4:
            r[name] = r[name][:rng.randrange(3, len(r[name]))]
        elif kind == 3:
            r["given"], r["surname"] = r["surname"], r["given"]
        else:
            r[name] = m.typing(rng, r[name])
    return r


@made_set("en_generated", 5000, "English test data: a cell of somebody else, cut short, changed about, emptied; mailboxes of every make")
def en_generated(rng, count):
    mess = {"lang": "en", "typing": 0.01, "nick": 0.08, "birth_wrong": 0.04, "blank": {"birth": 0.2, "phone": 0.3, "email": 0.25}}
    made = people_of(rng, "en", "uk", count, mess, [60, 20, 10, 6, 4], 0.8)
    rows = [(entity, changed(rng, r, rng.choice(made)[2])) for entity, _, r in made]
    return table({"given_name": field("given"), "surname": field("surname"), "dob": date(rng, ["iso"]), "house_number": field("number"),
                  "street": field("street"), "city": field("city"), "postcode": field("postcode"), "email": field("email"), "phone": field("phone")}, rows, rng)


@made_set("de_merged_20k", 20000, "German customers of three shops put together: two fifths of the cells blank, mailboxes of every make", ";", "cp1252")
def de_merged(rng, count):
    blank = {k: 0.4 for k in ("given", "birth", "street", "number", "postcode", "city", "phone", "mobile", "email")}
    mess = {"lang": "de", "typing": 0.04, "hearing": 0.02, "umlaut": 0.2, "nick": 0.1, "blank": dict(blank, surname=0.1)}
    rows = [(entity, r) for entity, _, r in people_of(rng, "de", "de", count, mess, [55, 25, 12, 5, 3], 0.6)]
    return table({"Shop": lambda r: rng.choice(["A", "B", "C"]), "Vorname": lambda r: r["given"] or (r["initials"][:2] if m.chance(rng, 0.3) else ""),
                  "Nachname": lambda r: (r["prefix"] + " " + r["surname"]).strip() if r["surname"] else "", "Geburtsdatum": date(rng, ["de"]),
                  "Straße": lambda r: street_line(r) if r["street"] else "", "PLZ": field("postcode"), "Ort": field("city"), "Festnetz": field("phone"),
                  "Mobil": field("mobile"), "E-Mail": field("email")}, rows, rng)
