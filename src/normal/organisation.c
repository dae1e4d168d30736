/*
 * A name of an organisation is a main part with clauses behind it:
 *
 *   main  [h.o.d.n. trade name] [v/h former name] [afd. department] [t.a.v. person]
 *
 * Each clause opens with its own word and runs to the next.  In the main part
 * the legal form stands at the end, at the start, or written in capitals in
 * the middle ("Jansen BV Utrecht").  The core is what is left for comparing:
 * folded, without legal form, articles, "en" and fillers such as "holding", which
 * are kept beside it: they tell the companies of one owner apart.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/organisation.h"

#include <string.h>

#include "base/limits.h"
#include "lang/fold.h"
#include "lang/org_words.h"
#include "lang/utf8.h"
#include "normal/name_case.h"
#include "normal/organisation_words.h"

enum clause { MAIN = 0, TRADE, FORMER, DEPARTMENT, ATTENTION, CLAUSES };

struct org_reading {
    const struct name_token *tokens;
    const char *country;
    struct arena *arena;
    struct org_parse *ret;
    bool all_upper, all_lower;
    uint8_t part[CLAUSES][NAME_TOKENS_MAX]; /* tokens of each clause */
    uint8_t count[CLAUSES];
};

static void org_step(struct org_parse *parse, const char *what, struct text from, struct text to)
{
    if (parse->steps_count < ORG_STEPS_MAX)
        parse->steps[parse->steps_count++] = (struct org_step){ what, from, to };
}

static bool keys_are(const struct name_token *tokens, size_t left, const char *const *keys, size_t count)
{
    if (left < count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!text_equal(token_key(&tokens[i]), text_from(keys[i])))
            return false;
    return true;
}

/* How many tokens open a clause here, and which; 0 when none does. */
static size_t opens_clause(const struct name_token *tokens, size_t left, enum clause *ret)
{
    static const struct {
        const char *keys[4];
        uint8_t words;
        enum clause clause;
        bool marked; /* only with a full stop or slash: "v/h", not "VH" */
    } openings[] = {
        { { "tevens", "handelend", "onder" }, 3, TRADE, false },
        { { "handelend", "onder" }, 2, TRADE, false },
        { { "trading", "as" }, 2, TRADE, false },
        { { "doing", "business", "as" }, 3, TRADE, false },
        { { "hodn" }, 1, TRADE, false },
        { { "thodn" }, 1, TRADE, false },
        { { "ho" }, 1, TRADE, true },
        { { "ta" }, 1, TRADE, true },
        { { "dba" }, 1, TRADE, true },
        { { "handelsnaam" }, 1, TRADE, false },
        { { "vh" }, 1, FORMER, true },
        { { "voorheen" }, 1, FORMER, false },
        { { "formerly" }, 1, FORMER, false },
        { { "fka" }, 1, FORMER, true },
        { { "vormals" }, 1, FORMER, false },
        { { "vorm" }, 1, FORMER, true },
        { { "ehemals" }, 1, FORMER, false },
        { { "ehem" }, 1, FORMER, true },
        { { "previously" }, 1, FORMER, false },
        { { "anciennement" }, 1, FORMER, false },
        { { "vroeger" }, 1, FORMER, false },
        { { "afd" }, 1, DEPARTMENT, false },
        { { "afdeling" }, 1, DEPARTMENT, false },
        { { "dept" }, 1, DEPARTMENT, false },
        { { "abteilung" }, 1, DEPARTMENT, false },
        { { "abt" }, 1, DEPARTMENT, true },
        { { "ter", "attentie", "van" }, 3, ATTENTION, false },
        { { "tav" }, 1, ATTENTION, false },
        { { "attn" }, 1, ATTENTION, false },
        { { "att" }, 1, ATTENTION, true },
        { { "zhd" }, 1, ATTENTION, false },
        { { "attentie" }, 1, ATTENTION, false },
        { { "inh" }, 1, ATTENTION, true },
        { { "inhaber" }, 1, ATTENTION, false },
        { { "pa" }, 1, ATTENTION, true },
        { { "co" }, 1, ATTENTION, true },
    };
    for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
        if (!keys_are(tokens, left, openings[i].keys, openings[i].words))
            continue;
        bool slash = tokens[0].has_slash ||
                     ((openings[i].clause != ATTENTION || token_is(&tokens[0], "inh")) && tokens[0].has_dot);
        if (openings[i].marked && !slash && !(token_is(&tokens[0], "dba") || token_is(&tokens[0], "att")))
            continue;
        size_t words = openings[i].words;
        if (openings[i].clause == TRADE && words < left && words > 1 && token_is(&tokens[words], "de"))
            words++;
        if (openings[i].clause == TRADE && words < left &&
            (token_is(&tokens[words], "naam") || token_is(&tokens[words], "namen")))
            words++;
        *ret = openings[i].clause;
        return words;
    }
    return 0;
}

