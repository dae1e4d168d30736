"""What a set is made with: its name, its columns, its cells."""
from made import mess as m

SETS = {}


def made_set(name, rows, about, separator=",", encoding="utf-8"):
    def keep(function):
        SETS[name] = (rows, about, separator, encoding, function)
        return function
    return keep


def street_line(r, number_first=False):
    """Street, number and addition in one cell."""
    number = (r["number"] + (" " if len(r["addition"]) > 1 else "") + r["addition"]).strip()
    if not r["street"]:
        return ""
    if number_first:
        return ("%s %s %s" % (r["number"], r["street"], r["addition"])).strip()
    return (r["street"] + " " + number).strip()


def one_line(rng, r, country):
    """The whole address in one cell, as people write it there."""
    if country == "us":
        tail = "%s, %s %s" % (r["city"], r["state"], r["postcode"])
        return ", ".join(filter(None, [street_line(r, True), tail.strip(" ,")]))
    if country == "uk":
        return ", ".join(filter(None, [street_line(r, True), r["city"], r["postcode"]]))
    tail = (r["postcode"] + " " + r["city"]).strip()
    return rng.choice([", ", ", ", " ", "; "]).join(filter(None, [street_line(r), tail]))


def table(columns, made, rng):
    """columns: {header: function of row}; [(entity, [cells])] and the headers."""
    return list(columns), [(entity, [columns[c](r) for c in columns]) for entity, r in made]


def field(name):
    return lambda r: r[name]


def date(rng, forms, lang="nl"):
    return lambda r: m.date_text(r["birth"], rng.choice(forms), lang) if r["birth"] else ""
