"""Firms as a purchasing desk, a chamber of crafts and a care broker list them.

Unlike the other sets (adr 0208): Dutch schools and care homes of a few large
foundations, each place of them one, called by the foundation, the place or
both; German craftsmen called by their trade, their owner or both, the trade
in three words for one thing; British suppliers with a legal and a trading
name, a website and a VAT number, each of them blank half of the time.
"""
from made import firms, lists, people
from made import mess as m
from made.cells import field, made_set, street_line, table
from made.lists import fold, place, repeated, slipped

FOUNDATIONS = [("Stichting Openbaar Onderwijs %s", "SOO %s", "St. Openbaar Onderwijs %s"), ("Zorggroep %s", "Zorggroep %s B.V.", "Stichting Zorggroep %s"),
               ("Stichting %s Welzijn", "%s Welzijn", "Welzijnsorganisatie %s"), ("Stichting Katholiek Onderwijs %s", "SKO %s", "Kath. Onderwijs %s")]
REGIONS = "Veluwezoom Merwestreek Lauwerszijl Kempenrand Waterlinie Drechtoever Peelhorst Zaanwaard Eemkant Vechtdalen".split()
PLACES = ["De Wilg", "De Zandloper", "Het Baken", "De Kring", "Huize Avondrood", "De Boomgaard", "Het Anker", "De Vuurtoren", "De Meander", "'t Zonnehuis", "De Ooievaar",
          "Parkzicht", "Het Mozaïek", "De Keizerskroon", "De Wissel", "Rozenhof", "De Lantaarn", "De Buitenplaats", "Klein Verhoeve", "Het Spectrum"]
KINDS = {"school": ("Basisschool %s", "%s, school voor basisonderwijs", "BS %s", "Bs. %s"), "care": ("Woonzorgcentrum %s", "WZC %s", "Verzorgingshuis %s", "%s (woonzorg)"),
         "nursery": ("Kinderopvang %s", "KDV %s", "Kinderdagverblijf %s", "BSO/KDV %s"), "college": ("Scholengemeenschap %s", "SG %s", "%s College")}

CRAFTS = [("Malerbetrieb", "Maler", "Malermeister"), ("Elektrotechnik", "Elektro", "Elektromeister"), ("Sanitär- und Heizungsbau", "Sanitär Heizung", "Heizungsbau"),
          ("Tischlerei", "Schreinerei", "Tischlermeister"), ("Dachdeckerei", "Bedachungen", "Dachdeckermeister"), ("Bäckerei", "Bäckerei und Konditorei", "Bäckermeister"),
          ("Fliesenlegerbetrieb", "Fliesen", "Fliesenlegermeister"), ("Zimmerei", "Holzbau", "Zimmermeister"), ("Kfz-Werkstatt", "Autohaus", "Kfz-Meisterbetrieb"),
          ("Metzgerei", "Fleischerei", "Metzgermeister"), ("Garten- und Landschaftsbau", "GaLaBau", "Gartenbau"), ("Friseursalon", "Salon", "Friseurmeister")]

WARES = "Packaging Fasteners Catering Stationery Hydraulics Workwear Bearings Signage Fencing Lifts Coatings Bakery Foods Print Timber Castings Tooling Insulation Haulage Optics".split()
TAILS = ["Supplies", "Solutions", "Group", "Products", "Services", "Direct", "Systems", "Company", "Partnership", "UK"]
CUTS = [("Supplies", "Suppl."), ("Solutions", "Solns"), ("Services", "Svcs"), ("Products", "Prods"), ("Company", "Co"), ("Engineering", "Eng"), (" and ", " & "), (" & ", " and "),
        ("Packaging", "Pkg"), ("Partnership", "P'ship"), ("International", "Int'l"), ("Brothers", "Bros")]


def cut(rng, name, share):
    for a, b in CUTS:
        if a in name and m.chance(rng, share):
            name = name.replace(a, b, 1)
    return name


# ---- Dutch schools and care homes ----