/* "Dept. of Physics, University of Hull": what it is a department of stands behind it. */
static bool names_more(const struct name_token *tokens, size_t from, size_t count)
{
    for (size_t i = from; i + 1 < count; i++)
        if (tokens[i].comma_after)
            return true;
    return false;
}

/* A word of a clause is taken; "afd." in the main part only when words follow. */
static void cut_clauses(struct org_reading *reading, size_t count)
{
    enum clause now = MAIN, next = MAIN;
    for (size_t i = 0; i < count;) {
        size_t words = opens_clause(&reading->tokens[i], count - i, &next);
        if (words > 0 && i + words < count &&
            (i > 0 || next == ATTENTION || (next == DEPARTMENT && !names_more(reading->tokens, i, count)))) {
            now = next;
            i += words;
            continue;
        }
        reading->part[now][reading->count[now]++] = (uint8_t)i++;
    }
}

static struct text clause_text(const struct org_reading *reading, enum clause clause)
{
    return name_join(reading->tokens, reading->part[clause], reading->count[clause], reading->arena);
}

/* ---- capitals ---- */

/* A word of a name in capitals: "BAKKERIJ" → "Bakkerij", "KLM" stays, "VAN" → "van". */
static struct text tidy_word(const struct org_reading *reading, const struct name_token *token, bool first)
{
    static const char *const small[] = { "van", "der", "den", "en",  "voor", "of", "te", "in",
                                         "op",  "aan", "bij", "and", "und",  "et", "du", "des" };
    for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
        if (!first && text_equal(token_key(token), text_from(small[i])))
            return name_lower(token->t, reading->arena);
    if (token->has_digit || token->has_dot || token->letters < 2 || token->has_slash)
        return token->t;
    if (reading->all_upper && !text_find_char(token->t, '-')) {
        return token->t;
    }
    bool vowel = false;
    for (size_t i = 0; i < token->key_len; i++)
        vowel |= strchr("aeiouy", token->key[i]) != NULL;
    bool known = word_find_hashed(&words_org_words, token_key(token), token->hash) ||
                 word_find_hashed(&words_surnames, token_key(token), token->hash) ||
                 word_find_hashed(&words_given_names, token_key(token), token->hash);
    if (reading->all_upper && (!vowel || token->letters <= 3) && !known)
        return token->t; /* an abbreviation, for all we know */
    struct text lower = name_lower(token->t, reading->arena);
    bool apostrophe = token->t.ptr[0] == '\'' && token->letters == 1;
    return apostrophe ? lower : name_upper_first(name_title_case(token->t, reading->arena), reading->arena);
}

static void org_case(struct org_reading *reading)
{
    size_t upper = 0, lower = 0, mixed = 0;
    for (size_t i = 0; i < reading->count[MAIN]; i++) {
        const struct name_token *token = &reading->tokens[reading->part[MAIN][i]];
        if (token->letters < 2 || token->has_dot)
            continue;
        if (token->all_upper)
            upper += token->letters > 3 ? 2 : 0;
        else if (token->all_lower)
            lower++;
        else
            mixed++;
    }
    reading->all_upper = upper > 1 && lower == 0 && mixed == 0;
    reading->all_lower = lower > 0 && upper == 0 && mixed == 0;
}

