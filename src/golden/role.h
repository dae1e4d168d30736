/*
 * Roles: what a person is at an organisation, put together from every record that says so.
 *
 * One organisation and one function is one role, however many records give
 * it, but for a period that ended before the job was taken up again; a record without a function adds to the role there
 * is.  Two functions at one organisation are two roles, and so are the jobs at two organisations. The record a role
 * shows as its origin is the one of the leading source (field role.title), then the newest, then the smallest id.
 *
 * A role ends in one of three ways.  A record says until when; or the record
 * that gave it names another employer since, and then it ended where the next
 * began; or that record names no employer any more in the column it has for
 * one, and then it ended on the day its source first held it so.  Whether it stands is said by the leading source;
 * within a source, what a record says now goes before what one said earlier.  So a job that another record of that
 * source still gives is a job beside the new one.
 */
#pragma once

#include "golden/leading.h"
#include "model/mention.h"

enum role_end {
    ROLE_STANDS = 0,
    ROLE_ENDED_SAID,    /* a record says until when */
    ROLE_ENDED_NEXT,    /* the record that gave it names another since */
    ROLE_ENDED_EMPTIED, /* … and names none since */
};
const char *role_end_name(enum role_end end); /* "", "said", "next", "emptied" */
/* Of such a name: the record that gave the role does not give it any more, and is divided at its end (adr 0119). */
bool role_was_left(struct text end_name);

/* One record's word about one person. */
struct role_seen {
    struct party_id organisation;
    struct text title, department, part;
    struct date since, until;
    struct text email, phone, address; /* of the role, not of the person or the organisation */
    enum role_end end;                 /* role_was_left(): of an earlier version of the record */
    bool resumed;                      /* it ended, and the record gives it again since: a period of its own */
    bool began_after;                  /* since is when the record named this employer instead of another */
    struct record_id record;
    uint32_t source;
    int64_t observed_ms;
};

/* A part of a role and the record that says so. */
struct role_part {
    struct text value;
    struct record_id record; /* v 0 when there is none */
};

struct role {
    struct party_id organisation;
    struct text title;
    struct role_part department, part, email, phone, address;
    struct date since, until;
    struct record_id since_record, until_record; /* v 0 when there is none */
    enum role_end end;
    struct record_id record; /* origin */
    uint16_t records;        /* that say so */
};

/* In order of organisation id, then origin. Everything lives in arena or in seen's texts. */
enum status roles_merge(const struct leading *leading, const struct role_seen *seen, size_t count, struct arena *arena,
                        struct role **ret, size_t *ret_count, struct error *err);
