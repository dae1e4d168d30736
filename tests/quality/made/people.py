"""People of three languages, in households, and how they are seen in a row.

A world is made first: who lives with whom, who moved, who married, who are
twins. Then each person is seen one to five times, each time at one of their
addresses and with one of their names, and damaged as the set's mess says.
"""
from made import belgian
from made import mess as m
from made import words as w

NL_GIVEN = {}
for _row in w.table("demo_given_names.tsv"):
    _kind = list(_row.values())
    NL_GIVEN.setdefault(_kind[1], ([], []))
    NL_GIVEN[_kind[1]][0].append(_kind[0])
    NL_GIVEN[_kind[1]][1].append(sum(int(x) for x in _kind[3:10] if x.isdigit()))
_NL_SURNAMES = [list(r.values()) for r in w.table("demo_surnames.tsv")]
NL_SURNAMES = [(r[0], r[1]) for r in _NL_SURNAMES], [int(r[3]) for r in _NL_SURNAMES]
_NL_STREETS = [r["text"] for r in w.table("demo_streets.tsv") if r["kind"] == "whole"]
_NL_STEMS = [r["text"] for r in w.table("demo_streets.tsv") if r["kind"] == "stem"]
_NL_PLACES = [r for r in w.table("demo_places.tsv")]
_NL_PARTS = {k: [r["text"] for r in w.table("demo_name_parts.tsv") if r["kind"] == k] for k in ("first", "last")}
NL_SHORT = {"johannes": "Jan Hans Joop", "cornelis": "Kees Cor", "wilhelmus": "Wim Willem", "hendrik": "Henk Rik", "pieter": "Piet",
            "petrus": "Piet Peter", "antonius": "Ton Toon", "johanna": "Joke Jo", "maria": "Ria Mieke", "elisabeth": "Els Bep",
            "willem": "Wim", "jacob": "Jaap", "gerardus": "Gerard Ger", "catharina": "Toos Ina", "margaretha": "Greet Marga",
            "theodorus": "Theo", "franciscus": "Frans", "adrianus": "Ad Arie", "wilhelmina": "Mien Willy", "michiel": "Chiel"}
DE_SHORT = {"Johannes": "Hannes Hans", "Maximilian": "Max", "Katharina": "Kathi", "Elisabeth": "Lisa Elli", "Alexander": "Alex",
            "Sebastian": "Basti", "Friedrich": "Fritz", "Heinrich": "Heinz", "Margarete": "Grete", "Stefanie": "Steffi",
            "Susanne": "Susi", "Gabriele": "Gabi", "Matthias": "Matze", "Wolfgang": "Wolf", "Benjamin": "Ben", "Georg": "Schorsch",
            "Josef": "Sepp", "Wilhelm": "Willi", "Monika": "Moni", "Christine": "Christel"}
LETTERS = "ABCDEFGHJKLMNPRSTVWXZ"


def given_name(rng, lang, gender):
    if lang == "nl":
        return m.draw(rng, NL_GIVEN[gender])
    if lang == "fr":
        return belgian.given_name(rng, gender)
    return m.draw(rng, {("de", "m"): w.DE_MEN, ("de", "v"): w.DE_WOMEN, ("en", "m"): w.EN_MEN, ("en", "v"): w.EN_WOMEN}[lang, gender])


def surname(rng, lang):
    """(prefix, surname): a third of the names are rare."""
    if lang == "fr":
        return belgian.surname(rng)
    rare = m.chance(rng, 0.35)
    if lang == "nl":
        if rare:
            prefix = rng.choice(["", "", "van", "van der", "van den", "de", "ter", "van 't"])
            return prefix, rng.choice(_NL_PARTS["first"]) + rng.choice(_NL_PARTS["last"])
        return m.draw(rng, NL_SURNAMES)
    if lang == "de":
        prefix = rng.choice(["von", "von der", "zu"]) if m.chance(rng, 0.015) else ""
        return prefix, rng.choice(w.DE_PARTS[0]) + rng.choice(w.DE_PARTS[1]) if rare else m.draw(rng, w.DE_SURNAMES)
    return "", rng.choice(w.EN_PARTS[0]) + rng.choice(w.EN_PARTS[1]) if rare else m.draw(rng, w.EN_SURNAMES)


