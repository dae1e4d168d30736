/*
 * A mention's texts are folded once here and never again.
 *
 * Room for all that the mentions have is made before the first of them, as
 * values are told where their number belongs by address.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/draft.h"

#include <string.h>

#include "base/hash.h"
#include "base/look.h"
#include "lang/org_words.h"
#include "match/draft_form.h"
#include "match/draft_institute.h"
#include "match/fold.h"

void draft_open(struct draft *draft, enum party_kind kind)
{
    *draft = (struct draft){ .kind = kind, .letters = ARENA_UP_TO(SIZE_MAX / 4) };
}

void draft_done(struct draft *draft)
{
    vec_done(&draft->preps);
    vec_done(&draft->addresses);
    vec_done(&draft->emails);
    vec_done(&draft->phones);
    vec_done(&draft->identifiers);
    vec_done(&draft->attributes);
    for (int d = 0; d < DOMAIN_COUNT; d++)
        vec_done(&draft->values[d]);
    arena_done(&draft->letters);
}

static inline bool copy_value(struct draft *draft, struct text t, struct draft_value *ret)
{
    char *letters = arena_take(&draft->letters, t.len, 1);
    if (!letters)
        return false;
    memcpy(letters, t.ptr, t.len);
    *ret = (struct draft_value){ .hash = hash_text(t), .letters = letters, .len = (uint32_t)t.len };
    return true;
}

void draft_put(struct draft *draft, enum domain domain, struct text t, uint32_t *to)
{
    *to = 0;
    if (t.len == 0)
        return;
    struct draft_value value;
    if (!copy_value(draft, t, &value)) {
        draft->is_full = true;
        return;
    }
    value.to = to;
    draft->is_full |= !vec_push(&draft->values[domain], value);
}

static void put_joined(struct draft *draft, enum domain domain, struct text raw, uint32_t *to)
{
    struct folded folded;
    fold_joined(raw, &folded);
    draft_put(draft, domain, folded_text(&folded), to);
}

/* ---- names ---- */

static uint8_t generation_of(struct text suffix)
{
    static const struct {
        struct text word;
        uint8_t generation;
    } words[] = {
        { TEXT("sr"), 1 },  { TEXT("sen"), 1 }, { TEXT("senior"), 1 }, { TEXT("i"), 1 },  { TEXT("jr"), 2 },
        { TEXT("jun"), 2 }, { TEXT("ii"), 2 },  { TEXT("iii"), 3 },    { TEXT("iv"), 4 }, { TEXT("junior"), 2 },
    };
    if (suffix.len == 0)
        return 0;
    struct folded folded;
    fold_value(suffix, &folded);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (words[i].word.len == folded.len && memcmp(words[i].word.ptr, folded.s, folded.len) == 0)
            return words[i].generation;
    return 0;
}

/* Given names word by word; a full stop ends one, so "J.M." is two initials. */
static void put_given(struct draft *draft, struct text raw, struct prep *prep)
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
        uint8_t generation = prep->given_count > 0 && word.len > 1 ? generation_of(word) : 0;
        if (generation)
            prep->generation = generation;
        else
            draft_put(draft, DOMAIN_GIVEN, word, &prep->given[prep->given_count++]);
    }
}

static void put_surname(struct draft *draft, struct text raw, uint32_t *to)
{
    struct folded folded;
    fold_person(raw, &folded);
    draft_put(draft, DOMAIN_SURNAME, folded_text(&folded), to);
}

/* A name that normal/ could not take apart: first word and last word. */
static void put_raw_name(struct draft *draft, struct text raw, struct prep *prep)
{
    struct folded folded;
    fold_person(raw, &folded);
    struct text t = folded_text(&folded);
    size_t comma = text_find_char(raw, ',');
    if (comma < raw.len) { /* "Berg, Jan van den" */
        put_given(draft, text_from_offset(raw, comma + 1), prep);
        put_surname(draft, text_slice(raw, 0, comma), &prep->surname);
        return;
    }
    size_t last = t.len;
    while (last > 0 && t.ptr[last - 1] != ' ')
        last--;
    put_given(draft, text_slice(t, 0, last), prep);
    draft_put(draft, DOMAIN_SURNAME, text_from_offset(t, last), &prep->surname);
}

