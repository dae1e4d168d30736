"""Firms and people noted in other styles than firms.py and people.py know.

Firms here have a statutory name and names they are known by: an abbreviation
of its initials, a name without its trade, with the town, with "Holding",
"Nederland" or "Group", with words in another order. Some are head office and
branch of each other, told apart by words only. People here have names from
other scripts and languages, in more than one spelling.
"""
from made import firms, people
from made import mess as m
from made import words as w

PARENTS = {"nl": ["Holding", "Beheer", "Groep", "Nederland", "Group", "Participaties"],
           "de": ["Holding", "Gruppe", "Deutschland", "Beteiligungs", "Verwaltungs", "Group"],
           "en": ["Holdings", "Group", "UK", "International", "Europe"]}
KINDS = {"nl": ["Bouw", "Techniek", "Vastgoed", "Logistiek", "Installatie", "Automatisering", "Interieur", "Groenvoorziening", "Schoonmaak", "Advies"],
         "de": ["Bau", "Technik", "Immobilien", "Logistik", "Haustechnik", "Software", "Gartenbau", "Reinigung", "Beratung", "Metallbau"],
         "en": ["Building", "Technology", "Property", "Logistics", "Plumbing", "Software", "Landscaping", "Cleaning", "Advisory", "Fabrication"]}
JOINERS = {"nl": [" & ", " en "], "de": [" & ", " und "], "en": [" & ", " and "]}
BRANCH = {"nl": ["vestiging %s", "filiaal %s", "%s", "locatie %s"], "de": ["Niederlassung %s", "Filiale %s", "%s"],
          "en": ["%s Branch", "%s", "(%s)"]}
HEAD = {"nl": "hoofdkantoor", "de": "Zentrale", "en": "Head Office"}
TRANSLIT = [("Yevgeny", "Evgeni Jewgeni Yevgeniy"), ("Aleksandr", "Alexander Aleksander Oleksandr"), ("Mohammed", "Mohamed Muhammad Mohammad"),
            ("Youssef", "Yusuf Yousef Joessef"), ("Ayşe", "Ayse Aysche"), ("Łukasz", "Lukasz Lucas"), ("Małgorzata", "Malgorzata"),
            ("Oğuz", "Oguz Oghuz"), ("Şükran", "Sukran Schuekran"), ("Zoë", "Zoe"), ("Renée", "Renee"), ("José", "Jose"), ("Søren", "Soren Soeren"),
            ("Dmitry", "Dmitri Dimitri Dmitrij"), ("Fatima", "Fatma Fatimah"), ("Khadija", "Chadija Hadija"), ("Giorgos", "Georgios Yiorgos"),
            ("Hüseyin", "Huseyin Hueseyin"), ("Tatyana", "Tatjana Tatiana"), ("Sergey", "Sergei Sergej"), ("Ömer", "Omer Oemer"), ("Aïcha", "Aicha Aisha")]
TRANSLIT_FAMILY = [("Ivanov", "Iwanow Ivanoff"), ("Yılmaz", "Yilmaz"), ("Çelik", "Celik Tschelik"), ("Şahin", "Sahin Schahin"), ("Öztürk", "Ozturk Oeztuerk"),
                   ("Kovalchuk", "Kowaltschuk Kovaltsjoek"), ("Shevchenko", "Schewtschenko Sjevtsjenko"), ("El Idrissi", "Elidrissi El-Idrissi"),
                   ("Ben Ali", "Benali Ben-Ali"), ("Nguyễn", "Nguyen"), ("Müller", "Mueller Muller"), ("Sørensen", "Sorensen Soerensen"), ("Jørgensen", "Jorgensen"),
                   ("Kowalczyk", "Kovalczyk"), ("Wójcik", "Wojcik"), ("García", "Garcia"), ("Chaouch", "Shawsh Chauch"), ("Yildirim", "Yıldırım Jildirim"),
                   ("Tchaikovsky", "Tschaikowski Tsjaikovski Chaykovskiy"), ("Papadopoulos", "Papadopulos"), ("Zhukov", "Schukow Zjoekov"), ("Aydın", "Aydin Aidin")]


