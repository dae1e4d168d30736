#!/usr/bin/env python3
# level: all
"""Measure the matching on every labelled set this machine has.

    tests/quality/run.py build/klantbeeld            all sets, rows written to results.csv
    tests/quality/run.py build/klantbeeld febrl3     only that one, nothing written
    tests/quality/run.py build/klantbeeld --big      those of 20,000 rows too
    tests/quality/run.py build/klantbeeld --seed=two the same styles, other people: nothing written
    KLANTBEELD=build/klantbeeld tests/quality/run.py  as a test (TAP): each set against its floor

Sets are folders with records.csv and truth.csv: those under
$KLANTBEELD_SHARED/data, those in tests/quality/sets, and those make_sets.py
invents at the moment. The row of a set and version replaces an older one, so
results.csv changes in a diff when the matching does. With --floor the run
fails when a set is worse than its floor (floors.csv).
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import make_sets  # noqa: E402

RESULTS = os.path.join(HERE, "results.csv")
COLUMNS = ["set", "version", "records", "precision", "recall", "f1", "b3_precision", "b3_recall", "b3_f1",
           "pairs_scored", "blocking_recall", "wall_s", "peak_rss_mb"]


def floors():
    with open(os.path.join(HERE, "floors.csv"), newline="") as file:
        return {row["set"]: float(row["floor"]) for row in csv.DictReader(file)}


FLOORS = floors()


def sets(folder, only=()):
    """(name, folder) of each set; the invented ones are made in folder."""
    shared = os.environ.get("KLANTBEELD_SHARED")
    if not shared:
        print("KLANTBEELD_SHARED is not set: only our own sets are measured", file=sys.stderr)
    for base in [os.path.join(shared, "data")] if shared else []:
        yield from in_folder(base)
    yield from in_folder(os.path.join(HERE, "sets"))
    invented = make_sets.names(20000 if "--big" in sys.argv else 3000)
    for name in [n for n in make_sets.SETS if n in only and n not in make_sets.KEPT] if only else invented:
        yield name, make_sets.make(name, folder, make_sets.seed_of(sys.argv))


def in_folder(base):
    for name in sorted(os.listdir(base)) if os.path.isdir(base) else []:
        folder = os.path.join(base, name)
        if os.path.exists(os.path.join(folder, "records.csv")) and os.path.exists(os.path.join(folder, "truth.csv")):
            yield name, folder


def version():
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def measure(program, folder):
    done = subprocess.run([program, "evaluate", os.path.join(folder, "records.csv"), os.path.join(folder, "truth.csv"),
                           "--json"], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise SystemExit("%s: %s" % (folder, done.stderr.strip()))
    return json.loads(done.stdout)


def row_of(name, at, report):
    row = {"set": name, "version": at}
    for column in COLUMNS[2:]:
        value = report[column]
        row[column] = value if isinstance(value, int) else "%.4f" % value if value <= 1 else "%.1f" % value
    return row


def write(rows):
    old = []
    if os.path.exists(RESULTS):
        with open(RESULTS, newline="") as file:
            old = list(csv.DictReader(file))
    new = {(row["set"], row["version"]) for row in rows}
    kept = [row for row in old if (row["set"], row["version"]) not in new]
    with open(RESULTS, "w", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows(kept + rows)


def as_test(program):
    """TAP: no set may fall below its floor."""
    failed = count = 0
    with tempfile.TemporaryDirectory() as made:
        for name, folder in sets(made):
            count += 1
            f1 = float(measure(program, folder)["f1"])
            good = f1 >= FLOORS.get(name, 0)
            failed += not good
            print("%s %d - %s: F1 %.4f, floor %s" % ("ok" if good else "not ok", count, name, f1, FLOORS.get(name, 0)), flush=True)
    print("1..%d" % count)
    return 1 if failed else 0


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    if not args and os.environ.get("KLANTBEELD"):
        return as_test(os.environ["KLANTBEELD"])
    if not args:
        raise SystemExit(__doc__)
    program, only = args[0], set(args[1:])
    with tempfile.TemporaryDirectory() as made:
        return run(program, only, made)


def run(program, only, made):
    at, rows, failed = version(), [], 0
    for name, folder in sets(made, only):
        if only and name not in only:
            continue
        row = row_of(name, at, measure(program, folder))
        rows.append(row)
        print("%-22s F1 %s  precision %s  recall %s  blocking %s  %s s  %s MB" % (
            name, row["f1"], row["precision"], row["recall"], row["blocking_recall"], row["wall_s"], row["peak_rss_mb"]))
        if "--floor" in sys.argv and float(row["f1"]) < FLOORS.get(name, 0):
            print("%s is below its floor of %s" % (name, FLOORS[name]))
            failed += 1
    if not only and rows and not make_sets.seed_of(sys.argv):
        write(rows)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
