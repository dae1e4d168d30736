/*
 * A mention's texts are folded once here and never again.  A street loses
 * what people shorten at will: "Kerkstr. 12", "Kerkstraat 12" and "12 Kerk
 * Straat" share words and number.  A house number that hides in the street
 * is taken out of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/prepare.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/given_names.h"
#include "lang/nicknames.h"
#include "match/fold.h"

static bool domain_has_words(enum domain domain)
{
    return domain == DOMAIN_ORG || domain == DOMAIN_STREET || domain == DOMAIN_EXTRA || domain == DOMAIN_ATTRIBUTE;
}

/* Whose values are equal or not, and never nearly so. */
static enum values_kind kind_of(enum domain domain)
{
    return domain == DOMAIN_DELIVERY || domain == DOMAIN_EMAIL ? VALUES_BARE : VALUES_WITH_TEXT;
}

static enum domain words_of(enum domain domain)
{
    return domain == DOMAIN_ORG         ? DOMAIN_ORG_WORD
           : domain == DOMAIN_ATTRIBUTE ? DOMAIN_ATTRIBUTE_WORD
                                        : DOMAIN_STREET_WORD;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory while preparing mentions");
}

enum status table_open(struct table *table, enum party_kind kind, struct error *err)
{
    *table = (struct table){ .kind = kind };
    for (int d = 0; d < DOMAIN_COUNT; d++)
        if (!values_open(&table->values[d], kind_of((enum domain)d)))
            return no_memory(err);
    return STATUS_OK;
}

void table_done(struct table *table)
{
    for (int d = 0; d < DOMAIN_COUNT; d++)
        values_done(&table->values[d]);
    vec_done(&table->preps);
    vec_done(&table->addresses);
    vec_done(&table->emails);
    vec_done(&table->phones);
    vec_done(&table->identifiers);
    vec_done(&table->attributes);
    *table = (struct table){ 0 };
}

/* The words of a new value; prefix sets columns apart where a set holds several. */
static bool put_words(struct table *table, enum domain domain, uint32_t number, struct text t, struct text prefix)
{
    struct values *set = &table->values[domain];
    struct values *words = &table->values[words_of(domain)];
    uint32_t at = (uint32_t)set->words.len;
    struct text word = TEXT_EMPTY;
    while (set->words.len - at < WORDS_MAX && text_next(&t, ' ', &word)) {
        if (word.len == 0)
            continue;
        char spelled[FOLD_BYTES_MAX + 8];
        memcpy(spelled, prefix.ptr, prefix.len);
        memcpy(spelled + prefix.len, word.ptr, word.len);
        uint32_t w = values_put(words, (struct text){ spelled, prefix.len + word.len }, NULL);
        if (w == VALUE_NONE || !vec_push(&set->words, w))
            return false;
    }
    set->about.ptr[number].words_at = at;
    set->about.ptr[number].words_count = (uint8_t)(set->words.len - at) & 31; /* WORDS_MAX fits */
    return true;
}

/* A folded value into its set; counted with its words. false without memory. */
static bool put_value(struct table *table, enum domain domain, struct text t, uint32_t *ret)
{
    bool is_new = false;
    *ret = values_put(&table->values[domain], t, &is_new);
    if (*ret == VALUE_NONE)
        return false;
    if (*ret == 0)
        return true;
    if (is_new && domain_has_words(domain) && !put_words(table, domain, *ret, t, TEXT("")))
        return false;
    if (is_new && domain == DOMAIN_GIVEN) {
        struct given_name known = given_name_find(t);
        table->values[domain].about.ptr[*ret].mark = nickname_mark(t);
        table->values[domain].about.ptr[*ret].flags = (uint8_t)((known.gender == GIVEN_MALE     ? VALUE_MALE
                                                                 : known.gender == GIVEN_FEMALE ? VALUE_FEMALE
                                                                                                : 0) |
                                                                (known.strength > 0 ? VALUE_KNOWN : 0)) &
                                                      7;
    }
    if (is_new && domain == DOMAIN_SURNAME)
        table->values[domain].about.ptr[*ret].mark = (uint32_t)fold_sound(t);
    values_count(&table->values[domain], *ret);
    if (domain_has_words(domain)) {
        struct values *set = &table->values[domain];
        for (uint32_t i = 0; i < set->about.ptr[*ret].words_count; i++)
            values_count(&table->values[words_of(domain)], set->words.ptr[set->about.ptr[*ret].words_at + i]);
    }
    return true;
}

