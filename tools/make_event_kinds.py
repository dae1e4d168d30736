#!/usr/bin/env python3
"""Make the tables of model/event_kind.h from data/event_kinds.tsv and data/event_words.tsv.

make_event_kinds.py OUT.c KINDS.tsv WORDS.tsv
"""
import pathlib
import re
import sys
import unicodedata

AREAS = ["basic", "extra", "contact", "products", "progress", "campaigns", "financial"]
FITS = ["amount", "term", "follow_up", "lines"]
CLASSES = {"": "EVENT_STATE_OPEN", "!": "EVENT_STATE_DONE", "-": "EVENT_STATE_VOID"}
NAME = re.compile(r"[a-z][a-z0-9_]*")
where = ""


def stop(what):
    sys.exit(f"{where}: {what}")


def literal(text):
    return '"' + "".join(c if 32 <= ord(c) < 127 and c not in '"\\?' else "".join(f"\\{b:03o}" for b in c.encode())
                         for c in text) + '"'


def key(word):
    """As fold_key() does it: small letters without marks, and digits."""
    flat = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c.isascii() and c.isalnum())
    return flat or stop(f"'{word}' has no letters")


def rows(path, width):
    global where
    head = False
    for number, line in enumerate(pathlib.Path(path).read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path}:{number}"
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != width:
            stop(f"{len(cells)} columns instead of {width}")
        if head:
            yield cells
        head = True


def listed(cell):
    return [part.strip() for part in cell.split(",") if part.strip()]


def read_states(cell):
    states, seen = [], {}
    for part in filter(None, cell.split(";")):
        match = re.fullmatch(r"([a-z_]+)([!-]?)=(.+)", part)
        if not match:
            stop(f"'{part}' is no state")
        name, mark, words = match[1], match[2], listed(match[3])
        keys = []
        for word in [name, *words]:
            k = key(word)
            if seen.setdefault(k, name) != name:
                stop(f"'{word}' is both {seen[k]} and {name}")
            if k not in keys:
                keys.append(k)
        states.append((name, CLASSES[mark], words[0], name.replace("_", " "), keys))
    return states


def add_word(words, word, target):
    k = key(word)
    if words.setdefault(k, target) != target:
        stop(f"'{word}' is both {words[k]} and {target}")


def main():
    out, kinds_path, words_path = sys.argv[1:]
    channels, words, body, kinds = [], {}, "", []
    codes = {"channel": {}, "direction": {}}
    for of, code, nl, en, known in rows(words_path, 5):
        if of not in codes or not NAME.fullmatch(code):
            stop("of is channel or direction, code a word")
        channels.append((of, code, nl, en))
        for word in [code, *listed(known)]:
            add_word(codes[of], word, len(channels) - 1)
    for kind, area, nl, en, fits, fields, states, known in rows(kinds_path, 8):
        if not NAME.fullmatch(kind) or area not in AREAS or any(f not in FITS for f in listed(fits)):
            stop("kind is a word, area one of the seven, fits " + ", ".join(FITS))
        if kind in (k[0] for k in kinds):
            stop(f"'{kind}' stands twice")
        states = read_states(states)
        kinds.append((kind, area, nl, en, listed(fits), listed(fields), states))
        number = len(kinds) - 1
        for word in [kind, *listed(known)]:
            word, _, state = word.partition(">")
            word, _, channel = word.partition("@")
            if state and state not in (s[0] for s in states):
                stop(f"'{state}' is no state of {kind}")
            if channel and key(channel) not in codes["channel"]:
                stop(f"'{channel}' is no channel")
            # the kind's own name says no more than the kind
            add_word(words, word, (number, state, channel))
    for number, kind in enumerate(kinds): # a label is a word too, unless another kind has it
        for label in kind[2:4]:
            words.setdefault(key(label), (number, "", ""))
    for number, (kind, _, _, _, _, fields, states) in enumerate(kinds):
        for s, state in enumerate(states):
            body += f"static const char *const words_{number}_{s}[] = {{ {', '.join(literal(k) for k in state[4])} }};\n"
        if states:
            body += f"static const struct event_state states_{number}[] = {{\n"
            for s, (name, kind_of, label, english, keys) in enumerate(states):
                body += (f"    {{ {literal(name)}, {{ {literal(label.capitalize())}, {literal(english.capitalize())} }}, "
                         f"{kind_of}, words_{number}_{s}, {len(keys)} }},\n")
            body += "};\n"
        if fields:
            body += f"static const char *const fields_{number}[] = {{ {', '.join(literal(f) for f in fields)} }};\n"
    text = '/* Made by tools/make_event_kinds.py. */\n#include "model/event_kind.h"\n\n' + body
    text += "const struct event_kind event_kinds[] = {\n"
    for number, (kind, area, nl, en, fits, fields, states) in enumerate(kinds):
        flags = " | ".join(f"EVENT_FITS_{f.upper()}" for f in fits) or "0"
        text += (f"    {{ {literal(kind)}, AREA_{area.upper()}, {{ {literal(nl)}, {literal(en)} }}, {flags}, "
                 f"{f'fields_{number}' if fields else 'NULL'}, {len(fields)}, "
                 f"{f'states_{number}' if states else 'NULL'}, {len(states)} }},\n")
    text += f"}};\nconst size_t event_kinds_count = {len(kinds)};\n\n"
    text += "const struct event_word event_words[] = {\n"
    for k in sorted(words):
        number, state, channel = words[k]
        text += f"    {{ {literal(k)}, &event_kinds[{number}], {literal(state)}, {literal(channel)} }},\n"
    text += f"}};\nconst size_t event_words_count = {len(words)};\n\n"
    text += "const struct event_code event_codes[] = {\n"
    for of, code, nl, en in channels:
        text += f"    {{ {literal(code)}, {{ {literal(nl)}, {literal(en)} }}, {'true' if of == 'channel' else 'false'} }},\n"
    text += f"}};\nconst size_t event_codes_count = {len(channels)};\n\n"
    for of, name in (("channel", "event_channel_words"), ("direction", "event_direction_words")):
        text += f"const struct event_code_word {name}[] = {{\n"
        for k in sorted(codes[of]):
            text += f"    {{ {literal(k)}, &event_codes[{codes[of][k]}] }},\n"
        text += f"}};\nconst size_t {name}_count = {len(codes[of])};\n"
    pathlib.Path(out).write_text(text)


if __name__ == "__main__":
    main()
