"""Firms as suppliers' ledgers, charity lists, guides and licence boards name them.

Unlike the other sets in what a name holds (adr 0194): works and branches
behind a German supplier, "vormals" and "c/o"; trusts, parish councils and
scout groups; schools, councils and owners' associations called by their
street; restaurants of which some are chains with a number of the shop;
contractors doing business as something else; universities with hospitals,
laboratories and departments above each other; German firms by name and town.
"""
from made import firms, lists, people, styles
from made import mess as m
from made.cells import field, made_set, street_line, table
from made.lists import fold, place, repeated, slipped

DE_FORMS = {"GmbH & Co. KG": ["GmbH & Co.KG", "GmbH u. Co. KG", "GmbH&Co.KG", "GmbH + Co. KG", "GmbH & Co. Kommanditgesellschaft", "KG"],
            "GmbH": ["GMBH", "G.m.b.H.", "Gesellschaft mbH", "mbH", ""], "AG": ["Aktiengesellschaft", "A.G.", ""], "SE & Co. KGaA": ["SE & Co.KGaA", "KGaA"],
            "e.K.": ["e. Kfm.", "eK", "Inh. %s", ""], "OHG": ["oHG", ""], "UG (haftungsbeschränkt)": ["UG", "UG haftungsbeschr."], "": [""]}
DE_SHORT = [("Maschinenbau", "Masch.-Bau"), ("Elektrotechnik", "E-Technik"), ("Gesellschaft", "Ges."), ("Metallbau", "Metallb."), ("Gebrüder", "Gebr."), ("Logistik", "Log."),
            ("Immobilien", "Immob."), ("Software", "Softw."), ("Reinigung", "Reinig."), (" und ", " & "), (" und ", " u. "), ("Technik", "Techn.")]
UK_CAUSES = "Hospice Youth Heritage Education Housing Arts Music Welfare Community Wildlife Sailing Relief Autism Cancer Memorial Animal".split()
UK_KINDS = ["%s Trust", "%s Foundation", "%s Association", "%s Society", "%s Fund", "%s Project", "%s Centre"]
UK_SHORT = [("Association", "Assoc."), ("Association", "Assn"), ("Foundation", "Fdn"), ("Community", "Comm."), ("Society", "Soc."), ("Centre", "Center"), ("Saint ", "St "),
            (" and ", " & "), ("Parochial Church Council", "PCC"), ("Parent Teacher Association", "PTA"), ("Charitable Trust", "Trust"), ("National", "Nat.")]
UK_SAINTS = "Mary Peter John Michael Andrew James Nicholas Margaret Luke Paul".split()
NL_SPORTS = ["v.v. %s", "VV %s", "Voetbalvereniging %s", "%s (voetbal)"], ["TV %s", "Tennisvereniging %s", "t.v. %s", "Tennisclub %s"], ["HC %s", "Hockeyclub %s", "Hockey Club %s"], \
            ["Muziekvereniging %s", "Fanfare %s", "Harmonie %s", "muziekver. %s"], ["Stichting %s", "St. %s", "Stg. %s", "%s (stichting)"], ["Stichting Vrienden van %s", "Vrienden van %s",
            "St. Vrienden van %s"]
NL_CLUBS = "Excelsior Concordia Wilhelmina Oranje Vooruitgang Hercules Minerva Ajas Oefening Sparta Vitesso Kampong Rapid Olympus Kwiek Advendo Crescendo Harmonica".split()
KITCHENS = "Italian Mexican Thai Chinese Indian American Seafood Pizza French Japanese".split()
CHAINS = ["Burger Barn", "Pizza Palazzo", "Taco Tierra", "Wok Express", "Bean & Leaf Coffee", "Golden Drumstick", "Subs & More", "Noodle House"]
PLATES = ["%s's Grill", "Cafe %s", "La %s", "The %s Room", "%s's Diner", "%s Bistro", "Chez %s", "%s's Steak House", "Restaurant %s", "The %s", "%s's Place", "Trattoria %s"]
US_DBA = ["%s DBA %s", "%s d/b/a %s", "%s dba %s", "%s (DBA %s)", "%s, doing business as %s"]
FIELDS = lists.FIELDS + "Anatomy Genetics Linguistics Statistics Sociology Pharmacy Dentistry Pediatrics Radiology Architecture".split()


def short_of(rng, text, pairs, share):
    for a, b in pairs:
        if a in text and m.chance(rng, share):
            text = text.replace(a, b, 1)
    return text


# ---- German suppliers ----

