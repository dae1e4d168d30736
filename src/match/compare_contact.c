/*
 * E-mail addresses and phone numbers.  Both may be shared, and a mailbox is
 * often made from its owner's name, which is then no second witness.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/compare_parts.h"

#include "match/edit.h"
#include "match/near.h"

static unsigned email_level_of(const struct table *table, const struct prep_email *x, const struct prep_email *y,
                               int16_t *ret_bits)
{
    *ret_bits = 0;
    if (x->address == y->address) {
        *ret_bits = bits_of(table, DOMAIN_EMAIL, x->address);
        return EMAIL_EQUAL;
    }
    bool same_host = x->host == y->host;
    const struct values *locals = &table->values[DOMAIN_LOCAL];
    size_t len_x = locals->about.ptr[x->local].len, len_y = locals->about.ptr[y->local].len;
    bool for_all = x->is_role && y->is_role; /* every firm has an info@ and a sales@ */
    if (x->local && x->local == y->local && len_x >= 3 && !for_all) {
        *ret_bits = bits_of(table, DOMAIN_LOCAL, x->local);
        return EMAIL_LOCAL;
    }
    size_t shorter = len_x < len_y ? len_x : len_y;
    bool near_local = for_all
                          ? x->local == y->local
                          : shorter >= 5 && near_distance(locals, x->local, y->local, 2) <= (shorter >= 8 ? 2u : 1u);
    if (near_local && (same_host || near_distance(&table->values[DOMAIN_HOST], x->host, y->host, 2) <= 2))
        return EMAIL_NEAR;
    near_local &= !for_all;
    if (near_local)
        return EMAIL_LOCAL_NEAR;
    int16_t bits = bits_of(table, DOMAIN_HOST, x->host);
    if (same_host && !x->is_free && (bits > 0 || table->kind == PARTY_PERSON)) {
        *ret_bits = bits;
        return EMAIL_HOST;
    }
    return EMAIL_DIFFERENT;
}

/* What is left of a mailbox name without the words of its owner's name: "isla.maas78" → "78". */
static bool is_of_name(const struct table *table, const struct prep *p, struct text local, struct text *ret_rest)
{
    struct text words[] = {
        p->of_mailbox & MAILBOX_SURNAME ? TEXT_EMPTY : table_text(table, DOMAIN_SURNAME, p->surname),
        p->given_count && !(p->of_mailbox & MAILBOX_GIVEN) ? table_text(table, DOMAIN_GIVEN, p->given[0]) : TEXT_EMPTY,
    };
    size_t taken = 0;
    for (size_t i = 0; i < 2; i++) {
        size_t last = words[i].len;
        while (last > 0 && words[i].ptr[last - 1] != ' ')
            last--;
        struct text word = text_slice(text_from_offset(words[i], last), 0, 5);
        if (word.len >= 3 && text_find(local, word) < local.len)
            taken += words[i].len - last;
    }
    size_t digits = 0;
    while (digits < local.len && char_is_digit(local.ptr[local.len - 1 - digits]))
        digits++;
    *ret_rest = text_slice(local, local.len - digits, local.len);
    return taken >= 4 || (taken > 0 && taken * 2 >= local.len - digits);
}

/*
 * Two people of one name have alike mailboxes, so a likeness that the names
 * explain is no evidence: then only what follows the name tells them apart.
 */
static unsigned email_beside_name(const struct table *table, const struct prep *a, const struct prep *b,
                                  uint32_t local_a, uint32_t local_b, unsigned level)
{
    if (level == EMAIL_EQUAL || level >= EMAIL_HOST || table->kind != PARTY_PERSON)
        return level;
    struct text x = table_text(table, DOMAIN_LOCAL, local_a), y = table_text(table, DOMAIN_LOCAL, local_b);
    struct text rest_x = TEXT_EMPTY, rest_y = TEXT_EMPTY;
    bool of_a = is_of_name(table, a, x, &rest_x), of_b = is_of_name(table, b, y, &rest_y);
    if (!of_a && !of_b)
        return level;
    if (edit_distance(rest_x, rest_y, 1) > (rest_x.len >= 3 && rest_y.len >= 3))
        return EMAIL_DIFFERENT;
    return rest_x.len >= 2 || level == EMAIL_NEAR ? level : 0;
}

void compare_emails(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    for (size_t i = 0; i < a->emails_count; i++) {
        for (size_t j = 0; j < b->emails_count; j++) {
            int16_t bits = 0;
            unsigned level = email_level_of(table, &table->emails.ptr[a->emails_at + i],
                                            &table->emails.ptr[b->emails_at + j], &bits);
            level = email_beside_name(table, a, b, table->emails.ptr[a->emails_at + i].local,
                                      table->emails.ptr[b->emails_at + j].local, level);
            if (level == 0)
                continue;
            if (ret->level[COMPARE_EMAIL] == 0 || level < ret->level[COMPARE_EMAIL]) {
                ret->level[COMPARE_EMAIL] = (uint8_t)level;
                ret->bits[COMPARE_EMAIL] = bits;
            }
        }
    }
}

void compare_phones(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    for (size_t i = 0; i < a->phones_count; i++) {
        for (size_t j = 0; j < b->phones_count; j++) {
            const struct prep_phone *x = &table->phones.ptr[a->phones_at + i],
                                    *y = &table->phones.ptr[b->phones_at + j];
            unsigned level = PHONE_DIFFERENT;
            int16_t bits = 0;
            if (x->full == y->full)
                level = PHONE_EQUAL;
            else if (x->tail == y->tail)
                level = PHONE_TAIL;
            else if (near_distance(&table->values[DOMAIN_PHONE], x->full, y->full, 1) <= 1)
                level = PHONE_NEAR;
            if (level <= PHONE_TAIL)
                bits = bits_of(table, DOMAIN_PHONE, x->tail);
            enum comparison where = x->is_fax && y->is_fax ? COMPARE_FAX : COMPARE_PHONE;
            if (x->is_fax != y->is_fax && level == PHONE_DIFFERENT)
                continue; /* a fax and a phone differ as a matter of course */
            if (ret->level[where] == 0 || level < ret->level[where]) {
                ret->level[where] = (uint8_t)level;
                ret->bits[where] = bits;
            }
        }
    }
}
