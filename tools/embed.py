#!/usr/bin/env python3
"""Write files into a C source, so that the program is one binary.

embed.py OUT.c NAME ROOT FILE...   makes  const struct embedded NAME[] (embed/embedded.h),
sorted by path, paths relative to ROOT, closed by an entry with path NULL.
"""
import hashlib
import pathlib
import sys


def literal(data):
    rows = []
    for at in range(0, len(data), 32):
        rows.append('"' + "".join(f"\\{byte:03o}" for byte in data[at:at + 32]) + '"')
    return "\n    ".join(rows) or '""'


def main():
    out, name, root, *files = sys.argv[1:]
    entries = []
    for path in sorted(set(files)):
        data = pathlib.Path(path).read_bytes()
        relative = pathlib.Path(path).resolve().relative_to(pathlib.Path(root).resolve()).as_posix()
        digest = hashlib.sha256(data).hexdigest()
        entries.append(f'  {{ "{relative}", {{\n    {literal(data)}, {len(data)} }},\n    "{digest[:32]}" }},\n')
    text = '/* Made by tools/embed.py. */\n#include "base/embedded.h"\n\n'
    text += f"const struct embedded {name}[] = {{\n{''.join(entries)}  {{ 0 }},\n}};\n"
    pathlib.Path(out).write_text(text)


if __name__ == "__main__":
    main()