/* ---- legal form ---- */

/* "Verwaltungs-GmbH": the form behind a hyphen is a word of its own. Returns how many there are then. */
static size_t part_forms(struct name_token *tokens, size_t count, const char *country)
{
    for (size_t i = 0; i < count && count < NAME_TOKENS_MAX; i++) {
        struct text t = tokens[i].t;
        size_t at = t.len;
        while (at > 0 && t.ptr[at - 1] != '-')
            at--;
        struct name_token two[NAME_TOKENS_MAX];
        struct legal_form form;
        if (at < 2 || name_tokens(text_from_offset(t, at), false, two) != 1 ||
            !legal_form_find(token_key(&two[0]), country, &form) || !form.sure ||
            (two[0].letters < 3 && !two[0].all_upper))
            continue;
        struct name_token form_token = two[0];
        if (name_tokens(text_slice(t, 0, at), false, two) != 1 || two[0].letters < 3)
            continue;
        form_token.bracket = two[0].bracket = tokens[i].bracket;
        form_token.comma_after = tokens[i].comma_after;
        two[0].glued = tokens[i].glued;
        form_token.glued = true;
        memmove(tokens + i + 2, tokens + i + 1, (count - i - 1) * sizeof(*tokens));
        tokens[i] = two[0];
        tokens[i + 1] = form_token;
        count++;
        i++;
    }
    return count;
}

struct form_place {
    size_t from, to; /* in the main part */
    struct legal_form form;
    bool found;
};

static void copy_tokens(const struct org_reading *reading, struct name_token *into)
{
    for (size_t i = 0; i < reading->count[MAIN]; i++)
        into[i] = reading->tokens[reading->part[MAIN][i]];
}

static struct form_place find_form(const struct org_reading *reading)
{
    struct name_token tokens[NAME_TOKENS_MAX];
    size_t count = reading->count[MAIN];
    struct form_place place = { .found = false };
    copy_tokens(reading, tokens);
    for (size_t len = count > 6 ? 6 : count - (count > 0); len >= 1; len--)
        if (org_form_at(tokens, count - len, count, reading->country, &place.form) &&
            (place.form.sure || place.form.country_fits || tokens[count - len].all_upper ||
             tokens[count - len].has_dot || tokens[count - len].has_slash)) {
            place.from = count - len;
            place.to = count;
            place.found = true;
            return place;
        }
    for (size_t len = count > 3 ? 3 : count - (count > 0); len >= 1; len--)
        if (org_form_at(tokens, 0, len, reading->country, &place.form) && place.form.at_start &&
            (tokens[0].letters > 2 || tokens[0].all_upper || tokens[0].has_dot)) {
            place.to = len;
            place.found = true;
            return place;
        }
    if (count > 1 && token_is(&tokens[0], "st") && tokens[0].has_dot && tokens[1].letters > 2 &&
        legal_form_find(TEXT("stichting"), reading->country, &place.form) && place.form.country_fits) {
        place.to = 1;
        place.found = true;
        return place;
    }
    for (size_t i = 1; i + 1 < count; i++) /* "Jansen BV Utrecht" */
        if ((tokens[i].all_upper || tokens[i].has_dot || tokens[i].letters > 3) &&
            org_form_at(tokens, i, i + 1, reading->country, &place.form) && place.form.sure &&
            (tokens[i].all_upper || tokens[i].has_dot || !place.form.at_start)) {
            place.from = i;
            place.to = i + 1;
            place.found = true;
            return place;
        }
    return place;
}

