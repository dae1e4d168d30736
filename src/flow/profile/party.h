/*
 * One party from its records: golden values, what it is shown and found by,
 * its roles.  A pure function of records and links, so that threads make
 * parties side by side and fsck can make one again and compare bytes.
 */
#pragma once

#include "flow/profile/corpus.h"
#include "golden/household.h"
#include "golden/role.h"

/* Who the organisation in a role is: answered by whoever holds the links. */
struct party_links {
    /* The organisation a mention belongs to, with its name; false when it is linked to none. */
    bool (*organisation)(void *ctx, struct mention_id mention, struct party_id *ret, struct text *ret_name);
    /* Where what had that id earlier is now, with its name; false when no record names it any more. */
    bool (*earlier)(void *ctx, struct party_id then, struct party_id *ret, struct text *ret_name);
    /*
     * The organisation that has that key (party_find.h): like, when it has it; with like v 0 the only one that does.
     * Several threads may ask at once.
     */
    bool (*called)(void *ctx, struct text key, struct party_id like, struct party_id *ret);
    void *ctx;
};

struct earlier_version;

/* A mention of the party, with the record it stands in. */
struct party_mention {
    const struct stored_record *record;
    struct text packed;                    /* the record as packed_write() left it; empty: it is normalised again */
    unsigned ordinal;                      /* mention_ordinal() */
    const struct earlier_version *earlier; /* of a person: what earlier_read() gives; NULL when nothing came before */
    size_t earlier_count;
};

enum { PARTY_KEYS_MAX = 200, PARTY_SEARCH_BYTES_MAX = 4000 };

/* A home, as resident_address(), and since when a record gives it. */
struct lived {
    uint64_t address; /* 0: none */
    int64_t since_ms;
    struct record_id record;
};

/* A time he lived elsewhere, between two times at the home he has. */
struct absence {
    int64_t from_ms, until_ms;
    struct record_id record; /* that says so */
};
enum { ABSENCES_MAX = 4 };

/* Everything lives in the arena it was made in. */
struct party_made {
    struct stored_party party;       /* with its keys */
    const struct stored_role *roles; /* of a person */
    size_t roles_count;
    struct resident resident; /* of a person */
    uint64_t address;         /* resident_address() of its home or seat */
    struct text address_line;
    struct record_id address_record;
    uint32_t address_source;
    int64_t address_ms;
    struct lived home, home_before;        /* of a person: where address is, and where he lived before that */
    struct absence absences[ABSENCES_MAX]; /* from home, in order of time */
    size_t absences_count;
    uint32_t died;           /* 20261122, 20261100 or 20260000; 0 when no record says so */
    struct person_name name; /* of a person */
    enum gender gender;
};

/*
 * mentions: all of the party, at least one, in any order.  scratch is emptied;
 * ret lives in arena.
 */
enum status party_make(const struct corpus *corpus, const struct party_links *links, struct party_id id,
                       const struct party_mention *mentions, size_t count, struct arena *scratch, struct arena *arena,
                       struct party_made *ret, struct error *err);

/* The profile of a party that was made here or by household_make(), as it reads once it was put: JSON, in arena. */
enum status party_profile(const struct stored_party *made, struct arena *arena, struct text *ret, struct error *err);
