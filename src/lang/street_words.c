/*
 * An abbreviation is opened only where it can mean one thing: "St." before a
 * name is Sint, at the end of an English street it is Street; "Kon." waits
 * for the name that follows to know whether it is a king or a queen.
 * Abbreviations: NEN 5825 and common use; French, German and English types of
 * street likewise. Our own lists.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/street_words.h"

#include <string.h>

#include "lang/seen.h"
#include "lang/utf8.h"

enum { WORDS_MAX = 16, OUT_MAX = 900, IN_MAX = 400 };

struct out {
    char s[OUT_MAX];
    size_t len;
};

static void put(struct out *out, struct text t)
{
    if (out->len + t.len <= sizeof(out->s)) {
        memcpy(out->s + out->len, t.ptr ? t.ptr : "", t.len);
        out->len += t.len;
    }
}

/* ---- capitals ---- */

struct shape {
    bool upper, lower;
};

static struct shape shape_of(struct text t)
{
    struct shape shape = { false, false };
    uint32_t code;
    while (t.len > 0 && !(shape.upper && shape.lower)) {
        if ((unsigned char)t.ptr[0] < 0x80) {
            shape.upper |= char_is_upper(t.ptr[0]);
            shape.lower |= char_is_lower(t.ptr[0]);
            t = (struct text){ t.ptr + 1, t.len - 1 };
            continue;
        }
        utf8_next(&t, &code);
        shape.upper |= code < 0x80 ? char_is_upper((char)code) : utf8_is_upper(code);
        shape.lower |= code < 0x80 ? char_is_lower((char)code) : utf8_is_lower(code);
    }
    return shape;
}

static bool in_list(struct text word, const char *const *list)
{
    if (word.len == 0)
        return false;
    for (char first = char_to_lower(word.ptr[0]); *list; list++)
        if (first == char_to_lower((*list)[0]) && text_equal_nocase(word, text_from(*list)))
            return true;
    return false;
}

/* Words that stay low inside a name, in Dutch, French, German and English. */
static bool stays_low(struct text word)
{
    static const char *const small[] = { "van",  "de",    "der", "den", "des",  "het", "'t",  "\xe2\x80\x99t",
                                         "op",   "aan",   "ten", "ter", "te",   "bij", "in",  "en",
                                         "over", "onder", "tot", "uit", "voor", "d'",  "l'",  "s'",
                                         "la",   "le",    "les", "du",  "di",   "et",  "au",  "aux",
                                         "sur",  "sous",  "von", "und", "am",   "an",  "auf", "zum",
                                         "zur",  "im",    "of",  "the", "a/d",  "e",   "y",   "dos",
                                         "da",   "do",    NULL };
    return in_list(word, small);
}

static bool is_low_ever(struct text word)
{
    static const char *const always[] = { "'s", "'t", "\xe2\x80\x99s", "\xe2\x80\x99t", "d'", NULL };
    return in_list(word, always);
}

static bool is_apostrophe(struct text t, size_t at, size_t *ret_len)
{
    if (t.ptr[at] == '\'' || t.ptr[at] == '`')
        return *ret_len = 1, true;
    if (t.len - at >= 3 && memcmp(t.ptr + at, "\xe2\x80\x99", 3) == 0)
        return *ret_len = 3, true;
    return false;
}