def locations(rng, count, mess):
    def new():
        region = rng.choice(REGIONS)
        names = [x % region for x in rng.choice(FOUNDATIONS)]
        domain, group = fold(names[0])[9:25] + ".example", []
        for _ in range(rng.choice([1, 2, 3, 5])):
            home, own = people.address(rng, "nl"), rng.choice(PLACES)
            kind = rng.choice(["school", "college"] if "Onderwijs" in names[0] else ["care", "care", "nursery"])
            group.append({"above": names, "names": [x % own for x in KINDS[kind]] + [own], "homes": [home], "phone": people.landline(rng, "nl", home),
                          "code": m.digits(rng, 2) + rng.choice("ABCDEGKLM") + rng.choice("ABCDEGKLM"), "email": rng.choice(["info", fold(own)]) + "@" + domain})
        if m.chance(rng, 0.4):  # the office above them
            home = people.address(rng, "nl")
            group.append({"above": names, "names": [], "homes": [home], "phone": people.landline(rng, "nl", home), "code": "", "email": "bestuur@" + domain})
        return group

    def row(one, _):
        above = rng.choice(one["above"])
        own = rng.choice(one["names"]) if one["names"] else ""
        split = m.chance(rng, 0.35)
        name = above if not own or split else rng.choice([own, own, own, "%s, %s" % (above, own), "%s (%s)" % (own, above), "%s locatie %s" % (above, own)])
        r = dict(place(rng, one["homes"][0], mess, "nl"), name=slipped(rng, name, mess), site=slipped(rng, own, mess) if split else "", code=one["code"],
                 phone=m.telephone(rng, one["phone"], "nl"), email=one["email"])
        return m.blank(rng, r, {"code": 0.7, "phone": 0.4, "email": 0.5, "street": 0.2, "postcode": 0.2, "city": 0.03})
    return repeated(rng, count, new, row, [42, 32, 16, 10])


# ---- German craftsmen ----

def craftsmen(rng, count, mess):
    def new():
        given, family, craft = people.given_name(rng, "de", rng.choice("mmmv")), people.surname(rng, "de")[1], rng.choice(CRAFTS)
        home, form = people.address(rng, "de"), rng.choice(["", "", "", "GmbH", "GmbH", "e.K.", "GbR", "GmbH & Co. KG"])
        pair = m.chance(rng, 0.12)
        firm = {"given": given, "family": family, "craft": craft, "form": form, "pair": pair, "homes": [home], "phone": people.landline(rng, "de", home),
                "mobile": people.mobile(rng, "de"), "domain": fold(rng.choice([craft[1] + family, family + craft[1]]))[:24] + ".example"}
        return [firm]

    def row(firm, _):
        craft, form = rng.choice((firm["craft"][0],) * 2 + firm["craft"][:2]), firm["form"]
        owner = "%s %s" % (firm["given"], firm["family"])
        tail = rng.choice([" & Sohn", " und Sohn", " & Söhne", " u. Sohn"]) if firm["pair"] else ""
        name = rng.choice(["%s %s" % (craft, firm["family"] + tail), "%s %s" % (firm["family"] + tail, craft), "%s %s" % (craft, owner), "%s %s" % (owner, craft),
                           "%s %s, Inh. %s" % (craft, firm["family"], owner), "%s %s. %s" % (craft, firm["given"][0], firm["family"])])
        if not form and m.chance(rng, 0.25):
            name = rng.choice(["%s %s" % (firm["craft"][2], owner), owner])
        form = rng.choice([form] * 2 + firms.SPELLINGS.get(form, [""])) if form else ""
        name = (slipped(rng, name, mess) + " " + form).strip()
        r = dict(place(rng, firm["homes"][0], mess, "de"), name=m.spelled_out(name) if m.chance(rng, 0.2) else name, owner=slipped(rng, rng.choice([owner, firm["family"]]), mess),
                 phone=m.telephone(rng, firm["phone"], "de"), mobile=m.telephone(rng, firm["mobile"], "de"), email=rng.choice(["info", "kontakt", fold(firm["family"])]) + "@" + firm["domain"])
        return m.blank(rng, r, {"owner": 0.7, "phone": 0.6, "mobile": 0.75, "email": 0.7, "street": 0.25, "postcode": 0.08})
    return repeated(rng, count, new, row, [46, 32, 14, 8])


# ---- British suppliers ----

