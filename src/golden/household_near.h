/*
 * Addresses that are a slip of the pen apart, and which residents could be
 * joined over one: a part of households_find(), and what somebody asks who
 * looks at a few residents only and must know whom else to look at.
 */
#pragma once

#include "golden/household.h"

/* What two addresses have in common when a slip is in the rest. */
enum household_slip { SLIP_PLACE, SLIP_NUMBER, SLIP_STREET, SLIP_PLACE_OTHER_NAME, SLIPS };

enum { HOUSEHOLD_NEAR_MAX = 64 /* residents that share a key; more say nothing */ };

/* Residents who share it are held together; 0: none. */
uint64_t household_slip_key(const struct resident *resident, enum household_slip slip);

/* A source says that he belongs to somebody. */
bool household_is_dependent(const struct resident *resident);
bool household_share_contact(const struct resident *a, const struct resident *b);

/* Beside the key: is the rest near enough? told: a source says that one of them belongs to the other. */
bool household_slip_fits(const struct resident *a, const struct resident *b, enum household_slip slip, bool told);

/* Of two who share the key: could households_find() join them over it, whoever else lives there? */
bool household_slip_may_join(const struct resident *a, const struct resident *b, enum household_slip slip);
