#!/usr/bin/env python3
# level: all
"""How many records keep their party id when new data comes in.

    tests/quality/stable.py build/klantbeeld [PERSONS]      default 100000; prints one JSON line

A file of invented persons without one row in a hundred is imported and resolved; then the whole file is. What was
there keeps its id or not: with the model that was kept, with a model trained anew, and after a rebuild. Every id that
is gone must lead to one that stands.
"""
import csv
import io
import json
import os
import subprocess
import sys
import tempfile


def main():
    program = os.path.abspath(sys.argv[1])
    persons = sys.argv[2] if len(sys.argv) > 2 else "100000"
    with tempfile.TemporaryDirectory() as folder:
        store = ["--quiet", "--store", "sqlite:" + os.path.join(folder, "store.db")]

        def run(*words):
            done = subprocess.run([program, *store, *words], stdout=subprocess.PIPE, text=True)
            if done.returncode != 0:
                raise SystemExit("%s failed" % " ".join(words))
            return done.stdout

        def parties():
            """Source key -> party, of persons."""
            rows = csv.DictReader(io.StringIO(run("export", "--keys")))
            return {row["key"]: row["party"] for row in rows if row["party"].startswith("P-")}

        whole, most = os.path.join(folder, "whole.csv"), os.path.join(folder, "most.csv")
        run("demo", "--bench-persons", persons, "--seed", "1", "--out", whole)
        with open(whole, newline="") as file, open(most, "w", newline="") as out:
            for number, line in enumerate(file):
                if number % 100 != 50:
                    out.write(line)
        run("init")
        run("source", "add", "crm", "--kind", "crm")
        run("import", "--source", "crm", most)
        run("resolve")
        before = parties()
        run("import", "--source", "crm", whole)
        told = {"persons": int(persons), "records": len(before)}
        for name, words in (("kept model", ["resolve"]), ("trained anew", ["resolve", "--retrain"]), ("rebuilt", ["rebuild"])):
            run(*words)
            after = parties()
            same = sum(after.get(key) == party for key, party in before.items())
            told[name] = round(same / len(before), 5)
        standing = set(after.values())
        gone = sorted(set(before.values()) - standing)
        lost = sum(subprocess.run([program, *store, "show", party], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL).returncode != 0 for party in gone[:200])
        told.update({"ids gone": len(gone), "of 200 of those that lead nowhere": lost})
        print(json.dumps(told))
        return told["kept model"] < 0.995 or told["trained anew"] < 0.995 or lost > 0


if __name__ == "__main__":
    sys.exit(main())
