"""Firms as registers, bookkeepers, shops and scientists write them down.

firms.py and styles.py know a firm with its branches and what people call it.
Here a firm has a statutory name, trade names, numbers in registers, a domain
and people who work there, and each list shows another side of it: a register
beside a CRM, creditors with half of their numbers, orders of a webshop with
the name of whoever ordered, establishments of chains with their numbers,
institutes with their departments, one name in two languages.
"""
from made import firms, people, styles
from made import mess as m
from made.cells import field, made_set, street_line, table

FREE_MAIL = ["post.example", "mailbus.example", "webmail.example"]
WORD_TWINS = {"nl": [("bedrijf", " bedrijf"), ("techniek", " techniek"), ("handel", " handel"), (" en ", " & "), (" & ", " en "), ("ij", "y")],
              "de": [("straße", "str."), ("bau", " Bau"), ("technik", "-Technik"), (" und ", " & "), (" & ", " u. "), ("ü", "ue"), ("ä", "ae"), ("ö", "oe"), ("ß", "ss")],
              "en": [(" and ", " & "), (" & ", " and "), ("Bridge", " Bridge"), ("Point", " Point"), ("Stone", " Stone"), ("1", "One")]}
FORMS = {"nl": ["B.V.", "BV", "b.v.", "", "Besloten Vennootschap", "B.V"], "de": ["GmbH", "Gesellschaft mit beschränkter Haftung", "G.m.b.H.", "mbH", "Ges.m.b.H.", ""],
         "uk": ["Limited", "Ltd", "LTD.", "Ltd.", "", "Co. Ltd"], "fr": ["SPRL", "SRL", "S.P.R.L.", "S.R.L.", ""], "be": ["BVBA", "BV", "B.V.B.A.", "b.v.", ""]}
NL_LEGAL = ["%s Exploitatie", "%s Beheer", "%s Holding", "%s Groep", "%s Nederland", "%s Vastgoed"]
BE_TRADES = [("Bakkerij", "Boulangerie"), ("Slagerij", "Boucherie"), ("Garage", "Garage"), ("Apotheek", "Pharmacie"), ("Drukkerij", "Imprimerie"),
             ("Schrijnwerkerij", "Menuiserie"), ("Bouwonderneming", "Entreprise Générale"), ("Boekhandel", "Librairie"), ("Bloemen", "Fleurs"),
             ("Transport", "Transports"), ("Dakwerken", "Toitures"), ("Verzekeringen", "Assurances"), ("Immo", "Immobilière"), ("Tuinen", "Jardins")]
BE_PUBLIC = [("Stad %s", "Ville de %s"), ("Gemeente %s", "Commune de %s"), ("Sint-Jozefziekenhuis %s", "Hôpital Saint-Joseph %s"),
             ("Koninklijk Atheneum %s", "Athénée Royal de %s"), ("OCMW %s", "CPAS de %s"), ("Muziekschool %s", "Académie de Musique de %s")]
BE_PLACES = [("Brussel", "Bruxelles", "10", "02"), ("Antwerpen", "Anvers", "20", "03"), ("Gent", "Gand", "90", "09"), ("Luik", "Liège", "40", "04"),
             ("Bergen", "Mons", "70", "065"), ("Namen", "Namur", "50", "081"), ("Leuven", "Louvain", "30", "016"), ("Brugge", "Bruges", "80", "050"),
             ("Kortrijk", "Courtrai", "85", "056"), ("Elsene", "Ixelles", "10", "02"), ("Ukkel", "Uccle", "11", "02"), ("Doornik", "Tournai", "75", "069")]
BE_STREETS = [("Kerkstraat", "Rue de l'Église"), ("Stationsstraat", "Rue de la Gare"), ("Grote Markt", "Grand-Place"), ("Nieuwstraat", "Rue Neuve"),
              ("Molenstraat", "Rue du Moulin"), ("Koningsstraat", "Rue Royale"), ("Louizalaan", "Avenue Louise"), ("Schoolstraat", "Rue de l'École"),
              ("Parkstraat", "Rue du Parc"), ("Wetstraat", "Rue de la Loi"), ("Hoogstraat", "Rue Haute"), ("Kasteelstraat", "Rue du Château")]
