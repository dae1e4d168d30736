#!/usr/bin/env python3
"""Write the built pages into a C source, with their compressed forms.

embed_ui.py OUT.c NAME DIST FALLBACK.html

Takes every file of the folder DIST (ui/dist, made by `make ui`) and adds a .br
and a .gz form of each text that becomes smaller by it.  Without that folder
the one page is FALLBACK.html, which says how to make it.

Runs at every build, since the folder may have come or gone; the first line of
OUT.c holds a hash of what was read, and when that is the same nothing is done.
"""
import gzip
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile

TEXTS = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".txt", ".webmanifest", ".map"}
WORTH = 0.95  # a form that saves less is left out
BROTLI = shutil.which("brotli")


def forms(data):
    """The compressed forms of some bytes: ending and bytes."""
    yield ".gz", gzip.compress(data, 9, mtime=0)
    if BROTLI:
        packed = subprocess.run([BROTLI, "-q", "11", "-c", "-"], input=data, capture_output=True, check=True)
        yield ".br", packed.stdout


def hash_of(sources):
    digest = hashlib.sha256(b"br" if BROTLI else b"gz")
    for path, data in sources.items():
        digest.update(f"{path}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def main():
    out, name, dist, fallback = sys.argv[1:]
    out, dist = pathlib.Path(out), pathlib.Path(dist)
    files = sorted(p for p in dist.rglob("*") if p.is_file()) if (dist / "index.html").is_file() else []
    sources = {p.relative_to(dist).as_posix(): p.read_bytes() for p in files}
    if not sources:
        sources = {"index.html": pathlib.Path(fallback).read_bytes()}
    first = f"/* pages {hash_of(sources)} */\n"
    if out.is_file() and out.open().readline() == first:
        return

    embed = pathlib.Path(__file__).resolve().parent / "embed.py"
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for path, data in sources.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
            if pathlib.Path(path).suffix not in TEXTS or len(data) < 512:
                continue
            for ending, packed in forms(data):
                if len(packed) < len(data) * WORTH:
                    (root / (path + ending)).write_bytes(packed)
        made = [str(p) for p in sorted(root.rglob("*")) if p.is_file()]
        bare = root / "pages.c.new"
        subprocess.run([sys.executable, str(embed), str(bare), name, str(root), *made], check=True)
        out.write_text(first + bare.read_text())


if __name__ == "__main__":
    main()
