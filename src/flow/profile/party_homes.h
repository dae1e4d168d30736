/*
 * Where a person lived, from every version of each of his records.  A part of party_make().
 *
 *     record 7   Kerkstraat 9 ──── Singel 88 ──── Kerkstraat 9
 *                                  ╰─ absence ─╯
 *
 * An absence is told by one record that gives another home and then the same
 * one again.  That another source still gives the old home tells nothing:
 * sources lag.
 */
#pragma once

#include "flow/profile/party.h"

struct party_homes {
    struct arena *scratch;
    struct lived *items; /* as they were heard */
    size_t count, cap;
};

/* The private addresses of the mention at that place of a record's version; none when place is past its mentions. */
enum status party_homes_hear(struct party_homes *homes, const struct normal_record *normal, size_t place,
                             const struct stored_record *record, struct error *err);

/* Since the first record that gives it; of several at one time the one of the smallest id. */
struct lived party_homes_at(const struct party_homes *homes, uint64_t address);
/* The home that was given last before this one was. */
struct lived party_homes_before(const struct party_homes *homes, const struct lived *home);
/* Away from that home and back, in order of time, the last ABSENCES_MAX. False without memory. */
bool party_homes_absences(const struct party_homes *homes, uint64_t address, struct absence ret[ABSENCES_MAX],
                          size_t *ret_count);