/* "i.o.", "in oprichting", "in liquidatie" at the end of the main part: taken off. */
static void read_state(struct org_reading *reading)
{
    uint8_t *count = &reading->count[MAIN];
    const uint8_t *part = reading->part[MAIN];
    const struct name_token *tokens = reading->tokens;
    while (*count > 1) {
        const struct name_token *last = &tokens[part[*count - 1]], *before = &tokens[part[*count - 2]];
        bool two = *count > 2 && token_is(before, "in");
        if (token_is(last, "io") && (last->has_dot || last->all_lower)) {
            reading->ret->in_formation = true;
            *count -= 1;
        } else if (two && token_is(last, "oprichting")) {
            reading->ret->in_formation = true;
            *count -= 2;
        } else if (two &&
                   (token_is(last, "liquidatie") || token_is(last, "faillissement") || token_is(last, "vereffening"))) {
            reading->ret->in_liquidation = true;
            *count -= 2;
        } else if (token_is(last, "failliet") || (token_is(last, "il") && last->has_dot)) {
            reading->ret->in_liquidation = true;
            *count -= 1;
        } else
            return;
        org_step(reading->ret, reading->ret->in_formation ? "in formation" : "in liquidation", last->t, TEXT_EMPTY);
    }
}

/* "hoofdkantoor", "Head Office": at the end, or before a town. */
static bool opens_head(const struct org_reading *reading, size_t i)
{
    static const char *const words[] = { "hoofdkantoor",    "hoofdvestiging", "hauptsitz",
                                         "hauptverwaltung", "headquarters",   "hauptniederlassung" };
    const struct name_token *token = &reading->tokens[reading->part[MAIN][i]];
    for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
        if (text_equal(token_key(token), text_from(words[w])))
            return true;
    bool is_last = i + 1 == reading->count[MAIN];
    return (is_last && token_is(token, "zentrale")) ||
           (!is_last && token_is(token, "head") && token_is(&reading->tokens[reading->part[MAIN][i + 1]], "office"));
}

/* "vestiging Utrecht", "filiaal 12": stays in the name and is told apart. "Dallas Branch" says it behind the town. */
static size_t find_branch(const struct org_reading *reading)
{
    static const char *const words[] = { "vestiging",  "filiaal",        "locatie",
                                         "branch",     "niederlassung",  "zweigniederlassung",
                                         "succursale", "nevenvestiging", "filiale",
                                         "zweigstelle" };
    for (size_t i = 1; i < reading->count[MAIN]; i++)
        for (size_t w = 0; (i > 1 || i + 1 < reading->count[MAIN]) && w < sizeof(words) / sizeof(words[0]); w++)
            if (text_equal(token_key(&reading->tokens[reading->part[MAIN][i]]), text_from(words[w])))
                return i;
    for (size_t i = 1; i < reading->count[MAIN]; i++)
        if (opens_head(reading, i))
            return i;
    return reading->count[MAIN];
}

/* ---- the two names ---- */

struct out {
    char *into;
    size_t len, room;
};

static void put(struct out *out, struct text t, bool space)
{
    if (t.len == 0 || out->len + t.len + 2 > out->room)
        return;
    if (space && out->len > 0)
        out->into[out->len++] = ' ';
    memcpy(out->into + out->len, t.ptr, t.len);
    out->len += t.len;
}

static struct text show_name(const struct org_reading *reading, const struct form_place *place, size_t room)
{
    struct out out = { .into = arena_take(reading->arena, room, 1), .room = room };
    char bracket = 0;
    if (!out.into)
        return TEXT_EMPTY;
    for (size_t i = 0; i < reading->count[MAIN]; i++) {
        size_t index = reading->part[MAIN][i];
        const struct name_token *token = &reading->tokens[index];
        if (bracket && token->bracket != bracket) {
            put(&out, bracket == '(' ? TEXT(")") : TEXT("\""), false);
            bracket = 0;
        }
        if (place->found && i == place->from) {
            put(&out, place->form.display, !token->glued);
            if (bracket)
                put(&out, bracket == '(' ? TEXT(")") : TEXT("\""), false);
            bracket = 0;
            i = place->to - 1;
            continue;
        }
        bool opens = token->bracket && !bracket;
        if (opens)
            put(&out, token->bracket == '(' ? TEXT("(") : TEXT("\""), true);
        bracket = token->bracket;
        bool repaired = reading->all_upper || reading->all_lower;
        put(&out, repaired ? tidy_word(reading, token, i == 0) : token->t, !opens && !(token->glued && i > 0));
        if (token->comma_after && i + 1 < reading->count[MAIN])
            put(&out, TEXT(","), false);
    }
    if (bracket)
        put(&out, bracket == '(' ? TEXT(")") : TEXT("\""), false);
    if (reading->ret->in_formation)
        put(&out, TEXT("i.o."), true);
    return utf8_cut((struct text){ out.into, out.len }, NAME_BYTES_MAX);
}