def suppliers(rng, count, mess):
    def new():
        firm = lists.firm_new(rng, "de", "de")
        firm["form"] = m.draw(rng, (list(DE_FORMS), [25, 45, 6, 2, 8, 4, 5, 5]))
        firm.update(stem=firm["name"], vat=firms.ust_id(rng), old=styles.firm_new(rng, "de", "de")["name"] if m.chance(rng, 0.06) else "", site="")
        group = [firm]
        for kind, share in (("Werk", 0.05), ("Niederlassung", 0.06), ("Partner", 0.08)):
            if not m.chance(rng, share):
                continue
            home = people.address(rng, "de")
            if kind == "Partner":  # the general partner, at the same door
                group.append(dict(firm, name=firm["stem"] + rng.choice([" Verwaltungs", " Beteiligungs", " Geschäftsführungs"]), form="GmbH", vat=firms.ust_id(rng), old=""))
                continue
            site = rng.choice(["Werk 2", "Werk II", "Werk %s" % home["city"]] if kind == "Werk" else ["Niederlassung %s" % home["city"], "NL %s" % home["city"], "Zweigstelle %s" % home["city"]])
            group.append(dict(firm, homes=[home], phone=people.landline(rng, "de", home), site=site, old=""))
        return group

    def row(firm, _):
        name = lists.rewritten(rng, short_of(rng, firm["name"], DE_SHORT, 0.25), "de", 0.2)
        form = firm["form"] if m.chance(rng, 0.5) else rng.choice(DE_FORMS[firm["form"]])
        form = form % firm["staff"][0][1] if "%s" in form else form
        name = (slipped(rng, name, mess) + " " + form).strip()
        if firm["site"]:
            name += rng.choice([" ", ", ", " - "]) + firm["site"]
        if firm["old"] and m.chance(rng, 0.4):
            name = rng.choice([name + " (vorm. %s)", name + " vormals %s"]) % firm["old"] if m.chance(rng, 0.7) else firm["old"]
        if m.chance(rng, 0.05):
            name += " c/o " + firm["staff"][0][0] + " " + firm["staff"][0][1]
        r = dict(place(rng, firm["homes"][-1], mess, "de"), name=name.upper() if m.chance(rng, 0.15) else name, vat=firm["vat"], phone=m.telephone(rng, firm["phone"], "de"))
        return m.blank(rng, r, {"vat": 0.6, "phone": 0.4, "street": 0.15, "postcode": 0.1})
    return repeated(rng, count, new, row, [52, 28, 13, 7])


# ---- English charities ----

def charities(rng, count, mess):
    def new():
        home = people.address(rng, "uk")
        town, kind = home["city"], rng.randrange(8)
        family = people.surname(rng, "en")[1]
        cause = rng.choice(UK_CAUSES)
        if kind == 0:
            saint = rng.choice(UK_SAINTS)
            names = ["The Parochial Church Council of St %s, %s" % (saint, town), "PCC of St %s %s" % (saint, town), "St %s's Church %s" % (saint, town), "Parochial Church Council St %s %s" % (saint, town)]
        elif kind == 1:
            number = rng.choice(["1st", "2nd", "3rd", "4th", "7th", "12th"])
            names = ["%s %s Scout Group" % (number, town), "%s %s Scouts" % (number, town), "%s %s (Sea) Scout Group" % (number, town)]
        elif kind == 2:
            names = ["%s Friends of %s %s" % ("The", family, rng.choice(["School", "Hospital", "Park", "Museum"]))]
            names += [names[0][4:], names[0] + " (%s)" % town]
        elif kind == 3:
            names = ["%s Parent Teacher Association" % (family + " School"), "%s School PTA" % family, "PTA of %s School" % family]
        elif kind == 4:
            long = "%s %s %s" % (town, cause, rng.choice(["Association", "Trust", "Society"]))
            names = [long, "%s (%s)" % (long, styles.initials(long)), styles.initials(long) + " - " + long, "The " + long]
        elif kind == 5:
            given = people.given_name(rng, "en", rng.choice("mv"))
            names = ["The %s %s Charitable Trust" % (given, family), "%s. %s Charitable Trust" % (given[0], family), "%s %s Trust" % (given, family), "%s Charitable Trust" % family]
        else:
            long = rng.choice(UK_KINDS) % (rng.choice([family, styles.lead(rng, "en"), town]) + " " + cause)
            names = [long, "The " + long, long + " Ltd", long + " (UK)"]
        return [{"names": names, "homes": [home], "number": rng.choice("123") + m.digits(rng, 6 - rng.randrange(2)), "phone": people.landline(rng, "uk", home),
                 "web": "www." + fold(names[0])[:24] + fold(town)[:3] + ".example"}]

    def row(one, _):
        name = rng.choice([one["names"][0]] * 2 + one["names"])
        name = slipped(rng, short_of(rng, name, UK_SHORT, 0.25), mess)
        r = dict(place(rng, one["homes"][0], mess, "uk"), name=name.upper() if m.chance(rng, 0.3) else name, reg=one["number"] + ("-0" if m.chance(rng, 0.1) else ""),
                 phone=m.telephone(rng, one["phone"], "uk"), web=one["web"])
        return m.blank(rng, r, {"reg": 0.6, "phone": 0.5, "web": 0.6, "postcode": 0.25, "street": 1 if m.chance(rng, 0.3) else 0.1})
    return repeated(rng, count, new, row, [50, 28, 14, 8])