def address(rng, country):
    if country == "be":
        return belgian.address(rng)
    number = str(int(rng.paretovariate(0.7)) + rng.randrange(60))
    addition = ""
    if country == "nl":
        row = list(rng.choice(_NL_PLACES).values())
        area = rng.choice(row[2].split())
        area = area if "-" not in area else str(rng.randrange(int(area[:4]), int(area[5:]) + 1))
        street = rng.choice(_NL_STREETS) if m.chance(rng, 0.6) else rng.choice(_NL_STEMS) + rng.choice(
            ["straat", "laan", "weg", "hof", "plein"])
        if m.chance(rng, 0.15):
            addition = rng.choice(["a", "b", "c", "II", "hs", "2", "bis"])
        return {"street": street, "number": number, "addition": addition, "city": row[0], "state": "", "country": "Nederland",
                "postcode": "%s %s%s" % (area, rng.choice(LETTERS), rng.choice(LETTERS)), "area": row[1]}
    if country == "de":
        place = rng.choice(w.DE_PLACES).split(":")
        city, codes, area = place[0].replace("_", " "), place[1], place[-1]
        stem, end = rng.choice(w.DE_STREETS[0]), rng.choice(w.DE_STREETS[1])
        end = end.capitalize() if stem.endswith("-") else end
        if m.chance(rng, 0.08):
            addition = rng.choice("abc")
        return {"street": stem + end, "number": number, "addition": addition, "city": city, "state": "", "country": "Deutschland",
                "postcode": rng.choice(codes.split(",")) + m.digits(rng, 3), "area": area}
    street, (kind, short) = rng.choice(w.EN_STREETS[0]).replace("_", " "), rng.choice(w.EN_STREETS[1])
    if country == "us":
        city, state, zip3, area = rng.choice(w.US_PLACES).split(":")
        number = str(rng.randrange(1, 99) * 100 + rng.randrange(1, 99)) if m.chance(rng, 0.8) else number
        if m.chance(rng, 0.2):
            addition = rng.choice(["Apt %d", "Unit %d", "#%d"]) % rng.randrange(1, 40)
        if m.chance(rng, 0.15):
            street = rng.choice(["N", "S", "E", "W"]) + " " + street
        return {"street": street + " " + kind, "short_street": street + " " + short, "number": number, "addition": addition,
                "city": city.replace("_", " "), "state": state, "country": "USA", "postcode": zip3 + m.digits(rng, 2), "area": area}
    city, letters, area = rng.choice(w.UK_PLACES).split(":")
    if m.chance(rng, 0.12):
        addition = "Flat %d" % rng.randrange(1, 30)
    return {"street": street + " " + kind, "short_street": street + " " + short, "number": number, "addition": addition,
            "city": city.replace("_", " "), "state": "", "country": "United Kingdom", "area": area,
            "postcode": "%s%d %d%s%s" % (letters, rng.randrange(1, 30), rng.randrange(1, 10), rng.choice("ABDEFGHJLNPQRSTUWXYZ"),
                                         rng.choice("ABDEFGHJLNPQRSTUWXYZ"))}


def landline(rng, country, home):
    if country == "be":
        return belgian.landline(rng, home)
    length = {"nl": 10, "de": 11, "uk": 11}.get(country)
    if country == "us":
        return home["area"], rng.choice("23456789") + m.digits(rng, 6)
    return home["area"], rng.choice("23456789") + m.digits(rng, length - len(home["area"]) - 1)


def mobile(rng, country):
    if country == "be":
        return belgian.mobile(rng)
    if country == "nl":
        return "06", rng.choice("1234") + m.digits(rng, 7)
    if country == "de":
        return rng.choice(["0151", "0160", "0170", "0171", "0172", "0176"]), m.digits(rng, 7)
    return ("07" + rng.choice("4578") + m.digits(rng, 2), m.digits(rng, 6))


