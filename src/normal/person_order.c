/*
 * The order of a name.  People write "Jan van den Berg", "Berg, J. van den",
 * "Van den Berg Jan" and "DUPONT Jean"; we decide by, in this order: a comma,
 * initials (they stand on the given side), a prefix (the surname starts
 * there), capitals of one part only, and the lists of usual given names and
 * surnames.  What rests on the lists alone is less sure, and says so.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/person_order.h"

#include <string.h>

#include "lang/given_names.h"
#include "lang/utf8.h"
#include "normal/name_case.h"

enum {
    SURE = 95,
    SURE_BY_LIST = 90,
    LIKELY = 75,  /* the usual order, words not in our lists */
    SWAPPED = 70, /* the lists say the other order */
    DOUBTFUL = 50,
    LONE_WORD = 45,
    REST_COST = 20, /* words we could not place */
};

/* "Jan-Willem" is as usual as "Jan". */
static struct given_name given_of(const struct name_token *token)
{
    struct given_name given = given_name_find_hashed(token_key(token), token->hash);
    size_t hyphen = text_find_char(token->t, '-');
    if (given.strength > 0 || hyphen == 0 || hyphen >= token->t.len || hyphen > NAME_KEY_MAX)
        return given;
    size_t letters = 0;
    for (size_t i = 0; i < hyphen; i++)
        letters += (unsigned char)token->t.ptr[i] < 0x80 && char_is_alpha(token->t.ptr[i]);
    given = letters == hyphen ? given_name_find((struct text){ token->key, letters }) : given;
    if (letters < token->key_len && given_name_find(text_from_offset(token_key(token), letters)).strength > 0)
        given.is_surname_too = false; /* "Jean-Claude" */
    return given;
}

/* A surname first of all, and not only sometimes: "Thomas" is, "Marie" is not. */
static bool surname_too(const struct name_token *token, struct given_name given)
{
    return given.is_surname_too && (given.strength < 8 || surname_strength_hashed(token_key(token), token->hash) >= 8);
}

static uint8_t surname_of(const struct name_token *token)
{
    if (token->has_apostrophe && token->first_upper && token->letters > 3 && token->t.len > 2 &&
        token->t.ptr[1] == '\'')
        return 8; /* "D'hondt", "O'Brien" */
    return surname_strength_hashed(token_key(token), token->hash);
}

/* "Willemse-Jaspers" */
static bool opens_with_surname(const struct name_token *token)
{
    size_t hyphen = text_find_char(token->t, '-'), letters = 0;
    for (size_t i = 0; i < hyphen && hyphen < token->t.len; i++)
        letters += char_is_alpha(token->t.ptr[i]);
    return letters > 1 && letters == hyphen && letters < token->key_len &&
           surname_strength((struct text){ token->key, letters }) > 0;
}

static bool country_is(const struct name_reading *reading, const char *list)
{
    for (; *list; list += 3)
        if (reading->country[0] == list[0] && reading->country[1] == list[1])
            return true;
    return false;
}

struct order {
    size_t given_from, given_to; /* in core */
    size_t surname_from, surname_to;
    size_t moved_prefix; /* words behind the surname that are its prefix, or 0 */
    size_t moved_from;   /* where they stand in core */
    uint8_t confidence;
    bool surname_first;
};

static bool is_initials_at(const struct name_reading *reading, const struct person_words *words, size_t i)
{
    return token_is_initials(reading, reading_token(reading, words->core[i]));
}

/* Words at the end of core[from, to) that are a prefix: "Berg, J. van den". */
static size_t prefix_at_end(const struct name_reading *reading, const uint8_t *core, size_t from, size_t to)
{
    const struct word_entry *entry = NULL;
    for (size_t i = from; i < to; i++)
        if (!reading_token(reading, core[i])->bracket || i > 0)
            if (name_prefix_at(reading, core + i, 0, to - i, true, &entry) == to - i && (entry->code[0] != 'y'))
                return to - i;
    return 0;
}