/* One word (no space or hyphen in it) with its first letter up. */
static void put_capitalised(struct out *out, struct text word, bool dutch)
{
    bool up = true;
    size_t letters = 0;
    struct text rest = word;
    while (rest.len > 0) {
        size_t quote = 0;
        if (is_apostrophe(rest, 0, &quote)) {
            put(out, text_slice(rest, 0, quote));
            rest = text_from_offset(rest, quote);
            /* "d'Ancona", "l'Église", "O'Brien" but "Foto's", "King's" */
            up = letters <= 1;
            letters = 0;
            continue;
        }
        struct text before = rest;
        uint32_t code;
        utf8_next(&rest, &code);
        char sign[UTF8_BYTES_MAX];
        bool letter = code < 0x80 ? char_is_alpha((char)code) : utf8_is_letter(code);
        if (letter && up && dutch && (code == 'i' || code == 'I') && rest.len > 1 &&
            char_to_lower(rest.ptr[0]) == 'j') {
            put(out, TEXT("IJ"));
            rest = text_from_offset(rest, 1);
            up = false;
            letters += 2;
            continue;
        }
        if (letter) {
            put(out, (struct text){ sign, utf8_put(up ? utf8_to_upper(code) : utf8_to_lower(code), sign) });
            up = false;
            letters++;
        } else {
            put(out, text_slice(before, 0, before.len - rest.len));
            up = code == '.' || code == '/' || code == '(' || up;
        }
    }
}

static void put_lower(struct out *out, struct text word)
{
    uint32_t code;
    char sign[UTF8_BYTES_MAX];
    while (utf8_next(&word, &code)) {
        size_t len = utf8_put(utf8_to_lower(code), sign);
        put(out, (struct text){ sign, len });
    }
}

/* "d'" of "d'ancona", "'s" of "'s-gravenhage": the part up to and with the apostrophe. */
static size_t elision(struct text word)
{
    size_t quote = 0;
    if (word.len > 2 && char_is_alpha(word.ptr[0]) && is_apostrophe(word, 1, &quote) &&
        (char_to_lower(word.ptr[0]) == 'd' || char_to_lower(word.ptr[0]) == 'l'))
        return 1 + quote;
    return 0;
}

static void put_word_cased(struct out *out, struct text word, bool first, bool dutch)
{
    if (is_low_ever(word) || (!first && stays_low(word))) {
        put_lower(out, word);
        return;
    }
    size_t cut = first ? 0 : elision(word);
    put_lower(out, text_slice(word, 0, cut));
    put_capitalised(out, text_from_offset(word, cut), dutch);
}

struct text name_case(struct text name, const char *country, struct arena *arena)
{
    struct shape shape = shape_of(name);
    if ((shape.upper && shape.lower) || (!shape.upper && !shape.lower) || name.len > IN_MAX)
        return name;
    if (shape.upper && name.len <= 3 && strcmp(country, "NL") != 0) /* "NYC" */
        return name;
    bool dutch = strcmp(country, "NL") == 0 || strcmp(country, "BE") == 0 || country[0] == '\0';
    struct out out = { .len = 0 };
    bool first = true;
    for (size_t at = 0; at < name.len;) {
        size_t end = at;
        while (end < name.len && name.ptr[end] != ' ' && name.ptr[end] != '-')
            end++;
        struct text word = text_slice(name, at, end);
        bool hyphen_after = end < name.len && name.ptr[end] == '-', hyphen_before = at > 0 && name.ptr[at - 1] == '-';
        if (word.len > 0)
            put_word_cased(&out, word, first && !is_low_ever(word), dutch && !hyphen_before ? dutch : dutch);
        if (word.len > 0 && !(is_low_ever(word) && hyphen_after))
            first = false;
        if (end < name.len)
            put(&out, text_slice(name, end, end + 1));
        at = end + 1;
    }
    return arena_copy(arena, (struct text){ out.s, out.len });
}

/* ---- abbreviations ---- */

struct expansion {
    struct text from;
    const char *to;
};

