"""Firms as courts, licences, purchase ledgers and care directories list them.

Made to be unlike the other sets (adr 0171): a German register with the general
partner and the holding of each firm, British trading names, establishments
beside debtors, vendors of many countries by name and town, licences with a
legal name and another one, and public bodies that share their names.
"""
from made import lists, people, styles
from made import mess as m
from made.cells import field, made_set, street_line, table
from made.lists import place, repeated, slipped

GERMAN_FAMILY = ["Verwaltungs-GmbH", "Verwaltungs GmbH", "Verwaltungsgesellschaft mbH", "Beteiligungs-GmbH", "Beteiligungs GmbH", "Holding GmbH",
                 "Grundstücksgesellschaft mbH", "Immobilien GmbH", "Vertriebs GmbH", "Service GmbH"]
BRITISH_FAMILY = ["(Holdings)", "Holdings", "Properties", "Group", "(Northern)", "Investments", "Estates", "Services"]
DUTCH_FAMILY = ["Holding", "Beheer", "Vastgoed", "Onroerend Goed", "Materieel", "Pensioen", "Service"]
DUTCH_SHORT = [("Aannemersbedrijf", "Aann.bedr."), ("Installatiebedrijf", "Inst.bedr."), ("Administratiekantoor", "Adm.kant."), ("Bouwbedrijf", "Bouwbedr."),
               ("Gebroeders", "Gebr."), ("Instituut", "Inst."), ("Automatisering", "Autom."), ("Techniek", "Techn."), ("Transport", "Transp."), ("Centrum", "Ctr."),
               ("Maatschappij", "Mij."), ("Schoonmaak", "Schoonm."), ("Groenvoorziening", "Groenv."), ("Installatie", "Install."), (" en ", "/"), (" en ", " & ")]
COUNTRIES = {"de": ("Germany", "DE", "Deutschland"), "nl": ("Netherlands", "NL", "Nederland"), "uk": ("United Kingdom", "GB", "UK"), "us": ("USA", "US", "United States")}
LANG_OF = {"de": "de", "nl": "nl", "uk": "en", "us": "en"}
VENDOR_SHORT = [("International", "Intl"), ("Technology", "Tech"), ("Technologies", "Tech."), ("Logistics", "Log."), ("Manufacturing", "Mfg"), ("Software", "SW"),
                ("Immobilien", "Immob."), ("Gebrüder", "Gebr."), ("Fabrication", "Fabr."), ("Building", "Bldg"), (" and ", " & "), (" und ", " u. "), ("Services", "Svcs")]
SCHOOL_NAMES = "Regenboog Klimop Vlinder Triangel Fontein Horizon Ark Brug Zonnebloem Windwijzer Wegwijzer Kameleon Driemaster Schakel Bron Vuurvogel".split()
SCHOOLS = [("OBS De %s", "Openbare basisschool De %s", "De %s", "basisschool de %s"), ("CBS De %s", "Christelijke basisschool De %s", "De %s (CBS)"),
           ("RKBS De %s", "R.K. Basisschool De %s", "bs De %s"), ("Kinderdagverblijf De %s", "KDV de %s", "Kinderopvang De %s"), ("Zwembad De %s", "De %s zwembad"),
           ("Sporthal De %s", "De %s")]
SAINTS = "Elisabeth Antonius Maria Lucas Franciscus Jozef Anna Catharina Vincentius".split()


def shorter(rng, name, pairs, share):
    for a, b in pairs:
        if a in name and m.chance(rng, share):
            name = name.replace(a, b, 1)
    return name


def cut_words(rng, name, share):
    """The last word left out, as in a field that was too short."""
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 2 and m.chance(rng, share) else name


# ---- a German register beside a CRM ----