static bool put_folded(struct table *table, enum domain domain, struct text raw, uint32_t *ret)
{
    struct folded folded;
    fold_value(raw, &folded);
    return put_value(table, domain, folded_text(&folded), ret);
}

static bool put_name(struct table *table, enum domain domain, struct text raw, uint32_t *ret)
{
    struct folded folded;
    fold_name(raw, &folded);
    return put_value(table, domain, folded_text(&folded), ret);
}

static bool put_joined(struct table *table, enum domain domain, struct text raw, uint32_t *ret)
{
    struct folded folded;
    fold_joined(raw, &folded);
    return put_value(table, domain, folded_text(&folded), ret);
}

/* Given names word by word; a full stop ends one, so "J.M." is two initials. */
static uint8_t generation_of(struct text suffix);

static bool put_given(struct table *table, struct text raw, struct prep *prep)
{
    char spaced[FOLD_BYTES_MAX];
    size_t len = raw.len < sizeof(spaced) ? raw.len : sizeof(spaced);
    for (size_t i = 0; i < len; i++)
        spaced[i] = raw.ptr[i] == '.' ? ' ' : raw.ptr[i];
    struct folded folded;
    fold_person((struct text){ spaced, len }, &folded);
    struct text rest = folded_text(&folded), word = TEXT_EMPTY;
    while (prep->given_count < GIVEN_MAX && text_next(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        uint32_t number = 0;
        if (prep->given_count > 0 && word.len > 1 && generation_of(word)) {
            prep->generation = generation_of(word);
            continue;
        }
        if (!put_value(table, DOMAIN_GIVEN, word, &number))
            return false;
        prep->given[prep->given_count++] = number;
    }
    return true;
}

static uint8_t generation_of(struct text suffix)
{
    static const struct {
        const char *word;
        uint8_t generation;
    } words[] = {
        { "sr", 1 },  { "sen", 1 },    { "senior", 1 }, { "i", 1 },   { "jr", 2 },
        { "jun", 2 }, { "junior", 2 }, { "ii", 2 },     { "iii", 3 }, { "iv", 4 },
    };
    struct folded folded;
    fold_value(suffix, &folded);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_equal(folded_text(&folded), text_from(words[i].word)))
            return words[i].generation;
    return 0;
}

static bool put_surname(struct table *table, struct text raw, uint32_t *ret)
{
    struct folded folded;
    fold_person(raw, &folded);
    return put_value(table, DOMAIN_SURNAME, folded_text(&folded), ret);
}

/* A name that normal/ could not take apart: first word and last word. */
static bool put_raw_name(struct table *table, struct text raw, struct prep *prep)
{
    struct folded folded;
    fold_person(raw, &folded);
    struct text t = folded_text(&folded);
    size_t comma = text_find_char(raw, ',');
    if (comma < raw.len) { /* "Berg, Jan van den" */
        return put_given(table, text_from_offset(raw, comma + 1), prep) &&
               put_surname(table, text_slice(raw, 0, comma), &prep->surname);
    }
    size_t last = t.len;
    while (last > 0 && t.ptr[last - 1] != ' ')
        last--;
    return put_given(table, text_slice(t, 0, last), prep) &&
           put_value(table, DOMAIN_SURNAME, text_from_offset(t, last), &prep->surname);
}

