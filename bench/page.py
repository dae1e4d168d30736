"""What bench/page.sh needs beside wrk: questions to ask, and the lines of results.csv.

page.py events PERSONS.csv COUNT EACH    events of COUNT persons, EACH of them, as CSV
page.py paths KEYS.csv PERSONS.csv FOLDER COUNT
        FOLDER/profile: values of anybody; FOLDER/page: whole pages of anybody; FOLDER/view: of those COUNT with events;
        FOLDER/search: names half typed; FOLDER/typo: names half typed with one letter wrong
page.py keep RESULTS.csv VERSION SIZE < lines "step requests seconds p50 p99 rss"
"""
import csv
import random
import sys

FIELDS = ["version", "size", "step", "rows", "median_s", "rows_per_s", "peak_rss_mb_so_far", "rounds", "cpu_s", "p50_ms", "p99_ms"]
KINDS = ["Bestelling", "Telefoongesprek", "Factuur", "Geopend"]


def persons(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def with_events(path, count):
    """The ids of so many persons, spread over the file."""
    ids = [row["id"] for row in persons(path)]
    return ids[:: max(1, len(ids) // count)][:count]


def events(path, count, each):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["Gebeurtenis-ID", "Klantnummer", "Tijdstip", "Soort", "Onderwerp", "Bedrag", "Valuta", "Status"])
    for customer in with_events(path, count):
        for i in range(each):
            out.writerow([f"{customer}-{i}", customer, f"2026-{i % 12 + 1:02}-{i % 28 + 1:02} {i % 24:02}:30", KINDS[i % 4],
                          f"Onderwerp {i}", f"{i % 900}.{i % 100:02}", "EUR", "open"])


def mistyped(word, draw):
    """One letter lost, doubled in place of another, swapped or wrong; never the first."""
    at = draw.randrange(1, len(word) - 1)
    how = draw.randrange(4)
    letter = draw.choice("abcdefghijklmnopqrstuvwxyz")
    if how == 0:
        return word[:at] + word[at + 1:]
    if how == 1:
        return word[:at] + letter + word[at:]
    if how == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word[:at] + letter + word[at + 1:]


def paths(keys, path, folder, count):
    draw = random.Random(1)
    busy = set(with_events(path, count))
    parties, busy_parties = set(), set()
    with open(keys, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            parties.add(row["party"])
            if row["key"] in busy:
                busy_parties.add(row["party"])
    names = [row["achternaam"].lower() for row in persons(path) if row["achternaam"].isascii() and row["achternaam"].isalpha()]

    def write(name, lines):
        with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in lines)

    write("view", [f"/api/v1/parties/{p}" for p in sorted(busy_parties)])
    anybody = draw.sample(sorted(parties), len(parties))
    write("profile", [f"/api/v1/parties/{p}/profile" for p in anybody])
    write("page", [f"/api/v1/parties/{p}" for p in anybody])
    typed, wrong = [], []
    for name in draw.choices(names, k=20000):
        begun = name[:draw.randint(3, 8)]
        typed.append(f"/api/v1/parties?q={begun}")
        if len(begun) >= 4:
            wrong.append(f"/api/v1/parties?q={mistyped(begun, draw)}")
    write("search", typed)
    write("typo", wrong)


def keep(out, version, size):
    rows = []
    for line in sys.stdin:
        step, requests, seconds, p50, p99, rss = line.split()
        rows.append({"version": version, "size": size, "step": step, "rows": requests, "median_s": seconds,
                     "rows_per_s": f"{int(requests) / float(seconds):.0f}", "peak_rss_mb_so_far": rss, "rounds": "1",
                     "cpu_s": "", "p50_ms": p50, "p99_ms": p99})
    try:
        with open(out, newline="", encoding="utf-8") as file:
            others = [r for r in csv.DictReader(file) if r["size"] != size or not r["step"].startswith("page.")]
    except FileNotFoundError:
        others = []
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(sorted(others + rows, key=lambda r: int(r["size"])))


what, args = sys.argv[1], sys.argv[2:]
if what == "events":
    events(args[0], int(args[1]), int(args[2]))
elif what == "paths":
    paths(args[0], args[1], args[2], int(args[3]))
else:
    keep(*args)