# ---- Dutch schools, councils, clubs, owners' associations ----

def associations(rng, count, mess):
    councils = set()

    def new():
        home = people.address(rng, "nl")
        city, kind = home["city"], rng.randrange(10)
        street = home["street"]
        if kind == 0:
            if city in councils:
                return []
            councils.add(city)
            names = ["Gemeente %s" % city, "gem. %s" % city, "Gemeente %s, afd. Belastingen" % city, "Gemeente %s t.a.v. crediteuren" % city]
        elif kind < 3:
            number = rng.randrange(1, 60) * 2
            to = number + rng.randrange(4, 40) * 2
            names = ["Vereniging van Eigenaars %s %d-%d" % (street, number, to), "VvE %s %d-%d" % (street, number, to), "VvE %s %d t/m %d" % (street, number, to),
                     "Ver. v. Eigenaren %s %d t/m %d te %s" % (street, number, to, city), "V.v.E. %s %d/%d" % (street, number, to)]
        elif kind < 6:
            own = rng.choice(NL_CLUBS + [city])
            names = [x % own for x in rng.choice(NL_SPORTS)]
        elif kind < 8:
            own = rng.choice(["de Regenboog", "de Klimop", "de Fontein", "het Kompas", "de Linde", "'t Palet", "de Vlieger", "de Toermalijn", "Juliana", "Prins Maurits", "de Akker"])
            names = ["Basisschool %s" % own, "bs %s" % own, "%s" % own.capitalize(), "o.b.s. %s" % own, "School %s" % own]
        else:
            own = rng.choice([" ".join(filter(None, people.surname(rng, "nl"))), styles.lead(rng, "nl")])
            names = ["Stichting %s Fonds" % own, "%s-Fonds" % own.capitalize(), "St. %s fonds" % own, "Stichting %sfonds" % own]
        return [{"names": names, "homes": [home], "phone": people.landline(rng, "nl", home), "email": rng.choice(["info", "secretariaat", "penningmeester"]) + "@" + fold(names[0])[:20] + ".example"}]

    def row(one, _):
        name = slipped(rng, rng.choice([one["names"][0]] * 2 + one["names"]), mess)
        r = dict(place(rng, one["homes"][0], mess, "nl"), name=name, phone=m.telephone(rng, one["phone"], "nl"), email=one["email"])
        return m.blank(rng, r, {"street": 0.5, "postcode": 0.5, "phone": 0.6, "email": 0.6, "city": 0.03})
    return repeated(rng, count, new, row, [45, 30, 16, 9])


# ---- restaurants ----

def restaurants(rng, count, mess):
    def new():
        home = people.address(rng, "us")
        kitchen = rng.choice(KITCHENS)
        one = {"homes": [home], "phone": people.landline(rng, "us", home), "kitchen": kitchen, "chain": ""}
        if m.chance(rng, 0.25):
            one.update(chain=rng.choice(CHAINS), name="", code=str(rng.randrange(2, 2400)), kitchen="Fast Food")
        else:
            own = rng.choice([people.given_name(rng, "en", rng.choice("mv")), people.surname(rng, "en")[1], rng.choice(["Rose", "Ivy", "Palm", "Olive", "Luna", "Roma", "Anchor"])])
            one["name"] = rng.choice(PLATES) % own
        if not one["chain"] and m.chance(rng, 0.05):  # another in the same building
            return [one, dict(one, name=rng.choice(PLATES) % people.surname(rng, "en")[1], phone=people.landline(rng, "us", home))]
        return [one]

    def row(one, _):
        name = one["name"]
        if one["chain"]:
            name = chain_name(rng, one)
        elif m.chance(rng, 0.2):
            name = rng.choice([name + " Restaurant", name.replace("The ", ""), name + " & Bar", name + " (%s)" % one["homes"][0]["city"], name.replace("'s", "s")])
        kitchen = rng.choice([one["kitchen"]] * 4 + ["Bar", "Continental"])
        r = dict(place(rng, one["homes"][0], mess, "us"), name=slipped(rng, name, mess), kitchen=kitchen, phone=m.telephone(rng, one["phone"], "us"))
        return m.blank(rng, r, {"phone": 0.25, "street": 0.06, "kitchen": 0.3})
    return repeated(rng, count, new, row, [55, 35, 7, 3])


