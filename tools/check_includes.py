#!/usr/bin/env python3
"""Fail on an include that goes up or sideways; the floors stand in tools/layers.txt."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def floors():
    """Floor or room -> its height."""
    heights = {}
    lines = (ROOT / "tools/layers.txt").read_text().splitlines()
    for height, line in enumerate(l for l in lines if l and not l.startswith("#")):
        for name in line.split():
            heights[name] = height
    return heights


def floor_of(path, heights):
    """The floor a file stands on, or the room of one: "flow/view/ties.c" is of "flow/view"."""
    first, *rest = path.split("/")
    room = first + "/" + rest[0] if len(rest) > 1 else first
    return room if room in heights else first


def main():
    heights = floors()
    wrong = []
    checked = 0
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in {".c", ".h", ".cc", ".def"}:
            continue
        here = floor_of(path.relative_to(ROOT / "src").as_posix(), heights)
        if here not in heights:
            wrong.append(f"{path.relative_to(ROOT)}: '{here}' is no floor of tools/layers.txt")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not found:
                continue
            checked += 1
            there = floor_of(found.group(1), heights)
            if "/" not in found.group(1):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: include by full path: {found.group(1)}")
            elif there != here and there in heights and heights[there] >= heights[here]:
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {here} may not include {there}")
    print("\n".join(wrong) or f"{checked} includes, all downward")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