def lead(rng, lang):
    """A name that is not a family's: made of parts."""
    parts = {"nl": people._NL_PARTS["first"], "de": w.DE_PARTS[0], "en": w.EN_PARTS[0]}[lang]
    return (rng.choice(parts) + rng.choice(["tec", "con", "via", "ra", "lux", "dis", "mar", "pro", "net", "form", "ta", "vita"])).capitalize()


def firm_new(rng, lang, country):
    firm = firms.firm_new(rng, lang, country)
    city = firm["homes"][0]["city"]
    family = " ".join(filter(None, people.surname(rng, lang)))
    family = family[:1].upper() + family[1:]
    other = " ".join(filter(None, people.surname(rng, lang)))
    kind = rng.choice(KINDS[lang])
    brothers = {"nl": "Gebroeders ", "de": "Gebrüder ", "en": ""}[lang]
    long = {"nl": "%s %s en %s", "de": "%s für %s und %s", "en": "%s of %s and %s"}[lang]
    first = {"nl": ["Instituut voor", "Bureau voor", "Maatschappij voor", "Centrum voor"], "de": ["Gesellschaft", "Institut", "Büro", "Zentrum"],
             "en": ["Institute", "Bureau", "Society", "Centre"]}[lang]
    name = rng.choice([family + " " + kind, brothers + family, lead(rng, lang) + " " + kind, lead(rng, lang), family + rng.choice(JOINERS[lang]) + other,
                       kind + " " + city, long % (rng.choice(first), rng.choice(KINDS[lang]), rng.choice(KINDS[lang])), kind + " " + family])
    domain = m.plain(m.spelled_out(name.lower())).replace(" ", "").replace("&", "").replace("'", "")[:24] + rng.choice(["", "", "", "-groep", city[:3].lower()])
    domain = "".join(c for c in domain if c.isalnum() or c == "-")
    firm.update(name=name, brand=lead(rng, lang) if m.chance(rng, 0.2) else "", web="www." + domain + ".example",
                email=rng.choice(["info", "mail", "sales", "office"]) + "@" + domain + ".example")
    return firm


def initials(name):
    small = {"en", "und", "and", "voor", "für", "of", "&", "van", "de"}
    return "".join(word[0].upper() for word in name.split() if word.lower() not in small)


def known_as(rng, firm, lang, mess):
    """The name this row has: statutory, or one of the ways people say it."""
    name, form, city = firm["name"], firm["form"], firm["homes"][0]["city"]
    if firm["brand"] and m.chance(rng, mess.get("brand", 0.3)):
        name, form = firm["brand"], ""
    elif len([x for x in name.split() if x[0].isupper()]) >= 3 and m.chance(rng, mess.get("initials", 0.25)):
        name = initials(name)
    if m.chance(rng, mess.get("parent", 0.12)):
        name += " " + rng.choice(PARENTS[lang])
    if m.chance(rng, mess.get("city", 0.12)) and city not in name:
        name += rng.choice([" ", ", ", " - "]) + city
    if m.chance(rng, mess.get("turn", 0.06)) and " " in name:
        first, rest = name.split(" ", 1)
        name = rest + rng.choice([", ", " "]) + first
    if m.chance(rng, mess.get("brothers", 0.3)):
        for a, b in (("Gebroeders", "Gebr."), ("Gebrüder", "Gebr."), ("Gebrüder", "Gebrueder")):
            if a in name and m.chance(rng, 0.6):
                name = name.replace(a, b)
    if m.chance(rng, 0.1):
        name = name.replace(" ", "-", 1) if m.chance(rng, 0.4) else name.replace(" ", "", 1)
    if m.chance(rng, mess.get("no_form", 0.35)):
        form = ""
    elif m.chance(rng, mess.get("other_form", 0.5)):
        form = rng.choice(firms.SPELLINGS.get(form, [form]))
    return name, form