static void put_person(struct draft *draft, const struct mention *mention, struct prep *prep)
{
    const struct person_name *name = &mention->name;
    put_given(draft, name->given.len ? name->given : name->initials, prep);
    if (prep->given_count == 0 && !name->surname.len && name->raw.len)
        put_raw_name(draft, name->raw, prep);
    if (name->surname.len)
        put_surname(draft, name->surname, &prep->surname);
    uint8_t generation = generation_of(name->suffix);
    if (generation)
        prep->generation = generation;
    if (name->call_name.len)
        put_joined(draft, DOMAIN_GIVEN, name->call_name, &prep->call);
    if (name->partner_surname.len)
        put_surname(draft, name->partner_surname, &prep->partner);
    draft_mailbox(draft, mention, prep);
}

struct spelled {
    char s[FOLD_BYTES_MAX];
    size_t len;
};

static void put_spelled(struct spelled *ret, struct text full)
{
    if (full.len == 0 || ret->len + 1 + full.len > sizeof(ret->s))
        return;
    if (ret->len > 0)
        ret->s[ret->len++] = ' ';
    memcpy(ret->s + ret->len, full.ptr, full.len);
    ret->len += full.len;
}

/*
 * "acme mfg" → "acme manufacturing", "gesellschagft acme" → "acme", as "gesellschaft" is no word that names are told
 * by; marks misspelt go to ret_marks, where those that are spelled well stand.  What does not fit stays away.
 */
static void spell_out(struct text folded, struct spelled *ret, struct spelled *ret_marks)
{
    struct text word = TEXT_EMPTY;
    while (text_next(&folded, ' ', &word)) {
        struct text full = org_word_full(word), meant = full.ptr == word.ptr ? org_word_meant(word) : TEXT_EMPTY;
        struct org_word known = org_word_find(meant, word_hash(meant));
        if (known.mark)
            put_spelled(ret_marks, meant);
        else if (!known.filler)
            put_spelled(ret, meant.len ? org_word_full(meant) : full);
    }
}

/* A name of an organisation and its marks behind it: "jansen bouw" of Jansen Bouw Holding is "jansen bouw holding". */
static void put_org(struct draft *draft, struct text name, struct text marks, uint32_t *to)
{
    struct folded folded;
    struct spelled spelled = { .len = 0 }, misspelt = { .len = 0 };
    fold_name(name, &folded);
    spell_out(folded_text(&folded), &spelled, &misspelt);
    if (spelled.len == 0) /* nothing else */
        put_spelled(&spelled, folded_text(&folded));
    else
        put_spelled(&spelled, (struct text){ misspelt.s, misspelt.len });
    if (!text_equal(name, marks)) /* "Holding B.V." has nothing else */
        spell_out(marks, &spelled, &spelled);
    draft_put(draft, DOMAIN_ORG, (struct text){ spelled.s, spelled.len }, to);
}

static void put_organisation(struct draft *draft, const struct mention *mention, struct prep *prep)
{
    const struct org_name *org = &mention->org;
    prep->form = form_words(org->legal_form);
    struct institute institute;
    bool is_institute = institute_read(org->name, org->department, &institute);
    struct text core = is_institute ? (struct text){ institute.name, institute.len } : org->core;
    put_org(draft, core.len ? core : org->name, org->marks, &prep->org);
    put_org(draft, org->trade_name, TEXT_EMPTY, &prep->org_trade);
    put_org(draft, org->former_name, TEXT_EMPTY, &prep->org_former);
    if (!is_institute || institute.town.len == 0 || mention->addresses_count > 0)
        return;
    struct address address = { .city = institute.town };
    draft_address(draft, &address, &draft->addresses.ptr[draft->addresses.len++]);
}

/* ---- contacts ---- */