def german_court(rng, count, mess):
    def new():
        firm = styles.firm_new(rng, "de", "de")
        firm["stem"], court = firm["name"], firm["homes"][0]["city"]
        firm.update(court=court, hr="HRA" if "KG" in firm["form"] else "HRB", number=str(rng.randrange(100, 199999)))
        group = [firm]
        for _ in range(rng.choices([0, 1, 2], [80, 15, 5])[0]):
            tail = rng.choice(GERMAN_FAMILY)
            sister = dict(firm, name=firm["stem"] + " " + tail.rsplit(" ", 1)[0], form=tail.rsplit(" ", 1)[1] if " " in tail else "", hr="HRB",
                          number=str(rng.randrange(100, 199999)))
            if m.chance(rng, 0.3):
                sister["phone"] = people.landline(rng, "de", firm["homes"][0])
            group.append(sister)
        return group

    def row(firm, i):
        of_court = i == 0 and m.chance(rng, 0.6)
        name = firm["name"] if of_court else lists.rewritten(rng, cut_words(rng, firm["name"], 0.04), "de", 0.2)
        form = firm["form"] if of_court else rng.choice([firm["form"]] * 2 + [firm["form"].lower(), ""])
        r = dict(place(rng, firm["homes"][-1], {} if of_court else mess, "de"), source="Register" if of_court else "CRM",
                 name=(slipped(rng, name, {} if of_court else mess) + " " + form).strip(), phone=m.telephone(rng, firm["phone"], "de"),
                 register="Amtsgericht %s %s %s" % (firm["court"], firm["hr"], firm["number"]))
        return m.blank(rng, r, {"phone": 1, "street": 0.1} if of_court else {"register": 0.85, "phone": 0.3, "street": 0.2, "postcode": 0.1})
    return repeated(rng, count, new, row, [48, 32, 13, 7])


# ---- British names and what is above the door ----

def trading_as(rng, count, mess):
    def new():
        firm = styles.firm_new(rng, "en", "uk")
        firm["owner"] = people.given_name(rng, "en", rng.choice("mv")) + " " + people.surname(rng, "en")[1]
        firm["trade"] = styles.firm_new(rng, "en", "uk")["name"] if m.chance(rng, 0.3) else ""
        firm["sole"] = bool(firm["trade"]) and m.chance(rng, 0.3)
        group = [firm]
        if m.chance(rng, 0.1):
            group.append(dict(firm, name=firm["name"] + " " + rng.choice(BRITISH_FAMILY), trade="", sole=False))
        return group

    def row(firm, _):
        legal = firm["owner"] if firm["sole"] else firm["name"] + " " + rng.choice(lists.FORMS["uk"])
        name = legal.strip()
        if firm["trade"]:
            name = rng.choice([name, firm["trade"], "%s t/a %s" % (name, firm["trade"]), "%s T/A %s" % (name, firm["trade"]), "%s trading as %s" % (name, firm["trade"]),
                               firm["trade"] + " (" + name + ")"])
        r = dict(place(rng, firm["homes"][-1], mess, "uk"), name=slipped(rng, name.upper() if m.chance(rng, 0.3) else name, mess),
                 phone=m.telephone(rng, firm["phone"], "uk"), email=firm["email"])
        return m.blank(rng, r, {"phone": 0.4, "email": 0.6, "street": 0.1, "postcode": 0.1})
    return repeated(rng, count, new, row, [45, 30, 15, 10])


# ---- establishments beside debtors ----

def debtors(rng, count, mess):
    def new():
        firm = lists.firm_new(rng, "nl", "nl")
        firm["branch"] = "0000" + m.digits(rng, 8)
        group = [firm]
        if m.chance(rng, 0.1):
            group.append(dict(firm, name=firm["name"] + " " + rng.choice(DUTCH_FAMILY), kvk=lists.firms.kvk(rng), branch="0000" + m.digits(rng, 8)))
        if m.chance(rng, 0.07):
            home = people.address(rng, "nl")
            group.append(dict(firm, homes=[home], phone=people.landline(rng, "nl", home), branch="0000" + m.digits(rng, 8),
                              name=firm["name"] + rng.choice([" ", " vestiging ", ", "]) + home["city"]))
        return group

    def row(firm, i):
        of_register = i == 0 and m.chance(rng, 0.5)
        name = firm["name"] if of_register else shorter(rng, cut_words(rng, firm["name"], 0.05), DUTCH_SHORT, 0.4)
        name = name[:24].strip() if not of_register and m.chance(rng, 0.15) else name
        form = "B.V." if of_register else rng.choice(lists.FORMS["nl"])
        r = dict(place(rng, firm["homes"][-1], {} if of_register else mess, "nl"), name=(slipped(rng, name, {} if of_register else mess) + " " + form).strip(),
                 kvk=firm["kvk"], branch=firm["branch"], phone=m.telephone(rng, firm["phone"], "nl"))
        if not of_register and m.chance(rng, 0.3):
            r["name"] = r["name"].upper()
        return m.blank(rng, r, {"phone": 0.8} if of_register else {"kvk": 0.7, "branch": 0.95, "phone": 0.35, "street": 0.25, "postcode": 0.25})
    return repeated(rng, count, new, row, [46, 31, 15, 8])


