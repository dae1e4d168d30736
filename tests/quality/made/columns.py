"""Persons in files whose columns say little, or seem to say something else (adr 0206).

Headers are abbreviations of one program, bare letters or words of a trade.
Between name and address stand the columns that are easily misread: years in
which a house was built, a car was made or somebody left school; numbers of
contracts, orders and meters as long as a phone number, some with a leading
zero; dates of orders, deliveries and policies, and no date of birth; amounts,
points, codes of a branch.
"""
from made import people
from made import mess as m
from made.cells import date, field, made_set, one_line, street_line, table
from made.styles import people_rows


def year(rng, first, last):
    """A year of things: more of late than of old."""
    return str(last - int((last - first) * rng.random() ** 1.5))


def day(rng, first, last, form):
    return m.date_text((int(year(rng, first, last)), rng.randrange(1, 13), rng.randrange(1, 29)), form)


def rising(rng, start, most=40):
    """Numbers given out one after the other."""
    number = [start]

    def following(_):
        number[0] += rng.randrange(1, most)
        return str(number[0])
    return following


def family(r):
    return (r["prefix"] + " " + r["surname"]).strip()


@made_set("nl_contracts", 2000, "Dutch contracts: ten-digit numbers, year of building, day of signing, under 'veld1' and so on", ";")
def nl_contracts(rng, count):
    mess = {"lang": "nl", "typing": 0.06, "hearing": 0.03, "blank": {"phone": 0.3, "mobile": 0.35, "email": 0.35, "postcode": 0.05, "birth": 0.3}}
    number = rising(rng, 1043300217, 4000)
    return table({"veld1": number, "veld2": lambda r: day(rng, 2006, 2024, "nl"), "veld3": field("given"), "veld4": family,
                  "veld5": lambda r: year(rng, 1905, 2022), "veld6": street_line, "veld7": field("postcode"), "veld8": field("city"),
                  "veld9": lambda r: "%d,%02d" % (rng.randrange(12, 180), rng.randrange(100)),
                  "veld10": lambda r: r["mobile"] or r["phone"], "veld11": field("email")}, people.rows(rng, "nl", "nl", count, mess), rng)


@made_set("nl_roof_makers", 1500, "Dutch customers of a roof maker: initials, year of the house, number of the offer, phone; headers of a trade")
def nl_roof_makers(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "nick": 0.2, "blank": {"phone": 0.25, "mobile": 0.4, "email": 0.4}}
    return table({"offerte": lambda r: "06" + m.digits(rng, 8), "opdrachtgever": lambda r: people.full_name(rng, r, rng.choice(["initials", "given"])),
                  "object": street_line, "pc/plaats": lambda r: (r["postcode"] + " " + r["city"]).strip(), "bj": lambda r: year(rng, 1890, 2015),
                  "opname": lambda r: day(rng, 2012, 2024, "nl"), "m2": lambda r: str(rng.randrange(20, 300)),
                  "bereikbaar": lambda r: r["mobile"] or r["phone"], "bericht": field("email")},
                 people.rows(rng, "nl", "nl", count, mess), rng)


@made_set("de_power_customers", 2000, "German customers of a power company: partner number with zeros before it, meter, day of moving in", ";")
def de_power_customers(rng, count):
    mess = {"lang": "de", "typing": 0.05, "hearing": 0.03, "umlaut": 0.2, "blank": {"phone": 0.4, "email": 0.5, "postcode": 0.03}}
    return table({"GP": lambda r: "00" + m.digits(rng, 8), "VK": lambda r: "4" + m.digits(rng, 9), "GP_NAME2": field("given"), "GP_NAME1": family,
                  "ABN_STR": field("street"), "ABN_HNR": lambda r: r["number"] + r["addition"], "ABN_PLZ": field("postcode"), "ABN_ORT": field("city"),
                  "ZAEHLER": lambda r: "1" + m.digits(rng, 7), "EINZUG": lambda r: day(rng, 1984, 2024, "de"), "BJ_HEIZ": lambda r: year(rng, 1965, 2022),
                  "KOMM1": lambda r: r["phone"] or r["mobile"], "KOMM2": field("email")}, people.rows(rng, "de", "de", count, mess), rng)


@made_set("de_columns", 1500, "German customers under 'Spalte 1' and so on: order number, day of the order, points")
def de_columns(rng, count):
    mess = {"lang": "de", "typing": 0.06, "umlaut": 0.25, "blank": {"phone": 0.3, "mobile": 0.5, "email": 0.4, "birth": 0.3}}
    number = rising(rng, 3004119001, 900)
    return table({"Spalte 1": number, "Spalte 2": lambda r: day(rng, 2003, 2024, "iso"), "Spalte 3": lambda r: people.full_name(rng, r, "comma"),
                  "Spalte 4": lambda r: one_line(rng, r, "de"), "Spalte 5": date(rng, ["de"]), "Spalte 6": lambda r: str(rng.randrange(0, 4000)),
                  "Spalte 7": lambda r: r["mobile"] or r["phone"], "Spalte 8": lambda r: year(rng, 1950, 2024)},
                 people.rows(rng, "de", "de", count, mess), rng)


