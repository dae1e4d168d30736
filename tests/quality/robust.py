#!/usr/bin/env python3
# level: all
"""How gently the matching degrades when the same people are told worse.

    tests/quality/robust.py build/klantbeeld [set …]   a table in Markdown; see docs/matching.md

Each labelled set is measured as it is and changed in one way: rows in another
order, headers in German, 30% of all cells blank, a third of the columns gone,
and 500 records of it. The changes depend on nothing but the set and a seed.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SETS = ["febrl3", "fake_1000", "pseudopeople_dev", "dedupe_csv_example"]
GERMAN = {"given_name": "Vorname", "first_name": "Vorname", "surname": "Nachname", "last_name": "Nachname",
          "street_number": "Hausnummer", "address_1": "Straße", "street_name": "Straße", "address_2": "Adresszusatz",
          "suburb": "Ort", "city": "Ort", "postcode": "PLZ", "zipcode": "PLZ", "state": "Bundesland",
          "date_of_birth": "Geburtsdatum", "dob": "Geburtsdatum", "email": "E-Mail", "sex": "Geschlecht",
          "middle_initial": "Zweitname", "Site name": "Firma", "Address": "Straße", "Zip": "PLZ", "Phone": "Telefon",
          "Fax": "Telefax", "Website": "Webseite", "Email Address": "E-Mail", "age": "Alter"}


def read(folder):
    with open(os.path.join(folder, "records.csv"), newline="", encoding="utf-8") as file:
        head, *rows = list(csv.reader(file))
    with open(os.path.join(folder, "truth.csv"), newline="", encoding="utf-8") as file:
        truth = list(csv.reader(file))
    return head, rows, truth


def as_it_is(head, rows, rng):
    return head, rows


def other_order(head, rows, rng):
    rows = list(rows)
    rng.shuffle(rows)
    return head, rows


def german_headers(head, rows, rng):
    return [GERMAN.get(name, name) for name in head], rows


def blanks(head, rows, rng):
    return head, [[row[0]] + ["" if rng.random() < 0.3 else cell for cell in row[1:]] for row in rows]


def fewer_columns(head, rows, rng):
    gone = set(rng.sample(range(1, len(head)), (len(head) - 1) // 3))
    return [h for i, h in enumerate(head) if i not in gone], [[c for i, c in enumerate(r) if i not in gone] for r in rows]


def only_500(head, rows, rng, truth):
    """Whole entities, so that there are pairs to find."""
    entity = dict(truth[1:])
    order = sorted(set(entity.values()))
    rng.shuffle(order)
    members = {}
    for row in rows:
        members.setdefault(entity.get(row[0]), []).append(row)
    kept = []
    for one in order:
        if len(kept) >= 500:
            break
        kept += members.get(one, [])
    return head, sorted(kept, key=rows.index)


def measure(program, head, rows, truth):
    with tempfile.TemporaryDirectory() as folder:
        ids = {row[0] for row in rows}
        for name, lines in (("records.csv", [head] + rows), ("truth.csv", [truth[0]] + [t for t in truth[1:] if t[0] in ids])):
            with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(lines)
        done = subprocess.run([program, "evaluate", os.path.join(folder, "records.csv"), os.path.join(folder, "truth.csv"),
                               "--json"], capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            raise SystemExit(done.stderr.strip())
        return json.loads(done.stdout)["f1"]


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    shared = os.environ.get("KLANTBEELD_SHARED")
    if not shared:
        print("KLANTBEELD_SHARED is not set: skipped", file=sys.stderr)
        return 0
    program = sys.argv[1]
    changes = [("as it is", as_it_is), ("other order", other_order), ("German headers", german_headers),
               ("30% blank", blanks), ("a third of the columns gone", fewer_columns), ("500 records", None)]
    print("| set | " + " | ".join(name for name, _ in changes) + " |")
    print("|---|" + "---|" * len(changes))
    for name in sys.argv[2:] or SETS:
        head, rows, truth = read(os.path.join(shared, "data", name))
        cells = []
        for change, function in changes:
            rng = random.Random(name + change)
            changed = function(head, rows, rng) if function else only_500(head, rows, rng, truth)
            cells.append("%.3f" % measure(program, changed[0], changed[1], truth))
        print("| %s | %s |" % (name, " | ".join(cells)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