/* What fold_joined() makes of a name in a mailbox; most hold letters, digits and signs that are spaces to it. */
static void put_local(struct draft *draft, struct text local, uint32_t *to)
{
    char letters[LOOK_BYTES_MAX];
    size_t len = 0, from = 0;
    struct text_look look = { .rest = 1 };
    if (local.len <= LOOK_BYTES_MAX)
        look = text_look(local);
    bool is_simple = !(look.upper | look.space | look.rest);
    for (uint32_t signs = look.sign; is_simple && signs; signs &= signs - 1) {
        size_t at = (size_t)__builtin_ctz(signs);
        char c = local.ptr[at];
        is_simple = c == '.' || c == '-' || c == '_';
        memcpy(letters + len, local.ptr + from, at - from);
        len += at - from;
        from = at + 1;
    }
    if (!is_simple) {
        put_joined(draft, DOMAIN_LOCAL, local, to);
    } else if (from == 0) {
        draft_put(draft, DOMAIN_LOCAL, local, to);
    } else {
        memcpy(letters + len, local.ptr + from, local.len - from);
        draft_put(draft, DOMAIN_LOCAL, (struct text){ letters, len + local.len - from }, to);
    }
}

static void put_email(struct draft *draft, const struct email *from)
{
    struct prep_email *email = &draft->emails.ptr[draft->emails.len++];
    *email = (struct prep_email){ .is_free = from->is_free, .is_role = from->is_role };
    struct text key = from->key.len ? from->key : from->address;
    size_t at = text_find_char(key, '@');
    char lower[FOLD_BYTES_MAX];
    size_t len = key.len < sizeof(lower) ? key.len : sizeof(lower);
    _Static_assert(FOLD_BYTES_MAX % 16 == 0, "a block is written whole");
    for (size_t i = 0; i < len; i += LOOK_BYTES_MAX / 2)
        text_lower(text_slice(key, i, i + LOOK_BYTES_MAX / 2), lower + i);
    struct text t = { lower, len };
    draft_put(draft, DOMAIN_EMAIL, t, &email->address);
    put_local(draft, text_slice(t, 0, at), &email->local);
    draft_put(draft, DOMAIN_HOST, text_from_offset(t, at + 1), &email->host);
}

static void put_phone(struct draft *draft, const struct phone *from)
{
    enum { DIGITS_MIN = 5, TAIL = 7 };
    char digits[32];
    size_t len = 0;
    struct text raw = from->e164.len ? from->e164 : from->national;
    for (size_t i = 0; i < raw.len && len < sizeof(digits); i++)
        if (char_is_digit(raw.ptr[i]))
            digits[len++] = raw.ptr[i];
    if (len < DIGITS_MIN)
        return;
    struct prep_phone *phone = &draft->phones.ptr[draft->phones.len++];
    *phone = (struct prep_phone){ .is_fax = from->kind == PHONE_FAX };
    size_t tail = len < TAIL ? len : TAIL;
    draft_put(draft, DOMAIN_PHONE, (struct text){ digits, len }, &phone->full);
    if (len != tail) /* else the tail is the number itself */
        draft_put(draft, DOMAIN_PHONE, (struct text){ digits + len - tail, tail }, &phone->tail);
}

static void put_identifier(struct draft *draft, const struct identifier *from)
{
    struct folded folded;
    fold_joined(from->value, &folded);
    if (folded.len == 0)
        return;
    struct prep_identifier *identifier = &draft->identifiers.ptr[draft->identifiers.len++];
    identifier->kind = (uint8_t)from->kind;
    draft_put(draft, DOMAIN_IDENTIFIER, folded_text(&folded), &identifier->value);
}

/* ---- attributes ---- */

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

/* Two signs for the column keep equal values of columns apart. */
static void put_attribute(struct draft *draft, const struct attribute *from)
{
    enum { FIELDS_AT = 3968 }; /* of 4096, past all columns in use */
    struct folded folded;
    if (is_of_the_record(from->field.field))
        return;
    fold_value(from->value, &folded);
    if (folded.len == 0)
        return;
    char spelled[COLUMN_PREFIX_LEN + FOLD_BYTES_MAX];
    size_t place = from->field.field ? (size_t)FIELDS_AT + from->field.field : from->column;
    spelled[0] = (char)('0' + place / 64 % 64);
    spelled[1] = (char)('0' + place % 64);
    spelled[2] = ':';
    memcpy(spelled + COLUMN_PREFIX_LEN, folded.s, folded.len);
    struct draft_attribute *attribute = &draft->attributes.ptr[draft->attributes.len];
    *attribute = (struct draft_attribute){ .field = from->field, .column = from->column, .kind = from->kind };
    if (copy_value(draft, (struct text){ spelled, COLUMN_PREFIX_LEN + folded.len }, &attribute->value))
        draft->attributes.len++;
    else
        draft->is_full = true;
}

