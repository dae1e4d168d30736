"""Firms of three languages, with branches and holdings, and how they are seen in a row."""
from made import mess as m
from made import people
from made import words as w

FORMS = {"nl": (["B.V.", "V.O.F.", "", "N.V.", "Holding B.V.", "Coöperatie U.A."], [55, 10, 22, 2, 8, 1]),
         "de": (["GmbH", "GmbH & Co. KG", "e.K.", "AG", "KG", "OHG", "UG (haftungsbeschränkt)", "GbR", ""], [45, 16, 8, 5, 6, 4, 4, 4, 8]),
         "en": (["Inc.", "LLC", "Ltd", "Corp.", "Co.", "", "LP", "PLC"], [30, 30, 15, 6, 6, 10, 2, 1])}
SPELLINGS = {"B.V.": ["BV", "B.V", "b.v.", "Bv", ""], "V.O.F.": ["VOF", "v.o.f.", ""], "N.V.": ["NV", ""], "Holding B.V.": ["Holding BV", "Holding"],
             "GmbH": ["Gmbh", "GMBH", "G.m.b.H.", "mbH", ""], "GmbH & Co. KG": ["GmbH & Co.KG", "GmbH u. Co. KG", "GmbH + Co KG", "GmbH & Co", "GmbH"],
             "e.K.": ["eK", "e. K.", ""], "UG (haftungsbeschränkt)": ["UG", "UG haftungsbeschränkt"], "Inc.": ["Inc", "Incorporated", "INC", ""],
             "LLC": ["L.L.C.", "Llc", ""], "Ltd": ["Ltd.", "Limited", ""], "Corp.": ["Corporation", "Corp", ""], "Co.": ["Company", "Co", ""],
             "PLC": ["plc", "P.L.C."], "AG": ["Aktiengesellschaft", ""], "KG": ["Kommanditgesellschaft", ""]}
SHORTS = {"en": [("Company", "Co"), ("Brothers", "Bros"), ("International", "Intl"), ("Services", "Svcs"), ("Manufacturing", "Mfg"),
                 ("Associates", "Assoc"), ("and", "&"), ("&", "and"), ("Construction", "Constr"), ("Systems", "Sys"), ("Saint", "St"),
                 ("National", "Natl"), ("Consulting", "Cons."), ("Engineering", "Engrg"), ("American", "Amer")],
          "nl": [("en", "&"), ("&", "en"), ("Gebroeders", "Gebr."), ("Zonen", "Zn."), ("Administratiekantoor", "Adm.kantoor"),
                 ("Bouwbedrijf", "Bouw"), ("Installatiebedrijf", "Inst.bedrijf"), ("Aannemersbedrijf", "Aann.bedr."),
                 ("Nederland", "Ned."), ("Schildersbedrijf", "Schilder"), ("Transport", "Transp.")],
          "de": [("und", "&"), ("&", "und"), ("Gebrüder", "Gebr."), ("Söhne", "Söhne"), ("Ingenieurbüro", "Ing.-Büro"),
                 ("Bauunternehmen", "Bauuntern."), ("Immobilien", "Immob."), ("Maschinenbau", "Masch.bau"),
                 ("Steuerberatung", "Steuerber."), ("Elektrotechnik", "Elektro")]}


def name_new(rng, lang, city):
    family = " ".join(filter(None, people.surname(rng, lang)))
    kind = rng.randrange(6)
    if lang == "nl":
        family = family[:1].upper() + family[1:]
        trade = rng.choice(w.NL_TRADES)
        return [trade + " " + family, "Gebroeders " + family, family + " " + trade, trade + " " + rng.choice(w.NL_BRANDS[0]).replace("_", " ") + " " +
                rng.choice(w.NL_BRANDS[1]), family + " en Zonen", trade + " " + city][kind]
    if lang == "de":
        trade, brand = rng.choice(w.DE_TRADES), rng.choice(w.DE_BRANDS[0]) + rng.choice(w.DE_BRANDS[1])
        return [family + " " + trade, trade + " " + family, brand + " " + trade, brand, "Gebrüder " + family, family + " & Söhne"][kind]
    trade, brand = rng.choice(w.EN_TRADES), rng.choice(w.EN_BRANDS[0])
    return [family + " " + trade, brand + " " + trade, brand + " " + rng.choice(w.EN_BRANDS[1]) + " " + trade,
            family + " & " + people.surname(rng, lang)[1], city + " " + trade, family + " Brothers " + trade][kind]


def kvk(rng):
    return rng.choice("1234567") + m.digits(rng, 7)


