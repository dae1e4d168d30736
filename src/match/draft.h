/*
 * Mentions on their way into a table: folded, taken apart and hashed, all but
 * the numbers of their values.
 *
 *     mentions ─ draft 1 ─┐              ┌─ given names ─┐
 *     mentions ─ draft 2 ─┼─ all drafts ─┼─ surnames ────┼─ behind those in the table
 *     mentions ─ draft 3 ─┘              └─ streets … ───┘
 *       by many threads                  a thread a set of values
 *
 * To draft needs nothing of the table, so slices of mentions are drafted side
 * by side.  A set of values is then filled by one thread, from all drafts in
 * their order, and sets side by side: numbers are those of one thread.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"
#include "match/match.h"
#include "match/prepare.h"

/* A value, and where its number is to be written. */
struct draft_value {
    uint64_t hash;
    const char *letters;
    uint32_t *to;
    uint32_t len;
};

/* A value of a column; in its text the column comes first. */
struct draft_attribute {
    struct draft_value value; /* to is not used */
    struct field_ref field;
    uint16_t column; /* of the layout */
    enum attribute_kind kind;
};

struct draft {
    enum party_kind kind;
    VEC(struct prep) preps; /* their places are those in this draft */
    VEC(struct prep_address) addresses;
    VEC(struct prep_email) emails;
    VEC(struct prep_phone) phones;
    VEC(struct prep_identifier) identifiers;
    VEC(struct draft_attribute) attributes;
    struct {
        struct draft_value *ptr;
        size_t len, cap;
    } values[DOMAIN_COUNT]; /* of attributes and of words: none */
    struct arena letters;
    bool is_full; /* there was no memory for all */
};

void draft_open(struct draft *draft, enum party_kind kind);
void draft_done(struct draft *draft);

/* These instead of what it held; they are looked at until it is filled again. */
void draft_fill(struct draft *draft, const struct match_item *items, size_t count);

/* Inside match/draft*.c: t as a value of a set, its number to be written to *to. */
void draft_put(struct draft *draft, enum domain domain, struct text t, uint32_t *to);

/* draft_mailbox.c: after the name of the mention; fills what of it is blank. */
void draft_mailbox(struct draft *draft, const struct mention *mention, struct prep *prep);

/* draft_address.c */
void draft_address(struct draft *draft, const struct address *from, struct prep_address *ret);

/*
 * take.c: what was drafted into a table, in the order of drafts.  Each domain first, side by side (those that share a
 * set of words are one: the others of them do nothing), then the end; after it drafts may be filled again.
 */
bool table_take_domain(struct table *table, enum domain domain, struct draft *const *drafts, size_t count);
bool table_take_end(struct table *table, struct draft *const *drafts, size_t count);