/* NL, at the end of the last word or as the last word: the types of street. */
static const struct expansion dutch_ends[] = {
    { TEXT("dwarsstr"), "dwarsstraat" },
    { TEXT("dwstr"), "dwarsstraat" },
    { TEXT("dwwg"), "dwarsweg" },
    { TEXT("plnts"), "plantsoen" },
    { TEXT("plants"), "plantsoen" },
    { TEXT("stwg"), "steenweg" },
    { TEXT("stw"), "steenweg" },
    { TEXT("sngl"), "singel" },
    { TEXT("sgl"), "singel" },
    { TEXT("str"), "straat" },
    { TEXT("ln"), "laan" },
    { TEXT("wg"), "weg" },
    { TEXT("pln"), "plein" },
    { TEXT("pl"), "plein" },
    { TEXT("gr"), "gracht" },
    { TEXT("kd"), "kade" },
    { TEXT("dk"), "dijk" },
    { TEXT("pk"), "park" },
    { TEXT("stg"), "steeg" },
    { TEXT("hf"), "hof" },
    { TEXT("mkt"), "markt" },
    { TEXT("vlt"), "vliet" },
};

/* NL, words before a name. A star: only with a full stop. */
static const struct expansion dutch_words[] = {
    { TEXT("burg"), "Burgemeester" },
    { TEXT("bgm"), "Burgemeester" },
    { TEXT("burgem"), "Burgemeester" },
    { TEXT("ds"), "Dominee" },
    { TEXT("mr*"), "Meester" },
    { TEXT("jhr"), "Jonkheer" },
    { TEXT("gen"), "Generaal" },
    { TEXT("kol*"), "Kolonel" },
    { TEXT("pres"), "President" },
    { TEXT("min*"), "Minister" },
    { TEXT("past"), "Pastoor" },
    { TEXT("kard"), "Kardinaal" },
    { TEXT("st"), "Sint" },
    { TEXT("o.l.v"), "Onze Lieve Vrouwe" },
    { TEXT("olv"), "Onze Lieve Vrouwe" },
    { TEXT("gebr"), "Gebroeders" },
    { TEXT("grt*"), "Grote" },
    { TEXT("gr*"), "Grote" },
    { TEXT("kl*"), "Kleine" },
    { TEXT("kte"), "Korte" },
    { TEXT("lg*"), "Lange" },
    { TEXT("verl"), "Verlengde" },
    { TEXT("wed"), "Weduwe" },
    { TEXT("v*"), "van" },
    { TEXT("1e"), "Eerste" },
    { TEXT("2e"), "Tweede" },
    { TEXT("3e"), "Derde" },
    { TEXT("4e"), "Vierde" },
    { TEXT("5e"), "Vijfde" },
    { TEXT("6e"), "Zesde" },
    { TEXT("1ste"), "Eerste" },
    { TEXT("2de"), "Tweede" },
    { TEXT("3de"), "Derde" },
    { TEXT("4de"), "Vierde" },
    { TEXT("stwg"), "Steenweg" },
    { TEXT("stw"), "Steenweg" },
    { TEXT("burgemr"), "Burgemeester" },
    { TEXT("nwe*"), "Nieuwe" },
    { TEXT("nw*"), "Nieuwe" },
};

/* NL, a side of a canal as last word. */
static const struct expansion dutch_sides[] = {
    { TEXT("nz"), "noordzijde" }, { TEXT("oz"), "oostzijde" },   { TEXT("zz"), "zuidzijde" },
    { TEXT("wz"), "westzijde" },  { TEXT("n.z"), "noordzijde" }, { TEXT("o.z"), "oostzijde" },
    { TEXT("z.z"), "zuidzijde" }, { TEXT("w.z"), "westzijde" },
};

static const struct expansion french_starts[] = {
    { TEXT("av"), "Avenue" },      { TEXT("ave"), "Avenue" },    { TEXT("ch"), "Chaussée" },
    { TEXT("chée"), "Chaussée" },  { TEXT("chee"), "Chaussée" }, { TEXT("chaussee"), "Chaussée" },
    { TEXT("bd"), "Boulevard" },   { TEXT("bld"), "Boulevard" }, { TEXT("blvd"), "Boulevard" },
    { TEXT("boul"), "Boulevard" }, { TEXT("pl"), "Place" },      { TEXT("r"), "Rue" },
    { TEXT("imp"), "Impasse" },    { TEXT("rte"), "Route" },     { TEXT("sq"), "Square" },
    { TEXT("all"), "Allée" },      { TEXT("fg"), "Faubourg" },   { TEXT("fbg"), "Faubourg" },
    { TEXT("chem"), "Chemin" },    { TEXT("che"), "Chemin" },    { TEXT("pass"), "Passage" },
    { TEXT("res"), "Résidence" },  { TEXT("rés"), "Résidence" }, { TEXT("esp"), "Esplanade" },
};