def chain_name(rng, one):
    tail = rng.choice(["", "", " #" + one["code"], " " + one["code"], " Store " + one["code"], " - " + one["homes"][0]["city"]])
    return one["chain"] + tail


# ---- contractors ----

def contractors(rng, count, mess):
    def new():
        firm = styles.firm_new(rng, "en", "us")
        given, family = people.given_name(rng, "en", rng.choice("mv")), people.surname(rng, "en")[1]
        firm["owner"] = "%s %s" % (given, family)
        firm["comma"] = "%s, %s" % (family, given)
        firm["trade"] = styles.firm_new(rng, "en", "us")["name"] if m.chance(rng, 0.35) else ""
        firm["sole"] = bool(firm["trade"]) and m.chance(rng, 0.4)
        firm["licence"] = rng.choice(["CGC", "CAC", "EC", "CFC"]) + m.digits(rng, 7)
        group = [firm]
        if m.chance(rng, 0.12):  # another licence of the same firm's owner, at the same door
            group.append(dict(firm, name=family + " " + rng.choice(["Properties", "Holdings", "Rentals", "Development", "Investments"]), trade="", sole=False,
                              licence="CGC" + m.digits(rng, 7)))
        return group

    def row(firm, _):
        form = rng.choice([firm["form"]] * 2 + firms.SPELLINGS.get(firm["form"], [""]))
        legal = rng.choice([firm["owner"], firm["comma"]]) if firm["sole"] else (firm["name"] + rng.choice([" ", ", "]) + form).strip(" ,")
        name = legal
        if firm["trade"]:
            name = rng.choice([legal, firm["trade"], rng.choice(US_DBA) % (legal, firm["trade"]), rng.choice(US_DBA) % (legal, firm["trade"])])
        name = slipped(rng, name, mess)
        r = dict(place(rng, firm["homes"][-1], mess, "us"), name=name.upper() if m.chance(rng, 0.5) else name, licence=firm["licence"], phone=m.telephone(rng, firm["phone"], "us"))
        return m.blank(rng, r, {"licence": 0.55, "phone": 0.4, "street": 0.15, "postcode": 0.2})
    return repeated(rng, count, new, row, [50, 30, 13, 7])


# ---- universities above papers ----

def universities(rng, count, mess):
    known = set()

    def new():
        country = rng.choice(["us", "us", "uk", "de", "nl"])
        home = people.address(rng, country)
        town, family = home["city"], people.surname(rng, "de" if country == "de" else "en")[1]
        tail = {"us": ["USA", "U.S.A.", home["state"] + ", USA", ""], "uk": ["UK", "United Kingdom", "England", ""], "de": ["Germany", "Germany", ""],
                "nl": ["The Netherlands", "Netherlands", ""]}[country]
        kind = rng.randrange(7)
        long, short = [("University of %s" % town, "Univ. %s" % town), ("%s University" % family, "%s Univ." % family), ("%s University Hospital" % town, "%s Univ. Hosp." % town),
                       ("%s University of Technology" % town, "TU %s" % town), ("%s National Laboratory" % family, "%s Natl. Lab." % family),
                       ("%s Research Institute" % family, "%s Res. Inst." % family), ("%s College" % family, "%s Coll." % family)][kind]
        if long in known:
            return []
        known.add(long)
        return [{"long": long, "short": short, "town": town, "tails": tail, "post": home["postcode"] if country != "us" else ""}]

    def row(one, _):
        name = slipped(rng, rng.choice([one["long"]] * 5 + [one["short"]] * 2), mess)
        subject = rng.choice(FIELDS)
        parts = [name]
        if m.chance(rng, 0.5):
            unit = rng.choice(["Department of %s", "Dept. of %s", "Dept %s", "School of %s", "Faculty of %s", "Institute of %s", "Division of %s", "%s Department", "Laboratory of %s"]) % subject
            parts = [unit, name] if m.chance(rng, 0.85) else [name, unit]
            if m.chance(rng, 0.2):
                parts.insert(0, rng.choice(["Center for %s", "%s Group", "Section of %s", "%s Unit"]) % rng.choice(FIELDS))
        if m.chance(rng, 0.6) and one["town"] not in name:
            parts.append((one["post"] + " " + one["town"]).strip() if m.chance(rng, 0.25) else one["town"])
        tail = rng.choice(one["tails"])
        return {"name": rng.choice([", ", ", ", "; "]).join(parts + [tail] if tail and m.chance(rng, 0.7) else parts) + rng.choice(["", "", "."])}
    return repeated(rng, count, new, row, [22, 20, 18, 14, 10, 8, 5, 3])