/* A surname may start with this word although no prefix does: "klein Gunnewiek", "Jansen-van", "-". */
static bool starts_surname(const struct name_reading *reading, const struct name_token *token,
                           const struct name_token *next)
{
    static const char *const saints[] = { "st", "ste", "saint", "sainte", "sint" };
    if (token->all_lower && !reading->all_lower && token->letters > 2)
        return true;
    for (size_t i = 0; token->key[0] == 's' && !name_token_is_dotted(token) && i < sizeof(saints) / sizeof(saints[0]);
         i++)
        if (text_equal(token_key(token), text_from(saints[i])))
            return true;
    if (next->t.ptr[0] == '-' && next->t.len > 0)
        return true;
    size_t hyphen = token->t.len;
    for (size_t i = token->t.len; i-- > 0;)
        if (token->t.ptr[i] == '-' || token->t.ptr[i] == '/') {
            hyphen = i;
            break;
        }
    if (hyphen == token->t.len)
        return false;
    struct text tail = text_from_offset(token->t, hyphen + 1);
    if (tail.len == 0)
        return true;
    char key[8];
    size_t len = 0;
    for (size_t i = 0; i < tail.len && len < sizeof(key); i++)
        if (char_is_alpha(tail.ptr[i]))
            key[len++] = char_to_lower(tail.ptr[i]);
    if (!word_find(&words_name_prefixes, (struct text){ key, len }))
        return false;
    if (char_is_lower(tail.ptr[0]) || tail.ptr[0] == '\'' || reading->all_upper)
        return true;
    /* "Maes-Van den Bossche", "Prins-El Morabet"; "Jean-Ben" is a given name */
    return len == tail.len && next->first_upper ? given_of(token).strength == 0 || next->prefix : next->prefix != NULL;
}

/* The comma tells: surname before it, given names and perhaps the prefix behind. */
static struct order order_by_comma(const struct name_reading *reading, const struct person_words *words)
{
    size_t n = words->count, comma = words->comma;
    struct order order = {
        .surname_to = comma, .given_from = comma, .given_to = n, .confidence = SURE, .surname_first = true
    };
    const struct word_entry *entry = NULL;
    /* "Jan, van den Berg" is the usual order with a comma too many */
    size_t prefix = n - comma > 1 ? name_prefix_at(reading, words->core + comma, 0, n - comma, false, &entry) : 0;
    if (prefix > 0 && comma == 1 && given_of(reading_token(reading, words->core[0])).strength > 4 &&
        !is_initials_at(reading, words, n - 1) && given_of(reading_token(reading, words->core[n - 1])).strength == 0)
        return (struct order){ .given_to = comma, .surname_from = comma, .surname_to = n, .confidence = SWAPPED };
    /* "Berg van den, J.", "Berg (van den), J." */
    size_t before = comma > 1 ? prefix_at_end(reading, words->core, 1, comma) : 0;
    if (before > 0) {
        order.surname_to -= before;
        order.moved_prefix = before;
        order.moved_from = comma - before;
        return order;
    }
    order.moved_prefix = prefix_at_end(reading, words->core, comma, n);
    order.moved_from = n - order.moved_prefix;
    order.given_to -= order.moved_prefix;
    if (order.moved_prefix == 0 && prefix > 0) /* "Berg, van den J." */
        return order;
    if (order.given_from < order.given_to && !is_initials_at(reading, words, order.given_from)) {
        const struct name_token *given = reading_token(reading, words->core[order.given_from]);
        order.confidence = given_of(given).strength > 0 ? SURE : surname_of(given) > 0 ? DOUBTFUL + 10 : LIKELY + 5;
    }
    return order;
}

/* One part in capitals, the other not: "DUPONT Jean", "Jean DUPONT". False when case tells nothing. */
static bool order_by_capitals(const struct name_reading *reading, const struct person_words *words, struct order *ret)
{
    size_t n = words->count, first = n, last = 0, mixed = 0;
    for (size_t i = 0; i < n; i++) {
        const struct name_token *token = reading_token(reading, words->core[i]);
        bool initials = token_is_initials(reading, token);
        if (token->all_upper && token->letters >= 3 && !token->has_dot && (!initials || token->letters > 3)) {
            first = first == n ? i : first;
            last = i;
        } else if (!token->all_upper && token->first_upper && token->letters > 1 && !initials) {
            mixed++;
        }
    }
    if (first == n || mixed == 0 || (first > 0 && last + 1 < n))
        return false;
    const struct word_entry *entry = NULL;
    while (first > 0 && name_prefix_at(reading, words->core, first - 1, n, false, &entry) > 0)
        first--;
    for (size_t i = first; i <= last; i++) {
        const struct name_token *token = reading_token(reading, words->core[i]);
        if (!token->all_upper && !token->prefix)
            return false;
    }
    if (first == 0 && last + 1 == n)
        return false;
    *ret = first == 0
               ? (struct order){ .surname_to = last + 1, .given_from = last + 1, .given_to = n, .surname_first = true }
               : (struct order){ .given_to = first, .surname_from = first, .surname_to = n };
    ret->confidence = SURE_BY_LIST;
    return true;
}