CHAINS = {"nl": ["Albertina", "Kwantor", "Primavo", "Brood & Zo", "De Grote Slijter", "Zeemanshuis", "Fietspunt", "Tuinwereld", "Bril en Blik", "Hubolo"],
          "kind": ["supermarkt", "", "winkel", "", "shop", ""]}
FIELDS = "Physics Chemistry Biology Medicine Law Economics History Mathematics Philosophy Surgery Neurology Oncology Astronomy Geology Statistics".split()
FIELDS += ["Computer Science", "Electrical Engineering", "Public Health", "Internal Medicine", "Information Systems", "Civil Engineering"]


def fold(text):
    return "".join(c for c in m.plain(m.spelled_out(text.lower())) if c.isalnum())


def firm_new(rng, lang, country):
    """One of styles.py with numbers, a domain of its own, and people."""
    firm = styles.firm_new(rng, lang, country)
    firm["domain"] = fold(firm["name"])[:22] + rng.choice(["", "", "-" + lang, "groep" if lang == "nl" else "group"]) + ".example"
    firm["rsin"] = m.digits(rng, 8)
    firm["staff"] = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        firm["staff"].append((people.given_name(rng, lang, rng.choice("mv")), " ".join(filter(None, people.surname(rng, lang)))))
    return firm


def rewritten(rng, name, lang, share):
    """Compounds taken apart, "en" for "&", ue for ü, capitals, a word short."""
    for a, b in WORD_TWINS[lang]:
        if a in name and m.chance(rng, share):
            name = name.replace(a, b, 1)
    if len(name.split()) > 2 and m.chance(rng, share / 3):
        words = name.split()
        del words[rng.randrange(1, len(words))]
        name = " ".join(words)
    return name.upper() if m.chance(rng, share / 2) else name


def slipped(rng, text, mess):
    return " ".join(m.slips(rng, word, mess) for word in text.split())


def place(rng, home, mess, country, old=0.0):
    """An address as this list has it."""
    street = home["street"]
    if country in ("uk", "us") and m.chance(rng, 0.4):
        street = home["short_street"]
    if country == "de" and m.chance(rng, 0.4):
        street = street.replace("straße", "str.").replace("Straße", "Str.")
    return {"street": slipped(rng, street, mess), "number": home["number"], "addition": home["addition"], "postcode": home["postcode"],
            "city": slipped(rng, home["city"], mess), "state": home["state"]}


def repeated(rng, count, new, row, seen):
    """Entities of new(), a number of rows of each."""
    made, entity = [], 0
    while len(made) < count:
        for one in new():
            for i in range(rng.choices(range(1, len(seen) + 1), seen)[0]):
                made.append((entity, row(one, i)))
            entity += 1
    return made[:count]


