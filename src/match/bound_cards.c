/*
 * A card of each mention, made once on all threads: of its values the number,
 * a sketch, the first letters and the length; of date and phone the digits.
 * A sound, a host or a source is kept in few bits: two that differ may look
 * the same there, and then count for the better.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/hash.h"
#include "lang/nicknames.h"
#include "match/bound_inside.h"
#include "match/digits.h"
#include "os/threads.h"

enum { SLICE_MENTIONS = 8192, PHONE_DIGITS = 8 };

static uint32_t bit_of(struct text t)
{
    return 1u << (hash_text(t) >> 59);
}

/* A surname that may be a form of the other's given name, where the two changed places. */
static bool has_other_forms(const struct table *table, const struct prep *p)
{
    char room[JOINED_MAX];
    return nickname_mark(joined_surname(table, p, room)) != 0;
}

static void fill_names(const struct table *table, const struct prep *p, struct card *card)
{
    const struct value *given = table_value(table, DOMAIN_GIVEN, card->given = p->given_count ? p->given[0] : p->call);
    const struct value *surname = table_value(table, DOMAIN_SURNAME, card->surname = p->surname);
    for (size_t i = 0; i < p->given_count; i++)
        card->givens_sketch ^= table_value(table, DOMAIN_GIVEN, p->given[i])->sketch;
    card->surnames_sketch = surname->sketch ^ (p->partner ? table_value(table, DOMAIN_SURNAME, p->partner)->sketch : 0);
    card->given_sketch = given->sketch;
    card->surname_sketch = surname->sketch;
    memcpy(card->given_start, given->start, sizeof(given->start));
    memcpy(card->surname_start, surname->start, sizeof(surname->start));
    card->given_mark = (uint16_t)(given->mark | given->mark >> 16);
    card->surname_mark = (uint8_t)(hash_u64(surname->mark) >> 56);
    card->given_len = given->len;
    card->surname_len = surname->len;
    struct text rest = table_text(table, DOMAIN_SURNAME, p->surname), word = TEXT_EMPTY;
    card->surname_words = bit_of(rest) | (p->partner ? bit_of(table_text(table, DOMAIN_SURNAME, p->partner)) : 0);
    while (text_next(&rest, ' ', &word))
        card->surname_words |= word.len >= 4 ? bit_of(word) : 0;
    card->flags |= (p->given_count > 1 || p->call ? CARD_GIVENS : 0) | (p->given_count > 1 ? CARD_MIDDLE : 0) |
                   (!p->given_count && !p->call ? CARD_NO_GIVEN : 0) | (p->partner ? CARD_PARTNER : 0) |
                   (p->generation ? CARD_GENERATION : 0) | (given->flags & VALUE_KNOWN ? CARD_KNOWN : 0) |
                   (given->flags & VALUE_MALE ? CARD_GIVEN_MALE : 0) |
                   (given->flags & VALUE_FEMALE ? CARD_GIVEN_FEMALE : 0) |
                   (has_other_forms(table, p) ? CARD_SURNAME_NICK : 0) | (p->of_mailbox ? CARD_MAILBOX : 0) |
                   (p->gender & 3u) << GENDER_SHIFT;
}

static void fill_birth(const struct table *table, const struct prep *p, struct card *card)
{
    if (fillers_have(&table->fillers, p->birth))
        return; /* as good as not said */
    card->birth = digits_of(p->birth);
    for (unsigned i = 0; i < 32; i += 4)
        card->birth_digits ^= (uint8_t)(1u << (card->birth >> i & 7));
    card->flags |= (p->birth / 10000 && p->birth % 100 ? CARD_BIRTH_WHOLE : 0) |
                   (p->birth >= 100000000 || (p->birth && !card->birth) ? CARD_BIRTH_ODD : 0);
}