/* Words that open a surname of two words: "Oude Luttighuis". */
static bool is_surname_opener(const struct name_token *token)
{
    static const char *const openers[] = { "klein", "kleine", "kleijn", "groot", "groote", "grote",   "oude",
                                           "olde",  "lutje",  "luttje", "hoge",  "lage",   "genaamd", "nieuwe" };
    for (size_t i = 0; token->key_len >= 4 && i < sizeof(openers) / sizeof(openers[0]); i++)
        if (text_equal(token_key(token), text_from(openers[i])))
            return true;
    return false;
}

/* Where the surname starts after the given name core[given]. */
static size_t surname_start(const struct name_reading *reading, const struct person_words *words, size_t from,
                            uint8_t *confidence)
{
    size_t n = words->count;
    const struct word_entry *entry = NULL;
    for (size_t i = from; i + 1 < n; i++) {
        const struct name_token *token = reading_token(reading, words->core[i]);
        if (name_prefix_at(reading, words->core, i, n, false, &entry) > 0)
            return i;
        if (starts_surname(reading, token, reading_token(reading, words->core[i + 1])))
            return i;
        if (is_surname_opener(token) && i > 0)
            return i;
        if (i > 0 && given_of(token).strength == 0 && !is_initials_at(reading, words, i) && !reading->english) {
            *confidence = surname_of(token) > 0 ? 65 : 62; /* "Jan Korf de Gidts": a second given name we would know */
            return i;
        }
    }
    return n - 1;
}

static struct order order_after_initials(const struct name_reading *reading, const struct person_words *words,
                                         size_t initials)
{
    size_t n = words->count;
    struct order order = { .given_to = initials, .surname_from = initials, .surname_to = n, .confidence = SURE };
    const struct word_entry *entry = NULL;
    size_t moved = n - initials > 1 ? prefix_at_end(reading, words->core, initials + 1, n) : 0;
    if (moved > 0) { /* "J. Berg van den" */
        order.surname_to = n - moved;
        order.moved_prefix = moved;
        order.moved_from = n - moved;
        order.confidence = LIKELY;
        return order;
    }
    /* "J. Robert Smith", "J. Jan de Vries": a given name after the initials, with more behind it */
    const struct name_token *next = reading_token(reading, words->core[initials]);
    struct given_name given = given_of(next);
    bool more = n - initials >= 2 && name_prefix_at(reading, words->core, initials, n, false, &entry) == 0;
    if (!more || given.strength < 5 || starts_surname(reading, next, reading_token(reading, words->core[initials + 1])))
        return order;
    bool prefix_next = name_prefix_at(reading, words->core, initials + 1, n, false, &entry) > 0;
    if (given.is_surname_too && !reading->english && !prefix_next) {
        order.confidence = 65; /* "A. Simon Thomas" */
        return order;
    }
    uint8_t confidence = 85;
    order.surname_from = order.given_to = surname_start(reading, words, initials + 1, &confidence);
    order.confidence = confidence;
    return order;
}

/* Two or more words, no initials before them, no comma. */
static struct order order_by_lists(const struct name_reading *reading, const struct person_words *words)
{
    size_t n = words->count;
    const struct name_token *first = reading_token(reading, words->core[0]),
                            *last = reading_token(reading, words->core[n - 1]);
    struct given_name given_first = given_of(first), given_last = given_of(last);
    const struct word_entry *entry = NULL;
    size_t prefix = name_prefix_at(reading, words->core, 0, n, false, &entry);
    bool lone_weak =
        prefix == 1 && first->first_upper && given_first.strength > 0 && strchr("yzn", entry->code[0]) != NULL;
    struct order usual = { .given_to = 1, .surname_from = 1, .surname_to = n, .confidence = LIKELY };
    struct order swapped = {
        .surname_to = n - 1, .given_from = n - 1, .given_to = n, .surname_first = true, .confidence = SWAPPED
    };