def register_and_crm(rng, count, mess):
    """Dutch: the trade register has statutory names and numbers; a CRM what the seller typed."""
    def new():
        firm = firm_new(rng, "nl", "nl")
        firm["legal"] = firm["name"]
        if m.chance(rng, 0.25):
            firm["legal"] = rng.choice(NL_LEGAL) % firm["name"]
        elif m.chance(rng, 0.12):
            owner = firm["staff"][0][1]
            firm["legal"] = "%s %s" % (rng.choice(KINDS_NL), owner[:1].upper() + owner[1:])
        group = [firm]
        if m.chance(rng, 0.1):  # another company of the same owner at the same door
            group.append(dict(firm, legal=firm["name"] + " " + rng.choice(["Vastgoed", "Pensioen", "Verhuur"]), name=firm["name"] + " " + rng.choice(["Vastgoed", "Verhuur"]),
                              kvk=firms.kvk(rng)))
        return group

    def row(firm, i):
        of_register = i == 0 and m.chance(rng, 0.7)
        trade = firm["name"] if of_register and firm["legal"] != firm["name"] else ""
        name = firm["legal"] if of_register else rewritten(rng, firm["name"], "nl", 0.25)
        home = place(rng, firm["homes"][0 if of_register else -1], {} if of_register else mess, "nl")
        r = dict(home, source="KvK" if of_register else rng.choice(["CRM", "CRM", "nieuwsbrief"]), trade=trade, kvk=firm["kvk"], phone=m.telephone(rng, firm["phone"], "nl"),
                 name=(slipped(rng, name, {} if of_register else mess) + " " + ("B.V." if of_register else rng.choice(FORMS["nl"]))).strip(), web="www." + firm["domain"])
        m.blank(rng, r, {"phone": 0.95, "web": 0.9} if of_register else {"kvk": 0.8, "phone": 0.3, "web": 0.4, "street": 0.15, "postcode": 0.2})
        return r
    return repeated(rng, count, new, row, [45, 33, 15, 7])


KINDS_NL = ["Bouwbedrijf", "Bakkerij", "Installatiebedrijf", "Adviesbureau", "Handelsonderneming", "Garage", "Schildersbedrijf"]


def german_register(rng, count, mess):
    """Firma, Sitz and HRB number; umlauts spelled out, forms in full, sole traders e.K."""
    def new():
        firm = firm_new(rng, "de", "de")
        firm["court"] = firm["homes"][0]["city"]
        firm["hrb"] = str(rng.randrange(100, 99999))
        group = [firm]
        if m.chance(rng, 0.15):  # the limited partner of the same name
            group.append(dict(firm, name=firm["name"] + " " + rng.choice(["Verwaltungs", "Beteiligungs", "Immobilien"]), hrb=str(rng.randrange(100, 99999))))
        return group

    def row(firm, _):
        name = rewritten(rng, firm["name"], "de", 0.25)
        form = rng.choice(FORMS["de"]) if firm["form"] == "GmbH" else rng.choice([firm["form"]] + firms.SPELLINGS.get(firm["form"], []))
        r = dict(place(rng, firm["homes"][-1], mess, "de"), name=(slipped(rng, name, mess) + " " + form).strip(), hrb="HRB " + firm["hrb"], court=firm["court"],
                 phone=m.telephone(rng, firm["phone"], "de"), web="www." + firm["domain"])
        return m.blank(rng, r, {"hrb": 0.5, "court": 0.4, "phone": 0.5, "web": 0.5, "postcode": 0.05})
    return repeated(rng, count, new, row, [50, 28, 14, 8])


def british_register(rng, count, mess):
    """COMPANY NAME LIMITED with its number; customers lists say the trading name."""
    def new():
        firm = firm_new(rng, "en", "uk")
        firm["crn"] = "0" + rng.choice("123456789") + m.digits(rng, 6)
        firm["agent"] = people.address(rng, "uk") if m.chance(rng, 0.35) else firm["homes"][0]
        return [firm] + ([dict(firm, name=firm["name"] + " (" + rng.choice(["Holdings", "North", "Properties", "2010"]) + ")", crn="1" + m.digits(rng, 7))]
                         if m.chance(rng, 0.08) else [])

    def row(firm, _):
        if m.chance(rng, 0.4):
            r = dict(place(rng, firm["agent"], {}, "uk"), name=(firm["name"] + " Limited").upper(), crn=firm["crn"])
        else:
            name = firm["brand"] if firm["brand"] and m.chance(rng, 0.3) else rewritten(rng, firm["name"], "en", 0.2)
            r = dict(place(rng, firm["homes"][-1], mess, "uk"), name=(slipped(rng, name, mess) + " " + rng.choice(FORMS["uk"])).strip(), crn="")
        r["phone"] = m.telephone(rng, firm["phone"], "uk") if not r["crn"] and m.chance(rng, 0.6) else ""
        if m.chance(rng, 0.2) and not r["crn"]:
            r["crn"] = firm["crn"].lstrip("0")
        return r
    return repeated(rng, count, new, row, [45, 30, 15, 10])


