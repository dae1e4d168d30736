/*
 * A number in running text is a group of digits that blanks, full stops,
 * dashes and slashes may divide.  It is looked at only when the text has nine
 * digits at all, so that ordinary cells cost one pass over their bytes.
 *
 * The 11-test of a citizen service number: 9a+8b+7c+6d+5e+4f+3g+2h-i is a
 * multiple of 11.  A Belgian register number ends with 97 minus the rest of
 * its first nine digits (with a 2 before them when born in or after 2000).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/refuse.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "parse/header.h"

enum {
    DUTCH_DIGITS = 9,
    BELGIAN_DIGITS = 11,
    NEAR_BYTES = 40,    /* between a word and its number */
    SAMPLE_ENOUGH = 10, /* filled cells before values alone can condemn a column */
    WORD_DIGITS = 5,    /* in a bad row of a file with refused columns */
};

bool refuse_is_dutch(const char digits[9])
{
    int sum = 0, all = 0;
    for (int i = 0; i < 8; i++) {
        sum += (9 - i) * (digits[i] - '0');
        all |= digits[i] - '0';
    }
    return (all | (digits[8] - '0')) != 0 && (sum - (digits[8] - '0')) % 11 == 0;
}

bool refuse_is_belgian(const char digits[11])
{
    uint64_t first = 0, check = (uint64_t)(digits[9] - '0') * 10 + (uint64_t)(digits[10] - '0');
    for (int i = 0; i < 9; i++)
        first = first * 10 + (uint64_t)(digits[i] - '0');
    int month = (digits[2] - '0') * 10 + (digits[3] - '0'), day = (digits[4] - '0') * 10 + (digits[5] - '0');
    month %= 20; /* 20 or 40 is added to months of people without a registered sex or number */
    if (month > 12 || day > 31 || first == 0)
        return false;
    return check == 97 - first % 97 || check == 97 - (first + UINT64_C(2000000000)) % 97;
}

/* Keys of whole headers, and words that say it wherever they stand. */
static const char *const refused_words[] = {
    "bsn",
    "bsnnummer",
    "bsnnr",
    "burgerservicenummer",
    "burgerservicenr",
    "burgerservice",
    "sofi",
    "sofinummer",
    "sofinr",
    "rijksregisternummer",
    "rijksregisternr",
    "rijksregister",
    "rijksregnr",
    "niss",
    "insz",
    "ssn",
    "ssnr",
    "nir",
    "nirpp",
    "sose",
    "socsecid",
    "nino",
    "steueridentifikationsnummer",
    "personalausweisnummer",
    "paspoortnummer",
    "paspoortnr",
    "rijbewijsnummer",
    "rijbewijsnr",
    "idkaartnummer",
    "identiteitskaartnummer",
    "personnummer",
    "pesel",
    "codicefiscale",
    "dni",
    "svnr",
};

/* Parts of the key. "number" must be named too where the first words alone mean other things. */
static const char *const refused_parts[] = {
    "burgerservice",       "sofinummer",
    "socialsecurity",      "socsec",
    "governmentid",        "govid",
    "nationalid",          "nationalidentif",
    "rijksregister",       "registrenational",
    "registernational",    "numeronational",
    "nationaalnummer",     "nationalregister",
    "nationalinsurance",   "nationalnumber",
    "securitesociale",     "sozialversicherung",
    "versicherungsnummer", "identitycardnumber",
    "idcardnumber",        "idcardno",
    "identiteitskaart",    "personalausweis",
    "citizenservice",      "steueridnr",
    "persoonsnummer",      "personalidentificationnumber",
    "citizenid",           "idkaart",
};

static const char *const document_parts[] = { "passport",       "paspoort",       "passeport",      "reisepass",
                                              "driverslicense", "driverlicense",  "driverslicence", "driverlicence",
                                              "drivinglicence", "drivinglicense", "rijbewijs",      "permisdeconduire",
                                              "fuhrerschein" };