static bool put_person(struct table *table, const struct mention *mention, struct prep *prep)
{
    const struct person_name *name = &mention->name;
    if (!put_given(table, name->given.len ? name->given : name->initials, prep))
        return false;
    if (prep->given_count == 0 && !name->surname.len && name->raw.len && !put_raw_name(table, name->raw, prep))
        return false;
    if (name->surname.len && !put_surname(table, name->surname, &prep->surname))
        return false;
    if (generation_of(name->suffix))
        prep->generation = generation_of(name->suffix);
    return put_joined(table, DOMAIN_GIVEN, name->call_name, &prep->call) &&
           put_surname(table, name->partner_surname, &prep->partner);
}

static bool put_organisation(struct table *table, const struct mention *mention, struct prep *prep)
{
    const struct org_name *org = &mention->org;
    return put_name(table, DOMAIN_ORG, org->core.len ? org->core : org->name, &prep->org) &&
           put_name(table, DOMAIN_ORG, org->trade_name, &prep->org_trade) &&
           put_name(table, DOMAIN_ORG, org->former_name, &prep->org_former);
}

/* Words of streets that are shortened at will, in one spelling. */
static struct text street_word(struct text word)
{
    static const struct {
        const char *from, *to;
    } whole[] = {
        { "street", "st" },     { "str", "st" },        { "straat", "st" },    { "strasse", "st" },
        { "avenue", "av" },     { "ave", "av" },        { "road", "rd" },      { "drive", "dr" },
        { "lane", "ln" },       { "laan", "ln" },       { "boulevard", "bd" }, { "blvd", "bd" },
        { "court", "ct" },      { "crt", "ct" },        { "place", "pl" },     { "plein", "pl" },
        { "square", "sq" },     { "terrace", "tce" },   { "ter", "tce" },      { "crescent", "cres" },
        { "circuit", "cct" },   { "close", "cl" },      { "highway", "hwy" },  { "parkway", "pkwy" },
        { "trail", "trl" },     { "circle", "cir" },    { "north", "n" },      { "south", "s" },
        { "east", "e" },        { "west", "w" },        { "northeast", "ne" }, { "northwest", "nw" },
        { "southeast", "se" },  { "southwest", "sw" },  { "saint", "st" },     { "sankt", "st" },
        { "sint", "st" },       { "apartment", "apt" }, { "suite", "ste" },    { "floor", "fl" },
        { "building", "bldg" }, { "unit", "unit" },     { "mount", "mt" },     { "fort", "ft" },
        { "first", "1" },       { "second", "2" },      { "third", "3" },
    };
    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
        if (text_equal(word, text_from(whole[i].from)))
            return text_from(whole[i].to);
    static const char *const ordinals[] = { "st", "nd", "rd", "th" };
    if (word.len > 2 && char_is_digit(word.ptr[0]))
        for (size_t i = 0; i < 4; i++)
            if (text_ends(word, text_from(ordinals[i])))
                return text_slice(word, 0, word.len - 2);
    return word;
}

/* "hauptstrasse", "hauptstr" → "hauptst"; writes at most the word's own length. */
static size_t put_street_word(char *at, struct text word)
{
    static const char *const endings[] = { "strasse", "straat", "str" };
    struct text known = street_word(word);
    for (size_t i = 0; i < 3; i++) {
        struct text ending = text_from(endings[i]);
        if (known.len > ending.len + 2 && text_ends(known, ending)) {
            size_t stem = known.len - ending.len;
            memcpy(at, known.ptr, stem);
            memcpy(at + stem, "st", 2);
            return stem + 2;
        }
    }
    memcpy(at, known.ptr, known.len);
    return known.len;
}

static uint32_t leading_number(struct text word)
{
    uint64_t n = 0;
    for (size_t i = 0; i < word.len && char_is_digit(word.ptr[i]) && n < 100000000; i++)
        n = n * 10 + (unsigned)(word.ptr[i] - '0');
    return (uint32_t)n;
}