def belgian(rng, count, mess):
    """One firm by its Dutch and its French name, street and town in either."""
    def new():
        city = rng.choice(BE_PLACES)
        family = (people.surname(rng, "nl") if m.chance(rng, 0.6) else people.surname(rng, "de"))[1].capitalize()
        if m.chance(rng, 0.15):
            names = tuple(x % c for x, c in zip(rng.choice(BE_PUBLIC), city))
        else:
            trade = rng.choice(BE_TRADES)
            names = rng.choice([(trade[0] + " " + family, trade[1] + " " + family), (styles.lead(rng, "nl"),) * 2, (family + " & Zonen", family + " & Fils"),
                                (styles.lead(rng, "nl") + " " + trade[0], ) * 2, (trade[0] + " De Ster", trade[1] + " De Ster")])
        return [{"names": names, "city": city, "street": rng.choice(BE_STREETS), "number": str(rng.randrange(1, 240)), "vat": be_number(rng),
                 "postcode": city[2] + m.digits(rng, 4 - len(city[2])), "phone": (city[3], m.digits(rng, 9 - len(city[3])))}]

    def row(firm, _):
        side = rng.randrange(2)
        name, form = firm["names"][side], rng.choice(FORMS["fr" if side else "be"])
        if m.chance(rng, 0.12) and firm["names"][0] != firm["names"][1]:
            name, form = rng.choice([" / ", " - "]).join(firm["names"]), ""
        side = side if m.chance(rng, 0.8) else 1 - side
        street = "%s, %s" % (firm["street"][1], firm["number"]) if side else "%s %s" % (firm["street"][0], firm["number"])
        r = {"name": (slipped(rng, name, mess) + " " + form).strip(), "street": street, "city": slipped(rng, firm["city"][side], mess), "postcode": firm["postcode"],
             "vat": rng.choice(["BE %s", "BE%s", "%s"]) % firm["vat"], "phone": m.telephone(rng, firm["phone"], "be")}
        return m.blank(rng, r, {"vat": 0.6, "phone": 0.4, "postcode": 0.05})
    return repeated(rng, count, new, row, [42, 32, 16, 10])


def be_number(rng):
    """With its check digits (97 minus the remainder)."""
    first = "0" + rng.choice("45678") + m.digits(rng, 6)
    return "%s%02d" % (first, 97 - int(first) % 97)


def iban(rng):
    """Of an invented bank, with its check digits."""
    bank, account = rng.choice(["VBNK", "DEMO", "TEST"]), m.digits(rng, 10)
    value = "".join(str(ord(c) - 55) if c.isalpha() else c for c in bank + account + "NL00")
    return "NL%02d%s%s" % (98 - int(value) % 97, bank, account)


def creditors(rng, count, mess):
    """Bookkeeping: name, town, VAT number and account, each half filled; no street."""
    def new():
        firm = firm_new(rng, "nl", "nl")
        number = firm["rsin"] + rng.choice("0123456789")
        firm.update(vat="NL%sB%02d" % (number, rng.choice([1, 1, 1, 2])), iban=[iban(rng) for _ in range(rng.choice([1, 1, 2]))])
        return [firm]

    def row(firm, _):
        name, form = styles.known_as(rng, firm, "nl", {"brand": 0.1, "initials": 0.15})
        r = {"name": (slipped(rng, name, mess) + " " + form).strip(), "city": slipped(rng, firm["homes"][-1]["city"], mess), "vat": firm["vat"],
             "iban": rng.choice(firm["iban"]), "email": rng.choice(["facturen", "administratie", "info", "debiteuren"]) + "@" + firm["domain"]}
        return m.blank(rng, r, {"vat": 0.45, "iban": 0.4, "email": 0.4, "city": 0.1})
    return repeated(rng, count, new, row, [48, 28, 14, 10])


