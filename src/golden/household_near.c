/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/household_near.h"

#include <stdio.h>

#include "base/hash.h"

enum { TELLING_NUMBER_MIN = 100 };

uint64_t household_slip_key(const struct resident *r, enum household_slip slip)
{
    if (slip != SLIP_PLACE_OTHER_NAME && !r->surname)
        return 0;
    switch (slip) {
    case SLIP_PLACE: return r->street && r->digits ? hash_pair(hash_pair(r->street, r->digits), r->surname) : 0;
    case SLIP_NUMBER: return r->street && r->place ? hash_pair(hash_pair(r->street, r->place), r->surname) : 0;
    case SLIP_STREET: return r->digits && r->place ? hash_pair(hash_pair(r->digits, r->place), r->surname) : 0;
    case SLIP_PLACE_OTHER_NAME: return r->street && r->digits ? hash_pair(r->street, r->digits) : 0;
    case SLIPS: break;
    }
    return 0;
}

/* One digit more, less, other, or two changed about; or one of them is not known. */
static bool is_near_number(uint32_t a, uint32_t b)
{
    char x[12], y[12];
    if (a == 0 || b == 0)
        return true;
    size_t m = (size_t)snprintf(x, sizeof(x), "%u", a), n = (size_t)snprintf(y, sizeof(y), "%u", b);
    size_t start = 0, end = 0;
    while (start < m && start < n && x[start] == y[start])
        start++;
    while (end + start < m && end + start < n && x[m - 1 - end] == y[n - 1 - end])
        end++;
    size_t left_x = m - start - end, left_y = n - start - end;
    bool swapped = left_x == 2 && left_y == 2 && x[start] == y[start + 1] && x[start + 1] == y[start];
    return swapped || (left_x <= 1 && left_y <= 1);
}

bool household_is_dependent(const struct resident *r)
{
    return r->said == PLACE_CHILD || r->said == PLACE_PARTNER || r->said == PLACE_OTHER;
}

bool household_share_contact(const struct resident *a, const struct resident *b)
{
    for (size_t i = 0; i < RESIDENT_CONTACTS_MAX && a->contacts[i]; i++)
        for (size_t j = 0; j < RESIDENT_CONTACTS_MAX && b->contacts[j]; j++)
            if (a->contacts[i] == b->contacts[j])
                return true;
    return false;
}

/* The streets begin alike, or one is not known, or the number is none that every street has. */
static bool is_near_street(const struct resident *a, const struct resident *b, bool told)
{
    return a->street_start == b->street_start ||
           (told && (a->street == 0 || b->street == 0 || a->digits >= TELLING_NUMBER_MIN));
}

bool household_slip_fits(const struct resident *a, const struct resident *b, enum household_slip slip, bool told)
{
    return (slip != SLIP_NUMBER || is_near_number(a->digits, b->digits)) &&
           (slip != SLIP_STREET || is_near_street(a, b, told));
}

bool household_slip_may_join(const struct resident *a, const struct resident *b, enum household_slip slip)
{
    bool told = household_is_dependent(a) || household_is_dependent(b);
    return told ? household_slip_fits(a, b, slip, true)
                : slip != SLIP_PLACE_OTHER_NAME && household_share_contact(a, b) &&
                      household_slip_fits(a, b, slip, false);
}