/* Of a document, these are not its number. */
static const char *const document_others[] = { "country", "state",     "land",   "type",      "soort",
                                               "date",    "datum",     "expiry", "geldig",    "issued",
                                               "valid",   "class",     "region", "categorie", "category",
                                               "place",   "authority", "pays",   "staat" };

/* A national id's country or kind is no number either. */
static const char *const national_others[] = { "country", "land", "type", "soort", "pays", "date", "datum" };

/* Numbers in such columns are something else. */
static const char *const innocent_parts[] = {
    "phone",
    "telefoon",
    "tel",
    "mobiel",
    "mobile",
    "gsm",
    "fax",
    "kvk",
    "chamber",
    "rsin",
    "fiscaal",
    "btw",
    "vat",
    "tax",
    "iban",
    "rekening",
    "bank",
    "bic",
    "account",
    "klant",
    "debiteur",
    "relatie",
    "customer",
    "client",
    "kunde",
    "lidnummer",
    "lidnr",
    "member",
    "order",
    "bestel",
    "factuur",
    "invoice",
    "uuid",
    "guid",
    "gln",
    "lei",
    "oin",
    "eori",
    "duns",
    "kbo",
    "ondernemings",
    "enterprise",
    "vestiging",
    "establishment",
    "postcode",
    "postalcode",
    "zip",
    "date",
    "datum",
    "time",
    "email",
    "mail",
    "website",
    "url",
    "record",
    "amount",
    "bedrag",
    "saldo",
    "price",
    "prijs",
    "huisnummer",
    "sku",
    "ean",
    "barcode",
    "product",
    "artikel",
    "year",
    "jaar",
    "latitude",
    "longitude",
    "siret",
    "siren",
    "handelsregister",
    "number of",
};

static bool any_part(struct text key, const char *const *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_find(key, text_from(parts[i])) < key.len)
            return true;
    return false;
}
#define ANY_PART(key, parts) any_part((key), (parts), sizeof(parts) / sizeof((parts)[0]))

static bool any_word(const struct header *header, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (header_has_word(header, words[i]) || text_equal(header_key(header), text_from(words[i])))
            return true;
    return false;
}
#define ANY_WORD(header, words) any_word((header), (words), sizeof(words) / sizeof((words)[0]))

/* "id", "klant_id", "record id": a key of a system. */
static bool is_system_key(const struct header *header)
{
    return header->count > 0 &&
           (text_equal(header->words[header->count - 1], TEXT("id")) || text_equal(header->words[0], TEXT("id")));
}

enum refuse refuse_of_header(struct text name)
{
    struct header header;
    header_fold(name, &header);
    struct text key = header_key(&header);
    if (ANY_WORD(&header, refused_words) || ANY_PART(key, refused_parts))
        return ANY_WORD(&header, national_others) ? REFUSE_NEVER : REFUSE_WHOLE;
    if (ANY_PART(key, document_parts))
        return ANY_PART(key, document_others) ? REFUSE_NEVER : REFUSE_WHOLE;
    return ANY_PART(key, innocent_parts) || is_system_key(&header) ? REFUSE_NEVER : REFUSE_LOOK;
}

/* The digits of a cell that holds nothing but one number, with full stops, blanks or
 * dashes in it; 0 when it holds anything else or more than max. */
static size_t cell_digits(struct text cell, char *into, size_t max)
{
    size_t count = 0;
    cell = text_trim(cell);
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        if (char_is_digit(c)) {
            if (count == max)
                return 0;
            into[count++] = c;
        } else if (c != '.' && c != ' ' && c != '-') {
            return 0;
        }
    }
    return count;
}

void refuse_sample_add(struct refuse_sample *sample, struct text cell)
{
    char digits[BELGIAN_DIGITS];
    if (text_trim(cell).len == 0)
        return;
    sample->filled++;
    size_t count = cell_digits(cell, digits, BELGIAN_DIGITS);
    sample->dutch += count == DUTCH_DIGITS && refuse_is_dutch(digits);
    sample->belgian += count == BELGIAN_DIGITS && refuse_is_belgian(digits);
}