def shop_orders(rng, count, mess):
    """A webshop: firm as typed by whoever ordered, his own mailbox, now and then a free one."""
    def new():
        return [firm_new(rng, "de", "de")]

    def row(firm, _):
        given, family = rng.choice(firm["staff"])
        domain = firm["domain"] if m.chance(rng, 0.7) else rng.choice(FREE_MAIL)
        local = rng.choice(["%s.%s" % (fold(given), fold(family)), fold(given)[:1] + fold(family), rng.choice(["info", "einkauf", "bestellung"])])
        if domain in FREE_MAIL:
            local = rng.choice([fold(given) + "." + fold(family), fold(firm["name"])[:14]])
        name, form = styles.known_as(rng, firm, "de", {"brand": 0.1, "initials": 0.1, "city": 0.05, "parent": 0.05})
        home = place(rng, firm["homes"][-1], mess, "de")
        r = dict(home, name=(slipped(rng, rewritten(rng, name, "de", 0.15), mess) + " " + form).strip(), contact=given + " " + family, email=local + "@" + domain,
                 phone=m.telephone(rng, firm["phone"], "de"))
        return m.blank(rng, r, {"phone": 0.5, "contact": 0.15, "email": 0.05, "street": 0.1})
    return repeated(rng, count, new, row, [40, 27, 15, 10, 8])


def establishments(rng, count, mess):
    """Shops of chains, each an entity: chain name, number of the shop, town or street behind it; scanned."""
    chains = []

    def new():
        if not chains or m.chance(rng, 0.06):
            own = styles.lead(rng, "nl")
            chains.append((rng.choice(CHAINS["nl"] + [own] * 6), fold(own) + ".example", rng.choice(CHAINS["kind"])))
        if m.chance(rng, 0.35):
            firm = firm_new(rng, "nl", "nl")
            return [dict(firm, chain="", email="info@" + firm["domain"], web="www." + firm["domain"])]
        name, domain, kind = rng.choice(chains)
        home = people.address(rng, "nl")
        number = str(rng.randrange(1000, 9999))
        return [{"chain": name, "kind": kind, "code": number, "homes": [home], "phone": people.landline(rng, "nl", home), "web": "www." + domain,
                 "email": rng.choice(["info", "filiaal" + number, fold(home["city"])]) + "@" + domain}]

    def row(firm, _):
        home = place(rng, firm["homes"][-1], mess, "nl")
        if firm["chain"]:
            name = " ".join(filter(None, [firm["chain"], firm["kind"] if m.chance(rng, 0.4) else "",
                                          rng.choice(["", "", firm["code"], firm["homes"][0]["city"], home["street"], "filiaal " + firm["code"]])]))
        else:
            name = " ".join(filter(None, styles.known_as(rng, firm, "nl", {"brand": 0.1, "city": 0.2})))
        r = dict(home, name=slipped(rng, name, mess), phone=m.telephone(rng, firm["phone"], "nl"), email=firm["email"], web=firm["web"])
        return m.blank(rng, r, {"phone": 0.35, "email": 0.5, "web": 0.5, "postcode": 0.08, "number": 0.03})
    return repeated(rng, count, new, row, [45, 33, 15, 7])