static bool put_street(struct table *table, struct text raw, bool take_number, struct prep_address *address)
{
    struct folded folded;
    fold_name(raw, &folded);
    char spelled[FOLD_BYTES_MAX * 2];
    size_t len = 0;
    struct text rest = folded_text(&folded), word = TEXT_EMPTY;
    while (text_next(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        if (take_number && address->number == 0 && char_is_digit(word.ptr[0]) && leading_number(word) > 0 &&
            (word.len < 3 || char_is_digit(word.ptr[word.len - 1]))) {
            address->number = leading_number(word);
            continue;
        }
        if (len > 0)
            spelled[len++] = ' ';
        len += put_street_word(spelled + len, word);
    }
    return put_value(table, DOMAIN_STREET, (struct text){ spelled, len }, &address->street);
}

enum { NUMBER_DIGITS_MAX = 10 };

/* number in decimal: how many digits. */
static size_t put_digits(char *at, uint32_t number)
{
    char digits[NUMBER_DIGITS_MAX];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    for (size_t i = 0; i < count; i++)
        at[i] = digits[count - 1 - i];
    return count;
}

/* t behind what is there: the new length. */
static size_t append(char *at, size_t len, struct text t)
{
    if (t.len)
        memcpy(at + len, t.ptr, t.len);
    return len + t.len;
}

/* How many live at one address is known by the whole of it. */
static bool put_delivery(struct table *table, struct prep_address *address)
{
    if (!address->street)
        return true;
    struct text street = values_text(&table->values[DOMAIN_STREET], address->street);
    struct text place = address->postcode ? values_text(&table->values[DOMAIN_POSTCODE], address->postcode)
                                          : values_text(&table->values[DOMAIN_CITY], address->city);
    char whole[3 * FOLD_BYTES_MAX];
    _Static_assert(sizeof(whole) >= 2 * FOLD_BYTES_MAX + NUMBER_DIGITS_MAX + 2, "all of it fits");
    size_t len = append(whole, 0, street);
    whole[len++] = '|';
    len += put_digits(whole + len, address->number);
    whole[len++] = '|';
    len = append(whole, len, place);
    return put_value(table, DOMAIN_DELIVERY, (struct text){ whole, len }, &address->delivery);
}

static bool put_address(struct table *table, const struct address *from)
{
    struct prep_address address = { 0 };
    struct folded folded;
    fold_joined(from->number, &folded);
    address.number = leading_number(folded_text(&folded));
    enum { LETTER_MAX = 20, ADDITION_MAX = 40 };
    char unit[LETTER_MAX + 1 + ADDITION_MAX];
    size_t unit_len = append(unit, 0, text_slice(from->letter, 0, LETTER_MAX));
    unit[unit_len++] = ' ';
    unit_len = append(unit, unit_len, text_slice(from->addition, 0, ADDITION_MAX));
    bool is_extra = from->street.len == 0 && from->extra.len > 0;
    return put_street(table, is_extra ? from->extra : from->street, address.number == 0, &address) &&
           (is_extra || put_folded(table, DOMAIN_EXTRA, from->extra, &address.extra)) &&
           put_joined(table, DOMAIN_EXTRA, (struct text){ unit, unit_len }, &address.unit) &&
           put_joined(table, DOMAIN_POSTCODE, from->postcode, &address.postcode) &&
           put_folded(table, DOMAIN_CITY, from->city, &address.city) &&
           put_joined(table, DOMAIN_REGION, from->region, &address.region) && put_delivery(table, &address) &&
           vec_push(&table->addresses, address);
}

static bool put_email(struct table *table, const struct email *from)
{
    struct prep_email email = { .is_free = from->is_free, .is_role = from->is_role };
    struct text key = from->key.len ? from->key : from->address;
    size_t at = text_find_char(key, '@');
    char lower[FOLD_BYTES_MAX];
    size_t len = key.len < sizeof(lower) ? key.len : sizeof(lower);
    for (size_t i = 0; i < len; i++)
        lower[i] = char_to_lower(key.ptr[i]);
    struct text t = { lower, len };
    return put_value(table, DOMAIN_EMAIL, t, &email.address) &&
           put_joined(table, DOMAIN_LOCAL, text_slice(t, 0, at), &email.local) &&
           put_value(table, DOMAIN_HOST, text_from_offset(t, at + 1), &email.host) && vec_push(&table->emails, email);
}

static bool put_phone(struct table *table, const struct phone *from)
{
    char digits[32];
    size_t len = 0;
    struct text raw = from->e164.len ? from->e164 : from->national;
    for (size_t i = 0; i < raw.len && len < sizeof(digits); i++)
        if (char_is_digit(raw.ptr[i]))
            digits[len++] = raw.ptr[i];
    if (len < 5)
        return true;
    struct prep_phone phone = { .is_fax = from->kind == PHONE_FAX };
    size_t tail = len < 7 ? len : 7;
    return put_value(table, DOMAIN_PHONE, (struct text){ digits, len }, &phone.full) &&
           (len == tail ? (phone.tail = phone.full, true)
                        : put_value(table, DOMAIN_PHONE, (struct text){ digits + len - tail, tail }, &phone.tail)) &&
           vec_push(&table->phones, phone);
}

static bool put_identifier(struct table *table, const struct identifier *from)
{
    struct prep_identifier identifier = { .kind = (uint8_t)from->kind };
    struct folded folded;
    fold_joined(from->value, &folded);
    return put_value(table, DOMAIN_IDENTIFIER, folded_text(&folded), &identifier.value) &&
           (identifier.value == 0 || vec_push(&table->identifiers, identifier));
}

/* The place of an attribute's column among those seen; COLUMNS_MAX when there are too many. */
static size_t column_of(struct table *table, const struct attribute *from)
{
    for (size_t i = 0; i < table->columns_count; i++) {
        const struct prep_column *column = &table->columns[i];
        if (column->field.field == from->field.field && (from->field.field || column->number == from->column))
            return i;
    }
    if (table->columns_count == COLUMNS_MAX)
        return COLUMNS_MAX;
    table->columns[table->columns_count] = (struct prep_column){ .field = from->field,
                                                                 .number = from->field.field ? 0 : from->column,
                                                                 .kind = from->kind };
    return table->columns_count++;
}

/* What a source says of its own record, or of dealings with the customer, does not say who it is. */
static bool is_of_the_record(enum field field)
{
    switch ((int)field) {
    case FIELD_TAG:
    case FIELD_CUSTOM:
    case FIELD_ACCOUNT_OWNER:
    case FIELD_SOURCE_ID:
    case FIELD_SOURCE_CREATED:
    case FIELD_SOURCE_MODIFIED:
    case FIELD_CUSTOMER_STAGE:
    case FIELD_CUSTOMER_BALANCE: return true;
    default: return field >= FIELD_CONSENT_EMAIL && field <= FIELD_METRIC_ENGAGEMENT;
    }
}

static bool put_attribute(struct table *table, const struct attribute *from, struct prep *prep)
{
    if (is_of_the_record(from->field.field))
        return true;
    size_t column = column_of(table, from);
    if (column == COLUMNS_MAX)
        return true;
    struct folded folded;
    fold_value(from->value, &folded);
    if (folded.len == 0)
        return true;
    char spelled[FOLD_BYTES_MAX + 4];
    enum { FIELDS_AT = 3968 };         /* of 4096, past all columns in use */
    size_t prefix = COLUMN_PREFIX_LEN; /* two signs for the column keep equal values of columns apart */
    size_t place = from->field.field ? (size_t)FIELDS_AT + from->field.field : from->column;
    spelled[0] = (char)('0' + place / 64 % 64);
    spelled[1] = (char)('0' + place % 64);
    spelled[2] = ':';
    memcpy(spelled + prefix, folded.s, folded.len);
    struct prep_attribute attribute = { .column = (uint16_t)column };
    bool is_new = false;
    struct values *set = &table->values[DOMAIN_ATTRIBUTE];
    attribute.value = values_put(set, (struct text){ spelled, prefix + folded.len }, &is_new);
    if (attribute.value == VALUE_NONE)
        return false;
    if (is_new) {
        table->columns[column].distinct++;
        if (!put_words(table, DOMAIN_ATTRIBUTE, attribute.value, folded_text(&folded),
                       (struct text){ spelled, prefix }))
            return false;
    }
    set->about.ptr[attribute.value].count++;
    for (uint32_t i = 0; i < set->about.ptr[attribute.value].words_count; i++)
        values_count(&table->values[DOMAIN_ATTRIBUTE_WORD],
                     set->words.ptr[set->about.ptr[attribute.value].words_at + i]);
    table->columns[column].filled++;
    if (!vec_push(&table->attributes, attribute))
        return false;
    prep->attributes_count++;
    return true;
}

static uint32_t packed(struct date date)
{
    return (uint32_t)(date.year > 0 ? date.year : 0) * 10000u + date.month * 100u + date.day;
}

enum status table_add(struct table *table, struct mention_id id, uint32_t source, const struct mention *mention,
                      struct error *err)
{
    struct prep prep = { .id = id.v, .source = source, .gender = (uint8_t)mention->gender };
    if (prep.gender == GENDER_UNKNOWN)
        prep.gender = (uint8_t)mention->name.gender;
    prep.birth = packed(mention->birth);
    bool good =
        table->kind == PARTY_PERSON ? put_person(table, mention, &prep) : put_organisation(table, mention, &prep);

    prep.addresses_at = (uint32_t)table->addresses.len;
    for (size_t i = 0; good && i < mention->addresses_count && i < MULTI_MAX; i++)
        good = put_address(table, &mention->addresses[i]);
    prep.addresses_count = (uint8_t)(table->addresses.len - prep.addresses_at);
    prep.emails_at = (uint32_t)table->emails.len;
    for (size_t i = 0; good && i < mention->emails_count && i < MULTI_MAX; i++)
        good = put_email(table, &mention->emails[i]);
    prep.emails_count = (uint8_t)(table->emails.len - prep.emails_at);
    prep.phones_at = (uint32_t)table->phones.len;
    for (size_t i = 0; good && i < mention->phones_count && i < MULTI_MAX; i++)
        good = put_phone(table, &mention->phones[i]);
    prep.phones_count = (uint8_t)(table->phones.len - prep.phones_at);
    prep.identifiers_at = (uint32_t)table->identifiers.len;
    for (size_t i = 0; good && i < mention->identifiers_count && i < MULTI_MAX; i++)
        good = put_identifier(table, &mention->identifiers[i]);
    prep.identifiers_count = (uint8_t)(table->identifiers.len - prep.identifiers_at);
    prep.attributes_at = (uint32_t)table->attributes.len;
    for (size_t i = 0; good && i < mention->attributes_count; i++)
        good = put_attribute(table, &mention->attributes[i], &prep);
    if (!good || !vec_push(&table->preps, prep))
        return no_memory(err);
    return STATUS_OK;
}

/* How a column's values repeat. */
struct repeats {
    uint64_t pairs; /* of mentions that share a value */
    uint64_t letters, digits;
};

static void count_repeats(const struct table *table, struct repeats ret[COLUMNS_MAX])
{
    const struct values *set = &table->values[DOMAIN_ATTRIBUTE];
    memset(ret, 0, COLUMNS_MAX * sizeof(*ret));
    for (size_t i = 0; i < table->attributes.len; i++) {
        const struct prep_attribute *attribute = &table->attributes.ptr[i];
        struct repeats *of = &ret[attribute->column];
        of->pairs += set->about.ptr[attribute->value].count - 1;
        struct text t = text_from_offset(values_text(set, attribute->value), COLUMN_PREFIX_LEN);
        of->letters += t.len;
        for (size_t k = 0; k < t.len; k++)
            of->digits += char_is_digit(t.ptr[k]);
    }
}

/*
 * A column says nothing when nearly all have one value, or when each row has its own number.  One whose values
 * hardly repeat, and are codes, is a number that somebody gave to a party: those who share it are one, and those
 * who do not are two, as far as the data bear it out.
 */
static void judge_column(const struct table *table, struct prep_column *column, const struct repeats *repeats)
{
    enum { KEY_LETTERS_MIN = 4, KEY_SHARED_MAX = 4, KEY_LETTERS_MAX = 20 };
    column->is_used = column->is_key = false;
    if (column->filled < 2 || column->filled * 100ull < table->preps.len || column->distinct < 2)
        return;
    bool is_code = column->kind == ATTRIBUTE_CODE || column->kind == ATTRIBUTE_NUMBER;
    if (column->kind != ATTRIBUTE_TEXT && repeats->pairs == 0)
        return;
    column->is_used = true;
    column->is_key =
        is_code && repeats->letters >= (uint64_t)KEY_LETTERS_MIN * column->filled &&
        repeats->letters <= (uint64_t)KEY_LETTERS_MAX * column->filled && repeats->digits * 2 >= repeats->letters &&
        repeats->pairs <= (uint64_t)KEY_SHARED_MAX * column->filled && column->distinct * 5ull >= column->filled;
}

/* Where a name begins to be one that many have: one in a thousand, and more than three. */
static int16_t usual_from(const struct values *values)
{
    enum { USUAL_PER = 1000, USUAL_MIN = 3 };
    struct value value = { .count = (uint32_t)(values->total / USUAL_PER) + USUAL_MIN };
    value_weigh(&value, values->total);
    return value.bits;
}

/* Share of each attribute value among its own column's values. */
static void weigh_attributes(struct table *table)
{
    struct values *set = &table->values[DOMAIN_ATTRIBUTE];
    for (size_t i = 0; i < table->attributes.len; i++) {
        const struct prep_attribute *attribute = &table->attributes.ptr[i];
        value_weigh(&set->about.ptr[attribute->value], table->columns[attribute->column].filled);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct prep_column *x = a, *y = b;
    return x->number != y->number ? (x->number > y->number) - (x->number < y->number)
                                  : (int)x->field.field - (int)y->field.field;
}

/* Columns stand in order of their place in the layout, whatever was added first. */
static void order_columns(struct table *table)
{
    struct prep_column seen[COLUMNS_MAX];
    uint16_t now_at[COLUMNS_MAX] = { 0 };
    memcpy(seen, table->columns, sizeof(seen));
    if (table->columns_count > 1)
        qsort(table->columns, table->columns_count, sizeof(struct prep_column), by_place);
    for (size_t i = 0; i < table->columns_count; i++)
        for (size_t j = 0; j < table->columns_count; j++)
            if (by_place(&seen[i], &table->columns[j]) == 0)
                now_at[i] = (uint16_t)j;
    for (size_t i = 0; i < table->attributes.len; i++)
        table->attributes.ptr[i].column = now_at[table->attributes.ptr[i].column];
}

void table_finish(struct table *table)
{
    order_columns(table);
    table_pack(table);
    for (size_t i = 1; i < table->preps.len; i++)
        table->has_sources |= table->preps.ptr[i].source != table->preps.ptr[0].source;
    for (int d = 0; d < DOMAIN_COUNT; d++)
        if (d != DOMAIN_ATTRIBUTE)
            values_settle(&table->values[d]);
    struct repeats repeats[COLUMNS_MAX];
    count_repeats(table, repeats);
    for (size_t i = 0; i < table->columns_count; i++)
        judge_column(table, &table->columns[i], &repeats[i]);
    table->usual_given = usual_from(&table->values[DOMAIN_GIVEN]);
    table->usual_word = usual_from(&table->values[DOMAIN_ORG_WORD]);
    table->usual_surname = usual_from(&table->values[DOMAIN_SURNAME]);
    weigh_attributes(table);
}