@made_set("en_policies", 2000, "British policies: number of eleven digits, inception, year of the car; abbreviated headers")
def en_policies(rng, count):
    mess = {"lang": "en", "typing": 0.05, "nick": 0.25, "blank": {"phone": 0.3, "email": 0.35, "postcode": 0.04, "birth": 0.2}}
    return table({"pol": lambda r: "0" + m.digits(rng, 10), "incpt": lambda r: day(rng, 2001, 2024, "slash"), "ph_fn": field("given"), "ph_sn": field("surname"),
                  "veh_yr": lambda r: year(rng, 1988, 2024), "reg": lambda r: "%s%02d %s" % (rng.choice(["AB", "LK", "YD"]), rng.randrange(99), rng.choice(["XYZ", "KLM"])),
                  "risk_addr": lambda r: street_line(r, True), "risk_town": field("city"), "risk_pc": field("postcode"),
                  "prem": lambda r: "%d.%02d" % (rng.randrange(200, 900), rng.randrange(100)), "ph_tel": field("phone"), "ph_em": field("email")},
                 people.rows(rng, "en", "uk", count, mess), rng)


@made_set("en_alumni", 1500, "American alumni: class of, gift in ten digits, day of the last gift; bare letters above the columns")
def en_alumni(rng, count):
    mess = {"lang": "en", "typing": 0.04, "nick": 0.3, "maiden": 0.3, "blank": {"phone": 0.4, "email": 0.3, "postcode": 0.1}}
    return table({"A": lambda r: "7" + m.digits(rng, 9), "B": lambda r: r["given"] + " " + r["surname"], "C": lambda r: year(rng, 1952, 2023),
                  "D": field("city"), "E": field("state"), "F": field("postcode"), "G": lambda r: day(rng, 1998, 2024, "us"),
                  "H": lambda r: str(rng.randrange(1, 60) * 25), "I": field("email"), "J": field("phone")},
                 people.rows(rng, "en", "us", count, mess), rng)


@made_set("nl_tennis", 500, "a Dutch club in 'col_a' and so on: year of joining and year of birth side by side, team, number of the pass")
def nl_tennis(rng, count):
    mess = {"lang": "nl", "typing": 0.05, "nick": 0.25, "blank": {"mobile": 0.3, "email": 0.4, "birth": 0.1}}
    return table({"col_a": lambda r: m.digits(rng, 8), "col_b": field("given"), "col_c": family, "col_d": lambda r: year(rng, 1960, 2024),
                  "col_e": lambda r: str(r["birth"][0]) if r["birth"] else "", "col_f": lambda r: rng.choice("1 2 3 J1 J2 V1 V2".split()),
                  "col_g": field("mobile"), "col_h": field("email"), "col_i": field("city")}, people.rows(rng, "nl", "nl", count, mess), rng)


# ---- small lists of other proportions: 5% or 60% twice, up to eight copies, hardly any evidence ----

@made_set("nl_shop_small", 400, "customers of a Dutch shop, six of ten rows a copy, up to eight each: name, street, town; no birth date", ";")
def nl_shop_small(rng, count):
    mess = {"lang": "nl", "typing": 0.08, "nick": 0.25, "hearing": 0.04, "blank": {"given": 0.2, "postcode": 0.2, "phone": 0.5}}
    return table({"Aanhef": lambda r: {"m": "dhr", "v": "mevr"}[r["gender"]], "Vl": field("initials"), "Voornaam": field("given"), "Naam": family,
                  "Straat+nr": street_line, "Pc": field("postcode"), "Plaats": field("city"), "Telefoon": field("phone")},
                 people_rows(rng, "nl", "nl", count, mess, [30, 20, 14, 10, 8, 7, 6, 5], 0.9), rng)


@made_set("de_mail_small", 600, "German subscribers with name and mailbox only, one in twenty twice")
def de_mail_small(rng, count):
    mess = {"lang": "de", "typing": 0.06, "umlaut": 0.3, "nick": 0.15, "email_wrong": 0.06, "blank": {"email": 0.04}}
    return table({"Abonnent": lambda r: people.full_name(rng, r, rng.choice(["given", "given", "comma"])), "Adresse": field("email")},
                 people_rows(rng, "de", "de", count, mess, [95, 5], 0.8), rng)


@made_set("en_callbacks", 800, "British callers: a surname and a phone number, a quarter more than once", ";")
def en_callbacks(rng, count):
    mess = {"lang": "en", "typing": 0.06, "hearing": 0.05, "blank": {"phone": 0.06}}
    return table({"Caller": lambda r: r["surname"] if m.chance(rng, 0.7) else r["gender"].replace("m", "Mr").replace("v", "Mrs") + " " + r["surname"],
                  "Ring back on": lambda r: r["phone"] or r["mobile"], "Taken": lambda r: day(rng, 2022, 2024, "slash")},
                 people_rows(rng, "en", "uk", count, mess, [76, 15, 6, 3], 0.7), rng)


@made_set("de_umlauts", 1000, "German persons, each row with ü, ue or u, ß or ss, in names, streets and towns; half of them twice or more")
def de_umlauts(rng, count):
    mess = {"lang": "de", "typing": 0.03, "umlaut": 0, "abbreviate": 0.4, "blank": {"birth": 0.6, "postcode": 0.25, "phone": 0.6}}
    rows = []
    for entity, r in people_rows(rng, "de", "de", count, mess, [50, 25, 12, 8, 5], 0.9):
        write = rng.choice([m.plain, m.spelled_out, str])
        rows.append((entity, {k: write(v) if isinstance(v, str) else v for k, v in r.items()}))
    return table({"Vorname": field("given"), "Zuname": family, "Geboren": date(rng, ["de"]), "Wohnhaft": street_line, "PLZ": field("postcode"),
                  "Wohnort": field("city"), "Rufnummer": field("phone")}, rows, rng)