def affiliations(rng, count, mess):
    """Institutes as their people write them above a paper, department and town before or behind: one column."""
    def new():
        us = m.chance(rng, 0.6)
        city = people.address(rng, "us" if us else "uk")
        town = city["city"]
        family = people.surname(rng, "en")[1]
        kind = rng.randrange(5)
        state = rng.choice("Northern Central Western Southern Eastern".split())
        long, short = [("University of %s" % town, "Univ. of %s" % town), ("%s State University" % town, "%s State Univ" % town),
                       ("%s Institute of Technology" % family, "%s Inst. of Technology" % family), ("%s %s University" % (state, town), "%s %s Univ." % (state, town)),
                       ("%s Medical Center" % family, "%s Med Ctr" % family)][kind]
        return [{"long": long, "short": short, "initials": styles.initials(long), "town": town, "tail": city["state"] if us else "UK", "us": us}]

    def row(firm, _):
        name = rng.choice([firm["long"]] * 6 + [firm["short"]] * 2 + ([firm["initials"]] if len(firm["initials"]) > 2 else []))
        name = slipped(rng, name, mess)
        parts = [name]
        if m.chance(rng, 0.45):
            field = rng.choice(FIELDS)
            parts.insert(0, rng.choice(["Department of %s", "Dept. of %s", "%s Department", "School of %s", "Faculty of %s"]) % field)
        if m.chance(rng, 0.5) and (firm["town"] not in name or m.chance(rng, 0.3)):
            parts.append(firm["town"])
        if m.chance(rng, 0.35):
            parts.append(firm["tail"])
        if m.chance(rng, 0.25):
            parts.append("USA" if firm["us"] else "United Kingdom")
        return {"name": ", ".join(parts)}
    return repeated(rng, count, new, row, [20, 20, 18, 14, 10, 8, 6, 4])


def names_only(rng, count, mess):
    """A list of company names, nothing else."""
    def row(firm, _):
        name, form = styles.known_as(rng, firm, "en", {"brand": 0, "initials": 0.06, "city": 0.05, "parent": 0.08})
        return {"name": (slipped(rng, rewritten(rng, name, "en", 0.15), mess) + " " + form).strip()}
    return repeated(rng, count, lambda: [firm_new(rng, "en", "us")], row, [45, 30, 15, 10])


def domains(rng, count, mess):
    """Leads: name, website, mailbox and country code; franchisees under one domain."""
    franchise = []

    def new():
        firm = firm_new(rng, "nl", "nl")
        firm["web"], firm["mail"] = "www." + firm["domain"], firm["domain"]
        if m.chance(rng, 0.05):
            franchise.append((styles.lead(rng, "nl"), fold(styles.lead(rng, "nl")) + ".example"))
        if franchise and m.chance(rng, 0.2):
            name, domain = rng.choice(franchise)
            city = firm["homes"][0]["city"]
            firm.update(name="%s %s" % (name, city), web="www.%s/%s" % (domain, fold(city)) if m.chance(rng, 0.5) else "www." + domain, mail=domain, brand="")
            firm["staff"] = firm["staff"][:1]
        elif m.chance(rng, 0.25):
            firm["mail"] = rng.choice(FREE_MAIL)
            firm["web"] = "" if m.chance(rng, 0.6) else firm["web"]
        return [firm]

    def row(firm, _):
        given, family = rng.choice(firm["staff"])
        name, form = styles.known_as(rng, firm, "nl", {"brand": 0.15, "initials": 0.15, "city": 0.1})
        local = fold(given) + "." + fold(family) if m.chance(rng, 0.6) or firm["mail"] in FREE_MAIL else rng.choice(["info", "sales", "inkoop"])
        r = {"name": (slipped(rng, name, mess) + " " + form).strip(), "web": rng.choice(["", "https://", "http://"]) + firm["web"] if firm["web"] else "",
             "email": local + "@" + firm["mail"], "contact": given + " " + family}
        return m.blank(rng, r, {"web": 0.4, "email": 0.25, "contact": 0.3})
    return repeated(rng, count, new, row, [45, 30, 15, 10])


# ---- the sets ----

TYPED = {"lang": "nl", "typing": 0.05, "hearing": 0.02}


def cells(made, rng, **columns):
    """table() of headers that are names: underscores are spaces."""
    return table({header.replace("_", " "): value for header, value in columns.items()}, made, rng)