    if (prefix > 0 && !lone_weak) { /* "Van den Berg", "Van den Broeck Pieter" */
        if (n - prefix >= 2 && given_last.strength >= 5 &&
            (!words->salutation || (reading->belgian && !surname_too(last, given_last)))) {
            swapped.confidence =
                surname_too(last, given_last) ? (reading->belgian ? 75 : 62) : (reading->belgian ? 85 : 75);
            return swapped;
        }
        return (struct order){
            .surname_to = n,
            .confidence = words->salutation || words->household ? SURE : LIKELY + 5,
        };
    }
    if (is_surname_opener(first) && given_last.strength < 5) /* "Mevr. Oude Oosterik" */
        return (struct order){ .surname_to = n, .confidence = words->salutation || words->household ? SURE : LIKELY };
    /* "Mevr. Al Amrani", but "dhr. Ben Jansen" */
    if (words->salutation && n == 2 && first->prefix && first->prefix->code[0] == 'y' && surname_of(last) == 0 &&
        !opens_with_surname(last))
        return (struct order){ .surname_to = n, .confidence = LIKELY };
    uint8_t confidence = given_first.strength > 0 ? SURE : LIKELY;
    size_t start = surname_start(reading, words, 1, &confidence);
    if (start == 1 && n > 2 && starts_surname(reading, first, reading_token(reading, words->core[1])))
        return (struct order){ .surname_to = n, .confidence = words->salutation || words->household ? SURE : LIKELY };
    if (n >= 2 && starts_surname(reading, first, reading_token(reading, words->core[1])) && first->t.ptr[0] != '-') {
        bool given_too = given_first.strength >= 5 && start > 0 && !reading_token(reading, words->core[1])->t.len;
        if (!given_too)
            return (struct order){ .surname_to = n,
                                   .confidence = words->salutation || words->household ? SURE : LIKELY };
    }
    usual.given_to = usual.surname_from = start;
    usual.confidence = confidence;
    bool has_prefix = name_prefix_at(reading, words->core, start, n, false, &entry) > 0;
    bool only_surname = given_first.strength == 0 && surname_of(first) > 0 && given_last.strength < 5;
    if (only_surname &&
        (has_prefix || words->salutation || words->household)) /* "Jansen van Galen", "mevr. Klein Gunnewiek" */
        return (struct order){ .surname_to = n, .confidence = words->salutation || words->household ? 80 : 65 };
    if (has_prefix) {
        usual.confidence = given_first.strength > 0 ? (confidence < SURE ? confidence : SURE) : 85;
        if (given_first.strength == 0 && surname_of(first) > 0 && given_last.strength >= 5 &&
            !surname_too(last, given_last))
            usual.confidence = 55; /* "Jansen van Piet" */
        return usual;
    }
    if (given_first.strength > 0) {
        if (start == n - 1 && surname_of(first) >= 8 && given_last.strength >= 8 && !surname_too(last, given_last) &&
            n == 2)
            usual.confidence = 60; /* "Martin Anna": either order */
        return usual;
    }
    if (given_last.strength >= 5 && n <= 3) {
        uint8_t known = surname_of(first);
        if (!surname_too(last, given_last) && (known > 0 || reading->belgian)) {
            swapped.confidence = known > 0 ? (reading->belgian ? 85 : 75) : 62;
            return swapped;
        }
        usual.confidence = surname_too(last, given_last) ? 70 : 55;
    } else if (surname_of(last) > 0) {
        usual.confidence = 85;
    } else if (country_is(reading, "CN KR VN HU JP TW HK ")) {
        usual.confidence = 55;
    } else if (words->salutation && usual.confidence > 62) {
        usual.confidence = 62; /* "Mevr. Ismaili Alaoui" may be two surnames */
    } else if (n > 2 && usual.confidence > 62) {
        usual.confidence = 62;
    }
    return usual;
}

/*
 * The column has surnames first: its prefix, a word, and what is no given name behind it; at least one word is left.
 * One who is clearly written the other way round ("Karin Becker") stays so.
 */