static const struct expansion german_ends[] = {
    { TEXT("strasse"), "straße" },
    { TEXT("straße"), "straße" },
    { TEXT("str"), "straße" },
    { TEXT("pl"), "platz" },
};

static const struct expansion english_ends[] = {
    { TEXT("st"), "Street" },      { TEXT("str"), "Street" },     { TEXT("ave"), "Avenue" },
    { TEXT("av"), "Avenue" },      { TEXT("aven"), "Avenue" },    { TEXT("rd"), "Road" },
    { TEXT("dr"), "Drive" },       { TEXT("drv"), "Drive" },      { TEXT("ln"), "Lane" },
    { TEXT("blvd"), "Boulevard" }, { TEXT("boul"), "Boulevard" }, { TEXT("ct"), "Court" },
    { TEXT("crt"), "Court" },      { TEXT("cres"), "Crescent" },  { TEXT("cr"), "Crescent" },
    { TEXT("crs"), "Crescent" },   { TEXT("pl"), "Place" },       { TEXT("plc"), "Place" },
    { TEXT("sq"), "Square" },      { TEXT("ter"), "Terrace" },    { TEXT("terr"), "Terrace" },
    { TEXT("tce"), "Terrace" },    { TEXT("pkwy"), "Parkway" },   { TEXT("pky"), "Parkway" },
    { TEXT("hwy"), "Highway" },    { TEXT("cir"), "Circle" },     { TEXT("cl"), "Close" },
    { TEXT("clo"), "Close" },      { TEXT("gdns"), "Gardens" },   { TEXT("gdn"), "Garden" },
    { TEXT("grv"), "Grove" },      { TEXT("gr"), "Grove" },       { TEXT("pde"), "Parade" },
    { TEXT("trl"), "Trail" },      { TEXT("wy"), "Way" },         { TEXT("expy"), "Expressway" },
    { TEXT("crct"), "Circuit" },   { TEXT("cct"), "Circuit" },    { TEXT("tpke"), "Turnpike" },
    { TEXT("pt"), "Point" },       { TEXT("cv"), "Cove" },        { TEXT("xing"), "Crossing" },
    { TEXT("mdws"), "Meadows" },   { TEXT("hts"), "Heights" },    { TEXT("vlg"), "Village" },
    { TEXT("aly"), "Alley" },      { TEXT("espl"), "Esplanade" }, { TEXT("plz"), "Plaza" },
    { TEXT("rte"), "Route" },
};

static const struct expansion directions[] = {
    { TEXT("n"), "North" },      { TEXT("s"), "South" },      { TEXT("e"), "East" },       { TEXT("w"), "West" },
    { TEXT("ne"), "Northeast" }, { TEXT("nw"), "Northwest" }, { TEXT("se"), "Southeast" }, { TEXT("sw"), "Southwest" },
};

struct words {
    struct text at[WORDS_MAX];
    size_t count;
};

static struct words cut_words(struct text street)
{
    struct words words = { .count = 0 };
    for (size_t at = 0; at < street.len;) {
        size_t end = at;
        while (end < street.len && street.ptr[end] != ' ')
            end++;
        if (end > at) {
            if (words.count == WORDS_MAX - 1)
                end = street.len;
            words.at[words.count++] = text_slice(street, at, end);
        }
        at = end + 1;
    }
    return words;
}

