#!/usr/bin/env python3
"""Make the table of cross-field rules in C (check/rules.h) from data/rules.tsv.

make_rules.py OUT.c RULES.tsv
"""
import pathlib
import re
import sys


def literal(text):
    return '"' + "".join(c if 32 <= ord(c) < 127 and c not in '"\\?' else "".join(f"\\{b:03o}" for b in c.encode())
                         for c in text) + '"'


def main():
    out, path = sys.argv[1:]
    rows, seen = [], set()
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 6 or not re.fullmatch(r"[a-z_]+", cells[0]) or not re.fullmatch(r"\d+", cells[3]):
            sys.exit(f"{path}:{number}: a rule has six columns, the first a word, the fourth a number")
        if cells[0] in seen:
            sys.exit(f"{path}:{number}: '{cells[0]}' stands twice")
        seen.add(cells[0])
        rows.append(f"    {{ RULE_{cells[0].upper()}, \"{cells[0]}\", \"{cells[1]}\", \"{cells[2]}\", {cells[3]}, "
                    f"{{ {literal(cells[4])}, {literal(cells[5])} }} }},")
    text = '/* Made by tools/make_rules.py. */\n#include "check/rules.h"\n\n'
    text += "const struct rule rules[] = {\n" + "\n".join(rows) + "\n};\n"
    text += f"const size_t rules_count = {len(rows)};\n"
    pathlib.Path(out).write_text(text)


if __name__ == "__main__":
    main()