/* "A.B.N." is one word, "Jansen-Bakker" two. */
static void put_folded(struct out *out, const struct name_token *token)
{
    char folded[NAME_KEY_MAX * 4];
    bool letters_only = token->has_dot && token->t.len >= (size_t)token->letters * 2 - 1;
    struct text key = token_key(token);
    if (!letters_only || key.len == 0)
        key = (struct text){ folded, fold_ascii(token->t, folded, sizeof(folded)) };
    put(out, key, true);
}

static bool drops_out(const struct name_token *token)
{
    return token->key_len == 0 || org_word_find(token_key(token), token->hash).filler || token_is(token, "co");
}

/*
 * Of a branch what tells it from others: the town or number behind "vestiging" and "filiaal", and of a head office, by
 * whatever word, that it is one.
 */
static void put_branch(struct out *out, const struct org_reading *reading, const struct form_place *place,
                       size_t branch)
{
    if (branch >= reading->count[MAIN])
        return;
    bool two = token_is(&reading->tokens[reading->part[MAIN][branch]], "head"); /* "Head Office" */
    for (size_t i = branch + 1 + two; i < reading->count[MAIN]; i++)
        if (!place->found || i < place->from || i >= place->to)
            put_folded(out, &reading->tokens[reading->part[MAIN][i]]);
    if (opens_head(reading, branch))
        put(out, TEXT(ORG_HEAD_OFFICE), true);
}

static struct text core_of(const struct org_reading *reading, const struct form_place *place, size_t branch,
                           size_t room)
{
    struct out out = { .into = arena_take(reading->arena, room, 1), .room = room };
    if (!out.into)
        return TEXT_EMPTY;
    for (int keep_fillers = 0; keep_fillers < 3 && out.len == 0; keep_fillers++)
        for (size_t i = 0; i < reading->count[MAIN]; i++) {
            const struct name_token *token = &reading->tokens[reading->part[MAIN][i]];
            bool form = place->found && i >= place->from && i < place->to;
            if (i >= branch || (form && keep_fillers < 2) || (keep_fillers == 0 && drops_out(token)))
                continue;
            put_folded(&out, token);
        }
    put_branch(&out, reading, place, branch);
    return utf8_cut((struct text){ out.into, out.len }, NAME_BYTES_MAX);
}

/* "holding", "beheer" wherever they stand: no part of the core, but not nothing. */
static struct text marks_of(const struct org_reading *reading, const struct form_place *place, size_t branch,
                            size_t room)
{
    struct out out = { .into = NULL, .room = room };
    for (size_t i = 0; i < reading->count[MAIN] && i < branch; i++) {
        const struct name_token *token = &reading->tokens[reading->part[MAIN][i]];
        bool form = place->found && i >= place->from && i < place->to;
        struct org_word word = form ? (struct org_word){ 0 } : org_word_find(token_key(token), token->hash);
        if (!word.mark || !word.filler)
            continue;
        if (!out.into && !(out.into = arena_take(reading->arena, room, 1)))
            return TEXT_EMPTY;
        put(&out, token_key(token), true);
    }
    return (struct text){ out.into, out.len };
}

