/*
 * Phones and births under headers that nobody knows.
 *
 * A misread column costs more than one that is not read: a number of a
 * contract read as a phone, a year of building read as one of birth, speaks
 * against every true pair.  So a column of bare digits is a phone only when it
 * keeps to a numbering plan, and dates are births only when they spread as
 * ages do, rows that are alike in something rare agree in them, and the header
 * speaks of nothing else.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "parse/header.h"
#include "parse/mapping_shares.h"

enum {
    BARE_MOSTLY = 80,       /* of a hundred phones: as many without any mark are judged by a plan */
    IN_PLAN = 92,           /* of a hundred */
    LENGTH_MOST = 85,       /* German numbers of one length: they are something else */
    AREAS_LEAST = 4,        /* area codes of North America, where no column of states stands beside it */
    RISING = 90,            /* of a hundred: given out one after the other */
    RISING_LEAST = 20,      /* numbers */
    DECADES_LEAST = 5,      /* with ages spread over them */
    DECADE_FILLED = 3,      /* of a hundred: the decade counts */
    LATE_MOST = 30,         /* of a hundred in the last two decades */
    OLD_DECADES = 12,       /* years before YEARS_FROM + 120: nobody lives */
    OLD_MOST = 3,           /* of a hundred */
    ALIKE_LEAST = 8,        /* pairs of rows alike in something rare */
    ALIKE_AGREE_LEAST = 20, /* of a hundred of them, for a birth */
};

/* Parts of headers, folded, in Dutch, German and English. */
static const char *const of_births[] = { "geb", "gbd", "birth", "born", "dob", "naiss", "jahrgang", NULL };
static const char *const of_phones[] = { "tel", "phone", "fon", "mob", "gsm", "handy", "ruf", "bel", "call", NULL };
static const char *const of_things[] = {
    "contra", "offert", "quot",   "order", "polis",  "polic",  "factu",  "invoi", "rechn", "auftr",  "vertr",  "zaehl",
    "zahl",   "meter",  "dossi",  "zaak",  "ticket", "beste",  "angeb",  "kenm",  "barco", "serie",  "serial", "artik",
    "artic",  "produ",  "konto",  "accou", "reken",  "pasnr",  "karte",  "card",  "bouw",  "bau",    "built",  "build",
    "const",  "model",  "class",  "cohor", "gradu",  "eintr",  "inschr", "sinds", "since", "seit",   "start",  "begin",
    "ingang", "incep",  "einzug", "join",  "lidv",   "verhui", "trouw",  "huwe",  "wedd",  "marri",  "heira",  "hochz",
    "sterf",  "death",  "overl",  "verst", "tod",    "verlo",  "expir",  "eind",  "until", "versch", NULL
};
static const char *const things_short[] = { "bj", "vin", "ean",    "sku",    "imei", "nr",
                                            "no", "num", "number", "nummer", NULL };

static bool header_holds(const struct judging *judging, size_t i, const char *const *parts, const char *const *words)
{
    struct header header;
    header_fold(judging->layout.columns[i], &header);
    for (; *parts; parts++)
        if (text_find(header_key(&header), text_from(*parts)) < header.len)
            return true;
    for (; words && *words; words++)
        if (header_has_word(&header, *words))
            return true;
    return false;
}

static bool is_rising(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    return content->numbers >= RISING_LEAST && content->rising * 100 >= content->numbers * RISING;
}

/* ---- phones ---- */

static bool has_states(const struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++)
        if (judging->contents[i].filled >= FEW && SHARE(judging, i, region) >= 60)
            return true;
    return false;
}

static bool keeps_to_a_plan(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    unsigned longest = 0;
    for (size_t l = 0; l < sizeof(content->bare_of_length) / sizeof(content->bare_of_length[0]); l++)
        longest = content->bare_of_length[l] > longest ? content->bare_of_length[l] : longest;
    for (int plan = 0; plan < PHONE_PLANS; plan++) {
        if (content->in_plan[plan] * 100 < content->bare * IN_PLAN)
            continue;
        if (plan == PHONE_PLAN_DE && longest * 100 > content->bare * LENGTH_MOST)
            continue;
        if (plan == PHONE_PLAN_NA && content->areas < AREAS_LEAST && !has_states(judging))
            continue;
        return true;
    }
    return false;
}

static bool are_phones(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    if (SHARE(judging, i, phone_sure) < 80 || SHARE(judging, i, date) >= 20 || different(judging, i) < 20)
        return false;
    if (content->bare * 100 < content->filled * BARE_MOSTLY || header_holds(judging, i, of_phones, NULL))
        return true; /* people write phones in many ways, programs write orders in one */
    return !is_rising(judging, i) && !header_holds(judging, i, of_things, things_short) && keeps_to_a_plan(judging, i);
}

/* ---- births ---- */

static unsigned years_of(const struct content *content, size_t from, size_t to)
{
    unsigned years = 0;
    for (size_t d = from; d < to; d++)
        years += content->decades[d];
    return years;
}

bool codes_are_years(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    return SHARE(judging, i, digits_4) >= 90 && years_of(content, 10, 23) * 100 >= content->filled * 95;
}