# ---- name and town ----

def by_town(rng, count, mess):
    def row(firm, _):
        name = lists.rewritten(rng, short_of(rng, firm["name"], DE_SHORT, 0.25), "de", 0.2)
        form = rng.choice([firm["form"]] * 2 + firms.SPELLINGS.get(firm["form"], [""]))
        return m.blank(rng, {"name": (slipped(rng, name, mess) + " " + form).strip(), "city": slipped(rng, firm["homes"][-1]["city"], mess)}, {"city": 0.05})
    return repeated(rng, count, lambda: [styles.firm_new(rng, "de", "de")], row, [66, 22, 8, 4])


# ---- the sets ----

TYPED = {"lang": "en", "typing": 0.04, "hearing": 0.01}


@made_set("de_suppliers", 2500, "German suppliers: GmbH & Co. KG, works, branches, general partners, former names, c/o", ";")
def de_suppliers(rng, count):
    return table({"Lieferant": field("name"), "Straße": street_line, "PLZ": field("postcode"), "Ort": field("city"), "USt-IdNr.": field("vat"), "Telefon": field("phone")},
                 suppliers(rng, count, dict(TYPED, lang="de", hearing=0.02)), rng)


@made_set("uk_charities", 1500, "English charities, church councils, scouts: number half filled, town, acronyms in brackets")
def uk_charities(rng, count):
    return table({"Charity Name": field("name"), "Registration No": field("reg"), "Address": lambda r: street_line(r, True), "Town": field("city"), "Postcode": field("postcode"),
                  "Phone": field("phone"), "Website": field("web")}, charities(rng, count, TYPED), rng)


@made_set("nl_associations", 1500, "Dutch councils, owners' associations, clubs, schools and funds; half without street", ";")
def nl_associations(rng, count):
    return table({"Organisatienaam": field("name"), "Adres": street_line, "Postcode": field("postcode"), "Plaats": field("city"), "Telefoonnummer": field("phone"),
                  "E-mailadres": field("email")}, associations(rng, count, dict(TYPED, lang="nl")), rng)


@made_set("us_restaurants", 1000, "American restaurants of two guides, some of chains with a number of the shop")
def us_restaurants(rng, count):
    return table({"name": field("name"), "addr": lambda r: street_line(r, True), "city": field("city"), "phone": field("phone"), "type": field("kitchen")},
                 restaurants(rng, count, TYPED), rng)


@made_set("us_contractors", 3000, "American contractors: owner or firm, DBA in the same cell, licence half filled")
def us_contractors(rng, count):
    return table({"Contractor": field("name"), "Address": lambda r: street_line(r, True), "City": field("city"), "State": field("state"), "Zip": field("postcode"),
                  "License #": field("licence"), "Phone": field("phone")}, contractors(rng, count, TYPED), rng)


@made_set("en_universities", 2000, "universities, hospitals and laboratories of four countries in one cell, departments before or behind")
def en_universities(rng, count):
    return table({"affil": field("name")}, universities(rng, count, TYPED), rng)


@made_set("de_firms_towns", 3000, "German firms by name and town; few twice", ";")
def de_firms_towns(rng, count):
    return table({"Firma": field("name"), "Ort": field("city")}, by_town(rng, count, dict(TYPED, lang="de")), rng)


@made_set("de_firms_towns_20k", 20000, "the same, 20,000 rows", ";")
def de_firms_towns_20k(rng, count):
    return de_firms_towns(rng, count)


@made_set("us_contractors_60k", 60000, "the same contractors, 60,000 rows")
def us_contractors_60k(rng, count):
    return us_contractors(rng, count)
