#!/usr/bin/env python3
"""Make a look-up table in C (lang/words.h) from a table in data/.

make_words.py OUT.c NAME KIND FILE.tsv   writes  const struct word_table words_NAME

A data file is UTF-8; lines that start with # and empty lines are comments; columns are split by tabs.
  words   word, code, number, value     a word must stand once
  groups  group, member, member …       each word gets the numbers of its groups and the letters their names begin with, "3 17 m514"
Words stand folded: lower-case ASCII letters and digits, spaces allowed (lang/fold.h).
"""
import pathlib
import re
import sys


def word_hash(word):
    """FNV-1a, 32 bits; the same as word_hash() in lang/words.h."""
    h = 2166136261
    for byte in word.encode():
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    return h


def fail(path, number, why):
    sys.exit(f"{path}:{number}: {why}")


def rows(path):
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line.split("\t")


def check_word(path, number, word):
    if not re.fullmatch(r"[a-z0-9]+( [a-z0-9]+)*", word) or len(word) > 60:
        fail(path, number, f"'{word}' is not a folded word")


def read_words(path):
    words = {}
    for number, cells in rows(path):
        word, code, count, value = (cells + ["", "", ""])[:4]
        check_word(path, number, word)
        if not re.fullmatch(r"[A-Za-z-]{1,3}", code) or not re.fullmatch(r"\d*", count):
            fail(path, number, "code or number is wrong")
        if word in words:
            fail(path, number, f"'{word}' stands twice")
        words[word] = [code, int(count or 0), value]
    return words


def read_groups(path):
    words = {}
    for group, (number, cells) in enumerate(rows(path), 1):
        for word in cells:
            check_word(path, number, word)
            entry = words.setdefault(word, ["-", 0, ""])
            if str(group) not in entry[2].split():
                entry[2] = (entry[2] + f" {group}").strip()
    members = {group: cells for group, (_, cells) in enumerate(rows(path), 1)}
    for entry in words.values():  # the letters that the other forms of the name begin with, a to z from bit 0
        letters = {name[0] for group in entry[2].split() for name in members[int(group)]}
        entry[2] += f" m{sum(1 << ord(c) - 97 for c in letters if 'a' <= c <= 'z')}"
    return words


def literal(text):
    return '"' + "".join(c if 32 <= ord(c) < 127 and c not in '"\\?' else "".join(f"\\{b:03o}" for b in c.encode())
                         for c in text) + '"'


def main():
    out, name, kind, path = sys.argv[1:]
    words = read_groups(path) if kind == "groups" else read_words(path)
    size = 16
    while size < 2 * len(words):
        size *= 2
    blob, at, entries, slots = [], 0, [], [0] * size
    for index, (word, (code, number, value)) in enumerate(sorted(words.items())):
        entries.append(f'    {{ {at}, {at + len(word) + 1}, {len(word)}, {number}, "{code}" }},')
        blob.append(literal(word + "\0"))
        blob.append(literal(value + "\0"))
        at += len(word) + len(value.encode()) + 2
        slot = word_hash(word) & size - 1
        while slots[slot]:
            slot = slot + 1 & size - 1
        slots[slot] = index + 1
    text = f'/* Made by tools/make_words.py. */\n#include "lang/words.h"\n\n'
    text += f"static const struct word_entry entries[] = {{\n" + "\n".join(entries) + "\n};\n"
    text += "static const char blob[] =\n    " + "\n    ".join(blob) + ";\n"
    text += "static const uint16_t slots[] = {\n    "
    text += "\n    ".join(", ".join(map(str, slots[i:i + 16])) + "," for i in range(0, size, 16)) + "\n};\n"
    text += f"const struct word_table words_{name} = {{ entries, blob, slots, {len(words)}, {size - 1} }};\n"
    pathlib.Path(out).write_text(text)


if __name__ == "__main__":
    main()