def ust_id(rng):
    """With its check digit (ISO 7064 mod 11-10)."""
    number, product = rng.choice("123456789") + m.digits(rng, 7), 10
    for c in number:
        total = (int(c) + product) % 10 or 10
        product = 2 * total % 11
    return "DE%s%d" % (number, (11 - product) % 10)


def firm_new(rng, lang, country):
    home = people.address(rng, country)
    form = m.draw(rng, FORMS[lang])
    name = name_new(rng, lang, home["city"])
    domain = m.plain(m.spelled_out(name.lower())).replace(" & ", "").replace(" ", rng.choice(["", "-"])).replace(".", "").replace("'", "")[:28]
    return {"name": name, "form": form, "homes": [home], "phone": people.landline(rng, country, home), "web": "www." + domain + ".example",
            "email": rng.choice(["info", "office", "kontakt", "contact"]) + "@" + domain + ".example",
            "kvk": kvk(rng), "vat": ust_id(rng) if lang == "de" else "",
            "trade": name_new(rng, lang, home["city"]) if m.chance(rng, 0.25) else "", "contact": people.given_name(rng, lang, rng.choice("mv"))
            + " " + " ".join(filter(None, people.surname(rng, lang)))}


def family_new(rng, lang, country):
    """A firm, now and then with a branch elsewhere or a holding at the same door: each one an entity."""
    firm = firm_new(rng, lang, country)
    firms = [firm]
    if m.chance(rng, 0.06):
        for _ in range(rng.choice([1, 2, 4])):
            branch = dict(firm, homes=[people.address(rng, country)], kvk=firm["kvk"], trade="")
            branch["phone"] = people.landline(rng, country, branch["homes"][0])
            branch["name"] = firm["name"] + " " + branch["homes"][0]["city"]
            firms.append(branch)
    if m.chance(rng, 0.15):
        firm["homes"].append(people.address(rng, country))
    return firms


def sighting(rng, firm, lang, country, mess):
    home = firm["homes"][-1] if m.chance(rng, 0.6) else rng.choice(firm["homes"])
    name, form = firm["name"], firm["form"]
    if firm["trade"] and m.chance(rng, mess.get("trade_name", 0.1)):
        name = firm["trade"]
    if m.chance(rng, mess.get("shorten", 0.2)):
        words = dict(SHORTS[lang])
        name = " ".join(words.get(word, word) for word in name.split())
    if m.chance(rng, mess.get("respell_form", 0.4)):
        form = rng.choice(SPELLINGS.get(form, [form]))
    if m.chance(rng, mess.get("drop_word", 0.05)) and len(name.split()) > 2:
        name = name.rsplit(" ", 1)[0]
    if m.chance(rng, mess.get("glue", 0.03)):
        name = name.replace(" ", "", 1)
    row = {"core": " ".join(m.slips(rng, word, {k: (v / 2 if isinstance(v, float) else v) for k, v in mess.items()}) for word in name.split()),
           "form": form, "street": m.slips(rng, home["street"], mess), "number": home["number"], "addition": home["addition"],
           "postcode": home["postcode"], "city": m.slips(rng, home["city"], mess), "state": home["state"], "country": home["country"],
           "phone": m.telephone(rng, firm["phone"], country), "email": firm["email"], "web": firm["web"], "kvk": firm["kvk"], "vat": firm["vat"],
           "trade": firm["trade"], "contact": firm["contact"]}
    row["name"] = (row["core"] + " " + form).strip()
    if country in ("us", "uk") and m.chance(rng, 0.5):
        row["street"] = home["short_street"]
    if lang == "de" and m.chance(rng, 0.4):
        row["street"] = row["street"].replace("straße", "str.").replace("Straße", "Str.")
    if lang == "de" and m.chance(rng, mess.get("umlaut", 0.2)):
        row = {k: m.spelled_out(v) for k, v in row.items()}
    if m.chance(rng, mess.get("web_form", 0.4)):
        row["web"] = rng.choice(["https://", "http://", ""]) + row["web"][4:]
    m.blank(rng, row, mess.get("blank", {}))
    if m.chance(rng, mess.get("capitals", 0)):
        row = {k: v.upper() if k not in ("email", "web") else v for k, v in row.items()}
    return row


def rows(rng, lang, country, count, mess):
    made, entity = [], 0
    while len(made) < count:
        for firm in family_new(rng, lang, country):
            for _ in range(rng.choices([1, 2, 3, 4, 6], [50, 27, 13, 7, 3])[0]):
                made.append((entity, sighting(rng, firm, lang, country, mess)))
            entity += 1
    return made[:count]