/* As ages lie: over many decades, hardly any of late and none of people long dead. */
static bool spreads_as_ages(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    unsigned all = years_of(content, 0, YEARS_DECADES), decades = 0;
    size_t newest = 0;
    for (size_t d = 0; d < YEARS_DECADES; d++) {
        bool is_filled = content->decades[d] * 100 >= all * DECADE_FILLED;
        decades += is_filled;
        newest = is_filled ? d : newest;
    }
    unsigned late = newest > 0 ? years_of(content, newest - 1, YEARS_DECADES) : all;
    return decades >= DECADES_LEAST && late * 100 <= all * LATE_MOST &&
           years_of(content, 0, OLD_DECADES) * 100 <= all * OLD_MOST;
}

/* A column in which equal cells are one customer's, or a household's: mailboxes, phones, whole names. */
static bool is_rare(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    bool names = SHARE(judging, i, letters) >= 85 && content->words >= 2 * content->filled;
    return content->filled >= FEW && different(judging, i) >= 50 &&
           (SHARE(judging, i, email) >= 80 || SHARE(judging, i, phone_sure) >= 80 || names);
}

static struct text cell_of(const struct judging *judging, size_t row, size_t column)
{
    const struct row *r = &judging->samples[row];
    return column < r->count ? text_trim(r->cells[column]) : TEXT_EMPTY;
}

/* Rows alike in something rare are mostly one person, who was born once; dates of things differ in them. */
static bool alike_differ(const struct judging *judging, size_t i)
{
    unsigned alike = 0, agree = 0;
    for (size_t c = 0; c < judging->layout.count; c++) {
        if (c == i || !is_rare(judging, c))
            continue;
        for (size_t a = 0; a < judging->samples_count; a++) {
            struct text here = cell_of(judging, a, c), of_here = cell_of(judging, a, i);
            if (here.len < 6 || of_here.len == 0)
                continue;
            for (size_t b = a + 1; b < judging->samples_count; b++) {
                struct text there = cell_of(judging, b, c), of_there = cell_of(judging, b, i);
                if (there.len != here.len || of_there.len != of_here.len || !text_equal(here, there))
                    continue;
                alike++;
                agree += text_equal(of_here, of_there);
            }
        }
    }
    return alike >= ALIKE_LEAST && agree * 100 < alike * ALIKE_AGREE_LEAST;
}

/* How surely the column is of births; 0 when it is not. */
static unsigned are_births(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    bool dates = SHARE(judging, i, date) >= 85 && different(judging, i) >= 30;
    bool years = !dates && codes_are_years(judging, i) && content->distinct >= 2 * DISTINCT_MIN;
    if ((!dates && !years) || SHARE(judging, i, birth) < (dates ? 50 : 60))
        return 0;
    unsigned sure = (dates ? 200 : 0) + SHARE(judging, i, birth);
    if (header_holds(judging, i, of_births, NULL))
        return sure + 400;
    if (header_holds(judging, i, of_things, things_short) || is_rising(judging, i) ||
        (years && !spreads_as_ages(judging, i)) || alike_differ(judging, i))
        return 0;
    return sure;
}

static void tell_births(struct judging *judging)
{
    size_t best = SIZE_MAX;
    unsigned best_sure = 0;
    for (size_t i = 0; i < judging->layout.count; i++) {
        unsigned sure = is_open(judging, i) ? are_births(judging, i) : 0;
        if (sure > best_sure) {
            best = i;
            best_sure = sure;
        }
    }
    if (best != SIZE_MAX && !judging_has(judging, FIELD_PERSON_BIRTHDATE))
        take(judging, best, FIELD_PERSON_BIRTHDATE);
}

/* One cell for a mailbox or a phone, whichever people filled in; a "Contact" may be that too, and no name. */
static void tell_contacts(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        enum field field = judging->proposals[i].ref.field;
        if ((field != FIELD_NONE && field != FIELD_PERSON_FULL) || judging->contents[i].filled < FEW)
            continue;
        unsigned email = SHARE(judging, i, email), phone = SHARE(judging, i, phone_sure);
        if (email >= 10 && phone >= 10 && email + phone >= 85 && different(judging, i) >= 20)
            take(judging, i, email > phone ? FIELD_EMAIL : FIELD_PHONE);
    }
}

void codes_tell(struct judging *judging)
{
    tell_contacts(judging);
    for (size_t i = 0; i < judging->layout.count; i++) {
        if (!is_open(judging, i))
            continue;
        if (are_phones(judging, i))
            take(judging, i, FIELD_PHONE);
        else if (SHARE(judging, i, email) >= 80 && different(judging, i) >= 5)
            take(judging, i, FIELD_EMAIL); /* under a header that says something else in a file of events */
        else if (SHARE(judging, i, web) >= 85 && SHARE(judging, i, email) < 10)
            take(judging, i, FIELD_WEB);
        else if (SHARE(judging, i, postcode_gb) >= 80 && !judging_has(judging, FIELD_ADDR_POSTCODE))
            take(judging, i, FIELD_ADDR_POSTCODE);
    }
    tell_births(judging);
}