static uint8_t confidence_of(const struct org_reading *reading, const struct form_place *place, size_t count)
{
    if (place->found)
        return 95;
    uint8_t sure = org_test_tokens(reading->tokens, count, reading->country);
    if (sure >= 60)
        return sure;
    const struct word_entry *word = reading->tokens[0].word;
    return word && strchr("sh", word->code[0]) && count > 1 ? 30 : 70; /* "dhr." names a person */
}

enum finding org_name_parse(struct text raw, const char country[3], struct arena *arena, struct org_parse *ret)
{
    struct name_token tokens[NAME_TOKENS_MAX];
    struct text clean;
    memset(ret, 0, sizeof(*ret));
    if (!name_clean(raw, arena, &clean))
        return FINDING_TOO_LONG;
    struct org_reading reading = { .tokens = tokens, .country = country, .arena = arena, .ret = ret };
    size_t count = clean.len > NAME_BYTES_MAX ? 0 : name_tokens(clean, false, tokens);
    if (clean.len > NAME_BYTES_MAX) {
        ret->name.name = utf8_cut(clean, NAME_BYTES_MAX);
        ret->name.core = fold_text(ret->name.name, arena);
        ret->name.core = utf8_cut(ret->name.core, NAME_BYTES_MAX);
        return FINDING_TOO_LONG;
    }
    if (count == 0)
        return text_trim(raw).len > 0 ? FINDING_PLACEHOLDER : FINDING_EMPTY;
    if (name_is_placeholder(tokens, count))
        return FINDING_PLACEHOLDER;
    count = part_forms(tokens, count, country);
    cut_clauses(&reading, count);
    if (reading.count[MAIN] == 0) { /* "t.a.v. J. Bos" names nobody else */
        enum clause only = reading.count[DEPARTMENT] > 0 ? DEPARTMENT : ATTENTION;
        memcpy(reading.part[MAIN], reading.part[only], reading.count[only]);
        reading.count[MAIN] = reading.count[only];
        reading.count[only] = 0;
    }
    org_case(&reading);
    read_state(&reading);
    struct form_place place = find_form(&reading);
    size_t branch = find_branch(&reading), room = clean.len * 4 + 64;
    struct org_name *name = &ret->name;
    name->name = show_name(&reading, &place, room);
    name->core = core_of(&reading, &place, branch, room);
    name->marks = marks_of(&reading, &place, branch, room);
    name->trade_name = clause_text(&reading, TRADE);
    name->former_name = clause_text(&reading, FORMER);
    name->department = clause_text(&reading, DEPARTMENT);
    name->attention = clause_text(&reading, ATTENTION);
    if (place.found) {
        name->legal_form = place.form.display;
        memcpy(name->elf, place.form.elf, sizeof(name->elf));
        memcpy(ret->legal_country, place.form.country, sizeof(ret->legal_country));
        org_step(ret, "legal form", name_join(tokens, reading.part[MAIN] + place.from, place.to - place.from, arena),
                 place.form.display);
    }
    if (branch < reading.count[MAIN])
        ret->branch = name_join(tokens, reading.part[MAIN] + branch, reading.count[MAIN] - branch, arena);
    static const char *const clause_names[CLAUSES] = { "", "trade name", "former name", "department", "attention" };
    const struct text *const values[CLAUSES] = { NULL, &name->trade_name, &name->former_name, &name->department,
                                                 &name->attention };
    for (size_t i = TRADE; i < CLAUSES; i++)
        if (values[i]->len > 0)
            org_step(ret, clause_names[i], *values[i], TEXT_EMPTY);
    org_step(ret, "core", name->core, TEXT_EMPTY);
    name->confidence = confidence_of(&reading, &place, count);
    if (name->core.len == 0)
        return FINDING_MALFORMED;
    return reading.all_upper || reading.all_lower ? FINDING_REPAIRED : FINDING_NONE;
}

uint8_t org_test(struct text raw, const char country[3])
{
    struct name_token tokens[NAME_TOKENS_MAX];
    if (raw.len > NAME_BYTES_MAX)
        return 0;
    return org_test_tokens(tokens, name_tokens(raw, true, tokens), country);
}