def firm_rows(rng, lang, country, count, mess, seen=(40, 30, 16, 9, 5)):
    made, entity = [], 0
    while len(made) < count:
        firm = firm_new(rng, lang, country)
        group = [dict(firm, tail="")]
        if m.chance(rng, mess.get("branches", 0.08)):
            group[0]["tail"] = HEAD[lang] if m.chance(rng, 0.4) else ""
            for _ in range(rng.choice([1, 1, 2])):
                home = people.address(rng, country)
                group.append(dict(firm, homes=[home], phone=people.landline(rng, country, home), tail=rng.choice(BRANCH[lang]) % home["city"]))
        if m.chance(rng, 0.12):
            group[0]["homes"] = firm["homes"] + [people.address(rng, country)]
        for one in group:
            for _ in range(rng.choices([1, 2, 3, 4, 6], seen)[0]):
                made.append((entity, firm_row(rng, one, lang, country, mess)))
            entity += 1
    return made[:count]


def firm_row(rng, firm, lang, country, mess):
    name, form = known_as(rng, firm, lang, mess)
    r = firms.sighting(rng, dict(firm, name=name, form="", trade=""), lang, country,
                       dict(mess, shorten=mess.get("shorten", 0.1), glue=0, trade_name=0, drop_word=0.02, respell_form=0))
    r["name"] = " ".join(filter(None, [r["core"] if "core" in r else name, form, firm["tail"]])) if m.chance(rng, 0.7) else " ".join(
        filter(None, [r.get("core", name), firm["tail"], form]))
    if not r["core"]:
        r["name"] = ""
    return r


def people_rows(rng, lang, country, count, mess, seen, share=0.75):
    """As people.rows, with another number of rows to a person."""
    made, entity = [], 0
    numbers = list(range(1, len(seen) + 1))
    while len(made) < count:
        for person in people.household_new(rng, lang, country):
            if m.chance(rng, share):
                for _ in range(rng.choices(numbers, seen)[0]):
                    made.append((entity, people.sighting(rng, person, lang, country, mess)))
                entity += 1
    return made[:count]


def foreign_rows(rng, count, mess):
    """People of one country with names of others, heard and spelled in many ways."""
    made, entity = [], 0
    while len(made) < count:
        for person in people.household_new(rng, "nl", "nl"):
            given, spellings = rng.choice(TRANSLIT)
            family, families = rng.choice(TRANSLIT_FAMILY)
            second = people.given_name(rng, "nl", person["gender"]) if m.chance(rng, 0.3) else ""
            person.update(given=given, second=second, prefix="", surname=family, partner=None)
            if not m.chance(rng, 0.8):
                continue
            for _ in range(rng.choices([1, 2, 3, 4], [45, 30, 17, 8])[0]):
                other = dict(person, given=rng.choice([given] * 3 + spellings.split()), surname=rng.choice([family] * 3 + families.split()))
                row = people.sighting(rng, other, "nl", "nl", mess)
                if m.chance(rng, 0.3):
                    row["given"], row["surname"] = m.plain(row["given"]), m.plain(row["surname"])
                made.append((entity, row))
            entity += 1
    return made[:count]


def two_sources(rng, lang, country, count, clean, messy, both=0.6):
    """Two sources that each name nobody twice: [(entity, (source, row))]."""
    made, entity = [], 0
    while len(made) < count:
        for person in people.household_new(rng, lang, country):
            in_both = m.chance(rng, both)
            if in_both or m.chance(rng, 0.5):
                made.append((entity, ("A", people.sighting(rng, person, lang, country, clean))))
            if in_both or m.chance(rng, 0.4):
                made.append((entity, ("B", people.sighting(rng, person, lang, country, messy))))
            entity += 1
    return made[:count]
