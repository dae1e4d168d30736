/*
 * What people said of who lives together, laid over what households_find() found.
 *
 * Said apart outranks said together, and both outrank addresses.  A household
 * with two who are said to live apart falls into parts: each who is spoken of,
 * in order of resident.order, joins the first part in which nobody is said to
 * live apart from him; the others join the part that most are in by then, so
 * that a child who comes back comes back to the rest.  Those said to live together are then joined, unless that
 * would bring two together who are said apart.
 */
#pragma once

#include "golden/household.h"

struct living_said {
    uint32_t a, b; /* places in the array of residents */
    bool apart;    /* else together */
};

/* of and *count as households_find() leaves them; numbered anew in the same manner. said in any order. */
enum status households_said(const struct resident *residents, size_t count, const struct living_said *said,
                            size_t said_count, uint32_t *of, uint32_t *households, struct error *err);