static struct text without_stop(struct text word)
{
    return word.len > 1 && word.ptr[word.len - 1] == '.' ? text_slice(word, 0, word.len - 1) : word;
}

static const char *find_expansion(struct text word, const struct expansion *list, size_t count)
{
    struct text bare = without_stop(word);
    if (bare.len == 0 || bare.len > 10) /* none is longer */
        return NULL;
    for (size_t i = 0; i < count; i++) {
        struct text from = list[i].from;
        bool needs_stop = from.ptr[from.len - 1] == '*';
        from.len -= needs_stop;
        if (bare.len == from.len && text_equal_nocase(bare, from) && (!needs_stop || bare.len < word.len))
            return list[i].to;
    }
    return NULL;
}

#define FIND(word, list) find_expansion((word), (list), sizeof(list) / sizeof((list)[0]))

/* "Riemsdijkln" → "Riemsdijk" + "laan"; false when no ending fits. */
static bool put_glued(struct out *out, struct text word, const struct expansion *list, size_t count, bool lower_s_stays)
{
    struct text bare = without_stop(word);
    for (size_t i = 0; i < count; i++) {
        struct text from = list[i].from;
        if (bare.len < from.len + 3 || char_to_lower(bare.ptr[bare.len - 1]) != char_to_lower(from.ptr[from.len - 1]) ||
            !text_ends_nocase(bare, from))
            continue;
        put(out, text_slice(bare, 0, bare.len - from.len));
        put(out, text_from(list[i].to));
        return true;
    }
    return false;
}

static bool is_queen(struct text name)
{
    static const char *const queens[] = { "wilhelmina",    "juliana", "beatrix",  "emma",   "maxima",
                                          "m\xc3\xa1xima", "sophie",  "sophia",   "astrid", "fabiola",
                                          "elisabeth",     "paola",   "mathilde", "anna",   "regentes" };
    for (size_t i = 0; i < sizeof(queens) / sizeof(queens[0]); i++)
        if (text_starts_nocase(name, text_from(queens[i])))
            return true;
    return false;
}

static bool is_princess(struct text name)
{
    static const char *const princesses[] = { "beatrix",    "irene",     "margriet",      "marijke",   "christina",
                                              "juliana",    "amalia",    "alexia",        "ariane",    "marie",
                                              "wilhelmina", "catharina", "m\xc3\xa1xima", "maxima",    "laurentien",
                                              "mabel",      "astrid",    "elisabeth",     "josephine", "charlotte",
                                              "mathilde" };
    for (size_t i = 0; i < sizeof(princesses) / sizeof(princesses[0]); i++)
        if (text_starts_nocase(name, text_from(princesses[i])))
            return true;
    return false;
}

/* "L. Voorhout" is long; "L. Simonsestraat" has the initial of a person. */
static bool is_old_street(struct text name)
{
    static const char *const starts[] = { "voorhout",     "nieuwstraat",     "poten",        "vijverberg", "houtstraat",
                                          "beestenmarkt", "elisabethstraat", "jansstraat",   "smeestraat", "viestraat",
                                          "haven",        "hezelstraat",     "burchtstraat", "leemstraat" };
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (text_equal_nocase(name, text_from(starts[i])))
            return true;
    return false;
}