bool refuse_sample_is_national(const struct refuse_sample *sample)
{
    return sample->filled >= SAMPLE_ENOUGH &&
           (sample->dutch * 10 >= sample->filled * 6 || sample->belgian * 10 >= sample->filled * 6);
}

/* Whether t has at least nine digits. */
static bool has_nine_digits(struct text t)
{
    size_t count = 0, i = 0;
#ifdef __SSE2__
    const __m128i below = _mm_set1_epi8('0' - 1), above = _mm_set1_epi8('9' + 1);
    for (; i + 16 <= t.len; i += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(t.ptr + i));
        __m128i digit = _mm_and_si128(_mm_cmpgt_epi8(block, below), _mm_cmplt_epi8(block, above));
        count += (size_t)__builtin_popcount((unsigned)_mm_movemask_epi8(digit));
    }
#endif
    for (; i < t.len; i++)
        count += char_is_digit(t.ptr[i]);
    return count >= DUTCH_DIGITS;
}

/* Words that name a national number in running text. */
static const struct {
    struct text word;
    bool whole; /* not as a part of another word */
} naming[] = {
    { TEXT("bsn"), true },
    { TEXT("burgerservice"), false },
    { TEXT("burger service"), false },
    { TEXT("sofi"), true },
    { TEXT("sofinummer"), false },
    { TEXT("sofi-"), false },
    { TEXT("rijksregister"), false },
    { TEXT("registre national"), false },
    { TEXT("numero national"), false },
    { TEXT("num\xc3\xa9ro national"), false },
    { TEXT("niss"), true },
    { TEXT("insz"), true },
    { TEXT("social security"), false },
    { TEXT("ssn"), true },
    { TEXT("national insurance"), false },
    { TEXT("national id"), false },
    { TEXT("persoonsnummer"), false },
};

/* Whether a naming word stands near the bytes from … to. */
static bool word_is_near(struct text t, size_t from, size_t to)
{
    size_t begin = from > NEAR_BYTES ? from - NEAR_BYTES : 0;
    struct text around = text_slice(t, begin, to + NEAR_BYTES);
    for (size_t n = 0; n < sizeof(naming) / sizeof(naming[0]); n++) {
        struct text rest = around;
        size_t passed = 0;
        for (;;) {
            size_t at = text_find_nocase(rest, naming[n].word);
            if (at == rest.len)
                break;
            size_t here = passed + at, after = here + naming[n].word.len;
            bool alone = !((here > 0 && char_is_alpha(around.ptr[here - 1])) ||
                           (after < around.len && char_is_alpha(around.ptr[after])));
            /* "bsnnr", "BSN-nummer": a word with "n" behind it still names it */
            if (!alone && after < around.len && !(here > 0 && char_is_alpha(around.ptr[here - 1])))
                alone = text_starts_nocase(text_from_offset(around, after), TEXT("n"));
            if (alone || !naming[n].whole)
                return true;
            rest = text_from_offset(rest, at + 1);
            passed += at + 1;
        }
    }
    return false;
}

/* A group of digits in a text. */
struct number {
    size_t from, to, count; /* count of digits, also those that did not fit */
    char digits[BELGIAN_DIGITS];
};

/* Digits from from on, with at most two of the dividers between them. */
static struct number number_at(struct text t, size_t from, const char *dividers)
{
    struct number number = { .from = from, .to = from };
    for (size_t i = from; i < t.len && i < number.to + 3; i++) {
        char c = t.ptr[i];
        if (char_is_digit(c)) {
            if (number.count < BELGIAN_DIGITS)
                number.digits[number.count] = c;
            number.count++;
            number.to = i + 1;
        } else if (c == '\0' || !strchr(dividers, c)) {
            break;
        }
    }
    return number;
}

