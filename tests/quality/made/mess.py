"""What goes wrong between a person and a row: typing, reading, hearing, leaving out.

Every function takes the chance generator first and gives a value back; what
cannot be damaged comes back as it was.
"""
import unicodedata

NEIGHBOURS = {}
for _row in ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"):
    for _a, _b in zip(_row, _row[1:]):
        NEIGHBOURS.setdefault(_a, []).append(_b)
        NEIGHBOURS.setdefault(_b, []).append(_a)
OCR = [("O", "0"), ("0", "O"), ("l", "1"), ("1", "l"), ("I", "l"), ("S", "5"), ("5", "S"), ("B", "8"), ("8", "B"), ("rn", "m"),
       ("m", "rn"), ("cl", "d"), ("e", "c"), ("c", "e"), ("G", "6"), ("6", "G"), ("Z", "2"), ("2", "Z"), ("h", "b"), ("ii", "n"),
       ("vv", "w"), ("li", "h"), ("ü", "ii"), ("ö", "o"), ("ä", "a"), ("ß", "B")]
SOUNDS = {
    "nl": [("ij", "y"), ("ij", "ei"), ("ei", "ij"), ("y", "ij"), ("c", "k"), ("k", "c"), ("ks", "x"), ("x", "ks"), ("dt", "d"),
           ("d", "dt"), ("f", "v"), ("v", "f"), ("z", "s"), ("s", "z"), ("ch", "g"), ("g", "ch"), ("ou", "au"), ("au", "ou"),
           ("ae", "aa"), ("aa", "a"), ("oo", "o"), ("ee", "e"), ("uy", "ui"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("sch", "s"),
           ("nn", "n"), ("ll", "l"), ("ss", "s")],
    "de": [("ei", "ai"), ("ai", "ei"), ("ey", "ei"), ("eier", "eyer"), ("aier", "eier"), ("eyer", "eier"), ("tz", "z"), ("z", "tz"),
           ("ck", "k"), ("k", "ck"), ("th", "t"), ("t", "th"), ("ph", "f"), ("f", "ph"), ("tt", "dt"), ("dt", "d"), ("d", "dt"),
           ("ss", "ß"), ("ß", "ss"), ("ff", "f"), ("mm", "m"), ("nn", "n"), ("n", "nn"), ("ä", "e"), ("ö", "oe"), ("ü", "ue"),
           ("c", "k"), ("k", "c"), ("h", ""), ("äu", "eu")],
    "en": [("ph", "f"), ("f", "ph"), ("ck", "k"), ("k", "ck"), ("ie", "y"), ("y", "ie"), ("ey", "y"), ("ll", "l"), ("l", "ll"),
           ("ee", "ea"), ("ea", "ee"), ("c", "k"), ("k", "c"), ("s", "z"), ("nn", "n"), ("tt", "t"), ("ai", "ay"), ("er", "or"),
           ("on", "en"), ("en", "an"), ("gh", "g"), ("wh", "w"), ("oo", "ou"), ("mac", "mc"), ("th", "t"), ("e", "")],
    "fr": [("ph", "f"), ("f", "ph"), ("y", "i"), ("i", "y"), ("eau", "o"), ("au", "o"), ("nn", "n"), ("ll", "l"), ("tt", "t"),
           ("qu", "k"), ("c", "k"), ("x", ""), ("th", "t"), ("é", "e"), ("è", "e"), ("ç", "ss"), ("ge", "j"), ("ai", "é"), ("s", "ss")],
}
MONTHS = {"nl": "jan feb mrt apr mei jun jul aug sep okt nov dec".split(),
          "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez".split(),
          "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()}


def chance(rng, share):
    return rng.random() < share


def draw(rng, words_weights):
    return rng.choices(*words_weights)[0]


def digits(rng, count):
    return "".join(rng.choice("0123456789") for _ in range(count))


def typing(rng, word):
    """One slip of the fingers; the first letter is mostly right."""
    if len(word) < 3:
        return word
    at = rng.randrange(0 if chance(rng, 0.1) else 1, len(word))
    kind, c = rng.randrange(4), word[at]
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1 and at + 1 < len(word):
        return word[:at] + word[at + 1] + c + word[at + 2:]
    near = rng.choice(NEIGHBOURS.get(c.lower(), [c]))
    near = near.upper() if c.isupper() else near
    return word[:at] + near + word[at + (0 if kind == 2 else 1):]


def replaced(rng, word, pairs):
    fits = [(a, b) for a, b in pairs if a in word]
    if not fits:
        return word
    a, b = rng.choice(fits)
    at = rng.choice([i for i in range(len(word)) if word.startswith(a, i)])
    return word[:at] + b + word[at + len(a):]


def scanning(rng, word):
    return replaced(rng, word, OCR)


def hearing(rng, word, lang):
    low = replaced(rng, word.lower(), SOUNDS[lang])
    return low[:1].upper() + low[1:] if word[:1].isupper() else low


def plain(text):
    """Without marks: Jörg, Jorg."""
    return unicodedata.normalize("NFD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()


def spelled_out(text):
    """Without umlauts: Jörg, Joerg."""
    for a, b in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"), ("ß", "ss")):
        text = text.replace(a, b)
    return text


def slips(rng, word, mess):
    """mess: {"typing": share, "scanning": share, "hearing": share, "lang": "nl"}."""
    if word and chance(rng, mess.get("typing", 0)):
        word = typing(rng, word)
    if word and chance(rng, mess.get("scanning", 0)):
        word = scanning(rng, word)
    if word and chance(rng, mess.get("hearing", 0)):
        word = hearing(rng, word, mess["lang"])
    return word


def date_text(day, form, lang="nl"):
    y, m, d = day
    return {"iso": "%04d-%02d-%02d" % (y, m, d), "nl": "%02d-%02d-%04d" % (d, m, y), "short": "%d-%d-%02d" % (d, m, y % 100),
            "slash": "%d/%d/%04d" % (d, m, y), "de": "%02d.%02d.%04d" % (d, m, y), "us": "%02d/%02d/%04d" % (m, d, y),
            "words": "%d %s %04d" % (d, MONTHS[lang][m - 1], y), "flat": "%04d%02d%02d" % (y, m, d)}[form]


def wrong_date(rng, day):
    """A digit, the day and month changed about, or a neighbouring year."""
    y, m, d = day
    kind = rng.randrange(4)
    if kind == 0 and d <= 12:
        return y, d, m
    if kind == 1:
        return y + rng.choice([-10, -1, 1, 10]), m, d
    if kind == 2:
        return y, rng.randrange(1, 13), d if d <= 28 else 28
    return y, m, rng.randrange(1, 29)


def telephone(rng, number, country, tidy=False):
    """number: (area with its 0 or without, rest); as people note it."""
    area, rest = number
    if country == "us":
        forms = ["(%s) %s-%s", "%s-%s-%s", "%s.%s.%s", "%s%s%s", "+1 %s %s %s", "1-%s-%s-%s"]
        return (forms[0] if tidy else rng.choice(forms)) % (area, rest[:3], rest[3:])
    code = {"nl": "31", "de": "49", "uk": "44", "be": "32"}[country]
    forms = ["%s-%s" % (area, rest), "%s%s" % (area, rest), "%s %s %s" % (area, rest[:3], rest[3:]),
             "+%s %s %s" % (code, area[1:], rest), "+%s%s%s" % (code, area[1:], rest), "00%s%s%s" % (code, area[1:], rest),
             "(%s) %s" % (area, rest), "%s/%s" % (area, rest) if country == "de" else "%s - %s" % (area, rest)]
    return forms[0] if tidy else rng.choice(forms)


def blank(rng, row, shares):
    for field, share in shares.items():
        if field in row and chance(rng, share):
            row[field] = ""
    return row