# ---- vendors of many countries ----

def vendors(rng, count, mess):
    def new():
        country = rng.choice(["de", "nl", "uk", "us"])
        firm = styles.firm_new(rng, LANG_OF[country], country)
        firm["country"] = country
        group = [firm]
        if m.chance(rng, 0.06):  # the same group in other countries
            for other in rng.sample(["de", "nl", "uk", "us"], 2):
                tail = {"de": "Deutschland", "nl": "Nederland", "uk": "UK", "us": "America"}[other]
                group.append(dict(firm, name=firm["name"] + " " + tail, homes=[people.address(rng, other)], country=other, form={"de": "GmbH", "nl": "B.V.", "uk": "Ltd", "us": "Inc."}[other]))
        return group

    def row(firm, _):
        name = shorter(rng, cut_words(rng, firm["name"], 0.04), VENDOR_SHORT, 0.4)
        form = rng.choice([firm["form"]] * 3 + lists.firms.SPELLINGS.get(firm["form"], [""]))
        name = (slipped(rng, name, mess) + " " + form).strip()
        name = m.spelled_out(name) if m.chance(rng, 0.4) else name
        r = {"name": (name.upper() if m.chance(rng, 0.4) else name)[:35], "city": slipped(rng, firm["homes"][-1]["city"], mess), "country": rng.choice(COUNTRIES[firm["country"]])}
        return m.blank(rng, r, {"city": 0.08, "country": 0.1})
    return repeated(rng, count, new, row, [62, 25, 9, 4])


# ---- licences: a legal name and another one ----

def licences(rng, count, mess):
    def new():
        firm = styles.firm_new(rng, "en", "us")
        firm["other"] = rng.choice([firm["name"], firm["name"].split()[0] + "'s " + rng.choice(["Grill", "Auto", "Market", "Salon", "Nails", "Deli"]), ""])
        firm["account"] = m.digits(rng, 6)
        sites = [firm] + [dict(firm, homes=[people.address(rng, "us")]) for _ in range(rng.choices([0, 1, 3], [88, 8, 4])[0])]
        return sites

    def row(firm, _):
        legal = slipped(rng, firm["name"], mess) + " " + rng.choice([firm["form"]] + lists.firms.SPELLINGS.get(firm["form"], [""]))
        other = slipped(rng, firm["other"], mess)
        r = dict(place(rng, firm["homes"][0], mess, "us"), legal=legal.strip().upper(), other=other.upper(), account=firm["account"])
        if m.chance(rng, 0.15):
            r["legal"], r["other"] = r["other"] or r["legal"], r["legal"] if r["other"] else ""
        return m.blank(rng, r, {"other": 0.3, "legal": 0.05, "account": 0.4, "postcode": 0.1})
    return repeated(rng, count, new, row, [48, 30, 14, 8])


# ---- schools, councils, hospitals ----