/* ---- the whole ---- */

static uint32_t packed(struct date date)
{
    return (uint32_t)(date.year > 0 ? date.year : 0) * 10000u + date.month * 100u + date.day;
}

static size_t several(size_t count)
{
    return count < MULTI_MAX ? count : MULTI_MAX;
}

static void put_mention(struct draft *draft, const struct match_item *item)
{
    const struct mention *mention = item->mention;
    struct prep *prep = &draft->preps.ptr[draft->preps.len++];
    *prep = (struct prep){ .id = item->id.v, .source = item->source, .gender = (uint8_t)mention->gender & 15 };
    if (prep->gender == GENDER_UNKNOWN)
        prep->gender = (uint8_t)mention->name.gender & 15;
    prep->addresses_at = (uint32_t)draft->addresses.len;
    if (draft->kind == PARTY_PERSON) {
        prep->birth = packed(mention->birth);
        put_person(draft, mention, prep);
    } else {
        put_organisation(draft, mention, prep);
    }

    for (size_t i = 0; i < several(mention->addresses_count); i++)
        draft_address(draft, &mention->addresses[i], &draft->addresses.ptr[draft->addresses.len++]);
    prep->addresses_count = (uint8_t)(draft->addresses.len - prep->addresses_at);
    prep->emails_at = (uint32_t)draft->emails.len;
    for (size_t i = 0; i < several(mention->emails_count); i++)
        put_email(draft, &mention->emails[i]);
    prep->emails_count = (uint8_t)(draft->emails.len - prep->emails_at);
    prep->phones_at = (uint32_t)draft->phones.len;
    for (size_t i = 0; i < several(mention->phones_count); i++)
        put_phone(draft, &mention->phones[i]);
    prep->phones_count = (uint8_t)(draft->phones.len - prep->phones_at);
    prep->identifiers_at = (uint32_t)draft->identifiers.len;
    for (size_t i = 0; i < several(mention->identifiers_count); i++)
        put_identifier(draft, &mention->identifiers[i]);
    prep->identifiers_count = (uint8_t)(draft->identifiers.len - prep->identifiers_at);
    prep->attributes_at = (uint32_t)draft->attributes.len;
    for (size_t i = 0; i < mention->attributes_count; i++)
        put_attribute(draft, &mention->attributes[i]);
}

static bool make_room(struct draft *draft, const struct match_item *items, size_t count)
{
    size_t addresses = 0, emails = 0, phones = 0, identifiers = 0, attributes = 0;
    for (size_t i = 0; i < count; i++) {
        const struct mention *mention = items[i].mention;
        addresses += several(mention->addresses_count) + (mention->addresses_count == 0); /* a town behind its name */
        emails += several(mention->emails_count);
        phones += several(mention->phones_count);
        identifiers += several(mention->identifiers_count);
        attributes += mention->attributes_count;
    }
    return vec_reserve(&draft->preps, count) && vec_reserve(&draft->addresses, addresses) &&
           vec_reserve(&draft->emails, emails) && vec_reserve(&draft->phones, phones) &&
           vec_reserve(&draft->identifiers, identifiers) && vec_reserve(&draft->attributes, attributes);
}

void draft_fill(struct draft *draft, const struct match_item *items, size_t count)
{
    draft->preps.len = draft->addresses.len = draft->emails.len = draft->phones.len = 0;
    draft->identifiers.len = draft->attributes.len = 0;
    for (int d = 0; d < DOMAIN_COUNT; d++)
        draft->values[d].len = 0;
    arena_reset(&draft->letters);
    draft->is_full = !make_room(draft, items, count);
    for (size_t i = 0; i < count && !draft->is_full; i++)
        put_mention(draft, &items[i]);
}