static void put_dutch(struct out *out, const struct words *w, size_t i)
{
    struct text word = w->at[i];
    bool last = i + 1 == w->count;
    struct text bare = without_stop(word);
    if (!last && text_equal_nocase(bare, TEXT("kon")) && bare.len < word.len) {
        put(out, is_queen(w->at[i + 1]) ? TEXT("Koningin") : TEXT("Koning"));
        return;
    }
    if (!last && (text_equal_nocase(bare, TEXT("pr")) || text_equal_nocase(bare, TEXT("pres"))) &&
        bare.len < word.len && bare.len == 2) {
        put(out, is_princess(w->at[i + 1]) ? TEXT("Prinses") : TEXT("Prins"));
        return;
    }
    if (!last && text_equal_nocase(word, TEXT("l.")) && is_old_street(w->at[i + 1])) {
        put(out, TEXT("Lange"));
        return;
    }
    const char *full = !last && !(i > 0 && text_equal_nocase(bare, TEXT("st"))) ? FIND(word, dutch_words) : NULL;
    if (full) {
        put(out, text_from(full));
        return;
    }
    if (text_equal_nocase(word, TEXT("a/d")) || text_equal_nocase(word, TEXT("a.d."))) {
        put(out, TEXT("aan de"));
        return;
    }
    /* "St.Jansstraat", "Burg.Mijslaan": no space after the stop */
    size_t stop = text_find_char(word, '.');
    if (stop > 1 && stop + 3 < word.len && char_is_upper(word.ptr[stop + 1]) &&
        (full = FIND(text_slice(word, 0, stop + 1), dutch_words)) && stop > 1) {
        struct words two = { .at = { text_from_offset(word, stop + 1) }, .count = last ? 1 : 2 };
        put(out, text_from(full));
        put(out, TEXT(" "));
        put_dutch(out, &two, 0);
        return;
    }
    if (last && i > 0 && (full = FIND(word, dutch_sides))) {
        put(out, text_from(full));
        return;
    }
    if (last && i > 0 && (full = FIND(word, dutch_ends))) {
        put(out, text_from(full));
        return;
    }
    bool side_follows = i + 2 == w->count && FIND(w->at[i + 1], dutch_sides);
    if ((last || side_follows) && put_glued(out, word, dutch_ends, sizeof(dutch_ends) / sizeof(dutch_ends[0]), false))
        return;
    put(out, word);
}

static void put_german(struct out *out, const struct words *w, size_t i, bool swiss)
{
    struct text word = w->at[i];
    if (!swiss && i + 1 == w->count) {
        struct text bare = without_stop(word);
        if (i > 0 && (text_equal_nocase(bare, TEXT("str")) || text_equal_nocase(bare, TEXT("strasse")))) {
            put(out, TEXT("Straße"));
            return;
        }
        size_t count = sizeof(german_ends) / sizeof(german_ends[0]);
        if (bare.len == word.len && !text_ends_nocase(bare, TEXT("str")) && !text_ends_nocase(bare, TEXT("strasse")))
            count = 0; /* "Markt-Pl" without a stop is too little */
        if (put_glued(out, word, german_ends, count, false))
            return;
    }
    put(out, word);
}

static void put_english(struct out *out, const struct words *w, size_t i)
{
    struct text word = w->at[i];
    size_t last = w->count - 1;
    const char *full = NULL;
    if (last > 0 && FIND(w->at[last], directions) && i + 1 == last && w->count > 2)
        full = FIND(word, english_ends);
    if (i == last && i > 0) {
        full = FIND(word, english_ends);
        if (!full && w->count > 2)
            full = FIND(word, directions);
    } else if (i == 0 && last > 1) {
        full = FIND(word, directions);
    } else if (i == 0 && last == 1 && word.len <= 2) {
        full = FIND(word, directions); /* "W North" */
    }
    if (!full && i == 0 && last > 0 && text_equal_nocase(without_stop(word), TEXT("mt")))
        full = "Mount";
    put(out, full ? text_from(full) : word);
}

static bool is_english(const char *country)
{
    static const char *const countries[] = { "US", "GB", "IE", "AU", "CA", "NZ", "ZA", "IN", NULL };
    return in_list(text_from(country), countries);
}