static bool order_by_column(const struct name_reading *reading, const struct person_words *words, size_t end,
                            struct order *ret)
{
    const struct name_token *first = reading_token(reading, words->core[0]),
                            *last = reading_token(reading, words->core[end - 1]);
    const struct word_entry *entry = NULL;
    struct given_name given_first = given_of(first);
    size_t to = 1 + name_prefix_at(reading, words->core, 0, words->count, false, &entry);
    if (to == 1 && given_first.strength >= 5 && surname_of(first) == 0 && given_of(last).strength == 0 &&
        surname_of(last) > 0)
        return false;
    while (to + 1 < end && given_of(reading_token(reading, words->core[to])).strength == 0 &&
           !is_initials_at(reading, words, to))
        to++;
    if (to >= end)
        return false;
    *ret = (struct order){ .surname_to = to,
                           .given_from = to,
                           .given_to = end,
                           .moved_prefix = words->count - end,
                           .moved_from = end,
                           .surname_first = true,
                           .confidence =
                               given_of(reading_token(reading, words->core[to])).strength > 0 ? SURE_BY_LIST : LIKELY };
    return true;
}

static struct order order_of_words(const struct name_reading *reading, const struct person_words *words)
{
    size_t n = words->count;
    struct order order;
    if (words->comma > 0)
        return order_by_comma(reading, words);
    size_t initials = 0, behind = 0;
    const struct word_entry *short_prefix = NULL;
    while (initials < n && is_initials_at(reading, words, initials)) {
        /* "J. V.D. BERG": capitals say nothing, the place does */
        if (initials > 0 && reading->all_upper &&
            name_prefix_at(reading, words->core, initials, n, false, &short_prefix) > 0)
            break;
        initials++;
    }
    if (initials == n)
        return (struct order){ .given_to = n, .confidence = DOUBTFUL };
    if (n == 1) {
        const struct name_token *token = reading_token(reading, words->core[0]);
        struct given_name given = given_of(token);
        bool as_given = given.strength >= 5 && !given.is_surname_too && !words->salutation && !words->household &&
                        words->before_count == 0;
        if (as_given)
            return (struct order){ .given_to = 1, .confidence = LONE_WORD };
        bool framed = words->salutation || words->household || words->before_count > 0;
        return (struct order){ .surname_to = 1,
                               .confidence = framed                  ? SURE
                                             : surname_of(token) > 0 ? LIKELY
                                                                     : LONE_WORD };
    }
    if (initials > 0)
        return order_after_initials(reading, words, initials);
    size_t moved = prefix_at_end(reading, words->core, 1, n), end = n - moved;
    while (behind < end && is_initials_at(reading, words, end - 1 - behind))
        behind++;
    if (reading->surname_first && end - behind > 1 && order_by_column(reading, words, end, &order))
        return order;                 /* "Smithers John A" too */
    if (behind > 0 && behind < end) { /* "Jansen P.", "Berg J. van den" */
        const struct word_entry *entry = NULL;
        bool prefix = name_prefix_at(reading, words->core, 0, end - behind, false, &entry) > 0;
        bool given_before = !prefix && given_of(reading_token(reading, words->core[0])).strength >= 5 && moved == 0 &&
                            surname_of(reading_token(reading, words->core[0])) == 0;
        if (given_before) /* "Robert Smith J.", "Jan RA" */
            return (struct order){ .given_to = 1, .surname_from = 1, .surname_to = n, .confidence = DOUBTFUL };
        return (struct order){ .surname_to = end - behind,
                               .given_from = end - behind,
                               .given_to = end,
                               .moved_prefix = moved,
                               .moved_from = end,
                               .surname_first = true,
                               .confidence = SURE_BY_LIST };
    }
    if (moved > 0 && end >= 1) { /* "Berg van den", "Berg Jan van den" */
        if (end == 1)
            return (struct order){ .surname_to = 1, .moved_prefix = moved, .moved_from = end, .confidence = LIKELY };
        if (given_of(reading_token(reading, words->core[end - 1])).strength >= 5)
            return (struct order){ .surname_to = end - 1,
                                   .given_from = end - 1,
                                   .given_to = end,
                                   .moved_prefix = moved,
                                   .moved_from = end,
                                   .surname_first = true,
                                   .confidence = LIKELY };
    }
    if (!reading->all_upper && !reading->all_lower && order_by_capitals(reading, words, &order))
        return order;
    return order_by_lists(reading, words);
}

