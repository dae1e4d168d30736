#!/usr/bin/env python3
"""Turn header_names.txt and header_presets.txt into C tables.

make_names.py NAMES PRESETS OUT: names sorted by key for a binary search, then
the presets.  The folding is that of header.c; a name that stands twice under
different fields stops the build.
"""
import sys
import unicodedata

EXTRA = {"ß": "s", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "þ": "t", "ð": "d"}


def key(name):
    """Small letters without marks, digits; nothing else."""
    flat = ""
    for c in unicodedata.normalize("NFC", name).lower():
        c = EXTRA.get(c, unicodedata.normalize("NFD", c)[0])
        if c.isascii() and c.isalnum():
            flat += c
    return flat


def logical_lines(path):
    """Lines with what continues them, without comments."""
    lines = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.rstrip("\n")
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace() and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + " " + line.strip())
        else:
            lines.append((number, line.strip()))
    return lines


def read_names(path):
    names = {}
    for number, line in logical_lines(path):
        field, _, rest = line.partition(":")
        for name in filter(None, (n.strip() for n in rest.split(","))):
            k = key(name)
            if not k:
                sys.exit(f"{path}:{number}: '{name}' has no letters")
            if names.get(k, field) != field:
                sys.exit(f"{path}:{number}: '{name}' is both {names[k]} and {field}")
            names[k] = field
    return names


def read_presets(path):
    """[(title, [keys that must be there], [(key, field)])]"""
    presets = []
    for number, line in logical_lines(path):
        word, _, rest = line.partition(" ")
        if word == "preset":
            presets.append((rest.strip(), [], []))
        elif word == "has":
            presets[-1][1].extend(key(n) for n in rest.split(","))
        elif "=" in line:
            for pair in line.split(","):
                name, _, field = pair.rpartition("=")
                presets[-1][2].append((key(name), field.strip()))
        else:
            sys.exit(f"{path}:{number}: what is '{line}'?")
    return presets


def c_field(name):
    """"addr.home.line1" -> the initialiser of a struct field_ref."""
    if name == "-":
        return "{ .field = FIELD_NONE }"
    parts = name.split(".")
    group = ""
    if len(parts) == 3 or (len(parts) == 2 and parts[0] == "email"):
        group = f", .group = GROUP_{parts.pop(1).upper()}"
    return "{ .field = FIELD_" + "_".join(parts).upper() + group + " }"


def main():
    names_path, presets_path, out = sys.argv[1:]
    names, presets = read_names(names_path), read_presets(presets_path)
    with open(out, "w", encoding="utf-8") as f:
        f.write("/* Made by make_names.py; do not edit. */\n#include \"parse/names_table.h\"\n\n")
        f.write("const struct name_row name_rows[] = {\n")
        for k in sorted(names):
            f.write(f'    {{ "{k}", {len(k)}, {c_field(names[k])} }},\n')
        f.write(f"}};\nconst size_t name_rows_count = {len(names)};\n\n")
        for i, (_, has, pairs) in enumerate(presets):
            f.write(f"static const char *const has_{i}[] = {{ " + "".join(f'"{k}", ' for k in has) + "NULL };\n")
            f.write(f"static const struct name_row rows_{i}[] = {{\n")
            for k, field in pairs:
                f.write(f'    {{ "{k}", {len(k)}, {c_field(field)} }},\n')
            f.write("    { NULL, 0, { .field = FIELD_NONE } },\n};\n")
        f.write("const struct name_preset name_presets[] = {\n")
        for i, (title, _, _) in enumerate(presets):
            f.write(f'    {{ "{title}", has_{i}, rows_{i} }},\n')
        f.write(f"}};\nconst size_t name_presets_count = {len(presets)};\n")


if __name__ == "__main__":
    main()