/* The next one at or after at. "123456782 12-03-2024" is two, though blanks may divide one. */
static bool number_next(struct text t, size_t at, struct number *ret)
{
    static const char *const dividers[] = { ". -/", ".-/", "" };
    while (at < t.len && !char_is_digit(t.ptr[at]))
        at++;
    if (at == t.len)
        return false;
    for (size_t i = 0; i < sizeof(dividers) / sizeof(dividers[0]); i++) {
        *ret = number_at(t, at, dividers[i]);
        if (ret->count <= BELGIAN_DIGITS)
            break;
    }
    return true;
}

static bool has_national_length(const struct number *number)
{
    return number->count == DUTCH_DIGITS || number->count == BELGIAN_DIGITS;
}

/* A copy of t with what was found replaced by the mark. */
struct masking {
    struct text whole;
    char *into;
    size_t cap, len, copied, marks;
};

static void masking_put(struct masking *masking, struct text part)
{
    if (masking->into && masking->len + part.len <= masking->cap) {
        memcpy(masking->into + masking->len, part.ptr, part.len);
        masking->len += part.len;
    }
}

static void masking_mark(struct masking *masking, size_t from, size_t to, struct arena *arena)
{
    if (masking->marks++ == 0) {
        masking->cap = masking->whole.len + (masking->whole.len / WORD_DIGITS + 1) * sizeof(REFUSE_MARK);
        masking->into = arena_take(arena, masking->cap + 1, 1);
    }
    masking_put(masking, text_slice(masking->whole, masking->copied, from));
    masking_put(masking, TEXT(REFUSE_MARK));
    masking->copied = to;
}

static size_t masking_end(struct masking *masking, struct text *ret)
{
    if (masking->marks == 0) {
        *ret = masking->whole;
    } else if (!masking->into) {
        *ret = TEXT(REFUSE_MARK);
    } else {
        masking_put(masking, text_from_offset(masking->whole, masking->copied));
        *ret = (struct text){ masking->into, masking->len };
    }
    return masking->marks;
}

size_t refuse_mask_text(struct text cell, struct arena *arena, struct text *ret)
{
    struct masking masking = { .whole = cell };
    *ret = cell;
    if (cell.len < DUTCH_DIGITS || !has_nine_digits(cell))
        return 0;
    struct number number;
    for (size_t at = 0; number_next(cell, at, &number); at = number.to)
        if (has_national_length(&number) && word_is_near(cell, number.from, number.to))
            masking_mark(&masking, number.from, number.to, arena);
    return masking_end(&masking, ret);
}

static bool is_word_byte(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '.' || c == '-' || c == '/' || (unsigned char)c >= 0x80;
}

static void mask_words_with_digits(struct masking *masking, struct arena *arena)
{
    struct text t = masking->whole;
    for (size_t from = 0; from < t.len;) {
        size_t to = from, digits = 0;
        while (to < t.len && is_word_byte(t.ptr[to]))
            digits += char_is_digit(t.ptr[to++]);
        if (digits >= WORD_DIGITS)
            masking_mark(masking, from, to, arena);
        from = to + 1;
    }
}

size_t refuse_mask_row(struct text row, bool has_refused_column, struct arena *arena, struct text *ret)
{
    struct masking masking = { .whole = row };
    if (has_refused_column) {
        mask_words_with_digits(&masking, arena);
        return masking_end(&masking, ret);
    }
    struct number number;
    for (size_t at = 0; number_next(row, at, &number); at = number.to)
        if ((number.count == DUTCH_DIGITS && refuse_is_dutch(number.digits)) ||
            (number.count == BELGIAN_DIGITS && refuse_is_belgian(number.digits)) ||
            (has_national_length(&number) && word_is_near(row, number.from, number.to)))
            masking_mark(&masking, number.from, number.to, arena);
    return masking_end(&masking, ret);
}
