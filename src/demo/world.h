/*
 * The invented world: who lives where, with whom, and works for which organisation.
 *
 *     seed, size ──▶ units ──▶ persons (0 … 5 of a unit: a household or somebody alone)
 *                      │            │ jobs: both ways, by shuffle
 *                      └▶ homes     ▼
 *                         addresses ◀── organisations
 *
 * Nothing is stored: a unit or organisation is a function of the seed and its
 * number, made again whenever a source writes about it (demo/chance.h).  The
 * truth that the sources are measured against is these numbers.
 *
 * Invariants
 * world-1  two units, or a unit and an organisation, never get one address by chance
 * world-2  a postcode belongs to one street of one place
 * world-3  the job a person names is the job the organisation names
 */
#pragma once

#include "demo/cell.h"
#include "demo/words.h"

/* "Now" in the invented world, so that no clock is read: 20 November 2026. */
enum { DEMO_TODAY_YEAR = 2026, DEMO_TODAY_MONTH = 11, DEMO_TODAY_DAY = 20 };
/* The day a year before, of which some sources have a delivery too. */
enum { DEMO_FORMER_YEAR = DEMO_TODAY_YEAR - 1 };

enum { UNIT_PERSONS_MAX = 6, JOBS_MAX = 3, CONTACTS_MAX = 5 };

struct address {
    uint16_t number;
    uint16_t place;   /* in words.places */
    uint16_t area;    /* 1234 */
    char letters[3];  /* "AB" */
    char addition[4]; /* "A", "2", "hs" or "" */
    struct cell street;
};

struct surname {
    struct text prefix;
    struct cell name;
};

struct person {
    uint64_t id;     /* unit * UNIT_PERSONS_MAX + place in unit */
    char gender;     /* 'm', 'v' */
    char name_use;   /* 'E', 'P', 'V', 'N' as the population register has it */
    char generation; /* 's' senior, 'j' junior, 0: a father and son of one name */
    uint8_t circle;
    uint8_t given_count;
    bool has_partner_name;
    bool has_call_name; /* is called otherwise than the first given name */
    bool is_twin;
    bool moved; /* sources may still hold the old home */
    bool shares_mailbox;
    int birth_year, birth_month, birth_day;
    struct text given[3]; /* as on the passport */
    struct text call_name;
    struct surname surname, partner_surname;
    char mobile[10];                 /* "612345678", without the 0 */
    char landline[10];               /* "" when there is none */
    struct cell email, email_second; /* second may be empty */
};

enum unit_kind { UNIT_ALONE = 0, UNIT_COUPLE, UNIT_FAMILY, UNIT_ONE_PARENT, UNIT_FATHER_SON, UNIT_HOUSEMATES };

struct unit {
    uint64_t index;
    enum unit_kind kind;
    int count;
    struct person persons[UNIT_PERSONS_MAX];
    struct address home, old_home;
};

enum organisation_kind {
    ORGANISATION_COMPANY = 0,
    ORGANISATION_SOLE,   /* sole trader: is somebody */
    ORGANISATION_PUBLIC, /* foundation, school, club */
    ORGANISATION_HOLDING,
    ORGANISATION_BRANCH, /* of the organisation one number lower */
};

struct organisation {
    uint64_t id;
    enum organisation_kind kind;
    struct cell name;   /* without legal form */
    struct text form;   /* "B.V.", may be empty */
    struct cell domain; /* "korenaar-catering.example" */
    struct cell email;  /* info@… */
    struct address visit, old_visit;
    bool moved;
    bool is_plain_name; /* a sole trader whose business is called as he is */
    uint16_t po_box;    /* 0: none */
    char kvk[9], branch[13], vat[15], iban[19];
    char phone[10]; /* without the 0 */
};

struct job {
    uint64_t organisation;
    struct text title, department;
    int since_year, until_year; /* until 0: still there */
    struct cell email;          /* at the organisation */
    char phone[10];             /* direct line or "" */
};

struct world {
    const struct words *words;
    uint64_t seed;
    uint64_t units, organisations;
    struct shuffle homes, jobs, second_jobs, third_jobs, past_jobs, areas;
    uint32_t areas_used;
    uint32_t block; /* houses that share a postcode */
};

/* A world of about that many persons; 0.46 units and 0.2 organisations a person. */
void world_init(struct world *ret, const struct words *words, uint64_t seed, uint64_t persons);

int unit_count(const struct world *world, uint64_t index); /* persons in it */
void unit_read(const struct world *world, uint64_t index, struct unit *ret);
void organisation_read(const struct world *world, uint64_t index, struct organisation *ret);
/* Where a person works, main job first, a past one last; what the job is called costs more to tell. */
struct placement {
    uint64_t organisation;
    bool is_past, is_owner;
};
int person_placements(const struct world *world, uint64_t unit, int member, struct placement ret[JOBS_MAX + 1]);
void job_read(const struct world *world, const struct person *person, const struct placement *placement,
              const struct organisation *employer, struct job *ret);
/* Who is the organisation's c-th contact (0 is the owner or first one): false when there is none. */
bool organisation_contact(const struct world *world, const struct organisation *organisation, int contact,
                          struct unit *ret_unit, int *ret_member);

/* Parts, for tests and for the benchmark table. */
void world_address_read(const struct world *world, uint64_t slot, struct address *ret);
void surname_read(const struct words *words, enum circle circle, struct chance *chance, struct surname *ret);
/* Lower-case letters and digits of a text, other runs as one separator or none. */
void slug_put(struct cell *cell, struct text t, char separator);
bool elfproef(const char digits[9]);                    /* the Dutch 11-test of a BSN or RSIN */
int iban_check_digits(const char *country_and_account); /* "NL", then the account: 98 - mod 97 */

/* What streams of chance are about; a new one goes last, or every recorded digest changes. */
enum chance_about {
    ABOUT_UNIT = 1,
    ABOUT_ORGANISATION,
    ABOUT_ADDRESS,
    ABOUT_STREET,
    ABOUT_HOMES,
    ABOUT_JOBS,
    ABOUT_SECOND_JOBS,
    ABOUT_THIRD_JOBS,
    ABOUT_PAST_JOBS,
    ABOUT_AREAS,
    ABOUT_JOB,
    ABOUT_DEPENDENT,
    ABOUT_SOURCE_ORDER,
    ABOUT_PRESENCE,
    ABOUT_SIGHTING,
    ABOUT_EVENTS,
    ABOUT_BENCH,
    ABOUT_KIND,
    ABOUT_HAPPENED,
    ABOUT_DECISIONS,
    ABOUT_FORMER = 4096,
    ABOUT_BELONGING = 8192,
};