def mailbox(rng, person):
    given = m.plain(person["given"].lower()).replace(" ", "").replace("'", "")
    family = m.plain((person["prefix"] + person["surname"]).lower()).replace(" ", "").replace("'", "")
    local = rng.choice([given + "." + family, given[0] + "." + family, given + family, given + str(person["birth"][0] % 100),
                        family + m.digits(rng, 2), given[0] + family + m.digits(rng, 1), given + "_" + family])
    return local + "@" + rng.choice(w.MAIL_DOMAINS)


def person_new(rng, lang, country, name, home, born, gender=None):
    gender = gender or rng.choice("mv")
    given = given_name(rng, lang, gender)
    person = {"gender": gender, "given": given, "second": given_name(rng, lang, gender) if m.chance(rng, 0.45) else "",
              "prefix": name[0], "surname": name[1], "partner": None, "title": "", "homes": [home],
              "birth": (born, rng.randrange(1, 13), rng.randrange(1, 29))}
    if lang == "de" and m.chance(rng, 0.05):
        person["title"] = rng.choice(["Dr.", "Dr.", "Prof. Dr.", "Dipl.-Ing."])
    if lang == "nl" and m.chance(rng, 0.04):
        person["title"] = rng.choice(["drs.", "ir.", "mr.", "dr."])
    person["email"] = mailbox(rng, person) if m.chance(rng, 0.8) else ""
    person["mobile"] = mobile(rng, country) if country != "us" else landline(rng, "us", home)
    return person


def household_new(rng, lang, country):
    name, home, year = surname(rng, lang), address(rng, country), rng.randrange(1935, 1998)
    phone = landline(rng, country, home)
    first = person_new(rng, lang, country, name, home, year)
    members, kind = [first], rng.random()
    if kind > 0.5:  # a couple
        other = person_new(rng, lang, country, surname(rng, lang), home, year + rng.randrange(-5, 6),
                           "v" if first["gender"] == "m" else "m")
        if m.chance(rng, 0.65 if lang != "nl" else 0.5):
            other["partner"] = name
        if m.chance(rng, 0.2):
            other["email"] = first["email"]
        members.append(other)
    if kind > 0.72 and year < 1990:  # children
        born = year + rng.randrange(22, 36)
        for _ in range(rng.choice([1, 2, 2, 2, 3])):
            child = person_new(rng, lang, country, name, home, born)
            if m.chance(rng, 0.06) and child["gender"] == first["gender"]:
                child["given"] = first["given"]
            if m.chance(rng, 0.07) and len(members) > 2:  # twins
                child["birth"] = members[-1]["birth"]
                child["given"] = given_name(rng, lang, child["gender"])
            if child["birth"][0] < 2006:
                members.append(child)
            born += rng.randrange(1, 5)
    if m.chance(rng, 0.18):  # all move
        there = address(rng, country)
        for member in members:
            member["homes"].append(there)
    for member in members:
        member["phone"] = phone if m.chance(rng, 0.7) else None
        if m.chance(rng, 0.08):  # one moves out
            member["homes"].append(address(rng, country))
    return members


def names_of(rng, person, lang, mess):
    """(prefix, surname) as this row has it: own, partner's or both."""
    own, partner = (person["prefix"], person["surname"]), person["partner"]
    if not partner or m.chance(rng, mess.get("maiden", 0.35)):
        return own
    if lang == "en" or m.chance(rng, 0.5):
        return partner
    both = " ".join(filter(None, own))
    return partner[0], partner[1] + "-" + (both if lang == "nl" else person["surname"])