static void fill_contact(const struct table *table, const struct prep *p, struct card *card)
{
    card->phone = UINT32_MAX;
    if (p->emails_count) {
        const struct prep_email *email = &table->emails.ptr[p->emails_at];
        const struct value *local = table_value(table, DOMAIN_LOCAL, email->local);
        card->host = (uint16_t)email->host;
        card->local_sketch = local->sketch;
        card->local_len = local->len;
        bool is_free = email->is_free ||
                       (table->kind == PARTY_ORGANISATION && table_value(table, DOMAIN_HOST, email->host)->bits == 0);
        card->flags |= CARD_EMAIL | (p->emails_count > 1 ? CARD_EMAILS : 0) | (is_free ? CARD_EMAIL_FREE : 0);
    }
    for (size_t i = 0; i < p->phones_count; i++)
        if (table->phones.ptr[p->phones_at + i].is_fax)
            card->flags |= CARD_FAX | CARD_PHONES;
    if (p->phones_count) {
        struct text digits = table_text(table, DOMAIN_PHONE, table->phones.ptr[p->phones_at].full);
        for (unsigned i = 0; i < PHONE_DIGITS && i < digits.len; i++) {
            card->phone &= ~(15u << 4 * i);
            card->phone |= (uint32_t)(digits.ptr[digits.len - 1 - i] & 15) << 4 * i;
        }
        uint32_t len = digits.len < PHONE_LEN_MOST ? (uint32_t)digits.len : PHONE_LEN_MOST;
        card->flags |= len << PHONE_LEN_SHIFT | CARD_PHONE |
                       (p->phones_count > 1 || digits.len > PHONE_LEN_MOST ? CARD_PHONES : 0);
    }
    for (size_t i = 0; i < p->identifiers_count; i++)
        card->identifiers |= (uint16_t)(1u << table->identifiers.ptr[p->identifiers_at + i].kind);
    card->flags |= p->attributes_count ? CARD_ATTRIBUTES : 0;
}

static void fill_address(const struct table *table, const struct prep *p, struct card *card, struct place_card *place)
{
    for (size_t i = 0; i < p->addresses_count; i++) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at + i];
        card->flags |= CARD_ADDRESS | (i ? CARD_ADDRESSES : 0) | (address->unit ? CARD_UNIT : 0) |
                       (address->extra ? CARD_EXTRA : 0);
    }
    if (!p->addresses_count)
        return;
    const struct prep_address *address = &table->addresses.ptr[p->addresses_at];
    const struct value *street = table_value(table, DOMAIN_STREET, address->street);
    place->street = address->street;
    place->postcode = address->postcode;
    place->city = address->city;
    place->region = (uint16_t)address->region;
    place->number = (uint16_t)address->number;
    card->flags |= (address->region > UINT16_MAX || address->number > UINT16_MAX ? CARD_ADDRESSES : 0) |
                   (street->words_count == 1 && !(street->sketch & SKETCH_SPACE) ? CARD_ONE_WORD : 0);
}

struct fill_task {
    const struct table *table;
    struct card *cards;
    struct place_card *places;
    bool is_beyond; /* a source is */
};

static void fill_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct fill_task *task = ctx;
    const struct table *table = task->table;
    size_t end = (slice + 1) * SLICE_MENTIONS < table->preps.len ? (slice + 1) * SLICE_MENTIONS : table->preps.len;
    for (size_t i = slice * SLICE_MENTIONS; i < end; i++) {
        table_fetch_ahead(table, i, end);
        const struct prep *p = &table->preps.ptr[i];
        struct card *card = &task->cards[i];
        memset(card, 0, sizeof(*card));
        task->places[i] = (struct place_card){ 0 };
        card->source = (uint8_t)p->source;
        if (p->source > UINT8_MAX)
            __atomic_store_n(&task->is_beyond, true, __ATOMIC_RELAXED);
        if (table->kind == PARTY_PERSON) {
            fill_names(table, p, card);
            fill_birth(table, p, card);
        } else {
            card->flags |= p->org || p->org_trade || p->org_former ? CARD_NAME : 0;
        }
        fill_contact(table, p, card);
        fill_address(table, p, card, &task->places[i]);
    }
}

bool bound_fill(const struct table *table, int threads, struct card *cards, struct place_card *places)
{
    struct fill_task task = { table, cards, places, false };
    threads_run(threads, (table->preps.len + SLICE_MENTIONS - 1) / SLICE_MENTIONS, fill_slice, &task);
    return task.is_beyond;
}
