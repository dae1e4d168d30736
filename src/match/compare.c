/*
 * Each comparison reads a few numbers of both sides, and texts only when the
 * numbers differ.  Of values that a mention has several of, the best pair
 * counts: a moved customer still has the old address in one system.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/compare_parts.h"

#include <string.h>

unsigned compare_levels(const struct table *table, enum comparison comparison)
{
    bool person = table->kind == PARTY_PERSON;
    switch ((unsigned)comparison) {
    case COMPARE_GIVEN: return person ? GIVEN_LEVELS : 0;
    case COMPARE_MIDDLE: return person ? MIDDLE_LEVELS : 0;
    case COMPARE_SURNAME: return person ? SURNAME_LEVELS : 0;
    case COMPARE_GENERATION: return person ? TWO_LEVELS : 0;
    case COMPARE_BIRTH: return person ? BIRTH_LEVELS : 0;
    case COMPARE_GENDER: return person ? TWO_LEVELS : 0;
    case COMPARE_ORG: return person ? 0 : ORG_LEVELS;
    case COMPARE_ADDRESS: return ADDRESS_LEVELS;
    case COMPARE_UNIT: return TWO_LEVELS;
    case COMPARE_EXTRA: return TEXT_LEVELS;
    case COMPARE_EMAIL: return EMAIL_LEVELS;
    case COMPARE_PHONE:
    case COMPARE_FAX: return PHONE_LEVELS;
    case COMPARE_CONTRADICTION: return CONTRADICTION_LEVELS;
    case COMPARE_FORM: return person ? 0 : FORM_LEVELS;
    case COMPARE_SOURCE: return table->has_sources ? TWO_LEVELS : 0;
    default: break;
    }
    if (comparison < COMPARE_ATTRIBUTE)
        return comparison == COMPARE_IDENTIFIER ? 0 : CODE_LEVELS;
    size_t column = comparison - COMPARE_ATTRIBUTE;
    if (column >= table->columns_count || !table->columns[column].is_used)
        return 0;
    return table->columns[column].kind == ATTRIBUTE_TEXT ? TEXT_LEVELS : CODE_LEVELS;
}

/* "van den berg" and "vandenberg". */
bool equal_joined(struct text x, struct text y)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < x.len && x.ptr[i] == ' ')
            i++;
        while (j < y.len && y.ptr[j] == ' ')
            j++;
        if (i == x.len || j == y.len)
            return i == x.len && j == y.len;
        if (x.ptr[i++] != y.ptr[j++])
            return false;
    }
}

void compare_pair(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    memset(ret, 0, sizeof(*ret));
    compare_emails(table, a, b, ret); /* before names: a mailbox may stand for one */
    if (table->kind == PARTY_PERSON)
        compare_person(table, a, b, ret);
    else
        compare_organisation(table, a, b, ret);
    if (table->has_sources)
        ret->level[COMPARE_SOURCE] = a->source == b->source ? TWO_EQUAL : TWO_DIFFERENT;
    compare_addresses(table, a, b, ret);
    compare_phones(table, a, b, ret);
    compare_identifiers(table, a, b, ret);
    if (table->kind == PARTY_PERSON)
        compare_person_contradictions(table, a, b, ret);
    else
        compare_organisation_town(table, a, b, ret);
    if (table->kind == PARTY_ORGANISATION)
        compare_organisation_contradictions(ret);
    compare_attributes(table, a, b, ret);
}