def public_bodies(rng, count, mess):
    councils = set()

    def new():
        home = people.address(rng, "nl")
        city, kind = home["city"], rng.randrange(10)
        if kind < 2 and city in councils:
            return []
        if kind < 2:
            councils.add(city)
        if kind < 2:
            names = ("Gemeente %s" % city, "Gem. %s" % city, "%s (gemeente)" % city, "Gemeente %s afd. Financiën" % city, "Gemeentehuis %s" % city)
        elif kind < 7:
            own = rng.choice(SCHOOL_NAMES)
            names = tuple(x % own for x in rng.choice(SCHOOLS))
        elif kind < 8:
            saint = rng.choice(SAINTS)
            names = ("St. %s Ziekenhuis" % saint, "Sint %s ziekenhuis" % saint, "%s ZKH" % saint, "%s Ziekenhuis %s" % (saint, city))
        else:
            own = styles.lead(rng, "nl")
            names = ("Stichting Zorggroep %s" % own, "Zorggroep %s" % own, "St. %s" % own, "Zorgcentrum %s" % own)
        domain = lists.fold(names[0])[:20] + lists.fold(city)[:3] + ".example"
        return [{"names": names, "homes": [home], "phone": people.landline(rng, "nl", home), "email": rng.choice(["info", "administratie"]) + "@" + domain}]

    def row(body, _):
        name = rng.choice((body["names"][0],) * 2 + body["names"])
        r = dict(place(rng, body["homes"][0], mess, "nl"), name=slipped(rng, name, mess), phone=m.telephone(rng, body["phone"], "nl"), email=body["email"])
        if m.chance(rng, 0.15) and r["city"] not in r["name"]:
            r["name"] += rng.choice([" ", " te ", ", "]) + r["city"]
        return m.blank(rng, r, {"street": 0.3, "postcode": 0.4, "phone": 0.5, "email": 0.6, "city": 0.05})
    return repeated(rng, count, new, row, [40, 30, 18, 12])


# ---- the sets ----

TYPED = {"lang": "nl", "typing": 0.05, "hearing": 0.02}


@made_set("de_court_crm", 1800, "German firms of a register, with their general partners and holdings, beside a CRM", ";")
def de_court_crm(rng, count):
    return table({"Quelle": field("source"), "Firmenname": field("name"), "Handelsregister": field("register"), "Straße/Nr.": street_line, "PLZ": field("postcode"),
                  "Ort": field("city"), "Telefon": field("phone")}, german_court(rng, count, dict(TYPED, lang="de")), rng)


@made_set("uk_trading_as", 1500, "British firms by legal name, trading name or both in one cell")
def uk_trading_as(rng, count):
    return table({"Account Name": field("name"), "Address 1": lambda r: street_line(r, True), "Town": field("city"), "Post Code": field("postcode"),
                  "Telephone": field("phone"), "E-mail": field("email")}, trading_as(rng, count, dict(TYPED, lang="en")), rng)


@made_set("nl_debtors", 2000, "Dutch establishments with their numbers beside debtors cut short and abbreviated", ";")
def nl_debtors(rng, count):
    return table({"Naam": field("name"), "KvK": field("kvk"), "Vestigingsnummer": field("branch"), "Straat": street_line, "Postcode": field("postcode"),
                  "Plaats": field("city"), "Tel.nr": field("phone")}, debtors(rng, count, TYPED), rng)


@made_set("en_vendors", 2500, "vendors of four countries: name cut at 35 letters, town, country")
def en_vendors(rng, count):
    return table({"Vendor": field("name"), "City": field("city"), "Country": field("country")}, vendors(rng, count, dict(TYPED, lang="en", hearing=0)), rng)


@made_set("en_vendors_20k", 20000, "the same, 20,000 rows")
def en_vendors_20k(rng, count):
    return en_vendors(rng, count)


@made_set("us_licences", 2000, "American licences: legal name and another one, each site one")
def us_licences(rng, count):
    return table({"LEGAL NAME": field("legal"), "DBA NAME": field("other"), "ADDRESS": lambda r: street_line(r, True), "CITY": field("city"), "STATE": field("state"),
                  "ZIP CODE": field("postcode"), "ACCOUNT NUMBER": field("account")}, licences(rng, count, dict(TYPED, lang="en")), rng)


@made_set("nl_public_bodies", 1500, "Dutch councils, schools, hospitals and care homes, many of one name", ";")
def nl_public_bodies(rng, count):
    return table({"organisatie": field("name"), "adres": street_line, "postcode": field("postcode"), "plaats": field("city"), "telefoon": field("phone"),
                  "mail": field("email")}, public_bodies(rng, count, TYPED), rng)