def sighting(rng, person, lang, country, mess):
    """A row of canonical fields, damaged."""
    home = person["homes"][-1] if not m.chance(rng, 0.45) else rng.choice(person["homes"])
    prefix, family = names_of(rng, person, lang, mess)
    given = person["given"]
    shorts = w.EN_NICKS.get(given) if lang == "en" else (NL_SHORT if lang == "nl" else DE_SHORT).get(
        given.lower() if lang == "nl" else given)
    if shorts and m.chance(rng, mess.get("nick", 0.2)):
        given = rng.choice(shorts.split())
    if m.chance(rng, mess.get("wrong_given", 0)):
        given = given_name(rng, lang, person["gender"])
    row = {"title": person["title"], "given": m.slips(rng, given, mess), "second": person["second"], "prefix": prefix,
           "surname": m.slips(rng, family, mess), "gender": person["gender"], "street": m.slips(rng, home["street"], mess),
           "number": home["number"], "addition": home["addition"], "postcode": home["postcode"], "city": m.slips(rng, home["city"], mess),
           "state": home["state"], "country": home["country"], "email": person["email"], "birth": person["birth"]}
    row["initials"] = given[:1] + "." + (person["second"][:1] + "." if person["second"] and m.chance(rng, 0.7) else "")
    if country in ("us", "uk") and m.chance(rng, 0.5):
        row["street"] = home["short_street"]
    if lang == "nl" and m.chance(rng, mess.get("abbreviate", 0.15)):
        row["street"] = row["street"].replace("straat", "str.").replace("laan", "ln.")
    if lang == "de" and m.chance(rng, mess.get("abbreviate", 0.35)):
        row["street"] = row["street"].replace("straße", "str.").replace("Straße", "Str.")
    if lang == "de" and m.chance(rng, mess.get("umlaut", 0.15)):
        row = {k: m.spelled_out(v) if isinstance(v, str) else v for k, v in row.items()}
    elif lang == "de" and m.chance(rng, mess.get("umlaut", 0.15) / 3):
        row = {k: m.plain(v) if isinstance(v, str) else v for k, v in row.items()}
    if m.chance(rng, mess.get("birth_wrong", 0.03)):
        row["birth"] = m.wrong_date(rng, row["birth"])
    if m.chance(rng, mess.get("number_wrong", 0.02)):
        row["number"] = str(int(row["number"]) + rng.choice([-2, -1, 1, 10]))
    if m.chance(rng, mess.get("postcode_wrong", 0.02)):
        row["postcode"] = m.typing(rng, row["postcode"])
    if m.chance(rng, mess.get("swap", 0.01)):
        row["given"], row["surname"] = row["surname"], row["given"]
    row["phone"] = m.telephone(rng, person["phone"], country, mess.get("tidy", False)) if person["phone"] else ""
    row["mobile"] = m.telephone(rng, person["mobile"], country, mess.get("tidy", False)) if person["mobile"] else ""
    if row["email"] and m.chance(rng, mess.get("email_wrong", 0.03)):
        row["email"] = m.typing(rng, row["email"].split("@")[0]) + "@" + row["email"].split("@")[1]
    m.blank(rng, row, mess.get("blank", {}))
    if m.chance(rng, mess.get("capitals", 0)):
        row = {k: v.upper() if isinstance(v, str) and k != "email" else v for k, v in row.items()}
    return row


def full_name(rng, row, form):
    """One name in one cell."""
    parts = {"given": row["given"] or row["initials"], "family": " ".join(filter(None, [row["prefix"], row["surname"]]))}
    if form == "mixed":
        form = rng.choice(["given", "initials", "comma", "given", "both", "title"])
    if form == "initials":
        parts["given"] = row["initials"]
    if form == "both" and row["second"]:
        parts["given"] += " " + (row["second"] if m.chance(rng, 0.4) else row["second"][0] + ".")
    if form == "comma":
        tail = " " + row["prefix"] if row["prefix"] else ""
        return row["surname"] + ", " + parts["given"] + tail if row["surname"] else parts["given"]
    name = (parts["given"] + " " + parts["family"]).strip()
    return row["title"] + " " + name if form == "title" and row["title"] else name


def rows(rng, lang, country, count, mess, most=5):
    """[(entity, row)] of about count rows."""
    made, entity = [], 0
    seen = ([1, 2, 3, 4, 5][:most], [48, 28, 14, 7, 3][:most])
    while len(made) < count:
        for person in household_new(rng, lang, country):
            if m.chance(rng, 0.75):
                for _ in range(rng.choices(*seen)[0]):
                    made.append((entity, sighting(rng, person, lang, country, mess)))
                entity += 1
    return made[:count]