def suppliers(rng, count, mess):
    def new():
        home, family, ware = people.address(rng, "uk"), people.surname(rng, "en")[1], rng.choice(WARES)
        name = rng.choice(["%s %s" % (family, ware), "%s & %s %s" % (family, people.surname(rng, "en")[1], ware), "%s %s %s" % (family, ware, rng.choice(TAILS)),
                           "%s %s %s" % (home["city"], ware, rng.choice(TAILS)), "%s %s" % (rng.choice("ABCDEFGHJKLMPRSTW") + rng.choice("ABCDEFGHJKLMPRSTW"), ware),
                           "The %s %s" % (ware, rng.choice(TAILS)), "%s Brothers (%s)" % (family, home["city"])])
        trade = rng.choice(["", "", "%s %s" % (ware, rng.choice(TAILS)), family + rng.choice(["s", "co", "tech", " Direct"])])
        firm = {"name": name, "trade": trade, "form": rng.choice(["Ltd", "Ltd", "Ltd", "PLC", "LLP", ""]), "homes": [home], "phone": people.landline(rng, "uk", home),
                "vat": "GB" + m.digits(rng, 9), "web": "www." + fold(trade or name)[:20] + rng.choice(["", "", "-uk", fold(home["city"])[:3]]) + ".example"}
        group = [firm]
        if m.chance(rng, 0.08):  # another company of the group, elsewhere
            other = people.address(rng, "uk")
            group.append(dict(firm, name=name + " " + rng.choice(["(Scotland)", "Holdings", "North", "International", "Ireland"]), trade="", vat="GB" + m.digits(rng, 9), homes=[other],
                              phone=people.landline(rng, "uk", other)))
        return group

    def row(firm, _):
        form = rng.choice([firm["form"]] * 2 + firms.SPELLINGS.get(firm["form"], [""]))
        legal, trade = (slipped(rng, cut(rng, firm["name"], 0.3), mess) + " " + form).strip(), slipped(rng, cut(rng, firm["trade"], 0.2), mess)
        kind = rng.randrange(10)
        if trade and kind < 2:
            legal, trade = trade, ""
        elif trade and kind < 4:
            legal, trade = "%s T/A %s" % (legal, trade), ""
        r = dict(place(rng, firm["homes"][0], mess, "uk"), name=legal.upper() if m.chance(rng, 0.2) else legal, trade=trade, vat=firm["vat"] if m.chance(rng, 0.8) else firm["vat"][2:],
                 web=rng.choice(["", "https://", "http://"]) + firm["web"][0 if m.chance(rng, 0.7) else 4:], phone=m.telephone(rng, firm["phone"], "uk"))
        return m.blank(rng, r, {"trade": 0.5, "vat": 0.6, "web": 0.5, "phone": 0.5, "postcode": 0.2, "city": 0.1})
    return repeated(rng, count, new, row, [50, 28, 14, 8])


# ---- the sets ----

TYPED = {"lang": "nl", "typing": 0.05, "hearing": 0.02}


@made_set("nl_locations", 1800, "Dutch schools and care homes of some foundations, each place one", ";")
def nl_locations(rng, count):
    return table({"Organisatie": field("name"), "Locatie": field("site"), "Adres": street_line, "Postcode": field("postcode"), "Plaats": field("city"),
                  "Code": field("code"), "Telefoonnummer": field("phone"), "E-mailadres": field("email")}, locations(rng, count, TYPED), rng)


@made_set("de_handwerk", 3000, "German craftsmen by trade, owner or both", ";")
def de_handwerk(rng, count):
    return table({"Betrieb": field("name"), "Inhaber": field("owner"), "Straße": street_line, "PLZ": field("postcode"), "Ort": field("city"), "Telefon": field("phone"),
                  "Mobil": field("mobile"), "E-Mail": field("email")}, craftsmen(rng, count, dict(TYPED, lang="de")), rng)


@made_set("uk_suppliers", 3000, "British suppliers: legal and trading name, town, website and VAT number half blank")
def uk_suppliers(rng, count):
    return table({"Supplier Name": field("name"), "Trading As": field("trade"), "Town": field("city"), "Postcode": field("postcode"), "Tel No": field("phone"),
                  "Web Site": field("web"), "VAT Reg No": field("vat")}, suppliers(rng, count, dict(TYPED, lang="en")), rng)


@made_set("uk_suppliers_8k", 8000, "the same, 8,000 rows")
def uk_suppliers_8k(rng, count):
    return uk_suppliers(rng, count)