enum street_language street_language_of(struct text street)
{
    struct words w = cut_words(street);
    if (w.count == 0)
        return STREET_UNKNOWN;
    struct text first = without_stop(w.at[0]), last = without_stop(w.at[w.count - 1]);
    static const char *const french[] = { "rue",      "avenue",   "av",    "boulevard", "bd",     "bld",
                                          "chaussée", "chaussee", "chée",  "place",     "allée",  "allee",
                                          "impasse",  "route",    "quai",  "chemin",    "cours",  "square",
                                          "clos",     "drève",    "drêve", "sentier",   "ruelle", NULL };
    static const char *const english[] = { "street", "road",     "avenue",  "ave",       "lane",    "drive",
                                           "court",  "crescent", "terrace", "boulevard", "blvd",    "rd",
                                           "dr",     "st",       "place",   "highway",   "hwy",     "close",
                                           "circle", "parade",   "way",     "square",    "circuit", NULL };
    if (w.count > 1 && in_list(first, french))
        return STREET_FRENCH;
    if (text_ends_nocase(last, TEXT("straat")) || text_ends_nocase(last, TEXT("laan")) ||
        text_ends_nocase(last, TEXT("plein")) || text_ends_nocase(last, TEXT("gracht")) ||
        text_ends_nocase(last, TEXT("steenweg")) || text_ends_nocase(last, TEXT("kade")) ||
        text_ends_nocase(last, TEXT("singel")) || text_ends_nocase(last, TEXT("dijk")))
        return STREET_DUTCH;
    if (text_ends_nocase(last, TEXT("strasse")) || text_ends_nocase(last, TEXT("straße")) ||
        text_ends_nocase(last, TEXT("platz")) || text_ends_nocase(last, TEXT("gasse")))
        return STREET_GERMAN;
    if (w.count > 1 && in_list(last, english))
        return STREET_ENGLISH;
    return STREET_UNKNOWN;
}

static struct text street_spelt(struct text street, const char *country, struct arena *arena)
{
    street = name_case(street, country, arena);
    struct words w = cut_words(street);
    if (w.count == 0)
        return street;
    bool belgian = strcmp(country, "BE") == 0;
    bool french = strcmp(country, "FR") == 0 || strcmp(country, "LU") == 0 || strcmp(country, "MC") == 0;
    bool german = strcmp(country, "DE") == 0 || strcmp(country, "AT") == 0, swiss = strcmp(country, "CH") == 0;
    const char *start = (french || belgian || swiss) && w.count > 1 ? FIND(w.at[0], french_starts) : NULL;
    /* "R. de l'Église": one letter needs its stop, and "Pl." alone may be Dutch */
    if (start && without_stop(w.at[0]).len == 1 && w.at[0].len == 1)
        start = NULL;
    bool dutch = strcmp(country, "NL") == 0 || (belgian && !start && street_language_of(street) != STREET_FRENCH);
    struct out out = { .len = 0 };
    for (size_t i = 0; i < w.count; i++) {
        if (i > 0)
            put(&out, TEXT(" "));
        if (start && i == 0)
            put(&out, text_from(start));
        else if (dutch)
            put_dutch(&out, &w, i);
        else if (german)
            put_german(&out, &w, i, swiss);
        else if (is_english(country))
            put_english(&out, &w, i);
        else
            put(&out, w.at[i]);
    }
    if (text_equal((struct text){ out.s, out.len }, street))
        return street;
    return arena_copy(arena, (struct text){ out.s, out.len });
}

struct text street_spelling(struct text street, const char *country, struct arena *arena)
{
    static _Thread_local uint64_t slots[SEEN_SLOTS];
    if (street.len == 0 || street.len > IN_MAX)
        return street;
    char tag[4] = { 0 };
    memcpy(tag, country, strlen(country) < sizeof(tag) ? strlen(country) : sizeof(tag));
    struct seen seen = seen_of(slots, street, tag);
    if (seen_is(seen))
        return street;
    struct text spelt = street_spelt(street, country, arena);
    if (spelt.ptr == street.ptr && spelt.len == street.len)
        seen_put(seen, 0);
    return spelt;
}