@made_set("nl_register_crm", 2000, "Dutch firms: the trade register beside a CRM", ";")
def nl_register_crm(rng, count):
    return cells(register_and_crm(rng, count, TYPED), rng, Bron=field("source"), Naam=field("name"), Handelsnaam=field("trade"),
                 KvK_nummer=field("kvk"), Adres=street_line, Postcode=field("postcode"), Plaats=field("city"), Telefoon=field("phone"), Website=field("web"))


@made_set("de_register", 1500, "German firms: Firma, Sitz, HRB, the form in full, the limited partner", ";", "cp1252")
def de_register(rng, count):
    return cells(german_register(rng, count, dict(TYPED, lang="de")), rng, Firma=field("name"), Registernummer=field("hrb"), Amtsgericht=field("court"),
                 Straße=street_line, PLZ=field("postcode"), Sitz=field("city"), Telefon=field("phone"), Homepage=field("web"))


@made_set("uk_register", 1500, "British firms: COMPANY LIMITED at its agent's address, and customers by trading name")
def uk_register(rng, count):
    return cells(british_register(rng, count, dict(TYPED, lang="en")), rng, CompanyName=field("name"), CompanyNumber=field("crn"),
                 AddressLine1=lambda r: street_line(r, True), PostTown=field("city"), PostCode=field("postcode"), Tel=field("phone"))


@made_set("be_two_languages", 1200, "Belgian firms by their Dutch and French names, streets and towns", ";")
def be_two_languages(rng, count):
    return cells(belgian(rng, count, TYPED), rng, Benaming=field("name"), Straat_en_nummer=field("street"), Postcode=field("postcode"),
                 Gemeente=field("city"), BTW_nummer=field("vat"), Telefoon=field("phone"))


@made_set("nl_creditors", 800, "Dutch creditors: town, VAT number, IBAN, mailbox, half of them filled", ";")
def nl_creditors(rng, count):
    return cells(creditors(rng, count, TYPED), rng, Crediteur=field("name"), Plaats=field("city"), BTW_nr=field("vat"), IBAN=field("iban"), E_mail=field("email"))


@made_set("de_shop_orders", 1500, "German webshop for firms: who ordered, his mailbox or a free one", ";")
def de_shop_orders(rng, count):
    return cells(shop_orders(rng, count, dict(TYPED, lang="de")), rng, Firma=field("name"), Ansprechpartner=field("contact"), Mailadresse=field("email"),
                 Straße=street_line, PLZ=field("postcode"), Ort=field("city"), Tel=field("phone"))


@made_set("nl_chain_shops", 2000, "shops of chains and others, scanned; each shop is one", ";")
def nl_chain_shops(rng, count):
    return cells(establishments(rng, count, {"lang": "nl", "typing": 0.02, "scanning": 0.08}), rng, naam=field("name"), straat=field("street"),
                 huisnr=lambda r: r["number"] + r["addition"], postcode=field("postcode"), plaats=field("city"), tel=field("phone"), email=field("email"), website=field("web"))


@made_set("en_affiliations", 1500, "institutes above papers, with department, town and country, in one column")
def en_affiliations(rng, count):
    return cells(affiliations(rng, count, {"lang": "en", "typing": 0.03}), rng, affiliation=field("name"))


@made_set("en_names_only", 1000, "company names and nothing else")
def en_names_only(rng, count):
    return cells(names_only(rng, count, dict(TYPED, lang="en")), rng, company_name=field("name"))


@made_set("nl_leads", 1200, "Dutch leads: name, website, mailbox, contact; franchisees under one domain")
def nl_leads(rng, count):
    return cells(domains(rng, count, TYPED), rng, bedrijfsnaam=field("name"), website=field("web"), email=field("email"), contactpersoon=field("contact"))


@made_set("de_register_20k", 20000, "the German register, 20,000 rows", ";", "cp1252")
def de_register_20k(rng, count):
    return de_register(rng, count)
