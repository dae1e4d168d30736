#!/usr/bin/env python3
"""Make the table that folds Latin letters to lower-case ASCII (lang/fold.h).

make_fold_table.py OUT.c   writes two tables: U+0000-024F and U+1E00-1EFF.  The
rule is Unicode's: canonical decomposition without marks, plus the letters that
do not decompose, listed below as in CLDR's Latin-ASCII transform.  An empty
entry is a space; APOSTROPHE entries vanish.
"""
import pathlib
import sys
import unicodedata

LETTERS = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "ǽ": "ae", "ǣ": "ae", "ø": "o", "ǿ": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d",
    "þ": "th", "ĳ": "ij", "ħ": "h", "ı": "i", "ĸ": "q", "ŀ": "l", "ŋ": "n", "ŧ": "t", "ŉ": "n", "ſ": "s", "ƀ": "b",
    "ɓ": "b", "ƃ": "b", "ƈ": "c", "ɖ": "d", "ɗ": "d", "ƌ": "d", "ƒ": "f", "ɠ": "g", "ƕ": "hv", "ɩ": "i", "ɨ": "i",
    "ƙ": "k", "ƚ": "l", "ɲ": "n", "ƞ": "n", "ƥ": "p", "ƫ": "t", "ƭ": "t", "ʈ": "t", "ʋ": "v", "ƴ": "y", "ƶ": "z",
    "ǆ": "dz", "ǳ": "dz", "ǉ": "lj", "ǌ": "nj", "ǥ": "g", "ȡ": "d", "ȴ": "l", "ȵ": "n", "ȶ": "t", "ȥ": "z", "ȼ": "c",
    "ƛ": "l", "ɵ": "o", "ə": "e", "ǝ": "e", "ɛ": "e", "ɔ": "o", "ƣ": "oi", "ȣ": "ou", "ȝ": "y", "ƿ": "w", "ȷ": "j",
    "ȸ": "db", "ȹ": "qp", "ɇ": "e", "ɉ": "j", "ɋ": "q", "ɍ": "r", "ɏ": "y", "ȿ": "s", "ɀ": "z", "ⱥ": "a", "ⱦ": "t",
    "ʉ": "u", "ʌ": "v", "ȩ": "e", "ỻ": "ll", "ỽ": "v", "ỿ": "y", "ẟ": "d", "ẚ": "a", "ɂ": "", "ɣ": "g", "ʃ": "s", "ʒ": "z",
    "ǯ": "z", "ƹ": "z", "ƺ": "z", "ƨ": "s", "ƪ": "s", "ƽ": "s", "ƅ": "b", "ɯ": "u", "ʊ": "u", "ẜ": "s", "ẝ": "s", "ƍ": "d",
    "ª": "a", "º": "o", "²": "2", "³": "3", "¹": "1", "µ": "u", "ɑ": "a", "ɐ": "a", "ʀ": "r", "ƻ": "2",
}
VANISH = "'`´\u00ad"
UMLAUT = {"ä": "ae", "ö": "oe", "ü": "ue"}


def fold(char):
    if char in VANISH:
        return "-"
    plain = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c)).lower()
    out = ""
    for c in plain:
        if c in LETTERS:
            out += LETTERS[c]
            continue
        c = "".join(d for d in unicodedata.normalize("NFD", c) if not unicodedata.combining(d))
        out += c if c.isascii() and c.isalnum() else LETTERS.get(c, "")
    assert len(out) <= 3, (char, out)
    return out


def table(name, first, last):
    rows = []
    for code in range(first, last + 1):
        rows.append('"%s"' % fold(chr(code)))
    lines = [", ".join(rows[i:i + 12]) for i in range(0, len(rows), 12)]
    return "const char %s[][4] = {\n    %s,\n};\n" % (name, ",\n    ".join(lines))


def main():
    text = "/* Made by tools/make_fold_table.py. \"\" is a space, \"-\" nothing. */\n"
    text += '#include "lang/fold_table.h"\n\n'
    text += table("fold_latin", 0, 0x24F) + "\n" + table("fold_latin_additional", 0x1E00, 0x1EFF)
    pathlib.Path(sys.argv[1]).write_text(text)


if __name__ == "__main__":
    main()