static void put_moved_prefix(const struct name_reading *reading, const struct person_words *words, size_t from,
                             size_t len, struct person_name *ret)
{
    const struct word_entry *entry = NULL;
    const uint8_t *which = words->core + from;
    if (name_prefix_at(reading, which, 0, len, true, &entry) != len)
        return;
    struct text prefix = person_order_prefix(reading, which, 0, len, entry, false);
    /* "De Vries, J. van": an own prefix stays with the surname */
    if (ret->prefix.len > 0)
        ret->surname = arena_printf(reading->arena, "%.*s %.*s", TEXT_ARG(ret->prefix), TEXT_ARG(ret->surname));
    ret->prefix = prefix;
    name_step(reading->ret, "prefix", name_join(reading->tokens, which, len, reading->arena), prefix);
}

/* Own and partner's surname around "geb." or "e.v.": what stands first is used. */
static void read_second_surname(const struct name_reading *reading, const struct person_words *words,
                                struct person_name *ret)
{
    struct person_words own = *words;
    struct person_name second = { 0 };
    size_t cut = words->has_born ? words->born : words->spouse;
    own.count = (uint8_t)cut;
    own.has_born = own.has_spouse = false;
    own.comma = words->comma < cut ? words->comma : 0;
    person_order_read(reading, &own, ret);
    person_order_surname_part(reading, words->core, cut, words->count, false, &second);
    if (words->has_born) {
        ret->partner_prefix = ret->prefix;
        ret->partner_surname = ret->surname;
        ret->prefix = second.prefix;
        ret->surname = second.surname;
        ret->use = NAME_USE_PARTNER;
    } else {
        ret->partner_prefix = second.prefix;
        ret->partner_surname = second.surname;
        ret->use = NAME_USE_OWN;
    }
}

static void append_rest(const struct name_reading *reading, const struct person_words *words, struct person_name *ret)
{
    if (words->rest_count == 0)
        return;
    struct text rest = name_join(reading->tokens, words->rest, words->rest_count, reading->arena);
    name_step(reading->ret, "not understood", rest, TEXT_EMPTY);
    ret->surname = ret->surname.len == 0
                       ? arena_printf(reading->arena, "(%.*s)", TEXT_ARG(rest))
                       : arena_printf(reading->arena, "%.*s (%.*s)", TEXT_ARG(ret->surname), TEXT_ARG(rest));
    ret->confidence = ret->confidence > REST_COST ? ret->confidence - REST_COST : 0;
}

void person_order_given(const struct name_reading *reading, const struct person_words *words, struct person_name *ret)
{
    *ret = (struct person_name){ .confidence = SURE };
    person_order_around(reading, words, ret);
    person_order_given_part(reading, words->core, 0, words->count, ret);
    append_rest(reading, words, ret);
}

void person_order_read(const struct name_reading *reading, const struct person_words *words, struct person_name *ret)
{
    *ret = (struct person_name){ 0 };
    if (words->has_born || words->has_spouse) {
        read_second_surname(reading, words, ret);
        return;
    }
    person_order_around(reading, words, ret);
    if (words->count > 0) {
        struct order order = order_of_words(reading, words);
        ret->confidence = order.confidence;
        if (order.surname_first)
            name_step(reading->ret, "surname first", TEXT_EMPTY, TEXT_EMPTY);
        /* a prefix right behind the comma: "Berg, van den J." */
        const struct word_entry *entry = NULL;
        size_t skip = 0;
        if (words->comma > 0 && order.surname_first && order.moved_prefix == 0 && order.given_to - order.given_from > 1)
            skip = name_prefix_at(reading, words->core, order.given_from, order.given_to, false, &entry);
        person_order_given_part(reading, words->core, order.given_from + skip, order.given_to, ret);
        bool first = order.given_from == order.given_to || order.surname_first;
        person_order_surname_part(reading, words->core, order.surname_from, order.surname_to, first, ret);
        if (skip > 0 && ret->prefix.len == 0)
            ret->prefix = person_order_prefix(reading, words->core, order.given_from, skip, entry, false);
        if (order.moved_prefix > 0)
            put_moved_prefix(reading, words, order.moved_from, order.moved_prefix, ret);
        if (reading->all_upper || reading->all_lower)
            name_step(reading->ret, "capitals repaired", TEXT_EMPTY, TEXT_EMPTY);
    }
    append_rest(reading, words, ret);
    for (size_t i = 0; i < words->count; i++)
        if (reading->tokens[words->core[i]].has_digit && ret->confidence > 40)
            ret->confidence = 40;
}
