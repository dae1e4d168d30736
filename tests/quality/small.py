#!/usr/bin/env python3
# level: all
"""How sure the matching is of very small tables (docs/adr/0181).

    tests/quality/small.py build/klantbeeld      a table in Markdown; fails where precision is below 0.95

From the invented persons of the bench whole households are drawn, a third of them families, until a table has
its rows; twelve tables of each size, precision and recall over the pairs of all twelve.
"""
import collections
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

SIZES, TABLES, CROWD, FAMILIES, LEAST = (12, 30, 60, 120, 250), 12, 20000, 0.35, 0.95


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def main():
    program, failed = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("KLANTBEELD", "build/klantbeeld"), False
    with tempfile.TemporaryDirectory() as folder:
        place = lambda name: os.path.join(folder, name)
        subprocess.run([program, "demo", "--bench-persons", str(CROWD), "--seed", "1", "--out", place("p.csv")],
                       stdout=subprocess.DEVNULL, check=True)
        head, *rows = read(place("p.csv"))
        person, home = dict(read(place("p_waarheid.csv"))[1:]), dict(read(place("p_huishoudens.csv"))[1:])
        homes = collections.defaultdict(list)
        for row in rows:
            homes[home.get(row[0], "alone " + person[row[0]])].append(row)
        names = sorted(homes)
        families = [name for name in names if len({person[row[0]] for row in homes[name]}) > 1]
        print("| rows | precision | recall |\n|---|---|---|")
        for size in SIZES:
            true = found = right = 0
            for table in range(TABLES):
                rng, drawn = random.Random(size * 1000 + table), {}
                while len(drawn) < size:
                    for row in homes[rng.choice(families if rng.random() < FAMILIES else names)]:
                        drawn[row[0]] = row
                told = list(drawn.values())
                rng.shuffle(told)
                write(place("t.csv"), [head] + told)
                write(place("t_truth.csv"), [["id", "cluster"]] + [[row[0], person[row[0]]] for row in told])
                out = subprocess.run([program, "evaluate", place("t.csv"), place("t_truth.csv"), "--json"],
                                     capture_output=True, check=True)
                report = json.loads(out.stdout)
                true, found, right = (true + report["true_pairs"], found + report["found_pairs"],
                                      right + report["right_pairs"])
            failed |= right < LEAST * found
            print("| %d | %.3f | %.3f |" % (size, right / max(found, 1), right / max(true, 1)))
    return failed


if __name__ == "__main__":
    sys.exit(main())
